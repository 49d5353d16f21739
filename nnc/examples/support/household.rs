//! The household's own configuration: what nnc must never change.

use routeros_sim::SimHandle;
use serde_json::Value;

/// A menu and its rows, in order.
pub(crate) type Menu = (String, Vec<Value>);

/// Every configured row that is not nnc's, without counters and what the router fills in as it runs.
pub(crate) fn configuration(sim: &SimHandle) -> Vec<Menu> {
    let state = sim.state();
    let Some(menus) = state["menus"].as_object() else {
        return Vec::new();
    };
    let configured = |path: &str| {
        path.starts_with("/interface/") || path.starts_with("/ip") || path.starts_with("/routing")
    };
    let lives =
        |path: &str| path.contains("/connection") || path.ends_with("/arp") || path.ends_with("/neighbor");
    let mut household = Vec::new();
    for (path, rows) in menus.iter().filter(|(path, _)| configured(path) && !lives(path)) {
        let rows = rows.as_array().map(Vec::as_slice).unwrap_or_default();
        let rows: Vec<Value> = rows.iter().filter(|row| is_household(row)).map(settled).collect();
        if !rows.is_empty() {
            household.push((path.clone(), rows));
        }
    }
    household
}

fn is_household(row: &Value) -> bool {
    let marked = row["comment"]
        .as_str()
        .is_some_and(|comment| comment.starts_with("nnc:"));
    !marked && row["dynamic"] != "true"
}

fn settled(row: &Value) -> Value {
    let mut row = row.clone();
    if let Some(fields) = row.as_object_mut() {
        for moving in [
            "bytes",
            "packets",
            "running",
            "last-seen",
            "rx-byte",
            "tx-byte",
            "rx-packet",
            "tx-packet",
        ] {
            fields.remove(moving);
        }
    }
    row
}
