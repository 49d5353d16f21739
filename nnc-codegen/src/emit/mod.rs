//! One emitter per target. Each is a pure function from the representation to files.

pub mod node_host;
pub mod python;
pub mod python_host;
pub mod routeros;
pub mod rust;
pub mod typescript;
pub mod uniffi_host;

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it belongs, from the root of the repository.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// What stands at the head of every generated file.
pub const HEADER: &str = "generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit";
