use std::fmt;

/// What kind of fault it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// Table, priority and match are the same.
    DuplicateMatch,
    /// Two flows of one table and priority match the same packet.
    Overlap,
    /// Flows of higher priority take every packet of the flow.
    Shadowed,
    /// No packet comes to the table, or none gets on from it.
    DeadTable,
    /// A port is not on the bridge.
    UnknownPort,
    /// A port of layer 3 is treated as if it carried Ethernet.
    L3Port,
    /// A packet can come back to a flow again and again.
    Loop,
    /// The match is not what it seems, or none.
    BadMatch,
    /// A field is matched or used whose protocol is not.
    MissingPrerequisite,
    /// The actions cannot be read.
    BadAction,
}

impl Rule {
    /// The name of the rule, stable.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DuplicateMatch => "duplicate-match",
            Self::Overlap => "overlap",
            Self::Shadowed => "shadowed",
            Self::DeadTable => "dead-table",
            Self::UnknownPort => "unknown-port",
            Self::L3Port => "l3-port",
            Self::Loop => "loop",
            Self::BadMatch => "bad-match",
            Self::MissingPrerequisite => "missing-prerequisite",
            Self::BadAction => "bad-action",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub rule: Rule,
    /// The lines of the flows concerned, from 1, in order.
    pub lines: Vec<usize>,
    /// What is wrong.
    pub message: String,
    /// How it could be mended.
    pub mend: String,
}

impl Finding {
    pub(super) fn new(
        rule: Rule,
        lines: impl IntoIterator<Item = usize>,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        let mut lines: Vec<usize> = lines.into_iter().collect();
        lines.sort_unstable();
        lines.dedup();
        Self {
            rule,
            lines,
            message: message.into(),
            mend: mend.into(),
        }
    }
}

/// Lines in words: `line 3`, `lines 3 and 5`, `lines 3, 5 and 9`.
pub(super) fn in_words(lines: &[usize]) -> String {
    match lines {
        [] => "no line".into(),
        [line] => format!("line {line}"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(ToString::to_string).collect();
            format!("lines {} and {last}", first.join(", "))
        }
    }
}
