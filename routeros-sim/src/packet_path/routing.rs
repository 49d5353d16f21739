//! The routing decision: marks, rules, tables.

use std::net::IpAddr;

use crate::value::Prefix;

use super::address::AddressSet;
use super::router::Family;

/// A usable route.
#[derive(Debug, Clone)]
pub(crate) struct ActiveRoute {
    pub(crate) id: u32,
    pub(crate) table: String,
    pub(crate) destination: Prefix,
    pub(crate) blackhole: bool,
    /// Next hops: gateway address, interface.
    pub(crate) hops: Vec<(Option<IpAddr>, String)>,
}

/// A row of `/routing/rule`.
#[derive(Debug, Clone)]
pub(crate) struct RoutingRule {
    pub(crate) id: u32,
    pub(crate) src: Option<AddressSet>,
    pub(crate) dst: Option<AddressSet>,
    pub(crate) mark: Option<String>,
    pub(crate) interface: Option<String>,
    pub(crate) action: String,
    pub(crate) table: String,
    /// Routes this short or shorter do not count.
    pub(crate) min_prefix: Option<u8>,
}

/// Where a packet goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    Via {
        interface: String,
        gateway: Option<IpAddr>,
        table: String,
    },
    Dropped {
        by: String,
    },
    Unreachable {
        by: String,
    },
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) src: IpAddr,
    pub(crate) dst: IpAddr,
    pub(crate) mark: Option<&'a str>,
    pub(crate) in_interface: Option<&'a str>,
    pub(crate) vrf: Option<&'a str>,
    /// Fasttracked packets know the main table only.
    pub(crate) main_only: bool,
}

/// Decides. The order is the manual's: a mark set by mangle first asks its table, then the routing rules in order, then
/// the main table; what a table does not resolve falls through unless a rule forbids it.
pub(crate) fn decide(family: &Family, question: &Question<'_>, trace: &mut Vec<String>) -> Decision {
    if let Some(vrf) = question.vrf.filter(|_| !question.main_only) {
        trace.push(format!("routing: VRF {vrf}"));
        return lookup(family, vrf, question.dst, None, trace).unwrap_or_else(|| Decision::Unreachable {
            by: format!("no route in VRF {vrf}"),
        });
    }
    if question.main_only {
        return lookup(family, "main", question.dst, None, trace).unwrap_or_else(no_route);
    }
    if let Some(mark) = question.mark
        && let Some(decision) = lookup(family, mark, question.dst, None, trace)
    {
        return decision;
    }
    for rule in &family.routing_rules {
        if !applies(rule, question) {
            continue;
        }
        let by = format!("/routing/rule *{:X}", rule.id);
        trace.push(format!("routing: {by} {} {}", rule.action, rule.table));
        match rule.action.as_str() {
            "drop" => return Decision::Dropped { by },
            "unreachable" => return Decision::Unreachable { by },
            "lookup-only-in-table" => {
                return lookup(family, &rule.table, question.dst, rule.min_prefix, trace)
                    .unwrap_or(Decision::Unreachable { by });
            }
            _ => {
                if let Some(decision) = lookup(family, &rule.table, question.dst, rule.min_prefix, trace) {
                    return decision;
                }
            }
        }
    }
    lookup(family, "main", question.dst, None, trace).unwrap_or_else(no_route)
}

fn no_route() -> Decision {
    Decision::Unreachable {
        by: "no route".to_owned(),
    }
}

fn applies(rule: &RoutingRule, question: &Question<'_>) -> bool {
    rule.src.is_none_or(|set| set.contains(question.src))
        && rule.dst.is_none_or(|set| set.contains(question.dst))
        && rule
            .mark
            .as_deref()
            .is_none_or(|mark| question.mark == Some(mark))
        && rule
            .interface
            .as_deref()
            .is_none_or(|interface| question.in_interface == Some(interface))
}

fn lookup(
    family: &Family,
    table: &str,
    dst: IpAddr,
    min_prefix: Option<u8>,
    trace: &mut Vec<String>,
) -> Option<Decision> {
    let found = family
        .routes
        .iter()
        .filter(|route| route.table == table && route.destination.contains(dst))
        .filter(|route| min_prefix.is_none_or(|least| route.destination.length > least))
        .max_by_key(|route| route.destination.length);
    let Some(route) = found else {
        trace.push(format!("routing: table {table} has no route to {dst}"));
        return None;
    };
    let by = format!(
        "route *{:X} ({} in {table})",
        route.id,
        route.destination.masked()
    );
    if route.blackhole {
        trace.push(format!("routing: blackhole {by}"));
        return Some(Decision::Dropped {
            by: format!("blackhole {by}"),
        });
    }
    let (gateway, interface) = route.hops.first()?.clone();
    trace.push(format!("routing: {by} via {interface}"));
    Some(Decision::Via {
        interface,
        gateway,
        table: table.to_owned(),
    })
}
