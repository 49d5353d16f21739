//! Whether the history is whole, and letting the oldest part of it go.

use std::ops::ControlFlow;

use serde::Serialize;
use serde_json::Value;

use super::past::{self, ChainRow};
use crate::error::StoreError;
use crate::history::{Chain, Form, Head, Layer, Link, Source, chained, layer_of, number_of};
use crate::sqlite::{Scope, to_json, to_sql};

/// What [`verify_history`](super::RouterDb::verify_history) found to be whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryReport {
    /// How many events were looked at.
    pub events: u64,
    /// How many layers hold what their events say.
    pub layers: u64,
    /// The end of the record of changes. Keep it elsewhere to prove later that nothing before it was changed.
    pub record: Head,
    /// The end of the samples.
    pub samples: Head,
}

/// Where the check stands in one chain.
struct Walk {
    row: ChainRow,
    seq: u64,
    hash: [u8; 32],
}

impl Walk {
    fn new(scope: &Scope<'_>, chain: Chain) -> Result<Self, StoreError> {
        let row = past::chain(scope, chain)?;
        Ok(Self {
            seq: row.pruned_seq,
            hash: row.pruned_hash,
            row,
        })
    }

    fn head(&self) -> Head {
        Head {
            seq: self.seq,
            hash: hex(&self.hash),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Recomputes every hash, and folds every layer.
pub(super) fn verify(scope: &Scope<'_>, known: Option<&Head>) -> Result<HistoryReport, StoreError> {
    let mut record = Walk::new(scope, Chain::Record)?;
    let mut samples = Walk::new(scope, Chain::Samples)?;
    let mut events = 0;
    let mut met = known.is_none_or(|known| known.seq == 0);
    scope.scan(
        "SELECT e.seq, e.at, r.uuid, e.layer, e.form, e.body, e.source, e.actor, e.reason, e.intent, e.hash
         FROM resource_events e JOIN resources r ON r.id = e.resource ORDER BY e.seq",
        [],
        |row| {
            let seq = row.unsigned(0)?;
            let layer = row.known(3, layer_of)?;
            let walk = match Chain::of(layer) {
                Chain::Record => &mut record,
                Chain::Samples => &mut samples,
            };
            let link = Link {
                seq,
                at: row.unsigned(1)?,
                uuid: row.text(2)?,
                layer,
                form: row.known(4, Form::from_number)?,
                body: row.text(5)?,
                source: row.known(6, Source::from_number)?,
                actor: row.text_or_null(7)?,
                reason: row.text_or_null(8)?,
                intent: row.get(9)?,
            };
            let hash = chained(&walk.hash, &link);
            if hash != row.get::<[u8; 32]>(10)? || seq <= walk.row.pruned_seq {
                return Err(scope.broken(
                    seq,
                    "the event, or the one before it, is not the one that was written",
                ));
            }
            walk.seq = seq;
            walk.hash = hash;
            events += 1;
            met |= known.is_some_and(|known| known.seq == seq && known.hash == hex(&hash));
            Ok(ControlFlow::Continue(()))
        },
    )?;
    for walk in [&record, &samples] {
        if walk.seq != walk.row.seq || walk.hash != walk.row.hash {
            return Err(scope.broken(walk.row.seq, "the last events are missing"));
        }
        met |= known.is_some_and(|known| {
            known.seq == walk.row.pruned_seq && known.hash == hex(&walk.row.pruned_hash)
        });
    }
    if let Some(known) = known.filter(|_| !met) {
        return Err(scope.broken(known.seq, "the event with the hash that you know is not there"));
    }
    Ok(HistoryReport {
        events,
        layers: compare_layers(scope)?,
        record: record.head(),
        samples: samples.head(),
    })
}

/// Every layer holds what its events say, and no layer is without events.
fn compare_layers(scope: &Scope<'_>) -> Result<u64, StoreError> {
    let mut compared = 0;
    scope.scan(
        "SELECT resource, layer FROM resource_events UNION SELECT resource, layer FROM snapshots
         UNION SELECT resource, layer FROM layers",
        [],
        |row| {
            let resource: i64 = row.get(0)?;
            let layer = row.known(1, layer_of)?;
            let live = scope.first(
                "SELECT value, seq FROM layers WHERE resource = ?1 AND layer = ?2",
                (resource, number_of(layer)),
                |row| Ok((row.json::<Value>(0)?, row.unsigned(1)?)),
            )?;
            let folded = past::layer_at(scope, resource, layer, i64::MAX, i64::MAX)?;
            let seq = live.as_ref().map_or(0, |(_, seq)| *seq);
            if live != folded.map(|state| (state.value, state.seq)) {
                return Err(scope.broken(seq, "a layer does not hold what its events say"));
            }
            compared += u64::from(live.is_some());
            Ok(ControlFlow::Continue(()))
        },
    )?;
    Ok(compared)
}

/// Lets the events of a chain go that are older than a time; what layers held then stays as a snapshot.
pub(super) fn prune(scope: &Scope<'_>, chain: Chain, before: u64) -> Result<u64, StoreError> {
    let layers = Layer::ALL.into_iter().filter(|layer| Chain::of(*layer) == chain);
    let resources: Vec<i64> = scope.all("SELECT id FROM resources", [], |row| row.get(0))?;
    // (resource, layer, its last event that goes)
    let mut last = Vec::new();
    for layer in layers {
        for resource in &resources {
            let found = scope.first(
                "SELECT at, seq, hash FROM resource_events WHERE resource = ?1 AND layer = ?2 AND at < ?3
                 ORDER BY at DESC, seq DESC LIMIT 1",
                (resource, number_of(layer), to_sql(before)),
                |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<[u8; 32]>(2)?)),
            )?;
            if let Some((at, seq, hash)) = found {
                last.push((*resource, layer, at, seq, hash));
            }
        }
    }
    let Some(&(_, _, horizon, seq, hash)) = last.iter().max_by_key(|(_, _, _, seq, _)| *seq) else {
        return Ok(0);
    };
    let mut gone = 0;
    for (resource, layer, at, seq, _) in last {
        let key = (resource, number_of(layer));
        match past::layer_at(scope, resource, layer, at, seq)? {
            Some(state) => scope.run(
                "INSERT OR REPLACE INTO snapshots (resource, layer, at, seq, source, value)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (
                    resource,
                    number_of(layer),
                    to_sql(state.updated_at),
                    to_sql(state.seq),
                    state.source.number(),
                    to_json(&state.value)?,
                ),
            )?,
            None => scope.run("DELETE FROM snapshots WHERE resource = ?1 AND layer = ?2", key)?,
        };
        gone += scope.run(
            "DELETE FROM resource_events WHERE resource = ?1 AND layer = ?2 AND (at, seq) <= (?3, ?4)",
            (resource, number_of(layer), at, seq),
        )?;
    }
    scope.run(
        "UPDATE chains SET pruned_seq = ?2, pruned_at = ?3, pruned_hash = ?4 WHERE chain = ?1",
        (chain.number(), seq, horizon, hash),
    )?;
    Ok(gone as u64)
}
