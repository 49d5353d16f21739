//! A router that the host program implements: it keeps rows as RouterOS does, in whatever way it can, and this makes a
//! transport of it. Everything above (planning, guards, confirming, drift) is as with any other router.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;

use crate::adapter::Dial;
use crate::client::Listen;
use crate::error::{Delivery, Error, Refusal};
use crate::transport::{Command, Response, Row, Transport, TransportKind};

/// What a hosted router says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The version of RouterOS whose rows it keeps, such as `7.22.3`.
    pub version: String,
    /// Its own name.
    pub identity: String,
}

/// Why a hosted router did not do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct HostedError {
    /// `router-unreachable` and `connection-lost` mean that nobody answers; `unsupported` that there is no such menu or
    /// command; anything else that it refuses, and has changed nothing.
    pub code: String,
    /// Its words.
    pub message: String,
}

/// A row: its handle under `.id`, and what it says, each value spelled as RouterOS spells it.
pub type HostedRow = Vec<(String, String)>;

/// A router that the host program implements.
#[async_trait]
pub trait HostedRouter: Send + Sync {
    /// What it is.
    async fn describe(&self) -> Result<Description, HostedError>;

    /// The rows of a menu, in their order.
    async fn read(&self, menu: &str) -> Result<Vec<HostedRow>, HostedError>;

    /// Carries out `add`, `set`, `remove`, `move` or `unset`. Gives the handle of a row that was added.
    async fn write(&self, menu: &str, verb: &str, values: HostedRow) -> Result<Option<String>, HostedError>;

    /// Begins what [`commit`](Self::commit) makes stand and [`roll_back`](Self::roll_back) takes back. Refused while
    /// another is open.
    async fn begin(&self) -> Result<(), HostedError>;

    /// Makes everything since [`begin`](Self::begin) stand.
    async fn commit(&self) -> Result<(), HostedError>;

    /// Takes everything since [`begin`](Self::begin) back.
    async fn roll_back(&self) -> Result<(), HostedError>;
}

/// Connects to a hosted router.
#[derive(Clone)]
pub struct HostedDial {
    router: Arc<dyn HostedRouter>,
    deadline: Duration,
}

impl HostedDial {
    /// Each call of the host may take this long.
    pub fn new(router: Arc<dyn HostedRouter>, deadline: Duration) -> Self {
        Self { router, deadline }
    }
}

impl fmt::Debug for HostedDial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostedDial")
    }
}

#[async_trait]
impl Dial for HostedDial {
    async fn dial(&self) -> Result<Arc<dyn Transport>, Error> {
        Ok(Arc::new(Hosted {
            router: Arc::clone(&self.router),
            deadline: self.deadline,
            begun: AtomicBool::new(false),
        }))
    }
}

struct Hosted {
    router: Arc<dyn HostedRouter>,
    deadline: Duration,
    /// Something was begun and neither made to stand nor taken back.
    begun: AtomicBool,
}

impl fmt::Debug for Hosted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hosted")
    }
}

impl Hosted {
    /// A call of the host, within the deadline.
    async fn call<T>(&self, call: impl Future<Output = Result<T, HostedError>> + Send) -> Result<T, Error> {
        match tokio::time::timeout(self.deadline, call).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(failed(error)),
            Err(_) => Err(Error::Deadline {
                delivery: Delivery::Unknown,
                after: self.deadline,
            }),
        }
    }

    async fn answer(&self, command: Command) -> Result<Response, Error> {
        match (command.path.as_str(), command.verb.as_str()) {
            ("/safe-mode", "take") => {
                self.call(self.router.begin()).await?;
                self.begun.store(true, Ordering::SeqCst);
                Ok(Response::default())
            }
            ("/safe-mode", "release") => {
                self.call(self.router.commit()).await?;
                self.begun.store(false, Ordering::SeqCst);
                Ok(Response::default())
            }
            ("/safe-mode", "unroll") => {
                self.call(self.router.roll_back()).await?;
                self.begun.store(false, Ordering::SeqCst);
                Ok(Response::default())
            }
            ("/safe-mode", "print") => Ok(Response::default()),
            ("/system/resource", "print") => {
                let description = self.call(self.router.describe()).await?;
                Ok(one_row([("version", description.version)]))
            }
            ("/system/identity", "print") => {
                let description = self.call(self.router.describe()).await?;
                Ok(one_row([("name", description.identity)]))
            }
            (menu, "print") => {
                let rows = self.call(self.router.read(menu)).await?;
                let rows = rows.into_iter().map(|row| row.into_iter().collect::<Row>());
                let wanted = rows.filter(|row| asked_for(row, &command.queries));
                Ok(Response {
                    rows: wanted.collect(),
                    ret: None,
                })
            }
            (menu, verb) => {
                let mut values = Vec::with_capacity(command.attributes.len());
                for (name, value) in &command.attributes {
                    let value = String::from_utf8(value.clone()).map_err(|_| Error::InvalidCommand {
                        reason: format!("{name} is no Unicode text"),
                    })?;
                    values.push((name.clone(), value));
                }
                let made = self.call(self.router.write(menu, verb, values)).await?;
                Ok(Response {
                    rows: Vec::new(),
                    ret: made.map(String::into_bytes),
                })
            }
        }
    }
}

fn one_row<const N: usize>(values: [(&str, String); N]) -> Response {
    let values = values.into_iter().map(|(name, value)| (name.to_owned(), value));
    Response {
        rows: vec![values.collect()],
        ret: None,
    }
}

/// Whether a row is asked for; what is more than a comparison lets the row through, and is looked at again above.
fn asked_for(row: &Row, queries: &[String]) -> bool {
    let stack = queries.iter().any(|query| query.starts_with('#'));
    let fits = |query: &String| match query.split_once('=') {
        Some((name, value)) => row.get_str(name) == Some(value),
        None => true,
    };
    stack || queries.iter().all(fits)
}

fn failed(error: HostedError) -> Error {
    match error.code.as_str() {
        "router-unreachable" => Error::Unreachable {
            address: "the router of the host program".to_owned(),
            reason: error.message,
        },
        "connection-lost" | "router-timeout" => Error::lost(Delivery::Unknown, error.message),
        "unsupported" => Error::Refused(Refusal::new(Some(0), "no such command prefix")),
        _ => Error::Refused(Refusal::new(None, &error.message)),
    }
}

#[async_trait]
impl Transport for Hosted {
    fn kind(&self) -> TransportKind {
        TransportKind::Api
    }

    fn can_listen(&self) -> bool {
        false
    }

    /// One after the other: a host program has one state.
    async fn execute(&self, commands: Vec<Command>) -> Vec<Result<Response, Error>> {
        let mut answers = Vec::with_capacity(commands.len());
        for command in commands {
            answers.push(self.answer(command).await);
        }
        answers
    }

    async fn listen(&self, _path: &str, _proplist: Vec<String>) -> Result<Listen, Error> {
        Err(Error::Unsupported { what: "listening" })
    }

    async fn close(&self) {
        if self.begun.swap(false, Ordering::SeqCst)
            && let Err(error) = self.call(self.router.roll_back()).await
        {
            // Its words are not logged: nobody knows what the host puts into them.
            tracing::warn!(
                code = error.code(),
                "the host program did not take an open change back"
            );
        }
    }
}
