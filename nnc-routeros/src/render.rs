//! Operations as a person would type them at a RouterOS prompt.

use nnc_core::change::{Action, Anchor, Effect, Operation};
use nnc_core::identity::{ControllerId, Mark, ObjectKey};
use nnc_core::object::Value;

/// One line, without a line end. Secrets are blanked.
pub(crate) fn operation(controller: ControllerId, operation: &Operation) -> String {
    let mark = |key: &ObjectKey| {
        Mark {
            controller,
            key: key.clone(),
        }
        .to_string()
    };
    let find = |key: &ObjectKey| format!("[find comment={}]", quoted(&mark(key)));
    let anchor = |before: &Option<Anchor>| match before {
        Some(Anchor::Own(key)) => Some(find(key)),
        Some(Anchor::Row(id)) => Some(id.0.clone()),
        None => None,
    };
    match &operation.action {
        Action::Add { object, before } => {
            let mut words = vec![menu(object.kind.as_str()), "add".to_owned()];
            let given = object
                .attributes
                .iter()
                .filter(|(name, value)| *name != "disabled" || **value != Value::from("no"));
            words.extend(given.map(|(name, value)| assignment(name, Some(value))));
            words.push(format!("comment={}", quoted(&mark(&object.key))));
            words.extend(anchor(before).map(|row| format!("place-before={row}")));
            words.join(" ")
        }
        Action::Set {
            kind,
            key,
            row,
            values,
            ..
        } => {
            let row = match row {
                // Its comment is not what it is to become.
                Some(row) if values.contains_key("comment") => row.0.clone(),
                _ => find(key),
            };
            let mut words = vec![menu(kind.as_str()), "set".to_owned(), row];
            words.extend(
                values
                    .iter()
                    .map(|(name, value)| assignment(name, value.as_ref())),
            );
            words.join(" ")
        }
        Action::Remove { object, .. } => {
            format!("{} remove {}", menu(object.kind.as_str()), find(&object.key))
        }
        Action::Move {
            kind, key, before, ..
        } => {
            let destination = anchor(before)
                .map(|row| format!(" destination={row}"))
                .unwrap_or_default();
            format!("{} move {}{destination}", menu(kind.as_str()), find(key))
        }
        Action::Effect(Effect::Remove { kind, key, .. }) => {
            format!(
                "{} remove {}  # once the change stands",
                menu(kind.as_str()),
                find(key)
            )
        }
        Action::Effect(Effect::FlushConnections { networks, devices }) => {
            let mut of: Vec<String> = networks.iter().map(ToString::to_string).collect();
            of.extend(devices.iter().map(ToString::to_string));
            format!(
                "/ip firewall connection remove [find]  # those of {}",
                of.join(", ")
            )
        }
    }
}

/// `name=value`, a bare `name` for a flag, `!name` for a value that is taken away.
fn assignment(name: &str, value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(text)) if text.is_empty() => name.to_owned(),
        Some(Value::Text(text)) => format!("{name}={}", quoted(text)),
        Some(Value::Secret(_)) => format!("{name}=***"),
        None => format!("!{name}"),
    }
}

/// `/ip/firewall/mangle` as people write it: `/ip firewall mangle`.
fn menu(path: &str) -> String {
    format!("/{}", path.trim_start_matches('/').replace('/', " "))
}

/// Bare where a prompt would take it so, else in quotes (RouterOS manual, Scripting, "Constant escape sequences").
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/,!@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\' | '$') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use nnc_core::identity::{ResourceId, Role};
    use nnc_core::object::{Attributes, Object, RowId};
    use nnc_core::secret::SecretRef;

    use super::*;

    #[test]
    fn operations_read_like_a_prompt() {
        let key = ObjectKey::new(&ResourceId::of("vif", "tor"), Role::new("rule"));
        let object = Object {
            key: key.clone(),
            kind: crate::kinds::MANGLE,
            attributes: Attributes::from([
                ("disabled".to_owned(), Value::from("no")),
                ("log-prefix".to_owned(), Value::from("a \"b\"")),
                (
                    "private-key".to_owned(),
                    Value::Secret(SecretRef {
                        id: "x".to_owned(),
                        version: 1,
                    }),
                ),
            ]),
            references: Vec::new(),
            placement: None,
        };
        let show = |action| {
            let one = Operation {
                group: key.resource.clone(),
                action,
                after: Vec::new(),
            };
            operation(ControllerId::new(7), &one)
        };
        let before = Some(Anchor::Row(RowId("*5".to_owned())));
        assert_eq!(
            show(Action::Add {
                object: object.clone(),
                before
            }),
            "/ip firewall mangle add log-prefix=\"a \\\"b\\\"\" private-key=*** comment=nnc:00000007:vif/tor:rule place-before=*5"
        );
        assert_eq!(
            show(Action::Remove {
                object,
                row: None,
                before: None
            }),
            "/ip firewall mangle remove [find comment=nnc:00000007:vif/tor:rule]"
        );
        let values = BTreeMap::from([
            ("jump-target".to_owned(), Some(Value::from("b"))),
            ("log".to_owned(), None),
        ]);
        let set = Action::Set {
            key: key.clone(),
            kind: crate::kinds::NAT,
            row: None,
            values,
            previous: BTreeMap::new(),
        };
        assert_eq!(
            show(set),
            "/ip firewall nat set [find comment=nnc:00000007:vif/tor:rule] jump-target=b !log"
        );
    }
}
