//! What goes out: calls as the window has room for them, and cancels.

use std::time::{Duration, Instant};

use routeros_wire::SentenceWriter;

use crate::client::flight::{Fate, Flight};
use crate::error::{Error, printable};
use crate::transport::Command;

use super::{CallId, Core, Event, Mode, Phase};

impl Core {
    /// Sends what the window has room for: cancels first, then calls in their order.
    pub(super) fn pump(&mut self, now: Instant) {
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
    pub(super) fn launch(&mut self, fate: Fate, patience: Option<Duration>, now: Instant) {
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
    pub(super) fn abandon(&mut self, tag: u64, now: Instant) {
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
}

pub(super) fn write_command(
    out: &mut Vec<u8>,
    command: &Command,
    tag: u64,
    max_word: usize,
) -> Result<(), Error> {
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
