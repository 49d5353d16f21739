//! What a word says, told by its first byte.

use crate::swar::find_equals;

/// A word of a sentence, taken apart without copying.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Word<'a> {
    /// `/interface/print`: a command, slash included.
    Command(&'a [u8]),
    /// `!re`: the kind of a reply, exclamation mark included.
    Reply(&'a [u8]),
    /// `=key=value`: an attribute. The value may be empty and may contain `=`.
    Attribute(&'a [u8], &'a [u8]),
    /// `.tag=value`: an attribute of the API itself; the key is given with its dot.
    Api(&'a [u8], &'a [u8]),
    /// `?name=value`: one word of a query, without the question mark.
    Query(&'a [u8]),
    /// Anything else, such as the reason after `!fatal`.
    Bare(&'a [u8]),
}

impl<'a> Word<'a> {
    /// Takes a word apart.
    #[inline]
    pub fn parse(word: &'a [u8]) -> Self {
        match word {
            [b'=', rest @ ..] => {
                let (key, value) = split_at_equals(rest);
                Self::Attribute(key, value)
            }
            [b'.', ..] => {
                let (key, value) = split_at_equals(word);
                Self::Api(key, value)
            }
            [b'?', rest @ ..] => Self::Query(rest),
            [b'/', ..] => Self::Command(word),
            [b'!', ..] => Self::Reply(word),
            _ => Self::Bare(word),
        }
    }
}

/// Debug output shows names but no values: a value may be a password.
impl std::fmt::Debug for Word<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (name, shown) = match self {
            Self::Command(word) => ("Command", *word),
            Self::Reply(word) => ("Reply", *word),
            Self::Attribute(key, _) => ("Attribute", *key),
            Self::Api(key, _) => ("Api", *key),
            Self::Query(_) => ("Query", &b".."[..]),
            Self::Bare(_) => ("Bare", &b".."[..]),
        };
        write!(f, "{name}({})", shown.escape_ascii())
    }
}

/// Splits at the first `=`; without one, everything is key and the value is empty.
#[inline]
pub(crate) fn split_at_equals(word: &[u8]) -> (&[u8], &[u8]) {
    match find_equals(word) {
        Some(at) => match word.split_at_checked(at) {
            Some((key, [_, value @ ..])) => (key, value),
            _ => (word, &[]),
        },
        None => (word, &[]),
    }
}
