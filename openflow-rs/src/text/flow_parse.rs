//! Flows.

use super::Names;
use super::action_parse::{Place, parse_list};
use super::error::{ParseError, Parsed, fail};
use super::field_parse::{field_value, plain_value, subfield};
use super::scan::*;
use crate::wire::{Command, Field, FlowFlags, FlowMod, Match, NameTable, Slot, Value};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// The protocols by name: Ethernet type and IP protocol.
pub(crate) const PROTOCOLS: [(&str, u16, u8); 17] = [
    ("ip", 0x0800, 0),
    ("ipv4", 0x0800, 0),
    ("ip4", 0x0800, 0),
    ("arp", 0x0806, 0),
    ("icmp", 0x0800, 1),
    ("tcp", 0x0800, 6),
    ("udp", 0x0800, 17),
    ("sctp", 0x0800, 132),
    ("ipv6", 0x86dd, 0),
    ("ip6", 0x86dd, 0),
    ("icmp6", 0x86dd, 58),
    ("tcp6", 0x86dd, 6),
    ("udp6", 0x86dd, 17),
    ("sctp6", 0x86dd, 132),
    ("rarp", 0x8035, 0),
    ("mpls", 0x8847, 0),
    ("mplsm", 0x8848, 0),
];

/// Parses a flow as `ovs-ofctl add-flow` does.
///
/// ```
/// use openflow_rs::text::{Names, parse_flow};
///
/// let flow = parse_flow("table=2,priority=7,udp,tp_dst=53 actions=drop", &Names::default())?;
/// assert_eq!((flow.table, flow.priority), (2, 7));
///
/// let error = parse_flow("ip,nw_dst=10.0.0.256 actions=drop", &Names::default()).unwrap_err();
/// assert_eq!(error.column, 11);
/// # Ok::<(), openflow_rs::text::ParseError>(())
/// ```
///
/// # Errors
/// [`ParseError`] with the column of what does not fit, also where the actions do not suit the match.
pub fn parse_flow(text: &str, names: &Names) -> Result<FlowMod, ParseError> {
    parse(text, Command::Add, names).map_err(|fail| fail.locate(text))
}

/// Parses a flow modification. With `None`, the text may begin with `add`, `delete`, `delete_strict`, `modify` or
/// `modify_strict`, as in the files of `ovs-ofctl --bundle add-flows`.
///
/// # Errors
/// As [`parse_flow`].
pub fn parse_flow_mod(text: &str, command: Option<Command>, names: &Names) -> Result<FlowMod, ParseError> {
    let (command, rest) = match command {
        Some(command) => (command, text),
        None => leading_command(text),
    };
    parse(rest, command, names).map_err(|fail| fail.locate(text))
}

fn leading_command(text: &str) -> (Command, &str) {
    let trimmed = text.trim_start_matches([' ', '\t', '\r', '\n']);
    let end = trimmed
        .find([',', ' ', '\t', '\r', '\n'])
        .unwrap_or(trimmed.len());
    let (word, rest) = trimmed.split_at_checked(end).unwrap_or((trimmed, ""));
    // A beginning of the word is enough, the first that fits.
    let known = [
        ("add", Command::Add),
        ("delete", Command::Delete),
        ("delete_strict", Command::DeleteStrict),
        ("modify", Command::Modify),
        ("modify_strict", Command::ModifyStrict),
    ];
    match known.iter().find(|(name, _)| name.starts_with(word)) {
        Some((_, command)) => (*command, rest),
        None => (Command::Add, trimmed),
    }
}

/// Splits at the word that begins with `action`; what follows its `=` are the actions.
pub(crate) fn split_actions(text: &str) -> Option<(&str, &str)> {
    static WORD: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("action"));
    let (matches, rest) = text.split_at_checked(WORD.find(text.as_bytes())?)?;
    let equals = rest.bytes().position(|byte| byte == b'=')?;
    Some((matches, rest.get(equals + 1..)?))
}

fn parse(text: &str, command: Command, names: &Names) -> Parsed<FlowMod> {
    let mut flow = FlowMod::new(command);
    let modify = matches!(command, Command::Modify | Command::ModifyStrict);
    if modify {
        flow.new_cookie = u64::MAX;
    }
    let with_actions = !command.is_delete();
    let (match_text, action_text) = match split_actions(text) {
        Some((matches, actions)) if with_actions => (matches, Some(actions)),
        _ if with_actions => return fail(text.get(text.len()..).unwrap_or(text), "must specify an action"),
        _ => (text, None),
    };
    for (key, value) in KeyValues::new(match_text) {
        parse_key(&mut flow, key, value, names)?;
    }
    if flow.cookie_mask == 0 && flow.new_cookie == u64::MAX && modify {
        flow.new_cookie = 0;
    }
    if let Some(action_text) = action_text {
        flow.actions = parse_list(
            action_text,
            Place {
                names,
                instructions: true,
                outer: None,
                depth: 0,
            },
        )?;
        let why = match flow.is_inconsistent() {
            Ok(false) => return Ok(flow),
            Ok(true) => crate::wire::ErrorCode::OFPBAC_MATCH_INCONSISTENT,
            Err(code) => code,
        };
        return fail(
            action_text,
            format!("actions are invalid with specified match ({why})"),
        );
    }
    Ok(flow)
}

/// A property of a flow that is no match.
#[derive(Debug, Clone, Copy)]
enum Setting {
    Table,
    OutPort,
    OutGroup,
    Priority,
    IdleTimeout,
    HardTimeout,
    Importance,
    Cookie,
    /// Printed with flows, and ignored.
    Statistic,
}

/// What a key means.
#[derive(Debug, Clone, Copy)]
enum Key {
    /// Ethernet type and IP protocol.
    Protocol(u16, u8),
    Ethernet,
    Flag(FlowFlags),
    Ignored,
    /// A field, and the slot that a match on all of it fills, if no rules of its own apply.
    Field(&'static Field, Option<Slot>),
    Setting(Setting),
}

static KEYS: LazyLock<NameTable<Key>> = LazyLock::new(|| {
    let protocols = PROTOCOLS
        .iter()
        .map(|(name, eth_type, protocol)| (*name, Key::Protocol(*eth_type, *protocol)));
    let words = [
        ("eth", Key::Ethernet),
        ("send_flow_rem", Key::Flag(FlowFlags::SEND_FLOW_REM)),
        ("check_overlap", Key::Flag(FlowFlags::CHECK_OVERLAP)),
        ("reset_counts", Key::Flag(FlowFlags::RESET_COUNTS)),
        ("no_packet_counts", Key::Flag(FlowFlags::NO_PACKET_COUNTS)),
        ("no_byte_counts", Key::Flag(FlowFlags::NO_BYTE_COUNTS)),
        ("no_readonly_table", Key::Ignored),
        ("allow_hidden_fields", Key::Ignored),
        ("table", Key::Setting(Setting::Table)),
        ("out_port", Key::Setting(Setting::OutPort)),
        ("out_group", Key::Setting(Setting::OutGroup)),
        ("priority", Key::Setting(Setting::Priority)),
        ("idle_timeout", Key::Setting(Setting::IdleTimeout)),
        ("hard_timeout", Key::Setting(Setting::HardTimeout)),
        ("importance", Key::Setting(Setting::Importance)),
        ("cookie", Key::Setting(Setting::Cookie)),
        ("duration", Key::Setting(Setting::Statistic)),
        ("n_packets", Key::Setting(Setting::Statistic)),
        ("n_bytes", Key::Setting(Setting::Statistic)),
        ("idle_age", Key::Setting(Setting::Statistic)),
        ("hard_age", Key::Setting(Setting::Statistic)),
    ];
    let fields = Field::all().iter().flat_map(|field| {
        let names = [Some(field.name), field.alias];
        names.into_iter().flatten().map(move |name| {
            (
                name,
                Key::Field(field, field.plain_slot().filter(|_| field.matchable)),
            )
        })
    });
    NameTable::new(protocols.chain(words).chain(fields))
});

fn parse_key(flow: &mut FlowMod, key: &str, value: &str, names: &Names) -> Parsed<()> {
    let command = flow.command;
    let settable = !command.is_delete();
    match KEYS.get(key) {
        Some(Key::Protocol(eth_type, protocol)) => {
            let matches = &mut flow.matches;
            // In their order, which is the quickest.
            matches.set_default_packet_type();
            matches.set_slot(Slot::EthType, u128::from(eth_type), u128::MAX);
            if protocol != 0 {
                matches.set_slot(Slot::NwProto, u128::from(protocol), u128::MAX);
            }
            return Ok(());
        }
        Some(Key::Ethernet) => {
            flow.matches.set_slot(Slot::PacketType, 0, u128::MAX);
            return Ok(());
        }
        Some(Key::Flag(flag)) if settable => {
            flow.flags = flow.flags.with(flag);
            return Ok(());
        }
        Some(Key::Ignored) => return Ok(()),
        // Most matches are on a whole field that is kept as it is said.
        Some(Key::Field(field, Some(slot))) if let Some(number) = plain_value(field, value) => {
            flow.matches.set_slot(slot, number, u128::MAX);
            flow.matches.add_ethernet_prerequisite(field);
            return Ok(());
        }
        Some(Key::Field(field, _)) => return parse_match(&mut flow.matches, field, key, value, names),
        Some(Key::Setting(setting)) if !value.is_empty() => {
            return parse_setting(flow, setting, key, value, names);
        }
        Some(Key::Flag(_) | Key::Setting(_)) | None => {}
    }
    if key.contains('[') {
        return parse_match_bits(&mut flow.matches, key, value);
    }
    if value.is_empty() {
        return fail(key, format!("field {key} missing value"));
    }
    unknown(key)
}

fn unknown<T>(key: &str) -> Parsed<T> {
    fail(key, format!("unknown keyword {key}"))
}

fn parse_setting(flow: &mut FlowMod, setting: Setting, key: &str, value: &str, names: &Names) -> Parsed<()> {
    use Setting as S;
    let command = flow.command;
    let settable = !command.is_delete();
    match setting {
        S::Table => match table(value, names) {
            Some(table) => flow.table = table,
            None => {
                return fail(
                    value,
                    format!("unknown table \"{value}\": expected a number from 0 to 254"),
                );
            }
        },
        S::OutPort if !settable => match port(value, names) {
            Some(port) => flow.out_port = port,
            None => return fail(value, format!("{value} is not a valid OpenFlow port")),
        },
        S::OutGroup if !settable => match group(value) {
            Some(group) => flow.out_group = group,
            None => return fail(value, format!("{value} is not a valid OpenFlow group")),
        },
        S::Priority if command != Command::Delete => flow.priority = u16_of(value, key)?,
        S::IdleTimeout if settable => flow.idle_timeout = u16_of(value, key)?,
        S::HardTimeout if settable => flow.hard_timeout = u16_of(value, key)?,
        S::Importance if command == Command::Add => flow.importance = u16_of(value, key)?,
        S::Cookie => parse_cookie(flow, value)?,
        S::Statistic => {}
        S::OutPort | S::OutGroup | S::Priority | S::IdleTimeout | S::HardTimeout | S::Importance => {
            return unknown(key);
        }
    }
    Ok(())
}

/// A group: a number or `ANY` and its kin.
pub(super) fn group(text: &str) -> Option<u32> {
    if text.eq_ignore_ascii_case("any") {
        return Some(u32::MAX);
    }
    if text.eq_ignore_ascii_case("all") {
        return Some(0xffff_fffc);
    }
    u64_of(text)
        .ok()
        .and_then(|n| u32::try_from(n).ok())
        .filter(|n| *n <= 0xffff_ff00)
}

fn parse_cookie(flow: &mut FlowMod, text: &str) -> Parsed<()> {
    match text.split_once('/') {
        Some(_) if flow.command == Command::Add => fail(text, "flow additions cannot use a cookie mask"),
        Some((cookie, mask)) => {
            flow.cookie_mask = u64_of(mask)?;
            flow.cookie = u64_of(cookie)? & flow.cookie_mask;
            Ok(())
        }
        None if flow.command.is_delete() => fail(
            text,
            format!("cannot set cookie (to match on a cookie, specify a mask, e.g. cookie={text}/-1)"),
        ),
        None => {
            flow.new_cookie = u64_of(text)?;
            flow.modify_cookie = true;
            Ok(())
        }
    }
}

fn parse_match(
    matches: &mut Match,
    field: &'static Field,
    key: &str,
    value: &str,
    names: &Names,
) -> Parsed<()> {
    let (value, mask) = match value {
        "" => match field_value(field, "0/0", names) {
            Ok(parsed) => parsed,
            Err(_) => return fail(key, format!("{key}: expected a value, as in {key}=VALUE")),
        },
        text => field_value(field, text, names)?,
    };
    if !field.matchable && !mask.is_zero() {
        return fail(
            key,
            format!("{key}: no OpenFlow version can carry this field in a match"),
        );
    }
    let exact = mask.is_all_ones(field.bytes) && field.variable;
    set_field(matches, field, key, &value, (!exact).then_some(&mask))
}

/// Sets a field; tunnel options only once and up to 256 bytes of them.
fn set_field(
    matches: &mut Match,
    field: &'static Field,
    key: &str,
    value: &Value,
    mask: Option<&Value>,
) -> Parsed<()> {
    const MOST_OPTION_BYTES: usize = 256;
    if field.variable && !matches.is_wild(field) {
        return fail(key, format!("field {} set multiple times", field.name));
    }
    matches.set(field, value, mask);
    let used: usize = matches
        .tun_metadata()
        .iter()
        .map(|option| option.value.len())
        .sum();
    if field.variable && used > MOST_OPTION_BYTES {
        return fail(
            key,
            format!(
                "field {} exceeds the {MOST_OPTION_BYTES} bytes of tunnel metadata: {used} are used",
                field.name
            ),
        );
    }
    matches.add_ethernet_prerequisite(field);
    Ok(())
}

/// `field[start..end]=value`.
fn parse_match_bits(matches: &mut Match, key: &str, text: &str) -> Parsed<()> {
    let bits = subfield(key)?;
    let field = bits.field;
    let width = u32::from(bits.width);
    // No mask: the bits are those that matter.
    let Ok((value, "")) = integer(text, 128) else {
        return fail(text, format!("{key}: cannot parse integer value: {text}"));
    };
    if !value.fits(width) {
        return fail(text, format!("{key}: value does not fit into {width} bits"));
    }
    let (mut field_value, mut field_mask) = matches.get(field);
    let offset = u32::from(bits.offset);
    field_value.set_range(offset, width, &value);
    field_mask.set_ones(offset, width);
    set_field(matches, field, key, &field_value, Some(&field_mask))
}
