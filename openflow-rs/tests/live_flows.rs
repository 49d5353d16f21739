//! Random flows of the builder, sent to a live switch by the client; what the switch then holds is asked by the client
//! and by `ovs-ofctl`, and both must be what was sent.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod support;

use openflow_rs::build::{Actions, Bits, Connection, Flow, Matching, Translation};
use openflow_rs::connection::{Batch, Client, Settings};
use openflow_rs::table::{Changes, CookieSpace, FlowSet, StoredFlow};
use openflow_rs::text::{Names, format_flow, parse_actions, parse_flow};
use openflow_rs::wire::{Command, Field, FlowMod, FlowStats, Port, Version};
use std::net::{Ipv4Addr, Ipv6Addr};
use support::Random;
use support::vswitchd::Vswitchd;

fn field(name: &str) -> &'static Field {
    Field::from_name(name).unwrap_or_else(|| panic!("{name} is a field"))
}

fn register(r: &mut Random) -> Bits {
    let field = field(&format!("reg{}", r.below(16)));
    let width = 1 + r.below(32) as u16;
    Bits::range(field, r.below(33 - u64::from(width)) as u16, width).expect("bits of the register")
}

fn sixteen_bits(r: &mut Random) -> Bits {
    Bits::range(field(&format!("reg{}", r.below(16))), r.below(17) as u16, 16).expect("bits of the register")
}

/// What all packets can be asked for.
fn common<P>(r: &mut Random, mut packets: Matching<P>) -> Matching<P> {
    if r.below(3) == 0 {
        packets = packets.in_port(Port(1 + r.below(9) as u16));
    }
    if r.below(4) == 0 {
        packets = packets.metadata(r.next(), r.next());
    }
    if r.below(3) == 0 {
        packets = packets.eth_dst([2, r.next() as u8, 3, 4, 5, 6]);
    }
    match r.below(5) {
        0 => packets = packets.vlan(r.below(4096) as u16),
        1 => packets = packets.untagged(),
        _ => {}
    }
    if r.below(4) == 0 {
        packets = packets
            .ct_state(0x20 | r.below(16) as u8 & 0x0a, 0x2a)
            .ct_zone(r.next() as u16);
    }
    if r.below(5) == 0 {
        packets = packets.ct_mark(r.next() as u32, r.next() as u32);
    }
    if r.below(3) == 0 {
        let bits = sixteen_bits(r);
        packets = packets.bits(bits, u128::from(r.next() as u16));
    }
    packets
}

/// Only IP packets can be tracked, and only IPv4 packets get IPv4 addresses.
fn actions(r: &mut Random, (ip, ipv4): (bool, bool), depth: u32) -> Actions {
    let mut actions = Actions::new();
    for _ in 0..1 + r.below(4) {
        actions = match r.below(13) {
            0 => {
                let bits = sixteen_bits(r);
                actions.load(u64::from(r.next() as u16), bits)
            }
            1 => actions.copy(sixteen_bits(r), sixteen_bits(r)),
            2 => actions.set_field(field("eth_src"), u128::from(r.next() >> 16)),
            3 => actions.set_field(field(&format!("reg{}", r.below(16))), u128::from(r.next() as u32)),
            4 => actions.resubmit(r.below(200) as u8),
            5 => actions.resubmit_from(Port(1 + r.below(9) as u16), r.below(200) as u8),
            6 if depth < 2 => actions.with_copy(self::actions(r, (ip, ipv4), depth + 1)),
            7 if ip => {
                let zone = Connection::in_zone(r.next() as u16)
                    .commit()
                    .mark(r.next() as u32);
                let nat = Translation::source(Ipv4Addr::from_bits(0x0a00_0000 | r.next() as u32 >> 8).into());
                actions.track(if ipv4 {
                    zone.translate(&nat.ports(1024, 2048))
                } else {
                    zone
                })
            }
            8 if ip => actions.track(Connection::in_zone(r.next() as u16).then_table(r.below(200) as u8)),
            9 => actions.controller(r.next() as u16, r.next() as u16, &r.next().to_be_bytes()),
            10 => {
                let bits = register(r);
                actions.push(bits).pop(bits)
            }
            11 => {
                // What the builder has no word for comes from the text.
                let learn = format!(
                    "learn(table={},priority={},cookie={:#x},NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],\
                     load:NXM_OF_IN_PORT[]->NXM_NX_REG1[0..15],output:NXM_OF_IN_PORT[])",
                    r.below(200),
                    r.next() as u16,
                    r.next(),
                );
                let learn = parse_actions(&learn, &Names::new()).expect("an action").remove(0);
                actions.action(learn)
            }
            _ => actions.output(Port(1 + r.below(9) as u16)),
        };
    }
    actions.output("uplink")
}

fn random(r: &mut Random, names: &Names) -> FlowMod {
    let packets = Matching::packets();
    let address = Ipv4Addr::from_bits(r.next() as u32);
    let wide = Ipv6Addr::from_bits(u128::from(r.next()) << 64 | u128::from(r.next()));
    let prefix = r.below(33) as u8;
    let kind = r.below(7);
    let port = r.next() as u16;
    let flow = match kind {
        0 => Flow::new(common(r, packets)),
        1 => Flow::new(common(r, packets.ipv4().from(address, prefix))),
        2 => Flow::new(common(r, packets.ipv4().to(address, prefix).tcp().to_port(port))),
        3 => Flow::new(common(
            r,
            packets.ipv6().to(wide, prefix * 4).udp().from_port(port),
        )),
        4 => Flow::new(common(r, packets.ipv6().icmp().icmp_type(port as u8))),
        5 => Flow::new(common(r, packets.ipv4().sctp().from_port(port))),
        _ => Flow::new(common(
            r,
            packets.arp().to_protocol_address(address, prefix).operation(1),
        )),
    };
    let table = r.below(200) as u8;
    let mut flow = flow
        .table(table)
        .priority(r.next() as u16)
        .cookie(r.next() >> 1)
        .actions(actions(r, ((1..6).contains(&kind), matches!(kind, 1 | 2 | 5)), 0));
    if r.below(4) == 0 {
        // Not so short that it goes while the test runs.
        flow = flow
            .idle_timeout(3600 + r.below(60_000) as u16)
            .hard_timeout(3600 + r.below(60_000) as u16);
    }
    if r.below(4) == 0 {
        flow = flow.tell_removal();
    }
    if r.below(4) == 0 {
        flow = flow.write_metadata(r.next(), r.next());
    }
    if r.below(3) == 0 {
        flow = flow.goto_table(table + 1 + r.below(50) as u8);
    }
    let built = format!("{flow:?}");
    flow.finish(names)
        .unwrap_or_else(|error| panic!("the builder lets only right flows through: {error}: {built}"))
}

/// A flow that was dumped, as one to add.
fn as_added(flow: &FlowStats) -> FlowMod {
    FlowMod {
        table: flow.table,
        priority: flow.priority,
        matches: flow.matches.clone(),
        actions: flow.actions.clone(),
        new_cookie: flow.cookie,
        idle_timeout: flow.idle_timeout,
        hard_timeout: flow.hard_timeout,
        importance: flow.importance,
        flags: flow.flags,
        ..FlowMod::new(Command::Add)
    }
}

fn described(flow: Option<StoredFlow<'_>>) -> String {
    flow.and_then(|flow| flow.to_flow_mod().ok())
        .map_or_else(String::new, |flow| format_flow(&flow, &Names::new()))
}

/// How many flows differ.
fn differences(sent: &FlowSet, held: &FlowSet, who: &str) -> usize {
    let changes = Changes::between(sent, held, CookieSpace::EVERYTHING);
    for change in changes.iter().take(5) {
        println!(
            "{who}: sent {}\n  held {}",
            described(change.after),
            described(change.before)
        );
    }
    changes.len()
}

#[tokio::test]
async fn a_switch_holds_what_the_builder_made() {
    let soak = std::env::var("NNC_SOAK").is_ok_and(|soak| soak == "1");
    let rounds = if soak { 7 } else { 1 };
    let switch = Vswitchd::start("live-flows");
    let mut names = Names::new();
    names.add_port("uplink", Port(7));
    let (mut compared, mut different) = (0, 0);
    for (version, protocol) in [
        (Version::V1_3, "OpenFlow13"),
        (Version::V1_4, "OpenFlow14"),
        (Version::V1_5, "OpenFlow15"),
    ] {
        let settings = Settings {
            versions: vec![version],
            ..Settings::default()
        };
        let mut client = Client::connect_with(&switch.target().parse().unwrap(), settings)
            .await
            .unwrap();
        let mut r = Random(0xb111d ^ u64::from(version.to_wire()));
        for _ in 0..rounds {
            let mut sent = FlowSet::new(version);
            let mut batch = Batch::new(version);
            batch.flow(&FlowMod::new(Command::Delete)).unwrap();
            for _ in 0..1000 {
                let flow = random(&mut r, &names);
                batch.flow(&flow).unwrap();
                sent.insert(&flow).unwrap();
            }
            client.bundle(batch).await.unwrap();
            let mut ours = FlowSet::new(version);
            for flow in client.flows(0, 0).await.unwrap() {
                ours.insert(&as_added(&flow)).unwrap();
            }
            let mut theirs = FlowSet::new(version);
            let dump = switch.ofctl(&["-O", protocol, "--no-names", "--no-stats"], "dump-flows", &[]);
            for line in dump.lines().filter(|line| line.contains("actions=")) {
                let flow = parse_flow(line, &Names::new()).unwrap_or_else(|error| panic!("{line}: {error}"));
                theirs.insert(&flow).unwrap();
            }
            compared += sent.len();
            different += differences(&sent, &ours, "the client") + differences(&sent, &theirs, "ovs-ofctl");
        }
    }
    println!(
        "measured: {compared} random flows of the builder held by a live switch, {different} differences"
    );
    assert_eq!(different, 0);
}
