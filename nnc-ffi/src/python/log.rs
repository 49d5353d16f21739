//! What happens inside, for Python's `logging`: the logger `nnc`.
//!
//! Events go through a queue to a thread of their own, which alone asks for the interpreter; whoever tells something
//! never waits for it.

use std::fmt::{self, Write as _};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber};

use super::exit::with_python;

/// How many lines wait for Python. What comes beyond that is counted, and told as a number.
const CAPACITY: usize = 4096;

/// Python's numbers of levels (`logging`, "Logging Levels"), and one for what is finer than its debugging.
const LEVELS: [(Level, u8); 5] = [
    (Level::TRACE, 5),
    (Level::DEBUG, 10),
    (Level::INFO, 20),
    (Level::WARN, 30),
    (Level::ERROR, 40),
];

/// The least level that the logger lets through.
static THRESHOLD: AtomicU8 = AtomicU8::new(30);
static LOST: AtomicU64 = AtomicU64::new(0);
static SENDER: OnceLock<SyncSender<Line>> = OnceLock::new();

struct Line {
    level: u8,
    text: String,
}

/// Starts telling Python what happens. Where the process tells it to somebody else already, it is left to them.
pub(super) fn bridge(py: Python<'_>) -> PyResult<()> {
    logger(py)?;
    let (sender, receiver) = sync_channel(CAPACITY);
    if SENDER.set(sender).is_err() || tracing::subscriber::set_global_default(Bridge).is_err() {
        return Ok(());
    }
    let teller = thread::Builder::new().name("nnc-log".to_owned());
    teller.spawn(move || tell(&receiver))?;
    Ok(())
}

fn logger(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let logger = LOGGER.get_or_try_init(py, || {
        let logger = py.import("logging")?.call_method1("getLogger", ("nnc",))?;
        PyResult::Ok(logger.unbind())
    })?;
    Ok(logger.bind(py))
}

/// Asks the logger what it lets through. It may change at any time; each call asks.
pub(super) fn follow_level(py: Python<'_>) -> PyResult<()> {
    let logger = logger(py)?;
    let mut threshold = u8::MAX;
    for (_, number) in LEVELS.iter().rev() {
        if !logger
            .call_method1(intern!(py, "isEnabledFor"), (*number,))?
            .is_truthy()?
        {
            break;
        }
        threshold = *number;
    }
    THRESHOLD.store(threshold, Ordering::Relaxed);
    Ok(())
}

fn tell(lines: &Receiver<Line>) {
    while let Ok(line) = lines.recv() {
        let lost = LOST.swap(0, Ordering::Relaxed);
        let told = with_python(|py| {
            let logger = logger(py)?;
            if lost > 0 {
                let text = format!("{lost} lines were not logged: there were too many at once");
                logger.call_method1("log", (30, "%s", text))?;
            }
            logger.call_method1("log", (line.level, "%s", line.text))?;
            PyResult::Ok(())
        });
        match told {
            Some(Ok(())) => {}
            // A handler of the caller raised: there is nobody to tell.
            Some(Err(_)) => {}
            None => return,
        }
    }
}

fn number(level: &Level) -> u8 {
    let found = LEVELS.iter().find(|(known, _)| known == level);
    found.map_or(0, |(_, number)| *number)
}

struct Bridge;

impl Subscriber for Bridge {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        // The threshold moves, so each event asks.
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Ours; a library that nnc uses may tell what nnc would not.
        metadata.target().starts_with("nnc") && number(metadata.level()) >= THRESHOLD.load(Ordering::Relaxed)
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text::default();
        event.record(&mut text);
        let line = Line {
            level: number(event.metadata().level()),
            text: text.finish(event.metadata().target()),
        };
        let sent = SENDER.get().is_some_and(|sender| sender.try_send(line).is_ok());
        if !sent {
            LOST.fetch_add(1, Ordering::Relaxed);
        }
    }

    // Spans are not told: a line of Python's log stands for itself.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// A line as it is put together: the message, then the fields.
#[derive(Default)]
struct Text {
    message: String,
    fields: String,
}

impl Text {
    fn finish(self, target: &str) -> String {
        format!("{}{} [{target}]", self.message, self.fields)
    }
}

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a text cannot fail.
        let _ = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else {
            write!(self.fields, " {}={value:?}", field.name())
        };
    }
}
