//! Cutting a change whose groups wait for each other.
//!
//! In an ordered list new rows of one group are put before new rows of another and the other way round, so a change
//! of many groups hangs together and may exceed what a guard covers. Planned in batches, each on what the ones before
//! leave, the rows of a batch stand already when the next is placed among them.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use nnc_core::change::{Action, ChangeSet, ScheduleError, Semantics, apply};
use nnc_core::identity::ResourceId;
use nnc_core::object::{RowId, Snapshot};

use crate::compare::{Image, Images};
use crate::cut::{Piece, part, pieces};
use crate::order::{order_additions, order_removals};

/// A change cut into guarded pieces.
#[derive(Debug, Default)]
pub(crate) struct Cut {
    pub(crate) pieces: VecDeque<Piece>,
    /// Whether only the first piece is sure: where rows of one rank come to stand is known once they do, so what
    /// follows must be cut anew from what the router shows then.
    pub(crate) forecast: bool,
}

/// Cuts `change`, which leads from what the router shows to the image. The images are asked for only where the change
/// must be planned in batches.
pub(crate) fn guarded<'i>(
    semantics: &dyn Semantics,
    images: impl FnOnce() -> Cow<'i, Images>,
    image: Image,
    observed: &Snapshot,
    mut change: ChangeSet,
    (limit, window): (usize, usize),
) -> Result<Cut, ScheduleError> {
    order(semantics, image, &mut change);
    let (pieces, forecast) = match pieces(&change, limit, window) {
        Err(ScheduleError::Cycle) => (batches(&images(), image, observed, &change, limit, window)?, true),
        result => (result?, false),
    };
    Ok(Cut {
        pieces: pieces.into(),
        forecast,
    })
}

fn order(semantics: &dyn Semantics, image: Image, change: &mut ChangeSet) {
    // What is wanted says what it refers to; what was read does not.
    if image == Image::Before {
        order_additions(change, semantics);
    }
    order_removals(change, semantics);
}

fn batches(
    images: &Images,
    image: Image,
    observed: &Snapshot,
    change: &ChangeSet,
    limit: usize,
    window: usize,
) -> Result<Vec<Piece>, ScheduleError> {
    let known: BTreeSet<&RowId> = observed.kinds.values().flatten().map(|row| &row.id).collect();
    let mut predicted = observed.clone();
    let mut pieces = moves(change, &mut predicted, limit, window)?;
    let mut waiting = in_order(images, change);
    while !waiting.is_empty() {
        // As many groups as fit; what they really need is known only once they are planned.
        let mut size = 0;
        let mut count = waiting
            .iter()
            .take_while(|(_, operations)| {
                size += operations;
                size <= limit
            })
            .count()
            .max(1);
        loop {
            let groups: BTreeSet<ResourceId> = waiting
                .iter()
                .take(count)
                .map(|(group, _)| group.clone())
                .collect();
            let mut batch = images.way_within(image, &predicted, &groups);
            if batch.writes() > limit && count > 1 {
                count -= 1;
                continue;
            }
            order(&*images.semantics, image, &mut batch);
            let rounds = batch.rounds(window)?;
            if batch.writes() > limit {
                return Err(ScheduleError::Cycle);
            }
            apply(&batch, &mut predicted).map_err(|_| ScheduleError::Cycle)?;
            forget_predicted(&mut batch, &known);
            if !batch.is_empty() {
                pieces.push(Piece {
                    change: batch,
                    rounds,
                    groups,
                });
            }
            break;
        }
        waiting.drain(..count);
    }
    Ok(pieces)
}

/// Rows that stand in the wrong place are moved first, whosever they are. Each move stands by itself.
fn moves(
    change: &ChangeSet,
    predicted: &mut Snapshot,
    limit: usize,
    window: usize,
) -> Result<Vec<Piece>, ScheduleError> {
    let positions: Vec<usize> = (0..change.operations.len())
        .filter(|&index| {
            let operation = change.operations.get(index);
            operation.is_some_and(|operation| matches!(operation.action, Action::Move { .. }))
        })
        .collect();
    let mut pieces = Vec::new();
    for some in positions.chunks(limit.max(1)) {
        let (change, _) = part(change, some.to_vec());
        let rounds = change.rounds(window)?;
        apply(&change, predicted).map_err(|_| ScheduleError::Cycle)?;
        pieces.push(Piece {
            change,
            rounds,
            groups: BTreeSet::new(),
        });
    }
    Ok(pieces)
}

/// The groups of a change with the number of their operations: what is made first, from the lowest tier up and the
/// shared rows before all; then what goes, the other way round.
fn in_order(images: &Images, change: &ChangeSet) -> Vec<(ResourceId, usize)> {
    let base = ResourceId::base();
    let mut groups: BTreeMap<&ResourceId, (bool, u8, usize)> = BTreeMap::new();
    for operation in change
        .operations
        .iter()
        .filter(|operation| !operation.is_effect())
    {
        let tier = operation.tier(&*images.semantics);
        let makes = !matches!(operation.action, Action::Remove { .. });
        let entry = groups.entry(&operation.group).or_insert((false, u8::MAX, 0));
        entry.0 |= makes;
        entry.1 = entry.1.min(tier);
        entry.2 += 1;
    }
    let mut ordered: Vec<(&ResourceId, bool, u8, usize)> = groups
        .into_iter()
        .map(|(group, (makes, tier, operations))| (group, makes, tier, operations))
        .collect();
    ordered.sort_by_key(|(group, makes, tier, _)| {
        let rank = if **group == base { 0 } else { u16::from(*tier) + 1 };
        (
            !makes,
            if *makes {
                (rank, Reverse(0))
            } else {
                (0, Reverse(rank))
            },
        )
    });
    ordered
        .into_iter()
        .map(|(group, _, _, operations)| (group.clone(), operations))
        .collect()
}

/// Rows that exist only in the prediction are found by their marks.
fn forget_predicted(change: &mut ChangeSet, known: &BTreeSet<&RowId>) {
    for operation in &mut change.operations {
        if let Action::Set { row, .. } | Action::Move { row, .. } | Action::Remove { row, .. } =
            &mut operation.action
        {
            *row = row.take().filter(|id| known.contains(id));
        }
    }
}
