//! A complete sentence, borrowed from the bytes that it arrived in.

use crate::{Word, length, word::split_at_equals};

/// A complete sentence of at least one word. Its words are slices of the input; nothing is copied.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// Length-prefixed words without the terminating zero; checked by the decoder.
    body: &'a [u8],
    words: usize,
}

impl<'a> Sentence<'a> {
    pub(crate) const fn from_checked(body: &'a [u8], words: usize) -> Self {
        Self { body, words }
    }

    /// The words in order.
    #[inline]
    pub const fn words(&self) -> Words<'a> {
        Words { rest: self.body }
    }

    /// The words in order, taken apart.
    pub fn parsed_words(&self) -> impl Iterator<Item = Word<'a>> + use<'a> {
        self.words().map(Word::parse)
    }

    /// The first word: a command (`/...`) or the kind of a reply (`!...`).
    #[inline]
    pub fn first(&self) -> &'a [u8] {
        self.words().next().unwrap_or_default()
    }

    /// How many words there are; never zero.
    pub const fn word_count(&self) -> usize {
        self.words
    }

    /// How many bytes the sentence took on the wire, without the terminating zero.
    pub const fn byte_len(&self) -> usize {
        self.body.len()
    }

    /// The `=key=value` words, split.
    #[inline]
    pub const fn attributes(&self) -> Attributes<'a> {
        Attributes { words: self.words() }
    }

    /// The value of the first attribute named `key`.
    pub fn attribute(&self, key: impl AsRef<[u8]>) -> Option<&'a [u8]> {
        let key = key.as_ref();
        self.attributes()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value)
    }

    /// The `.tag=` of the sentence.
    #[inline]
    pub fn tag(&self) -> Option<&'a [u8]> {
        self.words().find_map(|word| word.strip_prefix(b".tag="))
    }
}

/// Debug output shows the first word and the count, never values: a value may be a password.
impl std::fmt::Debug for Sentence<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Sentence({}, {} words)",
            self.first().escape_ascii(),
            self.words
        )
    }
}

/// The words of a [`Sentence`].
#[derive(Clone)]
pub struct Words<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let (word, rest) = match self.rest {
            [short @ 0..=0x7F, rest @ ..] => rest.split_at_checked(usize::from(*short))?,
            _ => split_long(self.rest)?,
        };
        self.rest = rest;
        Some(word)
    }
}

impl std::iter::FusedIterator for Words<'_> {}

impl std::fmt::Debug for Words<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({} bytes left)", self.rest.len())
    }
}

#[cold]
fn split_long(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, prefix) = length::read(input).ok()??;
    input.get(prefix..)?.split_at_checked(length)
}

/// The `=key=value` words of a [`Sentence`], split; other words are passed over.
#[derive(Debug, Clone)]
pub struct Attributes<'a> {
    words: Words<'a>,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a [u8], &'a [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let [b'=', rest @ ..] = self.words.next()? {
                return Some(split_at_equals(rest));
            }
        }
    }
}

impl std::iter::FusedIterator for Attributes<'_> {}
