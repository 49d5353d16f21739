//! The addon of the npm package: everything is in nnc-ffi.

pub use nnc_ffi::node;
