//! The directory that holds everything nnc remembers.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use nnc_core::ports::{Clock, Entropy};
use nnc_core::secret::Secret;

use crate::error::StoreError;
use crate::files;
use crate::fleet::layout::Layout;
use crate::fleet::{Fleet, Limits};
use crate::key::{FileKey, KeyProvider};
use crate::lock::RouterLock;
use crate::router::RouterDb;
use crate::sqlite::{Database, Expect, Stamp};
use crate::system::{self, NewRouter, RouterId, RouterRecord, SystemDb};

/// The data directory: `system.db`, `key`, and for each router `router-<id>.db` and `router-<id>.lock`; copies in
/// `backups`, damaged databases in `quarantine`.
///
/// Made with mode 0700, its files with 0600. Several processes may use one at the same time. Clones share the
/// databases that are open.
#[derive(Clone)]
pub struct DataDir {
    pub(crate) fleet: Arc<Fleet>,
    pub(crate) keys: Arc<dyn KeyProvider>,
}

impl fmt::Debug for DataDir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataDir").field("path", &self.path()).finish()
    }
}

/// What of a data directory can be other than usual.
#[derive(Default)]
pub struct Options {
    /// Where the key of the secrets comes from; otherwise from the file `key` of the directory.
    pub keys: Option<Arc<dyn KeyProvider>>,
    /// What tells the time, for names of copies and for closing what is idle; otherwise the system's clock.
    pub clock: Option<Arc<dyn Clock>>,
    /// How much may be open at a time.
    pub limits: Limits,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// The system's clock.
struct Now;

impl Clock for Now {
    fn now_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }
}

impl DataDir {
    /// Uses a directory, and makes it if it is missing. Secrets are encrypted with the key in its file `key`.
    ///
    /// # Errors
    /// [`StoreError::Unwritable`] or [`StoreError::Full`] if it cannot be made.
    pub fn open(path: impl Into<PathBuf>, entropy: Arc<dyn Entropy>) -> Result<Self, StoreError> {
        Self::with(path, entropy, Options::default())
    }

    /// As [`open`](Self::open), with options.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn with(
        path: impl Into<PathBuf>,
        entropy: Arc<dyn Entropy>,
        options: Options,
    ) -> Result<Self, StoreError> {
        let path = path.into();
        files::create_dir(&path).map_err(|error| StoreError::io(&path, &error))?;
        let keys = options
            .keys
            .unwrap_or_else(|| Arc::new(FileKey::new(path.join("key"))));
        let clock = options.clock.unwrap_or_else(|| Arc::new(Now));
        Ok(Self {
            fleet: Arc::new(Fleet::new(Layout::new(path), entropy, clock, options.limits)),
            keys,
        })
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        self.fleet.layout.root()
    }

    /// Opens `system.db`, and makes it in a fresh directory.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if it is damaged, or missing while databases of routers are there;
    /// [`StoreError::Newer`]; or if it cannot be read or written.
    pub fn system(&self) -> Result<SystemDb, StoreError> {
        let expect = if self.holds_routers()? {
            Expect::Existing
        } else {
            Expect::Any
        };
        let path = self.fleet.layout.system();
        let database = self
            .fleet
            .migrate_with(&path, system::MIGRATIONS, &Stamp::system(), |migrator| {
                Database::open(&path, migrator, expect, 512)
            })?;
        let system = SystemDb::new(database, Arc::clone(&self.keys), Arc::clone(&self.fleet.entropy))?;
        let installation = system.controller()?;
        self.fleet.installation.get_or_init(|| installation);
        self.settle_removals(&system)?;
        self.settle_transfers()?;
        Ok(system)
    }

    /// A handle of the database of a router, which is opened once to see that it can be.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if it is damaged or missing; [`StoreError::Newer`]; or if it cannot be read or written.
    pub fn router(&self, id: RouterId) -> Result<RouterDb, StoreError> {
        self.fleet.with(id, |_| Ok(()))?;
        Ok(RouterDb::new(Arc::clone(&self.fleet), id))
    }

    /// Remembers a router and makes its database; `at` is the time. All of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::RouterExists`] if the name is taken; or if something cannot be written.
    pub fn add_router(
        &self,
        system: &SystemDb,
        new: &NewRouter,
        password: Option<&Secret>,
        at: u64,
    ) -> Result<RouterRecord, StoreError> {
        system.insert(new, password, at, |id| self.fleet.create(id))
    }

    /// Takes the lock of a router, looking again and again for as long as `wait`.
    ///
    /// # Errors
    /// [`StoreError::RouterBusy`] if someone else holds it; or if the lock file cannot be used.
    pub fn lock(&self, router: &RouterRecord, wait: Duration) -> Result<RouterLock, StoreError> {
        RouterLock::acquire(&self.fleet.layout.lock(router.id), &router.name, wait)
    }

    /// Takes the lock of a router if it is free, without waiting.
    ///
    /// # Errors
    /// If the lock file cannot be used.
    pub fn try_lock(&self, router: RouterId) -> Result<Option<RouterLock>, StoreError> {
        RouterLock::try_acquire(&self.fleet.layout.lock(router))
    }

    /// Closes the databases of routers that were not used for a while, and says how many that were. Every use of any
    /// of them does it too; call it from a timer where nothing may be used for long.
    pub fn close_idle(&self) -> usize {
        self.fleet.close_idle()
    }

    /// How many databases of routers are open now.
    pub fn open_databases(&self) -> usize {
        self.fleet.count()
    }

    fn holds_routers(&self) -> Result<bool, StoreError> {
        let failed = |error: std::io::Error| StoreError::io(self.path(), &error);
        for entry in fs::read_dir(self.path()).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("router-") && name.ends_with(".db") {
                return Ok(true);
            }
        }
        Ok(!self.fleet.layout.archived()?.is_empty())
    }
}
