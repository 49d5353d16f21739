//! The directory that holds everything nnc remembers.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use nnc_core::ports::Entropy;
use nnc_core::secret::Secret;

use crate::database::{Database, Expect};
use crate::error::StoreError;
use crate::files;
use crate::key::{FileKey, KeyProvider};
use crate::lock::RouterLock;
use crate::router::{self, RouterDb};
use crate::system::{self, NewRouter, RouterId, RouterRecord, SystemDb};

/// The data directory: `system.db`, `key`, and for each router `router-<id>.db` and `router-<id>.lock`.
///
/// Made with mode 0700, its files with 0600. Several processes may use one at the same time.
#[derive(Clone)]
pub struct DataDir {
    path: PathBuf,
    keys: Arc<dyn KeyProvider>,
    entropy: Arc<dyn Entropy>,
}

impl fmt::Debug for DataDir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataDir").field("path", &self.path).finish()
    }
}

impl DataDir {
    /// Uses a directory, and makes it if it is missing. Secrets are encrypted with the key in its file `key`.
    ///
    /// # Errors
    /// [`StoreError::Unwritable`] or [`StoreError::Full`] if it cannot be made.
    pub fn open(path: impl Into<PathBuf>, entropy: Arc<dyn Entropy>) -> Result<Self, StoreError> {
        let path = path.into();
        let keys = Arc::new(FileKey::new(path.join("key")));
        Self::with_keys(path, entropy, keys)
    }

    /// As [`open`](Self::open), with the key from elsewhere.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn with_keys(
        path: impl Into<PathBuf>,
        entropy: Arc<dyn Entropy>,
        keys: Arc<dyn KeyProvider>,
    ) -> Result<Self, StoreError> {
        let path = path.into();
        files::create_dir(&path).map_err(|error| StoreError::io(&path, &error))?;
        Ok(Self { path, keys, entropy })
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.path
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
        let database = Database::open(
            &self.path.join("system.db"),
            system::MIGRATIONS,
            expect,
            &*self.entropy,
        )?;
        SystemDb::new(database, Arc::clone(&self.keys), Arc::clone(&self.entropy))
    }

    /// Opens the database of a router.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if it is damaged or missing; [`StoreError::Newer`]; or if it cannot be read or written.
    pub fn router(&self, id: RouterId) -> Result<RouterDb, StoreError> {
        let database = self.open_router(id, Expect::Existing)?;
        Ok(RouterDb::new(database, Arc::clone(&self.entropy)))
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
        system.insert(new, password, at, |id| {
            // A file of this name can only be what an interrupted call left: ids are not given twice.
            self.remove_files(id)?;
            self.open_router(id, Expect::Any).map(drop)
        })
    }

    /// Forgets a router with everything that is remembered of it. Nothing is changed on the router.
    ///
    /// # Errors
    /// [`StoreError::RouterBusy`] while it is being changed; [`StoreError::RouterUnsettled`] while an outcome is
    /// open; [`StoreError::NoSuchRouter`]; or if something cannot be written.
    pub fn remove_router(&self, system: &SystemDb, name: &str) -> Result<(), StoreError> {
        let record = system.router(name)?;
        let lock = self.lock(&record, Duration::ZERO)?;
        if !self.router(record.id)?.open_intents()?.is_empty() {
            return Err(StoreError::RouterUnsettled(name.to_owned()));
        }
        system.delete(record.id)?;
        self.remove_files(record.id)?;
        drop(lock);
        let path = self.lock_path(record.id);
        files::remove_if_present(&path).map_err(|error| StoreError::io(&path, &error))
    }

    /// Takes the lock of a router, looking again and again for as long as `wait`.
    ///
    /// # Errors
    /// [`StoreError::RouterBusy`] if someone else holds it; or if the lock file cannot be used.
    pub fn lock(&self, router: &RouterRecord, wait: Duration) -> Result<RouterLock, StoreError> {
        RouterLock::acquire(&self.lock_path(router.id), &router.name, wait)
    }

    /// Takes the lock of a router if it is free, without waiting.
    ///
    /// # Errors
    /// If the lock file cannot be used.
    pub fn try_lock(&self, router: RouterId) -> Result<Option<RouterLock>, StoreError> {
        RouterLock::try_acquire(&self.lock_path(router))
    }

    fn open_router(&self, id: RouterId, expect: Expect) -> Result<Database, StoreError> {
        Database::open(
            &self.database_path(id),
            router::MIGRATIONS,
            expect,
            &*self.entropy,
        )
    }

    fn database_path(&self, id: RouterId) -> PathBuf {
        self.path.join(format!("router-{id}.db"))
    }

    fn lock_path(&self, id: RouterId) -> PathBuf {
        self.path.join(format!("router-{id}.lock"))
    }

    fn remove_files(&self, id: RouterId) -> Result<(), StoreError> {
        for suffix in ["", "-wal", "-shm"] {
            let path = self.path.join(format!("router-{id}.db{suffix}"));
            files::remove_if_present(&path).map_err(|error| StoreError::io(&path, &error))?;
        }
        Ok(())
    }

    fn holds_routers(&self) -> Result<bool, StoreError> {
        let failed = |error: std::io::Error| StoreError::io(&self.path, &error);
        for entry in fs::read_dir(&self.path).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("router-") && name.ends_with(".db") {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
