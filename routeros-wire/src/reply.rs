//! A sentence as a client reads it.

use crate::{Attributes, Sentence, Word};

/// The kind of a reply, by its first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReplyKind {
    /// `!re`: one row.
    Re,
    /// `!done`: the command has ended; always its last reply.
    Done,
    /// `!trap`: the command failed; `!done` follows, and there may be several traps before it.
    Trap,
    /// `!fatal`: the connection has ended. It has no tag.
    Fatal,
    /// `!empty`: there are no rows (RouterOS 7.18 and newer); `!done` follows.
    Empty,
    /// Any other first word.
    Unknown,
}

impl ReplyKind {
    fn of(word: &[u8]) -> Self {
        match word {
            b"!re" => Self::Re,
            b"!done" => Self::Done,
            b"!trap" => Self::Trap,
            b"!fatal" => Self::Fatal,
            b"!empty" => Self::Empty,
            _ => Self::Unknown,
        }
    }
}

/// A reply of a router, borrowed from the bytes that it arrived in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply<'a> {
    kind: ReplyKind,
    sentence: Sentence<'a>,
}

impl<'a> Reply<'a> {
    /// Reads a sentence as a reply. A sentence that is none has [`ReplyKind::Unknown`].
    #[inline]
    pub fn new(sentence: Sentence<'a>) -> Self {
        Self {
            kind: ReplyKind::of(sentence.first()),
            sentence,
        }
    }

    /// The kind of the reply.
    #[inline]
    pub const fn kind(&self) -> ReplyKind {
        self.kind
    }

    /// The sentence itself.
    pub const fn sentence(&self) -> Sentence<'a> {
        self.sentence
    }

    /// The tag of the command that this answers.
    #[inline]
    pub fn tag(&self) -> Option<&'a [u8]> {
        self.sentence.tag()
    }

    /// The attributes, split into key and value. Their order means nothing.
    #[inline]
    pub const fn attributes(&self) -> Attributes<'a> {
        self.sentence.attributes()
    }

    /// The value of an attribute.
    pub fn attribute(&self, key: impl AsRef<[u8]>) -> Option<&'a [u8]> {
        self.sentence.attribute(key)
    }

    /// What a command returns: the `.id` of an added row, a count, a login challenge.
    pub fn ret(&self) -> Option<&'a [u8]> {
        self.attribute("ret")
    }

    /// The category of a trap, 0 to 7 (RouterOS manual, API page); often absent.
    pub fn category(&self) -> Option<u8> {
        match self.attribute("category")? {
            [digit @ b'0'..=b'9'] => Some(digit - b'0'),
            _ => None,
        }
    }

    /// The message of a trap; for `!fatal` also its bare reason word.
    pub fn message(&self) -> Option<&'a [u8]> {
        self.attribute("message").or_else(|| match self.kind {
            ReplyKind::Fatal => self.bare_words().next(),
            _ => None,
        })
    }

    /// Words that are neither attributes nor the tag, such as the reason after `!fatal`.
    pub fn bare_words(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.sentence
            .words()
            .skip(1)
            .filter(|word| matches!(Word::parse(word), Word::Bare(_)))
    }

    /// Whether the reply announces row deletion in a `listen` answer (`=.dead=yes`).
    pub fn is_dead(&self) -> bool {
        matches!(self.attribute(".dead"), Some(b"yes" | b"true"))
    }
}
