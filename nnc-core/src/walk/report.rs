//! What was found to leak, and why.

use std::net::IpAddr;

use super::model::RowRef;
use super::routing::World;

/// What is wrong with where a packet ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeakKind {
    /// It leaves by this interface, which is neither the right one nor that of the destination's own network.
    OtherWay(String),
    /// It is a name query that reaches the router's own resolver.
    OwnResolver,
}

/// Which packet of a connection leaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// The first.
    New,
    /// A later one.
    Established,
    /// A later one, after the connection was fasttracked.
    FastTracked,
}

/// A packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// The name of the interface that it comes in by.
    pub in_interface: String,
    /// Its source MAC address as a 48-bit number.
    pub source_mac: u64,
    /// Its source.
    pub source: IpAddr,
    /// Its destination.
    pub destination: IpAddr,
    /// The protocol number.
    pub protocol: u8,
    /// The source port; means nothing for protocols without ports.
    pub source_port: u16,
    /// The destination port; means nothing for protocols without ports.
    pub destination_port: u16,
}

/// A row on a packet's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The row.
    pub row: RowRef,
    /// What it does to the packet.
    pub effect: String,
    /// Conditions of the row that cannot be decided and were taken as met.
    pub assumed: Vec<String>,
}

/// A counterexample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// The steered device, by its name.
    pub device: String,
    /// What is wrong.
    pub kind: LeakKind,
    /// Which packet of its connection this is.
    pub phase: Phase,
    /// What is up and down.
    pub world: World,
    /// The packet as it comes in.
    pub packet: Packet,
    /// The rows that decide its way, in order. That of a fasttracked packet begins with the way of the packet that
    /// had the connection fasttracked.
    pub path: Vec<Step>,
}

/// The answer for some devices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeakReport {
    /// One counterexample for each different way of leaking. None at all, and nothing undecided: a proof that
    /// nothing leaks.
    pub leaks: Vec<Leak>,
    /// Devices for which the rules are too many and too entangled to decide.
    pub undecided: Vec<String>,
    /// Devices whose IPv6 was left alone on purpose and is not judged.
    pub ipv4_only: Vec<String>,
}

impl LeakReport {
    /// Whether it is proven that nothing leaks.
    pub fn is_proof(&self) -> bool {
        self.leaks.is_empty() && self.undecided.is_empty()
    }
}
