// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

//! The model that `schema/nnc.graphql` describes: types, and validators for each of them.

mod enums;
mod inputs;
mod objects;
mod patterns;
mod resources;

pub use enums::*;
pub use inputs::*;
pub use objects::*;
pub use resources::*;
