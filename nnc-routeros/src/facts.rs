//! What a snapshot of a RouterOS router says besides our own rows.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use nnc_core::facts::{Facts, InterfaceFact, NetworkFact};
use nnc_core::identity::ControllerId;
use nnc_core::object::{Kind, ObservedRow, Snapshot};

use crate::kinds;

/// Reads the facts.
pub(crate) fn facts(snapshot: &Snapshot, controller: ControllerId) -> Facts {
    let own = |row: &ObservedRow| {
        row.mark
            .as_ref()
            .is_some_and(|mark| mark.controller == controller && mark.key.resource.is_of_steering())
    };
    let interfaces = interfaces(snapshot, &own);
    let own_interfaces: BTreeSet<String> = interfaces
        .iter()
        .filter(|interface| interface.own)
        .map(|interface| interface.name.clone())
        .collect();
    let mut uplinks = uplinks(snapshot, &own);
    // What is behind another controller's virtual interface is a service, and nobody's neighbour.
    let marked = snapshot.rows(&kinds::VLAN).iter().filter(|row| {
        row.mark
            .as_ref()
            .is_some_and(|mark| mark.key.resource.is_of_steering())
    });
    uplinks.extend(marked.filter_map(|row| row.get("name")).map(str::to_owned));
    let mut facts = Facts {
        interfaces,
        ..Facts::default()
    };
    for kind in [kinds::ADDRESS, kinds::ADDRESS6] {
        for row in snapshot
            .rows(&kind)
            .iter()
            .filter(|row| !own(row) && !row.is_disabled())
        {
            let (Some(address), Some(interface)) =
                (row.get("address").and_then(network), row.get("interface"))
            else {
                continue;
            };
            let interface = row
                .get("actual-interface")
                .filter(|actual| !actual.is_empty())
                .unwrap_or(interface);
            let link_local = matches!(address, IpNet::V6(address) if address.addr().is_unicast_link_local());
            if !own_interfaces.contains(interface) && !link_local && !is_loopback(address.addr()) {
                facts.networks.push(NetworkFact {
                    prefix: address.trunc(),
                    interface: interface.to_owned(),
                    uplink: uplinks.contains(interface),
                });
            }
        }
    }
    facts.networks.sort();
    facts.networks.dedup();
    facts.routed = routed(snapshot, &own, &own_interfaces, &facts.networks);
    facts.reserved = snapshot
        .rows(&kinds::POOL)
        .iter()
        .filter(|row| !own(row))
        .flat_map(|row| ranges(row.get("ranges").unwrap_or_default()))
        .collect();
    facts.vlan_ids = vlan_ids(snapshot, &own);
    let vlans = snapshot.rows(&kinds::VLAN).iter().filter(|row| own(row));
    facts.own_vlan_ids = vlans
        .filter_map(|row| {
            let resource = row.mark.as_ref()?.key.resource.clone();
            Some((resource, row.get("vlan-id")?.parse().ok()?))
        })
        .collect();
    let named = [kinds::INTERFACE, kinds::LIST, kinds::TABLE];
    facts.names = named
        .iter()
        .flat_map(|kind| snapshot.rows(kind).iter().filter(|row| !own(row)))
        .filter_map(|row| row.get("name"))
        .filter(|name| !own_interfaces.contains(*name))
        .map(str::to_owned)
        .collect();
    for kind in [kinds::MANGLE, kinds::NAT, kinds::FILTER] {
        let chains = snapshot
            .rows(&kind)
            .iter()
            .filter(|row| row.mark.is_none())
            .filter_map(|row| row.get("chain"));
        facts.names.extend(chains.map(str::to_owned));
    }
    let lists = snapshot
        .rows(&kinds::ADDRESS_LIST)
        .iter()
        .filter(|row| !own(row))
        .filter_map(|row| row.get("list"));
    facts.address_lists = lists.map(str::to_owned).collect();
    facts
}

trait RowExt {
    fn is_disabled(&self) -> bool;
}

impl RowExt for ObservedRow {
    fn is_disabled(&self) -> bool {
        self.get("disabled").is_some() && self.is("disabled")
    }
}

fn interfaces(snapshot: &Snapshot, own: &dyn Fn(&ObservedRow) -> bool) -> Vec<InterfaceFact> {
    let mut by_name: BTreeMap<String, InterfaceFact> = BTreeMap::new();
    for row in snapshot.rows(&kinds::INTERFACE) {
        let Some(name) = row.get("name") else { continue };
        let kind = row.get("type").unwrap_or_default().to_owned();
        by_name.insert(
            name.to_owned(),
            InterfaceFact {
                name: name.to_owned(),
                kind,
                own: own(row),
                ..InterfaceFact::default()
            },
        );
    }
    let specific: [(Kind, &str); 2] = [(kinds::VLAN, "vlan"), (kinds::BRIDGE, "bridge")];
    for (kind, name_of_kind) in specific {
        for row in snapshot.rows(&kind) {
            let Some(name) = row.get("name") else { continue };
            let interface = by_name.entry(name.to_owned()).or_default();
            interface.name = name.to_owned();
            interface.kind = name_of_kind.to_owned();
            interface.own |= own(row);
            interface.vlan_filtering = row.get("vlan-filtering").is_some() && row.is("vlan-filtering");
            interface.vlan = row
                .get("vlan-id")
                .and_then(|id| id.parse().ok())
                .map(|id| (id, row.get("interface").unwrap_or_default().to_owned()));
        }
    }
    for row in snapshot
        .rows(&kinds::BRIDGE_PORT)
        .iter()
        .filter(|row| !row.is_disabled())
    {
        let interface = row.get("interface").and_then(|port| by_name.get_mut(port));
        if let (Some(interface), Some(bridge)) = (interface, row.get("bridge")) {
            interface.bridge = Some(bridge.to_owned());
        }
    }
    by_name.into_values().collect()
}

/// The interfaces by which the main table's default routes leave, and those of which it is known that they lead
/// to a provider even while there is no such route.
fn uplinks(snapshot: &Snapshot, own: &dyn Fn(&ObservedRow) -> bool) -> BTreeSet<String> {
    let mut uplinks = BTreeSet::new();
    let provider = |kind: &str| {
        matches!(
            kind,
            "pppoe-out" | "lte" | "ppp-out" | "l2tp-out" | "sstp-out" | "pptp-out"
        )
    };
    let interfaces = snapshot
        .rows(&kinds::INTERFACE)
        .iter()
        .filter(|row| provider(row.get("type").unwrap_or_default()));
    uplinks.extend(interfaces.filter_map(|row| row.get("name")).map(str::to_owned));
    let clients = snapshot
        .rows(&kinds::DHCP_CLIENT)
        .iter()
        .filter(|row| !row.is_disabled());
    let clients = clients.filter(|row| row.get("add-default-route").is_none_or(|add| add != "no"));
    uplinks.extend(clients.filter_map(|row| row.get("interface")).map(str::to_owned));
    for kind in [kinds::ROUTE, kinds::ROUTE6] {
        for row in snapshot
            .rows(&kind)
            .iter()
            .filter(|row| !own(row) && !row.is_disabled())
        {
            let main = row
                .get("routing-table")
                .is_none_or(|table| table.is_empty() || table == "main");
            if main
                && row
                    .get("dst-address")
                    .is_some_and(|to| to == "0.0.0.0/0" || to == "::/0")
            {
                uplinks.extend(next_hops(row).filter_map(|hop| interface_towards(snapshot, &hop)));
            }
        }
    }
    uplinks
}

/// The next hops of a route, without a table: `203.0.113.1%ether1@main` is `203.0.113.1%ether1`.
fn next_hops(row: &ObservedRow) -> impl Iterator<Item = String> + '_ {
    let listed = ["immediate-gw", "gateway"]
        .into_iter()
        .filter_map(|name| row.get(name));
    listed
        .flat_map(|hops| hops.split(','))
        .map(|hop| hop.split('@').next().unwrap_or_default().to_owned())
        .filter(|hop| !hop.is_empty())
}

/// The interface that a next hop is behind.
fn interface_towards(snapshot: &Snapshot, hop: &str) -> Option<String> {
    if let Some((_, interface)) = hop.split_once('%') {
        return Some(interface.to_owned());
    }
    let Ok(address) = IpAddr::from_str(hop) else {
        return Some(hop.to_owned());
    };
    let kind = if address.is_ipv4() {
        kinds::ADDRESS
    } else {
        kinds::ADDRESS6
    };
    let rows = snapshot.rows(&kind).iter();
    let near = rows.filter(|row| {
        row.get("address")
            .and_then(network)
            .is_some_and(|network| network.contains(&address))
    });
    near.filter_map(|row| row.get("interface"))
        .map(str::to_owned)
        .next()
}

/// Destinations of foreign routes, without default routes and connected networks.
fn routed(
    snapshot: &Snapshot,
    own: &dyn Fn(&ObservedRow) -> bool,
    own_interfaces: &BTreeSet<String>,
    networks: &[NetworkFact],
) -> Vec<IpNet> {
    let mut routed = BTreeSet::new();
    for kind in [kinds::ROUTE, kinds::ROUTE6] {
        for row in snapshot
            .rows(&kind)
            .iter()
            .filter(|row| !own(row) && !row.is_disabled())
        {
            let ours =
                next_hops(row).any(|hop| own_interfaces.contains(hop.rsplit('%').next().unwrap_or_default()));
            let Some(to) = row
                .get("dst-address")
                .and_then(network)
                .filter(|to| to.prefix_len() > 0)
            else {
                continue;
            };
            let connected = networks.iter().any(|network| network.prefix == to);
            let local_own = row.dynamic && ours;
            if !connected && !local_own {
                routed.insert(to.trunc());
            }
        }
    }
    routed.into_iter().collect()
}

/// VLAN ids of foreign VLAN interfaces and of foreign VLANs of bridges.
fn vlan_ids(snapshot: &Snapshot, own: &dyn Fn(&ObservedRow) -> bool) -> BTreeSet<u16> {
    let interfaces = snapshot
        .rows(&kinds::VLAN)
        .iter()
        .filter(|row| !own(row))
        .filter_map(|row| row.get("vlan-id"));
    let mut ids: BTreeSet<u16> = interfaces.filter_map(|id| id.parse().ok()).collect();
    // Dynamic rows follow from VLAN interfaces on the bridge, ours included.
    for row in snapshot
        .rows(&kinds::BRIDGE_VLAN)
        .iter()
        .filter(|row| !own(row) && !row.dynamic)
    {
        for part in row.get("vlan-ids").unwrap_or_default().split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            if let (Ok(first), Ok(last)) = (first.parse::<u16>(), last.parse::<u16>()) {
                ids.extend(first..=last.min(4095));
            }
        }
    }
    let pvids = snapshot
        .rows(&kinds::BRIDGE_PORT)
        .iter()
        .filter_map(|row| row.get("pvid")?.parse::<u16>().ok());
    ids.extend(pvids.filter(|id| *id != 1));
    ids
}

/// Address ranges such as `192.168.88.10-192.168.88.254,10.0.0.0/24`.
fn ranges(text: &str) -> Vec<(IpAddr, IpAddr)> {
    let range = |part: &str| match part.split_once('-') {
        Some((first, last)) => Some((first.parse().ok()?, last.parse().ok()?)),
        None => network(part).map(|network| (network.network(), network.broadcast())),
    };
    text.split(',').filter_map(range).collect()
}

fn network(text: &str) -> Option<IpNet> {
    IpNet::from_str(text)
        .ok()
        .or_else(|| IpAddr::from_str(text).ok().map(IpNet::from))
}

fn is_loopback(address: IpAddr) -> bool {
    address.is_loopback()
}
