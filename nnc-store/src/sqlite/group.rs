//! The one writer of a database, with group commit.
//!
//! Whoever wants to write takes the connection, does its part under a savepoint, and leaves the transaction open if
//! others are waiting for the connection already: the last of them commits for all, and all wait for that one
//! commit. So nobody's work changes threads, a lone writer commits at once, and with many writers the disk is waited
//! for once a group. Since the members of a group wait for its end, none of them can push in before those that wait.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::connect::{Access, connect};
use super::scope::Scope;
use crate::error::StoreError;

/// How many writes share a commit at most.
const GROUP: usize = 64;

/// The writer of one file. Its connection is opened when it is first needed.
#[derive(Debug)]
pub(super) struct Writer {
    path: PathBuf,
    cache_kib: u32,
    waiting: AtomicUsize,
    slot: Mutex<Slot>,
}

#[derive(Debug, Default)]
struct Slot {
    connection: Option<Connection>,
    group: Option<Group>,
    #[cfg(test)]
    committed: usize,
}

/// Writes that share the open transaction.
#[derive(Debug, Default)]
struct Group {
    writes: usize,
    end: Arc<End>,
}

/// How a group ended.
#[derive(Debug, Default)]
struct End {
    result: Mutex<Option<Result<(), StoreError>>>,
    known: Condvar,
}

impl End {
    fn tell(&self, result: Result<(), StoreError>) {
        *self.result.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        self.known.notify_all();
    }

    fn wait(&self) -> Result<(), StoreError> {
        let mut result = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*result {
                Some(result) => return result.clone(),
                None => result = self.known.wait(result).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

impl Writer {
    pub(super) fn new(path: &Path, cache_kib: u32) -> Self {
        Self {
            path: path.to_owned(),
            cache_kib,
            waiting: AtomicUsize::new(0),
            slot: Mutex::default(),
        }
    }

    /// Does a piece of work and returns when it is on disk.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Scope<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut slot = self.lock();
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        let done = catch_unwind(AssertUnwindSafe(|| self.join(&mut slot, work)));
        if done.is_err() {
            // A panic says nothing of what was done: the whole group is taken back.
            self.give_up(&mut slot, &self.failure("a write ended in a panic"));
        }
        let end = slot.group.as_ref().map(|group| Arc::clone(&group.end));
        self.commit_unless_awaited(&mut slot);
        drop(slot);
        let value = match done {
            Ok(result) => result?,
            Err(panic) => resume_unwind(panic),
        };
        // Without a group there is none to wait for: joining failed, and so did `done`.
        end.map_or(Ok(()), |end| end.wait())?;
        Ok(value)
    }

    /// Does the work under a savepoint of the open transaction, or of a new one.
    fn join<T>(
        &self,
        slot: &mut Slot,
        work: impl FnOnce(&Scope<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if slot.connection.is_none() {
            slot.connection = Some(connect(&self.path, Access::Write, self.cache_kib)?);
        }
        let Some(connection) = &slot.connection else {
            return Err(self.failure("there is no connection"));
        };
        let run = |sql: &str| {
            connection
                .prepare_cached(sql)
                .and_then(|mut statement| statement.execute([]))
                .map_err(|error| StoreError::database(&self.path, &error))
        };
        if slot.group.is_none() {
            run("BEGIN IMMEDIATE")?;
            slot.group = Some(Group::default());
        }
        let result = run("SAVEPOINT write").and_then(|_| {
            let result = work(&Scope::new(&self.path, connection));
            if result.is_err() && !connection.is_autocommit() {
                run("ROLLBACK TO write")?;
            }
            if !connection.is_autocommit() {
                run("RELEASE write")?;
            }
            result
        });
        match (&result, connection.is_autocommit()) {
            // A full disk or a failed read takes the whole transaction back, the work of others included.
            (Err(error), true) => {
                let error = error.clone();
                self.give_up(slot, &error);
            }
            _ => {
                if let Some(group) = &mut slot.group {
                    group.writes += 1;
                }
            }
        }
        result
    }

    /// Commits, unless the next writer waits already and will.
    fn commit_unless_awaited(&self, slot: &mut Slot) {
        let (Some(connection), Some(group)) = (&slot.connection, &slot.group) else {
            return;
        };
        if group.writes < GROUP && self.waiting.load(Ordering::SeqCst) > 0 {
            return;
        }
        let committed = connection
            .prepare_cached("COMMIT")
            .and_then(|mut statement| statement.execute([]))
            .map(drop)
            .map_err(|error| StoreError::database(&self.path, &error));
        match committed {
            Ok(()) => {
                #[cfg(test)]
                {
                    slot.committed += 1;
                }
                if let Some(group) = slot.group.take() {
                    group.end.tell(Ok(()));
                }
            }
            Err(error) => self.give_up(slot, &error),
        }
    }

    /// Takes the whole group back. A connection that cannot even do that is closed, which does.
    fn give_up(&self, slot: &mut Slot, error: &StoreError) {
        let gone = |connection: &Connection| {
            connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok()
        };
        if slot
            .connection
            .as_ref()
            .is_some_and(|connection| !gone(connection))
        {
            slot.connection = None;
        }
        if let Some(group) = slot.group.take() {
            group.end.tell(Err(error.clone()));
        }
    }

    fn failure(&self, reason: &str) -> StoreError {
        StoreError::Database {
            path: self.path.clone(),
            reason: reason.to_owned(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Slot> {
        // Panics inside are caught before the lock is released.
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many writers wait for the connection.
    #[cfg(test)]
    pub(super) fn awaited(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }

    /// How many groups were committed.
    #[cfg(test)]
    pub(super) fn groups(&self) -> usize {
        self.lock().committed
    }

    #[cfg(test)]
    pub(super) fn with(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<()>) {
        let mut slot = self.lock();
        let connection = slot
            .connection
            .get_or_insert_with(|| connect(&self.path, Access::Write, self.cache_kib).unwrap());
        work(connection).unwrap();
    }
}
