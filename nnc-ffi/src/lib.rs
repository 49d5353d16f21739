//! What Python, Node, Kotlin and Swift see of nnc.
//!
//! Records and handles are generated from `schema/nnc.graphql`, for each host in its own habit; by hand there is only a
//! small kernel for each: how its values become [`Raw`](nnc_core::decode::Raw) ones to be judged, how errors are raised,
//! how streams are read. All of them call [`nnc::api`], on a runtime of their own.

#[cfg(all(feature = "bench", any(feature = "node", feature = "python")))]
mod flood;
#[cfg(any(feature = "node", feature = "python"))]
mod hosted;
#[cfg(any(feature = "node", feature = "uniffi"))]
mod log;
#[cfg(feature = "node")]
pub mod node;
#[cfg(feature = "python")]
pub mod python;
pub mod runtime;
#[cfg(feature = "uniffi")]
pub mod uniffi_host;

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("nnc");
