//! The query language of `print`: a stack machine over the attributes of a row.
//!
//! `?name` pushes whether the property exists, `?-name` whether it does not, `?name=x`, `?<name=x`, `?>name=x` a
//! comparison; `?#` runs operators: `!` negates, `&` and `|` combine the two topmost, `.` duplicates, digits followed
//! by a non-digit push a copy of the value at that index, and digits at the end of the word reduce the stack to that
//! value alone. Below everything that was pushed the stack is infinitely `true`. A row passes unless the stack holds a
//! `false` (RouterOS manual, "API", section "Queries").

use crate::provenance::Rule;
use crate::value::{Fields, Value, as_text, field, parse_duration};

use super::reply::Trap;

/// How many words a query may have.
const MAX_WORDS: usize = 4096;

/// One parsed query.
#[derive(Debug, Default, Clone)]
pub(crate) struct Query {
    words: Vec<Word>,
}

#[derive(Debug, Clone)]
enum Word {
    Has(String),
    HasNot(String),
    Equal(String, Value),
    Less(String, Value),
    Greater(String, Value),
    Operators(Vec<Operator>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Not,
    And,
    Or,
    Duplicate,
    Copy(usize),
    Reduce(usize),
}

impl Query {
    /// Parses query words without their leading `?`.
    pub(crate) fn parse<'a>(words: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, Trap> {
        let mut query = Self::default();
        for word in words {
            if query.words.len() >= MAX_WORDS {
                return Err(Trap::general(Rule::QuerySyntax, "query has too many words"));
            }
            query.words.push(parse_word(word)?);
        }
        Ok(query)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a row with these properties passes.
    pub(crate) fn accepts(&self, row: &Fields) -> bool {
        let mut stack: Vec<bool> = Vec::new();
        for word in &self.words {
            match word {
                Word::Has(name) => stack.push(field(row, name).is_some()),
                Word::HasNot(name) => stack.push(field(row, name).is_none()),
                Word::Equal(name, value) => {
                    stack.push(field(row, name).is_some_and(|have| equal(have, value)))
                }
                Word::Less(name, value) => {
                    stack.push(field(row, name).is_some_and(|have| compare(have, value).is_lt()));
                }
                Word::Greater(name, value) => {
                    stack.push(field(row, name).is_some_and(|have| compare(have, value).is_gt()));
                }
                Word::Operators(operators) => operators.iter().for_each(|op| apply(&mut stack, *op)),
            }
        }
        stack.iter().all(|value| *value)
    }
}

fn apply(stack: &mut Vec<bool>, operator: Operator) {
    match operator {
        Operator::Not => {
            let top = stack.pop().unwrap_or(true);
            stack.push(!top);
        }
        Operator::And => {
            let (a, b) = (stack.pop().unwrap_or(true), stack.pop().unwrap_or(true));
            stack.push(a && b);
        }
        Operator::Or => {
            let (a, b) = (stack.pop().unwrap_or(true), stack.pop().unwrap_or(true));
            stack.push(a || b);
        }
        Operator::Duplicate => {
            let top = stack.last().copied().unwrap_or(true);
            stack.push(top);
        }
        Operator::Copy(index) => {
            let value = at(stack, index);
            stack.push(value);
        }
        Operator::Reduce(index) => {
            let value = at(stack, index);
            stack.clear();
            stack.push(value);
        }
    }
}

/// The value at a position counted from the top; infinitely many `true` lie below the bottom.
fn at(stack: &[bool], index: usize) -> bool {
    stack
        .len()
        .checked_sub(index + 1)
        .and_then(|position| stack.get(position))
        .copied()
        .unwrap_or(true)
}

fn parse_word(word: &[u8]) -> Result<Word, Trap> {
    let invalid = || Trap::general(Rule::QuerySyntax, "invalid query word");
    let name = |bytes: &[u8]| -> Result<String, Trap> {
        match std::str::from_utf8(bytes) {
            Ok(text) if !text.is_empty() => Ok(text.to_owned()),
            _ => Err(invalid()),
        }
    };
    let pair = |bytes: &[u8]| -> Result<(String, Value), Trap> {
        let split = bytes.iter().position(|b| *b == b'=').ok_or_else(invalid)?;
        let (key, value) = bytes.split_at_checked(split).ok_or_else(invalid)?;
        Ok((
            name(key)?,
            Value::copy_from_slice(value.get(1..).unwrap_or_default()),
        ))
    };
    match word.split_first() {
        None => Err(invalid()),
        Some((b'#', operators)) => parse_operators(operators)
            .map(Word::Operators)
            .ok_or_else(invalid),
        Some((b'-', rest)) => Ok(Word::HasNot(name(rest)?)),
        Some((b'<', rest)) => pair(rest).map(|(key, value)| Word::Less(key, value)),
        Some((b'>', rest)) => pair(rest).map(|(key, value)| Word::Greater(key, value)),
        // `?=name=x` is the older spelling of `?name=x`.
        Some((b'=', rest)) => pair(rest).map(|(key, value)| Word::Equal(key, value)),
        Some(_) if word.contains(&b'=') => pair(word).map(|(key, value)| Word::Equal(key, value)),
        Some(_) => Ok(Word::Has(name(word)?)),
    }
}

fn parse_operators(bytes: &[u8]) -> Option<Vec<Operator>> {
    let mut operators = Vec::new();
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        if first.is_ascii_digit() {
            let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            let (number, after) = rest.split_at_checked(digits)?;
            let index: usize = std::str::from_utf8(number).ok()?.parse().ok()?;
            // Positions beyond any real stack read the infinite `true`.
            let index = index.min(MAX_WORDS * 2);
            operators.push(if after.is_empty() {
                Operator::Reduce(index)
            } else {
                Operator::Copy(index)
            });
            rest = after;
            continue;
        }
        operators.push(match first {
            b'!' => Operator::Not,
            b'&' => Operator::And,
            b'|' => Operator::Or,
            b'.' => Operator::Duplicate,
            _ => return None,
        });
        if operators.len() > MAX_WORDS {
            return None;
        }
        rest = tail;
    }
    Some(operators)
}

/// Equality after the router's own normalisation: `yes` is `true`, `00:10:00` is `10m`.
fn equal(have: &Value, want: &Value) -> bool {
    if have == want {
        return true;
    }
    match (as_text(have), as_text(want)) {
        ("true", "yes") | ("false", "no") => true,
        (a, b) if !a.is_empty() && a.bytes().any(|c| c.is_ascii_digit()) => {
            matches!((parse_duration(a), parse_duration(b)), (Some(x), Some(y)) if x == y)
        }
        _ => false,
    }
}

fn compare(have: &Value, want: &Value) -> std::cmp::Ordering {
    let number = |value: &Value| as_text(value).parse::<i128>().ok();
    if let (Some(a), Some(b)) = (number(have), number(want)) {
        return a.cmp(&b);
    }
    let duration = |value: &Value| parse_duration(as_text(value));
    if let (Some(a), Some(b)) = (duration(have), duration(want)) {
        return a.cmp(&b);
    }
    have.cmp(want)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Name;
    use proptest::prelude::*;

    fn row(pairs: &[(&'static str, &str)]) -> Fields {
        pairs
            .iter()
            .map(|(k, v)| (Name::literal(k), Value::copy_from_slice(v.as_bytes())))
            .collect()
    }

    fn accepts(words: &[&str], fields: &Fields) -> bool {
        Query::parse(words.iter().map(|w| w.as_bytes()))
            .unwrap()
            .accepts(fields)
    }

    #[test]
    fn examples_of_the_manual() {
        let ether = row(&[("type", "ether"), ("comment", "")]);
        let vlan = row(&[("type", "vlan"), ("comment", "x")]);
        let pppoe = row(&[("type", "pppoe-in")]);
        let either = ["type=ether", "type=vlan", "#|"];
        assert!(accepts(&either, &ether) && accepts(&either, &vlan) && !accepts(&either, &pppoe));
        let neither = ["type=ether", "type=vlan", "#|!"];
        assert!(!accepts(&neither, &ether) && accepts(&neither, &pppoe));
        assert!(accepts(&[">comment="], &vlan) && !accepts(&[">comment="], &ether));
        assert!(
            !accepts(&[">comment="], &pppoe)
                && accepts(&["-comment"], &pppoe)
                && accepts(&["comment"], &ether)
        );
        assert!(accepts(&["disabled=yes"], &row(&[("disabled", "true")])));
        assert!(accepts(&["<mtu=1501", ">mtu=999"], &row(&[("mtu", "1500")])));
    }

    #[test]
    fn bad_words_are_refused() {
        for word in ["", "#x", "=", "-", "<mtu", "#1x"] {
            assert!(Query::parse([word.as_bytes()]).is_err(), "{word}");
        }
    }

    /// The manual's stack written as a different machine: an infinite stack as a lazy function.
    fn oracle(values: &[bool], programs: &[(usize, String)]) -> bool {
        let mut stack: std::collections::VecDeque<bool> = std::collections::VecDeque::new();
        let pop = |s: &mut std::collections::VecDeque<bool>| s.pop_front().unwrap_or(true);
        let mut next = values.iter();
        for (pushes, program) in programs {
            for _ in 0..*pushes {
                if let Some(v) = next.next() {
                    stack.push_front(*v);
                }
            }
            let chars: Vec<char> = program.chars().collect();
            let mut i = 0;
            while i < chars.len() {
                match chars[i] {
                    '!' => {
                        let a = pop(&mut stack);
                        stack.push_front(!a);
                    }
                    '&' => {
                        let (a, b) = (pop(&mut stack), pop(&mut stack));
                        stack.push_front(a & b);
                    }
                    '|' => {
                        let (a, b) = (pop(&mut stack), pop(&mut stack));
                        stack.push_front(a | b);
                    }
                    '.' => {
                        let a = stack.front().copied().unwrap_or(true);
                        stack.push_front(a);
                    }
                    _ => {
                        let mut n = 0;
                        while i < chars.len() && chars[i].is_ascii_digit() {
                            n = n * 10 + chars[i].to_digit(10).unwrap() as usize;
                            i += 1;
                        }
                        let v = stack.get(n).copied().unwrap_or(true);
                        if i == chars.len() {
                            stack.clear();
                        }
                        stack.push_front(v);
                        continue;
                    }
                }
                i += 1;
            }
        }
        !stack.contains(&false)
    }

    proptest! {
        #[test]
        fn agrees_with_the_stack_oracle(
            values in prop::collection::vec(any::<bool>(), 0..12),
            programs in prop::collection::vec((0usize..4, "[!&|.0-9]{0,6}"), 0..6),
        ) {
            let fields = row(&[("p", "1")]);
            let mut words: Vec<String> = Vec::new();
            let mut next = values.iter();
            for (pushes, program) in &programs {
                for _ in 0..*pushes {
                    if let Some(v) = next.next() {
                        words.push(if *v { "p".into() } else { "-p".into() });
                    }
                }
                words.push(format!("#{program}"));
            }
            let query = Query::parse(words.iter().map(String::as_bytes)).unwrap();
            prop_assert_eq!(query.accepts(&fields), oracle(&values, &programs));
        }

        #[test]
        fn any_bytes_are_parsed_or_refused(words in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20), 0..8)) {
            if let Ok(query) = Query::parse(words.iter().map(Vec::as_slice)) {
                query.accepts(&row(&[("p", "1")]));
            }
        }
    }
}
