//! Interfaces and interface lists.

use std::collections::{BTreeMap, BTreeSet};

use nnc_core::object::{ObservedRow, Snapshot};
use nnc_core::walk::{Interface, InterfaceId, RangeSet};

use super::{given, is_enabled};
use crate::kinds;

/// The interfaces of a snapshot.
pub(super) struct Interfaces {
    model: Vec<Interface>,
    kinds: Vec<String>,
    disabled: BTreeSet<InterfaceId>,
    /// Made by the router itself, such as those of dialled-in users.
    dynamic: BTreeSet<InterfaceId>,
    by_name: BTreeMap<String, InterfaceId>,
    lists: BTreeMap<String, RangeSet>,
}

/// Types of interfaces that are made to reach a provider (RouterOS manual, PPP and LTE pages).
const PROVIDERS: &[&str] = &["pppoe-out", "lte", "ppp-out", "l2tp-out", "sstp-out", "pptp-out"];

/// Menus below `/interface` whose rows are no interfaces.
const NO_INTERFACES: &[&str] = &[
    "/interface/list",
    "/interface/list/member",
    "/interface/bridge/port",
    "/interface/bridge/vlan",
];

impl Interfaces {
    pub(super) fn read(snapshot: &Snapshot) -> Self {
        let mut interfaces = Self {
            model: Vec::new(),
            kinds: Vec::new(),
            disabled: BTreeSet::new(),
            dynamic: BTreeSet::new(),
            by_name: BTreeMap::new(),
            lists: BTreeMap::new(),
        };
        let menus = snapshot.kinds.iter().filter(|(kind, _)| {
            let menu = kind.as_str();
            (menu == "/interface" || menu.starts_with("/interface/")) && !NO_INTERFACES.contains(&menu)
        });
        for (kind, rows) in menus {
            let of_menu = kind.as_str().strip_prefix("/interface/").unwrap_or_default();
            for row in rows {
                interfaces.add(row, of_menu);
            }
        }
        for row in snapshot.rows(&kinds::VLAN) {
            let parent = given(row, "interface").and_then(|parent| interfaces.id(parent));
            let known = given(row, "name").and_then(|name| interfaces.id(name));
            if let Some(vlan) = known.and_then(|id| interfaces.model.get_mut(usize::from(id.0))) {
                vlan.parent = parent;
                vlan.service = row.mark.is_some();
            }
        }
        let clients = snapshot
            .rows(&kinds::DHCP_CLIENT)
            .iter()
            .filter(|row| is_enabled(row));
        for row in clients.filter(|row| row.get("add-default-route").is_none_or(|add| add != "no")) {
            if let Some(id) = given(row, "interface").and_then(|name| interfaces.id(name)) {
                interfaces.mark_uplink(id);
            }
        }
        interfaces.lists = interfaces.read_lists(snapshot);
        interfaces
    }

    fn add(&mut self, row: &ObservedRow, menu: &str) {
        let (Some(name), Ok(next)) = (given(row, "name"), u16::try_from(self.model.len())) else {
            return;
        };
        let id = *self.by_name.entry(name.to_owned()).or_insert(InterfaceId(next));
        if id.0 == next {
            self.model.push(Interface {
                name: name.to_owned(),
                ..Interface::default()
            });
            self.kinds.push(String::new());
        }
        let kind = given(row, "type").unwrap_or(if menu == "ethernet" { "ether" } else { menu });
        if let Some(known) = self
            .kinds
            .get_mut(usize::from(id.0))
            .filter(|known| known.is_empty())
        {
            kind.clone_into(known);
        }
        if PROVIDERS.contains(&kind) {
            self.mark_uplink(id);
        }
        if !is_enabled(row) {
            self.disabled.insert(id);
        }
        if row.dynamic {
            self.dynamic.insert(id);
        }
    }

    pub(super) fn id(&self, name: &str) -> Option<InterfaceId> {
        self.by_name.get(name).copied()
    }

    /// Whether the interface and what it is on are switched on.
    pub(super) fn is_usable(&self, id: InterfaceId) -> bool {
        let parent = |id: &InterfaceId| {
            self.model
                .get(usize::from(id.0))
                .and_then(|interface| interface.parent)
        };
        // A chain of carriers is as long as there are interfaces at most.
        let mut carriers = std::iter::successors(Some(id), parent).take(self.model.len());
        !carriers.any(|id| self.disabled.contains(&id))
    }

    pub(super) fn mark_uplink(&mut self, id: InterfaceId) {
        if let Some(interface) = self.model.get_mut(usize::from(id.0)) {
            interface.uplink = true;
        }
    }

    pub(super) fn is_service(&self, id: InterfaceId) -> bool {
        self.model
            .get(usize::from(id.0))
            .is_some_and(|interface| interface.service)
    }

    pub(super) fn into_model(self) -> Vec<Interface> {
        self.model
    }

    /// The interfaces that a matcher such as `in-interface` names; `None` where that cannot be told.
    pub(super) fn matching(&self, name: &str) -> Option<RangeSet> {
        let of_kind = |kind: &str| {
            let ids = (0_u128..)
                .zip(&self.kinds)
                .filter(|(_, known)| *known == kind)
                .map(|(id, _)| (id, id));
            RangeSet::of(ids)
        };
        match name {
            "all-ethernet" => Some(of_kind("ether")),
            "all-vlan" => Some(of_kind("vlan")),
            "all-ppp" | "all-wireless" => None,
            name => Some(self.id(name).map_or(RangeSet::EMPTY, InterfaceId::set)),
        }
    }

    /// The members of an interface list.
    pub(super) fn list(&self, name: &str) -> RangeSet {
        match name {
            "all" => RangeSet::ALL,
            "none" => RangeSet::EMPTY,
            name => self.lists.get(name).cloned().unwrap_or_default(),
        }
    }

    fn read_lists(&self, snapshot: &Snapshot) -> BTreeMap<String, RangeSet> {
        let mut members: BTreeMap<&str, Vec<(u128, u128)>> = BTreeMap::new();
        for row in snapshot
            .rows(&kinds::LIST_MEMBER)
            .iter()
            .filter(|row| is_enabled(row))
        {
            let (Some(list), Some(id)) = (
                given(row, "list"),
                given(row, "interface").and_then(|name| self.id(name)),
            ) else {
                continue;
            };
            members.entry(list).or_default().push((id.0.into(), id.0.into()));
        }
        // The other two built-in lists (RouterOS manual, Interface Lists).
        for (id, _) in (0_u16..).zip(&self.model) {
            let dynamic = self.dynamic.contains(&InterfaceId(id));
            let list = if dynamic { "dynamic" } else { "static" };
            members.entry(list).or_default().push((id.into(), id.into()));
        }
        let rows: BTreeMap<&str, &ObservedRow> = snapshot
            .rows(&kinds::LIST)
            .iter()
            .filter_map(|row| Some((given(row, "name")?, row)))
            .collect();
        let lists = rows
            .keys()
            .chain(members.keys())
            .copied()
            .collect::<BTreeSet<_>>();
        lists
            .into_iter()
            .map(|name| (name.to_owned(), resolve(name, &rows, &members, 0)))
            .collect()
    }
}

/// Its own members and those of the lists that it includes, without those of the lists that it excludes
/// (RouterOS manual, Interface lists: included members are added first, then excluded ones are taken out).
fn resolve(
    name: &str,
    rows: &BTreeMap<&str, &ObservedRow>,
    members: &BTreeMap<&str, Vec<(u128, u128)>>,
    depth: u8,
) -> RangeSet {
    const MAX_DEPTH: u8 = 16;
    match name {
        "all" => return RangeSet::ALL,
        "none" => return RangeSet::EMPTY,
        _ if depth > MAX_DEPTH => return RangeSet::EMPTY,
        _ => {}
    }
    let own = RangeSet::of(members.get(name).cloned().unwrap_or_default());
    let others = |attribute: &str| {
        let names = rows
            .get(name)
            .and_then(|row| given(row, attribute))
            .unwrap_or_default();
        names
            .split(',')
            .filter(|name| !name.is_empty())
            .fold(RangeSet::EMPTY, |set, other| {
                set.union(&resolve(other, rows, members, depth + 1))
            })
    };
    let (included, excluded) = (others("include"), others("exclude"));
    included.minus(&excluded).union(&own)
}
