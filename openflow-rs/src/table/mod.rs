//! Flow tables as data: what a switch should hold, what it holds, and what to change.
//!
//! A flow that goes to a switch does not come back as it went: bits outside of masks are gone, fields that the match
//! does not allow are gone, `check_overlap` is forgotten, and actions have the form in which the switch keeps them.
//! [`FlowSet`] keeps flows as the switch will dump them, in as few bytes as that takes, so that comparing is comparing
//! bytes. [`Diff`] compares a set with what was dumped, knows by a [`CookieSpace`] whose flows are whose, and gives
//! [`Changes`]: the fewest modifications that make the one into the other.
//!
//! ```
//! use openflow_rs::table::{ChangeKind, CookieSpace, Diff, FlowSet};
//! use openflow_rs::text::{Names, parse_flow};
//! use openflow_rs::wire::Version;
//!
//! let space = CookieSpace::nnc(7);
//! let flows = |texts: &[(u64, &str)]| {
//!     let mut set = FlowSet::new(Version::V1_4);
//!     for (cookie, text) in texts {
//!         let mut flow = parse_flow(text, &Names::new())?;
//!         flow.new_cookie = *cookie;
//!         set.insert(&flow)?;
//!     }
//!     Ok::<_, Box<dyn std::error::Error>>(set)
//! };
//! let web = space.cookie(1)?;
//! let desired = flows(&[(web, "tcp,tp_dst=80 actions=output:1"), (web, "tcp,tp_dst=443 actions=output:1")])?;
//! let dumped = flows(&[(web, "tcp,tp_dst=80 actions=output:2"), (0, "priority=0 actions=NORMAL")])?;
//!
//! let mut diff = Diff::new(&desired, space);
//! dumped.iter().for_each(|flow| diff.observe(flow));
//! let changes = diff.finish();
//!
//! let kinds: Vec<ChangeKind> = changes.iter().map(|change| change.kind).collect();
//! assert_eq!(kinds, [ChangeKind::Add, ChangeKind::Modify]);
//! assert_eq!(changes.foreign(), 1); // the flow with cookie 0 is somebody else's
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What Open vSwitch keeps when a flow changes
//!
//! A flow is known by its table, priority and match. Measured with Open vSwitch 3.1, OpenFlow 1.4:
//!
//! | what is sent for a flow that is there | packet count | age | cookie, timeouts, importance, flags |
//! |---|---|---|---|
//! | `MODIFY_STRICT` | goes on | goes on | stay as they were |
//! | `ADD` | goes on | starts again | are the new ones |
//!
//! So [`ChangeKind::Modify`] is for flows of which only the actions differ, and [`ChangeKind::Replace`] for the rest.

mod arena;
mod changes;
mod cookie;
mod diff;
mod error;
mod flow_set;
mod format;
mod outstanding;
mod stored;
mod update;

pub use changes::{Change, ChangeKind, Changes, Conflict};
pub use cookie::{CookieSpace, Owner};
pub use diff::Diff;
pub use error::TableError;
pub use flow_set::FlowSet;
pub use format::format_difference;
pub(crate) use outstanding::Outstanding;
pub use stored::{StoredFlow, StoredFlows};
pub(crate) use update::{StoredUpdate, StoredUpdates};
