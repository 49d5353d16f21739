//! Changes, carried out twice: on the rows of a simulated router, and on what was seen of it.

use nnc_core::object::{Kind, Snapshot};
use nnc_routeros::lockout::settle;
use serde_json::{Value, json};

use super::home::observed;

/// One step of a change. Rows are found by an attribute.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// A new row, before all others or behind them.
    Add(String, bool, Value),
    /// An attribute of a row is set.
    Set(String, (&'static str, String), &'static str, String),
    /// A row goes.
    Remove(String, (&'static str, String)),
    /// A row goes to the front of its menu.
    First(String, (&'static str, String)),
}

/// A change with a name.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) name: String,
    pub(crate) edits: Vec<Edit>,
}

impl Change {
    /// The router's rows once the change is in.
    pub(crate) fn executed(&self, fixture: &Value) -> Value {
        let mut fixture = fixture.clone();
        for edit in &self.edits {
            let menu = match edit {
                Edit::Add(menu, ..) | Edit::Set(menu, ..) | Edit::Remove(menu, _) | Edit::First(menu, _) => {
                    menu
                }
            };
            let menus = fixture.as_object_mut().unwrap();
            let rows = menus
                .entry(menu.clone())
                .or_insert(json!([]))
                .as_array_mut()
                .unwrap();
            let find = |rows: &[Value], (name, value): &(&str, String)| {
                let found = rows.iter().position(|row| row[*name] == **value);
                found.unwrap_or_else(|| panic!("{menu} has no row with {name}={value}"))
            };
            match edit {
                Edit::Add(_, first, row) => rows.insert(if *first { 0 } else { rows.len() }, row.clone()),
                Edit::Set(_, at, name, value) => {
                    let at = find(rows, at);
                    rows[at][*name] = json!(value);
                }
                Edit::Remove(_, at) => {
                    let row = rows.remove(find(rows, at));
                    if menu == "/interface/vlan" {
                        // What stands on an interface that is gone is out of use.
                        for menu in ["/ip/address", "/ipv6/address", "/interface/list/member"] {
                            let rows = fixture[menu].as_array_mut().unwrap();
                            rows.retain(|other| other["interface"] != row["name"]);
                        }
                    }
                }
                Edit::First(_, at) => {
                    let row = rows.remove(find(rows, at));
                    rows.insert(0, row);
                }
            }
        }
        fixture
    }

    /// What the router is predicted to show.
    pub(crate) fn predicted(&self, before: &Snapshot) -> Snapshot {
        let mut after = before.clone();
        for (index, edit) in self.edits.iter().enumerate() {
            let menu = match edit {
                Edit::Add(menu, ..) | Edit::Set(menu, ..) | Edit::Remove(menu, _) | Edit::First(menu, _) => {
                    menu
                }
            };
            let kind = Kind::from(menu.clone());
            let rows: &mut Vec<_> = after.kinds.entry(kind.clone()).or_default();
            let find = |rows: &[nnc_core::object::ObservedRow], (name, value): &(&str, String)| {
                let found = rows
                    .iter()
                    .position(|row| row.get(name) == Some(value) && !row.dynamic);
                found.unwrap_or_else(|| panic!("{menu} shows no row with {name}={value}"))
            };
            match edit {
                Edit::Add(_, first, row) => {
                    let mut row = observed(&kind, row);
                    row.id.0 = format!("new-{index}");
                    rows.insert(if *first { 0 } else { rows.len() }, row);
                }
                Edit::Set(_, at, name, value) => {
                    let at = find(rows, at);
                    rows[at].attributes.insert((*name).to_owned(), value.clone());
                }
                Edit::Remove(_, at) => {
                    rows.remove(find(rows, at));
                }
                Edit::First(_, at) => {
                    let row = rows.remove(find(rows, at));
                    rows.insert(0, row);
                }
            }
        }
        settle(before, &mut after);
        after
    }
}

pub(crate) fn change(name: impl Into<String>, edits: impl Into<Vec<Edit>>) -> Change {
    Change {
        name: name.into(),
        edits: edits.into(),
    }
}

pub(crate) fn by(name: &'static str, value: impl Into<String>) -> (&'static str, String) {
    (name, value.into())
}
