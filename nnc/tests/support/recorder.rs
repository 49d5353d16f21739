//! Hears everything that this process logs, and remembers it.

use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static HEARD: Mutex<String> = Mutex::new(String::new());

/// Hears what `tracing` and `log` say at every level, also of dependencies, from now on.
pub(crate) fn listen() {
    static LISTENING: OnceLock<()> = OnceLock::new();
    LISTENING.get_or_init(|| {
        tracing::subscriber::set_global_default(Recorder).unwrap();
        log::set_logger(&Recorder).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// What was heard so far.
pub(crate) fn heard() -> String {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn remember(line: &str) {
    let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    heard.push_str(line);
    heard.push('\n');
}

struct Recorder;

/// The values of an event or a span, each as it is and as `Debug` shows it.
struct Line(String);

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push_str(&format!(" {field}={value} {value:?}"));
    }

    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        let text = String::from_utf8_lossy(value);
        self.0.push_str(&format!(" {field}={text} {value:?}"));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        let mut source = Some(value);
        while let Some(error) = source {
            self.0.push_str(&format!(" {field}={error} {error:?}"));
            source = error.source();
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push_str(&format!(" {field}={value:?} {value:#?}"));
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(format!("{} {}", span.metadata().target(), span.metadata().name()));
        span.record(&mut line);
        remember(&line.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        remember(&line.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().target().to_owned());
        event.record(&mut line);
        remember(&line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Recorder {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        remember(&format!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}
