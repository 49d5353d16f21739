//! What goes into the machine and what comes out.

use std::sync::Arc;
use std::time::Duration;

use nnc_core::change::{ChangeSet, Effect, Operation};
use nnc_core::object::Snapshot;
use nnc_core::outcome::Outcome;
use nnc_core::ports::{Commit, Receipt, RouterError};
use serde::{Deserialize, Serialize};

/// What is to be done next. Each is answered by one [`Event`].
#[derive(Debug, Clone)]
pub enum Command {
    /// Write the intent down; answered by [`Event::Stored`] or [`Event::StoreFailed`].
    LogIntent,
    /// Arm the guard for a piece of the change; answered by [`Event::Begun`].
    Begin {
        /// The piece.
        change: ChangeSet,
        /// What it was computed from.
        snapshot: Arc<Snapshot>,
    },
    /// Send these together, in the open session; answered by [`Event::Answered`].
    Apply(Vec<Operation>),
    /// Read the router in the open session; answered by [`Event::Observed`].
    Observe,
    /// Reach the router over a second connection while the session stays open; answered by [`Event::Probed`].
    Probe,
    /// Let the change stand, and with it end the session; answered by [`Event::Committed`].
    Commit,
    /// Let the guard take the change back, and with it end the session; answered by [`Event::Unrolled`].
    Unroll,
    /// Drop the session if one is open, then ask whether a guard of ours still stands; answered by [`Event::Guard`].
    AskGuard,
    /// Wait; answered by [`Event::Waited`].
    Wait(Duration),
    /// Read the router outside of any session; answered by [`Event::Observed`].
    Look,
    /// Run an effect; answered by [`Event::Ran`].
    Run(Effect),
    /// Write down what the router has confirmed and close the intent; answered by [`Event::Stored`] or
    /// [`Event::StoreFailed`].
    Settle {
        /// How it ended.
        outcome: Outcome,
        /// What the router showed last.
        observed: Arc<Snapshot>,
    },
    /// Note that the outcome is unknown; the intent stays open. Answered by [`Event::Stored`] or [`Event::StoreFailed`].
    NoteUnknown(String),
    /// Nothing more.
    Done(Conclusion),
}

/// What became of a command.
#[derive(Debug, Clone)]
pub enum Event {
    /// The beginning.
    Start,
    /// The store took it.
    Stored,
    /// The store did not take it.
    StoreFailed,
    /// The guard is armed, or not.
    Begun(Result<(), RouterError>),
    /// The router's answers; an error means that nothing was sent.
    Answered(Result<Receipt, RouterError>),
    /// What the router shows.
    Observed(Result<Arc<Snapshot>, RouterError>),
    /// Whether a second connection was let in.
    Probed(Result<(), RouterError>),
    /// How the commit ended.
    Committed(Commit),
    /// How unrolling ended; what is true is asked afterwards in any case.
    Unrolled(Result<(), RouterError>),
    /// Who holds the guard, if anyone does.
    Guard(Result<Option<String>, RouterError>),
    /// The time is over.
    Waited,
    /// How the effect ended.
    Ran(Result<(), RouterError>),
}

/// How a machine ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conclusion {
    /// With an outcome, which is in the store unless it is unknown.
    Ended {
        /// What is true.
        outcome: Outcome,
        /// Why, if the router refused before anything was sent to it.
        cause: Option<RouterError>,
    },
    /// The store refused to write: before the first write to the router nothing was done; after it the intent stays open.
    StoreRefused,
}

/// How far a change is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "camelCase")]
pub enum Phase {
    /// Nothing has happened yet.
    Draft,
    /// It can be carried out.
    Validated,
    /// It is written down.
    IntentLogged,
    /// The guard stands.
    Armed,
    /// Operations are being sent.
    Applying {
        /// How many the router has done.
        done: usize,
        /// How many there are.
        total: usize,
    },
    /// The router is read again.
    Verifying,
    /// The router shows what was intended.
    Confirmed,
    /// The guard is released: the change, or a piece of it, stands.
    Disarmed,
    /// It is written down as confirmed.
    Merged,
    /// It is being taken back.
    RollingBack,
    /// The router shows what was before.
    RolledBack,
    /// Some of it is in, some not.
    PartiallyApplied,
    /// The router cannot be asked.
    Unknown,
    /// The router is asked what is true.
    Reconciling,
}

impl Phase {
    /// Its name in events.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Validated => "validated",
            Self::IntentLogged => "intent-logged",
            Self::Armed => "armed",
            Self::Applying { .. } => "applying",
            Self::Verifying => "verifying",
            Self::Confirmed => "confirmed",
            Self::Disarmed => "disarmed",
            Self::Merged => "merged",
            Self::RollingBack => "rolling-back",
            Self::RolledBack => "rolled-back",
            Self::PartiallyApplied => "partially-applied",
            Self::Unknown => "unknown",
            Self::Reconciling => "reconciling",
        }
    }
}
