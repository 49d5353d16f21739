//! What a failed exchange means to those who plan changes.

use nnc_core::ports::{Answer, RouterError};

use crate::error::{Delivery, Error, RefusalClass};

impl From<Error> for RouterError {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Refused(refusal) => Self::Refused(refusal.to_string()),
            Error::Unreachable { .. } => Self::Unreachable(text),
            Error::ConnectionLost { reason, .. } | Error::Fatal { reason, .. } => {
                Self::ConnectionLost(reason)
            }
            Error::Cancelled { .. } => Self::ConnectionLost(text),
            Error::Deadline { after, .. } => Self::Deadline(format!("waited {after:?}")),
            Error::LoginFailed { message } => Self::LoginFailed(message),
            Error::ChallengeRefused => Self::LoginFailed(text),
            Error::Tls { reason } => Self::Tls(reason),
            Error::Unsupported { what } => Self::Unsupported(what.to_owned()),
            Error::InvalidCommand { reason } => Self::Unsupported(reason),
            Error::Protocol { .. } | Error::TooLarge { .. } => Self::Protocol(text),
        }
    }
}

/// Whether the connection cannot be trusted with another command.
pub(super) fn ends_connection(error: &Error) -> bool {
    !matches!(
        error,
        Error::Refused(_)
            | Error::Unsupported { .. }
            | Error::InvalidCommand { .. }
            | Error::TooLarge { .. }
            | Error::Cancelled { .. }
    )
}

/// Whether the router said that it has no such menu.
pub(super) fn is_absent(error: &Error) -> bool {
    matches!(error, Error::Refused(refusal) if refusal.class() == RefusalClass::UnknownCommand)
}

/// Whether the router said that there is no such row.
pub(super) fn is_gone(error: &Error) -> bool {
    matches!(error, Error::Refused(refusal) if refusal.class() == RefusalClass::NoSuchItem)
}

/// What became of a write that failed.
pub(super) fn answer_of(error: &Error) -> Answer {
    match error {
        // An interrupted command may have been halfway.
        Error::Refused(refusal) if refusal.class() != RefusalClass::Interrupted => Answer::Refused {
            message: refusal.to_string(),
        },
        _ if error.delivery() == Delivery::NotSent => Answer::NotSent,
        _ => Answer::Lost,
    }
}
