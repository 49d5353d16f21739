//! A packet as flows see it.

use crate::text::{Names, ParseError, parse_flow};
use crate::wire::{
    Field, FieldId, Match, Port, Prerequisite, Slot, Subfield, Value, numbers as n, ones, pieces,
};
use std::fmt;

const SLOTS: usize = 85;
const VLAN_PRESENT: u128 = 0x1000;

/// A packet, and what a switch knows beside its bytes: the value of everything that flows can look at.
///
/// Tunnel options (`tun_metadata`) are not kept; they are zero.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Packet {
    slots: Box<[u128; SLOTS]>,
    /// The Ethernet types of the VLAN tags, outer first.
    pub(super) tag_types: [u16; 2],
}

/// What is known of a packet from a tunnel.
const TUNNEL: [Slot; 15] = [
    Slot::TunSrc,
    Slot::TunDst,
    Slot::TunIpv6Src,
    Slot::TunIpv6Dst,
    Slot::TunFlags,
    Slot::TunTos,
    Slot::TunTtl,
    Slot::TunGbpId,
    Slot::TunGbpFlags,
    Slot::ErspanVer,
    Slot::ErspanIdx,
    Slot::ErspanDir,
    Slot::ErspanHwid,
    Slot::GtpuFlags,
    Slot::GtpuMsgtype,
];

impl Packet {
    /// An Ethernet packet of zeros from port 0.
    #[must_use]
    pub fn new() -> Self {
        let mut packet = Self {
            slots: Box::new([0; SLOTS]),
            tag_types: [0x8100; 2],
        };
        packet.set(Slot::ActsetOutput, u128::from(Port::UNSET.0));
        packet
    }

    /// Reads a packet in the syntax of `ovs-appctl ofproto/trace`: `in_port=1,tcp,nw_dst=10.0.0.1,tp_dst=80`.
    ///
    /// What is not said is zero.
    ///
    /// # Errors
    /// [`ParseError`], as for the match of a flow.
    pub fn parse(text: &str, names: &Names) -> Result<Self, ParseError> {
        let flow = parse_flow(&format!("{text} actions=drop"), names)?;
        let mut packet = Self::new();
        for (slot, value, mask) in flow.matches.slots() {
            packet.set(slot, value & mask);
        }
        let frag = packet.value(Slot::NwFrag) & 3;
        packet.set(Slot::NwFrag, frag);
        Ok(packet)
    }

    /// The value of a slot.
    #[must_use]
    pub fn value(&self, slot: Slot) -> u128 {
        self.slots.get(slot as usize).copied().unwrap_or(0)
    }

    /// Sets the value of a slot.
    pub fn set(&mut self, slot: Slot, value: u128) {
        if let Some(place) = self.slots.get_mut(slot as usize) {
            *place = value & ones(slot.bits());
        }
    }

    /// The port it came from.
    #[must_use]
    pub fn in_port(&self) -> Port {
        Port(self.small(Slot::InPort))
    }

    pub(super) fn small(&self, slot: Slot) -> u16 {
        u16::try_from(self.value(slot)).unwrap_or(u16::MAX)
    }

    /// The bits of a subfield, the lowest 128 of them.
    #[must_use]
    pub fn get(&self, subfield: &Subfield) -> u128 {
        if subfield.field.id == FieldId::IN_PORT_OXM {
            let port = u128::from(self.in_port().to_wire32());
            return port >> subfield.offset & ones(u32::from(subfield.width));
        }
        let bits = pieces(subfield).into_iter();
        bits.fold(0, |n, piece| {
            n | (self.value(piece.slot) >> piece.shift & ones(piece.width)) << piece.offset
        })
    }

    /// Writes bits of a subfield.
    pub fn put(&mut self, subfield: &Subfield, value: u128) {
        if subfield.field.id == FieldId::IN_PORT_OXM {
            let port = u32::try_from(value)
                .ok()
                .and_then(|port| Port::from_wire32(port).ok());
            return self.set(Slot::InPort, u128::from(port.unwrap_or_default().0));
        }
        for piece in pieces(subfield) {
            let bits = ones(piece.width) << piece.shift;
            let new = (value >> piece.offset & ones(piece.width)) << piece.shift;
            self.set(piece.slot, self.value(piece.slot) & !bits | new);
        }
        let is_tag = [FieldId::DL_VLAN, FieldId::DL_VLAN_PCP, FieldId::VLAN_PCP].contains(&subfield.field.id);
        if is_tag {
            self.set(Slot::VlanTci, self.value(Slot::VlanTci) | VLAN_PRESENT);
        }
    }

    /// Writes a field under a mask.
    pub(super) fn write(&mut self, field: &'static Field, value: &Value, mask: &Value) {
        let whole = whole(field);
        let mask = mask.number().unwrap_or(0)
            & if field.id == FieldId::IP_DSCP {
                0xfc
            } else {
                u128::MAX
            };
        let old = self.get(&whole);
        self.put(&whole, old & !mask | value.number().unwrap_or(0) & mask);
    }

    /// Whether a match takes the packet.
    #[must_use]
    pub fn matches(&self, matches: &Match) -> bool {
        let options = matches.tun_metadata();
        matches
            .slots()
            .all(|(slot, value, mask)| (self.value(slot) ^ value) & mask == 0)
            && options
                .iter()
                .all(|option| option.value.iter().all(|byte| *byte == 0))
    }

    /// Whether the packet has the field.
    pub(super) fn has(&self, prerequisite: Prerequisite) -> bool {
        self.values().has(prerequisite)
    }

    /// Everything that is not zero, exactly.
    fn values(&self) -> Match {
        let mut matches = Match::new();
        for slot in Slot::all().filter(|slot| self.value(*slot) != 0) {
            matches.set_slot(slot, self.value(slot), u128::MAX);
        }
        matches
    }

    /// The match of exactly such packets: the fields that packets of its kind have, and what else is not zero.
    #[must_use]
    pub fn to_match(&self) -> Match {
        let mut shown = vec![
            Slot::PacketType,
            Slot::EthSrc,
            Slot::EthDst,
            Slot::EthType,
            Slot::VlanTci,
        ];
        let values = self.values();
        if self.value(Slot::VlanTci) != 0 {
            shown.push(Slot::VlanInner);
        }
        let about = [
            Slot::RecircId,
            Slot::InPort,
            Slot::SkbPriority,
            Slot::PktMark,
            Slot::CtState,
            Slot::CtZone,
            Slot::CtMark,
            Slot::CtLabel,
            Slot::Metadata,
        ];
        // A packet from a tunnel says all of it, its key if it carried one; which the fields alone do not tell.
        if (self.value(Slot::TunDst) | self.value(Slot::TunIpv6Dst)) != 0 {
            shown.extend(TUNNEL);
        } else if self.value(Slot::TunId) != 0 {
            shown.push(Slot::TunId);
        }
        let registers = (0..16).map(Slot::register);
        shown.extend(
            about
                .into_iter()
                .chain(registers)
                .filter(|slot| self.value(*slot) != 0),
        );
        let ip = [Slot::NwProto, Slot::NwTos, Slot::NwTtl, Slot::NwFrag];
        match values.eth_type() {
            n::IPV4 => shown.extend([Slot::NwSrc, Slot::NwDst].iter().chain(&ip)),
            n::IPV6 => shown.extend([Slot::Ipv6Src, Slot::Ipv6Dst, Slot::Ipv6Label].iter().chain(&ip)),
            n::ARP | n::RARP => {
                shown.extend([
                    Slot::NwSrc,
                    Slot::NwDst,
                    Slot::NwProto,
                    Slot::ArpSha,
                    Slot::ArpTha,
                ]);
            }
            n::MPLS | n::MPLS_MCAST => {
                // Down to the bottom of the stack.
                let labels = [Slot::MplsLse, Slot::Mpls1, Slot::Mpls2];
                let above = labels.iter().take_while(|slot| self.value(**slot) & 0x100 == 0);
                let count = (above.count() + 1).min(labels.len());
                shown.extend(labels.iter().take(count));
            }
            _ => {}
        }
        let transport = [n::ICMP, n::TCP, n::UDP, n::SCTP, n::ICMPV6, 2];
        if values.is_ip() && transport.contains(&values.ip_protocol()) && self.value(Slot::NwFrag) & 2 == 0 {
            shown.extend([Slot::TpSrc, Slot::TpDst]);
            if values.ip_protocol() == n::TCP {
                shown.push(Slot::TcpFlags);
            }
        }
        // Open vSwitch asks of all ICMPv6 whether it is Neighbour Discovery, even of a later fragment.
        if values.has(Prerequisite::Icmpv6) {
            shown.extend([Slot::TpSrc, Slot::TpDst]);
        }
        if values.is_nd() {
            shown.extend([Slot::NdTarget, Slot::ArpSha, Slot::ArpTha]);
        }
        let mut matches = Match::new();
        for slot in shown {
            let mask = match slot {
                Slot::NwFrag => 3,
                Slot::TunFlags => 0xf,
                _ => u128::MAX,
            };
            matches.set_slot(slot, self.value(slot), mask);
        }
        matches
    }

    /// As a packet that is not tracked.
    pub(super) fn clear_connection(&mut self) {
        for slot in [
            Slot::CtState,
            Slot::CtZone,
            Slot::CtMark,
            Slot::CtLabel,
            Slot::CtNwProto,
            Slot::CtNwSrc,
            Slot::CtNwDst,
            Slot::CtIpv6Src,
            Slot::CtIpv6Dst,
            Slot::CtTpSrc,
            Slot::CtTpDst,
        ] {
            self.set(slot, 0);
        }
    }
}

/// All bits of a field, with the one that says that there is a tag.
pub(super) fn whole(field: &'static Field) -> Subfield {
    let width = if field.id == FieldId::VLAN_VID {
        13
    } else {
        field.bits
    };
    Subfield {
        field,
        offset: 0,
        width,
    }
}

impl Default for Packet {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Packet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let matches = self.to_match();
        f.write_str(&crate::text::format_match(&matches, 0x8000, &Names::new()))
    }
}
