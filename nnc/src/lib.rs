//! Control routers: say what should be true, and nnc makes it true on the router, confirms it from the router's
//! own answer, remembers it, and can explain, undo or prove it.
//!
//! Start with [`Nnc::open`], add a router, take its [`Router`] handle:
//!
//! ```no_run
//! # async fn example() -> Result<(), nnc::Error> {
//! use nnc::{CreateVirtualInterface, Nnc};
//!
//! let nnc = Nnc::open("/var/lib/nnc").await?;
//! let router = nnc.router("home").await?;
//! router.virtual_interfaces().create(vec![CreateVirtualInterface::new("tor-usa", "tor")?]).await?;
//! router.steering_rules().add("02:00:00:00:00:01", "tor-usa", false).await?;
//! # Ok(())
//! # }
//! ```

mod adding;
mod adopt;
pub mod api;
mod connect;
mod control;
mod database;
mod draft;
mod engine;
mod error;
mod idle;
mod instance;
mod keys;
mod leaks;
mod monitor;
mod options;
mod pool;
mod recall;
mod reconcile;
mod recover;
mod removal;
mod resources;
mod router;
mod steering;
mod system;
mod telemetry;
mod transfer;
mod url;
mod validation;
mod views;
mod virtual_interfaces;

pub use adding::AddRouter;
pub use adopt::Adoption;
pub use connect::{Description, HostedError, HostedRouter, HostedRow, Trust};
pub use database::{DatabaseCheck, DatabaseChecks, SystemCheck};
pub use error::{Error, ErrorKind};
pub use instance::Nnc;
pub use keys::KeySource;
pub use leaks::{Leak, LeakReport};
pub use monitor::Monitor;
pub use nnc_core::intent::{Assumed, Unraised, UntoldSecret};
pub use nnc_core::intent::{GatewayType, Instance, OnFailure, Service};
pub use nnc_core::model::{CreateVirtualInterfaceInput, UpdateVlanPoolInput};
pub use nnc_core::ports::{Capabilities, Clock, Entropy, Event, GuardKind};
pub use nnc_core::secret::Secret;
pub use nnc_core::walk::Lockout;
pub use nnc_state::bus::{Delivery, Filter, Subscription};
pub use nnc_state::drift::Class as DriftClass;
pub use nnc_state::monitor::{Pace, Staleness};
pub use nnc_state::telemetry::{Ring, Series, Telemetry};
pub use nnc_state::validation::{Counterexample, Judged, Judgement, Report, Stage, Verdict, Weight};
pub use nnc_store::{Backup, CheckReport, Manifest, SecretEntry};
pub use nnc_store::{HistoryEntry, Layer, LayerAt, LayerDifference, ResourceAt};
pub use options::Options;
pub use pool::VlanPool;
pub use reconcile::{Difference, DriftReport};
pub use recover::Recovery;
pub use removal::RemovedRouter;
pub use resources::{
    AppliedResource, Broken, DeletedResource, ImpactReport, LayerView, ResourceSummary, ResourceView,
    Resources,
};
pub use router::Router;
pub use steering::SteeringRules;
pub use system::{SystemClock, SystemEntropy};
pub use transfer::ImportedRouter;
pub use url::{RouterUrl, Scheme};
pub use views::{AllocationView, Change, PoolStatus, RouterView, SteeringView, VirtualInterfaceView};
pub use virtual_interfaces::{CreateVirtualInterface, VirtualInterfaces};

/// The README's example is compiled and run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
