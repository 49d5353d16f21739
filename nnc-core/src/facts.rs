//! What is known of a router besides the rows of our own controller, in no vendor's terms.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::identity::ResourceId;

/// What planning needs to know of a router.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// The interfaces, our own included.
    pub interfaces: Vec<InterfaceFact>,
    /// The networks that the router is directly connected to, without our own.
    pub networks: Vec<NetworkFact>,
    /// Other networks that the router knows a way to, without default routes and without our own.
    pub routed: Vec<IpNet>,
    /// Address ranges that it hands out or reserves.
    pub reserved: Vec<(IpAddr, IpAddr)>,
    /// VLAN ids that others use, anywhere on the router.
    pub vlan_ids: BTreeSet<u16>,
    /// VLAN ids of rows of ours, with the resource that each is for.
    pub own_vlan_ids: Vec<(ResourceId, u16)>,
    /// Names of interfaces, tables, lists and chains that others use.
    pub names: BTreeSet<String>,
    /// The names of address lists that others keep.
    pub address_lists: BTreeSet<String>,
}

/// An interface of the router.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InterfaceFact {
    /// Its name.
    pub name: String,
    /// Its type as the platform calls it, such as `ether`, `bridge`, `vlan`.
    pub kind: String,
    /// If it is a VLAN interface: its id and what it is on.
    pub vlan: Option<(u16, String)>,
    /// If it is a port of a bridge: the bridge.
    pub bridge: Option<String>,
    /// If it is a bridge: whether it filters VLANs.
    pub vlan_filtering: bool,
    /// Whether the row is ours.
    pub own: bool,
}

/// A directly connected network.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkFact {
    /// The network.
    pub prefix: IpNet,
    /// The interface behind which it is.
    pub interface: String,
    /// Whether the router's way to the Internet leaves by this interface.
    pub uplink: bool,
}

impl Facts {
    /// An interface by name.
    pub fn interface(&self, name: &str) -> Option<&InterfaceFact> {
        self.interfaces.iter().find(|interface| interface.name == name)
    }

    /// The networks whose hosts steered devices keep reaching directly: all connected ones but uplinks.
    pub fn direct(&self) -> impl Iterator<Item = &NetworkFact> {
        self.networks.iter().filter(|network| !network.uplink)
    }
}
