//! The leak check against labels that come from an execution: no leak missed, no false alarm.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod leaks_support;

use leaks_support::config::{Base, Config, MAC, OTHER_MAC, clean, snapshot};
use leaks_support::label::Judge;
use nnc_core::walk::{LeakReport, leaks};
use nnc_routeros::walk::{Steering, model, steered};
use serde_json::json;

fn base(device: &'static str, via: &'static str) -> Base {
    Base {
        fasttrack: true,
        ipv6: true,
        resolver: true,
        device,
        via,
        ipv4_only: false,
    }
}

fn walk(config: &Config) -> LeakReport {
    let snapshot = snapshot(&config.fixture);
    let model = model(&snapshot);
    let device = config.base.device.parse().unwrap();
    let other = OTHER_MAC.parse().unwrap();
    let exit = config.exit();
    let (closed, ipv4_only) = (config.closed(), config.base.ipv4_only);
    let asked = Steering {
        device: &device,
        exit: &exit,
        ingress: None,
        closed,
        ipv4_only,
    };
    let beside = Steering {
        device: &other,
        exit: "nnc-socks",
        ingress: None,
        closed: true,
        ipv4_only: false,
    };
    let mut report = leaks(
        &model,
        &[
            steered(&model, &snapshot, &asked),
            steered(&model, &snapshot, &beside),
        ],
    );
    report.leaks.retain(|leak| leak.device == device.to_string());
    report
}

/// What nnc itself makes, for every kind of device.
fn bases() -> Vec<Base> {
    let mut bases = Vec::new();
    for via in ["tor", "socks", "open", "six"] {
        for device in [MAC, "192.168.20.0/24", "vlan:20"] {
            for fasttrack in [true, false] {
                for ipv6 in [true, false] {
                    bases.push(Base {
                        fasttrack,
                        ipv6,
                        ..base(device, via)
                    });
                }
            }
        }
    }
    for device in ["192.168.88.50", "list:tvs"] {
        for via in ["tor", "socks"] {
            bases.push(Base {
                ipv4_only: true,
                ..base(device, via)
            });
            bases.push(Base {
                ipv4_only: true,
                fasttrack: false,
                resolver: false,
                ..base(device, via)
            });
        }
    }
    bases
}

/// How many of the changed configurations an ordinary run leaves out between two that it takes.
fn stride() -> usize {
    if std::env::var_os("NNC_SOAK").is_some() {
        1
    } else {
        8
    }
}

/// Labels the configurations by execution, and compares. An ordinary run takes a part of them, starting with `offset`.
fn check(configs: &[Config], offset: usize) {
    let configs: Vec<&Config> = configs.iter().skip(offset % stride()).step_by(stride()).collect();
    let mut wrong = Vec::new();
    let mut leaking = 0;
    for config in &configs {
        let report = walk(config);
        assert!(report.undecided.is_empty(), "{}", config.name);
        let seen = Judge::new(config).leak(config);
        leaking += usize::from(seen.is_some());
        if report.leaks.is_empty() != seen.is_none() {
            wrong.push(format!(
                "{}\n  walk: {:#?}\n  executed: {seen:#?}",
                config.name,
                report.leaks.first()
            ));
        }
    }
    let summary = format!(
        "{} configurations, {leaking} of them leak, {} judged wrongly
",
        configs.len(),
        wrong.len()
    );
    std::io::Write::write_all(&mut std::io::stdout(), summary.as_bytes()).unwrap();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        configs.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_nnc_makes_does_not_leak() {
    let configs: Vec<Config> = bases().iter().map(clean).collect();
    for config in &configs {
        let report = walk(config);
        assert!(report.is_proof(), "{}: {:#?}", config.name, report);
    }
    check(&configs, 0);
}

/// Every row that nnc makes, missing, switched off, in the wrong place, twice, or changed.
fn mutants(base: &Base) -> Vec<Config> {
    let config = clean(base);
    let mut mutants = Vec::new();
    for at in config.own_rows() {
        mutants.push(config.without(&at));
        mutants.extend(config.disabled(&at));
        mutants.extend(config.last(&at));
        let row = &config.fixture[&at.0][at.1];
        let has = |attribute: &str| row.get(attribute).is_some();
        let mut change = |attribute: &str, value: &str| mutants.push(config.with(&at, attribute, value));
        if row["action"] == "lookup-only-in-table" {
            change("action", "lookup");
            change("table", "main");
        }
        if row["action"] == "mark-routing" {
            change("connection-state", "new");
            change("connection-state", "established,related");
            change("passthrough", "yes");
            change("new-routing-mark", "nnc-socks");
            change("new-routing-mark", "main");
            change("protocol", "tcp");
        }
        if row["action"] == "dst-nat" {
            change("to-addresses", "192.168.88.1");
            change("to-addresses", "8.8.8.8");
            change("to-ports", "5353");
        }
        if row["action"] == "jump" {
            change("jump-target", "nowhere");
            change("in-interface-list", "WAN");
        }
        if row["action"] == "drop" && has("out-interface-list") {
            change("out-interface-list", "WAN");
            change("connection-state", "new");
        }
        if has("fib") {
            change("fib", "no");
        }
        if has("gateway") && at.0 == "/ip/route" {
            change("gateway", "192.0.2.1");
            change("distance", "251");
            change("dst-address", "0.0.0.0/1");
            change("routing-table", "main");
        }
        if at.0.ends_with("/route") && has("blackhole") {
            change("distance", "1");
            change("dst-address", "128.0.0.0/1");
        }
        if has("include") {
            change("include", "WAN");
            change("include", "LAN,WAN");
        }
        if at.0 == "/interface/list/member" {
            change("interface", "ether1");
        }
        if at.0 == "/ip/firewall/address-list" {
            change("address", "0.0.0.0/0");
            change("address", "8.8.8.0/24");
        }
        if at.0 == "/ip/firewall/mangle" {
            mutants.push(config.doubled(&at));
        }
    }
    mutants
}

/// Rows of others that are in the way, or only seem to be.
fn foreign(base: &Base) -> Vec<Config> {
    let config = clean(base);
    let mangle = "/ip/firewall/mangle";
    let filter = "/ip/firewall/filter";
    let nat = "/ip/firewall/nat";
    let rows = [
        (
            mangle,
            json!({"chain": "prerouting", "action": "accept", "dst-address": "8.8.8.8"}),
        ),
        (
            mangle,
            json!({"chain": "prerouting", "action": "accept", "protocol": "udp", "dst-port": "53"}),
        ),
        (
            mangle,
            json!({"chain": "prerouting", "action": "mark-routing", "new-routing-mark": "nnc-socks", "passthrough": "yes"}),
        ),
        (
            mangle,
            json!({"chain": "prerouting", "action": "mark-routing", "new-routing-mark": "nnc-socks", "passthrough": "no", "dst-port": "443", "protocol": "tcp"}),
        ),
        (
            mangle,
            json!({"chain": "prerouting", "action": "mark-connection", "new-connection-mark": "c", "passthrough": "yes"}),
        ),
        (
            mangle,
            json!({"chain": "prerouting", "action": "mark-packet", "new-packet-mark": "p", "passthrough": "no"}),
        ),
        (
            mangle,
            json!({"chain": "prerouting", "action": "jump", "jump-target": "nowhere"}),
        ),
        (
            filter,
            json!({"chain": "forward", "action": "accept", "src-address": "192.168.0.0/16"}),
        ),
        (
            filter,
            json!({"chain": "forward", "action": "accept", "protocol": "tcp", "dst-port": "443"}),
        ),
        (
            filter,
            json!({"chain": "forward", "action": "fasttrack-connection"}),
        ),
        (
            filter,
            json!({"chain": "forward", "action": "fasttrack-connection", "connection-state": "established", "protocol": "udp"}),
        ),
        (
            filter,
            json!({"chain": "forward", "action": "drop", "out-interface-list": "WAN"}),
        ),
        (filter, json!({"chain": "forward", "action": "drop"})),
        (
            filter,
            json!({"chain": "input", "action": "drop", "protocol": "udp", "dst-port": "53"}),
        ),
        (
            filter,
            json!({"chain": "input", "action": "drop", "port": "53", "protocol": "udp"}),
        ),
        (
            nat,
            json!({"chain": "dstnat", "action": "redirect", "protocol": "udp", "dst-port": "53"}),
        ),
        (
            nat,
            json!({"chain": "dstnat", "action": "dst-nat", "to-addresses": "192.168.88.60", "protocol": "udp", "dst-port": "53"}),
        ),
        (nat, json!({"chain": "dstnat", "action": "accept"})),
        (nat, json!({"chain": "srcnat", "action": "masquerade"})),
        (
            "/ip/firewall/raw",
            json!({"chain": "prerouting", "action": "notrack", "dst-address": "8.8.8.8"}),
        ),
        (
            "/ip/firewall/raw",
            json!({"chain": "prerouting", "action": "notrack", "protocol": "udp", "dst-port": "53"}),
        ),
        (
            "/ip/firewall/raw",
            json!({"chain": "prerouting", "action": "drop", "dst-address": "8.8.8.8"}),
        ),
        (
            "/routing/rule",
            json!({"action": "lookup-only-in-table", "table": "main", "dst-address": "8.8.8.8/32"}),
        ),
        ("/routing/rule", json!({"action": "lookup", "table": "main"})),
        (
            "/routing/rule",
            json!({"action": "lookup", "table": "main", "min-prefix": "0"}),
        ),
        ("/routing/rule", json!({"action": "drop"})),
        (
            "/ip/route",
            json!({"dst-address": "8.8.8.0/24", "gateway": "192.0.2.7", "routing-table": "nnc-tor"}),
        ),
        (
            "/ip/route",
            json!({"dst-address": "8.8.8.0/24", "gateway": "192.0.2.7", "routing-table": "main"}),
        ),
        (
            "/ip/route",
            json!({"dst-address": "0.0.0.0/0", "gateway": "192.0.2.7", "routing-table": "nnc-tor", "distance": "5"}),
        ),
        (
            "/ip/route",
            json!({"dst-address": "0.0.0.0/0", "gateway": "192.0.2.7", "routing-table": "nnc-tor", "distance": "1"}),
        ),
    ];
    rows.into_iter()
        .flat_map(|(menu, row)| {
            [
                config.plus(true, menu, row.clone()),
                config.plus(false, menu, row),
            ]
        })
        .collect()
}

/// What people write by hand: steering that looks right, part by part.
fn by_hand() -> Vec<Config> {
    let mut configs = Vec::new();
    let table = "nnc-tor";
    for bits in 0..128_u32 {
        let has = |bit: u32| bits >> bit & 1 == 1;
        let base = Base {
            fasttrack: has(0),
            ipv6: false,
            ..base(MAC, "tor")
        };
        let mut config = clean(&base);
        for menu in [
            "/ip/firewall/mangle",
            "/ip/firewall/filter",
            "/ip/firewall/nat",
            "/routing/rule",
            "/ip/route",
        ] {
            let rows = config.fixture[menu].as_array_mut().unwrap();
            rows.retain(|row| !row["comment"].as_str().unwrap_or_default().starts_with("nnc:"));
        }
        config.name = format!("by hand {bits:07b}");
        let mut mark = json!({
            "chain": "prerouting", "src-mac-address": MAC, "dst-address-type": "!local", "dst-address-list": "!near",
            "action": "mark-routing", "new-routing-mark": table, "passthrough": "no",
        });
        if has(1) {
            mark["connection-state"] = json!("new");
        }
        config = config.plus(true, "/ip/firewall/mangle", mark);
        config = config.plus(
            false,
            "/ip/firewall/address-list",
            json!({"list": "near", "address": "192.168.0.0/16"}),
        );
        let mut way = json!({"dst-address": "0.0.0.0/0", "gateway": "10.99.101.2", "routing-table": table, "check-gateway": "ping"});
        if has(2) {
            way["check-gateway"] = json!("none");
        }
        config = config.plus(false, "/ip/route", way);
        if has(3) {
            let blackhole = json!({"dst-address": "0.0.0.0/0", "blackhole": "", "routing-table": table, "distance": "250"});
            config = config.plus(false, "/ip/route", blackhole);
        }
        if has(4) {
            let action = if has(2) { "lookup" } else { "lookup-only-in-table" };
            config = config.plus(
                true,
                "/routing/rule",
                json!({"routing-mark": table, "action": action, "table": table}),
            );
        }
        if has(5) {
            let accept = json!({"chain": "forward", "action": "accept", "connection-state": "established,related", "src-mac-address": MAC});
            let back = json!({"chain": "forward", "action": "accept", "connection-state": "established,related", "in-interface": table});
            config = config
                .plus(true, "/ip/firewall/filter", accept)
                .plus(true, "/ip/firewall/filter", back);
        }
        if has(6) {
            for protocol in ["udp", "tcp"] {
                let query = |action: &str| json!({"src-mac-address": MAC, "protocol": protocol, "dst-port": "53", "action": action});
                let mut dns = query("dst-nat");
                dns["chain"] = json!("dstnat");
                dns["to-addresses"] = json!("10.99.101.2");
                let mut mark = query("mark-routing");
                mark["chain"] = json!("prerouting");
                mark["new-routing-mark"] = json!(table);
                mark["passthrough"] = json!("no");
                config = config
                    .plus(true, "/ip/firewall/nat", dns)
                    .plus(true, "/ip/firewall/mangle", mark);
            }
            let refuse = json!({"chain": "forward", "action": "drop", "src-mac-address": MAC, "out-interface-list": "WAN"});
            config = config.plus(true, "/ip/firewall/filter", refuse);
        }
        config.name = format!("by hand {bits:07b}");
        configs.push(config);
    }
    configs
}

#[test]
fn missing_and_changed_rows() {
    check(&mutants(&base(MAC, "tor")), 1);
}

#[test]
fn missing_and_changed_rows_of_a_subnet_over_a_dual_stack_service() {
    check(&mutants(&base("192.168.20.0/24", "six")), 2);
}

#[test]
fn missing_and_changed_rows_of_an_address_with_a_resolver() {
    check(
        &mutants(&Base {
            ipv4_only: true,
            ..base("192.168.88.50", "socks")
        }),
        3,
    );
}

#[test]
fn missing_and_changed_rows_of_an_interface_that_fails_open() {
    check(
        &mutants(&Base {
            fasttrack: false,
            ..base("vlan:20", "open")
        }),
        4,
    );
}

#[test]
fn rows_of_others() {
    check(&foreign(&base(MAC, "tor")), 5);
    check(
        &foreign(&Base {
            ipv6: false,
            ..base("vlan:20", "tor")
        }),
        6,
    );
}

#[test]
fn steering_by_hand() {
    check(&by_hand(), 7);
}
