//! Streams.

use std::sync::Arc;

use async_trait::async_trait;
use nnc::api::Feed;
use pyo3::prelude::*;
use tokio::sync::{Mutex, watch};

use super::call::Pending;
use super::give::Give;

/// A stream of items of any type.
#[async_trait]
trait Source: Send {
    /// Waits until there is an item, and keeps it; false where there will be none any more.
    async fn wait(&mut self) -> bool;

    /// What is there already, at most so many.
    fn take(&mut self, py: Python<'_>, most: usize) -> PyResult<Vec<Py<PyAny>>>;
}

struct Items<T> {
    feed: Box<dyn Feed<T>>,
    /// One that came while somebody waited. It stays here until it is taken: whoever waited may have gone.
    kept: Option<T>,
}

#[async_trait]
impl<T: Give> Source for Items<T> {
    async fn wait(&mut self) -> bool {
        if self.kept.is_none() {
            self.kept = self.feed.next().await;
        }
        self.kept.is_some()
    }

    fn take(&mut self, py: Python<'_>, most: usize) -> PyResult<Vec<Py<PyAny>>> {
        let mut taken = Vec::new();
        while taken.len() < most {
            let Some(item) = self.kept.take().or_else(|| self.feed.try_next()) else {
                break;
            };
            taken.push(item.give(py)?);
        }
        Ok(taken)
    }
}

type Open = Arc<Mutex<Option<Box<dyn Source>>>>;

/// A stream that is open until it is closed or let go of.
#[pyclass(frozen, module = "nnc._native")]
pub(super) struct Stream {
    source: Open,
    closed: watch::Sender<bool>,
}

impl Stream {
    pub(super) fn new<T: Give>(feed: Box<dyn Feed<T>>) -> Self {
        let source: Box<dyn Source> = Box::new(Items { feed, kept: None });
        Self {
            source: Arc::new(Mutex::new(Some(source))),
            closed: watch::Sender::new(false),
        }
    }
}

/// Waits for an item; false at the end. Where the stream is closed meanwhile it is let go of here.
async fn ready(source: Open, mut closed: watch::Receiver<bool>) -> bool {
    let mut place = source.lock().await;
    let waited = {
        let Some(source) = place.as_mut() else {
            return false;
        };
        tokio::select! {
            biased;
            _ = closed.wait_for(|closed| *closed) => None,
            there = source.wait() => Some(there),
        }
    };
    if waited.is_none() {
        *place = None;
    }
    waited.unwrap_or(false)
}

#[pymethods]
impl Stream {
    /// Waits until there is something to take; false where there will be nothing any more.
    fn ready(&self) -> Pending {
        let waiting = ready(Arc::clone(&self.source), self.closed.subscribe());
        Pending::watching(async move { Ok(waiting.await) })
    }

    /// What is there already, at most so many.
    fn take(&self, py: Python<'_>, most: usize) -> PyResult<Vec<Py<PyAny>>> {
        // Where somebody waits for an item there is none.
        match self.source.try_lock() {
            Ok(mut place) => place
                .as_mut()
                .map_or_else(|| Ok(Vec::new()), |source| source.take(py, most)),
            Err(_) => Ok(Vec::new()),
        }
    }

    /// Ends it; whoever waits for an item is told so.
    fn close(&self) {
        self.closed.send_replace(true);
        if let Ok(mut place) = self.source.try_lock() {
            *place = None;
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.close();
    }
}
