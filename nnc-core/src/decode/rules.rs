//! The judges of single values and lists.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::time::Duration;

use ipnet::IpNet;

use super::{DateTime, Findings, Pattern, Raw};
use crate::mac::Mac;
use crate::secret::SecretRef;

/// What a text must satisfy.
#[derive(Debug, Clone, Copy)]
pub struct TextRules {
    /// Fewest Unicode scalar values.
    pub min: u32,
    /// Most Unicode scalar values.
    pub max: u32,
    /// What the whole text must match.
    pub pattern: Option<&'static Pattern>,
}

impl TextRules {
    /// Whether a text satisfies them, and has no control characters.
    pub fn accept(&self, text: &str) -> bool {
        let mut at = Findings::default();
        self::text(&Raw::Text(text.to_owned()), &mut at, self).is_some()
    }
}

/// What an address or a prefix must satisfy.
#[derive(Debug, Clone, Copy, Default)]
pub struct IpRules {
    /// The only IP version accepted: 4, 6, or 0 for both.
    pub version: u8,
    /// Whether bits after the prefix length are refused.
    pub no_host_bits: bool,
}

/// What a list must satisfy.
#[derive(Debug, Clone, Copy)]
pub struct ItemRules {
    /// Fewest items.
    pub min: u32,
    /// Most items.
    pub max: u32,
    /// Whether no two items may be equal; for lists of text.
    pub unique: bool,
}

fn wrong_type(raw: &Raw, at: &mut Findings, wanted: &str) {
    at.refuse("wrong-type", format!("expected {wanted}, found {}", raw.kind()));
}

/// Text without control characters (Unicode category Cc) or `None` with a finding.
fn plain_text<'a>(raw: &'a Raw, at: &mut Findings) -> Option<&'a str> {
    let Raw::Text(text) = raw else {
        wrong_type(raw, at, "text");
        return None;
    };
    if text.chars().any(char::is_control) {
        at.refuse("control-character", "control characters are not allowed in text");
        return None;
    }
    Some(text)
}

/// Judges a text. All its rules are judged, whichever fail; but a text that is too long is not matched.
pub fn text(raw: &Raw, at: &mut Findings, rules: &TextRules) -> Option<String> {
    let before = at.count();
    let Raw::Text(text) = raw else {
        wrong_type(raw, at, "text");
        return None;
    };
    if text.chars().any(char::is_control) {
        at.refuse("control-character", "control characters are not allowed in text");
    }
    let length = text.chars().count();
    if length < rules.min as usize {
        at.refuse(
            "too-short",
            format!("at least {} characters are needed, this has {length}", rules.min),
        );
    }
    if length > rules.max as usize {
        at.refuse(
            "too-long",
            format!("at most {} characters are allowed, this has {length}", rules.max),
        );
    }
    let in_bounds = length <= rules.max as usize;
    if let Some(pattern) = rules.pattern.filter(|p| in_bounds && !p.matches(text)) {
        at.refuse(
            "pattern-mismatch",
            format!("the whole text must match {}", pattern.source),
        );
    }
    (at.count() == before).then(|| text.clone())
}

/// Takes any JSON value as it is; what JSON cannot hold is a finding where it stands.
pub fn json(raw: &Raw, at: &mut Findings) -> Option<Raw> {
    let before = at.count();
    find_aliens(raw, at);
    (at.count() == before).then(|| raw.clone())
}

fn find_aliens(raw: &Raw, at: &mut Findings) {
    match raw {
        Raw::Alien(_) => wrong_type(raw, at, "a JSON value"),
        Raw::List(items) => {
            for (index, item) in items.iter().enumerate() {
                at.enter_item(index);
                find_aliens(item, at);
                at.leave();
            }
        }
        Raw::Map(entries) => {
            for (key, value) in entries {
                at.enter(key);
                find_aliens(value, at);
                at.leave();
            }
        }
        Raw::Null | Raw::Bool(_) | Raw::Number(_) | Raw::Text(_) => {}
    }
}

/// Takes a text as it is, line ends and all.
pub fn any_text(raw: &Raw, at: &mut Findings) -> Option<String> {
    let Raw::Text(text) = raw else {
        wrong_type(raw, at, "text");
        return None;
    };
    Some(text.clone())
}

/// Texts by name.
pub fn values(raw: &Raw, at: &mut Findings) -> Option<BTreeMap<String, String>> {
    let Raw::Map(entries) = raw else {
        wrong_type(raw, at, "an object");
        return None;
    };
    let before = at.count();
    let mut values = BTreeMap::new();
    for (name, value) in entries {
        at.enter(name);
        values.extend(any_text(value, at).map(|text| (name.clone(), text)));
        at.leave();
    }
    (at.count() == before).then_some(values)
}

/// Judges an integer in a range; `1.0` and `10e-1` are the integer 1.
fn integer(raw: &Raw, at: &mut Findings, min: i128, max: i128) -> Option<i128> {
    let Raw::Number(number) = raw else {
        wrong_type(raw, at, "an integer");
        return None;
    };
    if !number.is_integral() {
        at.refuse("not-integer", "a number without a fraction is needed");
        return None;
    }
    let value = number.integer().filter(|n| (min..=max).contains(n));
    if value.is_none() {
        at.refuse("out-of-range", format!("a number from {min} to {max} is needed"));
    }
    value
}

/// Judges a 32-bit integer.
pub fn int(raw: &Raw, at: &mut Findings, range: &RangeInclusive<i64>) -> Option<i32> {
    integer(raw, at, (*range.start()).into(), (*range.end()).into()).and_then(|n| i32::try_from(n).ok())
}

/// Judges an unsigned 64-bit integer.
pub fn u64(raw: &Raw, at: &mut Findings) -> Option<u64> {
    integer(raw, at, 0, u64::MAX.into()).and_then(|n| u64::try_from(n).ok())
}

/// Judges a moment in milliseconds.
pub fn date_time(raw: &Raw, at: &mut Findings, range: &RangeInclusive<i64>) -> Option<DateTime> {
    integer(raw, at, (*range.start()).into(), (*range.end()).into())
        .and_then(|n| i64::try_from(n).ok())
        .map(DateTime)
}

/// Judges a length of time in milliseconds.
pub fn duration(raw: &Raw, at: &mut Findings, range: &RangeInclusive<i64>) -> Option<Duration> {
    integer(raw, at, (*range.start()).into(), (*range.end()).into())
        .and_then(|n| u64::try_from(n).ok())
        .map(Duration::from_millis)
}

/// Judges a boolean.
pub fn boolean(raw: &Raw, at: &mut Findings) -> Option<bool> {
    if let Raw::Bool(value) = raw {
        return Some(*value);
    }
    wrong_type(raw, at, "true or false");
    None
}

/// Judges a word of an enum, given the words with their values.
pub fn enumeration<T: Copy>(raw: &Raw, at: &mut Findings, words: &[(&str, T)]) -> Option<T> {
    let Raw::Text(text) = raw else {
        wrong_type(raw, at, "a word");
        return None;
    };
    let value = words
        .iter()
        .find(|(word, _)| word == text)
        .map(|(_, value)| *value);
    if value.is_none() {
        let list: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        at.refuse("unknown-value", format!("one of {} is needed", list.join(", ")));
    }
    value
}

/// Judges an Ethernet address.
pub fn mac(raw: &Raw, at: &mut Findings) -> Option<Mac> {
    let value = plain_text(raw, at)?.parse().ok();
    if value.is_none() {
        at.refuse(
            "bad-mac",
            "six pairs of hexadecimal digits joined by colons are needed",
        );
    }
    value
}

/// Judges an address.
pub fn ip_address(raw: &Raw, at: &mut Findings, rules: &IpRules) -> Option<IpAddr> {
    let Ok(address) = plain_text(raw, at)?.parse::<IpAddr>() else {
        at.refuse(
            "bad-ip-address",
            "an IPv4 or IPv6 address without a prefix length or zone is needed",
        );
        return None;
    };
    right_version(at, rules, address).then_some(address)
}

/// Judges an address with a prefix length.
pub fn ip_prefix(raw: &Raw, at: &mut Findings, rules: &IpRules) -> Option<IpNet> {
    let Some(prefix) = read_prefix(plain_text(raw, at)?) else {
        at.refuse(
            "bad-ip-prefix",
            "an address with a prefix length is needed, such as 10.99.0.0/16",
        );
        return None;
    };
    let mut good = right_version(at, rules, prefix.addr());
    if rules.no_host_bits && prefix.network() != prefix.addr() {
        at.refuse(
            "host-bits-set",
            format!(
                "bits after the prefix length are set; {} is the network",
                prefix.trunc()
            ),
        );
        good = false;
    }
    good.then_some(prefix)
}

fn read_prefix(text: &str) -> Option<IpNet> {
    let (address, length) = text.split_once('/')?;
    let canonical = length == "0" || !length.starts_with('0');
    if !canonical || length.len() > 3 || !length.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    IpNet::new(address.parse().ok()?, length.parse().ok()?).ok()
}

fn right_version(at: &mut Findings, rules: &IpRules, address: IpAddr) -> bool {
    let version = if address.is_ipv4() { 4 } else { 6 };
    let right = rules.version == 0 || rules.version == version;
    if !right {
        at.refuse(
            "wrong-family",
            format!("an IPv{} address is needed", rules.version),
        );
    }
    right
}

/// Judges a reference to a secret: `<id>@<version>`.
pub fn secret_ref(raw: &Raw, at: &mut Findings) -> Option<SecretRef> {
    let value = read_secret_ref(plain_text(raw, at)?);
    if value.is_none() {
        at.refuse(
            "bad-secret-ref",
            "a reference such as router/home/password@3 is needed, not the secret itself",
        );
    }
    value
}

fn read_secret_ref(text: &str) -> Option<SecretRef> {
    let (id, version) = text.split_once('@')?;
    let id_is_plain = !id.is_empty()
        && id.len() <= 100
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._/-".contains(&b));
    let canonical =
        !version.starts_with('0') && version.len() <= 10 && version.bytes().all(|b| b.is_ascii_digit());
    (id_is_plain && canonical)
        .then(|| version.parse().ok())
        .flatten()
        .map(|version| SecretRef {
            id: id.to_owned(),
            version,
        })
}

/// Judges a list and each of its items.
pub fn items<T>(
    raw: &Raw,
    at: &mut Findings,
    rules: &ItemRules,
    item: impl Fn(&Raw, &mut Findings) -> Option<T>,
) -> Option<Vec<T>> {
    let before = at.count();
    let Raw::List(values) = raw else {
        wrong_type(raw, at, "a list");
        return None;
    };
    if values.len() < rules.min as usize {
        at.refuse(
            "too-few-items",
            format!("at least {} items are needed", rules.min),
        );
    }
    if values.len() > rules.max as usize {
        at.refuse(
            "too-many-items",
            format!("at most {} items are allowed", rules.max),
        );
    }
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut out = Vec::new();
    for (index, value) in values.iter().enumerate() {
        at.enter_item(index);
        if matches!(value, Raw::Null) {
            at.refuse("null-not-allowed", "null is not allowed here");
        } else {
            out.extend(item(value, at));
        }
        if let (true, Raw::Text(text)) = (rules.unique, value)
            && let Some(first) = seen.insert(text, index)
        {
            at.refuse("duplicate-item", format!("this stands at {first} already"));
        }
        at.leave();
    }
    (at.count() == before).then_some(out)
}
