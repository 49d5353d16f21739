//! The scheduler and device-mode.

use crate::provenance::Rule;
use crate::value::{Fields, Name, Value, put, text};

use super::Engine;
use super::reply::Trap;
use super::store::{Row, RowRef};

impl Engine {
    /// Date and time of a new entry that names none: now.
    pub(super) fn schedule_defaults(&mut self, fields: &mut Fields) {
        let (date, time) = self.wall_clock();
        if text(fields, "start-date").is_empty() {
            put(fields, Name::literal("start-date"), Value::from(date));
        }
        if text(fields, "start-time").is_empty() {
            put(fields, Name::literal("start-time"), Value::from(time));
        }
    }

    /// Refuses what device-mode forbids.
    pub(super) fn device_mode_allows(&self, menu: &str) -> Result<(), Trap> {
        let feature = match menu {
            "/system/scheduler" => "scheduler",
            "/container" => "container",
            _ => return Ok(()),
        };
        let forbidden = self
            .store
            .rows_of("/system/device-mode")
            .next()
            .is_some_and(|row| matches!(text(&row.fields, feature), "no" | "false"));
        if forbidden {
            return Err(Trap::general(
                Rule::DeviceModeForbids,
                "failure: not allowed by device-mode",
            ));
        }
        Ok(())
    }

    pub(super) fn scheduler_status(&self, _row: &Row, _fields: &mut Fields) {}

    /// What else follows from a change of a row.
    pub(super) fn after_change(&mut self, _at: RowRef) {}
}
