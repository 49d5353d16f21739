//! Desired objects against observed rows.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::inverse::record_positions;
use super::order::{Places, settle};
use super::{Action, Anchor, ChangeSet, Operation, Semantics};
use crate::identity::{ControllerId, ObjectKey, ResourceId};
use crate::object::{Attributes, Kind, Object, ObservedRow, Placement, RowId, Snapshot, Value};

/// Which resources a comparison may touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everything of the controller.
    Everything,
    /// These resources only.
    Resources(BTreeSet<ResourceId>),
}

impl Scope {
    /// Whether a comparison may touch the resource.
    pub fn contains(&self, resource: &ResourceId) -> bool {
        match self {
            Self::Everything => true,
            Self::Resources(resources) => resources.contains(resource),
        }
    }
}

/// Plans the way from what the router has to what it should have.
///
/// Rows of `controller` in `scope` that are not desired are removed; a second row with the same mark is a
/// duplicate and is removed too. Rows without this controller's mark are never touched.
pub fn diff(
    desired: &[Object],
    snapshot: &Snapshot,
    controller: ControllerId,
    scope: &Scope,
    semantics: &dyn Semantics,
) -> ChangeSet {
    let wanted: BTreeMap<&ObjectKey, &Object> = desired
        .iter()
        .filter(|object| scope.contains(&object.key.resource))
        .map(|object| (&object.key, object))
        .collect();
    let placements: HashMap<&ObjectKey, &Placement> = desired
        .iter()
        .filter_map(|object| Some((&object.key, object.placement.as_ref()?)))
        .collect();
    let mut kept: Vec<Places<'_>> = Vec::with_capacity(snapshot.kinds.len());
    let mut found: BTreeSet<&ObjectKey> = BTreeSet::new();
    let mut plan = Plan {
        controller,
        operations: Vec::new(),
        room: Vec::new(),
    };
    let mut removals: Vec<Removal> = Vec::new();
    let mut replaced: BTreeSet<ObjectKey> = BTreeSet::new();
    let mut changes: Vec<(&Object, &ObservedRow, Changes)> = Vec::new();

    for (kind, rows) in &snapshot.kinds {
        let mut places = vec![None; rows.len()];
        for (row, place) in rows.iter().zip(&mut places) {
            let Some(mark) = &row.mark else { continue };
            if mark.controller != controller || row.dynamic {
                continue;
            }
            if !scope.contains(&mark.key.resource) {
                *place = placements.get(&mark.key).copied();
                continue;
            }
            let object = wanted
                .get(&mark.key)
                .filter(|object| object.kind == *kind && !found.contains(&mark.key));
            let changes_of = object.map(|object| (*object, compare(object, row, semantics)));
            match changes_of {
                Some((object, edits)) if !edits.keys().any(|name| semantics.fixed(kind, name)) => {
                    found.insert(&object.key);
                    *place = object.placement.as_ref();
                    if !edits.is_empty() {
                        changes.push((object, row, edits));
                    }
                }
                _ => {
                    if wanted.contains_key(&mark.key) {
                        replaced.insert(mark.key.clone());
                    }
                    removals.push(Removal {
                        object: before_object(&mark.key, kind, row, semantics),
                        row: row.id.clone(),
                        room: Vec::new(),
                    });
                }
            }
        }
        kept.push(places);
    }

    // Rows first come, then change, then go. Only a duplicate, a row that cannot be changed in place, and one that says
    // what another is to say, go before their successors come, since most platforms refuse two rows of one name.
    for removal in &mut removals {
        let there = &removal.object;
        let own = replaced.get(&there.key).cloned();
        let others = wanted
            .values()
            .filter(|other| other.key != there.key && excludes(other, there, semantics));
        let room = own
            .into_iter()
            .chain(others.map(|other| other.key.clone()))
            .collect();
        removal.room = room;
    }
    let (leading, trailing): (Vec<Removal>, Vec<Removal>) =
        removals.into_iter().partition(|removal| !removal.room.is_empty());
    plan.remove(leading, semantics);
    let additions: Vec<&Object> = wanted
        .values()
        .filter(|object| !found.contains(&object.key))
        .copied()
        .collect();
    plan.place(snapshot, &additions, &kept, semantics);
    // A row that others refer to may have got another name: it gets its own back before they name it again.
    changes.sort_by_key(|(object, _, _)| semantics.tier(&object.kind, &object.attributes));
    let mut changed: Vec<(&Object, u8, usize)> = Vec::new();
    for (object, row, edits) in changes {
        let (values, previous) = edits
            .into_iter()
            .map(|(name, (new, old))| ((name.clone(), new), (name, old)))
            .unzip();
        let tier = semantics.tier(&object.kind, &object.attributes);
        let mut after = plan.additions_of(object.references.iter());
        after.extend(plan.room_for(&object.key));
        after.extend(
            changed
                .iter()
                .filter(|(other, lower, _)| {
                    let related =
                        object.key.resource == other.key.resource || object.references.contains(&other.key);
                    *lower < tier && related
                })
                .map(|(_, _, position)| *position),
        );
        changed.push((object, tier, plan.operations.len()));
        plan.operations.push(Operation {
            group: object.key.resource.clone(),
            action: Action::Set {
                key: object.key.clone(),
                kind: object.kind.clone(),
                row: Some(row.id.clone()),
                values,
                previous,
            },
            after,
        });
    }
    plan.remove(trailing, semantics);
    record_positions(&mut plan.operations, snapshot, controller, semantics);
    ChangeSet {
        controller,
        operations: plan.operations,
    }
}

/// The rows of `controller` as objects: what [`diff`](diff()) needs to bring those in `scope` back.
///
/// Of the others only what says where rows in scope stand: their places in the lists that they share with these, after
/// all those in scope and without attributes.
pub fn before_image(
    snapshot: &Snapshot,
    controller: ControllerId,
    scope: &Scope,
    semantics: &dyn Semantics,
) -> Vec<Object> {
    let mut ranks: BTreeMap<(&Kind, &str), u32> = BTreeMap::new();
    let mut inside = Vec::new();
    let mut outside = Vec::new();
    let ours = snapshot
        .marked()
        .filter(|(_, row, mark)| mark.controller == controller && !row.dynamic);
    for (kind, row, mark) in ours {
        let place = semantics.list(kind, row).map(|list| {
            let rank = ranks.entry((kind, list)).or_default();
            *rank += 1;
            (list, *rank)
        });
        if scope.contains(&mark.key.resource) {
            let object = before_object(&mark.key, kind, row, semantics);
            let placement = place.map(placement);
            inside.push(Object { placement, ..object });
        } else if let Some(place) = place {
            outside.push((kind, &mark.key, place));
        }
    }
    let shared = lists(&inside);
    let neighbours = outside
        .into_iter()
        .filter(|(kind, _, (list, _))| shared.contains(&(*kind, *list)))
        .map(|(kind, key, place)| neighbour(key, kind, placement(place)))
        .collect::<Vec<_>>();
    drop(shared);
    inside.extend(neighbours);
    inside
}

/// The same of desired rows: those in `scope`, and where the others stand.
pub fn after_image(desired: &[Object], scope: &Scope) -> Vec<Object> {
    let (inside, outside): (Vec<&Object>, Vec<&Object>) = desired
        .iter()
        .partition(|object| scope.contains(&object.key.resource));
    let shared = lists(inside.iter().copied());
    let neighbours = outside.into_iter().filter_map(|object| {
        let placement = object.placement.as_ref()?;
        let together = shared.contains(&(&object.kind, placement.list.as_str()));
        together.then(|| neighbour(&object.key, &object.kind, placement.clone()))
    });
    inside.iter().copied().cloned().chain(neighbours).collect()
}

fn placement((list, rank): (&str, u32)) -> Placement {
    Placement {
        list: list.to_owned(),
        rank,
    }
}

/// The lists that these rows stand in.
fn lists<'a>(objects: impl IntoIterator<Item = &'a Object>) -> BTreeSet<(&'a Kind, &'a str)> {
    objects
        .into_iter()
        .filter_map(|object| Some((&object.kind, object.placement.as_ref()?.list.as_str())))
        .collect()
}

/// A row of which only the place counts.
fn neighbour(key: &ObjectKey, kind: &Kind, placement: Placement) -> Object {
    Object {
        key: key.clone(),
        kind: kind.clone(),
        attributes: Attributes::default(),
        references: Vec::new(),
        placement: Some(placement),
    }
}

type Changes = BTreeMap<String, (Option<Value>, Option<Value>)>;

/// The attributes that must change, with their new and their old value.
fn compare(object: &Object, row: &ObservedRow, semantics: &dyn Semantics) -> Changes {
    let mut edits = Changes::new();
    let observed = |name: &str| row.get(name).map(Value::observed);
    for (name, value) in &object.attributes {
        let same = match value {
            Value::Text(text) => semantics.equal(&object.kind, name, text, row.get(name)),
            // Nobody knows what to write.
            unknown if *unknown == Value::unknown_secret() => true,
            // What the router does not show is not confirmed: to take it for the same would claim what nobody saw.
            Value::Secret(_) => observed(name).is_some_and(|shown| shown == *value),
        };
        if !same {
            edits.insert(name.clone(), (Some(value.clone()), observed(name)));
        }
    }
    for (name, text) in &row.attributes {
        if object.attributes.contains_key(name) {
            continue;
        }
        if let Some(reset) = semantics.stray(&object.kind, name, text) {
            edits.insert(name.clone(), (reset, observed(name)));
        }
    }
    edits
}

/// A row as an object that can be made again.
fn before_object(key: &ObjectKey, kind: &Kind, row: &ObservedRow, semantics: &dyn Semantics) -> Object {
    Object {
        key: key.clone(),
        kind: kind.clone(),
        attributes: row
            .attributes
            .iter()
            .filter(|(name, _)| semantics.writable(kind, name))
            .map(|(name, text)| (name.clone(), Value::observed(text)))
            .collect(),
        references: Vec::new(),
        placement: None,
    }
}

/// Whether a row keeps another from being there, by what the rows of their kind may not share.
fn excludes(wanted: &Object, there: &Object, semantics: &dyn Semantics) -> bool {
    let names = semantics.unique(&wanted.kind);
    let shared = |name: &&str| {
        text(wanted, name)
            .is_some_and(|intended| semantics.equal(&wanted.kind, name, intended, text(there, name)))
    };
    wanted.kind == there.kind && !names.is_empty() && names.iter().all(shared)
}

fn text<'o>(object: &'o Object, name: &str) -> Option<&'o str> {
    object.attributes.get(name).and_then(Value::as_text)
}

/// A row that goes.
struct Removal {
    object: Object,
    row: RowId,
    /// The rows that can only be there once this one has gone.
    room: Vec<ObjectKey>,
}

struct Plan {
    controller: ControllerId,
    operations: Vec<Operation>,
    /// For the first operations, which remove rows: the rows that they make room for.
    room: Vec<Vec<ObjectKey>>,
}

impl Plan {
    /// Positions of the operations that make these rows.
    fn additions_of<'a>(&self, keys: impl Iterator<Item = &'a ObjectKey>) -> Vec<usize> {
        let keys: BTreeSet<&ObjectKey> = keys.collect();
        self.operations
            .iter()
            .enumerate()
            .filter(|(_, operation)| match &operation.action {
                Action::Add { object, .. } => keys.contains(&object.key),
                _ => false,
            })
            .map(|(index, _)| index)
            .collect()
    }

    /// Positions of the leading removals that make room for a row, or for its anchor.
    fn leading_of(&self, key: &ObjectKey, before: Option<&Anchor>) -> Vec<usize> {
        let anchor = match before {
            Some(Anchor::Own(anchor)) => Some(anchor),
            _ => None,
        };
        let room = self.room.iter().enumerate();
        room.filter(|(_, room)| room.iter().any(|room| room == key || Some(room) == anchor))
            .map(|(index, _)| index)
            .collect()
    }

    /// Positions of the leading removals of rows with other marks that make room for a row.
    fn room_for(&self, key: &ObjectKey) -> Vec<usize> {
        let room = self.room.iter().zip(&self.operations).enumerate();
        room.filter(|(_, (room, removal))| room.contains(key) && removal.key() != Some(key))
            .map(|(index, _)| index)
            .collect()
    }

    /// Moves what stands wrong, then adds what is missing: unordered rows after their references, ordered rows
    /// so that one put before another of ours is sent after it.
    fn place(
        &mut self,
        snapshot: &Snapshot,
        additions: &[&Object],
        kept: &[Places<'_>],
        semantics: &dyn Semantics,
    ) {
        let mut moved: BTreeMap<&Kind, usize> = BTreeMap::new();
        let mut lists: BTreeMap<(&Kind, &str), super::order::List> = BTreeMap::new();
        for ((kind, rows), places) in snapshot.kinds.iter().zip(kept) {
            let (settled, displaced) = settle(kind, rows, self.controller, places, semantics);
            lists.extend(settled.into_iter().map(|(name, list)| ((kind, name), list)));
            let mut last = None;
            for row in displaced {
                let mut after = self.leading_of(&row.key, row.before.as_ref());
                after.extend(last);
                last = Some(self.operations.len());
                moved.insert(kind, self.operations.len());
                self.operations.push(Operation {
                    group: row.key.resource.clone(),
                    action: Action::Move {
                        key: row.key,
                        kind: kind.clone(),
                        row: Some(row.row),
                        before: row.before,
                        previous: None,
                    },
                    after,
                });
            }
        }
        // Rows of one rank commute and travel together. Where new rows of several ranks meet, each is put in front of
        // the one before, highest rank first, or a row of a lower rank could land between two of a higher one.
        let mut ranks: BTreeMap<(&Kind, &String), BTreeSet<u32>> = BTreeMap::new();
        for (object, placement) in additions
            .iter()
            .filter_map(|object| Some((object, object.placement.as_ref()?)))
        {
            ranks
                .entry((&object.kind, &placement.list))
                .or_default()
                .insert(placement.rank);
        }
        // Ordered rows refer to unordered ones only, so these come first.
        let mut pending: Vec<&Object> = in_reference_order(additions);
        pending.sort_by_key(|object| object.placement.as_ref().map(|placement| Reverse(placement.rank)));
        let mut positions: BTreeMap<&ObjectKey, usize> = BTreeMap::new();
        for object in pending {
            let mut after: Vec<usize> = object
                .references
                .iter()
                .filter_map(|reference| positions.get(reference).copied())
                .collect();
            let before = object.placement.as_ref().and_then(|placement| {
                let in_front = ranks
                    .get(&(&object.kind, &placement.list))
                    .is_some_and(|ranks| ranks.len() > 1);
                let list = lists.entry((&object.kind, placement.list.as_str())).or_default();
                list.insert(object.key.clone(), placement.rank, in_front)
            });
            after.extend(self.leading_of(&object.key, before.as_ref()));
            if let Some(Anchor::Own(key)) = &before {
                after.extend(positions.get(key).copied());
            }
            // What is moved to the end and what is added there must not race.
            if object.placement.is_some() {
                after.extend(moved.get(&object.kind).copied());
            }
            after.sort_unstable();
            after.dedup();
            positions.insert(&object.key, self.operations.len());
            self.operations.push(Operation {
                group: object.key.resource.clone(),
                action: Action::Add {
                    object: object.clone(),
                    before,
                },
                after,
            });
        }
    }

    /// Removes rows, highest tier first: within a group, and for the shared rows after every group's.
    fn remove(&mut self, mut removals: Vec<Removal>, semantics: &dyn Semantics) {
        let tier = |removal: &Removal| semantics.tier(&removal.object.kind, &removal.object.attributes);
        removals.sort_by_key(|removal| Reverse(tier(removal)));
        let base = ResourceId::base();
        let mut gone: BTreeMap<ResourceId, Vec<(u8, usize)>> = BTreeMap::new();
        for removal in removals {
            let (group, tier) = (removal.object.key.resource.clone(), tier(&removal));
            let higher = |rows: &[(u8, usize)]| -> Vec<usize> {
                rows.iter()
                    .filter(|(other, _)| *other > tier)
                    .map(|(_, position)| *position)
                    .collect()
            };
            let mut after: Vec<usize> = if group == base {
                gone.values().flat_map(|rows| higher(rows)).collect()
            } else {
                gone.get(&group).map(|rows| higher(rows)).unwrap_or_default()
            };
            after.sort_unstable();
            gone.entry(group.clone())
                .or_default()
                .push((tier, self.operations.len()));
            if !removal.room.is_empty() {
                self.room.push(removal.room);
            }
            self.operations.push(Operation {
                group,
                action: Action::Remove {
                    object: removal.object,
                    row: Some(removal.row),
                    before: None,
                },
                after,
            });
        }
    }
}

/// Objects so ordered that each stands after those that it refers to; otherwise in the given order.
fn in_reference_order<'a>(objects: &[&'a Object]) -> Vec<&'a Object> {
    let present: BTreeSet<&ObjectKey> = objects.iter().map(|object| &object.key).collect();
    let mut done: BTreeSet<&ObjectKey> = BTreeSet::new();
    let mut ordered = Vec::with_capacity(objects.len());
    let mut waiting: Vec<&Object> = objects.to_vec();
    while !waiting.is_empty() {
        let before = ordered.len();
        let mut still = Vec::new();
        for object in waiting {
            if object
                .references
                .iter()
                .all(|reference| !present.contains(reference) || done.contains(reference))
            {
                done.insert(&object.key);
                ordered.push(object);
            } else {
                still.push(object);
            }
        }
        if ordered.len() == before {
            // A cycle: lowering never makes one; what is left goes in the given order.
            ordered.append(&mut still);
        }
        waiting = still;
    }
    ordered
}
