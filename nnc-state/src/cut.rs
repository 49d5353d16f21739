//! Parts of a change set.

use std::collections::{BTreeMap, BTreeSet};

use nnc_core::change::{ChangeSet, Chunk, ScheduleError};
use nnc_core::identity::ResourceId;

/// What one guard covers: a part of a change that stands or falls as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The operations.
    pub(crate) change: ChangeSet,
    /// Their positions, in rounds that travel together.
    pub(crate) rounds: Vec<Vec<usize>>,
    /// The resources concerned.
    pub(crate) groups: BTreeSet<ResourceId>,
}

/// Cuts a change into guarded pieces.
pub(crate) fn pieces(change: &ChangeSet, limit: usize, window: usize) -> Result<Vec<Piece>, ScheduleError> {
    let chunks = change.chunks(limit, window)?;
    chunks.into_iter().map(|chunk| piece(change, chunk)).collect()
}

fn piece(change: &ChangeSet, chunk: Chunk) -> Result<Piece, ScheduleError> {
    let chosen: Vec<usize> = chunk.rounds.iter().flatten().copied().collect();
    let (change, place) = part(change, chosen);
    let rounds = chunk
        .rounds
        .iter()
        .map(|round| {
            round
                .iter()
                .filter_map(|index| place.get(index).copied())
                .collect()
        })
        .collect();
    Ok(Piece {
        change,
        rounds,
        groups: chunk.groups.into_iter().collect(),
    })
}

/// The operations at these positions as a change of their own, and where each went.
pub(crate) fn part(change: &ChangeSet, mut chosen: Vec<usize>) -> (ChangeSet, BTreeMap<usize, usize>) {
    chosen.sort_unstable();
    let place: BTreeMap<usize, usize> = chosen.iter().enumerate().map(|(new, &old)| (old, new)).collect();
    let operations = chosen
        .iter()
        .filter_map(|&index| change.operations.get(index))
        .map(|operation| {
            let mut operation = operation.clone();
            operation.after = operation
                .after
                .iter()
                .filter_map(|index| place.get(index).copied())
                .collect();
            operation
        })
        .collect();
    let part = ChangeSet {
        controller: change.controller,
        operations,
    };
    (part, place)
}
