//! The apply machine: pure, one command at a time.
//!
//! ```text
//! Draft -> Validated -> IntentLogged -> Armed -> Applying -> Verifying -> Confirmed -> Disarmed -> Merged
//!                                         |          |           |            |
//!                                         +----------+-----------+------------+--> RollingBack -> RolledBack
//!                                                                              \-> Reconciling -> any, or Unknown
//! ```
//!
//! [`Machine::handle`] takes what became of the last [`Command`] and gives the next. Four rules decide:
//!
//! * what is refused, or does not verify, is taken back under the same guard by inverse operations; if that fails too,
//!   or if rows of others refer to a row that went, the guard takes it back;
//! * what is lost (a connection, an answer) is never repeated: once no guard is held any more, the router is read and
//!   compared with our rows before and after, and what lies between is led back by a new, guarded change;
//! * a change of which nobody can tell whether it locks the controller out stands only once a second connection, made
//!   under the guard, was let in;
//! * an outcome is what the router showed, or [`Outcome::Unknown`].

mod event;
mod forward;
mod reconcile;
mod undo;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use nnc_core::change::{Action, Effect, Operation, Semantics};
use nnc_core::identity::ResourceId;
use nnc_core::object::Snapshot;
use nnc_core::outcome::Outcome;
use nnc_core::ports::{Capabilities, RouterError};
use nnc_store::OpenIntent;

pub use event::{Command, Conclusion, Event, Phase};

use crate::batch::{Cut, guarded};
use crate::compare::{Image, Images};
use crate::cut::Piece;
use crate::error::StateError;
use crate::plan::{Check, Confirmation, Plan};

/// How long and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// After how long without a commit a dead man on the router takes the change back.
    pub guard_timeout: Duration,
    /// How long to wait for a guard that is still held to be released or to fire; more than `guard_timeout`.
    pub guard_wait: Duration,
    /// How often in a row to try to reach the router before the outcome is unknown.
    pub attempts: u32,
    /// How often to lead rows back before the change counts as partly applied.
    pub restores: u32,
    /// How many operations one guard covers.
    pub guard_limit: usize,
    /// How many operations travel together.
    pub window: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            guard_timeout: Duration::from_secs(60),
            guard_wait: Duration::from_secs(120),
            attempts: 10,
            restores: 3,
            guard_limit: 80,
            window: 16,
        }
    }
}

impl Limits {
    /// With what the router says of its guard.
    #[must_use]
    pub fn of(self, capabilities: &Capabilities) -> Self {
        Self {
            guard_limit: capabilities.guard_limit,
            window: capabilities.window,
            ..self
        }
    }
}

/// Where the machine stands, between two commands.
#[derive(Debug)]
enum Stage {
    Validated,
    Logging,
    Beginning,
    Applying { round: usize },
    Verifying,
    Probing,
    Committing,
    Inverting { inverse: Piece, round: usize },
    CheckingInverse,
    CommittingInverse,
    LookingBeforeUnroll,
    Unrolling,
    AskingGuard,
    Waiting,
    Looking,
    RunningEffect { next: usize },
    WaitingForEffect { next: usize },
    Settling,
    Noting,
    Done(Conclusion),
}

/// Whether the change is still wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    Forward,
    Back,
}

/// Decides, step by step, how a change comes to stand or is taken back.
pub struct Machine {
    images: Images,
    check: Option<Check>,
    confirmation: Confirmation,
    effects: Vec<Effect>,
    limits: Limits,
    /// What the change was computed from.
    origin: Arc<Snapshot>,
    /// The newest that was read.
    latest: Arc<Snapshot>,
    /// The last that was read under a guard.
    seen: Option<Arc<Snapshot>>,
    /// What is still to be done; the first is under way.
    cut: Cut,
    /// Operations of the piece under way that the router said it did.
    done: Vec<usize>,
    stage: Stage,
    aim: Aim,
    /// Whether the pieces lead back.
    restoring: bool,
    /// Pieces of the change itself that stand.
    committed: usize,
    /// Whether anything was sent that the router may have done.
    touched: bool,
    /// Why the change is not simply confirmed.
    reason: Option<String>,
    cause: Option<RouterError>,
    waited: Duration,
    failures: u32,
    restores: u32,
    cancelled: bool,
    operations: usize,
    applied: usize,
    outcome: Option<Outcome>,
}

impl Machine {
    /// A machine for a plan that was computed from `snapshot`.
    ///
    /// # Errors
    /// [`StateError::Schedule`] if the change cannot be guarded; [`StateError::OutOfScope`] if it touches what it
    /// does not announce.
    pub fn new(
        plan: &Plan,
        snapshot: Arc<Snapshot>,
        semantics: Arc<dyn Semantics>,
        limits: Limits,
    ) -> Result<Self, StateError> {
        // Rows of others of our resources may have to be moved along; nothing else may happen to them.
        let stray = |operation: &&Operation| {
            !matches!(operation.action, Action::Move { .. } | Action::Effect(_))
                && !plan.scope.contains(&operation.group)
        };
        if let Some(operation) = plan.change.operations.iter().find(stray) {
            return Err(StateError::OutOfScope(operation.group.to_string()));
        }
        let images = Images::new(
            plan.change.controller,
            plan.scope.clone(),
            &snapshot,
            &plan.desired,
            semantics,
        );
        let cut = guarded(
            &*images.semantics,
            || Cow::Borrowed(&images),
            Image::After,
            &snapshot,
            plan.change.clone(),
            (limits.guard_limit, limits.window),
        )?;
        let effects = plan.change.effects().cloned().collect();
        let mut machine = Self::at(images, effects, limits, snapshot);
        machine.check = plan.check.clone();
        machine.confirmation = plan.confirmation;
        machine.operations = plan.change.writes();
        machine.cut = cut;
        Ok(machine)
    }

    /// A machine that settles what a crash left open.
    pub fn recovering(
        intent: &OpenIntent,
        controller: nnc_core::identity::ControllerId,
        semantics: Arc<dyn Semantics>,
        limits: Limits,
    ) -> Self {
        let images = Images {
            controller,
            scope: intent.scope.clone(),
            before: intent.before.clone(),
            after: intent.after.clone(),
            semantics,
        };
        let mut machine = Self::at(images, intent.effects.clone(), limits, Arc::default());
        machine.touched = true;
        machine.reason = Some("the controller stopped in the middle of it".to_owned());
        machine
    }

    fn at(images: Images, effects: Vec<Effect>, limits: Limits, origin: Arc<Snapshot>) -> Self {
        Self {
            images,
            check: None,
            confirmation: Confirmation::Observed,
            effects,
            limits,
            latest: Arc::clone(&origin),
            origin,
            seen: None,
            cut: Cut::default(),
            done: Vec::new(),
            stage: Stage::Validated,
            aim: Aim::Forward,
            restoring: false,
            committed: 0,
            touched: false,
            reason: None,
            cause: None,
            waited: Duration::ZERO,
            failures: 0,
            restores: 0,
            cancelled: false,
            operations: 0,
            applied: 0,
            outcome: None,
        }
    }

    /// Our rows before and after the change, for the journal.
    pub(crate) fn images(&self) -> &Images {
        &self.images
    }

    /// Asks for the change to be given up at the next safe point: before a round is sent, never after the last.
    pub fn cancel(&mut self) {
        self.cancelled = true;
    }

    /// What is going on.
    pub fn phase(&self) -> Phase {
        let going_back = self.restoring || self.aim == Aim::Back;
        match &self.stage {
            Stage::Validated | Stage::Logging => Phase::Validated,
            Stage::Beginning
            | Stage::Applying { .. }
            | Stage::Verifying
            | Stage::Probing
            | Stage::Committing
                if going_back =>
            {
                Phase::RollingBack
            }
            Stage::Beginning if self.committed > 0 => Phase::Disarmed,
            Stage::Beginning => Phase::IntentLogged,
            Stage::Applying { round: 0 } => Phase::Armed,
            Stage::Applying { .. } => Phase::Applying {
                done: self.applied,
                total: self.operations,
            },
            Stage::Verifying | Stage::Probing => Phase::Verifying,
            Stage::Committing => Phase::Confirmed,
            Stage::Inverting { .. }
            | Stage::CheckingInverse
            | Stage::CommittingInverse
            | Stage::LookingBeforeUnroll
            | Stage::Unrolling => Phase::RollingBack,
            Stage::AskingGuard | Stage::Waiting | Stage::Looking => Phase::Reconciling,
            Stage::RunningEffect { .. } | Stage::WaitingForEffect { .. } | Stage::Settling => Phase::Disarmed,
            Stage::Noting => Phase::Unknown,
            Stage::Done(Conclusion::StoreRefused) => Phase::Unknown,
            Stage::Done(Conclusion::Ended { outcome, .. }) => match outcome {
                Outcome::Confirmed => Phase::Merged,
                Outcome::RolledBack { .. } => Phase::RolledBack,
                Outcome::PartiallyApplied { .. } => Phase::PartiallyApplied,
                Outcome::Unknown { .. } => Phase::Unknown,
            },
        }
    }

    /// Takes what became of the last command and gives the next. Once it is [`Command::Done`], it stays that.
    pub fn handle(&mut self, event: Event) -> Command {
        let stage = std::mem::replace(&mut self.stage, Stage::AskingGuard);
        match (stage, event) {
            (Stage::Validated, Event::Start) if self.cut.pieces.is_empty() => self.ask_guard(),
            (Stage::Validated, Event::Start) => self.go(Stage::Logging, Command::LogIntent),
            (Stage::Logging, Event::Stored) => self.begin(),
            (Stage::Logging | Stage::Settling, Event::StoreFailed) => self.conclude(Conclusion::StoreRefused),
            (Stage::Beginning, Event::Begun(result)) => self.begun(result),
            (Stage::Applying { round }, Event::Answered(result)) => self.answered(round, result),
            (Stage::Verifying, Event::Observed(result)) => self.verified(result),
            (Stage::Probing, Event::Probed(result)) => self.probed(result),
            (Stage::Committing, Event::Committed(commit)) => self.committed(commit),
            (Stage::Inverting { inverse, round }, Event::Answered(result)) => {
                self.inverse_answered(inverse, round, result)
            }
            (Stage::CheckingInverse, Event::Observed(result)) => self.inverse_checked(result),
            (Stage::CommittingInverse, Event::Committed(commit)) => self.inverse_committed(commit),
            (Stage::LookingBeforeUnroll, Event::Observed(result)) => self.seen_before_unroll(result),
            (Stage::Unrolling, Event::Unrolled(_)) => self.ask_guard(),
            (Stage::AskingGuard, Event::Guard(result)) => self.guard_told(result),
            (Stage::Waiting, Event::Waited) => self.ask_guard(),
            (Stage::Looking, Event::Observed(result)) => self.looked(result),
            (Stage::RunningEffect { next }, Event::Ran(result)) => self.ran(next, result),
            (Stage::WaitingForEffect { next }, Event::Waited) => self.run_effect(next),
            (Stage::Settling, Event::Stored) | (Stage::Noting, Event::Stored | Event::StoreFailed) => {
                self.conclude_with_outcome()
            }
            (Stage::Done(conclusion), _) => self.conclude(conclusion),
            // An event that answers no command: the router is asked what is true.
            _ => self.lost("the steps of the change got out of order".to_owned()),
        }
    }

    fn go(&mut self, stage: Stage, command: Command) -> Command {
        self.stage = stage;
        command
    }

    /// Whose rows the piece under way must have right: at the end, everyone's.
    fn groups(&self) -> BTreeSet<ResourceId> {
        match self.cut.pieces.front() {
            Some(piece) if self.cut.pieces.len() > 1 => piece.groups.clone(),
            _ => self.images.scope.clone(),
        }
    }

    fn objection(&self, observed: &Snapshot, groups: &BTreeSet<ResourceId>) -> Option<String> {
        if let Some(difference) = self.images.difference(Image::After, observed, groups) {
            return Some(format!("the router does not show what was written: {difference}"));
        }
        let check = self.check.as_ref().filter(|_| *groups == self.images.scope)?;
        check(observed).err()
    }

    fn conclude_with_outcome(&mut self) -> Command {
        let outcome = self
            .outcome
            .take()
            .unwrap_or(Outcome::Unknown { reason: self.why() });
        let cause = self.cause.take().filter(|_| !self.touched);
        self.conclude(Conclusion::Ended { outcome, cause })
    }

    fn conclude(&mut self, conclusion: Conclusion) -> Command {
        self.stage = Stage::Done(conclusion.clone());
        Command::Done(conclusion)
    }

    fn settle(&mut self) -> Command {
        match &self.outcome {
            Some(outcome) => {
                let command = Command::Settle {
                    outcome: outcome.clone(),
                    observed: Arc::clone(&self.latest),
                };
                self.go(Stage::Settling, command)
            }
            None => self.unknown("the outcome was not determined".to_owned()),
        }
    }

    fn unknown(&mut self, reason: String) -> Command {
        let reason = match &self.reason {
            Some(first) if *first != reason => format!("{first}; then {reason}"),
            _ => reason,
        };
        self.outcome = Some(Outcome::Unknown {
            reason: reason.clone(),
        });
        self.go(Stage::Noting, Command::NoteUnknown(reason))
    }

    fn why(&self) -> String {
        self.reason
            .clone()
            .unwrap_or_else(|| "the change was given up".to_owned())
    }
}
