//! Developer tasks: demo, test, soak, codegen, verify-commands.
fn main() {}
