//! How an attempt to change a router ended.

use serde::{Deserialize, Serialize};

/// What is true after a change was attempted. `Unknown` is an answer, and never guessed away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "camelCase")]
pub enum Outcome {
    /// The router itself says that everything is as intended.
    Confirmed,
    /// The router itself says that everything of ours is as before.
    RolledBack {
        /// Why it was given up.
        reason: String,
        /// Other people's edits that the last resort (unrolling safe mode) took back too; mostly empty.
        reverted_foreign: Vec<String>,
    },
    /// Some atomic groups are in, others are not.
    PartiallyApplied {
        /// Why it stopped.
        reason: String,
        /// The resources that are confirmed as intended.
        applied: Vec<String>,
        /// The resources that are confirmed as before.
        missing: Vec<String>,
    },
    /// The router could not be asked. `nnc recover` settles it once the router answers.
    Unknown {
        /// What went wrong.
        reason: String,
    },
}

impl Outcome {
    /// Whether the router was seen to have what was intended.
    pub fn is_confirmed(&self) -> bool {
        matches!(self, Self::Confirmed)
    }
}
