//! Who hands the controller's packets to the router.

use std::collections::BTreeSet;
use std::net::IpAddr;

use nnc_core::object::{Kind, Snapshot};
use nnc_core::walk::{Reach, RowRef};

use crate::kinds;

/// What the router knows of the neighbour that the controller is, or is behind.
#[derive(Debug, Default)]
pub(super) struct Neighbour {
    /// Its MAC address as a 48-bit number.
    pub(super) mac: Option<u64>,
    /// The port of a bridge that it is behind.
    pub(super) port: Option<String>,
}

/// Looks the neighbour up that the router's answers go to (RouterOS manual, ARP; Bridge, hosts).
pub(super) fn find(snapshot: &Snapshot, reach: &Reach, controller: IpAddr) -> Neighbour {
    let hops = next_hops(snapshot, reach);
    let mut hops = hops.iter();
    let (Some(hop), None) = (hops.next(), hops.next()) else {
        return Neighbour::default();
    };
    let address = hop.unwrap_or(controller);
    let known = [Kind::new("/ip/arp"), Kind::new("/ipv6/neighbor")];
    let mac = known
        .iter()
        .flat_map(|kind| snapshot.rows(kind))
        .filter(|row| row.get("address").and_then(|text| text.parse().ok()) == Some(address))
        .find_map(|row| row.get("mac-address"));
    let Some(mac) = mac else {
        return Neighbour::default();
    };
    let hosts = snapshot.rows(&Kind::new("/interface/bridge/host"));
    let mut ports = hosts
        .iter()
        .filter(|row| {
            row.get("mac-address")
                .is_some_and(|other| other.eq_ignore_ascii_case(mac))
        })
        .filter_map(|row| row.get("on-interface").or_else(|| row.get("interface")));
    let port = ports.next().map(str::to_owned);
    Neighbour {
        mac: crate::walk::mac(mac),
        // On two ports at once it is on neither for certain.
        port: port.filter(|first| ports.all(|other| other == first)),
    }
}

/// The neighbours that the router's answers go to; `None` where that is the controller itself.
pub(super) fn next_hops(snapshot: &Snapshot, reach: &Reach) -> BTreeSet<Option<IpAddr>> {
    reach
        .routes
        .iter()
        .map(|route| next_hop(snapshot, route))
        .collect()
}

/// The gateway of a route; `None` where it leads to a network that the router is part of.
fn next_hop(snapshot: &Snapshot, route: &RowRef) -> Option<IpAddr> {
    if route.kind != kinds::ROUTE && route.kind != kinds::ROUTE6 {
        return None;
    }
    let row = snapshot.rows(&route.kind).iter().find(|row| row.id == route.id)?;
    let gateway = row.get("gateway")?;
    gateway.split(['%', '@']).next()?.parse().ok()
}
