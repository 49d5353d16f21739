//! The engine behind a lock, the clock, and the queues of the connections.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;

use crate::engine::{ConnId, Engine, Output};

use super::api::encode;

/// A connection that does not read what it asked for is ended beyond this many bytes.
const MAX_QUEUED: usize = 512 << 20;

/// A connection's next commands wait while more than this many bytes are queued for it.
pub(super) const PAUSE_QUEUED: usize = 8 << 20;

/// The router's clock: the machine's, or one that begins where it was told, plus what it was advanced by.
#[derive(Debug)]
pub(super) struct Clock {
    base_ms: u64,
    started: Instant,
    advanced_ms: AtomicU64,
}

impl Clock {
    pub(super) fn start(base_ms: Option<u64>) -> Self {
        let machine = || {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            super::millis(since)
        };
        Self {
            base_ms: base_ms.unwrap_or_else(machine),
            started: Instant::now(),
            advanced_ms: AtomicU64::new(0),
        }
    }

    pub(super) fn now_ms(&self) -> u64 {
        let advanced = self.advanced_ms.load(Ordering::Relaxed);
        self.base_ms
            .saturating_add(super::millis(self.started.elapsed()))
            .saturating_add(advanced)
    }
}

/// What is to go out on a connection.
#[derive(Debug)]
pub(super) enum Packet {
    Data { due: Instant, bytes: Vec<u8> },
    Close,
}

/// The sending side of a connection.
#[derive(Debug)]
pub(super) struct Outbox {
    sender: mpsc::UnboundedSender<Packet>,
    queued: AtomicUsize,
    pub(super) cut: AtomicBool,
    /// Something was sent, or the connection was cut: the reader may go on.
    pub(super) wake: Notify,
    /// The connection was cut: the sender need not wait.
    pub(super) cut_signal: Notify,
}

impl Outbox {
    pub(super) fn new() -> (Arc<Self>, mpsc::UnboundedReceiver<Packet>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let outbox = Self {
            sender,
            queued: AtomicUsize::new(0),
            cut: AtomicBool::new(false),
            wake: Notify::new(),
            cut_signal: Notify::new(),
        };
        (Arc::new(outbox), receiver)
    }

    pub(super) fn queued(&self) -> usize {
        self.queued.load(Ordering::Relaxed)
    }

    pub(super) fn sent(&self, bytes: usize) {
        self.queued.fetch_sub(bytes.min(self.queued()), Ordering::Relaxed);
        self.wake.notify_one();
    }

    fn push(&self, due: Instant, bytes: Vec<u8>) {
        let queued = self.queued.fetch_add(bytes.len(), Ordering::Relaxed) + bytes.len();
        if queued > MAX_QUEUED {
            self.cut_now();
        }
        // The receiver is gone when the connection is; nothing is lost that could arrive.
        let _ = self.sender.send(Packet::Data { due, bytes });
    }

    fn cut_now(&self) {
        self.cut.store(true, Ordering::SeqCst);
        self.cut_signal.notify_one();
        self.wake.notify_one();
        let _ = self.sender.send(Packet::Close);
    }
}

/// Everything the tasks share.
#[derive(Debug)]
pub(super) struct Shared {
    engine: Mutex<Engine>,
    clock: Clock,
    pub(super) latency: Duration,
    outboxes: Mutex<HashMap<ConnId, Arc<Outbox>>>,
    next_conn: AtomicU64,
    /// Something changed that may have moved the engine's next deadline.
    timer: Notify,
}

impl Shared {
    pub(super) fn new(engine: Engine, clock: Clock, latency: Duration) -> Self {
        Self {
            engine: Mutex::new(engine),
            clock,
            latency,
            outboxes: Mutex::new(HashMap::new()),
            next_conn: AtomicU64::new(1),
            timer: Notify::new(),
        }
    }

    /// A panic while the lock was held is a bug that has been reported; the state is still the best there is.
    pub(super) fn engine(&self) -> MutexGuard<'_, Engine> {
        self.engine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn outboxes(&self) -> MutexGuard<'_, HashMap<ConnId, Arc<Outbox>>> {
        self.outboxes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn new_conn(&self) -> ConnId {
        self.next_conn.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn register(&self, conn: ConnId, outbox: Arc<Outbox>) {
        self.outboxes().insert(conn, outbox);
    }

    pub(super) fn unregister(&self, conn: ConnId) {
        self.outboxes().remove(&conn);
    }

    /// Runs something on the engine at the present time, and delivers what comes of it.
    pub(super) fn act<T>(&self, action: impl FnOnce(&mut Engine, u64) -> T) -> T {
        let mut engine = self.engine();
        let deadline = engine.next_deadline();
        let result = action(&mut engine, self.clock.now_ms());
        // Delivered under the lock, so that two actions' answers cannot change places.
        let output = engine.take_output();
        let moved = engine.next_deadline() != deadline;
        self.deliver(output);
        drop(engine);
        if moved {
            self.timer.notify_one();
        }
        result
    }

    fn deliver(&self, output: std::collections::VecDeque<Output>) {
        if output.is_empty() {
            return;
        }
        let due = Instant::now() + self.latency;
        let mut outboxes = self.outboxes();
        let mut pending: Option<(ConnId, Vec<u8>)> = None;
        let flush = |pending: &mut Option<(ConnId, Vec<u8>)>, outboxes: &HashMap<ConnId, Arc<Outbox>>| {
            if let Some((conn, bytes)) = pending.take()
                && let Some(outbox) = outboxes.get(&conn)
            {
                outbox.push(due, bytes);
            }
        };
        for item in output {
            match item {
                Output::Reply { conn, tag, reply } => {
                    if pending.as_ref().is_some_and(|(other, _)| *other != conn) {
                        flush(&mut pending, &outboxes);
                    }
                    let (_, bytes) = pending.get_or_insert_with(|| (conn, Vec::new()));
                    encode(bytes, tag.as_ref(), &reply);
                }
                Output::Close { conn } => {
                    flush(&mut pending, &outboxes);
                    if let Some(outbox) = outboxes.remove(&conn) {
                        let _ = outbox.sender.send(Packet::Close);
                    }
                }
                Output::Cut { conn } => {
                    flush(&mut pending, &outboxes);
                    if let Some(outbox) = outboxes.remove(&conn) {
                        outbox.cut_now();
                    }
                }
            }
        }
        flush(&mut pending, &outboxes);
    }

    pub(super) fn advance(&self, by: Duration) {
        self.clock
            .advanced_ms
            .fetch_add(super::millis(by), Ordering::Relaxed);
        self.act(|engine, now| engine.tick(now));
        self.timer.notify_one();
    }

    pub(super) fn cut_everything(&self) {
        for (_, outbox) in self.outboxes().drain() {
            outbox.cut_now();
        }
    }
}

/// Lets the engine act when something falls due.
pub(super) async fn keep_time(shared: Arc<Shared>) {
    loop {
        let deadline = shared.engine().next_deadline();
        let now = shared.clock.now_ms();
        match deadline {
            None => shared.timer.notified().await,
            Some(at) if at <= now => {
                shared.act(|engine, now| engine.tick(now));
                // A deadline that stays due must not spin.
                tokio::task::yield_now().await;
                if shared.engine().next_deadline().is_some_and(|next| next <= now) {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            }
            Some(at) => {
                tokio::select! {
                    () = tokio::time::sleep(Duration::from_millis(at - now)) => {}
                    () = shared.timer.notified() => {}
                }
            }
        }
    }
}
