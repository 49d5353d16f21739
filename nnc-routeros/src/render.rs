//! Operations as a person would type them at a RouterOS prompt.

use std::fmt::Write;

use nnc_core::change::{Action, Effect, Operation};
use nnc_core::object::Value;

/// One line, without a line end. Rows of ours are named by their comment; secrets are blanked.
pub(crate) fn operation(operation: &Operation) -> String {
    let mut line = String::new();
    match &operation.action {
        Action::Add { object, .. } => {
            push(&mut line, format_args!("{} add", menu(object.kind.as_str())));
            for (name, value) in &object.attributes {
                match value {
                    Value::Text(text) if text == "no" && name == "disabled" => {}
                    Value::Text(text) if text.is_empty() => push(&mut line, format_args!(" {name}")),
                    Value::Text(text) => push(&mut line, format_args!(" {name}={}", quoted(text))),
                    Value::Secret(_) => push(&mut line, format_args!(" {name}=***")),
                }
            }
            if object.placement.is_some() {
                line.push_str(" place-before=[first foreign rule]");
            }
        }
        Action::Set {
            kind, key, values, ..
        } => {
            push(
                &mut line,
                format_args!("{} set [find comment~\"{key}\"]", menu(kind.as_str())),
            );
            for (name, value) in values {
                match value {
                    Some(Value::Text(text)) => push(&mut line, format_args!(" {name}={}", quoted(text))),
                    Some(Value::Secret(_)) => push(&mut line, format_args!(" {name}=***")),
                    None => push(&mut line, format_args!(" !{name}")),
                }
            }
        }
        Action::Remove { object, .. } => {
            push(
                &mut line,
                format_args!(
                    "{} remove [find comment~\"{}\"]",
                    menu(object.kind.as_str()),
                    object.key
                ),
            );
        }
        Action::Move { kind, key, .. } => {
            push(
                &mut line,
                format_args!(
                    "{} move [find comment~\"{key}\"] [first foreign rule]",
                    menu(kind.as_str())
                ),
            );
        }
        Action::Effect(Effect::FlushConnections { .. }) => {
            line.push_str("/ip firewall connection remove [find of the device]");
        }
    }
    line
}

/// `/ip/firewall/mangle` as people write it: `/ip firewall mangle`.
fn menu(path: &str) -> String {
    let mut text = String::from("/");
    text.push_str(&path.trim_start_matches('/').replace('/', " "));
    text
}

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

/// Writing to a string cannot fail.
fn push(line: &mut String, text: std::fmt::Arguments<'_>) {
    if line.write_fmt(text).is_err() {
        line.push('?');
    }
}
