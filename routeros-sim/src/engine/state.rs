//! The router's rows as JSON, and menus that are computed as a whole.

use serde_json::{Map, Value as Json, json};

use crate::value::{Fields, Name, Value};

use super::Engine;
use super::session::Transport;
use super::store::RowRef;

/// Properties that move by themselves and say nothing about configuration.
const MOVING: &[&str] = &[
    "bytes",
    "packets",
    "rx-byte",
    "tx-byte",
    "rx-packet",
    "tx-packet",
    "rx",
    "tx",
    "run-count",
    "next-run",
    "last-started",
    "timeout",
];

impl Engine {
    /// `GET /state`: every menu that has rows, in list order.
    pub(crate) fn state_json(&self) -> Json {
        let mut menus = Map::new();
        for (table, entry) in self.store.tables() {
            if entry.menu.volatile() || entry.len() == 0 || &*entry.menu.path == "/interface" {
                continue;
            }
            let context = self.status_context(&entry.menu.path);
            let rows: Vec<Json> = entry
                .rows()
                .map(|row| {
                    let at = RowRef { table, id: row.id };
                    let fields = self.render(&entry.menu.path, at, row, &context, true);
                    let mut object = Map::new();
                    object.insert(".id".to_owned(), json!(format!("*{:X}", row.id)));
                    for (name, value) in &fields {
                        let still = name.as_str() != "dynamic" && !MOVING.contains(&name.as_str());
                        if still {
                            object.insert(name.as_str().to_owned(), json!(String::from_utf8_lossy(value)));
                        }
                    }
                    if row.dynamic {
                        object.insert("dynamic".to_owned(), json!("true"));
                    }
                    Json::Object(object)
                })
                .collect();
            menus.insert(entry.menu.path.to_string(), Json::Array(rows));
        }
        json!({"menus": menus})
    }

    /// Menus that have no rows of their own.
    pub(super) fn computed_menu(&self, menu: &str) -> Option<Vec<(u32, Fields)>> {
        match menu {
            "/system/history" => Some(self.history_rows()),
            "/safe-mode" => Some(vec![(1, self.safe_mode_row(self.asking))]),
            "/user/active" => {
                let rows = self.sessions.iter().filter_map(|(conn, session)| {
                    let (user, _) = session.user.as_ref()?;
                    let id = u32::try_from(*conn).unwrap_or(u32::MAX);
                    let fields = vec![
                        (Name::literal(".id"), Value::from(format!("*{id:X}"))),
                        (Name::literal("name"), Value::copy_from_slice(user.as_bytes())),
                        (
                            Name::literal("address"),
                            Value::from(session.from.map_or_else(String::new, |from| from.to_string())),
                        ),
                        (
                            Name::literal("via"),
                            Value::from_static(match session.transport {
                                Transport::Rest => b"rest-api",
                                _ => b"api",
                            }),
                        ),
                    ];
                    Some((id, fields))
                });
                Some(rows.collect())
            }
            _ => None,
        }
    }

    /// Date and time of the router's clock (UTC), as this version spells them.
    pub(crate) fn wall_clock(&self) -> (String, String) {
        self.clock_text(self.now)
    }

    /// The same of another moment.
    pub(super) fn clock_text(&self, millis: u64) -> (String, String) {
        let (date, seconds) = (millis / 86_400_000, millis / 1000 % 86_400);
        let (year, month, day) = civil(date);
        let time = format!(
            "{:02}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
        if self.since(7, 10) {
            (format!("{year:04}-{month:02}-{day:02}"), time)
        } else {
            let name = MONTHS
                .get(usize::try_from(month - 1).unwrap_or(0))
                .copied()
                .unwrap_or("jan");
            (format!("{name}/{day:02}/{year:04}"), time)
        }
    }

    /// The identity's name.
    #[cfg(test)]
    pub(crate) fn identity(&self) -> String {
        self.store
            .rows_of("/system/identity")
            .next()
            .map(|row| crate::value::text(&row.fields, "name").to_owned())
            .unwrap_or_default()
    }
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Days since 1970 to a date of the Gregorian calendar.
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

/// A date as the router or a person spells it, to days since 1970.
pub(super) fn parse_date(date: &str) -> Option<u64> {
    let (year, month, day) = if date.contains('/') {
        let mut parts = date.split('/');
        let month = parts.next()?.to_ascii_lowercase();
        let month = MONTHS.iter().position(|name| *name == month)? as u64 + 1;
        let day: u64 = parts.next()?.parse().ok()?;
        (parts.next()?.parse::<u64>().ok()?, month, day)
    } else {
        let mut parts = date.split('-');
        (
            parts.next()?.parse().ok()?,
            parts.next()?.parse().ok()?,
            parts.next()?.parse().ok()?,
        )
    };
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Search by the inverse: a year is at most 366 days away from the estimate.
    let estimate = (year - 1970) * 365 + (year - 1969) / 4;
    let from = estimate.saturating_sub(40);
    (from..from + 460).find(|days| civil(*days) == (year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(20_778), (2026, 11, 21));
        for days in (0..40_000).step_by(13) {
            let (y, m, d) = civil(days);
            assert_eq!(parse_date(&format!("{y}-{m:02}-{d:02}")), Some(days));
        }
        assert_eq!(parse_date("nov/21/2026"), Some(20_778));
        assert_eq!(parse_date("2026-02-30"), None);
        assert_eq!(parse_date("x"), None);
    }
}
