//! The databases of nnc: routers, secrets, intents, allocations and what routers confirmed.
//!
//! A [`DataDir`] holds one `system.db` ([`SystemDb`]: the controller's id, routers, encrypted secrets) and one
//! `router-<id>.db` for each router ([`RouterDb`]: resources, allocations, the intent journal and the events).
//! Removed routers are in its archive.
//! A [`RouterLock`] lets one apply at a time change a router, over all processes.
//!
//! Everything here blocks; asynchronous callers use a thread for it. Times are given by the caller, in
//! milliseconds since 1970, UTC. What a call has acknowledged is on disk.
//!
//! ```
//! # struct Fixed; impl nnc_core::ports::Entropy for Fixed { fn fill(&self, bytes: &mut [u8]) { bytes.fill(7) } }
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let parent = tempfile::tempdir()?;
//! use std::sync::Arc;
//! use nnc_core::ports::SecretStore;
//! use nnc_store::{DataDir, NewRouter};
//!
//! let data = DataDir::open(parent.path().join("nnc"), Arc::new(Fixed))?;
//! let system = data.system()?;
//! let router = data.add_router(&system, &NewRouter::new("home", "routeros+apis://admin@192.168.88.1"), Some(&"hunter2".into()), 0)?;
//! let password = system.get(router.password.as_ref().ok_or("no password")?)?;
//! assert_eq!(password.expose(), b"hunter2");
//! assert!(data.router(router.id)?.resources()?.is_empty());
//! # Ok(())
//! # }
//! ```

mod archive;
mod cipher;
mod data_dir;
mod error;
mod files;
mod fleet;
mod history;
mod key;
mod lock;
mod maintenance;
mod packed;
mod router;
mod sqlite;
mod system;
mod transfer;

pub use data_dir::{DataDir, Options};
pub use error::StoreError;
pub use fleet::Limits;
pub use history::{
    Chain, DamagedEvent, Difference, Edit, Head, InvalidUuid, Layer, LayerEvent, ResourceUuid, Source,
    UnknownLayer, differences,
};
#[cfg(feature = "keyring")]
pub use key::KeyringKey;
pub use key::{EnvironmentKey, FileKey, Key, KeyProvider, PassphraseKey};
pub use lock::RouterLock;
pub use maintenance::{Backup, CheckReport};
pub use router::{
    Accepted, Allocation, AllocationState, Cause, Dependency, HistoryEntry, HistoryReport, IntentId, LayerAt,
    LayerChange, LayerDifference, LayerState, NewIntent, OpenIntent, Origin, Relationship, Reservation,
    ResourceAt, ResourceChange, ResourceEvent, ResourceRecord, ResourceState, ResourceStatus, RouterDb,
    Settlement, StoredResource, Version,
};
pub use system::{ArchivedRouter, NewRouter, RouterId, RouterRecord, RouterSecrets, SecretEntry, SystemDb};
pub use transfer::{Export, Imported, Manifest};
