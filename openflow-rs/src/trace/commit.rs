//! What the datapath has to do so that a packet is as the flows made it.

use super::Packet;
use super::mpls;
use super::packet::whole;
use crate::wire::{Slot, Subfield, numbers as n, ones, pieces};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Bits of slots that were read or written.
#[derive(Debug, Clone)]
pub(super) struct Touched(Box<[u128; 85]>);

impl Touched {
    pub(super) fn new() -> Self {
        Self(Box::new([0; 85]))
    }

    pub(super) fn add(&mut self, subfield: &Subfield, mask: u128) {
        for piece in pieces(subfield) {
            let bits = (mask >> piece.offset & ones(piece.width)) << piece.shift;
            self.add_bits(piece.slot, bits);
        }
    }

    pub(super) fn add_whole(&mut self, field: &'static crate::wire::Field) {
        self.add(&whole(field), u128::MAX);
    }

    pub(super) fn add_bits(&mut self, slot: Slot, bits: u128) {
        if let Some(touched) = self.0.get_mut(slot as usize) {
            *touched |= bits;
        }
    }

    fn bits(&self, slot: Slot) -> u128 {
        self.0.get(slot as usize).copied().unwrap_or(0)
    }
}

/// How a value is written.
#[derive(Clone, Copy)]
enum Form {
    Ethernet,
    Ipv4,
    Ipv6,
    Decimal,
    Hexadecimal,
}

fn put_value(form: Form, value: u128) -> String {
    let low32 = u32::try_from(value & 0xffff_ffff).unwrap_or(0);
    match form {
        Form::Ethernet => {
            let bytes = value.to_be_bytes();
            let mac: Vec<String> = bytes.iter().skip(10).map(|byte| format!("{byte:02x}")).collect();
            mac.join(":")
        }
        Form::Ipv4 => Ipv4Addr::from(low32).to_string(),
        Form::Ipv6 => Ipv6Addr::from(value).to_string(),
        Form::Decimal => value.to_string(),
        Form::Hexadecimal if value == 0 => "0".into(),
        Form::Hexadecimal => format!("{value:#x}"),
    }
}

fn masked(form: Form, value: u128, mask: u128, bits: u32) -> String {
    let value = put_value(form, value & mask);
    if mask == ones(bits) {
        return value;
    }
    match form {
        Form::Decimal | Form::Hexadecimal => format!("{value}/{mask:#x}"),
        _ => format!("{value}/{}", put_value(form, mask)),
    }
}

/// Appends what turns `base` into `flow`, and makes `base` so, as far as the datapath can.
///
/// Source: the order and the conditions were measured with `ofproto/trace` of Open vSwitch 3.1.
pub(super) fn commit(flow: &Packet, base: &mut Packet, touched: &Touched, out: &mut Vec<String>) {
    let set = |base: &mut Packet, out: &mut Vec<String>, name: &str, fields: &[(&str, Slot, Form)]| {
        let is_changed = |slot: Slot| flow.value(slot) != base.value(slot);
        // ICMPv6 is always looked at whole, since it may be Neighbour Discovery.
        let whole = name == "icmpv6" && fields.iter().any(|(_, slot, _)| is_changed(*slot));
        let changed = fields.iter().filter(|(_, slot, _)| whole || is_changed(*slot));
        let texts: Vec<String> = changed
            .map(|(key, slot, form)| {
                // The label has 20 bits of its 32.
                let bits = if *slot == Slot::Ipv6Label { 20 } else { slot.bits() };
                let mask = match touched.bits(*slot) & ones(bits) {
                    0 => ones(bits),
                    mask => mask,
                };
                let mask = if whole { ones(bits) } else { mask };
                format!("{key}={}", masked(*form, flow.value(*slot), mask, bits))
            })
            .collect();
        for (_, slot, _) in fields {
            base.set(*slot, flow.value(*slot));
        }
        if !texts.is_empty() {
            out.push(format!("set({name}({}))", texts.join(",")));
        }
    };
    let ethernet = [
        ("src", Slot::EthSrc, Form::Ethernet),
        ("dst", Slot::EthDst, Form::Ethernet),
    ];
    set(base, out, "eth", &ethernet);
    let was_mpls = mpls::is_mpls(base.small(Slot::EthType));
    let is_mpls = mpls::is_mpls(flow.small(Slot::EthType));
    // What is inside of the last label comes after it was popped.
    if was_mpls && !is_mpls {
        mpls::commit_labels(flow, base, out);
    }
    // A packet whose protocol is not known has no header to change.
    if flow.value(Slot::NwProto) != 0 {
        let eth_type = flow.small(Slot::EthType);
        match eth_type {
            n::IPV4 => set(
                base,
                out,
                "ipv4",
                &[
                    ("src", Slot::NwSrc, Form::Ipv4),
                    ("dst", Slot::NwDst, Form::Ipv4),
                    ("tos", Slot::NwTos, Form::Hexadecimal),
                    ("ttl", Slot::NwTtl, Form::Decimal),
                ],
            ),
            n::IPV6 => set(
                base,
                out,
                "ipv6",
                &[
                    ("src", Slot::Ipv6Src, Form::Ipv6),
                    ("dst", Slot::Ipv6Dst, Form::Ipv6),
                    ("label", Slot::Ipv6Label, Form::Hexadecimal),
                    ("tclass", Slot::NwTos, Form::Hexadecimal),
                    ("hlimit", Slot::NwTtl, Form::Decimal),
                ],
            ),
            n::ARP => set(
                base,
                out,
                "arp",
                &[
                    ("sip", Slot::NwSrc, Form::Ipv4),
                    ("tip", Slot::NwDst, Form::Ipv4),
                    ("op", Slot::NwProto, Form::Decimal),
                    ("sha", Slot::ArpSha, Form::Ethernet),
                    ("tha", Slot::ArpTha, Form::Ethernet),
                ],
            ),
            _ => {}
        }
        let is_ip = matches!(eth_type, n::IPV4 | n::IPV6);
        let ports = [
            ("src", Slot::TpSrc, Form::Decimal),
            ("dst", Slot::TpDst, Form::Decimal),
        ];
        let types = [
            ("type", Slot::TpSrc, Form::Decimal),
            ("code", Slot::TpDst, Form::Decimal),
        ];
        match u8::try_from(flow.value(Slot::NwProto)).unwrap_or(0) {
            n::TCP if is_ip => set(base, out, "tcp", &ports),
            n::UDP if is_ip => set(base, out, "udp", &ports),
            n::SCTP if is_ip => set(base, out, "sctp", &ports),
            n::ICMP if eth_type == n::IPV4 => set(base, out, "icmp", &types),
            n::ICMPV6 if eth_type == n::IPV6 => set(base, out, "icmpv6", &types),
            _ => {}
        }
    }
    if !was_mpls || is_mpls {
        mpls::commit_labels(flow, base, out);
    }
    commit_tags(flow, base, out);
    for (name, slot) in [("skb_priority", Slot::SkbPriority), ("skb_mark", Slot::PktMark)] {
        if flow.value(slot) != base.value(slot) {
            base.set(slot, flow.value(slot));
            let mask = match touched.bits(slot) {
                0 => u128::from(u32::MAX),
                bits => bits,
            };
            let value = masked(Form::Hexadecimal, flow.value(slot), mask, 32);
            out.push(format!("set({name}({value}))"));
        }
    }
}

/// Tags that differ are popped, from the outside on, and pushed as they shall be.
fn commit_tags(flow: &Packet, base: &mut Packet, out: &mut Vec<String>) {
    let tags = |packet: &Packet| {
        let all = [
            (packet.tag_types[0], packet.small(Slot::VlanTci)),
            (packet.tag_types[1], packet.small(Slot::VlanInner)),
        ];
        let there = all.into_iter().take_while(|(_, tci)| tci & n::VLAN_PRESENT != 0);
        there.collect::<Vec<_>>()
    };
    let (before, after) = (tags(base), tags(flow));
    let same = before
        .iter()
        .rev()
        .zip(after.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    for _ in same..before.len() {
        out.push("pop_vlan".into());
    }
    for (kind, tci) in after.iter().rev().skip(same) {
        let kind = if *kind == 0x8100 {
            String::new()
        } else {
            format!("tpid={kind:#x},")
        };
        out.push(format!("push_vlan({kind}vid={},pcp={})", tci & 0xfff, tci >> 13));
    }
    base.tag_types = flow.tag_types;
    for slot in [Slot::VlanTci, Slot::VlanInner] {
        base.set(slot, flow.value(slot));
    }
}
