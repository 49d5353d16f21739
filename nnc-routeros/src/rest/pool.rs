//! Connections that are kept and used again.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::task::JoinHandle;

use crate::client::Connector;
use crate::error::{Delivery, Error};

/// How many idle connections are kept.
const MAX_IDLE: usize = 4;

/// Keep-alive connections to one router.
#[derive(Debug)]
pub(super) struct Pool {
    connector: Box<dyn Connector>,
    idle: Mutex<Vec<Connection>>,
}

/// One connection; its task ends with it.
#[derive(Debug)]
pub(super) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    task: JoinHandle<()>,
    /// Whether it has served a request before: then the router may have closed it in the meantime.
    pub(super) used: bool,
}

/// Why a request got no answer.
pub(super) enum Failed {
    /// It never left: here it is again.
    Unsent(Box<Request<Full<Bytes>>>, String),
    /// It may have arrived.
    Lost(Error),
}

impl Pool {
    pub(super) fn new(connector: Box<dyn Connector>) -> Self {
        Self {
            connector,
            idle: Mutex::new(Vec::new()),
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An idle connection, if one is still open, or a new one.
    pub(super) async fn take(&self) -> Result<Connection, Error> {
        loop {
            let Some(mut connection) = self.idle().pop() else {
                break;
            };
            if connection.sender.ready().await.is_ok() {
                connection.used = true;
                return Ok(connection);
            }
        }
        self.connect().await
    }

    /// A new connection.
    pub(super) async fn connect(&self) -> Result<Connection, Error> {
        let stream = self.connector.connect().await?;
        let failed = |error: hyper::Error| Error::lost(Delivery::NotSent, error);
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(failed)?;
        let task = tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "REST connection ended");
            }
        });
        Ok(Connection {
            sender,
            task,
            used: false,
        })
    }

    /// Takes back a connection whose answer was read to its end.
    pub(super) fn give_back(&self, connection: Connection) {
        let mut idle = self.idle();
        if idle.len() < MAX_IDLE && !connection.sender.is_closed() {
            idle.push(connection);
        }
    }

    /// Closes the idle connections.
    pub(super) fn clear(&self) {
        self.idle().clear();
    }
}

impl Connection {
    /// Sends a request and waits for the head of its answer.
    pub(super) async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, Failed> {
        self.sender
            .try_send_request(request)
            .await
            .map_err(|mut error| match error.take_message() {
                Some(request) => Failed::Unsent(Box::new(request), error.error().to_string()),
                None => Failed::Lost(lost(error.error())),
            })
    }
}

/// What a failure in the middle of an exchange means.
pub(super) fn lost(error: &hyper::Error) -> Error {
    if error.is_parse() {
        Error::protocol(error)
    } else {
        Error::lost(Delivery::Unknown, error)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.task.abort();
    }
}
