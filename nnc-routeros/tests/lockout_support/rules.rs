//! Firewall rules that lock a controller out, or only seem to.

use serde_json::{Value, json};

use super::edit::{Change, Edit, change};
use super::home::Place;

/// Firewall rules of all kinds, before all others and behind them.
pub(crate) fn rules(place: &Place) -> Vec<Change> {
    let (filter, raw) = (place.menu("/firewall/filter"), place.menu("/firewall/raw"));
    let (mangle, nat) = (place.menu("/firewall/mangle"), place.menu("/firewall/nat"));
    let near = if place.v4() {
        "192.168.0.0/16"
    } else {
        "2001:db8:88::/64"
    };
    let far = if place.v4() {
        "203.0.113.0/24"
    } else {
        "2001:db8:bad::/48"
    };
    let mut rows: Vec<(&str, Value)> = Vec::new();
    for action in ["drop", "reject"] {
        for matcher in [
            json!({}),
            json!({"src-address": place.controller}),
            json!({"src-address": near}),
            json!({"src-address": far}),
            json!({"src-address": format!("!{}", place.controller)}),
            json!({"dst-address": place.router}),
            json!({"protocol": "tcp", "dst-port": "8728"}),
            json!({"protocol": "tcp", "dst-port": "22,8000-9000"}),
            json!({"protocol": "tcp", "dst-port": "22,8291"}),
            json!({"protocol": "udp"}),
            json!({"protocol": "udp", "dst-port": "8728"}),
            json!({"protocol": "tcp", "dst-port": "!22"}),
            json!({"in-interface": place.interface}),
            json!({"in-interface": "ether5"}),
            json!({"in-interface": "!ether5"}),
            json!({"in-interface-list": "LAN"}),
            json!({"in-interface-list": "WAN"}),
            json!({"in-interface-list": "!LAN"}),
            json!({"src-address-list": "admins"}),
            json!({"src-address-list": "bad"}),
            json!({"connection-state": "new"}),
            json!({"connection-state": "established"}),
            json!({"connection-state": "invalid"}),
            json!({"connection-state": "new", "src-address": place.controller}),
            json!({"src-mac-address": super::home::MAC}),
            json!({"src-mac-address": "02:00:00:00:00:77"}),
        ] {
            let mut row = matcher;
            row["chain"] = json!("input");
            row["action"] = json!(action);
            rows.push((&filter, row));
        }
    }
    for row in [
        json!({"chain": "output", "action": "drop"}),
        json!({"chain": "output", "action": "drop", "dst-address": place.controller}),
        json!({"chain": "output", "action": "drop", "protocol": "tcp", "src-port": "8728"}),
        json!({"chain": "output", "action": "drop", "out-interface": place.interface}),
        json!({"chain": "output", "action": "drop", "out-interface": "ether5"}),
        json!({"chain": "output", "action": "drop", "connection-state": "new"}),
        json!({"chain": "forward", "action": "drop"}),
        json!({"chain": "forward", "action": "drop", "src-address": place.controller}),
        json!({"chain": "input", "action": "accept", "src-address": place.controller}),
        json!({"chain": "input", "action": "drop", "disabled": "yes"}),
        json!({"chain": "input", "action": "jump", "jump-target": "nowhere"}),
        json!({"chain": "input", "action": "log"}),
        json!({"chain": "input", "action": "tarpit", "protocol": "tcp"}),
    ] {
        rows.push((&filter, row));
    }
    for row in [
        json!({"chain": "prerouting", "action": "drop", "src-address": place.controller}),
        json!({"chain": "prerouting", "action": "drop", "protocol": "tcp", "dst-port": "8728"}),
        json!({"chain": "prerouting", "action": "drop", "in-interface": place.interface}),
        json!({"chain": "prerouting", "action": "drop", "src-address": far}),
        json!({"chain": "prerouting", "action": "drop", "dst-address": far}),
        json!({"chain": "prerouting", "action": "notrack"}),
        json!({"chain": "prerouting", "action": "accept"}),
        json!({"chain": "output", "action": "drop", "protocol": "tcp", "src-port": "8728"}),
        json!({"chain": "output", "action": "notrack"}),
    ] {
        rows.push((&raw, row));
    }
    if place.v4() {
        for row in [
            json!({"chain": "dstnat", "action": "redirect", "protocol": "tcp", "dst-port": "8728", "to-ports": "80"}),
            json!({"chain": "dstnat", "action": "redirect", "protocol": "tcp", "dst-port": "8728"}),
            json!({"chain": "dstnat", "action": "redirect", "protocol": "tcp", "dst-port": "53", "to-ports": "5353"}),
            json!({"chain": "dstnat", "action": "dst-nat", "to-addresses": "192.168.88.60", "protocol": "tcp", "dst-port": "8728"}),
            json!({"chain": "dstnat", "action": "dst-nat", "to-addresses": "192.168.88.60", "protocol": "tcp", "dst-port": "443"}),
            json!({"chain": "dstnat", "action": "dst-nat", "to-addresses": "192.168.88.60", "src-address": place.controller}),
            json!({"chain": "dstnat", "action": "dst-nat", "to-addresses": place.router, "protocol": "tcp", "dst-port": "80", "to-ports": "8728"}),
        ] {
            rows.push((&nat, row));
        }
    }
    for row in [
        json!({"chain": "output", "action": "mark-routing", "new-routing-mark": "other", "passthrough": "no"}),
        json!({"chain": "prerouting", "action": "mark-routing", "new-routing-mark": "other", "passthrough": "no"}),
        json!({"chain": "prerouting", "action": "mark-connection", "new-connection-mark": "c", "passthrough": "yes"}),
        json!({"chain": "prerouting", "action": "mark-packet", "new-packet-mark": "p", "passthrough": "yes"}),
    ] {
        rows.push((&mangle, row));
    }
    rows.into_iter()
        .flat_map(|(menu, row)| {
            [true, false].map(|first| {
                let place = if first { "first" } else { "last" };
                change(
                    format!("{menu} {place}: {row}"),
                    [Edit::Add(menu.to_owned(), first, row.clone())],
                )
            })
        })
        .collect()
}
