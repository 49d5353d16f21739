//! What a command is answered with.

use crate::provenance::Rule;
use crate::value::{Fields, Value};

/// One sentence of an answer.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// `!re` with its properties.
    Row(Fields),
    /// `!empty`: a print without rows, from 7.18.
    Empty,
    /// `!trap`.
    Trap(Trap),
    /// `!done`, with `=ret=` where the command returns something.
    Done(Option<Value>),
    /// `!fatal` with a bare reason; the connection ends.
    Fatal(&'static str),
}

/// A refusal, with the reason the router gives and where we know it from.
#[derive(Debug, Clone)]
pub(crate) struct Trap {
    pub(crate) category: Option<u8>,
    pub(crate) message: String,
    pub(crate) rule: Rule,
}

impl Trap {
    /// Category 0: a missing item or command.
    pub(crate) fn missing(rule: Rule, message: impl Into<String>) -> Self {
        Self {
            category: Some(0),
            message: message.into(),
            rule,
        }
    }

    /// Category 1: an argument's value.
    pub(crate) fn argument(rule: Rule, message: impl Into<String>) -> Self {
        Self {
            category: Some(1),
            message: message.into(),
            rule,
        }
    }

    /// Category 2: the command was interrupted.
    pub(crate) fn interrupted() -> Self {
        Self {
            category: Some(2),
            message: "interrupted".to_owned(),
            rule: Rule::CancelInterrupts,
        }
    }

    /// No category, as most of the router's own failures.
    pub(crate) fn general(rule: Rule, message: impl Into<String>) -> Self {
        Self {
            category: None,
            message: message.into(),
            rule,
        }
    }
}
