//! Routers that begin with given rows.

use serde_json::Value as Json;

use crate::error::SimError;
use crate::menus::{self, Kind};
use crate::value::{
    Fields, Name, Value, boolean, field, format_duration, parse_bool, parse_duration, put, take, text,
};

use super::store::{Row, RowRef};
use super::{Engine, Settings};

impl Engine {
    /// A router that has the fixture's rows in place of a fresh router's: `{"/menu":[{"property":"value"}]}`.
    pub(crate) fn with_fixture(settings: Settings, now: u64, fixture: &Json) -> Result<Self, SimError> {
        let mut engine = Self::bare(settings, now)?;
        let menus = fixture
            .as_object()
            .ok_or_else(|| bad("the top is not an object of menus"))?;
        // Interfaces and their lists first, so that names made up later do not collide.
        let mut paths: Vec<&String> = menus.keys().collect();
        paths.sort_by_key(|path| (!path.starts_with("/interface"), path.as_str()));
        for path in paths {
            let Some(rows) = menus.get(path.as_str()) else {
                continue;
            };
            if !engine.schema.has_menu(path) || path == "/interface" {
                return Err(bad(&format!(
                    "{path} is no menu of RouterOS {} that holds rows",
                    engine.settings.version
                )));
            }
            let rows = match rows {
                Json::Array(rows) => rows.clone(),
                Json::Object(_) => vec![rows.clone()],
                _ => return Err(bad(&format!("{path} is not a list of rows"))),
            };
            for (index, row) in rows.iter().enumerate() {
                engine
                    .load_row(path, row)
                    .map_err(|problem| bad(&format!("{path} row {}: {problem}", index + 1)))?;
            }
        }
        engine.settle();
        Ok(engine)
    }

    fn load_row(&mut self, path: &str, row: &Json) -> Result<(), String> {
        let row = row.as_object().ok_or("not an object")?;
        let table = self.table(path);
        let spec = menus::spec(path);
        let entry = self.store.table(table).ok_or("no such menu")?;
        let singleton = entry.menu.singleton;
        let existing = entry
            .rows()
            .next()
            .filter(|_| singleton)
            .map(|row| RowRef { table, id: row.id });
        let mut fields: Fields = match existing.and_then(|at| self.row(at)) {
            Some(row) => row.fields.clone(),
            None => entry.menu.defaults.clone(),
        };
        let mut dynamic = false;
        let mut given: Vec<(Name, Value)> = Vec::new();
        for (name, value) in row {
            let value = match value {
                Json::String(text) => text.clone(),
                Json::Number(number) => number.to_string(),
                Json::Bool(value) => value.to_string(),
                _ => return Err(format!("{name} is neither text, number nor boolean")),
            };
            match name.as_str() {
                ".id" | ".nextid" => {}
                "dynamic" => dynamic = value == "true" || value == "yes",
                _ => {
                    let kind = menus::kind_of(spec, name);
                    match spelled(kind, &value) {
                        Some(value) => given.push((Name::from(name.as_str()), value)),
                        None => {
                            take(&mut fields, name);
                        }
                    }
                }
            }
        }
        for (name, value) in given {
            if field(&fields, &name).is_some() || singleton {
                put(&mut fields, name, value);
            } else if name == "name" || name == "chain" {
                fields.insert(0, (name, value));
            } else {
                fields.push((name, value));
            }
        }
        if let Some(at) = existing {
            self.store.replace(at, fields);
            return Ok(());
        }
        self.complete(table, spec, &mut fields);
        if let Some(holder) = self.store.holder_of(table, &fields) {
            // A row of the baseline (a group, a service, the main table) is replaced, not doubled.
            let at = RowRef { table, id: holder };
            if self.row(at).is_none() || text(&fields, "name").is_empty() {
                return Err("doubles another row".to_owned());
            }
            self.store.replace(at, fields);
            return Ok(());
        }
        let id = self.store.allocate(table);
        self.insert_quietly(
            table,
            Row {
                id,
                dynamic,
                origin: None,
                fields,
            },
        );
        Ok(())
    }
}

/// A fixture's value as the router spells it; what does not fit its kind is kept as it is.
fn spelled(kind: Option<Kind>, value: &str) -> Option<Value> {
    match kind {
        Some(Kind::Flag) if matches!(value, "no" | "false") => None,
        Some(Kind::Flag) => Some(Value::new()),
        Some(Kind::Bool) => Some(parse_bool(value).map_or_else(|| Value::from(value.to_owned()), boolean)),
        Some(Kind::Duration) => Some(Value::from(
            parse_duration(value).map_or_else(|| value.to_owned(), format_duration),
        )),
        _ => Some(Value::from(value.to_owned())),
    }
}

fn bad(problem: &str) -> SimError {
    SimError::Fixture(problem.to_owned())
}
