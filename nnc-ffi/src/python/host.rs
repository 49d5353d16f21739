//! What a program in Python implements and nnc calls.

use std::sync::{Arc, Mutex, PoisonError};

use nnc_core::decode::Raw;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use tokio::sync::oneshot;

use super::exit::with_python;
use super::give::Give;
use super::raw::Arguments;
use crate::hosted::{Take, gone, taken};

/// An object of Python behind the function of the package that calls its methods: `ask(method, arguments, answer)`.
#[derive(Clone)]
pub(super) struct Host(Arc<Py<PyAny>>);

impl<'py> FromPyObject<'_, 'py> for Host {
    type Error = PyErr;

    fn extract(ask: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(Arc::new(ask.to_owned().unbind())))
    }
}

impl Host {
    /// Calls a method and waits for its answer.
    pub(super) async fn ask<T: Take>(
        &self,
        method: &'static str,
        arguments: Vec<Box<dyn Argument>>,
    ) -> Result<T, nnc::Error> {
        let (sender, receiver) = oneshot::channel();
        let host = self.clone();
        let asked = tokio::task::spawn_blocking(move || {
            with_python(|py| {
                let arguments: Vec<_> = arguments
                    .into_iter()
                    .map(|argument| argument.give_boxed(py))
                    .collect::<PyResult<_>>()?;
                let arguments = PyTuple::new(py, arguments)?;
                host.0.call1(py, (method, arguments, HostAnswer::new(sender)))
            })
        });
        match asked.await {
            Ok(Some(Ok(_))) => {}
            Ok(None) => return Err(gone("Python is ending")),
            Ok(Some(Err(_))) | Err(_) => {
                return Err(gone("the event loop that it was attached in has ended"));
            }
        }
        let raw = receiver
            .await
            .unwrap_or_else(|_| Err(gone("it gave no answer")))?;
        taken(method, &raw)
    }
}

/// A value for Python whose type is forgotten.
pub(super) trait Argument: Send {
    fn give_boxed(self: Box<Self>, py: Python<'_>) -> PyResult<Py<PyAny>>;
}

impl<T: Give> Argument for T {
    fn give_boxed(self: Box<Self>, py: Python<'_>) -> PyResult<Py<PyAny>> {
        (*self).give(py)
    }
}

/// The place for an answer. Letting go of it is an answer too: that there is none.
#[pyclass(frozen, module = "nnc._native")]
pub(super) struct HostAnswer(Mutex<Option<oneshot::Sender<Result<Raw, nnc::Error>>>>);

impl HostAnswer {
    fn new(sender: oneshot::Sender<Result<Raw, nnc::Error>>) -> Self {
        Self(Mutex::new(Some(sender)))
    }

    fn put(&self, answer: Result<Raw, nnc::Error>) {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(sender) = sender {
            // Whoever asked may have gone.
            sender.send(answer).ok();
        }
    }
}

#[pymethods]
impl HostAnswer {
    /// What the method gave.
    fn give(&self, value: Arguments) {
        self.put(Ok(value.0));
    }

    /// What the method raised.
    fn fail(&self, code: String, message: String) {
        self.put(Err(nnc::Error::invalid(code, message)));
    }
}
