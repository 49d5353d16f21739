//! What is due: deadlines of commands, and signs of life.

use std::time::Instant;

use crate::client::flight::{Fate, Flight};
use crate::error::{Delivery, Error};
use crate::transport::Command;

use super::sending::write_command;
use super::{Core, Event};

impl Core {
    pub(super) fn expire_flights(&mut self, now: Instant) {
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
                // The peer speaks, just not about that. It keeps its place, so that no second question is asked.
                Fate::Keepalive if !silent => self.extend(tag, now + after),
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

    fn extend(&mut self, tag: u64, deadline: Instant) {
        if let Some(flight) = self.flights.iter_mut().find(|flight| flight.tag == tag) {
            flight.deadline = Some(deadline);
        }
    }

    pub(super) fn keepalive_timeout(&self) -> Option<Instant> {
        let period = self.settings.keepalive.filter(|_| !self.paused)?;
        let asked = self.flights.iter().any(|flight| flight.fate == Fate::Keepalive);
        Some(self.last_heard + if asked { period } else { period / 2 })
    }

    /// Asks a silent peer for a sign of life, and gives it up when none comes.
    pub(super) fn keep_alive(&mut self, now: Instant) {
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
}
