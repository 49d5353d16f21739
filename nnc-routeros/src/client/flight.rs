//! A command that has been sent and not been answered completely.

use std::time::{Duration, Instant};

use routeros_wire::{Reply, Row};

use crate::error::{Delivery, Error, Refusal};
use crate::transport::Response;

use super::connection::{CallId, Mode};

/// What is to become of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Somebody waits for it.
    Wanted(CallId, Mode),
    /// Nobody waits any more; its place is free when the router says `!done`.
    Abandoned,
    /// A `/cancel` of the connection's own.
    Cancel,
    /// A keepalive of the connection's own.
    Keepalive,
}

#[derive(Debug)]
pub(super) struct Flight {
    pub(super) tag: u64,
    pub(super) fate: Fate,
    /// The connection's output had this many bytes when the command was complete.
    pub(super) complete_at: u64,
    pub(super) sent: Instant,
    /// How long the answer may take; for streams, how long the next row may take. A listen has none.
    pub(super) patience: Option<Duration>,
    pub(super) deadline: Option<Instant>,
    pub(super) rows: Vec<Row>,
    /// What the rows weigh.
    pub(super) bytes: usize,
    pub(super) refusal: Option<Refusal>,
}

impl Flight {
    /// Whether the router can have executed the command, given how much of the output left.
    pub(super) const fn delivery(&self, written: u64) -> Delivery {
        if self.complete_at <= written {
            Delivery::Unknown
        } else {
            Delivery::NotSent
        }
    }

    /// Adds a trap to the answer.
    pub(super) fn refuse(&mut self, trap: &Reply<'_>) {
        match &mut self.refusal {
            Some(refusal) => refusal.add_trap(trap),
            None => self.refusal = Some(Refusal::from_trap(trap)),
        }
    }

    /// The answer, complete with its `!done`.
    pub(super) fn result(self, done: &Reply<'_>) -> Result<Response, Error> {
        match self.refusal {
            Some(refusal) => Err(Error::Refused(refusal)),
            None => Ok(Response {
                rows: self.rows,
                ret: done.ret().map(<[u8]>::to_vec),
            }),
        }
    }
}

/// What a row costs in memory, about.
pub(super) const fn row_weight(row: &Row) -> usize {
    row.byte_len() + row.len() * size_of::<(usize, usize)>() + size_of::<Row>()
}
