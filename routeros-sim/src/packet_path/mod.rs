//! What becomes of one packet, step by step.
//!
//! An execution of the manual's "Packet Flow in RouterOS" over the rows of a router: raw, connection tracking, mangle,
//! dst-nat, routing decision (marks, rules, tables), input or forward filter, mangle postrouting, src-nat; fasttracked
//! connections leave that path. It is a labeller for tests: it executes, it does not predict, and it shares no code with
//! any predictor.
//!
//! What it does not know: queues, IPsec, hotspot, traffic shaping, bridge filters, hardware offloading. A rule with a
//! matcher that depends on what a single packet does not tell (`limit`, `random`, `time`, `content`, ...) is taken as not
//! matching, and the matcher is named in `uncertain`.

mod address;
mod chain;
mod conntrack;
mod flow;
mod matcher;
mod packet;
mod router;
mod routing;

pub(crate) use address::AddressSet;
pub(crate) use conntrack::Connection;
pub(crate) use flow::walk;
pub(crate) use matcher::{Rule, Table};
pub(crate) use packet::Packet;
pub(crate) use router::{BridgeVlan, Family, Link, Router};
pub(crate) use routing::{ActiveRoute, RoutingRule};
