use super::arena::{Arena, key_of};
use super::stored::KEPT_FLAGS;
use super::{StoredFlow, TableError};
use crate::wire::{Command, FlowFlags, FlowMod, Frame, Match, Version, encode_entries, encode_instructions};
use hashbrown::HashTable;
use std::hash::{BuildHasher, RandomState};

/// Flows by table, priority and match, as a switch will dump them.
///
/// A flow takes the bytes of its match and its instructions on the wire and about 40 more.
#[derive(Debug, Clone)]
pub struct FlowSet {
    arena: Arena,
    /// Where the flow with this number lies; [`GONE`] for one that was removed or took another place.
    places: Vec<u32>,
    by_key: HashTable<u32>,
    hasher: RandomState,
    /// Bytes in the arena of flows that are gone.
    waste: usize,
}

const GONE: u32 = u32::MAX;

impl FlowSet {
    /// No flows. Those to come will be as they are dumped in `version`, which is 1.3 or later.
    #[must_use]
    pub fn new(version: Version) -> Self {
        Self {
            arena: Arena::new(version),
            places: Vec::new(),
            by_key: HashTable::new(),
            hasher: RandomState::new(),
            waste: 0,
        }
    }

    /// The version in whose form the flows are.
    #[must_use]
    pub fn version(&self) -> Version {
        self.arena.version()
    }

    /// How many flows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// How many bytes of memory the set has allocated.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.arena.capacity() + self.places.capacity() * size_of::<u32>() + self.by_key.allocation_size()
    }

    /// Adds what a flow modification of [`Command::Add`] would add; other commands are taken as if they were it.
    ///
    /// Returns whether the flow is new: `false` if it took the place of one with the same table, priority and match.
    ///
    /// # Errors
    /// [`TableError`] if the flow cannot be sent or would be refused.
    pub fn insert(&mut self, flow: &FlowMod) -> Result<bool, TableError> {
        let normal = Normal::of(flow, self.version())?;
        self.insert_stored(normal.stored(self.version()))
    }

    /// Adds a flow that is in the form of a dump already, of the version of this set.
    ///
    /// # Errors
    /// [`TableError::Version`] if it is of another version, [`TableError::TooLarge`].
    pub fn insert_stored(&mut self, flow: StoredFlow<'_>) -> Result<bool, TableError> {
        if flow.version != self.version() {
            return Err(TableError::Version(flow.version));
        }
        let old = self.find(&flow);
        let at = u32::try_from(self.arena.len()).ok().filter(|at| *at < GONE);
        let at = at.ok_or(TableError::TooLarge)?;
        self.arena.push(&flow);
        match old {
            Some(number) => {
                if let Some(place) = self.places.get_mut(number) {
                    let before = std::mem::replace(place, at);
                    self.waste += record_bytes(self.arena.get(before as usize));
                }
                self.compact();
            }
            None => {
                let number = u32::try_from(self.places.len()).map_err(|_| TableError::TooLarge)?;
                self.places.push(at);
                let hash = self.hasher.hash_one(self.arena.key(at as usize));
                let Self {
                    arena,
                    places,
                    by_key,
                    hasher,
                    ..
                } = self;
                by_key.insert_unique(hash, number, |number| {
                    hasher.hash_one(key_at(arena, places, *number))
                });
            }
        }
        Ok(old.is_none())
    }

    /// Removes the flow with the key of this one. Returns whether there was one.
    pub fn remove(&mut self, flow: &StoredFlow<'_>) -> bool {
        let Some(number) = self.find(flow) else {
            return false;
        };
        let mut key = Vec::new();
        key_of(flow, &mut key);
        let hash = self.hasher.hash_one(&key[..]);
        if let Ok(entry) = self.by_key.find_entry(hash, |known| *known as usize == number) {
            entry.remove();
        }
        if let Some(place) = self.places.get_mut(number) {
            let before = std::mem::replace(place, GONE);
            self.waste += record_bytes(self.arena.get(before as usize));
        }
        self.compact();
        true
    }

    /// The flow with the table, priority and match of this one.
    #[must_use]
    pub fn get(&self, flow: &StoredFlow<'_>) -> Option<StoredFlow<'_>> {
        self.find(flow).and_then(|number| self.at(number))
    }

    /// The flows, in the order in which their keys came.
    pub fn iter(&self) -> impl Iterator<Item = StoredFlow<'_>> {
        (0..self.places.len()).filter_map(|number| self.at(number))
    }

    /// How many numbers have been given to flows.
    pub(super) fn numbers(&self) -> usize {
        self.places.len()
    }

    /// The flow with this number.
    pub(super) fn at(&self, number: usize) -> Option<StoredFlow<'_>> {
        let place = *self.places.get(number)?;
        if place == GONE {
            return None;
        }
        self.arena.get(place as usize)
    }

    /// The number of the flow with the key of this one.
    pub(super) fn find(&self, flow: &StoredFlow<'_>) -> Option<usize> {
        let mut key = Vec::with_capacity(64);
        key_of(flow, &mut key);
        let hash = self.hasher.hash_one(&key[..]);
        let found = self
            .by_key
            .find(hash, |number| key_at(&self.arena, &self.places, *number) == key);
        found.map(|number| *number as usize)
    }

    /// Writes everything anew once half of the memory is waste.
    fn compact(&mut self) {
        if self.waste * 2 < self.arena.len() {
            return;
        }
        let mut fresh = Self::new(self.version());
        for flow in self.iter() {
            if fresh.insert_stored(flow).is_err() {
                return;
            }
        }
        *self = fresh;
    }
}

fn key_at<'a>(arena: &'a Arena, places: &[u32], number: u32) -> &'a [u8] {
    places
        .get(number as usize)
        .map_or(&[], |place| arena.key(*place as usize))
}

fn record_bytes(flow: Option<StoredFlow<'_>>) -> usize {
    flow.map_or(0, |flow| 22 + flow.matches.len() + flow.instructions.len())
}

/// A flow brought into the form in which a switch keeps and dumps it.
pub(super) struct Normal {
    flow: FlowMod,
    matches: Vec<u8>,
    instructions: Vec<u8>,
}

impl Normal {
    /// Sends the flow through the codec, as it would go through the switch.
    pub(super) fn of(flow: &FlowMod, version: Version) -> Result<Self, TableError> {
        if version < Version::V1_3 {
            return Err(TableError::Version(version));
        }
        let mut message = Vec::with_capacity(256);
        if flow.command == Command::Add {
            flow.encode_to(version, 0, &mut message)?;
        } else {
            let command = Command::Add;
            FlowMod {
                command,
                ..flow.clone()
            }
            .encode_to(version, 0, &mut message)?;
        }
        let flow = FlowMod::decode_checked(&Frame::parse(&message)?)?;
        Ok(Self {
            matches: match_fields(&flow.matches, version),
            instructions: encode_instructions(&flow.actions, version),
            flow,
        })
    }

    pub(super) fn stored(&self, version: Version) -> StoredFlow<'_> {
        StoredFlow {
            version,
            table: self.flow.table,
            priority: self.flow.priority,
            cookie: self.flow.new_cookie,
            idle_timeout: self.flow.idle_timeout,
            hard_timeout: self.flow.hard_timeout,
            importance: self.flow.importance,
            flags: FlowFlags(self.flow.flags.0 & KEPT_FLAGS),
            matches: &self.matches,
            instructions: &self.instructions,
        }
    }
}

/// The fields of a match as a switch writes them, without header and padding.
fn match_fields(matches: &Match, version: Version) -> Vec<u8> {
    let mut out = Vec::new();
    encode_entries(matches, Some(version), None, &mut out);
    out
}
