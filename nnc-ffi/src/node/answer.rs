//! What calls give.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use nnc::api::Feed;
use tokio::sync::{Mutex, watch};

use super::generated::Handle;
use super::wire::{Text, Wire};

/// What a method gives.
pub(super) enum Answer {
    /// Nothing.
    Void,
    /// A value, as positional JSON.
    Text(Arc<str>),
    /// A handle.
    Handle(Handle),
}

impl Answer {
    pub(super) fn of(value: &impl Wire) -> Self {
        Self::Text(value.whole())
    }
}

/// A call that runs.
pub(super) type Answering = Pin<Box<dyn Future<Output = Result<Answer, nnc::Error>> + Send>>;

pub(super) fn answering(
    future: impl Future<Output = Result<Answer, nnc::Error>> + Send + 'static,
) -> Answering {
    Box::pin(future)
}

/// A stream, read in batches. Dropping it ends it, whoever waits for its items.
pub struct Stream {
    source: Arc<Source>,
}

/// What a stream is read from.
struct Source {
    closed: watch::Sender<bool>,
    feed: Mutex<Option<Box<dyn Batches>>>,
}

impl Stream {
    pub(super) fn of<T: Wire + Send + 'static>(feed: Box<dyn Feed<T>>) -> Self {
        let feed: Box<dyn Batches> = Box::new(Items(feed));
        Self {
            source: Arc::new(Source {
                closed: watch::Sender::new(false),
                feed: Mutex::new(Some(feed)),
            }),
        }
    }

    /// Waits for one item and takes what else is there, up to so many; `Void` where there will be none any more.
    pub(super) fn read(&self, most: usize) -> Answering {
        let source = Arc::clone(&self.source);
        answering(async move {
            Ok(source
                .read(most)
                .await
                .map_or(Answer::Void, |batch| Answer::Text(batch.into())))
        })
    }

    /// Ends it.
    pub(super) fn close(&self) {
        self.source.closed.send_replace(true);
        // Whoever reads right now lets the feed go itself.
        if let Ok(mut feed) = self.source.feed.try_lock() {
            *feed = None;
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.close();
    }
}

impl Source {
    async fn read(&self, most: usize) -> Option<String> {
        let mut closed = self.closed.subscribe();
        let mut feed = self.feed.lock().await;
        let batch = tokio::select! {
            biased;
            _ = closed.wait_for(|closed| *closed) => None,
            batch = next(&mut feed, most) => batch,
        };
        if batch.is_none() {
            *feed = None;
        }
        batch
    }
}

async fn next(feed: &mut Option<Box<dyn Batches>>, most: usize) -> Option<String> {
    match feed {
        Some(feed) => feed.next(most).await,
        None => None,
    }
}

/// Items in batches, as lists in positional JSON.
#[async_trait::async_trait]
trait Batches: Send {
    async fn next(&mut self, most: usize) -> Option<String>;
}

struct Items<T>(Box<dyn Feed<T>>);

#[async_trait::async_trait]
impl<T: Wire + Send + 'static> Batches for Items<T> {
    async fn next(&mut self, most: usize) -> Option<String> {
        let first = self.0.next().await?;
        let mut text = Text::default();
        text.open();
        first.wire(&mut text);
        // The first must not be held over a point where the task may rest.
        drop(first);
        for _ in 1..most {
            let Some(item) = self.0.try_next() else { break };
            text.comma();
            item.wire(&mut text);
        }
        text.close();
        Some(text.into())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::{Answer, Feed, Stream};
    use crate::runtime::block_on;

    /// Gives what is there, then waits for ever or ends.
    struct Given {
        items: VecDeque<i32>,
        ends: bool,
    }

    #[async_trait::async_trait]
    impl Feed<i32> for Given {
        async fn next(&mut self) -> Option<i32> {
            match self.items.pop_front() {
                Some(item) => Some(item),
                None if self.ends => None,
                None => std::future::pending().await,
            }
        }

        fn try_next(&mut self) -> Option<i32> {
            self.items.pop_front()
        }
    }

    fn stream(items: std::ops::Range<i32>, ends: bool) -> Stream {
        Stream::of(Box::new(Given {
            items: items.collect(),
            ends,
        }))
    }

    fn read(stream: &Stream, most: usize) -> Option<String> {
        match block_on(stream.read(most)).unwrap() {
            Answer::Text(text) => Some(text.to_string()),
            Answer::Void => None,
            Answer::Handle(_) => panic!("a stream gave a handle"),
        }
    }

    #[test]
    fn a_batch_is_what_is_there_and_no_more_than_wanted() {
        let stream = stream(0..5, true);
        assert_eq!(read(&stream, 3).as_deref(), Some("[0,1,2]"));
        assert_eq!(read(&stream, 3).as_deref(), Some("[3,4]"));
        assert_eq!(read(&stream, 3), None);
        assert_eq!(read(&stream, 3), None);
    }

    #[test]
    fn closing_ends_a_reader_that_waits() {
        let stream = stream(0..0, false);
        let waiting = stream.read(1);
        stream.close();
        assert!(matches!(block_on(waiting).unwrap(), Answer::Void));
        assert_eq!(read(&stream, 1), None);
    }

    #[test]
    fn what_was_not_read_before_closing_is_let_go() {
        let stream = stream(0..3, true);
        stream.close();
        assert_eq!(read(&stream, 1), None);
    }
}
