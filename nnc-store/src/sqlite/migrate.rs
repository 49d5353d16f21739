//! From the schema of a file to the one of this program.

use std::path::{Path, PathBuf};

use nnc_core::ports::Entropy;
use rusqlite::{Connection, TransactionBehavior};

use super::Expect;
use super::backup::verified_copy;
use super::connect::check_quickly;
use super::scope::Scope;
use super::stamp::Stamp;
use crate::error::StoreError;
use crate::files;

/// One step from a schema to the next, in one transaction.
#[derive(Clone, Copy)]
pub(crate) struct Migration {
    /// Statements.
    pub(crate) sql: &'static str,
    /// What statements cannot say; runs after them.
    pub(crate) then: Option<Convert>,
}

/// Converts what is in the database.
pub(crate) type Convert = fn(&Scope<'_>, &dyn Entropy) -> Result<(), StoreError>;

/// Brings files up to date: `steps[n]` leads from version `n` to `n + 1`.
pub(crate) struct Migrator<'a> {
    pub(crate) steps: &'a [Migration],
    pub(crate) entropy: &'a dyn Entropy,
    /// What the file must be.
    pub(crate) stamp: &'a Stamp,
    /// Where a copy goes before a file with data is changed, given its version.
    pub(crate) backup: &'a dyn Fn(i64) -> Result<PathBuf, StoreError>,
}

/// The schema version of a file.
pub(crate) fn version_of(path: &Path, connection: &Connection) -> Result<i64, StoreError> {
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(|error| StoreError::database(path, &error))
}

impl Migrator<'_> {
    fn known(&self) -> i64 {
        i64::try_from(self.steps.len()).unwrap_or(i64::MAX)
    }

    /// What can be said of a version without doing anything.
    pub(crate) fn accept(&self, path: &Path, found: i64, expect: Expect) -> Result<(), StoreError> {
        if found > self.known() {
            return Err(StoreError::Newer {
                path: path.to_owned(),
                found,
                known: self.known(),
            });
        }
        if found < 0 || (found == 0 && expect == Expect::Existing) {
            return Err(StoreError::corrupt(path, "the file holds no data of nnc"));
        }
        Ok(())
    }

    pub(super) fn run(
        &self,
        path: &Path,
        connection: &mut Connection,
        expect: Expect,
    ) -> Result<(), StoreError> {
        let found = version_of(path, connection)?;
        let stamped = found > 0 && self.stamp.check(path, connection)?;
        self.accept(path, found, expect)?;
        if found == self.known() {
            if !stamped {
                self.stamp.put(path, connection);
            }
            return Ok(());
        }
        let mut copied = found == 0;
        while self.step(path, connection, &mut copied)? {}
        self.stamp.put(path, connection);
        if found > 0 {
            check_quickly(path, connection)?;
        }
        // SQLite ignores the WAL of an empty main file, so the first content is moved there at once.
        connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(|error| StoreError::database(path, &error))?;
        match path.parent() {
            Some(directory) => files::sync_dir(directory).map_err(|error| StoreError::io(path, &error)),
            None => Ok(()),
        }
    }

    /// Does one step; `false` when there is none left.
    fn step(&self, path: &Path, connection: &mut Connection, copied: &mut bool) -> Result<bool, StoreError> {
        let fail = |error: rusqlite::Error| StoreError::database(path, &error);
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fail)?;
        // Another process may have been faster.
        let found = version_of(path, &transaction)?;
        let Some(step) = usize::try_from(found)
            .ok()
            .and_then(|found| self.steps.get(found))
        else {
            return Ok(false);
        };
        if !*copied {
            // Under the lock of this transaction, so that of several processes one makes the copy.
            verified_copy(path, &(self.backup)(found)?)?;
            *copied = true;
        }
        transaction.execute_batch(step.sql).map_err(fail)?;
        if let Some(then) = step.then {
            then(&Scope::new(path, &transaction), self.entropy)?;
        }
        let dangling = transaction
            .prepare("PRAGMA foreign_key_check")
            .and_then(|mut check| check.exists([]))
            .map_err(fail)?;
        if dangling {
            return Err(StoreError::corrupt(path, "rows refer to rows that are missing"));
        }
        transaction
            .pragma_update(None, "user_version", found + 1)
            .map_err(fail)?;
        transaction.commit().map_err(fail)?;
        Ok(true)
    }
}
