//! Where the files of a data directory are.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::files;
use crate::system::RouterId;

/// How many copies of one database are kept; older ones go when a new one is there.
const COPIES: usize = 5;

/// Names of files below one directory.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn system(&self) -> PathBuf {
        self.root.join("system.db")
    }

    pub(crate) fn router(&self, id: RouterId) -> PathBuf {
        self.root.join(format!("router-{id}.db"))
    }

    pub(crate) fn lock(&self, id: RouterId) -> PathBuf {
        self.root.join(format!("router-{id}.lock"))
    }

    /// Where removed routers are.
    pub(crate) fn archive(&self) -> PathBuf {
        self.root.join("archive")
    }

    /// The routers that have a file in the archive.
    pub(crate) fn archived(&self) -> Result<BTreeSet<RouterId>, StoreError> {
        let directory = self.archive();
        let failed = |error: io::Error| StoreError::io(&directory, &error);
        let mut routers = BTreeSet::new();
        match fs::read_dir(&directory) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
            Ok(entries) => {
                for entry in entries {
                    let name = entry.map_err(failed)?.file_name();
                    let number = name
                        .to_str()
                        .and_then(|name| name.strip_prefix("router-")?.split_once(".db"));
                    routers.extend(number.and_then(|(number, _)| number.parse().ok()).map(RouterId));
                }
            }
        }
        Ok(routers)
    }

    /// The highest id of a router of which there is a database or something in the archive; 0 if there is none.
    pub(crate) fn highest(&self) -> Result<RouterId, StoreError> {
        let failed = |error: io::Error| StoreError::io(&self.root, &error);
        let mut highest = self.archived()?.last().map_or(0, |router| router.0);
        for entry in fs::read_dir(&self.root).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let number = name
                .to_str()
                .and_then(|name| name.strip_prefix("router-")?.strip_suffix(".db"));
            highest = highest.max(number.and_then(|number| number.parse().ok()).unwrap_or(0));
        }
        Ok(RouterId(highest))
    }

    /// Where exports and imports are put together.
    pub(crate) fn transfer(&self) -> PathBuf {
        self.root.join("transfer")
    }

    /// Held by the one export or import that is under way.
    pub(crate) fn transfer_lock(&self) -> PathBuf {
        self.root.join("transfer.lock")
    }

    /// A new place for a copy of a database: `backups/router-1/<time>-v<schema>.db`.
    pub(crate) fn new_copy(&self, database: &Path, at: u64, schema: i64) -> Result<PathBuf, StoreError> {
        let directory = self.copies_of(database);
        make(&directory)?;
        unused(&directory, |number| format!("{:015}-v{schema}.db", at + number))
    }

    /// The copies of a database, newest first.
    pub(crate) fn copies(&self, database: &Path) -> Result<Vec<PathBuf>, StoreError> {
        let directory = self.copies_of(database);
        let mut copies = Vec::new();
        let failed = |error: io::Error| StoreError::io(&directory, &error);
        match fs::read_dir(&directory) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
            Ok(entries) => {
                for entry in entries {
                    let path = entry.map_err(failed)?.path();
                    if path.extension().is_some_and(|extension| extension == "db") {
                        copies.push(path);
                    }
                }
            }
        }
        copies.sort_unstable_by(|a, b| b.cmp(a));
        Ok(copies)
    }

    /// Removes the oldest copies where there are many.
    pub(crate) fn thin_out(&self, database: &Path) -> Result<(), StoreError> {
        for copy in self.copies(database)?.into_iter().skip(COPIES) {
            files::remove_if_present(&copy).map_err(|error| StoreError::io(&copy, &error))?;
        }
        Ok(())
    }

    /// Sets a database aside with its log: `quarantine/<time>/`. Nothing is deleted.
    pub(crate) fn quarantine(&self, database: &Path, at: u64) -> Result<PathBuf, StoreError> {
        let parent = self.root.join("quarantine");
        make(&parent)?;
        let directory = unused(&parent, |number| format!("{:015}", at + number))?;
        make(&directory)?;
        let Some(name) = database.file_name() else {
            return Err(StoreError::corrupt(database, "it has no name"));
        };
        // The log first: a database without its log is incomplete, a log without its database is ignored by nobody.
        for suffix in ["-wal", "-shm", ""] {
            let mut file = OsString::from(name);
            file.push(suffix);
            let from = self.root.join(&file);
            match fs::rename(&from, directory.join(&file)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(StoreError::io(&from, &error)),
                Ok(()) => {}
            }
        }
        for touched in [&directory, &parent, &self.root] {
            files::sync_dir(touched).map_err(|error| StoreError::io(touched, &error))?;
        }
        Ok(directory)
    }

    /// Removes every copy of a database that was set aside.
    pub(crate) fn remove_quarantined(&self, database: &Path) -> Result<(), StoreError> {
        let Some(name) = database.file_name() else {
            return Ok(());
        };
        let parent = self.root.join("quarantine");
        let failed = |error: io::Error| StoreError::io(&parent, &error);
        let entries = match fs::read_dir(&parent) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(failed)?,
        };
        for entry in entries {
            let directory = entry.map_err(failed)?.path();
            for suffix in ["-wal", "-shm", ""] {
                let mut file = OsString::from(name);
                file.push(suffix);
                let path = directory.join(file);
                files::remove_if_present(&path).map_err(|error| StoreError::io(&path, &error))?;
            }
            // The directory goes if nothing else is in it.
            let _others = fs::remove_dir(&directory);
        }
        Ok(())
    }

    /// Removes a database with its log.
    pub(crate) fn remove(&self, id: RouterId) -> Result<(), StoreError> {
        for suffix in ["", "-wal", "-shm"] {
            let path = self.root.join(format!("router-{id}.db{suffix}"));
            files::remove_if_present(&path).map_err(|error| StoreError::io(&path, &error))?;
        }
        Ok(())
    }

    pub(crate) fn copies_of(&self, database: &Path) -> PathBuf {
        let stem = database.file_stem().unwrap_or_default();
        self.root.join("backups").join(stem)
    }
}

pub(crate) fn make(directory: &Path) -> Result<(), StoreError> {
    files::create_dir(directory).map_err(|error| StoreError::io(directory, &error))
}

fn unused(directory: &Path, name: impl Fn(u64) -> String) -> Result<PathBuf, StoreError> {
    (0..10_000)
        .map(|number| directory.join(name(number)))
        .find(|path| !path.exists())
        .ok_or_else(|| StoreError::Unwritable {
            path: directory.to_owned(),
            reason: "too many files have the same time".to_owned(),
        })
}
