//! Which menus a change touches, and whether anything is known of what they do.

use std::collections::{BTreeMap, BTreeSet};

use nnc_core::object::{Kind, ObservedRow, RowId, Snapshot};

use super::{by_id, is_same};
use crate::kinds;

/// Menus that [`judge`](super::judge) reads.
fn is_judged(menu: &str) -> bool {
    const ALONE: &[&str] = &[
        "/interface",
        "/ip/address",
        "/ip/route",
        "/ip/dhcp-client",
        "/ip/service",
        "/ip/settings",
        "/ipv6/address",
        "/ipv6/route",
        "/ipv6/settings",
        "/routing/table",
        "/routing/rule",
    ];
    const WITH_TABLES: &[&str] = &["filter", "nat", "mangle", "raw", "address-list"];
    const INTERFACES: &[&str] = &[
        "bridge",
        "bridge/port",
        "bridge/vlan",
        "ethernet",
        "list",
        "list/member",
        "vlan",
    ];
    let firewall = menu
        .strip_prefix("/ip/firewall/")
        .or_else(|| menu.strip_prefix("/ipv6/firewall/"));
    let interface = menu.strip_prefix("/interface/");
    ALONE.contains(&menu)
        || firewall.is_some_and(|table| WITH_TABLES.contains(&table))
        || interface.is_some_and(|menu| INTERFACES.contains(&menu))
}

/// Menus that have no part in how packets to the router itself fare.
const HARMLESS: &[&str] = &[
    "/ip/pool",
    "/ip/dns",
    "/ip/dns/static",
    "/ip/dhcp-server",
    "/ip/dhcp-server/lease",
    "/ip/dhcp-server/network",
    "/system/identity",
    "/system/script",
    "/system/scheduler",
    "/system/logging",
    "/ip/arp",
    "/ipv6/neighbor",
    "/interface/bridge/host",
    "/user/active",
];

/// A menu that differs and of which nothing is known.
pub(super) fn unjudged<'a>(before: &'a Snapshot, after: &'a Snapshot) -> Option<&'a Kind> {
    let menus = before.kinds.keys().chain(after.kinds.keys());
    if let Some(clients) = menus.clone().find(|kind| **kind == kinds::DHCP_CLIENT)
        && brings_leases(before.rows(clients), after.rows(clients))
    {
        return Some(clients);
    }
    menus
        .filter(|kind| !is_judged(kind.as_str()) && !HARMLESS.contains(&kind.as_str()))
        .find(|kind| !is_same(before, after, kind) && !only_adds(before.rows(kind), after.rows(kind), kind))
}

/// Whether a DHCP client may bring something that it did not before.
fn brings_leases(before: &[ObservedRow], after: &[ObservedRow]) -> bool {
    after.iter().any(|row| {
        let old = before.iter().find(|old| old.id == row.id);
        !matches!(row.get("disabled"), Some("true" | "yes"))
            && old.is_none_or(|old| old.attributes != row.attributes)
    })
}

/// A new interface of any type takes nothing away.
fn only_adds(before: &[ObservedRow], after: &[ObservedRow], kind: &Kind) -> bool {
    kind.as_str()
        .strip_prefix("/interface/")
        .is_some_and(|menu| !menu.contains('/'))
        && before.iter().all(|row| after.contains(row))
        && after
            .iter()
            .all(|row| before.contains(row) || row.get("name").is_some())
}

/// Whether the settings of IP change, which apply to everybody.
pub(super) fn settings(before: &Snapshot, after: &Snapshot) -> bool {
    [kinds::SETTINGS, kinds::SETTINGS6]
        .iter()
        .any(|kind| !is_same(before, after, kind))
}

/// Whether a route changes that answers of the router itself may take: which neighbour they go to may change with it.
pub(super) fn next_hops<'a>(before: &'a Snapshot, after: &'a Snapshot) -> bool {
    let tables = |kind: &Kind| {
        let (old, new) = (by_id(before.rows(kind)), by_id(after.rows(kind)));
        without(&old, &new)
            .chain(without(&new, &old))
            .filter(|row| !row.dynamic)
            .map(|row| row.get("routing-table").unwrap_or("main"))
            .collect::<BTreeSet<_>>()
    };
    let changed: BTreeSet<&str> = [kinds::ROUTE, kinds::ROUTE6].iter().flat_map(tables).collect();
    changed
        .iter()
        .any(|table| *table == "main" || is_asked(after, table))
}

/// The rows that are not among the others just as they are.
fn without<'a, 'b>(
    rows: &'b BTreeMap<&'a RowId, &'a ObservedRow>,
    others: &'b BTreeMap<&'a RowId, &'a ObservedRow>,
) -> impl Iterator<Item = &'a ObservedRow> + use<'a, 'b> {
    let missing = rows.iter().filter(|(id, row)| others.get(*id) != Some(row));
    missing.map(|(_, row)| *row)
}

/// Whether a packet of the router itself may be looked up in a table.
fn is_asked(snapshot: &Snapshot, table: &str) -> bool {
    let rules = snapshot.rows(&kinds::RULE).iter();
    let mut rules = rules.filter(|row| row.get("table") == Some(table));
    rules.any(|row| row.get("routing-mark").is_none_or(str::is_empty))
        || [kinds::MANGLE, kinds::MANGLE6]
            .iter()
            .any(|kind| marks_answers(snapshot.rows(kind), table))
}

/// Whether a rule that packets of the router itself meet marks them for a table.
fn marks_answers(rows: &[ObservedRow], table: &str) -> bool {
    let mut chains = BTreeSet::from(["output"]);
    loop {
        let met = || {
            rows.iter()
                .filter(|row| row.get("chain").is_some_and(|chain| chains.contains(chain)))
        };
        if met().any(|row| row.get("new-routing-mark") == Some(table)) {
            return true;
        }
        let reached: BTreeSet<&str> = met().filter_map(|row| row.get("jump-target")).collect();
        if reached.is_subset(&chains) {
            return false;
        }
        chains.extend(reached);
    }
}
