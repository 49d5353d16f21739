//! Differences that the user accepts.

use std::collections::{BTreeMap, BTreeSet};

use nnc_core::change::{Scope, Semantics};
use nnc_core::identity::{ControllerId, ObjectKey, ResourceId};
use nnc_core::object::{Kind, Object, ObservedRow, Snapshot, Value};
use nnc_store::Accepted;

use super::class::Class;
use super::find::{Finding, is_hindered};

/// A finding that cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{finding} cannot be accepted: {why}")]
pub struct AcceptError {
    /// The finding.
    pub finding: String,
    /// Why not, and what to do instead.
    pub why: &'static str,
}

impl AcceptError {
    /// The stable code, listed in `docs/errors.md`.
    pub const fn code(&self) -> &'static str {
        "drift-not-acceptable"
    }
}

/// Accepts a finding: another value of a field, or that a row is gone.
///
/// # Errors
/// For rows in the wrong place, rows too many, and rows that lost their mark: nnc could not tell the accepted state
/// from another one, or would take the row back with its next change.
pub fn accept(finding: &Finding, at: u64) -> Result<Accepted, AcceptError> {
    let refuse = |why| {
        Err(AcceptError {
            finding: finding.id.clone(),
            why,
        })
    };
    match (finding.class, finding.field.as_deref()) {
        (Class::Misplaced, _) => {
            return refuse("the order decides which rule wins; repair it, or move the other rows");
        }
        (Class::UnexpectedObject, _) => {
            return refuse(
                "a row with nnc's mark is nnc's: take the mark out of its comment to keep the row",
            );
        }
        (_, Some("comment")) => {
            return refuse("without its mark the row is not nnc's; put the comment back, or remove the row");
        }
        (Class::UnknownSecret, _) => {
            return refuse(
                "without the secret nnc cannot make the row again; give it with `nnc resource apply`",
            );
        }
        (Class::PendingChange, None) => {
            return refuse("the row was never there; repair creates it");
        }
        _ => {}
    }
    Ok(Accepted {
        key: finding.key.clone(),
        kind: finding.kind.clone(),
        field: finding.field.clone(),
        intended: finding.intention.clone(),
        actual: finding.actual.clone(),
        at,
    })
}

/// Findings by what is to become of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sorted {
    /// What is drift.
    pub open: Vec<Finding>,
    /// What was accepted, with the time of that.
    pub accepted: Vec<(Finding, u64)>,
    /// What only is spelled otherwise.
    pub respelled: Vec<Finding>,
    /// What was accepted and is no longer so: to be forgotten.
    pub obsolete: Vec<Accepted>,
}

/// Tells drift from what was accepted and from what only is spelled otherwise.
pub fn sort(findings: Vec<Finding>, accepted: &[Accepted], semantics: &dyn Semantics) -> Sorted {
    let mut sorted = Sorted::default();
    let covers = |one: &Accepted, finding: &Finding| {
        one.key == finding.key
            && one.kind == finding.kind
            && one.field == finding.field
            && intends_the_same(semantics, one, finding.intention.as_deref())
            && match &one.field {
                Some(field) => same(
                    semantics,
                    &one.kind,
                    field,
                    one.actual.as_deref(),
                    finding.actual.as_deref(),
                ),
                // A change that left the row alone was confirmed without it.
                None => matches!(
                    finding.class,
                    Class::LostObject | Class::VersionChange | Class::PendingChange
                ),
            }
    };
    let mut used = vec![false; accepted.len()];
    for finding in findings {
        if !finding.differs {
            sorted.respelled.push(finding);
            continue;
        }
        match accepted.iter().position(|one| covers(one, &finding)) {
            Some(position) => {
                if let (Some(used), Some(one)) = (used.get_mut(position), accepted.get(position)) {
                    *used = true;
                    sorted.accepted.push((finding, one.at));
                }
            }
            None => sorted.open.push(finding),
        }
    }
    sorted.obsolete = accepted
        .iter()
        .zip(used)
        .filter(|(_, used)| !used)
        .map(|(one, _)| one.clone())
        .collect();
    sorted
}

/// What is intended, with what was accepted and still holds: a change that leads there leaves it alone.
///
/// An acceptance holds while the same is intended as when it was given: whoever wants something else since gets it.
/// Of rows outside `scope` nothing is known but their places; they are left as they are.
pub fn overlay(
    mut intended: Vec<Object>,
    accepted: &[Accepted],
    actual: &Snapshot,
    controller: ControllerId,
    scope: &Scope,
    semantics: &dyn Semantics,
) -> Vec<Object> {
    for one in accepted.iter().filter(|one| scope.contains(&one.key.resource)) {
        let row = row_of(actual, controller, &one.key, &one.kind);
        let holds = |object: &Object| is_of(one, object) && holds(semantics, one, object, row);
        match &one.field {
            None => intended.retain(|object| !holds(object)),
            Some(field) => {
                for object in intended.iter_mut().filter(|object| holds(object)) {
                    match row.and_then(|row| row.get(field)) {
                        Some(value) => object.attributes.insert(field.clone(), Value::from(value)),
                        None => object.attributes.remove(field),
                    };
                }
            }
        }
    }
    intended
}

/// What was accepted and holds no longer, as far as `scope` lets it be told: rows are not intended any more, other ones
/// are, or the router shows something else. A change forgets them, lest they hold again once all is as it was.
pub fn outdated(
    intended: &[Object],
    accepted: &[Accepted],
    actual: &Snapshot,
    controller: ControllerId,
    scope: &Scope,
    semantics: &dyn Semantics,
) -> Vec<Accepted> {
    let is_outdated = |one: &&Accepted| {
        let Some(object) = intended.iter().find(|object| is_of(one, object)) else {
            return true;
        };
        let row = row_of(actual, controller, &one.key, &one.kind);
        scope.contains(&one.key.resource) && !holds(semantics, one, object, row)
    };
    accepted.iter().filter(is_outdated).cloned().collect()
}

fn is_of(one: &Accepted, object: &Object) -> bool {
    one.key == object.key && one.kind == object.kind
}

/// Whether the same is intended, and the router shows the same, as when it was accepted.
fn holds(semantics: &dyn Semantics, one: &Accepted, object: &Object, row: Option<&ObservedRow>) -> bool {
    let field = one.field.as_deref();
    let shown = match (field, row) {
        (None, None) => true,
        (Some(field), Some(row)) => same(semantics, &one.kind, field, one.actual.as_deref(), row.get(field)),
        _ => false,
    };
    shown && intends_the_same(semantics, one, intention(object, field).as_deref())
}

/// What an acceptance remembers of what is wanted: the value of a field, or all values of the row. Of a secret, which
/// one it is.
pub(super) fn intention(object: &Object, field: Option<&str>) -> Option<String> {
    match field {
        Some(field) => object.attributes.get(field).map(|value| match value {
            Value::Text(text) => text.clone(),
            Value::Secret(reference) => reference.to_string(),
        }),
        None => serde_json::to_string(&object.attributes).ok(),
    }
}

/// Whether what is wanted now means what was wanted when it was accepted. What cannot be read does not.
fn intends_the_same(semantics: &dyn Semantics, one: &Accepted, now: Option<&str>) -> bool {
    let (kind, then) = (&one.kind, one.intended.as_deref());
    if let Some(field) = &one.field {
        return then == now || same(semantics, kind, field, then, now);
    }
    let read = |text: Option<&str>| serde_json::from_str::<BTreeMap<String, Value>>(text?).ok();
    let (Some(then), Some(now)) = (read(then), read(now)) else {
        return false;
    };
    let text = |value: Option<&Value>| value.map(Value::as_observed);
    let names: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    names.into_iter().all(|name| {
        let (then, now) = (text(then.get(name)), text(now.get(name)));
        then == now || same(semantics, kind, name, then.as_deref(), now.as_deref())
    })
}

/// What is intended, without the shared rows that lost their mark and would be refused as long as they stand: they say
/// what they should, and every change would fail for them. Of rows outside `scope` nothing is known but their places.
pub fn unhindered(
    mut intended: Vec<Object>,
    actual: &Snapshot,
    controller: ControllerId,
    scope: &Scope,
    semantics: &dyn Semantics,
) -> Vec<Object> {
    let base = ResourceId::base();
    if scope.contains(&base) {
        intended.retain(|object| {
            object.key.resource != base
                || row_of(actual, controller, &object.key, &object.kind).is_some()
                || !is_hindered(object, actual, semantics)
        });
    }
    intended
}

/// What is intended, and where neither that nor the platform's defaults say what a field is, what was confirmed last: a
/// change that leads there takes back foreign edits of such fields too. Rows that lost their mark and would be refused as
/// long as they stand are left as they are.
pub fn restore(mut intended: Vec<Object>, findings: &[Finding], semantics: &dyn Semantics) -> Vec<Object> {
    for finding in findings {
        if finding.stands_in.is_some() {
            intended.retain(|object| object.key != finding.key || object.kind != finding.kind);
            continue;
        }
        let (Some(field), Some(deployed), None) = (&finding.field, &finding.deployed, &finding.intended)
        else {
            continue;
        };
        if semantics.has_default(&finding.kind, field) {
            continue;
        }
        let objects = intended
            .iter_mut()
            .filter(|object| object.key == finding.key && object.kind == finding.kind);
        for object in objects {
            object
                .attributes
                .insert(field.clone(), Value::from(deployed.clone()));
        }
    }
    intended
}

fn row_of<'a>(
    snapshot: &'a Snapshot,
    controller: ControllerId,
    key: &ObjectKey,
    kind: &Kind,
) -> Option<&'a ObservedRow> {
    snapshot.rows(kind).iter().find(|row| {
        let ours = |mark: &nnc_core::identity::Mark| mark.controller == controller && mark.key == *key;
        !row.dynamic && row.mark.as_ref().is_some_and(ours)
    })
}

/// Whether two spellings of a field mean the same.
pub(super) fn same(
    semantics: &dyn Semantics,
    kind: &Kind,
    field: &str,
    one: Option<&str>,
    other: Option<&str>,
) -> bool {
    match (one, other) {
        (Some(one), other) => semantics.equal(kind, field, one, other),
        (None, Some(other)) => semantics.equal(kind, field, other, None),
        (None, None) => true,
    }
}
