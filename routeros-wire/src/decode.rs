//! Bytes to sentences.

use crate::{Limits, Sentence, WireError, length};

/// How far a sentence has been looked at, so that more bytes do not mean starting again.
#[derive(Debug, Clone, Copy, Default)]
struct Scan {
    /// Where the sentence begins; moves past empty sentences.
    start: usize,
    /// Where the next length prefix begins.
    next: usize,
    words: usize,
}

/// A complete sentence: its words lie in `start..end`, the next sentence begins at `next`.
#[derive(Debug, Clone, Copy)]
struct Found {
    start: usize,
    end: usize,
    next: usize,
    words: usize,
}

impl Scan {
    /// Looks for the end of a sentence in `input`, from where the last call stopped.
    #[inline]
    fn advance(&mut self, input: &[u8], limits: &Limits) -> Result<Option<Found>, WireError> {
        let Scan {
            mut start,
            mut next,
            mut words,
        } = *self;
        let found = loop {
            let rest = input.get(next..).unwrap_or_default();
            let Some((length, prefix)) = length::read(rest)? else {
                break None;
            };
            let after = next.saturating_add(prefix).saturating_add(length);
            if length == 0 {
                if words == 0 {
                    // An empty sentence: RouterOS ignores it, and so do we.
                    (start, next) = (after, after);
                    continue;
                }
                break Some(Found {
                    start,
                    end: next,
                    next: after,
                    words,
                });
            }
            if length > limits.max_word {
                return Err(WireError::WordTooLong {
                    length,
                    limit: limits.max_word,
                });
            }
            if after - start > limits.max_sentence {
                return Err(WireError::SentenceTooLong {
                    limit: limits.max_sentence,
                });
            }
            if words == limits.max_words {
                return Err(WireError::TooManyWords {
                    limit: limits.max_words,
                });
            }
            if after > input.len() {
                break None;
            }
            next = after;
            words += 1;
        };
        *self = Scan { start, next, words };
        Ok(found)
    }
}

/// Decodes the sentence at the front of `input`. Returns it and how many bytes it took (empty sentences
/// before it included), or `None` while it is not complete.
///
/// # Errors
/// A reserved control byte, or a claim beyond `limits`. The stream cannot be resynchronised after either.
#[inline]
pub fn decode_sentence<'a>(
    input: &'a [u8],
    limits: &Limits,
) -> Result<Option<(Sentence<'a>, usize)>, WireError> {
    let found = Scan::default().advance(input, limits)?;
    Ok(found.and_then(|found| {
        let body = input.get(found.start..found.end)?;
        Some((Sentence::from_checked(body, found.words), found.next))
    }))
}

/// Collects bytes from a stream and hands out sentences.
///
/// It keeps at most one incomplete sentence (bounded by its [`Limits`]) plus what was fed since: take all
/// sentences out after each [`feed`](Self::feed). Work is linear in the bytes fed, however they are cut.
///
/// ```
/// use routeros_wire::{Decoder, Limits};
/// # fn main() -> Result<(), routeros_wire::WireError> {
/// let mut decoder = Decoder::new(Limits::default());
/// decoder.feed(b"\x05!do");
/// assert!(decoder.next_sentence()?.is_none());
/// decoder.feed(b"ne\x00");
/// let sentence = decoder.next_sentence()?;
/// assert_eq!(sentence.map(|sentence| sentence.first()), Some(&b"!done"[..]));
/// # Ok(())
/// # }
/// ```
pub struct Decoder {
    buffer: Vec<u8>,
    limits: Limits,
    /// Offsets into `buffer`; everything before `scan.start` has been handed out.
    scan: Scan,
    failed: Option<WireError>,
}

impl Decoder {
    /// A decoder without any bytes.
    pub const fn new(limits: Limits) -> Self {
        let scan = Scan {
            start: 0,
            next: 0,
            words: 0,
        };
        Self {
            buffer: Vec::new(),
            limits,
            scan,
            failed: None,
        }
    }

    /// Changes the bounds, for instance after a login. A sentence that is partly here is held to the new ones.
    pub const fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Appends bytes from the stream. After an error they are dropped.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.failed.is_some() {
            return;
        }
        self.discard_taken();
        self.buffer.extend_from_slice(bytes);
    }

    /// The next complete sentence, or `None` until more bytes are fed.
    ///
    /// # Errors
    /// As [`decode_sentence`]; from then on every call returns the same error.
    #[inline]
    pub fn next_sentence(&mut self) -> Result<Option<Sentence<'_>>, WireError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        match self.scan.advance(&self.buffer, &self.limits) {
            Ok(None) => Ok(None),
            Ok(Some(found)) => {
                self.scan = Scan {
                    start: found.next,
                    next: found.next,
                    words: 0,
                };
                let body = self.buffer.get(found.start..found.end);
                Ok(body.map(|body| Sentence::from_checked(body, found.words)))
            }
            Err(error) => {
                self.failed = Some(error);
                self.buffer = Vec::new();
                Err(error)
            }
        }
    }

    /// How many bytes wait for the rest of their sentence (or to be taken out).
    pub const fn buffered(&self) -> usize {
        self.buffer.len().saturating_sub(self.scan.start)
    }

    /// Whether the stream may end here without cutting a sentence.
    pub const fn is_at_boundary(&self) -> bool {
        self.buffered() == 0
    }

    /// Moves the remainder to the front once it is cheap: when nothing, or less than half, remains.
    fn discard_taken(&mut self) {
        let taken = self.scan.start.min(self.buffer.len());
        if taken == 0 || (taken < self.buffer.len() && taken < self.buffer.len() / 2) {
            return;
        }
        self.buffer.drain(..taken);
        self.scan.start -= taken;
        self.scan.next -= taken;
    }
}

/// Debug output shows counts, never what was received.
impl std::fmt::Debug for Decoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoder")
            .field("buffered", &self.buffered())
            .field("limits", &self.limits)
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}
