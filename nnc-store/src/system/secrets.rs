//! Secrets, and exchanging the key that they are encrypted with.
//!
//! Which key is in force is written in the database, by its id, in the same transaction as what it encrypts. While it
//! is exchanged there are two, the old one until everything is encrypted with the new one; after an interruption that
//! id says which of them counts.

use std::sync::PoisonError;

use nnc_core::ports::SecretStore;
use nnc_core::secret::{Secret, SecretRef};

use super::{RouterId, SystemDb, secret_of};
use crate::cipher;
use crate::error::StoreError;
use crate::key::{Key, KeyProvider};
use crate::sqlite::Scope;

/// The setting that holds the id of the key in force.
const KEY: &str = "secrets.key";

impl SystemDb {
    /// Encrypts every secret anew with another key from the same place, in one transaction. The old key goes only when
    /// the new one is in force; an interruption leaves one of the two in force, and calling again does the rest.
    /// Says how many secrets there were. Copies of the database that were made before need the old key.
    ///
    /// # Errors
    /// [`StoreError::KeyFixed`] where the place can hold only one key; [`StoreError::KeyWrong`] or
    /// [`StoreError::SecretUnreadable`] if the key in force is not at hand; or if something cannot be written.
    pub fn rotate_key(&self) -> Result<usize, StoreError> {
        let _alone = self.exchange.lock().unwrap_or_else(PoisonError::into_inner);
        self.database.write(|scope| self.settle_exchange(scope))?;
        let count = self.database.write(|scope| {
            let next = self.keys.stage(&*self.entropy)?;
            self.encrypt_anew(scope, &next)
        })?;
        self.database.write(|scope| self.settle_exchange(scope))?;
        Ok(count)
    }

    /// Encrypts every secret anew with the key of another place, which is made if it is missing, in one transaction.
    /// From then on the directory must be opened with that place. The old key is left for the caller to remove.
    ///
    /// # Errors
    /// As for [`rotate_key`](Self::rotate_key), and if the other place cannot be used.
    pub fn move_key(&self, to: &dyn KeyProvider) -> Result<usize, StoreError> {
        let _alone = self.exchange.lock().unwrap_or_else(PoisonError::into_inner);
        self.database.write(|scope| self.settle_exchange(scope))?;
        let next = match to.load()? {
            Some(key) => key,
            None => to.create(&*self.entropy)?,
        };
        self.database.write(|scope| self.encrypt_anew(scope, &next))
    }

    /// If an exchange was cut short after everything was encrypted, the new key takes its place.
    pub(super) fn finish_exchange(&self) -> Result<(), StoreError> {
        let _alone = self.exchange.lock().unwrap_or_else(PoisonError::into_inner);
        match self.keys.staged()? {
            Some(_) => self.database.write(|scope| self.settle_exchange(scope)),
            None => Ok(()),
        }
    }

    /// Keys change places only under the lock of a writing transaction: of several processes one does it at a time.
    /// It must not be the transaction that encrypts, which may yet fail.
    fn settle_exchange(&self, scope: &Scope<'_>) -> Result<(), StoreError> {
        if let (Some(id), Some(staged)) = (in_force(scope)?, self.keys.staged()?)
            && id == staged.id()
        {
            self.keys.promote()?;
        }
        Ok(())
    }

    fn encrypt_anew(&self, scope: &Scope<'_>, next: &Key) -> Result<usize, StoreError> {
        let opened = self.open_all(scope)?;
        let id = next.id();
        for (reference, secret) in &opened {
            let sealed = self.seal(next, reference, secret)?;
            scope.run(
                "UPDATE secrets SET sealed = ?3, key = ?4 WHERE name = ?1 AND version = ?2",
                (&reference.id, reference.version, sealed, &id),
            )?;
        }
        put_in_force(scope, &id)?;
        Ok(opened.len())
    }

    /// Every secret. The key is needed only where there are some.
    pub(super) fn open_all(&self, scope: &Scope<'_>) -> Result<Vec<(SecretRef, Secret)>, StoreError> {
        let sealed = scope.all("SELECT name, version, sealed FROM secrets", [], |row| {
            let reference = SecretRef {
                id: row.get(0)?,
                version: row.get(1)?,
            };
            Ok((reference, row.get::<Vec<u8>>(2)?))
        })?;
        if sealed.is_empty() {
            return Ok(Vec::new());
        }
        let current = self.current(scope)?;
        let open = |(reference, sealed): (SecretRef, Vec<u8>)| {
            let secret = cipher::open(&current, &reference, &sealed)
                .ok_or_else(|| StoreError::SecretUnreadable(reference.id.clone()))?;
            Ok((reference, secret))
        };
        sealed.into_iter().map(open).collect()
    }

    /// The key in force, inside a transaction, so that no exchange comes in between.
    fn current(&self, scope: &Scope<'_>) -> Result<Key, StoreError> {
        let loaded = self.keys.load()?;
        let Some(id) = in_force(scope)? else {
            // Written before keys had ids.
            return loaded.ok_or_else(|| StoreError::KeyMissing(self.keys.location()));
        };
        if let Some(key) = loaded.iter().find(|key| key.id() == id) {
            return Ok(key.clone());
        }
        // Another process is just exchanging it, or was cut short.
        if let Some(key) = self.keys.staged()?.filter(|key| key.id() == id) {
            return Ok(key);
        }
        match (loaded, self.keys.load()?) {
            (_, Some(key)) if key.id() == id => Ok(key),
            (None, _) => Err(StoreError::KeyMissing(self.keys.location())),
            (Some(_), _) => Err(StoreError::KeyWrong(self.keys.location())),
        }
    }

    fn current_or_new(&self, scope: &Scope<'_>) -> Result<Key, StoreError> {
        let used = scope.first("SELECT 1 FROM secrets", [], |_| Ok(()))?.is_some();
        let key = match self.current(scope) {
            // A new key would hide that the secrets of the old one are lost.
            Err(StoreError::KeyMissing(_)) if !used => self.keys.create(&*self.entropy)?,
            Err(StoreError::KeyWrong(_)) if !used => match self.keys.load()? {
                Some(key) => key,
                None => self.keys.create(&*self.entropy)?,
            },
            other => other?,
        };
        put_in_force(scope, &key.id())?;
        Ok(key)
    }

    fn seal(&self, key: &Key, reference: &SecretRef, secret: &Secret) -> Result<Vec<u8>, StoreError> {
        cipher::seal(key, &*self.entropy, reference, secret)
            .ok_or_else(|| StoreError::Encode(format!("the secret {:?} is too long", reference.id)))
    }

    pub(super) fn put_secret(
        &self,
        scope: &Scope<'_>,
        name: &str,
        secret: &Secret,
    ) -> Result<SecretRef, StoreError> {
        let key = self.current_or_new(scope)?;
        let version: u32 = scope
            .first(
                "INSERT INTO secret_names (name, last_version) VALUES (?1, 1)
                 ON CONFLICT (name) DO UPDATE SET last_version = last_version + 1 RETURNING last_version",
                [name],
                |row| row.get(0),
            )?
            .unwrap_or(1);
        let reference = SecretRef {
            id: name.to_owned(),
            version,
        };
        self.put_sealed(scope, &key, &reference, secret)?;
        Ok(reference)
    }

    /// Stores a version of a secret whose name is there.
    pub(super) fn put_version(
        &self,
        scope: &Scope<'_>,
        reference: &SecretRef,
        secret: &Secret,
    ) -> Result<(), StoreError> {
        let key = self.current_or_new(scope)?;
        self.put_sealed(scope, &key, reference, secret)
    }

    fn put_sealed(
        &self,
        scope: &Scope<'_>,
        key: &Key,
        reference: &SecretRef,
        secret: &Secret,
    ) -> Result<(), StoreError> {
        let sealed = self.seal(key, reference, secret)?;
        scope
            .run(
                "INSERT INTO secrets (name, version, sealed, key) VALUES (?1, ?2, ?3, ?4)",
                (&reference.id, reference.version, sealed, key.id()),
            )
            .map(drop)
    }

    pub(super) fn open_sealed(&self, reference: &SecretRef) -> Result<Secret, StoreError> {
        loop {
            let mut seen = None;
            let opened = self.database.read(|scope| {
                seen = in_force(scope)?;
                let sealed: Vec<u8> = scope
                    .first(
                        "SELECT sealed FROM secrets WHERE name = ?1 AND version = ?2",
                        (&reference.id, reference.version),
                        |row| row.get(0),
                    )?
                    .ok_or_else(|| StoreError::NoSuchSecret(reference.id.clone()))?;
                let key = self.current(scope)?;
                cipher::open(&key, reference, &sealed)
                    .ok_or_else(|| StoreError::SecretUnreadable(reference.id.clone()))
            });
            match opened {
                // The view was from before an exchange that has ended since, and its key is gone.
                Err(StoreError::KeyWrong(_)) if self.database.read(in_force)? != seen => {}
                other => return other,
            }
        }
    }
}

#[cfg(test)]
impl SystemDb {
    /// A secret as it is on disk.
    pub(crate) fn sealed(&self, reference: &SecretRef) -> Vec<u8> {
        let query = "SELECT sealed FROM secrets WHERE name = ?1 AND version = ?2";
        let sealed = self
            .database
            .read(|scope| scope.first(query, (&reference.id, reference.version), |row| row.get(0)));
        sealed.unwrap().unwrap()
    }
}

impl SecretStore for SystemDb {
    fn put(&self, name: &str, secret: &Secret) -> Result<SecretRef, nnc_core::ports::StoreError> {
        Ok(self
            .database
            .write(|scope| self.put_secret(scope, name, secret))?)
    }

    fn get(&self, reference: &SecretRef) -> Result<Secret, nnc_core::ports::StoreError> {
        Ok(self.open_sealed(reference)?)
    }

    fn versions(&self, name: &str) -> Result<Vec<SecretRef>, nnc_core::ports::StoreError> {
        let versions = self.database.read(|scope| {
            scope.all(
                "SELECT version FROM secrets WHERE name = ?1 ORDER BY version DESC",
                [name],
                |row| row.get(0),
            )
        })?;
        let reference = |version| SecretRef {
            id: name.to_owned(),
            version,
        };
        Ok(versions.into_iter().map(reference).collect())
    }

    fn remove(&self, name: &str) -> Result<(), nnc_core::ports::StoreError> {
        Ok(self.database.write(|scope| remove(scope, name))?)
    }
}

/// The name stays with its last version, so that no reference ever points at a later secret.
fn remove(scope: &Scope<'_>, name: &str) -> Result<(), StoreError> {
    scope.run("DELETE FROM secrets WHERE name = ?1", [name]).map(drop)
}

/// Forgets every secret of a router, and their names: its id is never given again.
pub(super) fn remove_of_router(scope: &Scope<'_>, router: RouterId) -> Result<(), StoreError> {
    // All names that start with `router/<id>/`: the character after `/` is `0`.
    let (first, end) = (secret_of(router, ""), format!("router/{router}0"));
    for table in ["secrets", "secret_names"] {
        let delete = format!("DELETE FROM {table} WHERE name >= ?1 AND name < ?2");
        scope.run(&delete, (&first, &end))?;
    }
    Ok(())
}

fn in_force(scope: &Scope<'_>) -> Result<Option<String>, StoreError> {
    scope.first("SELECT value FROM settings WHERE name = ?1", [KEY], |row| {
        row.get(0)
    })
}

fn put_in_force(scope: &Scope<'_>, id: &str) -> Result<(), StoreError> {
    scope
        .run(
            "INSERT INTO settings (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = ?2 WHERE value <> ?2",
            (KEY, id),
        )
        .map(drop)
}
