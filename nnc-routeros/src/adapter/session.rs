//! One guarded chunk of a change.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use nnc_core::change::Operation;
use nnc_core::identity::ControllerId;
use nnc_core::object::{RowId, Snapshot};
use nnc_core::ports::{Answer, ChangeSession, Commit, Receipt, RouterError};

use tokio::time::Instant;

use super::fault::answer_of;
use super::guard::{self, Guard};
use super::lens::Lens;
use super::link::{Link, Live};
use super::probe;
use super::rows::Rows;
use super::seen::Seen;
use super::words::{Words, note_done};
use crate::error::{Delivery, Error};
use crate::transport::{Command, Response, TransportKind};

/// The place of the one session that a port may have at a time.
#[derive(Debug)]
pub(super) struct Slot(Arc<AtomicBool>);

impl Slot {
    pub(super) fn take(taken: &Arc<AtomicBool>) -> Option<Self> {
        let free = taken
            .compare_exchange(false, true, Ordering::AcqRel, Ordering::Acquire)
            .is_ok();
        free.then(|| Self(Arc::clone(taken)))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// A session: the connection it began on, its guard, and the handles seen under it. It ends with that connection.
pub(super) struct Session {
    pub(super) link: Arc<Link>,
    pub(super) live: Live,
    pub(super) guard: Guard,
    pub(super) rows: Rows,
    pub(super) words: Words,
    pub(super) seen: Arc<Seen>,
    pub(super) lens: Lens,
    /// Why nothing may be sent any more.
    pub(super) broken: Option<RouterError>,
    /// The guard was disarmed or fired on purpose.
    pub(super) settled: bool,
    /// Free again when the session ends.
    pub(super) _slot: Slot,
}

impl Session {
    fn usable(&self) -> Result<(), RouterError> {
        match &self.broken {
            Some(error) => Err(error.clone()),
            None if self.live.is_lost() => Err(RouterError::ConnectionLost(
                "the session's connection has ended".to_owned(),
            )),
            None => Ok(()),
        }
    }

    fn break_off(&mut self, reason: &str) {
        self.broken
            .get_or_insert_with(|| RouterError::ConnectionLost(reason.to_owned()));
    }

    /// Sends the commands of a round; the results by operation.
    async fn send(&self, commands: Vec<Vec<Command>>) -> Vec<Vec<Result<Response, Error>>> {
        if self.live.kind() == TransportKind::Rest {
            return self.send_one_by_one(commands).await;
        }
        let counts: Vec<usize> = commands.iter().map(Vec::len).collect();
        let mut results = self
            .live
            .execute(commands.into_iter().flatten().collect())
            .await
            .into_iter();
        counts
            .into_iter()
            .map(|count| results.by_ref().take(count).collect())
            .collect()
    }

    /// Over REST a lost connection ends nothing: what follows would be sent over another, to a router that may have
    /// restarted and renumbered its rows. So nothing follows.
    async fn send_one_by_one(&self, commands: Vec<Vec<Command>>) -> Vec<Vec<Result<Response, Error>>> {
        let mut results = Vec::with_capacity(commands.len());
        let mut stopped = false;
        for group in commands {
            let mut answers = Vec::with_capacity(group.len());
            for command in group {
                let answer = if stopped {
                    Err(Error::lost(Delivery::NotSent, "an earlier operation failed"))
                } else {
                    self.live.execute_one(command).await
                };
                stopped |= answer.is_err();
                answers.push(answer);
            }
            results.push(answers);
        }
        results
    }
}

/// What the answers to the commands of one operation mean for the operation.
fn combine(results: &[Result<Response, Error>]) -> Answer {
    let failures: Vec<Answer> = results
        .iter()
        .filter_map(|result| result.as_ref().err())
        .map(answer_of)
        .collect();
    let done = results.len() - failures.len();
    match failures.into_iter().max_by_key(severity) {
        None => Answer::Done {
            row: results
                .first()
                .and_then(|result| result.as_ref().ok())
                .and_then(Response::ret_str)
                .filter(|id| id.starts_with('*'))
                .map(|id| RowId(id.to_owned())),
        },
        // One part was done and another was not.
        Some(_) if done > 0 => Answer::Lost,
        Some(failure) => failure,
    }
}

fn severity(answer: &Answer) -> u8 {
    match answer {
        Answer::Done { .. } => 0,
        Answer::NotSent => 1,
        Answer::Refused { .. } => 2,
        Answer::Lost => 3,
    }
}

#[async_trait]
impl ChangeSession for Session {
    async fn apply(&mut self, round: &[&Operation]) -> Result<Receipt, RouterError> {
        self.usable()?;
        self.guard.check_time()?;
        let commands: Vec<Vec<Command>> = round
            .iter()
            .map(|operation| self.words.commands(operation, &self.rows))
            .collect::<Result<_, _>>()?;
        if self.live.kind() == TransportKind::Rest {
            let asked = Instant::now();
            self.live
                .witness(self.live.execute_one(probe::resource()).await, asked)?;
        }
        // If this future is dropped while the answers are out, nobody knows what was done.
        self.broken = Some(RouterError::ConnectionLost(
            "an earlier round was broken off".to_owned(),
        ));
        let receipt: Receipt = self
            .send(commands)
            .await
            .iter()
            .zip(round)
            .map(|(results, operation)| match combine(results) {
                Answer::Refused { message } => Answer::Refused {
                    message: self.words.blanked(operation, message),
                },
                answer => answer,
            })
            .collect();
        self.broken = None;
        for (operation, answer) in round.iter().zip(&receipt) {
            if let Answer::Done { row } = answer {
                note_done(&mut self.rows, operation, row.as_ref());
            }
        }
        if receipt.contains(&Answer::Lost) {
            self.break_off("the answer to an earlier operation was lost");
        }
        Ok(receipt)
    }

    async fn observe(&mut self) -> Result<Snapshot, RouterError> {
        self.usable()?;
        let snapshot = self.seen.observe(&self.live, &self.lens).await?;
        self.rows.refresh(&snapshot);
        Ok(snapshot)
    }

    async fn commit(mut self: Box<Self>) -> Commit {
        if let Some(error) = self.broken.clone() {
            return Commit::Refused(error);
        }
        let commit = self.guard.disarm(&self.live).await;
        self.settled = commit == Commit::Done;
        commit
    }

    async fn unroll(mut self: Box<Self>) -> Result<(), RouterError> {
        self.guard.fire(&self.live).await?;
        self.settled = true;
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        if self.guard.is_of_session() {
            self.live.give_up();
        } else {
            hasten(&self.link, self.rows.controller());
        }
    }
}

/// Lets the dead man of a controller fire as soon as possible, in the background: whoever waits for it waits less.
/// If that fails, it fires at its time.
pub(super) fn hasten(link: &Arc<Link>, controller: ControllerId) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    let link = Arc::clone(link);
    runtime.spawn(async move {
        let fired = match link.live().await {
            Ok(live) => guard::hasten(&live, controller).await,
            Err(error) => Err(error),
        };
        if let Err(error) = fired {
            tracing::debug!(code = error.code(), "the dead man fires at its time");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;

    #[test]
    fn an_operation_that_was_half_done_is_not_called_refused() {
        let done = || {
            Ok(Response {
                rows: Vec::new(),
                ret: Some(b"*7".to_vec()),
            })
        };
        let refused = || Err(Error::Refused(Refusal::new(None, "failure: no")));
        let lost = || Err(Error::lost(Delivery::Unknown, "x"));
        let unsent = || Err(Error::lost(Delivery::NotSent, "x"));
        assert_eq!(
            combine(&[done()]),
            Answer::Done {
                row: Some(RowId("*7".to_owned()))
            }
        );
        assert_eq!(combine(&[done(), refused()]), Answer::Lost);
        assert_eq!(
            combine(&[refused(), refused()]),
            Answer::Refused {
                message: "failure: no".to_owned()
            }
        );
        assert_eq!(combine(&[refused(), lost()]), Answer::Lost);
        assert_eq!(combine(&[unsent()]), Answer::NotSent);
        let interrupted = Err(Error::Refused(Refusal::new(Some(2), "interrupted")));
        assert_eq!(combine(&[interrupted]), Answer::Lost);
    }
}
