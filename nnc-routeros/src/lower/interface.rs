//! The rows of one virtual interface.

use std::net::IpAddr;

use ipnet::IpNet;
use nnc_core::blueprint::{Dns, Requirement};
use nnc_core::identity::{ResourceId, Role};
use nnc_core::object::Object;
use nnc_core::ports::LowerError;

use super::Context;
use super::base::interface_list;
use super::row::Owner;
use crate::kinds;

/// The role of the VLAN interface.
fn vlan_role() -> Role {
    Role::new("vlan")
}

/// The role of the routing table.
fn table_role() -> Role {
    Role::new("table")
}

pub(super) fn segment(
    context: &Context<'_>,
    owner: &Owner<'_>,
    name: &str,
    vlan: u16,
    parent: &str,
) -> Result<Vec<Object>, LowerError> {
    let Some(port) = context.facts.interface(parent) else {
        // None of its rows stands in a list.
        if !owner.is_whole() {
            return Ok(Vec::new());
        }
        let message = format!("the router has no interface {parent}: choose another parent");
        return Err(LowerError {
            resource: Some(owner.resource.clone()),
            code: "parent-not-found",
            message,
        });
    };
    // A VLAN on a port of a bridge never sees the bridged frames (RouterOS manual, Layer2 misconfiguration),
    // so it goes on the bridge.
    let carrier = port
        .bridge
        .as_deref()
        .and_then(|bridge| context.facts.interface(bridge))
        .unwrap_or(port);
    let mut objects = vec![
        owner
            .row(vlan_role(), kinds::VLAN)
            .set("name", name)
            .set("vlan-id", vlan.to_string())
            .set("interface", &carrier.name)
            .done(),
        owner
            .row(Role::new("member"), kinds::LIST_MEMBER)
            .set("list", &context.names.interfaces)
            .set("interface", name)
            .after(owner.resource, vlan_role())
            .after(&ResourceId::base(), interface_list())
            .done(),
    ];
    if carrier.vlan_filtering {
        let tagged = if carrier.name == port.name {
            carrier.name.clone()
        } else {
            format!("{},{}", carrier.name, port.name)
        };
        objects.push(
            owner
                .row(Role::new("bridge-vlan"), kinds::BRIDGE_VLAN)
                .set("bridge", &carrier.name)
                .set("vlan-ids", vlan.to_string())
                .set("tagged", tagged)
                .done(),
        );
    }
    Ok(objects)
}

pub(super) fn address(owner: &Owner<'_>, interface: &str, address: IpNet) -> Vec<Object> {
    let (role, kind) = if address.addr().is_ipv4() {
        ("address", kinds::ADDRESS)
    } else {
        ("address6", kinds::ADDRESS6)
    };
    let address_row = owner
        .row(Role::new(role), kind)
        .set("address", address.to_string())
        .set("interface", interface)
        .after(owner.resource, vlan_role());
    vec![if role == "address6" {
        address_row.set("advertise", "no").done()
    } else {
        address_row.done()
    }]
}

pub(super) fn policy_table(
    context: &Context<'_>,
    owner: &Owner<'_>,
    name: &str,
    closed: bool,
    ipv6: bool,
) -> Vec<Object> {
    let mut objects = vec![
        owner
            .row(table_role(), kinds::TABLE)
            .set("name", name)
            .set("fib", "")
            .done(),
    ];
    let mark = |role: &'static str, kind, rank| {
        owner
            .row(Role::new(role), kind)
            .chain(name, rank)
            .set("action", "mark-routing")
            .set("new-routing-mark", name)
            // Nothing after this may mark the packet differently.
            .set("passthrough", "no")
            .after(owner.resource, table_role())
    };
    let rank = mark_rank(context, name);
    objects.push(
        mark("mark", kinds::MANGLE, rank)
            .set("dst-address-type", "!local")
            .set("dst-address-list", format!("!{}", context.names.direct))
            .done(),
    );
    if ipv6 {
        // Only global unicast (RFC 4291) is steered: link-local and multicast never leave the link.
        objects.push(
            mark("mark6", kinds::MANGLE6, 0)
                .set("dst-address", "2000::/3")
                .set("dst-address-type", "!local")
                .set("dst-address-list", format!("!{}", context.names.direct))
                .done(),
        );
    }
    if closed {
        let blackhole = |role: &'static str, kind, all: &str| {
            owner
                .row(Role::new(role), kind)
                .set("dst-address", all)
                .set("routing-table", name)
                .set("distance", "250")
                .set("blackhole", "")
                .after(owner.resource, table_role())
                .done()
        };
        objects.push(blackhole("blackhole", kinds::ROUTE, "0.0.0.0/0"));
        if ipv6 {
            objects.push(blackhole("blackhole6", kinds::ROUTE6, "::/0"));
        }
        objects.push(
            owner
                .row(Role::new("rule"), kinds::RULE)
                .first()
                .set("routing-mark", name)
                .set("action", "lookup-only-in-table")
                .set("table", name)
                .after(owner.resource, table_role())
                .done(),
        );
    }
    objects
}

pub(super) fn egress(owner: &Owner<'_>, table: &str, gateway: IpAddr) -> Vec<Object> {
    let (role, kind, all) = match gateway {
        IpAddr::V4(_) => ("route", kinds::ROUTE, "0.0.0.0/0"),
        IpAddr::V6(_) => ("route6", kinds::ROUTE6, "::/0"),
    };
    vec![
        owner
            .row(Role::new(role), kind)
            .set("dst-address", all)
            .set("gateway", gateway.to_string())
            .set("routing-table", table)
            .set("distance", "1")
            .set("check-gateway", "ping")
            .after(owner.resource, table_role())
            .done(),
    ]
}

/// A query that is let through to a resolver on a connected network must not be marked, so the rows that say so
/// stand before the mark; in all other cases the rows of the chain commute.
fn mark_rank(context: &Context<'_>, table: &str) -> u32 {
    let direct = context
        .blueprint
        .elements
        .iter()
        .any(|element| match &element.requirement {
            Requirement::DnsPolicy { table: other, policy } => other == table && context.is_direct(policy),
            _ => false,
        });
    u32::from(direct)
}

/// Where the service of a table is.
fn service(context: &Context<'_>, table: &str) -> Option<IpAddr> {
    let mut gateways = context
        .blueprint
        .elements
        .iter()
        .filter_map(|element| match &element.requirement {
            Requirement::Egress {
                table: other,
                gateway,
                ..
            } if other == table => Some(*gateway),
            _ => None,
        });
    gateways.find(IpAddr::is_ipv4)
}

pub(super) fn dns_policy(context: &Context<'_>, owner: &Owner<'_>, table: &str, policy: &Dns) -> Vec<Object> {
    let direct = context.is_direct(policy);
    ["udp", "tcp"]
        .into_iter()
        .flat_map(|protocol| {
            let query = |role: &'static str, kind| {
                owner
                    .row(Role::with(role, protocol), kind)
                    .set("protocol", protocol)
                    .set("dst-port", "53")
            };
            // A query to the router itself is marked too: once redirected it must not leave by the main table.
            let marked = query("dns-mark", kinds::MANGLE).chain(table, 0);
            let marked = if direct {
                marked.set("action", "accept")
            } else {
                marked
                    .set("action", "mark-routing")
                    .set("new-routing-mark", table)
                    .set("passthrough", "no")
                    .after(owner.resource, table_role())
            };
            let mut rows = vec![marked.done()];
            match policy {
                Dns::Redirect(resolver) => rows.push(
                    query("dns", kinds::NAT)
                        .chain(table, 0)
                        .set("action", "dst-nat")
                        .set("to-addresses", resolver.to_string())
                        .done(),
                ),
                // A query to an address of the router itself would reach its own resolver, whatever its mark. Sent on to
                // the service it meets the drop rule like all others.
                Dns::Block => {
                    rows.extend(service(context, table).map(|service| {
                        query("dns-sink", kinds::NAT)
                            .chain(table, 0)
                            .set("action", "dst-nat")
                            .set("to-addresses", service.to_string())
                            .done()
                    }));
                    rows.push(
                        query("dns-drop", kinds::FILTER)
                            .chain("forward", 0)
                            .set("routing-mark", table)
                            .set("action", "drop")
                            .after(owner.resource, table_role())
                            .done(),
                    );
                }
            }
            rows
        })
        .collect()
}
