//! Which packets: each type says what is known of them, and what may be asked follows from that.

use super::{Bits, BuildError, PortName};
use crate::wire::{Match, Slot, Subfield, Value};
use std::marker::PhantomData;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Nothing is known but that they are packets.
#[derive(Debug, Clone, Copy)]
pub struct Packets(());
/// They are IPv4.
#[derive(Debug, Clone, Copy)]
pub struct Ipv4(());
/// They are IPv6.
#[derive(Debug, Clone, Copy)]
pub struct Ipv6(());
/// They are ARP.
#[derive(Debug, Clone, Copy)]
pub struct Arp(());
/// They are TCP, UDP or SCTP over `I`.
#[derive(Debug, Clone, Copy)]
pub struct Transport<I>(PhantomData<I>);
/// They are ICMP, or `ICMPv6` over IPv6.
#[derive(Debug, Clone, Copy)]
pub struct Icmp<I>(PhantomData<I>);

/// IPv4 or IPv6.
pub trait IpPackets: sealed::Sealed {
    /// The number of their ICMP.
    #[doc(hidden)]
    const ICMP: u8;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Ipv4 {}
    impl Sealed for super::Ipv6 {}
}

impl IpPackets for Ipv4 {
    const ICMP: u8 = 1;
}

impl IpPackets for Ipv6 {
    const ICMP: u8 = 58;
}

/// Which packets a flow is for; `P` is what is known of them.
#[derive(Debug, Clone)]
pub struct Matching<P> {
    matches: Match,
    in_port: Option<PortName>,
    fault: Option<BuildError>,
    known: PhantomData<P>,
}

/// All ones.
const ALL: u128 = u128::MAX;

fn number(bytes: &[u8]) -> u128 {
    bytes.iter().fold(0, |n, byte| n << 8 | u128::from(*byte))
}

impl Matching<Packets> {
    /// All packets.
    #[must_use]
    pub fn packets() -> Self {
        Self {
            matches: Match::new(),
            in_port: None,
            fault: None,
            known: PhantomData,
        }
    }

    /// Only IPv4.
    #[must_use]
    pub fn ipv4(self) -> Matching<Ipv4> {
        self.ethernet(0x0800).known()
    }

    /// Only IPv6.
    #[must_use]
    pub fn ipv6(self) -> Matching<Ipv6> {
        self.ethernet(0x86dd).known()
    }

    /// Only ARP.
    #[must_use]
    pub fn arp(self) -> Matching<Arp> {
        self.ethernet(0x0806).known()
    }

    /// Only this Ethernet type, of which nothing more can be asked.
    #[must_use]
    pub fn eth_type(self, number: u16) -> Self {
        self.ethernet(number)
    }

    fn ethernet(mut self, number: u16) -> Self {
        self.matches.set_slot(Slot::EthType, u128::from(number), ALL);
        self.matches.set_default_packet_type();
        self
    }
}

impl<P> Matching<P> {
    pub(super) fn into_parts(self) -> (Match, Option<PortName>, Option<BuildError>) {
        (self.matches, self.in_port, self.fault)
    }

    fn known<Q>(self) -> Matching<Q> {
        Matching {
            matches: self.matches,
            in_port: self.in_port,
            fault: self.fault,
            known: PhantomData,
        }
    }

    fn exact(mut self, slot: Slot, value: u128) -> Self {
        self.matches.set_slot(slot, value, ALL);
        self
    }

    fn prefix(mut self, slot: Slot, address: u128, width: u8, prefix: u8) -> Self {
        let Some(wild) = width.checked_sub(prefix) else {
            self.fault.get_or_insert(BuildError::Prefix(prefix));
            return self;
        };
        let all = ALL >> (128 - u32::from(width));
        let mask = all & all.checked_shl(u32::from(wild)).unwrap_or(0);
        self.matches.set_slot(slot, address & mask, mask);
        self
    }

    /// From this port.
    #[must_use]
    pub fn in_port(mut self, port: impl Into<PortName>) -> Self {
        self.in_port = Some(port.into());
        self
    }

    /// From this Ethernet address.
    #[must_use]
    pub fn eth_src(mut self, address: [u8; 6]) -> Self {
        self.matches.set_default_packet_type();
        self.exact(Slot::EthSrc, number(&address))
    }

    /// To this Ethernet address.
    #[must_use]
    pub fn eth_dst(mut self, address: [u8; 6]) -> Self {
        self.matches.set_default_packet_type();
        self.exact(Slot::EthDst, number(&address))
    }

    /// With this VLAN, 0 to 4095.
    #[must_use]
    pub fn vlan(mut self, vid: u16) -> Self {
        if vid > 0xfff {
            self.fault.get_or_insert(BuildError::Range("vlan", 0xfff));
        }
        self.matches.set_default_packet_type();
        self.matches
            .set_slot(Slot::VlanTci, 0x1000 | u128::from(vid & 0xfff), 0x1fff);
        self
    }

    /// Without a VLAN tag.
    #[must_use]
    pub fn untagged(mut self) -> Self {
        self.matches.set_default_packet_type();
        self.exact(Slot::VlanTci, 0)
    }

    /// With these bits of the metadata.
    #[must_use]
    pub fn metadata(mut self, metadata: u64, mask: u64) -> Self {
        self.matches
            .set_slot(Slot::Metadata, u128::from(metadata & mask), u128::from(mask));
        self
    }

    /// From this tunnel key.
    #[must_use]
    pub fn tunnel_id(self, id: u64) -> Self {
        self.exact(Slot::TunId, u128::from(id))
    }

    /// With these bits of the connection's state.
    #[must_use]
    pub fn ct_state(mut self, bits: u8, mask: u8) -> Self {
        self.matches
            .set_slot(Slot::CtState, u128::from(bits & mask), u128::from(mask));
        self
    }

    /// From this zone of the connection tracker.
    #[must_use]
    pub fn ct_zone(self, zone: u16) -> Self {
        self.exact(Slot::CtZone, u128::from(zone))
    }

    /// With these bits of the connection's mark.
    #[must_use]
    pub fn ct_mark(mut self, mark: u32, mask: u32) -> Self {
        self.matches
            .set_slot(Slot::CtMark, u128::from(mark & mask), u128::from(mask));
        self
    }

    /// With this value in a register or another field that packets of all kinds have.
    #[must_use]
    pub fn bits(mut self, bits: Bits, value: u128) -> Self {
        let Subfield { field, offset, width } = bits.0;
        if !Value::Number(value).fits(u32::from(width)) {
            self.fault.get_or_insert(BuildError::TooWide {
                value,
                width,
                field: field.name,
            });
            return self;
        }
        if !self.matches.meets(field) {
            self.fault.get_or_insert(BuildError::Inconsistent(
                crate::wire::ErrorCode::OFPBMC_BAD_PREREQ,
            ));
            return self;
        }
        let (mut all, mut mask) = self.matches.get(field);
        all.set_range(u32::from(offset), u32::from(width), &Value::Number(value));
        mask.set_ones(u32::from(offset), u32::from(width));
        self.matches.set(field, &all, Some(&mask));
        self
    }
}

impl Matching<Arp> {
    /// Asking on behalf of this address.
    #[must_use]
    pub fn from_protocol_address(self, address: Ipv4Addr) -> Self {
        self.prefix(Slot::NwSrc, u128::from(address.to_bits()), 32, 32)
    }

    /// Asking for these addresses.
    #[must_use]
    pub fn to_protocol_address(self, address: Ipv4Addr, prefix: u8) -> Self {
        self.prefix(Slot::NwDst, u128::from(address.to_bits()), 32, prefix)
    }

    /// 1 is a request, 2 a reply.
    #[must_use]
    pub fn operation(self, operation: u8) -> Self {
        self.exact(Slot::NwProto, u128::from(operation))
    }
}

impl Matching<Ipv4> {
    /// From these addresses.
    #[must_use]
    pub fn from(self, address: Ipv4Addr, prefix: u8) -> Self {
        self.prefix(Slot::NwSrc, u128::from(address.to_bits()), 32, prefix)
    }

    /// To these addresses.
    #[must_use]
    pub fn to(self, address: Ipv4Addr, prefix: u8) -> Self {
        self.prefix(Slot::NwDst, u128::from(address.to_bits()), 32, prefix)
    }
}

impl Matching<Ipv6> {
    /// From these addresses.
    #[must_use]
    pub fn from(self, address: Ipv6Addr, prefix: u8) -> Self {
        self.prefix(Slot::Ipv6Src, address.to_bits(), 128, prefix)
    }

    /// To these addresses.
    #[must_use]
    pub fn to(self, address: Ipv6Addr, prefix: u8) -> Self {
        self.prefix(Slot::Ipv6Dst, address.to_bits(), 128, prefix)
    }
}

impl<I: IpPackets> Matching<I> {
    fn protocol<Q>(self, number: u8) -> Matching<Q> {
        self.exact(Slot::NwProto, u128::from(number)).known()
    }

    /// Only TCP.
    #[must_use]
    pub fn tcp(self) -> Matching<Transport<I>> {
        self.protocol(6)
    }

    /// Only UDP.
    #[must_use]
    pub fn udp(self) -> Matching<Transport<I>> {
        self.protocol(17)
    }

    /// Only SCTP.
    #[must_use]
    pub fn sctp(self) -> Matching<Transport<I>> {
        self.protocol(132)
    }

    /// Only ICMP, or `ICMPv6`.
    #[must_use]
    pub fn icmp(self) -> Matching<Icmp<I>> {
        self.protocol(I::ICMP)
    }
}

impl<I: IpPackets> Matching<Transport<I>> {
    /// From this port.
    #[must_use]
    pub fn from_port(self, port: u16) -> Self {
        self.exact(Slot::TpSrc, u128::from(port))
    }

    /// To this port.
    #[must_use]
    pub fn to_port(self, port: u16) -> Self {
        self.exact(Slot::TpDst, u128::from(port))
    }
}

impl<I: IpPackets> Matching<Icmp<I>> {
    /// Of this type.
    #[must_use]
    pub fn icmp_type(self, kind: u8) -> Self {
        self.exact(Slot::TpSrc, u128::from(kind))
    }

    /// With this code.
    #[must_use]
    pub fn icmp_code(self, code: u8) -> Self {
        self.exact(Slot::TpDst, u128::from(code))
    }
}
