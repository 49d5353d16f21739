//! Which snapshots belong to the connection that stands.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use nnc_core::object::Snapshot;
use nnc_core::ports::{RouterError, UnreadSecrets};
use tokio::time::Instant;

use super::lens::Lens;
use super::link::Live;
use super::{observe, probe};
use crate::transport::{Command, TransportKind};

/// How many snapshots are remembered as belonging to a connection.
const REMEMBERED: usize = 16;

/// Which snapshots belong to which connection: handles in them are good for nothing on another.
#[derive(Debug, Default)]
pub(super) struct Seen {
    read_on: Mutex<VecDeque<(u64, u64)>>,
    unread: Mutex<Option<UnreadSecrets>>,
}

impl Seen {
    /// Reads every kind that matters in one go, and remembers on which connection.
    pub(super) async fn observe(&self, live: &Live, lens: &Lens) -> Result<Snapshot, RouterError> {
        let kinds = lens.kinds();
        let mut commands: Vec<Command> = Vec::with_capacity(kinds.len() + 1);
        // REST has no session whose end would tell that the router has restarted.
        let rest = live.kind() == TransportKind::Rest;
        if rest {
            commands.push(probe::resource());
        }
        commands.extend(kinds.iter().map(|kind| lens.print(kind)));
        let asked = Instant::now();
        let mut answers = live.execute(commands).await;
        if rest && !answers.is_empty() {
            live.witness(answers.remove(0), asked)?;
        }
        let mut snapshot = observe::snapshot(&kinds, answers)?;
        *self.unread.lock().unwrap_or_else(PoisonError::into_inner) = lens.hide(&mut snapshot)?;
        let mut seen = self.read_on.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push_back((digest(&snapshot), live.epoch()));
        if seen.len() > REMEMBERED {
            seen.pop_front();
        }
        drop(seen);
        Ok(snapshot)
    }

    /// The secrets that could not be recognised at the last reading.
    pub(super) fn unread(&self) -> Option<UnreadSecrets> {
        self.unread.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Refuses a snapshot that was read on another connection. One that is not remembered is taken to be a forecast
    /// made from the youngest.
    pub(super) fn check(&self, snapshot: &Snapshot, epoch: u64) -> Result<(), RouterError> {
        let wanted = digest(snapshot);
        let seen = self.read_on.lock().unwrap_or_else(PoisonError::into_inner);
        let read_on = seen
            .iter()
            .rev()
            .find(|(digest, _)| *digest == wanted)
            .or_else(|| seen.back());
        match read_on {
            Some((_, read_on)) if *read_on == epoch => Ok(()),
            _ => Err(RouterError::Stale(
                "the connection was made again, which voids the handles of rows".to_owned(),
            )),
        }
    }
}

/// Tells snapshots apart by their handles, order and comments.
fn digest(snapshot: &Snapshot) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (kind, rows) in &snapshot.kinds {
        (kind, rows.len()).hash(&mut hasher);
        for row in rows {
            (&row.id, row.get("comment")).hash(&mut hasher);
        }
    }
    hasher.finish()
}
