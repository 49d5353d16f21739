//! The databases of routers: opened when they are needed, closed when they are not, set aside when damaged.

pub(crate) mod layout;
mod policy;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use nnc_core::identity::ControllerId;
use nnc_core::ports::{Clock, Entropy};

pub use policy::Limits;

use crate::error::StoreError;
use crate::lock::RouterLock;
use crate::router;
use crate::sqlite::{DESCRIPTORS, Database, Expect, Migration, Migrator, Stamp, quick_check};
use crate::system::RouterId;
use layout::Layout;
use policy::{Policy, Want};

/// How many connections a database has at most: each descriptor pair but the shared one.
const CONNECTIONS: usize = DESCRIPTORS / 2;

/// All databases of routers of one directory.
pub(crate) struct Fleet {
    pub(crate) layout: Layout,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Whose databases these are, once `system.db` was read.
    pub(crate) installation: OnceLock<ControllerId>,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    policy: Policy<RouterId>,
    open: HashMap<RouterId, Arc<Database>>,
    /// Those in which damage was met, until that is looked into.
    suspects: HashSet<RouterId>,
    /// Those at which something works that nobody asked for and nobody waits for.
    tidied: HashSet<RouterId>,
}

impl fmt::Debug for Fleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fleet")
            .field("layout", &self.layout)
            .finish_non_exhaustive()
    }
}

/// Work that nobody waits for; while it lasts nobody has the file to himself.
struct Tidying<'a> {
    fleet: &'a Fleet,
    id: RouterId,
}

impl Drop for Tidying<'_> {
    fn drop(&mut self) {
        self.fleet.lock().tidied.remove(&self.id);
        self.fleet.changed.notify_all();
    }
}

/// A database that stays open as long as this lives.
struct Lease<'a> {
    fleet: &'a Fleet,
    id: RouterId,
    database: Arc<Database>,
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let mut state = self.fleet.lock();
        if self.database.is_damaged() {
            state.suspects.insert(self.id);
        }
        state.policy.released(self.id, self.fleet.clock.now_ms());
        drop(state);
        self.fleet.changed.notify_all();
    }
}

impl Fleet {
    pub(crate) fn new(
        layout: Layout,
        entropy: Arc<dyn Entropy>,
        clock: Arc<dyn Clock>,
        limits: Limits,
    ) -> Self {
        Self {
            layout,
            entropy,
            clock,
            installation: OnceLock::new(),
            state: Mutex::new(State {
                policy: Policy::new(limits),
                open: HashMap::new(),
                suspects: HashSet::new(),
                tidied: HashSet::new(),
            }),
            changed: Condvar::new(),
        }
    }

    /// Uses the database of a router, which is opened if it is not.
    pub(crate) fn with<T>(
        &self,
        id: RouterId,
        work: impl FnOnce(&Database) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.close_idle();
        let lease = self.lease(id)?;
        let result = work(&lease.database);
        let damaged = lease.database.is_damaged();
        drop(lease);
        if damaged {
            // The caller gets the error; the next one finds the file set aside, or whole after all.
            self.look_into(id);
        }
        result
    }

    /// Does work that nobody waits for on a database that is open; one that is closed needs none. It counts as no use:
    /// who wants the file to himself waits for its end, and is not told that the router is busy.
    pub(crate) fn tidy(
        &self,
        id: RouterId,
        work: impl FnOnce(&Database) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut state = self.lock();
        let Some(database) = state.open.get(&id).map(Arc::clone) else {
            return Ok(());
        };
        if !state.tidied.insert(id) {
            return Ok(());
        }
        drop(state);
        let tidying = Tidying { fleet: self, id };
        let done = work(&database);
        // Closed before anybody else may have the file to himself.
        drop(database);
        drop(tidying);
        done
    }

    /// Makes the database of a new router.
    pub(crate) fn create(&self, id: RouterId) -> Result<(), StoreError> {
        // A file of this name can only be what an interrupted call left: ids are not given twice.
        self.layout.remove(id)?;
        self.open(id, Expect::Any, 256).map(drop)
    }

    /// Closes what was not used for a while; says how many that were. Every use of any database does it too.
    pub(crate) fn close_idle(&self) -> usize {
        let mut state = self.lock();
        let idle = state.policy.idle(self.clock.now_ms());
        let closed: Vec<_> = idle.iter().filter_map(|id| state.open.remove(id)).collect();
        drop(state);
        // Closing writes the log back, which is not done under the lock.
        closed.len()
    }

    /// Does something to the file of a router that nobody has open meanwhile; those who want it wait. `None` if it is
    /// in use now.
    pub(crate) fn exclusively<T>(&self, id: RouterId, work: impl FnOnce() -> T) -> Option<T> {
        let mut state = self.lock();
        while state.tidied.contains(&id) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if !state.policy.close(id) {
            return None;
        }
        let closed = state.open.remove(&id);
        let Want::Open { close } = state.policy.want(id, self.clock.now_ms()) else {
            return None;
        };
        let victim = close.and_then(|victim| state.open.remove(&victim));
        drop(state);
        drop((closed, victim));
        let result = work();
        let mut state = self.lock();
        state.policy.failed(id);
        state.suspects.remove(&id);
        drop(state);
        self.changed.notify_all();
        Some(result)
    }

    /// How many are open.
    pub(crate) fn count(&self) -> usize {
        self.lock().open.len()
    }

    fn lease(&self, id: RouterId) -> Result<Lease<'_>, StoreError> {
        let mut state = self.lock();
        if state.suspects.contains(&id) {
            drop(state);
            self.look_into(id);
            state = self.lock();
        }
        loop {
            match state.policy.want(id, self.clock.now_ms()) {
                Want::Use => {
                    if let Some(database) = state.open.get(&id) {
                        let database = Arc::clone(database);
                        drop(state);
                        return Ok(Lease {
                            fleet: self,
                            id,
                            database,
                        });
                    }
                    // The policy and the map are changed under one lock, so this is not met.
                    state.policy.failed(id);
                }
                Want::Wait => {
                    state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                Want::Open { close } => {
                    let closed = close.and_then(|victim| state.open.remove(&victim));
                    let cache = state.policy.cache_share(CONNECTIONS);
                    drop(state);
                    drop(closed);
                    return self.open_for(id, cache);
                }
            }
        }
    }

    /// Opens a database that the policy granted; the others wait for the end of it.
    fn open_for(&self, id: RouterId, cache: u32) -> Result<Lease<'_>, StoreError> {
        let opened = self.open(id, Expect::Existing, cache).map(Arc::new);
        let mut state = self.lock();
        let result = match opened {
            Ok(database) => {
                state.policy.opened(id, self.clock.now_ms());
                state.open.insert(id, Arc::clone(&database));
                Ok(database)
            }
            Err(error) => {
                state.policy.failed(id);
                Err(error)
            }
        };
        drop(state);
        self.changed.notify_all();
        match result {
            Ok(database) => Ok(Lease {
                fleet: self,
                id,
                database,
            }),
            Err(error) => {
                if matches!(error, StoreError::Corrupt { .. }) && self.layout.router(id).exists() {
                    self.look_into(id);
                }
                Err(error)
            }
        }
    }

    fn open(&self, id: RouterId, expect: Expect, cache: u32) -> Result<Database, StoreError> {
        let path = self.layout.router(id);
        self.migrate_with(&path, router::MIGRATIONS, &self.stamp(id), |migrator| {
            Database::open(&path, migrator, expect, cache)
        })
    }

    /// What the database of a router must be.
    pub(crate) fn stamp(&self, id: RouterId) -> Stamp {
        Stamp::router(self.installation.get().copied(), id)
    }

    /// Opens something with a migrator whose backups go where they belong.
    pub(crate) fn migrate_with<T>(
        &self,
        path: &Path,
        steps: &[Migration],
        stamp: &Stamp,
        open: impl FnOnce(&Migrator<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let backup = |schema| self.layout.new_copy(path, self.clock.now_ms(), schema);
        open(&Migrator {
            steps,
            entropy: &*self.entropy,
            stamp,
            backup: &backup,
        })
    }

    /// Damage was met: if a fresh look confirms it, the file is set aside, so that nothing more is written to it.
    fn look_into(&self, id: RouterId) {
        let looked = self.exclusively(id, || {
            let path = self.layout.router(id);
            // A change that is under way comes to its end first.
            let Ok(Some(_lock)) = RouterLock::try_acquire(&self.layout.lock(id)) else {
                return false;
            };
            if let Err(damage @ StoreError::Corrupt { .. }) = quick_check(&path) {
                match self.layout.quarantine(&path, self.clock.now_ms()) {
                    Ok(place) => {
                        tracing::error!(router = %id, place = %place.display(), %damage, "database set aside");
                    }
                    Err(error) => tracing::error!(router = %id, %error, "database cannot be set aside"),
                }
            }
            true
        });
        if looked != Some(true) && self.layout.router(id).exists() {
            // Others are at work in it; the next who wants it looks again.
            self.lock().suspects.insert(id);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
