//! Where rows stand in ordered lists: what must move, and before what a new row goes.

use std::collections::BTreeMap;

use super::{Anchor, Semantics};
use crate::identity::{ControllerId, ObjectKey};
use crate::object::{Kind, ObservedRow, Placement, RowId};

/// A row that others can be put before.
#[derive(Debug, Clone)]
struct Standing {
    anchor: Anchor,
    /// `None` for a foreign row: it stands after every row of ours, and is never moved.
    rank: Option<u32>,
}

/// One ordered list as it will be while a plan is carried out.
#[derive(Debug, Default)]
pub(super) struct List {
    standing: Vec<Standing>,
}

/// A move that the plan needs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Displaced {
    pub(super) key: ObjectKey,
    pub(super) row: RowId,
    pub(super) before: Option<Anchor>,
}

impl List {
    /// Notes a row of this rank and gives what it is put before: the first row that must stand after it, or,
    /// with `in_front`, the first that may.
    pub(super) fn insert(&mut self, key: ObjectKey, rank: u32, in_front: bool) -> Option<Anchor> {
        let stands_after = |row: &Standing| {
            row.rank
                .is_none_or(|other| other > rank || (in_front && other == rank))
        };
        let position = self
            .standing
            .iter()
            .position(stands_after)
            .unwrap_or(self.standing.len());
        let before = self.standing.get(position).map(|row| row.anchor.clone());
        self.standing.insert(
            position,
            Standing {
                anchor: Anchor::Own(key),
                rank: Some(rank),
            },
        );
        before
    }
}

/// Where the rows of one kind belong, in their order: those of ours that stay and have a place.
pub(super) type Places<'a> = Vec<Option<&'a Placement>>;

/// Reads the lists of one kind and finds the rows of ours that stand in the wrong place.
///
/// Dynamic rows and rows of other controllers
/// are neutral: they force no move and serve as no anchor, or two controllers would displace each other for ever.
pub(super) fn settle<'r>(
    kind: &Kind,
    rows: &'r [ObservedRow],
    controller: ControllerId,
    places: &[Option<&Placement>],
    semantics: &dyn Semantics,
) -> (BTreeMap<&'r str, List>, Vec<Displaced>) {
    let mut lists: BTreeMap<&'r str, List> = BTreeMap::new();
    let mut displaced = Vec::new();
    let mut by_list: BTreeMap<&'r str, Vec<(usize, Standing)>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let Some(name) = semantics.list(kind, row) else {
            continue;
        };
        let standing = match &row.mark {
            Some(mark) if mark.controller == controller => {
                let Some(placement) = places.get(index).copied().flatten() else {
                    continue;
                };
                Standing {
                    anchor: Anchor::Own(mark.key.clone()),
                    rank: Some(placement.rank),
                }
            }
            Some(_) => continue,
            None if row.dynamic => continue,
            None => Standing {
                anchor: Anchor::Row(row.id.clone()),
                rank: None,
            },
        };
        by_list.entry(name).or_default().push((index, standing));
    }
    for (name, members) in by_list {
        let stays = longest_sorted(&members.iter().map(|(_, row)| row.rank).collect::<Vec<_>>());
        let mut list = List::default();
        let mut moving = Vec::new();
        for ((index, row), stays) in members.into_iter().zip(stays) {
            match (&row.anchor, row.rank, stays) {
                (Anchor::Own(key), Some(rank), false) => moving.push((index, key.clone(), rank)),
                _ => list.standing.push(row),
            }
        }
        for (index, key, rank) in moving {
            let Some(row) = rows.get(index).map(|row| row.id.clone()) else {
                continue;
            };
            let before = list.insert(key.clone(), rank, false);
            displaced.push(Displaced { key, row, before });
        }
        lists.insert(name, list);
    }
    (lists, displaced)
}

/// Which rows can stay so that the fewest of ours move: the foreign ones (`None`) all do, ours only before
/// the first of them, in a longest run of non-decreasing ranks.
fn longest_sorted(ranks: &[Option<u32>]) -> Vec<bool> {
    let front = ranks.iter().position(Option::is_none).unwrap_or(ranks.len());
    let mut stays: Vec<bool> = ranks.iter().map(Option::is_none).collect();
    // Patience sorting: `ends[l]` is the row that ends the best run of length l + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(front);
    let rank_of = |index: usize| ranks.get(index).copied().flatten();
    for index in 0..front {
        let length = ends.partition_point(|&end| rank_of(end) <= rank_of(index));
        before.push(
            length
                .checked_sub(1)
                .and_then(|previous| ends.get(previous).copied()),
        );
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut next = ends.last().copied();
    while let Some(index) = next {
        if let Some(stay) = stays.get_mut(index) {
            *stay = true;
        }
        next = before.get(index).copied().flatten();
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::longest_sorted;

    #[test]
    fn the_fewest_rows_move() {
        assert_eq!(
            longest_sorted(&[Some(1), Some(0), Some(1), None]),
            [false, true, true, true]
        );
        assert_eq!(longest_sorted(&[Some(0), Some(0), Some(1)]), [true, true, true]);
        assert_eq!(longest_sorted(&[None, Some(0), None]), [true, false, true]);
        assert_eq!(longest_sorted(&[]), [false; 0]);
    }
}
