//! Requests over the pool.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue};
use hyper::{Request, Response as HttpResponse};
use tokio::task::JoinSet;
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::client::{Connector, Credentials, Listen, Settings};
use crate::error::{Delivery, Error};
use crate::transport::{Command, Response, Transport, TransportKind};

use super::pool::{Failed, Pool, lost};
use super::request::RestRequest;
use super::response::read_response;

/// How many reads are in flight at once.
const READERS: usize = 4;

/// The REST service of a router. Reads go over up to four connections at once; writes go one by one, in order.
#[derive(Clone)]
pub struct RestClient {
    inner: Arc<Inner>,
}

struct Inner {
    pool: Pool,
    host: HeaderValue,
    /// Marked sensitive: hyper does not show it.
    authorization: HeaderValue,
    settings: Settings,
    closed: AtomicBool,
}

impl RestClient {
    /// A client that connects when first used. `authority` is what the `Host` header says: host, and port where
    /// it is not the usual one.
    ///
    /// # Errors
    /// [`Error::InvalidCommand`] when authority or user cannot stand in a header (a user with a colon).
    pub fn new(
        connector: impl Connector + 'static,
        authority: &str,
        credentials: &Credentials,
        settings: Settings,
    ) -> Result<Self, Error> {
        let invalid = |reason: &str| Error::InvalidCommand {
            reason: reason.to_owned(),
        };
        if credentials.user.contains(':') {
            return Err(invalid("a user with a colon cannot log in over REST"));
        }
        let mut plain = Zeroizing::new(Vec::with_capacity(256));
        plain.extend_from_slice(credentials.user.as_bytes());
        plain.push(b':');
        plain.extend_from_slice(credentials.password.expose());
        let basic = Zeroizing::new(format!(
            "Basic {}",
            Zeroizing::new(STANDARD.encode(&*plain)).as_str()
        ));
        let mut authorization = HeaderValue::from_str(&basic)
            .map_err(|_| invalid("these credentials cannot stand in a header"))?;
        authorization.set_sensitive(true);
        let host = HeaderValue::from_str(authority).map_err(|_| invalid("this is not a host name"))?;
        let pool = Pool::new(Box::new(connector));
        let inner = Inner {
            pool,
            host,
            authorization,
            settings,
            closed: AtomicBool::new(false),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }
}

impl Inner {
    async fn execute(&self, command: &Command) -> Result<Response, Error> {
        if self.closed.load(Ordering::Relaxed) {
            return Err(Error::lost(Delivery::NotSent, "this client was closed"));
        }
        let request = RestRequest::new(command)?;
        let request = self.http_request(request)?;
        let after = command.deadline.unwrap_or(self.settings.deadline);
        let sent = AtomicBool::new(false);
        let answer = timeout(after, self.exchange(command, request, &sent)).await;
        answer.unwrap_or_else(|_| {
            let delivery = if sent.load(Ordering::Relaxed) {
                Delivery::Unknown
            } else {
                Delivery::NotSent
            };
            Err(Error::Deadline { delivery, after })
        })
    }

    fn http_request(&self, request: RestRequest) -> Result<Request<Full<Bytes>>, Error> {
        let mut builder = Request::builder()
            .method(request.method)
            .uri(request.target)
            .header(HOST, &self.host)
            .header(AUTHORIZATION, &self.authorization);
        if request.body.is_some() {
            builder = builder.header(CONTENT_TYPE, "application/json");
        }
        let body = Full::new(Bytes::from(request.body.unwrap_or_default()));
        builder.body(body).map_err(|error| Error::InvalidCommand {
            reason: error.to_string(),
        })
    }

    /// Sends a request and reads its answer; sets `sent` before the first byte may leave.
    async fn exchange(
        &self,
        command: &Command,
        request: Request<Full<Bytes>>,
        sent: &AtomicBool,
    ) -> Result<Response, Error> {
        let connect_deadline = self.settings.connect_deadline;
        let late = || Error::Deadline {
            delivery: Delivery::NotSent,
            after: connect_deadline,
        };
        let mut connection = timeout(connect_deadline, self.pool.take())
            .await
            .unwrap_or_else(|_| Err(late()))?;
        let again = command.is_read().then(|| Box::new(request.clone()));
        sent.store(true, Ordering::Relaxed);
        let answer = match connection.send(request).await {
            // A kept connection that the router closed meanwhile says nothing about the command. What has not
            // left, and what changes nothing, is sent over a new one; once.
            Err(failed) if connection.used => match (failed, again) {
                (Failed::Unsent(request, _), _) | (Failed::Lost(_), Some(request)) => {
                    connection = timeout(connect_deadline, self.pool.connect())
                        .await
                        .unwrap_or_else(|_| Err(late()))?;
                    connection.send(*request).await
                }
                (lost @ Failed::Lost(_), None) => Err(lost),
            },
            answer => answer,
        };
        let answer = answer.map_err(|failed| match failed {
            Failed::Unsent(_, reason) => Error::lost(Delivery::NotSent, reason),
            Failed::Lost(error) => error,
        })?;
        let status = answer.status().as_u16();
        let body = self.read_body(answer).await?;
        self.pool.give_back(connection);
        read_response(command, status, &body)
    }

    async fn read_body(&self, answer: HttpResponse<Incoming>) -> Result<Vec<u8>, Error> {
        let limit = self.settings.max_buffered;
        let (mut incoming, mut body) = (answer.into_body(), Vec::new());
        while let Some(frame) = incoming.frame().await {
            let frame = frame.map_err(|error| lost(&error))?;
            if let Some(data) = frame.data_ref() {
                if body.len().saturating_add(data.len()) > limit {
                    return Err(Error::TooLarge { limit });
                }
                body.extend_from_slice(data);
            }
        }
        Ok(body)
    }

    /// Works off a queue of reads.
    async fn work(
        self: Arc<Self>,
        queue: Arc<Mutex<VecDeque<(usize, Command)>>>,
    ) -> Vec<(usize, Result<Response, Error>)> {
        let mut results = Vec::new();
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some((index, command)) = next else {
                return results;
            };
            results.push((index, self.execute(&command).await));
        }
    }

    /// Runs reads side by side.
    async fn read_all(
        self: &Arc<Self>,
        reads: Vec<(usize, Command)>,
    ) -> Vec<(usize, Result<Response, Error>)> {
        let workers = READERS.min(reads.len());
        let queue = Arc::new(Mutex::new(VecDeque::from(reads)));
        // Dropped with the call, the set ends its tasks.
        let mut set = JoinSet::new();
        for _ in 0..workers {
            set.spawn(Arc::clone(self).work(Arc::clone(&queue)));
        }
        set.join_all().await.into_iter().flatten().collect()
    }
}

#[async_trait]
impl Transport for RestClient {
    fn kind(&self) -> TransportKind {
        TransportKind::Rest
    }

    fn can_listen(&self) -> bool {
        false
    }

    async fn execute(&self, commands: Vec<Command>) -> Vec<Result<Response, Error>> {
        let mut results: Vec<Option<Result<Response, Error>>> = commands.iter().map(|_| None).collect();
        let mut broken: Option<Error> = None;
        let mut commands = commands.into_iter().enumerate().peekable();
        while let Some((index, command)) = commands.next() {
            let mut answers = Vec::new();
            if let Some(error) = &broken {
                answers.push((index, Err(error.for_delivery(Delivery::NotSent))));
            } else if command.is_read() {
                let mut reads = vec![(index, command)];
                while let Some(read) = commands.next_if(|(_, command)| command.is_read()) {
                    reads.push(read);
                }
                answers = self.inner.read_all(reads).await;
            } else {
                let result = self.inner.execute(&command).await;
                // What follows was to come after it, and would now come after nobody knows what.
                broken = result
                    .as_ref()
                    .err()
                    .filter(|error| !matches!(error, Error::Refused(_) | Error::InvalidCommand { .. }))
                    .cloned();
                answers.push((index, result));
            }
            for (index, answer) in answers {
                if let Some(slot) = results.get_mut(index) {
                    *slot = Some(answer);
                }
            }
        }
        let missing = || Err(Error::protocol("a command was left without a result"));
        results
            .into_iter()
            .map(|result| result.unwrap_or_else(missing))
            .collect()
    }

    async fn listen(&self, _path: &str, _proplist: Vec<String>) -> Result<Listen, Error> {
        Err(Error::Unsupported { what: "listening" })
    }

    async fn close(&self) {
        self.inner.closed.store(true, Ordering::Relaxed);
        self.inner.pool.clear();
    }
}

impl fmt::Debug for RestClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestClient")
            .field("pool", &self.inner.pool)
            .finish_non_exhaustive()
    }
}
