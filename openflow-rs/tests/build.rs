//! Flows from the builder: read from the wire as they were written, and from their text too.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail where it stands"
)]

use openflow_rs::build::{Actions, Bits, Connection, Flow, Matching, Translation};
use openflow_rs::text::{Names, format_flow, parse_flow};
use openflow_rs::wire::{Field, FlowMod, Frame, Port, Version};
use proptest::prelude::*;
use std::net::{Ipv4Addr, Ipv6Addr};

fn field(name: &str) -> &'static Field {
    Field::from_name(name).unwrap_or_else(|| panic!("{name} is a field"))
}

/// What all packets can be asked for.
fn common<P>(seed: u64, packets: Matching<P>) -> Matching<P> {
    let [a, b, c, d, ..] = seed.to_be_bytes();
    let mut packets = packets;
    if a % 3 == 0 {
        packets = packets.in_port(Port(u16::from(b) + 1));
    }
    if a % 5 == 0 {
        packets = packets.metadata(seed, 0xffff_0000);
    }
    if b % 3 == 0 {
        packets = packets.eth_dst([2, a, b, c, d, 1]);
    }
    if c % 4 == 0 {
        packets = packets.vlan(u16::from(c) << 4);
    }
    if d % 4 == 0 {
        packets = packets.ct_state(0x20 | d & 2, 0x22).ct_zone(u16::from(a));
    }
    packets
}

/// Only IPv4 packets can get IPv4 addresses.
fn actions(seed: u64, ipv4: bool) -> Actions {
    let [a, b, c, d, ..] = seed.to_be_bytes();
    let bits = Bits::range(field("reg3"), u16::from(a % 16), 16).expect("bits of the register");
    let mut actions = Actions::new();
    if a % 2 == 0 {
        actions = actions.load(u64::from(b), bits);
    }
    if b % 2 == 0 {
        actions = actions.copy(
            Bits::range(field("reg0"), 0, 16).expect("bits of the register"),
            bits,
        );
    }
    if ipv4 && c % 3 == 0 {
        let source = Translation::source(Ipv4Addr::new(10, 0, a, b).into()).ports(1024, 2048);
        actions = actions.track(
            Connection::in_zone(u16::from(c))
                .commit()
                .mark(u32::from(d))
                .translate(&source),
        );
    }
    if d % 3 == 0 {
        actions = actions.with_copy(
            Actions::new()
                .set_field(field("reg9"), u128::from(d))
                .output("uplink"),
        );
    }
    actions.resubmit(c % 200).output(Port(u16::from(d) + 1))
}

proptest! {
    #[test]
    fn flows_are_read_as_they_were_written(
        seed: u64, more: u64, kind in 0..6, prefix in 0u8..=32, table in 0u8..200, priority: u16, cookie: u64,
    ) {
        let packets = Matching::packets();
        let address = Ipv4Addr::from_bits(more as u32);
        let wide = Ipv6Addr::from_bits(u128::from(more) << 64 | u128::from(seed));
        let flow = match kind {
            0 => Flow::new(common(seed, packets)),
            1 => Flow::new(common(seed, packets.ipv4().from(address, prefix))),
            2 => Flow::new(common(seed, packets.ipv4().to(address, prefix).tcp().to_port(more as u16))),
            3 => Flow::new(common(seed, packets.ipv6().to(wide, prefix * 4).udp().from_port(seed as u16))),
            4 => Flow::new(common(seed, packets.ipv6().icmp().icmp_type(135))),
            _ => Flow::new(common(seed, packets.arp().to_protocol_address(address, prefix).operation(1))),
        };
        let mut names = Names::new();
        names.add_port("uplink", Port(7));
        let flow = flow.table(table).priority(priority).cookie(cookie).actions(actions(more, kind == 1 || kind == 2)).goto_table(table + 1);
        let flow = flow.finish(&names).expect("the builder lets only right flows through");

        let text = format_flow(&flow, &Names::new());
        let parsed = parse_flow(&text, &Names::new()).expect("the text is a flow");
        for version in [Version::V1_3, Version::V1_4, Version::V1_5] {
            let bytes = flow.encode(version, 1).expect("the flow is encoded");
            prop_assert_eq!(&parsed.encode(version, 1).expect("the flow is encoded"), &bytes, "{}", text);
            let read = FlowMod::decode(&Frame::parse(&bytes).expect("a message")).expect("a flow");
            prop_assert_eq!(&read.matches, &flow.matches, "{}", text);
            prop_assert_eq!(&read.encode(version, 1).expect("the flow is encoded"), &bytes, "{}", text);
        }
    }
}
