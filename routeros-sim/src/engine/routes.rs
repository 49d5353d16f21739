//! Which routes are usable, and which of them are active.

use std::collections::HashMap;
use std::net::IpAddr;

use crate::provenance::Rule;
use crate::value::{Prefix, field, is_true, text};

use super::Engine;
use super::interfaces::InterfaceState;
use super::store::Row;

/// One next hop after lookup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NextHop {
    /// The gateway's address, when it has one.
    pub(crate) address: Option<IpAddr>,
    /// The interface the packet leaves by.
    pub(crate) interface: String,
}

/// One route.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) id: u32,
    pub(crate) table: String,
    pub(crate) destination: Prefix,
    pub(crate) distance: u32,
    pub(crate) blackhole: bool,
    pub(crate) hops: Vec<NextHop>,
    pub(crate) active: bool,
    ecmp: bool,
}

/// What a print shows of a route.
#[derive(Debug, Clone)]
pub(crate) struct RouteStatus {
    pub(crate) active: bool,
    pub(crate) ecmp: bool,
    pub(crate) immediate: Option<String>,
}

/// The routes of one address family.
#[derive(Debug, Default)]
pub(crate) struct Fib {
    routes: Vec<Route>,
    by_id: HashMap<u32, usize>,
}

impl Fib {
    pub(crate) fn status(&self, id: u32) -> Option<RouteStatus> {
        let route = self.by_id.get(&id).and_then(|index| self.routes.get(*index))?;
        let immediate: Vec<String> = route
            .hops
            .iter()
            .map(|hop| match hop.address {
                Some(address) => format!("{address}%{}", hop.interface),
                None => hop.interface.clone(),
            })
            .collect();
        let immediate = (!immediate.is_empty()).then(|| immediate.join(","));
        Some(RouteStatus {
            active: route.active,
            ecmp: route.ecmp,
            immediate,
        })
    }

    /// The active routes.
    pub(crate) fn active(&self) -> impl Iterator<Item = &Route> {
        self.routes.iter().filter(|route| route.active)
    }
}

/// How deep a gateway may be looked up through other routes.
const MAX_RECURSION: usize = 4;

impl Engine {
    /// Looks every route of a family up.
    pub(crate) fn fib(&self, v6: bool) -> Fib {
        let interfaces = self.interface_states();
        let path = if v6 { "/ipv6/route" } else { "/ip/route" };
        let rows: Vec<&Row> = self.store.rows_of(path).map(|row| &**row).collect();
        let connected: Vec<(Prefix, &str)> = rows
            .iter()
            .filter(|row| text(&row.fields, "connect") == "true" && !is_true(&row.fields, "disabled"))
            .filter(|row| text(&row.fields, "routing-table") == "main")
            .filter_map(|row| {
                Some((
                    Prefix::parse(text(&row.fields, "dst-address"))?,
                    text(&row.fields, "gateway"),
                ))
            })
            .filter(|(_, interface)| interfaces.get(*interface).is_some_and(|state| state.running))
            .collect();
        let statics: Vec<&Row> = rows
            .iter()
            .copied()
            .filter(|row| text(&row.fields, "connect") != "true" && number(row, "scope", 30) < 30)
            .collect();
        let mut fib = Fib::default();
        for row in &rows {
            let Some(destination) = Prefix::parse(text(&row.fields, "dst-address")) else {
                continue;
            };
            let blackhole = field(&row.fields, "blackhole").is_some();
            let hops = if blackhole || is_true(&row.fields, "disabled") {
                Vec::new()
            } else {
                self.next_hops(row, &interfaces, &connected, &statics)
            };
            let table = match text(&row.fields, "routing-table") {
                "" => "main",
                table => table,
            };
            fib.by_id.insert(row.id, fib.routes.len());
            fib.routes.push(Route {
                id: row.id,
                table: table.to_owned(),
                destination,
                distance: number(row, "distance", 1),
                blackhole,
                active: !is_true(&row.fields, "disabled")
                    && (blackhole || !hops.is_empty())
                    && self.table_usable(table),
                hops,
                ecmp: false,
            });
        }
        choose(&mut fib);
        fib
    }

    /// Whether a table exists, is enabled and is in the FIB.
    fn table_usable(&self, table: &str) -> bool {
        table == "main"
            || self.store.rows_of("/routing/table").any(|row| {
                text(&row.fields, "name") == table
                    && !is_true(&row.fields, "disabled")
                    && field(&row.fields, "fib").is_some()
            })
            || self
                .store
                .rows_of("/ip/vrf")
                .any(|row| text(&row.fields, "name") == table)
    }

    fn next_hops(
        &self,
        row: &Row,
        interfaces: &HashMap<String, InterfaceState>,
        connected: &[(Prefix, &str)],
        statics: &[&Row],
    ) -> Vec<NextHop> {
        let checks = matches!(
            text(&row.fields, "check-gateway"),
            "ping" | "arp" | "bfd" | "bfd-multihop"
        );
        let target_scope = number(row, "target-scope", 10);
        text(&row.fields, "gateway")
            .split(',')
            .filter(|gateway| !gateway.is_empty())
            .filter_map(|gateway| {
                let gateway = gateway.split_once('@').map_or(gateway, |(gateway, _)| gateway);
                self.resolve_gateway(gateway, row.id, target_scope, interfaces, connected, statics, 0)
            })
            .filter(|hop| {
                let _rule = Rule::CheckGateway;
                !checks || hop.address.is_none_or(|address| !self.world.host_down(address))
            })
            .collect()
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the lookup's whole context, used in one place"
    )]
    fn resolve_gateway(
        &self,
        gateway: &str,
        own: u32,
        target_scope: u32,
        interfaces: &HashMap<String, InterfaceState>,
        connected: &[(Prefix, &str)],
        statics: &[&Row],
        depth: usize,
    ) -> Option<NextHop> {
        let running = |name: &str| interfaces.get(name).is_some_and(|state| state.running);
        if let Some((address, interface)) = gateway.split_once('%') {
            let address: IpAddr = address.parse().ok()?;
            return running(interface).then(|| NextHop {
                address: Some(address),
                interface: interface.to_owned(),
            });
        }
        let Ok(address) = gateway.parse::<IpAddr>() else {
            return running(gateway).then(|| NextHop {
                address: None,
                interface: gateway.to_owned(),
            });
        };
        let direct = connected
            .iter()
            .filter(|(prefix, _)| prefix.contains(address))
            .max_by_key(|(prefix, _)| prefix.length)
            .map(|(_, interface)| NextHop {
                address: Some(address),
                interface: (*interface).to_owned(),
            });
        if direct.is_some() || depth >= MAX_RECURSION {
            return direct;
        }
        // Recursive: through a static route whose scope the target scope admits.
        let via = statics
            .iter()
            .filter(|row| {
                row.id != own && number(row, "scope", 30) <= target_scope && !is_true(&row.fields, "disabled")
            })
            .filter(|row| matches!(text(&row.fields, "routing-table"), "" | "main"))
            .filter_map(|row| Some((Prefix::parse(text(&row.fields, "dst-address"))?, row)))
            .filter(|(prefix, _)| prefix.contains(address))
            .max_by_key(|(prefix, _)| prefix.length)
            .map(|(_, row)| row)?;
        let next = text(&via.fields, "gateway").split(',').next()?;
        let hop = self.resolve_gateway(
            next,
            via.id,
            number(via, "target-scope", 10),
            interfaces,
            connected,
            statics,
            depth + 1,
        )?;
        Some(hop)
    }
}

fn number(row: &Row, name: &str, default: u32) -> u32 {
    text(&row.fields, name).parse().unwrap_or(default)
}

/// Keeps, of the usable routes to one destination in one table, those of the lowest distance.
fn choose(fib: &mut Fib) {
    let _rule = Rule::RouteSelection;
    let mut best: HashMap<(String, String), u32> = HashMap::new();
    let key = |route: &Route| (route.table.clone(), route.destination.masked());
    for route in fib.routes.iter().filter(|route| route.active) {
        let entry = best.entry(key(route)).or_insert(route.distance);
        *entry = (*entry).min(route.distance);
    }
    let mut counts: HashMap<(String, String), usize> = HashMap::new();
    for route in fib.routes.iter_mut().filter(|route| route.active) {
        let key = (route.table.clone(), route.destination.masked());
        route.active = best.get(&key) == Some(&route.distance);
        if route.active {
            *counts.entry(key).or_default() += route.hops.len().max(1);
        }
    }
    for route in fib.routes.iter_mut().filter(|route| route.active) {
        let key = (route.table.clone(), route.destination.masked());
        route.ecmp = counts.get(&key).is_some_and(|count| *count > 1);
    }
}
