//! What people do to a router beside nnc: mistakes put together, and rows that they write for reasons of their own.

use serde_json::{Value, json};

use super::config::{Base, Config, MAC, base, clean};

/// Mistakes in every combination: nnc's shared and own rows missing, weakened or behind those of others.
pub(crate) fn combined() -> Vec<Config> {
    let by_fasttrack = [true, false].map(|fasttrack| {
        clean(&Base {
            fasttrack,
            ..base(MAC, "tor")
        })
    });
    let combinations = (0..128_usize).flat_map(|bits| by_fasttrack.iter().map(move |config| (bits, config)));
    combinations
        .map(|(bits, config)| mistaken(config, bits))
        .collect()
}

fn mistaken(config: &Config, bits: usize) -> Config {
    let has = |bit: usize| bits >> bit & 1 == 1;
    let mut config = config.clone();
    if has(0) {
        config = config.without_role("/ip/route", "blackhole");
    }
    if has(1) {
        config = config.edited("/routing/rule", "rule", "action", "lookup");
    }
    if has(2) {
        config = config.without_role("/ip/firewall/filter", "exit");
    }
    if has(3) {
        config = config
            .without_role("/ipv6/firewall/filter", "exit6")
            .without_role("/ipv6/firewall/filter", "dns6");
    }
    if has(4) {
        config = config.without_role("/ip/firewall/nat", "dns");
    }
    if has(5) {
        config = config.edited("/ip/firewall/mangle", "mark", "connection-state", "new");
    }
    if has(6) {
        // The rules of others come first.
        let rows = config.fixture["/ip/firewall/filter"].as_array_mut().unwrap();
        let is_own = |row: &Value| row["comment"].as_str().unwrap_or_default().starts_with("nnc:");
        rows.sort_by_key(is_own);
    }
    config.name = format!("fasttrack={} mistakes {bits:07b}", config.base.fasttrack);
    config
}

/// Rows that people write, one or a few at a time.
pub(crate) fn rows(base: &Base) -> Vec<Config> {
    let config = clean(base);
    let mangle = |row: Value| vec![("/ip/firewall/mangle", in_chain(row, "prerouting"))];
    let forward = |row: Value| vec![("/ip/firewall/filter", in_chain(row, "forward"))];
    let nat = |row: Value| vec![("/ip/firewall/nat", in_chain(row, "dstnat"))];
    let raw = |row: Value| vec![("/ip/firewall/raw", in_chain(row, "prerouting"))];
    let rule = |row: Value| vec![("/routing/rule", row)];
    let route = |row: Value| vec![("/ip/route", row)];
    let wan = "192.0.2.7";
    let cases: Vec<Vec<(&str, Value)>> = vec![
        mangle(json!({"action": "accept", "in-interface-list": "LAN"})),
        mangle(json!({"action": "accept", "in-interface-list": "!LAN"})),
        mangle(json!({"action": "accept", "in-interface": "iot"})),
        mangle(json!({"action": "accept", "in-interface": "ether2"})),
        mangle(json!({"action": "accept", "src-address-list": "tvs"})),
        mangle(json!({"action": "accept", "dst-address-list": "!tvs", "connection-state": "new"})),
        mangle(json!({"action": "accept", "disabled": "yes"})),
        mangle(
            json!({"action": "mark-routing", "new-routing-mark": "nnc-socks", "passthrough": "no", "in-interface": "bridge"}),
        ),
        mangle(json!({"action": "mark-routing", "new-routing-mark": "main", "passthrough": "no"})),
        mangle(
            json!({"action": "mark-routing", "new-routing-mark": "main", "passthrough": "no", "connection-state": "established"}),
        ),
        mangle(
            json!({"action": "mark-packet", "new-packet-mark": "p", "passthrough": "no", "protocol": "udp", "disabled": "yes"}),
        ),
        // Only the first packet decides which mark a connection has; the others follow it.
        vec![
            (
                "/ip/firewall/mangle",
                json!({"chain": "prerouting", "action": "mark-connection", "new-connection-mark": "wan2", "connection-state": "new", "src-address-list": "tvs", "passthrough": "yes"}),
            ),
            (
                "/ip/firewall/mangle",
                json!({"chain": "prerouting", "action": "mark-routing", "connection-mark": "wan2", "new-routing-mark": "nnc-socks", "passthrough": "no"}),
            ),
        ],
        vec![
            (
                "/ip/firewall/mangle",
                json!({"chain": "forward", "action": "mark-connection", "new-connection-mark": "seen", "connection-mark": "no-mark", "passthrough": "yes"}),
            ),
            (
                "/ip/firewall/mangle",
                json!({"chain": "prerouting", "action": "accept", "connection-mark": "seen"}),
            ),
        ],
        vec![
            (
                "/ip/firewall/mangle",
                json!({"chain": "prerouting", "action": "jump", "jump-target": "theirs", "in-interface-list": "LAN"}),
            ),
            (
                "/ip/firewall/mangle",
                json!({"chain": "theirs", "action": "return", "protocol": "udp"}),
            ),
            (
                "/ip/firewall/mangle",
                json!({"chain": "theirs", "action": "accept", "dst-port": "443", "protocol": "tcp"}),
            ),
        ],
        forward(json!({"action": "accept", "in-interface-list": "LAN", "out-interface-list": "WAN"})),
        forward(json!({"action": "accept", "connection-state": "new"})),
        forward(json!({"action": "accept", "connection-state": "established,related,untracked"})),
        forward(json!({"action": "accept", "src-address-list": "tvs", "dst-address": "!8.8.8.8"})),
        forward(json!({"action": "accept", "disabled": "yes"})),
        forward(json!({"action": "fasttrack-connection", "src-address-list": "tvs"})),
        forward(json!({"action": "fasttrack-connection", "in-interface": "nnc-tor"})),
        forward(json!({"action": "fasttrack-connection", "disabled": "yes"})),
        forward(
            json!({"action": "fasttrack-connection", "out-interface-list": "WAN", "connection-state": "established,related"}),
        ),
        forward(json!({"action": "reject", "out-interface": "ether1", "src-address": "192.168.0.0/16"})),
        vec![
            (
                "/ip/firewall/filter",
                json!({"chain": "forward", "action": "jump", "jump-target": "theirs", "protocol": "tcp"}),
            ),
            (
                "/ip/firewall/filter",
                json!({"chain": "theirs", "action": "return", "dst-port": "53", "protocol": "tcp"}),
            ),
            (
                "/ip/firewall/filter",
                json!({"chain": "theirs", "action": "accept"}),
            ),
        ],
        nat(json!({"action": "redirect", "protocol": "tcp", "dst-port": "53", "in-interface-list": "LAN"})),
        nat(json!({"action": "dst-nat", "to-addresses": "8.8.8.8", "protocol": "udp", "dst-port": "53"})),
        nat(json!({"action": "dst-nat", "to-addresses": "192.168.30.60", "dst-address": "198.51.100.7"})),
        nat(json!({"action": "accept", "protocol": "udp", "dst-port": "53", "src-address-list": "tvs"})),
        nat(
            json!({"action": "redirect", "to-ports": "53", "protocol": "udp", "dst-port": "443", "disabled": "yes"}),
        ),
        raw(json!({"action": "notrack"})),
        raw(json!({"action": "notrack", "protocol": "tcp", "dst-port": "443"})),
        raw(json!({"action": "accept", "in-interface": "bridge"})),
        rule(json!({"action": "lookup-only-in-table", "table": "main", "src-address": "192.168.0.0/16"})),
        rule(json!({"action": "lookup", "table": "main", "interface": "bridge"})),
        rule(json!({"action": "lookup-only-in-table", "table": "main", "routing-mark": "nnc-tor"})),
        rule(json!({"action": "lookup", "table": "nnc-socks", "dst-address": "8.8.8.0/24"})),
        rule(json!({"action": "lookup-only-in-table", "table": "main", "disabled": "yes"})),
        rule(json!({"action": "drop", "routing-mark": "nnc-tor"})),
        // Both halves of the Internet, as virtual private networks route them.
        vec![
            (
                "/ip/route",
                json!({"dst-address": "0.0.0.0/1", "gateway": wan, "routing-table": "nnc-tor"}),
            ),
            (
                "/ip/route",
                json!({"dst-address": "128.0.0.0/1", "gateway": wan, "routing-table": "nnc-tor"}),
            ),
        ],
        vec![
            ("/ip/route", json!({"dst-address": "0.0.0.0/1", "gateway": wan})),
            ("/ip/route", json!({"dst-address": "128.0.0.0/1", "gateway": wan})),
        ],
        route(
            json!({"dst-address": "0.0.0.0/0", "gateway": wan, "routing-table": "nnc-tor", "disabled": "yes", "distance": "1"}),
        ),
        route(
            json!({"dst-address": "198.51.100.0/24", "gateway": "192.168.30.60", "routing-table": "nnc-tor"}),
        ),
        vec![(
            "/ip/firewall/address-list",
            json!({"list": "nnc-direct-c0ffee12", "address": "8.8.8.0/24"}),
        )],
        vec![(
            "/ip/firewall/address-list",
            json!({"list": "nnc-direct-c0ffee12", "address": "8.8.8.0/24", "disabled": "yes"}),
        )],
        vec![(
            "/ip/firewall/address-list",
            json!({"list": "tvs", "address": "192.168.0.0/16"}),
        )],
        vec![(
            "/interface/list/member",
            json!({"list": "nnc-out-c0ffee12", "interface": "ether1"}),
        )],
        vec![(
            "/interface/list/member",
            json!({"list": "LAN", "interface": "nnc-tor"}),
        )],
    ];
    let placed = |first: bool| {
        let config = &config;
        cases.iter().map(move |rows| {
            // Before all others the last comes first.
            let mut rows = rows.clone();
            if first {
                rows.reverse();
            }
            rows.into_iter().fold(config.clone(), |config, (menu, row)| {
                config.plus(first, menu, row)
            })
        })
    };
    placed(true).chain(placed(false)).collect()
}

fn in_chain(mut row: Value, chain: &str) -> Value {
    row["chain"] = json!(chain);
    row
}
