//! A router on its way to another data directory, or from one.

use nnc_core::identity::ControllerId;
use nnc_core::secret::{Secret, SecretRef};
use serde::{Deserialize, Serialize};

use super::{
    NewRouter, PASSWORD, RouterId, RouterRecord, SystemDb, add_row, by_id, secret_of, set_password_of,
};
use crate::error::StoreError;

/// A secret of a router, and which versions of it there are; not what they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SecretEntry {
    /// Its name among those of the router.
    pub name: String,
    /// The last version that was given, which may be gone.
    pub last_version: u32,
    /// The versions that there are, oldest first.
    pub versions: Vec<u32>,
}

/// A router from elsewhere.
#[derive(Debug)]
pub(crate) struct MovedRouter<'a> {
    pub(crate) new: NewRouter,
    /// Whose mark our rows carry there.
    pub(crate) controller: ControllerId,
    pub(crate) created_at: u64,
    pub(crate) origin: RouterId,
    pub(crate) entries: &'a [SecretEntry],
    /// The secrets in the order of the entries and their versions; none where they were left out.
    pub(crate) secrets: Vec<Secret>,
}

impl SystemDb {
    /// Which secrets a router has, by name.
    pub(crate) fn secret_entries(&self, router: RouterId) -> Result<Vec<SecretEntry>, StoreError> {
        let (first, end) = (secret_of(router, ""), format!("router/{router}0"));
        self.database.read(|scope| {
            let names =
                "SELECT name, last_version FROM secret_names WHERE name >= ?1 AND name < ?2 ORDER BY name";
            let names = scope.all(names, (&first, &end), |row| {
                Ok((row.get::<String>(0)?, row.get::<u32>(1)?))
            })?;
            let entry = |(name, last_version): (String, u32)| {
                let versions = "SELECT version FROM secrets WHERE name = ?1 ORDER BY version";
                Ok(SecretEntry {
                    versions: scope.all(versions, [&name], |row| row.get(0))?,
                    name: name.strip_prefix(&first).unwrap_or_default().to_owned(),
                    last_version,
                })
            };
            names.into_iter().map(entry).collect()
        })
    }

    /// The secrets of these entries, in their order.
    pub(crate) fn secrets_in(
        &self,
        router: RouterId,
        entries: &[SecretEntry],
    ) -> Result<Vec<Secret>, StoreError> {
        references(router, entries)
            .map(|(_, reference)| self.open_sealed(&reference))
            .collect()
    }

    /// Adds a router from elsewhere with its secrets; `prepare` makes its files before it becomes visible.
    pub(crate) fn insert_moved(
        &self,
        moved: &MovedRouter<'_>,
        prepare: impl FnOnce(RouterId) -> Result<(), StoreError>,
    ) -> Result<RouterRecord, StoreError> {
        self.database.write(|scope| {
            let id = add_row(
                scope,
                &moved.new,
                moved.controller,
                moved.created_at,
                Some(moved.origin),
            )?;
            // What is left out keeps its last version, so that nothing refers to what is stored later.
            for entry in moved.entries {
                scope.run(
                    "INSERT INTO secret_names (name, last_version) VALUES (?1, ?2)",
                    (secret_of(id, &entry.name), entry.last_version),
                )?;
            }
            for ((entry, reference), secret) in references(id, moved.entries).zip(&moved.secrets) {
                self.put_version(scope, &reference, secret)?;
                if entry.name == PASSWORD {
                    set_password_of(scope, id, &reference)?;
                }
            }
            prepare(id)?;
            by_id(scope, id)
        })
    }
}

/// A reference to each version of each entry.
fn references(router: RouterId, entries: &[SecretEntry]) -> impl Iterator<Item = (&SecretEntry, SecretRef)> {
    entries.iter().flat_map(move |entry| {
        entry.versions.iter().map(move |version| {
            let reference = SecretRef {
                id: secret_of(router, &entry.name),
                version: *version,
            };
            (entry, reference)
        })
    })
}
