//! How a connection behaves.

use std::time::Duration;

use nnc_core::secret::Secret;
use routeros_wire::Limits;

/// How to log in to the binary API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LoginMethod {
    /// RouterOS 6.43 and newer: name and password in one command. A server that answers with a challenge is
    /// refused, because answering would give it the password's digest after the password itself.
    #[default]
    Plain,
    /// RouterOS before 6.43: ask for a challenge and answer it; the password itself is never sent.
    Legacy,
}

/// Who logs in, and how.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The user's name.
    pub user: String,
    /// The user's password.
    pub password: Secret,
    /// How to log in.
    pub method: LoginMethod,
}

impl Credentials {
    /// Credentials for RouterOS 6.43 and newer.
    pub fn new(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            user: user.into(),
            password: password.into(),
            method: LoginMethod::Plain,
        }
    }
}

/// Windows, deadlines and bounds of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// How many commands may be in flight when one more write is sent. Default 16.
    pub write_window: usize,
    /// How many commands may be in flight when one more read is sent. Default 24: routers have been seen to
    /// stop answering at 25 and more (restraml, "native API inspect" notes, RouterOS 7.22.1). A single
    /// `/cancel` or keepalive may come on top.
    pub read_window: usize,
    /// How many streams and listens may be open at once; each occupies a place in the window. Default 8.
    pub max_streams: usize,
    /// How long an answer may take, counted from sending. Default 30 s.
    pub deadline: Duration,
    /// How long connecting and logging in may take, each. Default 10 s.
    pub connect_deadline: Duration,
    /// After how much silence the peer counts as gone; it is asked for a sign of life after half of it.
    /// Default 10 s. `None` turns it off.
    pub keepalive: Option<Duration>,
    /// Bounds on single sentences.
    pub limits: Limits,
    /// Bound on the rows held for all unfinished answers of a connection, in bytes. Default 64 MiB.
    pub max_buffered: usize,
    /// Bound on the rows of one stream that wait for their reader, in bytes. Default 16 MiB. A print stream
    /// that reaches it stops the connection's reading until its reader catches up.
    pub max_stream_buffer: usize,
    /// How long a slow reader may stop the connection's reading before its stream is ended. Default 5 s.
    pub max_stall: Duration,
    /// How many answers to commands that were never sent are borne before the connection is closed.
    /// Default 1000.
    pub max_strays: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            write_window: 16,
            read_window: 24,
            max_streams: 8,
            deadline: Duration::from_secs(30),
            connect_deadline: Duration::from_secs(10),
            keepalive: Some(Duration::from_secs(10)),
            limits: Limits::default(),
            max_buffered: 64 << 20,
            max_stream_buffer: 16 << 20,
            max_stall: Duration::from_secs(5),
            max_strays: 1000,
        }
    }
}
