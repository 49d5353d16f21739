//! What nnc makes, with something wrong with it.

use super::config::{Base, Config, clean};

/// Every row that nnc makes, missing, switched off, in the wrong place, twice, or changed.
pub(crate) fn mutants(base: &Base) -> Vec<Config> {
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
