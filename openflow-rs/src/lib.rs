//! OpenFlow 1.3-1.5 with the Nicira extensions of Open vSwitch, without I/O.
//!
//! - [`wire`]: bytes to values and back: fields, matches, actions, messages.
//! - [`text`]: the syntax of `ovs-ofctl`, both ways.
//! - [`build`]: flows built in Rust that are hard to get wrong.
//! - [`lint`]: what is wrong with a set of flows, by line, with a proposal.
//! - [`table`]: sets of flows as a switch keeps them, whose they are, and what to change.
//! - [`trace`]: what happens to a packet, step by step.
//! - [`connection`]: the protocol with a switch: versions, echoes, bundles, answers.
//! - [`reconcile`]: makes a switch hold the flows that it should, by as few changes as possible.
//!
//! ```
//! use openflow_rs::text::{self, Names};
//! use openflow_rs::wire::Version;
//!
//! let flow = text::parse_flow("priority=10,tcp,tp_dst=80,actions=output:3", &Names::default())?;
//! let bytes = flow.encode(Version::V1_4, 0)?;
//! assert_eq!(bytes[..4], [5, 14, 0, 96]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod build;
pub mod connection;
pub mod lint;
pub mod reconcile;
pub mod table;
pub mod text;
pub mod trace;
pub mod wire;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
