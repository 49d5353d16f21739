//! Words to bytes.

use crate::swar::{copy, has_equals};
use crate::{MAX_LENGTH_BYTES, MAX_WORD_LENGTH, WireError, length};

/// How much room is made beyond what a word needs, so that most sentences make room once.
const SLACK: usize = 512;

/// Writes one sentence to the end of a buffer, which is meant to be reused.
///
/// Errors are kept until [`finish`](Self::finish). A sentence that fails, or that is dropped unfinished,
/// leaves the buffer as it was: half a sentence never reaches the wire.
///
/// ```
/// use routeros_wire::SentenceWriter;
/// # fn main() -> Result<(), routeros_wire::WireError> {
/// let mut out = Vec::new();
/// let mut sentence = SentenceWriter::new(&mut out);
/// sentence.command("/ip/address/print").attribute(".proplist", ".id,address").query("dynamic=false");
/// sentence.finish()?;
/// assert!(out.ends_with(b"\x0e?dynamic=false\x00"));
/// # Ok(())
/// # }
/// ```
pub struct SentenceWriter<'b> {
    /// Longer than what is written while the writer lives: zeros up to its end.
    out: &'b mut Vec<u8>,
    start: usize,
    /// Where the next word goes.
    at: usize,
    max_word: usize,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Failed(WireError),
    Finished,
}

impl<'b> SentenceWriter<'b> {
    /// A writer that accepts any word the wire format can express.
    pub const fn new(out: &'b mut Vec<u8>) -> Self {
        Self::with_max_word(out, MAX_WORD_LENGTH)
    }

    /// A writer that refuses words longer than `max_word` bytes.
    pub const fn with_max_word(out: &'b mut Vec<u8>, max_word: usize) -> Self {
        let max_word = if max_word < MAX_WORD_LENGTH {
            max_word
        } else {
            MAX_WORD_LENGTH
        };
        Self {
            start: out.len(),
            at: out.len(),
            out,
            max_word,
            state: State::Open,
        }
    }

    /// The command: `/interface/vlan/add`. It comes first.
    pub fn command(&mut self, path: impl AsRef<[u8]>) -> &mut Self {
        self.word(path)
    }

    /// A command in two parts: `/interface/vlan` and `add` become `/interface/vlan/add`.
    pub fn command_in(&mut self, menu: impl AsRef<[u8]>, verb: impl AsRef<[u8]>) -> &mut Self {
        self.put(&[menu.as_ref(), b"/", verb.as_ref()])
    }

    /// The kind of a reply: `!re`, `!done`, `!trap`, `!fatal` or `!empty`. It comes first.
    pub fn reply(&mut self, kind: impl AsRef<[u8]>) -> &mut Self {
        self.word(kind)
    }

    /// An attribute: `=key=value`. The value may be any bytes, or none.
    pub fn attribute(&mut self, key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) -> &mut Self {
        self.put_pair(b"=", key.as_ref(), value.as_ref())
    }

    /// An attribute of the API itself, its key without the dot: `("tag", "7")` becomes `.tag=7`.
    pub fn api_attribute(&mut self, key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) -> &mut Self {
        self.put_pair(b".", key.as_ref(), value.as_ref())
    }

    /// The tag: `.tag=7`.
    pub fn tag(&mut self, tag: impl AsRef<[u8]>) -> &mut Self {
        self.put(&[b".tag=", tag.as_ref()])
    }

    /// One word of a query, without its question mark: `name=ether1`, `>mtu=1400`, `-comment`, `#|!`.
    pub fn query(&mut self, query: impl AsRef<[u8]>) -> &mut Self {
        self.put(&[b"?", query.as_ref()])
    }

    /// Any word, as it is.
    pub fn word(&mut self, word: impl AsRef<[u8]>) -> &mut Self {
        self.put(&[word.as_ref()])
    }

    /// Ends the sentence.
    ///
    /// # Errors
    /// What was wrong with the first bad word, or [`WireError::EmptySentence`]. The buffer is then unchanged.
    pub fn finish(mut self) -> Result<(), WireError> {
        if self.at == self.start {
            self.fail(WireError::EmptySentence);
        }
        if let State::Failed(error) = self.state {
            return Err(error);
        }
        self.out.truncate(self.at);
        self.out.push(0);
        self.state = State::Finished;
        Ok(())
    }

    fn put_pair(&mut self, mark: &'static [u8; 1], key: &[u8], value: &[u8]) -> &mut Self {
        if key.is_empty() || has_equals(key) {
            return self.fail(WireError::InvalidKey);
        }
        self.put(&[mark, key, b"=", value])
    }

    // Always inlined: the parts' lengths and number are then known, and most of this folds away.
    #[inline(always)]
    fn put<const N: usize>(&mut self, parts: &[&[u8]; N]) -> &mut Self {
        let length = parts
            .iter()
            .fold(0_usize, |sum, part| sum.saturating_add(part.len()));
        if length == 0 {
            return self.fail(WireError::EmptyWord);
        }
        if length > self.max_word {
            return self.fail(WireError::WordTooLong {
                length,
                limit: self.max_word,
            });
        }
        if matches!(self.state, State::Open) {
            let (prefix, prefix_length) = length::prefix(length);
            let room = self.at.saturating_add(length).saturating_add(MAX_LENGTH_BYTES);
            if room > self.out.len() {
                self.make_room(room);
            }
            let end = self.at + prefix_length + length;
            if let Some(target) = self.out.get_mut(self.at..end) {
                let mut target = match (prefix_length, &mut *target, prefix) {
                    (1, [first, rest @ ..], [byte, ..]) => {
                        *first = byte;
                        Some(rest)
                    }
                    _ => copy(target, prefix.get(..prefix_length).unwrap_or_default()),
                };
                for part in parts {
                    target = target.and_then(|target| copy(target, part));
                }
                self.at = end;
            }
        }
        self
    }

    #[cold]
    fn make_room(&mut self, room: usize) {
        self.out.resize(room.saturating_add(SLACK), 0);
    }

    #[cold]
    fn fail(&mut self, error: WireError) -> &mut Self {
        if matches!(self.state, State::Open) {
            self.out.truncate(self.start);
            self.at = self.start;
            self.state = State::Failed(error);
        }
        self
    }
}

impl Drop for SentenceWriter<'_> {
    fn drop(&mut self) {
        if matches!(self.state, State::Open) {
            self.out.truncate(self.start);
        }
    }
}

/// Debug output shows counts, never words.
impl std::fmt::Debug for SentenceWriter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = self.at.saturating_sub(self.start);
        f.debug_struct("SentenceWriter")
            .field("bytes", &bytes)
            .finish_non_exhaustive()
    }
}
