//! Steering that somebody wrote by hand.

use serde_json::json;

use super::config::{Base, Config, MAC, base, clean};

/// What people write by hand: steering that looks right, part by part.
pub(crate) fn by_hand() -> Vec<Config> {
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
