//! The way back.

use std::collections::BTreeMap;

use super::{Action, Anchor, ChangeSet, Operation, Semantics};
use crate::identity::{ControllerId, ObjectKey};
use crate::object::{Kind, RowId, Snapshot};

impl ChangeSet {
    /// The change that takes this one back, order included; effects have no inverse and are left out.
    ///
    /// `done` says which operations were carried out, by position; `None` means all of them.
    /// The operations come in the opposite order; each waits for those that waited for it, and those that put
    /// rows at a place of one table go one after the other, or the order would be left to chance.
    pub fn inverse(&self, done: Option<&[usize]>) -> Self {
        let included: Vec<usize> = (0..self.operations.len())
            .rev()
            .filter(|index| done.is_none_or(|done| done.contains(index)))
            .filter(|&index| {
                self.operations
                    .get(index)
                    .is_some_and(|operation| !operation.is_effect())
            })
            .collect();
        let place: BTreeMap<usize, usize> = included
            .iter()
            .enumerate()
            .map(|(position, &index)| (index, position))
            .collect();
        let mut waits: Vec<Vec<usize>> = vec![Vec::new(); included.len()];
        for (later, operation) in self.operations.iter().enumerate() {
            for earlier in &operation.after {
                if let (Some(&first), Some(wait)) = (
                    place.get(&later),
                    place.get(earlier).and_then(|&position| waits.get_mut(position)),
                ) {
                    wait.push(first);
                }
            }
        }
        let mut last_placed: BTreeMap<&Kind, usize> = BTreeMap::new();
        let mut operations: Vec<Operation> = Vec::with_capacity(included.len());
        for (position, (&index, mut after)) in included.iter().zip(waits).enumerate() {
            let Some(operation) = self.operations.get(index) else {
                continue;
            };
            if let (Some(kind), Action::Remove { .. } | Action::Move { .. }) =
                (operation.kind(), &operation.action)
            {
                after.extend(last_placed.insert(kind, position));
            }
            after.sort_unstable();
            after.dedup();
            operations.push(Operation {
                group: operation.group.clone(),
                action: invert(&operation.action),
                after,
            });
        }
        Self {
            controller: self.controller,
            operations,
        }
    }
}

fn invert(action: &Action) -> Action {
    match action {
        Action::Add { object, before } => Action::Remove {
            object: object.clone(),
            row: None,
            before: before.clone(),
        },
        Action::Remove { object, before, .. } => Action::Add {
            object: object.clone(),
            before: before.clone(),
        },
        Action::Set {
            key,
            kind,
            values,
            previous,
            ..
        } => Action::Set {
            key: key.clone(),
            kind: kind.clone(),
            row: None,
            values: values
                .keys()
                .map(|name| (name.clone(), previous.get(name).cloned().flatten()))
                .collect(),
            previous: values.clone(),
        },
        Action::Move {
            key,
            kind,
            before,
            previous,
            ..
        } => Action::Move {
            key: key.clone(),
            kind: kind.clone(),
            row: None,
            before: previous.clone(),
            previous: before.clone(),
        },
        Action::Effect(effect) => Action::Effect(effect.clone()),
    }
}

/// Notes in each removal and move what the row stands before at that moment, by carrying the plan out on the
/// bare order of the rows. Only then does the opposite order of undoing lead back exactly.
pub(super) fn record_positions(
    operations: &mut [Operation],
    snapshot: &Snapshot,
    controller: ControllerId,
    semantics: &dyn Semantics,
) {
    let mut orders: BTreeMap<Kind, Vec<Standing>> = BTreeMap::new();
    let placing =
        |operation: &Operation| matches!(operation.action, Action::Remove { .. } | Action::Move { .. });
    let kinds: Vec<Kind> = operations
        .iter()
        .filter(|operation| placing(operation))
        .filter_map(|operation| operation.kind().cloned())
        .collect();
    for kind in kinds {
        // In a table without an order there is no place to go back to.
        if !snapshot
            .rows(&kind)
            .iter()
            .any(|row| semantics.list(&kind, row).is_some())
        {
            continue;
        }
        orders.entry(kind).or_insert_with_key(|kind| {
            snapshot
                .rows(kind)
                .iter()
                .map(|row| Standing {
                    id: Some(row.id.clone()),
                    key: row
                        .mark
                        .as_ref()
                        .filter(|mark| mark.controller == controller)
                        .map(|mark| mark.key.clone()),
                    dynamic: row.dynamic,
                })
                .collect()
        });
    }
    for operation in operations {
        let Some(order) = operation.kind().and_then(|kind| orders.get_mut(kind)) else {
            continue;
        };
        match &mut operation.action {
            Action::Add { object, before } => {
                let position = find(order, before.as_ref());
                order.insert(
                    position,
                    Standing {
                        id: None,
                        key: Some(object.key.clone()),
                        dynamic: false,
                    },
                );
            }
            Action::Remove { object, row, before } => {
                let Some(position) = position_of(order, row.as_ref(), &object.key) else {
                    continue;
                };
                order.remove(position);
                *before = standing_from(order, position);
            }
            Action::Move {
                key,
                row,
                before,
                previous,
                ..
            } => {
                let Some(position) = position_of(order, row.as_ref(), key) else {
                    continue;
                };
                let moved = order.remove(position);
                *previous = standing_from(order, position);
                let target = find(order, before.as_ref());
                order.insert(target, moved);
            }
            Action::Set { .. } | Action::Effect(_) => {}
        }
    }
}

struct Standing {
    id: Option<RowId>,
    key: Option<ObjectKey>,
    dynamic: bool,
}

fn position_of(order: &[Standing], row: Option<&RowId>, key: &ObjectKey) -> Option<usize> {
    match row {
        Some(id) => order.iter().position(|standing| standing.id.as_ref() == Some(id)),
        None => order
            .iter()
            .position(|standing| standing.key.as_ref() == Some(key)),
    }
}

fn find(order: &[Standing], anchor: Option<&Anchor>) -> usize {
    let found = match anchor {
        None => None,
        Some(Anchor::Own(key)) => order
            .iter()
            .position(|standing| standing.key.as_ref() == Some(key)),
        Some(Anchor::Row(id)) => order.iter().position(|standing| standing.id.as_ref() == Some(id)),
    };
    found.unwrap_or(order.len())
}

/// The first row from `position` on that can serve as an anchor.
fn standing_from(order: &[Standing], position: usize) -> Option<Anchor> {
    order
        .iter()
        .skip(position)
        .find(|standing| !standing.dynamic)
        .and_then(|standing| match (&standing.key, &standing.id) {
            (Some(key), _) => Some(Anchor::Own(key.clone())),
            (None, Some(id)) => Some(Anchor::Row(id.clone())),
            (None, None) => None,
        })
}
