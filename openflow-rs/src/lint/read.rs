//! Flows from text, and what is wrong with the texts.

use super::prerequisite::missing_prerequisites;
use super::region::Region;
use super::{Finding, Rule};
use crate::text::{
    KeyValues, Names, PROTOCOLS, format_actions, parse_flow, parse_instructions, split_actions,
};
use crate::wire::{
    Action, ErrorCode, Field, FieldId, FlowMod, Match, Slot, Version, check_actions, decode_nxm_match,
    encode_entries,
};
use std::collections::HashSet;

/// A flow of the set.
#[derive(Debug)]
pub(super) struct Flow {
    /// Its line, from 1.
    pub(super) line: usize,
    /// Its table.
    pub(super) table: u8,
    /// Its priority.
    pub(super) priority: u16,
    /// Its match; none if that is not what it seems, or cannot be read.
    pub(super) matches: Option<Match>,
    /// The packets that it matches, if `matches` is there.
    pub(super) region: Option<Region>,
    /// What it does, as far as that can be read.
    pub(super) actions: Vec<Action>,
    /// The same in text.
    pub(super) action_text: String,
    /// Whether it has a timeout.
    has_timeout: bool,
    /// Whether a later flow with the same match takes its place.
    pub(super) is_replaced: bool,
}

impl Flow {
    /// Whether it takes its packets for good: it stays, and decides on its own.
    pub(super) fn is_lasting(&self) -> bool {
        let clause = self
            .actions
            .iter()
            .any(|action| matches!(action, Action::Conjunction { .. }));
        !self.has_timeout && !clause
    }
}

/// The flows of the lines; what cannot be read, or is not what it seems, goes to the findings.
pub(super) fn flows<T: AsRef<str>>(lines: &[T], names: &Names, findings: &mut Vec<Finding>) -> Vec<Flow> {
    let mut flows = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let text = line.as_ref().split('#').next().unwrap_or_default().trim();
        if !text.is_empty() {
            flows.push(read(text, at + 1, names, findings));
        }
    }
    mark_replaced(&mut flows);
    flows
}

fn mark_replaced(flows: &mut [Flow]) {
    let mut later = HashSet::new();
    for flow in flows.iter_mut().rev() {
        if let Some(region) = &flow.region {
            flow.is_replaced = !later.insert((flow.table, flow.priority, region.clone()));
        }
    }
}

fn read(text: &str, line: usize, names: &Names, findings: &mut Vec<Finding>) -> Flow {
    let found = findings.len();
    let Some((match_text, action_text)) = split_actions(text) else {
        findings.push(Finding::new(
            Rule::BadAction,
            [line],
            "the flow does not say what to do",
            "add actions=... at the end; actions=drop for nothing",
        ));
        return Flow::unreadable(text, "", line, names);
    };
    // The match alone, so that a fault of the actions is told apart.
    let parsed = parse_flow(&format!("{match_text} actions=drop"), names);
    let mut flow = match &parsed {
        Ok(parsed) => Flow {
            line,
            table: if parsed.table == 255 { 0 } else { parsed.table },
            priority: parsed.priority,
            matches: None,
            region: None,
            actions: Vec::new(),
            action_text: action_text.trim().to_owned(),
            is_replaced: false,
            has_timeout: parsed.idle_timeout != 0 || parsed.hard_timeout != 0,
        },
        Err(_) => Flow::unreadable(match_text, action_text, line, names),
    };
    match &parsed {
        Ok(parsed) => {
            if !seeming_values(match_text, line, findings) {
                contradictions(match_text, &parsed.matches, line, findings);
            }
            if findings.len() == found {
                missing_prerequisites(match_text, &parsed.matches, line, findings);
            }
        }
        Err(error) => {
            if !seeming_values(match_text, line, findings) {
                let mend = "mend the text at that column; ovs-fields(7) has the values of each field";
                findings.push(Finding::new(Rule::BadMatch, [line], error.to_string(), mend));
            }
        }
    }
    if let Ok(parsed) = &parsed
        && findings.len() == found
    {
        let stored = stored_match(&parsed.matches);
        flow.region = Some(Region::of(&stored));
        flow.matches = Some(stored);
    }
    read_actions(&mut flow, parsed.ok().as_ref(), names, findings);
    flow
}

impl Flow {
    /// A flow of which only the table and the actions are known, if these.
    fn unreadable(match_text: &str, action_text: &str, line: usize, names: &Names) -> Self {
        let mut flow = Self {
            line,
            table: 0,
            priority: FlowMod::DEFAULT_PRIORITY,
            matches: None,
            region: None,
            actions: Vec::new(),
            action_text: action_text.trim().to_owned(),
            has_timeout: false,
            is_replaced: false,
        };
        for (key, value) in KeyValues::new(match_text) {
            let number = || value.parse::<u16>().ok();
            match key {
                "table" => {
                    let table = number()
                        .and_then(|n| u8::try_from(n).ok())
                        .or_else(|| names.table(value));
                    flow.table = table.unwrap_or(0);
                }
                "priority" => flow.priority = number().unwrap_or(flow.priority),
                _ => {}
            }
        }
        flow
    }
}

/// The match as a switch keeps it.
fn stored_match(matches: &Match) -> Match {
    let mut bytes = Vec::new();
    encode_entries(matches, Some(Version::V1_5), None, &mut bytes);
    decode_nxm_match(&bytes).unwrap_or_else(|_| matches.clone())
}

/// Values that are not read as they seem: of keywords that take none, and of keys that come twice.
fn seeming_values(match_text: &str, line: usize, findings: &mut Vec<Finding>) -> bool {
    let before = findings.len();
    let mut protocols: Vec<&str> = Vec::new();
    let mut keys: Vec<&str> = Vec::new();
    for (key, value) in KeyValues::new(match_text) {
        let protocol = PROTOCOLS.iter().any(|(name, ..)| *name == key);
        if (protocol || key == "eth" || is_flag(key)) && !value.is_empty() {
            findings.push(valued_keyword(key, value, line));
        }
        if protocol {
            protocols.push(key);
            continue;
        }
        // Bits of one field may be given piece by piece.
        let name = Field::from_name(key).map_or(key, |field| field.name);
        if keys.contains(&name) && !key.contains('[') && !is_flag(key) {
            findings.push(Finding::new(
                Rule::BadMatch,
                [line],
                format!("{key} is given twice: only the last value counts"),
                format!("keep one {key}; two values need two flows, or a mask"),
            ));
        }
        keys.push(name);
    }
    let meaning = |name: &str| {
        let row = PROTOCOLS.iter().find(|(known, ..)| *known == name);
        row.map_or((0, 0), |(_, eth_type, protocol)| (*eth_type, *protocol))
    };
    for (at, first) in protocols.iter().enumerate() {
        for second in protocols.iter().skip(at + 1) {
            let ((eth, protocol), (other_eth, other_protocol)) = (meaning(first), meaning(second));
            if eth != other_eth || protocol != other_protocol && protocol != 0 && other_protocol != 0 {
                findings.push(Finding::new(
                    Rule::BadMatch,
                    [line],
                    format!("no packet is both {first} and {second}: only {second} counts"),
                    format!("make two flows, one for {first} and one for {second}"),
                ));
            }
        }
    }
    findings.len() > before
}

/// Matches that no packet can have, or that say another protocol than they seem to.
fn contradictions(match_text: &str, matches: &Match, line: usize, findings: &mut Vec<Finding>) {
    for (key, value) in KeyValues::new(match_text) {
        // What this key alone would say.
        let says_protocol = PROTOCOLS.iter().any(|(name, ..)| *name == key)
            || Field::from_name(key)
                .is_some_and(|field| [FieldId::ETH_TYPE, FieldId::IP_PROTO].contains(&field.id));
        let Some(alone) = says_protocol
            .then(|| parse_flow(&format!("{key}={value} actions=drop"), &Names::new()).ok())
            .flatten()
        else {
            continue;
        };
        let differs = |slot| {
            let mask = alone.matches.mask(slot);
            (alone.matches.value(slot) ^ matches.value(slot)) & mask != 0
        };
        if differs(Slot::EthType) || differs(Slot::NwProto) {
            findings.push(Finding::new(
                Rule::BadMatch,
                [line],
                format!("{key} does not count: what comes after it says another protocol"),
                format!("leave out {key}, or what contradicts it"),
            ));
        }
    }
    let tag = (matches.value(Slot::VlanTci), matches.mask(Slot::VlanTci));
    if tag.1 & 0x1000 != 0 && tag.0 & 0x1000 == 0 && tag.0 & 0xefff != 0 {
        findings.push(Finding::new(
            Rule::BadMatch,
            [line],
            "vlan_tci asks for a tag's bits and for no tag: no packet has that",
            format!(
                "write vlan_tci={:#06x}/{:#06x}, with the bit 0x1000 that says that there is a tag",
                tag.0 | 0x1000,
                tag.1
            ),
        ));
    }
    if !Region::of(matches).is_possible() {
        findings.push(Finding::new(
            Rule::BadMatch,
            [line],
            "the connection tracker gives no packet this ct_state",
            "a packet is either -trk alone, or +trk with one of +new, +est or +inv; only +est can have +rpl",
        ));
    }
}

fn is_flag(key: &str) -> bool {
    crate::wire::FlowFlags::NAMES.iter().any(|(_, name)| *name == key)
}

fn valued_keyword(key: &str, value: &str, line: usize) -> Finding {
    let field = value.split(['=', ':']).next().unwrap_or_default();
    let mend = if Field::from_name(field).is_some() && field != value {
        format!("write {key},{value}")
    } else {
        format!("write {key} alone, and the value with the field that it is of, such as nw_dst={value}")
    };
    Finding::new(
        Rule::BadMatch,
        [line],
        format!(
            "{key} takes no value: Open vSwitch ignores ={value} silently, and the flow matches all {key} packets"
        ),
        mend,
    )
}

/// Reads the actions, and says if they do not suit the match.
fn read_actions(flow: &mut Flow, parsed: Option<&FlowMod>, names: &Names, findings: &mut Vec<Finding>) {
    if flow.action_text.is_empty() {
        return;
    }
    let line = flow.line;
    match parse_instructions(&flow.action_text, names) {
        Ok(actions) => flow.actions = actions,
        Err(error) => {
            let message = format!("actions: {error}");
            let mend = "mend the text at that column; ovs-actions(7) has the syntax of each action";
            return findings.push(Finding::new(Rule::BadAction, [line], message, mend));
        }
    }
    let Some(parsed) = parsed.filter(|_| flow.matches.is_some()) else {
        return;
    };
    // Whether a table lies behind is a question of loops.
    match check_actions(&mut flow.actions, &parsed.matches, 255, Version::V1_4) {
        Ok(()) => {}
        Err(ErrorCode::OFPBAC_MATCH_INCONSISTENT) => {
            let culprit = culprit(&flow.actions, &parsed.matches);
            let text = culprit.map_or(flow.action_text.clone(), |action| {
                format_actions(&[action], names)
            });
            findings.push(Finding::new(
                Rule::MissingPrerequisite,
                [line],
                format!("{text} acts on a protocol that the match does not ask for"),
                "add the protocol to the match (in learn, to the learned match): ip or ipv6 for addresses, ttl and ct; \
                 tcp, udp or sctp for ports; dl_vlan or vlan_tci for tags",
            ));
        }
        Err(code) => findings.push(Finding::new(
            Rule::BadAction,
            [line],
            format!("Open vSwitch refuses {}: {code}", flow.action_text),
            "see ovs-actions(7) for what the action allows",
        )),
    }
}

/// The first action that the match does not suit.
fn culprit(actions: &[Action], matches: &Match) -> Option<Action> {
    (1..=actions.len()).find_map(|count| {
        let mut first = actions.get(..count)?.to_vec();
        let suits = check_actions(&mut first, matches, 255, Version::V1_4).is_ok();
        if suits { None } else { first.pop() }
    })
}
