//! The client's side of an API connection, without the connection: commands and bytes go in, bytes and
//! results come out. It knows no socket and no clock; the caller says what time it is.

mod replies;
mod sending;
mod timeouts;

use std::collections::VecDeque;
use std::time::Instant;

use routeros_wire::{Decoder, Limits, Reply, Row};
use zeroize::Zeroize;

use crate::error::{Delivery, Error};
use crate::transport::{Command, Response};

use super::flight::{Fate, Flight};
use super::login::Login;
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
