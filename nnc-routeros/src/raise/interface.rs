//! A virtual interface from its rows.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};
use nnc_core::facts::Facts;
use nnc_core::identity::ResourceId;
use nnc_core::intent::pool::Allocation;
use nnc_core::intent::{Assumed, GatewayType, Instance, OnFailure, Service, VirtualInterface};

use super::rows::Rows;
use crate::kinds;

type Found = ((VirtualInterface, Allocation), Vec<Assumed>);

pub(super) fn interface(
    resource: &ResourceId,
    rows: &Rows<'_>,
    instances: &BTreeMap<String, Instance>,
    facts: &Facts,
) -> Result<Found, String> {
    let instance: Instance = resource
        .name()
        .parse()
        .map_err(|_| "its name is that of no instance".to_owned())?;
    let vlan = rows
        .text("vlan", &kinds::VLAN, "vlan-id")
        .and_then(|id| id.parse::<u16>().ok())
        .ok_or_else(|| "its VLAN interface is gone".to_owned())?;
    let carrier = rows.text("vlan", &kinds::VLAN, "interface").unwrap_or_default();
    let allocation = Allocation {
        vlan,
        subnet: subnet(rows).ok_or_else(|| "its address and its route are gone".to_owned())?,
    };
    let through = rows
        .text("chain-mark", &kinds::MANGLE, "jump-target")
        .map(|table| {
            instances.get(table).cloned().ok_or_else(|| {
                format!("it goes through {table}, which is no virtual interface of this controller")
            })
        })
        .transpose()?;
    let queries = queries(rows, &allocation);
    let (service, why) = service(&instance, &queries);
    let ipv6 = rows.has("address6", &kinds::ADDRESS6) || rows.has("route6", &kinds::ROUTE6);
    let closed = rows.has("blackhole", &kinds::ROUTE) || rows.has("rule", &kinds::RULE);
    let assume = |field: &str, value: &str, why: &str| Assumed {
        resource: resource.clone(),
        field: field.to_owned(),
        value: value.to_owned(),
        why: why.to_owned(),
    };
    let assumed = vec![
        assume("service", service.as_str(), why),
        assume(
            "gateway",
            "none",
            "the router does not show what carries traffic into the service",
        ),
    ];
    let interface = VirtualInterface {
        service,
        parent: parent(rows, carrier, facts),
        vlan: None,
        dns: match queries {
            Queries::To(resolver) => Some(resolver),
            Queries::ToService | Queries::Blocked => None,
        },
        gateway: GatewayType::None,
        through,
        on_failure: if closed {
            OnFailure::Closed
        } else {
            OnFailure::Open
        },
        ipv6,
        instance,
    };
    Ok(((interface, allocation), assumed))
}

/// The subnet by the router's own address, or else by the way out.
fn subnet(rows: &Rows<'_>) -> Option<Ipv4Net> {
    let by_address = rows
        .text("address", &kinds::ADDRESS, "address")
        .and_then(|address| address.parse::<Ipv4Net>().ok());
    let by_route = || match address(rows.text("route", &kinds::ROUTE, "gateway")?)? {
        IpAddr::V4(gateway) => Ipv4Net::new(gateway, 24).ok(),
        IpAddr::V6(_) => None,
    };
    by_address.or_else(by_route).map(|network| network.trunc())
}

/// A single address, with or without the length of its prefix.
fn address(text: &str) -> Option<IpAddr> {
    text.parse()
        .ok()
        .or_else(|| text.parse::<IpNet>().ok().map(|network| network.addr()))
}

/// Where name queries of steered devices go.
enum Queries {
    ToService,
    To(IpAddr),
    Blocked,
}

fn queries(rows: &Rows<'_>, allocation: &Allocation) -> Queries {
    let resolver = ["dns-udp", "dns-tcp"]
        .into_iter()
        .find_map(|role| rows.text(role, &kinds::NAT, "to-addresses"))
        .and_then(address);
    match resolver {
        Some(resolver) if resolver == IpAddr::V4(allocation.service()) => Queries::ToService,
        Some(resolver) => Queries::To(resolver),
        None => Queries::Blocked,
    }
}

/// A service from which the same rows follow; of several, the one that the instance is called after.
fn service(instance: &Instance, queries: &Queries) -> (Service, &'static str) {
    let fits = |service: Service| match queries {
        Queries::ToService => service.resolves_names(),
        Queries::Blocked => !service.resolves_names(),
        Queries::To(_) => true,
    };
    let called_after = |name: &str| {
        let rest = instance.as_str().strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let fitting = || Service::ALL.into_iter().filter(|(service, _)| fits(*service));
    if let Some((service, _)) = fitting().find(|(_, name)| called_after(name)) {
        return (service, "the instance is called after it");
    }
    let first = fitting().next().map_or(Service::Tor, |(service, _)| service);
    (
        first,
        "the router does not show which service it is; the same rows follow from this one",
    )
}

/// The interface that the user named: where the bridge filters VLANs the tagged port tells it.
fn parent(rows: &Rows<'_>, carrier: &str, facts: &Facts) -> String {
    let tagged = rows
        .text("bridge-vlan", &kinds::BRIDGE_VLAN, "tagged")
        .unwrap_or_default();
    tagged
        .split(',')
        .find(|port| *port != carrier && facts.interface(port).is_some())
        .unwrap_or(carrier)
        .to_owned()
}
