//! Bytes, beside rovs-openflow: OpenFlow 1.3, the only version that it has.

use crate::{FLOWS, TURNS, Verdict, duel, line};
use openflow_rs::build::{Actions, Bits, Flow as FlowBuilder, Matching};
use openflow_rs::table::{FlowSet, StoredFlows};
use openflow_rs::text::{Names, parse_flow};
use openflow_rs::wire::{Field, FlowMod, FlowStats, FlowStatsReply, Frame, Kind, Port, Version, put_message};
use rovs_openflow::{ActionList, Flow, FlowStatsEntry, Match};
use std::hint::black_box;
use std::net::Ipv4Addr;

const V: Version = Version::V1_3;
/// The NXM header of register 0.
const REG0: u32 = 0x0001_0004;

fn address(i: u32) -> Ipv4Addr {
    let [_, x, y, z] = i.to_be_bytes();
    Ipv4Addr::new(10, x, y, z)
}

/// The same flow, of the peer.
fn theirs(i: u32) -> Flow {
    let actions = ActionList::new()
        .load_field(REG0, 0, 32, u64::from(i))
        .output(200u32);
    Flow::add()
        .table(0)
        .priority(100)
        .match_fields(Match::new().eth_type(0x0800).ipv4_dst(address(i), 32))
        .actions(actions)
}

fn build(i: u32, register: Bits) -> FlowMod {
    let packets = Matching::packets().ipv4().to(address(i), 32);
    let actions = Actions::new().load(u64::from(i), register).output(Port(200));
    FlowBuilder::new(packets)
        .table(0)
        .priority(100)
        .actions(actions)
        .finish(&Names::new())
        .expect("a right flow")
}

/// A dump of the flows, as a switch sends it: parts of up to 64 KiB.
pub(crate) fn dump(flows: &[FlowMod], version: Version) -> Vec<Vec<u8>> {
    let part = |flows: &[FlowMod]| {
        let mut message = Vec::new();
        put_message(&mut message, Kind::FlowReply, version, 1, |out| {
            for flow in flows {
                let encoded = flow.encode(version, 0).expect("a flow that fits");
                let body = &encoded[48..];
                out.extend((48 + body.len() as u16).to_be_bytes());
                out.extend([0; 10]);
                out.extend(flow.priority.to_be_bytes());
                out.extend([0; 10]);
                out.extend([0; 24]);
                out.extend(body);
            }
        })
        .expect("a part that fits");
        message
    };
    flows.chunks(500).map(part).collect()
}

/// What decoding the flow's part of a dump must give.
fn stats_of(flow: &FlowMod) -> FlowStats {
    FlowStats {
        priority: flow.priority,
        matches: flow.matches.clone(),
        actions: flow.actions.clone(),
        ..FlowStats::default()
    }
}

pub(crate) fn measure(verdict: &mut Verdict) {
    let flows: Vec<FlowMod> = (0..FLOWS)
        .map(|i| parse_flow(&line(i), &Names::new()).expect("a flow"))
        .collect();
    let peers: Vec<Flow> = (0..FLOWS).map(theirs).collect();
    let version = rovs_openflow::Version::Of13;
    // The same bytes come out, but for the length of packets to the controller, which means nothing for a port.
    let mut bytes = peers[77].to_message(version, 0).encode().to_vec();
    let max_len = bytes.len() - 8;
    bytes[max_len..max_len + 2].fill(0);
    assert_eq!(flows[77].encode(V, 0).expect("a flow that fits"), bytes);

    let encoded = duel(
        || {
            for flow in &flows {
                black_box(flow.encode(V, 1).expect("a flow that fits"));
            }
        },
        || {
            for flow in &peers {
                black_box(flow.to_message(version, 1).encode());
            }
        },
        TURNS,
    );
    verdict.speed(
        "encode, each flow into a message of its own",
        "rovs-openflow",
        encoded,
        FLOWS,
        1.0,
    );
    let mut out = Vec::with_capacity(16 << 20);
    let mut their_out = Vec::with_capacity(16 << 20);
    let appended = duel(
        || {
            out.clear();
            for flow in &flows {
                flow.encode_to(V, 1, &mut out).expect("a flow that fits");
            }
        },
        || {
            their_out.clear();
            for flow in &peers {
                their_out.extend_from_slice(&flow.to_message(version, 1).encode());
            }
        },
        TURNS,
    );
    verdict.speed(
        "encode, all into one buffer",
        "rovs-openflow",
        appended,
        FLOWS,
        1.0,
    );
    let register = Bits::whole(Field::from_name("reg0").expect("a field"));
    let built = duel(
        || {
            for i in 0..FLOWS {
                black_box(build(i, register).encode(V, 1).expect("a flow that fits"));
            }
        },
        || {
            for i in 0..FLOWS {
                black_box(theirs(i).to_message(version, 1).encode());
            }
        },
        TURNS,
    );
    verdict.speed(
        "build (ours checks, theirs does not) and encode",
        "rovs-openflow",
        built,
        FLOWS,
        0.5,
    );

    let parts = dump(&flows, V);
    let replies = || {
        let frames = parts.iter().map(|part| Frame::parse(part).expect("a message"));
        frames.map(|frame| FlowStatsReply::new(&frame).expect("a dump"))
    };
    let theirs = || {
        let mut found = 0;
        for part in &parts {
            let mut rest = &part[16..];
            while !rest.is_empty() {
                let (entry, length) = FlowStatsEntry::decode(rest).expect("a flow");
                black_box(entry.decoded_instructions().expect("instructions"));
                black_box(entry);
                rest = &rest[length..];
                found += 1;
            }
        }
        assert_eq!(found, FLOWS);
    };
    // Every field and action, typed and checked; the memory of one flow is used for the next.
    let one_by_one = || {
        let (mut flow, mut found) = (FlowStats::default(), 0);
        for mut reply in replies() {
            while let Some(read) = reply.read_next(&mut flow) {
                read.expect("a flow");
                black_box(&flow);
                found += 1;
            }
        }
        assert_eq!((found, flow), (FLOWS, stats_of(&flows[FLOWS as usize - 1])));
    };
    verdict.speed(
        "decode a dump, flow by flow, matches and actions",
        "rovs-openflow",
        duel(one_by_one, theirs, TURNS),
        FLOWS,
        2.0,
    );
    let owned = || {
        let mut found = 0;
        for flow in replies().flatten() {
            black_box(flow.expect("a flow"));
            found += 1;
        }
        assert_eq!(found, FLOWS);
    };
    verdict.speed(
        "decode a dump, each flow into a value of its own",
        "rovs-openflow",
        duel(owned, theirs, TURNS),
        FLOWS,
        1.0,
    );
    let skim = || {
        let frames = parts.iter().map(|part| Frame::parse(part).expect("a message"));
        let flows = frames.flat_map(|frame| StoredFlows::new(&frame).expect("a dump"));
        assert_eq!(flows.filter(Result::is_ok).count(), FLOWS as usize);
    };
    let skimmed = duel(skim, theirs, TURNS);
    verdict.speed(
        "read a dump as reconciling does, comparing bytes",
        "rovs-openflow's decoding",
        skimmed,
        FLOWS,
        2.0,
    );

    let mut set = FlowSet::new(V);
    for flow in &flows {
        set.insert(flow).expect("a flow that is stored");
    }
    let each = set.heap_bytes() as f64 / f64::from(FLOWS);
    verdict.tell(
        each <= 200.0,
        format!("memory of a desired flow: {each:.0} bytes (bar 200)"),
    );
}
