//! Addresses, routes, routing tables and routing rules.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use nnc_core::object::{ObservedRow, Snapshot};
use nnc_core::walk::{
    Field, Headers, InterfaceId, Mark, MarkTest, Marks, Match, Plane, RangeSet, Route, RoutingAction,
    RoutingRule, Target, number,
};

use super::interfaces::Interfaces;
use super::values::{addresses, either, negated};
use super::{given, is_enabled, row_ref};
use crate::kinds;

/// The routing side of one family. Says of interfaces whether they are uplinks.
pub(super) fn plane(snapshot: &Snapshot, interfaces: &mut Interfaces, marks: &mut Marks, v4: bool) -> Plane {
    let mut plane = Plane::default();
    addresses_of(snapshot, interfaces, v4, &mut plane);
    let reader = Reader {
        snapshot,
        interfaces,
        v4,
        connected: &plane.connected,
        tables: tables(snapshot),
    };
    let routes = reader.routes(marks);
    let uplinks = reader.uplinks();
    let rules = reader.rules(marks);
    for (table, route) in routes {
        plane.tables.entry(table).or_default().push(route);
    }
    plane.rules = rules;
    for id in uplinks {
        interfaces.mark_uplink(id);
    }
    plane
}

/// Reads the addresses, with the routes to the networks that they are in.
fn addresses_of(snapshot: &Snapshot, interfaces: &Interfaces, v4: bool, plane: &mut Plane) {
    let kind = if v4 { kinds::ADDRESS } else { kinds::ADDRESS6 };
    let mut local = Vec::new();
    for row in snapshot.rows(&kind).iter().filter(|row| is_enabled(row)) {
        let name = given(row, "actual-interface").or_else(|| given(row, "interface"));
        let Some(address) = given(row, "address").and_then(network) else {
            continue;
        };
        let Some(id) = name
            .and_then(|name| interfaces.id(name))
            .filter(|id| interfaces.is_usable(*id))
        else {
            continue;
        };
        local.push((number(address.addr()), number(address.addr())));
        // A point-to-point address names the other end as its network (RouterOS manual, IP Addressing).
        let peer = given(row, "network").and_then(|peer| IpAddr::from_str(peer).ok());
        let prefix = match peer {
            Some(peer) if address.prefix_len() == address.max_prefix_len() => IpNet::from(peer),
            _ => address.trunc(),
        };
        plane.connected.push((prefix, id));
        plane.tables.entry(Mark::MAIN).or_default().push(Route {
            row: row_ref(&kind, row),
            prefix,
            target: Target::Interface(id),
            distance: 0,
            gateways: Vec::new(),
            interfaces: vec![id],
        });
    }
    plane.local = RangeSet::of(local);
}

fn network(text: &str) -> Option<IpNet> {
    IpNet::from_str(text)
        .ok()
        .or_else(|| IpAddr::from_str(text).ok().map(IpNet::from))
}

/// The tables that packets can be looked up in: those with `fib` (RouterOS manual, Policy Routing). `None` where the
/// snapshot does not say.
fn tables(snapshot: &Snapshot) -> Option<BTreeSet<&str>> {
    let rows = snapshot.kinds.get(&kinds::TABLE)?;
    let usable = rows.iter().filter(|row| is_enabled(row) && row.is("fib"));
    Some(
        usable
            .filter_map(|row| given(row, "name"))
            .chain(["main"])
            .collect(),
    )
}

/// The interface that an address is behind, by the connected networks; or the interface of that name.
pub(super) fn interface_of(
    connected: &[(IpNet, InterfaceId)],
    interfaces: &Interfaces,
    gateway: &str,
) -> Option<InterfaceId> {
    let hop = gateway.split('@').next().unwrap_or_default();
    if let Some((_, name)) = hop.split_once('%') {
        return interfaces.id(name).filter(|id| interfaces.is_usable(*id));
    }
    let Ok(address) = IpAddr::from_str(hop) else {
        return interfaces.id(hop).filter(|id| interfaces.is_usable(*id));
    };
    let around = connected.iter().filter(|(network, _)| network.contains(&address));
    around
        .max_by_key(|(network, _)| network.prefix_len())
        .map(|(_, id)| *id)
}

/// How a next hop is reached.
struct NextHop {
    interface: InterfaceId,
    gateways: Vec<IpAddr>,
}

struct Reader<'a> {
    snapshot: &'a Snapshot,
    interfaces: &'a Interfaces,
    v4: bool,
    connected: &'a [(IpNet, InterfaceId)],
    tables: Option<BTreeSet<&'a str>>,
}

impl Reader<'_> {
    fn kind(&self) -> nnc_core::object::Kind {
        if self.v4 { kinds::ROUTE } else { kinds::ROUTE6 }
    }

    fn rows(&self) -> impl Iterator<Item = (&ObservedRow, IpNet)> {
        let all = if self.v4 { "0.0.0.0/0" } else { "::/0" };
        self.snapshot
            .rows(&self.kind())
            .iter()
            .filter(|row| is_enabled(row))
            .filter_map(move |row| {
                let prefix = network(given(row, "dst-address").unwrap_or(all))?;
                (prefix.addr().is_ipv4() == self.v4).then_some((row, prefix.trunc()))
            })
    }

    fn table_of(row: &ObservedRow) -> &str {
        given(row, "routing-table")
            .or_else(|| given(row, "table"))
            .unwrap_or("main")
    }

    fn routes(&self, marks: &mut Marks) -> Vec<(Mark, Route)> {
        let kind = self.kind();
        let mut routes = Vec::new();
        for (row, prefix) in self.rows() {
            let table = Self::table_of(row);
            if self.tables.as_ref().is_some_and(|tables| !tables.contains(table)) {
                continue;
            }
            let table = marks.mark(table);
            let distance = given(row, "distance")
                .and_then(|text| text.parse().ok())
                .unwrap_or(1);
            let route = |target, gateways, interfaces| {
                (
                    table,
                    Route {
                        row: row_ref(&kind, row),
                        prefix,
                        target,
                        distance,
                        gateways,
                        interfaces,
                    },
                )
            };
            if is_to_nowhere(row) {
                routes.push(route(Target::Nowhere, Vec::new(), Vec::new()));
                continue;
            }
            for gateway in given(row, "gateway").unwrap_or_default().split(',') {
                let watched = given(row, "check-gateway").is_some_and(|check| check != "none");
                if let Some(hop) = self.next_hop(gateway, watched, target_scope(row), 0) {
                    routes.push(route(
                        Target::Interface(hop.interface),
                        hop.gateways,
                        vec![hop.interface],
                    ));
                }
            }
        }
        routes
    }

    /// Resolves a gateway: directly connected, or by a route of the main table whose scope is low enough
    /// (RouterOS manual, IP Routing, nexthop lookup).
    fn next_hop(&self, gateway: &str, watched: bool, target_scope: u32, depth: u8) -> Option<NextHop> {
        const MAX_DEPTH: u8 = 4;
        let address = gateway
            .split(['@', '%'])
            .next()
            .and_then(|hop| IpAddr::from_str(hop).ok());
        let mut gateways: Vec<IpAddr> = address.filter(|_| watched).into_iter().collect();
        if let Some(interface) = interface_of(self.connected, self.interfaces, gateway) {
            return Some(NextHop { interface, gateways });
        }
        let address = address.filter(|_| depth < MAX_DEPTH && !gateway.contains('%'))?;
        let over = self.rows().filter(|(row, prefix)| {
            let scope = given(row, "scope")
                .and_then(|text| text.parse().ok())
                .unwrap_or(30_u32);
            Self::table_of(row) == "main"
                && scope <= target_scope
                && prefix.contains(&address)
                && !is_to_nowhere(row)
        });
        let (row, _) = over.max_by_key(|(_, prefix)| prefix.prefix_len())?;
        let watched = given(row, "check-gateway").is_some_and(|check| check != "none");
        let hop = self.next_hop(
            given(row, "gateway")?,
            watched,
            self::target_scope(row),
            depth + 1,
        )?;
        gateways.extend(hop.gateways);
        Some(NextHop {
            interface: hop.interface,
            gateways,
        })
    }

    /// The interfaces by which the router's own way to the Internet leaves: those of the default routes of the main
    /// table that no controller of this kind made.
    fn uplinks(&self) -> Vec<InterfaceId> {
        let main = self.rows().filter(|(row, prefix)| {
            row.mark.is_none()
                && Self::table_of(row) == "main"
                && prefix.prefix_len() == 0
                && !is_to_nowhere(row)
        });
        let gateways = main.flat_map(|(row, _)| {
            let scope = target_scope(row);
            given(row, "gateway")
                .unwrap_or_default()
                .split(',')
                .map(move |gateway| (gateway, scope))
        });
        let hops = gateways.filter_map(|(gateway, scope)| self.next_hop(gateway, false, scope, 0));
        hops.map(|hop| hop.interface)
            .filter(|id| !self.interfaces.is_service(*id))
            .collect()
    }

    fn rules(&self, marks: &mut Marks) -> Vec<RoutingRule> {
        let rows = self
            .snapshot
            .rows(&kinds::RULE)
            .iter()
            .filter(|row| is_enabled(row));
        rows.filter_map(|row| {
            let table = marks.mark(given(row, "table").unwrap_or("main"));
            let longer_than = given(row, "min-prefix").and_then(|text| text.parse().ok());
            let action = match given(row, "action").unwrap_or("lookup") {
                "lookup" => RoutingAction::Lookup {
                    table,
                    only: false,
                    longer_than,
                },
                "lookup-only-in-table" => RoutingAction::Lookup {
                    table,
                    only: true,
                    longer_than,
                },
                "drop" | "unreachable" => RoutingAction::Drop,
                _ => return None,
            };
            Some(RoutingRule {
                row: row_ref(&kinds::RULE, row),
                matches: self.rule_match(row, marks),
                action,
            })
        })
        .collect()
    }

    fn rule_match(&self, row: &ObservedRow, marks: &mut Marks) -> Match {
        let mut fields = Vec::new();
        for (attribute, field) in [
            ("src-address", Field::Source),
            ("dst-address", Field::Destination),
        ] {
            let Some(text) = given(row, attribute) else {
                continue;
            };
            let (text, negation) = negated(text);
            let of_family = addresses(text).filter(|addresses| addresses.v4 == self.v4);
            fields.push((
                field,
                of_family.map_or(RangeSet::EMPTY, |addresses| either(addresses.set, negation)),
            ));
        }
        if let Some(name) = given(row, "interface") {
            fields.push((
                Field::InInterface,
                self.interfaces.id(name).map_or(RangeSet::EMPTY, InterfaceId::set),
            ));
        }
        let routing_mark = given(row, "routing-mark").map(|name| routing_mark_test(name, marks));
        let undecided = given(row, "vrf").map(|vrf| format!("vrf={vrf}"));
        Match {
            headers: vec![Headers(fields)],
            routing_mark,
            undecided: undecided.into_iter().collect(),
            ..Match::default()
        }
    }
}

/// A test of the routing mark. A packet without a mark is one of the main table.
pub(super) fn routing_mark_test(text: &str, marks: &mut Marks) -> MarkTest {
    let (names, negated) = negated(text);
    let mut any_of: Vec<Mark> = names.split(',').map(|name| marks.mark(name)).collect();
    if any_of.contains(&Mark::MAIN) {
        any_of.push(Mark::NONE);
    }
    MarkTest { any_of, negated }
}

fn is_to_nowhere(row: &ObservedRow) -> bool {
    row.is("blackhole")
        || given(row, "type").is_some_and(|kind| matches!(kind, "blackhole" | "unreachable" | "prohibit"))
}

fn target_scope(row: &ObservedRow) -> u32 {
    given(row, "target-scope")
        .and_then(|text| text.parse().ok())
        .unwrap_or(10)
}
