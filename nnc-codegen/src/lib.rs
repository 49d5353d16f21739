//! Generates models, validators and platform maps from `schema/nnc.graphql`.
//!
//! ```text
//! SDL -> apollo-compiler -> lower (refuses what cannot be expressed) -> Ir -> one emitter per target -> files
//! ```

pub mod emit;
mod error;
mod files;
pub mod ir;
mod lower;
pub mod mutants;
pub mod names;
pub mod parity;
pub mod pattern;
mod rules;

pub use error::{Error, Problem};
pub use files::{SCHEMA, check, generate, write};
pub use lower::lower;
