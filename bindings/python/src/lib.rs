//! The native module of the Python package `nnc`: all of it is in `nnc-ffi`.

use pyo3::prelude::*;

/// What the package stands on; not for programs.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    nnc_ffi::python::fill(module)
}
