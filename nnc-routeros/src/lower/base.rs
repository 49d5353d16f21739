//! What all virtual interfaces of a controller share.

use std::collections::BTreeSet;

use ipnet::IpNet;
use nnc_core::identity::{ResourceId, Role};
use nnc_core::object::{Kind, Object};

use super::Context;
use super::row::row;
use crate::kinds;

pub(super) fn neighbourhood(
    context: &Context<'_>,
    resource: &ResourceId,
    direct: &[(IpNet, String)],
    pool: &[IpNet],
) -> Vec<Object> {
    let names = &context.names;
    let interfaces = row(resource, interface_list(), kinds::LIST)
        .always_enabled()
        .set("name", &names.interfaces)
        .done();
    let exits = row(resource, exit_list(), kinds::LIST)
        .always_enabled()
        .set("name", &names.exits)
        .set("include", &names.interfaces)
        .after(resource, interface_list());
    let mut objects = vec![interfaces, exits.done()];
    let neighbours: BTreeSet<&String> = direct.iter().map(|(_, interface)| interface).collect();
    objects.extend(neighbours.into_iter().map(|interface| {
        row(resource, Role::with("exit", interface), kinds::LIST_MEMBER)
            .set("list", &names.exits)
            .set("interface", interface)
            .after(resource, exit_list())
            .done()
    }));
    for (network, _) in direct {
        let kind = if network.addr().is_ipv4() {
            kinds::ADDRESS_LIST
        } else {
            kinds::ADDRESS_LIST6
        };
        let role = Role::with("direct", &network.to_string().replace(':', "."));
        objects.push(
            row(resource, role, kind)
                .set("list", &names.direct)
                .set("address", network.to_string())
                .done(),
        );
    }
    objects.extend(fasttrack_exemptions(context, resource, &kinds::FILTER));
    if context.any_ipv6() {
        objects.extend(fasttrack_exemptions(context, resource, &kinds::FILTER6));
    }
    for network in pool.iter().filter(|network| network.addr().is_ipv4()) {
        objects.push(
            row(resource, Role::new("masquerade"), kinds::NAT)
                .chain("srcnat", 0)
                .set("src-address", network.to_string())
                .set("out-interface-list", format!("!{}", names.interfaces))
                .set("action", "masquerade")
                .after(resource, interface_list())
                .done(),
        );
    }
    for protocol in ["udp", "tcp"] {
        objects.push(
            row(resource, Role::with("dns6", protocol), kinds::FILTER6)
                .chain(&names.dns, 0)
                .set("protocol", protocol)
                .set("dst-port", "53")
                .set("action", "drop")
                .done(),
        );
    }
    objects
}

/// Flows through virtual interfaces are accepted before any FastTrack rule sees them: FastTrack routes by the
/// main table only, and skips the firewall.
fn fasttrack_exemptions(context: &Context<'_>, resource: &ResourceId, kind: &Kind) -> [Object; 2] {
    let names = &context.names;
    let accept = |role: &'static str| {
        row(resource, Role::new(role), kind.clone())
            .chain("forward", 0)
            .set("connection-state", "established,related")
            .set("action", "accept")
            .after(resource, interface_list())
    };
    let [out, back] = if *kind == kinds::FILTER {
        ["slow-out", "slow-back"]
    } else {
        ["slow-out6", "slow-back6"]
    };
    [
        accept(out).set("out-interface-list", &names.interfaces).done(),
        accept(back)
            .set("in-interface-list", &names.interfaces)
            .set("out-interface-list", &names.exits)
            .after(resource, exit_list())
            .done(),
    ]
}

/// The role of the list of virtual interfaces.
pub(super) fn interface_list() -> Role {
    Role::new("vif-list")
}

/// The role of the list of what steered packets may leave by.
pub(super) fn exit_list() -> Role {
    Role::new("exit-list")
}
