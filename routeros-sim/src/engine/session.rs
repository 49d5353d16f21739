//! Connections: login, quit, cancel.

use std::net::IpAddr;

use crate::provenance::Rule;
use crate::value::{Value, as_text};

use super::access::Policies;
use super::listen::Stream;
use super::ping::Ping;
use super::reply::{Reply, Trap};
use super::{Actor, ConnId, Engine, Output, Request};

/// How a command reached the router.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transport {
    Api,
    Rest,
    /// A script of the router's own.
    Script,
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) from: Option<IpAddr>,
    pub(crate) user: Option<(String, Policies)>,
    pub(crate) transport: Transport,
    pub(crate) streams: Vec<Stream>,
    pub(crate) pings: Vec<Ping>,
    /// Answers no more.
    pub(crate) hung: bool,
    challenge: Option<[u8; 16]>,
}

impl Session {
    pub(crate) fn actor(&self, conn: ConnId) -> Option<Actor> {
        let (user, policies) = self.user.clone()?;
        Some(Actor {
            conn: Some(conn),
            user,
            policies,
            transport: self.transport,
        })
    }
}

impl Engine {
    /// A connection was made.
    pub(crate) fn connect(&mut self, conn: ConnId, transport: Transport, from: Option<IpAddr>, now: u64) {
        self.tick(now);
        self.log.connections += 1;
        let session = Session {
            from,
            user: None,
            transport,
            streams: Vec::new(),
            pings: Vec::new(),
            hung: false,
            challenge: None,
        };
        self.sessions.insert(conn, session);
    }

    /// A connection ended, however.
    pub(crate) fn disconnect(&mut self, conn: ConnId, now: u64) {
        self.tick(now);
        if self.sessions.remove(&conn).is_some() {
            self.safe_mode_session_lost(conn);
            self.tell_listeners();
        }
    }

    pub(crate) fn is_logged_in(&self, conn: ConnId) -> bool {
        self.sessions
            .get(&conn)
            .is_some_and(|session| session.user.is_some())
    }

    pub(super) fn refuse_stranger(&mut self, conn: ConnId) {
        let _rule = Rule::LoginRequired;
        self.output.push_back(Output::Close { conn });
        self.sessions.remove(&conn);
    }

    pub(super) fn quit(&mut self, conn: ConnId) {
        let _rule = Rule::QuitEndsSession;
        self.reply(conn, None, Reply::Fatal("session terminated on request"));
        self.output.push_back(Output::Close { conn });
        // The manual: leaving by /quit does not undo what safe mode covered.
        self.release_safe_mode_of(conn);
        self.sessions.remove(&conn);
    }

    pub(super) fn login(&mut self, conn: ConnId, request: &Request) -> Vec<Reply> {
        let user = request.text("name").to_owned();
        let failure = || {
            Reply::Trap(Trap::general(
                Rule::LoginFailure,
                "invalid user name or password (6)",
            ))
        };
        let Some(session) = self.sessions.get(&conn) else {
            return Vec::new();
        };
        let (from, transport) = (session.from, session.transport);
        let accepted = if self.settings.legacy_login {
            match (session.challenge, request.get("response")) {
                (Some(challenge), Some(response)) => {
                    let response = as_text(response).to_ascii_lowercase();
                    self.authenticate(&user, transport, from, |password| {
                        legacy_response(password, &challenge) == response
                    })
                }
                _ => {
                    let _rule = Rule::LegacyChallenge;
                    let (high, low) = (self.random_bits(), self.random_bits());
                    let mut challenge = [0; 16];
                    for (slot, byte) in challenge
                        .iter_mut()
                        .zip(high.to_be_bytes().into_iter().chain(low.to_be_bytes()))
                    {
                        *slot = byte;
                    }
                    if let Some(session) = self.sessions.get_mut(&conn) {
                        session.challenge = Some(challenge);
                    }
                    return vec![Reply::Done(Some(Value::from(hex(&challenge))))];
                }
            }
        } else {
            let given = request.get("password").cloned().unwrap_or_default();
            self.authenticate(&user, transport, from, |password| password.as_bytes() == given)
        };
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.challenge = None;
            session.user = accepted.map(|policies| (user, policies));
        }
        if accepted.is_some() {
            vec![Reply::Done(None)]
        } else {
            vec![failure(), Reply::Done(None)]
        }
    }

    /// `/cancel`: ends one stream, or all of the connection.
    pub(super) fn cancel(&mut self, actor: &Actor, request: &Request) -> Result<Vec<Reply>, Trap> {
        let wanted = request.get("tag");
        let Some(conn) = actor.conn else {
            return Ok(vec![Reply::Done(None)]);
        };
        let Some(session) = self.sessions.get_mut(&conn) else {
            return Ok(Vec::new());
        };
        let all = std::mem::take(&mut session.streams);
        let (ended, kept): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|stream| wanted.is_none() || stream.tag.as_ref() == wanted);
        session.streams = kept;
        let pings = std::mem::take(&mut session.pings);
        let (ended_pings, kept): (Vec<_>, Vec<_>) = pings
            .into_iter()
            .partition(|ping| wanted.is_none() || ping.tag.as_ref() == wanted);
        session.pings = kept;
        let tags = ended
            .into_iter()
            .map(|stream| stream.tag)
            .chain(ended_pings.into_iter().map(|ping| ping.tag));
        for tag in tags {
            self.reply(conn, tag.clone(), Reply::Trap(Trap::interrupted()));
            self.reply(conn, tag, Reply::Done(None));
        }
        Ok(vec![Reply::Done(None)])
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn legacy_response(password: &str, challenge: &[u8; 16]) -> String {
    routeros_wire::login::challenge_response(password.as_bytes(), hex(challenge).as_bytes())
        .unwrap_or_default()
}
