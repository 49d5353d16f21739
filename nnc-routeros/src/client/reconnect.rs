//! A client that connects again when its connection is lost.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use tokio::sync::{Mutex, Notify};
use tokio::time::Instant;

use crate::error::{Delivery, Error};
use crate::transport::{Command, Response, Transport, TransportKind};

use super::backoff::{Backoff, JitterSource, system_jitter};
use super::buffer::{Writer, buffer};
use super::connect::Connector;
use super::session::ApiSession;
use super::settings::{Credentials, Settings};
use super::stream::{Listen, ListenEvent, RowStream, Source};

/// The binary API of a router, over one connection that is made when needed and made again when it was lost.
///
/// A command that was in flight when the connection broke is *not* repeated: its error says by
/// [`delivery`](Error::delivery) whether the router may have executed it. Listens go on over the new
/// connection and say [`Resync`](ListenEvent::Resync). For safe mode, which RouterOS ties to one connection,
/// use an [`ApiSession`] from [`dedicated_session`](Self::dedicated_session).
#[derive(Clone)]
pub struct ApiClient {
    inner: Arc<Inner>,
}

struct Inner {
    connector: Box<dyn Connector>,
    credentials: Credentials,
    settings: Settings,
    jitter: JitterSource,
    state: Mutex<State>,
    closed: AtomicBool,
    /// Wakes who waits for a connection when the client is closed.
    closing: Notify,
}

struct State {
    session: Option<ApiSession>,
    backoff: Backoff,
    /// Not to be tried again before.
    not_before: Option<Instant>,
}

impl ApiClient {
    /// A client that will connect when first used.
    pub fn new(connector: impl Connector + 'static, credentials: Credentials, settings: Settings) -> Self {
        Self::with_backoff(
            connector,
            credentials,
            settings,
            Backoff::default(),
            system_jitter(),
        )
    }

    /// As [`new`](Self::new), with another backoff and source of jitter.
    pub fn with_backoff(
        connector: impl Connector + 'static,
        credentials: Credentials,
        settings: Settings,
        backoff: Backoff,
        jitter: JitterSource,
    ) -> Self {
        let state = Mutex::new(State {
            session: None,
            backoff,
            not_before: None,
        });
        let (connector, closing) = (Box::new(connector), Notify::new());
        let inner = Inner {
            connector,
            credentials,
            settings,
            jitter,
            state,
            closed: AtomicBool::new(false),
            closing,
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The present session, connecting if there is none. After failures it waits out the backoff, then tries
    /// once.
    ///
    /// # Errors
    /// Why no connection could be made.
    pub async fn session(&self) -> Result<ApiSession, Error> {
        let closing = self.inner.closing.notified();
        tokio::pin!(closing);
        // From here on a wake-up is not missed: the flag and the wake-up together leave no gap.
        closing.as_mut().enable();
        if self.is_closed() {
            return Err(closed());
        }
        tokio::select! {
            session = self.present_session() => session,
            () = closing => Err(closed()),
        }
    }

    fn is_closed(&self) -> bool {
        self.inner.closed.load(Ordering::SeqCst)
    }

    async fn present_session(&self) -> Result<ApiSession, Error> {
        let mut state = self.inner.state.lock().await;
        if let Some(session) = state.session.as_ref().filter(|session| session.ended().is_none()) {
            return Ok(session.clone());
        }
        if let Some(not_before) = state.not_before {
            tokio::time::sleep_until(not_before).await;
        }
        match self.dedicated_session().await {
            Ok(session) => {
                state.backoff.succeeded();
                state.not_before = None;
                state.session = Some(session.clone());
                Ok(session)
            }
            Err(error) => {
                let delay = state.backoff.failed((self.inner.jitter)());
                state.not_before = Some(Instant::now() + delay);
                tracing::debug!(code = error.code(), ?delay, "connecting failed");
                Err(error)
            }
        }
    }

    /// A connection of its own, which is not shared and not made again.
    ///
    /// # Errors
    /// Why no connection could be made.
    pub async fn dedicated_session(&self) -> Result<ApiSession, Error> {
        let stream = self.inner.connector.connect().await?;
        ApiSession::login(
            stream,
            self.inner.credentials.clone(),
            self.inner.settings.clone(),
        )
        .await
    }

    /// Reads rows one by one: see [`ApiSession::stream`]. It ends when its connection is lost.
    ///
    /// # Errors
    /// Why no connection could be made.
    pub async fn stream(&self, command: Command) -> Result<RowStream, Error> {
        self.session().await?.stream(command).await
    }
}

#[async_trait]
impl Transport for ApiClient {
    fn kind(&self) -> TransportKind {
        TransportKind::Api
    }

    fn can_listen(&self) -> bool {
        true
    }

    async fn execute(&self, commands: Vec<Command>) -> Vec<Result<Response, Error>> {
        match self.session().await {
            Ok(session) => session.execute(commands).await,
            Err(error) => commands.iter().map(|_| Err(error.clone())).collect(),
        }
    }

    async fn listen(&self, path: &str, proplist: Vec<String>) -> Result<Listen, Error> {
        let first = self.session().await?.listen(path, proplist.clone()).await?;
        let (events, reader) = buffer(self.inner.settings.max_stream_buffer, Arc::new(Notify::new()));
        let relay = Relay {
            client: self.clone(),
            path: path.to_owned(),
            proplist,
            events,
            lost: 0,
        };
        tokio::spawn(relay.run(first));
        Ok(Listen::new(reader, Source::Task))
    }

    async fn close(&self) {
        self.inner.closed.store(true, Ordering::SeqCst);
        self.inner.closing.notify_waiters();
        let session = self.inner.state.lock().await.session.take();
        if let Some(session) = session {
            session.close().await;
        }
    }
}

impl fmt::Debug for ApiClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiClient")
            .field("connector", &self.inner.connector)
            .finish_non_exhaustive()
    }
}

/// Carries the events of one listen across connections.
struct Relay {
    client: ApiClient,
    path: String,
    proplist: Vec<String>,
    events: Writer<ListenEvent>,
    lost: u64,
}

impl Relay {
    async fn run(mut self, mut listen: Listen) {
        loop {
            let end = tokio::select! {
                end = Self::forward(&mut self.lost, &self.events, &mut listen) => end,
                () = self.events.reader_left() => return,
            };
            match end {
                Some(error) if error.is_transient() => {}
                end => return self.events.end(end),
            }
            listen = tokio::select! {
                again = self.listen_again() => match again {
                    Ok(listen) => listen,
                    Err(error) => return self.events.end(Some(error)),
                },
                () = self.events.reader_left() => return,
            };
            self.events.push(ListenEvent::Resync { lost: self.lost });
        }
    }

    /// Passes events on until the connection is lost; says why.
    async fn forward(lost: &mut u64, events: &Writer<ListenEvent>, listen: &mut Listen) -> Option<Error> {
        while let Some(event) = listen.next().await {
            match event {
                Ok(event) if events.is_full() => {
                    drop(event);
                    *lost += events.clear() as u64 + 1;
                    events.push(ListenEvent::Resync { lost: *lost });
                }
                Ok(event) => events.push(event),
                Err(error) => return Some(error),
            }
        }
        None
    }

    /// Tries until it works, or until trying again makes no sense.
    async fn listen_again(&self) -> Result<Listen, Error> {
        loop {
            let attempt = match self.client.session().await {
                Ok(session) => session.listen(&self.path, self.proplist.clone()).await,
                Err(error) => Err(error),
            };
            match attempt {
                Err(error) if error.is_transient() && !self.client.is_closed() => {}
                settled => return settled,
            }
        }
    }
}

fn closed() -> Error {
    Error::lost(Delivery::NotSent, "this client was closed")
}
