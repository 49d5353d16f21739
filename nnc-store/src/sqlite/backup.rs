//! Copies of a database that are known to be whole.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::connect::{Access, connect, expect_ok};
use super::migrate::version_of;
use crate::error::StoreError;
use crate::files;

/// What the connection that copies may keep.
const CACHE_KIB: u32 = 256;

/// Copies a database as it is now, others may go on writing; reads the copy back and checks it in full. A file of
/// the name `target` exists only if all of that went well.
pub(crate) fn verified_copy(path: &Path, target: &Path) -> Result<(), StoreError> {
    let draft = draft_of(target);
    // Copying counts as writing for a connection that only reads, so it has one of its own.
    let connection = connect(path, Access::Write, CACHE_KIB)?;
    let result = (|| {
        files::remove_if_present(&draft).map_err(|error| StoreError::io(&draft, &error))?;
        // Made here for its permissions; SQLite accepts an empty file.
        files::open_private(&draft, true).map_err(|error| StoreError::io(&draft, &error))?;
        let name = draft.to_str().ok_or_else(|| StoreError::Unwritable {
            path: draft.clone(),
            reason: "its name is no valid UTF-8".to_owned(),
        })?;
        connection.execute("VACUUM INTO ?1", [name]).map_err(|error| {
            // Reading fails for the file, writing for the copy.
            match StoreError::database(path, &error) {
                StoreError::Full(_) => StoreError::Full(draft.clone()),
                error => error,
            }
        })?;
        let version = version_of(path, &connection)?;
        if check_whole(&draft)? != version {
            return Err(StoreError::corrupt(&draft, "the copy has another schema version"));
        }
        sync(&draft)?;
        fs::rename(&draft, target).map_err(|error| StoreError::io(target, &error))?;
        match target.parent() {
            Some(directory) => files::sync_dir(directory).map_err(|error| StoreError::io(directory, &error)),
            None => Ok(()),
        }
    })();
    if result.is_err() {
        // What is wrong was said already.
        let _left = files::remove_if_present(&draft);
    }
    result
}

/// Checks a copy in full, and says its schema version.
pub(crate) fn check_whole(path: &Path) -> Result<i64, StoreError> {
    if !path.exists() {
        return Err(StoreError::NoBackup(path.to_owned()));
    }
    let fail = |error: rusqlite::Error| StoreError::database(path, &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let copy = Connection::open_with_flags(path, flags).map_err(fail)?;
    check_open(path, &copy)?;
    version_of(path, &copy)
}

/// Checks every page, index and reference of an open file.
pub(super) fn check_open(path: &Path, connection: &Connection) -> Result<(), StoreError> {
    expect_ok(path, connection, "PRAGMA integrity_check(1)")?;
    let dangling = connection
        .prepare("PRAGMA foreign_key_check")
        .and_then(|mut check| check.exists([]))
        .map_err(|error| StoreError::database(path, &error))?;
    if dangling {
        return Err(StoreError::corrupt(path, "rows refer to rows that are missing"));
    }
    Ok(())
}

fn draft_of(target: &Path) -> PathBuf {
    let mut name = OsString::from(target);
    name.push(".draft");
    PathBuf::from(name)
}

fn sync(path: &Path) -> Result<(), StoreError> {
    fs::File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|error| StoreError::io(path, &error))
}
