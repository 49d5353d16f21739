//! What the writers of a group wait for.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::error::StoreError;

/// The end of a group, or of one piece of work in it.
#[derive(Debug, Default)]
pub(super) struct End {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    result: Option<Result<(), StoreError>>,
    lead: bool,
}

/// What a writer is woken for.
#[derive(Debug)]
pub(super) enum Woken {
    /// Its work is on disk, or was taken back.
    Ended(Result<(), StoreError>),
    /// Nobody does the work that was handed over: it is to do that itself.
    Lead,
}

impl End {
    /// Says how it ended.
    pub(super) fn tell(&self, result: Result<(), StoreError>) {
        self.change(|state| state.result = Some(result));
    }

    /// Asks the one who waits to do the work.
    pub(super) fn lead(&self) {
        self.change(|state| state.lead = true);
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_all();
    }

    /// Whether it comes within this time.
    pub(super) fn comes_within(&self, time: Duration) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .changed
            .wait_timeout_while(state, time, |state| state.result.is_none());
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.result.is_some()
    }

    /// Waits for it, or for being asked.
    pub(super) fn wait(&self) -> Woken {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .changed
            .wait_while(state, |state| state.result.is_none() && !state.lead);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        state.lead = false;
        state.result.clone().map_or(Woken::Lead, Woken::Ended)
    }
}
