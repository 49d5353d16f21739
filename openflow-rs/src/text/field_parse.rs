//! Values of fields, and ranges of their bits.

use super::Names;
use super::error::{Parsed, fail};
use super::scan::{integer, leading_ipv4, leading_ipv6, leading_mac, leading_number, plain_decimal, port};
use crate::wire::{Field, Format, Subfield, Value};

pub(super) const CT_STATES: [&str; 8] = ["new", "est", "rel", "rpl", "inv", "trk", "snat", "dnat"];
pub(super) const TUNNEL_FLAGS: [&str; 1] = ["oam"];
pub(super) const TCP_FLAGS: [&str; 12] = [
    "fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr", "ns", "[200]", "[400]", "[800]",
];

/// Names of fragments: mask and value, of the bits "is a fragment" and "is a later one".
pub(super) const FRAGMENTS: [(&str, u8, u8); 7] = [
    ("no", 3, 0),
    ("first", 3, 1),
    ("later", 3, 3),
    ("no", 1, 0),
    ("yes", 1, 1),
    ("not_later", 2, 0),
    ("later", 2, 2),
];

/// The value and mask that `text` says for `field`.
pub(super) fn field_value(field: &'static Field, text: &str, names: &Names) -> Parsed<(Value, Value)> {
    if text == "*" {
        return Ok((Value::zero(field.bytes), Value::zero(field.bytes)));
    }
    let exact = |value: u128| (Value::from(value), Value::all_ones(field.bytes));
    let (value, mask) = match field.format {
        Format::Decimal | Format::Hexadecimal => integer_value(field, text)?,
        Format::CtState => flags(text, "ct_state", &CT_STATES, 32)?,
        Format::TunnelFlags => flags(text, "tunnel", &TUNNEL_FLAGS, 16)?,
        Format::TcpFlags => flags(text, "TCP", &TCP_FLAGS, 16)?,
        Format::Ethernet => ethernet(text)?,
        Format::Ipv4 => ipv4(text)?,
        Format::Ipv6 => ipv6(text)?,
        Format::Port | Format::PortOxm => match port(text, names) {
            Some(found) if field.format == Format::Port => exact(u128::from(found.0)),
            Some(found) => exact(u128::from(found.to_wire32())),
            None => {
                return fail(
                    text,
                    format!("{text}: invalid or unknown port for {}", field.name),
                );
            }
        },
        Format::Frag => match FRAGMENTS
            .iter()
            .find(|(name, ..)| name.eq_ignore_ascii_case(text))
        {
            Some((_, mask, value)) => (u128::from(*value).into(), u128::from(mask | 0xfc).into()),
            None => {
                let known = "valid types are \"no\", \"yes\", \"first\", \"later\", \"not_later\"";
                return fail(text, format!("{text}: unknown fragment type ({known})"));
            }
        },
        Format::PacketType => exact(packet_type(text)?),
    };
    if !field.is_mask_valid(&mask) {
        return fail(
            text,
            format!(
                "{text}: invalid mask for field {}: it can only be matched exactly",
                field.name
            ),
        );
    }
    Ok((value, mask))
}

/// The value where `text` says it in the plainest way: a decimal number, or an IPv4 address, that fits.
pub(super) fn plain_value(field: &Field, text: &str) -> Option<u128> {
    match field.format {
        Format::Decimal | Format::Hexadecimal => {
            let number = plain_decimal(text)?;
            (number >> field.bits.min(63) == 0).then_some(u128::from(number))
        }
        Format::Ipv4 => match leading_ipv4(text)? {
            (address, "") => Some(u128::from(address)),
            _ => None,
        },
        _ => None,
    }
}

/// A value without mask.
pub(super) fn exact_value(field: &'static Field, text: &str, names: &Names) -> Parsed<Value> {
    let (value, mask) = field_value(field, text, names)?;
    if mask.is_all_ones(field.bytes) {
        Ok(value)
    } else {
        fail(text, format!("{text}: wildcards not allowed here"))
    }
}

fn integer_value(field: &Field, text: &str) -> Parsed<(Value, Value)> {
    let read = |at, what: &str| match integer(at, field.bytes) {
        Ok(read) => Ok(read),
        Err(true) => fail(
            at,
            format!(
                "{text}: {what} too large for {}-byte field {}",
                field.bytes, field.name
            ),
        ),
        Err(false) => fail(
            at,
            format!("{text}: bad syntax for {} {what}: expected a number", field.name),
        ),
    };
    let (value, rest) = read(text, "value")?;
    match rest.strip_prefix('/') {
        Some(mask_text) => match read(mask_text, "mask")? {
            (mask, "") => Ok((value, mask)),
            (_, rest) => fail(rest, format!("{text}: bad syntax for {} mask", field.name)),
        },
        None if rest.is_empty() => Ok((value, Value::all_ones(field.bytes))),
        None => fail(rest, format!("{text}: bad syntax for {} value", field.name)),
    }
}

fn ethernet(text: &str) -> Parsed<(Value, Value)> {
    let number = |mac: [u8; 6]| Value::from_bytes(&mac, 6);
    match leading_mac(text) {
        Some((mac, "")) => Ok((number(mac), Value::all_ones(6))),
        Some((mac, rest)) => match rest.strip_prefix('/').and_then(leading_mac) {
            Some((mask, "")) => Ok((number(mac), number(mask))),
            _ => fail(rest, format!("{text}: invalid Ethernet address")),
        },
        None => fail(
            text,
            format!("{text}: invalid Ethernet address: expected six hexadecimal bytes with colons"),
        ),
    }
}

/// The mask of a prefix of `length` bits in an address of `width` bits.
fn prefix_mask(length: u32, width: u32) -> u128 {
    let full = if width >= 128 { u128::MAX } else { (1 << width) - 1 };
    if length >= width {
        full
    } else {
        full & !(full >> length)
    }
}

fn prefix(at: &str, width: u32) -> Parsed<u128> {
    match at.parse::<u32>() {
        Ok(length) if length <= width => Ok(prefix_mask(length, width)),
        _ => fail(
            at,
            format!("network prefix bits not between 0 and {width}, inclusive"),
        ),
    }
}

fn ipv4(text: &str) -> Parsed<(Value, Value)> {
    let Some((address, rest)) = leading_ipv4(text) else {
        return fail(text, format!("{text}: invalid IP address"));
    };
    let mask = match rest.strip_prefix('/') {
        None if rest.is_empty() => u128::from(u32::MAX),
        None => return fail(rest, format!("{text}: invalid IP address")),
        Some(mask) => match leading_ipv4(mask) {
            Some((mask, "")) => u128::from(mask),
            _ => prefix(mask, 32)?,
        },
    };
    Ok((u128::from(address).into(), mask.into()))
}

fn ipv6(text: &str) -> Parsed<(Value, Value)> {
    let Some((address, rest)) = leading_ipv6(text.trim_start()) else {
        return fail(text, format!("{text}: invalid IPv6 address"));
    };
    let mask = match rest.strip_prefix('/') {
        None if rest.is_empty() => u128::MAX,
        None => return fail(rest, format!("{text}: invalid IPv6 address")),
        Some(mask) if mask.contains(':') => match leading_ipv6(mask) {
            Some((mask, "")) => mask,
            _ => return fail(mask, format!("{text}: Invalid IPv6 mask")),
        },
        Some(mask) => prefix(mask, 128)?,
    };
    Ok((address.into(), mask.into()))
}

fn packet_type(text: &str) -> Parsed<u128> {
    let inner = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    let parts = inner.and_then(|inner| inner.split_once(','));
    let number = |t: &str| {
        leading_number(t)
            .filter(|(n, rest)| rest.is_empty() && *n <= 0xffff)
            .map(|(n, _)| n)
    };
    match parts.and_then(|(space, kind)| Some((number(space)?, number(kind)?))) {
        Some((space, kind)) => Ok(u128::from(space << 16 | kind)),
        None => fail(
            text,
            format!("{text}: bad syntax for packet type: expected (namespace,type)"),
        ),
    }
}

/// Flags: `+a-b` (set and unset), `a|b` (exactly these), or numbers.
fn flags(text: &str, kind: &str, names: &[&str], width: u32) -> Parsed<(Value, Value)> {
    let allowed = (1u64 << names.len()) - 1;
    let unknown = |at: &str| {
        fail(
            at,
            format!("{text}: unknown {kind} flag(s): expected {}", names.join(", ")),
        )
    };
    if let Some((value, rest)) = leading_number(text)
        && let Some((mask, _)) = rest.strip_prefix('/').and_then(leading_number)
    {
        if (value | mask) & !allowed != 0 {
            return unknown(text);
        }
        return Ok((u128::from(value).into(), u128::from(mask).into()));
    }
    let find = |name: &str| names.iter().position(|known| *known == name);
    if text.starts_with(['+', '-']) {
        let (mut value, mut mask) = (0u64, 0u64);
        let mut rest = text;
        while let Some(sign) = rest.chars().next() {
            if sign != '+' && sign != '-' {
                return fail(
                    rest,
                    format!("{rest}: {kind} must be preceded by '+' (for SET) or '-' (NOT SET)"),
                );
            }
            let tail = rest.get(1..).unwrap_or_default();
            let end = tail.find(['+', '-']).unwrap_or(tail.len());
            let (name, after) = tail.split_at_checked(end).unwrap_or((tail, ""));
            let Some(bit) = find(name) else {
                return unknown(tail);
            };
            if mask >> bit & 1 == 1 {
                return fail(
                    tail,
                    format!("{tail}: Each {kind} flag can be specified only once"),
                );
            }
            mask |= 1 << bit;
            value |= u64::from(sign == '+') << bit;
            rest = after;
        }
        return Ok((u128::from(value).into(), u128::from(mask).into()));
    }
    let mut value = 0;
    let mut rest = text;
    while !rest.is_empty() {
        if let Some((number, tail)) = leading_number(rest) {
            if number & !allowed != 0 {
                return unknown(rest);
            }
            value |= number;
            rest = tail.strip_prefix('|').unwrap_or(tail);
            continue;
        }
        let end = rest.find('|').unwrap_or(rest.len());
        let (name, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let Some(bit) = find(name) else {
            return unknown(rest);
        };
        value |= 1 << bit;
        rest = tail.strip_prefix('|').unwrap_or(tail);
    }
    let all = if width == 32 {
        u128::from(u32::MAX)
    } else {
        u128::from(u16::MAX)
    };
    Ok((u128::from(value).into(), all.into()))
}

/// A field by its name on the wire or in text.
pub(super) fn any_field(name: &str) -> Option<&'static Field> {
    Field::from_oxm_name(name)
        .map(|(field, _)| field)
        .or_else(|| Field::from_name(name))
}

/// Bits of a field at the start of a text, such as `NXM_NX_REG0[0..15]` or `reg0`, and what follows.
pub(super) fn leading_subfield(text: &str) -> Parsed<(Subfield, &str)> {
    let end = text
        .bytes()
        .position(|byte| matches!(byte, b'[' | b'-'))
        .unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let masked = name
        .strip_suffix("_W")
        .and_then(|name| Field::from_oxm_name(name))
        .map(|(field, _)| field);
    let Some(field) = masked.or_else(|| any_field(name)) else {
        return fail(text, format!("{text}: unknown field `{name}'"));
    };
    if !rest.starts_with('[') {
        return Ok((Subfield::whole(field), rest));
    }
    if let Some(rest) = rest.strip_prefix("[]") {
        return Ok((Subfield::whole(field), rest));
    }
    let syntax = || {
        fail(
            rest,
            format!("{text}: syntax error expecting [] or [<bit>] or [<start>..<end>]"),
        )
    };
    let Some((inside, after)) = rest.get(1..).and_then(|r| r.split_once(']')) else {
        return syntax();
    };
    let bits = match inside.split_once("..") {
        Some((start, end)) => start
            .trim()
            .parse::<u32>()
            .ok()
            .zip(end.trim().parse::<u32>().ok()),
        None => inside.trim().parse::<u32>().ok().map(|bit| (bit, bit)),
    };
    let Some((start, end)) = bits else { return syntax() };
    let width = u32::from(field.bits);
    if start > end {
        return fail(
            rest,
            format!("{text}: starting bit {start} is after ending bit {end}"),
        );
    }
    if start >= width || end >= width {
        let (which, bit) = if start >= width {
            ("starting", start)
        } else {
            ("ending", end)
        };
        return fail(
            rest,
            format!("{text}: {which} bit {bit} is not valid because field is only {width} bits wide"),
        );
    }
    let offset = u16::try_from(start).unwrap_or(0);
    let width = u16::try_from(end - start + 1).unwrap_or(1);
    Ok((Subfield { field, offset, width }, after))
}

/// Bits of a field, and nothing else.
pub(super) fn subfield(text: &str) -> Parsed<Subfield> {
    match leading_subfield(text)? {
        (subfield, "") => Ok(subfield),
        (_, rest) => fail(rest, "unexpected input following field syntax"),
    }
}

/// `source->destination`, equally wide.
pub(super) fn move_fields(text: &str) -> Parsed<(Subfield, Subfield)> {
    let (source, rest) = leading_subfield(text)?;
    let Some(rest) = rest.strip_prefix("->") else {
        return fail(rest, format!("{text}: missing `->' following source"));
    };
    let destination = subfield(rest)?;
    if source.width != destination.width {
        return fail(
            rest,
            format!(
                "{text}: source field is {} bits wide but destination is {} bits wide",
                source.width, destination.width
            ),
        );
    }
    Ok((source, destination))
}
