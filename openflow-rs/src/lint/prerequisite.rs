//! Fields that are matched though their protocol is not.

use super::{Finding, Rule};
use crate::text::KeyValues;
use crate::wire::{Field, Match, Prerequisite, Version, decode_nxm_match, encode_entries};

/// Names that stand for the fields of several protocols: whichever the match asks for is meant.
const COMMON_NAMES: [&str; 8] = [
    "nw_src",
    "nw_dst",
    "nw_proto",
    "ip_proto",
    "tp_src",
    "tp_dst",
    "icmp_type",
    "icmp_code",
];

/// Reports the fields of the match that packets need not have: Open vSwitch leaves them out.
pub(super) fn missing_prerequisites(
    match_text: &str,
    matches: &Match,
    line: usize,
    findings: &mut Vec<Finding>,
) {
    let mut bytes = Vec::new();
    encode_entries(matches, Some(Version::V1_5), None, &mut bytes);
    let kept = decode_nxm_match(&bytes).unwrap_or_default();
    let mut messages = Vec::new();
    let mut mends: Vec<(&str, String)> = Vec::new();
    for (key, value) in KeyValues::new(match_text) {
        let name = key.split('[').next().unwrap_or(key);
        let Some(field) = Field::from_name(name).filter(|field| field.prerequisite != Prerequisite::None)
        else {
            continue;
        };
        let lost = kept.is_wild(field) && !matches.is_wild(field);
        let is_missing =
            lost || !COMMON_NAMES.contains(&name) && !matches.is_wild(field) && !matches.meets(field);
        if !is_missing {
            continue;
        }
        let (needs, protocol) = needed(name, field.prerequisite);
        messages.push(if lost {
            format!("{key} is a field of {needs} packets, which the match does not ask for: it is left out silently")
        } else {
            format!("{key} is a field of {needs} packets, but the match asks for others")
        });
        match mends.iter_mut().find(|(known, _)| *known == protocol) {
            Some((_, text)) => text.push_str(&format!(",{key}={value}")),
            None => mends.push((protocol, format!("write {protocol},{key}={value}"))),
        }
    }
    if !messages.is_empty() {
        let mends: Vec<String> = mends.into_iter().map(|(_, text)| text).collect();
        let (message, mend) = (messages.join("; "), mends.join("; "));
        findings.push(Finding::new(Rule::MissingPrerequisite, [line], message, mend));
    }
}

/// What packets have the field, in words, and the keyword that asks for them.
fn needed(name: &str, prerequisite: Prerequisite) -> (&'static str, &'static str) {
    use Prerequisite as P;
    match (name, prerequisite) {
        ("tp_src" | "tp_dst", _) => ("TCP, UDP or SCTP", "tcp"),
        ("icmp_type" | "icmp_code", _) => ("ICMP or ICMPv6", "icmp"),
        ("nw_src" | "nw_dst", _) => ("IPv4 or ARP", "ip"),
        (_, P::None | P::Ethernet) => ("Ethernet", "eth"),
        (_, P::Arp) => ("ARP", "arp"),
        (_, P::Vlan) => ("VLAN", "vlan_tci=0x1000/0x1000"),
        (_, P::Ipv4) => ("IPv4", "ip"),
        (_, P::Ipv6) => ("IPv6", "ipv6"),
        (_, P::Ip) => ("IPv4 or IPv6", "ip"),
        (_, P::Nsh) => ("NSH", "dl_type=0x894f"),
        (_, P::CtValid) => ("tracked", "ct_state=+trk"),
        (_, P::Mpls) => ("MPLS", "mpls"),
        (_, P::Tcp) => ("TCP", "tcp"),
        (_, P::Udp) => ("UDP", "udp"),
        (_, P::Sctp) => ("SCTP", "sctp"),
        (_, P::Icmpv4) => ("ICMP", "icmp"),
        (_, P::Icmpv6) => ("ICMPv6", "icmp6"),
        (_, P::Nd) => ("Neighbour Discovery", "icmp6,icmp_type=135"),
        (_, P::NdSolicit) => ("Neighbour Solicitation", "icmp6,icmp_type=135"),
        (_, P::NdAdvert) => ("Neighbour Advertisement", "icmp6,icmp_type=136"),
    }
}
