//! What the data say about an argument's value, and whether a value fits.

use std::time::Duration;

use crate::rules;

/// The kind of value an argument takes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueKind {
    /// The data do not define it.
    Open,
    /// `yes` or `no` (the API also spells them `true` and `false`).
    Boolean,
    /// One or more of [`ValueRule::keywords`].
    Words,
    /// An integer from `min` to `max`, or one of the keywords.
    Integer {
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: i64,
    },
    /// A time from `min` to `max`, or one of the keywords.
    Time {
        /// The shortest, if stated.
        min: Option<Duration>,
        /// The longest, if stated.
        max: Option<Duration>,
    },
    /// Text of `min` to `max` bytes; empty text is always accepted, it resets the value.
    Text {
        /// The least number of bytes.
        min: usize,
        /// The greatest number of bytes, if stated.
        max: Option<usize>,
    },
}

/// How well a rule is known for the version asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The tree of this version states it: a value outside it is wrong.
    Stated,
    /// Another version's tree states it and nothing contradicts it here: a value outside it is only reported.
    Borrowed,
}

/// Everything known about an argument's values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ValueRule {
    pub(crate) kind: ValueKind,
    pub(crate) keywords: Vec<String>,
    pub(crate) negatable: bool,
    /// Words beside the keywords may exist: the console was not asked for them.
    pub(crate) more_words: bool,
    pub(crate) evidence: Evidence,
}

/// How a value fits its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It fits, or nothing is known.
    Fits,
    /// It is outside a rule that another version states.
    Unsure,
    /// It is wrong.
    Wrong,
}

impl ValueRule {
    pub(crate) const OPEN: Self = Self {
        kind: ValueKind::Open,
        keywords: Vec::new(),
        negatable: true,
        more_words: true,
        evidence: Evidence::Stated,
    };

    /// What kind of value it is.
    #[must_use]
    pub fn kind(&self) -> &ValueKind {
        &self.kind
    }

    /// The words the console offers, sorted: the whole set when the kind is [`ValueKind::Words`], words beside
    /// the number or time for those kinds, and mere examples (such as names on the router that was asked) when
    /// it is [`ValueKind::Open`].
    #[must_use]
    pub fn keywords(&self) -> &[String] {
        &self.keywords
    }

    /// The closed set of values, if the data define one: the words, or `no` and `yes`.
    #[must_use]
    pub fn closed(&self) -> Option<&[String]> {
        matches!(self.kind, ValueKind::Words | ValueKind::Boolean).then_some(self.keywords.as_slice())
    }

    /// Whether a value may be preceded by `!`.
    #[must_use]
    pub fn negatable(&self) -> bool {
        self.negatable
    }

    /// Which tree states the rule.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        self.evidence
    }

    /// Judges a value as a command word carries it.
    #[must_use]
    pub fn fit(&self, value: &str) -> Fit {
        if rules::accepts(self, value) {
            Fit::Fits
        } else if self.evidence == Evidence::Stated {
            Fit::Wrong
        } else {
            Fit::Unsure
        }
    }
}
