//! What nnc makes, with rows of others around it.

use serde_json::json;

use super::config::{Base, Config, clean};

/// Rows of others that are in the way, or only seem to be.
pub(crate) fn foreign(base: &Base) -> Vec<Config> {
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
