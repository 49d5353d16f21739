//! Planning 200 virtual interfaces against a router with 10 000 foreign rules, beside the least that any planner
//! must do: look at every row once.
//!
//! `cargo bench -p nnc-routeros --bench planning`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and has nobody to report errors to"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use nnc_core::change::{Scope, diff};
use nnc_core::identity::ControllerId;
use nnc_core::intent::pool::{PoolConfig, Taken, allocate};
use nnc_core::intent::{Intents, Service, VirtualInterface};
use nnc_core::object::{Kind, ObservedRow, RowId, Snapshot};
use nnc_core::ports::Platform;
use nnc_routeros::{RouterOs, kinds};

fn row(id: usize, attributes: &[(&str, String)]) -> ObservedRow {
    let attributes: BTreeMap<String, String> = attributes
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    ObservedRow {
        id: RowId(format!("*{id:X}")),
        attributes: attributes.into(),
        mark: None,
        dynamic: false,
    }
}

/// A router with 10 000 rules that are not ours.
fn router() -> Snapshot {
    let mut snapshot = Snapshot::default();
    let text = str::to_owned;
    for (kind, rules) in [
        (kinds::FILTER, 5_000),
        (kinds::MANGLE, 3_000),
        (kinds::NAT, 1_000),
        (kinds::ADDRESS_LIST, 1_000),
    ] {
        let rows = (0..rules)
            .map(|n| {
                let address = format!("172.16.{}.{}", n / 256 % 256, n % 256);
                row(
                    n,
                    &[
                        ("chain", text("forward")),
                        ("action", text("accept")),
                        ("src-address", address),
                        ("protocol", text("tcp")),
                        ("dst-port", n.to_string()),
                        ("comment", format!("rule {n}")),
                        ("disabled", text("false")),
                    ],
                )
            })
            .collect();
        snapshot.kinds.insert(kind, rows);
    }
    for kind in kinds::OBSERVED {
        snapshot.kinds.entry(kind).or_default();
    }
    let mut add = |kind: Kind, fields: &[(&str, String)]| {
        let rows = snapshot.kinds.entry(kind).or_default();
        let number = rows.len();
        rows.push(row(number, fields));
    };
    for (name, address) in [
        ("ether1", "203.0.113.2/24"),
        ("ether2", "192.168.88.1/24"),
        ("ether3", "192.168.20.1/24"),
    ] {
        add(kinds::INTERFACE, &[("name", text(name)), ("type", text("ether"))]);
        add(
            kinds::ADDRESS,
            &[("address", text(address)), ("interface", text(name))],
        );
    }
    add(
        kinds::ROUTE,
        &[
            ("dst-address", text("0.0.0.0/0")),
            ("gateway", text("203.0.113.1")),
        ],
    );
    snapshot
}

/// What is wanted: 200 interfaces.
fn intents(platform: &RouterOs, snapshot: &Snapshot) -> Intents {
    let controller = ControllerId::new(7);
    let pool = PoolConfig {
        last: 400,
        prefix: "10.96.0.0/12".parse().unwrap(),
        ..PoolConfig::default()
    };
    let facts = platform.facts(snapshot, controller);
    let mut intents = Intents::new(controller, pool);
    let mut taken: Vec<Taken> = Vec::new();
    for number in 0..200 {
        let interface = VirtualInterface::new(format!("v{number}").parse().unwrap(), Service::Tor, "ether3");
        let allocation = allocate(&intents.pool, &taken, &facts, None, 0).unwrap();
        taken.push(Taken {
            allocation: allocation.clone(),
            released_at: None,
        });
        intents
            .interfaces
            .insert(interface.instance.clone(), (interface, allocation));
    }
    intents
}

fn best_of(rounds: usize, mut work: impl FnMut() -> usize) -> (f64, usize) {
    let mut best = f64::MAX;
    let mut result = 0;
    for _ in 0..rounds {
        let start = Instant::now();
        result = work();
        best = best.min(start.elapsed().as_secs_f64() * 1_000.0);
    }
    (best, result)
}

fn main() {
    let snapshot = router();
    let platform = RouterOs::new("7.22.3".parse().unwrap()).unwrap();
    let intents = intents(&platform, &snapshot);
    let (least, rows) = best_of(20, || {
        let rows = snapshot.kinds.values().flatten();
        rows.map(|row| {
            black_box(row)
                .attributes
                .values()
                .map(String::len)
                .sum::<usize>()
                .min(1)
        })
        .sum()
    });
    let (plan, writes) = best_of(20, || {
        let facts = platform.facts(&snapshot, intents.controller);
        assert_eq!(intents.check(&facts, None), []);
        let objects = platform
            .lower(&intents.blueprint(&facts).unwrap(), &facts, &Scope::Everything)
            .unwrap();
        let change = diff(
            &objects,
            &snapshot,
            intents.controller,
            &Scope::Everything,
            &platform,
        );
        let chunks = change.chunks(80, 16).unwrap();
        black_box(chunks.len());
        change.writes()
    });
    println!("looking at {rows} rows once      {least:8.3} ms");
    println!(
        "planning {writes} writes            {plan:8.3} ms   {:.1}x",
        plan / least
    );
    println!(
        "bar: 50 ms                        {}",
        if plan <= 50.0 { "met" } else { "MISSED" }
    );
}
