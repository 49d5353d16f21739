//! Checks, copies, and putting a copy in the place of a damaged database.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde::Serialize;

use crate::data_dir::DataDir;
use crate::error::StoreError;
use crate::files;
use crate::fleet::layout::Layout;
use crate::router::{self, HistoryReport};
use crate::sqlite::{Expect, Stamp, check_whole, is_open_elsewhere};
use crate::system::{self, RouterId, RouterRecord, SystemDb};

/// A copy of a database that was read back and found whole when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// When it was made, in milliseconds since 1970; `None` if its name does not say.
    pub at: Option<u64>,
}

impl Backup {
    fn new(path: PathBuf) -> Self {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let at = stem
            .and_then(|stem| stem.split('-').next())
            .and_then(|time| time.parse().ok());
        Self { path, at }
    }
}

/// What a full check of the database of a router found to be in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// The history.
    pub history: HistoryReport,
    /// Changes whose outcome is open.
    pub open_intents: usize,
}

impl DataDir {
    /// Checks the database of a router in full: every page and index, every reference, every hash of the history.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] or [`StoreError::HistoryBroken`] with what is wrong; or if it cannot be read.
    pub fn check(&self, id: RouterId) -> Result<CheckReport, StoreError> {
        self.fleet.with(id, |database| database.check())?;
        let router = self.router(id)?;
        Ok(CheckReport {
            history: router.verify_history(None)?,
            open_intents: router.open_intents()?.len(),
        })
    }

    /// Makes a verified copy of the database of a router, while it is in use. The newest five are kept.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the copy is not whole, which is then removed; [`StoreError::Full`]; or if
    /// something cannot be read or written.
    pub fn backup(&self, id: RouterId) -> Result<Backup, StoreError> {
        let layout = &self.fleet.layout;
        let database = layout.router(id);
        let schema = i64::try_from(router::MIGRATIONS.len()).unwrap_or(i64::MAX);
        let target = layout.new_copy(&database, self.fleet.clock.now_ms(), schema)?;
        self.fleet.with(id, |database| database.copy_to(&target))?;
        layout.thin_out(&database)?;
        Ok(Backup::new(target))
    }

    /// The same for `system.db`. Its secrets are as encrypted in the copy, and need the same key.
    ///
    /// # Errors
    /// As for [`backup`](Self::backup).
    pub fn backup_system(&self, system: &SystemDb) -> Result<Backup, StoreError> {
        let layout = &self.fleet.layout;
        let schema = i64::try_from(system::MIGRATIONS.len()).unwrap_or(i64::MAX);
        let target = layout.new_copy(&layout.system(), self.fleet.clock.now_ms(), schema)?;
        system.copy_to(&target)?;
        layout.thin_out(&layout.system())?;
        Ok(Backup::new(target))
    }

    /// The copies of the database of a router, newest first; those that were made before a migration too.
    ///
    /// # Errors
    /// If the directory cannot be read.
    pub fn backups(&self, id: RouterId) -> Result<Vec<Backup>, StoreError> {
        let layout = &self.fleet.layout;
        let copies = layout.copies(&layout.router(id))?;
        Ok(copies.into_iter().map(Backup::new).collect())
    }

    /// The copies of `system.db`, newest first.
    ///
    /// # Errors
    /// If the directory cannot be read.
    pub fn system_backups(&self) -> Result<Vec<Backup>, StoreError> {
        let layout = &self.fleet.layout;
        let copies = layout.copies(&layout.system())?;
        Ok(copies.into_iter().map(Backup::new).collect())
    }

    /// Puts a copy in the place of the database of a router: the one that is named, or the newest that is whole. What
    /// stood there goes into quarantine, and is not deleted. What happened after the copy was made is not in it; ask
    /// the router by `nnc reconcile`.
    ///
    /// # Errors
    /// [`StoreError::NoBackup`] if there is none; [`StoreError::Corrupt`] if the named one is damaged;
    /// [`StoreError::Misplaced`] if it is no copy of this database; [`StoreError::RouterBusy`] while the router is being
    /// changed or its database is in use; or if something cannot be written.
    pub fn restore(&self, router: &RouterRecord, from: Option<&Path>) -> Result<Backup, StoreError> {
        let lock = self.lock(router, Duration::ZERO)?;
        let target = self.fleet.layout.router(router.id);
        let copy = self
            .fleet
            .exclusively(router.id, || {
                let stamp = self.fleet.stamp(router.id);
                self.restore_file(&target, from, router::MIGRATIONS, &stamp, |_| Ok(()))
            })
            .ok_or_else(|| StoreError::RouterBusy(router.name.clone()))??;
        drop(lock);
        // Brings an old copy up to date, and shows that it opens.
        self.fleet.with(router.id, |_| Ok(()))?;
        Ok(Backup::new(copy))
    }

    /// The same for `system.db`, which nobody may have open: works while it is damaged or missing. Routers that were
    /// added after the copy was made are not in it; their databases stay, and their ids are not given again.
    ///
    /// # Errors
    /// [`StoreError::NoBackup`] if there is none; [`StoreError::Corrupt`] if the named one is damaged;
    /// [`StoreError::Misplaced`] if it is another database; [`StoreError::Busy`] while somebody has `system.db` open; or if
    /// something cannot be written.
    pub fn restore_system(&self, from: Option<&Path>) -> Result<Backup, StoreError> {
        let target = self.fleet.layout.system();
        if is_open_elsewhere(&target) {
            return Err(StoreError::Busy(target));
        }
        let given = self.fleet.layout.highest()?;
        self.restore_file(&target, from, system::MIGRATIONS, &Stamp::system(), |draft| {
            system::skip_ids(draft, given)
        })
        .map(Backup::new)
    }

    /// Opens the databases of all routers, and so migrates those that are behind, on several threads at once. Each
    /// stands for itself: one that fails holds up no other.
    ///
    /// # Errors
    /// If the routers cannot be listed; what becomes of each one is in the answer.
    pub fn migrate_all(
        &self,
        system: &SystemDb,
        threads: NonZeroUsize,
    ) -> Result<BTreeMap<String, Result<(), StoreError>>, StoreError> {
        let routers = system.routers()?;
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            while let Some(router) = routers.get(next.fetch_add(1, Ordering::Relaxed)) {
                done.push((router.name.clone(), self.fleet.with(router.id, |_| Ok(()))));
            }
            done
        };
        Ok(thread::scope(|scope| {
            let threads: Vec<_> = (0..threads.get()).map(|_| scope.spawn(work)).collect();
            threads
                .into_iter()
                .flat_map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
                .collect()
        }))
    }

    fn restore_file(
        &self,
        target: &Path,
        from: Option<&Path>,
        steps: &[crate::sqlite::Migration],
        stamp: &Stamp,
        mend: impl FnOnce(&Path) -> Result<(), StoreError>,
    ) -> Result<PathBuf, StoreError> {
        let layout = &self.fleet.layout;
        let copy = match from {
            Some(path) => path.to_owned(),
            None => newest_whole(layout, target, stamp)?,
        };
        let found = check_whole(&copy)?;
        if found > 0 && !stamp.check_file(&copy)? && stamp != &Stamp::system() {
            told_by_place(layout, target, &copy, stamp)?;
        }
        self.fleet.migrate_with(target, steps, stamp, |migrator| {
            migrator.accept(&copy, found, Expect::Existing)
        })?;
        // Copied next to its place first, so that the place is never empty for longer than a rename.
        let draft = target.with_extension("restored");
        files::remove_if_present(&draft).map_err(|error| StoreError::io(&draft, &error))?;
        files::copy_private(&copy, &draft).map_err(|error| StoreError::io(&draft, &error))?;
        mend(&draft)?;
        layout.quarantine(target, self.fleet.clock.now_ms())?;
        fs::rename(&draft, target).map_err(|error| StoreError::io(target, &error))?;
        files::sync_dir(layout.root()).map_err(|error| StoreError::io(target, &error))?;
        Ok(copy)
    }
}

/// Refuses a copy that does not tell of which router it is, but for those that were made here.
fn told_by_place(layout: &Layout, database: &Path, copy: &Path, stamp: &Stamp) -> Result<(), StoreError> {
    let home = layout.copies_of(database);
    let of = |path: &Path| path.parent().and_then(|parent| parent.canonicalize().ok());
    if of(copy).is_some_and(|parent| Ok(parent) == home.canonicalize().map_err(drop)) {
        return Ok(());
    }
    let reason = format!(
        "it does not tell of which router it is, as copies of older versions do not; if it is one of this router, move it to {}",
        home.display()
    );
    Err(stamp.misplaced(copy, reason))
}

fn newest_whole(layout: &Layout, database: &Path, stamp: &Stamp) -> Result<PathBuf, StoreError> {
    let copies = layout.copies(database)?;
    copies
        .into_iter()
        .find(|copy| check_whole(copy).is_ok() && stamp.check_file(copy).is_ok())
        .ok_or_else(|| StoreError::NoBackup(database.to_owned()))
}
