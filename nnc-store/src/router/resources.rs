//! Resources as the apply machine settles them, and changes of them.

use std::fmt;
use std::str::FromStr;

use nnc_core::identity::ResourceId;
use nnc_core::ports::Entropy;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::layers::{self, Entry, LayerChange};
use super::log::{Log, Owner};
use super::{accepted, relationships};
use crate::error::StoreError;
use crate::history::{Chain, Layer, ResourceUuid, Source};
use crate::sqlite::{Row, Scope, to_sql};

/// Where a resource is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ResourceStatus {
    /// It is being made.
    Creating,
    /// The router was seen to have it as intended.
    Active,
    /// It is being taken away.
    Removing,
    /// It is partly there, or a repair failed.
    Error,
}

impl ResourceStatus {
    /// The name in the schema.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "CREATING",
            Self::Active => "ACTIVE",
            Self::Removing => "REMOVING",
            Self::Error => "ERROR",
        }
    }
}

impl fmt::Display for ResourceStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ResourceStatus {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Creating, Self::Active, Self::Removing, Self::Error]
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or(())
    }
}

/// What the apply machine settles of a resource: what the user wants, what was allocated, what the router confirmed.
///
/// These are views into the layers: the configuration and deployment layers as they are, and the fields `status` and
/// `allocation` of the metadata layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceRecord {
    /// Its id.
    pub resource: ResourceId,
    /// Its type in the schema, such as `VirtualInterface`.
    pub kind: String,
    /// The intent. Holds references to secrets, never secrets.
    pub configuration: Value,
    /// What was allocated to it.
    pub allocation: Option<Value>,
    /// Only what was read from the router.
    pub deployment: Option<Value>,
    /// Where it is in its life.
    pub status: ResourceStatus,
}

/// A resource as it is remembered.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredResource {
    /// What identifies it for ever.
    pub uuid: ResourceUuid,
    /// What is known of it.
    #[serde(flatten)]
    pub record: ResourceRecord,
    /// When it was first settled, in milliseconds since 1970.
    pub created_at: u64,
    /// When it changed last (samples do not count), in milliseconds since 1970.
    pub updated_at: u64,
}

/// A change of a resource.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", content = "of", rename_all = "camelCase")]
pub enum ResourceChange {
    /// The resource is so from now on; it is made if there is none of this id.
    Put(ResourceRecord),
    /// As `Put`, and if the resource is made, it gets this uuid.
    Create {
        /// The uuid that the user chose.
        uuid: ResourceUuid,
        /// How the resource is.
        record: ResourceRecord,
    },
    /// One layer of a resource that exists.
    Set(LayerChange),
    /// The resource is gone, with all its layers and all that was accepted of it. Its history stays.
    Remove(ResourceId),
}

impl ResourceChange {
    /// The resource concerned.
    pub fn resource(&self) -> &ResourceId {
        match self {
            Self::Put(record) | Self::Create { record, .. } => &record.resource,
            Self::Set(change) => &change.resource,
            Self::Remove(resource) => resource,
        }
    }

    /// How the resource is to be, if the change says so as a whole.
    pub fn record(&self) -> Option<&ResourceRecord> {
        match self {
            Self::Put(record) | Self::Create { record, .. } => Some(record),
            Self::Set(_) | Self::Remove(_) => None,
        }
    }
}

const STORED: &str =
    "SELECT r.uuid, r.resource, r.kind, r.created_at, r.updated_at, c.value, d.value, m.value
     FROM resources r
     LEFT JOIN layers c ON c.resource = r.id AND c.layer = 0
     LEFT JOIN layers d ON d.resource = r.id AND d.layer = 2
     LEFT JOIN layers m ON m.resource = r.id AND m.layer = 5
     WHERE r.removed_at IS NULL";

/// The same columns without the deployment.
const INTENDED: &str = "SELECT r.uuid, r.resource, r.kind, r.created_at, r.updated_at, c.value, NULL, m.value
     FROM resources r
     LEFT JOIN layers c ON c.resource = r.id AND c.layer = 0
     LEFT JOIN layers m ON m.resource = r.id AND m.layer = 5
     WHERE r.removed_at IS NULL";

pub(super) fn all(scope: &Scope<'_>) -> Result<Vec<StoredResource>, StoreError> {
    scope.all(&format!("{STORED} ORDER BY r.resource"), [], stored)
}

/// As [`all`], without what the routers confirmed, which is most of what there is to read.
pub(super) fn intended(scope: &Scope<'_>) -> Result<Vec<StoredResource>, StoreError> {
    scope.all(&format!("{INTENDED} ORDER BY r.resource"), [], stored)
}

/// Where the record of changes of a database stands: while it is the same, so are the resources, whichever process
/// writes. Samples do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// The number of the newest event.
    seq: u64,
    /// Its hash, which tells it from one of the same number that another past led to, as after a restore.
    hash: [u8; 32],
}

/// As [`intended`], with the version; nothing where that is the known one.
pub(super) fn intended_unless(
    scope: &Scope<'_>,
    known: Option<Version>,
) -> Result<Option<(Version, Vec<StoredResource>)>, StoreError> {
    let sql = "SELECT seq, hash FROM chains WHERE chain = ?1";
    let version = scope.first(sql, [Chain::Record.number()], |row| {
        Ok(Version {
            seq: row.unsigned(0)?,
            hash: row.get(1)?,
        })
    })?;
    let version = version.ok_or_else(|| scope.damaged("the end of the chain of events is not there"))?;
    if known == Some(version) {
        return Ok(None);
    }
    Ok(Some((version, intended(scope)?)))
}

pub(super) fn one(scope: &Scope<'_>, id: &ResourceId) -> Result<Option<StoredResource>, StoreError> {
    scope.first(&format!("{STORED} AND r.resource = ?1"), [id.as_str()], stored)
}

fn stored(row: &Row<'_>) -> Result<StoredResource, StoreError> {
    let metadata: Map<String, Value> = row.json(7)?;
    let status = metadata.get("status").and_then(Value::as_str);
    Ok(StoredResource {
        uuid: row.parse(0)?,
        record: ResourceRecord {
            resource: row.parse(1)?,
            kind: row.get(2)?,
            configuration: row.json_or_null(5)?.unwrap_or_default(),
            allocation: metadata.get("allocation").cloned(),
            deployment: row.json_or_null(6)?,
            status: status
                .and_then(|status| status.parse().ok())
                .ok_or_else(|| row.damaged(7))?,
        },
        created_at: row.unsigned(3)?,
        updated_at: row.unsigned(4)?,
    })
}

/// Makes a change, with its events.
pub(super) fn write(
    scope: &Scope<'_>,
    entropy: &dyn Entropy,
    log: &mut Log<'_>,
    change: &ResourceChange,
) -> Result<(), StoreError> {
    match change {
        ResourceChange::Put(record) => put(scope, entropy, log, record, None),
        ResourceChange::Create { uuid, record } => put(scope, entropy, log, record, Some(uuid)),
        ResourceChange::Set(change) => set(scope, log, change),
        ResourceChange::Remove(resource) => remove(scope, log, resource),
    }
}

fn put(
    scope: &Scope<'_>,
    entropy: &dyn Entropy,
    log: &mut Log<'_>,
    record: &ResourceRecord,
    uuid: Option<&ResourceUuid>,
) -> Result<(), StoreError> {
    let owner = match layers::live(scope, &record.resource)? {
        Some(entry) if entry.kind != record.kind || uuid.is_some_and(|uuid| *uuid != entry.uuid) => {
            return Err(StoreError::ResourceExists {
                resource: record.resource.to_string(),
                uuid: entry.uuid.to_string(),
                kind: entry.kind,
            });
        }
        Some(entry) => owner(&entry),
        None => create(scope, entropy, log, record, uuid)?,
    };
    let configuration = Some(&record.configuration).filter(|value| !value.is_null());
    let mut metadata = metadata(scope, &owner)?;
    metadata.insert("status".to_owned(), record.status.as_str().into());
    match &record.allocation {
        Some(allocation) => metadata.insert("allocation".to_owned(), allocation.clone()),
        None => metadata.remove("allocation"),
    };
    let metadata = Value::Object(metadata);
    let changed = [
        log.set(&owner, Layer::Configuration, configuration, Source::User)?,
        log.set(
            &owner,
            Layer::Deployment,
            record.deployment.as_ref(),
            Source::Router,
        )?,
        log.set(&owner, Layer::Metadata, Some(&metadata), Source::Nnc)?,
    ];
    touch(scope, log, &owner, changed.contains(&true))
}

fn create(
    scope: &Scope<'_>,
    entropy: &dyn Entropy,
    log: &Log<'_>,
    record: &ResourceRecord,
    uuid: Option<&ResourceUuid>,
) -> Result<Owner, StoreError> {
    let uuid = uuid
        .cloned()
        .unwrap_or_else(|| ResourceUuid::draw(entropy, record.resource.as_str(), log.seq()));
    if let Some(entry) = layers::by_uuid(scope, &uuid)? {
        return Err(StoreError::ResourceExists {
            resource: entry.resource.to_string(),
            uuid: uuid.to_string(),
            kind: entry.kind,
        });
    }
    scope.run(
        "INSERT INTO resources (uuid, resource, kind, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        (
            uuid.as_str(),
            record.resource.as_str(),
            &record.kind,
            to_sql(log.at()),
        ),
    )?;
    Ok(Owner {
        id: scope.last_id(),
        uuid,
    })
}

fn set(scope: &Scope<'_>, log: &mut Log<'_>, change: &LayerChange) -> Result<(), StoreError> {
    let entry = layers::live(scope, &change.resource)?
        .ok_or_else(|| StoreError::NoSuchResource(change.resource.to_string()))?;
    let owner = owner(&entry);
    let mut value = change.value.clone();
    if change.layer == Layer::Metadata {
        let own = metadata(scope, &owner)?;
        let mut fields = match value {
            Some(Value::Object(fields)) => fields,
            None => Map::new(),
            Some(_) => {
                return Err(StoreError::Encode(
                    "a metadata layer that is no object".to_owned(),
                ));
            }
        };
        for name in ["status", "allocation"] {
            match own.get(name) {
                Some(kept) => fields.insert(name.to_owned(), kept.clone()),
                None => fields.remove(name),
            };
        }
        value = Some(Value::Object(fields));
    }
    let changed = log.set(&owner, change.layer, value.as_ref(), change.source)?;
    if changed && change.layer == Layer::Relationships {
        relationships::index(scope, &owner, value.as_ref())?;
    }
    touch(
        scope,
        log,
        &owner,
        changed && Chain::of(change.layer) == Chain::Record,
    )
}

fn remove(scope: &Scope<'_>, log: &mut Log<'_>, resource: &ResourceId) -> Result<(), StoreError> {
    let Some(entry) = layers::live(scope, resource)? else {
        return Ok(());
    };
    let owner = owner(&entry);
    for layer in Layer::ALL {
        log.set(&owner, layer, None, Source::Nnc)?;
    }
    relationships::index(scope, &owner, None)?;
    accepted::forget_all(scope, resource)?;
    scope
        .run(
            "UPDATE resources SET updated_at = ?2, removed_at = ?2 WHERE id = ?1",
            (owner.id, to_sql(log.at())),
        )
        .map(drop)
}

fn owner(entry: &Entry) -> Owner {
    Owner {
        id: entry.id,
        uuid: entry.uuid.clone(),
    }
}

fn metadata(scope: &Scope<'_>, owner: &Owner) -> Result<Map<String, Value>, StoreError> {
    match layers::layer(scope, owner.id, Layer::Metadata)? {
        None => Ok(Map::new()),
        Some(state) => match state.value {
            Value::Object(fields) => Ok(fields),
            _ => Err(scope.damaged("a metadata layer is no object")),
        },
    }
}

fn touch(scope: &Scope<'_>, log: &Log<'_>, owner: &Owner, changed: bool) -> Result<(), StoreError> {
    if changed {
        scope.run(
            "UPDATE resources SET updated_at = ?2 WHERE id = ?1",
            (owner.id, to_sql(log.at())),
        )?;
    }
    Ok(())
}
