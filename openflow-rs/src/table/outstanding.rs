use super::arena::key_of;
use super::diff::{located, same_instructions};
use super::{ChangeKind, Changes, CookieSpace, FlowSet, Owner, StoredFlow};
use crate::wire::FlowEvent;
use std::collections::HashMap;

/// What it takes until a place holds what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    /// That the flow there is told as modified, with what it should say.
    Modified,
    /// That it is told as added, with what it should say.
    Added,
    /// That it is told as gone.
    Gone,
    /// More than a monitor tells: the flow must be seen in a dump.
    Seen,
}

/// A place for a flow: table, priority and match.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Place {
    /// Of the desired flow with this number.
    Desired(usize),
    /// Where no flow of ours should be.
    Other(Box<[u8]>),
}

/// The places of which the last that the switch said is that they are not as they should be: at first what a dump
/// showed, from then on what a monitor tells.
#[derive(Debug)]
pub(crate) struct Outstanding<'a> {
    desired: &'a FlowSet,
    space: CookieSpace,
    places: HashMap<Place, Awaited>,
}

impl<'a> Outstanding<'a> {
    /// All that a dump showed to differ.
    pub(crate) fn new(desired: &'a FlowSet, space: CookieSpace, changes: &Changes) -> Self {
        let place = |flow: &StoredFlow<'_>| match desired.find(flow) {
            Some(number) => Place::Desired(number),
            None => other(flow),
        };
        let plain =
            |flow: Option<StoredFlow<'_>>| flow.is_none_or(|flow| (flow.flags.0, flow.importance) == (0, 0));
        let places = changes.iter().filter_map(|change| {
            let awaited = match change.kind {
                ChangeKind::Modify => Awaited::Modified,
                ChangeKind::Delete => Awaited::Gone,
                ChangeKind::Add | ChangeKind::Replace if plain(change.before) && plain(change.after) => {
                    Awaited::Added
                }
                // A monitor tells neither flags nor importance.
                ChangeKind::Add | ChangeKind::Replace => Awaited::Seen,
            };
            let flow = change.after.or(change.before)?;
            Some((place(&flow), awaited))
        });
        Self {
            desired,
            space,
            places: places.collect(),
        }
    }

    /// Whether all places are as they should be.
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Takes note of what happened to a flow, by whomever.
    pub(crate) fn tell(&mut self, event: FlowEvent, flow: &StoredFlow<'_>) {
        let owner = self.space.owner(flow.cookie);
        let (number, normal) = located(self.desired, flow);
        let Some((number, desired)) = number.and_then(|number| Some((number, self.desired.at(number)?)))
        else {
            // Flows of others, and learned ones, where none of ours should be.
            if owner != Owner::Own {
                return;
            }
            let place = other(flow);
            if !matches!(event, FlowEvent::Removed(_)) {
                self.places.insert(place, Awaited::Seen);
            } else if self.places.get(&place) == Some(&Awaited::Gone) {
                self.places.remove(&place);
            }
            return;
        };
        let place = Place::Desired(number);
        let settings = |flow: &StoredFlow<'_>| (flow.cookie, flow.idle_timeout, flow.hard_timeout);
        let right = settings(flow) == settings(&desired) && same_instructions(flow, &desired, normal);
        match (event, right, self.places.get(&place)) {
            // Modifying changes neither flags nor importance: where nothing was wrong, nothing is now.
            (FlowEvent::Modified, true, None) => {}
            (FlowEvent::Modified, true, Some(Awaited::Modified))
            | (FlowEvent::Added, true, Some(Awaited::Added)) => {
                self.places.remove(&place);
            }
            _ => {
                self.places.insert(place, Awaited::Seen);
            }
        }
    }

    /// Whether what is told of this flow says anything about what should be.
    pub(crate) fn concerns(desired: &FlowSet, space: CookieSpace, flow: &StoredFlow<'_>) -> bool {
        space.owner(flow.cookie) == Owner::Own || located(desired, flow).0.is_some()
    }
}

fn other(flow: &StoredFlow<'_>) -> Place {
    let mut key = Vec::new();
    key_of(flow, &mut key);
    Place::Other(key.into())
}
