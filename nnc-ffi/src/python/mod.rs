//! What the Python package `nnc` stands on: its native module.
//!
//! Python's own layer (`bindings/python/python/nnc`) has the names, the types and `async def`; this one has what it
//! calls. A call hands its arguments over as they are, one object of them (`raw`), and gets a `Pending`
//! that can be awaited or waited for. Records are classes that show a Rust value (`give`).

mod call;
mod error;
mod exit;
mod feed;
mod give;
mod host;
mod log;
mod raw;

#[rustfmt::skip] // generated
mod generated;

use pyo3::prelude::*;
use pyo3::types::PyModule;

/// Fills the native module.
///
/// # Errors
/// What Python raises.
pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<call::Pending>()?;
    module.add_class::<feed::Stream>()?;
    module.add_class::<host::HostAnswer>()?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    generated::fill(module)?;
    exit::watch(module)?;
    log::bridge(module.py())
}
