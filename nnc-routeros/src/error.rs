//! Why a router could not be asked, or would not do as it was told.

use std::fmt;
use std::time::Duration;

use routeros_wire::{Reply, WireError};

/// Whether the router may have executed the command that failed. A write whose delivery is
/// [`Unknown`](Self::Unknown) must never be repeated blindly: read the router first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// The command never left completely: the router cannot have executed it.
    NotSent,
    /// The command left and its answer was not seen: the router may have executed it.
    Unknown,
    /// The router answered.
    Answered,
}

/// What stands between a program and its router.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The router refused the command, and said why.
    #[error("the router refused: {0}")]
    Refused(Refusal),
    /// No connection could be made.
    #[error("cannot reach {address}: {reason}; check the address, the port and that the service is enabled")]
    Unreachable {
        /// Host and port.
        address: String,
        /// What the operating system said.
        reason: String,
    },
    /// The connection ended.
    #[error("the connection to the router was lost: {reason}")]
    ConnectionLost {
        /// Whether the command may have been executed.
        delivery: Delivery,
        /// What was seen.
        reason: String,
    },
    /// No answer in time.
    #[error("the router did not answer within {after:?}")]
    Deadline {
        /// Whether the command may have been executed.
        delivery: Delivery,
        /// How long was waited.
        after: Duration,
    },
    /// The router ended the session (`!fatal`).
    #[error("the router ended the session: {reason}")]
    Fatal {
        /// Whether the command may have been executed.
        delivery: Delivery,
        /// What it said.
        reason: String,
    },
    /// The peer does not keep to the protocol. The connection is closed.
    #[error("the peer broke the protocol: {reason}; is this a RouterOS service port?")]
    Protocol {
        /// Whether the command may have been executed.
        delivery: Delivery,
        /// What was wrong.
        reason: String,
    },
    /// The command was withdrawn before its answer came.
    #[error("the command was cancelled")]
    Cancelled {
        /// Whether the command may have been executed.
        delivery: Delivery,
    },
    /// An answer is larger than allowed; its command was cancelled.
    #[error("the answer exceeds {limit} bytes; ask for fewer properties or raise the bound")]
    TooLarge {
        /// The bound in bytes.
        limit: usize,
    },
    /// The router refused name or password.
    #[error("login failed: {message}; check user name and password")]
    LoginFailed {
        /// What the router said.
        message: String,
    },
    /// The server answered a plain login with a challenge: either RouterOS before 6.43, or someone who
    /// wants the password twice. Nothing more was sent.
    #[error(
        "the server asks for the login of RouterOS before 6.43; if it is that old, opt in with the legacy login"
    )]
    ChallengeRefused,
    /// No secure connection could be made.
    #[error("TLS failed: {reason}; pin the router's certificate if it is self-signed")]
    Tls {
        /// What was wrong.
        reason: String,
    },
    /// The transport cannot do this.
    #[error("{what} is not possible over this transport")]
    Unsupported {
        /// What was asked for.
        what: &'static str,
    },
    /// The command cannot be expressed; nothing was sent.
    #[error("the command cannot be sent: {reason}")]
    InvalidCommand {
        /// What is wrong with it.
        reason: String,
    },
}

impl Error {
    /// A stable kebab-case code, listed in `docs/errors.md`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.class().code(),
            Self::Unreachable { .. } => "router-unreachable",
            Self::ConnectionLost { .. } => "connection-lost",
            Self::Deadline { .. } => "router-timeout",
            Self::Fatal { .. } => "session-ended",
            Self::Protocol { .. } => "protocol-error",
            Self::Cancelled { .. } => "cancelled",
            Self::TooLarge { .. } => "answer-too-large",
            Self::LoginFailed { .. } => "login-failed",
            Self::ChallengeRefused => "login-challenge-refused",
            Self::Tls { .. } => "tls-failed",
            Self::Unsupported { .. } => "unsupported",
            Self::InvalidCommand { .. } => "invalid-command",
        }
    }

    /// Whether the router may have executed the command.
    pub const fn delivery(&self) -> Delivery {
        match self {
            Self::Refused(_) => Delivery::Answered,
            Self::ConnectionLost { delivery, .. }
            | Self::Deadline { delivery, .. }
            | Self::Fatal { delivery, .. }
            | Self::Protocol { delivery, .. }
            | Self::Cancelled { delivery } => *delivery,
            Self::TooLarge { .. } => Delivery::Unknown,
            Self::Unreachable { .. }
            | Self::LoginFailed { .. }
            | Self::ChallengeRefused
            | Self::Tls { .. }
            | Self::Unsupported { .. }
            | Self::InvalidCommand { .. } => Delivery::NotSent,
        }
    }

    /// Whether connecting again may help. Says nothing about repeating the command: see
    /// [`delivery`](Self::delivery).
    pub const fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::ConnectionLost { .. }
                | Self::Deadline { .. }
                | Self::Fatal { .. }
        )
    }

    /// The same failure, for a command with another fate.
    #[must_use]
    pub(crate) fn for_delivery(&self, fate: Delivery) -> Self {
        let mut error = self.clone();
        if let Self::ConnectionLost { delivery, .. }
        | Self::Deadline { delivery, .. }
        | Self::Fatal { delivery, .. }
        | Self::Protocol { delivery, .. }
        | Self::Cancelled { delivery } = &mut error
        {
            *delivery = fate;
        }
        error
    }

    pub(crate) fn lost(delivery: Delivery, reason: impl fmt::Display) -> Self {
        Self::ConnectionLost {
            delivery,
            reason: reason.to_string(),
        }
    }

    pub(crate) fn protocol(reason: impl fmt::Display) -> Self {
        Self::Protocol {
            delivery: Delivery::Unknown,
            reason: reason.to_string(),
        }
    }
}

impl From<WireError> for Error {
    /// A word that cannot be written. Errors of reading become [`Error::Protocol`] where they are read.
    fn from(error: WireError) -> Self {
        Self::InvalidCommand {
            reason: error.to_string(),
        }
    }
}

/// What a refusal is about, told from its category and message (categories are often absent).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalClass {
    /// There is no such row.
    NoSuchItem,
    /// There is such a row already.
    AlreadyExists,
    /// The router does not know the menu or the command.
    UnknownCommand,
    /// The router does not know the parameter.
    UnknownParameter,
    /// A value is missing or not acceptable.
    BadValue,
    /// The user may not do this.
    Permission,
    /// The row is used by another.
    InUse,
    /// The command was interrupted.
    Interrupted,
    /// Anything else.
    Failure,
}

impl RefusalClass {
    /// A stable kebab-case code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoSuchItem => "no-such-item",
            Self::AlreadyExists => "already-exists",
            Self::UnknownCommand => "unknown-command",
            Self::UnknownParameter => "unknown-parameter",
            Self::BadValue => "bad-value",
            Self::Permission => "permission-denied",
            Self::InUse => "item-in-use",
            Self::Interrupted => "interrupted",
            Self::Failure => "router-refused",
        }
    }

    /// Reads category (RouterOS manual, API page, "!trap") and message.
    fn of(category: Option<u8>, message: &str) -> Self {
        let message = message.to_ascii_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| message.contains(part));
        if has(&["no such command", "no such directory"]) {
            Self::UnknownCommand
        } else if has(&["no such item", "not found"]) {
            Self::NoSuchItem
        } else if has(&["already have", "already exist", "already used", "already taken"]) {
            Self::AlreadyExists
        } else if has(&["unknown parameter"]) {
            Self::UnknownParameter
        } else if has(&["not enough permissions", "permission denied", "not allowed"]) {
            Self::Permission
        } else if has(&["in use", "is used by", "referenced by", "still used"]) {
            Self::InUse
        } else if has(&["interrupted"]) || category == Some(2) {
            Self::Interrupted
        } else if has(&[
            "does not match any value",
            "input does not match",
            "invalid value",
            "missing value",
        ]) || has(&["ambiguous value", "out of range", "expected", "missing ="])
            || category == Some(1)
        {
            Self::BadValue
        } else {
            Self::Failure
        }
    }
}

/// What the router said when it refused: one or several traps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    class: RefusalClass,
    category: Option<u8>,
    message: String,
    more: Vec<String>,
}

impl Refusal {
    /// How many traps of one command are kept.
    const MOST: usize = 16;

    /// A refusal with a message, and a category (0 to 7) where the router gave one.
    pub fn new(category: Option<u8>, message: &str) -> Self {
        let message = if message.is_empty() {
            "no reason given".to_owned()
        } else {
            printable(message)
        };
        Self {
            class: RefusalClass::of(category, &message),
            category,
            message,
            more: Vec::new(),
        }
    }

    pub(crate) fn from_trap(trap: &Reply<'_>) -> Self {
        let message = String::from_utf8_lossy(trap.message().unwrap_or_default());
        Self::new(trap.category(), &message)
    }

    /// Adds a further trap of the same command; the first one stays the reason.
    pub(crate) fn add_trap(&mut self, trap: &Reply<'_>) {
        if self.more.len() < Self::MOST {
            self.more.push(Self::from_trap(trap).message);
        }
    }

    /// What the refusal is about.
    pub const fn class(&self) -> RefusalClass {
        self.class
    }

    /// The category, where the router gave one.
    pub const fn category(&self) -> Option<u8> {
        self.category
    }

    /// The router's words: control characters removed, at most 512 characters.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The messages of further traps, at most 16.
    pub fn more(&self) -> &[String] {
        &self.more
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.more.iter().try_for_each(|message| write!(f, "; {message}"))
    }
}

/// A peer's words as they may be shown and logged: no control characters, at most 512 characters.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(512)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_apart_by_message_where_the_category_is_absent() {
        let cases = [
            (None, "no such item", RefusalClass::NoSuchItem),
            (Some(0), "no such command prefix", RefusalClass::UnknownCommand),
            (
                None,
                "failure: already have interface with such name",
                RefusalClass::AlreadyExists,
            ),
            (None, "unknown parameter vlanid", RefusalClass::UnknownParameter),
            (
                Some(1),
                "input does not match any value of interface",
                RefusalClass::BadValue,
            ),
            (Some(1), "something new", RefusalClass::BadValue),
            (None, "not enough permissions (9)", RefusalClass::Permission),
            (None, "failure: item is in use", RefusalClass::InUse),
            (Some(2), "interrupted", RefusalClass::Interrupted),
            (None, "failure: whatever", RefusalClass::Failure),
            (None, "", RefusalClass::Failure),
        ];
        for (category, message, class) in cases {
            assert_eq!(Refusal::new(category, message).class(), class, "{message}");
        }
    }

    #[test]
    fn a_peers_words_cannot_forge_log_lines() {
        let refusal = Refusal::new(None, "a\r\nERROR forged\u{1b}[31m");
        assert!(!refusal.to_string().contains(['\n', '\r', '\u{1b}']));
        assert_eq!(Refusal::new(None, &"x".repeat(9999)).message().len(), 512);
    }
}
