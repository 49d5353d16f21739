//! One counter over time.

use serde::{Deserialize, Serialize};

use super::ring::Ring;

const MINUTE: u64 = 60_000;
const MINUTES: usize = 60;
const HOUR: u64 = 60 * MINUTE;
const HOURS: usize = 48;

/// One counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Series {
    /// What it showed last.
    pub last: u64,
    /// When that was, in milliseconds since 1970.
    pub at: u64,
    /// How much it has grown since it was first read, whatever was reset meanwhile.
    pub total: u64,
    /// How often it started anew.
    pub resets: u64,
    /// The last 60 minutes.
    pub minutes: Ring,
    /// The last 48 hours.
    pub hours: Ring,
}

impl Series {
    /// A counter that is read for the first time: what it counted before is nobody's.
    pub fn new(now: u64, value: u64) -> Self {
        Self {
            last: value,
            at: now,
            total: 0,
            resets: 0,
            minutes: Ring::new(MINUTE, now),
            hours: Ring::new(HOUR, now),
        }
    }

    /// It is read again.
    pub fn sample(&mut self, now: u64, value: u64) {
        let grown = match value.checked_sub(self.last) {
            Some(grown) => grown,
            // RouterOS counts in 64 bits: one that was near the end has gone round.
            None if self.last > u64::MAX / 4 * 3 && value < u64::MAX / 4 => value.wrapping_sub(self.last),
            // It started anew. What it counted between the last reading and that is lost: rather less than too much.
            None => {
                self.resets = self.resets.saturating_add(1);
                value
            }
        };
        self.total = self.total.saturating_add(grown);
        self.minutes.add(MINUTES, self.at, now, grown);
        self.hours.add(HOURS, self.at, now, grown);
        (self.last, self.at) = (value, now);
    }

    /// Whether nothing of it is left to show.
    pub(super) fn is_over(&self, now: u64) -> bool {
        now.saturating_sub(self.at) >= HOUR * HOURS as u64
    }

    /// Whether it is of the size that it may have.
    pub(super) fn fits(&self) -> bool {
        self.minutes.fits(MINUTE, MINUTES) && self.hours.fits(HOUR, HOURS)
    }
}
