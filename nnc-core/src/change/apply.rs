//! Carrying a change out on a snapshot, as a router would.

use super::{Action, Anchor, ChangeSet};
use crate::identity::{ControllerId, Mark, ObjectKey};
use crate::object::{Kind, ObservedRow, RowId, Snapshot, Value};

/// An operation that a router would refuse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// The row to change is not there.
    #[error("{kind} has no row {key}; read the router again and plan anew")]
    NoSuchRow {
        /// Its table.
        kind: Kind,
        /// The row.
        key: ObjectKey,
    },
    /// The row to stand before is not there.
    #[error("{kind} has no row to put {key} before; read the router again and plan anew")]
    NoSuchAnchor {
        /// The table.
        kind: Kind,
        /// The row that should have been placed.
        key: ObjectKey,
    },
}

/// Performs the operations in order. Effects change no rows.
///
/// # Errors
/// The first operation that a router would refuse; what came before it has been performed.
pub fn apply(change: &ChangeSet, snapshot: &mut Snapshot) -> Result<(), ApplyError> {
    for (index, operation) in change.operations.iter().enumerate() {
        match &operation.action {
            Action::Add { object, before } => {
                let row = ObservedRow {
                    id: RowId(format!("new-{index}-{}", object.key)),
                    attributes: object
                        .attributes
                        .iter()
                        .map(|(name, value)| (name.clone(), value.as_observed()))
                        .collect(),
                    mark: Some(Mark {
                        controller: change.controller,
                        key: object.key.clone(),
                    }),
                    dynamic: false,
                };
                let rows = snapshot.kinds.entry(object.kind.clone()).or_default();
                let position = locate(
                    rows,
                    change.controller,
                    before.as_ref(),
                    &object.kind,
                    &object.key,
                )?;
                rows.insert(position, row);
            }
            Action::Set {
                key,
                kind,
                row,
                values,
                ..
            } => {
                let rows = snapshot.kinds.entry(kind.clone()).or_default();
                let position = own(rows, change.controller, row.as_ref(), kind, key)?;
                if let Some(row) = rows.get_mut(position) {
                    for (name, value) in values {
                        match value.as_ref().map(Value::as_observed) {
                            Some(text) => row.attributes.insert(name.clone(), text),
                            None => row.attributes.remove(name),
                        };
                    }
                }
            }
            Action::Remove { object, row, .. } => {
                let rows = snapshot.kinds.entry(object.kind.clone()).or_default();
                let position = own(rows, change.controller, row.as_ref(), &object.kind, &object.key)?;
                rows.remove(position);
            }
            Action::Move {
                key,
                kind,
                row,
                before,
                ..
            } => {
                let rows = snapshot.kinds.entry(kind.clone()).or_default();
                let position = own(rows, change.controller, row.as_ref(), kind, key)?;
                let moved = rows.remove(position);
                let target = locate(rows, change.controller, before.as_ref(), kind, key)?;
                rows.insert(target, moved);
            }
            Action::Effect(_) => {}
        }
    }
    Ok(())
}

fn is_own(row: &ObservedRow, controller: ControllerId, key: &ObjectKey) -> bool {
    row.mark
        .as_ref()
        .is_some_and(|mark| mark.controller == controller && mark.key == *key)
}

fn own(
    rows: &[ObservedRow],
    controller: ControllerId,
    id: Option<&RowId>,
    kind: &Kind,
    key: &ObjectKey,
) -> Result<usize, ApplyError> {
    rows.iter()
        .position(|row| is_own(row, controller, key) && id.is_none_or(|id| row.id == *id))
        .ok_or_else(|| ApplyError::NoSuchRow {
            kind: kind.clone(),
            key: key.clone(),
        })
}

fn locate(
    rows: &[ObservedRow],
    controller: ControllerId,
    before: Option<&Anchor>,
    kind: &Kind,
    key: &ObjectKey,
) -> Result<usize, ApplyError> {
    let found = match before {
        None => return Ok(rows.len()),
        Some(Anchor::Own(anchor)) => rows.iter().position(|row| is_own(row, controller, anchor)),
        Some(Anchor::Row(id)) => rows.iter().position(|row| row.id == *id),
    };
    found.ok_or_else(|| ApplyError::NoSuchAnchor {
        kind: kind.clone(),
        key: key.clone(),
    })
}
