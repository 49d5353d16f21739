//! When a router is asked again.

use serde::{Deserialize, Serialize};

/// How often, at most and at least, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pace {
    /// While things change, and after the first failure. At least 1.
    pub fastest: u64,
    /// While nothing changes, the router does not answer, or tells of changes by itself. At least `fastest`.
    pub slowest: u64,
}

impl Default for Pace {
    /// Every 5 to 60 seconds.
    fn default() -> Self {
        Self {
            fastest: 5_000,
            slowest: 60_000,
        }
    }
}

/// How old what is known of a router is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Staleness {
    /// When it answered last, in milliseconds since 1970; `None` if it never did.
    pub answered_at: Option<u64>,
    /// For how long that is ago, in milliseconds.
    pub age_ms: Option<u64>,
    /// How many times in a row it has not answered since.
    pub failures: u32,
    /// Whether it is overdue: it should have answered since.
    pub stale: bool,
    /// Whether it tells of changes by itself at the moment.
    pub watched: bool,
}

/// Whether the router tells of changes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Watch {
    /// It does now.
    On,
    /// It does not; whether it will is tried at this time.
    Off { again_at: u64 },
    /// It cannot.
    Impossible,
}

/// Decides when a router is asked: often while things change, seldom while they do not or it tells of changes by itself,
/// less and less often while it does not answer, never in step with others.
///
/// A router that can be watched is watched: try whenever [`wants_watch`](Self::wants_watch) says so. Wherever changes
/// may have been missed, as while the watching was being begun or after it has ended, the router is asked.
///
/// ```
/// use nnc_state::monitor::{Pace, Policy};
/// let mut policy = Policy::new(Pace::default(), 0);
/// assert!(policy.is_due(0));
/// policy.answered(0, true, 0);
/// assert!(!policy.is_due(3_999) && policy.is_due(5_000));
/// assert!(!policy.staleness(5_000).stale);
/// // Watched, it is asked seldom, and when it tells of something.
/// policy.watching(5_000);
/// policy.answered(5_000, false, 0);
/// assert_eq!(policy.due_at(), 65_000);
/// policy.reported(30_000);
/// assert_eq!(policy.due_at(), 30_000);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    pace: Pace,
    interval: u64,
    due_at: u64,
    answered_at: Option<u64>,
    failures: u32,
    watch: Watch,
    /// How long watching is not tried again after it has failed once more.
    watch_pause: u64,
}

impl Policy {
    /// A router that is asked for the first time at `now`.
    pub fn new(pace: Pace, now: u64) -> Self {
        let fastest = pace.fastest.max(1);
        let pace = Pace {
            fastest,
            slowest: pace.slowest.max(fastest),
        };
        Self {
            pace,
            interval: pace.fastest,
            due_at: now,
            answered_at: None,
            failures: 0,
            watch: Watch::Off { again_at: now },
            watch_pause: fastest,
        }
    }

    /// When it is to be asked, in milliseconds since 1970.
    pub fn due_at(&self) -> u64 {
        self.due_at
    }

    /// Whether it is to be asked now.
    pub fn is_due(&self, now: u64) -> bool {
        self.due_at <= now
    }

    /// It answered; `changed` says whether anything was other than before. `draw` is a random number.
    pub fn answered(&mut self, now: u64, changed: bool, draw: u32) {
        let interrupted = self.failures > 0 || self.answered_at.is_none();
        self.interval = if self.is_watched() {
            self.watch_pause = self.pace.fastest;
            self.pace.slowest
        } else if changed || interrupted {
            self.pace.fastest
        } else {
            self.slower()
        };
        self.failures = 0;
        self.answered_at = Some(now);
        self.schedule(now, draw);
    }

    /// It did not answer. A watching that was going on is at an end: it told nothing of this.
    pub fn failed(&mut self, now: u64, draw: u32) {
        self.interval = if self.failures == 0 {
            self.pace.fastest
        } else {
            self.slower()
        };
        self.failures = self.failures.saturating_add(1);
        self.schedule(now, draw);
        if self.is_watched() {
            self.watch = Watch::Off {
                again_at: self.due_at,
            };
        }
    }

    /// Whether it tells of changes by itself at the moment.
    pub fn is_watched(&self) -> bool {
        self.watch == Watch::On
    }

    /// Whether watching is to be tried now.
    pub fn wants_watch(&self, now: u64) -> bool {
        matches!(self.watch, Watch::Off { again_at } if again_at <= now)
    }

    /// When something is to be done next: it is asked, or watching is tried.
    pub fn next_at(&self) -> u64 {
        match self.watch {
            Watch::Off { again_at } => again_at.min(self.due_at),
            Watch::On | Watch::Impossible => self.due_at,
        }
    }

    /// From now on it tells of changes by itself. What it did before is for it to say.
    pub fn watching(&mut self, now: u64) {
        self.watch = Watch::On;
        self.reported(now);
    }

    /// It does not tell of changes, or no longer: that is tried again later, less and less often. If it did until now,
    /// something may have been missed.
    pub fn unwatched(&mut self, now: u64) {
        let missed = self.is_watched();
        self.watch = Watch::Off {
            again_at: now.saturating_add(self.watch_pause),
        };
        self.watch_pause = self.watch_pause.saturating_mul(2).min(self.pace.slowest);
        if missed {
            self.reported(now);
        }
    }

    /// It never tells of changes by itself.
    pub fn unwatchable(&mut self) {
        self.watch = Watch::Impossible;
    }

    /// Something is said to have changed: it is asked at once, but not more often than the fastest pace.
    pub fn reported(&mut self, now: u64) {
        let soonest = self
            .answered_at
            .map_or(now, |at| at.saturating_add(self.pace.fastest));
        self.due_at = self.due_at.min(soonest.max(now));
        self.interval = self.pace.fastest;
    }

    /// How old what is known is.
    pub fn staleness(&self, now: u64) -> Staleness {
        let age_ms = self.answered_at.map(|at| now.saturating_sub(at));
        // One turn that is late by the jitter is no sign yet.
        let patience = self.interval.saturating_mul(2);
        Staleness {
            answered_at: self.answered_at,
            age_ms,
            failures: self.failures,
            stale: self.failures > 0 || age_ms.is_none_or(|age| age > patience),
            watched: self.is_watched(),
        }
    }

    fn slower(&self) -> u64 {
        self.interval.saturating_mul(2).min(self.pace.slowest)
    }

    /// The interval less up to a fifth, so that many routers are not asked at once.
    fn schedule(&mut self, now: u64, draw: u32) {
        let jitter = (self.interval / 5).saturating_mul(u64::from(draw)) / u64::from(u32::MAX);
        let wait = self
            .interval
            .saturating_sub(jitter)
            .max(self.pace.fastest / 5 * 4)
            .max(1);
        self.due_at = now.saturating_add(wait);
    }
}
