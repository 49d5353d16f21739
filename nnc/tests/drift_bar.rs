//! Every single-field edit of every mapped field of every kind of row that nnc writes is found and told apart in one
//! poll; nothing is found where nobody edited anything. `NNC_SOAK=1` runs every row, more versions and 10 000 cycles.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests state expectations by panicking; what is measured is printed"
)]

#[path = "support/hand.rs"]
mod hand;
mod support;

use std::collections::BTreeSet;

use hand::{Hand, Row, rows};
use nnc::{CreateVirtualInterface, DriftClass, Router};
use nnc_routeros::generated::map::{Property, ResourceMap, Transform};
use routeros_sim::SimHandle;
use serde_json::json;
use support::{Home, Over, config, tor};

const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEA=";

fn soak() -> bool {
    std::env::var_os("NNC_SOAK").is_some()
}

/// A router with every kind of row that nnc writes.
async fn furnished(version: &str) -> (SimHandle, Home) {
    let mut fixture = support::lived_in();
    fixture["/interface/bridge"][0]["vlan-filtering"] = json!("yes");
    fixture["/interface/bridge"]
        .as_array_mut()
        .unwrap()
        .push(json!({"name": "spare", "comment": "not in use"}));
    let sim = config(version).fixture(fixture).start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let service = |name: &str, service: &str| CreateVirtualInterface::new(name, service).unwrap();
    router
        .virtual_interfaces()
        .create(vec![
            tor("tor-usa").ipv6(true),
            service("exit", "xray").parent("ether2"),
            service("psi", "psiphon")
                .parent("ether5")
                .through("exit".parse().unwrap()),
        ])
        .await
        .unwrap();
    for (device, via, ipv4_only) in [
        ("02:00:00:00:00:01", "tor-usa", false),
        ("02:00:00:00:00:02", "exit", false),
        ("vlan:20", "tor-usa", false),
        ("192.168.88.50", "exit", true),
        ("list:My TVs", "psi", true),
    ] {
        router.steering_rules().add(device, via, ipv4_only).await.unwrap();
    }
    for (kind, document) in [
        (
            "Vlan",
            json!({"name": "office", "vlanId": 700, "parent": "ether4", "mtu": 1400}),
        ),
        (
            "FirewallRule",
            json!({"name": "web", "chain": "forward", "action": "ACCEPT", "protocol": "tcp", "dstPort": "80", "order": 1}),
        ),
        (
            "FirewallRule",
            json!({"name": "rest", "chain": "forward", "action": "DROP", "srcAddress": "10.7.0.0/16", "order": 2}),
        ),
        (
            "WireGuardClient",
            json!({"name": "branch", "privateKey": KEY, "listenPort": 13231}),
        ),
    ] {
        router
            .resources()
            .apply(kind, &document.to_string())
            .await
            .unwrap();
    }
    assert_eq!(router.reconcile().await.unwrap(), [], "{version}");
    (sim, home)
}

/// Values to try; the first that the router takes and that is another one is the edit.
fn candidates(property: &Property, row: &Row) -> Vec<&'static str> {
    let by_name: &[&str] = match property.name {
        "chain" if row.menu == "/routing/rule" => &["user", "main"],
        "chain" => &["output", "elsewhere"],
        "bridge" => &["spare"],
        "in-interface" | "out-interface" | "vrf-interface" | "interface" => &["ether4", "ether3", "bridge"],
        "list" if row.menu.ends_with("/member") => &["WAN", "LAN"],
        "in-interface-list" | "out-interface-list" | "include" | "exclude" => &["WAN", "LAN"],
        "action" if row.menu == "/routing/rule" => &["lookup", "drop"],
        "action" => &["accept", "passthrough", "log", "drop"],
        "table" | "routing-table" | "routing-mark" | "new-routing-mark" => &["main", "nnc-exit", "nnc-psi"],
        "gateway" => &["192.168.88.9", "ether4", "fe80::9%ether4"],
        "check-gateway" => &["arp", "none"],
        "reject-with" => &["icmp-host-unreachable", "icmp-admin-prohibited", "icmp-no-route"],
        "dst-address-type" => &["unicast", "broadcast"],
        "protocol" => &["icmp", "udp", "tcp"],
        "tcp-flags" => &["syn", "ack"],
        "connection-state" => &["new", "invalid"],
        "tos" => &["10", "low-cost", "lowcost"],
        "tagged" | "untagged" | "mvrp-forbidden" => &["ether3", "ether4"],
        "vlan-ids" => &["777"],
        "vrf" => &["main"],
        "arp" => &["proxy-arp"],
        "timeout" => &["1h"],
        "new-mss" | "tcp-mss" => &["1300"],
        "passthrough" => &["no"],
        "realm" => &["7"],
        "private-key" => &["CAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEA="],
        _ => &[],
    };
    let by_meaning: &[&str] = match property.transform {
        Transform::Bool | Transform::Flag => &["yes", "no"],
        Transform::Number => &["7", "77", "1400"],
        Transform::Duration => &["1h"],
        Transform::Mac => &["02:AA:00:00:00:01"],
        Transform::IpPrefix => &["10.200.0.0/16", "10.200.0.9", "fd99::/64", "fd99::9"],
        Transform::Address => &["10.200.0.9/24", "fd99::9/64"],
        Transform::Ranges => &["1234"],
        _ => &["edited"],
    };
    by_name.iter().chain(by_meaning).copied().collect()
}

fn current(sim: &SimHandle, menu: &str, id: &str) -> Option<serde_json::Value> {
    let state = sim.state();
    let list = state["menus"][menu].as_array()?.clone();
    list.into_iter().find(|row| row[".id"] == id)
}

/// Edits a field; the value that the router shows then, or `None` if it takes no other.
async fn edit(sim: &SimHandle, hand: &Hand, row: &Row, property: &Property) -> Option<String> {
    // To say what is so anyway is no edit.
    let same = |value: &&str| row.get(property.name).is_none() && property.default == Some(*value);
    for value in candidates(property, row).into_iter().filter(|value| !same(value)) {
        let set = hand.set(row, property.name, value).await;
        // A flag is taken away by unsetting it.
        if set.is_err() && (value != "no" || hand.unset(row, property.name).await.is_err()) {
            continue;
        }
        let now = current(sim, &row.menu, &row.id)?;
        if now[property.name] != row.fields[property.name] {
            return Some(now[property.name].as_str().unwrap_or_default().to_owned());
        }
    }
    None
}

fn is_shown(sim: &SimHandle, row: &Row, property: &Property) -> bool {
    current(sim, &row.menu, &row.id).is_some_and(|row| row[property.name].is_string())
}

async fn put_back(sim: &SimHandle, hand: &Hand, row: &Row, property: &Property) {
    let was = row.get(property.name);
    let done = match was {
        Some(value) => hand.set(row, property.name, value).await.is_ok(),
        None => {
            let default = property.default.unwrap_or_default();
            hand.unset(row, property.name).await.is_ok()
                || hand.set(row, property.name, default).await.is_ok()
        }
    };
    // Where a value cannot be taken away, that of nobody's setting it is as good.
    let was = was.or(property.default.filter(|_| is_shown(sim, row, property)));
    let now = current(sim, &row.menu, &row.id);
    let now = now.as_ref().and_then(|row| row[property.name].as_str());
    assert!(
        done && now.unwrap_or_default() == was.unwrap_or_default(),
        "{} {}: {:?} is {:?}",
        row.menu,
        property.name,
        was,
        now
    );
}

/// One row for each form that rows of a menu take; all of them in a soak.
fn chosen(sim: &SimHandle) -> Vec<Row> {
    let mut forms = BTreeSet::new();
    rows(sim)
        .into_iter()
        .filter(|row| {
            let named = |text: &str| {
                text.split(|c: char| !c.is_ascii_alphabetic())
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            };
            let (resource, role) = row.key.split_once(':').unwrap();
            soak() || forms.insert((row.menu.clone(), named(resource), named(role)))
        })
        .collect()
}

/// Edits that no value was found for: the simulated router knows none.
type Uneditable = BTreeSet<(String, &'static str)>;

#[derive(Default)]
struct Tally {
    edits: usize,
    found: usize,
    wrong: Vec<String>,
    kinds: BTreeSet<String>,
    uneditable: Uneditable,
    edited: Uneditable,
}

async fn every_field(version: &str, sim: &SimHandle, router: &Router, tally: &mut Tally) {
    let hand = Hand::of(sim).await;
    let (major, minor) = {
        let mut numbers = version.split('.').map(|number| number.parse::<u16>().unwrap());
        (numbers.next().unwrap(), numbers.next().unwrap())
    };
    for row in chosen(sim) {
        let map = ResourceMap::of_path(&row.menu).unwrap_or_else(|| panic!("{} is not mapped", row.menu));
        tally.kinds.insert(row.menu.clone());
        let fields = map.fields.iter().filter(|field| !field.generated);
        for property in fields.filter_map(|field| field.property.as_ref()) {
            if !property.known_to((major, minor)) {
                continue;
            }
            let place = (row.menu.clone(), property.name);
            let Some(shown) = edit(sim, &hand, &row, property).await else {
                tally.uneditable.insert(place);
                continue;
            };
            tally.edited.insert(place);
            tally.edits += 1;
            let report = router.drift().await.unwrap();
            let field = report.differences.iter().find(|one| {
                let key = format!("{}:{}", one.resource, one.role);
                key == row.key && one.menu == row.menu && one.field.as_deref() == Some(property.name)
            });
            match field {
                Some(one) if one.class == DriftClass::ForeignEdit => tally.found += 1,
                other => tally.wrong.push(format!(
                    "{version} {} {} {}={shown:?}: {:?} in {:?}",
                    row.menu,
                    row.key,
                    property.name,
                    other.map(|one| one.class),
                    report.differences.iter().map(|one| &one.id).collect::<Vec<_>>()
                )),
            }
            put_back(sim, &hand, &row, property).await;
        }
    }
    assert_eq!(router.reconcile().await.unwrap(), [], "{version}");
}

async fn every_row(version: &str, sim: &SimHandle, router: &Router, tally: &mut Tally) {
    let hand = Hand::of(sim).await;
    for chosen in chosen(sim) {
        // Handles change with every repair.
        let find = || {
            rows(sim)
                .into_iter()
                .find(|row| row.key == chosen.key && row.menu == chosen.menu)
                .unwrap()
        };
        let row = find();
        let ordered =
            row.menu == "/routing/rule" || (row.menu.contains("/firewall/") && !row.menu.ends_with("-list"));
        if ordered {
            hand.run(&row.menu, "move", &[("numbers", &row.id)])
                .await
                .unwrap();
            let chain = |other: &serde_json::Value| {
                other["chain"] == row.fields["chain"] && other["dynamic"] != "true"
            };
            let state = sim.state();
            let foreign = state["menus"][row.menu.as_str()]
                .as_array()
                .unwrap()
                .iter()
                .any(|other| {
                    chain(other) && !other["comment"].as_str().unwrap_or_default().starts_with("nnc:")
                });
            tally.edits += 1;
            let report = router.drift().await.unwrap();
            let misplaced = report.differences.iter().any(|one| {
                one.class == DriftClass::Misplaced && format!("{}:{}", one.resource, one.role) == row.key
            });
            // Behind rows of others it stands wrong; among rows of ours that commute it does not.
            if misplaced || !foreign {
                tally.found += 1;
            } else {
                tally.wrong.push(format!(
                    "{version} {} {} moved: {:?}",
                    row.menu, row.key, report.differences
                ));
            }
            router.repair().await.unwrap();
        }
        let row = find();
        hand.remove(&row).await.unwrap();
        tally.edits += 1;
        let report = router.drift().await.unwrap();
        let lost = report.differences.iter().any(|one| {
            one.class == DriftClass::LostObject
                && format!("{}:{}", one.resource, one.role) == row.key
                && one.menu == row.menu
        });
        if lost {
            tally.found += 1;
        } else {
            tally.wrong.push(format!(
                "{version} {} {} removed: {:?}",
                row.menu, row.key, report.differences
            ));
        }
        router.repair().await.unwrap();
        assert_eq!(
            router.reconcile().await.unwrap(),
            [],
            "{version} {} {}",
            row.menu,
            row.key
        );
    }
}

#[tokio::test]
async fn every_edit_is_found_and_told_apart_in_one_poll() {
    let versions: &[&str] = if soak() {
        &["7.9.2", "7.12.2", "7.15.3", "7.18.2", "7.20.8", "7.22.3", "7.24"]
    } else {
        &["7.22.3"]
    };
    let mut tally = Tally::default();
    for version in versions {
        let (sim, home) = furnished(version).await;
        let router = home.router().await;
        every_field(version, &sim, &router, &mut tally).await;
        every_row(version, &sim, &router, &mut tally).await;
    }
    let never: Vec<_> = tally.uneditable.difference(&tally.edited).collect();
    println!(
        "measured: drift: {} of {} edits, removals and moves found and classified, over {} kinds of rows, {} fields, {} versions; no other value exists for {:?}",
        tally.found,
        tally.edits,
        tally.kinds.len(),
        tally.edited.len(),
        versions.len(),
        never
    );
    assert_eq!(tally.wrong, Vec::<String>::new());
    assert_eq!(tally.found, tally.edits);
    assert_eq!(tally.kinds.len(), 18, "{:?}", tally.kinds);
}

#[tokio::test]
async fn nothing_is_found_where_nobody_edited_anything() {
    let cycles = if soak() { 10_000 } else { 150 };
    let (sim, home) = furnished("7.22.3").await;
    let router = home.router().await;
    let mut false_drift = 0;
    for cycle in 0..cycles {
        sim.world(&json!({"counters": true})).unwrap();
        match cycle % 50 {
            10 => sim.world(&json!({"interfaces": {"ether3": "down"}})).unwrap(),
            20 => sim
                .world(&json!({"interfaces": {"ether3": "up"}, "hosts": {"10.99.100.2": "down"}}))
                .unwrap(),
            30 => sim.world(&json!({"hosts": {"10.99.100.2": "up"}})).unwrap(),
            40 => {
                // Others work on: they add rows of their own, behind ours and elsewhere.
                let hand = Hand::of(&sim).await;
                let comment = format!("theirs {cycle}");
                let rule = [
                    ("chain", "forward"),
                    ("action", "accept"),
                    ("comment", comment.as_str()),
                ];
                hand.run("/ip/firewall/filter", "add", &rule).await.unwrap();
                let entry = [("list", "theirs"), ("address", "203.0.113.9"), ("timeout", "1h")];
                let _ = hand.run("/ip/firewall/address-list", "add", &entry).await;
            }
            _ => {}
        }
        if cycle % 97 == 96 {
            // The next write finds the router restarted: handles are renumbered, dynamic rows are gone.
            sim.fault(&json!({"kind": "reboot", "at": 1})).unwrap();
            let doomed = Hand::of(&sim).await;
            let _ = doomed
                .run(
                    "/ip/firewall/filter",
                    "add",
                    &[("chain", "forward"), ("action", "accept")],
                )
                .await;
        }
        let report = router.drift().await.unwrap();
        if !report.differences.is_empty() {
            false_drift += 1;
            println!("cycle {cycle}: {:?}", report.differences);
        }
    }
    println!("measured: drift: {false_drift} of {cycles} cycles without an edit found drift");
    assert_eq!(false_drift, 0);
}
