//! What a router in memory holds: its rows, its guard, and what happens to them.

use std::collections::BTreeMap;

use nnc_core::identity::{ControllerId, Mark};
use nnc_core::object::{Attributes, Kind, ObservedRow, RowId, Rows, Snapshot};

use super::platform::{RULES, TABLES};
use super::script::Fault;

/// How its guard behaves when the session is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GuardMode {
    /// It fires at once, and takes back everything since `begin`, whoever did it.
    AtOnce,
    /// The same, some time later.
    Later,
    /// A job on the router that takes back our rows only, some time later; it survives a restart.
    DeadMan,
}

impl GuardMode {
    pub(crate) const ALL: [Self; 3] = [Self::AtOnce, Self::Later, Self::DeadMan];
}

/// A row without its handle.
pub(crate) type Content = (Kind, Option<Mark>, Attributes);

#[derive(Debug)]
pub(super) struct Armed {
    pub(super) saved: BTreeMap<Kind, Rows>,
    pub(super) theirs: Vec<Content>,
    pub(super) session: u64,
    pub(super) alive: bool,
    pub(super) left: u32,
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) rows: BTreeMap<Kind, Rows>,
    pub(super) guard: Option<Armed>,
    pub(super) next_id: usize,
    /// Rises whenever the connection is a new one.
    pub(super) connection: u64,
    pub(super) observed_on: u64,
    pub(super) sessions: u64,
    pub(super) down: u32,
    pub(crate) writes: usize,
    pub(crate) effects: usize,
    pub(crate) refused_effects: usize,
    /// How often a second connection was let in.
    pub(crate) probed: usize,
    /// Whether new connections are refused while a guard stands.
    pub(crate) shut: bool,
    /// What was called since `forget`, one entry per round trip.
    pub(crate) calls: Vec<&'static str>,
    /// A row that cannot be removed, by the text of its key.
    pub(crate) stubborn: Option<String>,
    /// What others left, unless a guard took their edits back.
    pub(crate) theirs: Vec<Content>,
    pub(crate) fired: bool,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            rows: BTreeMap::from([(RULES, Rows::default()), (TABLES, Rows::default())]),
            guard: None,
            next_id: 0,
            connection: 1,
            observed_on: 0,
            sessions: 0,
            down: 0,
            writes: 0,
            effects: 0,
            refused_effects: 0,
            probed: 0,
            shut: false,
            calls: Vec::new(),
            stubborn: None,
            theirs: Vec::new(),
            fired: false,
        }
    }

    /// The rows of `controller`, or all the others, without their handles.
    pub(crate) fn contents(&self, controller: ControllerId, own: bool) -> Vec<Content> {
        let is_own = |row: &ObservedRow| {
            row.mark
                .as_ref()
                .is_some_and(|mark| mark.controller == controller)
        };
        let rows = self
            .rows
            .iter()
            .flat_map(|(kind, rows)| rows.iter().map(move |row| (kind, row)));
        let mut contents: Vec<Content> = rows
            .filter(|(_, row)| is_own(row) == own)
            .map(|(kind, row)| (kind.clone(), row.mark.clone(), row.attributes.clone()))
            .collect();
        // The order of tables means nothing.
        contents
            .sort_by(|a, b| (&a.0, (a.0 == TABLES).then_some(a)).cmp(&(&b.0, (b.0 == TABLES).then_some(b))));
        contents
    }

    /// It cannot be reached for so many calls.
    pub(crate) fn go_down(&mut self, calls: u32) {
        self.down = calls;
    }

    /// Someone else holds the guard, until it has been asked for so often.
    pub(crate) fn hold_guard(&mut self, polls: u32) {
        self.guard = Some(Armed {
            saved: self.rows.clone(),
            theirs: self.theirs.clone(),
            session: 0,
            alive: false,
            left: polls,
        });
    }

    /// As if the rows had just been read.
    pub(crate) fn read(&mut self) -> Snapshot {
        self.observed_on = self.connection;
        self.snapshot()
    }

    pub(crate) fn fresh_id(&mut self) -> RowId {
        self.next_id += 1;
        RowId(format!("*{:X}", self.next_id))
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            kinds: self.rows.clone(),
        }
    }

    pub(crate) fn guard_stands(&self) -> bool {
        self.guard.is_some()
    }

    pub(crate) fn foreign(&mut self, kind: &Kind, front: bool, attributes: &[(&str, &str)]) {
        let row = ObservedRow {
            id: self.fresh_id(),
            attributes: attributes
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            mark: None,
            dynamic: false,
        };
        let rows = self.rows.entry(kind.clone()).or_default();
        let position = if front { 0 } else { rows.len() };
        rows.insert(position, row);
    }

    pub(super) fn fire(&mut self, mode: GuardMode, controller: ControllerId) {
        let Some(guard) = self.guard.take() else { return };
        self.fired = true;
        if mode != GuardMode::DeadMan {
            self.rows = guard.saved;
            self.theirs = guard.theirs;
            return;
        }
        for (kind, saved) in guard.saved {
            let rows = self.rows.entry(kind).or_default();
            let own = |row: &ObservedRow| {
                row.mark
                    .as_ref()
                    .is_some_and(|mark| mark.controller == controller)
            };
            let mut restored: Vec<ObservedRow> = saved.iter().filter(|row| own(row)).cloned().collect();
            rows.retain(|row| !own(row));
            restored.append(rows);
            *rows = restored.into();
        }
    }

    /// The connection ends.
    pub(crate) fn disconnect(&mut self, mode: GuardMode, controller: ControllerId) {
        self.connection += 1;
        if let Some(guard) = &mut self.guard {
            guard.alive = false;
            if mode == GuardMode::AtOnce {
                self.fire(mode, controller);
            }
        }
    }

    pub(super) fn reboot(&mut self, mode: GuardMode, controller: ControllerId) {
        self.connection += 1;
        match (&mut self.guard, mode) {
            (Some(guard), GuardMode::DeadMan) => guard.alive = false,
            _ => self.fire(mode, controller),
        }
        let mut next = self.next_id + 0x100;
        let guard_rows = self.guard.iter_mut().flat_map(|guard| guard.saved.values_mut());
        for rows in self.rows.values_mut().chain(guard_rows) {
            for row in rows {
                next += 1;
                row.id = RowId(format!("*{next:X}"));
            }
        }
        self.next_id = next;
    }

    pub(super) fn edit(&mut self, fault: Fault, controller: ControllerId) {
        match fault {
            Fault::ForeignAdd => self.foreign(&RULES, true, &[("chain", "forward"), ("comment", "someone")]),
            _ => {
                let rows = self.rows.entry(RULES).or_default();
                if let Some(position) = rows.iter().position(|row| row.mark.is_none()) {
                    rows.remove(position);
                }
            }
        }
        self.theirs = self.contents(controller, false);
    }
}
