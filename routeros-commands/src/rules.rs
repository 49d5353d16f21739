//! Which values the data define.
//!
//! Two things in a tree speak of values. The description is the console's own grammar: `a|b|c[,Name*]` is a
//! complete list of words that may be joined by commas, `0..4294967295` a range of integers, `1s..1d (time
//! interval)` a range of times, `string value, max length 32` a length. The offered values (`_completion`) are
//! what the console suggested on one machine: sometimes all there is, sometimes names that exist there,
//! sometimes words beside a number. They count as a closed set only if
//!
//! - there is no description, so the console knows no other grammar for the argument,
//! - all are plain words (console styles `none` and `arg`): no objects, files or numbers,
//! - there are at least two of them (`none`, `auto` alone stand beside something else),
//! - none is the name of an object that a fresh router has, and
//! - the argument is not one whose values are known to go beyond the words ([`is_open`]).
//!
//! Whatever else is written is accepted: a rule must never refuse what a router would take. Always accepted are
//! the empty value (it resets), and console expressions (`$variable`, `[...]`, `(...)`). A comma list is
//! accepted where each item is, because the data do not tell lists from single values.

use std::time::Duration;

use crate::inspect::{Offered, Style};
use crate::open_values::{also_taken, is_open};
use crate::values::{Evidence, ValueKind, ValueRule};

/// Where an argument stands.
pub(crate) struct Place<'a> {
    pub(crate) menu: &'a str,
    pub(crate) argument: &'a str,
}

/// The rule that a description and the offered values give; `None` says that the console was not asked.
pub(crate) fn derive(place: &Place<'_>, description: Option<&str>, offered: Option<&[Offered]>) -> ValueRule {
    let mut rule = ValueRule {
        more_words: offered.is_none(),
        ..ValueRule::OPEN
    };
    let mut plain = true;
    for value in offered.unwrap_or(&[]) {
        if value.style == Style::Punctuation {
            continue;
        }
        // Words with spaces are offered in quotes, which are not part of the value.
        let word = value
            .text
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .unwrap_or(&value.text);
        plain &= value.style == Style::Word && is_word(word);
        rule.keywords.push(word.to_owned());
    }
    if let Some(offered) = offered {
        rule.negatable = offered
            .iter()
            .any(|value| value.style == Style::Punctuation && value.text.starts_with('!'));
    }
    rule.keywords.sort();
    rule.keywords.dedup();
    rule.kind = match description {
        Some(description) => described(description, &mut rule.keywords),
        None if rule.keywords == ["no", "yes"] => ValueKind::Boolean,
        None if plain && rule.keywords.len() > 1 && !is_open(place, &rule.keywords) => ValueKind::Words,
        None => ValueKind::Open,
    };
    if rule.kind == ValueKind::Words {
        rule.keywords
            .extend(also_taken(place).iter().map(|word| (*word).to_owned()));
        rule.keywords.sort();
        rule.keywords.dedup();
    }
    rule
}

/// The rule as it counts for a version whose console was not asked for values: a set that rests on offered words
/// alone may have grown or shrunk; what this version's own description says, and that a switch is a switch, stays.
pub(crate) fn borrow(mut rule: ValueRule, description: Option<&str>) -> ValueRule {
    rule.more_words = true;
    if rule.kind == ValueKind::Words && description.is_none() {
        rule.evidence = Evidence::Borrowed;
    }
    rule
}

fn is_word(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_alphabetic()) && !text.ends_with('/')
}

/// Reads a description; the words of a list are added to the keywords.
fn described(description: &str, keywords: &mut Vec<String>) -> ValueKind {
    if let Some(words) = word_list(description) {
        keywords.extend(words.map(str::to_owned));
        keywords.sort();
        keywords.dedup();
        return ValueKind::Words;
    }
    if let Some(rest) = description.strip_prefix("string value") {
        return text_bounds(rest).unwrap_or(ValueKind::Open);
    }
    if let Some(range) = description.strip_suffix("(time interval)") {
        return time_range(range.trim_end()).unwrap_or(ValueKind::Open);
    }
    if description == "time interval" {
        return ValueKind::Time { min: None, max: None };
    }
    match description
        .split_once("..")
        .map(|(min, max)| (min.parse::<i64>(), max.parse::<i64>()))
    {
        Some((Ok(min), Ok(max))) if min <= max => ValueKind::Integer { min, max },
        _ => ValueKind::Open,
    }
}

/// `a|b|c[,Name*]`: the console's notation for a list of flags.
fn word_list(description: &str) -> Option<impl Iterator<Item = &str>> {
    let (words, tail) = description.split_once("[,")?;
    let whole = tail.ends_with("*]") && !words.is_empty() && !words.contains([' ', '[', ',']);
    (whole && words.split('|').all(|word| !word.is_empty())).then(|| words.split('|'))
}

fn text_bounds(rest: &str) -> Option<ValueKind> {
    let (mut min, mut max) = (0, None);
    for part in rest.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        if let Some(length) = part.strip_prefix("min length ") {
            min = length.parse().ok()?;
        } else {
            max = Some(part.strip_prefix("max length ")?.parse().ok()?);
        }
    }
    // One exact length is that of an item where lists are taken (`3gpp-info`).
    (max != Some(min)).then_some(ValueKind::Text { min, max })
}

fn time_range(range: &str) -> Option<ValueKind> {
    let (min, max) = range.split_once("..")?;
    let bound = |text: &str| {
        if text.is_empty() {
            Some(None)
        } else {
            parse_time(text).map(Some)
        }
    };
    Some(ValueKind::Time {
        min: bound(min)?,
        max: bound(max)?,
    })
}

/// Whether a value fits the rule, or cannot be judged.
pub(crate) fn accepts(rule: &ValueRule, value: &str) -> bool {
    if value.is_empty() || value.starts_with(['$', '[', '(']) {
        return true;
    }
    let keyword = |word: &str| {
        rule.keywords
            .binary_search_by(|known| known.as_str().cmp(word))
            .is_ok()
    };
    // The API spells `yes` and `no` also as `true` and `false`.
    let spelt = match value {
        "true" => "yes",
        "false" => "no",
        other => other,
    };
    if keyword(value) || keyword(spelt) {
        return true;
    }
    let positive = if rule.negatable {
        value.strip_prefix('!').unwrap_or(value)
    } else {
        value
    };
    match &rule.kind {
        ValueKind::Open => true,
        ValueKind::Boolean => false,
        ValueKind::Words => positive.split(',').all(|word| {
            let word = if rule.negatable {
                word.strip_prefix('!').unwrap_or(word)
            } else {
                word
            };
            keyword(word) || (rule.more_words && is_generic(word))
        }),
        ValueKind::Integer { min, max } => match parse_integer(positive) {
            Some(number) => (*min..=*max).contains(&number),
            // `1.10` (an AS number), `1-5`: forms that the description does not show.
            None => is_beyond_words(rule, positive) || keyword(positive),
        },
        ValueKind::Time { min, max } => match parse_time(positive) {
            Some(time) => min.is_none_or(|min| time >= min) && max.is_none_or(|max| time <= max),
            None => is_beyond_words(rule, positive) || keyword(positive),
        },
        ValueKind::Text { min, max } => {
            value.len() >= *min && max.is_none_or(|max| value.chars().count() <= max)
        }
    }
}

/// What is neither a keyword nor a plain number or time, and yet may be right: a range or another notation of
/// numbers, or a word where the words are not known.
fn is_beyond_words(rule: &ValueRule, value: &str) -> bool {
    let word = value.starts_with(|c: char| c.is_ascii_alphabetic());
    if word {
        rule.more_words
    } else {
        value.contains(['-', '.', ',', '/'])
    }
}

/// Words that the console accepts beside many lists without naming them in the description.
fn is_generic(word: &str) -> bool {
    matches!(
        word,
        "all" | "any" | "auto" | "default" | "disabled" | "no" | "none" | "yes"
    )
}

/// An integer as RouterOS reads it: decimal, or hexadecimal (`0x1f`).
fn parse_integer(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hex) => i64::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    Some(sign * number)
}

/// A time as RouterOS reads it: `1w2d3h4m5s6ms`, `00:00:10`, `1d00:00:10.5`, or plain seconds.
pub(crate) fn parse_time(text: &str) -> Option<Duration> {
    let mut rest = text;
    let mut total = Duration::ZERO;
    let mut any = false;
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        if tail.starts_with(':') {
            return total.checked_add(parse_clock(rest)?);
        }
        let letters = tail
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        let seconds = match unit {
            "w" => 604_800.0,
            "d" => 86_400.0,
            "h" => 3_600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 1e-3,
            "us" => 1e-6,
            "ns" => 1e-9,
            "" if tail.is_empty() => 1.0,
            _ => return None,
        };
        total = total.checked_add(scaled(number, seconds)?)?;
        any = true;
        rest = tail;
    }
    any.then_some(total)
}

fn parse_clock(text: &str) -> Option<Duration> {
    let parts: Vec<&str> = text.split(':').collect();
    let (hours, minutes, seconds) = match parts.as_slice() {
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        [hours, minutes] => (*hours, *minutes, "0"),
        _ => return None,
    };
    scaled(hours, 3_600.0)?
        .checked_add(scaled(minutes, 60.0)?)?
        .checked_add(scaled(seconds, 1.0)?)
}

fn scaled(number: &str, unit: f64) -> Option<Duration> {
    let digits = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let seconds = (digits && number.len() <= 24).then(|| number.parse::<f64>().ok())?? * unit;
    // Rounded to the microsecond, so that 0.1 s is not a little less than 100 ms.
    Duration::try_from_secs_f64(seconds).ok().map(|time| {
        let micros = (time.as_nanos() + 500) / 1000;
        Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
    })
}
