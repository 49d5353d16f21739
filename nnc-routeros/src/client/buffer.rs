//! A bounded buffer between the connection, which must not wait, and a reader, which may.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::error::Error;

/// What an item weighs, in bytes of memory, about.
pub(crate) trait Weight {
    fn weight(&self) -> usize;
}

struct State<T> {
    items: VecDeque<T>,
    bytes: usize,
    ended: Option<Option<Error>>,
    reader_gone: bool,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    limit: usize,
    readable: Notify,
    /// Told when a full buffer has room again, or its reader has gone.
    room: Arc<Notify>,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nothing is done under the lock that could leave it half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The connection's end.
pub(crate) struct Writer<T>(Arc<Shared<T>>);

/// The reader's end.
pub(crate) struct Reader<T>(Arc<Shared<T>>);

/// A buffer of about `limit` bytes; `room` is told when a full one can take items again.
pub(crate) fn buffer<T: Weight>(limit: usize, room: Arc<Notify>) -> (Writer<T>, Reader<T>) {
    let state = State {
        items: VecDeque::new(),
        bytes: 0,
        ended: None,
        reader_gone: false,
    };
    let shared = Arc::new(Shared {
        state: Mutex::new(state),
        limit,
        readable: Notify::new(),
        room,
    });
    (Writer(Arc::clone(&shared)), Reader(shared))
}

impl<T: Weight> Writer<T> {
    /// Appends an item, whether there is room or not: the writer looks at [`is_full`](Self::is_full) before
    /// it takes more from the wire.
    pub(crate) fn push(&self, item: T) {
        let mut state = self.0.lock();
        if state.reader_gone || state.ended.is_some() {
            return;
        }
        state.bytes += item.weight();
        state.items.push_back(item);
        drop(state);
        self.0.readable.notify_one();
    }

    /// Throws away everything not read yet; says how many items that were.
    pub(crate) fn clear(&self) -> usize {
        let mut state = self.0.lock();
        state.bytes = 0;
        let lost = state.items.len();
        state.items.clear();
        lost
    }

    pub(crate) fn is_full(&self) -> bool {
        let state = self.0.lock();
        state.bytes >= self.0.limit && !state.reader_gone
    }

    pub(crate) fn reader_gone(&self) -> bool {
        self.0.lock().reader_gone
    }

    /// Waits until the reader has gone. For a buffer whose `room` nobody else waits for.
    pub(crate) async fn reader_left(&self) {
        while !self.reader_gone() {
            self.0.room.notified().await;
        }
    }

    /// Ends the stream: the reader gets what is buffered, then `error`, or the end.
    pub(crate) fn end(&self, error: Option<Error>) {
        let mut state = self.0.lock();
        if state.ended.is_none() {
            state.ended = Some(error);
        }
        drop(state);
        self.0.readable.notify_one();
    }
}

impl<T> Drop for Writer<T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        if state.ended.is_none() {
            let reason = "the connection's task has ended";
            state.ended = Some(Some(Error::lost(crate::error::Delivery::Unknown, reason)));
        }
        drop(state);
        self.0.readable.notify_one();
    }
}

impl<T: Weight> Reader<T> {
    /// The next item; `None` at the end; an error once.
    pub(crate) async fn next(&mut self) -> Option<Result<T, Error>> {
        loop {
            {
                let mut state = self.0.lock();
                if let Some(item) = state.items.pop_front() {
                    let was_full = state.bytes >= self.0.limit;
                    state.bytes = state.bytes.saturating_sub(item.weight());
                    if was_full && state.bytes < self.0.limit {
                        self.0.room.notify_one();
                    }
                    return Some(Ok(item));
                }
                if let Some(error) = &mut state.ended {
                    return error.take().map(Err);
                }
            }
            self.0.readable.notified().await;
        }
    }
}

impl<T> Drop for Reader<T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.reader_gone = true;
        state.items.clear();
        state.bytes = 0;
        drop(state);
        self.0.room.notify_one();
    }
}
