//! Where values of fields are kept: fields that exclude each other share a place.

use super::{FieldId, Subfield};

/// One piece of what a flow table looks at: several fields may share one, as `tcp_src` and `icmp_type` do.
///
/// Matches are kept by slot because this is how a switch compares them: two flows with equal slots are the same
/// flow, whatever names the fields were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "each is the name of the thing it holds")]
pub enum Slot {
    PacketType,
    DpHash,
    RecircId,
    ConjId,
    InPort,
    ActsetOutput,
    SkbPriority,
    PktMark,
    CtState,
    CtZone,
    CtMark,
    CtLabel,
    CtNwProto,
    CtNwSrc,
    CtNwDst,
    CtIpv6Src,
    CtIpv6Dst,
    CtTpSrc,
    CtTpDst,
    Reg0,
    Reg1,
    Reg2,
    Reg3,
    Reg4,
    Reg5,
    Reg6,
    Reg7,
    Reg8,
    Reg9,
    Reg10,
    Reg11,
    Reg12,
    Reg13,
    Reg14,
    Reg15,
    Metadata,
    TunId,
    TunSrc,
    TunDst,
    TunIpv6Src,
    TunIpv6Dst,
    TunFlags,
    TunGbpId,
    TunGbpFlags,
    TunTos,
    TunTtl,
    ErspanIdx,
    ErspanVer,
    ErspanDir,
    ErspanHwid,
    GtpuFlags,
    GtpuMsgtype,
    EthSrc,
    EthDst,
    EthType,
    VlanTci,
    MplsLse,
    NwSrc,
    NwDst,
    Ipv6Src,
    Ipv6Dst,
    Ipv6Label,
    NwProto,
    NwTos,
    NwTtl,
    NwFrag,
    ArpSha,
    ArpTha,
    TcpFlags,
    TpSrc,
    TpDst,
    NdTarget,
    NdReserved,
    NshFlags,
    NshTtl,
    NshMdtype,
    NshNp,
    NshPath,
    NshC1,
    NshC2,
    NshC3,
    NshC4,
    VlanInner,
    Mpls1,
    Mpls2,
}

use Slot as S;

/// All slots, in order.
const ALL: [Slot; 85] = [
    S::PacketType,
    S::DpHash,
    S::RecircId,
    S::ConjId,
    S::InPort,
    S::ActsetOutput,
    S::SkbPriority,
    S::PktMark,
    S::CtState,
    S::CtZone,
    S::CtMark,
    S::CtLabel,
    S::CtNwProto,
    S::CtNwSrc,
    S::CtNwDst,
    S::CtIpv6Src,
    S::CtIpv6Dst,
    S::CtTpSrc,
    S::CtTpDst,
    S::Reg0,
    S::Reg1,
    S::Reg2,
    S::Reg3,
    S::Reg4,
    S::Reg5,
    S::Reg6,
    S::Reg7,
    S::Reg8,
    S::Reg9,
    S::Reg10,
    S::Reg11,
    S::Reg12,
    S::Reg13,
    S::Reg14,
    S::Reg15,
    S::Metadata,
    S::TunId,
    S::TunSrc,
    S::TunDst,
    S::TunIpv6Src,
    S::TunIpv6Dst,
    S::TunFlags,
    S::TunGbpId,
    S::TunGbpFlags,
    S::TunTos,
    S::TunTtl,
    S::ErspanIdx,
    S::ErspanVer,
    S::ErspanDir,
    S::ErspanHwid,
    S::GtpuFlags,
    S::GtpuMsgtype,
    S::EthSrc,
    S::EthDst,
    S::EthType,
    S::VlanTci,
    S::MplsLse,
    S::NwSrc,
    S::NwDst,
    S::Ipv6Src,
    S::Ipv6Dst,
    S::Ipv6Label,
    S::NwProto,
    S::NwTos,
    S::NwTtl,
    S::NwFrag,
    S::ArpSha,
    S::ArpTha,
    S::TcpFlags,
    S::TpSrc,
    S::TpDst,
    S::NdTarget,
    S::NdReserved,
    S::NshFlags,
    S::NshTtl,
    S::NshMdtype,
    S::NshNp,
    S::NshPath,
    S::NshC1,
    S::NshC2,
    S::NshC3,
    S::NshC4,
    S::VlanInner,
    S::Mpls1,
    S::Mpls2,
];

const REGISTERS: [Slot; 16] = [
    S::Reg0,
    S::Reg1,
    S::Reg2,
    S::Reg3,
    S::Reg4,
    S::Reg5,
    S::Reg6,
    S::Reg7,
    S::Reg8,
    S::Reg9,
    S::Reg10,
    S::Reg11,
    S::Reg12,
    S::Reg13,
    S::Reg14,
    S::Reg15,
];

/// Ethernet types and protocols that the rules of fields speak of.
pub(crate) mod numbers {
    pub(crate) const IPV4: u16 = 0x0800;
    pub(crate) const ARP: u16 = 0x0806;
    pub(crate) const RARP: u16 = 0x8035;
    pub(crate) const IPV6: u16 = 0x86dd;
    pub(crate) const MPLS: u16 = 0x8847;
    pub(crate) const MPLS_MCAST: u16 = 0x8848;
    pub(crate) const NSH: u16 = 0x894f;
    pub(crate) const NOT_A_TYPE: u16 = 0x05ff;
    pub(crate) const ICMP: u8 = 1;
    pub(crate) const TCP: u8 = 6;
    pub(crate) const UDP: u8 = 17;
    pub(crate) const ICMPV6: u8 = 58;
    pub(crate) const SCTP: u8 = 132;
    /// The bit of a VLAN TCI that says "there is a tag".
    pub(crate) const VLAN_PRESENT: u16 = 0x1000;
    pub(crate) const PACKET_TYPE_NSH: u32 = 0x1894f;
}

impl Slot {
    /// All slots, in order.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        ALL.into_iter()
    }

    /// How many bits it has.
    #[must_use]
    pub fn bits(self) -> u32 {
        match self {
            S::CtLabel
            | S::CtIpv6Src
            | S::CtIpv6Dst
            | S::TunIpv6Src
            | S::TunIpv6Dst
            | S::Ipv6Src
            | S::Ipv6Dst
            | S::NdTarget => 128,
            S::Metadata | S::TunId => 64,
            S::EthSrc | S::EthDst | S::ArpSha | S::ArpTha => 48,
            S::InPort
            | S::ActsetOutput
            | S::CtZone
            | S::CtTpSrc
            | S::CtTpDst
            | S::TunFlags
            | S::TunGbpId
            | S::EthType
            | S::VlanTci
            | S::VlanInner
            | S::TcpFlags
            | S::TpSrc
            | S::TpDst => 16,
            S::CtState
            | S::CtNwProto
            | S::TunGbpFlags
            | S::TunTos
            | S::TunTtl
            | S::ErspanVer
            | S::ErspanDir
            | S::ErspanHwid
            | S::GtpuFlags
            | S::GtpuMsgtype
            | S::NwProto
            | S::NwTos
            | S::NwTtl
            | S::NwFrag
            | S::NshFlags
            | S::NshTtl
            | S::NshMdtype
            | S::NshNp => 8,
            _ => 32,
        }
    }

    /// The slot of register `index`.
    pub(crate) fn register(index: u8) -> Self {
        REGISTERS.get(usize::from(index)).copied().unwrap_or(S::Reg15)
    }

    /// Where a field of a single slot lives: the slot, and its bits there as (shift, width).
    pub(super) fn of(id: FieldId) -> Option<(Self, u32, u32)> {
        use FieldId as F;
        if let Some(index) = id.within(F::REG0, 16) {
            return Some((Self::register(index), 0, 32));
        }
        let whole = |slot: Self| Some((slot, 0, slot.bits()));
        match id {
            F::PACKET_TYPE => whole(S::PacketType),
            F::DP_HASH => whole(S::DpHash),
            F::RECIRC_ID => whole(S::RecircId),
            F::CONJ_ID => whole(S::ConjId),
            F::IN_PORT | F::IN_PORT_OXM => whole(S::InPort),
            F::ACTSET_OUTPUT => whole(S::ActsetOutput),
            F::SKB_PRIORITY => whole(S::SkbPriority),
            F::PKT_MARK => whole(S::PktMark),
            F::CT_STATE => whole(S::CtState),
            F::CT_ZONE => whole(S::CtZone),
            F::CT_MARK => whole(S::CtMark),
            F::CT_LABEL => whole(S::CtLabel),
            F::CT_NW_PROTO => whole(S::CtNwProto),
            F::CT_NW_SRC => whole(S::CtNwSrc),
            F::CT_NW_DST => whole(S::CtNwDst),
            F::CT_IPV6_SRC => whole(S::CtIpv6Src),
            F::CT_IPV6_DST => whole(S::CtIpv6Dst),
            F::CT_TP_SRC => whole(S::CtTpSrc),
            F::CT_TP_DST => whole(S::CtTpDst),
            F::METADATA => whole(S::Metadata),
            F::TUN_ID => whole(S::TunId),
            F::TUN_SRC => whole(S::TunSrc),
            F::TUN_DST => whole(S::TunDst),
            F::TUN_IPV6_SRC => whole(S::TunIpv6Src),
            F::TUN_IPV6_DST => whole(S::TunIpv6Dst),
            F::TUN_FLAGS => Some((S::TunFlags, 0, 1)),
            F::TUN_GBP_ID => whole(S::TunGbpId),
            F::TUN_GBP_FLAGS => whole(S::TunGbpFlags),
            F::TUN_TOS => whole(S::TunTos),
            F::TUN_TTL => whole(S::TunTtl),
            F::TUN_ERSPAN_IDX => whole(S::ErspanIdx),
            F::TUN_ERSPAN_VER => whole(S::ErspanVer),
            F::TUN_ERSPAN_DIR => whole(S::ErspanDir),
            F::TUN_ERSPAN_HWID => whole(S::ErspanHwid),
            F::TUN_GTPU_FLAGS => whole(S::GtpuFlags),
            F::TUN_GTPU_MSGTYPE => whole(S::GtpuMsgtype),
            F::ETH_SRC => whole(S::EthSrc),
            F::ETH_DST => whole(S::EthDst),
            F::ETH_TYPE => whole(S::EthType),
            F::VLAN_TCI => whole(S::VlanTci),
            F::VLAN_VID | F::DL_VLAN => Some((S::VlanTci, 0, 12)),
            F::VLAN_PCP | F::DL_VLAN_PCP => Some((S::VlanTci, 13, 3)),
            F::MPLS_LABEL => Some((S::MplsLse, 12, 20)),
            F::MPLS_TC => Some((S::MplsLse, 9, 3)),
            F::MPLS_BOS => Some((S::MplsLse, 8, 1)),
            F::MPLS_TTL => Some((S::MplsLse, 0, 8)),
            F::IPV4_SRC | F::ARP_SPA => whole(S::NwSrc),
            F::IPV4_DST | F::ARP_TPA => whole(S::NwDst),
            F::IPV6_SRC => whole(S::Ipv6Src),
            F::IPV6_DST => whole(S::Ipv6Dst),
            F::IPV6_LABEL => whole(S::Ipv6Label),
            F::IP_PROTO | F::ARP_OP => whole(S::NwProto),
            F::IP_DSCP => Some((S::NwTos, 0, 8)),
            F::IP_DSCP_SHIFTED => Some((S::NwTos, 2, 6)),
            F::IP_ECN => Some((S::NwTos, 0, 2)),
            F::IP_TTL => whole(S::NwTtl),
            F::IP_FRAG => whole(S::NwFrag),
            F::ARP_SHA | F::ND_SLL => whole(S::ArpSha),
            F::ARP_THA | F::ND_TLL => whole(S::ArpTha),
            F::TCP_SRC | F::UDP_SRC | F::SCTP_SRC | F::ICMPV4_TYPE | F::ICMPV6_TYPE => whole(S::TpSrc),
            F::TCP_DST | F::UDP_DST | F::SCTP_DST | F::ICMPV4_CODE | F::ICMPV6_CODE => whole(S::TpDst),
            F::TCP_FLAGS | F::ND_OPTIONS_TYPE => whole(S::TcpFlags),
            F::ND_TARGET => whole(S::NdTarget),
            F::ND_RESERVED => whole(S::NdReserved),
            F::NSH_FLAGS => whole(S::NshFlags),
            F::NSH_TTL => whole(S::NshTtl),
            F::NSH_MDTYPE => whole(S::NshMdtype),
            F::NSH_NP => whole(S::NshNp),
            F::NSH_SPI => Some((S::NshPath, 8, 24)),
            F::NSH_SI => Some((S::NshPath, 0, 8)),
            F::NSH_C1 => whole(S::NshC1),
            F::NSH_C2 => whole(S::NshC2),
            F::NSH_C3 => whole(S::NshC3),
            F::NSH_C4 => whole(S::NshC4),
            _ => None,
        }
    }
}

/// Registers `first..first + count` seen as one big-endian number of `32 * count` bits.
pub(super) fn register_span(id: FieldId) -> Option<(u8, u8)> {
    let xreg = id.within(FieldId::XREG0, 8).map(|i| (i * 2, 2));
    xreg.or_else(|| id.within(FieldId::XXREG0, 4).map(|i| (i * 4, 4)))
}

/// Bits of a field that lie together in one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) slot: Slot,
    /// The lowest of them in the slot.
    pub(crate) shift: u32,
    /// How many.
    pub(crate) width: u32,
    /// The lowest of them, counted from the lowest bit of the subfield.
    pub(crate) offset: u32,
}

/// The pieces of a subfield, lowest first. None for tunnel options, which have no slot.
pub(crate) fn pieces(subfield: &Subfield) -> Vec<Piece> {
    let (first, width) = (u32::from(subfield.offset), u32::from(subfield.width));
    let end = first + width;
    if let Some((register, count)) = register_span(subfield.field.id) {
        // The first register holds the highest bits.
        return (0..u32::from(count))
            .filter_map(|place| {
                let low = place * 32;
                let (from, to) = (first.max(low), end.min(low + 32));
                let index = u8::try_from(u32::from(count) - 1 - place).ok()?;
                (from < to).then(|| Piece {
                    slot: Slot::register(register + index),
                    shift: from - low,
                    width: to - from,
                    offset: from - first,
                })
            })
            .collect();
    }
    let Some((slot, shift, bits)) = Slot::of(subfield.field.id) else {
        return Vec::new();
    };
    // The field says the tag's presence too, in a bit above those of its slot.
    let bits = if subfield.field.id == FieldId::VLAN_VID {
        bits + 1
    } else {
        bits
    };
    let to = end.min(bits);
    if first >= to {
        return Vec::new();
    }
    vec![Piece {
        slot,
        shift: shift + first,
        width: to - first,
        offset: 0,
    }]
}
