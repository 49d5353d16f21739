//! What the generated part stands on: errors, calls, streams, scalars.

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::time::{Duration, SystemTime};

use nnc::api::{Feed, List, arguments_of};
use nnc_core::decode::{DateTime, Decode};
use tokio::sync::{Mutex, watch};

use super::arguments;
use crate::runtime;

/// What sort of thing went wrong: what a caller can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum ErrorKind {
    /// What was asked for makes no sense; ask for something else.
    Invalid,
    /// What was asked for is not there.
    NotFound,
    /// Something stands in the way: another object, another user of it.
    Conflict,
    /// The router refused, or failed, and is as before.
    Refused,
    /// Something cannot be reached or is busy; trying again may help.
    Unavailable,
    /// It is not known, or not wholly, what the router has now; `recover` settles it.
    Unknown,
    /// The data directory or nnc itself failed.
    Internal,
}

/// An error on its way to the layer of the language, which has its own.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Error)]
#[uniffi(name = "NativeFailure")]
pub enum Failure {
    /// What went wrong.
    Told {
        /// What sort of thing.
        kind: ErrorKind,
        /// What exactly, for programs.
        code: String,
        /// What exactly, for people.
        text: String,
        /// Whether the same call may succeed later.
        retryable: bool,
        /// Details by name.
        context: HashMap<String, String>,
    },
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::Told { text, .. } = self;
        f.write_str(text)
    }
}

impl std::error::Error for Failure {}

impl From<nnc::Error> for Failure {
    fn from(error: nnc::Error) -> Self {
        let kind = match error.kind {
            nnc::ErrorKind::Invalid => ErrorKind::Invalid,
            nnc::ErrorKind::NotFound => ErrorKind::NotFound,
            nnc::ErrorKind::Conflict => ErrorKind::Conflict,
            nnc::ErrorKind::Refused => ErrorKind::Refused,
            nnc::ErrorKind::Unavailable => ErrorKind::Unavailable,
            nnc::ErrorKind::Unknown => ErrorKind::Unknown,
            // A kind that is newer than this match is no more precise than this.
            _ => ErrorKind::Internal,
        };
        Self::Told {
            kind,
            code: error.code,
            text: error.message,
            retryable: error.retryable,
            context: error.context.into_iter().collect(),
        }
    }
}

impl From<Failure> for nnc::Error {
    /// What a host program refused. Only code and message are told on.
    fn from(failure: Failure) -> Self {
        let Failure::Told { code, text, .. } = failure;
        Self::invalid(code, text)
    }
}

impl From<uniffi::UnexpectedUniFFICallbackError> for Failure {
    /// An error of the host program that its layer did not make one of nnc's.
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        nnc::Error::internal(error.reason).into()
    }
}

/// Judges the arguments of a method.
pub(super) fn judged<T: Decode>(bytes: &[u8]) -> Result<T, nnc::Error> {
    let raw = arguments::read(bytes).map_err(|_| {
        nnc::Error::internal("the arguments did not arrive whole; please report it".to_owned())
    })?;
    arguments_of(&raw)
}

/// Calls and waits. Letting go of it lets the call go on to its end.
pub(super) async fn call<T, F>(future: F) -> Result<T, Failure>
where
    T: Send + 'static,
    F: Future<Output = Result<T, nnc::Error>> + Send + 'static,
{
    runtime::run(future).await.map_err(Failure::from)
}

/// Calls what starts something and does not wait.
pub(super) fn start<T>(work: impl FnOnce() -> Result<T, nnc::Error>) -> Result<T, Failure> {
    let _runtime = runtime::enter()?;
    Ok(work()?)
}

/// The items of a stream, a batch at a time.
pub(super) struct Tap<T> {
    feed: Mutex<Option<Box<dyn Feed<T>>>>,
    stopped: watch::Sender<bool>,
}

impl<T> Tap<T> {
    pub(super) fn new(feed: Box<dyn Feed<T>>) -> Self {
        Self {
            feed: Mutex::new(Some(feed)),
            stopped: watch::Sender::new(false),
        }
    }

    /// Waits for items, and takes those that are there, at least one; none where there will be none any more. Who lets
    /// go of it while it waits loses nothing.
    pub(super) async fn batch(&self, most: u32) -> Vec<T> {
        let mut stopped = self.stopped.subscribe();
        let most = usize::try_from(most).unwrap_or(usize::MAX).max(1);
        let items = tokio::select! {
            biased;
            _ = stopped.wait_for(|stopped| *stopped) => Vec::new(),
            items = self.take(most) => items,
        };
        if items.is_empty() {
            self.close();
        }
        items
    }

    async fn take(&self, most: usize) -> Vec<T> {
        let mut place = self.feed.lock().await;
        let mut items = Vec::new();
        let Some(feed) = place.as_mut() else {
            return items;
        };
        // From here on there is nothing to wait for, so nothing that was taken can be lost.
        items.extend(feed.next().await);
        while !items.is_empty() && items.len() < most {
            match feed.try_next() {
                Some(item) => items.push(item),
                None => break,
            }
        }
        items
    }

    pub(super) fn stop(&self) {
        self.stopped.send_replace(true);
        self.close();
    }

    /// Lets go of the stream, unless somebody waits for it: who does lets go of it then.
    fn close(&self) {
        if let Ok(mut place) = self.feed.try_lock() {
            *place = None;
        }
    }
}

/// The records of records.
pub(super) fn list<T, U: From<T>>(items: Vec<T>) -> Vec<U> {
    items.into_iter().map(U::from).collect()
}

/// The records of a list that nnc keeps.
pub(super) fn listed<T: Clone, U: From<T>>(items: List<T>) -> Vec<U> {
    items.iter().cloned().map(U::from).collect()
}

/// Texts by name, in the order of the names.
pub(super) fn sorted(values: HashMap<String, String>) -> BTreeMap<String, String> {
    values.into_iter().collect()
}

/// A moment as the system has it. What it cannot hold, no system of today's can, is its epoch.
pub(super) fn moment(at: DateTime) -> SystemTime {
    let distance = Duration::from_millis(at.0.unsigned_abs());
    let moment = if at.0 < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(distance)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(distance)
    };
    moment.unwrap_or(SystemTime::UNIX_EPOCH)
}

/// A JSON value as its text.
pub(super) fn json(value: serde_json::Value) -> String {
    value.to_string()
}
