//! The last actions, undo and redo.

use std::collections::VecDeque;

use crate::provenance::Rule;
use crate::schema::{CommandInfo, Verb};
use crate::value::{Fields, Name, Value};

use super::access::{Policy, not_permitted};
use super::reply::{Reply, Trap};
use super::store::Inverse;
use super::{Actor, Engine};

/// The manual: the history keeps the last 100 actions.
const CAPACITY: usize = 100;

/// One action.
#[derive(Debug)]
struct Action {
    number: u32,
    what: String,
    by: String,
    policy: &'static str,
    time: String,
    inverses: Vec<Inverse>,
}

/// What can be undone and redone.
#[derive(Debug, Default)]
pub(crate) struct History {
    done: VecDeque<Action>,
    undone: Vec<Action>,
    next: u32,
}

impl History {
    pub(super) fn clear(&mut self) {
        self.done.clear();
        self.undone.clear();
    }

    /// How many actions were ever recorded.
    pub(super) fn count(&self) -> u32 {
        self.next
    }

    /// Forgets the actions from number `first` on.
    pub(super) fn forget_from(&mut self, first: u32) {
        self.done.retain(|action| action.number < first);
        self.undone.clear();
    }
}

impl Engine {
    /// Records what the action that just ended changed.
    pub(super) fn finish_action(&mut self, actor: &Actor, info: &CommandInfo, mark: usize) {
        let inverses = self.store.journal.split_off(mark.min(self.store.journal.len()));
        if inverses.is_empty() {
            return;
        }
        let done = match info.verb {
            Verb::Add => "added",
            Verb::Remove => "removed",
            Verb::Move => "moved",
            _ => "changed",
        };
        let what = info.menu.trim_start_matches('/').replace('/', " ");
        self.note_for_safe_mode(&inverses);
        self.history.undone.clear();
        self.history.next += 1;
        let action = Action {
            number: self.history.next,
            what: format!("{what} {done}"),
            by: actor.user.clone(),
            policy: if info.menu.starts_with("/user") {
                "policy"
            } else {
                "write"
            },
            time: self.wall_clock().1,
            inverses,
        };
        self.history.done.push_back(action);
        if self.history.done.len() > CAPACITY {
            self.history.done.pop_front();
        }
    }

    /// `/undo` and `/redo`.
    pub(super) fn undo_or_redo(&mut self, actor: &Actor, path: &str) -> Result<Vec<Reply>, Trap> {
        let _rule = Rule::HistoryUndo;
        if !actor.policies.has(Policy::Write) {
            return Err(not_permitted());
        }
        let undo = path == "/undo";
        let action = if undo {
            self.history.done.pop_back()
        } else {
            self.history.undone.pop()
        };
        let Some(mut action) = action else {
            return Err(Trap::general(
                Rule::HistoryUndo,
                if undo {
                    "failure: nothing to undo"
                } else {
                    "failure: nothing to redo"
                },
            ));
        };
        let mark = self.store.journal.len();
        self.store.apply_inverses(std::mem::take(&mut action.inverses));
        let inverses = self.store.journal.split_off(mark.min(self.store.journal.len()));
        self.note_for_safe_mode(&inverses);
        action.inverses = inverses;
        if undo {
            self.history.undone.push(action);
        } else {
            self.history.done.push_back(action);
        }
        Ok(vec![Reply::Done(None)])
    }

    /// The rows of `/system/history`, newest first.
    pub(super) fn history_rows(&self) -> Vec<(u32, Fields)> {
        let show = |action: &Action, undone: bool| {
            let value = |text: &str| Value::copy_from_slice(text.as_bytes());
            let mut fields = vec![
                (Name::literal(".id"), Value::from(format!("*{:X}", action.number))),
                (Name::literal("action"), value(&action.what)),
                (Name::literal("by"), value(&action.by)),
                (Name::literal("policy"), value(action.policy)),
                (Name::literal("time"), value(&action.time)),
            ];
            let flag = if undone { "redoable" } else { "undoable" };
            fields.push((Name::literal(flag), crate::value::boolean(true)));
            (action.number, fields)
        };
        let undone = self.history.undone.iter().map(|action| show(action, true));
        undone
            .chain(self.history.done.iter().rev().map(|action| show(action, false)))
            .collect()
    }
}
