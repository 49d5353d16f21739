//! Address-list entries that last for a while.

use crate::provenance::Rule;
use crate::value::{Fields, Name, Value, format_duration, parse_duration, take, text};

use super::Engine;
use super::store::{Row, RowRef};

impl Engine {
    /// An entry with a timeout is dynamic; `none-dynamic` lasts until the next restart.
    pub(super) fn starts_to_expire(&mut self, at: RowRef, fields: &mut Fields) -> bool {
        let is_list = self
            .store
            .table(at.table)
            .is_some_and(|entry| entry.menu.path.ends_with("/firewall/address-list"));
        let timeout = text(fields, "timeout").to_owned();
        if !is_list || timeout.is_empty() {
            return false;
        }
        let _rule = Rule::AddressListTimeout;
        take(fields, "timeout");
        match parse_duration(&timeout) {
            Some(0) | None if timeout != "none-dynamic" => false,
            Some(millis) => {
                self.expiries.insert(at, self.now.saturating_add(millis));
                true
            }
            None => true,
        }
    }

    /// Removes the entries whose time is over.
    pub(super) fn expire_rows(&mut self) {
        if self.expiries.values().all(|at| *at > self.now) {
            return;
        }
        let due: Vec<RowRef> = self
            .expiries
            .iter()
            .filter(|(_, at)| **at <= self.now)
            .map(|(row, _)| *row)
            .collect();
        for row in due {
            self.expiries.remove(&row);
            let mark = self.store.journal.len();
            self.store.remove(row);
            self.store.journal.truncate(mark);
        }
    }

    /// `timeout` as it is shown: what is left.
    pub(super) fn expiry_status(&self, table: Option<usize>, row: &Row, fields: &mut Fields) {
        let Some(at) = table.and_then(|table| self.expiries.get(&RowRef { table, id: row.id })) else {
            return;
        };
        let left = at.saturating_sub(self.now) / 1000 * 1000;
        fields.push((Name::literal("timeout"), Value::from(format_duration(left))));
    }
}
