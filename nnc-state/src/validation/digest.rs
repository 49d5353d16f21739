//! Binding a plan to what it was computed from.

use std::collections::BTreeSet;
use std::fmt::Write;

use nnc_core::change::{Action, Anchor, ChangeSet};
use nnc_core::object::{Kind, RowId, Snapshot};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The hash of a change and of what the menus that it touches showed, as 64 hexadecimal digits.
///
/// Handles of rows, which a restart of the router gives anew, and rows that the router makes by itself count for
/// nothing: the position of a row stands for its handle.
pub(super) fn hash(change: &ChangeSet, snapshot: &Snapshot) -> String {
    let kinds: BTreeSet<&Kind> = change
        .operations
        .iter()
        .filter_map(|operation| match &operation.action {
            Action::Add { object, .. } | Action::Remove { object, .. } => Some(&object.kind),
            Action::Set { kind, .. } | Action::Move { kind, .. } => Some(kind),
            Action::Effect(_) => None,
        })
        .collect();
    let seen: Vec<Value> = kinds
        .iter()
        .map(|kind| {
            let rows = snapshot.rows(kind).iter().filter(|row| !row.dynamic);
            json!([kind, rows.map(|row| &row.attributes).collect::<Vec<_>>()])
        })
        .collect();
    let place = |kind: &Kind, id: &RowId| {
        let mut rows = snapshot.rows(kind).iter().filter(|row| !row.dynamic);
        rows.position(|row| row.id == *id)
    };
    let anchor = |kind: &Kind, before: &Option<Anchor>| match before {
        None => Value::Null,
        Some(Anchor::Own(key)) => json!(key),
        Some(Anchor::Row(id)) => json!(place(kind, id)),
    };
    let operations: Vec<Value> = change
        .operations
        .iter()
        .map(|operation| {
            let what = match &operation.action {
                Action::Add { object, before } => json!(["add", object, anchor(&object.kind, before)]),
                Action::Set {
                    key, kind, values, ..
                } => json!(["set", key, kind, values]),
                Action::Remove { object, .. } => json!(["remove", object.kind, object.key]),
                Action::Move {
                    key, kind, before, ..
                } => json!(["move", key, kind, anchor(kind, before)]),
                Action::Effect(effect) => json!(["effect", effect]),
            };
            json!([operation.group, operation.after, what])
        })
        .collect();
    let text = json!([change.controller, operations, seen]).to_string();
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::with_capacity(64), |mut hash, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hash, "{byte:02x}");
            hash
        })
}
