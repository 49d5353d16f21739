//! The verbs that change configuration.

use std::sync::Arc;

use crate::menus::{MenuSpec, Target};
use crate::provenance::Rule;
use crate::schema::{CommandInfo, Verb};
use crate::value::{Fields, Name, Value, as_text, boolean, field, put, take, text};

use super::reply::{Reply, Trap};
use super::store::{Row, RowRef};
use super::validate::normalise;
use super::{Actor, Engine, Request, not_simulated};

/// Rows a menu may hold; far beyond any router.
const MAX_ROWS: usize = 1_000_000;

/// Bytes that all rows may take; so are these.
const MAX_BYTES: usize = 1 << 30;

/// Arguments that steer a command and are no properties.
const CONTROL: &[&str] = &[
    ".id",
    "numbers",
    "number",
    "place-before",
    "copy-from",
    ".proplist",
    "value-name",
    "destination",
];

impl Engine {
    /// Runs a write command as one action: all of it happens, or nothing.
    pub(super) fn write(
        &mut self,
        actor: &Actor,
        info: &CommandInfo,
        request: &Request,
    ) -> Result<Vec<Reply>, Trap> {
        let mark = self.store.journal.len();
        let result = self.write_once(info, request);
        match result {
            Ok(_) if self.store.bytes > MAX_BYTES => {
                self.store.revert_to(mark);
                Err(full())
            }
            Ok(ret) => {
                self.sync_connected(false);
                self.finish_action(actor, info, mark);
                Ok(vec![Reply::Done(ret)])
            }
            Err(trap) => {
                self.store.revert_to(mark);
                Err(trap)
            }
        }
    }

    fn write_once(&mut self, info: &CommandInfo, request: &Request) -> Result<Option<Value>, Trap> {
        let table = self.table(&info.menu);
        let read_only = self
            .store
            .table(table)
            .and_then(|t| t.menu.spec)
            .is_some_and(|spec| spec.read_only);
        if read_only {
            return Err(not_simulated(&request.path));
        }
        match info.verb {
            Verb::Add => self
                .add(table, info, request)
                .map(|id| Some(Value::from(format!("*{id:X}")))),
            Verb::Set => self.set(table, info, request).map(|()| None),
            Verb::Remove => self.remove(table, request).map(|()| None),
            Verb::Move => self.move_rows(table, request).map(|()| None),
            Verb::Enable => self.turn(table, request, false).map(|()| None),
            Verb::Disable => self.turn(table, request, true).map(|()| None),
            Verb::Comment => self.comment(table, request).map(|()| None),
            Verb::Unset => self
                .unset(table, request, &[request.text("value-name").to_owned()])
                .map(|()| None),
            Verb::Reset => {
                let names: Vec<String> = request
                    .attributes
                    .iter()
                    .map(|(name, _)| name.clone())
                    .filter(|name| !CONTROL.contains(&name.as_str()))
                    .collect();
                self.unset(table, request, &names).map(|()| None)
            }
            Verb::ResetCounters => {
                self.world.reset_counters(self.uptime_ms());
                Ok(None)
            }
            _ => Err(not_simulated(&request.path)),
        }
    }

    fn spec_of(&self, table: usize) -> Option<&'static MenuSpec> {
        self.store.table(table).and_then(|entry| entry.menu.spec)
    }

    fn path_of(&self, table: usize) -> Arc<str> {
        self.store
            .table(table)
            .map_or_else(|| Arc::from(""), |entry| entry.menu.path.clone())
    }

    fn add(&mut self, table: usize, info: &CommandInfo, request: &Request) -> Result<u32, Trap> {
        let spec = self.spec_of(table);
        self.device_mode_allows(&info.menu)?;
        if self
            .store
            .table(table)
            .is_some_and(|entry| entry.len() >= MAX_ROWS)
        {
            return Err(full());
        }
        let mut fields: Fields = match request.get("copy-from") {
            Some(source) => {
                let at = self.find_row(table, as_text(source))?;
                self.row(at).map(|row| row.fields.clone()).unwrap_or_default()
            }
            None => self
                .store
                .table(table)
                .map(|entry| entry.menu.defaults.clone())
                .unwrap_or_default(),
        };
        for (name, value) in &request.attributes {
            if CONTROL.contains(&name.as_str()) {
                continue;
            }
            self.assign(&mut fields, info, name, value)?;
        }
        if let Some(spec) = spec {
            let missing: Vec<&str> = spec
                .required
                .iter()
                .copied()
                .filter(|name| {
                    text(&fields, name).is_empty() && field(&fields, name).is_none_or(|v| v.is_empty())
                })
                .collect();
            if !missing.is_empty() {
                return Err(Trap::argument(
                    Rule::MissingArguments,
                    format!("missing value(s) of argument(s) {}", missing.join(" ")),
                ));
            }
        }
        self.complete(table, spec, &mut fields);
        self.check_row(table, None, &fields)?;
        print_order(&mut fields);
        let at = match request.get("place-before") {
            None => None,
            Some(anchor) => Some(self.position_before(table, as_text(anchor))?),
        };
        let id = self.store.allocate(table);
        let dynamic = self.starts_to_expire(RowRef { table, id }, &mut fields);
        self.store.insert(
            table,
            Row {
                id,
                dynamic,
                origin: None,
                fields,
            },
            at,
        );
        Ok(id)
    }

    fn position_before(&self, table: usize, anchor: &str) -> Result<usize, Trap> {
        let _rule = Rule::PlaceBefore;
        let at = self.find_row(table, anchor)?;
        self.store
            .table(table)
            .and_then(|entry| entry.position(at.id))
            .ok_or_else(no_such_item)
    }

    /// Checks one argument and puts it into the row.
    fn assign(&self, fields: &mut Fields, info: &CommandInfo, name: &str, value: &Value) -> Result<(), Trap> {
        let Some(parameter) = info.parameters.get(name) else {
            return Err(Trap::general(
                Rule::UnknownParameter,
                format!("unknown parameter {name}"),
            ));
        };
        if name == "comment" && value.is_empty() {
            take(fields, name);
            return Ok(());
        }
        match normalise(parameter, value)? {
            Some(value) => put(fields, parameter.name.clone(), value),
            None => {
                take(fields, name);
            }
        }
        Ok(())
    }

    /// Fills in what the router makes up itself.
    pub(super) fn complete(&mut self, table: usize, spec: Option<&'static MenuSpec>, fields: &mut Fields) {
        let Some(spec) = spec else { return };
        if let (Some(prefix), true) = (spec.auto_name, text(fields, "name").is_empty()) {
            let name = (1..)
                .map(|number: u32| format!("{prefix}{number}"))
                .find(|name| {
                    let menu = if spec.interface_type.is_some() {
                        "/interface"
                    } else {
                        spec.path
                    };
                    self.row_named(menu, name).is_none()
                })
                .unwrap_or_default();
            fields.insert(0, (Name::literal("name"), Value::from(name)));
        }
        self.derive_properties(table, spec.path, fields);
    }

    /// Uniqueness and references.
    fn check_row(&self, table: usize, own: Option<u32>, fields: &Fields) -> Result<(), Trap> {
        let Some(spec) = self.spec_of(table) else {
            return Ok(());
        };
        for reference in spec.references {
            self.check_reference(reference, fields)?;
        }
        if let Some(unique) = spec.unique
            && self
                .store
                .holder_of(table, fields)
                .is_some_and(|holder| Some(holder) != own)
        {
            return Err(Trap::general(unique.rule, unique.message));
        }
        self.check_combination(spec.path, table, own, fields)
    }

    fn set(&mut self, table: usize, info: &CommandInfo, request: &Request) -> Result<(), Trap> {
        for at in self.addressed(table, request)? {
            let Some(row) = self.row(at).cloned() else {
                return Err(no_such_item());
            };
            refuse_dynamic(&row)?;
            let mut fields = row.fields.clone();
            for (name, value) in &request.attributes {
                if !CONTROL.contains(&name.as_str()) {
                    self.assign(&mut fields, info, name, value)?;
                }
            }
            self.change(at, &row, fields)?;
        }
        Ok(())
    }

    /// Replaces a row's properties, with all that follows from it.
    fn change(&mut self, at: RowRef, before: &Arc<Row>, mut fields: Fields) -> Result<(), Trap> {
        let path = self.path_of(at.table);
        self.rederive(&path, before, &mut fields);
        self.check_row(at.table, Some(at.id), &fields)?;
        let (old, new) = (
            text(&before.fields, "name").to_owned(),
            text(&fields, "name").to_owned(),
        );
        self.store.replace(at, fields);
        if old != new && !old.is_empty() {
            let _rule = Rule::InterfaceRename;
            self.rename_references(&path, &old, &new);
        }
        Ok(())
    }

    fn remove(&mut self, table: usize, request: &Request) -> Result<(), Trap> {
        let rows = self.addressed(table, request)?;
        for at in &rows {
            let Some(row) = self.row(*at) else {
                return Err(no_such_item());
            };
            if row.dynamic && !self.may_remove_dynamic(at.table) {
                return Err(dynamic_refusal());
            }
        }
        for at in rows {
            self.remove_row(at);
        }
        Ok(())
    }

    fn may_remove_dynamic(&self, table: usize) -> bool {
        let path = self.path_of(table);
        path.ends_with("/connection") || path.ends_with("/address-list") || path.ends_with("/lease")
    }

    /// Removes a row and leaves its `.id` wherever it was referred to.
    pub(super) fn remove_row(&mut self, at: RowRef) {
        let path = self.path_of(at.table);
        let Some(row) = self.store.remove(at) else { return };
        let name = text(&row.fields, "name");
        if !name.is_empty() {
            let _rule = Rule::DanglingReference;
            self.rename_references(&path, name, &format!("*{:X}", at.id));
        }
    }

    fn move_rows(&mut self, table: usize, request: &Request) -> Result<(), Trap> {
        let rows = self.addressed(table, request)?;
        let before = match request.get("destination") {
            Some(value) if !value.is_empty() => Some(self.find_row(table, as_text(value))?.id),
            _ => None,
        };
        for at in rows {
            self.store.move_row(at, before);
        }
        Ok(())
    }

    fn turn(&mut self, table: usize, request: &Request, disabled: bool) -> Result<(), Trap> {
        for at in self.addressed(table, request)? {
            let Some(row) = self.row(at).cloned() else {
                return Err(no_such_item());
            };
            refuse_dynamic(&row)?;
            let mut fields = row.fields.clone();
            put(&mut fields, Name::literal("disabled"), boolean(disabled));
            self.change(at, &row, fields)?;
        }
        Ok(())
    }

    fn comment(&mut self, table: usize, request: &Request) -> Result<(), Trap> {
        for at in self.addressed(table, request)? {
            let Some(row) = self.row(at).cloned() else {
                return Err(no_such_item());
            };
            let mut fields = row.fields.clone();
            match request.get("comment").filter(|comment| !comment.is_empty()) {
                Some(comment) => put(&mut fields, Name::literal("comment"), comment.clone()),
                None => {
                    take(&mut fields, "comment");
                }
            }
            self.change(at, &row, fields)?;
        }
        Ok(())
    }

    fn unset(&mut self, table: usize, request: &Request, names: &[String]) -> Result<(), Trap> {
        for at in self.addressed(table, request)? {
            let Some(row) = self.row(at).cloned() else {
                return Err(no_such_item());
            };
            refuse_dynamic(&row)?;
            let mut fields = row.fields.clone();
            for name in names {
                let default = self.store.table(table).and_then(|entry| {
                    entry
                        .menu
                        .defaults
                        .iter()
                        .find(|(key, _)| key == name.as_str())
                        .cloned()
                });
                match default {
                    Some((key, value)) => put(&mut fields, key, value),
                    None => {
                        take(&mut fields, name);
                    }
                }
            }
            self.change(at, &row, fields)?;
        }
        Ok(())
    }

    /// The rows that `.id` or `numbers` name; the record itself in a menu that has only one.
    pub(super) fn addressed(&mut self, table: usize, request: &Request) -> Result<Vec<RowRef>, Trap> {
        let Some(entry) = self.store.table(table) else {
            return Err(no_such_item());
        };
        if entry.menu.singleton {
            return Ok(entry.rows().map(|row| RowRef { table, id: row.id }).collect());
        }
        let named = [".id", "numbers", "number"]
            .iter()
            .find_map(|name| request.get(name));
        let Some(named) = named else {
            return Err(Trap::argument(
                Rule::MissingArguments,
                "missing value(s) of argument(s) numbers",
            ));
        };
        as_text(named)
            .split(',')
            .map(|one| self.find_row(table, one.trim()))
            .collect()
    }

    /// The row behind `*1F`, or behind a name.
    pub(super) fn find_row(&self, table: usize, token: &str) -> Result<RowRef, Trap> {
        let path = self.path_of(table);
        let aggregate = &*path == "/interface";
        if let Some(hex) = token.strip_prefix('*') {
            let id = u32::from_str_radix(hex, 16).map_err(|_| no_such_item())?;
            let mut tables: Vec<usize> = if aggregate {
                self.interface_tables().collect()
            } else {
                vec![table]
            };
            tables.retain(|table| self.row(RowRef { table: *table, id }).is_some());
            return tables
                .first()
                .map(|table| RowRef { table: *table, id })
                .ok_or_else(no_such_item);
        }
        self.row_named(&path, token).ok_or_else(no_such_item)
    }

    /// Replaces a name wherever rows refer to it.
    fn rename_references(&mut self, path: &str, old: &str, new: &str) {
        let spec = crate::menus::spec(path);
        let is_interface = spec.is_some_and(|spec| spec.interface_type.is_some());
        let concerns = |target: Target| {
            target
                .menus()
                .iter()
                .any(|menu| *menu == path || (is_interface && *menu == "/interface"))
        };
        let mut changes: Vec<(RowRef, Name, Value)> = Vec::new();
        for (table, entry) in self.store.tables() {
            let Some(spec) = entry.menu.spec else { continue };
            for reference in spec
                .references
                .iter()
                .filter(|reference| concerns(reference.target))
            {
                for row in entry.rows() {
                    let Some(value) = field(&row.fields, reference.field) else {
                        continue;
                    };
                    if let Some(changed) = renamed(as_text(value), old, new) {
                        changes.push((
                            RowRef { table, id: row.id },
                            Name::literal(reference.field),
                            Value::from(changed),
                        ));
                    }
                }
            }
        }
        for (at, name, value) in changes {
            self.store.set_field(at, name, value);
        }
    }
}

/// The value with every whole mention of `old` replaced; `None` when there is none.
fn renamed(value: &str, old: &str, new: &str) -> Option<String> {
    if !value.contains(old) {
        return None;
    }
    let mut changed = false;
    let parts: Vec<String> = value
        .split(',')
        .map(|part| {
            let (sign, bare) = part.strip_prefix('!').map_or(("", part), |bare| ("!", bare));
            let swapped = if bare == old {
                Some(new.to_owned())
            } else if let Some(head) = bare
                .strip_suffix(old)
                .and_then(|head| head.strip_suffix(['%', '@']))
            {
                let mark = bare.get(head.len()..head.len() + 1).unwrap_or("%");
                Some(format!("{head}{mark}{new}"))
            } else {
                None
            };
            changed |= swapped.is_some();
            swapped.map_or_else(|| part.to_owned(), |swapped| format!("{sign}{swapped}"))
        })
        .collect();
    changed.then(|| parts.join(","))
}

/// The router prints names and chains first, comments last.
fn print_order(fields: &mut Fields) {
    fields.sort_by_key(|(name, _)| match name.as_str() {
        "name" | "chain" => 0,
        "comment" => 2,
        _ => 1,
    });
}

fn full() -> Trap {
    Trap::general(Rule::NotSimulated, "failure: the simulator holds no more")
}

pub(super) fn no_such_item() -> Trap {
    Trap::missing(Rule::NoSuchItem, "no such item")
}

fn dynamic_refusal() -> Trap {
    Trap::general(Rule::DynamicRow, "failure: can not change dynamic item")
}

fn refuse_dynamic(row: &Row) -> Result<(), Trap> {
    if row.dynamic {
        Err(dynamic_refusal())
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn references_are_renamed_whole() {
        assert_eq!(renamed("ether1", "ether1", "wan").as_deref(), Some("wan"));
        assert_eq!(renamed("!ether1", "ether1", "wan").as_deref(), Some("!wan"));
        assert_eq!(
            renamed("10.0.0.1%ether1", "ether1", "wan").as_deref(),
            Some("10.0.0.1%wan")
        );
        assert_eq!(
            renamed("bridge,ether1", "ether1", "wan").as_deref(),
            Some("bridge,wan")
        );
        assert_eq!(renamed("ether10", "ether1", "wan"), None);
        assert_eq!(renamed("xether1", "ether1", "wan"), None);
    }
}
