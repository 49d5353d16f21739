//! The connection tracker and the translation of addresses.

use super::action_parse::{Place, nested};
use super::error::{Parsed, fail};
use super::field_parse::subfield;
use super::scan::*;
use crate::wire::*;
use std::net::{Ipv4Addr, Ipv6Addr};

pub(super) fn ct(text: &str, place: Place<'_>) -> Parsed<Ct> {
    let mut ct = Ct {
        flags: 0,
        zone: CtZone::Number(0),
        table: 255,
        alg: 0,
        actions: Vec::new(),
    };
    for (key, value) in KeyValues::new(text) {
        match key {
            "commit" => ct.flags |= Ct::COMMIT,
            "force" => ct.flags |= Ct::FORCE,
            "table" => match table(value, place.names) {
                Some(255) => return fail(value, "invalid table 0xff"),
                Some(table) => ct.table = table,
                None => return fail(value, format!("unknown table {value}")),
            },
            "zone" => {
                ct.zone = match u16_of(value, "zone") {
                    Ok(zone) => CtZone::Number(zone),
                    Err(_) => CtZone::Field(subfield(value)?),
                }
            }
            "alg" => {
                ct.alg = match value {
                    "ftp" => 21,
                    "tftp" => 69,
                    _ => {
                        return fail(
                            value,
                            format!("invalid conntrack helper \"{value}\": expected ftp or tftp"),
                        );
                    }
                }
            }
            "nat" => ct.actions.push(Action::Nat(Box::new(nat(value)?))),
            "exec" => ct.actions.extend(nested(value, place, "ct")?),
            _ => return fail(key, format!("invalid argument to \"ct\" action: `{key}'")),
        }
    }
    if ct.flags & Ct::FORCE != 0 && ct.flags & Ct::COMMIT == 0 {
        return fail(text, "\"force\" flag requires \"commit\" flag.");
    }
    Ok(ct)
}

pub(super) fn nat(text: &str) -> Parsed<Nat> {
    let mut nat = Nat {
        flags: 0,
        addresses: NatAddresses::None,
        ports: (0, 0),
    };
    for (key, value) in KeyValues::new(text) {
        match key {
            "src" | "dst" => {
                nat.flags |= if key == "src" { Nat::SRC } else { Nat::DST };
                nat_range(value, &mut nat)?;
            }
            "persistent" => nat.flags |= Nat::PERSISTENT,
            "hash" => nat.flags |= Nat::HASH,
            "random" => nat.flags |= Nat::RANDOM,
            _ => return fail(key, format!("invalid key \"{key}\" in \"nat\" argument")),
        }
    }
    let has = |flag: u16| nat.flags & flag != 0;
    if has(Nat::SRC) && has(Nat::DST) {
        return fail(text, "May only specify one of \"src\" or \"dst\".");
    }
    if !has(Nat::SRC) && !has(Nat::DST) && nat.flags != 0 {
        return fail(text, "Flags allowed only with \"src\" or \"dst\".");
    }
    if has(Nat::HASH) && has(Nat::RANDOM) {
        return fail(text, "Both \"hash\" and \"random\" are not allowed.");
    }
    Ok(nat)
}

/// An IPv6 address, in brackets or not.
pub(super) fn bracketed_ipv6(text: &str) -> Option<(u128, &str)> {
    match text.strip_prefix('[') {
        Some(inner) => {
            let (address, rest) = leading_ipv6(inner)?;
            Some((address, rest.strip_prefix(']')?))
        }
        None => leading_ipv6(text),
    }
}

pub(super) fn nat_range(text: &str, nat: &mut Nat) -> Parsed<()> {
    let invalid = |at: &str| fail(at, format!("invalid nat range \"{text}\""));
    let mut rest = text;
    if let Some((first, after)) = leading_ipv4(rest) {
        rest = after;
        let mut last = 0;
        if let Some(after) = rest.strip_prefix('-') {
            match leading_ipv4(after).filter(|(last, _)| *last >= first) {
                Some((address, after)) => (last, rest) = (address, after),
                None => return invalid(after),
            }
        }
        nat.addresses = NatAddresses::V4(Ipv4Addr::from(first), Ipv4Addr::from(last));
    } else if let Some((first, after)) = bracketed_ipv6(rest) {
        rest = after;
        let mut last = 0;
        if let Some(after) = rest.strip_prefix('-') {
            match bracketed_ipv6(after).filter(|(last, _)| *last >= first) {
                Some((address, after)) => (last, rest) = (address, after),
                None => return invalid(after),
            }
        }
        nat.addresses = NatAddresses::V6(Ipv6Addr::from(first), Ipv6Addr::from(last));
    } else {
        nat.addresses = NatAddresses::None;
    }
    let port = |text: &str| {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let number = text.get(..end).and_then(|digits| digits.parse::<u16>().ok());
        number.map(|number| (number, end))
    };
    if let Some(after) = rest
        .strip_prefix(':')
        .filter(|_| nat.addresses != NatAddresses::None)
    {
        let Some((first, length)) = port(after) else {
            return invalid(after);
        };
        nat.ports.0 = first;
        rest = after.get(length..).unwrap_or_default();
        if let Some(after) = rest.strip_prefix('-') {
            let Some((last, length)) = port(after).filter(|(last, _)| *last >= first) else {
                return invalid(after);
            };
            nat.ports.1 = last;
            rest = after.get(length..).unwrap_or_default();
        }
    }
    match rest {
        "" => Ok(()),
        _ => fail(rest, format!("garbage ({rest}) after nat range \"{text}\"")),
    }
}
