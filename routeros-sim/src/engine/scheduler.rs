//! The scheduler and device-mode.

use std::collections::HashMap;

use crate::provenance::Rule;
use crate::value::{Fields, Name, Value, is_true, parse_duration, put, text};

use super::Engine;
use super::reply::Trap;
use super::state::parse_date;
use super::store::{Row, RowRef};

/// How many entries run in one tick, so that an interval of nothing cannot hold the router up.
const MAX_RUNS: usize = 1000;

/// When an entry runs next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Armed {
    start: Option<u64>,
    interval: u64,
    next: Option<u64>,
}

/// The entries that wait for their time.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    armed: HashMap<u32, Armed>,
}

impl Schedule {
    pub(super) fn clear(&mut self) {
        self.armed.clear();
    }

    pub(super) fn deadline(&self) -> Option<u64> {
        self.armed.values().filter_map(|armed| armed.next).min()
    }
}

impl Engine {
    /// Date and time of a new entry that names none: now.
    pub(super) fn schedule_defaults(&mut self, fields: &mut Fields) {
        let (date, time) = self.wall_clock();
        if text(fields, "start-time").is_empty() {
            put(fields, Name::literal("start-time"), Value::from(time));
        }
        if text(fields, "start-date").is_empty() && text(fields, "start-time") != "startup" {
            put(fields, Name::literal("start-date"), Value::from(date));
        }
        let owner = self.asking_user();
        if text(fields, "owner").is_empty() {
            put(fields, Name::literal("owner"), Value::from(owner));
        }
    }

    /// Whether device-mode forbids a feature.
    fn forbidden(&self, feature: &str) -> bool {
        self.store
            .rows_of("/system/device-mode")
            .next()
            .is_some_and(|row| matches!(text(&row.fields, feature), "no" | "false"))
    }

    /// Refuses what device-mode forbids.
    pub(super) fn device_mode_allows(&self, menu: &str) -> Result<(), Trap> {
        let feature = match menu {
            "/system/scheduler" => "scheduler",
            "/container" => "container",
            _ => return Ok(()),
        };
        if self.forbidden(feature) {
            return Err(Trap::general(
                Rule::DeviceModeForbids,
                "failure: not allowed by device-mode",
            ));
        }
        Ok(())
    }

    /// Makes what is armed follow the entries.
    pub(super) fn arm_schedule(&mut self) {
        let Some(table) = self.store.table_index("/system/scheduler") else {
            return;
        };
        let rows: Vec<(u32, Option<u64>, u64, bool)> = match self.store.table(table) {
            Some(entry) if entry.len() > 0 && !self.forbidden("scheduler") => entry
                .rows()
                .filter(|row| !is_true(&row.fields, "disabled"))
                .map(|row| {
                    let interval = parse_duration(text(&row.fields, "interval")).unwrap_or(0);
                    let startup = text(&row.fields, "start-time") == "startup";
                    (row.id, self.start_of(row), interval, startup)
                })
                .collect(),
            _ => Vec::new(),
        };
        let (now, booted) = (self.now, self.booted);
        let before = std::mem::take(&mut self.schedule.armed);
        for (id, start, interval, startup) in rows {
            let armed = match before.get(&id) {
                Some(armed) if armed.start == start && armed.interval == interval => *armed,
                _ => {
                    let next = match start {
                        None => None,
                        Some(start) if start > now || (startup && booted == now) => Some(start),
                        Some(_) if interval == 0 => None,
                        Some(start) => Some(start + ((now - start) / interval + 1) * interval),
                    };
                    Armed {
                        start,
                        interval,
                        next,
                    }
                }
            };
            self.schedule.armed.insert(id, armed);
        }
    }

    /// When an entry starts for the first time.
    fn start_of(&self, row: &Row) -> Option<u64> {
        let time = text(&row.fields, "start-time");
        if time == "startup" {
            return Some(self.booted);
        }
        let day = parse_date(text(&row.fields, "start-date"))?;
        Some(day * 86_400_000 + parse_duration(time)?)
    }

    /// Runs the entries that are due.
    pub(super) fn run_schedule(&mut self) {
        let Some(table) = self.store.table_index("/system/scheduler") else {
            return;
        };
        for _ in 0..MAX_RUNS {
            let due = self
                .schedule
                .armed
                .iter()
                .filter_map(|(id, armed)| {
                    armed
                        .next
                        .filter(|next| *next <= self.now)
                        .map(|next| (next, *id))
                })
                .min();
            let Some((_, id)) = due else { return };
            let _rule = Rule::SchedulerRuns;
            let now = self.now;
            if let Some(armed) = self.schedule.armed.get_mut(&id) {
                armed.next = match (armed.start, armed.interval) {
                    (Some(start), interval) if interval > 0 => {
                        // A clock that was advanced far does not run what it skipped.
                        Some(start + ((now.saturating_sub(start)) / interval + 1) * interval)
                    }
                    _ => None,
                };
            }
            let at = RowRef { table, id };
            let Some(row) = self.row(at).cloned() else {
                continue;
            };
            *self.runs.entry(at).or_default() += 1;
            let event = text(&row.fields, "on-event").to_owned();
            let name = text(&row.fields, "name").to_owned();
            let (user, policy) = (
                text(&row.fields, "owner").to_owned(),
                text(&row.fields, "policy").to_owned(),
            );
            // The event is the name of a script, or a script.
            let source = self
                .store
                .rows_of("/system/script")
                .find(|script| text(&script.fields, "name") == event.trim())
                .map(|script| text(&script.fields, "source").to_owned())
                .unwrap_or(event);
            // The failure is in the log.
            let _ = self.run_script(&format!("scheduler ({name})"), &source, &user, &policy);
            self.arm_schedule();
        }
    }

    pub(super) fn scheduler_status(&self, row: &Row, fields: &mut Fields) {
        let runs = self
            .store
            .table_index("/system/scheduler")
            .and_then(|table| self.runs.get(&RowRef { table, id: row.id }))
            .copied()
            .unwrap_or(0);
        fields.push((Name::literal("run-count"), Value::from(runs.to_string())));
        if let Some(next) = self.schedule.armed.get(&row.id).and_then(|armed| armed.next) {
            let (date, time) = self.clock_text(next);
            fields.push((Name::literal("next-run"), Value::from(format!("{date} {time}"))));
        }
    }
}
