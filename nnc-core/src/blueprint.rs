//! What must hold, in the terms of networks and of no vendor.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::device::Device;
use crate::identity::{ControllerId, ResourceId};
use crate::resource::FieldValue;

/// Everything that must hold on one router for one controller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blueprint {
    /// Whose it is.
    pub controller: ControllerId,
    /// What must hold.
    pub elements: Vec<Element>,
}

/// One thing that must hold, and the resource that asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// The resource: its elements stand and fall together.
    pub resource: ResourceId,
    /// What must hold.
    #[serde(flatten)]
    pub requirement: Requirement,
}

/// What can be asked of a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "requires", rename_all = "camelCase")]
pub enum Requirement {
    /// What all virtual interfaces share: which networks stay directly reachable, that flows through virtual
    /// interfaces are never taken off the slow path, and that services reach the Internet.
    Neighbourhood {
        /// The networks that steered devices keep reaching directly, with the interface behind which they are.
        direct: Vec<(IpNet, String)>,
        /// The networks that virtual interfaces take their addresses from.
        pool: Vec<IpNet>,
    },
    /// A layer-2 segment with an interface of the router in it.
    Segment {
        /// The interface's name.
        name: String,
        /// Its VLAN id.
        vlan: u16,
        /// The interface that it is tagged on, as the user named it.
        parent: String,
    },
    /// An address of the router on a segment.
    Address {
        /// The interface.
        interface: String,
        /// The address with its prefix length.
        address: IpNet,
    },
    /// A routing table of its own, with rules so that marked packets use no other.
    PolicyTable {
        /// Its name, also that of the mark and of the chains that set it.
        name: String,
        /// Whether marked packets are dropped, not sent elsewhere, when the table has no way.
        closed: bool,
        /// Whether it carries IPv6 too.
        ipv6: bool,
    },
    /// The way out of a table.
    Egress {
        /// The table.
        table: String,
        /// The interface.
        interface: String,
        /// The next hop.
        gateway: IpAddr,
    },
    /// Where name queries of steered devices go.
    DnsPolicy {
        /// The table whose devices are meant.
        table: String,
        /// What happens to the queries.
        policy: Dns,
    },
    /// Traffic of a device leaves through a table, or not at all.
    Steer {
        /// The device.
        device: Device,
        /// The interface behind which it is, where it must be told by that.
        ingress: Option<String>,
        /// The table.
        table: String,
        /// Whether the device's traffic must never leave any other way (false: failing open was chosen).
        closed: bool,
        /// What becomes of its IPv6.
        ipv6: Ipv6,
    },
    /// Traffic that a service sends leaves through another table (a chain A through B).
    Chain {
        /// The interface that the traffic comes in by.
        interface: String,
        /// The table.
        table: String,
        /// As for `Steer`.
        closed: bool,
        /// What becomes of the IPv6 of the service.
        ipv6: Ipv6,
    },
    /// A thing of the schema that the platform has as one row.
    Row {
        /// Its type in the schema.
        kind: String,
        /// What it says, by the names of the schema.
        fields: BTreeMap<String, FieldValue>,
    },
}

/// What happens to name queries of steered devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Dns {
    /// They go to this resolver, whatever server they were meant for.
    Redirect(IpAddr),
    /// They are dropped.
    Block,
}

/// What becomes of a steered device's IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ipv6 {
    /// It is steered like IPv4.
    Steered,
    /// Forwarding it is refused, and so are name queries to the router over it.
    Blocked,
    /// It is left alone: the user said `--ipv4-only`.
    Ignored,
}
