//! What a program holds while rows come one by one.

use routeros_wire::Row;
use tokio::sync::mpsc;

use crate::error::Error;

use super::buffer::{Reader, Weight};
use super::flight::row_weight;
use super::session::ApiSession;

impl Weight for Row {
    fn weight(&self) -> usize {
        row_weight(self)
    }
}

/// Withdraws the calls of a batch when it is dropped.
#[derive(Debug)]
pub(super) struct CancelOnDrop {
    batch: u64,
    cancels: mpsc::UnboundedSender<u64>,
    armed: bool,
}

impl CancelOnDrop {
    pub(super) const fn new(batch: u64, cancels: mpsc::UnboundedSender<u64>) -> Self {
        Self {
            batch,
            cancels,
            armed: true,
        }
    }

    pub(super) const fn batch(&self) -> u64 {
        self.batch
    }

    /// The calls have been answered: nothing is left to withdraw.
    pub(super) const fn disarm(&mut self) {
        self.armed = false;
    }
}

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        if self.armed {
            // Without a driver there is nothing to cancel.
            let _ = self.cancels.send(self.batch);
        }
    }
}

/// The rows of a print, one by one. None is lost to a slow reader; dropping it cancels the print.
pub struct RowStream {
    reader: Reader<Row>,
    cancel: CancelOnDrop,
    _session: ApiSession,
}

impl RowStream {
    pub(super) const fn new(reader: Reader<Row>, cancel: CancelOnDrop, session: ApiSession) -> Self {
        Self {
            reader,
            cancel,
            _session: session,
        }
    }

    /// The next row, or `None` after the last.
    ///
    /// # Errors
    /// Why the rows end early; given once.
    pub async fn next(&mut self) -> Option<Result<Row, Error>> {
        let next = self.reader.next().await;
        if !matches!(next, Some(Ok(_))) {
            self.cancel.disarm();
        }
        next
    }
}

impl std::fmt::Debug for RowStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RowStream")
            .field("batch", &self.cancel.batch)
            .finish_non_exhaustive()
    }
}

/// A change in a menu that is listened to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListenEvent {
    /// A row was added or has changed; it comes with all its properties.
    Changed(Row),
    /// The row with the `.id` in here is gone.
    Removed(Row),
    /// Changes may have been missed: the connection was lost and made again, or the reader was too slow.
    /// Read the menu anew. Changes from here on follow.
    Resync {
        /// How many events were thrown away unread since the listening began.
        lost: u64,
    },
}

impl ListenEvent {
    pub(super) fn of(row: Row) -> Self {
        match row.get(".dead") {
            Some(b"yes" | b"true") => Self::Removed(row),
            _ => Self::Changed(row),
        }
    }
}

impl Weight for ListenEvent {
    fn weight(&self) -> usize {
        match self {
            Self::Changed(row) | Self::Removed(row) => row_weight(row),
            Self::Resync { .. } => size_of::<Self>(),
        }
    }
}

/// Changes of a menu as they happen. Dropping it ends the listening.
pub struct Listen {
    reader: Reader<ListenEvent>,
    /// Ends the listening when dropped.
    _source: Source,
}

/// Where the events of a [`Listen`] come from.
pub(super) enum Source {
    /// A session, kept alive for it.
    Session {
        #[expect(dead_code, reason = "held for what its drop does")]
        cancel: CancelOnDrop,
        #[expect(dead_code, reason = "held so that the connection stays")]
        session: ApiSession,
    },
    /// A task that ends by itself once its reader is gone.
    Task,
}

impl Listen {
    pub(super) const fn new(reader: Reader<ListenEvent>, source: Source) -> Self {
        Self {
            reader,
            _source: source,
        }
    }

    /// The next change, or `None` when the router ended the listening.
    ///
    /// # Errors
    /// Why it ended; given once.
    pub async fn next(&mut self) -> Option<Result<ListenEvent, Error>> {
        self.reader.next().await
    }
}

impl std::fmt::Debug for Listen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listen").finish_non_exhaustive()
    }
}
