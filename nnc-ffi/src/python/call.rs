//! Calls under way.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use super::error::{exception, misuse};
use super::exit::with_python;
use super::give::{Give, Given};
use super::log;
use crate::runtime;

/// How long an event loop is kept at once by handing results over. The rest waits for the loop's next turn.
const SLICE: Duration = Duration::from_micros(500);
/// How long a thread that waits goes without looking whether it was interrupted.
const ATTENTION: Duration = Duration::from_millis(50);

/// Makes the value of Python, where Python is at hand.
type Parcel = Box<dyn FnOnce(Python<'_>) -> Given + Send>;
type Outcome = Result<Parcel, nnc::Error>;
type Work = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// What becomes of a call that nobody waits for any more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LetGo {
    /// It goes on to its end.
    GoesOn,
    /// It ends: it only watches.
    Ends,
}

/// A call that has not begun. It begins when it is awaited or waited for.
#[pyclass(frozen, module = "nnc._native")]
pub(super) struct Pending {
    work: Mutex<Option<Work>>,
    let_go: LetGo,
}

impl Pending {
    /// A call that goes on to its end, whoever lets go of it.
    pub(super) fn new<T: Give>(work: impl Future<Output = Result<T, nnc::Error>> + Send + 'static) -> Self {
        Self::made(LetGo::GoesOn, work)
    }

    /// A call that ends when it is let go of.
    pub(super) fn watching<T: Give>(
        work: impl Future<Output = Result<T, nnc::Error>> + Send + 'static,
    ) -> Self {
        Self::made(LetGo::Ends, work)
    }

    fn made<T: Give>(
        let_go: LetGo,
        work: impl Future<Output = Result<T, nnc::Error>> + Send + 'static,
    ) -> Self {
        let work: Work = Box::pin(async move {
            let value = work.await?;
            let parcel: Parcel = Box::new(move |py| value.give(py));
            Ok(parcel)
        });
        Self {
            work: Mutex::new(Some(work)),
            let_go,
        }
    }

    fn begin(&self, py: Python<'_>) -> PyResult<Work> {
        log::follow_level(py)?;
        let work = self.work.lock().unwrap_or_else(PoisonError::into_inner).take();
        work.ok_or_else(|| misuse("a call can be awaited once; make the call again"))
    }
}

#[pymethods]
impl Pending {
    /// Begins, and gives what `asyncio` waits with.
    fn __await__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let mailbox = mailbox(py)?;
        let future = mailbox
            .event_loop
            .bind(py)
            .call_method0(intern!(py, "create_future"))?;
        let work = self.begin(py)?;
        let ticket = Ticket {
            mailbox,
            future: Some(future.clone().unbind()),
        };
        let task = async move {
            let outcome = work.await;
            ticket.deliver(outcome);
        };
        match self.let_go {
            LetGo::GoesOn => runtime::start(task).map_err(|error| exception(py, &error))?,
            LetGo::Ends => {
                let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
                let end = End(tokio::spawn(task).abort_handle());
                future.call_method1(intern!(py, "add_done_callback"), (end,))?;
            }
        }
        future.call_method0(intern!(py, "__await__"))
    }

    /// Begins, and keeps this thread until the end, or until it is interrupted.
    fn wait(&self, py: Python<'_>) -> Given {
        let work = self.begin(py)?;
        let (sender, receiver) = sync_channel(1);
        let _runtime = runtime::enter().map_err(|error| exception(py, &error))?;
        let task = tokio::spawn(async move {
            // Nobody waits any more: so be it.
            sender.send(work.await).ok();
        });
        let receiver = Mutex::new(receiver);
        loop {
            let received = py.detach(|| {
                let receiver = receiver.lock().unwrap_or_else(PoisonError::into_inner);
                receiver.recv_timeout(ATTENTION)
            });
            match received {
                Ok(outcome) => return opened(py, outcome),
                Err(RecvTimeoutError::Timeout) => {
                    if let Err(interrupt) = py.check_signals() {
                        if self.let_go == LetGo::Ends {
                            task.abort();
                        }
                        return Err(interrupt);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return opened(py, Err(ended_early())),
            }
        }
    }
}

/// Ends a task, as what is called when its future is done.
#[pyclass(frozen, module = "nnc._native")]
struct End(tokio::task::AbortHandle);

#[pymethods]
impl End {
    fn __call__(&self, _future: &Bound<'_, PyAny>) {
        self.0.abort();
    }
}

fn opened(py: Python<'_>, outcome: Outcome) -> Given {
    match outcome {
        Ok(parcel) => parcel(py),
        Err(error) => Err(exception(py, &error)),
    }
}

fn ended_early() -> nnc::Error {
    nnc::Error::internal("a task of nnc ended early; please report it")
}

/// The right to hand one result over. It is used up whatever becomes of the task that has it.
struct Ticket {
    mailbox: Arc<Mailbox>,
    future: Option<Py<PyAny>>,
}

impl Ticket {
    fn deliver(mut self, outcome: Outcome) {
        self.put(outcome);
    }

    fn put(&mut self, outcome: Outcome) {
        if let Some(future) = self.future.take() {
            self.mailbox.put(future, outcome);
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.put(Err(ended_early()));
    }
}

/// The results for one event loop. The loop is woken once for all that have come since it looked last.
struct Mailbox {
    event_loop: Py<PyAny>,
    inner: Mutex<Inbox>,
}

#[derive(Default)]
struct Inbox {
    results: VecDeque<(Py<PyAny>, Outcome)>,
    woken: bool,
}

impl Mailbox {
    fn inbox(&self) -> std::sync::MutexGuard<'_, Inbox> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(self: &Arc<Self>, future: Py<PyAny>, outcome: Outcome) {
        let first = {
            let mut inbox = self.inbox();
            inbox.results.push_back((future, outcome));
            !std::mem::replace(&mut inbox.woken, true)
        };
        if !first {
            return;
        }
        with_python(|py| {
            let postman = Postman(Arc::clone(self));
            let woken = self
                .event_loop
                .bind(py)
                .call_method1("call_soon_threadsafe", (postman,));
            if woken.is_err() {
                // The loop was closed: nobody waits for what is here.
                let left = std::mem::take(&mut self.inbox().results);
                drop(left);
            }
        });
    }

    fn next(&self) -> Option<(Py<PyAny>, Outcome)> {
        let mut inbox = self.inbox();
        let next = inbox.results.pop_front();
        inbox.woken = next.is_some();
        next
    }
}

/// What the event loop calls.
#[pyclass(frozen, module = "nnc._native")]
struct Postman(Arc<Mailbox>);

#[pymethods]
impl Postman {
    fn __call__(slf: &Bound<'_, Self>) -> PyResult<()> {
        let py = slf.py();
        let mailbox = &slf.get().0;
        let begun = Instant::now();
        while let Some((future, outcome)) = mailbox.next() {
            settle(future.bind(py), outcome)?;
            if begun.elapsed() >= SLICE {
                mailbox.event_loop.bind(py).call_method1("call_soon", (slf,))?;
                return Ok(());
            }
        }
        Ok(())
    }
}

fn settle(future: &Bound<'_, PyAny>, outcome: Outcome) -> PyResult<()> {
    let py = future.py();
    // Cancelled meanwhile: what was begun has gone on to its end, and nobody asks.
    if future.call_method0(intern!(py, "done"))?.is_truthy()? {
        return Ok(());
    }
    match opened(py, outcome) {
        Ok(value) => future.call_method1(intern!(py, "set_result"), (value,)),
        Err(error) => future.call_method1(intern!(py, "set_exception"), (error.into_value(py),)),
    }?;
    Ok(())
}

thread_local! {
    /// The mailbox of the loop that this thread ran last.
    static LAST: RefCell<Option<Arc<Mailbox>>> = const { RefCell::new(None) };
}

/// The mailbox of the event loop that runs here.
fn mailbox(py: Python<'_>) -> PyResult<Arc<Mailbox>> {
    static RUNNING: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let event_loop = RUNNING.import(py, "asyncio", "get_running_loop")?.call0()?;
    LAST.with_borrow_mut(|last| {
        if let Some(known) = last.as_ref().filter(|known| known.event_loop.is(&event_loop)) {
            return Ok(Arc::clone(known));
        }
        let fresh = Arc::new(Mailbox {
            event_loop: event_loop.unbind(),
            inner: Mutex::default(),
        });
        *last = Some(Arc::clone(&fresh));
        Ok(fresh)
    })
}
