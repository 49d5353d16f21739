//! What can be wrong with bytes or words.

use std::fmt;

/// Why bytes are not a sentence, or words cannot become one. No variant carries a word's content, so an
/// error may be logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WireError {
    /// A length began with 0xF8..=0xFF, which the protocol reserves for control bytes.
    ReservedControlByte {
        /// The byte.
        byte: u8,
    },
    /// A word is, or claims to be, longer than allowed.
    WordTooLong {
        /// The length in bytes.
        length: usize,
        /// The bound that it exceeds.
        limit: usize,
    },
    /// A sentence is longer than allowed, length prefixes included.
    SentenceTooLong {
        /// The bound that it exceeds, in bytes.
        limit: usize,
    },
    /// A sentence has more words than allowed.
    TooManyWords {
        /// The bound that it exceeds.
        limit: usize,
    },
    /// An empty word was written; on the wire it would end the sentence early.
    EmptyWord,
    /// A sentence without any word was written.
    EmptySentence,
    /// The name of an attribute is empty or contains `=`; it could not be told from its value again.
    InvalidKey,
    /// A login challenge is not 32 hexadecimal digits.
    InvalidChallenge,
}

impl WireError {
    /// A stable kebab-case name of the variant, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ReservedControlByte { .. } => "reserved-control-byte",
            Self::WordTooLong { .. } => "word-too-long",
            Self::SentenceTooLong { .. } => "sentence-too-long",
            Self::TooManyWords { .. } => "too-many-words",
            Self::EmptyWord => "empty-word",
            Self::EmptySentence => "empty-sentence",
            Self::InvalidKey => "invalid-key",
            Self::InvalidChallenge => "invalid-challenge",
        }
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReservedControlByte { byte } => {
                write!(
                    f,
                    "reserved control byte {byte:#04x} where a word length belongs; the peer does not speak the RouterOS API"
                )
            }
            Self::WordTooLong { length, limit } => {
                write!(
                    f,
                    "a word of {length} bytes exceeds the limit of {limit}; raise Limits::max_word if it is wanted"
                )
            }
            Self::SentenceTooLong { limit } => {
                write!(
                    f,
                    "a sentence exceeds the limit of {limit} bytes; raise Limits::max_sentence if it is wanted"
                )
            }
            Self::TooManyWords { limit } => {
                write!(
                    f,
                    "a sentence exceeds the limit of {limit} words; raise Limits::max_words if it is wanted"
                )
            }
            Self::EmptyWord => f.write_str("an empty word would end the sentence; leave it out"),
            Self::EmptySentence => f.write_str("a sentence needs at least one word; begin with a command"),
            Self::InvalidKey => f.write_str("an attribute name must not be empty or contain '='"),
            Self::InvalidChallenge => f.write_str("a login challenge must be 32 hexadecimal digits"),
        }
    }
}

impl std::error::Error for WireError {}
