//! The client's side of an API connection, without the connection: commands and bytes go in, bytes and
//! results come out. It knows no socket and no clock; the caller says what time it is.

use std::collections::VecDeque;
use std::time::Instant;

use routeros_wire::{Decoder, Limits, Reply, ReplyKind, Row, SentenceWriter};
use zeroize::Zeroize;

use crate::error::{Delivery, Error, printable};
use crate::transport::{Command, Response};

use super::flight::{Fate, Flight, row_weight};
use super::login::{Login, Progress};
use super::settings::{Credentials, Settings};

/// Names a call; chosen by the caller, who must not use one twice at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CallId {
    /// The group of calls that are cancelled together.
    pub batch: u64,
    /// The place within the group.
    pub index: usize,
}

/// What happens with the rows of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// They are collected and come with the result.
    Collect,
    /// They come one by one; each must come within the deadline.
    Stream,
    /// They come one by one, whenever something changes.
    Listen,
}

/// What has come of the bytes and calls put in.
#[derive(Debug)]
pub enum Event {
    /// The login succeeded; commands are being sent.
    LoggedIn,
    /// A row of a stream or listen.
    Row(CallId, Row),
    /// The answer to a call. The last event of a call.
    Completed(CallId, Result<Response, Error>),
    /// The connection has ended, for this reason. The last event of all.
    Closed(Error),
}

/// A connection's state.
///
/// Put in: [`submit`](Self::submit), [`cancel_batch`](Self::cancel_batch), [`receive`](Self::receive),
/// [`handle_timeout`](Self::handle_timeout). Take out: [`output`](Self::output) (then say how much was
/// [`written`](Self::written)), [`poll_event`](Self::poll_event), [`next_timeout`](Self::next_timeout).
#[derive(Debug)]
pub struct Connection {
    decoder: Decoder,
    core: Core,
}

#[derive(Debug)]
struct Core {
    settings: Settings,
    phase: Phase,
    waiting: VecDeque<(CallId, Mode, Command)>,
    flights: Vec<Flight>,
    /// Tags of abandoned commands that are still to be cancelled.
    to_cancel: VecDeque<u64>,
    events: VecDeque<Event>,
    out: Vec<u8>,
    /// How much of `out` has been written.
    out_at: usize,
    /// How many bytes were written before those in `out`.
    out_base: u64,
    next_tag: u64,
    strays: u64,
    /// What the rows of all unfinished answers weigh.
    buffered: usize,
    last_heard: Instant,
    paused: bool,
}

#[derive(Debug)]
enum Phase {
    LoggingIn { login: Login, deadline: Instant },
    Ready,
    Closed,
}

impl Connection {
    /// Begins a connection: the first output is the login.
    ///
    /// # Errors
    /// [`Error::InvalidCommand`] when the credentials cannot be expressed.
    pub fn new(settings: Settings, credentials: Credentials, now: Instant) -> Result<Self, Error> {
        let mut out = Vec::new();
        let login = Login::begin(credentials, &mut out)?;
        let deadline = now + settings.connect_deadline;
        let core = Core {
            settings,
            phase: Phase::LoggingIn { login, deadline },
            waiting: VecDeque::new(),
            flights: Vec::new(),
            to_cancel: VecDeque::new(),
            events: VecDeque::new(),
            out,
            out_at: 0,
            out_base: 0,
            next_tag: 1,
            strays: 0,
            buffered: 0,
            last_heard: now,
            paused: false,
        };
        Ok(Self {
            decoder: Decoder::new(Limits::BEFORE_LOGIN),
            core,
        })
    }

    /// Puts in a call. It is sent when those before it have been and the window has room.
    pub fn submit(&mut self, call: CallId, mode: Mode, command: Command, now: Instant) {
        let core = &mut self.core;
        if matches!(core.phase, Phase::Closed) {
            let error = Error::lost(Delivery::NotSent, "the connection is closed");
            core.events.push_back(Event::Completed(call, Err(error)));
            return;
        }
        core.waiting.push_back((call, mode, command));
        core.pump(now);
    }

    /// Withdraws the calls of a batch: none of them gets an event any more. What was sent is cancelled.
    pub fn cancel_batch(&mut self, batch: u64, now: Instant) {
        let core = &mut self.core;
        core.waiting.retain(|(call, ..)| call.batch != batch);
        let of_batch = |flight: &Flight| matches!(flight.fate, Fate::Wanted(call, _) if call.batch == batch);
        let tags: Vec<u64> = core
            .flights
            .iter()
            .filter(|flight| of_batch(flight))
            .map(|flight| flight.tag)
            .collect();
        for tag in tags {
            core.abandon(tag, now);
        }
        core.events.retain(|event| match event {
            Event::Row(call, _) | Event::Completed(call, _) => call.batch != batch,
            Event::LoggedIn | Event::Closed(_) => true,
        });
        core.pump(now);
    }

    /// Puts in bytes from the peer.
    pub fn receive(&mut self, bytes: &[u8], now: Instant) {
        let Self { decoder, core } = self;
        core.last_heard = now;
        decoder.feed(bytes);
        while !matches!(core.phase, Phase::Closed) {
            match decoder.next_sentence() {
                Ok(Some(sentence)) => {
                    let before = matches!(core.phase, Phase::LoggingIn { .. });
                    core.handle(&Reply::new(sentence), now);
                    if before && matches!(core.phase, Phase::Ready) {
                        decoder.set_limits(core.settings.limits);
                    }
                }
                Ok(None) => break,
                Err(error) => core.close(&Error::protocol(error)),
            }
        }
        core.pump(now);
    }

    /// Says that no more bytes will come, and why.
    pub fn disconnected(&mut self, reason: &str) {
        self.core.close(&Error::lost(Delivery::Unknown, reason));
    }

    /// Ends the connection from this side.
    pub fn close(&mut self) {
        self.core
            .close(&Error::lost(Delivery::Unknown, "closed by this side"));
    }

    /// What is to be written to the peer.
    pub fn output(&self) -> &[u8] {
        self.core.out.get(self.core.out_at..).unwrap_or_default()
    }

    /// Says how many bytes of [`output`](Self::output) were written.
    pub fn written(&mut self, bytes: usize) {
        let core = &mut self.core;
        core.out_at = core.out_at.saturating_add(bytes).min(core.out.len());
        if core.out_at == core.out.len() {
            core.out_base += core.out_at as u64;
            core.out_at = 0;
            match core.phase {
                // The login is in there.
                Phase::LoggingIn { .. } => core.out.zeroize(),
                Phase::Ready | Phase::Closed => core.out.clear(),
            }
        }
    }

    /// What happened, in order.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.core.events.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is to be called at the latest.
    pub fn next_timeout(&self) -> Option<Instant> {
        let core = &self.core;
        match &core.phase {
            Phase::LoggingIn { deadline, .. } => Some(*deadline),
            Phase::Ready => {
                let flights = core.flights.iter().filter_map(|flight| flight.deadline);
                flights.chain(core.keepalive_timeout()).min()
            }
            Phase::Closed => None,
        }
    }

    /// Handles what is due.
    pub fn handle_timeout(&mut self, now: Instant) {
        let core = &mut self.core;
        match &core.phase {
            Phase::LoggingIn { deadline, .. } if *deadline <= now => {
                let after = core.settings.connect_deadline;
                core.close(&Error::Deadline {
                    delivery: Delivery::NotSent,
                    after,
                });
            }
            Phase::Ready => {
                core.expire_flights(now);
                core.keep_alive(now);
                core.pump(now);
            }
            Phase::LoggingIn { .. } | Phase::Closed => {}
        }
    }

    /// Says that reading stops (a reader is slow) or goes on: silence means nothing meanwhile.
    pub fn set_paused(&mut self, paused: bool, now: Instant) {
        if self.core.paused && !paused {
            self.core.last_heard = now;
        }
        self.core.paused = paused;
    }

    /// How many calls wait for room in the window.
    pub fn waiting(&self) -> usize {
        self.core.waiting.len()
    }

    /// How many commands have been sent and not been answered completely, the connection's own included.
    pub const fn in_flight(&self) -> usize {
        self.core.flights.len()
    }

    /// Whether the connection has ended.
    pub const fn is_closed(&self) -> bool {
        matches!(self.core.phase, Phase::Closed)
    }

    /// How many answers came for commands that were never sent.
    pub const fn strays(&self) -> u64 {
        self.core.strays
    }
}

impl Core {
    const fn written(&self) -> u64 {
        self.out_base + self.out_at as u64
    }

    /// Sends what the window has room for: cancels first, then calls in their order.
    fn pump(&mut self, now: Instant) {
        if !matches!(self.phase, Phase::Ready) {
            return;
        }
        self.send_cancel(now);
        while let Some((_, mode, command)) = self.waiting.front() {
            let reads = *mode != Mode::Collect || command.is_read();
            let window = if reads {
                self.settings.read_window
            } else {
                self.settings.write_window
            };
            if self.flights.len() >= window.max(1) {
                break;
            }
            let Some((call, mode, command)) = self.waiting.pop_front() else {
                break;
            };
            if let Err(error) = self.send(call, mode, &command, now) {
                self.events.push_back(Event::Completed(call, Err(error)));
            }
        }
    }

    fn send(&mut self, call: CallId, mode: Mode, command: &Command, now: Instant) -> Result<(), Error> {
        let streams = |flight: &&Flight| matches!(flight.fate, Fate::Wanted(_, Mode::Stream | Mode::Listen));
        if mode != Mode::Collect && self.flights.iter().filter(streams).count() >= self.settings.max_streams {
            let reason = format!("{} streams are open already; drop one", self.settings.max_streams);
            return Err(Error::InvalidCommand { reason });
        }
        let tag = self.next_tag;
        write_command(&mut self.out, command, tag, self.settings.limits.max_word)?;
        let patience = match mode {
            Mode::Collect | Mode::Stream => Some(command.deadline.unwrap_or(self.settings.deadline)),
            Mode::Listen => None,
        };
        self.launch(Fate::Wanted(call, mode), patience, now);
        Ok(())
    }

    /// Notes that the command just written, tagged `next_tag`, is in flight.
    fn launch(&mut self, fate: Fate, patience: Option<std::time::Duration>, now: Instant) {
        self.flights.push(Flight {
            tag: self.next_tag,
            fate,
            complete_at: self.out_base + self.out.len() as u64,
            sent: now,
            patience,
            deadline: patience.map(|patience| now + patience),
            rows: Vec::new(),
            bytes: 0,
            refusal: None,
        });
        self.next_tag += 1;
    }

    /// Lets go of a command in flight: its answer is no longer wanted, and the router is told so.
    fn abandon(&mut self, tag: u64, now: Instant) {
        let patience = self.settings.deadline;
        let Some(flight) = self.flights.iter_mut().find(|flight| flight.tag == tag) else {
            return;
        };
        flight.fate = Fate::Abandoned;
        flight.patience = Some(patience);
        flight.deadline = Some(now + patience);
        flight.rows = Vec::new();
        self.buffered = self.buffered.saturating_sub(std::mem::take(&mut flight.bytes));
        self.to_cancel.push_back(tag);
    }

    /// Sends the next `/cancel`, one at a time.
    fn send_cancel(&mut self, now: Instant) {
        if self.flights.iter().any(|flight| flight.fate == Fate::Cancel) {
            return;
        }
        while let Some(tag) = self.to_cancel.pop_front() {
            if !self.flights.iter().any(|flight| flight.tag == tag) {
                continue;
            }
            let mut sentence = SentenceWriter::new(&mut self.out);
            sentence
                .command("/cancel")
                .attribute("tag", tag.to_string())
                .tag(self.next_tag.to_string());
            if sentence.finish().is_ok() {
                self.launch(Fate::Cancel, Some(self.settings.deadline), now);
                return;
            }
        }
    }

    fn handle(&mut self, reply: &Reply<'_>, now: Instant) {
        if let Phase::LoggingIn { .. } = self.phase {
            self.handle_login(reply);
            return;
        }
        if reply.kind() == ReplyKind::Fatal {
            let reason = printable(&String::from_utf8_lossy(
                reply.message().unwrap_or(b"no reason given"),
            ));
            self.close(&Error::Fatal {
                delivery: Delivery::Unknown,
                reason,
            });
            return;
        }
        let tag = reply.tag().and_then(parse_tag);
        let Some(at) = self.flights.iter().position(|flight| Some(flight.tag) == tag) else {
            self.strays += 1;
            if self.strays > self.settings.max_strays {
                self.close(&Error::protocol(
                    "too many answers to commands that were never sent",
                ));
            }
            return;
        };
        match reply.kind() {
            ReplyKind::Re => self.handle_row(at, reply, now),
            ReplyKind::Trap => {
                if let Some(flight) = self.flights.get_mut(at) {
                    flight.refuse(reply);
                }
            }
            ReplyKind::Done => {
                let flight = self.flights.swap_remove(at);
                self.buffered = self.buffered.saturating_sub(flight.bytes);
                if let Fate::Wanted(call, _) = flight.fate {
                    self.events
                        .push_back(Event::Completed(call, flight.result(reply)));
                }
            }
            // `!empty` says that no rows come, which their absence says too.
            _ => {}
        }
    }

    fn handle_login(&mut self, reply: &Reply<'_>) {
        let Phase::LoggingIn { login, deadline } = std::mem::replace(&mut self.phase, Phase::Ready) else {
            return;
        };
        match login.advance(reply, &mut self.out) {
            Progress::Waiting(login) => self.phase = Phase::LoggingIn { login, deadline },
            Progress::Done => self.events.push_back(Event::LoggedIn),
            Progress::Failed(error) => self.close(&error),
        }
    }

    fn handle_row(&mut self, at: usize, reply: &Reply<'_>, now: Instant) {
        let Some(flight) = self.flights.get_mut(at) else {
            return;
        };
        let Fate::Wanted(call, mode) = flight.fate else {
            return;
        };
        let row = Row::from_reply(reply);
        if mode != Mode::Collect {
            flight.deadline = flight.patience.map(|patience| now + patience);
            self.events.push_back(Event::Row(call, row));
            return;
        }
        let weight = row_weight(&row);
        flight.bytes += weight;
        flight.rows.push(row);
        self.buffered += weight;
        let limit = self.settings.max_buffered;
        if self.buffered > limit {
            let tag = flight.tag;
            self.events
                .push_back(Event::Completed(call, Err(Error::TooLarge { limit })));
            self.abandon(tag, now);
        }
    }

    fn expire_flights(&mut self, now: Instant) {
        let due = |flight: &Flight| flight.deadline.is_some_and(|deadline| deadline <= now);
        let expired: Vec<u64> = self
            .flights
            .iter()
            .filter(|flight| due(flight))
            .map(|flight| flight.tag)
            .collect();
        for tag in expired {
            let Some(flight) = self.flights.iter().find(|flight| flight.tag == tag) else {
                continue;
            };
            let after = flight.patience.unwrap_or_default();
            let silent = self.last_heard <= flight.sent && !self.paused;
            match flight.fate {
                // One slow command among others that are answered: only it fails.
                Fate::Wanted(call, _) if !silent => {
                    let delivery = flight.delivery(self.written());
                    self.events
                        .push_back(Event::Completed(call, Err(Error::Deadline { delivery, after })));
                    self.abandon(tag, now);
                }
                // The peer speaks, just not about that: its answer may still come.
                Fate::Keepalive if !silent => self.abandon(tag, now),
                // Nothing came at all, or not even a cancel ended it: the peer is gone or does not behave.
                _ => {
                    self.close(&Error::Deadline {
                        delivery: Delivery::Unknown,
                        after,
                    });
                    return;
                }
            }
        }
    }

    fn keepalive_timeout(&self) -> Option<Instant> {
        let period = self.settings.keepalive.filter(|_| !self.paused)?;
        let asked = self.flights.iter().any(|flight| flight.fate == Fate::Keepalive);
        Some(self.last_heard + if asked { period } else { period / 2 })
    }

    /// Asks a silent peer for a sign of life, and gives it up when none comes.
    fn keep_alive(&mut self, now: Instant) {
        let Some(due) = self.keepalive_timeout().filter(|due| *due <= now) else {
            return;
        };
        let Some(period) = self.settings.keepalive else {
            return;
        };
        if self.flights.iter().any(|flight| flight.fate == Fate::Keepalive) {
            self.close(&Error::Deadline {
                delivery: Delivery::Unknown,
                after: period,
            });
            return;
        }
        let question = Command::print("/system/identity").proplist(["name"]);
        if due <= now && write_command(&mut self.out, &question, self.next_tag, usize::MAX).is_ok() {
            self.launch(Fate::Keepalive, Some(period), now);
        }
    }

    fn close(&mut self, error: &Error) {
        if matches!(self.phase, Phase::Closed) {
            return;
        }
        self.phase = Phase::Closed;
        let written = self.written();
        for flight in std::mem::take(&mut self.flights) {
            if let Fate::Wanted(call, _) = flight.fate {
                let error = error.for_delivery(flight.delivery(written));
                self.events.push_back(Event::Completed(call, Err(error)));
            }
        }
        for (call, ..) in std::mem::take(&mut self.waiting) {
            self.events
                .push_back(Event::Completed(call, Err(error.for_delivery(Delivery::NotSent))));
        }
        self.events.push_back(Event::Closed(error.clone()));
        self.out.zeroize();
        (self.out_at, self.buffered) = (0, 0);
    }
}

fn write_command(out: &mut Vec<u8>, command: &Command, tag: u64, max_word: usize) -> Result<(), Error> {
    if !command.path.starts_with('/') || command.verb.is_empty() {
        let reason = format!(
            "'{}' is not a menu, or the verb is missing",
            printable(&command.path)
        );
        return Err(Error::InvalidCommand { reason });
    }
    let mut sentence = SentenceWriter::with_max_word(out, max_word);
    match command.path.as_str() {
        "/" => sentence.command_in("", &command.verb),
        path => sentence.command_in(path, &command.verb),
    };
    for (key, value) in &command.attributes {
        sentence.attribute(key, value);
    }
    if !command.proplist.is_empty() {
        sentence.attribute(".proplist", command.proplist.join(","));
    }
    for query in &command.queries {
        sentence.query(query);
    }
    sentence.tag(tag.to_string());
    Ok(sentence.finish()?)
}

/// Reads back a tag of ours; anything else is none.
fn parse_tag(tag: &[u8]) -> Option<u64> {
    std::str::from_utf8(tag).ok()?.parse().ok()
}
