//! What is read besides the usual, and what of it is hidden: secrets are recognised, and never kept.

use std::collections::BTreeSet;
use std::sync::Arc;

use nnc_core::identity::{ControllerId, Mark, ResourceId};
use nnc_core::object::{Kind, Snapshot, Value};
use nnc_core::ports::{RouterError, SecretStore, StoreError, UnreadSecrets};
use nnc_core::resource::secret_name;
use nnc_core::secret::{Secret, SecretRef};
use zeroize::Zeroizing;

use super::observe;
use crate::generated::map::{FieldMap, Transform};
use crate::kinds;
use crate::semantics::secrets_of;
use crate::spelling::canonical;
use crate::transport::Command;

/// How a router is looked at.
#[derive(Clone, Default)]
pub(super) struct Lens {
    also: Vec<Kind>,
    secrets: Option<Arc<dyn SecretStore>>,
    /// The secrets that are kept when nobody knows them: those of these resources of a controller.
    learns: Option<(ControllerId, BTreeSet<ResourceId>)>,
}

impl std::fmt::Debug for Lens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lens")
            .field("also", &self.also)
            .finish_non_exhaustive()
    }
}

impl Lens {
    /// Looks at these menus too.
    pub(super) fn look_at(&mut self, also: impl IntoIterator<Item = Kind>) {
        for kind in also {
            if !kinds::OBSERVED.contains(&kind) && !self.also.contains(&kind) {
                self.also.push(kind);
            }
        }
    }

    pub(super) fn recognise_by(&mut self, secrets: Arc<dyn SecretStore>) {
        self.secrets = Some(secrets);
    }

    /// Keeps the secrets of these resources of a controller that are not known yet.
    pub(super) fn learn(&mut self, controller: ControllerId, resources: BTreeSet<ResourceId>) {
        self.learns = Some((controller, resources));
    }

    pub(super) fn secrets(&self) -> Option<Arc<dyn SecretStore>> {
        self.secrets.clone()
    }

    /// Every menu that is read.
    pub(super) fn kinds(&self) -> Vec<Kind> {
        kinds::OBSERVED.iter().chain(&self.also).cloned().collect()
    }

    /// The command that reads a menu. Secrets are asked for only where they can be recognised.
    pub(super) fn print(&self, kind: &Kind) -> Command {
        if self.also.contains(kind) && self.secrets.is_some() {
            observe::print_all(kind)
        } else {
            observe::print(kind)
        }
    }

    /// Puts in place of each secret which one it is: one of ours, by its row and field, or an unknown one. Gives those
    /// that could not be compared, which are unknown ones too.
    ///
    /// # Errors
    /// [`RouterError::Secret`] where a secret that is to be kept cannot be.
    pub(super) fn hide(&self, snapshot: &mut Snapshot) -> Result<Option<UnreadSecrets>, RouterError> {
        let mut unread: Option<UnreadSecrets> = None;
        for (kind, rows) in &mut snapshot.kinds {
            let fields = secrets_of(kind);
            if fields.is_empty() {
                continue;
            }
            for row in rows {
                for field in &fields {
                    let Some(name) = field.property.as_ref().map(|property| property.name) else {
                        continue;
                    };
                    let Some(shown) = row.attributes.get_mut(name) else {
                        continue;
                    };
                    let known = match &row.mark {
                        Some(mark) => match self.recognise(mark, field, shown) {
                            Err(error) if !self.is_to_learn(mark) => {
                                let resource = mark.key.resource.clone();
                                let resources = BTreeSet::new();
                                unread
                                    .get_or_insert(UnreadSecrets { resources, error })
                                    .resources
                                    .insert(resource);
                                None
                            }
                            recognised => recognised?,
                        },
                        None => None,
                    };
                    // The secret itself goes here.
                    let secret = std::mem::replace(
                        shown,
                        known
                            .map_or_else(Value::unknown_secret, Value::Secret)
                            .as_observed(),
                    );
                    drop(Zeroizing::new(secret));
                }
            }
        }
        Ok(unread)
    }

    fn is_to_learn(&self, mark: &Mark) -> bool {
        self.learns.as_ref().is_some_and(|(controller, resources)| {
            *controller == mark.controller && resources.contains(&mark.key.resource)
        })
    }

    fn recognise(&self, mark: &Mark, field: &FieldMap, shown: &str) -> Result<Option<SecretRef>, StoreError> {
        let Some(secrets) = &self.secrets else {
            return Ok(None);
        };
        let transform = field
            .property
            .as_ref()
            .map_or(Transform::Text, |property| property.transform);
        // Routers may spell a key in their own way.
        let shown = Zeroizing::new(canonical(transform, shown));
        for reference in secrets.versions(&secret_name(&mark.key.resource, field.name))? {
            let secret = secrets.get(&reference)?;
            let text = std::str::from_utf8(secret.expose()).unwrap_or_default();
            let ours = Secret::from(Zeroizing::new(canonical(transform, text)).as_str());
            if ours.is(shown.as_bytes()) {
                return Ok(Some(reference));
            }
        }
        if self.is_to_learn(mark) && !shown.is_empty() {
            let learnt = secrets.put(
                &secret_name(&mark.key.resource, field.name),
                &Secret::from(shown.as_str()),
            );
            return learnt.map(Some);
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use nnc_core::object::{ObservedRow, RowId};

    use super::*;

    struct Two;

    impl SecretStore for Two {
        fn put(&self, _: &str, _: &Secret) -> Result<SecretRef, StoreError> {
            Err(StoreError {
                code: "read-only",
                message: "this store is read only".to_owned(),
            })
        }

        fn get(&self, reference: &SecretRef) -> Result<Secret, StoreError> {
            Ok(Secret::from(format!("key {}", reference.version).as_str()))
        }

        fn versions(&self, name: &str) -> Result<Vec<SecretRef>, StoreError> {
            let version = |version| SecretRef {
                id: name.to_owned(),
                version,
            };
            Ok([2, 1].map(version).into())
        }

        fn remove(&self, _: &str) -> Result<(), StoreError> {
            Ok(())
        }
    }

    const WIREGUARD: Kind = Kind::new("/interface/wireguard");

    fn seen(key: &str, mark: Option<&str>) -> String {
        let mut lens = Lens::default();
        lens.look_at([WIREGUARD, kinds::VLAN]);
        lens.recognise_by(Arc::new(Two));
        assert_eq!(lens.kinds().len(), kinds::OBSERVED.len() + 1);
        let row = ObservedRow {
            id: RowId("*1".to_owned()),
            attributes: [("private-key".to_owned(), key.to_owned())].into(),
            mark: mark.map(|mark| mark.parse().unwrap()),
            dynamic: false,
        };
        let mut snapshot = Snapshot::default();
        snapshot.kinds.insert(WIREGUARD, vec![row].into());
        assert_eq!(lens.hide(&mut snapshot).unwrap(), None);
        snapshot.rows(&WIREGUARD)[0].attributes["private-key"].clone()
    }

    #[test]
    fn a_secret_is_seen_as_which_one_it_is() {
        let mark = "nnc:c0ffee12:wire-guard-client/office:row";
        let Value::Secret(reference) = Value::observed(&seen("key 1", Some(mark))) else {
            panic!("not recognised");
        };
        assert_eq!(reference.to_string(), "wire-guard-client/office/privateKey@1");
        let unknown = Value::unknown_secret().as_observed();
        assert_eq!(seen("somebody's key", Some(mark)), unknown);
        assert_eq!(seen("key 1", None), unknown);
    }
}
