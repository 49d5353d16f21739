//! How frames get from a port to an interface of the router (RouterOS manual, Bridge VLAN Table).

use std::collections::BTreeSet;

use nnc_core::object::{Kind, ObservedRow, Snapshot};

use super::{by_id, is_same};
use crate::kinds;

/// The way that the controller's frames come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    /// The interface that the router takes them from.
    interface: String,
    /// The port that they arrive at and the VLAN tag that they carry there, where that is known.
    port: Option<(String, Option<u16>)>,
}

/// Where frames come in after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ComesIn {
    /// By this interface.
    By(String),
    /// Nowhere, for this reason.
    Nowhere(String),
    /// It depends on something that is not known.
    Unknown(String),
}

impl Way {
    /// The way that leads to an interface now. `port` is the port of a bridge that the controller was seen at.
    pub(super) fn of(snapshot: &Snapshot, interface: &str, port: Option<&str>) -> Self {
        let (mut lower, mut tag) = (interface.to_owned(), None);
        if let Some(vlan) = named(snapshot, &kinds::VLAN, interface) {
            lower = vlan.get("interface").unwrap_or_default().to_owned();
            tag = id(vlan, "vlan-id");
        }
        let bridge = named(snapshot, &kinds::BRIDGE, &lower);
        let port = match (bridge, port) {
            // On an interface that is no bridge there is one way only.
            (None, _) => Some((lower, tag)),
            (Some(_), None) => None,
            (Some(bridge), Some(port)) => {
                let pvid = port_row(snapshot, port)
                    .and_then(|row| id(row, "pvid"))
                    .unwrap_or(1);
                let access = is(bridge, "vlan-filtering") && tag == Some(pvid);
                Some((port.to_owned(), tag.filter(|_| !access)))
            }
        };
        // Only a way that leads there as things are is worth following.
        let port = port.filter(|(port, tag)| carried(snapshot, port, *tag).as_deref() == Ok(interface));
        Self {
            interface: interface.to_owned(),
            port,
        }
    }

    /// An attribute of something on the way that a change touches, and of which nothing is known here.
    pub(super) fn touched(&self, before: &Snapshot, after: &Snapshot) -> Option<String> {
        const JUDGED: &[&str] = &[
            "name",
            "interface",
            "vlan-id",
            "bridge",
            "pvid",
            "frame-types",
            "disabled",
            "tagged",
            "untagged",
            "vlan-ids",
            "vlan-filtering",
        ];
        let mut on_way = BTreeSet::from([self.interface.as_str()]);
        if let Some(vlan) = named(before, &kinds::VLAN, &self.interface) {
            on_way.extend(vlan.get("interface"));
        }
        if let Some((port, _)) = &self.port {
            on_way.insert(port);
            on_way.extend(port_row(before, port).and_then(|row| row.get("bridge")));
        }
        let menus = [&kinds::BRIDGE_PORT, &kinds::INTERFACE];
        let rows = menus
            .into_iter()
            .chain(interface_menus(before))
            .flat_map(|kind| before.rows(kind).iter().map(move |row| (kind, row)));
        for (kind, row) in rows {
            let own = if *kind == kinds::BRIDGE_PORT {
                "interface"
            } else {
                "name"
            };
            if !row.get(own).is_some_and(|name| on_way.contains(name)) {
                continue;
            }
            let now = after.rows(kind).iter().find(|other| other.id == row.id);
            let strange = now.and_then(|now| differences(row, now).find(|name| !JUDGED.contains(name)));
            if let Some(name) = strange {
                return Some(format!("{name} of {}", row.get(own).unwrap_or_default()));
            }
        }
        None
    }

    /// Where it leads after a change.
    pub(super) fn after(&self, before: &Snapshot, after: &Snapshot) -> ComesIn {
        match &self.port {
            Some((port, tag)) => match carried(after, port, *tag) {
                Ok(interface) => ComesIn::By(interface),
                Err(reason) => ComesIn::Nowhere(reason),
            },
            None if !is_up(after, &self.interface) => {
                ComesIn::Nowhere(format!("{} is gone or switched off", self.interface))
            }
            None if is_kept(before, after) => ComesIn::By(self.interface.clone()),
            None => ComesIn::Unknown(
                "the change is to ports and bridges, and which port the controller is behind is not known"
                    .to_owned(),
            ),
        }
    }
}

/// The interface that a frame on a port ends up at, or why it does not.
fn carried(snapshot: &Snapshot, port: &str, tag: Option<u16>) -> Result<String, String> {
    if !is_up(snapshot, port) {
        return Err(format!("{port} is gone or switched off"));
    }
    let Some(row) = port_row(snapshot, port) else {
        return match tag {
            None => Ok(port.to_owned()),
            Some(id) => vlan_on(snapshot, port, id),
        };
    };
    let name = row.get("bridge").unwrap_or_default();
    let bridge = named(snapshot, &kinds::BRIDGE, name).filter(|_| is_up(snapshot, name));
    let Some(bridge) = bridge else {
        return Err(format!("the bridge {name} is gone or switched off"));
    };
    if !is(bridge, "vlan-filtering") {
        return match tag {
            None => Ok(name.to_owned()),
            Some(id) => vlan_on(snapshot, name, id),
        };
    }
    let pvid = id(row, "pvid").unwrap_or(1);
    let vlan = tag.unwrap_or(pvid);
    let admitted = match row.get("frame-types") {
        Some("admit-only-vlan-tagged") => tag.is_some(),
        Some("admit-only-untagged-and-priority-tagged") => tag.is_none(),
        _ => true,
    };
    if !admitted || (tag.is_some() && !is_member(snapshot, name, vlan, port)) {
        return Err(format!("{port} takes no frames of VLAN {vlan} in"));
    }
    if id(bridge, "pvid").unwrap_or(1) == vlan {
        return Ok(name.to_owned());
    }
    if !is_member(snapshot, name, vlan, name) {
        return Err(format!("the bridge {name} itself is no member of VLAN {vlan}"));
    }
    vlan_on(snapshot, name, vlan)
}

fn vlan_on(snapshot: &Snapshot, parent: &str, vlan: u16) -> Result<String, String> {
    let mut rows = snapshot
        .rows(&kinds::VLAN)
        .iter()
        .filter(|row| !is(row, "disabled"));
    rows.find(|row| row.get("interface") == Some(parent) && id(row, "vlan-id") == Some(vlan))
        .and_then(|row| row.get("name"))
        .filter(|name| is_up(snapshot, name))
        .map(str::to_owned)
        .ok_or_else(|| format!("there is no interface for VLAN {vlan} on {parent}"))
}

fn is_member(snapshot: &Snapshot, bridge: &str, vlan: u16, port: &str) -> bool {
    let rows = snapshot
        .rows(&kinds::BRIDGE_VLAN)
        .iter()
        .filter(|row| !is(row, "disabled"));
    rows.filter(|row| {
        row.get("bridge") == Some(bridge) && holds(row.get("vlan-ids").unwrap_or_default(), vlan)
    })
    .any(|row| {
        ["tagged", "untagged"].iter().any(|side| {
            row.get(side)
                .is_some_and(|ports| ports.split(',').any(|other| other == port))
        })
    })
}

/// Whether `10,20-30` holds an id.
fn holds(ids: &str, vlan: u16) -> bool {
    ids.split(',').any(|part| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let bounds = (first.trim().parse::<u16>(), last.trim().parse::<u16>());
        matches!(bounds, (Ok(first), Ok(last)) if (first..=last).contains(&vlan))
    })
}

/// Whether an interface is there and switched on.
fn is_up(snapshot: &Snapshot, name: &str) -> bool {
    let typed = interface_menus(snapshot).flat_map(|kind| snapshot.rows(kind));
    let rows = snapshot.rows(&kinds::INTERFACE).iter().chain(typed);
    let mut seen = rows.filter(|row| row.get("name") == Some(name)).peekable();
    seen.peek().is_some() && seen.all(|row| !is(row, "disabled"))
}

/// The menus of single types of interfaces.
pub(super) fn interface_menus(snapshot: &Snapshot) -> impl Iterator<Item = &Kind> {
    const NO_INTERFACES: &[&str] = &["/interface/list"];
    snapshot.kinds.keys().filter(|kind| {
        let menu = kind.as_str();
        menu.strip_prefix("/interface/")
            .is_some_and(|menu| !menu.contains('/'))
            && !NO_INTERFACES.contains(&menu)
    })
}

/// Whether a change leaves every way from a port to an interface as it is. It may add ways for VLANs that had none.
pub(super) fn is_kept(before: &Snapshot, after: &Snapshot) -> bool {
    let menus: BTreeSet<&Kind> = [kinds::BRIDGE_PORT, kinds::BRIDGE_VLAN, kinds::INTERFACE]
        .into_iter()
        .filter_map(|kind| before.kinds.get_key_value(&kind).map(|(kind, _)| kind))
        .chain(interface_menus(before))
        .collect();
    let used: BTreeSet<u16> = before
        .rows(&kinds::VLAN)
        .iter()
        .filter_map(|row| id(row, "vlan-id"))
        .chain(
            before
                .rows(&kinds::BRIDGE_PORT)
                .iter()
                .filter_map(|row| id(row, "pvid")),
        )
        .chain(
            before
                .rows(&kinds::BRIDGE)
                .iter()
                .filter_map(|row| id(row, "pvid")),
        )
        .chain([1])
        .collect();
    menus.into_iter().all(|kind| {
        if is_same(before, after, kind) {
            return true;
        }
        let (old, new) = (by_id(before.rows(kind)), by_id(after.rows(kind)));
        let kept = old.iter().all(|(id, row)| {
            new.get(id)
                .is_some_and(|other| row == other || differences(row, other).next().is_none())
        });
        let mut added = new
            .iter()
            .filter(|(id, _)| !old.contains_key(*id))
            .map(|(_, row)| *row);
        let harmless = |row: &ObservedRow| match kind {
            kind if *kind == kinds::BRIDGE_PORT => false,
            kind if *kind == kinds::BRIDGE_VLAN => {
                let ids = row.get("vlan-ids").unwrap_or_default();
                !used.iter().any(|vlan| holds(ids, *vlan))
            }
            kind if *kind == kinds::VLAN => id(row, "vlan-id").is_some_and(|vlan| !used.contains(&vlan)),
            _ => true,
        };
        kept && added.all(harmless)
    })
}

/// The attributes in which two rows differ. That one is named and the other is as delivered is a difference too.
fn differences<'a>(one: &'a ObservedRow, other: &'a ObservedRow) -> impl Iterator<Item = &'a str> {
    let names: BTreeSet<&str> = one
        .attributes
        .keys()
        .chain(other.attributes.keys())
        .map(String::as_str)
        .collect();
    // The two spellings of a flag that is not set.
    let given = |row: &'a ObservedRow, name: &str| {
        row.get(name)
            .filter(|value| !matches!(*value, "" | "false" | "no"))
    };
    names
        .into_iter()
        .filter(move |name| *name != "comment" && given(one, name) != given(other, name))
}

fn named<'a>(snapshot: &'a Snapshot, kind: &Kind, name: &str) -> Option<&'a ObservedRow> {
    snapshot
        .rows(kind)
        .iter()
        .find(|row| row.get("name") == Some(name))
}

fn port_row<'a>(snapshot: &'a Snapshot, port: &str) -> Option<&'a ObservedRow> {
    let mut rows = snapshot
        .rows(&kinds::BRIDGE_PORT)
        .iter()
        .filter(|row| !is(row, "disabled"));
    rows.find(|row| row.get("interface") == Some(port))
}

fn id(row: &ObservedRow, name: &str) -> Option<u16> {
    row.get(name).and_then(|text| text.parse().ok())
}

fn is(row: &ObservedRow, name: &str) -> bool {
    matches!(row.get(name), Some("true" | "yes"))
}
