//! Which fault strikes at which effect.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use nnc_core::ports::Clock;
use tokio::sync::Notify;

const HOUR_MS: u64 = 3_600_000;

/// What goes wrong at one effect: a call of the router, one operation of a round, or a commit of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// The controller's clock is set an hour ahead.
    ClockAhead,
    /// The controller's clock is set an hour back.
    ClockBack,
}

impl Fault {
    pub(crate) const ALL: [Self; 12] = [
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
        Self::ClockAhead,
        Self::ClockBack,
    ];

    pub(crate) fn is_crash(self) -> bool {
        matches!(self, Self::CrashBefore | Self::CrashAfter)
    }
}

/// Counts effects, says what strikes, and tells the time, which moves by one with each look.
#[derive(Debug)]
pub(crate) struct Script {
    state: Mutex<State>,
    now: AtomicU64,
    pub(crate) crashed: Notify,
}

#[derive(Debug, Default)]
struct State {
    next: usize,
    faults: BTreeMap<usize, Fault>,
    dead: bool,
    effects: Vec<&'static str>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            state: Mutex::default(),
            now: AtomicU64::new(100 * HOUR_MS),
            crashed: Notify::default(),
        }
    }
}

impl Clock for Script {
    fn now_ms(&self) -> u64 {
        self.now.fetch_add(1, Ordering::Relaxed)
    }
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
        match fault {
            Some(Fault::ClockAhead) => drop(self.now.fetch_add(HOUR_MS, Ordering::Relaxed)),
            Some(Fault::ClockBack) => drop(self.now.fetch_sub(HOUR_MS, Ordering::Relaxed)),
            other => return other,
        }
        // Everybody else goes on as if nothing had happened.
        None
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
