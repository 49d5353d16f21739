//! Matches to lists of NXM and OXM fields.

use super::bits::{ones, put_number};
use super::cursor::Put;
use super::oxm_header::Header;
use super::slot::numbers as n;
use super::{Field, FieldId, Match, Prerequisite, Slot, Value, Version};

/// Writes a field with its value.
pub(crate) fn put_entry(
    out: &mut Vec<u8>,
    field: &Field,
    version: Option<Version>,
    value: &Value,
    mask: Option<&Value>,
) {
    let mask = mask.filter(|mask| !mask.is_all_ones(field.bytes));
    if !field.variable {
        Header::of(field, version, field.bytes, mask.is_some()).put(out);
        value.put(field.bytes, out);
        if let Some(mask) = mask {
            mask.put(field.bytes, out);
        }
        return;
    }
    let used = |value: &Value| {
        let bytes = value.to_bytes(field.bytes);
        bytes
            .iter()
            .position(|b| *b != 0)
            .map_or(0, |zeros| bytes.len() - zeros)
    };
    let length = u8::try_from(used(value).max(mask.map_or(0, used))).unwrap_or(field.bytes);
    Header::of(field, version, length, mask.is_some()).put(out);
    out.extend(value.to_bytes(length));
    if let Some(mask) = mask {
        out.extend(mask.to_bytes(length));
    }
}

struct Writer<'a> {
    out: &'a mut Vec<u8>,
    version: Option<Version>,
    implied_ethernet: bool,
    /// Bit n: the match says something about slot n.
    said: u128,
}

impl Writer<'_> {
    fn raw(&mut self, id: FieldId, value: u128, mask: Option<u128>) {
        let field = id.field();
        let bytes = field.bytes;
        let mask = mask.filter(|mask| *mask != ones(u32::from(bytes) * 8));
        Header::of(field, self.version, bytes, mask.is_some()).put(self.out);
        put_number(self.out, value, bytes);
        if let Some(mask) = mask {
            put_number(self.out, mask, bytes);
        }
        self.implied_ethernet |= field.prerequisite != Prerequisite::None;
    }

    /// The field under `mask`, if any bit matters.
    fn masked(&mut self, id: FieldId, value: u128, mask: u128) {
        if mask != 0 {
            let full = mask == ones(u32::from(id.field().bytes) * 8);
            self.raw(id, value, (!full).then_some(mask));
        }
    }

    /// Whether the match says anything about the slot.
    fn has(&self, slot: Slot) -> bool {
        self.said >> (slot as u32) & 1 == 1
    }

    /// Whether the match says anything about a slot from `first` to `last`.
    fn has_any(&self, first: Slot, last: Slot) -> bool {
        self.said >> (first as u32) & ones(last as u32 - first as u32 + 1) != 0
    }

    #[inline]
    fn slot(&mut self, matches: &Match, id: FieldId, slot: Slot) {
        // Most are not there.
        if self.has(slot) {
            self.slot_that_is_there(matches, id, slot);
        }
    }

    fn slot_that_is_there(&mut self, matches: &Match, id: FieldId, slot: Slot) {
        let (value, mask) = matches.value_and_mask(slot);
        self.masked(id, value, mask);
    }

    /// The field without mask, if any bit matters.
    fn exact(&mut self, matches: &Match, id: FieldId, slot: Slot) {
        if self.has(slot) && matches.mask(slot) != 0 {
            self.raw(id, matches.value(slot), None);
        }
    }

    /// A part of a slot, without mask.
    fn part(&mut self, matches: &Match, id: FieldId, slot: Slot, shift: u32, width: u32) {
        if self.has(slot) && matches.mask(slot) >> shift & ones(width) != 0 {
            self.raw(id, matches.value(slot) >> shift & ones(width), None);
        }
    }
}

pub(crate) fn encode_entries(
    matches: &Match,
    version: Option<Version>,
    cookie: Option<(u64, u64)>,
    out: &mut Vec<u8>,
) {
    use FieldId as F;
    use Slot as S;
    let start = out.len();
    let w = &mut Writer {
        out,
        version,
        said: matches
            .slots()
            .fold(0, |said, (slot, ..)| said | 1 << (slot as u32)),
        implied_ethernet: false,
    };
    let m = matches;
    if !m.has_default_packet_type() {
        w.slot(m, F::PACKET_TYPE, S::PacketType);
    }
    w.slot(m, F::DP_HASH, S::DpHash);
    w.exact(m, F::RECIRC_ID, S::RecircId);
    w.exact(m, F::CONJ_ID, S::ConjId);
    let port32 = |slot| u128::from(super::Port(u16::try_from(m.value(slot)).unwrap_or(0)).to_wire32());
    match version {
        Some(_) if w.has(S::InPort) => w.raw(F::IN_PORT_OXM, port32(S::InPort), None),
        Some(_) => {}
        None => w.exact(m, F::IN_PORT, S::InPort),
    }
    if w.has(S::ActsetOutput) {
        w.raw(F::ACTSET_OUTPUT, port32(S::ActsetOutput), None);
    }
    w.slot(m, F::ETH_SRC, S::EthSrc);
    w.slot(m, F::ETH_DST, S::EthDst);
    w.slot(m, F::ETH_TYPE, S::EthType);
    if !w.has(S::VlanTci) {
        // Most have no tag.
    } else if version.is_some() {
        let (tci, tci_mask) = m.value_and_mask(S::VlanTci);
        let (vid, mask) = (tci & 0x1fff, tci_mask & 0x1fff);
        match mask {
            0 => {}
            0x1fff => w.raw(F::VLAN_VID, vid, None),
            _ => w.raw(F::VLAN_VID, vid, Some(mask)),
        }
        if vid != 0 && tci_mask >> 13 != 0 {
            w.raw(F::VLAN_PCP, tci >> 13, None);
        }
    } else {
        w.slot(m, F::VLAN_TCI, S::VlanTci);
    }
    if w.has(S::MplsLse) && m.has(Prerequisite::Mpls) {
        w.part(m, F::MPLS_TC, S::MplsLse, 9, 3);
        w.part(m, F::MPLS_BOS, S::MplsLse, 8, 1);
        w.part(m, F::MPLS_TTL, S::MplsLse, 0, 8);
        w.part(m, F::MPLS_LABEL, S::MplsLse, 12, 20);
    }
    if m.is_ip() {
        encode_ip(w, m);
    } else if m.has(Prerequisite::Arp) {
        w.exact(m, F::ARP_OP, S::NwProto);
        w.slot(m, F::ARP_SPA, S::NwSrc);
        w.slot(m, F::ARP_TPA, S::NwDst);
        w.slot(m, F::ARP_SHA, S::ArpSha);
        w.slot(m, F::ARP_THA, S::ArpTha);
    }
    if w.has_any(S::TunId, S::GtpuMsgtype) || !m.tun_metadata().is_empty() {
        encode_tunnel(w, m);
    }
    if w.has_any(S::NshFlags, S::NshC4) {
        encode_nsh(w, m);
    }
    if !w.has_any(S::Reg0, S::Reg15) {
    } else if version.is_none_or(|version| version < Version::V1_5) {
        (0..16).for_each(|i| w.slot(m, F::REG0.plus(i), Slot::register(i)));
    } else {
        for i in 0..8 {
            let (value, mask) = m.get(F::XREG0.plus(i).field());
            w.masked(
                F::XREG0.plus(i),
                value.number().unwrap_or(0),
                mask.number().unwrap_or(0),
            );
        }
    }
    w.slot(m, F::PKT_MARK, S::PktMark);
    if w.has_any(S::CtState, S::CtTpDst) {
        encode_connection(w, m);
    }
    w.slot(m, F::METADATA, S::Metadata);
    if let Some((cookie, mask)) = cookie.filter(|(_, mask)| *mask != 0) {
        let masked = mask != u64::MAX;
        let length = if masked { 16 } else { 8 };
        Header {
            vendor: 0,
            class: 1,
            field: 30,
            masked,
            length,
        }
        .put(w.out);
        w.out.put_u64(cookie & mask);
        if masked {
            w.out.put_u64(mask);
        }
    }
    if m.has_default_packet_type() && !w.implied_ethernet {
        let mut first = Vec::new();
        put_entry(&mut first, F::PACKET_TYPE.field(), version, &0.into(), None);
        out.splice(start..start, first);
    }
}

fn encode_connection(w: &mut Writer<'_>, m: &Match) {
    use FieldId as F;
    use Slot as S;
    w.slot(m, F::CT_STATE, S::CtState);
    w.slot(m, F::CT_ZONE, S::CtZone);
    w.slot(m, F::CT_MARK, S::CtMark);
    w.slot(m, F::CT_LABEL, S::CtLabel);
    w.slot(m, F::CT_NW_SRC, S::CtNwSrc);
    w.slot(m, F::CT_IPV6_SRC, S::CtIpv6Src);
    w.slot(m, F::CT_NW_DST, S::CtNwDst);
    w.slot(m, F::CT_IPV6_DST, S::CtIpv6Dst);
    if m.value(S::CtNwProto) != 0 {
        w.slot(m, F::CT_NW_PROTO, S::CtNwProto);
        w.slot(m, F::CT_TP_SRC, S::CtTpSrc);
        w.slot(m, F::CT_TP_DST, S::CtTpDst);
    }
}

fn encode_ip(w: &mut Writer<'_>, m: &Match) {
    use FieldId as F;
    use Slot as S;
    if m.eth_type() == n::IPV4 {
        w.slot(m, F::IPV4_SRC, S::NwSrc);
        w.slot(m, F::IPV4_DST, S::NwDst);
    } else {
        w.slot(m, F::IPV6_SRC, S::Ipv6Src);
        w.slot(m, F::IPV6_DST, S::Ipv6Dst);
    }
    if w.has(S::NwFrag) {
        let (frag, mask) = m.value_and_mask(S::NwFrag);
        let mask = mask & 3;
        w.masked(F::IP_FRAG, frag & 3, if mask == 3 { 0xff } else { mask });
    }
    if w.has(S::NwTos) && m.mask(S::NwTos) & 0xfc != 0 {
        match w.version {
            Some(_) => w.raw(F::IP_DSCP_SHIFTED, m.value(S::NwTos) >> 2, None),
            None => w.raw(F::IP_DSCP, m.value(S::NwTos) & 0xfc, None),
        }
    }
    w.part(m, F::IP_ECN, S::NwTos, 0, 2);
    w.exact(m, F::IP_TTL, S::NwTtl);
    w.slot(m, F::IPV6_LABEL, S::Ipv6Label);
    if !w.has(S::NwProto) {
        return;
    }
    w.exact(m, F::IP_PROTO, S::NwProto);
    let ports = |w: &mut Writer<'_>, source, destination| {
        w.slot(m, source, S::TpSrc);
        w.slot(m, destination, S::TpDst);
    };
    match m.ip_protocol() {
        n::TCP => {
            ports(w, F::TCP_SRC, F::TCP_DST);
            w.slot(m, F::TCP_FLAGS, S::TcpFlags);
        }
        n::UDP => ports(w, F::UDP_SRC, F::UDP_DST),
        n::SCTP => ports(w, F::SCTP_SRC, F::SCTP_DST),
        n::ICMP if m.eth_type() == n::IPV4 => {
            w.exact(m, F::ICMPV4_TYPE, S::TpSrc);
            w.exact(m, F::ICMPV4_CODE, S::TpDst);
        }
        n::ICMPV6 if m.eth_type() == n::IPV6 => {
            w.exact(m, F::ICMPV6_TYPE, S::TpSrc);
            w.exact(m, F::ICMPV6_CODE, S::TpDst);
            if m.is_nd() {
                w.exact(m, F::ND_RESERVED, S::NdReserved);
                w.slot(m, F::ND_TARGET, S::NdTarget);
                w.exact(m, F::ND_OPTIONS_TYPE, S::TcpFlags);
                match m.value(S::TpSrc) {
                    135 => w.slot(m, F::ND_SLL, S::ArpSha),
                    _ => w.slot(m, F::ND_TLL, S::ArpTha),
                }
            }
        }
        _ => {}
    }
}

fn encode_tunnel(w: &mut Writer<'_>, m: &Match) {
    use FieldId as F;
    use Slot as S;
    w.slot(m, F::TUN_ID, S::TunId);
    w.slot(m, F::TUN_FLAGS, S::TunFlags);
    w.slot(m, F::TUN_SRC, S::TunSrc);
    w.slot(m, F::TUN_DST, S::TunDst);
    w.slot(m, F::TUN_IPV6_SRC, S::TunIpv6Src);
    w.slot(m, F::TUN_IPV6_DST, S::TunIpv6Dst);
    w.slot(m, F::TUN_GBP_ID, S::TunGbpId);
    w.slot(m, F::TUN_GBP_FLAGS, S::TunGbpFlags);
    for option in m.tun_metadata() {
        let field = F::TUN_METADATA0.plus(option.index).field();
        let length = u8::try_from(option.value.len()).unwrap_or(u8::MAX);
        Header::of(field, w.version, length, option.masked).put(w.out);
        w.out.extend_from_slice(&option.value);
        if option.masked {
            w.out.extend_from_slice(&option.mask);
        }
    }
    w.slot(m, F::TUN_ERSPAN_IDX, S::ErspanIdx);
    w.slot(m, F::TUN_ERSPAN_VER, S::ErspanVer);
    w.slot(m, F::TUN_ERSPAN_DIR, S::ErspanDir);
    w.slot(m, F::TUN_ERSPAN_HWID, S::ErspanHwid);
    w.slot(m, F::TUN_GTPU_FLAGS, S::GtpuFlags);
    w.slot(m, F::TUN_GTPU_MSGTYPE, S::GtpuMsgtype);
}

fn encode_nsh(w: &mut Writer<'_>, m: &Match) {
    use FieldId as F;
    use Slot as S;
    w.slot(m, F::NSH_FLAGS, S::NshFlags);
    w.slot(m, F::NSH_TTL, S::NshTtl);
    w.slot(m, F::NSH_MDTYPE, S::NshMdtype);
    w.slot(m, F::NSH_NP, S::NshNp);
    let (path, mask) = (m.value(S::NshPath), m.mask(S::NshPath));
    let spi_mask = if mask >> 8 == ones(24) {
        ones(32)
    } else {
        mask >> 8
    };
    w.masked(F::NSH_SPI, path >> 8, spi_mask);
    w.masked(F::NSH_SI, path & 0xff, mask & 0xff);
    for (id, slot) in [
        (F::NSH_C1, S::NshC1),
        (F::NSH_C2, S::NshC2),
        (F::NSH_C3, S::NshC3),
        (F::NSH_C4, S::NshC4),
    ] {
        w.slot(m, id, slot);
    }
}

/// Writes the NXM fields of a match in the order of Open vSwitch, without padding.
#[must_use]
pub fn encode_nxm_match(matches: &Match) -> Vec<u8> {
    let mut out = Vec::new();
    encode_entries(matches, None, None, &mut out);
    out
}

/// Writes an `ofp_match` of OXM fields in the order of Open vSwitch, with header and padding.
#[must_use]
pub fn encode_oxm_match(matches: &Match, version: Version) -> Vec<u8> {
    let mut out = Vec::new();
    put_oxm_match(matches, version, &mut out);
    out
}

pub(crate) fn put_oxm_match(matches: &Match, version: Version, out: &mut Vec<u8>) {
    put_oxm_fields(out, |out| encode_entries(matches, Some(version), None, out));
}

/// An `ofp_match` around the fields that `fields` writes.
pub(crate) fn put_oxm_fields(out: &mut Vec<u8>, fields: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.put_u16(1);
    out.put_u16(0);
    fields(out);
    let length = u16::try_from(out.len() - start).unwrap_or(u16::MAX);
    out.set_u16(start + 2, length);
    out.pad_to_8(start);
}
