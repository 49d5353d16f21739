//! What the facade shows of a resource: the layers that were asked for, with when and from where each was updated.

use std::collections::BTreeMap;

use nnc_state::relationships::Relationships;
use nnc_state::telemetry::Telemetry;
use nnc_store::{Layer, ResourceState, Source, StoredResource};
use serde::Serialize;
use serde_json::{Value, json};

/// A resource with the layers that were asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceView {
    /// What identifies it for ever.
    pub uuid: String,
    /// What it is called among the resources of its router, such as `vif/tor-usa`.
    pub resource: String,
    /// Its type in the schema.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was made, in milliseconds since 1970.
    pub created_at: u64,
    /// When it was deleted; `None` while it is there.
    pub removed_at: Option<u64>,
    /// The layers.
    pub layers: BTreeMap<Layer, LayerView>,
}

/// One layer of a resource.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LayerView {
    /// What it holds; null where nothing is known.
    pub value: Value,
    /// When that was set, in milliseconds since 1970; `None` where nothing is known.
    pub updated_at: Option<u64>,
    /// Who said so.
    pub source: Option<Source>,
    /// How old it is, in milliseconds by this computer's clock.
    pub age_ms: Option<u64>,
}

impl ResourceView {
    pub(super) fn new(state: ResourceState, wanted: &[Layer], graph: &Relationships, now: u64) -> Self {
        let mut held = state.layers;
        let layers = wanted
            .iter()
            .map(|layer| {
                let held = held.remove(layer);
                let (updated_at, source) = match &held {
                    Some(held) => (Some(held.updated_at), Some(held.source)),
                    None => (None, None),
                };
                let mut view = LayerView {
                    value: held.map(|held| held.value).unwrap_or_default(),
                    updated_at,
                    source,
                    age_ms: updated_at.map(|at| now.saturating_sub(at)),
                };
                if *layer == Layer::Relationships {
                    view.value = relationships(graph, &state.resource);
                    view.updated_at = view.updated_at.or(Some(state.created_at));
                    view.source = view.source.or(Some(Source::Nnc));
                    view.age_ms = view.updated_at.map(|at| now.saturating_sub(at));
                }
                (*layer, view)
            })
            .collect();
        Self {
            uuid: state.uuid.to_string(),
            resource: state.resource.to_string(),
            kind: state.kind,
            created_at: state.created_at,
            removed_at: state.removed_at,
            layers,
        }
    }
}

impl ResourceView {
    /// Shows this telemetry, if it was wanted, in place of what the database holds.
    pub(super) fn counted_since(&mut self, telemetry: &Telemetry, now: u64) {
        let Some(view) = self.layers.get_mut(&Layer::Telemetry) else {
            return;
        };
        *view = LayerView {
            value: telemetry.layer(),
            updated_at: telemetry.sampled_at,
            source: Some(Source::Router),
            age_ms: telemetry.sampled_at.map(|at| now.saturating_sub(at)),
        };
    }
}

/// What a resource needs and what needs it, said by users and following from what resources are.
fn relationships(graph: &Relationships, resource: &nnc_core::identity::ResourceId) -> Value {
    let needed: Vec<Value> = graph
        .dependencies(resource)
        .map(|one| json!({ "on": one.depends_on, "reason": one.reason, "origin": one.origin }))
        .collect();
    let needing: Vec<Value> = graph
        .dependents(resource)
        .map(|one| json!({ "resource": one.dependent, "reason": one.reason, "origin": one.origin }))
        .collect();
    json!({ "dependsOn": needed, "dependents": needing })
}

/// A line of a listing.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceSummary {
    /// What identifies it for ever.
    pub uuid: String,
    /// What it is called among the resources of its router.
    pub resource: String,
    /// Its type in the schema.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where it is in its life.
    pub status: nnc_store::ResourceStatus,
    /// When it was made, in milliseconds since 1970.
    pub created_at: u64,
    /// When it changed last.
    pub updated_at: u64,
}

impl From<&StoredResource> for ResourceSummary {
    fn from(stored: &StoredResource) -> Self {
        Self {
            uuid: stored.uuid.to_string(),
            resource: stored.record.resource.to_string(),
            kind: stored.record.kind.clone(),
            status: stored.record.status,
            created_at: stored.created_at,
            updated_at: stored.updated_at,
        }
    }
}

/// A resource that was deleted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletedResource {
    /// What identifies it for ever.
    pub uuid: String,
    /// What it was called among the resources of its router.
    pub resource: String,
    /// Its type in the schema.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was made, in milliseconds since 1970.
    pub created_at: u64,
    /// When it was deleted.
    pub removed_at: u64,
}

impl From<ResourceState> for DeletedResource {
    fn from(state: ResourceState) -> Self {
        Self {
            uuid: state.uuid.to_string(),
            resource: state.resource.to_string(),
            kind: state.kind,
            created_at: state.created_at,
            removed_at: state.removed_at.unwrap_or_default(),
        }
    }
}
