//! Values of fields, and ranges of their bits, as text.

use super::Names;
use super::field_parse::{CT_STATES, FRAGMENTS, TCP_FLAGS, TUNNEL_FLAGS};
use crate::wire::{Field, Format, Port, Subfield, Value};
use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The port, by its reserved or known name or its number.
pub(super) fn put_port(out: &mut String, port: Port, names: &Names) {
    match port.reserved_name() {
        Some(name) => out.push_str(name),
        None => match names.port_name(port) {
            Some(name) => put_name(out, name),
            None => put(out, format_args!("{}", port.0)),
        },
    }
}

/// The table, by its known name or its number.
pub(super) fn put_table(out: &mut String, table: u8, names: &Names) {
    match names.table_name(table) {
        Some(name) => put_name(out, name),
        None => put(out, format_args!("{table}")),
    }
}

/// A name, in quotes where it would not be read as one word.
fn put_name(out: &mut String, name: &str) {
    let first_is_letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if first_is_letter
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-' || c == '.')
    {
        out.push_str(name);
    } else {
        out.push('"');
        for c in name.chars() {
            if c == '"' || c == '\\' {
                out.push('\\');
            }
            out.push(c);
        }
        out.push('"');
    }
}

/// Writing to a string cannot fail.
pub(super) fn put(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(arguments);
}

pub(super) fn put_mac(out: &mut String, mac: u128) {
    for i in (0..6).rev() {
        put(
            out,
            format_args!("{:02x}{}", mac >> (8 * i) & 0xff, if i > 0 { ":" } else { "" }),
        );
    }
}

pub(super) fn put_mac_masked(out: &mut String, mac: u128, mask: u128) {
    put_mac(out, mac);
    if mask != 0xffff_ffff_ffff {
        out.push('/');
        put_mac(out, mask);
    }
}

fn low32(value: u128) -> u32 {
    u32::try_from(value & 0xffff_ffff).unwrap_or(0)
}

/// How many ones a mask has, if they all stand at its top.
fn prefix_length(mask: u128, width: u32) -> Option<u32> {
    let aligned = mask << (128 - width);
    let ones = aligned.leading_ones().min(width);
    (aligned == if ones == 0 { 0 } else { u128::MAX << (128 - ones) }).then_some(ones)
}

pub(super) fn put_ipv4_masked(out: &mut String, address: u128, mask: u128) {
    put(out, format_args!("{}", Ipv4Addr::from(low32(address))));
    if mask != u128::from(u32::MAX) {
        match prefix_length(mask, 32) {
            Some(length) => put(out, format_args!("/{length}")),
            None => put(out, format_args!("/{}", Ipv4Addr::from(low32(mask)))),
        }
    }
}

/// As the C library writes it: addresses that hold an IPv4 address end in dotted form.
pub(super) fn put_ipv6(out: &mut String, address: u128) {
    if address >> 32 == 0 && address > 0xffff {
        put(out, format_args!("::{}", Ipv4Addr::from(low32(address))));
    } else {
        put(out, format_args!("{}", Ipv6Addr::from(address)));
    }
}

pub(super) fn put_ipv6_masked(out: &mut String, address: u128, mask: u128) {
    put_ipv6(out, address);
    if mask != u128::MAX {
        out.push('/');
        match prefix_length(mask, 128) {
            Some(length) => put(out, format_args!("{length}")),
            None => put_ipv6(out, mask),
        }
    }
}

/// A hexadecimal number without leading zeros; `0` for zero.
pub(super) fn put_hex(out: &mut String, bytes: &[u8]) {
    let mut significant = bytes.iter().skip_while(|byte| **byte == 0);
    match significant.next() {
        None => out.push('0'),
        Some(first) => {
            put(out, format_args!("{first:#x}"));
            significant.for_each(|byte| put(out, format_args!("{byte:02x}")));
        }
    }
}

/// `%#x` of C: zero has no `0x`.
pub(super) fn put_alternate_hex(out: &mut String, value: u128) {
    match value {
        0 => out.push('0'),
        value => put(out, format_args!("{value:#x}")),
    }
}

/// The names of the bits that are set, between `separator`s.
pub(super) fn put_flags(out: &mut String, names: &[&str], flags: u128, separator: char) {
    if flags == 0 {
        out.push('0');
        return;
    }
    let mut unknown = 0;
    let mut first = true;
    for bit in 0..128 {
        if flags >> bit & 1 == 0 {
            continue;
        }
        match names.get(bit) {
            Some(name) => {
                if !first {
                    out.push(separator);
                }
                out.push_str(name);
                first = false;
            }
            None => unknown |= 1u128 << bit,
        }
    }
    if unknown != 0 {
        if !first {
            out.push(separator);
        }
        put(out, format_args!("{unknown:#x}"));
    }
}

/// Flags under a mask: `+a-b`, or the names alone when the mask is `full`.
pub(super) fn put_flags_masked(out: &mut String, names: &[&str], flags: u128, mask: u128, full: u128) {
    if mask == full {
        return put_flags(out, names, flags, '|');
    }
    if mask == 0 {
        return out.push_str("0/0");
    }
    for bit in 0..128 {
        if mask >> bit & 1 == 1 {
            out.push(if flags >> bit & 1 == 1 { '+' } else { '-' });
            out.push_str(names.get(bit).copied().unwrap_or("[Unknown]"));
        }
    }
}

/// `eth`, or `packet_type=(namespace,type)`.
pub(super) fn put_packet_type(out: &mut String, value: u128, mask: u128) {
    if value == 0 && mask == u128::from(u32::MAX) {
        return out.push_str("eth");
    }
    out.push_str("packet_type=(");
    put_u16_masked(out, value >> 16, mask >> 16);
    out.push(',');
    put_u16_masked(out, value & 0xffff, mask & 0xffff);
    out.push(')');
}

fn put_u16_masked(out: &mut String, value: u128, mask: u128) {
    match mask {
        0 => out.push('*'),
        _ => {
            if value > 9 {
                put(out, format_args!("{value:#x}"));
            } else {
                put(out, format_args!("{value}"));
            }
            if mask != 0xffff {
                put(out, format_args!("/{mask:#x}"));
            }
        }
    }
}

/// The value of a field under a mask.
pub(super) fn put_value(out: &mut String, field: &Field, value: &Value, mask: Option<&Value>, names: &Names) {
    if mask.is_some_and(Value::is_zero) {
        return out.push_str("ANY");
    }
    let mask = mask.filter(|mask| !mask.is_all_ones(field.bytes));
    let number = |value: &Value| value.number().unwrap_or(0);
    let n = number(value);
    let m = |full: u128| mask.map_or(full, number);
    match field.format {
        Format::Port if mask.is_none() => put_port(out, Port(u16::try_from(n & 0xffff).unwrap_or(0)), names),
        Format::PortOxm if mask.is_none() => {
            put_port(out, Port::from_wire32(low32(n)).unwrap_or(Port::ANY), names);
        }
        Format::Decimal | Format::Hexadecimal | Format::Port | Format::PortOxm => {
            if field.format == Format::Hexadecimal {
                put_hex(out, &value.to_bytes(field.bytes));
            } else {
                put(out, format_args!("{n}"));
            }
            if let Some(mask) = mask {
                out.push('/');
                put_hex(out, &mask.to_bytes(field.bytes));
            }
        }
        Format::CtState => put_flags_masked(out, &CT_STATES, n, m(0xffff_ffff), 0xffff),
        Format::TunnelFlags => put_flags_masked(out, &TUNNEL_FLAGS, n, m(1) & 1, 1),
        Format::TcpFlags => put_flags_masked(out, &TCP_FLAGS, n, m(0xfff) & 0xfff, 0xfff),
        Format::Ethernet => put_mac_masked(out, n, m(0xffff_ffff_ffff)),
        Format::Ipv4 => put_ipv4_masked(out, n, m(0xffff_ffff)),
        Format::Ipv6 => put_ipv6_masked(out, n, m(u128::MAX)),
        Format::Frag => {
            let mask = m(0xff) & 3;
            let known = FRAGMENTS
                .iter()
                .find(|(_, m, v)| u128::from(*m) == mask && u128::from(*v) == n & mask);
            out.push_str(known.map_or("<error>", |(name, ..)| name));
        }
        Format::PacketType => put_packet_type(out, n, m(0xffff_ffff)),
    }
}

/// Bits of a field, such as `NXM_NX_REG0[0..15]`.
pub(super) fn put_subfield(out: &mut String, subfield: &Subfield) {
    out.push_str(subfield.field.action_name());
    let (offset, width) = (subfield.offset, subfield.width);
    if subfield.is_whole() {
        out.push_str("[]");
    } else if width == 1 {
        put(out, format_args!("[{offset}]"));
    } else {
        put(
            out,
            format_args!("[{offset}..{}]", i32::from(offset) + i32::from(width) - 1),
        );
    }
}
