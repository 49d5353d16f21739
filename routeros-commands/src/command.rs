//! A command as the words of the binary API, and its one-line form.

use std::str::FromStr;

use crate::Error;

/// One word after the command word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// `=name=value`
    Attribute {
        /// The name, such as `vlan-id`, `.id` or `.proplist`.
        name: String,
        /// The value; may be empty.
        value: String,
    },
    /// `?...`, without the question mark.
    Query(String),
    /// `.tag=value`
    Tag(String),
    /// Anything else, as it was written: no word of the API begins so.
    Other(String),
}

/// A command: the path with the verb, and its words.
///
/// ```
/// use routeros_commands::Command;
/// let built = Command::new("/ip/address/add").with("address", "10.0.0.1/24").with("comment", "a b");
/// assert_eq!(built, r#"/ip/address/add =address=10.0.0.1/24 =comment="a b""#.parse()?);
/// # Ok::<(), routeros_commands::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The command word, such as `/interface/vlan/add`.
    pub path: String,
    /// The other words.
    pub words: Vec<Word>,
}

impl Command {
    /// A command without further words.
    #[must_use]
    pub fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            words: Vec::new(),
        }
    }

    /// Adds `=name=value`.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.words.push(Word::Attribute {
            name: name.into(),
            value: value.into(),
        });
        self
    }

    /// A command from the words of an API sentence; the first is the command word.
    pub fn from_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words = words.into_iter();
        let path = words.next().unwrap_or("").to_owned();
        Self {
            path,
            words: words.map(Word::read).collect(),
        }
    }
}

impl Word {
    fn read(word: &str) -> Self {
        if let Some(attribute) = word.strip_prefix('=') {
            // The value begins after the second `=`; without one the attribute is a bare switch.
            let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            Self::Attribute {
                name: name.to_owned(),
                value: value.to_owned(),
            }
        } else if let Some(query) = word.strip_prefix('?') {
            Self::Query(query.to_owned())
        } else if let Some(tag) = word.strip_prefix(".tag=") {
            Self::Tag(tag.to_owned())
        } else {
            Self::Other(word.to_owned())
        }
    }
}

impl FromStr for Command {
    type Err = Error;

    /// Reads one line: words separated by spaces or tabs; a part in double quotes may hold spaces, and in it a
    /// backslash takes the next character literally, except `\n`, `\r` and `\t`.
    ///
    /// # Errors
    /// [`Error::MalformedLine`] when a quote or an escape is not finished, or there is no word.
    fn from_str(line: &str) -> Result<Self, Error> {
        let words = split(line)?;
        if words.is_empty() {
            return Err(Error::MalformedLine {
                reason: "it holds no command",
            });
        }
        Ok(Self::from_words(words.iter().map(String::as_str)))
    }
}

fn split(line: &str) -> Result<Vec<String>, Error> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '\\' if quoted => {
                let escaped = match characters.next() {
                    Some('n') => '\n',
                    Some('r') => '\r',
                    Some('t') => '\t',
                    Some(other) => other,
                    None => {
                        return Err(Error::MalformedLine {
                            reason: "it ends in a backslash",
                        });
                    }
                };
                word.get_or_insert_default().push(escaped);
            }
            ' ' | '\t' | '\r' | '\n' if !quoted => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    if quoted {
        return Err(Error::MalformedLine {
            reason: "a double quote is not closed",
        });
    }
    words.extend(word);
    Ok(words)
}
