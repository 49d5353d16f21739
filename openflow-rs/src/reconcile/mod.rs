//! Making a switch hold the flows that it should, and nothing of ours beside them, by as few changes as possible.
//!
//! A controller that was killed and starts again finds its flows still there. It does not clear them and does not
//! wait: it dumps what bears its cookies, compares, and sends one atomic bundle of the differences. Where nothing
//! differs, nothing is sent; packets and counters go on. What `learn` actions made stays, and what others made is
//! never touched.
//!
//! The switch itself says that it now holds what it should. Where it can, it tells of each change to its flows while
//! this goes on, ours as well as others': the dump and all that was told since are as good as another dump, which costs
//! Open vSwitch as much as the first. Where something is missing in what it tells, it is asked for its flows again.
//!
//! [`Reconcile`] is that as a state machine without I/O; with the feature `tokio`, `reconcile` runs it over a
//! `Client`, and `Keeper` watches for drift too.
//!
//! ```
//! use openflow_rs::reconcile::{Desired, Effect, Reconcile};
//! use openflow_rs::table::CookieSpace;
//! use openflow_rs::text::{Names, parse_flow};
//! use openflow_rs::wire::Version;
//!
//! let mut desired = Desired::new(Version::V1_4, CookieSpace::nnc(7));
//! desired.claim(parse_flow("arp actions=NORMAL", &Names::new())?, 1)?;
//!
//! let mut reconcile = Reconcile::new(&desired);
//! assert!(matches!(reconcile.next(), Effect::Dump { cookie: 0x6e6e_0007_0000_0000, .. }));
//! reconcile.dumped()?; // the switch has none of our flows
//! assert!(matches!(reconcile.next(), Effect::Dump { mask: 0, .. })); // does somebody else's stand in the way?
//! reconcile.dumped()?;
//! let Effect::Bundle(batch) = reconcile.next() else { panic!() };
//! assert_eq!(batch.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(feature = "tokio")]
mod client;
mod desired;
mod drift;
mod error;
mod machine;
mod report;
#[cfg(feature = "tokio")]
mod session;
mod watch;

#[cfg(feature = "tokio")]
pub use client::{Keeper, reconcile};
pub use desired::Desired;
pub use drift::is_drift;
pub use error::ReconcileError;
pub use machine::{Effect, Reconcile};
pub use report::Report;
