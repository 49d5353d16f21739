//! Reconciling, without I/O against a model of a switch, and with a real Open vSwitch.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod support;

use openflow_rs::connection::{Client, Error, Settings};
use openflow_rs::reconcile::{Desired, Keeper, Reconcile, ReconcileError, reconcile};
use openflow_rs::table::{FlowSet, Owner};
use openflow_rs::text::{Names, format_flow, parse_flow};
use openflow_rs::wire::{FlowMod, FlowStats, Version};
use proptest::prelude::*;
use support::model::{Model, Moment, OURS, V, key};
use support::vswitchd::Vswitchd;

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

/// One of a few dozen flows, so that keys meet; `cookie` and the rest are up to the caller.
fn small_flow() -> impl Strategy<Value = FlowMod> {
    (0u8..3, 1u16..4, 0u8..4, 0u8..3, 0u16..2, 0u64..3).prop_map(|(table, priority, host, port, idle, object)| {
        let text = format!(
            "table={table},priority={priority},idle_timeout={idle},ip,nw_dst=10.0.0.{host},actions=output:{}",
            port + 1
        );
        let mut flow = flow(&text);
        flow.new_cookie = object;
        flow
    })
}

fn with_cookie(flow: &FlowMod, base: u64) -> FlowMod {
    FlowMod {
        new_cookie: base + flow.new_cookie,
        ..flow.clone()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(count(256, 20_000)))]
    #[test]
    fn ours_become_what_they_should_and_others_stay(
        wanted in proptest::collection::vec(small_flow(), 0..12),
        own in proptest::collection::vec(small_flow(), 0..12),
        learned in proptest::collection::vec(small_flow(), 0..4),
        foreign in proptest::collection::vec((small_flow(), any::<u64>()), 0..8),
        late in proptest::collection::vec((small_flow(), any::<u64>()), 0..3),
        watched in any::<bool>(),
    ) {
        let base = OURS.value();
        let mut desired = Desired::new(V, OURS);
        for flow in &wanted {
            desired.add(&with_cookie(flow, base)).unwrap();
        }
        let mut switch = Model::default();
        own.iter().for_each(|flow| switch.add(with_cookie(flow, base)));
        learned.iter().for_each(|flow| switch.add(with_cookie(flow, base | 0x8000_0000)));
        let stranger = |cookie: u64| if OURS.owner(cookie) == Owner::Foreign { cookie } else { 9 };
        for (flow, cookie) in &foreign {
            switch.add(FlowMod { new_cookie: stranger(*cookie), ..flow.clone() });
        }
        let before = switch.clone();
        let mut late: Vec<FlowMod> = late
            .iter()
            .map(|(flow, cookie)| FlowMod { new_cookie: stranger(*cookie), ..flow.clone() })
            .collect();
        // Late flows of others take the place of what is there, but not where that is to be replaced anyway: there
        // they would be lost, see the documentation of `Reconcile`.
        let replaced = |old: &FlowMod| {
            desired.flows().iter().any(|wanted| {
                let same = (wanted.cookie, wanted.idle_timeout) == (old.new_cookie, old.idle_timeout);
                !same && key(&wanted.to_flow_mod().unwrap()) == key(old)
            })
        };
        let mut seen = Vec::new();
        switch.take_told();
        let machine = if watched { Reconcile::watched(&desired) } else { Reconcile::new(&desired) };
        let result = switch.drive(machine, |switch, moment| {
            if moment == Moment::Dumped
                && let Some(flow) = late.pop()
                && switch.flows.get(&key(&flow)).is_some_and(|old| !replaced(old))
            {
                seen.push(flow.clone());
                switch.add(flow);
            }
        });
        // Whatever came of it: foreign flows are as they were, or as others made them.
        for (key, flow) in before.of(Owner::Foreign) {
            if !seen.iter().any(|late| self::key(late) == *key) {
                prop_assert_eq!(&switch.flows[key], flow);
            }
        }
        for flow in &seen {
            let last = seen.iter().rfind(|other| key(other) == key(flow)).unwrap();
            prop_assert_eq!(&switch.flows[&key(flow)], last);
        }
        for (key, flow) in before.of(Owner::Learned) {
            let wanted = desired.flows().iter().any(|wanted| self::key(&wanted.to_flow_mod().unwrap()) == *key);
            if !wanted && !seen.iter().any(|late| self::key(late) == *key) {
                prop_assert_eq!(&switch.flows[key], flow);
            }
        }
        match result {
            Ok(_) => {
                let mut held = FlowSet::new(V);
                for (_, flow) in switch.of(Owner::Own) {
                    held.insert(flow).unwrap();
                }
                // What others did after the last dump is not seen by anybody yet.
                let texts = |set: &FlowSet| {
                    let flows = set.iter().map(|flow| flow.to_flow_mod().unwrap());
                    let undisturbed = flows.filter(|flow| seen.iter().all(|late| key(late) != key(flow)));
                    let mut all: Vec<String> = undisturbed.map(|flow| format_flow(&flow, &Names::new())).collect();
                    all.sort();
                    all
                };
                prop_assert_eq!(texts(&held), texts(desired.flows()));
                if seen.is_empty() {
                    let again = switch.drive(Reconcile::new(&desired), |_, _| {}).unwrap();
                    prop_assert!(again.is_clean());
                }
            }
            Err(ReconcileError::Conflict { .. }) => {
                let meets = |flow: &FlowMod| {
                    let stands = switch.flows.get(&key(flow));
                    stands.is_some_and(|other| OURS.owner(other.new_cookie) == Owner::Foreign)
                };
                prop_assert!(desired.flows().iter().any(|flow| meets(&flow.to_flow_mod().unwrap())));
            }
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}

#[test]
fn somebody_who_never_stops_is_told_of() {
    let mut desired = Desired::new(V, OURS);
    desired.claim(flow("arp actions=output:1"), 1).unwrap();
    let mut switch = Model::default();
    let other = FlowMod {
        new_cookie: OURS.cookie(1).unwrap(),
        ..flow("arp actions=output:2")
    };
    for machine in [Reconcile::new(&desired), Reconcile::watched(&desired)] {
        let error = switch
            .drive(machine, |switch, moment| {
                if moment == Moment::CarriedOut {
                    switch.add(other.clone());
                }
            })
            .unwrap_err();
        assert_eq!(error, ReconcileError::Unsettled(1));
    }
}

async fn connect(switch: &Vswitchd) -> Client {
    let settings = Settings {
        versions: vec![V],
        ..Settings::default()
    };
    Client::connect_with(&switch.target().parse().unwrap(), settings)
        .await
        .unwrap()
}

/// A pipeline that learns: the first packet of a host makes a flow in table 1 that leads back to it.
fn learning(version: Version) -> Desired {
    let mut desired = Desired::new(version, OURS);
    for text in [
        "table=0,priority=10,in_port=1,actions=learn(table=1,priority=5,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],\
         output:NXM_OF_IN_PORT[]),output:2",
        "table=0,priority=10,in_port=2,actions=resubmit(,1)",
        "table=1,priority=0,actions=drop",
    ] {
        desired.claim(flow(text), 1).unwrap();
    }
    desired
}

fn packet(host: u16) -> String {
    let [high, low] = host.to_be_bytes();
    format!("in_port(1),eth(src=02:00:00:00:{high:02x}:{low:02x},dst=02:00:00:00:ff:02),eth_type(0x0806)")
}

async fn of(switch: &mut Client, owner: Owner) -> Vec<FlowStats> {
    let mut flows = switch.flows(OURS.value(), OURS.mask()).await.unwrap();
    flows.retain(|flow| OURS.owner(flow.cookie) == owner);
    flows
}

#[tokio::test]
async fn learned_flows_survive_a_thousand_reconciliations() {
    let switch = Vswitchd::start("learned");
    let mut client = connect(&switch).await;
    let desired = learning(V);
    assert_eq!(reconcile(&mut client, &desired).await.unwrap().added, 3);
    for host in 0..5 {
        switch.appctl(&["netdev-dummy/receive", "p1", &packet(host)]);
    }
    let rounds = count(60, 1000);
    for _ in 0..rounds {
        let report = reconcile(&mut client, &desired).await.unwrap();
        assert_eq!(
            (report.is_clean(), report.learned, report.unchanged),
            (true, 5, 3)
        );
    }
    let learned = of(&mut client, Owner::Learned).await;
    assert_eq!(learned.len(), 5);
    // Also when something has to change each time.
    for round in 0..rounds {
        let mut other = learning(V);
        other
            .claim(flow(&format!("table=2,priority={},actions=drop", round + 1)), 2)
            .unwrap();
        let report = reconcile(&mut client, &other).await.unwrap();
        assert_eq!(
            (report.added, report.deleted, report.learned),
            (1, usize::from(round > 0), 5)
        );
    }
    println!(
        "measured: {} learned flows survived {} reconciliations",
        5,
        2 * rounds
    );
}

#[tokio::test]
async fn flows_of_others_are_never_touched() {
    let switch = Vswitchd::start("foreign");
    let mut client = connect(&switch).await;
    switch.ofctl(
        &["-O", "OpenFlow14"],
        "add-flow",
        &["cookie=5,priority=7,arp,actions=output:3"],
    );
    switch.ofctl(
        &["-O", "OpenFlow14"],
        "add-flow",
        &["cookie=0x6e6e000800000001,priority=8,arp,actions=output:4"],
    );
    let mut desired = learning(V);
    for _ in 0..3 {
        reconcile(&mut client, &desired).await.unwrap();
    }
    assert_eq!(client.flows(0, 0).await.unwrap().len(), 5);
    // One of ours in the very place of another's: nothing is changed at all.
    desired.claim(flow("priority=7,arp actions=drop"), 2).unwrap();
    desired.claim(flow("priority=9,arp actions=drop"), 2).unwrap();
    let error = reconcile(&mut client, &desired).await.unwrap_err();
    assert_eq!(error.code(), "flow-conflict");
    assert!(
        error
            .to_string()
            .contains("cookie=0x5,priority=7,arp actions=output:3"),
        "{error}"
    );
    assert_eq!(client.flows(0, 0).await.unwrap().len(), 5);
}

#[tokio::test]
async fn a_refused_flow_is_named_and_nothing_is_changed() {
    let switch = Vswitchd::start("culprit");
    let mut client = connect(&switch).await;
    let mut desired = learning(V);
    desired
        .claim(flow("priority=3,udp actions=group:99"), 0x2a)
        .unwrap();
    let error = reconcile(&mut client, &desired).await.unwrap_err();
    let ReconcileError::Connection(Error::Refused { refusals, .. }) = &error else {
        panic!("{error}")
    };
    assert_eq!(
        refusals[0].message,
        "table=0,cookie=0x6e6e00070000002a,priority=3,udp actions=group:99"
    );
    assert!(client.flows(0, 0).await.unwrap().is_empty());
    assert_eq!(
        reconcile(&mut client, &Desired::new(Version::V1_5, OURS))
            .await
            .unwrap_err()
            .code(),
        "flows-of-other-version"
    );
}

#[tokio::test]
async fn drift_is_seen_and_mended() {
    let switch = Vswitchd::start("drift");
    let desired = learning(V);
    let (mut keeper, first) = Keeper::begin(connect(&switch).await, &desired).await.unwrap();
    assert_eq!(first.added, 3);
    let ofctl = |command: &str, argument: &str| switch.ofctl(&["-O", "OpenFlow14"], command, &[argument]);
    ofctl("del-flows", "in_port=2");
    assert_eq!(keeper.next_repair().await.unwrap().added, 1);
    ofctl("mod-flows", "table=1,actions=output:9");
    assert_eq!(keeper.next_repair().await.unwrap().modified, 1);
    ofctl(
        "add-flow",
        "cookie=0x6e6e000700000009,priority=77,udp,actions=drop",
    );
    assert_eq!(keeper.next_repair().await.unwrap().deleted, 1);
    // Others among themselves, and learned flows, are none of our business; then something is.
    ofctl("add-flow", "cookie=3,priority=78,udp,actions=drop");
    ofctl("del-flows", "udp");
    switch.appctl(&["netdev-dummy/receive", "p1", &packet(1)]);
    switch.ofctl(&["--strict"], "del-flows", &["table=1,priority=0"]);
    let report = keeper.next_repair().await.unwrap();
    assert_eq!(report.changed(), report.added);
    // A flow of somebody else in the place of ours is a conflict, and not overwritten.
    ofctl("add-flow", "cookie=3,priority=10,in_port=2,actions=drop");
    assert_eq!(keeper.next_repair().await.unwrap_err().code(), "flow-conflict");
}

/// Run as a process of its own by the test below: reconciles without end.
#[test]
#[ignore = "it is a part of another test"]
fn controller() {
    let target = std::env::var("TARGET").expect("the other test says where");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let settings = Settings {
            versions: vec![V],
            ..Settings::default()
        };
        let mut client = Client::connect_with(&target.parse().unwrap(), settings)
            .await
            .unwrap();
        loop {
            let report = reconcile(&mut client, &learning(V)).await.unwrap();
            println!("reconciled, clean: {}", report.is_clean());
        }
    });
}

#[tokio::test]
async fn a_controller_that_is_killed_and_restarted_loses_no_packet_and_touches_no_flow() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let switch = Vswitchd::start("killed");
    let mut client = connect(&switch).await;
    reconcile(&mut client, &learning(V)).await.unwrap();
    let restarts = count(8, 50);
    let mut sent = 0;
    let send = |sent: &mut u64| {
        switch.appctl(&["netdev-dummy/receive", "p1", &packet(1)]);
        *sent += 1;
    };
    for _ in 0..restarts {
        let mut controller = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "controller", "--ignored", "--nocapture"])
            .env("TARGET", switch.target())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(controller.stdout.take().unwrap()).lines();
        send(&mut sent);
        let mut rounds = 0;
        while rounds < 3 {
            let line = lines.next().expect("the controller goes on").unwrap();
            if line.contains("reconciled, ") {
                assert!(line.contains("clean: true"), "{line}");
                rounds += 1;
            }
            send(&mut sent);
        }
        controller.kill().unwrap();
        controller.wait().unwrap();
        send(&mut sent);
    }
    // Counters of flows lag behind by up to a second unless they are asked for.
    switch.appctl(&["revalidator/purge"]);
    let flows = of(&mut client, Owner::Own).await;
    let first = flows
        .iter()
        .find(|flow| flow.table == 0 && flow.actions.len() == 2)
        .expect("the first flow");
    let ports = switch.ofctl(&["-O", "OpenFlow14"], "dump-ports", &["2"]);
    let out = ports
        .split("tx pkts=")
        .nth(1)
        .and_then(|rest| rest.split(',').next())
        .expect("a count");
    assert_eq!(first.packets, sent, "the count of the flow went on");
    assert_eq!(out.trim().parse::<u64>().unwrap(), sent, "{ports}");
    println!("measured: {restarts} restarts, {sent} packets, 0 lost, 0 flows touched");
}
