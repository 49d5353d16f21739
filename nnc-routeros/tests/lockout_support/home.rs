//! Routers, and where the controller of each is.

use std::collections::BTreeMap;

use nnc_core::identity::Mark;
use nnc_core::object::{Kind, ObservedRow, RowId, Snapshot};
use nnc_core::walk::Management;
use nnc_routeros::kinds;
use nnc_routeros::lockout::WAY_IN;
use routeros_sim::PacketLab;
use serde_json::{Value, json};

pub(crate) const VERSION: &str = "7.22.3";

/// A controller and the way that it comes in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) name: &'static str,
    /// Its address, and the router's.
    pub(crate) controller: &'static str,
    pub(crate) router: &'static str,
    /// The port and the VLAN tag of its frames.
    pub(crate) port: &'static str,
    pub(crate) tag: Option<u16>,
    /// The interface that the router takes them from.
    pub(crate) interface: &'static str,
    /// The next hop back to it, where it is not a neighbour.
    pub(crate) gateway: Option<&'static str>,
    /// Whether its bridge filters VLANs.
    pub(crate) filtering: bool,
    /// Whether the router knows which port of its bridge the controller is at.
    pub(crate) seen: bool,
}

pub(crate) const MAC: &str = "02:00:00:00:00:0A";

const LAN: Place = Place {
    name: "lan",
    controller: "192.168.88.10",
    router: "192.168.88.1",
    port: "ether2",
    tag: None,
    interface: "bridge",
    gateway: None,
    filtering: false,
    seen: true,
};

pub(crate) const PLACES: [Place; 9] = [
    LAN,
    Place {
        name: "lan, at an unknown port",
        seen: false,
        ..LAN
    },
    Place {
        name: "vlan",
        controller: "192.168.20.10",
        router: "192.168.20.1",
        port: "ether3",
        tag: Some(20),
        interface: "iot",
        ..LAN
    },
    Place {
        name: "port of its own",
        controller: "192.168.30.10",
        router: "192.168.30.1",
        port: "ether4",
        interface: "ether4",
        ..LAN
    },
    Place {
        name: "behind another router",
        controller: "10.20.0.5",
        router: "192.168.30.1",
        port: "ether4",
        interface: "ether4",
        gateway: Some("192.168.30.2"),
        ..LAN
    },
    Place {
        name: "Internet",
        controller: "198.51.100.9",
        router: "192.0.2.2",
        port: "ether1",
        interface: "ether1",
        gateway: Some("192.0.2.1"),
        ..LAN
    },
    Place {
        name: "ipv6",
        controller: "2001:db8:88::10",
        router: "2001:db8:88::1",
        ..LAN
    },
    Place {
        name: "access port of a filtering bridge",
        controller: "192.168.40.10",
        router: "192.168.40.1",
        interface: "mgmt",
        filtering: true,
        ..LAN
    },
    Place {
        name: "trunk of a filtering bridge",
        controller: "192.168.40.10",
        router: "192.168.40.1",
        port: "ether3",
        tag: Some(40),
        interface: "mgmt",
        filtering: true,
        ..LAN
    },
];

impl Place {
    pub(crate) fn v4(&self) -> bool {
        !self.controller.contains(':')
    }

    /// `/ip` or `/ipv6`, and what comes after it.
    pub(crate) fn menu(&self, rest: &str) -> String {
        format!("{}{rest}", if self.v4() { "/ip" } else { "/ipv6" })
    }

    pub(crate) fn management(&self) -> Management {
        Management {
            service: "api".to_owned(),
            port: 8728,
            router: Some(self.router.parse().unwrap()),
            controller: Some(self.controller.parse().unwrap()),
        }
    }

    /// A router with a firewall as delivered, that this controller manages.
    pub(crate) fn router(&self) -> Value {
        let input = |admins: &str| {
            json!([
                {"chain": "input", "action": "accept", "connection-state": "established,related,untracked", "comment": "established"},
                {"chain": "input", "action": "drop", "connection-state": "invalid", "comment": "invalid"},
                {"chain": "input", "action": "accept", "protocol": if admins.contains(':') { "icmpv6" } else { "icmp" }, "comment": "icmp"},
                {"chain": "input", "action": "accept", "protocol": "tcp", "dst-port": "8728", "src-address-list": "admins", "comment": "admins"},
                {"chain": "input", "action": "accept", "in-interface-list": "LAN", "comment": "lan"},
                {"chain": "input", "action": "drop", "comment": "all else"},
                {"chain": "forward", "action": "fasttrack-connection", "connection-state": "established,related", "comment": "fasttrack"},
                {"chain": "forward", "action": "accept", "connection-state": "established,related,untracked", "comment": "forward"},
                {"chain": "forward", "action": "drop", "connection-state": "new", "in-interface-list": "WAN", "comment": "from WAN"},
            ])
        };
        let (pvid2, filter) = if self.filtering {
            ("40", "yes")
        } else {
            ("1", "no")
        };
        let mut vlans = vec![json!({"name": "iot", "interface": "bridge", "vlan-id": "20"})];
        let mut memberships = Vec::new();
        let mut addresses = vec![
            json!({"address": "192.0.2.2/24", "interface": "ether1"}),
            json!({"address": "192.168.88.1/24", "interface": "bridge"}),
            json!({"address": "192.168.20.1/24", "interface": "iot"}),
            json!({"address": "192.168.30.1/24", "interface": "ether4"}),
        ];
        let mut members = vec![
            json!({"list": "LAN", "interface": "bridge"}),
            json!({"list": "LAN", "interface": "iot"}),
            json!({"list": "LAN", "interface": "ether4"}),
            json!({"list": "WAN", "interface": "ether1"}),
        ];
        if self.filtering {
            vlans.push(json!({"name": "mgmt", "interface": "bridge", "vlan-id": "40"}));
            memberships.push(json!({"bridge": "bridge", "vlan-ids": "20", "tagged": "bridge,ether3"}));
            memberships.push(
                json!({"bridge": "bridge", "vlan-ids": "40", "tagged": "bridge,ether3", "untagged": "ether2"}),
            );
            addresses.push(json!({"address": "192.168.40.1/24", "interface": "mgmt"}));
            members.push(json!({"list": "LAN", "interface": "mgmt"}));
        }
        json!({
            "/interface/ethernet": [{"name": "ether1"}, {"name": "ether2"}, {"name": "ether3"}, {"name": "ether4"}, {"name": "ether5"}],
            "/interface/bridge": [{"name": "bridge", "vlan-filtering": filter}],
            "/interface/bridge/port": [{"bridge": "bridge", "interface": "ether2", "pvid": pvid2}, {"bridge": "bridge", "interface": "ether3", "pvid": "1"}],
            "/interface/bridge/vlan": memberships,
            "/interface/vlan": vlans,
            "/interface/list": [{"name": "LAN"}, {"name": "WAN"}],
            "/interface/list/member": members,
            "/ip/address": addresses,
            "/ip/route": [
                {"dst-address": "0.0.0.0/0", "gateway": "192.0.2.1", "comment": "uplink"},
                {"dst-address": "10.20.0.0/16", "gateway": "192.168.30.2", "comment": "branch"},
            ],
            "/ip/service": [{"name": "api", "port": "8728"}, {"name": "www", "port": "80"}],
            "/ip/settings": [{"rp-filter": "no"}],
            "/ip/dns": [{"allow-remote-requests": "yes"}],
            "/ip/firewall/address-list": [
                {"list": "admins", "address": if self.v4() { self.controller } else { "192.0.2.77" }, "comment": "admin"},
                {"list": "bad", "address": "203.0.113.0/24"},
            ],
            "/ip/firewall/filter": input("admins"),
            "/ip/firewall/mangle": [], "/ip/firewall/raw": [],
            "/ip/firewall/nat": [{"chain": "srcnat", "action": "masquerade", "out-interface-list": "WAN"}],
            "/routing/table": [{"name": "other", "fib": ""}],
            "/routing/rule": [],
            "/ipv6/address": [
                {"address": "2001:db8:ffff::2/64", "interface": "ether1"},
                {"address": "2001:db8:88::1/64", "interface": "bridge"},
            ],
            "/ipv6/route": [{"dst-address": "::/0", "gateway": "2001:db8:ffff::1", "comment": "uplink"}],
            "/ipv6/firewall/address-list": [{"list": "admins", "address": if self.v4() { "2001:db8:99::1" } else { self.controller }, "comment": "admin"}],
            "/ipv6/firewall/filter": input("::"),
            "/ipv6/firewall/mangle": [], "/ipv6/firewall/raw": [], "/ipv6/firewall/nat": [],
        })
    }

    /// What is seen of that router, with what it knows of its neighbours.
    pub(crate) fn snapshot(&self, fixture: &Value) -> Snapshot {
        let mut snapshot = rows(fixture);
        let neighbour = self.gateway.unwrap_or(self.controller);
        let arp = if self.v4() { "/ip/arp" } else { "/ipv6/neighbor" };
        let learnt = [
            (
                arp,
                json!({".id": "*1", "address": neighbour, "mac-address": MAC, "interface": self.interface, "dynamic": "true"}),
            ),
            (
                "/interface/bridge/host",
                json!({".id": "*1", "mac-address": MAC, "on-interface": self.port, "bridge": "bridge", "dynamic": "true"}),
            ),
        ];
        let bridged = self.port == "ether2" || self.port == "ether3";
        for (menu, row) in learnt {
            let kind = Kind::from(menu.to_owned());
            let known = self.seen && (bridged || menu != "/interface/bridge/host");
            let rows = known.then(|| observed(&kind, &row));
            snapshot.kinds.insert(kind, rows.into_iter().collect());
        }
        snapshot
    }
}

/// The rows of a simulated router.
fn rows(fixture: &Value) -> Snapshot {
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
        for (at, row) in state["menus"][menu].as_array().into_iter().flatten().enumerate() {
            let mut row = observed(&kinds::INTERFACE, row);
            row.id = RowId(format!("{menu} {at}"));
            row.attributes.insert("type".to_owned(), kind.to_owned());
            interfaces.push(row);
        }
    }
    snapshot.kinds.insert(kinds::INTERFACE, interfaces.into());
    let ethernet = [Kind::new("/interface/ethernet")];
    for kind in kinds::OBSERVED.into_iter().chain(WAY_IN).chain(ethernet) {
        let Some(rows) = state["menus"].get(kind.as_str()) else {
            continue;
        };
        if kind == kinds::INTERFACE {
            continue;
        }
        let rows = rows.as_array().into_iter().flatten();
        let rows = rows.map(|row| observed(&kind, row)).collect();
        snapshot.kinds.insert(kind, rows);
    }
    snapshot
}

pub(crate) fn observed(kind: &Kind, row: &Value) -> ObservedRow {
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
