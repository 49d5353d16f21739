//! The RouterOS adapter of nnc: clients, observation, change sessions and guards.

pub mod adapter;
pub mod client;
pub mod error;
#[rustfmt::skip] // generated
pub mod generated;
mod facts;
pub mod kinds;
pub mod lockout;
mod lower;
mod platform;
mod raise;
mod render;
pub mod rest;
mod semantics;
mod spelling;
pub mod transport;
pub mod walk;

pub use lower::SharedNames;
pub use platform::RouterOs;
