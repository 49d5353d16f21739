//! Routers that were removed: in the archive, or on their way out of it for ever.

use super::{ROUTER, RouterId, RouterRecord, SystemDb, kept, record, secrets};
use crate::error::StoreError;
use crate::sqlite::{Row, to_sql};

/// What has become of a router.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It is in use.
    Kept,
    /// It was removed and can be brought back.
    Archived,
    /// It was removed for ever, and its files are on their way.
    Purged,
}

impl Presence {
    fn from_text(text: &str) -> Option<Self> {
        match text {
            "kept" => Some(Self::Kept),
            "archived" => Some(Self::Archived),
            "purged" => Some(Self::Purged),
            _ => None,
        }
    }
}

/// A router that was removed and can be brought back.
#[derive(Debug, Clone, PartialEq)]
pub struct ArchivedRouter {
    /// The router, as it was remembered.
    pub router: RouterRecord,
    /// When it was removed, in milliseconds since 1970.
    pub archived_at: u64,
}

impl SystemDb {
    /// The routers in the archive, by name and time.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn archived(&self) -> Result<Vec<ArchivedRouter>, StoreError> {
        let query = format!("{ROUTER} WHERE presence = 'archived' ORDER BY name, deleted_at");
        self.database.read(|scope| scope.all(&query, [], archived))
    }

    /// The router in the archive that was called so; of several, the one with this id.
    ///
    /// # Errors
    /// [`StoreError::NoSuchArchive`]; [`StoreError::ArchiveAmbiguous`]; or if the database cannot be read.
    pub fn archived_router(&self, name: &str, id: Option<i64>) -> Result<ArchivedRouter, StoreError> {
        let mut found = self.archived()?;
        found.retain(|archived| {
            archived.router.name == name && id.is_none_or(|id| archived.router.id.0 == id)
        });
        if found.len() > 1 {
            let ids: Vec<String> = found
                .iter()
                .map(|archived| archived.router.id.to_string())
                .collect();
            return Err(StoreError::ArchiveAmbiguous {
                name: name.to_owned(),
                ids: ids.join(", "),
            });
        }
        found
            .pop()
            .ok_or_else(|| StoreError::NoSuchArchive(name.to_owned()))
    }

    /// What has become of a router; `None` if there is no row of it.
    pub(crate) fn presence(&self, id: RouterId) -> Result<Option<Presence>, StoreError> {
        let read = |row: &Row<'_>| Presence::from_text(row.text(0)?).ok_or_else(|| row.damaged(0));
        self.database
            .read(|scope| scope.first("SELECT presence FROM routers WHERE id = ?1", [id.0], read))
    }

    /// The routers that are not kept.
    pub(crate) fn removed(&self) -> Result<Vec<RouterId>, StoreError> {
        let query = "SELECT id FROM routers WHERE presence <> 'kept'";
        self.database
            .read(|scope| scope.all(query, [], |row| Ok(RouterId(row.get(0)?))))
    }

    /// Marks a router as archived.
    pub(crate) fn archive(&self, id: RouterId, at: u64) -> Result<(), StoreError> {
        let change = "UPDATE routers SET presence = 'archived', deleted_at = ?2 WHERE id = ?1";
        self.database
            .write(|scope| scope.run(change, (id.0, to_sql(at))).map(drop))
    }

    /// Marks a router as kept, under this name.
    pub(crate) fn keep(&self, id: RouterId, name: &str) -> Result<(), StoreError> {
        self.database.write(|scope| {
            if kept(scope, name)?.is_some() {
                return Err(StoreError::RouterExists(name.to_owned()));
            }
            let change = "UPDATE routers SET presence = 'kept', deleted_at = NULL, name = ?2 WHERE id = ?1";
            scope.run(change, (id.0, name)).map(drop)
        })
    }

    /// Marks a router as purged, and forgets its secrets.
    pub(crate) fn forget(&self, id: RouterId, at: u64) -> Result<(), StoreError> {
        self.database.write(|scope| {
            let change =
                "UPDATE routers SET presence = 'purged', deleted_at = ?2, password = NULL WHERE id = ?1";
            scope.run(change, (id.0, to_sql(at)))?;
            secrets::remove_of_router(scope, id)
        })
    }

    /// Removes the row of a purged router, and before it what the log still holds of its secrets.
    pub(crate) fn delete(&self, id: RouterId) -> Result<(), StoreError> {
        self.database.empty_log()?;
        let delete = "DELETE FROM routers WHERE id = ?1 AND presence = 'purged'";
        self.database.write(|scope| scope.run(delete, [id.0]).map(drop))
    }
}

fn archived(row: &Row<'_>) -> Result<ArchivedRouter, StoreError> {
    Ok(ArchivedRouter {
        router: record(row)?,
        archived_at: row.unsigned(11)?,
    })
}
