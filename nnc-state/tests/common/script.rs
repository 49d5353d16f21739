//! Which fault strikes at which effect.

use std::collections::BTreeMap;
use std::sync::Mutex;

use tokio::sync::Notify;

/// What goes wrong at one effect: a call of the router, one operation of a round, or a commit of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection ends before the router does it.
    LostBefore,
    /// The router does it, then the connection ends.
    LostAfter,
    /// The router does it and answers no more; a new connection works.
    Hang,
    /// The router or the store refuses.
    Refuse,
    /// The router restarts before it does it; its rows get new handles.
    Reboot,
    /// The router cannot be reached, now and for a few calls more.
    Down,
    /// The router does it, then it cannot be reached for long.
    GoneAfter,
    /// The controller dies before it.
    CrashBefore,
    /// The controller dies after it.
    CrashAfter,
    /// Someone adds a rule at the front, and the router goes on.
    ForeignAdd,
    /// Someone removes the first foreign rule, and the router goes on.
    ForeignRemove,
}

impl Fault {
    pub(crate) const ALL: [Self; 10] = [
        Self::LostBefore,
        Self::LostAfter,
        Self::Hang,
        Self::Refuse,
        Self::Reboot,
        Self::Down,
        Self::CrashBefore,
        Self::CrashAfter,
        Self::ForeignAdd,
        Self::ForeignRemove,
    ];

    pub(crate) fn is_crash(self) -> bool {
        matches!(self, Self::CrashBefore | Self::CrashAfter)
    }
}

/// Counts effects and says what strikes.
#[derive(Debug, Default)]
pub(crate) struct Script {
    state: Mutex<State>,
    pub(crate) crashed: Notify,
}

#[derive(Debug, Default)]
struct State {
    next: usize,
    faults: BTreeMap<usize, Fault>,
    dead: bool,
    effects: Vec<&'static str>,
}

impl Script {
    pub(crate) fn set(&self, faults: &[(usize, Fault)]) {
        let mut state = self.state.lock().unwrap();
        *state = State {
            faults: faults.iter().copied().collect(),
            ..State::default()
        };
    }

    /// One effect begins.
    pub(crate) fn next(&self, what: &'static str) -> Option<Fault> {
        let mut state = self.state.lock().unwrap();
        let fault = state.faults.get(&state.next).copied();
        state.next += 1;
        state.effects.push(what);
        fault
    }

    pub(crate) fn effects(&self) -> Vec<&'static str> {
        self.state.lock().unwrap().effects.clone()
    }

    /// How many effects there were.
    pub(crate) fn count(&self) -> usize {
        self.state.lock().unwrap().next
    }

    /// The controller dies here.
    pub(crate) fn crash(&self) {
        self.state.lock().unwrap().dead = true;
        self.crashed.notify_one();
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.state.lock().unwrap().dead
    }

    /// Another process starts.
    pub(crate) fn revive(&self) {
        self.state.lock().unwrap().dead = false;
    }
}
