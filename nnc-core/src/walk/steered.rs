//! Whose packets must leave by one interface only.

use super::model::InterfaceId;
use super::ranges::RangeSet;

/// How the packets of a steered device are told from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// By the source MAC address, as a 48-bit number.
    Mac(u64),
    /// By the IPv4 source address. What such a device sends over IPv6 is told by the interface that it is behind.
    Source(RangeSet),
    /// By the interface that they come in by.
    Interface(InterfaceId),
}

/// A steered device, and how its packets may leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steered {
    /// What to call it.
    pub name: String,
    /// Which packets are its.
    pub selector: Selector,
    /// Which of several steered devices a packet belongs to: that with the lowest rank.
    pub rank: u32,
    /// The interface that its packets leave by.
    pub exit: InterfaceId,
    /// Whether they must not leave otherwise even while something is down.
    pub closed: bool,
    /// Whether its IPv6 was left alone on purpose, so that it is not judged.
    pub ipv4_only: bool,
}
