//! What all virtual interfaces of a controller share.

use std::collections::BTreeSet;

use ipnet::IpNet;
use nnc_core::identity::Role;
use nnc_core::object::{Kind, Object};

use super::Context;
use super::row::Owner;
use crate::kinds;

pub(super) fn neighbourhood(
    context: &Context<'_>,
    owner: &Owner<'_>,
    direct: &[(IpNet, String)],
    pool: &[IpNet],
) -> Vec<Object> {
    let names = &context.names;
    let interfaces = owner
        .row(interface_list(), kinds::LIST)
        .always_enabled()
        .set("name", &names.interfaces)
        .done();
    let exits = owner
        .row(exit_list(), kinds::LIST)
        .always_enabled()
        .set("name", &names.exits)
        .set("include", &names.interfaces)
        .after(owner.resource, interface_list());
    let mut objects = vec![interfaces, exits.done()];
    let neighbours: BTreeSet<&String> = direct.iter().map(|(_, interface)| interface).collect();
    objects.extend(neighbours.into_iter().map(|interface| {
        owner
            .row(Role::with("exit", interface), kinds::LIST_MEMBER)
            .set("list", &names.exits)
            .set("interface", interface)
            .after(owner.resource, exit_list())
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
            owner
                .row(role, kind)
                .set("list", &names.direct)
                .set("address", network.to_string())
                .done(),
        );
    }
    for network in pool {
        let kind = if network.addr().is_ipv4() {
            kinds::ADDRESS_LIST
        } else {
            kinds::ADDRESS_LIST6
        };
        let role = Role::with("pool", &network.to_string().replace(':', "."));
        objects.push(
            owner
                .row(role, kind)
                .set("list", &names.pool)
                .set("address", network.to_string())
                .done(),
        );
    }
    objects.extend(passage(context, owner, &kinds::FILTER));
    if context.any_ipv6() {
        objects.extend(passage(context, owner, &kinds::FILTER6));
    }
    objects.push(
        owner
            .row(Role::new("masquerade"), kinds::NAT)
            .chain("srcnat", 0)
            .set("src-address-list", &names.pool)
            .set("out-interface-list", format!("!{}", names.interfaces))
            .set("action", "masquerade")
            .after(owner.resource, interface_list())
            .done(),
    );
    for protocol in ["udp", "tcp"] {
        objects.push(
            owner
                .row(Role::with("dns6", protocol), kinds::FILTER6)
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
/// main table only, and skips the firewall. An answer whose network is down would leave by the uplink, and have
/// its connection fasttracked there: it is dropped. What services send themselves comes from the pool.
fn passage(context: &Context<'_>, owner: &Owner<'_>, kind: &Kind) -> [Object; 3] {
    let names = &context.names;
    let ipv4 = *kind == kinds::FILTER;
    let forward = |role: &'static str, role6: &'static str| {
        let role = if ipv4 { role } else { role6 };
        owner
            .row(Role::new(role), kind.clone())
            .chain("forward", 0)
            .after(owner.resource, interface_list())
    };
    let answers = |role, role6| {
        forward(role, role6)
            .set("in-interface-list", &names.interfaces)
            .after(owner.resource, exit_list())
    };
    [
        forward("slow-out", "slow-out6")
            .set("connection-state", "established,related")
            .set("out-interface-list", &names.interfaces)
            .set("action", "accept")
            .done(),
        answers("slow-back", "slow-back6")
            .set("connection-state", "established,related")
            .set("out-interface-list", &names.exits)
            .set("action", "accept")
            .done(),
        answers("astray", "astray6")
            .set("src-address-list", format!("!{}", names.pool))
            .set("out-interface-list", format!("!{}", names.exits))
            .set("action", "drop")
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
