//! Other people's edits that a fired guard took back.

use std::collections::BTreeMap;

use nnc_core::change::Semantics;
use nnc_core::identity::ControllerId;
use nnc_core::object::{Kind, ObservedRow, Snapshot};

/// What others had changed by `seen` and what is undone in `now`: rows that came and went again, and rows that
/// went and are back. Told by content, since a restarted router gives its rows new handles.
pub(crate) fn reverted(
    before: &Snapshot,
    seen: &Snapshot,
    now: &Snapshot,
    controller: ControllerId,
    semantics: &dyn Semantics,
) -> Vec<String> {
    let [before, seen, now] = [before, seen, now].map(|snapshot| contents(snapshot, controller, semantics));
    let mut found = Vec::new();
    for (row, &count) in &seen {
        let (had, has) = (count_of(&before, row), count_of(&now, row));
        if count > had && count > has {
            found.push(describe(row, "added"));
        }
    }
    for (row, &count) in &before {
        let (was, has) = (count_of(&seen, row), count_of(&now, row));
        if count > was && has > was {
            found.push(describe(row, "changed or removed"));
        }
    }
    found
}

type Content = (Kind, Vec<(String, String)>);

fn count_of(contents: &BTreeMap<Content, usize>, row: &Content) -> usize {
    contents.get(row).copied().unwrap_or(0)
}

fn contents(
    snapshot: &Snapshot,
    controller: ControllerId,
    semantics: &dyn Semantics,
) -> BTreeMap<Content, usize> {
    let mut contents = BTreeMap::new();
    for (kind, rows) in &snapshot.kinds {
        for row in rows.iter().filter(|row| is_foreign(row, controller)) {
            let attributes = row
                .attributes
                .iter()
                .filter(|(name, _)| semantics.writable(kind, name))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            *contents.entry((kind.clone(), attributes)).or_default() += 1;
        }
    }
    contents
}

fn is_foreign(row: &ObservedRow, controller: ControllerId) -> bool {
    !row.dynamic && row.mark.as_ref().is_none_or(|mark| mark.controller != controller)
}

/// Names the row without repeating what it says, which may be private.
fn describe((kind, attributes): &Content, what: &str) -> String {
    let label = ["name", "comment"]
        .iter()
        .find_map(|wanted| attributes.iter().find(|(name, _)| name == wanted));
    match label {
        Some((_, value)) => format!("{kind} {value:?} ({what})"),
        None => format!("{kind} ({what})"),
    }
}
