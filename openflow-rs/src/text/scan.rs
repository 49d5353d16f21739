//! Splitting a text into keys and values, and reading numbers as C does.

use super::Names;
use super::error::{Parsed, fail};
use crate::wire::{Port, Value};

/// The keys and values of a text such as `a,b=1,c(d,e),f:2`.
///
/// A key ends at `:`, `=`, `(`, a comma or space. A value in parentheses ends with them; another at a comma or
/// space that is not in parentheses. A key without value has the empty value that follows it.
#[derive(Debug, Clone)]
pub(crate) struct KeyValues<'a> {
    rest: &'a str,
}

impl<'a> KeyValues<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }
}

/// What a byte does, as bits.
const ENDS_KEY: u8 = 1;
const SEPARATES: u8 = 2;
const OPENS: u8 = 4;
const CLOSES: u8 = 8;

const DOES: [u8; 256] = {
    let mut does = [0; 256];
    let mut rest: &[(u8, u8)] = &[
        (b':', ENDS_KEY),
        (b'=', ENDS_KEY),
        (b'(', ENDS_KEY | OPENS),
        (b')', CLOSES),
        (b',', ENDS_KEY | SEPARATES),
        (b' ', ENDS_KEY | SEPARATES),
        (b'\t', ENDS_KEY | SEPARATES),
        (b'\r', ENDS_KEY | SEPARATES),
        (b'\n', ENDS_KEY | SEPARATES),
    ];
    while let [(byte, bits), tail @ ..] = rest {
        // The index is a byte, and there are 256 of them.
        does[*byte as usize] = *bits;
        rest = tail;
    }
    does
};

fn does(byte: u8) -> u8 {
    DOES.get(usize::from(byte)).copied().unwrap_or(0)
}

/// Where the first byte that does something of this is, or the end.
#[inline]
fn first_that(text: &str, what: u8) -> usize {
    text.bytes()
        .position(|byte| does(byte) & what != 0)
        .unwrap_or(text.len())
}

/// How many bytes a value has that ends at what `ends` it outside of parentheses.
#[inline]
fn value_length(text: &str, ends: u8) -> usize {
    // Most values have no parentheses.
    let at = first_that(text, ends | OPENS);
    match text.as_bytes().get(at) {
        Some(b'(') => at + nested_length(split(text, at).1, ends),
        _ => at,
    }
}

fn nested_length(text: &str, ends: u8) -> usize {
    let mut level = 0u32;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => level += 1,
            b')' if level > 0 => level -= 1,
            _ if level == 0 && does(byte) & ends != 0 => return at,
            _ => {}
        }
    }
    text.len()
}

fn split(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// The parts before and after the first `->`.
pub(super) fn split_arrow(text: &str) -> Option<(&str, &str)> {
    // It is near as a rule, which a loop finds sooner than a search that has to be set up.
    let at = text.as_bytes().windows(2).position(|pair| pair == b"->")?;
    Some((text.get(..at)?, text.get(at + 2..)?))
}

impl<'a> Iterator for KeyValues<'a> {
    type Item = (&'a str, &'a str);

    // Returned in registers rather than through memory.
    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let spaces = self.rest.bytes().take_while(|byte| does(*byte) & SEPARATES != 0);
        let text = split(self.rest, spaces.count()).1;
        if text.is_empty() {
            self.rest = text;
            return None;
        }
        let (key, after) = split(text, first_that(text, ENDS_KEY));
        // What ends a key is one byte.
        let (delimiter, tail) = split(after, after.len().min(1));
        let length = match delimiter.as_bytes().first() {
            Some(b':' | b'=') => value_length(tail, SEPARATES),
            Some(b'(') => {
                let close = value_length(tail, CLOSES);
                let arrow = tail.get(close..).is_some_and(|rest| rest.starts_with(")->"));
                if arrow {
                    close + value_length(tail.get(close..).unwrap_or_default(), SEPARATES)
                } else {
                    close
                }
            }
            _ => {
                self.rest = tail;
                return Some((key, split(after, 0).0));
            }
        };
        let (value, rest) = split(tail, length);
        self.rest = split(rest, rest.len().min(1)).1;
        Some((key, value))
    }
}

/// The pieces of a text between runs of these characters.
pub(super) fn tokens<'a>(text: &'a str, separators: &'static [char]) -> impl Iterator<Item = &'a str> {
    text.split(separators).filter(|piece| !piece.is_empty())
}

/// A number at the start of a text, as `strtoull(text, &tail, 0)` reads it, and what follows.
pub(super) fn leading_number(text: &str) -> Option<(u64, &str)> {
    // Most are short and decimal.
    let (value, count) = leading_decimal(text.as_bytes());
    if (1..=18).contains(&count) && !text.starts_with('0') {
        return Some((value, split(text, count).1));
    }
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let trimmed = split(text, text.bytes().take_while(|byte| is_space(byte)).count()).1;
    let (negative, digits) = match trimmed.as_bytes().first() {
        Some(b'-') => (true, split(trimmed, 1).1),
        Some(b'+') => (false, split(trimmed, 1).1),
        _ => (false, trimmed),
    };
    let hex = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    let hex = hex.filter(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()));
    let (radix, digits) = match hex {
        Some(rest) => (16, rest),
        None if digits.starts_with('0') => (8, digits),
        None => (10, digits),
    };
    let mut value = 0u64;
    let mut count = 0;
    for digit in digits.bytes().map_while(|byte| char::from(byte).to_digit(radix)) {
        value = value
            .checked_mul(u64::from(radix))?
            .checked_add(u64::from(digit))?;
        count += 1;
    }
    let rest = split(digits, count).1;
    if count == 0 {
        return None;
    }
    Some((if negative { value.wrapping_neg() } else { value }, rest))
}

/// The decimal digits at the start as a number, and how many there are; if more than 18, the number means nothing.
fn leading_decimal(bytes: &[u8]) -> (u64, usize) {
    let mut value = 0u64;
    let mut count = 0;
    for digit in bytes
        .iter()
        .map_while(|byte| Some(byte.wrapping_sub(b'0')).filter(|digit| *digit < 10))
    {
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        count += 1;
    }
    (value, count)
}

/// A number of few decimal digits, and nothing else. (A zero before others would make it octal.)
pub(super) fn plain_decimal(text: &str) -> Option<u64> {
    let (value, count) = leading_decimal(text.as_bytes());
    let is_plain = count == text.len() && (1..=18).contains(&count) && (count == 1 || !text.starts_with('0'));
    is_plain.then_some(value)
}

fn whole_number(text: &str) -> Option<u64> {
    leading_number(text)
        .filter(|(_, rest)| rest.is_empty())
        .map(|(value, _)| value)
}

/// A number from 0 to `limit`.
fn small(text: &str, name: &str, limit: u64) -> Parsed<u64> {
    match whole_number(text).filter(|value| *value <= limit) {
        Some(value) => Ok(value),
        None => fail(
            text,
            format!("invalid {name} \"{text}\": expected a number from 0 to {limit}"),
        ),
    }
}

pub(super) fn u8_of(text: &str, name: &str) -> Parsed<u8> {
    Ok(u8::try_from(small(text, name, u64::from(u8::MAX))?).unwrap_or(u8::MAX))
}

pub(super) fn u16_of(text: &str, name: &str) -> Parsed<u16> {
    Ok(u16::try_from(small(text, name, u64::from(u16::MAX))?).unwrap_or(u16::MAX))
}

/// The low 32 bits of a number; a negative one counts from the top, as in C.
pub(super) fn u32_of(text: &str) -> Parsed<u32> {
    Ok(u32::try_from(u64_of(text)? & 0xffff_ffff).unwrap_or(u32::MAX))
}

pub(super) fn u64_of(text: &str) -> Parsed<u64> {
    match whole_number(text) {
        Some(value) => Ok(value),
        None if text.is_empty() => fail(text, "missing required numeric argument"),
        None => fail(
            text,
            format!("invalid numeric format {text}: expected a decimal, octal or hexadecimal number"),
        ),
    }
}

/// As C's `atoi`: the decimal number at the start, or 0.
pub(super) fn atoi(text: &str) -> i32 {
    let trimmed = text.trim_start();
    let (sign, digits) = match trimmed.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let value: i64 = split(digits, end).0.parse().unwrap_or(0);
    i32::try_from((sign * value) & 0xffff_ffff).unwrap_or_else(|_| {
        let low = u32::try_from((sign * value) & 0xffff_ffff).unwrap_or(0);
        i32::from_be_bytes(low.to_be_bytes())
    })
}

pub(super) fn atoi16(text: &str) -> u16 {
    let [_, _, high, low] = atoi(text).to_be_bytes();
    u16::from_be_bytes([high, low])
}

fn unquoted(name: &str) -> Option<String> {
    let inner = name.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => chars.next()?,
            c => c,
        });
    }
    Some(out)
}

/// A port: a number of either numbering, a reserved name in any case, or a known name, quoted or not.
pub(super) fn port(text: &str, names: &Names) -> Option<Port> {
    if text.starts_with('-') {
        return None;
    }
    if let Ok(number) = text.strip_prefix('+').unwrap_or(text).parse::<u32>() {
        return match u16::try_from(number) {
            Ok(low) => Some(Port(low)),
            Err(_) => number
                .checked_sub(0xffff_0000)
                .filter(|n| *n >= 0xff00)
                .and_then(|n| u16::try_from(n).ok())
                .map(Port),
        };
    }
    let known = || names.port(unquoted(text).as_deref().unwrap_or(text));
    Port::from_reserved_name(text).or_else(known)
}

/// A table: a number or a known name.
pub(super) fn table(text: &str, names: &Names) -> Option<u8> {
    match text.parse::<u64>() {
        Ok(number) => u8::try_from(number).ok(),
        Err(_) => names
            .table(unquoted(text).as_deref().unwrap_or(text))
            .filter(|table| *table != 255),
    }
}

/// Bytes in hexadecimal, with spaces and points between them allowed; returns them and what follows.
pub(super) fn hex_bytes(text: &str) -> (Vec<u8>, &str) {
    let mut out = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '.', '\t', '\r', '\n']);
        let Some((pair, tail)) = rest.split_at_checked(2) else {
            return (out, rest);
        };
        match u8::from_str_radix(pair, 16) {
            Ok(byte) if !pair.starts_with('+') => out.push(byte),
            _ => return (out, rest),
        }
        rest = tail;
    }
}

/// An integer of up to `bytes` bytes at the start of a text, and what follows. The error says whether it is too large.
pub(super) fn integer(text: &str, bytes: u8) -> Result<(Value, &str), bool> {
    if bytes > 16 {
        let (value, rest) = wide_integer(text, usize::from(bytes))?;
        return Ok((Value::from_bytes(&value, bytes), rest));
    }
    let Some(mut rest) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) else {
        let (value, rest) = leading_number(text).ok_or(false)?;
        let value = Value::from(u128::from(value));
        return if value.fits(u32::from(bytes) * 8) {
            Ok((value, rest))
        } else {
            Err(true)
        };
    };
    let mut value = 0u128;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let Some(digit) = rest.bytes().next().and_then(|byte| char::from(byte).to_digit(16)) else {
            return Ok((value.into(), rest));
        };
        if value >> (u32::from(bytes) * 8 - 4) != 0 {
            return Err(true);
        }
        value = value << 4 | u128::from(digit);
        rest = split(rest, 1).1;
    }
}

/// An integer of up to `bytes` bytes, as big-endian bytes.
fn wide_integer(text: &str, bytes: usize) -> Result<(Vec<u8>, &str), bool> {
    if let Some(mut rest) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        let mut nibbles: Vec<u8> = Vec::new();
        loop {
            rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
            let Some(digit) = rest.chars().next().and_then(|c| c.to_digit(16)) else {
                break;
            };
            let digit = u8::try_from(digit).unwrap_or(0);
            if digit != 0 || !nibbles.is_empty() {
                nibbles.push(digit);
            }
            if nibbles.len() > bytes * 2 {
                return Err(true);
            }
            rest = split(rest, 1).1;
        }
        let mut out = vec![0; bytes];
        for (place, nibble) in nibbles.iter().rev().enumerate() {
            if let Some(byte) = out.iter_mut().rev().nth(place / 2) {
                *byte |= nibble << (4 * (place % 2));
            }
        }
        return Ok((out, rest));
    }
    let (value, rest) = leading_number(text).ok_or(false)?;
    let all = value.to_be_bytes();
    let mut out = vec![0; bytes.saturating_sub(8)];
    let (cut, kept) = all.split_at(8usize.saturating_sub(bytes));
    if cut.iter().any(|byte| *byte != 0) {
        return Err(true);
    }
    out.extend_from_slice(kept);
    Ok((out, rest))
}

/// A MAC address at the start of a text, and what follows.
pub(super) fn leading_mac(text: &str) -> Option<([u8; 6], &str)> {
    let mut out = [0; 6];
    let mut rest = text;
    for (i, byte) in out.iter_mut().enumerate() {
        if i > 0 {
            rest = rest.strip_prefix(':')?;
        }
        let end = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
        let (digits, tail) = split(rest, end);
        *byte = u8::try_from(u64::from_str_radix(digits, 16).ok()? & 0xff).ok()?;
        rest = tail;
    }
    Some((out, rest))
}

/// An IPv4 address at the start of a text, and what follows.
pub(super) fn leading_ipv4(text: &str) -> Option<(u32, &str)> {
    let mut out = 0;
    let mut rest = text;
    for i in 0..4 {
        if i > 0 {
            rest = rest.strip_prefix('.')?;
        }
        let (number, digits) = leading_decimal(rest.as_bytes());
        let (text, tail) = split(rest, digits);
        let byte = match digits {
            1..=18 => u8::try_from(number).ok()?,
            _ => text.parse().ok()?,
        };
        out = out << 8 | u32::from(byte);
        rest = tail;
    }
    Some((out, rest))
}

/// The characters of an IPv6 address at the start of a text, and what follows.
pub(super) fn leading_ipv6(text: &str) -> Option<(u128, &str)> {
    let end = text
        .find(|c: char| !(c.is_ascii_hexdigit() || c == ':' || c == '.'))
        .unwrap_or(text.len());
    let (address, rest) = split(text, end);
    Some((u128::from(address.parse::<std::net::Ipv6Addr>().ok()?), rest))
}
