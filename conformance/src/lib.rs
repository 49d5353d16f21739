//! One set of scenarios, run in every language: what each answers must be the same, byte for byte.

pub mod answer;
pub mod canonical;
#[rustfmt::skip] // generated
pub mod generated;
pub mod matrix;
pub mod play;
pub mod runner;
pub mod scenario;
