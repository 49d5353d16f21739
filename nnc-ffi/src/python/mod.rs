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
    #[cfg(feature = "bench")]
    module.add_function(pyo3::wrap_pyfunction!(flood, module)?)?;
    exit::watch(module)?;
    log::bridge(module.py())
}

/// A stream that is as fast as is wanted; only for the benchmark.
#[cfg(feature = "bench")]
#[pyo3::pyfunction]
fn flood(events: u32, per_millisecond: u32, capacity: u32) -> feed::Stream {
    feed::Stream::new(crate::flood::flood(events, per_millisecond, capacity))
}
