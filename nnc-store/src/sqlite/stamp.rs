//! Which database a file is: its tables tell the kind, its application id (SQLite, "Database File Format", offset 68)
//! whose it is. Files of older versions have no such id; they get it when they are opened in their place.

use std::path::Path;

use nnc_core::identity::ControllerId;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};

use super::scope::Scope;
use crate::error::StoreError;
use crate::system::RouterId;

/// What a file must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    what: String,
    /// A table that only this kind has, in every version.
    table: &'static str,
    /// `None` where it is not known.
    id: Option<i32>,
}

impl Stamp {
    /// The database of an installation: `nncs`.
    pub(crate) fn system() -> Self {
        Self {
            what: "the database of all routers".to_owned(),
            table: "routers",
            id: Some(i32::from_be_bytes(*b"nncs")),
        }
    }

    /// The database of a router of this installation.
    pub(crate) fn router(installation: Option<ControllerId>, router: RouterId) -> Self {
        let Some(installation) = installation else {
            return Self::unknown_router();
        };
        let text = format!("nnc database of router {router} of {installation}");
        let hash = Sha256::digest(text);
        Self {
            what: "the database of this router".to_owned(),
            // Never zero, which is no id at all.
            id: Some(i32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]) | 1),
            ..Self::unknown_router()
        }
    }

    /// A database with this table.
    #[cfg(test)]
    pub(super) fn of(table: &'static str) -> Self {
        Self {
            table,
            ..Self::unknown_router()
        }
    }

    /// The database of some router.
    pub(crate) fn unknown_router() -> Self {
        Self {
            what: "the database of a router".to_owned(),
            table: "resources",
            id: None,
        }
    }

    /// Refuses a file that is known to be something else. Says whether it is known to be the right one.
    pub(crate) fn check(&self, path: &Path, connection: &Connection) -> Result<bool, StoreError> {
        let fail = |error: rusqlite::Error| StoreError::database(path, &error);
        let is_kind: bool = connection
            .query_row(
                "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)",
                [self.table],
                |row| row.get(0),
            )
            .map_err(fail)?;
        if !is_kind {
            return Err(self.misplaced(path, "it is another kind of database".to_owned()));
        }
        let found: i32 = connection
            .pragma_query_value(None, "application_id", |row| row.get(0))
            .map_err(fail)?;
        match self.id {
            Some(id) if found == id => Ok(true),
            Some(_) if found != 0 => Err(self.misplaced(
                path,
                "it belongs to another router, or to another installation".to_owned(),
            )),
            _ => Ok(false),
        }
    }

    /// The same for a file that nobody has open.
    pub(crate) fn check_file(&self, path: &Path) -> Result<bool, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| StoreError::database(path, &error))?;
        self.check(path, &connection)
    }

    /// Writes into a file which it is. It can be used without, so what keeps this from being written is no error.
    pub(super) fn put(&self, path: &Path, connection: &Connection) {
        let Some(id) = self.id else { return };
        if let Err(error) = connection.pragma_update(None, "application_id", id) {
            tracing::debug!(path = %path.display(), %error, "a database cannot be stamped");
        }
    }

    /// Takes it out of a file whose place is not known yet.
    pub(crate) fn remove(scope: &Scope<'_>) -> Result<(), StoreError> {
        scope.run("PRAGMA application_id = 0", []).map(drop)
    }

    pub(crate) fn misplaced(&self, path: &Path, reason: String) -> StoreError {
        StoreError::Misplaced {
            path: path.to_owned(),
            wanted: self.what.clone(),
            reason,
        }
    }
}
