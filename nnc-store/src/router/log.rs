//! Writing changes of layers: the event, the live value and the chain of hashes, in the caller's transaction.

use serde_json::Value;

use super::journal::IntentId;
use crate::error::StoreError;
use crate::history::{Chain, Form, Layer, Link, ResourceUuid, Source, chained, form_of, number_of};
use crate::sqlite::{Scope, to_json, to_sql};

/// The longest text that one layer of one resource may have, in bytes of JSON.
pub(crate) const MAX_LAYER: usize = 1 << 20;

/// How deep a value may be nested; readers of JSON stop at 128.
const MAX_DEPTH: usize = 100;

/// When something was changed, by whom and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cause {
    /// When, in milliseconds since 1970. If the clock went back, the time of the event before is taken: history
    /// never runs backwards.
    pub at: u64,
    /// Who wanted it, such as a user's name; `None` for nnc itself.
    pub actor: Option<String>,
    /// Why, for people.
    pub reason: Option<String>,
}

impl Cause {
    /// A change by nnc itself that needs no reason.
    pub fn at(at: u64) -> Self {
        Self {
            at,
            ..Self::default()
        }
    }

    /// The same, by someone.
    #[must_use]
    pub fn by(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into());
        self
    }

    /// The same, with a reason.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}

/// The end of one chain.
#[derive(Debug, Clone, Copy)]
struct End {
    seq: u64,
    hash: [u8; 32],
}

/// Appends events inside one transaction. [`finish`](Self::finish) must be called for them to count.
pub(super) struct Log<'a> {
    scope: &'a Scope<'a>,
    cause: &'a Cause,
    intent: Option<IntentId>,
    at: u64,
    seq: u64,
    ends: [End; 2],
    changed: [bool; 2],
}

/// The resource that a value belongs to.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    pub(super) id: i64,
    pub(super) uuid: ResourceUuid,
}

impl<'a> Log<'a> {
    pub(super) fn begin(
        scope: &'a Scope<'a>,
        cause: &'a Cause,
        intent: Option<IntentId>,
    ) -> Result<Self, StoreError> {
        let ends = scope.all("SELECT seq, hash, at FROM chains ORDER BY chain", [], |row| {
            let end = End {
                seq: row.unsigned(0)?,
                hash: row.get(1)?,
            };
            Ok((end, row.unsigned(2)?))
        })?;
        let [record, samples] = ends.as_slice() else {
            return Err(scope.damaged("the ends of the chains of events are not there"));
        };
        Ok(Self {
            scope,
            cause,
            intent,
            at: cause.at.max(record.1).max(samples.1),
            seq: record.0.seq.max(samples.0.seq),
            ends: [record.0, samples.0],
            changed: [false; 2],
        })
    }

    /// The time that the events get.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// The number of the last event.
    pub(super) fn seq(&self) -> u64 {
        self.seq
    }

    /// Sets one layer, or takes it away; says whether that changed anything.
    pub(super) fn set(
        &mut self,
        owner: &Owner,
        layer: Layer,
        value: Option<&Value>,
        source: Source,
    ) -> Result<bool, StoreError> {
        let before = self.scope.first(
            "SELECT value, patches FROM layers WHERE resource = ?1 AND layer = ?2",
            (owner.id, number_of(layer)),
            |row| Ok((row.json::<Value>(0)?, row.get::<u32>(1)?)),
        )?;
        let after = value.map(|value| text(layer, value)).transpose()?;
        let formed = form_of(
            before.as_ref().map(|(value, patches)| (value, *patches)),
            value.zip(after.clone()),
        );
        let Some((form, body, patches)) = formed else {
            return Ok(false);
        };
        self.append(owner, layer, form, &body, source)?;
        match after {
            Some(after) => self.scope.run(
                "INSERT INTO layers (resource, layer, value, updated_at, source, seq, patches)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (resource, layer) DO UPDATE
                    SET value = ?3, updated_at = ?4, source = ?5, seq = ?6, patches = ?7",
                (
                    owner.id,
                    number_of(layer),
                    after,
                    to_sql(self.at),
                    source.number(),
                    to_sql(self.seq),
                    patches,
                ),
            )?,
            None => self.scope.run(
                "DELETE FROM layers WHERE resource = ?1 AND layer = ?2",
                (owner.id, number_of(layer)),
            )?,
        };
        Ok(true)
    }

    fn append(
        &mut self,
        owner: &Owner,
        layer: Layer,
        form: Form,
        body: &str,
        source: Source,
    ) -> Result<(), StoreError> {
        self.seq += 1;
        let link = Link {
            seq: self.seq,
            at: self.at,
            uuid: owner.uuid.as_str(),
            layer,
            form,
            body,
            source,
            actor: self.cause.actor.as_deref(),
            reason: self.cause.reason.as_deref(),
            intent: self.intent.map(|intent| intent.0),
        };
        let (end, changed) = match Chain::of(layer) {
            Chain::Record => (&mut self.ends[0], &mut self.changed[0]),
            Chain::Samples => (&mut self.ends[1], &mut self.changed[1]),
        };
        *end = End {
            seq: self.seq,
            hash: chained(&end.hash, &link),
        };
        *changed = true;
        self.scope
            .run(
                "INSERT INTO resource_events (resource, layer, at, seq, form, body, source, actor, reason, intent, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                rusqlite::params![
                    owner.id,
                    number_of(layer),
                    to_sql(self.at),
                    to_sql(self.seq),
                    form.number(),
                    body,
                    source.number(),
                    link.actor,
                    link.reason,
                    link.intent,
                    end.hash,
                ],
            )
            .map(drop)
    }

    /// Writes the ends of the chains.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        for ((chain, end), changed) in Chain::ALL.into_iter().zip(self.ends).zip(self.changed) {
            if changed {
                self.scope.run(
                    "UPDATE chains SET seq = ?2, at = ?3, hash = ?4 WHERE chain = ?1",
                    (chain.number(), to_sql(end.seq), to_sql(self.at), end.hash),
                )?;
            }
        }
        Ok(())
    }
}

/// The text of a value that can be read again.
fn text(layer: Layer, value: &Value) -> Result<String, StoreError> {
    let refuse = |reason| StoreError::ValueTooLarge { layer, reason };
    if !within(value, MAX_DEPTH) {
        return Err(refuse(format!("it is nested deeper than {MAX_DEPTH} levels")));
    }
    let text = to_json(value)?;
    if text.len() > MAX_LAYER {
        return Err(refuse(format!(
            "it has {} bytes of JSON, {MAX_LAYER} are allowed",
            text.len()
        )));
    }
    Ok(text)
}

fn within(value: &Value, depth: usize) -> bool {
    let Some(below) = depth.checked_sub(1) else {
        return false;
    };
    match value {
        Value::Array(items) => items.iter().all(|item| within(item, below)),
        Value::Object(fields) => fields.values().all(|field| within(field, below)),
        _ => true,
    }
}
