//! Watching a router between changes: when it is asked again, how old what is known is, and what its rows do.
//!
//! [`Policy`] decides when; it is pure: the time and the random draws come from the caller. [`runtime_layer`] says what
//! becomes of a reading. The loop that asks is the facade's.

mod policy;
mod runtime;
#[cfg(test)]
mod tests;

pub use policy::{Pace, Policy, Staleness};
pub use runtime::runtime_layer;
