use super::error::Error;
use super::flight::{Flight, Step};
use super::inbox::Inbox;
use super::messages::Messages;
use super::{Batch, Settings};
use crate::wire::{ErrorMessage, Frame, Hello, Kind, Version, put_echo};
use std::collections::VecDeque;
use std::time::Instant;

/// How many bytes are made ready to be sent at once.
const READY: usize = 64 << 10;

/// The type of all parts of answers from OpenFlow 1.3 on.
const MULTIPART_REPLY: u8 = 19;

/// Names one thing that was asked on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OperationId(u64);

/// Something to ask of the switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Send messages, and wait until the switch has carried them out or refused them, each on its own. No messages:
    /// a barrier.
    Send(Batch),
    /// Carry out messages in order, all or none (OpenFlow 1.4 and later; in 1.3 with the ONF's extension).
    Bundle(Batch),
    /// Send one encoded message, which is answered by one message or a multipart reply.
    Ask(Vec<u8>),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Both sides agreed on a version: now things may be asked.
    Up(Version),
    /// A message of the answer to a [`Request::Ask`], as it came.
    Part {
        /// To what.
        operation: OperationId,
        /// The message.
        message: Vec<u8>,
    },
    /// Something that was asked is done, and all of its answer has been told.
    Finished {
        /// What.
        operation: OperationId,
        /// What came of it.
        result: Result<(), Error>,
    },
    /// A message that nobody asked for: a packet, a flow that is gone, a change that a monitor saw.
    Message(Vec<u8>),
    /// So many such messages were lost, because nobody read them in time.
    Lost(u64),
}

#[derive(Debug)]
enum State {
    /// The hello of the switch is awaited.
    Greeting,
    Up(Version),
    Failed(Error),
}

/// A connection to a switch. See the [module](super).
#[derive(Debug)]
pub struct Connection {
    settings: Settings,
    state: State,
    inbox: Inbox,
    out: Vec<u8>,
    sent: usize,
    flights: VecDeque<Flight>,
    /// The first of them that is not all written.
    writing: usize,
    events: VecDeque<Event>,
    messages: Messages,
    /// Whether what monitors tell is put among the events.
    tells_updates: bool,
    next_operation: u64,
    next_xid: u32,
    next_bundle: u32,
    heard: Instant,
    /// When the switch was asked whether it is there, and has said nothing since.
    asked: Option<Instant>,
}

impl Connection {
    /// A new connection over a stream that was just opened.
    #[must_use]
    pub fn new(settings: Settings, now: Instant) -> Self {
        let mut out = Vec::new();
        let state = match Hello::put(&settings.versions, 0, &mut out) {
            Ok(()) => State::Greeting,
            Err(error) => State::Failed(error.into()),
        };
        Self {
            messages: Messages::new(settings.most_unread),
            settings,
            state,
            inbox: Inbox::default(),
            out,
            sent: 0,
            flights: VecDeque::new(),
            writing: 0,
            events: VecDeque::new(),
            tells_updates: false,
            next_operation: 1,
            next_xid: 1,
            next_bundle: 1,
            heard: now,
            asked: None,
        }
    }

    /// The version that was agreed on, once it was.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        match self.state {
            State::Up(version) => Some(version),
            _ => None,
        }
    }

    /// Asks for something. What comes of it is told by events with the id that is returned. Things are carried out
    /// in the order in which they are asked; many may be on their way at once, but nothing overtakes a bundle.
    pub fn submit(&mut self, request: Request) -> OperationId {
        let operation = OperationId(self.next_operation);
        self.next_operation += 1;
        let refused = match (&self.state, &request) {
            (State::Failed(error), _) => Some(error.clone()),
            (State::Up(agreed), Request::Send(batch) | Request::Bundle(batch))
                if batch.version() != *agreed && !batch.is_empty() =>
            {
                Some(Error::WrongVersion {
                    batch: batch.version(),
                    agreed: *agreed,
                })
            }
            _ => None,
        };
        match refused {
            Some(error) => self.events.push_back(Event::Finished {
                operation,
                result: Err(error),
            }),
            None => {
                let bundle = self.next_bundle;
                self.next_bundle = self.next_bundle.wrapping_add(1);
                self.flights.push_back(Flight::new(operation, request, bundle));
            }
        }
        operation
    }

    /// What is ready to be sent: whole messages, about 64 KiB at most if the caller keeps sending.
    pub fn output(&mut self) -> &[u8] {
        if let State::Up(version) = self.state
            && let Err(error) = self.fill(version)
        {
            self.fail(error);
        }
        self.out.get(self.sent..).unwrap_or_default()
    }

    /// Notes that the first `bytes` of the output are sent.
    pub fn sent(&mut self, bytes: usize) {
        self.sent = self.sent.saturating_add(bytes);
        if self.sent >= self.out.len() {
            self.out.clear();
            self.sent = 0;
        }
    }

    fn fill(&mut self, version: Version) -> Result<(), Error> {
        while self.out.len() < READY
            && let Some(flight) = self.flights.get_mut(self.writing)
        {
            if !flight.has_begun() {
                let ids = flight.ids();
                // No id is used twice by what is on its way, as long as that is less than four thousand million.
                if self.next_xid.checked_add(ids).is_none() {
                    self.next_xid = 1;
                }
                flight.begin(self.next_xid);
                self.next_xid = self.next_xid.saturating_add(ids);
            }
            let before = self.out.len();
            flight.write(version, READY, &mut self.out)?;
            if flight.is_written() {
                self.writing += 1;
            } else if self.out.len() == before {
                break;
            }
        }
        Ok(())
    }

    /// Takes bytes that came, cut anywhere.
    ///
    /// # Errors
    /// What makes the connection unusable; everything that was asked has failed with it.
    pub fn receive(&mut self, bytes: &[u8], now: Instant) -> Result<(), Error> {
        if let State::Failed(error) = &self.state {
            return Err(error.clone());
        }
        self.heard = now;
        self.asked = None;
        let mut inbox = std::mem::take(&mut self.inbox);
        let done = inbox.receive(bytes, |message| self.take(message));
        self.inbox = inbox;
        done.inspect_err(|error| self.fail(error.clone()))
    }

    fn take(&mut self, message: &[u8]) -> Result<(), Error> {
        // After a length that no message has, nobody knows where the next one begins.
        if !matches!(message.get(2..4), Some([high, low]) if *high > 0 || *low >= 8) {
            return Err(Error::Malformed("a message shorter than its header".to_owned()));
        }
        let frame = match Frame::parse(message) {
            Ok(frame) => frame,
            // What is not known may still be of use to whoever reads it.
            Err(_) if self.version().is_some() => {
                // A part of an answer that is spoilt may have been of a monitor.
                if self.tells_updates && message.get(1) == Some(&MULTIPART_REPLY) {
                    self.events.push_back(Event::Message(message.to_vec()));
                } else {
                    self.messages.push(message);
                }
                return Ok(());
            }
            Err(code) => return Err(Error::Malformed(code.to_string())),
        };
        match (frame.kind(), &self.state) {
            (Kind::Hello, State::Greeting) => self.greeted(&frame),
            (Kind::Hello, _) => Ok(()),
            (Kind::Error, State::Greeting) => Err(self.hello_refused(&frame)),
            (Kind::EchoRequest, _) => {
                let version = frame
                    .version()
                    .map_err(|code| Error::Malformed(code.to_string()))?;
                put_echo(true, version, frame.xid(), frame.body(), &mut self.out)?;
                Ok(())
            }
            (Kind::EchoReply, _) => Ok(()),
            (_, State::Up(_)) => {
                self.answered(&frame);
                Ok(())
            }
            (_, _) => Err(Error::Malformed(format!("{} before the hello", frame.name()))),
        }
    }

    fn greeted(&mut self, frame: &Frame<'_>) -> Result<(), Error> {
        let hello = Hello::decode(frame);
        match hello.agree(&self.settings.versions) {
            Some(version) => {
                self.state = State::Up(version);
                self.events.push_back(Event::Up(version));
                Ok(())
            }
            None => {
                let theirs: Vec<String> = Version::ALL
                    .iter()
                    .filter(|version| hello.versions >> version.to_wire() & 1 == 1)
                    .map(Version::to_string)
                    .collect();
                Err(Error::Versions(theirs.join(", ")))
            }
        }
    }

    fn hello_refused(&self, frame: &Frame<'_>) -> Error {
        match ErrorMessage::decode(frame) {
            Ok(error) => Error::Versions(String::from_utf8_lossy(error.about).into_owned()),
            Err(code) => Error::Malformed(code.to_string()),
        }
    }

    fn answered(&mut self, frame: &Frame<'_>) {
        let place = |flight: &Flight| flight.place(frame.xid());
        let found = self
            .flights
            .iter()
            .position(|flight| place(flight).is_some())
            .and_then(|index| Some((index, self.flights.get(index).and_then(place)?)));
        let (Some((index, place)), false) = (found, is_notice(frame.kind())) else {
            if self.tells_updates && is_update(frame.kind()) {
                self.events.push_back(Event::Message(frame.bytes().to_vec()));
            } else {
                self.messages.push(frame.bytes());
            }
            return;
        };
        let Some(flight) = self.flights.get_mut(index) else {
            return;
        };
        let operation = flight.operation;
        let step = flight.answer(place, frame, self.settings.most_refusals);
        if matches!(step, Step::Part | Step::LastPart) {
            self.events.push_back(Event::Part {
                operation,
                message: frame.bytes().to_vec(),
            });
        }
        if matches!(step, Step::LastPart | Step::Finished)
            && let Some(flight) = self.flights.remove(index)
        {
            self.writing -= usize::from(index < self.writing);
            self.events.push_back(Event::Finished {
                operation,
                result: flight.outcome(),
            });
        }
    }

    /// What happened next, if anything did.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front().or_else(|| self.poll_message())
    }

    /// Whether [`Connection::poll_operation`] has something to tell.
    #[must_use]
    pub fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// Whether [`Connection::poll_operation`] is to tell what flow monitors tell too, in the order in which it comes:
    /// so it is known what came before the answer to something, and that something came that cannot be read. There is no bound for how much of it is kept. Not, at
    /// first; what was not read when this ends is kept with the other messages that nobody asked for.
    pub fn tell_updates(&mut self, told: bool) {
        self.tells_updates = told;
        if told {
            return;
        }
        let messages = &mut self.messages;
        self.events.retain(|event| match event {
            Event::Message(message) => {
                messages.push(message);
                false
            }
            _ => true,
        });
    }

    /// What happened to things that were asked, leaving messages that nobody asked for where they are.
    pub fn poll_operation(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// The next message that nobody asked for.
    pub fn poll_message(&mut self) -> Option<Event> {
        match self.messages.pop() {
            Some(message) => Some(Event::Message(message)),
            None => self.messages.take_lost().map(Event::Lost),
        }
    }

    /// When [`Connection::tick`] must be called at the latest; `None` once it has failed.
    #[must_use]
    pub fn next_tick(&self) -> Option<Instant> {
        match (&self.state, self.asked) {
            (State::Failed(_), _) => None,
            (State::Greeting, _) => Some(self.heard + self.settings.give_up_after),
            (State::Up(_), Some(asked)) => Some(asked + self.settings.give_up_after),
            (State::Up(_), None) => Some(self.heard + self.settings.echo_after),
        }
    }

    /// Does what is due: asks a silent switch whether it is there, gives up on one that does not answer.
    ///
    /// # Errors
    /// [`Error::Silent`]; everything that was asked has failed with it.
    pub fn tick(&mut self, now: Instant) -> Result<(), Error> {
        if self.next_tick().is_none_or(|due| now < due) {
            return Ok(());
        }
        match (&self.state, self.asked) {
            (State::Up(version), None) => {
                put_echo(false, *version, 0, &[], &mut self.out)?;
                self.asked = Some(now);
                Ok(())
            }
            _ => {
                self.fail(Error::Silent);
                Err(Error::Silent)
            }
        }
    }

    /// Notes that the stream has ended. Everything that was asked fails.
    pub fn disconnected(&mut self, reason: &str) {
        self.fail(Error::Closed(reason.to_owned()));
    }

    /// Why the connection is unusable, if it is.
    #[must_use]
    pub fn failure(&self) -> Option<&Error> {
        match &self.state {
            State::Failed(error) => Some(error),
            _ => None,
        }
    }

    fn fail(&mut self, error: Error) {
        if matches!(self.state, State::Failed(_)) {
            return;
        }
        self.state = State::Failed(error.clone());
        self.writing = 0;
        for flight in self.flights.drain(..) {
            self.events.push_back(Event::Finished {
                operation: flight.operation,
                result: Err(error.clone()),
            });
        }
    }
}

/// What flow monitors tell.
fn is_update(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::FlowMonitorReply | Kind::FlowMonitorPaused | Kind::FlowMonitorResumed
    )
}

/// Messages that the switch sends of its own accord; their transaction id means nothing.
fn is_notice(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::PacketIn | Kind::FlowRemoved | Kind::PortStatus | Kind::RoleStatus | Kind::TableStatus
    )
}
