//! Removed routers: kept in an archive from which they can be brought back, or purged.
//!
//! Archiving, restoring and purging are lists of [`Step`]s. After a crash between any two of them the router is there
//! or in the archive, as a whole, and [`DataDir::settle_removals`] takes away what is left of the other. The row in
//! `system.db` decides which of the two it is; it is changed only once the files that it promises are on disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::data_dir::DataDir;
use crate::error::StoreError;
use crate::files;
use crate::fleet::layout;
use crate::packed;
use crate::router;
use crate::sqlite::{Expect, check_whole, verified_copy};
use crate::system::{ArchivedRouter, Presence, RouterId, RouterRecord, SystemDb};

/// What is done in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// Copies the database into the archive, and reads the copy back.
    Copy,
    /// Compresses the copy, and compares what comes out again with it.
    Pack,
    /// Gives the compressed copy its name.
    Publish,
    /// Marks the router as archived at this time: from here on its name is free.
    Archive(u64),
    /// Removes the database, which is in the archive now.
    Clear,
    /// Unpacks the archive beside the place of the database, and checks it in full.
    Unpack,
    /// Puts what was unpacked in the place of the database.
    Place,
    /// Marks the router as kept, under this name.
    Keep(String),
    /// Removes it from the archive, as it is in its place again.
    Discard,
    /// Marks the router as purged at this time and removes its secrets: from here on there is no way back.
    Forget(u64),
    /// Removes every file of it: database, archive, backups, and what is in quarantine.
    Erase,
    /// Removes its row, and what the log of `system.db` still holds of its secrets.
    Delete,
}

fn archive(at: u64) -> Vec<Step> {
    vec![
        Step::Copy,
        Step::Pack,
        Step::Publish,
        Step::Archive(at),
        Step::Clear,
    ]
}

fn restore(name: &str) -> Vec<Step> {
    vec![
        Step::Unpack,
        Step::Place,
        Step::Keep(name.to_owned()),
        Step::Discard,
    ]
}

fn purge(at: u64) -> Vec<Step> {
    vec![Step::Forget(at), Step::Erase, Step::Delete]
}

/// The files that a removal works with.
#[derive(Debug)]
struct Places {
    database: PathBuf,
    /// The copy that is to be compressed.
    copy: PathBuf,
    /// Its compressed form before it has its name.
    draft: PathBuf,
    packed: PathBuf,
    /// What was unpacked.
    unpacked: PathBuf,
}

impl DataDir {
    /// Removes a router into the archive: its database as a compressed copy that was read back, its row and its
    /// secrets, still encrypted, in `system.db`. Its name is free then. Nothing is changed on the router. `at` is the
    /// time.
    ///
    /// # Errors
    /// [`StoreError::RouterBusy`] while it is being changed; [`StoreError::RouterUnsettled`] while an outcome is
    /// open; [`StoreError::NoSuchRouter`]; [`StoreError::Corrupt`] if its database is damaged; or if something cannot
    /// be written.
    pub fn archive_router(
        &self,
        system: &SystemDb,
        name: &str,
        at: u64,
    ) -> Result<ArchivedRouter, StoreError> {
        let record = system.router(name)?;
        let lock = self.lock(&record, Duration::ZERO)?;
        if !self.router(record.id)?.open_intents()?.is_empty() {
            return Err(StoreError::RouterUnsettled(name.to_owned()));
        }
        self.take_all(system, &record, &archive(at))?;
        drop(lock);
        Ok(ArchivedRouter {
            router: record,
            archived_at: at,
        })
    }

    /// Brings a router back from the archive, under its name or another one.
    ///
    /// # Errors
    /// [`StoreError::RouterExists`] if the name is taken; [`StoreError::ArchiveDamaged`]; [`StoreError::Newer`];
    /// [`StoreError::RouterBusy`]; or if something cannot be written. It is still in the archive then.
    pub fn restore_router(
        &self,
        system: &SystemDb,
        archived: &ArchivedRouter,
        name: Option<&str>,
    ) -> Result<RouterRecord, StoreError> {
        let router = &archived.router;
        let name = name.unwrap_or(&router.name);
        let lock = self.lock(router, Duration::ZERO)?;
        if system.presence(router.id)? != Some(Presence::Archived) {
            return Err(StoreError::NoSuchArchive(router.name.clone()));
        }
        if system.routers()?.iter().any(|kept| kept.name == name) {
            return Err(StoreError::RouterExists(name.to_owned()));
        }
        self.take_all(system, router, &restore(name))?;
        drop(lock);
        // Brings an old one up to date, and shows that it opens.
        self.router(router.id)?;
        system.router(name)
    }

    /// Removes a router for ever, whether it is in the archive or not: its database, its backups, its secrets and its
    /// row. Copies of `system.db` that were made before still hold its secrets, encrypted. Nothing is changed on the
    /// router. `at` is the time.
    ///
    /// # Errors
    /// [`StoreError::RouterBusy`] while it is being changed; [`StoreError::RouterUnsettled`] while an outcome is
    /// open, as far as its database can be read; or if something cannot be written: then opening the directory does
    /// the rest.
    pub fn purge_router(&self, system: &SystemDb, router: &RouterRecord, at: u64) -> Result<(), StoreError> {
        let lock = self.lock(router, Duration::ZERO)?;
        match system.presence(router.id)? {
            None => return Err(StoreError::NoSuchRouter(router.name.clone())),
            Some(Presence::Kept) => {
                let open = self
                    .router(router.id)
                    .and_then(|database| database.open_intents());
                match open {
                    Ok(open) if !open.is_empty() => {
                        return Err(StoreError::RouterUnsettled(router.name.clone()));
                    }
                    // What cannot be read is all the more to be got rid of.
                    Ok(_) | Err(StoreError::Corrupt { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
            Some(Presence::Archived | Presence::Purged) => {}
        }
        self.take_all(system, router, &purge(at))?;
        drop(lock);
        let path = self.fleet.layout.lock(router.id);
        files::remove_if_present(&path).map_err(|error| StoreError::io(&path, &error))
    }

    /// Takes away what a crash left of a removal or a restoration. Of a router that somebody is at work on, nothing.
    pub(crate) fn settle_removals(&self, system: &SystemDb) -> Result<(), StoreError> {
        let mut routers = system.removed()?;
        routers.extend(self.fleet.layout.archived()?);
        for router in routers {
            if self.left_over(system, router)?.is_empty() {
                continue;
            }
            let Some(_lock) = self.try_lock(router)? else {
                continue;
            };
            // Only now it is known that nobody is just making what looks left over.
            let steps = self.left_over(system, router)?;
            let taken = self.fleet.exclusively(router, || {
                steps.iter().try_for_each(|step| self.take(system, router, step))
            });
            if let Some(Err(error)) = taken {
                tracing::warn!(%router, %error, "what is left of a removed router cannot be taken away");
            }
        }
        Ok(())
    }

    /// What is to be done about what a crash left.
    fn left_over(&self, system: &SystemDb, router: RouterId) -> Result<Vec<Step>, StoreError> {
        let places = self.places(router);
        let drafts = [&places.copy, &places.draft].iter().any(|draft| draft.exists());
        let both = places.database.exists() && places.packed.exists();
        Ok(match system.presence(router)? {
            Some(Presence::Purged) => vec![Step::Erase, Step::Delete],
            Some(Presence::Archived) if both || drafts && places.packed.exists() => vec![Step::Clear],
            Some(Presence::Kept) if both || drafts && places.database.exists() => vec![Step::Discard],
            // Nothing is, or it is not known whose files these are: they are left alone.
            Some(Presence::Archived | Presence::Kept) | None => Vec::new(),
        })
    }

    /// Takes steps while nobody of this process uses the database of the router.
    fn take_all(&self, system: &SystemDb, router: &RouterRecord, steps: &[Step]) -> Result<(), StoreError> {
        let all = || {
            steps
                .iter()
                .try_for_each(|step| self.take(system, router.id, step))
        };
        self.fleet
            .exclusively(router.id, all)
            .ok_or_else(|| StoreError::RouterBusy(router.name.clone()))?
    }

    fn take(&self, system: &SystemDb, router: RouterId, step: &Step) -> Result<(), StoreError> {
        let fleet = &self.fleet;
        let places = self.places(router);
        match step {
            Step::Copy => {
                layout::make(&fleet.layout.archive())?;
                verified_copy(&places.database, &places.copy)
            }
            Step::Pack => packed::pack(&places.copy, &places.draft),
            Step::Publish => {
                rename(&places.draft, &places.packed)?;
                remove(&places.copy)
            }
            Step::Archive(at) => system.archive(router, *at),
            Step::Clear => {
                fleet.layout.remove(router)?;
                remove(&places.copy)?;
                remove(&places.draft)
            }
            Step::Unpack => {
                packed::unpack(&places.packed, &places.unpacked)?;
                let version = check_whole(&places.unpacked).map_err(|error| match error {
                    StoreError::Corrupt { reason, .. } => StoreError::damaged_archive(&places.packed, reason),
                    other => other,
                })?;
                let stamp = fleet.stamp(router);
                stamp.check_file(&places.unpacked)?;
                fleet.migrate_with(&places.packed, router::MIGRATIONS, &stamp, |migrator| {
                    migrator.accept(&places.packed, version, Expect::Existing)
                })
            }
            Step::Place => {
                // A log that a crash left would be taken for that of the file that is placed here.
                fleet.layout.remove(router)?;
                rename(&places.unpacked, &places.database)
            }
            Step::Keep(name) => system.keep(router, name),
            Step::Discard => {
                for file in [&places.packed, &places.copy, &places.draft] {
                    remove(file)?;
                }
                Ok(())
            }
            Step::Forget(at) => system.forget(router, *at),
            Step::Erase => {
                for copy in fleet.layout.copies(&places.database)? {
                    remove(&copy)?;
                }
                for file in [&places.packed, &places.copy, &places.draft, &places.unpacked] {
                    remove(file)?;
                }
                fleet.layout.remove_quarantined(&places.database)?;
                fleet.layout.remove(router)
            }
            Step::Delete => system.delete(router),
        }
    }

    fn places(&self, router: RouterId) -> Places {
        let database = self.fleet.layout.router(router);
        let archive = self.fleet.layout.archive();
        let place = |suffix: &str| archive.join(format!("router-{router}.db{suffix}"));
        Places {
            copy: place(".copy"),
            draft: place(".gz.draft"),
            packed: place(".gz"),
            unpacked: database.with_extension("unpacked"),
            database,
        }
    }
}

/// Renames, and makes sure that this is on disk.
fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|error| StoreError::io(to, &error))?;
    match to.parent() {
        Some(directory) => files::sync_dir(directory).map_err(|error| StoreError::io(directory, &error)),
        None => Ok(()),
    }
}

fn remove(path: &Path) -> Result<(), StoreError> {
    files::remove_if_present(path).map_err(|error| StoreError::io(path, &error))
}

#[cfg(test)]
mod tests;
