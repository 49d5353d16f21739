//! Flows built in Rust.
