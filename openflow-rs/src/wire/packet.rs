//! The headers of a packet.

use super::cursor::Cursor;
use super::slot::numbers as n;
use super::{ErrorCode as E, Match, Slot as S};

/// A checksum of a transport header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checksum {
    /// Whose it is: `tcp`, `udp`, `sctp`, `icmp`, `icmp6`.
    pub protocol: &'static str,
    /// Its value.
    pub value: u32,
}

/// What the headers of a packet say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headers {
    /// The match of exactly such packets, without what a switch knows beside the packet.
    pub matches: Match,
    /// The checksum of the transport header, as it stands there.
    pub checksum: Option<Checksum>,
}

/// Reads the headers of a packet whose type is 0 (Ethernet) or `0x1_0000` plus an Ethernet type.
///
/// A packet that is cut short or does not fit together is read as far as it does.
#[must_use]
pub fn read_headers(packet: &[u8], packet_type: u32) -> Headers {
    let mut headers = Headers {
        matches: Match::new(),
        checksum: None,
    };
    let m = &mut headers.matches;
    m.set_slot(S::PacketType, u128::from(packet_type), u128::MAX);
    let c = &mut Cursor::new(packet);
    let mut eth_type = u16::try_from(packet_type & 0xffff).unwrap_or(0);
    if packet_type == 0 {
        eth_type = read_ethernet(c, m).unwrap_or(0);
        m.set_slot(S::EthType, u128::from(eth_type), u128::MAX);
    }
    mask_network(m, eth_type);
    let result = match eth_type {
        n::IPV4 => read_ipv4(c, m).map(|later| (later, false)),
        n::IPV6 => read_ipv6(c, m).map(|later| (later, true)),
        n::ARP | n::RARP => {
            read_arp(c, m);
            None
        }
        n::MPLS | n::MPLS_MCAST => {
            read_mpls(c, m);
            None
        }
        _ => None,
    };
    if let Some((later, v6)) = result {
        headers.checksum = read_transport(c.rest(), m, later, v6);
    }
    headers
}

fn number(bytes: &[u8]) -> u128 {
    bytes.iter().fold(0, |n, byte| n << 8 | u128::from(*byte))
}

/// The protocol of group management.
const IGMP: u8 = 2;

const SHORT: E = E::OFPBRC_BAD_PACKET;

fn exact(m: &mut Match, slot: S, value: impl Into<u128>) {
    m.set_slot(slot, value.into(), u128::MAX);
}

fn read_ethernet(c: &mut Cursor<'_>, m: &mut Match) -> Option<u16> {
    for slot in [S::EthDst, S::EthSrc, S::VlanTci] {
        exact(m, slot, 0u8);
    }
    if c.len() < 14 {
        return None;
    }
    exact(m, S::EthDst, number(&c.array::<6>(SHORT).ok()?));
    exact(m, S::EthSrc, number(&c.array::<6>(SHORT).ok()?));
    let mut eth_type = c.u16(SHORT).ok()?;
    for (place, slot) in [S::VlanTci, S::VlanInner].into_iter().enumerate() {
        if !matches!(eth_type, 0x8100 | 0x88a8) || c.len() < 4 {
            break;
        }
        exact(m, slot, c.u16(SHORT).ok()? | n::VLAN_PRESENT);
        if place == 0 {
            exact(m, S::VlanInner, 0u8);
        }
        eth_type = c.u16(SHORT).ok()?;
    }
    if eth_type >= 0x600 {
        return Some(eth_type);
    }
    let snap = [0xaa, 0xaa, 3, 0, 0, 0];
    if c.rest().get(..6) == Some(&snap) && c.len() >= 8 {
        c.take(6, SHORT).ok()?;
        let inner = c.u16(SHORT).ok()?;
        if inner >= 0x600 {
            return Some(inner);
        }
    }
    Some(n::NOT_A_TYPE)
}

/// Says which fields packets of the type have, even if this one is cut short.
fn mask_network(m: &mut Match, eth_type: u16) {
    let slots: &[S] = match eth_type {
        n::IPV4 => &[S::NwSrc, S::NwDst, S::NwTos, S::NwTtl, S::NwProto],
        n::IPV6 => &[
            S::Ipv6Src,
            S::Ipv6Dst,
            S::Ipv6Label,
            S::NwTos,
            S::NwTtl,
            S::NwProto,
        ],
        n::ARP | n::RARP => &[S::NwSrc, S::NwDst, S::NwProto, S::ArpSha, S::ArpTha],
        _ => &[],
    };
    slots.iter().for_each(|slot| exact(m, *slot, 0u8));
    if matches!(eth_type, n::IPV4 | n::IPV6) {
        m.set_slot(S::NwFrag, 0, 3);
    }
}

/// Reads the header and leaves the payload; returns whether it is a later fragment.
fn read_ipv4(c: &mut Cursor<'_>, m: &mut Match) -> Option<bool> {
    let all = c.rest();
    let header_length = usize::from(*all.first()? & 15) * 4;
    let total = usize::from(u16::from_be_bytes([*all.get(2)?, *all.get(3)?]));
    if header_length < 20 || all.len() < header_length || total > all.len() || header_length > total {
        return None;
    }
    let header = all.get(..header_length)?;
    exact(m, S::NwTos, *header.get(1)?);
    exact(m, S::NwTtl, *header.get(8)?);
    exact(m, S::NwProto, *header.get(9)?);
    exact(m, S::NwSrc, number(header.get(12..16)?));
    exact(m, S::NwDst, number(header.get(16..20)?));
    let offset = u16::from_be_bytes([*header.get(6)?, *header.get(7)?]);
    let later = offset & 0x1fff != 0;
    let fragment = if later {
        3
    } else {
        u128::from(offset & 0x2000 != 0)
    };
    m.set_slot(S::NwFrag, fragment, 3);
    *c = Cursor::new(all.get(header_length..total)?);
    Some(later)
}

fn read_ipv6(c: &mut Cursor<'_>, m: &mut Match) -> Option<bool> {
    let all = c.rest();
    let header = all.get(..40)?;
    let length = usize::from(u16::from_be_bytes([*header.get(4)?, *header.get(5)?]));
    if length + 40 > all.len() {
        return None;
    }
    let first = number(header.get(..4)?);
    exact(m, S::Ipv6Src, number(header.get(8..24)?));
    exact(m, S::Ipv6Dst, number(header.get(24..40)?));
    exact(m, S::Ipv6Label, first & 0xf_ffff);
    exact(m, S::NwTos, first >> 20 & 0xff);
    exact(m, S::NwTtl, *header.get(7)?);
    let mut next = *header.get(6)?;
    let rest = &mut Cursor::new(all.get(40..40 + length)?);
    let mut later = false;
    // Hop-by-hop, routing, destination options, authentication, fragment.
    while matches!(next, 0 | 43 | 60 | 51 | 44) {
        let bytes = rest.rest();
        let size = match next {
            44 => 8,
            51 => (usize::from(*bytes.get(1)?) + 2) * 4,
            _ => (usize::from(*bytes.get(1)?) + 1) * 8,
        };
        let extension = rest.try_take(size)?;
        if next == 44 {
            let offset = u16::from_be_bytes([*extension.get(2)?, *extension.get(3)?]);
            later = offset & 0xfff8 != 0;
            let fragment = if later { 3 } else { u128::from(offset & 1) };
            m.set_slot(S::NwFrag, fragment, 3);
        }
        next = *extension.first()?;
        if later {
            break;
        }
    }
    exact(m, S::NwProto, next);
    *c = *rest;
    Some(later)
}

fn read_arp(c: &mut Cursor<'_>, m: &mut Match) {
    let bytes = c.rest();
    let (Some([0, 1, 8, 0, 6, 4]), Some(rest)) = (bytes.get(..6), bytes.get(6..28)) else {
        return;
    };
    let part = |from: usize, to: usize| rest.get(from..to).map_or(0, number);
    if part(0, 2) <= 0xff {
        exact(m, S::NwProto, part(0, 2));
    }
    exact(m, S::ArpSha, part(2, 8));
    exact(m, S::NwSrc, part(8, 12));
    exact(m, S::ArpTha, part(12, 18));
    exact(m, S::NwDst, part(18, 22));
}

fn read_mpls(c: &mut Cursor<'_>, m: &mut Match) {
    for slot in [S::MplsLse, S::Mpls1, S::Mpls2] {
        let entry = c.u32(SHORT).unwrap_or(0);
        exact(m, slot, entry);
        if entry & 0x100 != 0 {
            break;
        }
    }
}

fn read_transport(bytes: &[u8], m: &mut Match, later: bool, v6: bool) -> Option<Checksum> {
    let protocol = m.ip_protocol();
    if !later && matches!(protocol, n::ICMP | n::TCP | n::UDP | n::SCTP | n::ICMPV6 | IGMP) {
        exact(m, S::TpSrc, 0u8);
        exact(m, S::TpDst, 0u8);
        if protocol == n::TCP {
            exact(m, S::TcpFlags, 0u8);
        }
    }
    let part = |from: usize, to: usize| bytes.get(from..to).map(number);
    let checksum = |protocol, from: usize, to: usize| {
        let value = u32::try_from(part(from, to)?).ok()?;
        Some(Checksum { protocol, value })
    };
    let (least, found) = match protocol {
        n::TCP => (20, checksum("tcp", 16, 18)),
        n::UDP => (8, checksum("udp", 6, 8)),
        n::SCTP => (12, checksum("sctp", 8, 12)),
        n::ICMP => (8, checksum("icmp", 2, 4)),
        n::ICMPV6 => (4, checksum("icmp6", 2, 4)),
        IGMP => (8, None),
        _ => return None,
    };
    if bytes.len() < least {
        return None;
    }
    if !later {
        match protocol {
            // A header that says that it is longer than the packet, or shorter than any, says nothing.
            n::TCP if !(20..=bytes.len()).contains(&(usize::from(*bytes.get(12)? >> 4) * 4)) => {}
            n::TCP | n::UDP | n::SCTP => {
                exact(m, S::TpSrc, part(0, 2)?);
                exact(m, S::TpDst, part(2, 4)?);
                if protocol == n::TCP {
                    exact(m, S::TcpFlags, part(12, 14)? & 0xfff);
                }
            }
            n::ICMP if !v6 => {
                exact(m, S::TpSrc, part(0, 1)?);
                exact(m, S::TpDst, part(1, 2)?);
            }
            IGMP if !v6 => {
                exact(m, S::TpSrc, part(0, 1)?);
                exact(m, S::TpDst, part(1, 2)?);
            }
            n::ICMPV6 if v6 => read_icmpv6(bytes, m),
            _ => {}
        }
    }
    found
}

fn read_icmpv6(bytes: &[u8], m: &mut Match) {
    let part = |from: usize, to: usize| bytes.get(from..to).map_or(0, number);
    exact(m, S::TpSrc, part(0, 1));
    exact(m, S::TpDst, part(1, 2));
    if !m.is_nd() {
        return;
    }
    for slot in [S::NdTarget, S::ArpSha, S::ArpTha] {
        exact(m, slot, 0u8);
    }
    if bytes.len() < 24 {
        return;
    }
    exact(m, S::NdTarget, part(8, 24));
    let mut options = bytes.get(24..).unwrap_or_default();
    while let [kind, length, ..] = options {
        let size = usize::from(*length) * 8;
        let Some(option) = options.get(..size).filter(|_| size > 0) else {
            break;
        };
        let address = option.get(2..8).map_or(0, number);
        match (kind, size) {
            (1, 8) => exact(m, S::ArpSha, address),
            (2, 8) => exact(m, S::ArpTha, address),
            _ => {}
        }
        options = options.get(size..).unwrap_or_default();
    }
}
