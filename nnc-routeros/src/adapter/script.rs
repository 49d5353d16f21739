//! The dead man's script: what a router runs by itself to take a change back when nobody came to confirm it.
//! Pure.
//!
//! It finds rows by what they say, never by handle, because a restart renumbers handles. Every statement stands
//! alone: one that fails stops no other. Statements do nothing where there is nothing to take back, so the
//! script may run when only a part of the change was made, or none of it.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use nnc_core::change::{Action, ChangeSet};
use nnc_core::identity::{ControllerId, Mark, ObjectKey};
use nnc_core::object::{Kind, Object, ObservedRow, Snapshot, Value};
use nnc_core::ports::RouterError;
use routeros_commands::View;

use super::words::can_unset;
use crate::kinds;
use crate::semantics::{is_firewall, is_flag};

/// The name of the dead man's scheduler entry. Names are unique on a router, so it is the lock between
/// controllers too.
pub const GUARD_NAME: &str = "nnc-guard";

/// The longest script that is put on a router. RouterOS takes sources of several ten thousand characters.
const LONGEST: usize = 60 << 10;

/// The script that takes `change` back and then removes the scheduler entry it runs from.
///
/// `snapshot` is what the change was computed from; it tells which foreign rows are meant as places.
///
/// # Errors
/// [`RouterError::SecretUndo`] where taking the change back needs a secret, which must not rest in a script, or a
/// script that is too long.
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
    let inverse = change.inverse(None);
    let actions = || inverse.operations.iter().map(|operation| &operation.action);
    let is_rule = |action: &Action| matches!(action, Action::Add { object, .. } if is_ordered(&object.kind));
    for action in actions().filter(|action| !is_rule(action)) {
        script.undo(action)?;
    }
    // Rows of one kind may refer to each other, so some could not come back before others had, and some that
    // never went have lost what they referred to.
    for action in actions().filter(|action| !is_rule(action)) {
        match action {
            Action::Add { object, .. } => script.add_or_mend(object)?,
            Action::Set { .. } => script.undo(action)?,
            _ => {}
        }
    }
    // Rules refer to all other rows, and to no rule.
    for action in actions().filter(|action| is_rule(action)) {
        script.undo(action)?;
    }
    script.put_in_place(&inverse)?;
    script.line(format_args!(
        ":do {{/system/scheduler/remove [/system/scheduler/find where name={}]}} on-error={{}}",
        quoted(GUARD_NAME)
    ))?;
    if script.text.len() > LONGEST {
        return Err(RouterError::Unsupported(format!(
            "a script of {} bytes, which taking this change back needs; change fewer things at once",
            script.text.len()
        )));
    }
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
            Action::Add { object, .. } => self.add(object),
            Action::Set {
                key, kind, values, ..
            } => {
                let found = self.find(kind, key);
                let mut set = Assignments::new(kind);
                for (name, value) in values {
                    match value {
                        Some(value) => set.push(name, text_of(value, key)?),
                        None if can_unset(self.view, kind) => {
                            self.guarded(&format!("{kind}/unset {found} value-name={name}"))?;
                        }
                        None => set.push(name, ""),
                    }
                }
                if set.is_empty() {
                    Ok(())
                } else {
                    self.guarded(&set.after(&format!("{kind}/set {found}")))
                }
            }
            Action::Remove { object, .. } => {
                let found = self.find(&object.kind, &object.key);
                self.guarded(&format!("{}/remove {found}", object.kind))
            }
            // Rows are put in their places at the end.
            Action::Move { .. } | Action::Effect(_) => Ok(()),
        }
    }

    /// Makes a row again, unless it is still there.
    fn add(&mut self, object: &Object) -> Result<(), RouterError> {
        let (found, values) = self.row(object)?;
        let add = values.after(&format!("{}/add", object.kind));
        self.guarded(&format!(":if ([:len {found}] = 0) do={{{add}}}"))
    }

    /// Makes a row again, or gives it its values again.
    fn add_or_mend(&mut self, object: &Object) -> Result<(), RouterError> {
        let (found, values) = self.row(object)?;
        let add = values.after(&format!("{}/add", object.kind));
        let set = values.after(&format!("{}/set {found}", object.kind));
        self.guarded(&format!(":if ([:len {found}] = 0) do={{{add}}} else={{{set}}}"))
    }

    /// How a row is found, and what it says.
    fn row<'o>(&self, object: &'o Object) -> Result<(String, Assignments<'o>), RouterError> {
        let mark = Mark {
            controller: self.controller,
            key: object.key.clone(),
        };
        let mut values = Assignments::new(&object.kind);
        for (name, value) in object.attributes.iter().filter(|(name, _)| *name != "comment") {
            values.push(name, text_of(value, &object.key)?);
        }
        values.push("comment", &mark.to_string());
        Ok((self.find(&object.kind, &object.key), values))
    }

    fn find(&self, kind: &Kind, key: &ObjectKey) -> String {
        let mark = Mark {
            controller: self.controller,
            key: key.clone(),
        };
        format!("[{kind}/find where comment={}]", quoted(&mark.to_string()))
    }

    /// Puts the rows that went or moved where they stood, last first: each before the row that followed it. So it does
    /// not matter how much of the change was made.
    fn put_in_place(&mut self, inverse: &ChangeSet) -> Result<(), RouterError> {
        let displaced = |action: &Action| matches!(action, Action::Add { .. } | Action::Move { .. });
        let touched: BTreeSet<(&Kind, &ObjectKey)> = inverse
            .operations
            .iter()
            .filter(|operation| displaced(&operation.action))
            .filter_map(|operation| Some((operation.kind()?, operation.key()?)))
            .filter(|(kind, _)| is_ordered(kind))
            .collect();
        for (kind, rows) in &self.snapshot.kinds {
            let rows: Vec<&ObservedRow> = rows.iter().filter(|row| !row.dynamic).collect();
            for (index, row) in rows.iter().enumerate().rev() {
                let own = row
                    .mark
                    .as_ref()
                    .filter(|mark| mark.controller == self.controller);
                let Some(mark) = own.filter(|mark| touched.contains(&(kind, &mark.key))) else {
                    continue;
                };
                let found = self.find(kind, &mark.key);
                match rows.get(index + 1).and_then(|next| place(kind, next, &rows)) {
                    Some(Place { first, row }) => {
                        self.guarded(&format!("{first}{kind}/move {found} destination={row}"))?;
                    }
                    None => self.guarded(&format!("{kind}/move {found}"))?,
                }
            }
        }
        Ok(())
    }
}

/// Whether the order of the rows means something.
fn is_ordered(kind: &Kind) -> bool {
    is_firewall(kind) || *kind == kinds::RULE
}

/// A row that another is put before.
struct Place {
    /// Statements that find it.
    first: String,
    /// The row, as a value.
    row: String,
}

/// A row as a place: one with a mark by its mark, another by which of the unmarked ones it is.
fn place(kind: &Kind, row: &ObservedRow, rows: &[&ObservedRow]) -> Option<Place> {
    let marked = |row: &ObservedRow| {
        let comment = row.get("comment").filter(|comment| comment.starts_with("nnc:"));
        comment.map(quoted)
    };
    if let Some(comment) = marked(row) {
        return Some(Place {
            first: String::new(),
            row: format!("[{kind}/find where comment={comment}]"),
        });
    }
    let unmarked = rows.iter().filter(|row| marked(row).is_none());
    let number = unmarked.into_iter().position(|other| other.id == row.id)?;
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

fn text_of<'v>(value: &'v Value, key: &ObjectKey) -> Result<&'v str, RouterError> {
    value.as_text().ok_or_else(|| {
        RouterError::SecretUndo(format!(
            "for {key} it would need a secret, which must not rest in a script; it needs safe mode (RouterOS 7.18, binary API)"
        ))
    })
}

/// The assignments of a command. A flag that is on is given by its bare name, as the console has it.
#[derive(Debug)]
struct Assignments<'a> {
    kind: &'a Kind,
    words: String,
}

impl<'a> Assignments<'a> {
    fn new(kind: &'a Kind) -> Self {
        Self {
            kind,
            words: String::new(),
        }
    }

    fn push(&mut self, name: &str, value: &str) {
        match (is_flag(self.kind, name), value) {
            (true, "no" | "false") => {}
            (true, _) => self.words.push_str(&format!(" {name}")),
            (false, _) => self.words.push_str(&format!(" {name}={}", quoted(value))),
        }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The command with its assignments.
    fn after(&self, command: &str) -> String {
        format!("{command}{}", self.words)
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
    use nnc_core::object::RowId;
    use nnc_core::secret::SecretRef;

    use super::*;
    use crate::adapter::words;

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
        let row = |id: &str, dynamic, mark: Option<Mark>| ObservedRow {
            id: RowId(id.to_owned()),
            attributes: mark
                .iter()
                .map(|mark| ("comment".to_owned(), mark.to_string()))
                .collect(),
            mark,
            dynamic,
        };
        let own = Mark {
            controller: ControllerId::new(0xc0ff_ee12),
            key: key("block"),
        };
        let rows = vec![
            row("*1", true, None),
            row("*2", false, None),
            row("*4", false, Some(own)),
            row("*3", false, None),
        ];
        snapshot.kinds.insert(kinds::FILTER, rows.into());
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
                object: object(kinds::FILTER, "block", &[("chain", "forward")]),
                row: None,
                before: None,
            },
        ])
        .unwrap();
        let lines: Vec<&str> = script.lines().collect();
        assert_eq!(lines.len(), 5);
        assert!(lines[0].starts_with(":log warning"));
        let add = "/ip/firewall/filter/add chain=\"forward\" comment=\"nnc:c0ffee12:vif/tor:block\"";
        let place = ":local place \"\"; :local count 0; :foreach row in=[/ip/firewall/filter/find where !dynamic and \
                     !(comment~\"^nnc:\")] do={:if ($count = 1) do={:set place $row}; :set count ($count + 1)}; ";
        let find = "[/ip/firewall/filter/find where comment=\"nnc:c0ffee12:vif/tor:block\"]";
        assert_eq!(
            lines[2],
            format!(":do {{:if ([:len {find}] = 0) do={{{add}}}}} on-error={{}}")
        );
        assert_eq!(
            lines[1],
            ":do {/routing/table/remove [/routing/table/find where comment=\"nnc:c0ffee12:vif/tor:table\"]} on-error={}"
        );
        assert_eq!(
            lines[3],
            format!(":do {{{place}/ip/firewall/filter/move {find} destination=$place}} on-error={{}}")
        );
        assert!(lines[4].contains("/system/scheduler/remove"));
    }

    #[test]
    fn a_flag_is_given_by_its_name() {
        let script = script_of(vec![Action::Remove {
            object: object(
                kinds::ROUTE,
                "blackhole",
                &[("blackhole", ""), ("distance", "250")],
            ),
            row: None,
            before: None,
        }])
        .unwrap();
        let add = "/ip/route/add blackhole distance=\"250\" comment=\"nnc:c0ffee12:vif/tor:blackhole\"";
        assert!(script.contains(add), "{script}");
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
        assert!(matches!(result, Err(RouterError::SecretUndo(_))));
    }

    #[test]
    fn foreign_text_cannot_leave_its_quotes() {
        assert_eq!(
            quoted("a\"]; /system/reset $x\\\n\u{1}"),
            "\"a\\\"]; /system/reset \\$x\\\\\\n\\01\""
        );
    }
}
