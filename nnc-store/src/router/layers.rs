//! What the layers of resources hold now.

use std::collections::BTreeMap;

use nnc_core::identity::ResourceId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::StoreError;
use crate::history::{Layer, ResourceUuid, Source, number_of};
use crate::sqlite::{Row, Scope};

/// A change of one layer of a resource that exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LayerChange {
    /// The resource.
    pub resource: ResourceId,
    /// The layer. In the metadata layer the fields `status` and `allocation` belong to
    /// [`ResourceRecord`](super::ResourceRecord) and stay as they are, whatever `value` says.
    pub layer: Layer,
    /// What it holds from now on; `None` takes the layer away. At most 1 MiB of JSON.
    pub value: Option<Value>,
    /// Who says so.
    pub source: Source,
}

/// What a layer holds, and since when.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LayerState {
    /// What it holds.
    pub value: Value,
    /// When it was set, in milliseconds since 1970: how stale it is, is for the reader's clock to say.
    pub updated_at: u64,
    /// Who said so.
    pub source: Source,
    /// The event that set it.
    pub seq: u64,
}

/// A resource with the layers that were asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceState {
    /// What identifies it for ever.
    pub uuid: ResourceUuid,
    /// What it is called on the router, such as `vif/tor-usa`.
    pub resource: ResourceId,
    /// Its type in the schema.
    pub kind: String,
    /// When it was made, in milliseconds since 1970.
    pub created_at: u64,
    /// When it went; `None` while it is there.
    pub removed_at: Option<u64>,
    /// What its layers hold. A layer that holds nothing is absent.
    pub layers: BTreeMap<Layer, LayerState>,
}

/// A row of `resources`.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) id: i64,
    pub(super) uuid: ResourceUuid,
    pub(super) resource: ResourceId,
    pub(super) kind: String,
    pub(super) created_at: u64,
    pub(super) removed_at: Option<u64>,
}

const ENTRY: &str = "SELECT id, uuid, resource, kind, created_at, removed_at FROM resources";

fn entry(row: &Row<'_>) -> Result<Entry, StoreError> {
    Ok(Entry {
        id: row.get(0)?,
        uuid: row.parse(1)?,
        resource: row.parse(2)?,
        kind: row.get(3)?,
        created_at: row.unsigned(4)?,
        removed_at: row.unsigned_or_null(5)?,
    })
}

/// The resource of a uuid, gone ones included.
pub(super) fn by_uuid(scope: &Scope<'_>, uuid: &ResourceUuid) -> Result<Option<Entry>, StoreError> {
    scope.first(&format!("{ENTRY} WHERE uuid = ?1"), [uuid.as_str()], entry)
}

/// The resource that is called so now.
pub(super) fn live(scope: &Scope<'_>, resource: &ResourceId) -> Result<Option<Entry>, StoreError> {
    scope.first(
        &format!("{ENTRY} WHERE resource = ?1 AND removed_at IS NULL"),
        [resource.as_str()],
        entry,
    )
}

/// Of the resources that are gone, by id and the time when they went: all, or those that were called so.
pub(super) fn gone(scope: &Scope<'_>, called: Option<&ResourceId>) -> Result<Vec<Entry>, StoreError> {
    let query = format!(
        "{ENTRY} WHERE removed_at IS NOT NULL AND (?1 IS NULL OR resource = ?1) ORDER BY resource, removed_at, id"
    );
    scope.all(&query, [called.map(ResourceId::as_str)], entry)
}

/// The resources that were there at a time (`None`: now), by id.
pub(super) fn entries(scope: &Scope<'_>, at: Option<i64>) -> Result<Vec<Entry>, StoreError> {
    match at {
        None => scope.all(
            &format!("{ENTRY} WHERE removed_at IS NULL ORDER BY resource"),
            [],
            entry,
        ),
        Some(at) => scope.all(
            &format!(
                "{ENTRY} WHERE created_at <= ?1 AND (removed_at IS NULL OR removed_at > ?1) ORDER BY resource"
            ),
            [at],
            entry,
        ),
    }
}

/// What a layer holds now.
pub(super) fn layer(
    scope: &Scope<'_>,
    resource: i64,
    layer: Layer,
) -> Result<Option<LayerState>, StoreError> {
    scope.first(
        "SELECT value, updated_at, source, seq FROM layers WHERE resource = ?1 AND layer = ?2",
        (resource, number_of(layer)),
        |row| {
            Ok(LayerState {
                value: row.json(0)?,
                updated_at: row.unsigned(1)?,
                source: row.known(2, Source::from_number)?,
                seq: row.unsigned(3)?,
            })
        },
    )
}

/// A resource with the layers that it has now.
pub(super) fn state(scope: &Scope<'_>, entry: Entry, wanted: &[Layer]) -> Result<ResourceState, StoreError> {
    let mut layers = BTreeMap::new();
    for wanted in wanted {
        if let Some(state) = layer(scope, entry.id, *wanted)? {
            layers.insert(*wanted, state);
        }
    }
    Ok(ResourceState {
        uuid: entry.uuid,
        resource: entry.resource,
        kind: entry.kind,
        created_at: entry.created_at,
        removed_at: entry.removed_at,
        layers,
    })
}
