//! What the rows of a resource do at the moment.

use nnc_core::change::Semantics;
use nnc_core::identity::{ControllerId, ResourceId};
use nnc_core::object::Snapshot;
use serde_json::{Map, Value, json};

/// The runtime layer of a resource: what its rows show besides their configuration, such as whether a link runs and a
/// gateway answers. Counters and handles are no part of it.
pub fn runtime_layer(
    resource: &ResourceId,
    snapshot: &Snapshot,
    controller: ControllerId,
    semantics: &dyn Semantics,
) -> Value {
    let rows: Vec<Value> = snapshot
        .marked()
        .filter(|(_, _, mark)| mark.controller == controller && mark.key.resource == *resource)
        .map(|(kind, row, mark)| {
            let state: Map<String, Value> = row
                .attributes
                .iter()
                .filter(|(name, _)| *name != "comment" && !semantics.writable(kind, name))
                .map(|(name, value)| (name.clone(), Value::from(value.clone())))
                .collect();
            json!({ "kind": kind, "role": mark.key.role, "dynamic": row.dynamic, "state": state })
        })
        .collect();
    json!({ "rows": rows })
}
