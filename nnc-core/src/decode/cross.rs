//! Rules between two fields of an object, judged once each field by itself is in order.

use super::{Findings, Raw};

/// A rule between two fields. A field is given where it is neither absent nor null nor false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrossRule {
    /// Where both are given, the lower number is not above the upper one: `out-of-order` at the upper.
    Ordered {
        /// The field of the lower number.
        lower: &'static str,
        /// The field of the upper number.
        upper: &'static str,
        /// Whether they may be equal.
        equal: bool,
    },
    /// Where the field is given, the other is given too, and as one of the words if there are any: `field-needed` at the
    /// field.
    Requires {
        /// The field that has the rule.
        field: &'static str,
        /// The field that it needs.
        other: &'static str,
        /// The values of the other that will do; empty for any.
        words: &'static [&'static str],
    },
    /// Where the field is given, the other is not, or not as one of the words if there are any: `fields-exclude` at the
    /// field.
    Excludes {
        /// The field that has the rule.
        field: &'static str,
        /// The field that it does not go with.
        other: &'static str,
        /// The values of the other that it does not go with; empty for any.
        words: &'static [&'static str],
    },
}

impl CrossRule {
    /// Judges the fields of an object, each of which was judged by itself.
    pub(super) fn judge(&self, entries: &[(String, Raw)], at: &mut Findings) {
        let given = |name: &str| {
            let value = entries
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value);
            value.filter(|value| !matches!(value, Raw::Null | Raw::Bool(false)))
        };
        let is_one_of = |value: &Raw, words: &[&str]| {
            words.is_empty() || matches!(value, Raw::Text(text) if words.contains(&text.as_str()))
        };
        match *self {
            Self::Ordered { lower, upper, equal } => {
                let number = |name| match given(name) {
                    Some(Raw::Number(number)) => number.integer(),
                    _ => None,
                };
                if let (Some(low), Some(high)) = (number(lower), number(upper))
                    && (low > high || low == high && !equal)
                {
                    let message = format!("this must not be below {lower}");
                    refuse(upper, "out-of-order", message, at);
                }
            }
            Self::Requires { field, other, words } => {
                if given(field).is_some() && !given(other).is_some_and(|other| is_one_of(other, words)) {
                    let message = match words {
                        [] => format!("this needs {other}"),
                        words => format!("this needs {other}, as one of {}", words.join(", ")),
                    };
                    refuse(field, "field-needed", message, at);
                }
            }
            Self::Excludes { field, other, words } => {
                if given(field).is_some() && given(other).is_some_and(|other| is_one_of(other, words)) {
                    let message = match words {
                        [] => format!("this does not go together with {other}"),
                        words => format!("this does not go together with {other} {}", words.join(" or ")),
                    };
                    refuse(field, "fields-exclude", message, at);
                }
            }
        }
    }
}

fn refuse(field: &str, code: &'static str, message: String, at: &mut Findings) {
    at.enter(field);
    at.refuse(code, message);
    at.leave();
}
