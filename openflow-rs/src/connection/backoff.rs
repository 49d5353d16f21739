use std::time::Duration;

/// How long to wait before connecting again: doubling from `base` to `most`, half of each delay left to chance, so
/// that many controllers do not come back at the same moment. The caller brings the chance and does the waiting.
///
/// ```
/// use openflow_rs::connection::Backoff;
/// use std::time::Duration;
///
/// let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(8));
/// assert_eq!(backoff.failed(0), Duration::from_millis(500));
/// assert_eq!(backoff.failed(0), Duration::from_secs(1));
/// backoff.succeeded();
/// assert_eq!(backoff.failed(0), Duration::from_millis(500));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backoff {
    base: Duration,
    most: Duration,
    failures: u32,
}

impl Backoff {
    /// A backoff without failures so far.
    #[must_use]
    pub const fn new(base: Duration, most: Duration) -> Self {
        Self {
            base,
            most,
            failures: 0,
        }
    }

    /// Notes a failure; returns how long to wait. `random` is any number, evenly spread over all of `u64`.
    pub fn failed(&mut self, random: u64) -> Duration {
        let factor = 1_u32.checked_shl(self.failures).unwrap_or(u32::MAX);
        let full = self.base.saturating_mul(factor).min(self.most);
        self.failures = self.failures.saturating_add(1);
        let half = full / 2;
        // The upper half of the random bits as a fraction of one.
        let nanos = half.as_nanos().saturating_mul(u128::from(random >> 32)) >> 32;
        half + Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// Notes a success.
    pub const fn succeeded(&mut self) {
        self.failures = 0;
    }
}

impl Default for Backoff {
    /// From 100 ms to 10 s.
    fn default() -> Self {
        Self::new(Duration::from_millis(100), Duration::from_secs(10))
    }
}
