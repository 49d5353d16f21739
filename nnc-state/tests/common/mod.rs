//! A router and a journal in memory that fail where a script says.
#![allow(dead_code, reason = "each test binary uses its part")]

pub(crate) mod journal;
pub(crate) mod platform;
pub(crate) mod router;
mod rows;
pub(crate) mod scenario;
pub(crate) mod script;
mod session;
pub(crate) mod world;

/// Whether the full counts are asked for.
pub(crate) fn soak() -> bool {
    std::env::var_os("NNC_SOAK").is_some_and(|value| value == "1")
}
