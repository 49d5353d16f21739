// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

//! What `schema/nnc.graphql` says of the API.

mod arguments;
mod enums;
mod handles;
mod outputs;
mod patterns;

pub use arguments::*;
pub use enums::*;
pub use handles::*;
pub use outputs::*;
