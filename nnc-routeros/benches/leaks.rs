//! The leak check on a router with 1 000 firewall rules and 50 policy tables, in every world, beside the least that any
//! check must do: hold every rule against every device once. With 50 steered devices, with one, and with rules of
//! others that overlap the devices' packets by address lists.
//!
//! `cargo bench -p nnc-routeros --bench leaks`; bar: 20 ms, lowering included.

#![allow(clippy::unwrap_used, reason = "a bench has nobody to report to")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

use nnc_core::change::{Scope, apply, diff};
use nnc_core::device::Device;
use nnc_core::identity::ControllerId;
use nnc_core::intent::pool::{PoolConfig, Taken, allocate};
use nnc_core::intent::{Intents, Service, Steering, VirtualInterface};
use nnc_core::object::{Kind, ObservedRow, RowId, Snapshot};
use nnc_core::ports::Platform;
use nnc_core::walk::{Model, Steered, leaks};
use nnc_routeros::walk::{Steering as Walked, model, steered};
use nnc_routeros::{RouterOs, kinds};

const DEVICES: usize = 50;
const RULES: usize = 1_000;
static FIREWALL: [Kind; 6] = [
    kinds::MANGLE,
    kinds::FILTER,
    kinds::NAT,
    kinds::RAW,
    kinds::FILTER6,
    kinds::MANGLE6,
];

fn row(id: usize, attributes: &[(&str, &str)]) -> ObservedRow {
    let attributes: BTreeMap<String, String> = attributes
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    ObservedRow {
        id: RowId(format!("*{id:X}")),
        attributes: attributes.into(),
        mark: None,
        dynamic: false,
    }
}

/// A dual-stack router with three inner networks and a firewall as delivered.
fn router() -> Snapshot {
    let mut snapshot = Snapshot::default();
    for kind in kinds::OBSERVED {
        snapshot.kinds.entry(kind).or_default();
    }
    let mut add = |kind: Kind, fields: &[(&str, &str)]| {
        let rows = snapshot.kinds.entry(kind).or_default();
        let number = rows.len();
        rows.push(row(number, fields));
    };
    for (n, name) in ["ether1", "ether2", "ether3", "ether4", "ether5"]
        .into_iter()
        .enumerate()
    {
        add(kinds::INTERFACE, &[("name", name), ("type", "ether")]);
        if name != "ether5" {
            add(
                kinds::ADDRESS,
                &[("address", &format!("192.168.{n}.1/24")), ("interface", name)],
            );
            add(
                kinds::ADDRESS6,
                &[("address", &format!("2001:db8:{n}::1/64")), ("interface", name)],
            );
        }
    }
    add(
        kinds::ROUTE,
        &[("dst-address", "0.0.0.0/0"), ("gateway", "192.168.0.254")],
    );
    add(
        kinds::ROUTE6,
        &[("dst-address", "::/0"), ("gateway", "2001:db8::254")],
    );
    let established = "established,related";
    let forward = ("chain", "forward");
    add(
        kinds::FILTER,
        &[
            forward,
            ("action", "fasttrack-connection"),
            ("connection-state", established),
        ],
    );
    add(
        kinds::FILTER,
        &[forward, ("action", "accept"), ("connection-state", established)],
    );
    add(
        kinds::NAT,
        &[
            ("chain", "srcnat"),
            ("action", "masquerade"),
            ("out-interface", "ether1"),
        ],
    );
    snapshot
}

fn count(snapshot: &Snapshot) -> usize {
    FIREWALL.iter().map(|kind| snapshot.rows(kind).len()).sum()
}

/// Rules of others, of the kinds that people write, until there are enough.
fn fill(snapshot: &mut Snapshot) {
    for n in 0.. {
        if count(snapshot) >= RULES {
            return;
        }
        let (port, address) = ((1_000 + n).to_string(), format!("172.16.{}.{}", n / 256, n % 256));
        let (kind, fields): (Kind, Vec<(&str, &str)>) = match n % 5 {
            0 => (
                kinds::FILTER,
                vec![
                    ("chain", "forward"),
                    ("action", "accept"),
                    ("src-address", &address),
                    ("protocol", "tcp"),
                    ("dst-port", &port),
                ],
            ),
            1 => (
                kinds::FILTER,
                vec![
                    ("chain", "forward"),
                    ("action", "drop"),
                    ("protocol", "tcp"),
                    ("dst-port", &port),
                ],
            ),
            2 => (
                kinds::FILTER,
                vec![("chain", "input"), ("action", "drop"), ("dst-address", &address)],
            ),
            3 => (
                kinds::MANGLE,
                vec![
                    ("chain", "prerouting"),
                    ("action", "mark-packet"),
                    ("new-packet-mark", "p"),
                    ("passthrough", "yes"),
                    ("protocol", "udp"),
                    ("dst-port", &port),
                ],
            ),
            _ => (
                kinds::NAT,
                vec![
                    ("chain", "dstnat"),
                    ("action", "dst-nat"),
                    ("to-addresses", "192.168.1.9"),
                    ("in-interface", "ether1"),
                    ("protocol", "tcp"),
                    ("dst-port", &port),
                ],
            ),
        };
        let rows = snapshot.kinds.entry(kind).or_default();
        rows.push(row(10_000 + n, &fields));
    }
}

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
    for number in 0..DEVICES {
        let interface = VirtualInterface::new(format!("v{number}").parse().unwrap(), Service::Tor, "ether5");
        let allocation = allocate(&intents.pool, &taken, &facts, None, 0).unwrap();
        taken.push(Taken {
            allocation: allocation.clone(),
            released_at: None,
        });
        let device: Device = format!("02:00:00:00:00:{number:02X}").parse().unwrap();
        let via = interface.instance.clone();
        intents.interfaces.insert(via.clone(), (interface, allocation));
        intents.steerings.insert(
            device.clone(),
            Steering {
                device,
                via,
                ipv4_only: false,
            },
        );
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

/// Rules that all devices meet, and that part their packets every one in another way.
fn fill_overlapping(snapshot: &mut Snapshot) {
    for n in 0..40 {
        let entry = |list: &str, address: String| row(20_000 + n, &[("list", list), ("address", &address)]);
        let rows = snapshot.kinds.entry(kinds::ADDRESS_LIST).or_default();
        rows.push(entry(
            &format!("some{}", n % 8),
            format!("192.168.{}.0/{}", 1 + n % 3, 25 + n % 5),
        ));
        rows.push(entry(
            &format!("far{}", n % 8),
            format!("{}.0.0.0/{}", 20 + n * 4, 6 + n % 10),
        ));
    }
    for n in 0.. {
        if count(snapshot) >= RULES {
            return;
        }
        let (from, to) = (format!("some{}", n % 8), format!("far{}", n / 8 % 8));
        let port = format!("{}-{}", 100 * (n % 50), 100 * (n % 50) + 700);
        let action = ["accept", "drop", "fasttrack-connection"][n % 3];
        let mut fields = vec![
            ("src-address-list", from.as_str()),
            ("dst-address-list", to.as_str()),
            ("protocol", "tcp"),
            ("dst-port", port.as_str()),
        ];
        let kind = if n % 4 == 0 {
            fields.extend([
                ("chain", "prerouting"),
                ("action", "mark-packet"),
                ("new-packet-mark", "p"),
            ]);
            kinds::MANGLE
        } else {
            fields.extend([("chain", "forward"), ("action", action)]);
            if action == "fasttrack-connection" {
                fields.push(("connection-state", "established,related"));
            }
            kinds::FILTER
        };
        let rows = snapshot.kinds.entry(kind).or_default();
        rows.push(row(10_000 + n, &fields));
    }
}

/// A router with everything that nnc makes for the intents, and rules of others.
fn steering(intents: &Intents, platform: &RouterOs, fill: fn(&mut Snapshot)) -> Snapshot {
    let mut snapshot = router();
    let facts = platform.facts(&snapshot, intents.controller);
    let objects = platform
        .lower(&intents.blueprint(&facts).unwrap(), &facts, &Scope::Everything)
        .unwrap();
    let change = diff(
        &objects,
        &snapshot,
        intents.controller,
        &Scope::Everything,
        platform,
    );
    apply(&change, &mut snapshot).unwrap();
    fill(&mut snapshot);
    snapshot
}

fn devices(intents: &Intents, model: &Model, snapshot: &Snapshot) -> Vec<Steered> {
    let steerings = intents.steerings.values();
    let steered = steerings.map(|steering| {
        let exit = intents.interfaces[&steering.via].0.interface_name();
        let walked = Walked {
            device: &steering.device,
            exit: exit.as_str(),
            ingress: None,
            closed: true,
            ipv4_only: false,
        };
        steered(model, snapshot, &walked)
    });
    steered.collect()
}

/// The same without the marks and the rules behind them: each device leaks.
fn broken(snapshot: &Snapshot) -> Snapshot {
    let mut broken = snapshot.clone();
    if let Some(rows) = broken.kinds.get_mut(&kinds::MANGLE) {
        rows.retain(|row| row.get("dst-address-list").is_none() || row.mark.is_none());
    }
    if let Some(rows) = broken.kinds.get_mut(&kinds::FILTER) {
        rows.retain(|row| row.get("out-interface-list").is_none());
    }
    broken
}

fn main() {
    let platform = RouterOs::new("7.22.3".parse().unwrap()).unwrap();
    let many = intents(&platform, &router());
    let mut one = many.clone();
    while one.steerings.len() > 1 {
        one.steerings.pop_last();
    }
    let rounds = if std::env::args().any(|argument| argument == "--bench") {
        30
    } else {
        1
    };
    measure("50 devices", &many, &steering(&many, &platform, fill), rounds);
    measure("1 device", &one, &steering(&one, &platform, fill), rounds);
    let overlapping = steering(&many, &platform, fill_overlapping);
    measure("50 devices, overlapping rules", &many, &overlapping, rounds);
}

fn measure(what: &str, intents: &Intents, snapshot: &Snapshot, rounds: usize) {
    let (least, _) = best_of(rounds, || {
        let rules = || FIREWALL.iter().flat_map(|kind| snapshot.rows(kind));
        let per_device = intents.steerings.keys().map(|_| {
            rules()
                .filter(|rule| black_box(rule).get("src-mac-address").is_some())
                .count()
        });
        per_device.sum()
    });
    let (lowering, interfaces) = best_of(rounds, || black_box(model(snapshot)).interfaces.len());
    let whole = model(snapshot);
    let asked = devices(intents, &whole, snapshot);
    let (walk, found) = best_of(rounds, || {
        let report = leaks(&whole, &asked);
        assert!(report.undecided.is_empty());
        report.leaks.len()
    });
    assert_eq!(
        found,
        0,
        "what nnc makes does not leak: {:#?}",
        leaks(&whole, &asked).leaks.first()
    );
    let broken = model(&broken(snapshot));
    let asked = devices(intents, &broken, snapshot);
    let (leaking, found) = best_of(rounds, || leaks(&broken, &asked).leaks.len());
    assert!(found >= intents.steerings.len(), "{found}");
    let mut out = std::io::stdout().lock();
    let (rules, tables) = (count(snapshot), whole.v4.tables.len() - 1);
    let together = lowering + walk;
    writeln!(
        out,
        "{what}: {rules} rules, {tables} tables, {interfaces} interfaces; looking at every rule for every device \
         {least:.2} ms; lowering {lowering:.2} ms, proof {walk:.2} ms; {found} leaks instead of a proof {leaking:.2} ms"
    )
    .unwrap();
    writeln!(
        out,
        "measured: leak check, {what}: {together:.2} ms (bar 20 ms), {:.1} times a look at every rule",
        together / least
    )
    .unwrap();
}
