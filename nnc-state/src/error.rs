//! Why a change did not come to stand.

use nnc_core::change::ScheduleError;
use nnc_core::ports::RouterError;
use nnc_store::StoreError;

/// Why a change did not come to stand, and what is true now.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// The change was taken back; the router itself says that everything of ours is as before.
    #[error("the change was taken back, everything of ours is as before: {reason}{}", reverted(.reverted_foreign))]
    RolledBack {
        /// Why, with the router's words.
        reason: String,
        /// Other people's edits that were taken back with it, which only the last resort does.
        reverted_foreign: Vec<String>,
    },
    /// Some resources are as intended, others are not.
    #[error("the change is in only partly: {reason}; in: {}; not in: {}", list(.applied), list(.missing))]
    PartiallyApplied {
        /// Why, with the router's words.
        reason: String,
        /// The resources that are confirmed as intended.
        applied: Vec<String>,
        /// The resources that are confirmed as before.
        missing: Vec<String>,
    },
    /// The router could not be asked what became of the change.
    #[error(
        "what became of the change is not known: {reason}; run `nnc recover` when the router can be reached"
    )]
    Unknown {
        /// What went wrong.
        reason: String,
    },
    /// The router refused before anything was written.
    #[error(transparent)]
    Router(#[from] RouterError),
    /// The store refused. What was acknowledged before stands; an open change is settled by `nnc recover`.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The change cannot be guarded.
    #[error("the change cannot be guarded: {0}")]
    Schedule(#[from] ScheduleError),
    /// What became of an earlier change is not known yet.
    #[error("what became of an earlier change ({0}) is not known yet; run `nnc recover` first")]
    Unsettled(String),
    /// The plan touches what it does not announce.
    #[error("the plan changes {0}, which is outside its scope; this is a defect in nnc, please report it")]
    OutOfScope(String),
    /// The change was given up by the program, by a panic or because its runtime ended.
    #[error("the change was interrupted inside nnc: {0}; run `nnc recover`")]
    Interrupted(String),
}

impl StateError {
    /// The stable code, listed in `docs/errors.md`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RolledBack { .. } => "rolled-back",
            Self::PartiallyApplied { .. } => "partially-applied",
            Self::Unknown { .. } => "outcome-unknown",
            Self::Router(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Schedule(_) => "plan-too-large",
            Self::Unsettled(_) => "router-unsettled",
            Self::OutOfScope(_) => "plan-out-of-scope",
            Self::Interrupted(_) => "interrupted",
        }
    }

    /// Whether trying again later may help.
    pub const fn retryable(&self) -> bool {
        match self {
            Self::Router(error) => error.retryable(),
            Self::Store(error) => error.retryable(),
            _ => false,
        }
    }
}

fn list(items: &[String]) -> String {
    if items.is_empty() {
        "none".to_owned()
    } else {
        items.join(", ")
    }
}

fn reverted(items: &[String]) -> String {
    if items.is_empty() {
        String::new()
    } else {
        format!(
            "; edits of others that were taken back with it: {}",
            items.join(", ")
        )
    }
}
