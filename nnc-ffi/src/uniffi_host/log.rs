//! What nnc tells about its work, as the stream that the layers of Kotlin and Swift make of it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use tracing::Level;

use super::kernel::{Failure, Tap, list, start};
use crate::log::{self, Record};

/// How much is told, and how grave a thing that was told is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// Something failed.
    Error,
    /// Something may go wrong.
    Warn,
    /// What happens.
    Info,
    /// How it happens.
    Debug,
    /// Everything.
    Trace,
}

impl From<LogLevel> for Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::ERROR,
            LogLevel::Warn => Self::WARN,
            LogLevel::Info => Self::INFO,
            LogLevel::Debug => Self::DEBUG,
            LogLevel::Trace => Self::TRACE,
        }
    }
}

impl From<Level> for LogLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::ERROR => Self::Error,
            Level::WARN => Self::Warn,
            Level::INFO => Self::Info,
            Level::DEBUG => Self::Debug,
            Level::TRACE => Self::Trace,
        }
    }
}

/// Something that nnc tells about its work.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LogRecord {
    /// How grave it is.
    pub level: LogLevel,
    /// The module that tells it, such as `nnc_state::driver`.
    pub target: String,
    /// What it tells.
    pub message: String,
    /// Details by name; never secrets.
    pub fields: HashMap<String, String>,
    /// When it was told.
    pub at: SystemTime,
    /// How many records before this one were dropped because they came faster than they were read.
    pub lost: u64,
}

impl From<Record> for LogRecord {
    fn from(record: Record) -> Self {
        Self {
            level: record.level.into(),
            target: record.target,
            message: record.message,
            fields: record.fields.into_iter().collect(),
            at: record.at,
            lost: record.lost,
        }
    }
}

/// A stream of [`LogRecord`]s.
#[derive(uniffi::Object)]
pub struct NativeLogFeed {
    tap: Tap<Record>,
}

#[uniffi::export]
impl NativeLogFeed {
    /// Waits for the next records, `most` of them at the most. None where there will be none any more.
    pub async fn next_batch(&self, most: u32) -> Vec<LogRecord> {
        list(self.tap.batch(most).await)
    }

    /// Ends it; who waits for records is told that there are none any more.
    pub fn stop(&self) {
        self.tap.stop();
    }
}

/// What is told from now on in the whole process, up to a level.
#[uniffi::export]
pub fn native_log(level: LogLevel) -> Result<Arc<NativeLogFeed>, Failure> {
    start(|| {
        Ok(Arc::new(NativeLogFeed {
            tap: Tap::new(log::open(level.into())),
        }))
    })
}
