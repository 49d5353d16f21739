//! A sentence as a server reads it.

use crate::{Attributes, Sentence, Word};

/// A command of a client, borrowed from the bytes that it arrived in.
///
/// ```
/// use routeros_wire::{decode_sentence, Command, Limits};
/// # fn main() -> Result<(), routeros_wire::WireError> {
/// let bytes = b"\x10/interface/print\x0f=.proplist=name\x05?type\x06.tag=9\x00";
/// if let Some((sentence, _)) = decode_sentence(bytes, &Limits::BEFORE_LOGIN)? {
///     let command = Command::new(sentence);
///     assert_eq!(command.menu_and_verb(), (&b"/interface"[..], &b"print"[..]));
///     assert_eq!(command.attribute(".proplist"), Some(&b"name"[..]));
///     assert_eq!(command.queries().collect::<Vec<_>>(), [b"type"]);
///     assert_eq!(command.tag(), Some(&b"9"[..]));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command<'a> {
    sentence: Sentence<'a>,
}

impl<'a> Command<'a> {
    /// Reads a sentence as a command. Whether its path is one is for the server to judge.
    pub const fn new(sentence: Sentence<'a>) -> Self {
        Self { sentence }
    }

    /// The sentence itself.
    pub const fn sentence(&self) -> Sentence<'a> {
        self.sentence
    }

    /// The first word, as it was sent: `/interface/vlan/add`.
    pub fn path(&self) -> &'a [u8] {
        self.sentence.first()
    }

    /// The path in two parts: `/interface/vlan` and `add`. The menu of `/login` is empty.
    pub fn menu_and_verb(&self) -> (&'a [u8], &'a [u8]) {
        let path = self.path();
        match path
            .iter()
            .rposition(|byte| *byte == b'/')
            .and_then(|at| path.split_at_checked(at))
        {
            Some((menu, [_, verb @ ..])) => (menu, verb),
            _ => (&[], path),
        }
    }

    /// The attributes, split into key and value.
    pub const fn attributes(&self) -> Attributes<'a> {
        self.sentence.attributes()
    }

    /// The value of an attribute.
    pub fn attribute(&self, key: impl AsRef<[u8]>) -> Option<&'a [u8]> {
        self.sentence.attribute(key)
    }

    /// The words of the query in order, without their question marks. The order is part of the meaning.
    pub fn queries(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.sentence.parsed_words().filter_map(|word| match word {
            Word::Query(query) => Some(query),
            _ => None,
        })
    }

    /// The tag, to be repeated in every reply.
    pub fn tag(&self) -> Option<&'a [u8]> {
        self.sentence.tag()
    }
}
