//! RouterOS routers behind nnc's [`RouterPort`](nnc_core::ports::RouterPort).
//!
//! - [`RouterOsPort`]: one router; connects when needed, through a [`Dial`].
//! - [`observe`]: rows of menus become a [`Snapshot`](nnc_core::object::Snapshot), read in one pipelined go.
//! - `seen`: which snapshots belong to the connection that stands.
//! - `lens`: which menus are read, and how secrets in them are recognised and hidden.
//! - `session`: guarded changes; each round of operations is one pipelined go.
//! - `guard`: safe mode where there is a session to hold it, otherwise a dead man on the router ([`script`]).
//! - `parked`: rows that go only once the change stands.
//! - `counters`: what rows have counted, read apart from what they are.
//! - `watch`: the router says which menus have changed.
//!
//! ```no_run
//! use std::sync::Arc;
//! use nnc_core::ports::RouterPort;
//! use nnc_routeros::adapter::RouterOsPort;
//! use nnc_routeros::client::{ApiClient, Credentials, Settings, TcpConnector};
//!
//! # async fn example() -> Result<(), nnc_core::ports::RouterError> {
//! let client = ApiClient::new(TcpConnector::plain("192.0.2.1", 8728), Credentials::new("admin", "secret"), Settings::default());
//! let router = RouterOsPort::new(Arc::new(client));
//! println!("RouterOS {}", router.capabilities().await?.version);
//! println!("{} interfaces", router.observe().await?.rows(&nnc_routeros::kinds::INTERFACE).len());
//! # Ok(())
//! # }
//! ```

mod counters;
mod fault;
mod flush;
mod guard;
mod lens;
mod link;
pub mod observe;
mod parked;
mod port;
mod probe;
mod rows;
pub mod script;
mod seen;
mod session;
mod watch;
mod words;

pub use link::Dial;
pub use port::RouterOsPort;
pub use script::GUARD_NAME;
