//! The connection to a router: made when needed, made again when lost, never mistaken for the one before.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use nnc_core::ports::RouterError;
use tokio::sync::OnceCell;
use tokio::time::Instant;

use super::fault::ends_connection;
use super::probe::{self, Probe};
use crate::client::ApiClient;
use crate::error::{Delivery, Error};
use crate::rest::RestClient;
use crate::transport::{Command, Listen, Response, Row, Transport, TransportKind};

/// Makes connections to one router.
#[async_trait]
pub trait Dial: Send + Sync + fmt::Debug {
    /// Makes a new connection, logged in. When it is lost it stays lost: handles of rows and safe mode, which
    /// belong to it, must not be carried over into another.
    ///
    /// # Errors
    /// Why none could be made.
    async fn dial(&self) -> Result<Arc<dyn Transport>, Error>;
}

#[async_trait]
impl Dial for ApiClient {
    async fn dial(&self) -> Result<Arc<dyn Transport>, Error> {
        Ok(Arc::new(self.dedicated_session().await?))
    }
}

#[async_trait]
impl Dial for RestClient {
    async fn dial(&self) -> Result<Arc<dyn Transport>, Error> {
        Ok(Arc::new(Requests(self.clone())))
    }
}

/// REST requests stand alone: to give up a connection that is none must not close the client for good.
#[derive(Debug)]
struct Requests(RestClient);

#[async_trait]
impl Transport for Requests {
    fn kind(&self) -> TransportKind {
        self.0.kind()
    }

    fn can_listen(&self) -> bool {
        self.0.can_listen()
    }

    async fn execute(&self, commands: Vec<Command>) -> Vec<Result<Response, Error>> {
        self.0.execute(commands).await
    }

    async fn listen(&self, path: &str, proplist: Vec<String>) -> Result<Listen, Error> {
        self.0.listen(path, proplist).await
    }

    async fn close(&self) {}
}

/// A router's present connection.
#[derive(Debug)]
pub(super) struct Link {
    dial: Arc<dyn Dial>,
    state: tokio::sync::Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    live: Option<Live>,
    epoch: u64,
    closed: bool,
}

impl Link {
    pub(super) fn new(dial: Arc<dyn Dial>) -> Self {
        Self {
            dial,
            state: tokio::sync::Mutex::default(),
        }
    }

    pub(super) fn dial(&self) -> Arc<dyn Dial> {
        Arc::clone(&self.dial)
    }

    /// The present connection; a new one if there is none or it was lost.
    pub(super) async fn live(&self) -> Result<Live, RouterError> {
        let mut state = self.state.lock().await;
        if state.closed {
            return Err(RouterError::ConnectionLost(
                "this connection was closed".to_owned(),
            ));
        }
        if let Some(live) = state.live.as_ref().filter(|live| !live.is_lost()) {
            return Ok(live.clone());
        }
        state.live = None;
        let transport = self.dial.dial().await?;
        state.epoch += 1;
        let live = Live::new(transport, state.epoch);
        state.live = Some(live.clone());
        Ok(live)
    }

    pub(super) async fn close(&self) {
        let live = {
            let mut state = self.state.lock().await;
            state.closed = true;
            state.live.take()
        };
        if let Some(live) = live {
            live.inner.lost.store(true, Ordering::Release);
            live.inner.transport.close().await;
        }
    }
}

/// One connection. Once it is lost it sends nothing more.
#[derive(Debug, Clone)]
pub(super) struct Live {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    transport: Arc<dyn Transport>,
    epoch: u64,
    lost: AtomicBool,
    probe: OnceCell<Probe>,
    /// How long the router was up, and when it said so.
    uptime: Mutex<Option<(Duration, Instant)>>,
}

impl Live {
    fn new(transport: Arc<dyn Transport>, epoch: u64) -> Self {
        Self {
            inner: Arc::new(Inner {
                transport,
                epoch,
                lost: AtomicBool::new(false),
                probe: OnceCell::new(),
                uptime: Mutex::new(None),
            }),
        }
    }

    /// Tells this connection from those before and after it.
    pub(super) fn epoch(&self) -> u64 {
        self.inner.epoch
    }

    pub(super) fn kind(&self) -> TransportKind {
        self.inner.transport.kind()
    }

    pub(super) fn is_lost(&self) -> bool {
        self.inner.lost.load(Ordering::Acquire)
    }

    /// Never uses the connection again, and ends it: with it goes what the router ties to it.
    pub(super) fn give_up(&self) {
        if !self.inner.lost.swap(true, Ordering::AcqRel) {
            let transport = Arc::clone(&self.inner.transport);
            // Without a runtime the connection ends with its last user.
            if let Ok(runtime) = tokio::runtime::Handle::try_current() {
                runtime.spawn(async move { transport.close().await });
            }
        }
    }

    /// Sends commands together; one result for each. A failure of the connection is remembered.
    pub(super) async fn execute(&self, commands: Vec<Command>) -> Vec<Result<Response, Error>> {
        let count = commands.len();
        if self.is_lost() {
            return (0..count)
                .map(|_| Err(Error::lost(Delivery::NotSent, "the connection was lost before")))
                .collect();
        }
        let mut results = self.inner.transport.execute(commands).await;
        results.truncate(count);
        while results.len() < count {
            results.push(Err(Error::protocol("a command was left without a result")));
        }
        if results
            .iter()
            .any(|result| result.as_ref().is_err_and(ends_connection))
        {
            self.give_up();
        }
        results
    }

    /// Sends one command.
    pub(super) async fn execute_one(&self, command: Command) -> Result<Response, Error> {
        let missing = || Err(Error::protocol("a command was left without a result"));
        self.execute(vec![command]).await.pop().unwrap_or_else(missing)
    }

    /// What the router is: asked once for each connection.
    pub(super) async fn probe(&self) -> Result<&Probe, RouterError> {
        self.inner
            .probe
            .get_or_try_init(|| async {
                let asked = Instant::now();
                self.read_probe(self.execute(probe::questions()).await, asked)
            })
            .await
    }

    /// What the router is, if it was asked.
    pub(super) fn probed(&self) -> Option<&Probe> {
        self.inner.probe.get()
    }

    /// Reads answers to [`probe::questions`] that were asked along with something else, not before `asked`.
    pub(super) fn take_probe(
        &self,
        answers: Vec<Result<Response, Error>>,
        asked: Instant,
    ) -> Result<&Probe, RouterError> {
        let probe = self.read_probe(answers, asked)?;
        // Somebody else may have been first; the router said the same to both.
        let _ = self.inner.probe.set(probe);
        self.probed()
            .ok_or_else(|| RouterError::Protocol("the router could not be asked what it is".to_owned()))
    }

    fn read_probe(
        &self,
        answers: Vec<Result<Response, Error>>,
        asked: Instant,
    ) -> Result<Probe, RouterError> {
        let probe = probe::read(self.kind(), answers)?;
        if let Some(uptime) = probe.uptime {
            self.note_uptime(uptime, asked)?;
        }
        Ok(probe)
    }

    /// Reads an answer to [`probe::resource`] and makes sure that the router has not restarted since the last.
    /// It was asked not before `asked`. REST needs this: a restart ends no session there.
    pub(super) fn witness(&self, answer: Result<Response, Error>, asked: Instant) -> Result<(), RouterError> {
        let rows: Vec<Row> = answer?.rows;
        match probe::uptime_of(&rows) {
            Some(uptime) => self.note_uptime(uptime, asked),
            None => Err(RouterError::Protocol(
                "the router does not tell how long it is up".to_owned(),
            )),
        }
    }

    /// Between the earlier answer and this one the router ran at least from when that one was here to when this one was
    /// asked for: how long answers take to arrive says nothing.
    fn note_uptime(&self, uptime: Duration, asked: Instant) -> Result<(), RouterError> {
        let before = {
            let mut seen = self.inner.uptime.lock().unwrap_or_else(PoisonError::into_inner);
            seen.replace((uptime, Instant::now()))
        };
        let elapsed = |answered| asked.saturating_duration_since(answered);
        if before.is_some_and(|(earlier, answered)| restarted(earlier, uptime, elapsed(answered))) {
            self.give_up();
            return Err(RouterError::ConnectionLost("the router has restarted".to_owned()));
        }
        Ok(())
    }
}

/// Whether an uptime is too short for what it was at least `elapsed` ago. Uptimes are whole seconds, and clocks drift.
fn restarted(earlier: Duration, now: Duration, elapsed: Duration) -> bool {
    now < earlier || now + Duration::from_secs(2) + elapsed / 100 < earlier + elapsed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restart_shows_in_the_uptime() {
        let seconds = Duration::from_secs;
        assert!(!restarted(seconds(100), seconds(100), Duration::from_millis(900)));
        assert!(!restarted(seconds(100), seconds(110), seconds(11)));
        // A clock that jumps forward is no restart.
        assert!(!restarted(seconds(100), seconds(400), seconds(1)));
        assert!(restarted(seconds(100), seconds(99), seconds(1)));
        assert!(restarted(seconds(10), seconds(30), seconds(60)));
    }
}
