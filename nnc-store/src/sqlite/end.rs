//! What the writers of a group wait for.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::error::StoreError;

/// Where those wait who come while one group is made. One call wakes them all when it ends: waking each by itself would take
/// as long as its write.
#[derive(Debug, Default)]
pub(super) struct Round {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// One of those who wait is to do the work that nobody does.
    lead: bool,
    waiting: usize,
}

/// The end of a group, or of one piece of work in it.
#[derive(Debug)]
pub(super) struct End {
    round: Arc<Round>,
    result: OnceLock<Result<(), StoreError>>,
}

/// What a writer is woken for.
#[derive(Debug)]
pub(super) enum Woken {
    /// Its work is on disk, or was taken back.
    Ended(Result<(), StoreError>),
    /// Nobody does the work that was handed over: it is to do that itself.
    Lead,
}

impl Round {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake_all(&self) {
        if self.lock().waiting > 0 {
            self.changed.notify_all();
        }
    }

    /// Asks one of those who wait to do the work.
    pub(super) fn lead(&self) {
        self.lock().lead = true;
        self.changed.notify_one();
    }
}

/// Says to all of these how they ended.
pub(super) fn tell<'a>(ends: impl IntoIterator<Item = &'a Arc<End>>, result: &Result<(), StoreError>) {
    let mut rounds: Vec<&Arc<Round>> = Vec::new();
    for end in ends {
        // An end is told once; if it were not, the first would be true.
        let _ = end.result.set(result.clone());
        if !rounds.iter().any(|round| Arc::ptr_eq(round, &end.round)) {
            rounds.push(&end.round);
        }
    }
    for round in rounds {
        round.wake_all();
    }
}

impl End {
    pub(super) fn of(round: &Arc<Round>) -> Self {
        Self {
            round: Arc::clone(round),
            result: OnceLock::new(),
        }
    }

    /// Where it is waited for.
    pub(super) fn round(&self) -> &Arc<Round> {
        &self.round
    }

    /// Whether it comes within this time; `false` also if there is work that nobody does.
    pub(super) fn comes_within(&self, time: Duration) -> bool {
        let began = Instant::now();
        let mut state = self.round.lock();
        loop {
            if self.result.get().is_some() {
                self.pass_on(&state);
                return true;
            }
            let left = time.saturating_sub(began.elapsed());
            if std::mem::take(&mut state.lead) || left.is_zero() {
                return false;
            }
            state.waiting += 1;
            let waited = self.round.changed.wait_timeout(state, left);
            (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
    }

    /// Waits for it, or for being asked.
    pub(super) fn wait(&self) -> Woken {
        let mut state = self.round.lock();
        loop {
            if let Some(result) = self.result.get() {
                self.pass_on(&state);
                return Woken::Ended(result.clone());
            }
            if std::mem::take(&mut state.lead) {
                return Woken::Lead;
            }
            state.waiting += 1;
            let waited = self.round.changed.wait(state);
            state = waited.unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
    }

    /// Who goes may have been the one that was woken to lead: then another is.
    fn pass_on(&self, state: &State) {
        if state.lead && state.waiting > 0 {
            self.round.changed.notify_one();
        }
    }
}
