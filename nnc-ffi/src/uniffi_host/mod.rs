//! Kotlin and Swift, through [uniffi](https://mozilla.github.io/uniffi-rs).
//!
//! Records and enums that come out of nnc are uniffi's, with their types. What goes in comes as one value in the bytes
//! of `arguments.rs`, unjudged, so that the judge of nnc-core judges it as for every other host. `bindings/kotlin` and
//! `bindings/swift` have the layer that users see; the classes here are named `Native...` and are theirs only.

mod arguments;
#[rustfmt::skip] // generated
#[allow(clippy::useless_conversion, reason = "what is converted is the schema's business")]
mod generated;
mod kernel;
mod log;

pub use generated::*;
pub use kernel::{ErrorKind, Failure};
pub use log::{LogLevel, LogRecord, NativeLogFeed, native_log};
