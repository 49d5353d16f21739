//! A router and a journal in memory that fail where a script says.
#![allow(dead_code, reason = "each test binary uses its part")]

pub(crate) mod journal;
pub(crate) mod platform;
pub(crate) mod router;
pub(crate) mod scenario;
pub(crate) mod script;

use std::sync::atomic::{AtomicU64, Ordering};

use nnc_core::ports::Clock;

/// A clock that moves by one with each look.
#[derive(Default)]
pub(crate) struct Ticks(AtomicU64);

impl Clock for Ticks {
    fn now_ms(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// Whether the full counts are asked for.
pub(crate) fn soak() -> bool {
    std::env::var_os("NNC_SOAK").is_some_and(|value| value == "1")
}
