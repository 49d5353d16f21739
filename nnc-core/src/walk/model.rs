//! The model that adapters lower a snapshot of a router into.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;

use super::ranges::{RangeSet, number};
use crate::device::Device;
use crate::object::{Kind, RowId};

/// An interface of the model: its position in [`Model::interfaces`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InterfaceId(pub u16);

impl InterfaceId {
    /// The set that holds this interface.
    pub fn set(self) -> RangeSet {
        RangeSet::one(self.0.into())
    }
}

/// The row of the router that something comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowRef {
    /// Its table.
    pub kind: Kind,
    /// Its handle.
    pub id: RowId,
    /// Its comment, where it has one.
    pub comment: Option<String>,
}

/// An interface.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Interface {
    /// Its name.
    pub name: String,
    /// The interface that it goes down with, such as that which carries a VLAN.
    pub parent: Option<InterfaceId>,
    /// Whether the router's own way to the Internet leaves by it.
    pub uplink: bool,
    /// Whether it leads to a service, so that no steered device is behind it.
    pub service: bool,
}

/// A mark by number; [`Marks`] knows the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Mark(pub u32);

impl Mark {
    /// No mark.
    pub const NONE: Self = Self(0);
    /// The main routing table, as a mark.
    pub const MAIN: Self = Self(1);
}

/// Names of marks and routing tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks(BTreeMap<String, Mark>);

impl Default for Marks {
    fn default() -> Self {
        Self(BTreeMap::from([("main".to_owned(), Mark::MAIN)]))
    }
}

impl Marks {
    /// The mark of a name, given out at the first use. The same name is the same mark for packets, connections and
    /// routing tables, which never meet.
    pub fn mark(&mut self, name: &str) -> Mark {
        if let Some(mark) = self.0.get(name) {
            return *mark;
        }
        let mark = Mark(u32::try_from(self.0.len() + 1).unwrap_or(u32::MAX));
        self.0.insert(name.to_owned(), mark);
        mark
    }

    /// The name of a mark.
    pub fn name(&self, mark: Mark) -> Option<&str> {
        self.0
            .iter()
            .find(|(_, known)| **known == mark)
            .map(|(name, _)| name.as_str())
    }
}

/// A header field that rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The interface that the packet came in by.
    InInterface,
    /// Its source MAC address, as a 48-bit number.
    SourceMac,
    /// The source address.
    Source,
    /// The destination address; after address translation the translated one.
    Destination,
    /// The protocol number.
    Protocol,
    /// The source port, of protocols that have ports.
    SourcePort,
    /// The destination port; after address translation the translated one.
    DestinationPort,
}

/// A conjunction over header fields; a field that is not named may be anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers(pub Vec<(Field, RangeSet)>);

/// States of a connection as the firewall tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConnectionState {
    /// The first packet of a connection, and those before it is answered.
    New,
    /// Later packets.
    Established,
    /// Packets that a rule exempted from connection tracking.
    Untracked,
}

/// A test of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkTest {
    /// The marks looked for; [`Mark::NONE`] stands for no mark.
    pub any_of: Vec<Mark>,
    /// Whether the test is met by every other mark instead.
    pub negated: bool,
}

impl MarkTest {
    pub(super) fn holds(&self, mark: Mark) -> bool {
        self.any_of.contains(&mark) != self.negated
    }
}

/// What a packet must be for a rule to act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The headers: one of these must fit. None at all: the rule never acts.
    pub headers: Vec<Headers>,
    /// The interface that the packet leaves by, where the rule looks at it.
    pub out_interface: Option<RangeSet>,
    /// The states of its connection, where the rule looks at them.
    pub states: Option<Vec<ConnectionState>>,
    /// A test of the connection's mark.
    pub connection_mark: Option<MarkTest>,
    /// A test of the packet's mark.
    pub packet_mark: Option<MarkTest>,
    /// A test of the routing mark.
    pub routing_mark: Option<MarkTest>,
    /// Whether the connection's destination must have been translated, or must not.
    pub destination_translated: Option<bool>,
    /// Whether the connection's source must have been translated, or must not.
    pub source_translated: Option<bool>,
    /// Conditions that the model does not decide, such as a rate limit: the rule may act or not.
    pub undecided: Vec<String>,
}

impl Default for Match {
    /// Matches every packet.
    fn default() -> Self {
        Self {
            headers: vec![Headers::default()],
            out_interface: None,
            states: None,
            connection_mark: None,
            packet_mark: None,
            routing_mark: None,
            destination_translated: None,
            source_translated: None,
            undecided: Vec::new(),
        }
    }
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Ends the table's work on the packet, which goes on.
    Accept,
    /// Ends the packet.
    Drop,
    /// Goes on in another chain, and comes back if that decides nothing.
    Jump(String),
    /// Goes back to the chain that jumped here; in a chain of the router's own, does as `Accept`.
    Return,
    /// Nothing that the model is about: logs, counts, changes a field that no rule looks at.
    Continue,
    /// Marks the packet for a routing table.
    MarkRouting {
        /// The table.
        mark: Mark,
        /// Whether later rules see the packet too.
        pass_through: bool,
    },
    /// Marks the connection.
    MarkConnection {
        /// The mark.
        mark: Mark,
        /// Whether later rules see the packet too.
        pass_through: bool,
    },
    /// Marks the packet.
    MarkPacket {
        /// The mark.
        mark: Mark,
        /// Whether later rules see the packet too.
        pass_through: bool,
    },
    /// From now on packets of the connection skip the firewall and policy routing. This packet goes on.
    FastTrack,
    /// Exempts the packet from connection tracking, and so from address translation.
    NoTrack,
    /// Sends the packet out of an interface, whatever the routing tables say.
    Forward(InterfaceId),
    /// Translates the destination.
    TranslateDestination {
        /// The new address, one of these; `None` leaves it.
        addresses: Option<RangeSet>,
        /// The new port, one of these; `None` leaves it.
        ports: Option<RangeSet>,
    },
    /// Translates the destination to the router itself.
    Redirect {
        /// The new port, one of these; `None` leaves it.
        ports: Option<RangeSet>,
    },
    /// Translates the source.
    TranslateSource,
}

/// A firewall rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Where it comes from.
    pub row: RowRef,
    /// Which packets it acts on.
    pub matches: Match,
    /// What it does.
    pub action: Action,
}

/// The chains of a firewall table, by name.
pub type Chains = BTreeMap<String, Vec<Rule>>;

/// Where a route leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Out of an interface.
    Interface(InterfaceId),
    /// Nowhere: the packet is dropped (blackhole, unreachable, prohibit).
    Nowhere,
}

/// A route that is active as long as everything that it needs is up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Where it comes from.
    pub row: RowRef,
    /// The destinations.
    pub prefix: IpNet,
    /// Where it leads.
    pub target: Target,
    /// Of several to one prefix the lowest that is active is used; several of one distance share the packets.
    pub distance: u8,
    /// Gateways that are watched, and without which the route is not active.
    pub gateways: Vec<IpAddr>,
    /// Interfaces without which it is not active, that of the target included.
    pub interfaces: Vec<InterfaceId>,
}

/// What a routing rule does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoutingAction {
    /// Looks the destination up.
    Lookup {
        /// The table.
        table: Mark,
        /// Whether a packet that the table has no route for is dropped; else the next rule is asked.
        only: bool,
        /// Routes with a prefix of at most this length are not used.
        longer_than: Option<u8>,
    },
    /// Drops the packet.
    Drop,
}

/// A policy routing rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutingRule {
    /// Where it comes from.
    pub row: RowRef,
    /// Which packets it acts on.
    pub matches: Match,
    /// What it does.
    pub action: RoutingAction,
}

/// What a router does with the packets of one address family.
///
/// A packet passes `raw` prerouting, `mangle` prerouting, `nat` dstnat (the first packet of a connection only) and
/// the routing decision; then `mangle` and `filter` input if it is for the router itself, or `mangle` and `filter`
/// forward, `mangle` postrouting and `nat` srcnat (the first packet only).
///
/// The routing decision asks the table of the routing mark, if there is one, then the routing rules in order, then
/// the main table; the first route found is used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plane {
    /// Addresses of the router itself.
    pub local: RangeSet,
    /// Networks directly connected, with their interfaces.
    pub connected: Vec<(IpNet, InterfaceId)>,
    /// Routing tables.
    pub tables: BTreeMap<Mark, Vec<Route>>,
    /// Routing rules in order.
    pub rules: Vec<RoutingRule>,
    /// Rules before connection tracking: chains `prerouting` and `output`.
    pub raw: Chains,
    /// Marking rules: chains `prerouting`, `input`, `forward`, `output`, `postrouting`.
    pub mangle: Chains,
    /// Address translation: chains `dstnat` and `srcnat`.
    pub nat: Chains,
    /// Rules that let pass or drop: chains `input`, `forward`, `output`.
    pub filter: Chains,
}

impl Default for RangeSet {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl Plane {
    /// The addresses of the networks connected to an interface.
    pub fn connected_to(&self, interface: InterfaceId) -> RangeSet {
        RangeSet::networks(
            self.connected
                .iter()
                .filter(|(_, id)| *id == interface)
                .map(|(network, _)| *network),
        )
    }

    /// The addresses that hosts behind an interface have: those of its networks, and of networks that the main
    /// table knows a way to by it, without default routes. The router's own are not among them.
    pub fn behind(&self, interface: InterfaceId) -> RangeSet {
        let routed = self
            .tables
            .get(&Mark::MAIN)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let networks = routed
            .iter()
            .filter(|route| route.target == Target::Interface(interface) && route.prefix.prefix_len() > 0)
            .map(|route| route.prefix);
        RangeSet::networks(networks)
            .union(&self.connected_to(interface))
            .minus(&self.local)
    }
}

/// A router, as far as the ways of packets go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Model {
    /// The interfaces that can be up.
    pub interfaces: Vec<Interface>,
    /// Names of marks and tables.
    pub marks: Marks,
    /// IPv4.
    pub v4: Plane,
    /// IPv6; `None` where the router takes no part in it.
    pub v6: Option<Plane>,
    /// Whether the router answers name queries itself.
    pub resolver: bool,
}

impl Model {
    /// An interface.
    pub fn interface(&self, id: InterfaceId) -> Option<&Interface> {
        self.interfaces.get(usize::from(id.0))
    }

    /// An interface by name.
    pub fn interface_named(&self, name: &str) -> Option<InterfaceId> {
        let at = self
            .interfaces
            .iter()
            .position(|interface| interface.name == name)?;
        u16::try_from(at).ok().map(InterfaceId)
    }

    /// The interfaces with their ids.
    pub fn interface_ids(&self) -> impl Iterator<Item = (InterfaceId, &Interface)> {
        (0..=u16::MAX).map(InterfaceId).zip(&self.interfaces)
    }

    /// What goes down with an interface, itself included.
    pub fn down_with(&self, interface: InterfaceId) -> Vec<InterfaceId> {
        let mut down = vec![interface];
        let mut next = 0;
        while let Some(parent) = down.get(next).copied() {
            next += 1;
            let children = self
                .interface_ids()
                .filter(|(id, child)| child.parent == Some(parent) && !down.contains(id));
            let children: Vec<InterfaceId> = children.map(|(id, _)| id).collect();
            down.extend(children);
        }
        down
    }
}

/// The family's numbers as addresses.
pub(super) fn address(v4: bool, value: u128) -> IpAddr {
    if v4 {
        IpAddr::V4(u32::try_from(value).unwrap_or(u32::MAX).into())
    } else {
        IpAddr::V6(value.into())
    }
}

/// A prefix as its first and last number.
pub(super) fn bounds(prefix: &IpNet) -> (u128, u128) {
    (number(prefix.network()), number(prefix.broadcast()))
}

/// A steering rule, as far as the walk needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steering<'a> {
    /// The device.
    pub device: &'a Device,
    /// The name of the virtual interface that its packets must leave by.
    pub exit: &'a str,
    /// The interface behind which it is, where that is known; else it is found by VLAN id.
    pub ingress: Option<&'a str>,
    /// Whether packets are dropped rather than sent elsewhere while something is down.
    pub closed: bool,
    /// Whether its IPv6 was left alone on purpose.
    pub ipv4_only: bool,
}
