//! The apply machine of nnc: durable intents, guarded changes, confirmed outcomes.
//!
//! A [`Plan`] says which rows a router should have and which change leads there. An [`Engine`] carries it out on
//! any [`RouterPort`](nnc_core::ports::RouterPort): it writes the intent down, arms the router's guard, applies,
//! reads the router again, and only if the router says that everything is as intended lets the change stand.
//! Otherwise it takes the change back, and says so only when the router has confirmed that too.
//!
//! * [`machine`] decides; it is pure: events in, commands out, no clock, no connection, no database,
//! * [`Engine`] performs its commands; dropping what it returns does not tear a change,
//! * [`validation`] takes a change through seven stages before anything is written,
//! * [`bus`] tells those who listen what happens,
//! * [`drift`] tells what differs from what is intended, and who changed it,
//! * [`monitor`] says when a router is asked again, and what its rows do,
//! * [`telemetry`] says how much went through a resource, and when,
//! * [`relationships`] say what breaks if something goes,
//! * [`Engine::recover`] settles what a crash left open, by asking the router.

mod batch;
pub mod bus;
mod compare;
mod cut;
mod deployment;
pub mod drift;
mod driver;
mod error;
mod fit;
mod foreign;
mod journal;
mod lock;
pub mod machine;
pub mod monitor;
mod order;
mod plan;
mod recover;
pub mod relationships;
pub mod telemetry;
pub mod validation;

pub use deployment::deployment_layer;
pub use driver::{Applied, Applying, Canceller, Engine, Replan};
pub use error::StateError;
pub use fit::Fit;
pub use journal::Journal;
pub use lock::lock_router;
pub use machine::{Limits, Phase};
pub use plan::{Check, Confirmation, Plan};
pub use recover::Recovered;
