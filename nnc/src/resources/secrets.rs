//! The secrets of one router's resources: under names of their own in the store of all.

use std::collections::BTreeMap;
use std::sync::Arc;

use nnc_core::identity::ResourceId;
use nnc_core::object::Value;
use nnc_core::ports::{SecretStore, StoreError};
use nnc_core::resource::{FieldValue, ResourceType, secret_name};
use nnc_core::secret::{Secret, SecretRef};
use nnc_store::RouterRecord;

use crate::error::{Error, ErrorKind};
use crate::instance::Shared;

/// What an adapter sees of the store: secrets of the resources of its router.
pub(crate) struct RouterSecrets {
    shared: Arc<Shared>,
    router: RouterRecord,
}

impl RouterSecrets {
    pub(crate) fn new(shared: Arc<Shared>, router: RouterRecord) -> Self {
        Self { shared, router }
    }

    fn stored(&self) -> nnc_store::RouterSecrets<'_> {
        self.shared.system.secrets_of(&self.router)
    }

    /// References to these secrets of a resource. One that is stored already keeps its version; another is stored as
    /// the next one, unless nothing may be written (`keep` is false): then it gets the number that it would have.
    pub(super) fn refer(
        &self,
        resource: &ResourceId,
        secrets: &BTreeMap<&'static str, Secret>,
        keep: bool,
    ) -> Result<BTreeMap<String, FieldValue>, Error> {
        let mut references = BTreeMap::new();
        for (field, secret) in secrets {
            let name = secret_name(resource, field);
            let newest = self.versions(&name)?.into_iter().next();
            let same = match &newest {
                Some(newest) => self.get(newest)?.is(secret.expose()),
                None => false,
            };
            let reference = match newest {
                Some(newest) if same => newest,
                _ if keep => self.put(&name, secret)?,
                newest => {
                    let version = newest.map_or(1, |newest| newest.version.saturating_add(1));
                    self.stored().reference(&name, version)
                }
            };
            references.insert((*field).to_owned(), FieldValue::Secret(reference));
        }
        Ok(references)
    }

    /// Forgets the secrets of a resource that is gone.
    pub(super) fn forget(&self, resource: &ResourceId, kind: &ResourceType) -> Result<(), Error> {
        for field in kind.fields.iter().filter(|field| field.sensitive) {
            self.remove(&secret_name(resource, field.name))?;
        }
        Ok(())
    }
}

impl SecretStore for RouterSecrets {
    fn put(&self, name: &str, secret: &Secret) -> Result<SecretRef, StoreError> {
        self.stored().put(name, secret)
    }

    fn get(&self, reference: &SecretRef) -> Result<Secret, StoreError> {
        if Value::Secret(reference.clone()) == Value::unknown_secret() {
            return Err(StoreError {
                code: "no-such-secret",
                message: "the router does not tell this secret and nnc does not know it: give it again with `nnc resource apply`".to_owned(),
            });
        }
        self.stored().get(reference)
    }

    fn versions(&self, name: &str) -> Result<Vec<SecretRef>, StoreError> {
        self.stored().versions(name)
    }

    fn remove(&self, name: &str) -> Result<(), StoreError> {
        self.stored().remove(name)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::new(ErrorKind::Internal, error.code, error.message)
    }
}
