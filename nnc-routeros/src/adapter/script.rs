//! The dead man's script: what a router runs by itself to take a change back when nobody came to confirm it.
//! Pure.
//!
//! It finds rows by what they say, never by handle, because a restart renumbers handles. Every statement stands
//! alone: one that fails stops no other. Statements do nothing where there is nothing to take back, so the
//! script may run when only a part of the change was made, or none of it.

use std::fmt::{self, Write};

use nnc_core::change::{Action, Anchor, ChangeSet};
use nnc_core::identity::{ControllerId, Mark, ObjectKey};
use nnc_core::object::{Kind, Object, Snapshot, Value};
use nnc_core::ports::RouterError;
use routeros_commands::View;

use super::guard::GUARD_NAME;
use super::words::can_unset;

/// Attributes that are given by naming them, without a value.
const FLAGS: &[&str] = &["fib", "blackhole"];

/// The script that takes `change` back and then removes the scheduler entry it runs from.
///
/// `snapshot` is what the change was computed from; it tells which foreign rows are meant as places.
///
/// # Errors
/// [`RouterError::Unsupported`] where taking the change back needs a secret: it must not rest in a script.
pub fn dead_man(change: &ChangeSet, snapshot: &Snapshot, view: &View<'_>) -> Result<String, RouterError> {
    let mut script = Script {
        text: String::new(),
        controller: change.controller,
        snapshot,
        view,
    };
    script.line(format_args!(
        ":log warning \"{GUARD_NAME}: not confirmed in time, taking the change back\""
    ))?;
    for operation in &change.inverse(None).operations {
        script.undo(&operation.action)?;
    }
    script.line(format_args!(
        ":do {{/system/scheduler/remove [/system/scheduler/find where name={}]}} on-error={{}}",
        quoted(GUARD_NAME)
    ))?;
    Ok(script.text)
}

struct Script<'a> {
    text: String,
    controller: ControllerId,
    snapshot: &'a Snapshot,
    view: &'a View<'a>,
}

impl Script<'_> {
    fn line(&mut self, statement: fmt::Arguments<'_>) -> Result<(), RouterError> {
        self.text
            .write_fmt(statement)
            .and_then(|()| self.text.write_char('\n'))
            .map_err(|_| RouterError::Unsupported("a change that cannot be written as a script".to_owned()))
    }

    /// One statement that does not stop the rest.
    fn guarded(&mut self, statement: &str) -> Result<(), RouterError> {
        self.line(format_args!(":do {{{statement}}} on-error={{}}"))
    }

    fn undo(&mut self, action: &Action) -> Result<(), RouterError> {
        match action {
            Action::Add { object, before } => self.add(object, before.as_ref()),
            Action::Set {
                key, kind, values, ..
            } => {
                let found = self.find(kind, key);
                let mut set = String::new();
                for (name, value) in values {
                    match value {
                        Some(value) => set.push_str(&assignment(name, text_of(value, key)?)),
                        None if can_unset(self.view, kind) => {
                            self.guarded(&format!("{kind}/unset {found} value-name={name}"))?;
                        }
                        None => set.push_str(&assignment(name, "")),
                    }
                }
                if set.is_empty() {
                    Ok(())
                } else {
                    self.guarded(&format!("{kind}/set {found}{set}"))
                }
            }
            Action::Remove { object, .. } => {
                let found = self.find(&object.kind, &object.key);
                self.guarded(&format!("{}/remove {found}", object.kind))
            }
            Action::Move {
                key, kind, before, ..
            } => {
                let found = self.find(kind, key);
                match before.as_ref().and_then(|anchor| self.place(kind, anchor)) {
                    Some(Place { first, row }) => {
                        self.guarded(&format!("{first}{kind}/move {found} destination={row}"))
                    }
                    None => self.guarded(&format!("{kind}/move {found}")),
                }
            }
            Action::Effect(_) => Ok(()),
        }
    }

    /// Makes a row again, unless it is still there.
    fn add(&mut self, object: &Object, before: Option<&Anchor>) -> Result<(), RouterError> {
        let mark = Mark {
            controller: self.controller,
            key: object.key.clone(),
        };
        let mut add = format!("{}/add", object.kind);
        for (name, value) in object.attributes.iter().filter(|(name, _)| *name != "comment") {
            add.push_str(&assignment(name, text_of(value, &object.key)?));
        }
        add.push_str(&assignment("comment", &mark.to_string()));
        let found = self.find(&object.kind, &object.key);
        let placed = match before.and_then(|anchor| self.place(&object.kind, anchor)) {
            // If the place is gone, the row is worth more at the end than not at all.
            Some(Place { first, row }) => {
                format!(":do {{{first}{add} place-before={row}}} on-error={{{add}}}")
            }
            None => add,
        };
        self.guarded(&format!(":if ([:len {found}] = 0) do={{{placed}}}"))
    }

    fn find(&self, kind: &Kind, key: &ObjectKey) -> String {
        let mark = Mark {
            controller: self.controller,
            key: key.clone(),
        };
        format!("[{kind}/find where comment={}]", quoted(&mark.to_string()))
    }

    /// A row as a place: one with a mark by its mark, another by which of the unmarked ones it is.
    fn place(&self, kind: &Kind, anchor: &Anchor) -> Option<Place> {
        let at_once = |row| Place {
            first: String::new(),
            row,
        };
        let id = match anchor {
            Anchor::Own(key) => return Some(at_once(self.find(kind, key))),
            Anchor::Row(id) => id,
        };
        let rows = self.snapshot.rows(kind);
        let row = rows.iter().find(|row| row.id == *id)?;
        if let Some(mark) = &row.mark {
            return Some(at_once(format!(
                "[{kind}/find where comment={}]",
                quoted(&mark.to_string())
            )));
        }
        let number = rows
            .iter()
            .filter(|row| {
                !row.dynamic
                    && !row
                        .get("comment")
                        .is_some_and(|comment| comment.starts_with("nnc:"))
            })
            .position(|row| row.id == *id)?;
        let first = format!(
            ":local place \"\"; :local count 0; \
             :foreach row in=[{kind}/find where !dynamic and !(comment~\"^nnc:\")] \
             do={{:if ($count = {number}) do={{:set place $row}}; :set count ($count + 1)}}; "
        );
        Some(Place {
            first,
            row: "$place".to_owned(),
        })
    }
}

/// A row that another is put before.
struct Place {
    /// Statements that find it.
    first: String,
    /// The row, as a value.
    row: String,
}

fn text_of<'v>(value: &'v Value, key: &ObjectKey) -> Result<&'v str, RouterError> {
    value.as_text().ok_or_else(|| {
        RouterError::Unsupported(format!(
            "taking {key} back needs a secret, which must not rest in a script; it needs safe mode (RouterOS 7.18, binary API)"
        ))
    })
}

/// ` name="value"`, or ` name` for a flag that is on, or nothing for one that is off.
fn assignment(name: &str, value: &str) -> String {
    match (FLAGS.contains(&name), value) {
        (true, "no" | "false") => String::new(),
        (true, _) => format!(" {name}"),
        (false, _) => format!(" {name}={}", quoted(value)),
    }
}

/// A string literal (RouterOS manual, Scripting, "Constant Escape Sequences").
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' | '$' | '?' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_ascii_control() => quoted.push_str(&format!("\\{:02X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use nnc_core::change::Operation;
    use nnc_core::identity::{ResourceId, Role};
    use nnc_core::object::{ObservedRow, RowId};
    use nnc_core::secret::SecretRef;

    use super::*;
    use crate::adapter::words;
    use crate::kinds;

    fn key(role: &'static str) -> ObjectKey {
        ObjectKey::new(&ResourceId::of("vif", "tor"), Role::new(role))
    }

    fn object(kind: Kind, role: &'static str, attributes: &[(&str, &str)]) -> Object {
        Object {
            key: key(role),
            kind,
            attributes: attributes
                .iter()
                .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
                .collect(),
            references: Vec::new(),
            placement: None,
        }
    }

    fn script_of(actions: Vec<Action>) -> Result<String, RouterError> {
        let mut snapshot = Snapshot::default();
        let foreign = |id: &str, dynamic| ObservedRow {
            id: RowId(id.to_owned()),
            attributes: Default::default(),
            mark: None,
            dynamic,
        };
        snapshot.kinds.insert(
            kinds::FILTER,
            vec![foreign("*1", true), foreign("*2", false), foreign("*3", false)],
        );
        let operations = actions
            .into_iter()
            .map(|action| Operation {
                group: ResourceId::of("vif", "tor"),
                action,
                after: Vec::new(),
            })
            .collect();
        let change = ChangeSet {
            controller: ControllerId::new(0xc0ff_ee12),
            operations,
        };
        dead_man(&change, &snapshot, &words::view("7.15.3").unwrap())
    }

    #[test]
    fn what_was_added_goes_and_what_went_comes_back_to_its_place() {
        let script = script_of(vec![
            Action::Add {
                object: object(kinds::TABLE, "table", &[("name", "nnc-tor"), ("fib", "")]),
                before: None,
            },
            Action::Remove {
                object: object(kinds::FILTER, "block", &[("chain", "forward"), ("blackhole", "")]),
                row: None,
                before: Some(Anchor::Row(RowId("*3".to_owned()))),
            },
        ])
        .unwrap();
        let lines: Vec<&str> = script.lines().collect();
        assert_eq!(lines.len(), 4);
        assert!(lines[0].starts_with(":log warning"));
        let add =
            "/ip/firewall/filter/add blackhole chain=\"forward\" comment=\"nnc:c0ffee12:vif/tor:block\"";
        let place = ":local place \"\"; :local count 0; :foreach row in=[/ip/firewall/filter/find where !dynamic and \
                     !(comment~\"^nnc:\")] do={:if ($count = 1) do={:set place $row}; :set count ($count + 1)}; ";
        let find = "[/ip/firewall/filter/find where comment=\"nnc:c0ffee12:vif/tor:block\"]";
        assert_eq!(
            lines[1],
            format!(
                ":do {{:if ([:len {find}] = 0) do={{:do {{{place}{add} place-before=$place}} on-error={{{add}}}}}}} on-error={{}}"
            )
        );
        assert_eq!(
            lines[2],
            ":do {/routing/table/remove [/routing/table/find where comment=\"nnc:c0ffee12:vif/tor:table\"]} on-error={}"
        );
        assert!(lines[3].contains("/system/scheduler/remove"));
    }

    #[test]
    fn a_secret_never_rests_in_a_script() {
        let mut secret = object(kinds::VLAN, "peer", &[]);
        let reference = SecretRef {
            id: "key".to_owned(),
            version: 1,
        };
        secret
            .attributes
            .insert("private-key".to_owned(), Value::Secret(reference));
        let result = script_of(vec![Action::Remove {
            object: secret,
            row: None,
            before: None,
        }]);
        assert!(matches!(result, Err(RouterError::Unsupported(_))));
    }

    #[test]
    fn foreign_text_cannot_leave_its_quotes() {
        assert_eq!(
            quoted("a\"]; /system/reset $x\\\n\u{1}"),
            "\"a\\\"]; /system/reset \\$x\\\\\\n\\01\""
        );
    }
}
