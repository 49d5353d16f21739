//! The way back to the image before, computed from what the router shows: never a blind retry.

use std::collections::BTreeMap;

use nnc_core::change::{Action, ChangeSet, ScheduleError, Semantics};
use nnc_core::identity::ResourceId;
use nnc_core::object::Snapshot;

use crate::batch::guarded;
use crate::compare::{Image, Images};
use crate::cut::Piece;

/// The guarded pieces that lead back.
pub(crate) fn restoration(
    images: &Images,
    observed: &Snapshot,
    limit: usize,
    window: usize,
) -> Result<Vec<Piece>, ScheduleError> {
    let mut change = images.way_to(Image::Before, observed);
    order_additions(&mut change, &*images.semantics);
    guarded(images, Image::Before, observed, &change, limit, window)
}

/// Makes rows wait for the rows of lower tiers that come back with them.
///
/// Rows read from a router do not say what they refer to; tiers say what they may. Rows wait inside their group and
/// for the shared one; and groups that start higher up (rules) wait for groups that start lower down (their tables),
/// never the other way round, so that groups do not wait for each other.
pub(crate) fn order_additions(change: &mut ChangeSet, semantics: &dyn Semantics) {
    let base = ResourceId::base();
    let added: Vec<(usize, ResourceId, u8, bool)> = change
        .operations
        .iter()
        .enumerate()
        .filter_map(|(index, operation)| match &operation.action {
            Action::Add { object, .. } => Some((
                index,
                operation.group.clone(),
                semantics.tier(&object.kind),
                object.placement.is_some(),
            )),
            _ => None,
        })
        .collect();
    let mut lowest: BTreeMap<&ResourceId, u8> = BTreeMap::new();
    for (_, group, tier, _) in &added {
        let entry = lowest.entry(group).or_insert(*tier);
        *entry = (*entry).min(*tier);
    }
    for (index, group, tier, _) in &added {
        let waits: Vec<usize> = added
            .iter()
            .filter(|(other, other_group, other_tier, ordered)| {
                let group_first = other_group == group
                    || (*group != base && *other_group == base)
                    || (*group != base && lowest.get(other_group) < lowest.get(group));
                other < index && !ordered && other_tier < tier && group_first
            })
            .map(|(other, ..)| *other)
            .collect();
        if let Some(operation) = change.operations.get_mut(*index) {
            operation.after.extend(waits);
            operation.after.sort_unstable();
            operation.after.dedup();
        }
    }
}
