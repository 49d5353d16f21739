//! The way forward: arm, apply, verify, commit. Pieces that lead back go the same way.

use std::borrow::Cow;
use std::sync::Arc;

use nnc_core::change::ScheduleError;
use nnc_core::object::Snapshot;
use nnc_core::outcome::Outcome;
use nnc_core::ports::{Answer, Commit, Receipt, RouterError};

use super::{Aim, Command, Machine, Stage};
use crate::batch::guarded;
use crate::compare::Image;
use crate::plan::Confirmation;

/// What a round came to.
pub(super) enum Round {
    /// Everything was done.
    Done,
    /// The router refused something, and the session is alive.
    Refused(String),
    /// Nobody knows.
    Lost(String),
}

/// Reads a receipt; notes which of `sent` were done.
pub(super) fn read_receipt(sent: &[usize], receipt: &Receipt, done: &mut Vec<usize>) -> Round {
    if receipt.len() != sent.len() || receipt.contains(&Answer::Lost) {
        return Round::Lost("the answer to an operation was lost".to_owned());
    }
    let mut refusal = None;
    for (&index, answer) in sent.iter().zip(receipt) {
        match answer {
            Answer::Done { .. } => done.push(index),
            Answer::Refused { message } => {
                refusal.get_or_insert_with(|| format!("the router refused: {message}"));
            }
            Answer::NotSent | Answer::Lost => {}
        }
    }
    match refusal {
        Some(reason) => Round::Refused(reason),
        None if receipt.contains(&Answer::NotSent) => {
            Round::Refused("an operation was not sent to the router".to_owned())
        }
        None => Round::Done,
    }
}

/// Whether an error leaves open what the router did, or in what state the session is.
pub(super) fn is_loss(error: &RouterError) -> bool {
    matches!(
        error,
        RouterError::Unreachable(_)
            | RouterError::ConnectionLost(_)
            | RouterError::Deadline(_)
            | RouterError::Protocol(_)
    )
}

impl Machine {
    /// Starts the next piece.
    pub(super) fn begin(&mut self) -> Command {
        if self.cancelled && self.aim == Aim::Forward && !self.restoring {
            let reason = "it was cancelled".to_owned();
            if self.committed == 0 {
                return self.never_sent(reason);
            }
            self.turn_back(reason);
            return self.ask_guard();
        }
        self.done.clear();
        match self.cut.pieces.front() {
            Some(piece) => {
                let command = Command::Begin {
                    change: piece.change.clone(),
                    snapshot: Arc::clone(&self.latest),
                };
                self.go(Stage::Beginning, command)
            }
            None => self.ask_guard(),
        }
    }

    /// Cuts what is left of the way to an image, from what the router showed last.
    pub(super) fn cut_anew(&mut self, image: Image) -> Result<(), ScheduleError> {
        let change = self.images.way_to(image, &self.latest);
        self.cut = guarded(
            &*self.images.semantics,
            || Cow::Borrowed(&self.images),
            image,
            &self.latest,
            change,
            (self.limits.guard_limit, self.limits.window),
        )?;
        Ok(())
    }

    pub(super) fn begun(&mut self, result: Result<(), RouterError>) -> Command {
        let error = match result {
            Ok(()) => return self.next_round(0),
            Err(error) => error,
        };
        let reason = error.to_string();
        if self.restoring {
            return self.restore_failed(reason);
        }
        self.cause = Some(error.clone());
        // A router that cannot be reached at all has no guard of ours; one whose answer was lost may have.
        let certain = !is_loss(&error) || matches!(error, RouterError::Unreachable(_));
        if self.committed == 0 && certain {
            return self.never_sent(reason);
        }
        self.turn_back(reason);
        self.ask_guard()
    }

    /// Ends a change of which nothing was sent.
    fn never_sent(&mut self, reason: String) -> Command {
        self.outcome = Some(Outcome::RolledBack {
            reason,
            reverted_foreign: Vec::new(),
        });
        self.settle()
    }

    fn next_round(&mut self, round: usize) -> Command {
        if self.cancelled && self.aim == Aim::Forward && !self.restoring {
            return self.invert("it was cancelled".to_owned());
        }
        let Some(piece) = self.cut.pieces.front() else {
            return self.ask_guard();
        };
        match piece.rounds.get(round) {
            Some(positions) => {
                let operations = positions
                    .iter()
                    .filter_map(|&index| piece.change.operations.get(index).cloned())
                    .collect();
                self.touched = true;
                self.go(Stage::Applying { round }, Command::Apply(operations))
            }
            None => self.go(Stage::Verifying, Command::Observe),
        }
    }

    pub(super) fn answered(&mut self, round: usize, result: Result<Receipt, RouterError>) -> Command {
        let sent = self
            .cut
            .pieces
            .front()
            .and_then(|piece| piece.rounds.get(round))
            .cloned()
            .unwrap_or_default();
        let verdict = match result {
            Ok(receipt) => read_receipt(&sent, &receipt, &mut self.done),
            Err(error) if is_loss(&error) => Round::Lost(error.to_string()),
            Err(error) => Round::Refused(error.to_string()),
        };
        match verdict {
            Round::Done => {
                self.applied += sent.len();
                self.next_round(round + 1)
            }
            Round::Refused(reason) if self.restoring => self.restore_failed(reason),
            Round::Refused(reason) => self.invert(reason),
            Round::Lost(reason) => self.lost(reason),
        }
    }

    pub(super) fn verified(&mut self, result: Result<Arc<Snapshot>, RouterError>) -> Command {
        let observed = match result {
            Ok(observed) => observed,
            Err(error) => return self.lost(error.to_string()),
        };
        self.latest = Arc::clone(&observed);
        self.seen = Some(Arc::clone(&observed));
        let groups = self.groups();
        if self.restoring {
            return match self.images.difference(Image::Before, &observed, &groups) {
                None => self.go(Stage::Committing, Command::Commit),
                Some(difference) => self.restore_failed(format!("the rows did not come back: {difference}")),
            };
        }
        match (self.objection(&observed, &groups), self.confirmation) {
            (None, Confirmation::Observed) => self.go(Stage::Committing, Command::Commit),
            (None, Confirmation::Reached) => self.go(Stage::Probing, Command::Probe),
            (Some(reason), _) => self.invert(reason),
        }
    }

    /// The session stays open whatever became of the second connection.
    pub(super) fn probed(&mut self, result: Result<(), RouterError>) -> Command {
        match result {
            Ok(()) => self.go(Stage::Committing, Command::Commit),
            Err(error) => self.invert(format!(
                "a second connection, made to see that the change locks nobody out, was not let in: {error}"
            )),
        }
    }

    pub(super) fn committed(&mut self, commit: Commit) -> Command {
        match commit {
            Commit::Done => {
                self.cut.pieces.pop_front();
                if !self.restoring {
                    self.committed += 1;
                }
                if self.cut.forecast && !self.cut.pieces.is_empty() {
                    let image = if self.restoring {
                        Image::Before
                    } else {
                        Image::After
                    };
                    if let Err(error) = self.cut_anew(image) {
                        self.turn_back(error.to_string());
                        return self.ask_guard();
                    }
                    if self.cut.pieces.is_empty() {
                        return self.decide();
                    }
                }
                match (self.cut.pieces.is_empty(), self.restoring) {
                    (false, _) => self.begin(),
                    (true, false) => self.rows_stand(),
                    (true, true) => self.rows_are_back(),
                }
            }
            Commit::Refused(error) | Commit::Lost(error) => self.lost(error.to_string()),
        }
    }
}
