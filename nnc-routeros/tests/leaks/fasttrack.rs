//! Rules of others that have connections fasttracked, behind the rows that nnc makes.
//!
//! Those rows accept what is established before such a rule sees it. They cannot accept first packets, because that
//! would take them off the household's own drop rules: a filter rule that fasttracks those is a leak, and so is any
//! such rule in mangle, which is asked before the filter (`docs/adr/0004-routeros-rows.md`).

use serde_json::json;

use super::config::{Base, Config, MAC, base, clean};

/// A configuration, and whether it leaks.
pub(crate) fn fasttrack() -> Vec<(Config, bool)> {
    let filter = "/ip/firewall/filter";
    let mangle = "/ip/firewall/mangle";
    let rules = [
        (filter, json!({}), true),
        (filter, json!({"connection-state": "new"}), true),
        (
            filter,
            json!({"connection-state": "established,related,new"}),
            true,
        ),
        (filter, json!({"protocol": "tcp"}), true),
        (filter, json!({"out-interface-list": "nnc-vif-c0ffee12"}), true),
        (filter, json!({"connection-state": "established,related"}), false),
        (filter, json!({"connection-state": "!new"}), false),
        (filter, json!({"out-interface-list": "WAN"}), false),
        (
            filter,
            json!({"connection-state": "established,related", "protocol": "udp"}),
            false,
        ),
        (mangle, json!({}), true),
        (mangle, json!({"connection-state": "established,related"}), true),
        (mangle, json!({"chain": "postrouting"}), true),
        (
            mangle,
            json!({"chain": "postrouting", "connection-state": "established"}),
            true,
        ),
        (mangle, json!({"out-interface-list": "WAN"}), false),
    ];
    let mut homes = vec![base(MAC, "tor")];
    if std::env::var_os("NNC_SOAK").is_some() {
        homes.push(Base {
            fasttrack: false,
            ipv4_only: true,
            ..base("192.168.88.50", "socks")
        });
    }
    let with = |home: &Base, menu: &str, matchers: &serde_json::Value, leaks: bool| {
        let mut row = matchers.clone();
        if row.get("chain").is_none() {
            row["chain"] = json!("forward");
        }
        row["action"] = json!("fasttrack-connection");
        (clean(home).plus_behind_ours(menu, row), leaks)
    };
    homes
        .iter()
        .flat_map(|home| {
            rules
                .iter()
                .map(move |(menu, matchers, leaks)| with(home, menu, matchers, *leaks))
        })
        .collect()
}
