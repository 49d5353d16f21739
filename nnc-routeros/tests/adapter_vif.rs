//! Virtual interfaces and steered devices, from intent to a simulated router, and what they cost in exchanges.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod adapter_support;

use adapter_support::*;
use nnc_core::change::{ChangeSet, Scope};
use nnc_core::intent::pool::{PoolConfig, Taken, allocate};
use nnc_core::intent::{Intents, Service, Steering, VirtualInterface};
use nnc_core::object::{Object, Snapshot};
use nnc_core::ports::{Answer, Commit, Platform, RouterPort};
use nnc_routeros::adapter::RouterOsPort;
use nnc_routeros::transport::TransportKind;

/// Interfaces `s0`, `s1`, ... and devices steered through them.
fn intents(count: usize, devices: &[(&str, usize)], snapshot: &Snapshot, platform: &dyn Platform) -> Intents {
    let mut intents = Intents::new(CONTROLLER, PoolConfig::default());
    let facts = platform.facts(snapshot, CONTROLLER);
    let mut taken: Vec<Taken> = Vec::new();
    for number in 0..count {
        let interface = VirtualInterface::new(format!("s{number}").parse().unwrap(), Service::Tor, "ether3");
        let allocation = allocate(&intents.pool, &taken, &facts, None, 0).unwrap();
        taken.push(Taken {
            allocation: allocation.clone(),
            released_at: None,
        });
        intents
            .interfaces
            .insert(interface.instance.clone(), (interface, allocation));
    }
    for (device, via) in devices {
        let device: nnc_core::device::Device = device.parse().unwrap();
        let via = format!("s{via}").parse().unwrap();
        intents.steerings.insert(
            device.clone(),
            Steering {
                device,
                via,
                ipv4_only: true,
            },
        );
    }
    intents
}

fn lowered(intents: &Intents, snapshot: &Snapshot, platform: &dyn Platform) -> Vec<Object> {
    let facts = platform.facts(snapshot, CONTROLLER);
    let blueprint = intents.blueprint(&facts).unwrap();
    platform.lower(&blueprint, &facts, &Scope::Everything).unwrap()
}

/// What the engine does when nothing fails: observe, then for each chunk arm, apply, observe, commit.
async fn make(port: &RouterOsPort, count: usize, devices: &[(&str, usize)]) -> ChangeSet {
    let capabilities = port.capabilities().await.unwrap();
    let platform = port.platform().await.unwrap();
    let mut snapshot = port.observe().await.unwrap();
    let desired = lowered(
        &intents(count, devices, &snapshot, &*platform),
        &snapshot,
        &*platform,
    );
    let change = plan(&desired, &snapshot, &*platform);
    for chunk in change
        .chunks(capabilities.guard_limit, capabilities.window)
        .unwrap()
    {
        let mut piece = change.clone();
        let positions: Vec<usize> = chunk.rounds.iter().flatten().copied().collect();
        piece.operations = positions
            .iter()
            .map(|&position| change.operations[position].clone())
            .collect();
        for operation in &mut piece.operations {
            operation.after.clear();
        }
        let mut session = port.begin(policy(&piece), &snapshot).await.unwrap();
        for positions in &chunk.rounds {
            for answer in session.apply(&round(&change, positions)).await.unwrap() {
                assert!(matches!(answer, Answer::Done { .. }), "{answer:?}");
            }
        }
        snapshot = session.observe().await.unwrap();
        assert_eq!(session.commit().await, Commit::Done);
    }
    let left = plan(&desired, &snapshot, &*platform);
    assert!(left.is_empty(), "{:#?}", left.operations);
    change
}

#[tokio::test(start_paused = true)]
async fn every_version_takes_interfaces_and_devices_and_gives_them_back() {
    let devices = [("02:00:00:00:00:01", 0), ("192.168.88.50", 1), ("list:tvs", 2)];
    let switched = [("02:00:00:00:00:01", 1), ("192.168.88.50", 1)];
    for version in VERSIONS {
        for kind in [TransportKind::Api, TransportKind::Rest] {
            let sim = Sim::start(config(version)).await;
            let (port, _) = sim.port(kind);
            let before = sim.configuration();
            let foreign = sim.foreign();
            let made = make(&port, 3, &devices).await;
            assert!(made.writes() > 30, "{version} {kind:?}");
            assert!(make(&port, 3, &devices).await.is_empty(), "{version} {kind:?}");
            assert_same(&sim.foreign(), &foreign, version);
            assert!(!make(&port, 3, &switched).await.is_empty(), "{version} {kind:?}");
            assert_same(&sim.foreign(), &foreign, version);
            make(&port, 0, &[]).await;
            assert_same(&sim.configuration(), &before, version);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn exchanges_are_few() {
    let sim = Sim::start(config("7.22.3")).await;
    let known = sim.port(TransportKind::Api).0.capabilities().await.unwrap();
    let (port, traffic) = sim.port(TransportKind::Api);
    let port = port.remembering(known);
    let change = make(&port, 1, &[]).await;
    let one = traffic.goes();
    assert!(one <= 7, "{one} for {} rows", change.writes());
    assert!(make(&port, 1, &[]).await.is_empty());
    assert_eq!(traffic.goes(), 1);
    let change = make(&port, 21, &[]).await;
    let twenty = traffic.goes();
    assert!(twenty <= 40, "{twenty} for {} rows", change.writes());
    println!(
        "exchanges: one interface {one}, again 1, twenty more {twenty} ({} rows)",
        change.writes()
    );
}

#[tokio::test(start_paused = true)]
async fn the_largest_chunk_fits_a_dead_man() {
    let sim = Sim::start(config("7.15.3")).await;
    let (port, _) = sim.port(TransportKind::Api);
    make(&port, 12, &[]).await;
    let platform = port.platform().await.unwrap();
    let snapshot = port.observe().await.unwrap();
    let mut change = plan(&[], &snapshot, &*platform);
    let limit = port.capabilities().await.unwrap().guard_limit;
    assert!(change.operations.len() > limit);
    change.operations.truncate(limit);
    for operation in &mut change.operations {
        operation.after.clear();
    }
    let session = port.begin(policy(&change), &snapshot).await.unwrap();
    let script = sim.rows("/system/scheduler")[0]["on-event"]
        .as_str()
        .unwrap()
        .len();
    println!("a script of {script} bytes undoes {limit} removals");
    assert_eq!(session.commit().await, Commit::Done);
}

/// What should be: how many interfaces, and which devices are steered through which.
type Wish<'w> = (usize, &'w [(&'w str, usize)]);

#[tokio::test(start_paused = true)]
async fn a_guard_takes_back_whatever_part_of_a_change_was_made() {
    let first: Wish<'_> = (
        2,
        &[("02:00:00:00:00:01", 0), ("192.168.88.50", 1), ("list:tvs", 1)],
    );
    let switched: Wish<'_> = (2, &[("02:00:00:00:00:01", 1), ("192.168.88.50", 0)]);
    let nothing: Wish<'_> = (0, &[]);
    for (kind, version) in [
        (TransportKind::Api, "7.22.3"),
        (TransportKind::Api, "7.15.3"),
        (TransportKind::Rest, "7.24"),
    ] {
        for (from, to) in [(nothing, first), (first, switched), (switched, nothing)] {
            let mut rounds_left = 0;
            while take_back(kind, version, from, to, rounds_left).await {
                rounds_left += 1;
            }
            assert!(rounds_left > 0);
        }
    }
}

/// Makes the first rounds of a change and then disappears; says whether there were more.
async fn take_back(kind: TransportKind, version: &str, from: Wish<'_>, to: Wish<'_>, rounds: usize) -> bool {
    let context = format!("{kind:?} {version}, {rounds} rounds of {from:?} to {to:?}");
    let sim = Sim::start(config(version)).await;
    let (port, _) = sim.port(kind);
    make(&port, from.0, from.1).await;
    let before = sim.configuration();
    let platform = port.platform().await.unwrap();
    let snapshot = port.observe().await.unwrap();
    let desired = lowered(&intents(to.0, to.1, &snapshot, &*platform), &snapshot, &*platform);
    let change = plan(&desired, &snapshot, &*platform);
    let all = change.rounds(16).unwrap();
    let mut session = port.begin(policy(&change), &snapshot).await.unwrap();
    for positions in all.iter().take(rounds) {
        session.apply(&round(&change, positions)).await.unwrap();
    }
    drop(session);
    let mut looks = 0;
    while !matches!(port.guard_held().await, Ok(None)) {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        looks += 1;
        assert!(looks < 100, "{context}: the guard never ended");
    }
    assert_same(&sim.configuration(), &before, &context);
    rounds < all.len()
}
