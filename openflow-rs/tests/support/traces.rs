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

    pub(crate) fn trace(&self, packet: &str, ct_states: &[&str]) -> String {
        let mut arguments = vec!["ofproto/trace", "br0", packet];
        for state in ct_states {
            arguments.extend(["--ct-next", state]);
        }
        let text = self.switch.appctl(&arguments);
        text.lines().map(|line| with_local(line) + "\n").collect()
    }
}

/// The line with the name of the bridge's own port, which is 100 in the dummy datapath.
fn with_local(line: &str) -> String {
    let Some(actions) = line.strip_prefix("Datapath actions: ") else {
        return line.to_owned();
    };
    let named: Vec<&str> = actions
        .split(',')
        .map(|action| if action == "100" { "LOCAL" } else { action })
        .collect();
    format!("Datapath actions: {}", named.join(","))
}

/// Compares a trace, and returns how many passes and tables it has.
pub(crate) fn compare(
    bench: &Bench,
    pipeline: &Pipeline,
    texts: (&[String], &[String]),
    packet: &str,
    ct_states: &[&str],
) -> (usize, usize) {
    let (flows, groups) = texts;
    let theirs = bench.trace(packet, ct_states);
    let packet_read = Packet::parse(packet, &Names::new()).expect("a packet");
    let ct_states = ct_states
        .iter()
        .map(|text| parse_ct_state(text).expect("states"))
        .collect();
    let trace = pipeline.trace(
        &packet_read,
        &Options {
            ct_states,
            ..Options::default()
        },
    );
    let ours = trace.to_text("br0");
    let (ours_lines, theirs_lines) = (comparable(&ours), comparable(&theirs));
    let same = ours_lines
        .iter()
        .zip(&theirs_lines)
        .take_while(|(a, b)| a == b)
        .count();
    assert!(
        ours_lines == theirs_lines,
        "ours: {:?}\ntheirs: {:?}\n{packet}\n--- flows\n{}\n--- groups\n{}\n--- ours\n{ours}\n--- theirs\n{theirs}",
        ours_lines.get(same),
        theirs_lines.get(same),
        flows.join("\n"),
        groups.join("\n")
    );
    let first = trace.passes.iter().map(|pass| tables(&pass.steps)).sum();
    (trace.passes.len(), first)
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
