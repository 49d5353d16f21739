//! What is wrong with a set of flows, before it is sent anywhere.
//!
//! [`lint`] reads the flows of a bridge, one text each, and names their faults by the lines concerned, each with a
//! proposal how to mend it. The rules:
//!
//! | rule | what is wrong |
//! |---|---|
//! | [`Rule::DuplicateMatch`] | table, priority and match are the same: the later flow silently replaces the earlier |
//! | [`Rule::Overlap`] | two flows of one table and priority match the same packet: which one wins is not defined |
//! | [`Rule::Shadowed`] | every packet of the flow is taken by flows of higher priority |
//! | [`Rule::DeadTable`] | no packet comes to the table, or none gets on from it |
//! | [`Rule::UnknownPort`] | a port is not on the bridge |
//! | [`Rule::L3Port`] | a port of layer 3 (WireGuard, TUN) is treated as if it carried Ethernet |
//! | [`Rule::Loop`] | a packet can come back to a flow again and again |
//! | [`Rule::BadMatch`] | the match is not what it seems, or none |
//! | [`Rule::MissingPrerequisite`] | a field is matched or used whose protocol is not; Open vSwitch drops such matches silently |
//! | [`Rule::BadAction`] | the actions cannot be read |
//!
//! Faults of the text come first: a flow whose match is not what it seems is not compared with others.
//!
//! ```
//! use openflow_rs::lint::{PortList, Rule, lint};
//!
//! let flows = ["priority=100,in_port=warp0 actions=output:internal_101", "priority=100,in_port=warp0 actions=drop"];
//! let findings = lint(&flows, None);
//! assert_eq!(findings[0].rule, Rule::DuplicateMatch);
//! assert_eq!(findings[0].lines, [1, 2]);
//!
//! let mut ports = PortList::new();
//! ports.add("warp0", 77, 3);
//! ports.add("internal_101", 101, 2);
//! let rules: Vec<Rule> = lint(&flows, Some(&ports)).into_iter().map(|finding| finding.rule).collect();
//! assert_eq!(rules, [Rule::DuplicateMatch, Rule::L3Port]);
//! ```
//!
//! What cannot be known is not guessed: without a list of ports, every name is a port; groups may send a packet
//! anywhere; a flow with a timeout shadows nothing, because it goes.

mod cycle;
mod effect;
mod finding;
mod overlap;
mod ports;
mod prerequisite;
mod reach;
mod read;
mod region;
mod shadow;

pub use finding::{Finding, Rule};
pub use ports::PortList;

use read::Flow;

/// The faults of the flows of one bridge, one flow in each text; empty texts and comments (`#`) count as lines only.
///
/// Lines are numbered from 1. The findings are in the order of the rules in the table of this module, then by line.
#[must_use]
pub fn lint<T: AsRef<str>>(lines: &[T], ports: Option<&PortList>) -> Vec<Finding> {
    let names = ports::names(lines, ports);
    let mut findings = Vec::new();
    let flows: Vec<Flow> = read::flows(lines, &names, &mut findings);
    overlap::find(&flows, &mut findings);
    shadow::find(&flows, &mut findings);
    reach::find(&flows, &mut findings);
    cycle::find(&flows, &mut findings);
    if let Some(ports) = ports {
        ports.find(&flows, &names, &mut findings);
    }
    findings.sort_by(|a, b| (a.rule, &a.lines).cmp(&(b.rule, &b.lines)));
    findings
}
