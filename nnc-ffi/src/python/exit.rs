//! The end of the interpreter.
//!
//! A thread that asks for the interpreter while it goes away is ended by Python wherever it stands. So threads of ours
//! ask here, and are told no from the moment on at which Python begins to end.

use std::sync::{PoisonError, RwLock};

use pyo3::prelude::*;
use pyo3::types::PyModule;

static ENDED: RwLock<bool> = RwLock::new(false);

/// Does something with Python from a thread of ours; `None` where Python is ending.
pub(super) fn with_python<T>(work: impl FnOnce(Python<'_>) -> T) -> Option<T> {
    let ended = ENDED.read().unwrap_or_else(PoisonError::into_inner);
    if *ended { None } else { Python::try_attach(work) }
}

#[pyfunction]
fn _end(py: Python<'_>) {
    // Whoever holds the lock waits for the interpreter: let him have it.
    py.detach(|| *ENDED.write().unwrap_or_else(PoisonError::into_inner) = true);
}

/// Sees to it that the end is noticed.
pub(super) fn watch(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let end = wrap_pyfunction!(_end, module)?;
    let atexit = module.py().import("atexit")?;
    atexit.call_method1("register", (end,))?;
    Ok(())
}
