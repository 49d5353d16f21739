//! What the rows of different groups owe each other.
//!
//! Rows read from a router do not say what they refer to; tiers say what they may. Rows wait inside their group and
//! for the shared one; and groups that start higher up (rules) come after groups that start lower down (their tables)
//! and go before them, never the other way round, so that groups do not wait for each other.

use std::collections::BTreeMap;

use nnc_core::change::{Action, ChangeSet, Semantics};
use nnc_core::identity::ResourceId;

struct Step {
    index: usize,
    group: ResourceId,
    tier: u8,
    ordered: bool,
}

/// Makes rows come after the unordered rows of lower tiers that come with them.
pub(crate) fn order_additions(change: &mut ChangeSet, semantics: &dyn Semantics) {
    let steps = steps(change, semantics, |action| matches!(action, Action::Add { .. }));
    let lowest = lowest(&steps);
    let base = ResourceId::base();
    let first = |group: &ResourceId, other: &ResourceId| {
        other == group || (*group != base && (*other == base || lowest.get(other) < lowest.get(group)))
    };
    wait(change, &steps, |step, other| {
        !other.ordered && other.tier < step.tier && first(&step.group, &other.group)
    });
}

/// Makes rows go after the rows of higher tiers that go with them.
pub(crate) fn order_removals(change: &mut ChangeSet, semantics: &dyn Semantics) {
    let steps = steps(change, semantics, |action| {
        matches!(action, Action::Remove { .. })
    });
    let lowest = lowest(&steps);
    wait(change, &steps, |step, other| {
        other.tier > step.tier && lowest.get(&other.group) > lowest.get(&step.group)
    });
}

fn steps(change: &ChangeSet, semantics: &dyn Semantics, chosen: impl Fn(&Action) -> bool) -> Vec<Step> {
    let operations = change.operations.iter().enumerate();
    operations
        .filter(|(_, operation)| chosen(&operation.action))
        .map(|(index, operation)| Step {
            index,
            group: operation.group.clone(),
            tier: operation.tier(semantics),
            ordered: matches!(&operation.action, Action::Add { object, .. } if object.placement.is_some()),
        })
        .collect()
}

/// Where each group starts.
fn lowest(steps: &[Step]) -> BTreeMap<ResourceId, u8> {
    let mut lowest: BTreeMap<ResourceId, u8> = BTreeMap::new();
    for step in steps {
        let tier = lowest.entry(step.group.clone()).or_insert(step.tier);
        *tier = (*tier).min(step.tier);
    }
    lowest
}

/// Only earlier steps are waited for: there is no way round in a circle.
fn wait(change: &mut ChangeSet, steps: &[Step], needs: impl Fn(&Step, &Step) -> bool) {
    for (position, step) in steps.iter().enumerate() {
        let earlier = steps.iter().take(position);
        let waits = earlier
            .filter(|other| needs(step, other))
            .map(|other| other.index);
        if let Some(operation) = change.operations.get_mut(step.index) {
            operation.after.extend(waits);
            operation.after.sort_unstable();
            operation.after.dedup();
        }
    }
}
