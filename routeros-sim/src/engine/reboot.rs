//! Restarting the router.

use crate::provenance::Rule;

use super::store::RowRef;
use super::{ConnId, Engine, Output};

/// Menus whose dynamic rows no other row brings: the router always has them.
const BUILT_IN: &[&str] = &["/routing/table", "/interface/list"];

impl Engine {
    /// Every connection ends at once, safe mode is rolled back, dynamic rows go, `.id`s are renumbered, uptime starts
    /// again.
    pub(crate) fn reboot(&mut self) {
        let _rule = Rule::RebootKeepsBuiltIn;
        self.roll_back();
        let conns: Vec<ConnId> = self.sessions.keys().copied().collect();
        self.sessions.clear();
        for conn in conns {
            self.output.push_back(Output::Cut { conn });
        }
        let dynamic: Vec<RowRef> = self
            .store
            .tables()
            .flat_map(|(table, entry)| {
                let volatile = entry.menu.volatile() || entry.menu.path.ends_with("/connection");
                entry
                    .rows()
                    .filter(move |row| {
                        !entry.menu.singleton && (volatile || (row.dynamic && row.origin.is_some()))
                    })
                    .map(move |row| RowRef { table, id: row.id })
            })
            .collect();
        for at in dynamic {
            self.store.remove(at);
        }
        let temporary: Vec<RowRef> = self
            .store
            .tables()
            .flat_map(|(table, entry)| {
                entry
                    .rows()
                    .filter(|row| row.dynamic && !BUILT_IN.contains(&&*entry.menu.path))
                    .map(move |row| RowRef { table, id: row.id })
            })
            .collect();
        for at in temporary {
            self.store.remove(at);
        }
        self.history.clear();
        self.jobs.clear();
        self.runs.clear();
        self.expiries.clear();
        self.world.reset_counters(0);
        self.schedule.clear();
        self.store.renumber();
        self.booted = self.now;
        self.sync_connected(true);
        self.store.journal.clear();
        self.store.touched.clear();
        self.arm_schedule();
    }
}
