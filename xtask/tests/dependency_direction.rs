//! Dependencies point down only, as the table in ARCHITECTURE.md says, and the table says nothing that is not so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use support::{members, metadata, names, table, text};

/// Crates that know no socket, clock, runtime, database or source of randomness, and what would give it to them.
const PURE: &[&str] = &["nnc-core", "openflow-rs", "routeros-commands", "routeros-wire"];
const IMPURE: &[&str] = &[
    "chrono",
    "getrandom",
    "hyper",
    "mio",
    "rand",
    "rusqlite",
    "rustls",
    "socket2",
    "time",
    "tokio",
];

/// What the crate uses of the workspace: in the product, and in its tests and examples only.
#[derive(Debug, Default, PartialEq, Eq)]
struct Uses {
    product: BTreeSet<String>,
    tests: BTreeSet<String>,
}

fn actual(metadata: &Value) -> BTreeMap<String, Uses> {
    let members = members(metadata);
    let ours: BTreeSet<&str> = members.iter().map(|package| text(package, "name")).collect();
    let mut all = BTreeMap::new();
    for package in &members {
        let mut uses = Uses::default();
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = text(dependency, "name");
            // A crate may take itself with more features for its own tests.
            if !ours.contains(name) || name == text(package, "name") {
                continue;
            }
            let set = if text(dependency, "kind") == "dev" {
                &mut uses.tests
            } else {
                &mut uses.product
            };
            set.insert(name.to_owned());
        }
        uses.tests = uses.tests.difference(&uses.product).cloned().collect();
        all.insert(text(package, "name").to_owned(), uses);
    }
    all
}

fn documented() -> BTreeMap<String, Uses> {
    let rows = table("ARCHITECTURE.md", "Who may use whom");
    let uses = |cells: &Vec<String>| Uses {
        product: names(&cells[1]),
        tests: names(&cells[2]),
    };
    rows.iter()
        .map(|(name, cells)| (name.clone(), uses(cells)))
        .collect()
}

#[test]
fn the_table_and_the_manifests_say_the_same() {
    let (actual, documented) = (actual(&metadata()), documented());
    let list = |all: &BTreeMap<String, Uses>| all.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(
        list(&actual),
        list(&documented),
        "the crates (left: manifests, right: ARCHITECTURE.md)"
    );
    for (name, uses) in &actual {
        assert_eq!(
            uses, &documented[name],
            "{name} (left: manifests, right: ARCHITECTURE.md)"
        );
    }
}

#[test]
fn arrows_point_down_only() {
    // The rows of the table stand in the order of the picture, the highest first.
    let page = support::read("ARCHITECTURE.md");
    let section = page
        .split("## Who may use whom")
        .nth(1)
        .expect("the section exists");
    let order: Vec<&str> = section
        .lines()
        .take_while(|line| !line.starts_with("## "))
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    for (name, uses) in documented() {
        let place = |name: &str| {
            order
                .iter()
                .position(|other| *other == name)
                .unwrap_or_else(|| panic!("{name}"))
        };
        for used in &uses.product {
            assert!(
                place(used) > place(&name),
                "{name} uses {used}, which stands above it"
            );
        }
    }
}

#[test]
fn the_pure_crates_stay_pure() {
    let metadata = metadata();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let node = |id: &str| nodes.iter().find(|node| text(node, "id") == id).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let name_of = |id: &str| {
        text(
            packages.iter().find(|package| text(package, "id") == id).unwrap(),
            "name",
        )
        .to_owned()
    };
    for package in members(&metadata) {
        let name = text(package, "name");
        if !PURE.contains(&name) {
            continue;
        }
        // What a crate takes only with a feature is no part of its pure core.
        let optional: BTreeSet<&str> = package["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|dependency| dependency["optional"] == true)
            .map(|dependency| text(dependency, "name"))
            .collect();
        let mut open = vec![text(package, "id").to_owned()];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id.clone()) {
                continue;
            }
            let used = name_of(&id);
            assert!(
                !IMPURE.contains(&used.as_str()),
                "{name} is pure, but depends on {used}"
            );
            for dependency in node(&id)["deps"].as_array().unwrap() {
                let kinds = dependency["dep_kinds"].as_array().unwrap();
                let left_out =
                    id == text(package, "id") && optional.contains(name_of(text(dependency, "pkg")).as_str());
                if !left_out && kinds.iter().any(|kind| kind["kind"].is_null()) {
                    open.push(text(dependency, "pkg").to_owned());
                }
            }
        }
    }
}
