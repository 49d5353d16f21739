//! Configurations: a lived-in router, the rows that nnc adds for some intents, and what may go wrong with them.

use std::collections::BTreeMap;

use nnc_core::change::{Scope, apply, diff};
use nnc_core::device::Device;
use nnc_core::identity::{ControllerId, Mark};
use nnc_core::intent::pool::{Allocation, PoolConfig};
use nnc_core::intent::{Instance, Intents, OnFailure, Steering, VirtualInterface};
use nnc_core::object::{Kind, ObservedRow, RowId, Snapshot};
use nnc_core::ports::Platform;
use nnc_routeros::{RouterOs, kinds};
use routeros_sim::PacketLab;
use serde_json::{Map, Value, json};

pub(crate) const VERSION: &str = "7.22.3";

/// What a configuration is made from.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    pub(crate) fasttrack: bool,
    pub(crate) ipv6: bool,
    pub(crate) resolver: bool,
    pub(crate) device: &'static str,
    pub(crate) via: &'static str,
    pub(crate) ipv4_only: bool,
}

/// A router with everything switched on.
pub(crate) fn base(device: &'static str, via: &'static str) -> Base {
    Base {
        fasttrack: true,
        ipv6: true,
        resolver: true,
        device,
        via,
        ipv4_only: false,
    }
}

/// What nnc itself makes, for every kind of device.
pub(crate) fn bases() -> Vec<Base> {
    let mut bases = Vec::new();
    for via in ["tor", "socks", "open", "six", "quiet"] {
        for device in [MAC, "192.168.20.0/24", "vlan:20"] {
            for fasttrack in [true, false] {
                for ipv6 in [true, false] {
                    bases.push(Base {
                        fasttrack,
                        ipv6,
                        ..base(device, via)
                    });
                }
            }
        }
    }
    for device in ["192.168.88.50", "list:tvs"] {
        for via in ["tor", "socks"] {
            bases.push(Base {
                ipv4_only: true,
                ..base(device, via)
            });
            bases.push(Base {
                ipv4_only: true,
                fasttrack: false,
                resolver: false,
                ..base(device, via)
            });
        }
    }
    bases
}

/// A configuration with the device that is asked about.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) name: String,
    pub(crate) fixture: Value,
    pub(crate) base: Base,
}

impl Config {
    pub(crate) fn exit(&self) -> String {
        format!("nnc-{}", self.base.via)
    }

    pub(crate) fn closed(&self) -> bool {
        self.base.via != "open"
    }
}

/// Somebody else is steered too, so that no configuration is about one device alone.
pub(crate) const OTHER_MAC: &str = "02:00:00:00:00:99";
pub(crate) const MAC: &str = "02:00:00:00:00:01";

/// A home: an uplink, a bridge with two ports, a VLAN for things, a firewall as delivered, guests on a third network.
fn home(base: &Base) -> Value {
    let mut forward = Vec::new();
    if base.fasttrack {
        forward.push(json!({"chain": "forward", "action": "fasttrack-connection", "connection-state": "established,related", "comment": "fasttrack"}));
    }
    forward.extend([
        json!({"chain": "forward", "action": "accept", "connection-state": "established,related,untracked", "comment": "established"}),
        json!({"chain": "forward", "action": "drop", "connection-state": "invalid"}),
        json!({"chain": "forward", "action": "drop", "connection-state": "new", "connection-nat-state": "!dstnat", "in-interface-list": "WAN"}),
    ]);
    let mut filter = vec![
        json!({"chain": "input", "action": "accept", "connection-state": "established,related,untracked"}),
        json!({"chain": "input", "action": "drop", "connection-state": "invalid"}),
        json!({"chain": "input", "action": "accept", "protocol": "icmp"}),
        json!({"chain": "input", "action": "drop", "in-interface-list": "!LAN", "comment": "not from WAN"}),
    ];
    filter.extend(forward);
    let mut fixture = json!({
        "/interface/ethernet": [{"name": "ether1"}, {"name": "ether2"}, {"name": "ether3"}, {"name": "ether4"}, {"name": "ether5"}],
        "/interface/bridge": [{"name": "bridge"}],
        "/interface/bridge/port": [{"bridge": "bridge", "interface": "ether2"}, {"bridge": "bridge", "interface": "ether3"}],
        "/interface/vlan": [{"name": "iot", "interface": "bridge", "vlan-id": "20"}],
        "/interface/list": [{"name": "LAN"}, {"name": "WAN"}],
        "/interface/list/member": [
            {"list": "LAN", "interface": "bridge"}, {"list": "LAN", "interface": "iot"}, {"list": "LAN", "interface": "ether4"},
            {"list": "WAN", "interface": "ether1"},
        ],
        "/ip/address": [
            {"address": "192.0.2.2/24", "interface": "ether1"},
            {"address": "192.168.88.1/24", "interface": "bridge"},
            {"address": "192.168.20.1/24", "interface": "iot"},
            {"address": "192.168.30.1/24", "interface": "ether4"},
        ],
        "/ip/route": [{"dst-address": "0.0.0.0/0", "gateway": "192.0.2.1", "comment": "uplink"}],
        "/ip/dns": [{"allow-remote-requests": if base.resolver { "yes" } else { "no" }}],
        "/ip/firewall/address-list": [{"list": "tvs", "address": "192.168.88.50"}, {"list": "tvs", "address": "192.168.20.50"}],
        "/ip/firewall/filter": filter,
        "/ip/firewall/mangle": [{"chain": "postrouting", "action": "change-mss", "new-mss": "1400", "protocol": "tcp", "comment": "mss"}],
        "/ip/firewall/nat": [{"chain": "srcnat", "action": "masquerade", "out-interface-list": "WAN"}],
        "/routing/table": [], "/routing/rule": [],
        "/ipv6/address": [], "/ipv6/route": [], "/ipv6/firewall/filter": [], "/ipv6/firewall/mangle": [], "/ipv6/firewall/nat": [],
    });
    if base.ipv6 {
        fixture["/ipv6/address"] = json!([
            {"address": "2001:db8:ffff::2/64", "interface": "ether1"},
            {"address": "2001:db8:88::1/64", "interface": "bridge"},
            {"address": "2001:db8:20::1/64", "interface": "iot"},
            {"address": "2001:db8:30::1/64", "interface": "ether4"},
        ]);
        fixture["/ipv6/route"] = json!([{"dst-address": "::/0", "gateway": "2001:db8:ffff::1"}]);
        fixture["/ipv6/firewall/filter"] = json!([
            {"chain": "input", "action": "accept", "connection-state": "established,related,untracked"},
            {"chain": "input", "action": "drop", "in-interface-list": "!LAN"},
            {"chain": "forward", "action": "accept", "connection-state": "established,related,untracked"},
            {"chain": "forward", "action": "drop", "in-interface-list": "!LAN"},
        ]);
    }
    fixture
}

fn controller() -> ControllerId {
    "c0ffee12".parse().unwrap()
}

fn intents(base: &Base) -> Intents {
    let mut intents = Intents::new(controller(), PoolConfig::default());
    let instances = [
        ("tor", 101),
        ("socks", 102),
        ("open", 103),
        ("six", 104),
        ("quiet", 105),
    ];
    for (name, vlan) in instances {
        let instance: Instance = name.parse().unwrap();
        let service = match name {
            "tor" => "tor",
            // It resolves no names: queries are blocked.
            "quiet" => "psiphon",
            _ => "sing-box",
        };
        let service = service.parse().unwrap();
        let mut interface = VirtualInterface::new(instance.clone(), service, "ether5");
        interface.on_failure = if name == "open" {
            OnFailure::Open
        } else {
            OnFailure::Closed
        };
        interface.ipv6 = name == "six";
        interface.dns = (name == "socks").then(|| "9.9.9.9".parse().unwrap());
        let subnet = format!("10.99.{vlan}.0/24").parse().unwrap();
        intents
            .interfaces
            .insert(instance, (interface, Allocation { vlan, subnet }));
    }
    let mut steer = |device: &str, via: &str, ipv4_only: bool| {
        let device: Device = device.parse().unwrap();
        let steering = Steering {
            device: device.clone(),
            via: via.parse().unwrap(),
            ipv4_only,
        };
        intents.steerings.insert(device, steering);
    };
    steer(OTHER_MAC, "socks", false);
    steer(base.device, base.via, base.ipv4_only);
    intents
}

/// The rows of a simulated router.
pub(crate) fn snapshot(fixture: &Value) -> Snapshot {
    let lab = PacketLab::new(VERSION, fixture).unwrap();
    let state = lab.state();
    let mut snapshot = Snapshot::default();
    // The state holds each interface where it was made; `/interface` shows them all.
    let mut interfaces = Vec::new();
    for (menu, kind) in [
        ("/interface/ethernet", "ether"),
        ("/interface/bridge", "bridge"),
        ("/interface/vlan", "vlan"),
    ] {
        for row in state["menus"][menu].as_array().into_iter().flatten() {
            let mut row = observed(&kinds::INTERFACE, row);
            row.attributes.insert("type".to_owned(), kind.to_owned());
            interfaces.push(row);
        }
    }
    snapshot.kinds.insert(kinds::INTERFACE, interfaces.into());
    let judged = ["/ip/dns", "/ipv6/settings", "/ipv6/firewall/raw"].map(Kind::new);
    for kind in kinds::OBSERVED.into_iter().chain(judged) {
        let Some(rows) = state["menus"].get(kind.as_str()) else {
            continue;
        };
        let rows = rows
            .as_array()
            .into_iter()
            .flatten()
            .map(|row| observed(&kind, row))
            .collect();
        snapshot.kinds.insert(kind, rows);
    }
    snapshot
}

fn observed(kind: &Kind, row: &Value) -> ObservedRow {
    let mut attributes: BTreeMap<String, String> = row
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect();
    let id = RowId(attributes.remove(".id").unwrap_or_default());
    let dynamic = attributes.get("dynamic").is_some_and(|value| value == "true");
    let comment = attributes.get("comment").filter(|_| *kind != kinds::INTERFACE);
    let mark = comment.and_then(|comment| comment.parse::<Mark>().ok());
    ObservedRow {
        id,
        attributes: attributes.into(),
        mark,
        dynamic,
    }
}

/// The configuration that nnc makes of a home.
pub(crate) fn clean(base: &Base) -> Config {
    let mut fixture = home(base);
    let mut predicted = snapshot(&fixture);
    let platform = RouterOs::new(VERSION.parse().unwrap()).unwrap();
    let facts = platform.facts(&predicted, controller());
    let blueprint = intents(base)
        .blueprint(&facts)
        .unwrap_or_else(|findings| panic!("{base:?}: {findings:?}"));
    let objects = platform.lower(&blueprint, &facts, &Scope::Everything).unwrap();
    let change = diff(&objects, &predicted, controller(), &Scope::Everything, &platform);
    apply(&change, &mut predicted).unwrap();
    // The menus that nnc writes to, in the order that they have then.
    for (kind, rows) in &predicted.kinds {
        if *kind == kinds::INTERFACE || !rows.iter().any(|row| row.mark.is_some()) {
            continue;
        }
        let rows: Vec<Value> = rows
            .iter()
            .filter(|row| !row.dynamic)
            .map(|row| spelled(kind, row))
            .collect();
        fixture[kind.as_str()] = Value::Array(rows);
    }
    Config {
        name: format!("{base:?}"),
        fixture,
        base: base.clone(),
    }
}

/// What can be told to a router of a row that it showed.
fn spelled(kind: &Kind, row: &ObservedRow) -> Value {
    let shown_only = [
        "dynamic",
        "invalid",
        "active",
        "inactive",
        "running",
        "actual-interface",
        "network",
        "builtin",
        "immediate-gw",
        "bytes",
        "packets",
        "connect",
        "static",
        "slave",
        "mac-address",
        "type",
        "default",
        "hw-offloaded",
        "creation-time",
        "global",
        "link-local",
        "scope",
        "target-scope",
        "log",
        "log-prefix",
    ];
    let mut map = Map::new();
    for (name, value) in &row.attributes {
        let local = name == "type" && *kind != kinds::INTERFACE;
        if shown_only.contains(&name.as_str()) && !local {
            continue;
        }
        map.insert(name.clone(), json!(value));
    }
    if let Some(mark) = &row.mark {
        map.insert("comment".to_owned(), json!(mark.to_string()));
    }
    Value::Object(map)
}

/// A row of a fixture by its menu and position.
pub(crate) type At = (String, usize);

impl Config {
    fn rows(&mut self, menu: &str) -> &mut Vec<Value> {
        self.fixture
            .as_object_mut()
            .unwrap()
            .entry(menu)
            .or_insert(json!([]))
            .as_array_mut()
            .unwrap()
    }

    /// The rows that nnc made and that have to do with the device that is asked about.
    pub(crate) fn own_rows(&self) -> Vec<At> {
        let device: Device = self.base.device.parse().unwrap();
        let wanted = [
            device.resource().to_string(),
            format!("vif/{}", self.base.via),
            "base".to_owned(),
        ];
        let mut found = Vec::new();
        for (menu, rows) in self.fixture.as_object().unwrap() {
            for (at, row) in rows.as_array().unwrap().iter().enumerate() {
                let mark = row["comment"]
                    .as_str()
                    .and_then(|comment| comment.parse::<Mark>().ok());
                if mark.is_some_and(|mark| wanted.contains(&mark.key.resource.to_string())) {
                    found.push((menu.clone(), at));
                }
            }
        }
        found
    }

    fn role(&self, (menu, at): &At) -> String {
        self.fixture[menu][at]["comment"]
            .as_str()
            .unwrap()
            .splitn(3, ':')
            .nth(2)
            .unwrap()
            .to_owned()
    }

    pub(crate) fn without(&self, at: &At) -> Self {
        let mut config = self.clone();
        config.name = format!("{} without {}", self.name, self.role(at));
        config.rows(&at.0).remove(at.1);
        config
    }

    /// The rows of a menu with a role that nnc gave them.
    fn with_role(&mut self, menu: &str, role: &str) -> Vec<&mut Value> {
        let own = self.rows(menu).iter_mut().filter(|row| {
            let comment = row["comment"].as_str().unwrap_or_default();
            comment.starts_with("nnc:") && comment.rsplit(':').next() == Some(role)
        });
        let own: Vec<&mut Value> = own.collect();
        assert!(!own.is_empty(), "{menu} has no {role}");
        own
    }

    pub(crate) fn without_role(&self, menu: &str, role: &str) -> Self {
        let mut config = self.clone();
        for row in config.with_role(menu, role) {
            *row = Value::Null;
        }
        config.rows(menu).retain(|row| !row.is_null());
        config
    }

    pub(crate) fn edited(&self, menu: &str, role: &str, attribute: &str, value: &str) -> Self {
        let mut config = self.clone();
        for row in config.with_role(menu, role) {
            row[attribute] = json!(value);
        }
        config
    }

    pub(crate) fn disabled(&self, at: &At) -> Option<Self> {
        let mut config = self.clone();
        config.name = format!("{} with {} disabled", self.name, self.role(at));
        let row = config.rows(&at.0).get_mut(at.1)?;
        row.get("disabled")?;
        row["disabled"] = json!("yes");
        Some(config)
    }

    /// The row behind all others of its menu.
    pub(crate) fn last(&self, at: &At) -> Option<Self> {
        let ordered =
            at.0.contains("/firewall/") && !at.0.ends_with("address-list") || at.0 == "/routing/rule";
        let mut config = self.clone();
        config.name = format!("{} with {} last", self.name, self.role(at));
        let rows = config.rows(&at.0);
        let row = rows.remove(at.1);
        rows.push(row);
        ordered.then_some(config)
    }

    pub(crate) fn doubled(&self, at: &At) -> Self {
        let mut config = self.clone();
        config.name = format!("{} with {} twice", self.name, self.role(at));
        let rows = config.rows(&at.0);
        let row = rows[at.1].clone();
        rows.push(row);
        config
    }

    pub(crate) fn with(&self, at: &At, attribute: &str, value: &str) -> Self {
        let mut config = self.clone();
        config.name = format!("{} with {}, {attribute}={value}", self.name, self.role(at));
        config.rows(&at.0)[at.1][attribute] = json!(value);
        config
    }

    /// A foreign row before all others of its menu, but behind those that nnc made.
    pub(crate) fn plus_behind_ours(&self, menu: &str, row: Value) -> Self {
        let mut config = self.clone();
        config.name = format!("{} and behind ours {menu} {row}", self.name);
        let rows = config.rows(menu);
        let ours = |row: &Value| {
            row["comment"]
                .as_str()
                .is_some_and(|comment| comment.starts_with("nnc:"))
        };
        let at = rows.iter().rposition(ours).map_or(0, |last| last + 1);
        rows.insert(at, row);
        config
    }

    /// A foreign row, before all others or behind them.
    pub(crate) fn plus(&self, first: bool, menu: &str, row: Value) -> Self {
        let mut config = self.clone();
        config.name = format!(
            "{} {} {menu} {row}",
            self.name,
            if first { "and first" } else { "and last" }
        );
        let rows = config.rows(menu);
        let at = if first { 0 } else { rows.len() };
        rows.insert(at, row);
        config
    }
}
