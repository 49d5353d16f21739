//! A JSON value that nobody has judged yet.

use super::Number;

/// A JSON value as it was written. Numbers keep all their digits, objects the order of their keys.
#[derive(Clone, PartialEq, Eq)]
pub enum Raw {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, exactly.
    Number(Number),
    /// A string; always Unicode text.
    Text(String),
    /// An array.
    List(Vec<Raw>),
    /// An object. A key stands once; its first value is kept.
    Map(Vec<(String, Raw)>),
    /// What a host language handed over and JSON cannot hold, such as a number that is not finite. Says what it is;
    /// every judge refuses it.
    Alien(&'static str),
}

/// What every host has and JSON has not, in the words that all of them tell it with.
impl Raw {
    /// Text with half of a UTF-16 surrogate pair.
    pub const HALF_PAIR: Self = Self::Alien("text with half of a surrogate pair");
    /// Infinity, or no number at all.
    pub const NOT_FINITE: Self = Self::Alien("a number that is not finite");
    /// Nested beyond [`MAX_DEPTH`](super::MAX_DEPTH), as what holds itself is.
    pub const TOO_DEEP: Self = Self::Alien("something that is nested too deeply");
    /// More than [`MAX_BYTES`](super::MAX_BYTES).
    pub const TOO_LARGE: Self = Self::Alien("more than a document may hold");

    /// What it is, for messages: never the value itself, which may be a secret.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
            Self::Alien(what) => what,
        }
    }
}

impl std::fmt::Debug for Raw {
    /// Shows the shape only: an unjudged value may hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind())
    }
}
