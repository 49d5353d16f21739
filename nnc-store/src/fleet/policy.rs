//! Which databases are open: decides, and does nothing itself.
//!
//! A database is opened by the first who wants it while the others wait, closed when nobody used it for a while, and
//! the one that was used least recently makes room for another. One that is in use is never closed.

use std::collections::BTreeMap;
use std::hash::Hash;

/// How much may be open at a time, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many databases of routers are open at most; at least 1. Each holds up to 7 file descriptors.
    pub open: usize,
    /// How much memory the pages of one open database may take, in KiB; the more are open, the less each next one gets.
    pub cache_kib: u32,
    /// After how long without use one is closed, in milliseconds.
    pub idle_ms: u64,
}

impl Default for Limits {
    /// 32 databases, 8 MiB of pages, 5 minutes.
    fn default() -> Self {
        Self {
            open: 32,
            cache_kib: 8 * 1024,
            idle_ms: 5 * 60 * 1000,
        }
    }
}

/// What to do for someone who wants a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Want<K> {
    /// It is open; it is theirs until they release it.
    Use,
    /// They open it, after closing another if there is one named, and then say how that went.
    Open {
        /// The one that makes room.
        close: Option<K>,
    },
    /// They ask again when something has changed.
    Wait,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Opening,
    Open { users: usize, used_at: u64 },
}

/// Who is open.
#[derive(Debug)]
pub(super) struct Policy<K> {
    limits: Limits,
    databases: BTreeMap<K, State>,
}

impl<K: Copy + Ord + Hash> Policy<K> {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            databases: BTreeMap::new(),
        }
    }

    /// How many KiB of pages a connection of the database that is being opened may keep: the whole budget is shared by
    /// those that are open now. Those opened earlier keep what they got, so that all together the n-th part of the
    /// budget is given for every n up to the limit: about four times the budget for 32, if all of it is ever filled.
    pub(super) fn cache_share(&self, connections: usize) -> u32 {
        let parts = self.databases.len().max(1).saturating_mul(connections.max(1));
        (self.limits.cache_kib / u32::try_from(parts).unwrap_or(u32::MAX)).max(16)
    }

    /// Someone wants to use a database.
    pub(super) fn want(&mut self, key: K, now: u64) -> Want<K> {
        match self.databases.get_mut(&key) {
            Some(State::Open { users, used_at }) => {
                *users += 1;
                *used_at = now;
                Want::Use
            }
            Some(State::Opening) => Want::Wait,
            None => {
                let close = if self.databases.len() < self.limits.open.max(1) {
                    None
                } else {
                    match self.least_recent() {
                        None => return Want::Wait,
                        victim => victim,
                    }
                };
                if let Some(victim) = close {
                    self.databases.remove(&victim);
                }
                self.databases.insert(key, State::Opening);
                Want::Open { close }
            }
        }
    }

    /// The database that was to be opened is open, and in use.
    pub(super) fn opened(&mut self, key: K, now: u64) {
        let state = State::Open {
            users: 1,
            used_at: now,
        };
        self.databases.insert(key, state);
    }

    /// The database that was to be opened could not be.
    pub(super) fn failed(&mut self, key: K) {
        self.databases.remove(&key);
    }

    /// Someone has done with a database.
    pub(super) fn released(&mut self, key: K, now: u64) {
        if let Some(State::Open { users, used_at }) = self.databases.get_mut(&key) {
            *users = users.saturating_sub(1);
            *used_at = now;
        }
    }

    /// Whether a database may be closed now; if so, it counts as closed.
    pub(super) fn close(&mut self, key: K) -> bool {
        match self.databases.get(&key) {
            Some(State::Open { users: 0, .. }) => {
                self.databases.remove(&key);
                true
            }
            Some(_) => false,
            None => true,
        }
    }

    /// The databases that nobody used for long enough; they count as closed.
    pub(super) fn idle(&mut self, now: u64) -> Vec<K> {
        let limit = self.limits.idle_ms;
        let idle: Vec<K> = self
            .databases
            .iter()
            .filter(|(_, state)| match state {
                State::Open { users: 0, used_at } => now.saturating_sub(*used_at) >= limit,
                _ => false,
            })
            .map(|(key, _)| *key)
            .collect();
        for key in &idle {
            self.databases.remove(key);
        }
        idle
    }

    fn least_recent(&self) -> Option<K> {
        self.databases
            .iter()
            .filter_map(|(key, state)| match state {
                State::Open { users: 0, used_at } => Some((used_at, key)),
                _ => None,
            })
            .min()
            .map(|(_, key)| *key)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn policy(open: usize) -> Policy<u8> {
        Policy::new(Limits {
            open,
            cache_kib: 1024,
            idle_ms: 100,
        })
    }

    #[test]
    fn the_first_opens_and_the_others_wait() {
        let mut policy = policy(2);
        assert_eq!(policy.want(1, 0), Want::Open { close: None });
        assert_eq!(policy.want(1, 0), Want::Wait);
        policy.opened(1, 1);
        assert_eq!(policy.want(1, 2), Want::Use);
        assert!(!policy.close(1), "it is in use");
        policy.released(1, 3);
        assert!(policy.idle(200).is_empty(), "it has one user left");
        policy.released(1, 4);
        assert!(policy.idle(103).is_empty());
        assert_eq!(policy.idle(104), [1]);
        assert_eq!(policy.want(1, 105), Want::Open { close: None });
        policy.failed(1);
        assert_eq!(policy.want(1, 106), Want::Open { close: None });
    }

    #[test]
    fn the_least_recently_used_makes_room_and_one_in_use_does_not() {
        let mut policy = policy(2);
        for key in [1, 2] {
            assert_eq!(policy.want(key, 0), Want::Open { close: None });
            policy.opened(key, 0);
        }
        assert_eq!(policy.want(3, 1), Want::Wait, "both are in use");
        policy.released(2, 2);
        policy.released(1, 3);
        assert_eq!(policy.want(3, 4), Want::Open { close: Some(2) });
        assert_eq!(policy.want(2, 4), Want::Open { close: Some(1) });
    }

    #[test]
    fn a_clock_that_goes_back_closes_nothing() {
        let mut policy = policy(1);
        policy.want(1, 1_000);
        policy.opened(1, 1_000);
        policy.released(1, 1_000);
        assert!(policy.idle(10).is_empty());
    }

    proptest! {
        #[test]
        fn what_is_in_use_stays_open_and_the_limit_holds(
            open in 1_usize..4,
            steps in prop::collection::vec((0_u8..5, 0_u8..4, 0_u64..60), 0..200),
        ) {
            let mut policy = policy(open);
            let mut now = 0;
            let (mut opening, mut opened) = (BTreeSet::new(), BTreeSet::new());
            let mut users: Vec<u8> = Vec::new();
            for (key, what, later) in steps {
                now += later;
                match what {
                    0 => match policy.want(key, now) {
                        Want::Use => {
                            prop_assert!(opened.contains(&key));
                            users.push(key);
                        }
                        Want::Open { close } => {
                            prop_assert!(!opened.contains(&key) && opening.insert(key));
                            if let Some(victim) = close {
                                prop_assert!(!users.contains(&victim) && opened.remove(&victim));
                            }
                        }
                        Want::Wait => {
                            let stuck = opened.iter().all(|key| users.contains(key));
                            prop_assert!(opening.contains(&key) || stuck);
                        }
                    },
                    1 if opening.remove(&key) => {
                        policy.opened(key, now);
                        opened.insert(key);
                        users.push(key);
                    }
                    2 => if let Some(index) = users.iter().position(|user| *user == key) {
                        users.remove(index);
                        policy.released(key, now);
                    },
                    3 => for closed in policy.idle(now) {
                        prop_assert!(!users.contains(&closed) && opened.remove(&closed));
                    },
                    _ => {}
                }
                prop_assert!(opening.len() + opened.len() <= open);
            }
        }
    }
}
