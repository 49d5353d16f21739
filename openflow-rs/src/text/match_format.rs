//! Matches as text.

use super::Names;
use super::field_format::*;
use super::field_parse::{CT_STATES, TCP_FLAGS, TUNNEL_FLAGS};
use crate::wire::{FlowMod, Match, Port, Slot as S};

/// Appends a match, and the priority if it is not the default one, as `ovs-ofctl dump-flows` does.
pub(super) fn put_match(out: &mut String, m: &Match, priority: u16, names: &Names) {
    let start = out.len();
    if priority != FlowMod::DEFAULT_PRIORITY {
        put(out, format_args!("priority={priority},"));
    }
    put_metadata(out, m, names);
    let eth_type = put_protocol(out, m);
    for i in 0..16 {
        put_hex_field(out, m, &format!("reg{i}"), S::register(i));
    }
    put_tunnel(out, m);
    put_hex_field(out, m, "metadata", S::Metadata);
    if m.mask(S::InPort) != 0 {
        out.push_str("in_port=");
        put_port(out, Port(u16::try_from(m.value(S::InPort)).unwrap_or(0)), names);
        out.push(',');
    }
    put_vlan(out, m);
    put_mac_field(out, m, "dl_src", S::EthSrc);
    put_mac_field(out, m, "dl_dst", S::EthDst);
    let named = matches!(eth_type, 0x0800 | 0x86dd | 0x0806 | 0x8035 | 0x8847 | 0x8848);
    if m.mask(S::EthType) != 0 && !named {
        put(out, format_args!("dl_type=0x{eth_type:04x},"));
    }
    put_network(out, m, eth_type);
    put_transport(out, m, eth_type);
    if out.len() > start && out.ends_with(',') {
        out.pop();
    }
}

fn put_metadata(out: &mut String, m: &Match, names: &Names) {
    put_hex_field(out, m, "pkt_mark", S::PktMark);
    put_hex_field(out, m, "recirc_id", S::RecircId);
    put_hex_field(out, m, "dp_hash", S::DpHash);
    if m.mask(S::ConjId) != 0 {
        put(out, format_args!("conj_id={},", m.value(S::ConjId)));
    }
    if m.mask(S::SkbPriority) != 0 {
        out.push_str("skb_priority=");
        put_alternate_hex(out, m.value(S::SkbPriority));
        out.push(',');
    }
    if m.mask(S::ActsetOutput) != 0 {
        out.push_str("actset_output=");
        put_port(
            out,
            Port(u16::try_from(m.value(S::ActsetOutput)).unwrap_or(0)),
            names,
        );
        out.push(',');
    }
    if m.mask(S::CtState) != 0 {
        out.push_str("ct_state=");
        put_flags_masked(out, &CT_STATES, m.value(S::CtState), m.mask(S::CtState), 0xff);
        out.push(',');
    }
    put_number_field(out, m, "ct_zone", S::CtZone);
    put_hex_field(out, m, "ct_mark", S::CtMark);
    if m.mask(S::CtLabel) != 0 {
        out.push_str("ct_label=");
        put_hex(out, &m.value(S::CtLabel).to_be_bytes());
        if m.mask(S::CtLabel) != u128::MAX {
            out.push('/');
            put_hex(out, &m.mask(S::CtLabel).to_be_bytes());
        }
        out.push(',');
    }
    put_ipv4_field(out, m, "ct_nw_src", S::CtNwSrc);
    put_ipv6_field(out, m, "ct_ipv6_src", S::CtIpv6Src);
    put_ipv4_field(out, m, "ct_nw_dst", S::CtNwDst);
    put_ipv6_field(out, m, "ct_ipv6_dst", S::CtIpv6Dst);
    if m.mask(S::CtNwProto) != 0 {
        put(out, format_args!("ct_nw_proto={},", m.value(S::CtNwProto)));
        put_number_field(out, m, "ct_tp_src", S::CtTpSrc);
        put_number_field(out, m, "ct_tp_dst", S::CtTpDst);
    }
    let packet_type_mask = m.mask(S::PacketType);
    // Recirculated packets are seen inside the datapath only; there the type is always said.
    if packet_type_mask != 0 && (!m.has_default_packet_type() || m.mask(S::RecircId) != 0) {
        put_packet_type(out, m.value(S::PacketType), packet_type_mask);
        out.push(',');
    }
}

/// The protocol by its name, and the Ethernet type of the match.
fn put_protocol(out: &mut String, m: &Match) -> u16 {
    let packet_type = m.value(S::PacketType);
    let mut eth_type = u16::try_from(m.value(S::EthType)).unwrap_or(0);
    if m.mask(S::PacketType) != 0 && packet_type >> 16 == 1 {
        eth_type = u16::try_from(packet_type & 0xffff).unwrap_or(0);
    }
    if m.mask(S::EthType) != 0 {
        let protocol = if m.mask(S::NwProto) != 0 {
            m.ip_protocol()
        } else {
            0
        };
        out.push_str(match (eth_type, protocol) {
            (0x0800, 1) => "icmp,",
            (0x0800, 6) => "tcp,",
            (0x0800, 17) => "udp,",
            (0x0800, 132) => "sctp,",
            (0x0800, _) => "ip,",
            (0x86dd, 58) => "icmp6,",
            (0x86dd, 6) => "tcp6,",
            (0x86dd, 17) => "udp6,",
            (0x86dd, 132) => "sctp6,",
            (0x86dd, _) => "ipv6,",
            (0x0806, _) => "arp,",
            (0x8035, _) => "rarp,",
            (0x8847, _) => "mpls,",
            (0x8848, _) => "mplsm,",
            _ => "",
        });
    }
    eth_type
}

/// Whether the protocol's own name says the IP protocol.
fn protocol_is_named(m: &Match, eth_type: u16) -> bool {
    let protocol = m.ip_protocol();
    m.mask(S::EthType) != 0
        && m.mask(S::NwProto) != 0
        && match eth_type {
            0x0800 => matches!(protocol, 1 | 6 | 17 | 132),
            0x86dd => matches!(protocol, 58 | 6 | 17 | 132),
            _ => false,
        }
}

fn put_vlan(out: &mut String, m: &Match) {
    put_tag(out, m, S::VlanTci, "");
    if m.mask(S::VlanTci) != 0 {
        put_tag(out, m, S::VlanInner, "1");
    }
}

fn put_tag(out: &mut String, m: &Match, slot: S, suffix: &str) {
    let (tci, mask) = (m.value(slot), m.mask(slot));
    if mask == 0 {
        return;
    }
    let (vid, pcp) = (mask & 0xfff, mask & 0xe000);
    let tag = mask & tci & 0x1000 != 0;
    if tag && (vid == 0 || vid == 0xfff) && (pcp == 0 || pcp == 0xe000) && (vid != 0 || pcp != 0) {
        if vid != 0 {
            put(out, format_args!("dl_vlan{suffix}={},", tci & 0xfff));
        }
        if pcp != 0 {
            put(out, format_args!("dl_vlan_pcp{suffix}={},", tci >> 13));
        }
    } else if mask == 0xffff {
        put(out, format_args!("vlan_tci{suffix}=0x{tci:04x},"));
    } else {
        put(out, format_args!("vlan_tci{suffix}=0x{tci:04x}/0x{mask:04x},"));
    }
}

fn put_tunnel(out: &mut String, m: &Match) {
    put_hex_field(out, m, "tun_id", S::TunId);
    put_ipv4_field(out, m, "tun_src", S::TunSrc);
    put_ipv4_field(out, m, "tun_dst", S::TunDst);
    put_ipv6_field(out, m, "tun_ipv6_src", S::TunIpv6Src);
    put_ipv6_field(out, m, "tun_ipv6_dst", S::TunIpv6Dst);
    put_number_field(out, m, "tun_gbp_id", S::TunGbpId);
    let version = m.value(S::ErspanVer);
    let plain = [
        ("tun_gbp_flags", S::TunGbpFlags, true, true),
        ("tun_tos", S::TunTos, true, true),
        ("tun_ttl", S::TunTtl, false, true),
        ("tun_erspan_ver", S::ErspanVer, false, true),
        ("tun_erspan_idx", S::ErspanIdx, true, version == 1),
        ("tun_erspan_dir", S::ErspanDir, false, version == 2),
        ("tun_erspan_hwid", S::ErspanHwid, true, version == 2),
        ("gtpu_flags", S::GtpuFlags, true, true),
        ("gtpu_msgtype", S::GtpuMsgtype, false, true),
    ];
    for (name, slot, hexadecimal, shown) in plain {
        if m.mask(slot) == 0 || !shown {
            continue;
        }
        put(out, format_args!("{name}="));
        match (hexadecimal, slot) {
            (_, S::TunTos) => put(out, format_args!("{:x}", m.value(slot))),
            (true, _) => put_alternate_hex(out, m.value(slot)),
            _ => put(out, format_args!("{}", m.value(slot))),
        }
        out.push(',');
    }
    if m.mask(S::TunFlags) != 0 {
        out.push_str("tun_flags=");
        // Against the private flags of the datapath the public one is never the whole mask.
        put_flags_masked(out, &TUNNEL_FLAGS, m.value(S::TunFlags), m.mask(S::TunFlags), 0xf);
        out.push(',');
    }
    for option in m.tun_metadata() {
        put(out, format_args!("tun_metadata{}", option.index));
        let wild = option.masked && option.mask.iter().all(|byte| *byte == 0);
        if !wild {
            out.push('=');
            put_hex(out, &option.value);
            if option.mask.iter().any(|byte| *byte != 0xff) {
                out.push('/');
                put_hex(out, &option.mask);
            }
        }
        out.push(',');
    }
}

fn put_network(out: &mut String, m: &Match, eth_type: u16) {
    let arp = matches!(eth_type, 0x0806 | 0x8035);
    match eth_type {
        0x86dd => {
            put_ipv6_field(out, m, "ipv6_src", S::Ipv6Src);
            put_ipv6_field(out, m, "ipv6_dst", S::Ipv6Dst);
            let (label, mask) = (m.value(S::Ipv6Label), m.mask(S::Ipv6Label));
            match mask {
                0 => {}
                0xffff_ffff => put(out, format_args!("ipv6_label=0x{label:05x},")),
                _ => put(out, format_args!("ipv6_label=0x{label:05x}/0x{mask:05x},")),
            }
        }
        _ if arp => {
            put_ipv4_field(out, m, "arp_spa", S::NwSrc);
            put_ipv4_field(out, m, "arp_tpa", S::NwDst);
        }
        0x894f => put_nsh(out, m),
        _ => {
            put_ipv4_field(out, m, "nw_src", S::NwSrc);
            put_ipv4_field(out, m, "nw_dst", S::NwDst);
        }
    }
    if m.mask(S::NwProto) != 0 && !protocol_is_named(m, eth_type) {
        put(
            out,
            format_args!(
                "{}={},",
                if arp { "arp_op" } else { "nw_proto" },
                m.value(S::NwProto)
            ),
        );
    }
    if arp {
        put_mac_field(out, m, "arp_sha", S::ArpSha);
        put_mac_field(out, m, "arp_tha", S::ArpTha);
    }
    let mut part = |name: &str, slot, bits: u128, value: u128| {
        if m.mask(slot) & bits != 0 {
            put(out, format_args!("{name}={value},"));
        }
    };
    let (tos, lse) = (m.value(S::NwTos), m.value(S::MplsLse));
    part("nw_tos", S::NwTos, 0xfc, tos & 0xfc);
    part("nw_ecn", S::NwTos, 3, tos & 3);
    part("nw_ttl", S::NwTtl, 0xff, m.value(S::NwTtl));
    part("mpls_label", S::MplsLse, 0xffff_f000, lse >> 12);
    part("mpls_tc", S::MplsLse, 0xe00, lse >> 9 & 7);
    part("mpls_ttl", S::MplsLse, 0xff, lse & 0xff);
    part("mpls_bos", S::MplsLse, 0x100, lse >> 8 & 1);
    for (name, slot) in [("mpls_lse1", S::Mpls1), ("mpls_lse2", S::Mpls2)] {
        if m.mask(slot) != 0 {
            put(out, format_args!("{name}={},", m.value(slot)));
        }
    }
    let frag = m.value(S::NwFrag);
    let fragment = match (m.mask(S::NwFrag) & 3, frag & 3) {
        (0, _) => return,
        (3, 0) => "no",
        (3, 1) => "first",
        (3, 3) => "later",
        (3, _) => "<error>",
        (1, value) => {
            if value & 1 != 0 {
                "yes"
            } else {
                "no"
            }
        }
        (_, value) => {
            if value & 2 != 0 {
                "later"
            } else {
                "not_later"
            }
        }
    };
    put(out, format_args!("nw_frag={fragment},"));
}

fn put_nsh(out: &mut String, m: &Match) {
    let byte = |out: &mut String, name: &str, value: u128, mask: u128| match mask {
        0 => {}
        0xff => put(out, format_args!("{name}={value},")),
        _ => put(out, format_args!("{name}=0x{value:02x}/0x{mask:02x},")),
    };
    byte(out, "nsh_flags", m.value(S::NshFlags), m.mask(S::NshFlags));
    byte(out, "nsh_ttl", m.value(S::NshTtl), m.mask(S::NshTtl));
    byte(out, "nsh_mdtype", m.value(S::NshMdtype), m.mask(S::NshMdtype));
    byte(out, "nsh_np", m.value(S::NshNp), m.mask(S::NshNp));
    let word = |out: &mut String, name: &str, value: u128, mask: u128| match mask {
        0 => {}
        0xffff_ffff => put(out, format_args!("{name}=0x{value:x},")),
        _ => put(out, format_args!("{name}=0x{value:x}/0x{mask:x},")),
    };
    let (path, path_mask) = (m.value(S::NshPath), m.mask(S::NshPath));
    let spi_mask = if path_mask >> 8 == 0xff_ffff {
        0xffff_ffff
    } else {
        path_mask >> 8
    };
    word(out, "nsh_spi", path >> 8, spi_mask);
    byte(out, "nsh_si", path & 0xff, path_mask & 0xff);
    if m.mask(S::NshMdtype) == 0xff && m.value(S::NshMdtype) == 1 {
        for (name, slot) in [
            ("nsh_c1", S::NshC1),
            ("nsh_c2", S::NshC2),
            ("nsh_c3", S::NshC3),
            ("nsh_c4", S::NshC4),
        ] {
            word(out, name, m.value(slot), m.mask(slot));
        }
    }
}

fn put_transport(out: &mut String, m: &Match, eth_type: u16) {
    let protocol = m.ip_protocol();
    if eth_type == 0x0800 && protocol == 1 {
        put_number_field(out, m, "icmp_type", S::TpSrc);
        put_number_field(out, m, "icmp_code", S::TpDst);
    } else if eth_type == 0x86dd && protocol == 58 {
        put_number_field(out, m, "icmp_type", S::TpSrc);
        put_number_field(out, m, "icmp_code", S::TpDst);
        put_ipv6_field(out, m, "nd_target", S::NdTarget);
        put_mac_field(out, m, "nd_sll", S::ArpSha);
        put_mac_field(out, m, "nd_tll", S::ArpTha);
        let (reserved, mask) = (m.value(S::NdReserved), m.mask(S::NdReserved));
        match mask {
            0 => {}
            0xffff_ffff => put(out, format_args!("nd_reserved={reserved},")),
            _ => put(out, format_args!("nd_reserved=0x{reserved:08x}/0x{mask:08x},")),
        }
        put_number_field(out, m, "nd_options_type", S::TcpFlags);
    } else {
        put_number_field(out, m, "tp_src", S::TpSrc);
        put_number_field(out, m, "tp_dst", S::TpDst);
    }
    if m.is_ip() && protocol == 6 && m.mask(S::TcpFlags) != 0 {
        out.push_str("tcp_flags=");
        put_flags_masked(
            out,
            &TCP_FLAGS,
            m.value(S::TcpFlags),
            m.mask(S::TcpFlags) & 0xfff,
            0xfff,
        );
    }
}

/// `name=0xVALUE` or `name=0xVALUE/0xMASK`; zero is `0`.
fn put_hex_field(out: &mut String, m: &Match, name: &str, slot: S) {
    let (value, mask) = (m.value(slot), m.mask(slot));
    if mask == 0 {
        return;
    }
    put(out, format_args!("{name}="));
    put_alternate_hex(out, value);
    if mask != u128::MAX >> (128 - slot.bits()) {
        put(out, format_args!("/{mask:#x}"));
    }
    out.push(',');
}

/// `name=VALUE` or `name=0xVALUE/0xMASK`, of 16 bits.
fn put_number_field(out: &mut String, m: &Match, name: &str, slot: S) {
    match (m.value(slot), m.mask(slot)) {
        (_, 0) => {}
        (value, 0xffff) => put(out, format_args!("{name}={value},")),
        (value, mask) => put(out, format_args!("{name}=0x{value:x}/0x{mask:x},")),
    }
}

fn put_ipv4_field(out: &mut String, m: &Match, name: &str, slot: S) {
    if m.mask(slot) != 0 {
        put(out, format_args!("{name}="));
        put_ipv4_masked(out, m.value(slot), m.mask(slot));
        out.push(',');
    }
}

fn put_ipv6_field(out: &mut String, m: &Match, name: &str, slot: S) {
    if m.mask(slot) != 0 {
        put(out, format_args!("{name}="));
        put_ipv6_masked(out, m.value(slot), m.mask(slot));
        out.push(',');
    }
}

fn put_mac_field(out: &mut String, m: &Match, name: &str, slot: S) {
    if m.mask(slot) != 0 {
        put(out, format_args!("{name}="));
        put_mac_masked(out, m.value(slot), m.mask(slot));
        out.push(',');
    }
}
