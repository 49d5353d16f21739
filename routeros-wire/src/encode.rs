//! Words to bytes.

use crate::{MAX_LENGTH_BYTES, MAX_WORD_LENGTH, WireError, length};

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
    out: &'b mut Vec<u8>,
    start: usize,
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
        let key = key.as_ref();
        if key.is_empty() || key.contains(&b'=') {
            return self.fail(WireError::InvalidKey);
        }
        self.put(&[b"=", key, b"=", value.as_ref()])
    }

    /// An attribute of the API itself, its key without the dot: `("tag", "7")` becomes `.tag=7`.
    pub fn api_attribute(&mut self, key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) -> &mut Self {
        let key = key.as_ref();
        if key.is_empty() || key.contains(&b'=') {
            return self.fail(WireError::InvalidKey);
        }
        self.put(&[b".", key, b"=", value.as_ref()])
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
        if self.out.len() == self.start {
            self.fail(WireError::EmptySentence);
        }
        if let State::Failed(error) = self.state {
            return Err(error);
        }
        self.out.push(0);
        self.state = State::Finished;
        Ok(())
    }

    #[inline]
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
        if self.state == State::Open {
            self.out.reserve(length.saturating_add(MAX_LENGTH_BYTES));
            length::write(self.out, length);
            for part in parts {
                self.out.extend_from_slice(part);
            }
        }
        self
    }

    #[cold]
    fn fail(&mut self, error: WireError) -> &mut Self {
        if self.state == State::Open {
            self.out.truncate(self.start);
            self.state = State::Failed(error);
        }
        self
    }
}

impl Drop for SentenceWriter<'_> {
    fn drop(&mut self) {
        if self.state == State::Open {
            self.out.truncate(self.start);
        }
    }
}

/// Debug output shows counts, never words.
impl std::fmt::Debug for SentenceWriter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = self.out.len().saturating_sub(self.start);
        f.debug_struct("SentenceWriter")
            .field("bytes", &bytes)
            .finish_non_exhaustive()
    }
}
