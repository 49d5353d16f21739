//! Bounds on what a peer may send.

/// What a decoder accepts. A peer that exceeds a bound gets an error as soon as its *claim* is read, before
/// any memory is set aside for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Longest word in bytes, without its length prefix. Default 1 MiB.
    pub max_word: usize,
    /// Longest sentence in bytes, length prefixes included. Default 4 MiB.
    pub max_sentence: usize,
    /// Most words in a sentence. Default 4096; the widest menus of RouterOS have some 150 properties.
    pub max_words: usize,
}

impl Limits {
    /// The default bounds.
    pub const DEFAULT: Self = Self {
        max_word: 1 << 20,
        max_sentence: 4 << 20,
        max_words: 4096,
    };

    /// Narrow bounds for a peer that has not logged in: 4 KiB, 64 words.
    pub const BEFORE_LOGIN: Self = Self {
        max_word: 1 << 10,
        max_sentence: 4 << 10,
        max_words: 64,
    };

    /// These bounds with another longest word, in bytes.
    #[must_use]
    pub const fn with_max_word(mut self, bytes: usize) -> Self {
        self.max_word = bytes;
        self
    }

    /// These bounds with another longest sentence, in bytes.
    #[must_use]
    pub const fn with_max_sentence(mut self, bytes: usize) -> Self {
        self.max_sentence = bytes;
        self
    }

    /// These bounds with another number of words.
    #[must_use]
    pub const fn with_max_words(mut self, words: usize) -> Self {
        self.max_words = words;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
