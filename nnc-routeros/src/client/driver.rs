//! The task that moves bytes between a [`Connection`] and a stream, and results to those who wait.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use routeros_wire::Row;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::Instant as TokioInstant;

use crate::error::{Delivery, Error};
use crate::transport::{Command, Response};

use super::buffer::Writer;
use super::connection::{CallId, Connection, Event, Mode};
use super::stream::ListenEvent;

/// How many calls may wait in the connection before no more are taken from the queue.
const MAX_WAITING: usize = 1024;

/// How much is read at once.
const READ_SIZE: usize = 64 << 10;

/// What a session asks of its driver.
pub(super) enum Request {
    Execute {
        batch: u64,
        commands: Vec<Command>,
        results: oneshot::Sender<Vec<Result<Response, Error>>>,
    },
    Stream {
        batch: u64,
        command: Command,
        rows: Writer<Row>,
    },
    Listen {
        batch: u64,
        command: Command,
        events: Writer<ListenEvent>,
    },
    Close {
        done: oneshot::Sender<()>,
    },
}

/// Who waits for the calls of a batch.
enum Waiter {
    Results {
        left: usize,
        answers: Vec<Option<Result<Response, Error>>>,
        results: oneshot::Sender<Vec<Result<Response, Error>>>,
    },
    Rows(Writer<Row>),
    Changes {
        events: Writer<ListenEvent>,
        lost: u64,
    },
}

/// The session's ends of the driver's queues.
pub(super) struct Queues {
    pub(super) requests: mpsc::Receiver<Request>,
    pub(super) cancels: mpsc::UnboundedReceiver<u64>,
}

pub(super) struct Driver<S> {
    connection: Connection,
    stream: S,
    queues: Queues,
    waiters: HashMap<u64, Waiter>,
    logged_in: Option<oneshot::Sender<Result<(), Error>>>,
    /// Why the connection ended, for those who come later.
    ended: Arc<OnceLock<Error>>,
    room: Arc<Notify>,
    max_stall: std::time::Duration,
    /// Since when reading stands still for a slow reader.
    stalled: Option<TokioInstant>,
    closing: Option<oneshot::Sender<()>>,
}

fn now() -> Instant {
    TokioInstant::now().into_std()
}

/// Writes some of `output`, or flushes when there is none. Nothing is lost when it is dropped halfway.
async fn send(writer: &mut (impl AsyncWrite + Unpin), output: &[u8]) -> std::io::Result<Option<usize>> {
    if output.is_empty() {
        return writer.flush().await.map(|()| None);
    }
    writer.write(output).await.map(Some)
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Driver<S> {
    pub(super) fn new(
        connection: Connection,
        stream: S,
        queues: Queues,
        logged_in: oneshot::Sender<Result<(), Error>>,
        ended: Arc<OnceLock<Error>>,
        room: Arc<Notify>,
        max_stall: std::time::Duration,
    ) -> Self {
        Self {
            connection,
            stream,
            queues,
            waiters: HashMap::new(),
            logged_in: Some(logged_in),
            ended,
            room,
            max_stall,
            stalled: None,
            closing: None,
        }
    }

    /// Runs until the connection ends or nobody can use it any more.
    pub(super) async fn run(mut self) {
        let mut read_buffer = vec![0; READ_SIZE];
        let mut needs_flush = false;
        let alarm = tokio::time::sleep_until(TokioInstant::now());
        tokio::pin!(alarm);
        loop {
            self.dispatch();
            if self.connection.is_closed() {
                break;
            }
            self.check_stall();
            // The alarm is only moved forward in time when it has rung: most answers come before it.
            if let Some(due) = self.next_alarm()
                && (due < alarm.deadline() || alarm.is_elapsed())
            {
                alarm.as_mut().reset(due);
            }
            let (mut reader, mut writer) = tokio::io::split(&mut self.stream);
            let output = self.connection.output();
            tokio::select! {
                biased;
                batch = self.queues.cancels.recv() => match batch {
                    Some(batch) => {
                        self.waiters.remove(&batch);
                        self.connection.cancel_batch(batch, now());
                    }
                    // No session is left, and no stream.
                    None => self.connection.close(),
                },
                sent = send(&mut writer, output), if needs_flush || !output.is_empty() => match sent {
                    Ok(Some(0)) => self.connection.disconnected("the stream takes no more bytes"),
                    Ok(Some(bytes)) => {
                        self.connection.written(bytes);
                        needs_flush = true;
                    }
                    Ok(None) => needs_flush = false,
                    Err(error) => self.connection.disconnected(&error.to_string()),
                },
                read = reader.read(&mut read_buffer), if self.stalled.is_none() => match read {
                    Ok(0) => self.connection.disconnected("the router closed it"),
                    Ok(bytes) => self.connection.receive(read_buffer.get(..bytes).unwrap_or_default(), now()),
                    Err(error) => self.connection.disconnected(&error.to_string()),
                },
                request = self.queues.requests.recv(), if self.connection.waiting() < MAX_WAITING => {
                    self.accept(request);
                }
                () = self.room.notified(), if self.stalled.is_some() => {}
                () = &mut alarm, if !alarm.is_elapsed() => self.connection.handle_timeout(now()),
            }
        }
        // An orderly end is a courtesy that a dead peer must not hold up.
        let _ = tokio::time::timeout(std::time::Duration::from_secs(1), self.stream.shutdown()).await;
        if let Some(closing) = self.closing.take() {
            let _ = closing.send(());
        }
    }

    /// Takes a request; no more requests means that no session is left.
    fn accept(&mut self, request: Option<Request>) {
        match request {
            // Given up before they were taken.
            Some(Request::Execute { results, .. }) if results.is_closed() => {}
            Some(Request::Stream { rows, .. }) if rows.reader_gone() => {}
            Some(Request::Listen { events, .. }) if events.reader_gone() => {}
            Some(Request::Execute {
                batch,
                commands,
                results,
            }) => {
                let answers = commands.iter().map(|_| None).collect();
                self.waiters.insert(
                    batch,
                    Waiter::Results {
                        left: commands.len(),
                        answers,
                        results,
                    },
                );
                for (index, command) in commands.into_iter().enumerate() {
                    self.connection
                        .submit(CallId { batch, index }, Mode::Collect, command, now());
                }
            }
            Some(Request::Stream { batch, command, rows }) => {
                self.waiters.insert(batch, Waiter::Rows(rows));
                self.connection
                    .submit(CallId { batch, index: 0 }, Mode::Stream, command, now());
            }
            Some(Request::Listen {
                batch,
                command,
                events,
            }) => {
                self.waiters.insert(batch, Waiter::Changes { events, lost: 0 });
                self.connection
                    .submit(CallId { batch, index: 0 }, Mode::Listen, command, now());
            }
            Some(Request::Close { done }) => {
                self.closing = Some(done);
                self.connection.close();
            }
            None => self.connection.close(),
        }
    }

    /// Hands out what happened.
    fn dispatch(&mut self) {
        while let Some(event) = self.connection.poll_event() {
            match event {
                Event::LoggedIn => {
                    if let Some(logged_in) = self.logged_in.take() {
                        let _ = logged_in.send(Ok(()));
                    }
                }
                Event::Row(call, row) => self.hand_over_row(call, row),
                Event::Completed(call, result) => self.complete(call, result),
                Event::Closed(error) => {
                    tracing::debug!(code = error.code(), %error, "connection ended");
                    let later = error.for_delivery(Delivery::NotSent);
                    let _ = self.ended.set(later);
                    if let Some(logged_in) = self.logged_in.take() {
                        let _ = logged_in.send(Err(error.for_delivery(Delivery::NotSent)));
                    }
                }
            }
        }
    }

    fn hand_over_row(&mut self, call: CallId, row: Row) {
        match self.waiters.get_mut(&call.batch) {
            Some(Waiter::Rows(rows)) => rows.push(row),
            Some(Waiter::Changes { events, lost }) => {
                if events.is_full() {
                    *lost += events.clear() as u64 + 1;
                    events.push(ListenEvent::Resync { lost: *lost });
                } else {
                    events.push(ListenEvent::of(row));
                }
            }
            Some(Waiter::Results { .. }) | None => {}
        }
    }

    fn complete(&mut self, call: CallId, result: Result<Response, Error>) {
        let Some(waiter) = self.waiters.get_mut(&call.batch) else {
            return;
        };
        match waiter {
            Waiter::Results { left, answers, .. } => {
                if let Some(slot @ None) = answers.get_mut(call.index) {
                    *slot = Some(result);
                    *left = left.saturating_sub(1);
                }
                if *left > 0 {
                    return;
                }
            }
            Waiter::Rows(rows) => rows.end(result.err()),
            Waiter::Changes { events, .. } => events.end(result.err()),
        }
        if let Some(Waiter::Results { answers, results, .. }) = self.waiters.remove(&call.batch) {
            let _ = results.send(answers.into_iter().flatten().collect());
        }
    }

    /// Stops reading while a print's reader is behind, and ends its stream when that takes too long.
    fn check_stall(&mut self) {
        let full = |waiter: &Waiter| matches!(waiter, Waiter::Rows(rows) if rows.is_full());
        if !self.waiters.values().any(full) {
            self.stalled = None;
        } else {
            let since = *self.stalled.get_or_insert_with(TokioInstant::now);
            if TokioInstant::now() >= since + self.max_stall {
                let slow: Vec<u64> = self
                    .waiters
                    .iter()
                    .filter(|(_, waiter)| full(waiter))
                    .map(|(batch, _)| *batch)
                    .collect();
                for batch in slow {
                    if let Some(Waiter::Rows(rows)) = self.waiters.remove(&batch) {
                        rows.end(Some(Error::Cancelled {
                            delivery: Delivery::Unknown,
                        }));
                    }
                    self.connection.cancel_batch(batch, now());
                }
                self.stalled = None;
            }
        }
        self.connection.set_paused(self.stalled.is_some(), now());
    }

    fn next_alarm(&self) -> Option<TokioInstant> {
        let stall = self.stalled.map(|since| since + self.max_stall);
        self.connection
            .next_timeout()
            .map(TokioInstant::from_std)
            .into_iter()
            .chain(stall)
            .min()
    }
}
