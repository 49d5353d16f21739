//! Choices by hash: `multipath`, `bundle` and `bundle_load`.
//!
//! What is hashed, and how a hash becomes a choice, is in ovs-actions(7). The hash is Bob Jenkins's lookup3 of the bytes
//! as they stand in the packet, read as little-endian words. Where Open vSwitch hashes otherwise, the hash depends on
//! the instructions of the processor that it was built for: such a choice is not made here.

use super::Packet;
use super::steps::{Step, StepKind};
use super::translate::Translation;
use crate::wire::{Bundle, HashFields, Multipath, Port, Slot, numbers as n};

/// Writes the number of a link.
pub(super) fn multipath(translation: &mut Translation<'_>, multipath: &Multipath, steps: &mut Vec<Step>) {
    let links = u32::from(multipath.max_link) + 1;
    let chosen = hash(&translation.packet, multipath.fields, multipath.basis)
        .and_then(|hash| link(hash, multipath.algorithm, links));
    match chosen {
        Some(link) => translation.put(&multipath.destination, u128::from(link), steps),
        None => depends(steps, "multipath", &format!("which of the {links} links")),
    }
}

/// Sends to a port that works, or writes its number.
pub(super) fn bundle(translation: &mut Translation<'_>, bundle: &Bundle, steps: &mut Vec<Step>) {
    let works = |port: &Port| match *port {
        Port::IN_PORT | Port::TABLE | Port::NORMAL | Port::FLOOD | Port::ALL | Port::ANY => true,
        Port::CONTROLLER => false,
        port => translation.pipeline.has_port(port),
    };
    let working: Vec<Port> = bundle.members.iter().copied().filter(works).collect();
    let port = match working.as_slice() {
        [] => Port::ANY,
        [first, others @ ..] if !bundle.hrw || others.is_empty() => *first,
        several => {
            return depends(
                steps,
                bundle_name(bundle),
                &format!("which of {} ports", several.len()),
            );
        }
    };
    match &bundle.destination {
        Some(destination) => translation.put(destination, u128::from(port.0), steps),
        None => translation.output(port, 0, steps),
    }
}

fn bundle_name(bundle: &Bundle) -> &'static str {
    if bundle.destination.is_some() {
        "bundle_load"
    } else {
        "bundle"
    }
}

fn depends(steps: &mut Vec<Step>, name: &str, what: &str) {
    let text = format!(
        "{name}: {what} depends on a hash that differs between builds of Open vSwitch: none is taken here, and what \
         comes after may be different"
    );
    steps.push(Step::new(StepKind::Warning, text));
}

/// The link that a hash chooses, by the algorithms that need no second hash.
fn link(hash: u32, algorithm: u16, links: u32) -> Option<u32> {
    match algorithm {
        0 => Some(hash % links),
        1 if links == 1 => Some(0),
        1 => Some(hash / (u32::MAX / links + 1)),
        _ => None,
    }
}

/// The hash of these fields of a packet, where it does not depend on the switch.
fn hash(packet: &Packet, fields: HashFields, basis: u16) -> Option<u32> {
    let basis = u32::from(basis);
    let address = |four, six| match packet.small(Slot::EthType) {
        n::IPV4 => lookup3(&tail::<4>(packet.value(four)), basis),
        n::IPV6 => lookup3(&packet.value(six).to_be_bytes(), basis),
        _ => basis,
    };
    match fields {
        HashFields::EthSrc => Some(lookup3(&tail::<6>(packet.value(Slot::EthSrc)), basis)),
        HashFields::NwSrc => Some(address(Slot::NwSrc, Slot::Ipv6Src)),
        HashFields::NwDst => Some(address(Slot::NwDst, Slot::Ipv6Dst)),
        HashFields::SymmetricL4 => Some(lookup3(&symmetric_l4(packet), basis)),
        HashFields::SymmetricL3L4 | HashFields::SymmetricL3L4Udp | HashFields::SymmetricL3 => None,
    }
}

/// What both directions of a connection have in common: addresses, type, VLANs, ports (not of UDP), MACs, protocol.
fn symmetric_l4(packet: &Packet) -> [u8; 32] {
    let both = |a, b| packet.value(a) ^ packet.value(b);
    let eth_type = packet.small(Slot::EthType);
    let vlans = both(Slot::VlanTci, Slot::VlanInner) & 0xfff;
    let (addresses, protocol) = match eth_type {
        n::IPV4 => (both(Slot::NwSrc, Slot::NwDst) << 96, packet.value(Slot::NwProto)),
        n::IPV6 => (both(Slot::Ipv6Src, Slot::Ipv6Dst), packet.value(Slot::NwProto)),
        _ => (0, 0),
    };
    let has_ports = protocol == u128::from(n::TCP) || protocol == u128::from(n::SCTP);
    let ports = if has_ports {
        both(Slot::TpSrc, Slot::TpDst)
    } else {
        0
    };
    let macs = both(Slot::EthSrc, Slot::EthDst);
    // In the order of memory: two bytes each but for the MACs, and the protocol last.
    let rest = u128::from(eth_type) << 112 | vlans << 96 | ports << 80 | macs << 32 | protocol << 24;
    let mut bytes = [0; 32];
    let (first, second) = bytes.split_at_mut(16);
    first.copy_from_slice(&addresses.to_be_bytes());
    second.copy_from_slice(&rest.to_be_bytes());
    bytes
}

/// The last bytes of a number.
fn tail<const N: usize>(value: u128) -> [u8; N] {
    value.to_be_bytes().last_chunk().copied().unwrap_or([0; N])
}

/// Bob Jenkins's hash lookup3 (public domain, 2006) as Open vSwitch uses it.
fn lookup3(bytes: &[u8], basis: u32) -> u32 {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let mut state = [0xdead_beef_u32.wrapping_add(length).wrapping_add(basis); 3];
    let (blocks, rest) = bytes.as_chunks::<12>();
    for block in blocks {
        add(&mut state, block);
        mix(&mut state);
    }
    if !rest.is_empty() {
        let mut last = [0; 12];
        last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
        add(&mut state, &last);
        finish(&mut state);
    }
    state[2]
}

fn add(state: &mut [u32; 3], block: &[u8; 12]) {
    let (words, _) = block.as_chunks::<4>();
    for (sum, word) in state.iter_mut().zip(words) {
        *sum = sum.wrapping_add(u32::from_le_bytes(*word));
    }
}

fn mix([a, b, c]: &mut [u32; 3]) {
    let step = |x: &mut u32, y: &mut u32, z: &mut u32, by| {
        *x = x.wrapping_sub(*z) ^ z.rotate_left(by);
        *z = z.wrapping_add(*y);
    };
    step(a, b, c, 4);
    step(b, c, a, 6);
    step(c, a, b, 8);
    step(a, b, c, 16);
    step(b, c, a, 19);
    step(c, a, b, 4);
}

fn finish([a, b, c]: &mut [u32; 3]) {
    let step = |x: &mut u32, y: &u32, by| *x = (*x ^ y).wrapping_sub(y.rotate_left(by));
    step(c, b, 14);
    step(a, c, 11);
    step(b, a, 25);
    step(c, b, 16);
    step(a, c, 4);
    step(b, a, 14);
    step(c, b, 24);
}

#[cfg(test)]
mod tests {
    use super::{Packet, hash, link};
    use crate::text::Names;
    use crate::wire::HashFields as H;

    #[test]
    fn hashes_are_those_of_a_switch() {
        let packet = |text: &str| Packet::parse(text, &Names::new()).unwrap();
        let tcp = packet(
            "tcp,dl_vlan=3,dl_src=02:00:00:00:00:07,nw_src=10.0.0.1,nw_dst=10.0.0.2,tp_src=5,tp_dst=6,nw_tos=40",
        );
        let arp = packet("arp,dl_src=02:00:00:00:00:07,arp_spa=10.0.0.1");
        // Measured with `ofproto/trace` of Open vSwitch 3.1: multipath(..., modulo_n, 65535, ...).
        for (packet, fields, basis, measured) in [
            (&tcp, H::EthSrc, 50, 0xa154),
            (&tcp, H::SymmetricL4, 50, 0x5a38),
            (&tcp, H::NwSrc, 7, 0xa109),
            (&arp, H::NwSrc, 7, 7),
            (&arp, H::SymmetricL4, 50, 0xc753),
        ] {
            let hash = hash(packet, fields, basis).unwrap();
            assert_eq!(link(hash, 0, 65535), Some(measured), "{fields:?}");
        }
        assert_eq!(hash(&tcp, H::SymmetricL3, 0), None);
    }

    #[test]
    fn links_are_in_range() {
        for links in [1, 2, 3, 1000, 65536] {
            for hash in [0, 1, u32::MAX / 2, u32::MAX] {
                assert!(link(hash, 0, links).unwrap() < links);
                assert!(link(hash, 1, links).unwrap() < links);
                assert_eq!(link(hash, 2, links), None);
            }
        }
    }
}
