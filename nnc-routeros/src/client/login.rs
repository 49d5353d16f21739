//! Logging in, as a state machine. The password leaves at most once.

use routeros_wire::{Reply, ReplyKind, SentenceWriter, WireError, login};
use zeroize::Zeroize;

use crate::error::{Error, printable};

use super::settings::{Credentials, LoginMethod};

/// Where a login stands. The credentials are dropped, and with that wiped, when it has ended.
#[derive(Debug)]
pub(super) enum Login {
    /// Name and password have been sent.
    PlainSent(Credentials),
    /// A challenge has been asked for; nothing secret has been sent.
    ChallengeAsked(Credentials),
    /// The challenge has been answered.
    ResponseSent(Credentials),
}

/// What a reply means for the login.
#[derive(Debug)]
pub(super) enum Progress {
    /// Not over yet.
    Waiting(Login),
    /// Logged in.
    Done,
    /// It failed; the connection must be closed.
    Failed(Error),
}

impl Login {
    /// Writes the first command of the login.
    pub(super) fn begin(credentials: Credentials, out: &mut Vec<u8>) -> Result<Self, Error> {
        // Room for everything, so that the password is not left behind where the buffer was before it grew.
        out.reserve(credentials.user.len() + credentials.password.expose().len() + 256);
        match credentials.method {
            LoginMethod::Plain => {
                login::write_plain(
                    out,
                    credentials.user.as_bytes(),
                    credentials.password.expose(),
                    None,
                )?;
                Ok(Self::PlainSent(credentials))
            }
            LoginMethod::Legacy => {
                let mut sentence = SentenceWriter::new(out);
                sentence.command("/login");
                sentence.finish()?;
                Ok(Self::ChallengeAsked(credentials))
            }
        }
    }

    /// Takes a reply; may write the answer to a challenge.
    pub(super) fn advance(self, reply: &Reply<'_>, out: &mut Vec<u8>) -> Progress {
        match (reply.kind(), self) {
            (ReplyKind::Done, Self::PlainSent(_)) => match reply.ret() {
                Some(_) => Progress::Failed(Error::ChallengeRefused),
                None => Progress::Done,
            },
            (ReplyKind::Done, Self::ChallengeAsked(credentials)) => match reply.ret() {
                Some(challenge) => match respond(&credentials, challenge, out) {
                    Ok(()) => Progress::Waiting(Self::ResponseSent(credentials)),
                    Err(error) => Progress::Failed(Error::protocol(error)),
                },
                None => Progress::Failed(Error::LoginFailed {
                    message: "the server gave no challenge; it is newer than 6.43, use the plain login"
                        .to_owned(),
                }),
            },
            (ReplyKind::Done, Self::ResponseSent(_)) => match reply.ret() {
                Some(_) => Progress::Failed(Error::protocol("a second login challenge")),
                None => Progress::Done,
            },
            (ReplyKind::Trap | ReplyKind::Fatal, login) => Progress::Failed(Error::LoginFailed {
                message: login.message_of(reply),
            }),
            (_, login) => Progress::Waiting(login),
        }
    }

    /// The peer's words, without the password in case it repeats what it was sent.
    fn message_of(&self, reply: &Reply<'_>) -> String {
        let (Self::PlainSent(credentials)
        | Self::ChallengeAsked(credentials)
        | Self::ResponseSent(credentials)) = self;
        let message = String::from_utf8_lossy(reply.message().unwrap_or(b"no reason given")).into_owned();
        match std::str::from_utf8(credentials.password.expose()) {
            Ok(password) if !password.is_empty() && message.contains(password) => {
                "the reason given repeats the password".to_owned()
            }
            _ => printable(&message),
        }
    }
}

fn respond(credentials: &Credentials, challenge: &[u8], out: &mut Vec<u8>) -> Result<(), WireError> {
    let mut response = login::challenge_response(credentials.password.expose(), challenge)?;
    let mut sentence = SentenceWriter::new(out);
    sentence
        .command("/login")
        .attribute("name", &credentials.user)
        .attribute("response", &response);
    let written = sentence.finish();
    response.zeroize();
    written
}
