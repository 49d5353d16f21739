//! Sets of packets that a masked match describes, and what they have in common.

use crate::wire::{Match, Slot};

/// A place of up to 128 bits in what flows look at: a slot of the match, or a piece of a tunnel option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place(u16);

impl From<Slot> for Place {
    fn from(slot: Slot) -> Self {
        Self(slot as u16)
    }
}

/// The bits that matter in each place, in order of places. No mask is zero.
pub(super) type Masks = Vec<(Place, u128)>;

/// The bits that matter in both.
pub(super) fn common(a: &Masks, b: &Masks) -> Masks {
    let mut out = Masks::new();
    let mut rest = b.iter().peekable();
    for (place, mask) in a {
        while rest.next_if(|(other, _)| other < place).is_some() {}
        if let Some((_, other)) = rest.next_if(|(other, _)| other == place)
            && mask & other != 0
        {
            out.push((*place, mask & other));
        }
    }
    out
}

/// All packets that have certain values under certain masks. Places are in order; no mask is zero; no value has bits
/// outside of its mask.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Region(Vec<(Place, u128, u128)>);

impl Region {
    /// The packets of a match.
    pub(super) fn of(matches: &Match) -> Self {
        let mut all: Vec<_> = matches
            .slots()
            .map(|(slot, value, mask)| (slot.into(), value & mask, mask))
            .collect();
        for option in matches.tun_metadata() {
            let chunks = option.value.rchunks(16).zip(option.mask.rchunks(16));
            for (place, (value, mask)) in (0u16..).zip(chunks) {
                let number = |bytes: &[u8]| bytes.iter().fold(0u128, |n, byte| n << 8 | u128::from(*byte));
                let place = Place(0x100 + u16::from(option.index) * 8 + place);
                if number(mask) != 0 {
                    all.push((place, number(value) & number(mask), number(mask)));
                }
            }
        }
        all.sort_unstable_by_key(|(place, ..)| *place);
        Self(all)
    }

    /// The bits that matter.
    pub(super) fn masks(&self) -> Masks {
        self.0.iter().map(|(place, _, mask)| (*place, *mask)).collect()
    }

    /// Value and mask in a place.
    pub(super) fn at(&self, place: Place) -> (u128, u128) {
        match self.0.binary_search_by_key(&place, |(known, ..)| *known) {
            Ok(found) => self
                .0
                .get(found)
                .map_or((0, 0), |(_, value, mask)| (*value, *mask)),
            Err(_) => (0, 0),
        }
    }

    /// Puts value and mask into a place.
    pub(super) fn set(&mut self, place: Place, value: u128, mask: u128) {
        let found = self.0.binary_search_by_key(&place, |(known, ..)| *known);
        match found {
            Ok(at) if mask == 0 => drop(self.0.remove(at)),
            Ok(at) => {
                if let Some(entry) = self.0.get_mut(at) {
                    *entry = (place, value & mask, mask);
                }
            }
            Err(_) if mask == 0 => {}
            Err(at) => self.0.insert(at, (place, value & mask, mask)),
        }
    }

    /// The values under these masks, which are no wider than those of the region.
    pub(super) fn project(&self, masks: &Masks) -> Vec<u128> {
        masks
            .iter()
            .map(|(place, mask)| self.at(*place).0 & mask)
            .collect()
    }

    /// Whether every packet of `other` is in this region.
    pub(super) fn contains(&self, other: &Self) -> bool {
        self.0.iter().all(|(place, value, mask)| {
            let (theirs, known) = other.at(*place);
            known & mask == *mask && theirs & mask == *value
        })
    }

    /// The packets that are in both, if there are any.
    pub(super) fn intersection(&self, other: &Self) -> Option<Self> {
        let agree = other.0.iter().all(|(place, value, mask)| {
            let (ours, known) = self.at(*place);
            (ours ^ value) & known & mask == 0
        });
        if !agree {
            return None;
        }
        let mut both = Vec::with_capacity(self.0.len() + other.0.len());
        let mut rest = other.0.as_slice();
        for (place, value, mask) in &self.0 {
            while let [first, tail @ ..] = rest
                && first.0 < *place
            {
                both.push(*first);
                rest = tail;
            }
            match rest {
                [(theirs, their_value, their_mask), tail @ ..] if theirs == place => {
                    both.push((*place, value | their_value, mask | their_mask));
                    rest = tail;
                }
                _ => both.push((*place, *value, *mask)),
            }
        }
        both.extend_from_slice(rest);
        let both = Self(both);
        both.is_possible().then_some(both)
    }

    /// What is left if only these bits are known.
    pub(super) fn kept_by(&self, masks: &Masks) -> Self {
        let mut kept = Self::default();
        for (place, mask) in masks {
            let (value, known) = self.at(*place);
            kept.set(*place, value, known & mask);
        }
        kept
    }

    /// What is said of the packets of both.
    pub(super) fn common_knowledge(&self, other: &Self) -> Self {
        let mut known = Self::default();
        for (place, value, mask) in &self.0 {
            let (theirs, their_mask) = other.at(*place);
            known.set(*place, *value, mask & their_mask & !(value ^ theirs));
        }
        known
    }

    /// How many bits `other` fixes that this region leaves open.
    pub(super) fn open_bits(&self, other: &Self) -> u32 {
        let open = |(place, _, mask): &(Place, u128, u128)| (mask & !self.at(*place).1).count_ones();
        other.0.iter().map(open).sum()
    }

    /// A bit that `other` fixes and this region leaves open, with its value there.
    pub(super) fn open_bit(&self, other: &Self) -> Option<(Place, u128, bool)> {
        other.0.iter().find_map(|(place, value, mask)| {
            let open = mask & !self.at(*place).1;
            let bit = 1u128.checked_shl(open.trailing_zeros())?;
            (open != 0).then_some((*place, bit, value & bit != 0))
        })
    }

    /// The packets of this region that also have this bit.
    pub(super) fn with_bit(&self, place: Place, bit: u128, on: bool) -> Self {
        let (value, mask) = self.at(place);
        let mut part = self.clone();
        part.set(place, value & !bit | if on { bit } else { 0 }, mask | bit);
        part
    }

    /// Whether there are such packets, as far as the states of connections go.
    pub(super) fn is_possible(&self) -> bool {
        let (value, mask) = self.at(Slot::CtState.into());
        mask == 0 || (0..=0xffu128).any(|state| (state ^ value) & mask == 0 && is_ct_state(state))
    }
}

/// Whether the connection tracker gives this state to packets (ovs-fields(7), "Connection Tracking Fields").
fn is_ct_state(state: u128) -> bool {
    const NEW: u128 = 0x01;
    const ESTABLISHED: u128 = 0x02;
    const RELATED: u128 = 0x04;
    const REPLY: u128 = 0x08;
    const INVALID: u128 = 0x10;
    const TRACKED: u128 = 0x20;
    let has = |bit: u128| state & bit != 0;
    if !has(TRACKED) {
        return state == 0;
    }
    let known = has(NEW) || has(ESTABLISHED) || has(RELATED);
    !(has(NEW) && (has(ESTABLISHED) || has(REPLY)) || has(INVALID) && known)
}
