//! The packet walk: where a router's rules send a packet, asked for all packets at once.
//!
//! Adapters lower a snapshot of a router into the vendor-free [`Model`]: interfaces, firewall chains, routing
//! tables and routing rules. Two questions are put to it: [`leaks`], whether a packet of a steered device can leave
//! another way than it should, and [`lockout`], whether a controller still reaches the router.
//!
//! Packets are handled as sets, parted only by what some rule tells apart, so that an answer is a proof for the
//! snapshot or a counterexample with its way. A condition that the model cannot decide (a rate limit, a time of
//! day) is taken both ways; a counterexample says where it was.

mod chain;
mod explain;
mod judge;
mod leak;
mod lockout;
mod model;
mod passage;
mod ranges;
mod reduce;
mod region;
mod report;
mod routing;
mod sketch;
mod starts;
mod state;
mod steered;

pub use leak::leaks;
pub use lockout::{Approach, Contact, Lockout, Management, Reach, ReversePath, lockout, narrowed, reach};
pub use model::{
    Action, Chains, ConnectionState, Field, Headers, Interface, InterfaceId, Mark, MarkTest, Marks, Match,
    Model, Plane, Route, RoutingAction, RoutingRule, RowRef, Rule, Steering, Target,
};
pub use ranges::{RangeSet, number};
pub use report::{Leak, LeakKind, LeakReport, Packet, Phase, Step};
pub use routing::World;
pub use steered::{Selector, Steered};
