//! What happens to a packet, without a switch.
//!
//! A [`Pipeline`] holds the flows and groups that a bridge shall have; [`Pipeline::trace`] takes a [`Packet`] through
//! them as Open vSwitch would, step by step, and says what the datapath would do in the end. The text of a [`Trace`]
//! is that of `ovs-appctl ofproto/trace`.
//!
//! ```
//! use openflow_rs::text::{Names, parse_flow};
//! use openflow_rs::trace::{Options, Packet, Pipeline};
//!
//! let names = Names::new();
//! let mut pipeline = Pipeline::new();
//! for flow in [
//!     "ip,nw_dst=10.0.0.0/8 actions=load:5->NXM_NX_REG0[],resubmit(,1)",
//!     "table=1,tcp,reg0=5 actions=mod_dl_dst:02:00:00:00:00:09,output:2",
//! ] {
//!     pipeline.add_flow(&parse_flow(flow, &names)?);
//! }
//! let trace = pipeline.trace(&Packet::parse("in_port=1,tcp,nw_dst=10.1.2.3", &names)?, &Options::default());
//! assert_eq!(trace.passes[0].datapath, "set(eth(dst=02:00:00:00:00:09)),2");
//! let text = trace.to_text("br0");
//! let lines: Vec<&str> = text.lines().skip(4).take(5).collect();
//! assert_eq!(
//!     lines,
//!     [
//!         " 0. ip,nw_dst=10.0.0.0/8, priority 32768",
//!         "    load:0x5->NXM_NX_REG0[]",
//!         "    resubmit(,1)",
//!         " 1. tcp,reg0=0x5, priority 32768",
//!         "    mod_dl_dst:02:00:00:00:00:09",
//!     ]
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is the same as in a switch, and what is not
//!
//! Looked up, followed and told as there: tables, `resubmit`, `goto_table`, `ct` with `nat` (the state of the
//! connection is given, see [`Options::ct_states`]), conjunctions, groups, `set_field`, `load`, `move`, the stack,
//! `clone`, action sets, tags, MPLS labels, `dec_ttl`, `check_pkt_larger` (both ways), outputs. As there, `learn` is not done, only told.
//!
//! What a switch alone knows stands as it is written: `NORMAL`, `FLOOD`, `ALL`, which bucket of a select group is
//! chosen. `multipath` and `bundle` choose as there, unless the choice depends on how the switch was built (`hrw` among
//! several, `iter_hash`, `symmetric_l3`, `symmetric_l3l4`): that, and where the way of a packet depends on what is not
//! followed here (`encap`, `decap`, NSH), a warning in the trace says. Look-ups inside each other end at
//! 256, where Open vSwitch allows more if each leads to a later table. A packet that goes round through the connection
//! tracker is followed 64 times, where `ofproto/trace` goes on until the switch has no more memory.
//!
//! Where only some bits of a field were written, the mask in `set(...)` of the datapath's actions has these bits; that
//! of a switch has those that its look-ups asked for as well.
//!
//! A table may be traced here that is better not installed: `ofproto/trace` of Open vSwitch 3.1 aborts the whole daemon
//! when `ct(table=...)` takes a packet whose action set (`write_actions`) is not empty.

mod branch;
mod commit;
mod connection;
mod frozen;
mod group;
mod hash;
mod mpls;
mod packet;
mod pipeline;
mod send;
mod steps;
mod translate;
mod write;

pub use packet::Packet;
pub use pipeline::{Pipeline, TracedFlow};
pub use steps::{Pass, Resumption, Step, StepKind, Trace};

use crate::text::Names;
use frozen::{Frozen, Ids};
use std::collections::VecDeque;
use translate::Translation;

/// What a trace cannot know by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The states that the connection tracker gives to the packet, as bits of `ct_state`, one for each time that it
    /// comes back; after them, `trk|new`.
    pub ct_states: Vec<u8>,
    /// The names by which ports and tables are told; without one, their numbers.
    pub names: Names,
}

/// The most ways that are followed: a loop through the connection tracker would have no end.
const MOST_PASSES: usize = 64;

impl Pipeline {
    /// Takes a packet through the tables, from table 0 on.
    #[must_use]
    pub fn trace(&self, packet: &Packet, options: &Options) -> Trace {
        let mut ids = Ids::default();
        let mut queue = VecDeque::new();
        let mut passes =
            vec![Translation::new(self, &options.names, packet.clone(), &mut queue, &mut ids).run(None)];
        ids.keep_waiting(queue.iter());
        let mut states = options.ct_states.iter();
        while passes.len() < MOST_PASSES {
            let Some(frozen): Option<Frozen> = queue.pop_front() else {
                break;
            };
            let given = states.next().copied();
            let (packet, resumption) = frozen.resume(given);
            let translation = Translation::new(self, &options.names, packet, &mut queue, &mut ids);
            let mut pass = translation.run(Some(frozen));
            pass.resumed = Some(resumption);
            ids.keep_waiting(queue.iter());
            passes.push(pass);
        }
        Trace {
            passes,
            unfollowed: queue.len(),
            names: options.names.clone(),
        }
    }
}
