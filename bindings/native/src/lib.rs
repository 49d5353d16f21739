//! The native library that Kotlin and Swift load. What it offers is in `nnc-ffi`; here it is only made a library.

nnc_ffi::uniffi_reexport_scaffolding!();
