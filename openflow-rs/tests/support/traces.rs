//! Traces of ours and of a live Open vSwitch, compared line by line.

use super::vswitchd::Vswitchd;
use openflow_rs::text::{Names, parse_ct_state, parse_flow, parse_group};
use openflow_rs::trace::{Options, Packet, Pipeline, Step, StepKind};
use openflow_rs::wire::{FlowMod, Frame, Version, decode_actions, encode_actions};
use std::collections::BTreeMap;

const VERSION: Version = Version::V1_4;

/// A flow as the switch tells it: gone through the wire.
pub(crate) fn stored(flow: &FlowMod) -> Option<FlowMod> {
    let bytes = flow.encode(VERSION, 0).ok()?;
    FlowMod::decode_checked(&Frame::parse(&bytes).ok()?).ok()
}

pub(crate) fn pipeline(flows: &[String], groups: &[String]) -> Pipeline {
    let names = Names::new();
    let mut pipeline = Pipeline::new();
    pipeline.set_ports((1..=9).map(openflow_rs::wire::Port));
    for flow in flows {
        let flow = parse_flow(flow, &names).expect("a flow");
        pipeline.add_flow(&stored(&flow).expect("a flow that the switch takes"));
    }
    for group in groups {
        let mut group = parse_group(group, &names).expect("a group");
        for bucket in &mut group.buckets {
            bucket.actions =
                decode_actions(&encode_actions(&bucket.actions, VERSION), VERSION).expect("actions");
        }
        pipeline.add_group(group);
    }
    pipeline
}

/// A trace without what only the switch knows: numbers of recirculations, the megaflow, where NORMAL sends.
fn comparable(text: &str) -> Vec<String> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    let mut normal = false;
    for line in text.lines() {
        // What the datapath cannot do itself is its own affair.
        let is_about_datapath = line.starts_with("This flow is handled by") || line.starts_with("  - ");
        if line.starts_with("Megaflow:") || is_about_datapath {
            continue;
        }
        if line.starts_with("bridge(") {
            normal = false;
        }
        let line = replace_after(line, "recirc(", &mut known);
        let line = replace_after(&line, "recirc_id=", &mut known);
        let words = line.trim();
        normal |= words == "NORMAL";
        let is_learning = ["no learned MAC", "learned ", "forwarding to", "NORMAL"];
        if words.starts_with("-> ") && is_learning.iter().any(|known| words.contains(known)) {
            continue;
        }
        if normal && line.starts_with("Datapath actions:") {
            lines.push("Datapath actions: NORMAL".into());
            continue;
        }
        lines.push(line);
    }
    lines
}

/// Replaces the numbers after a word by their order.
fn replace_after(line: &str, word: &str, known: &mut BTreeMap<String, usize>) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(word) {
        let (head, tail) = rest.split_at(at + word.len());
        let end = tail
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(tail.len());
        let number = &tail[..end];
        // Numbers of messages to the controller are used once.
        let is_message = head.ends_with("continuation=0,recirc_id=");
        out.push_str(head);
        if is_message {
            out.push('*');
        } else {
            let next = known.len();
            out.push_str(&format!("#{}", known.entry(number.to_owned()).or_insert(next)));
        }
        rest = &tail[end..];
    }
    out.push_str(rest);
    out
}

pub(crate) struct Bench {
    pub(crate) switch: Vswitchd,
}

impl Bench {
    pub(crate) fn load(&self, flows: &[String], groups: &[String]) {
        let file = |name: &str, lines: &[String]| {
            let path = self.switch.path(name);
            std::fs::write(&path, lines.join("\n")).expect("the file is written");
            path
        };
        let options = ["-O", "OpenFlow14", "--no-names"];
        self.switch.ofctl(&options, "del-flows", &[]);
        self.switch.ofctl(&options, "del-groups", &[]);
        if !groups.is_empty() {
            self.switch
                .ofctl(&options, "add-groups", &[&file("groups", groups)]);
        }
        self.switch.ofctl(&options, "add-flows", &[&file("flows", flows)]);
    }

    fn trace(&self, packet: &str, ct_states: &[&str]) -> Result<String, String> {
        let mut arguments = vec!["ofproto/trace", "br0", packet];
        for state in ct_states {
            arguments.extend(["--ct-next", state]);
        }
        let text = self.switch.try_appctl(&arguments)?;
        Ok(text.lines().map(|line| with_local(line) + "\n").collect())
    }
}

/// The line with the name of the bridge's own port, which is 100 in the dummy datapath.
fn with_local(line: &str) -> String {
    let Some(actions) = line.strip_prefix("Datapath actions: ") else {
        return line.to_owned();
    };
    let named: Vec<String> = actions.split(',').map(with_local_action).collect();
    format!("Datapath actions: {}", named.join(","))
}

/// An action, maybe the first or the last of a list in parentheses.
fn with_local_action(action: &str) -> String {
    let lists = ["clone(", "gt(", "le("];
    let mut start = 0;
    while let Some(list) = lists.iter().find(|list| action[start..].starts_with(**list)) {
        start += list.len();
    }
    let (lists, rest) = action.split_at(start);
    match rest.trim_end_matches(')') {
        "100" => format!("{lists}LOCAL{}", &rest[3..]),
        _ => action.to_owned(),
    }
}

/// More steps than a switch is asked for: it takes gigabytes for some of them.
const MOST_STEPS: usize = 20_000;

/// What a comparison found.
pub(crate) enum Compared {
    /// The same, in so many passes, through so many tables.
    Same { passes: usize, tables: usize },
    /// The packet goes round through the connection tracker for ever, or takes very many steps: a switch follows it
    /// until its memory ends, and is not asked.
    Endless,
}

/// Compares a trace that ends, and returns how many passes and tables it has.
pub(crate) fn compare(
    bench: &Bench,
    pipeline: &Pipeline,
    texts: (&[String], &[String]),
    packet: &str,
    ct_states: &[&str],
) -> (usize, usize) {
    match compare_if_it_ends(bench, pipeline, texts, packet, ct_states) {
        Compared::Same { passes, tables } => (passes, tables),
        Compared::Endless => panic!("{packet} has no end"),
    }
}

/// Compares a trace.
pub(crate) fn compare_if_it_ends(
    bench: &Bench,
    pipeline: &Pipeline,
    (flows, groups): (&[String], &[String]),
    packet: &str,
    ct_states: &[&str],
) -> Compared {
    let packet_read = Packet::parse(packet, &Names::new()).expect("a packet");
    let given = ct_states.iter().map(|text| parse_ct_state(text).expect("states"));
    let options = Options {
        ct_states: given.collect(),
        ..Options::default()
    };
    let trace = pipeline.trace(&packet_read, &options);
    let all_steps: usize = trace.passes.iter().map(|pass| steps(&pass.steps)).sum();
    if trace.unfollowed > 0 || all_steps > MOST_STEPS {
        return Compared::Endless;
    }
    let ours = trace.to_text("br0");
    let told = || {
        format!(
            "{packet} {ct_states:?}\n--- flows\n{}\n--- groups\n{}\n--- ours\n{ours}\n",
            flows.join("\n"),
            groups.join("\n")
        )
    };
    let theirs = bench.trace(packet, ct_states);
    let theirs = theirs.unwrap_or_else(|error| panic!("{error}\n{}", told()));
    let (ours_lines, theirs_lines) = (comparable(&ours), comparable(&theirs));
    let same = ours_lines
        .iter()
        .zip(&theirs_lines)
        .take_while(|(a, b)| a == b || writes_the_same(a, b))
        .count();
    assert!(
        same == ours_lines.len() && same == theirs_lines.len(),
        "ours: {:?}\ntheirs: {:?}\n{}--- theirs\n{theirs}",
        ours_lines.get(same),
        theirs_lines.get(same),
        told()
    );
    Compared::Same {
        passes: trace.passes.len(),
        tables: trace.passes.iter().map(|pass| tables(&pass.steps)).sum(),
    }
}

/// Whether two lines of datapath actions do the same, though the masks of theirs may have more bits.
///
/// A switch writes all bits of a header that any look-up asked for, changed or not: what it asked for depends on how it
/// keeps its tables.
pub(crate) fn writes_the_same(ours: &str, theirs: &str) -> bool {
    const TITLE: &str = "Datapath actions: ";
    match (ours.strip_prefix(TITLE), theirs.strip_prefix(TITLE)) {
        (Some(ours), Some(theirs)) => actions_do_the_same(ours, theirs),
        _ => false,
    }
}

fn actions_do_the_same(ours: &str, theirs: &str) -> bool {
    let (ours, theirs) = (members(ours), members(theirs));
    let inside = |text: &'static str| {
        move |action: &str| Some(action.strip_prefix(text)?.strip_suffix(')')?.to_owned())
    };
    ours.len() == theirs.len()
        && ours.iter().zip(&theirs).all(|(ours, theirs)| {
            let (clone, set) = (inside("clone("), inside("set("));
            match (clone(ours).zip(clone(theirs)), set(ours).zip(set(theirs))) {
                (Some((ours, theirs)), _) => actions_do_the_same(&ours, &theirs),
                (None, Some((ours, theirs))) => ours == theirs || headers_are_the_same(&ours, &theirs),
                (None, None) => ours == theirs,
            }
        })
}

/// What stands between commas outside of parentheses.
fn members(text: &str) -> Vec<&str> {
    let mut level = 0;
    text.split(|c| {
        level += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && level == 0
    })
    .collect()
}

/// Whether a header is written in the same way, such as `icmp(type=3/0xff)` and `icmp(type=3,code=0)`.
fn headers_are_the_same(ours: &str, theirs: &str) -> bool {
    let parts = |header: &str| {
        let (name, inner) = header.strip_suffix(')')?.split_once('(')?;
        let fields: Option<BTreeMap<String, String>> = members(inner)
            .into_iter()
            .map(|member| {
                member
                    .split_once('=')
                    .map(|(key, value)| (key.into(), value.into()))
            })
            .collect();
        Some((name.to_owned(), fields?))
    };
    let (Some((our_name, ours)), Some((their_name, theirs))) = (parts(ours), parts(theirs)) else {
        return false;
    };
    our_name == their_name
        && ours.iter().all(|(key, value)| {
            let theirs = theirs.get(key);
            theirs.is_some_and(|theirs| value == theirs || is_written_by(value, theirs))
        })
}

/// Whether what `ours` writes under its mask is what `theirs` writes there, under all bits or more of them.
fn is_written_by(ours: &str, theirs: &str) -> bool {
    let Some((value, mask)) = ours.split_once('/') else {
        return false;
    };
    let (their_value, their_mask) = theirs
        .split_once('/')
        .map_or((theirs, None), |(v, m)| (v, Some(m)));
    let Some(((value, mask), their_value)) = number(value).zip(number(mask)).zip(number(their_value)) else {
        return false;
    };
    let has_mask = their_mask.is_none_or(|theirs| number(theirs).is_some_and(|theirs| theirs & mask == mask));
    has_mask && (value ^ their_value) & mask == 0
}

/// A number, or an address as a number.
fn number(text: &str) -> Option<u128> {
    if let Some(digits) = text.strip_prefix("0x") {
        return u128::from_str_radix(digits, 16).ok();
    }
    let four = || {
        text.parse::<std::net::Ipv4Addr>()
            .ok()
            .map(|ip| u128::from(u32::from(ip)))
    };
    let six = || text.parse::<std::net::Ipv6Addr>().ok().map(u128::from);
    let mac = || u128::from_str_radix(&text.replace(':', ""), 16).ok();
    text.parse().ok().or_else(four).or_else(six).or_else(mac)
}

/// How many steps there are.
fn steps(list: &[Step]) -> usize {
    list.len() + list.iter().map(|step| steps(&step.inner)).sum::<usize>()
}

/// How many flows a packet came to.
fn tables(steps: &[Step]) -> usize {
    let own = steps
        .iter()
        .filter(|step| matches!(step.kind, StepKind::Table { .. }))
        .count();
    own + steps.iter().map(|step| tables(&step.inner)).sum::<usize>()
}

pub(crate) fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
