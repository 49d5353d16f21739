//! Connections and their settings.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::readers;
use crate::error::StoreError;

/// How long a writer waits for another process. Transactions here last a few milliseconds.
const BUSY: Duration = Duration::from_secs(20);

/// How many file descriptors an open database holds at most: each connection has the file and the log, and all of
/// one process share the index of the log.
pub(crate) const DESCRIPTORS: usize = 2 * (1 + readers::MOST) + 1;

/// From this many bytes on the log is to be moved into the file when nobody waits for it.
const LOG_DUE: u64 = 4 << 20;

/// The log is cut back to this many bytes when it starts anew: it keeps the room that it will need again, and is longer
/// than this only if it has filled that.
const LOG_KEPT: u64 = LOG_DUE - 4_096;

/// At this many pages of the log the next commit moves them itself, as SQLite does by default at 1 000: so the log stays
/// bounded where nobody finds the time for it.
const LOG_PAGES: u32 = 4_000;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Write,
    Read,
}

/// The write-ahead log of a database.
pub(super) fn wal_of(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push("-wal");
    PathBuf::from(name)
}

/// Opens a file that exists.
pub(super) fn connect(path: &Path, access: Access, cache_kib: u32) -> Result<Connection, StoreError> {
    let fail = |error: rusqlite::Error| StoreError::database(path, &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(fail)?;
    connection.busy_timeout(BUSY).map_err(fail)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Statements are planned once, and not anew for each value that is bound (SQLITE_DBCONFIG_ENABLE_QPSG,
    // https://sqlite.org/c3ref/c_dbconfig_defensive.html): planning costs more than most queries here.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(fail)?;
    for (name, value) in [
        // Before the first write: a new file passes through a rollback journal on its way to a write-ahead log, and
        // if that came back after a power cut, because the directory was not synced, it would undo everything.
        ("synchronous", "EXTRA".to_owned()),
        ("journal_mode", "WAL".to_owned()),
        ("journal_size_limit", LOG_KEPT.to_string()),
        ("wal_autocheckpoint", LOG_PAGES.to_string()),
        ("cache_size", format!("-{cache_kib}")),
        ("foreign_keys", "ON".to_owned()),
        ("secure_delete", "ON".to_owned()),
        ("temp_store", "MEMORY".to_owned()),
        ("trusted_schema", "OFF".to_owned()),
    ] {
        set(&connection, name, &value).map_err(fail)?;
    }
    if access == Access::Read {
        only_read(path, &connection)?;
    }
    Ok(connection)
}

/// Whether somebody has a file open, as far as a damaged one lets that be known: whoever has it open holds a shared lock
/// on it, and a connection that wants it for itself does not get it then.
pub(crate) fn is_open_elsewhere(path: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let looked = Connection::open_with_flags(path, flags).and_then(|connection| {
        connection.busy_timeout(Duration::ZERO)?;
        set(&connection, "locking_mode", "EXCLUSIVE")?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
    });
    let code = looked.err().and_then(|error| error.sqlite_error_code());
    matches!(code, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// From now on the connection refuses to write.
pub(super) fn only_read(path: &Path, connection: &Connection) -> Result<(), StoreError> {
    set(connection, "query_only", "ON").map_err(|error| StoreError::database(path, &error))
}

fn set(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    match connection.pragma_update_and_check(None, name, value, |_| Ok(())) {
        // Most answer nothing.
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(()),
        other => other,
    }
}

/// Whether the pages of the file fit together; quicker than a full check, because indexes are not compared.
pub(super) fn check_quickly(path: &Path, connection: &Connection) -> Result<(), StoreError> {
    expect_ok(path, connection, "PRAGMA quick_check(1)")
}

/// Runs a check that answers `ok`.
pub(super) fn expect_ok(path: &Path, connection: &Connection, check: &str) -> Result<(), StoreError> {
    let answer: String = connection
        .query_row(check, [], |row| row.get(0))
        .map_err(|error| StoreError::database(path, &error))?;
    if answer == "ok" {
        Ok(())
    } else {
        Err(StoreError::corrupt(path, answer))
    }
}

/// Moves what the log holds into the file if it has grown enough, as far as that goes without waiting for anybody.
pub(super) fn checkpoint_if_due(path: &Path, connection: &Connection) -> Result<(), StoreError> {
    if wal_of(path).metadata().is_ok_and(|log| log.len() < LOG_DUE) {
        return Ok(());
    }
    connection
        .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
        .map_err(|error| StoreError::database(path, &error))
}

/// Moves what the log holds into the file, waiting for those who read it, and cuts it to nothing.
pub(super) fn empty_log(path: &Path) -> Result<(), StoreError> {
    let connection = connect(path, Access::Write, 256)?;
    let busy: bool = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .map_err(|error| StoreError::database(path, &error))?;
    if busy {
        return Err(StoreError::Busy(path.to_owned()));
    }
    Ok(())
}

/// Opens a file for nothing but a look at whether it is whole.
pub(crate) fn quick_check(path: &Path) -> Result<(), StoreError> {
    if !path.exists() {
        return Err(StoreError::corrupt(path, "the file is missing"));
    }
    let connection = connect(path, Access::Read, 256)?;
    check_quickly(path, &connection)
}
