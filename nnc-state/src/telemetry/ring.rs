//! How much a counter grew in each of the last slots of time.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// The last slots of time, all of one length. A slot begins at a multiple of its length.
///
/// Whatever was ever added is in a slot, in `older` or in `unplaced`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ring {
    /// The length of a slot, in milliseconds.
    pub step: u64,
    /// When the first slot begins, in milliseconds since 1970.
    pub from: u64,
    /// How much it grew in each slot, oldest first; null for a slot that nobody knows about.
    pub increase: VecDeque<Option<u64>>,
    /// How much of it was in slots that are gone.
    pub older: u64,
    /// How much of it came while nobody looked for longer than two slots, or while the clock was set back: it is not
    /// known in which slot.
    pub unplaced: u64,
}

impl Ring {
    /// Slots of a length, the first of them around `now`.
    pub(super) fn new(step: u64, now: u64) -> Self {
        Self {
            step,
            from: now - now % step,
            increase: [Some(0)].into(),
            older: 0,
            unplaced: 0,
        }
    }

    /// It grew by so much between two times; at most `most` slots are kept. Over up to two slots' lengths it is taken to
    /// have grown evenly.
    pub(super) fn add(&mut self, most: usize, from: u64, to: u64, grown: u64) {
        self.move_to(most, to / self.step);
        let known = from <= to && to - from <= 2 * self.step;
        if !known {
            self.unplaced = self.unplaced.saturating_add(grown);
            self.place(to / self.step, 0);
            return;
        }
        let mut left = grown;
        for slot in from / self.step..to / self.step {
            let until = (slot + 1) * self.step;
            let within = until - from.max(slot * self.step);
            // At most `grown`: `within` is part of the time.
            let share = u128::from(grown) * u128::from(within) / u128::from(to - from);
            let share = u64::try_from(share).unwrap_or(left).min(left);
            self.place(slot, share);
            left -= share;
        }
        self.place(to / self.step, left);
    }

    /// Makes a slot the last one.
    fn move_to(&mut self, most: usize, slot: u64) {
        let first = self.from / self.step;
        let next = first + self.increase.len() as u64;
        if slot < first || slot - first >= 2 * most as u64 + self.increase.len() as u64 {
            // Nothing of what is here stays: the clock went far back, or nobody looked for long.
            let gone = self.sum();
            if slot < first {
                self.unplaced = self.unplaced.saturating_add(gone);
            } else {
                self.older = self.older.saturating_add(gone);
            }
            self.from = slot * self.step;
            self.increase = [None].into();
            return;
        }
        for _ in next..=slot {
            self.increase.push_back(None);
        }
        for _ in slot + 1..next {
            // The clock went back: these slots are yet to come.
            let gone = self.increase.pop_back().flatten().unwrap_or_default();
            self.unplaced = self.unplaced.saturating_add(gone);
        }
        while self.increase.len() > most {
            let gone = self.increase.pop_front().flatten().unwrap_or_default();
            self.older = self.older.saturating_add(gone);
            self.from += self.step;
        }
    }

    fn place(&mut self, slot: u64, grown: u64) {
        let index = slot
            .checked_sub(self.from / self.step)
            .and_then(|index| usize::try_from(index).ok());
        match index.and_then(|index| self.increase.get_mut(index)) {
            Some(held) => *held = Some(held.unwrap_or_default().saturating_add(grown)),
            None => self.older = self.older.saturating_add(grown),
        }
    }

    fn sum(&self) -> u64 {
        self.increase
            .iter()
            .flatten()
            .fold(0, |sum, held| sum.saturating_add(*held))
    }

    /// Whether it is such a ring.
    pub(super) fn fits(&self, step: u64, most: usize) -> bool {
        self.step == step
            && self.from.is_multiple_of(step)
            && self.from < u64::MAX / 2
            && !self.increase.is_empty()
            && self.increase.len() <= most
    }
}
