//! What was asked, on its way: what is written next, and what an answer means for it.

use super::error::{Error, Refusal};
use super::{Batch, OperationId, Request};
use crate::wire::{
    BundleControl, EncodeError, ErrorMessage, Frame, Kind, Version, put_barrier, put_bundle_add,
};

/// How far a bundle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Messages are added.
    Adding,
    /// Closed; what was wrong with its messages is known once that is answered.
    Closing,
    /// Every message was taken: it is to be carried out.
    Taken,
    /// Some were not: it is to be forgotten.
    Spoilt,
    /// The last step is on its way.
    Ending,
}

#[derive(Debug)]
enum Work {
    Send(Batch),
    Bundle { batch: Batch, id: u32, stage: Stage },
    Ask(Vec<u8>),
}

/// One thing that was asked. Its messages have consecutive transaction ids:
///
/// - of a batch: the messages, then a barrier;
/// - of a bundle: open, the messages, close, commit or discard.
#[derive(Debug)]
pub(super) struct Flight {
    pub(super) operation: OperationId,
    work: Work,
    first: u32,
    /// How many messages of the batch are written, and how many bytes these are.
    written: (u32, usize),
    begun: bool,
    done: bool,
    refusals: Vec<Refusal>,
    more: usize,
}

/// What an answer brought.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing to tell yet.
    Wait,
    /// A part of the answer; there may be more.
    Part,
    /// The last part.
    LastPart,
    /// It is done.
    Finished,
}

/// Copies a message with another transaction id.
fn put_numbered(message: &[u8], xid: u32, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(message);
    if let Some(place) = out.get_mut(start + 4..start + 8) {
        place.copy_from_slice(&xid.to_be_bytes());
    }
}

impl Flight {
    pub(super) fn new(operation: OperationId, request: Request, bundle: u32) -> Self {
        let work = match request {
            Request::Send(batch) => Work::Send(batch),
            Request::Bundle(batch) => Work::Bundle {
                batch,
                id: bundle,
                stage: Stage::Adding,
            },
            Request::Ask(message) => Work::Ask(message),
        };
        Self {
            operation,
            work,
            first: 0,
            written: (0, 0),
            begun: false,
            done: false,
            refusals: Vec::new(),
            more: 0,
        }
    }

    /// How many transaction ids it takes.
    pub(super) fn ids(&self) -> u32 {
        match &self.work {
            Work::Send(batch) => count(batch) + 1,
            Work::Bundle { batch, .. } => count(batch) + 3,
            Work::Ask(_) => 1,
        }
    }

    pub(super) fn has_begun(&self) -> bool {
        self.begun
    }

    pub(super) fn begin(&mut self, first: u32) {
        self.begun = true;
        self.first = first;
    }

    /// Which of its messages has this transaction id.
    pub(super) fn place(&self, xid: u32) -> Option<u32> {
        xid.checked_sub(self.first)
            .filter(|place| self.begun && *place < self.ids())
    }

    /// Whether nothing of it is left to write, so that what comes after it may be written.
    pub(super) fn is_written(&self) -> bool {
        self.done
    }

    /// Writes messages until `limit` bytes wait to be sent, or there are none to write now.
    pub(super) fn write(
        &mut self,
        version: Version,
        limit: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), EncodeError> {
        match &mut self.work {
            Work::Ask(message) => {
                put_numbered(message, self.first, out);
                self.done = true;
            }
            Work::Send(batch) => {
                let (sent, at) = &mut self.written;
                while out.len() < limit
                    && let Some(message) = batch.message_at(*at)
                {
                    put_numbered(message, self.first.wrapping_add(*sent), out);
                    *sent += 1;
                    *at += message.len();
                }
                if *sent == count(batch) && !self.done {
                    put_barrier(version, self.first.wrapping_add(*sent), out)?;
                    self.done = true;
                }
            }
            Work::Bundle { batch, id, stage } => {
                let mut control = BundleControl {
                    id: *id,
                    step: BundleControl::OPEN,
                    flags: BundleControl::ATOMIC | BundleControl::ORDERED,
                };
                let (sent, at) = &mut self.written;
                let last = self.first.wrapping_add(count(batch)).wrapping_add(2);
                match *stage {
                    Stage::Closing | Stage::Ending => {}
                    Stage::Adding => {
                        if *at == 0 && *sent == 0 {
                            control.put(version, self.first, out)?;
                        }
                        while out.len() < limit
                            && let Some(message) = batch.message_at(*at)
                        {
                            *sent += 1;
                            let xid = self.first.wrapping_add(*sent);
                            put_bundle_add(*id, control.flags, version, xid, out, |out| {
                                put_numbered(message, xid, out);
                                Ok(())
                            })?;
                            *at += message.len();
                        }
                        if *sent == count(batch) {
                            control.step = BundleControl::CLOSE;
                            control.put(version, last.wrapping_sub(1), out)?;
                            *stage = Stage::Closing;
                        }
                    }
                    Stage::Taken | Stage::Spoilt => {
                        control.step = if *stage == Stage::Taken {
                            BundleControl::COMMIT
                        } else {
                            BundleControl::DISCARD
                        };
                        control.put(version, last, out)?;
                        *stage = Stage::Ending;
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes the answer to its message number `place`.
    pub(super) fn answer(&mut self, place: u32, frame: &Frame<'_>, most_refusals: usize) -> Step {
        if frame.kind() == Kind::Error {
            return self.refused(place, frame, most_refusals);
        }
        match &mut self.work {
            Work::Ask(_) if frame.has_more() => Step::Part,
            Work::Ask(_) => Step::LastPart,
            Work::Send(batch) if place == count(batch) => Step::Finished,
            Work::Send(_) => Step::Wait,
            Work::Bundle { batch, stage, .. } => {
                let close = count(batch) + 1;
                if place == close && *stage == Stage::Closing {
                    *stage = if self.refusals.is_empty() {
                        Stage::Taken
                    } else {
                        Stage::Spoilt
                    };
                    Step::Wait
                } else if place > close {
                    Step::Finished
                } else {
                    Step::Wait
                }
            }
        }
    }

    fn refused(&mut self, place: u32, frame: &Frame<'_>, most: usize) -> Step {
        let (code, numbers) = match ErrorMessage::decode(frame) {
            Ok(error) => (error.code, error.numbers),
            Err(code) => (Some(code), (0, 0)),
        };
        let (index, message, step) = match &self.work {
            Work::Ask(_) => (None, "the request".to_owned(), Step::Finished),
            Work::Send(batch) if place == count(batch) => (None, "the barrier".to_owned(), Step::Finished),
            Work::Send(batch) => named(batch, place, self.refusals.len() < most),
            Work::Bundle { batch, .. } => match place.checked_sub(1) {
                None => (None, "the opening of the bundle".to_owned(), Step::Wait),
                Some(index) if index < count(batch) => named(batch, index, self.refusals.len() < most),
                // With no bundle left there is nothing to forget.
                Some(index) if index == count(batch) => {
                    (None, "the closing of the bundle".to_owned(), Step::Finished)
                }
                Some(_) => (None, "the commit of the bundle".to_owned(), Step::Finished),
            },
        };
        // That a bundle failed because one of its messages did is no news.
        let told = index.is_some() || self.refusals.is_empty();
        if told && self.refusals.len() < most {
            self.refusals.push(Refusal {
                index,
                message,
                code,
                numbers,
            });
        } else if told {
            self.more += 1;
        }
        step
    }

    /// What came of it, once it is finished.
    pub(super) fn outcome(self) -> Result<(), Error> {
        if self.refusals.is_empty() {
            Ok(())
        } else {
            Err(Error::Refused {
                refusals: self.refusals,
                more: self.more,
            })
        }
    }
}

fn count(batch: &Batch) -> u32 {
    u32::try_from(batch.len()).unwrap_or(u32::MAX - 3)
}

/// A message of the batch, described if it will be kept.
fn named(batch: &Batch, index: u32, kept: bool) -> (Option<usize>, String, Step) {
    let index = usize::try_from(index).unwrap_or(usize::MAX);
    let message = if kept { batch.describe(index) } else { None };
    (Some(index), message.unwrap_or_default(), Step::Wait)
}
