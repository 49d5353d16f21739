//! The secrets of one router, under names of their own.

use nnc_core::ports::{SecretStore, StoreError};
use nnc_core::secret::{Secret, SecretRef};

use super::{RouterId, RouterRecord, SystemDb, secret_of};

/// The secrets of one router. What is stored here belongs to the router, and goes with it.
///
/// References say `router/<id>/<name>`. In the database of an imported router that is the id which the router had where
/// it was first added: what happened is not rewritten, so its references are read as they are.
#[derive(Debug, Clone, Copy)]
pub struct RouterSecrets<'a> {
    system: &'a SystemDb,
    router: RouterId,
    origin: RouterId,
}

impl SystemDb {
    /// The secrets of a router.
    pub fn secrets_of(&self, router: &RouterRecord) -> RouterSecrets<'_> {
        RouterSecrets {
            system: self,
            router: router.id,
            origin: router.origin,
        }
    }
}

impl RouterSecrets<'_> {
    /// How the database of the router refers to a version of a secret, whether that exists or not.
    pub fn reference(&self, name: &str, version: u32) -> SecretRef {
        SecretRef {
            id: secret_of(self.origin, name),
            version,
        }
    }

    /// The name of a secret that is referred to; `None` if it is of another router, or of none.
    fn name<'a>(&self, reference: &'a SecretRef) -> Option<&'a str> {
        reference.id.strip_prefix(&secret_of(self.origin, ""))
    }
}

impl SecretStore for RouterSecrets<'_> {
    fn put(&self, name: &str, secret: &Secret) -> Result<SecretRef, StoreError> {
        let stored = self.system.put(&secret_of(self.router, name), secret)?;
        Ok(self.reference(name, stored.version))
    }

    fn get(&self, reference: &SecretRef) -> Result<Secret, StoreError> {
        // A reference may have come from the router's own words: it must not open what belongs to others.
        let Some(name) = self.name(reference) else {
            return Err(StoreError {
                code: "no-such-secret",
                message: format!("{} is no secret of a resource of this router", reference.id),
            });
        };
        self.system.get(&SecretRef {
            id: secret_of(self.router, name),
            version: reference.version,
        })
    }

    fn versions(&self, name: &str) -> Result<Vec<SecretRef>, StoreError> {
        let stored = self.system.versions(&secret_of(self.router, name))?;
        Ok(stored
            .into_iter()
            .map(|stored| self.reference(name, stored.version))
            .collect())
    }

    fn remove(&self, name: &str) -> Result<(), StoreError> {
        self.system.remove(&secret_of(self.router, name))
    }
}
