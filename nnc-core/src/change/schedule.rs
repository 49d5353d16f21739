//! Cutting a change set into guarded chunks, and a chunk into rounds that travel together.

use std::collections::{BTreeMap, BTreeSet};

use super::ChangeSet;
use crate::identity::ResourceId;

/// A guarded piece of a change: whole atomic groups only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The groups in it.
    pub groups: Vec<ResourceId>,
    /// Positions of its operations in the change set, by round: the operations of one round need no answer
    /// of each other and can be sent at once.
    pub rounds: Vec<Vec<usize>>,
}

impl Chunk {
    /// How many operations it holds.
    pub fn len(&self) -> usize {
        self.rounds.iter().map(Vec::len).sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.rounds.iter().all(Vec::is_empty)
    }
}

/// A change set that cannot be cut.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScheduleError {
    /// One atomic group has more operations than a guard covers.
    #[error("{group} needs {operations} operations, but a guard covers only {limit}; split the resource")]
    GroupTooLarge {
        /// The group.
        group: ResourceId,
        /// Its operations.
        operations: usize,
        /// What the guard covers.
        limit: usize,
    },
    /// Operations wait for each other.
    #[error("the operations of the change wait for each other; this is a defect in nnc, please report it")]
    Cycle,
}

impl ChangeSet {
    /// Positions of the writing operations in rounds of at most `window`, each after the rounds it waits for,
    /// those that others wait for first.
    ///
    /// # Errors
    /// [`ScheduleError::Cycle`] if operations wait for each other.
    pub fn rounds(&self, window: usize) -> Result<Vec<Vec<usize>>, ScheduleError> {
        let all: Vec<usize> = self
            .operations
            .iter()
            .enumerate()
            .filter(|(_, operation)| !operation.is_effect())
            .map(|(index, _)| index)
            .collect();
        self.rounds_of(&all, window)
    }

    /// Cuts the writing operations into chunks of at most `limit` operations, in rounds of at most `window`.
    /// Groups that wait for each other share a chunk; otherwise a group comes after those that it waits for.
    ///
    /// # Errors
    /// [`ScheduleError::GroupTooLarge`] if one group alone exceeds `limit`; [`ScheduleError::Cycle`] for operations that wait for each other.
    pub fn chunks(&self, limit: usize, window: usize) -> Result<Vec<Chunk>, ScheduleError> {
        let mut members: BTreeMap<&ResourceId, Vec<usize>> = BTreeMap::new();
        let mut order: Vec<&ResourceId> = Vec::new();
        for (index, operation) in self
            .operations
            .iter()
            .enumerate()
            .filter(|(_, operation)| !operation.is_effect())
        {
            let rows = members.entry(&operation.group).or_default();
            if rows.is_empty() {
                order.push(&operation.group);
            }
            rows.push(index);
        }
        for (group, rows) in &members {
            if rows.len() > limit {
                return Err(ScheduleError::GroupTooLarge {
                    group: (*group).clone(),
                    operations: rows.len(),
                    limit,
                });
            }
        }
        let waits = self.group_waits();
        let mut done: BTreeSet<&ResourceId> = BTreeSet::new();
        let mut chunks: Vec<Vec<&ResourceId>> = Vec::new();
        let mut size = limit;
        while done.len() < order.len() {
            let ready = order.iter().find(|group| {
                !done.contains(**group)
                    && waits
                        .get(**group)
                        .is_none_or(|others| others.iter().all(|other| done.contains(other)))
            });
            let batch: Vec<&ResourceId> = match ready {
                Some(group) => vec![*group],
                // Groups that wait for each other cannot be told apart: they go together.
                None => order
                    .iter()
                    .filter(|group| !done.contains(**group))
                    .copied()
                    .collect(),
            };
            let rows: usize = batch
                .iter()
                .filter_map(|group| members.get(*group))
                .map(Vec::len)
                .sum();
            if rows > limit {
                return Err(ScheduleError::Cycle);
            }
            done.extend(batch.iter().copied());
            match chunks.last_mut() {
                Some(chunk) if size + rows <= limit => {
                    size += rows;
                    chunk.extend(batch);
                }
                _ => {
                    size = rows;
                    chunks.push(batch);
                }
            }
        }
        chunks
            .into_iter()
            .map(|groups| {
                let mut rows: Vec<usize> = groups
                    .iter()
                    .filter_map(|group| members.get(*group))
                    .flatten()
                    .copied()
                    .collect();
                rows.sort_unstable();
                Ok(Chunk {
                    groups: groups.into_iter().cloned().collect(),
                    rounds: self.rounds_of(&rows, window)?,
                })
            })
            .collect()
    }

    /// Which groups wait for which.
    fn group_waits(&self) -> BTreeMap<&ResourceId, BTreeSet<&ResourceId>> {
        let mut waits: BTreeMap<&ResourceId, BTreeSet<&ResourceId>> = BTreeMap::new();
        for operation in &self.operations {
            for other in operation
                .after
                .iter()
                .filter_map(|&index| self.operations.get(index))
            {
                if other.group != operation.group && !other.is_effect() {
                    waits.entry(&operation.group).or_default().insert(&other.group);
                }
            }
        }
        waits
    }

    /// List scheduling: every round takes the ready operations with the longest chain behind them.
    fn rounds_of(&self, rows: &[usize], window: usize) -> Result<Vec<Vec<usize>>, ScheduleError> {
        let window = window.max(1);
        let chosen: BTreeSet<usize> = rows.iter().copied().collect();
        let mut behind: BTreeMap<usize, usize> = BTreeMap::new();
        for &index in rows.iter().rev() {
            let depth = behind.get(&index).copied().unwrap_or(0) + 1;
            for &earlier in self
                .operations
                .get(index)
                .map(|operation| operation.after.as_slice())
                .unwrap_or_default()
            {
                let entry = behind.entry(earlier).or_default();
                *entry = (*entry).max(depth);
            }
        }
        let mut waiting: Vec<usize> = rows.to_vec();
        waiting.sort_by_key(|index| (std::cmp::Reverse(behind.get(index).copied().unwrap_or(0)), *index));
        let mut done: BTreeSet<usize> = BTreeSet::new();
        let mut rounds = Vec::new();
        while !waiting.is_empty() {
            let mut round = Vec::new();
            waiting.retain(|&index| {
                let ready = round.len() < window
                    && self.operations.get(index).is_some_and(|operation| {
                        operation
                            .after
                            .iter()
                            .all(|other| done.contains(other) || !chosen.contains(other))
                    });
                if ready {
                    round.push(index);
                }
                !ready
            });
            if round.is_empty() {
                return Err(ScheduleError::Cycle);
            }
            done.extend(round.iter().copied());
            rounds.push(round);
        }
        Ok(rounds)
    }
}
