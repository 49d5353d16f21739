//! A scripted router at the other end of a pipe in memory.
#![allow(dead_code, reason = "each test program uses a part of it")]
#![allow(unreachable_pub, reason = "a module of tests has no outside")]

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use nnc_routeros::client::{ApiSession, ByteStream, Connector, Credentials, Settings};
use nnc_routeros::error::Error;
use routeros_wire::{Command, Decoder, Limits, SentenceWriter};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::sync::mpsc;

pub const USER: &str = "admin";
pub const PASSWORD: &str = "hunter2-correct-horse";

/// A command as the server saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub path: String,
    pub attributes: Vec<(String, Vec<u8>)>,
    pub queries: Vec<String>,
    pub tag: Option<String>,
}

impl Seen {
    pub fn of(command: Command<'_>) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self {
            path: text(command.path()),
            attributes: command
                .attributes()
                .map(|(key, value)| (text(key), value.to_vec()))
                .collect(),
            queries: command.queries().map(text).collect(),
            tag: command.tag().map(text),
        }
    }

    pub fn get(&self, key: &str) -> Option<&[u8]> {
        self.attributes
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_slice())
    }
}

/// Encodes a reply: kind and words as they are, then the tag.
pub fn reply(words: &[&[u8]], tag: Option<&str>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut sentence = SentenceWriter::new(&mut out);
    for word in words {
        sentence.word(word);
    }
    if let Some(tag) = tag {
        sentence.tag(tag);
    }
    sentence.finish().unwrap();
    out
}

/// The router's side, step by step.
pub struct Server {
    pub io: DuplexStream,
    decoder: Decoder,
    /// Everything received, to look for passwords in.
    pub heard: Vec<u8>,
}

impl Server {
    pub fn new(io: DuplexStream) -> Self {
        Self {
            io,
            decoder: Decoder::new(Limits::default()),
            heard: Vec::new(),
        }
    }

    /// The next command, or `None` when the client has hung up.
    pub async fn next(&mut self) -> Option<Seen> {
        loop {
            if let Some(sentence) = self.decoder.next_sentence().unwrap() {
                return Some(Seen::of(Command::new(sentence)));
            }
            let mut bytes = [0; 4096];
            let count = self.io.read(&mut bytes).await.unwrap_or(0);
            if count == 0 {
                return None;
            }
            self.heard.extend(&bytes[..count]);
            self.decoder.feed(&bytes[..count]);
        }
    }

    pub async fn send_raw(&mut self, bytes: &[u8]) {
        // The client may have hung up on purpose; tests look at its side.
        let _ = self.io.write_all(bytes).await;
    }

    pub async fn send(&mut self, words: &[&str], tag: Option<&str>) {
        let words: Vec<&[u8]> = words.iter().map(|word| word.as_bytes()).collect();
        self.send_raw(&reply(&words, tag)).await;
    }

    pub async fn done(&mut self, seen: &Seen) {
        self.send(&["!done"], seen.tag.as_deref()).await;
    }

    /// Takes the login and accepts it.
    pub async fn accept_login(&mut self) {
        let login = self.next().await.unwrap();
        assert_eq!(login.path, "/login");
        assert_eq!(login.get("name"), Some(USER.as_bytes()));
        assert_eq!(login.get("password"), Some(PASSWORD.as_bytes()));
        self.done(&login).await;
    }

    /// How often the password was heard.
    pub fn passwords_heard(&self) -> usize {
        self.heard
            .windows(PASSWORD.len())
            .filter(|window| *window == PASSWORD.as_bytes())
            .count()
    }
}

pub fn pipe() -> (DuplexStream, Server) {
    let (client, server) = tokio::io::duplex(64 << 10);
    (client, Server::new(server))
}

pub fn credentials() -> Credentials {
    Credentials::new(USER, PASSWORD)
}

/// A session and the server that it is logged in to.
pub async fn logged_in(settings: Settings) -> (ApiSession, Server) {
    let (client, mut server) = pipe();
    let (session, ()) = tokio::join!(
        ApiSession::login(client, credentials(), settings),
        server.accept_login()
    );
    (session.unwrap(), server)
}

/// What became of a login against a server that does `script` with it.
pub async fn login_against<F: Future<Output = Server>>(
    credentials: Credentials,
    script: impl FnOnce(Server) -> F,
) -> (Result<ApiSession, Error>, Server) {
    let (client, server) = pipe();
    tokio::join!(
        ApiSession::login(client, credentials, Settings::default()),
        script(server)
    )
}

/// A router that hands its end of each new connection to the test, or refuses when the test says so.
#[derive(Debug)]
pub struct Pipes {
    pub servers: mpsc::UnboundedSender<DuplexStream>,
    pub refuse: Arc<Mutex<u32>>,
}

#[async_trait]
impl Connector for Pipes {
    async fn connect(&self) -> Result<Box<dyn ByteStream>, Error> {
        {
            let mut refuse = self.refuse.lock().unwrap();
            if *refuse > 0 {
                *refuse -= 1;
                return Err(Error::Unreachable {
                    address: "test".to_owned(),
                    reason: "refused".to_owned(),
                });
            }
        }
        let (client, server) = pipe();
        self.servers.send(server.io).unwrap();
        Ok(Box::new(client))
    }
}
