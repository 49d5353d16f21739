//! What becomes of the resources, in the router's own words.

use std::collections::BTreeSet;

use nnc_core::change::Semantics;
use nnc_core::identity::{ControllerId, ResourceId};
use nnc_core::object::Snapshot;
use nnc_core::outcome::Outcome;
use nnc_store::{ResourceChange, ResourceRecord, ResourceStatus};
use serde_json::{Value, json};

/// The deployment layer of a resource: its rows as the router shows them, configuration only, without counters and
/// handles, and the version of the platform that showed them.
pub fn deployment_layer(
    resource: &ResourceId,
    snapshot: &Snapshot,
    controller: ControllerId,
    semantics: &dyn Semantics,
) -> Value {
    let rows: Vec<Value> = snapshot
        .marked()
        .filter(|(_, _, mark)| mark.controller == controller && mark.key.resource == *resource)
        .map(|(kind, row, mark)| {
            let attributes: serde_json::Map<String, Value> = row
                .attributes
                .iter()
                .filter(|(name, _)| semantics.writable(kind, name))
                .map(|(name, text)| (name.clone(), Value::from(shown(text))))
                .collect();
            json!({ "kind": kind, "role": mark.key.role, "attributes": attributes })
        })
        .collect();
    json!({ "rows": rows, "version": semantics.version() })
}

/// What is written down of an observed value: of a secret, which one it is.
fn shown(text: &str) -> String {
    match nnc_core::object::Value::observed(text) {
        nnc_core::object::Value::Text(text) => text,
        nnc_core::object::Value::Secret(reference) => reference.to_string(),
    }
}

/// What to write down about the resources, given how the change ended and what the router showed at last.
///
/// `stored` gives a resource as it was remembered before.
pub(crate) fn settled_changes<E>(
    outcome: &Outcome,
    planned: &[ResourceChange],
    scope: &BTreeSet<ResourceId>,
    observed: Option<&Snapshot>,
    controller: ControllerId,
    semantics: &dyn Semantics,
    stored: impl Fn(&ResourceId) -> Result<Option<ResourceRecord>, E>,
) -> Result<Vec<ResourceChange>, E> {
    let confirm = |change: &ResourceChange| {
        let mut change = change.clone();
        if let ResourceChange::Put(record) | ResourceChange::Create { record, .. } = &mut change {
            record.deployment = observed
                .map(|snapshot| deployment_layer(&record.resource, snapshot, controller, semantics))
                .or(record.deployment.take());
        }
        change
    };
    match outcome {
        Outcome::Confirmed => {
            let mut changes: Vec<ResourceChange> = planned.iter().map(confirm).collect();
            // What was only repaired is as intended again, too.
            let planned: BTreeSet<&ResourceId> = planned.iter().map(ResourceChange::resource).collect();
            for resource in scope.iter().filter(|resource| !planned.contains(resource)) {
                if let (Some(mut record), Some(snapshot)) = (stored(resource)?, observed) {
                    record.status = ResourceStatus::Active;
                    record.deployment = Some(deployment_layer(resource, snapshot, controller, semantics));
                    changes.push(ResourceChange::Put(record));
                }
            }
            Ok(changes)
        }
        Outcome::RolledBack { .. } | Outcome::Unknown { .. } => Ok(Vec::new()),
        Outcome::PartiallyApplied { applied, missing, .. } => {
            let named =
                |names: &[String], resource: &ResourceId| names.iter().any(|name| name == resource.as_str());
            let mut changes: Vec<ResourceChange> = planned
                .iter()
                .filter(|change| named(applied, change.resource()))
                .map(confirm)
                .collect();
            for resource in scope {
                if named(applied, resource) || named(missing, resource) {
                    continue;
                }
                let intended = planned
                    .iter()
                    .filter_map(ResourceChange::record)
                    .find(|record| record.resource == *resource)
                    .cloned();
                let record = match intended {
                    Some(record) => Some(record),
                    None => stored(resource)?,
                };
                if let Some(mut record) = record {
                    record.status = ResourceStatus::Error;
                    record.deployment = observed
                        .map(|snapshot| deployment_layer(resource, snapshot, controller, semantics))
                        .or(record.deployment);
                    changes.push(ResourceChange::Put(record));
                }
            }
            Ok(changes)
        }
    }
}

/// What to write down of the rows that the resources share; `None` where the change left them alone.
pub(crate) fn settled_shared(
    outcome: &Outcome,
    scope: &BTreeSet<ResourceId>,
    observed: &Snapshot,
    controller: ControllerId,
    semantics: &dyn Semantics,
) -> Option<Value> {
    let base = ResourceId::base();
    let stands = matches!(outcome, Outcome::Confirmed | Outcome::PartiallyApplied { .. });
    (stands && scope.contains(&base)).then(|| deployment_layer(&base, observed, controller, semantics))
}
