//! The verdict on one line of text, as `ros-check` prints it.

use serde::Serialize;

use crate::{Command, Error, Rejected, View, check};

/// What is to be said about a line; serialises to `{"ok":true}` or
/// `{"ok":false,"error":"unknown-parameter","word":"vlanid","suggestion":"vlan-id"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether the version knows the command.
    pub ok: bool,
    /// `unknown-command`, `unknown-parameter`, `bad-value`, or `malformed-line`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<&'static str>,
    /// The command word, or the bare name of the parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// What was probably meant; null where nothing is close.
    #[serde(skip_serializing_if = "Suggestion::is_absent")]
    pub suggestion: Suggestion,
    /// Why the line is malformed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The words that are not known for exactly this version, see [`Accepted::unsure`](crate::Accepted::unsure).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsure: Vec<String>,
}

/// A suggestion of a rejected line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Suggestion {
    /// The line needs none; not written.
    Absent,
    /// The closest name, or null.
    Closest(Option<String>),
}

impl Suggestion {
    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// Judges one line (see [`Command`]'s `FromStr` for its form).
///
/// ```
/// use routeros_commands::{CommandTree, check_line};
/// let view = CommandTree::embedded()?.at("7.22.3".parse()?)?;
/// let verdict = check_line(&view, "/interface/vlan/add =name=x =arp=sometimes");
/// assert_eq!(verdict.error, Some("bad-value"));
/// assert_eq!(verdict.word.as_deref(), Some("arp"));
/// # Ok::<(), routeros_commands::Error>(())
/// ```
#[must_use]
pub fn check_line(view: &View<'_>, line: &str) -> Verdict {
    let judged = line.parse().map(|command: Command| check(view, &command));
    let nothing = Verdict {
        ok: false,
        error: None,
        word: None,
        suggestion: Suggestion::Absent,
        reason: None,
        unsure: Vec::new(),
    };
    match judged {
        Ok(Ok(accepted)) => Verdict {
            ok: true,
            unsure: accepted.unsure,
            ..nothing
        },
        Ok(Err(Rejected {
            error,
            word,
            suggestion,
        })) => Verdict {
            error: Some(error.code()),
            word: Some(word),
            suggestion: Suggestion::Closest(suggestion),
            ..nothing
        },
        Err(error) => malformed(&error, nothing),
    }
}

fn malformed(error: &Error, nothing: Verdict) -> Verdict {
    Verdict {
        error: Some(error.code()),
        word: Some(String::new()),
        suggestion: Suggestion::Closest(None),
        reason: Some(error.to_string()),
        ..nothing
    }
}
