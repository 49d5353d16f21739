//! Checking and normalising the values of arguments.

use std::net::IpAddr;

use routeros_commands::{Fit, ValueKind};

use crate::menus::{Kind, Reference, Target};
use crate::provenance::Rule;
use crate::schema::Parameter;
use crate::value::{
    Fields, Prefix, Value, as_text, boolean, field, format_duration, parse_bool, parse_duration, parse_mac,
    parse_number,
};

use super::Engine;
use super::reply::Trap;

/// Checks one value and spells it as the router stores it. `None` means that the property is to be absent.
pub(crate) fn normalise(parameter: &Parameter, value: &Value) -> Result<Option<Value>, Trap> {
    let name = parameter.name.as_str();
    let Ok(text) = std::str::from_utf8(value) else {
        // Only free text may hold other bytes.
        return if parameter.kind == Kind::Text {
            Ok(Some(value.clone()))
        } else {
            Err(invalid(name))
        };
    };
    if let Some(stored) = by_kind(parameter.kind, name, text)? {
        return Ok(stored);
    }
    if !text.is_empty() && parameter.rule.fit(text) == Fit::Wrong {
        return Err(refused(parameter, name));
    }
    Ok(Some(value.clone()))
}

/// `Some` when the kind alone decides; `None` when the tree's own rule is to be asked.
fn by_kind(kind: Kind, name: &str, text: &str) -> Result<Option<Option<Value>>, Trap> {
    let stored = |text: String| Ok(Some(Some(Value::from(text))));
    let (sign, bare) = match text.strip_prefix('!') {
        Some(rest) => ("!", rest),
        None => ("", text),
    };
    match kind {
        Kind::Text => Ok(None),
        Kind::Bool => match parse_bool(text) {
            Some(value) => Ok(Some(Some(boolean(value)))),
            None => Ok(None),
        },
        Kind::Flag => match text {
            "" | "yes" | "true" => Ok(Some(Some(Value::new()))),
            "no" | "false" => Ok(Some(None)),
            _ => Err(no_match(name)),
        },
        Kind::Duration => match parse_duration(text) {
            Some(millis) => stored(format_duration(millis)),
            None => Ok(None),
        },
        Kind::Integer(min, max) => match parse_number(text) {
            Some(number) if (min..=max).contains(&number) => stored(number.to_string()),
            Some(_) => Err(Trap::argument(
                Rule::ValueOutOfRange,
                format!("value of {name} out of range ({min}..{max})"),
            )),
            None if text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') && !text.starts_with('-') => {
                Ok(None)
            }
            None => Err(invalid(name)),
        },
        Kind::Mac => match (parse_mac(text), text) {
            (Some(mac), _) => stored(mac),
            (None, "") => Ok(Some(None)),
            (None, _) => Err(invalid(name)),
        },
        Kind::MacMatcher => match parse_mac(bare) {
            Some(mac) => stored(format!("{sign}{mac}")),
            None if bare.is_empty() => Ok(Some(None)),
            None => Err(invalid(name)),
        },
        Kind::Interface4 | Kind::Interface6 => match prefix(text, kind == Kind::Interface4) {
            Some(prefix) => stored(format!("{}/{}", prefix.address, prefix.length)),
            None => Err(invalid(name)),
        },
        Kind::Network4 | Kind::Network6 => match prefix(text, kind == Kind::Network4) {
            Some(prefix) => stored(prefix.masked()),
            None => Err(invalid(name)),
        },
        Kind::AddressMatcher4 | Kind::AddressMatcher6 => {
            if bare.is_empty() {
                return Ok(Some(None));
            }
            match address_or_range(bare, kind == Kind::AddressMatcher4) {
                Some(spelled) => stored(format!("{sign}{spelled}")),
                None => Err(invalid(name)),
            }
        }
        Kind::ListEntry4 | Kind::ListEntry6 => match address_or_range(text, kind == Kind::ListEntry4) {
            Some(spelled) => stored(spelled),
            None if is_dns_name(text) => stored(text.to_owned()),
            None => Err(invalid(name)),
        },
        Kind::PortMatcher => {
            let good = bare.is_empty()
                || bare.split(',').all(|part| match part.split_once('-') {
                    Some((from, to)) => match (port(from), port(to)) {
                        (Some(from), Some(to)) => from <= to,
                        _ => false,
                    },
                    None => port(part).is_some(),
                });
            if !good {
                return Err(invalid(name));
            }
            if bare.is_empty() {
                Ok(Some(None))
            } else {
                stored(text.to_owned())
            }
        }
    }
}

fn port(text: &str) -> Option<u16> {
    parse_number(text).and_then(|number| u16::try_from(number).ok())
}

fn prefix(text: &str, v4: bool) -> Option<Prefix> {
    Prefix::parse(text).filter(|prefix| prefix.address.is_ipv4() == v4)
}

/// An address, a network (host bits cleared), or a range `a-b`.
fn address_or_range(text: &str, v4: bool) -> Option<String> {
    if let Some((from, to)) = text.split_once('-') {
        let (from, to): (IpAddr, IpAddr) = (from.parse().ok()?, to.parse().ok()?);
        return (from.is_ipv4() == v4 && to.is_ipv4() == v4 && from <= to).then(|| format!("{from}-{to}"));
    }
    let prefix = prefix(text, v4)?;
    Some(if prefix.is_host() && (v4 || !text.contains('/')) {
        prefix.address.to_string()
    } else {
        prefix.masked()
    })
}

fn is_dns_name(text: &str) -> bool {
    text.contains('.')
        && text.len() <= 253
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'*'))
        && text.bytes().any(|b| b.is_ascii_alphabetic())
        && !text.contains('/')
}

fn refused(parameter: &Parameter, name: &str) -> Trap {
    match parameter.rule.kind() {
        ValueKind::Integer { min, max } => Trap::argument(
            Rule::ValueOutOfRange,
            format!("value of {name} out of range ({min}..{max})"),
        ),
        ValueKind::Words | ValueKind::Boolean => no_match(name),
        _ => invalid(name),
    }
}

pub(crate) fn no_match(name: &str) -> Trap {
    Trap::argument(
        Rule::EnumMismatch,
        format!("input does not match any value of {name}"),
    )
}

fn invalid(name: &str) -> Trap {
    Trap::argument(Rule::InvalidValue, format!("invalid value for argument {name}"))
}

impl Engine {
    /// Whether what a row refers to exists.
    pub(crate) fn check_reference(&self, reference: &Reference, fields: &Fields) -> Result<(), Trap> {
        let Some(value) = field(fields, reference.field) else {
            return Ok(());
        };
        let text = as_text(value);
        if text.is_empty() || text.starts_with('*') {
            return Ok(());
        }
        let parts: Vec<&str> = if reference.list {
            text.split(',').collect()
        } else {
            vec![text]
        };
        for part in parts {
            let part = if reference.negatable {
                part.strip_prefix('!').unwrap_or(part)
            } else {
                part
            };
            if part.is_empty() || reference.also.contains(&part) {
                continue;
            }
            let found = match reference.target {
                Target::Gateway => self.gateway_exists(part),
                target => self.named(target, part),
            };
            if !found {
                return Err(no_match(reference.field));
            }
        }
        Ok(())
    }

    fn gateway_exists(&self, gateway: &str) -> bool {
        let (gateway, table) = match gateway.split_once('@') {
            Some((gateway, table)) => (gateway, Some(table)),
            None => (gateway, None),
        };
        if table.is_some_and(|table| !self.named(Target::RoutingTable, table)) {
            return false;
        }
        match gateway.split_once('%') {
            Some((address, interface)) => {
                address.parse::<IpAddr>().is_ok() && self.named(Target::Interface, interface)
            }
            None => gateway.parse::<IpAddr>().is_ok() || self.named(Target::Interface, gateway),
        }
    }

    /// Whether a row of that name exists in one of the target's menus.
    pub(crate) fn named(&self, target: Target, name: &str) -> bool {
        if target == Target::InterfaceList && matches!(name, "all" | "none" | "dynamic" | "static") {
            return true;
        }
        if target == Target::RoutingTable && name == "main" {
            return true;
        }
        target
            .menus()
            .iter()
            .any(|menu| self.row_named(menu, name).is_some())
    }
}
