//! One SQLite file: how it is opened, migrated and written.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;

use nnc_core::ports::Entropy;

use crate::error::StoreError;
use crate::files;

/// How long a writer waits for another process. Transactions here last a few milliseconds.
const BUSY: Duration = Duration::from_secs(20);

/// Whether a database may be made where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    /// It may be missing: it is made.
    Any,
    /// It was made before: if it is missing or empty, something is wrong.
    Existing,
}

/// One step from a schema to the next.
#[derive(Clone, Copy)]
pub(crate) struct Migration {
    /// Statements.
    pub(crate) sql: &'static str,
    /// What statements cannot say; runs after them.
    pub(crate) then: Option<Convert>,
}

/// Converts what is in the database.
pub(crate) type Convert = fn(&Scope<'_>, &dyn Entropy) -> Result<(), StoreError>;

/// A connection to one file.
#[derive(Debug)]
pub(crate) struct Database {
    path: PathBuf,
    connection: Mutex<Connection>,
}

impl Database {
    /// Opens a file and brings its schema up to date: `migrations[n]` leads from version `n` to `n + 1`.
    pub(crate) fn open(
        path: &Path,
        migrations: &[Migration],
        expect: Expect,
        entropy: &dyn Entropy,
    ) -> Result<Self, StoreError> {
        match expect {
            // Made here rather than by SQLite, for its permissions; the WAL inherits them.
            Expect::Any => files::open_private(path, false)
                .map(drop)
                .map_err(|error| StoreError::io(path, &error))?,
            Expect::Existing if !path.exists() => {
                return Err(StoreError::corrupt(path, "the file is missing"));
            }
            Expect::Existing => {}
        }
        let fail = |error: rusqlite::Error| StoreError::database(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(fail)?;
        connection.busy_timeout(BUSY).map_err(fail)?;
        connection.set_prepared_statement_cache_capacity(64);
        let version = |connection: &Connection| -> Result<i64, StoreError> {
            connection
                .pragma_query_value(None, "user_version", |row| row.get(0))
                .map_err(fail)
        };
        let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
        let found = version(&connection)?;
        if found > known {
            return Err(StoreError::Newer {
                path: path.to_owned(),
                found,
                known,
            });
        }
        if found < 0 || (found == 0 && expect == Expect::Existing) {
            return Err(StoreError::corrupt(path, "the file holds no data of nnc"));
        }
        for (name, value) in [
            ("journal_mode", "WAL"),
            ("synchronous", "FULL"),
            ("foreign_keys", "ON"),
            ("secure_delete", "ON"),
            ("temp_store", "MEMORY"),
            ("trusted_schema", "OFF"),
        ] {
            connection
                .pragma_update_and_check(None, name, value, |_| Ok(()))
                .or_else(|error| match error {
                    // Most answer nothing.
                    rusqlite::Error::QueryReturnedNoRows => Ok(()),
                    error => Err(fail(error)),
                })?;
        }
        if found < known {
            let transaction = connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(fail)?;
            // Another process may have been faster.
            let found = usize::try_from(version(&transaction)?).unwrap_or(0);
            for step in migrations.iter().skip(found) {
                transaction.execute_batch(step.sql).map_err(fail)?;
                if let Some(then) = step.then {
                    let scope = Scope {
                        path,
                        connection: &transaction,
                    };
                    then(&scope, entropy)?;
                }
            }
            transaction
                .pragma_update(None, "user_version", known)
                .map_err(fail)?;
            transaction.commit().map_err(fail)?;
            // SQLite ignores the WAL of an empty main file, so the first content is moved there at once.
            connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
                .map_err(fail)?;
            if let Some(directory) = path.parent() {
                files::sync_dir(directory).map_err(|error| StoreError::io(path, &error))?;
            }
        }
        Ok(Self {
            path: path.to_owned(),
            connection: Mutex::new(connection),
        })
    }

    /// Runs `work` in one transaction that is on disk when this returns `Ok`.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Scope<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = self.connection();
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| StoreError::database(&self.path, &error))?;
        let result = work(&Scope {
            path: &self.path,
            connection: &transaction,
        })?;
        transaction
            .commit()
            .map_err(|error| StoreError::database(&self.path, &error))?;
        Ok(result)
    }

    /// Runs `work` on one consistent view.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Scope<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = self.connection();
        let transaction = connection
            .transaction()
            .map_err(|error| StoreError::database(&self.path, &error))?;
        work(&Scope {
            path: &self.path,
            connection: &transaction,
        })
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere leaves no half-done transaction behind: dropping one rolls it back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A transaction, with errors that name the file.
pub(crate) struct Scope<'a> {
    path: &'a Path,
    connection: &'a Connection,
}

impl Scope<'_> {
    /// Runs a statement and gives the number of changed rows.
    pub(crate) fn run(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<usize, StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(parameters))
            .map_err(|error| self.error(&error))
    }

    /// The first row, if there is one.
    pub(crate) fn first<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        map: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|error| self.error(&error))?;
        let mut rows = statement.query(parameters).map_err(|error| self.error(&error))?;
        match rows.next().map_err(|error| self.error(&error))? {
            Some(row) => map(&Row { row, scope: self }).map(Some),
            None => Ok(None),
        }
    }

    /// All rows.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        map: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|error| self.error(&error))?;
        let mut rows = statement.query(parameters).map_err(|error| self.error(&error))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(|error| self.error(&error))? {
            found.push(map(&Row { row, scope: self })?);
        }
        Ok(found)
    }

    /// Looks at rows one by one, until `look` has seen enough.
    pub(crate) fn scan(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        mut look: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|error| self.error(&error))?;
        let mut rows = statement.query(parameters).map_err(|error| self.error(&error))?;
        while let Some(row) = rows.next().map_err(|error| self.error(&error))? {
            if look(&Row { row, scope: self })?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The file holds what nnc never wrote.
    pub(crate) fn damaged(&self, reason: &str) -> StoreError {
        StoreError::corrupt(self.path, reason)
    }

    /// The history is not what was written.
    pub(crate) fn broken(&self, seq: u64, reason: &'static str) -> StoreError {
        StoreError::HistoryBroken {
            path: self.path.to_owned(),
            seq,
            reason,
        }
    }

    /// The row id of the latest insertion.
    pub(crate) fn last_id(&self) -> i64 {
        self.connection.last_insert_rowid()
    }

    fn error(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::database(self.path, error)
    }
}

/// One row of an answer.
pub(crate) struct Row<'a> {
    row: &'a rusqlite::Row<'a>,
    scope: &'a Scope<'a>,
}

impl Row<'_> {
    /// A column.
    pub(crate) fn get<T: rusqlite::types::FromSql>(&self, column: usize) -> Result<T, StoreError> {
        self.row.get(column).map_err(|error| self.scope.error(&error))
    }

    /// A time or a count.
    pub(crate) fn unsigned(&self, column: usize) -> Result<u64, StoreError> {
        let value: i64 = self.get(column)?;
        u64::try_from(value).map_err(|_| self.damaged(column))
    }

    /// The same, or nothing.
    pub(crate) fn unsigned_or_null(&self, column: usize) -> Result<Option<u64>, StoreError> {
        match self.get::<Option<i64>>(column)? {
            Some(value) => u64::try_from(value).map(Some).map_err(|_| self.damaged(column)),
            None => Ok(None),
        }
    }

    /// A text, without copying it.
    pub(crate) fn text(&self, column: usize) -> Result<&str, StoreError> {
        self.text_or_null(column)?.ok_or_else(|| self.damaged(column))
    }

    /// A text or nothing, without copying it.
    pub(crate) fn text_or_null(&self, column: usize) -> Result<Option<&str>, StoreError> {
        let value = self
            .row
            .get_ref(column)
            .map_err(|error| self.scope.error(&error))?;
        value.as_str_or_null().map_err(|_| self.damaged(column))
    }

    /// A number that stands for something.
    pub(crate) fn known<T>(
        &self,
        column: usize,
        from: impl FnOnce(i64) -> Option<T>,
    ) -> Result<T, StoreError> {
        from(self.get(column)?).ok_or_else(|| self.damaged(column))
    }

    /// A text column that holds JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self, column: usize) -> Result<T, StoreError> {
        serde_json::from_str(self.text(column)?).map_err(|_| self.damaged(column))
    }

    /// A text column that holds JSON, or nothing.
    pub(crate) fn json_or_null<T: DeserializeOwned>(&self, column: usize) -> Result<Option<T>, StoreError> {
        match self.text_or_null(column)? {
            Some(text) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| self.damaged(column)),
            None => Ok(None),
        }
    }

    /// A text column that holds something with a text form.
    pub(crate) fn parse<T: std::str::FromStr>(&self, column: usize) -> Result<T, StoreError> {
        self.text(column)?.parse().map_err(|_| self.damaged(column))
    }

    /// The column holds what nnc never wrote.
    pub(crate) fn damaged(&self, column: usize) -> StoreError {
        let name = self.row.as_ref().column_name(column).unwrap_or("?").to_owned();
        StoreError::corrupt(
            self.scope.path,
            format!("the column {name} holds a value that nnc never wrote"),
        )
    }
}

/// A value as JSON text.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Encode(error.to_string()))
}

/// A time as SQLite keeps it.
pub(crate) fn to_sql(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

#[cfg(test)]
impl Database {
    /// Lets the file grow no further than this many pages from what it is now, as a full disk would.
    pub(crate) fn limit_growth(&self, pages: Option<i64>) -> rusqlite::Result<()> {
        let connection = self.connection();
        let now: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
        let limit = pages.map_or(i64::from(u32::MAX) - 1, |pages| now + pages);
        connection.pragma_update_and_check(None, "max_page_count", limit, |_| Ok(()))
    }

    /// Refuses writes, as a read-only file system would.
    pub(crate) fn refuse_writes(&self) -> rusqlite::Result<()> {
        self.connection().pragma_update(None, "query_only", true)
    }
}
