//! How RouterOS spells sets of addresses, ports and protocols.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use nnc_core::walk::{RangeSet, number};

/// A set that a matcher names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Addresses {
    pub(super) v4: bool,
    pub(super) set: RangeSet,
}

/// Splits `!value`.
pub(super) fn negated(text: &str) -> (&str, bool) {
    text.strip_prefix('!').map_or((text, false), |rest| (rest, true))
}

/// The set, or what it does not hold.
pub(super) fn either(set: RangeSet, negated: bool) -> RangeSet {
    if negated { set.complement() } else { set }
}

/// An address, a network, or a range `a-b`. `None` for a name.
pub(super) fn addresses(text: &str) -> Option<Addresses> {
    if let Ok(address) = IpAddr::from_str(text) {
        return Some(Addresses {
            v4: address.is_ipv4(),
            set: RangeSet::one(number(address)),
        });
    }
    if let Ok(network) = IpNet::from_str(text) {
        return Some(Addresses {
            v4: network.addr().is_ipv4(),
            set: RangeSet::networks([network]),
        });
    }
    let (first, last) = text.split_once('-')?;
    let (first, last) = (IpAddr::from_str(first).ok()?, IpAddr::from_str(last).ok()?);
    (first.is_ipv4() == last.is_ipv4()).then(|| Addresses {
        v4: first.is_ipv4(),
        set: RangeSet::of([(number(first), number(last))]),
    })
}

/// Numbers and ranges `a-b`, with commas between.
pub(super) fn numbers(text: &str) -> Option<RangeSet> {
    let ranges: Option<Vec<(u128, u128)>> = text
        .split(',')
        .map(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
        })
        .collect();
    ranges.map(RangeSet::of)
}

/// A MAC address as a number.
pub(crate) fn mac(text: &str) -> Option<u64> {
    let mut value = 0_u64;
    let mut parts = 0;
    for part in text.split([':', '-']) {
        value = value << 8 | u64::from(u8::from_str_radix(part, 16).ok()?);
        parts += 1;
    }
    (parts == 6).then_some(value)
}

/// A protocol by its number or its name (IANA, Protocol Numbers; the names that RouterOS takes).
pub(super) fn protocol(text: &str) -> Option<u8> {
    const NAMES: &[(&str, u8)] = &[
        ("icmp", 1),
        ("igmp", 2),
        ("ggp", 3),
        ("ip-encap", 4),
        ("ipencap", 4),
        ("st", 5),
        ("tcp", 6),
        ("egp", 8),
        ("pup", 12),
        ("udp", 17),
        ("hmp", 20),
        ("xns-idp", 22),
        ("rdp", 27),
        ("iso-tp4", 29),
        ("dccp", 33),
        ("xtp", 36),
        ("ddp", 37),
        ("idpr-cmtp", 38),
        ("ipv6-encap", 41),
        ("ipv6", 41),
        ("rspf", 73),
        ("vmtp", 81),
        ("ospf", 89),
        ("ipip", 94),
        ("encap", 98),
        ("gre", 47),
        ("ipsec-esp", 50),
        ("ipsec-ah", 51),
        ("icmpv6", 58),
        ("ipv6-nonxt", 59),
        ("ipv6-opts", 60),
        ("ipv6-route", 43),
        ("ipv6-frag", 44),
        ("pim", 103),
        ("vrrp", 112),
        ("l2tp", 115),
        ("sctp", 132),
        ("udp-lite", 136),
    ];
    text.parse().ok().or_else(|| {
        NAMES
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, number)| *number)
    })
}

/// The protocols that have ports.
pub(super) fn with_ports() -> RangeSet {
    RangeSet::of([6_u128, 17, 33, 132, 136].map(|number| (number, number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_read_as_routeros_spells_them() {
        let set = |text: &str| addresses(text).unwrap().set;
        assert_eq!(set("10.0.0.1"), RangeSet::one(0x0a00_0001));
        assert_eq!(set("10.0.0.7/30"), RangeSet::of([(0x0a00_0004, 0x0a00_0007)]));
        assert_eq!(
            set("10.0.0.1-10.0.0.9"),
            RangeSet::of([(0x0a00_0001, 0x0a00_0009)])
        );
        assert!(!addresses("2001:db8::/32").unwrap().v4);
        assert_eq!(addresses("example.com"), None);
        assert_eq!(addresses("10.0.0.1-2001:db8::1"), None);
        assert_eq!(
            numbers("53,1000-2000"),
            Some(RangeSet::of([(53, 53), (1000, 2000)]))
        );
        assert_eq!(numbers("dns"), None);
        assert_eq!(mac("02:00:00:00:00:AB"), Some(0x0200_0000_00ab));
        assert_eq!(mac("02:00"), None);
        assert_eq!(
            (protocol("tcp"), protocol("50"), protocol("nonsense")),
            (Some(6), Some(50), None)
        );
    }
}
