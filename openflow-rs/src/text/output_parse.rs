//! Actions that send: to ports, controllers, queues and choices among them.

use super::Names;
use super::error::{Parsed, fail};
use super::field_parse::subfield;
use super::scan::*;
use crate::wire::*;

pub(super) fn output(text: &str, names: &Names) -> Parsed<Action> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number && text.contains("port") && text.contains("max_len") {
        return output_trunc(text, names);
    }
    if let Some(port) = port(text, names) {
        let max_len = if port == Port::CONTROLLER { u16::MAX } else { 0 };
        return Ok(Action::Output { port, max_len });
    }
    match subfield(text) {
        Ok(source) => Ok(Action::OutputReg(OutputReg {
            source,
            max_len: u16::MAX,
            form2: false,
        })),
        Err(_) => fail(text, format!("{text}: output to unknown port")),
    }
}

pub(super) fn output_trunc(text: &str, names: &Names) -> Parsed<Action> {
    let mut to = Port(0);
    let mut max_len = 0;
    for (key, value) in KeyValues::new(text) {
        match key {
            "port" => match port(value, names) {
                Some(port) if port <= Port::MAX || port == Port::LOCAL || port == Port::IN_PORT => to = port,
                Some(_) => return fail(value, format!("output to unsupported truncate port: {value}")),
                None => return fail(value, format!("output to unknown truncate port: {value}")),
            },
            "max_len" => {
                max_len = u32_of(value)?;
                if max_len < 14 {
                    return fail(
                        value,
                        format!("max_len {max_len} is less than the minimum value 14"),
                    );
                }
            }
            _ => return fail(key, format!("invalid key '{key}' in output_trunc argument")),
        }
    }
    Ok(Action::OutputTrunc { port: to, max_len })
}

/// The reasons for a packet-in, by number.
pub(super) const REASONS: [&str; 9] = [
    "no_match",
    "action",
    "invalid_ttl",
    "action_set",
    "group",
    "packet_out",
    "implicit_miss",
    "explicit_miss",
    "",
];

pub(super) fn reason(text: &str) -> Option<u8> {
    let index = REASONS
        .iter()
        .position(|known| !known.is_empty() && known.eq_ignore_ascii_case(text));
    index
        .and_then(|index| u8::try_from(index).ok())
        .or_else(|| text.parse().ok())
}

pub(super) fn controller(text: &str) -> Parsed<Action> {
    let mut c = Controller {
        max_len: u16::MAX,
        id: 0,
        reason: Controller::REASON_ACTION,
        userdata: Vec::new(),
        pause: false,
        meter: None,
        form2: false,
    };
    let mut has_userdata = false;
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        c.max_len = u16_of(text, "max_len")?;
    } else {
        for (key, value) in KeyValues::new(text) {
            match key {
                "reason" => match reason(value) {
                    Some(reason) => c.reason = reason,
                    None => return fail(value, format!("unknown reason \"{value}\"")),
                },
                "max_len" => c.max_len = u16_of(value, "max_len")?,
                "id" => c.id = u16_of(value, "id")?,
                "userdata" => match hex_bytes(value) {
                    (bytes, "") => {
                        has_userdata = true;
                        c.userdata = bytes;
                    }
                    (_, rest) => return fail(rest, "bad hex digit in `controller' action `userdata'"),
                },
                "pause" => c.pause = true,
                "meter_id" => c.meter = Some(u32_of(value)?).filter(|meter| *meter != 0),
                _ => return fail(key, format!("unknown key \"{key}\" parsing controller action")),
            }
        }
    }
    let plain =
        c.reason == Controller::REASON_ACTION && c.id == 0 && !has_userdata && !c.pause && c.meter.is_none();
    Ok(match plain {
        true => Action::Output {
            port: Port::CONTROLLER,
            max_len: c.max_len,
        },
        false => Action::Controller(Box::new(c)),
    })
}

pub(super) fn enqueue(text: &str, names: &Names) -> Parsed<Action> {
    let start = text.trim_start_matches([':', 'q', ',']);
    let Some((to, queue)) = start
        .split_once([':', 'q', ','])
        .filter(|(to, queue)| !to.is_empty() && !queue.is_empty())
    else {
        return fail(
            text,
            "\"enqueue\" syntax is \"enqueue:PORT:QUEUE\" or \"enqueue(PORT,QUEUE)\"",
        );
    };
    match port(to, names) {
        Some(port) => Ok(Action::Enqueue {
            port,
            queue: u32_of(queue)?,
        }),
        None => fail(to, format!("{to}: enqueue to unknown port")),
    }
}

pub(super) fn hash_fields(text: &str) -> Parsed<HashFields> {
    match HashFields::from_name(text) {
        Some(fields) => Ok(fields),
        None => fail(
            text,
            format!("unknown fields `{text}': expected eth_src, symmetric_l4 or another hash"),
        ),
    }
}

/// The next token before one of `separators`, and what follows it.
pub(super) fn token<'a>(text: &mut &'a str, separators: &[char]) -> Option<&'a str> {
    let start = text.trim_start_matches(separators);
    let end = start.find(separators).unwrap_or(start.len());
    let (token, rest) = start.split_at_checked(end)?;
    let mut rest = rest.chars();
    rest.next();
    *text = rest.as_str();
    (!token.is_empty()).then_some(token)
}

pub(super) fn bundle(text: &str, load: bool, names: &Names) -> Parsed<Bundle> {
    let mut rest = text;
    let mut next = || token(&mut rest, &[',', ' ']);
    let parts = (
        next(),
        next(),
        next(),
        next(),
        if load { next() } else { Some("") },
    );
    let word = token(&mut rest, &[':', ' ']);
    let ((Some(fields), Some(basis), Some(algorithm), Some(member_type), Some(destination)), Some(word)) =
        (parts, word)
    else {
        return fail(text, format!("{text}: not enough arguments to bundle action"));
    };
    if !word.eq_ignore_ascii_case("members") && !word.eq_ignore_ascii_case("slaves") {
        return fail(
            word,
            format!("{text}: missing member delimiter, expected `members', got `{word}'"),
        );
    }
    let mut members = Vec::new();
    while let Some(member) = token(&mut rest, &[',', ' ', '[', ']']).filter(|_| members.len() < 2048) {
        match port(member, names) {
            Some(port) => members.push(port),
            None => return fail(member, format!("{member}: bad port number")),
        }
    }
    let fields = hash_fields(fields)?;
    let hrw = match algorithm {
        name if name.eq_ignore_ascii_case("hrw") => true,
        name if name.eq_ignore_ascii_case("active_backup") => false,
        _ => return fail(algorithm, format!("{text}: unknown algorithm `{algorithm}'")),
    };
    if !member_type.eq_ignore_ascii_case("ofport") {
        return fail(
            member_type,
            format!("{text}: unknown member_type `{member_type}'"),
        );
    }
    let destination = match load {
        true => Some(nxm_subfield(destination, text)?),
        false => None,
    };
    Ok(Bundle {
        fields,
        basis: atoi16(basis),
        hrw,
        destination,
        members,
    })
}

pub(super) fn nxm_subfield(at: &str, whole: &str) -> Parsed<Subfield> {
    let found = subfield(at)?;
    match found.field.nxm_header() {
        Some(_) => Ok(found),
        None => fail(
            at,
            format!("{whole}: experimenter OXM field '{at}' not supported"),
        ),
    }
}

pub(super) fn multipath(text: &str) -> Parsed<Multipath> {
    let mut rest = text;
    let mut next = || token(&mut rest, &[',', ' ']);
    let parts = (next(), next(), next(), next(), next(), next());
    let (Some(fields), Some(basis), Some(algorithm), Some(links), Some(argument), Some(destination)) = parts
    else {
        return fail(text, format!("{text}: not enough arguments to multipath action"));
    };
    let fields = hash_fields(fields)?;
    let known = ["modulo_n", "hash_threshold", "hrw", "iter_hash"];
    let Some(number) = known.iter().position(|name| name.eq_ignore_ascii_case(algorithm)) else {
        return fail(algorithm, format!("{text}: unknown algorithm `{algorithm}'"));
    };
    let count = atoi(links);
    let Some(max_link) = count.checked_sub(1).and_then(|n| u16::try_from(n).ok()) else {
        return fail(
            links,
            format!("{text}: n_links {count} is not in valid range 1 to 65536"),
        );
    };
    let target = nxm_subfield(destination, text)?;
    if target.width < 16 && u32::from(max_link) >= 1 << target.width {
        return fail(
            destination,
            format!(
                "{text}: {}-bit destination field has {} possible values, less than specified n_links {count}",
                target.width,
                1u32 << target.width
            ),
        );
    }
    Ok(Multipath {
        fields,
        basis: atoi16(basis),
        algorithm: u16::try_from(number).unwrap_or(0),
        max_link,
        argument: u32::from_be_bytes(atoi(argument).to_be_bytes()),
        destination: target,
    })
}
