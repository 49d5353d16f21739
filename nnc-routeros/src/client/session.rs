//! One logged-in connection.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Notify, mpsc, oneshot};

use crate::error::{Delivery, Error};
use crate::transport::{Command, Response, Transport, TransportKind};

use super::buffer::buffer;
use super::connection::Connection;
use super::driver::{Driver, Queues, Request};
use super::settings::{Credentials, Settings};
use super::stream::{CancelOnDrop, Listen, RowStream, Source};

/// How many requests wait for the driver before callers have to.
const QUEUE: usize = 64;

/// One connection to the binary API, logged in. When it is lost it stays lost: what RouterOS ties to a session
/// (safe mode) is never silently continued in another. Clones share the connection; it ends with the last of them.
#[derive(Clone)]
pub struct ApiSession {
    inner: Arc<Inner>,
}

struct Inner {
    requests: mpsc::Sender<Request>,
    cancels: mpsc::UnboundedSender<u64>,
    next_batch: AtomicU64,
    ended: Arc<OnceLock<Error>>,
    room: Arc<Notify>,
    settings: Settings,
}

impl ApiSession {
    /// Logs in over a stream: TCP, TLS, or a pipe in memory. Must be called within a tokio runtime, which then
    /// runs the connection.
    ///
    /// # Errors
    /// [`Error::LoginFailed`], [`Error::ChallengeRefused`], or what went wrong on the way.
    pub async fn login<S>(stream: S, credentials: Credentials, settings: Settings) -> Result<Self, Error>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let now = tokio::time::Instant::now().into_std();
        let connection = Connection::new(settings.clone(), credentials, now)?;
        let (requests, request_queue) = mpsc::channel(QUEUE);
        let (cancels, cancel_queue) = mpsc::unbounded_channel();
        let (logged_in, login_result) = oneshot::channel();
        let (ended, room) = (Arc::new(OnceLock::new()), Arc::new(Notify::new()));
        let queues = Queues {
            requests: request_queue,
            cancels: cancel_queue,
        };
        let driver = Driver::new(
            connection,
            stream,
            queues,
            logged_in,
            Arc::clone(&ended),
            Arc::clone(&room),
            settings.max_stall,
        );
        tokio::spawn(driver.run());
        let inner = Inner {
            requests,
            cancels,
            next_batch: AtomicU64::new(0),
            ended,
            room,
            settings,
        };
        let session = Self {
            inner: Arc::new(inner),
        };
        login_result
            .await
            .unwrap_or_else(|_| Err(Error::lost(Delivery::NotSent, "the driver has ended")))?;
        Ok(session)
    }

    /// Why the connection has ended, if it has.
    pub fn ended(&self) -> Option<&Error> {
        self.inner.ended.get()
    }

    /// Reads the rows of a menu one by one, with memory bounded by
    /// [`max_stream_buffer`](Settings::max_stream_buffer). A reader that falls behind further makes the
    /// connection stop reading; after [`max_stall`](Settings::max_stall) its stream ends with an error.
    ///
    /// # Errors
    /// When the connection has ended. A refusal comes as the end of the stream.
    pub async fn stream(&self, command: Command) -> Result<RowStream, Error> {
        let (rows, reader) = buffer(
            self.inner.settings.max_stream_buffer,
            Arc::clone(&self.inner.room),
        );
        let cancel = self.cancel_on_drop();
        self.request(Request::Stream {
            batch: cancel.batch(),
            command,
            rows,
        })
        .await?;
        Ok(RowStream::new(reader, cancel, self.clone()))
    }

    fn cancel_on_drop(&self) -> CancelOnDrop {
        let batch = self.inner.next_batch.fetch_add(1, Ordering::Relaxed);
        CancelOnDrop::new(batch, self.inner.cancels.clone())
    }

    async fn request(&self, request: Request) -> Result<(), Error> {
        self.inner
            .requests
            .send(request)
            .await
            .map_err(|_| self.why_ended(Delivery::NotSent))
    }

    fn why_ended(&self, otherwise: Delivery) -> Error {
        self.ended()
            .cloned()
            .unwrap_or_else(|| Error::lost(otherwise, "the connection's task has ended"))
    }
}

#[async_trait]
impl Transport for ApiSession {
    fn kind(&self) -> TransportKind {
        TransportKind::Api
    }

    fn can_listen(&self) -> bool {
        true
    }

    async fn execute(&self, commands: Vec<Command>) -> Vec<Result<Response, Error>> {
        let count = commands.len();
        if count == 0 {
            return Vec::new();
        }
        let mut cancel = self.cancel_on_drop();
        let (results, answers) = oneshot::channel();
        let outcome = match self
            .request(Request::Execute {
                batch: cancel.batch(),
                commands,
                results,
            })
            .await
        {
            // Dropped without an answer: if the driver said why it ended, it never took the request.
            Ok(()) => answers.await.map_err(|_| self.why_ended(Delivery::Unknown)),
            Err(error) => Err(error),
        };
        cancel.disarm();
        outcome.unwrap_or_else(|error| (0..count).map(|_| Err(error.clone())).collect())
    }

    async fn listen(&self, path: &str, proplist: Vec<String>) -> Result<Listen, Error> {
        let (events, reader) = buffer(
            self.inner.settings.max_stream_buffer,
            Arc::clone(&self.inner.room),
        );
        let cancel = self.cancel_on_drop();
        let command = Command::new(path, "listen").proplist(proplist);
        self.request(Request::Listen {
            batch: cancel.batch(),
            command,
            events,
        })
        .await?;
        Ok(Listen::new(
            reader,
            Source::Session {
                cancel,
                session: self.clone(),
            },
        ))
    }

    async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.request(Request::Close { done }).await.is_ok() {
            // An error means that the connection has ended already.
            let _ = closed.await;
        }
    }
}

impl fmt::Debug for ApiSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiSession")
            .field("ended", &self.ended())
            .finish_non_exhaustive()
    }
}
