//! The intent journal: what was about to be done, until the router has said what became of it.

use std::collections::BTreeSet;
use std::fmt;

use nnc_core::change::Effect;
use nnc_core::identity::ResourceId;
use nnc_core::object::Object;
use nnc_core::outcome::Outcome;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::allocations::Reservation;
use super::log::Cause;
use super::resources::ResourceChange;
use crate::error::StoreError;
use crate::sqlite::{Scope, to_json, to_sql};

/// Identifies an entry of the journal of one router. Never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IntentId(pub(crate) i64);

impl fmt::Display for IntentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A change that is about to be made. Everything that settles it after a crash.
#[derive(Debug, Clone, PartialEq)]
pub struct NewIntent {
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// What it is, for people: the reason that the events get.
    pub description: String,
    /// Who wants it; `None` for nnc itself.
    pub actor: Option<String>,
    /// The resources whose rows it may touch.
    pub scope: BTreeSet<ResourceId>,
    /// Our rows before it.
    pub before: Vec<Object>,
    /// Our rows after it.
    pub after: Vec<Object>,
    /// What must be run once the rows stand.
    pub effects: Vec<Effect>,
    /// What becomes of the resources if it succeeds; what the router confirms is filled in then.
    pub changes: Vec<ResourceChange>,
    /// What it needs.
    pub reservations: Vec<Reservation>,
}

/// A change whose outcome is open.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenIntent {
    /// Its id.
    pub id: IntentId,
    /// When it was opened, in milliseconds since 1970.
    pub opened_at: u64,
    /// What it is, for people.
    pub description: String,
    /// The resources whose rows it may touch.
    pub scope: BTreeSet<ResourceId>,
    /// Our rows before it.
    pub before: Vec<Object>,
    /// Our rows after it.
    pub after: Vec<Object>,
    /// What must be run once the rows stand.
    pub effects: Vec<Effect>,
    /// What becomes of the resources if it succeeds.
    pub changes: Vec<ResourceChange>,
    /// How far it got, for people.
    pub phase: String,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// When it was settled, in milliseconds since 1970.
    pub at: u64,
    /// How it ended. An unknown outcome settles nothing: the intent stays open, see [`RouterDb::note_phase`](super::RouterDb::note_phase).
    pub outcome: Outcome,
    /// What becomes of the resources.
    pub changes: Vec<ResourceChange>,
    /// What the router shows now of the rows that the resources share, as the deployment layer of a resource; `None`
    /// where nothing was read of them: then what was known is kept.
    pub shared: Option<Value>,
}

pub(super) fn open(scope: &Scope<'_>, intent: &NewIntent) -> Result<IntentId, StoreError> {
    scope.run(
        "INSERT INTO intents (opened_at, description, scope, before, after, effects, changes, actor, phase)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'open')",
        (
            to_sql(intent.at),
            &intent.description,
            to_json(&intent.scope)?,
            to_json(&intent.before)?,
            to_json(&intent.after)?,
            to_json(&intent.effects)?,
            to_json(&intent.changes)?,
            &intent.actor,
        ),
    )?;
    Ok(IntentId(scope.last_id()))
}

pub(super) fn open_intents(scope: &Scope<'_>) -> Result<Vec<OpenIntent>, StoreError> {
    scope.all(
        "SELECT id, opened_at, description, scope, before, after, effects, changes, phase
         FROM intents WHERE closed_at IS NULL ORDER BY id",
        [],
        |row| {
            Ok(OpenIntent {
                id: IntentId(row.get(0)?),
                opened_at: row.unsigned(1)?,
                description: row.get(2)?,
                scope: row.json(3)?,
                before: row.json(4)?,
                after: row.json(5)?,
                effects: row.json(6)?,
                changes: row.json(7)?,
                phase: row.get(8)?,
            })
        },
    )
}

pub(super) fn note_phase(scope: &Scope<'_>, intent: IntentId, phase: &str) -> Result<(), StoreError> {
    let changed = scope.run(
        "UPDATE intents SET phase = ?2 WHERE id = ?1 AND closed_at IS NULL",
        (intent.0, phase),
    )?;
    found(changed, intent)
}

/// Closes an entry, and says what its events are due to; the images are not needed any more.
pub(super) fn close(
    scope: &Scope<'_>,
    intent: IntentId,
    settlement: &Settlement,
) -> Result<Cause, StoreError> {
    if let Outcome::Unknown { .. } = settlement.outcome {
        return Err(StoreError::Encode(
            "an unknown outcome cannot settle a change".to_owned(),
        ));
    }
    scope
        .first(
            "UPDATE intents SET phase = 'settled', closed_at = ?2, outcome = ?3,
                before = NULL, after = NULL, effects = NULL, changes = NULL
             WHERE id = ?1 AND closed_at IS NULL RETURNING description, actor",
            (intent.0, to_sql(settlement.at), to_json(&settlement.outcome)?),
            |row| {
                Ok(Cause {
                    at: settlement.at,
                    reason: Some(row.get(0)?),
                    actor: row.get(1)?,
                })
            },
        )?
        .ok_or(StoreError::IntentClosed(intent.0))
}

fn found(changed: usize, intent: IntentId) -> Result<(), StoreError> {
    match changed {
        0 => Err(StoreError::IntentClosed(intent.0)),
        _ => Ok(()),
    }
}
