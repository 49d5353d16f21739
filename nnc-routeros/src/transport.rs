//! One way to talk to a router, whichever service it offers: the binary API or REST.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
pub use routeros_wire::Row;

pub use crate::client::{Listen, ListenEvent};
use crate::error::Error;

/// A command for a router.
///
/// ```
/// use nnc_routeros::transport::Command;
/// let add = Command::new("/interface/vlan", "add").with("name", "iot").with("vlan-id", "101");
/// assert!(!add.is_read());
/// let print = Command::print("/ip/address").proplist([".id", "address"]).query("dynamic=false");
/// assert!(print.is_read());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Command {
    /// The menu: `/interface/vlan`.
    pub path: String,
    /// What to do there: `add`, `set`, `print`, ...
    pub verb: String,
    /// Parameters by name. Values are bytes; a secret among them is not shown by `Debug`.
    pub attributes: Vec<(String, Vec<u8>)>,
    /// The words of a query, without question marks, in order (RouterOS manual, API page, "Queries").
    pub queries: Vec<String>,
    /// The properties wanted; all when empty. The router may answer with more.
    pub proplist: Vec<String>,
    /// How long the answer may take, counted from sending; the transport's own deadline when absent.
    pub deadline: Option<Duration>,
}

impl Command {
    /// A command without parameters.
    pub fn new(path: impl Into<String>, verb: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            verb: verb.into(),
            attributes: Vec::new(),
            queries: Vec::new(),
            proplist: Vec::new(),
            deadline: None,
        }
    }

    /// Reads the rows of a menu.
    pub fn print(path: impl Into<String>) -> Self {
        Self::new(path, "print")
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl AsRef<[u8]>) -> Self {
        self.attributes.push((key.into(), value.as_ref().to_vec()));
        self
    }

    /// Adds a word of a query, without its question mark.
    #[must_use]
    pub fn query(mut self, word: impl Into<String>) -> Self {
        self.queries.push(word.into());
        self
    }

    /// Asks for these properties.
    #[must_use]
    pub fn proplist<I: IntoIterator<Item = S>, S: Into<String>>(mut self, names: I) -> Self {
        self.proplist.extend(names.into_iter().map(Into::into));
        self
    }

    /// Sets a deadline of its own.
    #[must_use]
    pub const fn within(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Whether the command changes nothing.
    pub fn is_read(&self) -> bool {
        matches!(
            self.verb.as_str(),
            "print" | "get" | "getall" | "listen" | "monitor" | "find" | "export"
        )
    }
}

/// Debug output shows what is done to which parameters, never their values.
impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.path, self.verb)?;
        self.attributes
            .iter()
            .try_for_each(|(key, _)| write!(f, " ={key}=.."))?;
        if self.queries.is_empty() {
            Ok(())
        } else {
            write!(f, " ?..")
        }
    }
}

/// What a router answered to one command.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The rows, in the router's order.
    pub rows: Vec<Row>,
    /// What the command returned: the `.id` of an added row, a count.
    pub ret: Option<Vec<u8>>,
}

impl Response {
    /// The returned value, where it is UTF-8.
    pub fn ret_str(&self) -> Option<&str> {
        std::str::from_utf8(self.ret.as_deref()?).ok()
    }
}

/// Debug output shows no values: `get` returns any, a secret too.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("rows", &self.rows)
            .field("ret", &self.ret.as_ref().map(|_| ".."))
            .finish()
    }
}

/// Which service of the router is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TransportKind {
    /// The binary API: one session, in which safe mode can be held.
    Api,
    /// REST: every request stands alone.
    Rest,
}

/// A connection to a router. The same commands get the same results over each transport.
#[async_trait]
pub trait Transport: Send + Sync + fmt::Debug {
    /// Which service this is.
    fn kind(&self) -> TransportKind;

    /// Whether [`listen`](Self::listen) works.
    fn can_listen(&self) -> bool;

    /// Sends commands, pipelined within the transport's window, and returns their results in the same order.
    ///
    /// The router may execute commands that are in flight together in any order: what depends on an earlier
    /// answer belongs into a later call. Dropping the future cancels what has not been answered.
    async fn execute(&self, commands: Vec<Command>) -> Vec<Result<Response, Error>>;

    /// Sends one command.
    ///
    /// # Errors
    /// Its refusal, or what went wrong on the way.
    async fn execute_one(&self, command: Command) -> Result<Response, Error> {
        let missing = || Error::protocol("a command was left without a result");
        self.execute(vec![command])
            .await
            .pop()
            .unwrap_or_else(|| Err(missing()))
    }

    /// Reads several menus in one pipelined go; the rows of each, in the order asked.
    ///
    /// # Errors
    /// The first failure.
    async fn read(&self, prints: Vec<Command>) -> Result<Vec<Vec<Row>>, Error> {
        let results = self.execute(prints).await;
        results
            .into_iter()
            .map(|result| result.map(|response| response.rows))
            .collect()
    }

    /// Follows changes of a menu.
    ///
    /// # Errors
    /// [`Error::Unsupported`] over REST; otherwise what went wrong on the way. A refusal of the router comes
    /// as the end of the stream.
    async fn listen(&self, path: &str, proplist: Vec<String>) -> Result<Listen, Error>;

    /// Ends the connection. Commands without an answer fail with [`Error::ConnectionLost`].
    async fn close(&self);
}
