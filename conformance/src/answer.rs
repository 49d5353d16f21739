//! What a call gives, as JSON.

use async_trait::async_trait;
use nnc::api::Feed;
use nnc_core::decode::Encode;

use crate::generated::Handle;

/// What a call gives.
pub enum Answer {
    /// A value, as JSON text.
    Value(String),
    /// A handle.
    Handle(Handle),
    /// A stream.
    Feed(Box<dyn Items>),
}

/// A stream of JSON texts.
#[async_trait]
pub trait Items: Send {
    /// The next item; `None` when there will be none any more.
    async fn next(&mut self) -> Option<String>;
}

struct Written<T>(Box<dyn Feed<T>>);

#[async_trait]
impl<T: Encode + 'static> Items for Written<T> {
    async fn next(&mut self) -> Option<String> {
        self.0.next().await.map(|item| item.to_json())
    }
}

/// A value.
pub fn value(given: &impl Encode) -> Answer {
    Answer::Value(given.to_json())
}

/// No value.
pub fn nothing() -> Answer {
    Answer::Value("null".to_owned())
}

/// A stream.
pub fn feed<T: Encode + 'static>(feed: Box<dyn Feed<T>>) -> Answer {
    Answer::Feed(Box::new(Written(feed)))
}
