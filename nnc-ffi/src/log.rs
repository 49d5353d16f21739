//! What nnc tells about its work, as a stream: for hosts that bring it to their own way of logging.

use std::collections::VecDeque;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, Weak};
use std::time::SystemTime;

use async_trait::async_trait;
use nnc::api::Feed;
use tokio::sync::Notify;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record as Values};
use tracing::{Event, Level, Metadata, Subscriber};

/// How many records wait for a slow reader; more are counted and dropped.
const CAPACITY: usize = 10_000;

/// Everything up to a level from now on, in the whole process.
pub(crate) fn open(level: Level) -> Box<dyn Feed<Record>> {
    let listener = Arc::new(Listener {
        level,
        waiting: Mutex::default(),
        arrived: Notify::new(),
    });
    let listeners = listeners();
    let mut all = listeners.write().unwrap_or_else(PoisonError::into_inner);
    all.retain(|other| other.strong_count() > 0);
    all.push(Arc::downgrade(&listener));
    drop(all);
    // This library is alone with its copy of `tracing`, so nobody else has set one.
    let _ = tracing::subscriber::set_global_default(Bridge);
    tracing::callsite::rebuild_interest_cache();
    Box::new(Records(listener))
}

fn listeners() -> &'static RwLock<Vec<Weak<Listener>>> {
    static LISTENERS: OnceLock<RwLock<Vec<Weak<Listener>>>> = OnceLock::new();
    LISTENERS.get_or_init(RwLock::default)
}

/// Those that listen to a level.
fn listening(level: &Level) -> Vec<Arc<Listener>> {
    let all = listeners().read().unwrap_or_else(PoisonError::into_inner);
    all.iter()
        .filter_map(Weak::upgrade)
        .filter(|listener| *level <= listener.level)
        .collect()
}

/// Something that was told.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) level: Level,
    /// The module that tells it.
    pub(crate) target: String,
    pub(crate) message: String,
    /// Details by name.
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) at: SystemTime,
    /// How many before it were dropped because they came faster than they were read.
    pub(crate) lost: u64,
}

/// Somebody who listens.
struct Listener {
    level: Level,
    waiting: Mutex<Waiting>,
    arrived: Notify,
}

#[derive(Default)]
struct Waiting {
    records: VecDeque<Record>,
    lost: u64,
}

impl Listener {
    fn tell(&self, mut record: Record) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.records.len() >= CAPACITY {
            waiting.lost += 1;
            return;
        }
        record.lost = std::mem::take(&mut waiting.lost);
        waiting.records.push_back(record);
        drop(waiting);
        self.arrived.notify_one();
    }
}

struct Records(Arc<Listener>);

#[async_trait]
impl Feed<Record> for Records {
    async fn next(&mut self) -> Option<Record> {
        loop {
            if let Some(record) = self.try_next() {
                return Some(record);
            }
            self.0.arrived.notified().await;
        }
    }

    fn try_next(&mut self) -> Option<Record> {
        let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.records.pop_front()
    }
}

impl Drop for Records {
    fn drop(&mut self) {
        let mut all = listeners().write().unwrap_or_else(PoisonError::into_inner);
        let this = Arc::as_ptr(&self.0);
        all.retain(|other| !std::ptr::eq(other.as_ptr(), this));
        drop(all);
        tracing::callsite::rebuild_interest_cache();
    }
}

/// Takes what is told to those who listen. Spans are not followed.
struct Bridge;

impl Subscriber for Bridge {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && !listening(metadata.level()).is_empty()
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Values<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut details = Details::default();
        event.record(&mut details);
        let record = Record {
            level: *metadata.level(),
            target: metadata.target().to_owned(),
            message: details.message,
            fields: details.fields,
            at: SystemTime::now(),
            lost: 0,
        };
        for listener in listening(metadata.level()) {
            listener.tell(record.clone());
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Details {
    message: String,
    fields: Vec<(String, String)>,
}

impl Visit for Details {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.message.push_str(value);
        } else {
            self.fields.push((field.name().to_owned(), value.to_owned()));
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut text = String::new();
        // Writing to a string fails only where the value's own writing does.
        let _ = write!(text, "{value:?}");
        self.record_str(field, &text);
    }
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::{CAPACITY, open};

    #[test]
    fn each_listener_hears_its_levels_and_slow_ones_are_told_what_they_lost() {
        let (mut warnings, mut all) = (open(Level::WARN), open(Level::TRACE));
        tracing::warn!(target: "nnc_ffi::log_test", router = "home", "the {} is slow", "link");
        for number in 0..CAPACITY + 5 {
            tracing::debug!(target: "nnc_ffi::log_test", number, "one of many");
        }
        let warning = warnings.try_next().unwrap();
        assert_eq!(warning.message, "the link is slow");
        assert_eq!(warning.fields, [("router".to_owned(), "home".to_owned())]);
        assert_eq!(
            (warning.level, warning.target.as_str()),
            (Level::WARN, "nnc_ffi::log_test")
        );
        assert!(warnings.try_next().is_none());
        let mut heard = 0;
        while all.try_next().is_some() {
            heard += 1;
        }
        assert_eq!(heard, CAPACITY);
        tracing::error!(target: "nnc_ffi::log_test", "after the flood");
        // The warning and so many of the many fit; the others were dropped and are counted.
        assert_eq!(all.try_next().unwrap().lost, 6);
        drop(all);
        tracing::debug!(target: "nnc_ffi::log_test", "nobody hears it");
        tracing::error!(target: "nnc_ffi::log_test", "and this only one");
        assert_eq!(warnings.try_next().unwrap().message, "after the flood");
        assert_eq!(warnings.try_next().unwrap().message, "and this only one");
    }
}
