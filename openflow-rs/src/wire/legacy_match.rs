//! The matches of OpenFlow 1.0 and 1.1, of fixed length.

use super::cursor::Cursor;
use super::oxm_decode::{Rules, read_oxm_match};
use super::slot::numbers as n;
use super::{ErrorCode as E, Match, Port, Slot as S, Version};

/// Takes the match of any version: fixed in OpenFlow 1.0, either kind in 1.1, a list of fields later.
pub(crate) fn pull_match(c: &mut Cursor<'_>, version: Version, rules: Rules) -> Result<Match, E> {
    let mut matches = Match::new();
    read_match(c, version, rules, &mut matches)?;
    Ok(matches)
}

/// The same in place of what is in `matches`, whose memory is used again.
pub(super) fn read_match(
    c: &mut Cursor<'_>,
    version: Version,
    rules: Rules,
    matches: &mut Match,
) -> Result<(), E> {
    if version == Version::V1_0 {
        *matches = pull_1_0(c)?;
        return Ok(());
    }
    let kind = c.clone().u16(E::OFPBMC_BAD_LEN)?;
    match kind {
        0 => {}
        1 => return read_oxm_match(c, rules, matches),
        _ => return Err(E::OFPBMC_BAD_TYPE),
    }
    if c.clone().u32(E::OFPBMC_BAD_LEN)? != 88 || c.len() < 88 {
        return Err(E::OFPBMC_BAD_LEN);
    }
    *matches = pull_1_1(c)?;
    Ok(())
}

fn number(bytes: &[u8]) -> u128 {
    bytes.iter().fold(0, |n, byte| n << 8 | u128::from(*byte))
}

/// The mask of an address whose lowest `wild` bits do not matter.
fn address_mask(wild: u32) -> u128 {
    if wild >= 32 {
        0
    } else {
        u128::from(u32::MAX << wild)
    }
}

pub(crate) fn pull_1_0(c: &mut Cursor<'_>) -> Result<Match, E> {
    let short = E::OFPBRC_BAD_LEN;
    let wildcards = c.u32(short)?;
    let in_port = c.u16(short)?;
    let eth_src: [u8; 6] = c.array(short)?;
    let eth_dst: [u8; 6] = c.array(short)?;
    let vid = c.u16(short)?;
    let pcp = c.u8(short)?;
    c.u8(short)?;
    let eth_type = c.u16(short)?;
    let tos = c.u8(short)?;
    let protocol = c.u8(short)?;
    c.u16(short)?;
    let nw_src = c.u32(short)?;
    let nw_dst = c.u32(short)?;
    let tp_src = c.u16(short)?;
    let tp_dst = c.u16(short)?;
    let mut m = Match::new();
    m.set_default_packet_type();
    let exact = |bit: u32| wildcards & bit == 0;
    let mut set = |slot, matters: bool, value: u128, mask: u128| {
        if matters {
            m.set_slot(slot, value & mask, mask);
        }
    };
    set(S::InPort, exact(1), u128::from(in_port), 0xffff);
    set(S::EthSrc, exact(4), number(&eth_src), u128::MAX);
    set(S::EthDst, exact(8), number(&eth_dst), u128::MAX);
    let eth_type = if eth_type == n::NOT_A_TYPE {
        n::NOT_A_TYPE
    } else {
        eth_type
    };
    set(S::EthType, exact(0x10), u128::from(eth_type), 0xffff);
    set(S::NwProto, exact(0x20), u128::from(protocol), 0xff);
    set(S::TpSrc, exact(0x40), u128::from(tp_src), 0xffff);
    set(S::TpDst, exact(0x80), u128::from(tp_dst), 0xffff);
    set(
        S::NwSrc,
        true,
        u128::from(nw_src),
        address_mask(wildcards >> 8 & 0x3f),
    );
    set(
        S::NwDst,
        true,
        u128::from(nw_dst),
        address_mask(wildcards >> 14 & 0x3f),
    );
    set(S::NwTos, exact(1 << 21), u128::from(tos & 0xfc), 0xfc);
    if exact(2) && vid == 0xffff {
        set(S::VlanTci, true, 0, 0xffff);
    } else {
        let mut mask = 0;
        if exact(2) {
            mask |= 0x1fff;
        }
        if exact(1 << 20) {
            mask |= 0xf000;
        }
        let tci = u128::from(vid & 0xfff) | u128::from(pcp & 7) << 13 | 0x1000;
        set(S::VlanTci, mask != 0, tci, mask);
    }
    Ok(m)
}

/// Takes a fixed match of OpenFlow 1.1 (type 0, 88 bytes).
fn pull_1_1(c: &mut Cursor<'_>) -> Result<Match, E> {
    let short = E::OFPBMC_BAD_LEN;
    c.u16(short)?;
    if c.u16(short)? != 88 {
        return Err(short);
    }
    let in_port = c.u32(short)?;
    let wildcards = c.u32(short)?;
    let address = |c: &mut Cursor<'_>| Ok::<u128, E>(number(&c.array::<6>(short)?));
    let (eth_src, src_wild, eth_dst, dst_wild) = (address(c)?, address(c)?, address(c)?, address(c)?);
    let vid = c.u16(short)?;
    let pcp = c.u8(short)?;
    c.u8(short)?;
    let eth_type = c.u16(short)?;
    let tos = c.u8(short)?;
    let protocol = c.u8(short)?;
    let nw_src = (c.u32(short)?, !c.u32(short)?);
    let nw_dst = (c.u32(short)?, !c.u32(short)?);
    let (tp_src, tp_dst) = (c.u16(short)?, c.u16(short)?);
    let mpls_label = c.u32(short)?;
    let mpls_tc = c.u8(short)?;
    c.take(3, short)?;
    let metadata = c.u64(short)?;
    let metadata_mask = !c.u64(short)?;
    let mut m = Match::new();
    m.set_default_packet_type();
    let exact = |bit: u32| wildcards & bit == 0;
    let mac = 0xffff_ffff_ffff_u128;
    if exact(1) {
        m.set_slot(S::InPort, u128::from(Port::from_wire32(in_port)?.0), 0xffff);
    }
    m.set_slot(S::EthSrc, eth_src & !src_wild & mac, !src_wild & mac);
    m.set_slot(S::EthDst, eth_dst & !dst_wild & mac, !dst_wild & mac);
    if exact(2) {
        match vid {
            0xffff => m.set_slot(S::VlanTci, 0, 0xffff),
            0xfffe => m.set_slot(S::VlanTci, 0x1000, 0x1000),
            vid if vid < 4096 => m.set_slot(S::VlanTci, u128::from(vid) | 0x1000, 0x1fff),
            _ => return Err(E::OFPBMC_BAD_VALUE),
        }
        if exact(4) && vid != 0xffff {
            if pcp > 7 {
                return Err(E::OFPBMC_BAD_VALUE);
            }
            let (value, mask) = (m.value(S::VlanTci), m.mask(S::VlanTci));
            m.set_slot(S::VlanTci, value | u128::from(pcp) << 13 | 0x1000, mask | 0xf000);
        }
    }
    if exact(8) {
        m.set_slot(S::EthType, u128::from(eth_type), 0xffff);
    }
    let ip = exact(8) && matches!(eth_type, n::IPV4);
    let arp = exact(8) && eth_type == n::ARP;
    let mpls = exact(8) && matches!(eth_type, n::MPLS | n::MPLS_MCAST);
    if ip && exact(0x10) {
        if tos & !0x3f != 0 {
            return Err(E::OFPBMC_BAD_VALUE);
        }
        m.set_slot(S::NwTos, u128::from(tos) << 2, 0xfc);
    }
    if ip || arp {
        if exact(0x20) {
            m.set_slot(S::NwProto, u128::from(protocol), 0xff);
        }
        m.set_slot(S::NwSrc, u128::from(nw_src.0 & nw_src.1), u128::from(nw_src.1));
        m.set_slot(S::NwDst, u128::from(nw_dst.0 & nw_dst.1), u128::from(nw_dst.1));
    }
    if ip && exact(0x20) {
        let (source, destination) = (exact(0x40), exact(0x80));
        match protocol {
            n::ICMP if source && tp_src > 0xff || destination && tp_dst > 0xff => {
                return Err(E::OFPBMC_BAD_FIELD);
            }
            n::ICMP | n::TCP | n::UDP | n::SCTP => {
                if source {
                    m.set_slot(S::TpSrc, u128::from(tp_src), 0xffff);
                }
                if destination {
                    m.set_slot(S::TpDst, u128::from(tp_dst), 0xffff);
                }
            }
            _ if source || destination => return Err(E::OFPBMC_BAD_FIELD),
            _ => {}
        }
    }
    if mpls {
        let mut part = |bit: u32, shift: u32, value: u128, mask: u128| {
            if exact(bit) {
                let (old, old_mask) = (m.value(S::MplsLse), m.mask(S::MplsLse));
                m.set_slot(
                    S::MplsLse,
                    old | (value & mask) << shift,
                    old_mask | mask << shift,
                );
            }
        };
        part(0x100, 12, u128::from(mpls_label), 0xf_ffff);
        part(0x200, 9, u128::from(mpls_tc), 7);
    }
    m.set_slot(
        S::Metadata,
        u128::from(metadata & metadata_mask),
        u128::from(metadata_mask),
    );
    Ok(m)
}

/// Removes what packets of the match's protocol do not have, as OpenFlow 1.0 asks for.
pub(crate) fn normalize(m: &mut Match) {
    let eth_type = m.eth_type();
    let protocol = m.ip_protocol();
    let ipv4 = eth_type == n::IPV4;
    let ipv6 = eth_type == n::IPV6;
    let arp = matches!(eth_type, n::ARP | n::RARP);
    let ports = ipv4 && matches!(protocol, n::TCP | n::UDP | n::SCTP | n::ICMP)
        || ipv6 && matches!(protocol, n::TCP | n::UDP | n::SCTP | n::ICMPV6);
    let nd = ipv6 && protocol == n::ICMPV6;
    let solicit = nd && m.value(S::TpSrc) == 135;
    let advert = nd && m.value(S::TpSrc) == 136;
    let rules = [
        (ipv4 || arp, &[S::NwSrc, S::NwDst][..]),
        (ports, &[S::TpSrc, S::TpDst]),
        (ipv4 || ipv6 || arp, &[S::NwProto]),
        (ipv4 || ipv6, &[S::NwTos, S::NwTtl]),
        (arp || solicit, &[S::ArpSha]),
        (arp || advert, &[S::ArpTha]),
        (ipv6, &[S::Ipv6Src, S::Ipv6Dst, S::Ipv6Label]),
        (solicit || advert, &[S::NdTarget]),
        (matches!(eth_type, n::MPLS | n::MPLS_MCAST), &[S::MplsLse]),
    ];
    for (may, slots) in rules {
        if !may {
            slots.iter().for_each(|slot| m.set_slot(*slot, 0, 0));
        }
    }
}
