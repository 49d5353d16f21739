//! What comes in: replies, told apart by their tags.

use std::time::Instant;

use routeros_wire::{Reply, ReplyKind, Row};

use crate::client::flight::{Fate, row_weight};
use crate::client::login::Progress;
use crate::error::{Delivery, Error, printable};

use super::{Core, Event, Mode, Phase};

impl Core {
    pub(super) fn handle(&mut self, reply: &Reply<'_>, now: Instant) {
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
}

/// Reads back a tag of ours; anything else is none.
fn parse_tag(tag: &[u8]) -> Option<u64> {
    std::str::from_utf8(tag).ok()?.parse().ok()
}
