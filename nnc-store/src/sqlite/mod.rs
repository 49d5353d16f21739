//! One SQLite file: how it is opened, migrated, written by one and read by several, and copied.
//!
//! Settings: a write-ahead log, so that readers never wait for the writer; `synchronous=EXTRA`, so that what is
//! committed is on disk; `secure_delete`, so that what is deleted is overwritten.

mod alien;
mod backup;
mod connect;
mod end;
mod group;
mod migrate;
mod readers;
mod scope;
mod stamp;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) use alien::expect_schema;
pub(crate) use backup::{check_whole, verified_copy};
pub(crate) use connect::{DESCRIPTORS, is_open_elsewhere, quick_check};
pub(crate) use migrate::{Migration, Migrator};
pub(crate) use scope::{Row, Scope, to_json, to_sql};
pub(crate) use stamp::Stamp;

use crate::error::StoreError;
use crate::files;
use connect::Access;
use group::Writer;
use readers::Readers;

/// Whether a database may be made where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    /// It may be missing: it is made.
    Any,
    /// It was made before: if it is missing or empty, something is wrong.
    Existing,
}

/// An open file. Calls come from any thread: writes join one transaction at a time, reads go beside them.
#[derive(Debug)]
pub(crate) struct Database {
    path: PathBuf,
    writer: Writer,
    readers: Readers,
    damaged: AtomicBool,
}

impl Database {
    /// Opens a file and brings its schema up to date. Each connection keeps at most `cache_kib` KiB of pages.
    pub(crate) fn open(
        path: &Path,
        migrator: &Migrator<'_>,
        expect: Expect,
        cache_kib: u32,
    ) -> Result<Self, StoreError> {
        match expect {
            // Made here rather than by SQLite, for its permissions; the WAL inherits them.
            Expect::Any => files::create_private(path).map_err(|error| StoreError::io(path, &error))?,
            Expect::Existing if !path.exists() => {
                return Err(StoreError::corrupt(path, "the file is missing"));
            }
            Expect::Existing => {}
        }
        // A log that was left behind tells of a crash, or of another process that is at work now.
        let suspect = connect::wal_of(path).metadata().is_ok_and(|wal| wal.len() > 0);
        let mut first = connect::connect(path, Access::Write, cache_kib)?;
        migrator.run(path, &mut first, expect)?;
        if suspect {
            connect::check_quickly(path, &first)?;
        }
        connect::only_read(path, &first)?;
        Ok(Self {
            path: path.to_owned(),
            writer: Writer::new(path, cache_kib),
            readers: Readers::new(path, cache_kib, first),
            damaged: AtomicBool::new(false),
        })
    }

    /// Runs `work` in a transaction that is on disk when this returns `Ok`. Writes that come at the same time share
    /// one transaction and one wait for the disk; one that fails takes back nothing but its own.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Scope<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.noted(self.writer.write(work))
    }

    /// As [`write`](Self::write), of work that may be done on another thread, and twice: cheaper where many write.
    pub(crate) fn hand_over<T: Send + 'static>(
        &self,
        work: impl Fn(&Scope<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.noted(self.writer.hand_over(work))
    }

    /// Runs `work` on one consistent view, which no writer waits for.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Scope<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.noted(self.readers.read(work))
    }

    /// Whether damage was met.
    pub(crate) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    /// Checks every page, index and reference.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        self.noted(
            self.readers
                .with(|connection| backup::check_open(&self.path, connection)),
        )
    }

    /// Writes a copy that was read back and found whole.
    pub(crate) fn copy_to(&self, target: &Path) -> Result<(), StoreError> {
        self.noted(verified_copy(&self.path, target))
    }

    /// Moves what the log holds into the file if it has grown enough; writers and readers go on beside it.
    pub(crate) fn checkpoint_if_due(&self) -> Result<(), StoreError> {
        self.noted(
            self.readers
                .with(|connection| connect::checkpoint_if_due(&self.path, connection)),
        )
    }

    /// Moves what the log holds into the file and empties it, so that nothing of what was deleted is left in it.
    pub(crate) fn empty_log(&self) -> Result<(), StoreError> {
        self.noted(connect::empty_log(&self.path))
    }

    fn noted<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(StoreError::Corrupt { .. }) = &result {
            self.damaged.store(true, Ordering::Relaxed);
        }
        result
    }
}

#[cfg(test)]
impl Database {
    /// Lets the file grow no further than this many pages from what it is now, as a full disk would.
    pub(crate) fn limit_growth(&self, pages: Option<i64>) {
        self.writer.with(|connection| {
            let now: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
            let limit = pages.map_or(i64::from(u32::MAX) - 1, |pages| now + pages);
            connection.pragma_update_and_check(None, "max_page_count", limit, |_| Ok(()))
        });
    }

    /// Refuses writes, as a read-only file system would.
    pub(crate) fn refuse_writes(&self) {
        self.writer
            .with(|connection| connection.pragma_update(None, "query_only", true));
    }
}

#[cfg(test)]
mod tests;
