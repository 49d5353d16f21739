//! Looking back: a resource or the whole router at a time, what happened in between, and from when on it is known.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use nnc_core::identity::ResourceId;
use serde::Serialize;
use serde_json::Value;

use super::journal::IntentId;
use super::layers::{self, Entry, LayerState};
use crate::error::StoreError;
use crate::history::{
    Chain, Difference, Form, Layer, LayerEvent, Newest, ResourceUuid, Source, Step, differences, layer_of,
    number_of,
};
use crate::sqlite::{Row, Scope, to_sql};

/// Something that happened to a layer of a resource.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceEvent {
    /// Its number; rising over all resources of the router, with gaps.
    pub seq: u64,
    /// When, in milliseconds since 1970; never earlier than the event before.
    pub at: u64,
    /// To which resource.
    pub uuid: ResourceUuid,
    /// What that was called.
    pub resource: ResourceId,
    /// Its type in the schema.
    pub kind: String,
    /// To which layer.
    pub layer: Layer,
    /// What happened to the layer.
    pub event: LayerEvent,
    /// Who said so.
    pub source: Source,
    /// Who wanted it; `None` for nnc itself.
    pub actor: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// By which change of the router; `None` if it was none.
    pub intent: Option<IntentId>,
}

/// An event with what it changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// The event.
    #[serde(flatten)]
    pub event: ResourceEvent,
    /// What it changed, with the values before and after.
    pub differences: Vec<Difference>,
}

/// A layer at a time in the past.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "known", rename_all = "camelCase")]
pub enum LayerAt {
    /// What it held then.
    Known(LayerState),
    /// What it held then is not known any more: its events before `known_from` were let go.
    BeyondHorizon {
        /// From when on it is known, in milliseconds since 1970.
        known_from: u64,
    },
}

/// A resource at a time in the past.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceAt {
    /// What identifies it for ever.
    pub uuid: ResourceUuid,
    /// What it was called on the router.
    pub resource: ResourceId,
    /// Its type in the schema.
    pub kind: String,
    /// The layers that were asked for. One that held nothing then is absent; one of which that is not known says so.
    pub layers: BTreeMap<Layer, LayerAt>,
}

/// What became of a layer between two times.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "known", rename_all = "camelCase")]
pub enum LayerDifference {
    /// What differs; empty if nothing does.
    Known {
        /// By pointer, in order.
        differences: Vec<Difference>,
    },
    /// One of the times is before the layer's horizon.
    BeyondHorizon {
        /// From when on the layer is known, in milliseconds since 1970.
        known_from: u64,
    },
}

/// Where a chain of events stands.
#[derive(Debug, Clone)]
pub(super) struct ChainRow {
    pub(super) seq: u64,
    pub(super) hash: [u8; 32],
    pub(super) pruned_seq: u64,
    pub(super) pruned_at: u64,
    pub(super) pruned_hash: [u8; 32],
}

pub(super) fn chain(scope: &Scope<'_>, chain: Chain) -> Result<ChainRow, StoreError> {
    scope
        .first(
            "SELECT seq, hash, pruned_seq, pruned_at, pruned_hash FROM chains WHERE chain = ?1",
            [chain.number()],
            |row| {
                Ok(ChainRow {
                    seq: row.unsigned(0)?,
                    hash: row.get(1)?,
                    pruned_seq: row.unsigned(2)?,
                    pruned_at: row.unsigned(3)?,
                    pruned_hash: row.get(4)?,
                })
            },
        )?
        .ok_or_else(|| scope.damaged("the end of a chain of events is not there"))
}

/// From when on each chain is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Horizons {
    record: u64,
    samples: u64,
}

impl Horizons {
    pub(super) fn read(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            record: chain(scope, Chain::Record)?.pruned_at,
            samples: chain(scope, Chain::Samples)?.pruned_at,
        })
    }

    pub(super) fn of(self, layer: Layer) -> u64 {
        match Chain::of(layer) {
            Chain::Record => self.record,
            Chain::Samples => self.samples,
        }
    }
}

/// The layer as it was after the last event at or before (`at`, `seq`).
pub(super) fn layer_at(
    scope: &Scope<'_>,
    resource: i64,
    layer: Layer,
    at: i64,
    seq: i64,
) -> Result<Option<LayerState>, StoreError> {
    let mut newest = Newest::default();
    let mut meta = None;
    let mut whole = false;
    let damaged = || scope.damaged("an event of the history of a resource cannot be read");
    scope.scan(
        "SELECT form, body, at, seq, source FROM resource_events
         WHERE resource = ?1 AND layer = ?2 AND (at, seq) <= (?3, ?4) ORDER BY at DESC, seq DESC",
        (resource, number_of(layer), at, seq),
        |row| {
            let form = row.known(0, Form::from_number)?;
            if meta.is_none() {
                meta = Some((
                    row.unsigned(2)?,
                    row.unsigned(3)?,
                    row.known(4, Source::from_number)?,
                ));
            }
            let step = newest.take(form, row.text(1)?).map_err(|_| damaged())?;
            whole = step == Step::Done;
            Ok(match step {
                Step::More => ControlFlow::Continue(()),
                Step::Done => ControlFlow::Break(()),
            })
        },
    )?;
    if !whole {
        // What was before the horizon is in one snapshot.
        scope.first(
            "SELECT value, at, seq, source FROM snapshots WHERE resource = ?1 AND layer = ?2",
            (resource, number_of(layer)),
            |row| {
                if meta.is_none() {
                    meta = Some((
                        row.unsigned(1)?,
                        row.unsigned(2)?,
                        row.known(3, Source::from_number)?,
                    ));
                }
                newest
                    .take(Form::Whole, row.text(0)?)
                    .map_err(|_| damaged())
                    .map(drop)
            },
        )?;
    }
    let value = newest.value().map_err(|_| damaged())?;
    Ok(value
        .zip(meta)
        .map(|(value, (updated_at, seq, source))| LayerState {
            value,
            updated_at,
            source,
            seq,
        }))
}

/// A resource with the layers that it had at a time.
pub(super) fn resource_at(
    scope: &Scope<'_>,
    entry: &Entry,
    at: i64,
    wanted: &[Layer],
    horizons: Horizons,
) -> Result<ResourceAt, StoreError> {
    let mut found = BTreeMap::new();
    for layer in wanted {
        let known_from = horizons.of(*layer);
        if at < to_sql(known_from) {
            found.insert(*layer, LayerAt::BeyondHorizon { known_from });
        } else if let Some(state) = layer_at(scope, entry.id, *layer, at, i64::MAX)? {
            found.insert(*layer, LayerAt::Known(state));
        }
    }
    Ok(ResourceAt {
        uuid: entry.uuid.clone(),
        resource: entry.resource.clone(),
        kind: entry.kind.clone(),
        layers: found,
    })
}

/// What became of the layers of a resource between two times.
pub(super) fn diff(
    scope: &Scope<'_>,
    entry: &Entry,
    from: i64,
    to: i64,
    wanted: &[Layer],
) -> Result<BTreeMap<Layer, LayerDifference>, StoreError> {
    let horizons = Horizons::read(scope)?;
    let mut found = BTreeMap::new();
    for layer in wanted {
        let known_from = horizons.of(*layer);
        let difference = if from.min(to) < to_sql(known_from) {
            LayerDifference::BeyondHorizon { known_from }
        } else {
            let value = |at| -> Result<Option<Value>, StoreError> {
                Ok(layer_at(scope, entry.id, *layer, at, i64::MAX)?.map(|state| state.value))
            };
            LayerDifference::Known {
                differences: differences(value(from)?.as_ref(), value(to)?.as_ref()),
            }
        };
        found.insert(*layer, difference);
    }
    Ok(found)
}

const EVENT: &str = "SELECT e.seq, e.at, r.uuid, r.resource, r.kind, e.layer, e.form, e.body, e.source, e.actor, e.reason, e.intent, r.id
     FROM resource_events e JOIN resources r ON r.id = e.resource";

fn event(row: &Row<'_>) -> Result<ResourceEvent, StoreError> {
    Ok(ResourceEvent {
        seq: row.unsigned(0)?,
        at: row.unsigned(1)?,
        uuid: row.parse(2)?,
        resource: row.parse(3)?,
        kind: row.get(4)?,
        layer: row.known(5, layer_of)?,
        event: LayerEvent::parse(row.known(6, Form::from_number)?, row.text(7)?)
            .map_err(|_| row.damaged(7))?,
        source: row.known(8, Source::from_number)?,
        actor: row.get(9)?,
        reason: row.get(10)?,
        intent: row.get::<Option<i64>>(11)?.map(IntentId),
    })
}

/// The events after a number, oldest first.
pub(super) fn events(scope: &Scope<'_>, after: u64, limit: u32) -> Result<Vec<ResourceEvent>, StoreError> {
    scope.all(
        &format!("{EVENT} WHERE e.seq > ?1 ORDER BY e.seq LIMIT ?2"),
        (to_sql(after), limit),
        event,
    )
}

/// What happened to the layers of one resource before an event, newest first.
pub(super) fn history(
    scope: &Scope<'_>,
    entry: &Entry,
    wanted: &[Layer],
    before: Option<u64>,
    limit: u32,
) -> Result<Vec<HistoryEntry>, StoreError> {
    let before = before.map_or(i64::MAX, to_sql);
    let mut events = Vec::new();
    for layer in wanted {
        events.extend(scope.all(
            &format!(
                "{EVENT} WHERE e.resource = ?1 AND e.layer = ?2 AND e.seq < ?3 ORDER BY e.at DESC, e.seq DESC LIMIT ?4"
            ),
            (entry.id, number_of(*layer), before, limit),
            event,
        )?);
    }
    events.sort_unstable_by_key(|event| std::cmp::Reverse(event.seq));
    events.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    events
        .into_iter()
        .map(|event| {
            let (at, seq) = (to_sql(event.at), to_sql(event.seq));
            let before = layer_at(scope, entry.id, event.layer, at, seq - 1)?.map(|state| state.value);
            let after = event
                .event
                .clone()
                .apply(before.clone())
                .map_err(|_| scope.damaged("an event does not fit the one before it"))?;
            Ok(HistoryEntry {
                differences: differences(before.as_ref(), after.as_ref()),
                event,
            })
        })
        .collect()
}

/// The resources as they were at a time.
pub(super) fn router_at(scope: &Scope<'_>, at: u64, wanted: &[Layer]) -> Result<Vec<ResourceAt>, StoreError> {
    let at = to_sql(at);
    let horizons = Horizons::read(scope)?;
    let mut entries = layers::entries(scope, Some(at))?;
    // In the order of the events in the file, so that each page is read once.
    entries.sort_unstable_by_key(|entry| entry.id);
    let found: Result<Vec<ResourceAt>, StoreError> = entries
        .iter()
        .map(|entry| resource_at(scope, entry, at, wanted, horizons))
        .collect();
    let mut found = found?;
    found.sort_unstable_by(|one, other| one.resource.cmp(&other.resource));
    Ok(found)
}
