//! Packets that wait for the connection tracker.

use super::{Packet, connection};
use crate::text::{Names, format_actions};
use crate::wire::{Action, Slot};
use std::collections::HashMap;

/// A packet on its way through the connection tracker, with what is kept for it meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Frozen {
    pub(super) table: u8,
    pub(super) packet: Packet,
    pub(super) stack: Vec<u128>,
    pub(super) action_set: ActionSet,
    pub(super) recirculation: u32,
    pub(super) translation: connection::Translated,
}

/// The actions that are put off to the end, in the order in which they came, as text for comparison and as actions.
#[derive(Debug, Clone, Default)]
pub(super) struct ActionSet(pub(super) Vec<Action>);

impl PartialEq for ActionSet {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for ActionSet {}

impl std::hash::Hash for ActionSet {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        format_actions(&self.0, &Names::new()).hash(state);
    }
}

/// Numbers of packets that come back: the same for the same state.
#[derive(Debug, Default)]
pub(super) struct Ids {
    last: u32,
    known: HashMap<(u8, Vec<u128>, Vec<u128>, ActionSet), u32>,
}

impl Ids {
    pub(super) fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// Forgets the numbers of packets that wait no more: a switch gives them new ones.
    pub(super) fn keep_waiting<'f>(&mut self, queue: impl Iterator<Item = &'f Frozen>) {
        let waiting: Vec<u32> = queue.map(|frozen| frozen.recirculation).collect();
        self.known.retain(|_, id| waiting.contains(id));
    }

    /// The number of a state: of what is not in the bytes of the packet.
    pub(super) fn of(&mut self, table: u8, packet: &Packet, stack: &[u128], set: &ActionSet) -> u32 {
        let registers = (0..16).map(Slot::register);
        let kept = registers.chain([Slot::Metadata, Slot::InPort, Slot::TunId, Slot::ActsetOutput]);
        let kept = kept.map(|slot| packet.value(slot)).collect();
        let last = &mut self.last;
        *self
            .known
            .entry((table, kept, stack.to_vec(), set.clone()))
            .or_insert_with(|| {
                *last += 1;
                *last
            })
    }
}
