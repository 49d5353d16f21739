//! How RouterOS spells values, and which spellings mean the same.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ipnet::IpNet;
use zeroize::Zeroizing;

use crate::generated::map::Transform;

/// One spelling for all that mean the same. What cannot be read as its kind of value stays as it is.
pub(crate) fn canonical(transform: Transform, value: &str) -> String {
    if let Some(rest) = value.strip_prefix('!') {
        return format!("!{}", canonical(transform, rest));
    }
    let read = match transform {
        Transform::Text => None,
        Transform::Bool => switch(value).map(str::to_owned),
        Transform::Flag if value.is_empty() => Some("yes".to_owned()),
        Transform::Flag => switch(value).map(str::to_owned),
        Transform::Number => value.parse::<u64>().ok().map(|number| number.to_string()),
        Transform::Duration => seconds_or_duration(value).map(|duration| format!("{duration:?}")),
        Transform::IpPrefix => network(value),
        Transform::Address => address(value),
        Transform::Mac => Some(value.to_ascii_uppercase().replace('-', ":")),
        Transform::List => Some(list(value)),
        Transform::Ranges => Some(ranges(value).unwrap_or_else(|| list(value))),
        Transform::Curve25519Key => curve25519_key(value),
    };
    read.unwrap_or_else(|| value.to_owned())
}

/// A switch: `yes` or `no` at the prompt, `true` or `false` in an answer.
fn switch(value: &str) -> Option<&'static str> {
    match value {
        "yes" | "true" => Some("yes"),
        "no" | "false" => Some("no"),
        _ => None,
    }
}

/// A network without host bits; that of a single host is shown without its length.
fn network(value: &str) -> Option<String> {
    let network = IpNet::from_str(value).ok();
    match network {
        Some(network) if network.prefix_len() < network.max_prefix_len() => Some(network.trunc().to_string()),
        Some(network) => Some(network.addr().to_string()),
        None => IpAddr::from_str(value).ok().map(|address| address.to_string()),
    }
}

/// An address with the length of its network; that of a single host is shown without it.
fn address(value: &str) -> Option<String> {
    match IpNet::from_str(value) {
        Ok(address) if address.prefix_len() < address.max_prefix_len() => Some(address.to_string()),
        _ => network(value),
    }
}

/// The key with the bits set that RFC 7748 (section 5, `decodeScalar25519`) sets anyway.
fn curve25519_key(value: &str) -> Option<String> {
    let decoded = Zeroizing::new(BASE64.decode(value).ok()?);
    let mut key: Zeroizing<[u8; 32]> = Zeroizing::new(decoded.as_slice().try_into().ok()?);
    let [first, .., last] = &mut *key;
    *first &= 0b1111_1000;
    *last = (*last & 0b0111_1111) | 0b0100_0000;
    Some(BASE64.encode(key.as_slice()))
}

/// The items once each, in one order.
fn list(value: &str) -> String {
    let items: BTreeSet<&str> = value.split(',').collect();
    items.into_iter().collect::<Vec<_>>().join(",")
}

/// Numbers and ranges of numbers, joined where they touch.
fn ranges(value: &str) -> Option<String> {
    let range = |item: &str| {
        let (first, last) = item.split_once('-').unwrap_or((item, item));
        Some((first.parse::<u32>().ok()?, last.parse::<u32>().ok()?)).filter(|(first, last)| first <= last)
    };
    let mut items: Vec<(u32, u32)> = value.split(',').map(range).collect::<Option<_>>()?;
    items.sort_unstable();
    let mut joined: Vec<(u32, u32)> = Vec::new();
    for (first, last) in items {
        match joined.last_mut() {
            Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
            _ => joined.push((first, last)),
        }
    }
    let texts: Vec<String> = joined
        .iter()
        .map(|(first, last)| format!("{first}-{last}"))
        .collect();
    Some(texts.join(","))
}

/// A bare number is seconds.
fn seconds_or_duration(text: &str) -> Option<Duration> {
    text.parse()
        .ok()
        .map(Duration::from_secs)
        .or_else(|| duration(text))
}

/// Reads a RouterOS duration: `1w2d3h4m5s`, `00:01:05`, `2d00:00:05`.
pub(crate) fn duration(text: &str) -> Option<Duration> {
    let mut total = Duration::ZERO;
    let mut rest = text;
    while !rest.is_empty() {
        if rest.contains(':') && !rest.contains(|c: char| c.is_ascii_alphabetic()) {
            let seconds = rest.split(':').try_fold(0_u64, |sum, part| {
                part.parse::<u64>()
                    .ok()
                    .and_then(|part| sum.checked_mul(60)?.checked_add(part))
            })?;
            return total.checked_add(Duration::from_secs(seconds));
        }
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u32 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let letters = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let unit = match rest.get(..letters)? {
            "w" => Duration::from_secs(7 * 86_400),
            "d" => Duration::from_secs(86_400),
            "h" => Duration::from_secs(3600),
            "m" => Duration::from_secs(60),
            "s" => Duration::from_secs(1),
            "ms" => Duration::from_millis(1),
            "us" => Duration::from_micros(1),
            _ => return None,
        };
        total = total.checked_add(unit.checked_mul(number)?)?;
        rest = rest.get(letters..)?;
    }
    (!text.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_the_router_writes_them() {
        for (text, seconds) in [
            ("5s", 5),
            ("1w2d3h4m5s", 788_645),
            ("00:01:05", 65),
            ("2d00:00:05", 172_805),
            ("1m", 60),
        ] {
            assert_eq!(duration(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        assert_eq!(duration("1s500ms"), Some(Duration::from_millis(1500)));
        for bad in ["", "x", "5", "5x", "a:b", "99999999999w", "s"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }

    #[test]
    fn spellings_of_one_meaning_become_one() {
        use Transform::{
            Address, Bool, Curve25519Key, Duration, Flag, IpPrefix, List, Mac, Number, Ranges, Text,
        };
        for (transform, one, other) in [
            (Bool, "no", "false"),
            (Flag, "", "true"),
            (Flag, "", "yes"),
            (Number, "007", "7"),
            (Duration, "1m30s", "00:01:30"),
            (Duration, "90", "1m30s"),
            (IpPrefix, "192.168.88.5", "192.168.88.5/32"),
            (IpPrefix, "192.168.88.5/24", "192.168.88.0/24"),
            (IpPrefix, "!192.168.88.5/24", "!192.168.88.0/24"),
            (IpPrefix, "fd6e:0:0::2", "fd6e::2"),
            (Address, "fd6e:0:0::2/64", "fd6e::2/64"),
            (Address, "10.0.0.1/32", "10.0.0.1"),
            (Mac, "02:00:00:00:00:ab", "02-00-00-00-00-AB"),
            (List, "established,related", "related,established"),
            (Ranges, "1,2,3", "1-3"),
            (Ranges, "20-30,10,25-40", "10,20-40"),
            (
                Curve25519Key,
                "BwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEA=",
            ),
        ] {
            assert_eq!(
                canonical(transform, one),
                canonical(transform, other),
                "{one} {other}"
            );
        }
        for (transform, one, other) in [
            (Text, "yes", "true"),
            (Bool, "yes", "no"),
            (Bool, "", "yes"),
            (Flag, "no", ""),
            (Address, "10.0.0.1/24", "10.0.0.2/24"),
            (Address, "10.0.0.1/24", "10.0.0.1"),
            (IpPrefix, "10.0.0.0/24", "10.0.0.0/25"),
            (IpPrefix, "ether1", "ether2"),
            (Text, "!local", "local"),
            (Ranges, "53", "853"),
            (Ranges, "3-1", "1-3"),
            (Duration, "1s", "1m"),
            (
                Curve25519Key,
                "CAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEA=",
            ),
        ] {
            assert_ne!(
                canonical(transform, one),
                canonical(transform, other),
                "{one} {other}"
            );
        }
    }
}
