//! From whole records to layers: what the first schema remembered, with its history.
//!
//! Stands alone, apart from the hash: what writes events today may change, this may not.

use std::collections::BTreeMap;

use nnc_core::ports::Entropy;
use serde_json::{Value, json};

use crate::error::StoreError;
use crate::history::{Form, Layer, Link, ResourceUuid, START, Source, chained, number_of};
use crate::sqlite::{Scope, to_sql};

/// The layers that the first schema knew, with the column or field that each was.
const LAYERS: [(Layer, Source); 3] = [
    (Layer::Configuration, Source::User),
    (Layer::Deployment, Source::Router),
    (Layer::Metadata, Source::Nnc),
];

struct Event {
    seq: u64,
    at: u64,
    resource: String,
    intent: Option<i64>,
    record: Option<Value>,
}

/// A resource that is there at this point of the history.
struct Live {
    id: i64,
    uuid: ResourceUuid,
    layers: BTreeMap<Layer, String>,
}

/// Replays the old events into the new tables, and drops the old ones.
pub(super) fn convert(scope: &Scope<'_>, entropy: &dyn Entropy) -> Result<(), StoreError> {
    let events = scope.all(
        "SELECT seq, at, resource, intent, record FROM resource_events_1 ORDER BY seq",
        [],
        |row| {
            Ok(Event {
                seq: row.unsigned(0)?,
                at: row.unsigned(1)?,
                resource: row.get(2)?,
                intent: row.get(3)?,
                record: row.json_or_null(4)?,
            })
        },
    )?;
    let mut live = BTreeMap::new();
    let mut head = (0_u64, 0_u64, START);
    for event in events {
        // Times never run backwards in the new tables.
        let event = Event {
            at: event.at.max(head.1),
            ..event
        };
        head.1 = event.at;
        replay(scope, entropy, &mut live, &mut head, &event)?;
    }
    scope.run(
        "UPDATE chains SET seq = ?1, at = ?2, hash = ?3 WHERE chain = 0",
        (to_sql(head.0), to_sql(head.1), head.2),
    )?;
    scope.run("DROP TABLE resources_1", [])?;
    scope.run("DROP TABLE resource_events_1", []).map(drop)
}

fn replay(
    scope: &Scope<'_>,
    entropy: &dyn Entropy,
    live: &mut BTreeMap<String, Live>,
    head: &mut (u64, u64, [u8; 32]),
    event: &Event,
) -> Result<(), StoreError> {
    if event.record.is_some() && !live.contains_key(&event.resource) {
        let uuid = ResourceUuid::draw(entropy, &event.resource, event.seq);
        let kind = event
            .record
            .as_ref()
            .and_then(|record| record.get("kind")?.as_str());
        scope.run(
            "INSERT INTO resources (uuid, resource, kind, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)",
            (uuid.as_str(), &event.resource, kind.unwrap_or_default(), to_sql(event.at)),
        )?;
        let made = Live {
            id: scope.last_id(),
            uuid,
            layers: BTreeMap::new(),
        };
        live.insert(event.resource.clone(), made);
    }
    let Some(resource) = live.get_mut(&event.resource) else {
        return Ok(());
    };
    for (layer, source) in LAYERS {
        let after = event.record.as_ref().and_then(|record| layer_of(record, layer));
        let after = after.map(|value| value.to_string());
        if resource.layers.get(&layer) == after.as_ref() {
            continue;
        }
        // Old events had numbers of their own; one of them makes up to three.
        head.0 = head.0.saturating_add(1).max(event.seq);
        let form = if after.is_some() {
            Form::Whole
        } else {
            Form::Cleared
        };
        let body = after.as_deref().unwrap_or_default();
        head.2 = chained(
            &head.2,
            &Link {
                seq: head.0,
                at: event.at,
                uuid: resource.uuid.as_str(),
                layer,
                form,
                body,
                source,
                actor: None,
                reason: None,
                intent: event.intent,
            },
        );
        scope.run(
            "INSERT INTO resource_events (resource, layer, at, seq, form, body, source, intent, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            (
                resource.id,
                number_of(layer),
                to_sql(event.at),
                to_sql(head.0),
                form.number(),
                body,
                source.number(),
                event.intent,
                head.2,
            ),
        )?;
        match after {
            Some(text) => {
                scope.run(
                    "INSERT INTO layers (resource, layer, value, updated_at, source, seq, patches)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)
                     ON CONFLICT (resource, layer) DO UPDATE SET value = ?3, updated_at = ?4, seq = ?6",
                    (
                        resource.id,
                        number_of(layer),
                        &text,
                        to_sql(event.at),
                        source.number(),
                        to_sql(head.0),
                    ),
                )?;
                resource.layers.insert(layer, text);
            }
            None => {
                scope.run(
                    "DELETE FROM layers WHERE resource = ?1 AND layer = ?2",
                    (resource.id, number_of(layer)),
                )?;
                resource.layers.remove(&layer);
            }
        }
    }
    let removed = event.record.is_none().then_some(to_sql(event.at));
    scope.run(
        "UPDATE resources SET updated_at = ?2, removed_at = ?3 WHERE id = ?1",
        (resource.id, to_sql(event.at), removed),
    )?;
    if removed.is_some() {
        live.remove(&event.resource);
    }
    Ok(())
}

fn layer_of(record: &Value, layer: Layer) -> Option<Value> {
    let field = |name: &str| record.get(name).filter(|value| !value.is_null()).cloned();
    match layer {
        Layer::Configuration => field("configuration"),
        Layer::Deployment => field("deployment"),
        _ => Some(match field("allocation") {
            Some(allocation) => json!({ "status": field("status"), "allocation": allocation }),
            None => json!({ "status": field("status") }),
        }),
    }
}
