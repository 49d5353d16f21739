//! The one writer of a database, with group commit.
//!
//! Whoever wants to write takes the connection, does its part under a savepoint, and leaves the transaction open if
//! others are waiting for the connection already: the last of them commits for all, and all wait for that one
//! commit. So with many writers the disk is waited for once a group. Since the members of a group wait for its end, none
//! of them can push in before those that wait.
//!
//! Work that may change threads is handed over to whoever has the connection, so that it passes through many hands
//! without as many threads waiting for each other. It may be done twice: what has gathered is done under one savepoint, and
//! only if a part of it fails is all of it done again, each part under its own. Who lets the connection go and finds that
//! more work was handed over meanwhile asks the first who waits for it to go on.
//!
//! Those who waited for one commit often want to write again at once, but they wake one after the other. So where a group
//! is smaller than the one before it, one of its members keeps it open for the others for a part of the time that a
//! commit takes, and commits if nobody comes; the next group is not waited for then. A lone writer commits at once.

use std::collections::VecDeque;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::connect::{Access, connect};
use super::end::{End, Round, Woken, tell};
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
    handed: Mutex<VecDeque<Handed>>,
    /// Where those wait who come now.
    round: Mutex<Arc<Round>>,
}

/// Work that another thread does.
struct Handed {
    work: Box<dyn Work>,
    end: Arc<End>,
}

/// Work whose value, error or panic is left where its owner finds it. What is done once more takes the place of what was
/// done before.
trait Work: Send {
    /// Does it together with others; says whether it stands if they do.
    fn among(&self, scope: &Scope<'_>) -> bool;

    /// Does it under a savepoint of its own; says whether it stands if the group does.
    fn alone(&self, writer: &Writer, held: &mut Held<'_>) -> bool;
}

/// What became of work that was handed over.
type Place<T> = Arc<Mutex<Option<thread::Result<Result<T, StoreError>>>>>;

/// Work, and the place of what becomes of it.
struct Placed<W, T> {
    work: W,
    place: Place<T>,
}

impl<W, T> Placed<W, T> {
    fn put(&self, done: thread::Result<Result<T, StoreError>>) -> bool {
        let stands = matches!(done, Ok(Ok(_)));
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
        stands
    }
}

impl<W, T> Work for Placed<W, T>
where
    W: Fn(&Scope<'_>) -> Result<T, StoreError> + Send,
    T: Send,
{
    fn among(&self, scope: &Scope<'_>) -> bool {
        self.put(catch_unwind(AssertUnwindSafe(|| (self.work)(scope))))
    }

    fn alone(&self, writer: &Writer, held: &mut Held<'_>) -> bool {
        self.put(writer.attempt(held, &self.work))
    }
}

impl fmt::Debug for Handed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handed").finish_non_exhaustive()
    }
}

#[derive(Debug, Default)]
struct Slot {
    connection: Option<Connection>,
    group: Option<Group>,
    last: Last,
    #[cfg(test)]
    committed: usize,
}

/// Writes that share the open transaction.
#[derive(Debug)]
struct Group {
    writes: usize,
    /// One of its members keeps it open and will commit it, unless somebody else does.
    kept_open: bool,
    end: Arc<End>,
    /// The ends of the work in it that was handed over.
    handed: Vec<Arc<End>>,
}

impl Group {
    fn new(end: End) -> Self {
        Self {
            writes: 0,
            kept_open: false,
            end: Arc::new(end),
            handed: Vec::new(),
        }
    }
}

/// The connection while somebody has it. The members of the groups that end meanwhile are told once it is let go: waking
/// them takes time, in which the first of them writes already.
struct Held<'a> {
    // The order of the fields is that in which they are dropped.
    slot: MutexGuard<'a, Slot>,
    ended: Ended,
}

/// Groups that have ended, with how.
#[derive(Default)]
struct Ended(Vec<(Group, Result<(), StoreError>)>);

impl Drop for Ended {
    fn drop(&mut self) {
        for (group, result) in self.0.drain(..) {
            tell(group.handed.iter().chain([&group.end]), &result);
        }
    }
}

impl<'a> From<MutexGuard<'a, Slot>> for Held<'a> {
    fn from(slot: MutexGuard<'a, Slot>) -> Self {
        Self {
            slot,
            ended: Ended::default(),
        }
    }
}

impl Deref for Held<'_> {
    type Target = Slot;

    fn deref(&self) -> &Slot {
        &self.slot
    }
}

impl DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut Slot {
        &mut self.slot
    }
}

/// The group before, from which the next one is guessed.
#[derive(Debug, Default)]
struct Last {
    writes: usize,
    commit: Duration,
}

impl Last {
    /// Whether a group is still to grow to the size of this one.
    fn is_larger(&self, group: &Group) -> bool {
        group.writes < self.writes
    }

    /// How long nobody may come before a group is committed.
    fn patience(&self) -> Duration {
        self.commit / 4
    }

    /// How long a group is kept open at most, however many come. They come one after the other, each with its own work,
    /// so that many of them take longer to come than a quick disk to commit.
    fn limit(&self) -> Duration {
        self.commit * 4
    }
}

impl Writer {
    pub(super) fn new(path: &Path, cache_kib: u32) -> Self {
        Self {
            path: path.to_owned(),
            cache_kib,
            waiting: AtomicUsize::new(0),
            slot: Mutex::default(),
            handed: Mutex::default(),
            round: Mutex::default(),
        }
    }

    /// Does a piece of work and returns when it is on disk.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Scope<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let slot = self.lock();
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        self.write_in(slot, work)
    }

    /// The same of work that whoever has the connection may do, twice if need be.
    pub(super) fn hand_over<T: Send + 'static>(
        &self,
        work: impl Fn(&Scope<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (place, end) = (Place::default(), Arc::new(self.end()));
        self.queue().push_back(Handed {
            work: Box::new(Placed {
                work,
                place: Arc::clone(&place),
            }),
            end: Arc::clone(&end),
        });
        match self.try_lock() {
            Some(slot) => self.finish(slot),
            // Who had the connection may have let it go before it could see this.
            None => self.call_a_leader(),
        }
        let ended = self.wait_for(&end);
        let done = place.lock().unwrap_or_else(PoisonError::into_inner).take();
        match done {
            Some(Ok(result)) => ended.and(result),
            Some(Err(panic)) => resume_unwind(panic),
            None => Err(self.failure("a write was not done")),
        }
    }

    fn write_in<T>(
        &self,
        mut slot: Held<'_>,
        work: impl FnOnce(&Scope<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let done = self.attempt(&mut slot, work);
        let end = slot.group.as_ref().map(|group| Arc::clone(&group.end));
        self.finish(slot);
        let value = match done {
            Ok(result) => result?,
            Err(panic) => resume_unwind(panic),
        };
        // Without a group there is none to wait for: joining failed, and so did `done`.
        end.map_or(Ok(()), |end| self.wait_for(&end)).map(|()| value)
    }

    /// Waits for an end, and does meanwhile what one who waits is asked for.
    fn wait_for(&self, end: &End) -> Result<(), StoreError> {
        loop {
            match end.wait() {
                Woken::Ended(result) => return result,
                Woken::Lead => self.finish(self.lock()),
            }
        }
    }

    /// An end to be waited for with those who come now.
    fn end(&self) -> End {
        End::of(&self.round.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn attempt<T>(
        &self,
        slot: &mut Held<'_>,
        work: impl FnOnce(&Scope<'_>) -> Result<T, StoreError>,
    ) -> thread::Result<Result<T, StoreError>> {
        let done = catch_unwind(AssertUnwindSafe(|| self.join(slot, work)));
        if done.is_err() {
            // A panic says nothing of what was done: the whole group is taken back.
            let Held { slot, ended } = slot;
            give_up(slot, ended, &self.failure("a write ended in a panic"));
        }
        if let Some(group) = &mut slot.group {
            group.writes += 1;
        }
        done
    }

    /// Does what was handed over, sees to the end of the group, and lets the connection go.
    fn finish(&self, mut slot: Held<'_>) {
        self.do_handed(&mut slot);
        let keeps_open = self.commit_unless_awaited(&mut slot);
        let end = slot.group.as_ref().map(|group| Arc::clone(&group.end));
        drop(slot);
        if let Some(end) = end.filter(|_| keeps_open) {
            self.keep_open(&end);
        }
        self.call_a_leader();
    }

    /// Does what was handed over, as far as the group has room.
    fn do_handed(&self, held: &mut Held<'_>) {
        loop {
            let room = GROUP - held.group.as_ref().map_or(0, |group| group.writes.min(GROUP));
            let batch: Vec<Handed> = {
                let mut queue = self.queue();
                let some = room.min(queue.len());
                queue.drain(..some).collect()
            };
            if batch.is_empty() {
                return;
            }
            let together = batch.len() > 1 && self.do_together(held, &batch);
            for handed in batch {
                let stands = together || handed.work.alone(self, held);
                match &mut held.group {
                    Some(group) if stands => group.handed.push(handed.end),
                    // It failed, and its error says why.
                    _ => tell([&handed.end], &Ok(())),
                }
            }
        }
    }

    /// Does all of it, or, where a part fails, none.
    fn do_together(&self, held: &mut Held<'_>, batch: &[Handed]) -> bool {
        let done = self.join(held, |scope| {
            if batch.iter().all(|handed| handed.work.among(scope)) {
                Ok(())
            } else {
                Err(self.failure("a part of what was handed over failed"))
            }
        });
        if let (Ok(()), Some(group)) = (&done, &mut held.group) {
            group.writes += batch.len();
        }
        done.is_ok()
    }

    /// If work was handed over and nobody has the connection, asks the first who waits for it to go on. Whoever lets the
    /// connection go does this then, and whoever hands work over does it once, so that no work is left lying.
    fn call_a_leader(&self) {
        while !self.queue().is_empty() {
            let Some(slot) = self.try_lock() else {
                return;
            };
            // Nobody does it meanwhile, so that the first still waits.
            let first = self.queue().front().map(|first| Arc::clone(&first.end));
            drop(slot);
            if let Some(first) = first {
                return first.round().lead();
            }
        }
    }

    /// Does the work under a savepoint of the open transaction, or of a new one.
    fn join<T>(
        &self,
        held: &mut Held<'_>,
        work: impl FnOnce(&Scope<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let Held { slot, ended } = held;
        let slot: &mut Slot = slot;
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
            slot.group = Some(Group::new(self.end()));
        }
        let kept = run("SAVEPOINT write").and_then(|_| {
            let result = work(&Scope::new(&self.path, connection));
            if result.is_err() && !connection.is_autocommit() {
                run("ROLLBACK TO write")?;
            }
            if !connection.is_autocommit() {
                run("RELEASE write")?;
            }
            Ok(result)
        });
        // A full disk or a failed read takes the whole transaction back, the work of others included. Where the savepoint
        // itself fails, one does not know what is left of the work, and it must not be done a second time on top of it.
        let torn = match &kept {
            Ok(Err(error)) if connection.is_autocommit() => Some(error.clone()),
            Ok(_) => None,
            Err(error) => Some(error.clone()),
        };
        if let Some(error) = torn {
            give_up(slot, ended, &error);
        }
        kept?
    }

    /// Commits, unless the next writer waits already and will, or more are likely to come. Says whether the caller is
    /// the one who keeps the group open for these.
    fn commit_unless_awaited(&self, held: &mut Held<'_>) -> bool {
        let slot: &mut Slot = &mut held.slot;
        let Some(group) = &mut slot.group else {
            return false;
        };
        if group.writes < GROUP && self.waiting.load(Ordering::SeqCst) > 0 {
            return false;
        }
        if slot.last.is_larger(group) {
            return !std::mem::replace(&mut group.kept_open, true);
        }
        self.commit(held);
        false
    }

    /// Waits for more writers to join the group that ends so, and commits it when no more come.
    fn keep_open(&self, end: &Arc<End>) {
        let began = Instant::now();
        let mut seen = 0;
        let mut patience = self.lock().last.patience();
        while !end.comes_within(patience) {
            let mut slot = self.lock();
            let is_open = |slot: &Slot| {
                let group = slot.group.as_ref();
                group.is_some_and(|group| Arc::ptr_eq(&group.end, end))
            };
            if !is_open(&slot) {
                return;
            }
            self.do_handed(&mut slot);
            let Some(group) = slot.group.as_ref().filter(|_| is_open(&slot)) else {
                // It failed meanwhile, and what came after it made another.
                return self.finish(slot);
            };
            let coming = group.writes > seen || self.waiting.load(Ordering::SeqCst) > 0;
            if !coming || began.elapsed() >= slot.last.limit() {
                return self.commit(&mut slot);
            }
            seen = group.writes;
            patience = slot.last.patience();
        }
    }

    fn commit(&self, held: &mut Held<'_>) {
        let Held { slot, ended } = held;
        let slot: &mut Slot = slot;
        let (Some(connection), Some(group)) = (&slot.connection, &slot.group) else {
            return;
        };
        let began = Instant::now();
        let committed = connection
            .prepare_cached("COMMIT")
            .and_then(|mut statement| statement.execute([]))
            .map(drop)
            .map_err(|error| StoreError::database(&self.path, &error));
        match committed {
            Ok(()) => {
                slot.last = Last {
                    writes: group.writes,
                    commit: began.elapsed(),
                };
                #[cfg(test)]
                {
                    slot.committed += 1;
                }
                ended.0.extend(slot.group.take().map(|group| (group, Ok(()))));
                *self.round.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
            }
            Err(error) => give_up(slot, ended, &error),
        }
    }

    fn failure(&self, reason: &str) -> StoreError {
        StoreError::Database {
            path: self.path.clone(),
            reason: reason.to_owned(),
        }
    }

    fn lock(&self) -> Held<'_> {
        // Panics inside are caught before the lock is released.
        self.slot.lock().unwrap_or_else(PoisonError::into_inner).into()
    }

    fn try_lock(&self) -> Option<Held<'_>> {
        match self.slot.try_lock() {
            Ok(slot) => Some(slot.into()),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner().into()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn queue(&self) -> MutexGuard<'_, VecDeque<Handed>> {
        self.handed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many writers wait for the connection, or for its holder to do their work.
    #[cfg(test)]
    pub(super) fn awaited(&self) -> usize {
        self.waiting.load(Ordering::SeqCst) + self.queue().len()
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

/// Takes the whole group back. A connection that cannot even do that is closed, which does.
fn give_up(slot: &mut Slot, ended: &mut Ended, error: &StoreError) {
    let gone =
        |connection: &Connection| connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok();
    if slot
        .connection
        .as_ref()
        .is_some_and(|connection| !gone(connection))
    {
        slot.connection = None;
    }
    ended
        .0
        .extend(slot.group.take().map(|group| (group, Err(error.clone()))));
}
