//! Taking a piece back under the guard that it was applied under.

use std::collections::BTreeSet;
use std::sync::Arc;

use nnc_core::change::{Action, ChangeSet};
use nnc_core::object::{Object, ObservedRow, Snapshot};
use nnc_core::ports::{Commit, Receipt, RouterError};

use super::forward::{Round, is_loss, read_receipt};
use super::{Aim, Command, Machine, Stage};
use crate::compare::Image;
use crate::cut::Piece;

impl Machine {
    /// From now on the change is not wanted any more.
    pub(super) fn turn_back(&mut self, reason: String) {
        if self.aim == Aim::Forward {
            self.reason = Some(reason);
        }
        self.aim = Aim::Back;
    }

    /// Takes back what the piece under way has done.
    pub(super) fn invert(&mut self, reason: String) -> Command {
        self.turn_back(reason);
        let Some(piece) = self.cut.pieces.front() else {
            return self.ask_guard();
        };
        let change = piece.change.inverse(Some(&self.done));
        let covered = self.done.len() + change.operations.len() <= self.limits.guard_limit;
        match change.rounds(self.limits.window) {
            Ok(rounds) if covered && !self.has_orphaned(&piece.change) => {
                let inverse = Piece {
                    change,
                    rounds,
                    groups: piece.groups.clone(),
                };
                self.invert_round(inverse, 0)
            }
            // Past its limit a guard may give way in the middle. And what referred to a row that went does not refer to one
            // that is made anew.
            _ => self.go(Stage::LookingBeforeUnroll, Command::Observe),
        }
    }

    /// Whether the piece under way has removed a row that rows which are not of the change refer to.
    fn has_orphaned(&self, change: &ChangeSet) -> bool {
        let done = self.done.iter().filter_map(|index| change.operations.get(*index));
        let gone: Vec<&Object> = done
            .filter_map(|operation| match &operation.action {
                Action::Remove { object, .. } => Some(object),
                _ => None,
            })
            .collect();
        let names: BTreeSet<&str> = gone
            .iter()
            .filter_map(|object| {
                self.images
                    .semantics
                    .referred_by(&object.kind, &object.attributes)
            })
            .collect();
        let is_gone = |row: &ObservedRow| {
            row.mark.as_ref().is_some_and(|mark| {
                mark.controller == self.images.controller && gone.iter().any(|object| object.key == mark.key)
            })
        };
        // A row's own name, and what people say of it, refer to nothing.
        let refers = |row: &ObservedRow| {
            row.attributes
                .iter()
                .filter(|(name, _)| !matches!(name.as_str(), "name" | "comment"))
                .any(|(_, value)| {
                    value
                        .split(',')
                        .any(|part| names.contains(part.trim_start_matches('!')))
                })
        };
        let mut rows = self.origin.kinds.values().flatten();
        !names.is_empty() && rows.any(|row| !row.dynamic && !is_gone(row) && refers(row))
    }

    fn invert_round(&mut self, inverse: Piece, round: usize) -> Command {
        match inverse.rounds.get(round) {
            Some(positions) => {
                let operations = positions
                    .iter()
                    .filter_map(|&index| inverse.change.operations.get(index).cloned())
                    .collect();
                self.go(Stage::Inverting { inverse, round }, Command::Apply(operations))
            }
            None => self.go(Stage::CheckingInverse, Command::Observe),
        }
    }

    pub(super) fn inverse_answered(
        &mut self,
        inverse: Piece,
        round: usize,
        result: Result<Receipt, RouterError>,
    ) -> Command {
        let sent = inverse.rounds.get(round).cloned().unwrap_or_default();
        let verdict = match result {
            Ok(receipt) => read_receipt(&sent, &receipt, &mut Vec::new()),
            Err(error) if is_loss(&error) => Round::Lost(error.to_string()),
            Err(error) => Round::Refused(error.to_string()),
        };
        match verdict {
            Round::Done => self.invert_round(inverse, round + 1),
            Round::Refused(_) => self.go(Stage::LookingBeforeUnroll, Command::Observe),
            Round::Lost(reason) => self.lost(reason),
        }
    }

    pub(super) fn inverse_checked(&mut self, result: Result<Arc<Snapshot>, RouterError>) -> Command {
        let observed = match result {
            Ok(observed) => observed,
            Err(error) => return self.lost(error.to_string()),
        };
        self.latest = Arc::clone(&observed);
        self.seen = Some(Arc::clone(&observed));
        // Earlier pieces stand still; their rows come back afterwards.
        let groups = match self.cut.pieces.front() {
            Some(piece) if self.committed > 0 => piece.groups.clone(),
            _ => self.images.scope.clone(),
        };
        if self.images.shows(Image::Before, &observed, &groups) {
            self.go(Stage::CommittingInverse, Command::Commit)
        } else {
            self.go(Stage::Unrolling, Command::Unroll)
        }
    }

    pub(super) fn inverse_committed(&mut self, commit: Commit) -> Command {
        match commit {
            Commit::Done if self.committed == 0 => self.rows_are_back(),
            Commit::Done => self.decide(),
            Commit::Refused(error) | Commit::Lost(error) => self.lost(error.to_string()),
        }
    }

    pub(super) fn seen_before_unroll(&mut self, result: Result<Arc<Snapshot>, RouterError>) -> Command {
        match result {
            Ok(observed) => {
                self.seen = Some(observed);
                self.go(Stage::Unrolling, Command::Unroll)
            }
            Err(error) => self.lost(error.to_string()),
        }
    }
}
