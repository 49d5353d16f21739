//! Errors as Python raises them.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

/// The exception of an error: the class of its kind in `nnc.errors`.
pub(super) fn exception(py: Python<'_>, error: &nnc::Error) -> PyErr {
    match made(py, error) {
        Ok(exception) => PyErr::from_value(exception),
        Err(problem) => problem,
    }
}

fn made<'py>(py: Python<'py>, error: &nnc::Error) -> PyResult<Bound<'py, PyAny>> {
    static MAKER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let maker = MAKER.import(py, "nnc.errors", "_from_parts")?;
    let context = PyDict::new(py);
    for (name, value) in &error.context {
        context.set_item(name, value)?;
    }
    let kind = kind(error.kind);
    maker.call1((kind, &error.code, &error.message, error.retryable, context))
}

/// The kind as every language spells it.
fn kind(kind: nnc::ErrorKind) -> &'static str {
    use nnc::ErrorKind;
    match kind {
        ErrorKind::Invalid => "invalid",
        ErrorKind::NotFound => "not-found",
        ErrorKind::Conflict => "conflict",
        ErrorKind::Refused => "refused",
        ErrorKind::Unavailable => "unavailable",
        ErrorKind::Unknown => "unknown",
        // A kind that this layer has not heard of is nothing that a caller can act on.
        _ => "internal",
    }
}

/// What is wrong with how nnc was called, where that is no matter of the schema.
pub(super) fn misuse(what: &'static str) -> PyErr {
    PyRuntimeError::new_err(what)
}
