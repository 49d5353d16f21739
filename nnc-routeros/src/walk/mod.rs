//! A snapshot of a RouterOS router as the vendor-free model of the packet walk.
//!
//! [`model`] lowers the rows of a snapshot into a [`Model`]; [`steered`] says what a steered device is in it. What the
//! snapshot holds but the model cannot decide, such as a rate limit, becomes an undecided condition, so that
//! [`leaks`](nnc_core::walk::leaks) takes it both ways.
//!
//! Sources: RouterOS manual, pages "Packet Flow in RouterOS", "Filter", "NAT", "Mangle", "RAW", "Connection tracking",
//! "Policy Routing", "Routing Rule", "IP Routing", "Interface lists", "Firewall address lists".

mod firewall;
mod interfaces;
mod routes;
mod values;

use nnc_core::device::Device;
use nnc_core::object::{Kind, ObservedRow, Snapshot};
pub use nnc_core::walk::Steering;
use nnc_core::walk::{InterfaceId, Marks, Model, Plane, RangeSet, RowRef, Selector, Steered};

use crate::kinds;
use firewall::Firewall;
use interfaces::Interfaces;
pub(crate) use values::mac;

/// Lowers a snapshot into the model of the packet walk.
///
/// The snapshot should hold [`OBSERVED`](kinds::OBSERVED); where it holds `/ip/dns` and `/ipv6/settings` too, the answer
/// knows whether the router answers name queries and takes part in IPv6, and else assumes that it does.
pub fn model(snapshot: &Snapshot) -> Model {
    model_of(snapshot, |_| true)
}

/// The same for packets of TCP between the router itself and others only: without the firewall rules that none of these
/// meets. On a router that steers devices these are most rules, which matters where a model is made for each change.
pub(crate) fn model_of_management(snapshot: &Snapshot) -> Model {
    model_of(snapshot, |rule| {
        // A rule of another chain, to which `forward` may jump, is kept.
        let forwarded = rule.get("chain") == Some("forward");
        let other_protocol = given(rule, "protocol")
            .and_then(values::protocol)
            .is_some_and(|protocol| protocol != TCP);
        !forwarded && !other_protocol
    })
}

/// TCP, by its number (IANA, Protocol Numbers).
pub(crate) const TCP: u8 = 6;

fn model_of(snapshot: &Snapshot, counts: fn(&ObservedRow) -> bool) -> Model {
    let mut interfaces = Interfaces::read(snapshot);
    let mut model = Model {
        resolver: resolver(snapshot),
        ..Model::default()
    };
    let mut plane = |v4| plane(snapshot, &mut interfaces, &mut model.marks, counts, v4);
    let v4 = plane(true);
    let v6 = takes_part_in_ipv6(snapshot).then(|| plane(false));
    model.v4 = v4;
    model.v6 = v6;
    model.interfaces = interfaces.into_model();
    model
}

/// A steered device in the terms of a model made from the same snapshot.
///
/// A device told by a VLAN that the router has no interface of sends nothing.
pub fn steered(model: &Model, snapshot: &Snapshot, steering: &Steering<'_>) -> Steered {
    // An interface that is not there is one that no packet leaves by.
    const NOWHERE: InterfaceId = InterfaceId(u16::MAX);
    let interface = |name: &str| model.interface_named(name).unwrap_or(NOWHERE);
    let source =
        |text: String| Selector::Source(values::addresses(&text).map(|set| set.set).unwrap_or_default());
    let selector = match steering.device {
        Device::Mac(mac) => Selector::Mac(values::mac(&mac.to_string()).unwrap_or_default()),
        Device::Address(address) => source(address.to_string()),
        Device::Subnet(network) => source(network.to_string()),
        Device::List(name) => Selector::Source(firewall::address_list(snapshot, &kinds::ADDRESS_LIST, name)),
        Device::Vlan(id) => {
            let by_id = || {
                let id = id.to_string();
                let vlans = snapshot.rows(&kinds::VLAN).iter();
                let mut vlans =
                    vlans.filter(|row| row.mark.is_none() && row.get("vlan-id") == Some(id.as_str()));
                vlans.find_map(|row| row.get("name"))
            };
            Selector::Interface(steering.ingress.or_else(by_id).map_or(NOWHERE, interface))
        }
    };
    Steered {
        name: steering.device.to_string(),
        selector,
        rank: steering.device.rank(),
        exit: interface(steering.exit),
        closed: steering.closed,
        ipv4_only: steering.ipv4_only,
    }
}

fn plane(
    snapshot: &Snapshot,
    interfaces: &mut Interfaces,
    marks: &mut Marks,
    counts: fn(&ObservedRow) -> bool,
    v4: bool,
) -> Plane {
    let mut plane = routes::plane(snapshot, interfaces, marks, v4);
    let firewall = Firewall::read(snapshot, interfaces, &plane.local, v4);
    let menus = if v4 {
        [kinds::RAW, kinds::MANGLE, kinds::NAT, kinds::FILTER]
    } else {
        [
            Kind::new("/ipv6/firewall/raw"),
            kinds::MANGLE6,
            kinds::NAT6,
            kinds::FILTER6,
        ]
    };
    let [raw, mangle, nat, filter] = menus;
    let next_hop = |gateway: &str| routes::interface_of(&plane.connected, interfaces, gateway);
    let mut chains = |kind: &Kind| {
        let rules = snapshot.rows(kind).iter().filter(|row| counts(row));
        firewall.chains(rules, kind, marks, &next_hop)
    };
    let (raw, mangle, nat, filter) = (chains(&raw), chains(&mangle), chains(&nat), chains(&filter));
    plane.raw = raw;
    plane.mangle = mangle;
    plane.nat = nat;
    plane.filter = filter;
    plane
}

/// Whether the router answers name queries of others (RouterOS manual, DNS). Where the snapshot does not say, it may.
fn resolver(snapshot: &Snapshot) -> bool {
    let settings = snapshot.rows(&Kind::new("/ip/dns")).first();
    settings
        .and_then(|row| row.get("allow-remote-requests"))
        .is_none_or(|value| value != "no" && value != "false")
}

fn takes_part_in_ipv6(snapshot: &Snapshot) -> bool {
    let settings = snapshot.rows(&Kind::new("/ipv6/settings")).first();
    let disabled = settings
        .and_then(|row| row.get("disable-ipv6"))
        .is_some_and(|value| value == "yes" || value == "true");
    !disabled && snapshot.kinds.contains_key(&kinds::ADDRESS6)
}

/// Whether the row counts at all.
fn is_enabled(row: &ObservedRow) -> bool {
    !matches!(row.get("disabled"), Some("true" | "yes"))
}

/// The value of an attribute, unless it is empty.
fn given<'a>(row: &'a ObservedRow, name: &str) -> Option<&'a str> {
    row.get(name).filter(|value| !value.is_empty())
}

fn row_ref(kind: &Kind, row: &ObservedRow) -> RowRef {
    RowRef {
        kind: kind.clone(),
        id: row.id.clone(),
        comment: given(row, "comment").map(str::to_owned),
    }
}

/// The router's own addresses and what is said of address kinds besides.
const LOOPBACK: (u128, u128) = (0x7f00_0000, 0x7fff_ffff);

fn with_loopback(local: &RangeSet, v4: bool) -> RangeSet {
    local.union(&if v4 {
        RangeSet::of([LOOPBACK])
    } else {
        RangeSet::one(1)
    })
}
