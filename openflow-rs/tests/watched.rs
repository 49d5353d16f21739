//! Reconciling with flow monitors: a dump and what is told after it are as good as another dump.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod support;

use openflow_rs::connection::{Batch, Client, Event, Settings};
use openflow_rs::reconcile::{Desired, Effect, Keeper, Reconcile, ReconcileError, Report, reconcile};
use openflow_rs::table::FlowSet;
use openflow_rs::text::{Names, format_flow, parse_flow};
use openflow_rs::wire::{
    BundleAdd, BundleControl, ErrorCode, ErrorMessage, FlowFlags, FlowMod, FlowMonitor, FlowStatsRequest,
};
use openflow_rs::wire::{Frame, Hello, Kind, Version, put_message};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::future::Future;
use std::task::Poll;
use std::time::Duration;
use support::model::{Model, Moment, OURS, OwnChanges, V};
use support::vswitchd::Vswitchd;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// `soak` with `NNC_SOAK=1`, else `usual`.
fn count(usual: u32, soak: u32) -> u32 {
    if std::env::var("NNC_SOAK").is_ok_and(|value| value == "1") {
        soak
    } else {
        usual
    }
}

fn flow(text: &str) -> FlowMod {
    parse_flow(text, &Names::new()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn ours(text: &str) -> FlowMod {
    FlowMod {
        new_cookie: OURS.cookie(1).unwrap(),
        ..flow(text)
    }
}

fn desired(texts: &[&str]) -> Desired {
    let mut desired = Desired::new(V, OURS);
    texts.iter().for_each(|text| {
        desired.add(&ours(text)).unwrap();
    });
    desired
}

/// The flows of ours as text, with everything that a dump shows.
fn own(flows: &BTreeMap<String, FlowMod>) -> Vec<String> {
    let mut set = FlowSet::new(V);
    for flow in flows.values() {
        if OURS.owner(flow.new_cookie) == openflow_rs::table::Owner::Own {
            set.insert(flow).unwrap();
        }
    }
    texts(&set)
}

fn texts(set: &FlowSet) -> Vec<String> {
    let flows = set.iter().map(|flow| flow.to_flow_mod().unwrap());
    let mut all: Vec<String> = flows.map(|flow| format_flow(&flow, &Names::new())).collect();
    all.sort();
    all
}

/// A switch with these flows of ours.
fn holding(texts: &[&str]) -> Model {
    let mut switch = Model::default();
    texts.iter().for_each(|text| switch.add(ours(text)));
    switch.take_told();
    switch
}

const WANTED: [&str; 3] = [
    "arp,actions=output:1",
    "udp,actions=output:2",
    "tcp,actions=output:3",
];
/// Of the three, one is right and one is wrong; one more is there that should not be.
const HELD: [&str; 3] = [
    "arp,actions=output:1",
    "udp,actions=output:9",
    "icmp,actions=output:4",
];

/// All of the three, one of them wrong, and one more.
const ALL_HELD: [&str; 4] = [
    "arp,actions=output:1",
    "udp,actions=output:9",
    "tcp,actions=output:3",
    "icmp,actions=output:4",
];

/// Reconciles what is held to what is wanted, with others doing `meanwhile`.
fn watched(switch: &mut Model, meanwhile: impl FnMut(&mut Model, Moment)) -> Report {
    let desired = desired(&WANTED);
    let report = switch
        .drive(Reconcile::watched(&desired), meanwhile)
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(own(&switch.flows), texts(desired.flows()));
    report
}

#[test]
fn what_the_switch_tells_of_each_change_confirms_it() {
    let report = watched(&mut holding(&HELD), |_, _| {});
    // One dump of ours, one of all flows, for something is to be added.
    assert_eq!((report.dumps, report.bundles, report.unchanged), (2, 1, 3));
    let report = watched(&mut holding(&ALL_HELD), |_, _| {});
    assert_eq!((report.dumps, report.bundles, report.unchanged), (1, 1, 3));
    assert_eq!((report.modified, report.deleted), (1, 1));
}

#[test]
fn without_being_told_it_is_dumped_again() {
    let wanted = desired(&WANTED);
    let mut switch = holding(&HELD);
    let report = switch.drive(Reconcile::new(&wanted), |_, _| {}).unwrap();
    assert_eq!(report.dumps, 3);

    let mut switch = holding(&HELD);
    let mut machine = Reconcile::watched(&wanted);
    machine.unwatched();
    assert_eq!(switch.drive(machine, |_, _| {}).unwrap().dumps, 3);

    let mut switch = holding(&HELD);
    switch.own_changes = OwnChanges::InShort;
    assert_eq!(watched(&mut switch, |_, _| {}).dumps, 3);

    // One of the updates is lost.
    for lost in 0..3 {
        let mut switch = holding(&HELD);
        let mut machine = Reconcile::watched(&wanted);
        let mut step = 0;
        let report = loop {
            match machine.next() {
                Effect::Dump { cookie, mask } => {
                    for part in switch.dump(cookie, mask) {
                        machine.observe(&Frame::parse(&part).unwrap()).unwrap();
                    }
                    machine.dumped().unwrap();
                }
                Effect::Bundle(batch) => {
                    switch.carry_out(&batch, OwnChanges::InFull);
                    for message in switch.take_told() {
                        if step != lost {
                            machine.told(&Frame::parse(&message).unwrap());
                        }
                        step += 1;
                    }
                    machine.carried_out();
                }
                Effect::Done(report) => break report,
            }
        };
        assert_eq!((step, report.dumps, report.bundles), (3, 3, 1), "{lost}");
    }
}

#[test]
fn what_others_do_meanwhile_is_seen() {
    for moment in [Moment::Dumping, Moment::Dumped, Moment::CarriedOut] {
        for (what, act) in [
            ("a flow of ours is changed", 0),
            ("a flow of ours goes", 1),
            ("a flow with a cookie of ours comes", 2),
        ] {
            let mut switch = holding(&ALL_HELD);
            let mut done = false;
            let report = watched(&mut switch, |switch, now| {
                if now == moment && !done {
                    done = true;
                    match act {
                        0 => switch.modify(&ours("arp,actions=output:7")),
                        1 => switch.remove(&ours("arp,actions=drop")),
                        _ => switch.add(ours("priority=5,actions=drop")),
                    }
                }
            });
            // What is missing takes a dump of all flows too.
            let dumps = if act == 1 { 3 } else { 2 };
            assert_eq!((report.dumps, report.bundles), (dumps, 2), "{what}, {moment:?}");
        }
        // What is of no concern costs nothing.
        let mut switch = holding(&ALL_HELD);
        let report = watched(&mut switch, |switch, now| {
            if now == moment {
                switch.add(FlowMod {
                    new_cookie: OURS.learned_cookie(1).unwrap(),
                    ..flow("priority=5,actions=drop")
                });
                switch.add(flow("priority=6,actions=drop"));
            }
        });
        assert_eq!((report.dumps, report.bundles), (1, 1), "{moment:?}");
    }
}

#[test]
fn a_pause_counts_unless_all_was_told_before() {
    for moment in [Moment::Asked, Moment::Dumping, Moment::Dumped] {
        let report = watched(&mut holding(&HELD), |switch, now| {
            if now == moment {
                switch.pause();
            }
        });
        assert_eq!(report.dumps, 3, "{moment:?}");
    }
    let report = watched(&mut holding(&HELD), |switch, now| {
        if now == Moment::CarriedOut {
            switch.pause();
        }
    });
    assert_eq!(report.dumps, 2);
    let report = watched(&mut holding(&HELD), |switch, now| {
        if now == Moment::CarriedOut {
            switch.pause();
            switch.resume();
        }
    });
    assert_eq!(report.dumps, 3);
}

#[test]
fn flags_are_seen_in_dumps_only() {
    let plain = ["arp,actions=output:1"];
    let flagged = ["send_flow_rem,arp,actions=output:1"];
    for (before, after, dumps) in [
        (&plain, &flagged, 2),
        (&flagged, &plain, 2),
        (&plain, &["idle_timeout=5,arp,actions=output:1"], 1),
    ] {
        let wanted = desired(after);
        let mut switch = holding(before);
        let report = switch.drive(Reconcile::watched(&wanted), |_, _| {}).unwrap();
        assert_eq!(own(&switch.flows), texts(wanted.flows()));
        assert_eq!(report.replaced, 1);
        assert_eq!(report.dumps, dumps, "{before:?} {after:?}");
    }
}

#[test]
fn a_flow_that_somebody_adds_once_more_is_looked_at() {
    // With another flag, which is not told.
    let mut done = false;
    let report = watched(&mut holding(&ALL_HELD), |switch, now| {
        if now == Moment::CarriedOut && !done {
            done = true;
            switch.add(ours("send_flow_rem,arp,actions=output:1"));
        }
    });
    assert_eq!((report.replaced, report.bundles), (1, 2));
}

/// What somebody else does.
#[derive(Debug, Clone)]
enum Act {
    Add(FlowMod),
    Modify(FlowMod),
    Remove(FlowMod),
    Pause,
    Resume,
}

/// One of a few flows, so that places meet, with a cookie of ours, or of a learned flow, or of others.
fn any_flow() -> impl Strategy<Value = FlowMod> {
    let cookie = prop_oneof![
        6 => (0u64..2).prop_map(|object| OURS.value() | object),
        1 => Just(OURS.value() | 0x8000_0000),
        2 => Just(9),
    ];
    (0u8..2, 0u8..4, 0u8..2, 0u16..2, any::<bool>(), cookie).prop_map(
        |(table, host, port, idle, flag, cookie)| {
            let text = format!(
                "table={table},idle_timeout={idle},ip,nw_dst=10.0.0.{host},actions=output:{}",
                port + 1
            );
            let flags = if flag {
                FlowFlags::SEND_FLOW_REM
            } else {
                FlowFlags(0)
            };
            FlowMod {
                new_cookie: cookie,
                flags,
                ..flow(&text)
            }
        },
    )
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => any_flow().prop_map(Act::Add),
        2 => any_flow().prop_map(Act::Modify),
        2 => any_flow().prop_map(Act::Remove),
        1 => Just(Act::Pause),
        1 => Just(Act::Resume),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(count(1000, 100_000)))]
    /// What cannot be read confirms nothing.
    #[test]
    fn broken_updates_do_no_harm(
        bytes in proptest::collection::vec(any::<u8>(), 0..120),
        cut in 0usize..400,
        version in 4u8..7,
    ) {
        let wanted = desired(&WANTED);
        let mut switch = holding(&HELD);
        let mut spoilt = true;
        let mut machine = Reconcile::watched(&wanted);
        let report = loop {
            match machine.next() {
                Effect::Dump { cookie, mask } => {
                    for part in switch.dump(cookie, mask) {
                        machine.observe(&Frame::parse(&part).unwrap()).unwrap();
                    }
                    machine.dumped().unwrap();
                }
                Effect::Bundle(batch) => {
                    switch.carry_out(&batch, OwnChanges::InFull);
                    let told = switch.take_told();
                    let mut body = told.iter().flat_map(|told| Frame::parse(told).unwrap().body().to_vec()).collect::<Vec<u8>>();
                    let whole = body.clone();
                    body.truncate(cut.min(whole.len() - 1));
                    body.extend(&bytes);
                    // Elsewhere chance may have hit what does not matter, such as the actions of a flow that is gone.
                    spoilt = body.len() < whole.len() || version != V.to_wire();
                    let version = Version::ALL.into_iter().find(|known| known.to_wire() == version).unwrap();
                    let mut message = Vec::new();
                    put_message(&mut message, Kind::FlowMonitorReply, version, 0, |out| out.extend(&body)).unwrap();
                    // Of another length it is no message: see the test with a switch that sends such a one.
                    if let Ok(frame) = Frame::parse(&message) {
                        machine.told(&frame);
                    }
                    machine.carried_out();
                }
                Effect::Done(report) => break report,
            }
        };
        prop_assert_eq!(report.bundles, 1);
        prop_assert!(report.dumps == 3 || !spoilt && report.dumps == 2);
        prop_assert_eq!(own(&switch.flows), texts(wanted.flows()));
    }

    /// Whoever does what at whatever moment: what the switch held when it gave its last word is what it should.
    #[test]
    fn the_last_word_of_the_switch_is_true(
        wanted in proptest::collection::vec(any_flow(), 0..6),
        held in proptest::collection::vec(any_flow(), 0..6),
        acts in proptest::collection::vec((0usize..12, any_act()), 0..4),
        short in proptest::bool::weighted(0.1),
    ) {
        let mut desired = Desired::new(V, OURS);
        for flow in &wanted {
            let cookie = OURS.value() | flow.new_cookie & 1;
            desired.add(&FlowMod { new_cookie: cookie, ..flow.clone() }).unwrap();
        }
        let mut switch = Model::default();
        held.into_iter().for_each(|flow| switch.add(flow));
        switch.take_told();
        if short {
            switch.own_changes = OwnChanges::InShort;
        }
        let mut step = 0;
        let mut dumped = BTreeMap::new();
        let mut last = Moment::Asked;
        let result = switch.drive(Reconcile::watched(&desired), |switch, moment| {
            if moment == Moment::Dumping {
                dumped = switch.flows.clone();
            }
            last = moment;
            for (_, act) in acts.iter().filter(|(when, _)| *when == step) {
                match act.clone() {
                    Act::Add(flow) => switch.add(flow),
                    Act::Modify(flow) => switch.modify(&flow),
                    Act::Remove(flow) => switch.remove(&flow),
                    Act::Pause => switch.pause(),
                    Act::Resume => switch.resume(),
                }
            }
            step += 1;
        });
        match result {
            Ok(_) => {
                let held = match (last, &switch.paused) {
                    (Moment::CarriedOut, Some(paused)) => paused,
                    (Moment::CarriedOut, None) => &switch.flows,
                    _ => &dumped,
                };
                prop_assert_eq!(own(held), texts(desired.flows()));
            }
            Err(ReconcileError::Conflict { .. } | ReconcileError::Unsettled(_)) => {}
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}

async fn connect(switch: &Vswitchd, version: Version) -> Client {
    let settings = Settings {
        versions: vec![version],
        ..Settings::default()
    };
    Client::connect_with(&switch.target().parse().unwrap(), settings)
        .await
        .unwrap()
}

/// How a switch answers when it is asked for a monitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Monitors {
    Refused,
    Unanswered,
    /// The standard's meaning of the bit for own changes only.
    InShort,
    /// All is told, and something that cannot be read.
    Spoilt,
}

/// Serves one controller with the flows of a model until it hangs up; returns what requests for monitors came.
async fn serve(
    mut stream: tokio::io::DuplexStream,
    mut model: Model,
    monitors: Monitors,
) -> Vec<FlowMonitor> {
    let mut requests = Vec::new();
    let mut bundle = Batch::new(V);
    let mut out = Vec::new();
    Hello::put(&[V], 0, &mut out).unwrap();
    loop {
        if stream.write_all(&out).await.is_err() {
            return requests;
        }
        out.clear();
        let mut message = vec![0; 8];
        if stream.read_exact(&mut message).await.is_err() {
            return requests;
        }
        message.resize(Frame::length(&message).unwrap(), 0);
        stream.read_exact(&mut message[8..]).await.unwrap();
        let frame = Frame::parse(&message).unwrap();
        let xid = frame.xid();
        let mut answer =
            |kind, body: &[u8]| put_message(&mut out, kind, V, xid, |out| out.extend(body)).unwrap();
        match frame.kind() {
            Kind::Hello => {}
            Kind::FlowMonitorRequest => {
                requests.extend(FlowMonitor::decode_all(&frame).map(Result::unwrap));
                match monitors {
                    Monitors::Refused => {
                        ErrorMessage::put(ErrorCode::OFPBRC_BAD_STAT, V, xid, &[], &mut out).unwrap();
                    }
                    Monitors::Unanswered => {}
                    Monitors::InShort | Monitors::Spoilt => answer(Kind::FlowMonitorReply, &[]),
                }
            }
            Kind::FlowRequest => {
                let request = FlowStatsRequest::decode(&frame).unwrap();
                let parts = model.dump(request.cookie, request.cookie_mask);
                assert_eq!(parts.len(), 1, "three flows at most");
                let flows = Frame::parse(&parts[0]).unwrap().body().to_vec();
                answer(Kind::FlowReply, &flows);
            }
            Kind::BundleControl => {
                let control = BundleControl::decode(&frame).unwrap();
                if control.step == BundleControl::COMMIT {
                    let batch = std::mem::replace(&mut bundle, Batch::new(V));
                    let (own, spoilt): (_, &[u8]) = match monitors {
                        Monitors::Spoilt => (
                            OwnChanges::InFull,
                            &[5, 19, 0, 18, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 8],
                        ),
                        _ => (OwnChanges::InShort, &[]),
                    };
                    model.carry_out(&batch, own);
                    let told = model.take_told();
                    if matches!(monitors, Monitors::InShort | Monitors::Spoilt) {
                        out.extend([&told.concat(), spoilt].concat());
                    }
                }
                let step = control.step + 1;
                BundleControl { step, ..control }.put(V, xid, &mut out).unwrap();
            }
            Kind::BundleAddMessage => {
                let add = BundleAdd::decode(&frame).unwrap();
                bundle
                    .push(|_, out| {
                        out.extend_from_slice(add.message);
                        Ok(())
                    })
                    .unwrap();
            }
            Kind::BarrierRequest => answer(Kind::BarrierReply, &[]),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_switch_that_does_not_tell_everything_is_asked_again() {
    for monitors in [
        Monitors::Refused,
        Monitors::Unanswered,
        Monitors::InShort,
        Monitors::Spoilt,
    ] {
        let (near, far) = tokio::io::duplex(1 << 16);
        let model = holding(&[
            "arp,actions=output:1",
            "udp,actions=output:9",
            "tcp,actions=output:3",
        ]);
        let switch = tokio::spawn(serve(far, model, monitors));
        let settings = Settings {
            versions: vec![V],
            ..Settings::default()
        };
        let mut client = Client::over(Box::new(near), settings).await.unwrap();
        for (modified, dumps) in [(1, 2), (0, 1)] {
            let report = reconcile(&mut client, &desired(&WANTED)).await.unwrap();
            assert_eq!((report.modified, report.dumps), (modified, dumps), "{monitors:?}");
        }
        assert_eq!(unasked(&mut client).await, [], "{monitors:?}");
        drop(client);
        let requests = switch.await.unwrap();
        let ends: Vec<bool> = requests.iter().map(|request| request.ends).collect();
        // What was not opened is not closed.
        let expected = match monitors {
            Monitors::InShort | Monitors::Spoilt => vec![false, false, true, true, false, true],
            Monitors::Refused | Monitors::Unanswered => vec![false, false],
        };
        assert_eq!(ends, expected, "{monitors:?}");
    }
}

/// Flow `i` of a few hundred, with this many changed.
fn many(version: Version, flows: u32, changed: u32) -> Desired {
    let mut desired = Desired::new(version, OURS);
    for i in 0..flows {
        let port = if i < changed { 2 } else { 1 };
        let text = format!(
            "ip,nw_dst=10.0.{}.{},actions=load:{i}->NXM_NX_REG0[],output:{port}",
            i / 250,
            i % 250
        );
        desired.claim(flow(&text), 1).unwrap();
    }
    desired
}

/// Everything that came unasked, until the switch has nothing more to say.
async fn unasked(client: &mut Client) -> Vec<Event> {
    client.barrier().await.unwrap();
    let mut all = Vec::new();
    while let Ok(event) = tokio::time::timeout(Duration::ZERO, client.next_message()).await {
        all.push(event.unwrap());
    }
    all
}

#[tokio::test]
async fn open_vswitch_confirms_what_it_is_told() {
    let switch = Vswitchd::start("confirms");
    for version in [Version::V1_3, Version::V1_4, Version::V1_5] {
        let mut client = connect(&switch, version).await;
        let dumps = async |client: &mut Client, desired: &Desired| {
            let report = reconcile(client, desired).await.unwrap();
            let clean = reconcile(client, desired).await.unwrap();
            assert!(clean.is_clean(), "{version}: {clean:?}");
            assert_eq!(clean.unchanged, report.unchanged, "{version}");
            (report.changed(), report.dumps, clean.dumps)
        };
        // So many are asked for once more; a few are told: changed, removed, added.
        for (flows, changed, expected) in [
            (500, 0, (500, 3, 1)),
            (500, 40, (40, 1, 1)),
            (400, 40, (100, 1, 1)),
            (430, 40, (30, 2, 1)),
            (400, 40, (30, 1, 1)),
        ] {
            let desired = many(version, flows, changed);
            assert_eq!(dumps(&mut client, &desired).await, expected, "{version}");
        }
        // Another timeout and another cookie.
        let mut other = many(version, 398, 40);
        other
            .claim(
                flow("idle_timeout=600,ip,nw_dst=10.0.1.148,actions=load:398->NXM_NX_REG0[],output:1"),
                1,
            )
            .unwrap();
        other
            .claim(
                flow("ip,nw_dst=10.0.1.149,actions=load:399->NXM_NX_REG0[],output:1"),
                2,
            )
            .unwrap();
        assert_eq!(dumps(&mut client, &other).await, (2, 1, 1), "{version}");
        // The monitors are gone: nothing is told any more, and they can be opened anew.
        switch.ofctl(
            &["-O", "OpenFlow14"],
            "add-flow",
            &["cookie=3,priority=9,actions=drop"],
        );
        assert_eq!(unasked(&mut client).await, [], "{version}");
        // More than Open vSwitch tells without a pause, which comes after all of it.
        // More than Open vSwitch tells without a pause, which comes after all of it.
        for (changed, expected) in [(40, (11_602, 3, 1)), (1_540, (1_500, 1, 1))] {
            let desired = many(version, 12_000, changed);
            assert_eq!(dumps(&mut client, &desired).await, expected, "{version}");
            assert_eq!(unasked(&mut client).await, [], "{version}");
        }
        let empty = Desired::new(version, OURS);
        assert_eq!(dumps(&mut client, &empty).await, (12_000, 2, 1), "{version}");
    }
}

#[tokio::test]
async fn monitors_end_with_a_reconciliation_that_fails_or_is_given_up() {
    let switch = Vswitchd::start("givenup");
    let mut client = connect(&switch, V).await;
    let mut bad = many(V, 10, 0);
    bad.claim(flow("priority=3,udp actions=group:99"), 2).unwrap();
    for _ in 0..2 {
        let error = reconcile(&mut client, &bad).await.unwrap_err();
        assert_eq!(error.code(), "switch-refused");
    }
    // A future that is dropped wherever it is.
    for polls in 1..6 {
        let wanted = many(V, 10, polls);
        let mut reconciling = std::pin::pin!(reconcile(&mut client, &wanted));
        for _ in 0..polls {
            let _ = std::future::poll_fn(|context| Poll::Ready(reconciling.as_mut().poll(context))).await;
        }
    }
    unasked(&mut client).await;
    switch.ofctl(
        &["-O", "OpenFlow14"],
        "add-flow",
        &["cookie=3,priority=9,actions=drop"],
    );
    assert_eq!(unasked(&mut client).await, []);
    let report = reconcile(&mut client, &many(V, 10, 0)).await.unwrap();
    assert_eq!((report.dumps, report.added + report.unchanged), (2, 20));
}

#[tokio::test]
async fn monitors_of_others_on_the_connection_are_left_alone() {
    let switch = Vswitchd::start("theirs");
    let mut client = connect(&switch, V).await;
    client
        .monitor(&FlowMonitor::of_changes(1), |_| Ok(()))
        .await
        .unwrap();
    let report = reconcile(&mut client, &many(V, 10, 0)).await.unwrap();
    assert_eq!((report.dumps, report.added), (3, 10));
    // In short: no monitor wanted more.
    assert_eq!(unasked(&mut client).await.len(), 1);

    // A keeper opens its own, and goes on being told by the first.
    let desired = many(V, 10, 5);
    let (mut keeper, first) = Keeper::begin(connect(&switch, V).await, &desired).await.unwrap();
    assert_eq!((first.modified, first.dumps), (5, 1));
    switch.ofctl(
        &["-O", "OpenFlow14"],
        "mod-flows",
        &["ip,nw_dst=10.0.0.7,actions=drop"],
    );
    let mended = keeper.next_repair().await.unwrap();
    assert_eq!((mended.modified, mended.dumps), (1, 1));
    switch.ofctl(&["-O", "OpenFlow14"], "del-flows", &["ip,nw_dst=10.0.0.8"]);
    let mended = keeper.next_repair().await.unwrap();
    assert_eq!((mended.added, mended.dumps), (1, 2));
}
