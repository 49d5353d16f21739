//! Folding events into the value of a layer.
//!
//! An event of a layer holds its whole value, or what changed against the event before, or says that the layer is
//! gone. Going back from any event, at most [`PATCHES`] patches lead to a whole value, so that a look at any time in
//! the past costs the same.

use serde::Serialize;
use serde_json::Value;

use super::patch::{Edit, edits, parse_edits, text_of_edits};

/// How many patches follow a whole value at most.
pub(crate) const PATCHES: u32 = 3;

/// How an event keeps the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// All of it.
    Whole,
    /// What is other than before.
    Patch,
    /// The layer is gone.
    Cleared,
}

impl Form {
    const ALL: [Self; 3] = [Self::Whole, Self::Patch, Self::Cleared];

    /// The number in the database.
    pub(crate) const fn number(self) -> i64 {
        self as i64
    }

    pub(crate) fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.number() == number)
    }
}

/// An event that does not fit the value before it, or cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the event does not fit what was before it")]
pub struct DamagedEvent;

/// What an event does to the value of a layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "form", content = "of", rename_all = "camelCase")]
pub enum LayerEvent {
    /// The layer has this value from now on.
    Whole(Value),
    /// These places are other than before, everything else is the same.
    Patch(Vec<Edit>),
    /// The layer is gone.
    Cleared,
}

impl LayerEvent {
    pub(crate) fn parse(form: Form, body: &str) -> Result<Self, DamagedEvent> {
        match form {
            Form::Whole => serde_json::from_str(body)
                .map(Self::Whole)
                .map_err(|_| DamagedEvent),
            Form::Patch => parse_edits(body).map(Self::Patch).ok_or(DamagedEvent),
            Form::Cleared => Ok(Self::Cleared),
        }
    }

    /// The value of the layer after the event, given the one before it. Applying all events of a layer, oldest
    /// first, to `None` gives what the layer holds now.
    ///
    /// # Errors
    /// If the event is a patch of something that `before` does not have.
    pub fn apply(self, before: Option<Value>) -> Result<Option<Value>, DamagedEvent> {
        match self {
            Self::Whole(value) => Ok(Some(value)),
            Self::Cleared => Ok(None),
            Self::Patch(edits) => {
                let mut value = before.ok_or(DamagedEvent)?;
                for edit in edits {
                    edit.apply(&mut value).ok_or(DamagedEvent)?;
                }
                Ok(Some(value))
            }
        }
    }
}

/// The form and the body of the event that leads from one value to the next, and how many patches there are since
/// the last whole value. `None` where nothing changes. `whole` is the text of `after`.
pub(crate) fn form_of(
    before: Option<(&Value, u32)>,
    after: Option<(&Value, String)>,
) -> Option<(Form, String, u32)> {
    match (before, after) {
        (None, None) => None,
        (Some(_), None) => Some((Form::Cleared, String::new(), 0)),
        (None, Some((_, whole))) => Some((Form::Whole, whole, 0)),
        (Some((before, _)), Some((after, _))) if before == after => None,
        (Some((before, patches)), Some((after, whole))) => {
            if patches < PATCHES {
                let patch = text_of_edits(&edits(before, after));
                if patch.len() < whole.len() {
                    return Some((Form::Patch, patch, patches + 1));
                }
            }
            Some((Form::Whole, whole, 0))
        }
    }
}

/// Whether folding needs an older event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    More,
    Done,
}

/// Folds the events of one layer, which come newest first, until a whole value is met.
#[derive(Debug, Default)]
pub(crate) struct Newest {
    base: Option<Value>,
    patches: Vec<Vec<Edit>>,
}

impl Newest {
    /// Takes the next older event.
    pub(crate) fn take(&mut self, form: Form, body: &str) -> Result<Step, DamagedEvent> {
        match LayerEvent::parse(form, body)? {
            LayerEvent::Cleared => Ok(Step::Done),
            LayerEvent::Whole(value) => {
                self.base = Some(value);
                Ok(Step::Done)
            }
            LayerEvent::Patch(edits) => {
                self.patches.push(edits);
                Ok(Step::More)
            }
        }
    }

    /// The value of the layer after the newest event taken.
    pub(crate) fn value(self) -> Result<Option<Value>, DamagedEvent> {
        self.patches
            .into_iter()
            .rev()
            .try_fold(self.base, |value, edits| LayerEvent::Patch(edits).apply(value))
    }
}
