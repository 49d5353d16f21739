//! Asking the router what is true, and leading back what lies between.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use nnc_core::object::Snapshot;
use nnc_core::outcome::Outcome;
use nnc_core::ports::RouterError;

use super::{Aim, Command, Machine, Stage};
use crate::compare::Image;
use crate::foreign;

/// Between two looks at a guard that is still held.
const GUARD_POLL: Duration = Duration::from_secs(1);

impl Machine {
    /// A session, an answer or a guard is lost: nothing is repeated, the router is asked.
    pub(super) fn lost(&mut self, reason: String) -> Command {
        if self.reason.is_none() {
            self.reason = Some(reason);
        }
        self.ask_guard()
    }

    /// While a guard of ours stands, the router may yet undo what it shows.
    pub(super) fn ask_guard(&mut self) -> Command {
        self.go(Stage::AskingGuard, Command::AskGuard)
    }

    pub(super) fn guard_told(&mut self, result: Result<Option<String>, RouterError>) -> Command {
        match result {
            Ok(None) | Err(RouterError::Unsupported(_)) => self.go(Stage::Looking, Command::Look),
            Ok(Some(holder)) => {
                if self.waited >= self.limits.guard_wait {
                    return self.unknown(format!("the router's guard is still held ({holder})"));
                }
                self.waited += GUARD_POLL;
                self.go(Stage::Waiting, Command::Wait(GUARD_POLL))
            }
            Err(error) => self.try_later(Stage::Waiting, &error),
        }
    }

    pub(super) fn looked(&mut self, result: Result<Arc<Snapshot>, RouterError>) -> Command {
        match result {
            Ok(observed) => {
                self.failures = 0;
                self.latest = observed;
                self.decide()
            }
            Err(error) => self.try_later(Stage::Waiting, &error),
        }
    }

    /// Waits a little longer each time, and gives up in the end.
    fn try_later(&mut self, stage: Stage, error: &RouterError) -> Command {
        self.failures += 1;
        if self.failures > self.limits.attempts {
            return self.unknown(error.to_string());
        }
        let pause = Duration::from_millis(100 << self.failures.min(6)).min(Duration::from_secs(5));
        self.go(stage, Command::Wait(pause))
    }

    /// Compares what the router showed last with the two images.
    pub(super) fn decide(&mut self) -> Command {
        let observed = Arc::clone(&self.latest);
        let scope = self.images.scope.clone();
        if self.aim == Aim::Forward {
            match self.objection(&observed, &scope) {
                None => return self.rows_stand(),
                Some(_) if self.reason.is_some() => self.aim = Aim::Back,
                Some(objection) => self.turn_back(objection),
            }
        }
        if self.images.shows(Image::Before, &observed, &scope) {
            return self.rows_are_back();
        }
        self.restores += 1;
        if self.restores > self.limits.restores {
            return self.partly();
        }
        match self.cut_anew(Image::Before) {
            Ok(()) => {
                self.restoring = true;
                self.begin()
            }
            Err(error) => {
                self.reason = Some(format!("{}; and leading it back: {error}", self.why()));
                self.partly()
            }
        }
    }

    /// A guarded change that leads back was refused: its guard takes it back, and the router is asked again.
    pub(super) fn restore_failed(&mut self, reason: String) -> Command {
        if self.restores >= self.limits.restores {
            self.reason = Some(format!("{}; and leading it back: {reason}", self.why()));
        }
        self.ask_guard()
    }

    /// The router shows what was intended.
    pub(super) fn rows_stand(&mut self) -> Command {
        self.outcome = Some(Outcome::Confirmed);
        self.failures = 0;
        self.run_effect(0)
    }

    /// The router shows what was before.
    pub(super) fn rows_are_back(&mut self) -> Command {
        let reverted_foreign = self.seen.as_ref().map_or_else(Vec::new, |seen| {
            let images = &self.images;
            foreign::reverted(
                &self.origin,
                seen,
                &self.latest,
                images.controller,
                &*images.semantics,
            )
        });
        self.outcome = Some(Outcome::RolledBack {
            reason: self.why(),
            reverted_foreign,
        });
        self.failures = 0;
        if self.touched {
            // What was tracked while the change was in must not outlive it.
            self.run_effect(0)
        } else {
            self.settle()
        }
    }

    /// The router answers, but will not be led back.
    fn partly(&mut self) -> Command {
        let (mut applied, mut missing, mut torn) = (Vec::new(), Vec::new(), Vec::new());
        for resource in &self.images.scope {
            let alone = BTreeSet::from([resource.clone()]);
            let name = resource.to_string();
            if self.images.shows(Image::Before, &self.latest, &alone) {
                missing.push(name);
            } else if self.images.shows(Image::After, &self.latest, &alone) {
                applied.push(name);
            } else {
                torn.push(name);
            }
        }
        let mut reason = self.why();
        if !torn.is_empty() {
            reason = format!("{reason}; neither as before nor as intended: {}", torn.join(", "));
        }
        self.outcome = Some(Outcome::PartiallyApplied {
            reason,
            applied,
            missing,
        });
        self.failures = 0;
        self.run_effect(0)
    }

    pub(super) fn run_effect(&mut self, next: usize) -> Command {
        match self.effects.get(next).cloned() {
            Some(effect) => self.go(Stage::RunningEffect { next }, Command::Run(effect)),
            None => self.settle(),
        }
    }

    pub(super) fn ran(&mut self, next: usize, result: Result<(), RouterError>) -> Command {
        let error = match result {
            Ok(()) => {
                self.failures = 0;
                return self.run_effect(next + 1);
            }
            Err(error) => error,
        };
        if error.retryable() {
            return self.try_later(Stage::WaitingForEffect { next }, &error);
        }
        match &mut self.outcome {
            // Without it devices may go on by their old way: the change is worth nothing.
            Some(Outcome::Confirmed) => {
                self.turn_back(format!("a step after the change failed: {error}"));
                self.ask_guard()
            }
            Some(Outcome::RolledBack { reason, .. } | Outcome::PartiallyApplied { reason, .. }) => {
                *reason = format!("{reason}; and a step afterwards failed: {error}");
                self.run_effect(next + 1)
            }
            _ => self.settle(),
        }
    }
}
