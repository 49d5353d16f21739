//! Actions and instructions.

use super::Names;
use super::ct_parse::{ct, nat};
use super::error::{ParseError, Parsed, fail};
use super::field_parse::{any_field, field_value, leading_subfield, move_fields, subfield};
use super::learn_parse::learn;
use super::output_parse::*;
use super::scan::*;
use crate::wire::*;
use std::borrow::Cow;
use std::net::Ipv4Addr;

/// Actions nested deeper are refused.
const MAX_DEPTH: u32 = 100;

/// Where a list of actions stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) names: &'a Names,
    pub(super) instructions: bool,
    pub(super) outer: Option<&'static str>,
    pub(super) depth: u32,
}

/// Parses a list of actions such as `mod_dl_src:00:00:00:00:00:01,output:2`, without instructions.
///
/// # Errors
/// [`ParseError`] with the column of what does not fit.
pub fn parse_actions(text: &str, names: &Names) -> Result<Vec<Action>, ParseError> {
    let place = Place {
        names,
        instructions: false,
        outer: None,
        depth: 0,
    };
    parse_list(text, place).map_err(|fail| fail.locate(text))
}

/// Parses what a flow does: actions, and instructions such as `goto_table:1`.
///
/// # Errors
/// [`ParseError`] with the column of what does not fit.
pub fn parse_instructions(text: &str, names: &Names) -> Result<Vec<Action>, ParseError> {
    let place = Place {
        names,
        instructions: true,
        outer: None,
        depth: 0,
    };
    parse_list(text, place).map_err(|fail| fail.locate(text))
}

pub(super) fn parse_list(text: &str, place: Place<'_>) -> Parsed<Vec<Action>> {
    if place.depth >= MAX_DEPTH {
        return fail(text, "Action nested too deeply");
    }
    let mut actions = Vec::new();
    let mut drop_at = None;
    for (key, value) in KeyValues::new(text) {
        if key.eq_ignore_ascii_case("drop") {
            drop_at = Some(key);
        } else {
            actions.push(parse_one(key, value, place)?);
        }
    }
    if let Some(at) = drop_at.filter(|_| !actions.is_empty()) {
        return fail(
            at,
            "\"drop\" must not be accompanied by any other action or instruction",
        );
    }
    let allowed = if place.instructions {
        ALL_INSTRUCTIONS
    } else {
        ACTIONS_AND_METER
    };
    // The rules of OpenFlow 1.1, because the text does not say a version.
    match verify_with(&actions, Version::V1_1, allowed, place.outer) {
        Ok(()) => Ok(actions),
        Err((_, message)) => fail(text, message),
    }
}

pub(super) fn nested(text: &str, place: Place<'_>, outer: &'static str) -> Parsed<Vec<Action>> {
    parse_list(
        text,
        Place {
            instructions: false,
            outer: Some(outer),
            depth: place.depth + 1,
            ..place
        },
    )
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each action; splitting would hide the list"
)]
fn parse_one(key: &str, value: &str, place: Place<'_>) -> Parsed<Action> {
    use Action as A;
    let lower = match key.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(key.to_ascii_lowercase()),
        false => Cow::Borrowed(key),
    };
    Ok(match &*lower {
        "output" | "output_reg" => output(value, place.names)?,
        "group" => A::Group(u32_of(value)?),
        "controller" => controller(value)?,
        "enqueue" => enqueue(value, place.names)?,
        "bundle" => A::Bundle(Box::new(bundle(value, false, place.names)?)),
        "bundle_load" => A::Bundle(Box::new(bundle(value, true, place.names)?)),
        "set_field" => set_field(value, place.names)?,
        "load" => load(value)?,
        "set_vlan_vid" | "mod_vlan_vid" => {
            let vid = u16_of(value, "VLAN VID")?;
            if vid > 0xfff {
                return fail(
                    value,
                    format!("{value}: not a valid VLAN VID: expected 0 to 4095"),
                );
            }
            A::SetVlanVid {
                vid,
                push_if_needed: lower == "mod_vlan_vid",
                flow_has_vlan: false,
            }
        }
        "set_vlan_pcp" | "mod_vlan_pcp" => {
            let pcp = u8_of(value, "VLAN PCP")?;
            if pcp > 7 {
                return fail(value, format!("{value}: not a valid VLAN PCP: expected 0 to 7"));
            }
            A::SetVlanPcp {
                pcp,
                push_if_needed: lower == "mod_vlan_pcp",
                flow_has_vlan: false,
            }
        }
        "strip_vlan" => A::StripVlan { pop: false },
        "pop_vlan" => A::StripVlan { pop: true },
        "push_vlan" => match u16_of(value, "ethertype")? {
            eth_type @ (0x8100 | 0x88a8) => A::PushVlan(eth_type),
            _ => {
                return fail(
                    value,
                    format!("{value}: not a valid VLAN ethertype: expected 0x8100 or 0x88a8"),
                );
            }
        },
        "mod_dl_src" => A::SetEthSrc(mac(value)?),
        "mod_dl_dst" => A::SetEthDst(mac(value)?),
        "mod_nw_src" => A::SetIpv4Src(ip(value)?),
        "mod_nw_dst" => A::SetIpv4Dst(ip(value)?),
        "mod_nw_tos" => match u8_of(value, "TOS")? {
            tos if tos & 3 == 0 => A::SetIpDscp(tos),
            _ => {
                return fail(
                    value,
                    format!("{value}: not a valid TOS: expected a multiple of 4"),
                );
            }
        },
        "mod_nw_ecn" => match u8_of(value, "ECN")? {
            ecn if ecn <= 3 => A::SetIpEcn(ecn),
            _ => return fail(value, format!("{value}: not a valid ECN: expected 0 to 3")),
        },
        "mod_nw_ttl" | "set_nw_ttl" => A::SetIpTtl(u8_of(value, "TTL")?),
        "mod_tp_src" => A::SetL4Src {
            port: u16_of(value, "source port")?,
            protocol: 0,
        },
        "mod_tp_dst" => A::SetL4Dst {
            port: u16_of(value, "destination port")?,
            protocol: 0,
        },
        "move" => {
            let (source, destination) = move_fields(value)?;
            A::Move {
                source,
                destination,
                form: MoveForm::Default,
            }
        }
        "push" => A::Push(StackOp {
            subfield: stack_field(value)?,
        }),
        "pop" => A::Pop(StackOp {
            subfield: stack_field(value)?,
        }),
        "dec_ttl" => {
            let ids: Vec<u16> = tokens(value, &[',', ' ']).map(atoi16).collect();
            match (value.is_empty(), ids.is_empty()) {
                (true, _) => A::DecTtl(DecTtl::Default),
                (_, true) => return fail(value, "dec_ttl_cnt_ids: expected at least one controller id."),
                _ => A::DecTtl(DecTtl::Controllers(ids)),
            }
        }
        "set_mpls_label" => match u32_of(value)? {
            label if label <= 0xf_ffff => A::SetMplsLabel(label),
            _ => {
                return fail(
                    value,
                    format!("{value}: not a valid MPLS label: expected 20 bits"),
                );
            }
        },
        "set_mpls_tc" => match u8_of(value, "MPLS TC")? {
            tc if tc <= 7 => A::SetMplsTc(tc),
            _ => return fail(value, format!("{value}: not a valid MPLS TC: expected 0 to 7")),
        },
        "set_mpls_ttl" => A::SetMplsTtl(u8_of(value, "MPLS TTL")?),
        "dec_mpls_ttl" => A::DecMplsTtl,
        "push_mpls" => A::PushMpls(u16_of(value, "push_mpls")?),
        "pop_mpls" => A::PopMpls(u16_of(value, "pop_mpls")?),
        "dec_nsh_ttl" => A::DecNshTtl,
        "delete_field" => match any_field(value) {
            Some(field) => A::DeleteField(field),
            None => return fail(value, format!("unknown field `{value}'")),
        },
        "encap" => A::Encap(Box::new(encap(value)?)),
        "decap" => A::Decap(decap(value)?),
        "set_tunnel" | "set_tunnel64" => A::SetTunnel {
            id: u64_of(value)?,
            wide: lower == "set_tunnel64",
        },
        "set_queue" => A::SetQueue(u32_of(value)?),
        "pop_queue" => A::PopQueue,
        "fin_timeout" => fin_timeout(value)?,
        "resubmit" => A::Resubmit(resubmit(value, place.names)?),
        "learn" => A::Learn(Box::new(learn(value, place.names)?)),
        "conjunction" => conjunction(value)?,
        "multipath" => A::Multipath(Box::new(multipath(value)?)),
        "note" => match hex_bytes(value) {
            (bytes, "") => A::Note(note(bytes)),
            (_, rest) => return fail(rest, "bad hex digit in `note' argument"),
        },
        "exit" => A::Exit,
        "sample" => A::Sample(Box::new(sample(value, place.names)?)),
        "unroll_xlate" => {
            return fail(
                key,
                "UNROLL is an internal action that shouldn't be used via OpenFlow",
            );
        }
        "ct" => A::Ct(Box::new(ct(value, place)?)),
        "ct_clear" => A::CtClear,
        "nat" => A::Nat(Box::new(nat(value)?)),
        "output_trunc" => return fail(key, format!("unknown action {value}")),
        "clone" => A::Clone(nested(value, place, "clone")?),
        "check_pkt_larger" => check_pkt_larger(value)?,
        "debug_recirc" => A::DebugRecirc,
        "debug_slow" => A::DebugSlow,
        "meter" => A::Meter(u32_of(value)?),
        "clear_actions" => A::ClearActions,
        "write_actions" => A::WriteActions(nested(value, place, "write_actions")?),
        "write_metadata" => write_metadata(value)?,
        "goto_table" => match table(value, place.names) {
            Some(table) => A::GotoTable(table),
            None => return fail(value, format!("unknown table \"{value}\"")),
        },
        "apply_actions" => return fail(key, "apply_actions is the default instruction"),
        _ => match port(key, place.names) {
            Some(port) => A::Output { port, max_len: 0 },
            None => return fail(key, format!("unknown action {key}")),
        },
    })
}

fn mac(text: &str) -> Parsed<[u8; 6]> {
    match leading_mac(text) {
        Some((mac, _)) => Ok(mac),
        None => fail(text, format!("invalid mac address {text}")),
    }
}

fn ip(text: &str) -> Parsed<Ipv4Addr> {
    match leading_ipv4(text) {
        Some((ip, "")) => Ok(Ipv4Addr::from(ip)),
        _ => fail(text, format!("{text}: could not convert to IP address")),
    }
}

fn set_field(text: &str, names: &Names) -> Parsed<Action> {
    let (value_text, key) = arrow(text)?;
    let Some(field) = Field::from_name(key) else {
        return fail(key, format!("{key} is not a valid OXM field name"));
    };
    if !field.writable {
        return fail(key, format!("{key} is read-only"));
    }
    let (value, mask) = field_value(field, value_text, names)?;
    if !field.is_value_valid(&value) {
        return fail(
            value_text,
            format!("{value_text} is not a valid value for field {key}"),
        );
    }
    Ok(Action::SetField(SetField {
        field,
        value,
        mask,
        form: LoadForm::SetField,
        flow_has_vlan: false,
    }))
}

/// `value->key`.
fn arrow(text: &str) -> Parsed<(&str, &str)> {
    match split_arrow(text) {
        None => fail(text, format!("{text}: missing `->'")),
        Some((_, "")) => fail(text, format!("{text}: missing field name following `->'")),
        Some(parts) => Ok(parts),
    }
}

fn load(text: &str) -> Parsed<Action> {
    let (value_text, key) = arrow(text)?;
    let destination = subfield(key)?;
    let field = destination.field;
    let Ok((bits, _)) = integer(value_text, field.bytes) else {
        return fail(value_text, format!("{text}: cannot parse integer value"));
    };
    if !bits.fits(u32::from(destination.width)) {
        return fail(
            value_text,
            format!(
                "{text}: value {bits:?} does not fit into {} bits",
                destination.width
            ),
        );
    }
    let (offset, width) = (u32::from(destination.offset), u32::from(destination.width));
    let (mut value, mut mask) = (Value::zero(field.bytes), Value::zero(field.bytes));
    value.set_range(offset, width, &bits);
    mask.set_ones(offset, width);
    Ok(Action::SetField(SetField {
        field,
        value,
        mask,
        form: LoadForm::Load,
        flow_has_vlan: false,
    }))
}

fn stack_field(text: &str) -> Parsed<Subfield> {
    match leading_subfield(text)? {
        (found, "") => Ok(found),
        (_, rest) => fail(rest, format!("{rest}: trailing garbage following push or pop")),
    }
}

fn encap(text: &str) -> Parsed<Encap> {
    let Some((key, value)) = KeyValues::new(text).next() else {
        return fail(text, "Missing encap hdr: expected ethernet, nsh, mpls or mpls_mc");
    };
    let packet_type = match key {
        "ethernet" => 0,
        "nsh" => 0x1_894f,
        "mpls" => 0x1_8847,
        "mpls_mc" => 0x1_8848,
        _ => return fail(key, format!("Encap hdr not supported: {key}")),
    };
    let mut properties = Vec::new();
    for (name, value) in KeyValues::new(value) {
        if key != "nsh" || !matches!(name, "md_type" | "tlv") {
            return fail(name, format!("Invalid property: {name}"));
        }
        if value.is_empty() {
            return fail(name, "Value missing for encap property");
        }
        properties.push(match name {
            "md_type" => match u8_of(value, "md_type")? {
                kind @ 1..=2 => EncapProperty::NshMdType(kind),
                _ => return fail(value, "invalid md_type"),
            },
            _ => match tlv(value) {
                Some(property) => property,
                None => return fail(value, format!("Invalid NSH TLV header: {value}")),
            },
        });
    }
    Ok(Encap {
        packet_type,
        header_size: 0,
        properties,
    })
}

/// `0xCLASS,TYPE,0xBYTES`.
fn tlv(text: &str) -> Option<EncapProperty> {
    let mut parts = text.splitn(3, ',');
    let class = u16::from_str_radix(parts.next()?.strip_prefix("0x")?, 16).ok()?;
    let kind = parts.next()?.parse().ok()?;
    let hex = parts.next()?.strip_prefix("0x")?;
    let end = hex
        .find(|c: char| !c.is_ascii_hexdigit())
        .unwrap_or(hex.len())
        .min(251);
    let (data, _) = hex_bytes(hex.get(..end).filter(|digits| !digits.is_empty())?);
    Some(EncapProperty::NshTlv { class, kind, data })
}

fn decap(text: &str) -> Parsed<u32> {
    let Some((key, value)) = KeyValues::new(text).next() else {
        return Ok(0xfffe);
    };
    if key != "packet_type" {
        return fail(key, format!("Invalid decap argument: {key}"));
    }
    let mut parts = KeyValues::new(value);
    let Some(("ns", space)) = parts.next() else {
        return fail(value, "Missing packet_type attribute ns");
    };
    let namespace = u16_of(space, "ns")?;
    if namespace > 1 {
        return fail(space, format!("Unsupported ns value: {namespace}"));
    }
    let Some(("type", kind)) = parts.next() else {
        return fail(value, "Missing packet_type attribute type");
    };
    Ok(u32::from(namespace) << 16 | u32::from(u16_of(kind, "type")?))
}

fn fin_timeout(text: &str) -> Parsed<Action> {
    let (mut idle, mut hard) = (0, 0);
    for (key, value) in KeyValues::new(text) {
        match key {
            "idle_timeout" => idle = u16_of(value, key)?,
            "hard_timeout" => hard = u16_of(value, key)?,
            _ => return fail(key, format!("invalid key '{key}' in 'fin_timeout' argument")),
        }
    }
    Ok(Action::FinTimeout { idle, hard })
}

fn resubmit(text: &str, names: &Names) -> Parsed<Resubmit> {
    let mut parts = text.split(',');
    let mut r = Resubmit {
        port: Port::IN_PORT,
        table: 255,
        ct: false,
        form: ResubmitForm::Table,
    };
    if let Some(at) = parts.next().filter(|at| !at.is_empty()) {
        match port(at, names) {
            Some(port) => r.port = port,
            None => return fail(at, format!("{at}: resubmit to unknown port")),
        }
    }
    if let Some(at) = parts.next().filter(|at| !at.is_empty()) {
        match table(at, names) {
            Some(table) => r.table = table,
            None => return fail(at, format!("{at}: resubmit to unknown table")),
        }
    }
    if let Some(at) = parts.next().filter(|at| !at.is_empty()) {
        if at != "ct" {
            return fail(at, format!("{at}: unknown parameter"));
        }
        r.ct = true;
    }
    if r.port == Port::IN_PORT && r.table == 255 {
        return fail(
            text,
            "at least one \"in_port\" or \"table\" must be specified on resubmit",
        );
    }
    Ok(r)
}

fn conjunction(text: &str) -> Parsed<Action> {
    let numbers = || {
        let (id, rest) = leading_number(text)?;
        let (clause, rest) = leading_decimal(rest.trim_start().strip_prefix(',')?)?;
        let (clauses, rest) = leading_decimal(rest.trim_start().strip_prefix('/')?)?;
        rest.trim_start().is_empty().then_some((id, clause, clauses))
    };
    let Some((id, clause, clauses)) = numbers() else {
        return fail(text, "\"conjunction\" syntax is \"conjunction(id,i/n)\"");
    };
    let why = match (clause, clauses) {
        (_, 0 | 1) => "conjunction must have at least 2 clauses",
        (_, 65..) => "conjunction must have at most 64 clauses",
        (0, _) => "clause index must be positive",
        (clause, clauses) if clause > clauses => {
            "clause index must be less than or equal to number of clauses"
        }
        _ => {
            let id = u32::try_from(id & 0xffff_ffff).unwrap_or(0);
            return Ok(Action::Conjunction {
                id,
                clause: clause - 1,
                clauses,
            });
        }
    };
    fail(text, why)
}

fn leading_decimal(text: &str) -> Option<(u8, &str)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((digits.parse().ok()?, rest))
}

/// Notes fill their action to a multiple of 8 bytes.
fn note(bytes: Vec<u8>) -> Box<[u8]> {
    bytes.into()
}

fn sample(text: &str, names: &Names) -> Parsed<Sample> {
    let mut s = Sample {
        probability: 0,
        collector_set: 0,
        observation_domain: 0,
        observation_point: 0,
        port: Port::ANY,
        direction: SampleDirection::Default,
        form: SampleForm::First,
    };
    for (key, value) in KeyValues::new(text) {
        match key {
            "probability" => s.probability = u16_of(value, key)?,
            "collector_set_id" => s.collector_set = u32_of(value)?,
            "obs_domain_id" => s.observation_domain = u32_of(value)?,
            "obs_point_id" => s.observation_point = u32_of(value)?,
            "sampling_port" => match port(value, names) {
                Some(port) => s.port = port,
                None => return fail(value, format!("{value}: unknown port")),
            },
            "ingress" => s.direction = SampleDirection::Ingress,
            "egress" => s.direction = SampleDirection::Egress,
            _ => return fail(key, format!("invalid key \"{key}\" in \"sample\" argument")),
        }
    }
    match s.probability {
        0 => fail(text, "non-zero \"probability\" must be specified on sample"),
        _ => Ok(s),
    }
}

fn check_pkt_larger(text: &str) -> Parsed<Action> {
    let (value, key) = arrow(text)?;
    let destination = subfield(key)?;
    if destination.width != 1 {
        return fail(key, "Only 1-bit destination field is allowed");
    }
    let length = u16_of(value.strip_suffix(')').unwrap_or(value), "length")?;
    Ok(Action::CheckPktLarger(CheckPktLarger { length, destination }))
}

fn write_metadata(text: &str) -> Parsed<Action> {
    let (metadata, mask) = match text.split_once('/') {
        Some((metadata, mask)) => (metadata, u64_of(mask)?),
        None => (text, u64::MAX),
    };
    Ok(Action::WriteMetadata {
        metadata: u64_of(metadata)?,
        mask,
    })
}
