//! Putting and deleting resources.

use std::collections::BTreeMap;

use nnc_core::identity::ResourceId;
use nnc_core::intent::{Finding, Instance, ResourceIntent};
use nnc_core::model::RESOURCE_TYPES;
use nnc_core::resource::{FieldValue, ResourceType, Wish};
use nnc_store::{ResourceUuid, StoredResource};
use serde::Serialize;

use super::impact::in_use;
use super::stored::configuration;
use super::{Resources, find};
use crate::draft::{STEERING_RULE, VIRTUAL_INTERFACE};
use crate::error::{Error, ErrorKind};
use crate::instance::blocking;
use crate::router::Reach;
use crate::views::Change;

/// What became of a resource that was put.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AppliedResource {
    /// What it is called among the resources of its router.
    pub resource: String,
    /// What identifies it for ever; `None` in a dry run of one that is not there yet.
    pub uuid: Option<String>,
    /// What was done.
    #[serde(flatten)]
    pub change: Change,
}

impl Resources {
    /// Makes a resource of a type of the schema as a JSON document says, on the router too; the same again writes
    /// nothing. Which resource it is says the field `uuid`, or else its name. Secrets in the document are stored,
    /// encrypted, and only referred to from then on.
    ///
    /// # Errors
    /// `unknown-type`; `invalid-input` with the findings; `immutable-field`, `name-taken`; `unsupported` where the
    /// platform has no place for it; `rolled-back`, `outcome-unknown`; or why the router or the database could not be
    /// used.
    pub async fn apply(&self, kind: &str, document: &str) -> Result<AppliedResource, Error> {
        self.apply_with(kind, document, false).await
    }

    /// What [`apply`](Self::apply) would do. Writes nothing, no secret either.
    ///
    /// # Errors
    /// As for `apply`.
    pub async fn plan_apply(&self, kind: &str, document: &str) -> Result<AppliedResource, Error> {
        self.apply_with(kind, document, true).await
    }

    async fn apply_with(&self, kind: &str, document: &str, dry_run: bool) -> Result<AppliedResource, Error> {
        let kind = plain_type(kind)?;
        let wish = kind.read(document).map_err(|refused| refusal(&refused))?;
        let stored = self.router.database(|database| Ok(database.resources()?)).await?;
        let existing = existing(kind, &wish, &stored)?;
        let resource = match existing {
            Some(stored) => stored.record.resource.clone(),
            None => kind.resource(&wish),
        };
        let uuid = match (&wish.identity, existing) {
            (Some(identity), None) => Some(identity.parse::<ResourceUuid>().map_err(|error| {
                Error::findings(vec![Finding::new("invalid-input", "/uuid", error.to_string())])
            })?),
            _ => None,
        };
        let (secrets, named) = (self.secrets(), resource.clone());
        let Wish {
            fields,
            secrets: said,
            ..
        } = wish;
        let referred = blocking(move || secrets.refer(&named, &said, !dry_run)).await?;
        let plain = fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), FieldValue::Plain(value)));
        let intent = ResourceIntent {
            resource: resource.clone(),
            kind: kind.name.to_owned(),
            fields: plain.chain(referred).collect(),
        };
        if let Some(existing) = existing {
            immutable(kind, existing, &intent)?;
        }
        let configuration = configuration(&intent);
        let change = self
            .router
            .change_of(
                Some(kind.name),
                format!("apply {resource}"),
                dry_run,
                Reach::Draft,
                |draft| draft.put_resource(uuid.clone(), intent.clone(), configuration.clone()),
            )
            .await;
        if matches!(&change, Err(error) if error.kind != ErrorKind::Unknown) && existing.is_none() && !dry_run
        {
            // It was not made: nobody will ask for its secrets.
            self.forget(resource.clone(), kind).await?;
        }
        let change = change?;
        let named = resource.clone();
        let uuid = self
            .router
            .database(move |database| Ok(database.uuid(&named)?))
            .await?;
        Ok(AppliedResource {
            resource: resource.to_string(),
            uuid: uuid.map(|uuid| uuid.to_string()),
            change,
        })
    }

    /// Deletes a resource, on the router too.
    ///
    /// # Errors
    /// `no-such-resource`; `resource-in-use` where others need it, unless `cascade` deletes those first; otherwise as
    /// for [`apply`](Self::apply).
    pub async fn delete(&self, which: &str, cascade: bool) -> Result<Change, Error> {
        self.delete_with(which, cascade, false).await
    }

    /// What [`delete`](Self::delete) would do. Writes nothing.
    ///
    /// # Errors
    /// As for `delete`.
    pub async fn plan_delete(&self, which: &str, cascade: bool) -> Result<Change, Error> {
        self.delete_with(which, cascade, true).await
    }

    async fn delete_with(&self, which: &str, cascade: bool, dry_run: bool) -> Result<Change, Error> {
        let stored = self.router.database(|database| Ok(database.resources()?)).await?;
        if find(&stored, which).is_none() {
            return Err(nnc_store::StoreError::NoSuchResource(which.to_owned()).into());
        }
        let report = self.impact(which).await?;
        if let Some(error) = in_use(&report.breaks).filter(|_| !cascade) {
            return Err(error);
        }
        let going: Vec<StoredResource> = report
            .removal_order
            .iter()
            .filter_map(|resource| find(&stored, resource).cloned())
            .collect();
        let change = self
            .router
            .change(
                format!("delete {}", report.resource),
                dry_run,
                Reach::Draft,
                |draft| {
                    for one in &going {
                        let resource = &one.record.resource;
                        match one.record.kind.as_str() {
                            VIRTUAL_INTERFACE => {
                                let instance: Instance = resource.name().parse()?;
                                draft.delete(&[instance].into(), false)?;
                            }
                            STEERING_RULE => {
                                let device = draft
                                    .intents
                                    .steerings
                                    .keys()
                                    .find(|device| device.resource() == *resource)
                                    .cloned();
                                device.map_or(Ok(()), |device| draft.unsteer(&device))?;
                            }
                            _ => draft.remove_resource(resource),
                        }
                    }
                    Ok(())
                },
            )
            .await?;
        if !dry_run {
            for one in going {
                if let Some(kind) = ResourceType::named(&one.record.kind) {
                    self.forget(one.record.resource, kind).await?;
                }
            }
        }
        Ok(change)
    }

    async fn forget(&self, resource: ResourceId, kind: &'static ResourceType) -> Result<(), Error> {
        let secrets = self.secrets();
        blocking(move || secrets.forget(&resource, kind)).await
    }
}

/// A type that this can put: known, and without behaviour that needs a command of its own.
fn plain_type(name: &str) -> Result<&'static ResourceType, Error> {
    let Some(kind) = ResourceType::named(name) else {
        let known = list(
            RESOURCE_TYPES
                .iter()
                .map(|known| known.name)
                .filter(|name| own_command(name).is_none()),
        );
        let message = format!("there is no type {name:?}: the types are {known}");
        return Err(Error::invalid("unknown-type", message));
    };
    match own_command(name) {
        None => Ok(kind),
        Some(command) => {
            let message = format!("a {name} has more to it than its fields: use {command}");
            Err(Error::invalid("unsupported", message))
        }
    }
}

/// The command that makes resources of a type with behaviour of its own.
fn own_command(name: &str) -> Option<&'static str> {
    match name {
        VIRTUAL_INTERFACE => Some("`nnc vif create`"),
        STEERING_RULE => Some("`nnc steer add`"),
        "Router" => Some("`nnc router add`"),
        "ServiceInstance" => Some("`nnc vif create`; nnc does not run services yet"),
        _ => None,
    }
}

/// The resource that a wish is about, if it is there already.
fn existing<'a>(
    kind: &ResourceType,
    wish: &Wish,
    stored: &'a [StoredResource],
) -> Result<Option<&'a StoredResource>, Error> {
    let named = kind.resource(wish);
    let by_name = stored.iter().find(|stored| stored.record.resource == named);
    let Some(identity) = &wish.identity else {
        return Ok(by_name);
    };
    let by_uuid = stored.iter().find(|stored| stored.uuid.as_str() == identity);
    match (by_uuid, by_name) {
        (Some(found), _) if found.record.kind != kind.name => Err(Error::new(
            ErrorKind::Conflict,
            "resource-exists",
            format!("{identity} is a {}, not a {}", found.record.kind, kind.name),
        )),
        (Some(found), _) => Ok(Some(found)),
        (None, Some(other)) => Err(Error::new(
            ErrorKind::Conflict,
            "name-taken",
            format!(
                "{named} is there already as {}: leave the uuid out, or give that one",
                other.uuid
            ),
        )),
        (None, None) => Ok(None),
    }
}

/// Refuses changes of what cannot change.
fn immutable(kind: &ResourceType, existing: &StoredResource, intent: &ResourceIntent) -> Result<(), Error> {
    let before = super::stored::intent(&existing.record)?
        .map(|intent| intent.fields)
        .unwrap_or_default();
    let changed = |name: &&str| before.get(*name) != intent.fields.get(*name);
    let findings: Vec<Finding> = kind
        .fields
        .iter()
        .filter(|field| field.immutable && !field.generated)
        .map(|field| field.name)
        .filter(|name| !matches!(*name, "id" | "uuid"))
        .filter(changed)
        .map(|name| {
            let message = format!(
                "{name} of a {} cannot change: delete it and make another",
                kind.name
            );
            Finding::new("immutable-field", format!("/{name}"), message)
        })
        .collect();
    if findings.is_empty() {
        Ok(())
    } else {
        Err(Error::findings(findings))
    }
}

/// All findings of a refused document.
fn refusal(refused: &nnc_core::decode::Refused) -> Error {
    let mut error = Error::invalid("invalid-input", refused.to_string());
    error.context = refused
        .findings()
        .iter()
        .enumerate()
        .map(|(index, finding)| {
            (
                format!("finding.{index}"),
                format!("{} {}", finding.code, finding.pointer),
            )
        })
        .collect::<BTreeMap<_, _>>();
    error
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    items.collect::<Vec<_>>().join(", ")
}
