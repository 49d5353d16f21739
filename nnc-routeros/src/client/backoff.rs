//! How long to wait before connecting again. Pure: the caller brings the randomness and the clock.

use std::sync::Arc;
use std::time::Duration;

/// Where jitter comes from: any number, evenly spread over all of `u64`.
pub type JitterSource = Arc<dyn Fn() -> u64 + Send + Sync>;

/// Jitter from the operating system's randomness. Good enough to spread reconnects, not for keys.
pub fn system_jitter() -> JitterSource {
    use std::hash::{BuildHasher, Hasher};
    Arc::new(|| std::hash::RandomState::new().build_hasher().finish())
}

/// Exponential backoff: doubles from `base` to `most`; half of each delay is chance, so that many controllers
/// do not come back at the same moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backoff {
    base: Duration,
    most: Duration,
    failures: u32,
}

impl Backoff {
    /// A backoff without failures so far.
    pub const fn new(base: Duration, most: Duration) -> Self {
        Self {
            base,
            most,
            failures: 0,
        }
    }

    /// Notes a failure; returns how long to wait.
    pub fn failed(&mut self, random: u64) -> Duration {
        let full = self
            .base
            .saturating_mul(1_u32.checked_shl(self.failures).unwrap_or(u32::MAX))
            .min(self.most);
        self.failures = self.failures.saturating_add(1);
        let half = full / 2;
        // The upper 32 bits as a fraction of one.
        let nanos = half.as_nanos().saturating_mul(u128::from(random >> 32)) >> 32;
        half + Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// Notes a success.
    pub const fn succeeded(&mut self) {
        self.failures = 0;
    }
}

impl Default for Backoff {
    /// From 250 ms to 30 s.
    fn default() -> Self {
        Self::new(Duration::from_millis(250), Duration::from_secs(30))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_to_a_ceiling_and_start_again_after_a_success() {
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(10));
        let longest: Vec<_> = (0..6)
            .map(|_| backoff.failed(u64::MAX).as_secs_f64().round())
            .collect();
        assert_eq!(longest, [1.0, 2.0, 4.0, 8.0, 10.0, 10.0]);
        backoff.succeeded();
        assert_eq!(backoff.failed(0), Duration::from_millis(500));
        for _ in 0..100 {
            let delay = backoff.failed(u64::MAX / 3);
            assert!(delay <= Duration::from_secs(10));
        }
    }
}
