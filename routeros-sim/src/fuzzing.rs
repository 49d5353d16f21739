//! Doors for the fuzz targets; no part of the crate's interface.

use crate::engine::{Query, Settings};
use crate::value::{Fields, Name, Value};

/// Parses query words and, when they parse, asks them of a row.
pub fn query<'a>(words: impl IntoIterator<Item = &'a [u8]>, row: &[(&str, &[u8])]) -> Option<bool> {
    let query = Query::parse(words).ok()?;
    let fields: Fields = row
        .iter()
        .map(|(name, value)| (Name::from(*name), Value::copy_from_slice(value)))
        .collect();
    Some(query.accepts(&fields))
}

/// Parses a script, and runs it on a fresh router when it parses.
pub fn script(source: &str) -> bool {
    let Ok(version) = "7.22.3".parse() else {
        return false;
    };
    let settings = Settings {
        version,
        user: "admin".to_owned(),
        password: String::new(),
        legacy_login: false,
        safe_mode_timeout_ms: 0,
        seed: 1,
    };
    crate::engine::Engine::new(settings, 0).is_ok_and(|mut engine| engine.try_script(source))
}
