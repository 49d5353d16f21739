use crate::wire::{EncodeError, ErrorCode, Version};
use std::fmt;

/// A message that the switch refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which message of the batch, from 0; `None` if it was not one of them but a step of the bundle.
    pub index: Option<usize>,
    /// That message as text: a flow in the syntax of `ovs-ofctl`.
    pub message: String,
    /// Why, if the error is a known one.
    pub code: Option<ErrorCode>,
    /// Type and code of the error as they stand on the wire.
    pub numbers: (u16, u16),
}

impl Refusal {
    /// The name of the error, or its numbers.
    #[must_use]
    pub fn reason(&self) -> String {
        match self.code {
            Some(code) => code.to_string(),
            None => format!("error {}/{}", self.numbers.0, self.numbers.1),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.index {
            Some(index) => write!(f, "message {index} ({}): {}", self.message, self.reason()),
            None => write!(f, "{}: {}", self.message, self.reason()),
        }
    }
}

/// Why a connection, or something asked over it, failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No connection could be made.
    #[error("{target} cannot be reached ({reason}): see that the switch runs and listens there")]
    Unreachable {
        /// Where to.
        target: String,
        /// What the operating system says.
        reason: String,
    },
    /// A target that cannot be read.
    #[error("{0:?} is no target: write unix:PATH, tcp:HOST[:PORT] or ssl:HOST[:PORT]")]
    Target(String),
    /// TLS failed.
    #[error("TLS failed: {0}")]
    Tls(String),
    /// The two sides have no version in common.
    #[error("the switch speaks none of the offered versions of OpenFlow (its own: {0}): enable one of them")]
    Versions(String),
    /// What came is not OpenFlow.
    #[error("the peer does not speak OpenFlow: {0}")]
    Malformed(String),
    /// Nothing came for too long.
    #[error("the switch fell silent: it does not even answer an echo")]
    Silent,
    /// The connection ended.
    #[error("the connection ended: {0}")]
    Closed(String),
    /// The switch refused messages. In a bundle, nothing of it was carried out.
    #[error("the switch refused {}", list(.refusals, *.more))]
    Refused {
        /// Which and why, in order; the first is the cause.
        refusals: Vec<Refusal>,
        /// How many more there were than are kept.
        more: usize,
    },
    /// A batch is for another version than the one agreed on.
    #[error(
        "the messages are of OpenFlow {batch}, but the switch was promised {agreed}: encode them for that"
    )]
    WrongVersion {
        /// The version of the batch.
        batch: Version,
        /// The version of the connection.
        agreed: Version,
    },
    /// A message cannot be written.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// An answer cannot be read.
    #[error("the switch's answer cannot be read: {0}")]
    Answer(ErrorCode),
}

fn list(refusals: &[Refusal], more: usize) -> String {
    let shown = refusals
        .iter()
        .map(Refusal::to_string)
        .collect::<Vec<_>>()
        .join("; ");
    match more {
        0 => shown,
        more => format!("{shown}; and {more} more"),
    }
}

impl Error {
    /// A stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "switch-unreachable",
            Self::Target(_) => "invalid-target",
            Self::Tls(_) => "switch-tls-failed",
            Self::Versions(_) => "openflow-version-mismatch",
            Self::Malformed(_) => "not-openflow",
            Self::Silent => "switch-silent",
            Self::Closed(_) => "switch-disconnected",
            Self::Refused { .. } => "switch-refused",
            Self::WrongVersion { .. } => "batch-of-other-version",
            Self::Encode(error) => error.code(),
            Self::Answer(_) => "answer-unreadable",
        }
    }

    /// Whether the same may succeed later without anything being changed.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Silent | Self::Closed(_))
    }

    /// The message of the batch that was refused first.
    #[must_use]
    pub fn culprit(&self) -> Option<&Refusal> {
        match self {
            Self::Refused { refusals, .. } => refusals.iter().find(|refusal| refusal.index.is_some()),
            _ => None,
        }
    }
}
