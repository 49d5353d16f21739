//! The `nnc` command line.
fn main() {}
