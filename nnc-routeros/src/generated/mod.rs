// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
//! What the schema says about RouterOS.

pub mod map;
