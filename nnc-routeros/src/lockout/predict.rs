//! What a router will show once a change is in.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use nnc_core::change::{ApplyError, ChangeSet, apply};
use nnc_core::object::{Kind, ObservedRow, Snapshot};

use super::by_id;
use super::way::interface_menus;
use crate::kinds;

/// Carries a change out on a snapshot, with what the router does by itself in consequence.
///
/// # Errors
/// An operation that the router would refuse.
pub fn predict(before: &Snapshot, change: &ChangeSet) -> Result<Snapshot, ApplyError> {
    let mut after = before.clone();
    apply(change, &mut after)?;
    settle(before, &mut after);
    Ok(after)
}

/// Brings rows that the router keeps by itself in line with rows that were changed: what `/interface` shows of
/// interfaces, routes to connected networks, what DHCP clients brought, and rules that refer to nothing any more.
pub fn settle(before: &Snapshot, after: &mut Snapshot) {
    rename(before, after);
    list_interfaces(before, after);
    switch_off_orphans(after);
    forget_leases(before, after);
    forget_connected_routes(after);
    invalidate_rules(after);
}

/// References to interfaces follow their names.
const REFERENCES: &[&str] = &[
    "interface",
    "actual-interface",
    "in-interface",
    "out-interface",
    "gateway",
    "tagged",
    "untagged",
    "bridge",
];

fn rename(before: &Snapshot, after: &mut Snapshot) {
    let mut renamed = BTreeMap::new();
    for kind in interface_menus(before) {
        let now = by_id(after.rows(kind));
        for row in before.rows(kind) {
            let now = now.get(&row.id).and_then(|row| row.get("name"));
            if let (Some(old), Some(new)) = (row.get("name"), now)
                && old != new
            {
                renamed.insert(old.to_owned(), new.to_owned());
            }
        }
    }
    if renamed.is_empty() {
        return;
    }
    for (kind, rows) in &mut after.kinds {
        for row in rows {
            for (name, value) in row.attributes.iter_mut() {
                if REFERENCES.contains(&name.as_str()) || (*kind == kinds::INTERFACE && name == "name") {
                    let parts = value
                        .split(',')
                        .map(|part| renamed.get(part).map_or(part, String::as_str));
                    *value = parts.collect::<Vec<_>>().join(",");
                }
            }
        }
    }
}

/// `/interface` shows every interface a second time.
fn list_interfaces(before: &Snapshot, after: &mut Snapshot) {
    let Some(mut listed) = after.kinds.remove(&kinds::INTERFACE) else {
        return;
    };
    let (old, new) = (interfaces(before), interfaces(after));
    listed.retain(|row| {
        let name = row.get("name").unwrap_or_default();
        new.contains_key(name) || !old.contains_key(name)
    });
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (place, row) in listed.iter().enumerate() {
        let name = row.get("name").unwrap_or_default();
        places.entry(name.to_owned()).or_insert(place);
    }
    for (name, (kind, row)) in new {
        let listed_as = places.get(name).and_then(|place| listed.get_mut(*place));
        match listed_as {
            Some(listed) => {
                // Where only one of the two was changed, that one counts.
                let disabled = row.get("disabled");
                let changed = old
                    .get(name)
                    .is_none_or(|(_, row)| row.get("disabled") != disabled);
                if let Some(disabled) = disabled.filter(|_| changed) {
                    listed
                        .attributes
                        .insert("disabled".to_owned(), disabled.to_owned());
                }
            }
            None => {
                let mut row = row.clone();
                row.mark = None;
                let menu = kind.as_str().trim_start_matches("/interface/").to_owned();
                row.attributes.insert("type".to_owned(), menu);
                listed.push(row);
            }
        }
    }
    after.kinds.insert(kinds::INTERFACE, listed);
}

/// The interfaces of the menus of single types, by name.
fn interfaces(snapshot: &Snapshot) -> BTreeMap<&str, (&Kind, &ObservedRow)> {
    interface_menus(snapshot)
        .flat_map(|kind| snapshot.rows(kind).iter().map(move |row| (kind, row)))
        .filter_map(|(kind, row)| Some((row.get("name")?, (kind, row))))
        .collect()
}

/// A VLAN whose carrier is gone carries nothing.
fn switch_off_orphans(after: &mut Snapshot) {
    while let Some(place) = orphan(after) {
        let off = |row: &mut ObservedRow| row.attributes.insert("disabled".to_owned(), "true".to_owned());
        let vlans = after.kinds.get_mut(&kinds::VLAN);
        let Some(vlan) = vlans.and_then(|rows| rows.get_mut(place)) else {
            return;
        };
        off(vlan);
        let name = vlan.get("name").unwrap_or_default().to_owned();
        let listed = after.kinds.entry(kinds::INTERFACE).or_default().iter_mut();
        for row in listed.filter(|row| row.get("name") == Some(name.as_str())) {
            off(row);
        }
    }
}

/// The place of a VLAN that is switched on and whose carrier is not.
fn orphan(after: &Snapshot) -> Option<usize> {
    let on = |row: &&ObservedRow| !matches!(row.get("disabled"), Some("true" | "yes"));
    let up: HashSet<&str> = interface_menus(after)
        .chain([&kinds::INTERFACE])
        .flat_map(|kind| after.rows(kind))
        .filter(on)
        .filter_map(|row| row.get("name"))
        .collect();
    after
        .rows(&kinds::VLAN)
        .iter()
        .position(|row| on(&row) && row.get("interface").is_some_and(|carrier| !up.contains(carrier)))
}

/// Addresses and routes that a DHCP client brought go with it.
fn forget_leases(before: &Snapshot, after: &mut Snapshot) {
    let clients = |snapshot: &Snapshot| -> BTreeSet<String> {
        let rows = snapshot.rows(&kinds::DHCP_CLIENT).iter();
        rows.filter(|row| !matches!(row.get("disabled"), Some("true" | "yes")))
            .filter_map(|row| row.get("interface").map(str::to_owned))
            .collect()
    };
    let gone: BTreeSet<String> = clients(before).difference(&clients(after)).cloned().collect();
    if gone.is_empty() {
        return;
    }
    forget(after, &kinds::ADDRESS, |row| {
        row.dynamic && row.get("interface").is_some_and(|name| gone.contains(name))
    });
    forget(after, &kinds::ROUTE, |row| {
        row.dynamic && matches!(row.get("dhcp"), Some("true" | "yes"))
    });
}

/// Takes rows away. Rows that all stay are not touched, so that they need not be copied.
fn forget(after: &mut Snapshot, kind: &Kind, goes: impl Fn(&ObservedRow) -> bool) {
    if after.rows(kind).iter().any(&goes)
        && let Some(rows) = after.kinds.get_mut(kind)
    {
        rows.retain(|row| !goes(row));
    }
}

/// Routes to connected networks follow from the addresses, which the packet walk knows itself.
fn forget_connected_routes(after: &mut Snapshot) {
    for kind in [kinds::ROUTE, kinds::ROUTE6] {
        forget(after, &kind, |row| {
            row.dynamic && matches!(row.get("connect"), Some("true" | "yes"))
        });
    }
}

/// A rule that names an interface that is not there does nothing.
fn invalidate_rules(after: &mut Snapshot) {
    let names: HashSet<&str> = interface_menus(after)
        .chain([&kinds::INTERFACE])
        .flat_map(|kind| after.rows(kind))
        .filter_map(|row| row.get("name"))
        .collect();
    let is_invalid = |row: &ObservedRow| {
        ["in-interface", "out-interface"].iter().any(|attribute| {
            let name = row.get(attribute).map(|text| text.trim_start_matches('!'));
            name.is_some_and(|name| !name.is_empty() && !name.starts_with("all-") && !names.contains(name))
        })
    };
    let changes = |row: &ObservedRow| {
        let invalid = is_invalid(row);
        let known = row.get("invalid");
        (known != invalid.then_some("true")).then_some(invalid)
    };
    let rules = after
        .kinds
        .iter()
        .filter(|(kind, _)| kind.as_str().contains("/firewall/"));
    let changed: Vec<(Kind, usize, bool)> = rules
        .flat_map(|(kind, rows)| {
            let rows = rows.iter().enumerate();
            rows.filter_map(move |(at, row)| Some((kind.clone(), at, changes(row)?)))
        })
        .collect();
    for (kind, at, invalid) in changed {
        let rows = after.kinds.get_mut(&kind);
        let Some(row) = rows.and_then(|rows| rows.get_mut(at)) else {
            continue;
        };
        if invalid {
            row.attributes.insert("invalid".to_owned(), "true".to_owned());
        } else {
            row.attributes.remove("invalid");
        }
    }
}
