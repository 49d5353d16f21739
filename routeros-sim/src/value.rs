//! Names, values and the way RouterOS spells them.
//!
//! The API carries every value as bytes. What a router stores is normalised: `yes` becomes `true`, a duration of
//! 600 seconds becomes `10m`, a MAC address is upper case. Those rules live here, as pure functions.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Deref;
use std::sync::Arc;

use bytes::Bytes;

/// A value as the API carries it: bytes, usually text.
pub type Value = Bytes;

/// A property name. Literals cost nothing, names from the wire are shared.
#[derive(Clone)]
pub struct Name(Repr);

#[derive(Clone)]
enum Repr {
    Literal(&'static str),
    Shared(Arc<str>),
}

impl Name {
    /// A name known at compile time.
    pub const fn literal(name: &'static str) -> Self {
        Self(Repr::Literal(name))
    }

    /// The text of the name.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Literal(text) => text,
            Repr::Shared(text) => text,
        }
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(Repr::Shared(Arc::from(text)))
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Name {}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// Properties in the order in which they are printed.
pub type Fields = Vec<(Name, Value)>;

/// Looks a property up.
pub fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a Value> {
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// The property as text; empty when it is absent or not UTF-8.
pub fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    field(fields, name).map_or("", |value| as_text(value))
}

/// The value as text; empty when it is not UTF-8.
pub fn as_text(value: &Value) -> &str {
    std::str::from_utf8(value).unwrap_or("")
}

/// Sets a property in place, or appends it.
pub fn put(fields: &mut Fields, name: Name, value: Value) {
    match fields.iter_mut().find(|(key, _)| *key == name) {
        Some(entry) => entry.1 = value,
        None => fields.push((name, value)),
    }
}

/// Removes a property; says whether it was there.
pub fn take(fields: &mut Fields, name: &str) -> bool {
    let before = fields.len();
    fields.retain(|(key, _)| key != name);
    fields.len() != before
}

/// `true` or `false`.
pub const fn boolean(value: bool) -> Value {
    if value {
        Bytes::from_static(b"true")
    } else {
        Bytes::from_static(b"false")
    }
}

/// Whether a stored boolean property is true.
pub fn is_true(fields: &Fields, name: &str) -> bool {
    matches!(text(fields, name), "true" | "yes")
}

/// Reads `yes`, `no`, `true`, `false`.
pub fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

/// Reads a number as REST and the API take it: decimal, `0x` hexadecimal, `0` octal; no exponents.
pub fn parse_number(text: &str) -> Option<u64> {
    if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u64::from_str_radix(hex, 16).ok();
    }
    if text.len() > 1 && text.starts_with('0') && text.bytes().all(|b| (b'0'..=b'7').contains(&b)) {
        return u64::from_str_radix(text, 8).ok();
    }
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Reads a RouterOS duration (`1w2d3h4m5s`, `500ms`, `00:10:00`, `1d00:10:00`, bare seconds) into milliseconds.
///
/// ```
/// assert_eq!(routeros_sim::value::parse_duration("1d2h"), Some(93_600_000));
/// assert_eq!(routeros_sim::value::parse_duration("00:10:00"), Some(600_000));
/// assert_eq!(routeros_sim::value::parse_duration("soon"), None);
/// ```
pub fn parse_duration(text: &str) -> Option<u64> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(|b| b.is_ascii_digit()).count();
        let (number, tail) = rest.split_at_checked(digits)?;
        if tail.starts_with(':') {
            return total.checked_add(parse_clock(rest)?);
        }
        let number: u64 = number.parse().ok()?;
        let (unit, tail) = match tail {
            "" => (1000, ""),
            _ if tail.starts_with("ms") => (1, tail.get(2..)?),
            _ => {
                let unit = match tail.as_bytes().first()? {
                    b'w' => 604_800_000,
                    b'd' => 86_400_000,
                    b'h' => 3_600_000,
                    b'm' => 60_000,
                    b's' => 1000,
                    _ => return None,
                };
                (unit, tail.get(1..)?)
            }
        };
        total = total.checked_add(number.checked_mul(unit)?)?;
        rest = tail;
    }
    Some(total)
}

fn parse_clock(text: &str) -> Option<u64> {
    let mut parts = text.split(':');
    let hours: u64 = parts.next()?.parse().ok()?;
    let minutes: u64 = parts.next()?.parse().ok()?;
    let seconds: u64 = match parts.next() {
        None => 0,
        Some(part) => part.parse().ok()?,
    };
    if parts.next().is_some() || minutes > 59 || seconds > 59 {
        return None;
    }
    hours
        .checked_mul(3600)?
        .checked_add(minutes * 60 + seconds)?
        .checked_mul(1000)
}

/// Spells milliseconds the way RouterOS prints a duration: `1w2d3h4m5s`, `0s`, `500ms`.
pub fn format_duration(millis: u64) -> String {
    let mut out = String::new();
    let mut rest = millis;
    for (unit, suffix) in [
        (604_800_000, "w"),
        (86_400_000, "d"),
        (3_600_000, "h"),
        (60_000, "m"),
        (1000, "s"),
        (1, "ms"),
    ] {
        if rest >= unit {
            out.push_str(&(rest / unit).to_string());
            out.push_str(suffix);
            rest %= unit;
        }
    }
    if out.is_empty() { "0s".to_owned() } else { out }
}

/// Normalises a MAC address to upper case with colons.
pub fn parse_mac(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !matches!(c, ':' | '-' | '.')).collect();
    (compact.len() == 12 && compact.bytes().all(|b| b.is_ascii_hexdigit())).then(|| {
        let upper = compact.to_ascii_uppercase();
        let pairs: Vec<&str> = (0..6).filter_map(|i| upper.get(i * 2..i * 2 + 2)).collect();
        pairs.join(":")
    })
}

/// An address with a prefix length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix {
    /// The address as it was written, host bits included.
    pub address: IpAddr,
    /// The prefix length, 0-32 or 0-128.
    pub length: u8,
}

impl Prefix {
    /// Reads `a.b.c.d/len`, `a.b.c.d/mask`, `x::/len`, or a bare address (full length).
    pub fn parse(text: &str) -> Option<Self> {
        let (address, length) = match text.split_once('/') {
            None => (text, None),
            Some((address, length)) => (address, Some(length)),
        };
        let address: IpAddr = address.parse().ok()?;
        let full = if address.is_ipv4() { 32 } else { 128 };
        let length = match length {
            None => full,
            Some(mask) if mask.contains('.') && address.is_ipv4() => {
                let bits = u32::from(mask.parse::<Ipv4Addr>().ok()?);
                if bits.leading_ones() + bits.trailing_zeros() != 32 {
                    return None;
                }
                u8::try_from(bits.leading_ones()).ok()?
            }
            Some(digits) => digits.parse().ok()?,
        };
        (length <= full).then_some(Self { address, length })
    }

    /// The address with its host bits cleared.
    pub fn network(&self) -> IpAddr {
        match self.address {
            IpAddr::V4(address) => {
                let mask = u32::MAX
                    .checked_shl(32 - u32::from(self.length.min(32)))
                    .unwrap_or(0);
                IpAddr::V4(Ipv4Addr::from(u32::from(address) & mask))
            }
            IpAddr::V6(address) => {
                let mask = u128::MAX
                    .checked_shl(128 - u32::from(self.length.min(128)))
                    .unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from(u128::from(address) & mask))
            }
        }
    }

    /// Whether the address lies in the prefix.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.address.is_ipv4() == address.is_ipv4()
            && Self {
                address,
                length: self.length,
            }
            .network()
                == self.network()
    }

    /// `network/length`.
    pub fn masked(&self) -> String {
        format!("{}/{}", self.network(), self.length)
    }

    /// Whether the prefix is one whole address.
    pub fn is_host(&self) -> bool {
        self.length == if self.address.is_ipv4() { 32 } else { 128 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_round_trip() {
        for (input, output) in [
            ("1d2h", "1d2h"),
            ("00:10:00", "10m"),
            ("90", "1m30s"),
            ("0s", "0s"),
            ("500ms", "500ms"),
            ("1w1d", "1w1d"),
            ("1d00:00:30", "1d30s"),
        ] {
            assert_eq!(
                parse_duration(input).map(format_duration).as_deref(),
                Some(output),
                "{input}"
            );
        }
        for bad in ["", "x", "5x", "1:2:3:4", "00:99:00", "99999999999999999999s"] {
            assert_eq!(parse_duration(bad), None, "{bad}");
        }
    }

    #[test]
    fn prefixes() {
        assert_eq!(
            Prefix::parse("10.1.2.3/24").map(|p| p.masked()).as_deref(),
            Some("10.1.2.0/24")
        );
        assert_eq!(
            Prefix::parse("10.1.2.3/255.255.0.0")
                .map(|p| p.masked())
                .as_deref(),
            Some("10.1.0.0/16")
        );
        assert_eq!(
            Prefix::parse("0.0.0.0/0").map(|p| p.masked()).as_deref(),
            Some("0.0.0.0/0")
        );
        assert_eq!(
            Prefix::parse("fd00::1/64").map(|p| p.masked()).as_deref(),
            Some("fd00::/64")
        );
        assert_eq!(Prefix::parse("10.0.0.0/33"), None);
        assert_eq!(Prefix::parse("10.0.0.0/255.0.255.0"), None);
    }

    #[test]
    fn macs_and_numbers() {
        assert_eq!(
            parse_mac("02:00:00:00:00:0a").as_deref(),
            Some("02:00:00:00:00:0A")
        );
        assert_eq!(parse_mac("0200"), None);
        assert_eq!(parse_number("0x10"), Some(16));
        assert_eq!(parse_number("010"), Some(8));
        assert_eq!(parse_number("0"), Some(0));
        assert_eq!(parse_number("1e3"), None);
    }
}
