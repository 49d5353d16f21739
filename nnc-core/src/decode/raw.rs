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

impl Raw {
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
