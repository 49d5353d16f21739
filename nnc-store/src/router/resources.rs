//! Resources and what happened to them.

use std::fmt;
use std::str::FromStr;

use nnc_core::identity::ResourceId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::journal::IntentId;
use crate::database::{Row, Scope, to_json, to_sql};
use crate::error::StoreError;

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

/// A resource: what the user wants, what was allocated to it, and what the router confirmed.
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
    /// What is known of it.
    #[serde(flatten)]
    pub record: ResourceRecord,
    /// When it was first settled, in milliseconds since 1970.
    pub created_at: u64,
    /// When it changed last, in milliseconds since 1970.
    pub updated_at: u64,
}

/// A change of the resource table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", content = "of", rename_all = "camelCase")]
pub enum ResourceChange {
    /// The resource is so from now on.
    Put(ResourceRecord),
    /// The resource is gone.
    Remove(ResourceId),
}

impl ResourceChange {
    /// The resource concerned.
    pub fn resource(&self) -> &ResourceId {
        match self {
            Self::Put(record) => &record.resource,
            Self::Remove(resource) => resource,
        }
    }
}

/// Something that happened to a resource. Replaying all of them gives the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceEvent {
    /// Its number; rising, with gaps.
    pub seq: u64,
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// To which resource.
    pub resource: ResourceId,
    /// `created`, `changed` or `removed`.
    pub kind: String,
    /// By which change of the router; `None` if it was none.
    pub intent: Option<IntentId>,
    /// How the resource is afterwards; `None` if it is gone.
    pub record: Option<ResourceRecord>,
}

const RESOURCE: &str = "SELECT resource, kind, configuration, allocation, deployment, status, created_at, updated_at FROM resources";

pub(super) fn all(scope: &Scope<'_>) -> Result<Vec<StoredResource>, StoreError> {
    scope.all(&format!("{RESOURCE} ORDER BY resource"), [], stored)
}

pub(super) fn one(scope: &Scope<'_>, id: &ResourceId) -> Result<Option<StoredResource>, StoreError> {
    scope.first(&format!("{RESOURCE} WHERE resource = ?1"), [id.as_str()], stored)
}

fn stored(row: &Row<'_>) -> Result<StoredResource, StoreError> {
    Ok(StoredResource {
        record: ResourceRecord {
            resource: row.parse(0)?,
            kind: row.get(1)?,
            configuration: row.json(2)?,
            allocation: row.json_or_null(3)?,
            deployment: row.json_or_null(4)?,
            status: row.parse(5)?,
        },
        created_at: row.unsigned(6)?,
        updated_at: row.unsigned(7)?,
    })
}

/// Changes the table and notes the event.
pub(super) fn write(
    scope: &Scope<'_>,
    at: u64,
    change: &ResourceChange,
    intent: Option<IntentId>,
) -> Result<(), StoreError> {
    let resource = change.resource();
    let before = one(scope, resource)?;
    let (kind, record) = match change {
        ResourceChange::Put(record) => {
            if before.as_ref().is_some_and(|before| before.record == *record) {
                return Ok(());
            }
            scope.run(
                "INSERT INTO resources (resource, kind, configuration, allocation, deployment, status, created_at, updated_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)
                 ON CONFLICT (resource) DO UPDATE SET kind = ?2, configuration = ?3, allocation = ?4, deployment = ?5,
                    status = ?6, updated_at = ?7",
                (
                    resource.as_str(),
                    &record.kind,
                    to_json(&record.configuration)?,
                    record.allocation.as_ref().map(to_json).transpose()?,
                    record.deployment.as_ref().map(to_json).transpose()?,
                    record.status.as_str(),
                    to_sql(at),
                ),
            )?;
            let kind = if before.is_some() { "changed" } else { "created" };
            (kind, Some(to_json(record)?))
        }
        ResourceChange::Remove(_) => {
            if before.is_none() {
                return Ok(());
            }
            scope.run("DELETE FROM resources WHERE resource = ?1", [resource.as_str()])?;
            ("removed", None)
        }
    };
    scope
        .run(
            "INSERT INTO resource_events (at, resource, kind, intent, record) VALUES (?1, ?2, ?3, ?4, ?5)",
            (
                to_sql(at),
                resource.as_str(),
                kind,
                intent.map(|intent| intent.0),
                record,
            ),
        )
        .map(drop)
}

pub(super) fn events(scope: &Scope<'_>, after: u64, limit: u32) -> Result<Vec<ResourceEvent>, StoreError> {
    scope.all(
        "SELECT seq, at, resource, kind, intent, record FROM resource_events WHERE seq > ?1 ORDER BY seq LIMIT ?2",
        (to_sql(after), limit),
        |row| {
            Ok(ResourceEvent {
                seq: row.unsigned(0)?,
                at: row.unsigned(1)?,
                resource: row.parse(2)?,
                kind: row.get(3)?,
                intent: row.get::<Option<i64>>(4)?.map(IntentId),
                record: row.json_or_null(5)?,
            })
        },
    )
}
