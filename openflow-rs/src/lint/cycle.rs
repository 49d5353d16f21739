//! Flows that a packet can come back to again and again.
//!
//! A packet is followed from table 0 with all that is known of it: registers, metadata and connection state are zero
//! at first, a flow that it passes says what it matched, actions say what they wrote. Where it comes to a flow a
//! second time with nothing changed, it does so for ever. (Open vSwitch drops such a packet after 64 look-ups inside
//! each other, or 4096 in all.)

use super::finding::in_words;
use super::read::Flow;
use super::region::{Masks, Region};
use super::{Finding, Rule};
use crate::wire::{Action, Port, Slot};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How deep look-ups lie in each other at most; Open vSwitch stops at 64.
const MOST_DEPTH: usize = 64;
/// How many comparisons are made at most: a bound on the time that this takes.
const MOST_STEPS: u32 = 500_000;
/// How many flows with what is known of their packets are followed at most.
const MOST_STATES: usize = 50_000;
/// How many ways a packet may be after a look-up before they are taken together.
const MOST_OUTCOMES: usize = 16;
/// How many flows a table may have for their effects to be told apart.
const MOST_OUTCOME_FLOWS: usize = 64;

pub(super) fn find(flows: &[Flow], findings: &mut Vec<Finding>) {
    let circular = circular_tables(flows);
    let leads_to = leads_to(&circular, flows);
    let mut search = Search {
        flows,
        tables: tables(flows, &leads_to),
        unwritten: unwritten(flows).masks(),
        path: Vec::new(),
        done: HashMap::new(),
        loops: BTreeSet::new(),
        steps: 0,
    };
    if !circular.is_empty() {
        search.look_up(0, &fresh_packet(), None, Wanted::Loops);
    }
    let loops = search.loops;
    for lines in &loops {
        findings.push(Finding::new(
            Rule::Loop,
            lines.iter().copied(),
            format!(
                "a packet that comes to {} comes back there with nothing changed, until Open vSwitch drops it",
                in_words(lines)
            ),
            "go on in a later table, or mark the packet (load:1->NXM_NX_REG0[0]) and match the mark (reg0=0/1)",
        ));
    }
    for flow in flows {
        let back = flow.actions.iter().find_map(|action| match action {
            Action::GotoTable(next) if *next <= flow.table => Some(*next),
            _ => None,
        });
        let is_told = loops.iter().any(|lines| lines.contains(&flow.line));
        if let Some(next) = back.filter(|_| !is_told) {
            findings.push(Finding::new(
                Rule::Loop,
                [flow.line],
                format!(
                    "goto_table:{next} leads back from table {}: Open vSwitch refuses it",
                    flow.table
                ),
                format!("use resubmit(,{next}) if that is meant, or a later table"),
            ));
        }
    }
}

/// A packet as it comes in.
fn fresh_packet() -> Region {
    let mut packet = Region::default();
    for slot in (0..16).map(Slot::register).chain([Slot::Metadata]) {
        packet.set(slot.into(), 0, u128::MAX >> (128 - slot.bits()));
    }
    packet.clear_connection();
    packet
}

/// The tables where the packet goes on after an action of a flow in `table`.
fn targets(action: &Action, table: u8, out: &mut BTreeSet<u8>) {
    match action {
        Action::GotoTable(next) => drop(out.insert(*next)),
        Action::Resubmit(resubmit) => drop(out.insert(if resubmit.table == 255 {
            table
        } else {
            resubmit.table
        })),
        Action::Ct(ct) if ct.table != 255 => drop(out.insert(ct.table)),
        Action::Clone(nested) => nested.iter().for_each(|action| targets(action, table, out)),
        _ => {}
    }
}

/// For each table, those that its flows lead to, directly or through others.
fn reachable(flows: &[Flow]) -> BTreeMap<u8, BTreeSet<u8>> {
    let mut next: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
    for flow in flows {
        let targets_of = next.entry(flow.table).or_default();
        flow.actions
            .iter()
            .for_each(|action| targets(action, flow.table, targets_of));
    }
    let mut all = BTreeMap::new();
    for table in next.keys() {
        let mut seen = BTreeSet::new();
        let mut open = vec![*table];
        while let Some(from) = open.pop() {
            open.extend(
                next.get(&from)
                    .into_iter()
                    .flatten()
                    .filter(|to| seen.insert(**to)),
            );
        }
        all.insert(*table, seen);
    }
    all
}

/// Tables that lead back to themselves.
fn circular_tables(flows: &[Flow]) -> BTreeSet<u8> {
    let reachable = reachable(flows);
    let circular = reachable.iter().filter(|(table, seen)| seen.contains(table));
    circular.map(|(table, _)| *table).collect()
}

/// Tables from which some circular table can be reached, themselves included: others need not be looked at.
fn leads_to(circular: &BTreeSet<u8>, flows: &[Flow]) -> BTreeSet<u8> {
    let reachable = reachable(flows);
    let leads = reachable.iter().filter(|(_, seen)| !seen.is_disjoint(circular));
    leads
        .map(|(table, _)| *table)
        .chain(circular.iter().copied())
        .collect()
}

/// The bits that no flow writes, outside of what it does to a copy.
fn unwritten(flows: &[Flow]) -> Region {
    let full = |value: u128| {
        let mut packet = Region::default();
        for slot in Slot::all() {
            packet.set(slot.into(), value, u128::MAX >> (128 - slot.bits()));
        }
        packet
    };
    // A bit that is written is changed in one of the two.
    let (mut zeros, mut ones) = (full(0), full(u128::MAX));
    for action in flows.iter().flat_map(|flow| &flow.actions) {
        for kept in [&mut zeros, &mut ones] {
            let mut changed = kept.clone();
            changed.apply(action);
            *kept = kept.common_knowledge(&changed);
        }
    }
    zeros.kept_by(&ones.masks())
}

/// A table from which a packet may come back to where it was.
#[derive(Default)]
struct Table {
    /// The flows, highest priority first.
    every: Vec<usize>,
    /// Those that lead on to where a packet may come back.
    leading: Vec<usize>,
    /// The highest priority of flows that take all their packets for good, by what they match.
    takers: HashMap<Masks, HashMap<Vec<u128>, u16>>,
}

impl Table {
    /// The least priority of flows that such packets can come to.
    fn least_priority(&self, packet: &Region) -> u16 {
        let taker = |(masks, values): (&Masks, &HashMap<Vec<u128>, u16>)| {
            let is_known = masks
                .iter()
                .all(|(place, mask)| packet.at(*place).1 & mask == *mask);
            is_known
                .then(|| values.get(&packet.project(masks)).copied())
                .flatten()
        };
        self.takers.iter().filter_map(taker).max().unwrap_or(0)
    }
}

fn tables(flows: &[Flow], leads_to: &BTreeSet<u8>) -> BTreeMap<u8, Table> {
    let mut tables: BTreeMap<u8, Table> = BTreeMap::new();
    let mut order: Vec<usize> = (0..flows.len()).collect();
    order.sort_by_key(|at| flows.get(*at).map(|flow| u16::MAX - flow.priority));
    for at in order {
        let Some((flow, region)) = flows.get(at).and_then(|flow| Some((flow, flow.region.as_ref()?))) else {
            continue;
        };
        let is_clause = |action: &Action| matches!(action, Action::Conjunction { .. });
        if flow.is_replaced || flow.actions.iter().any(is_clause) {
            continue;
        }
        let table = tables.entry(flow.table).or_default();
        table.every.push(at);
        let mut next = BTreeSet::new();
        flow.actions
            .iter()
            .for_each(|action| targets(action, flow.table, &mut next));
        if !next.is_disjoint(leads_to) {
            table.leading.push(at);
        }
        if flow.is_lasting() {
            let masks = region.masks();
            let values = region.project(&masks);
            let priority = table.takers.entry(masks).or_default().entry(values).or_default();
            *priority = flow.priority.max(*priority);
        }
    }
    tables
}

struct Search<'a> {
    flows: &'a [Flow],
    tables: BTreeMap<u8, Table>,
    /// The bits that are known whatever flow was passed.
    unwritten: Masks,
    /// Where the packet is: the flows that it passed, with what was known of it.
    path: Vec<(usize, Region)>,
    /// What is known of packets after flows that were passed, by what was known before.
    done: HashMap<(usize, Region), Vec<Region>>,
    loops: BTreeSet<Vec<usize>>,
    steps: u32,
}

/// Which flows a look-up is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Those from which the packet may come back: nothing is done after the look-up.
    Loops,
    /// All: actions follow, and what they do depends on what was written meanwhile.
    Outcomes,
}

impl Search<'_> {
    /// Looks a packet up, with another input port if one is said. Returns what it may be like afterwards.
    fn look_up(&mut self, table: u8, packet: &Region, port: Option<Port>, wanted: Wanted) -> Vec<Region> {
        let unknown = vec![packet.kept_by(&self.unwritten)];
        let Some(flows) = self.tables.get(&table) else {
            return vec![packet.clone()];
        };
        if self.path.len() > MOST_DEPTH {
            return unknown;
        }
        let input = packet.at(Slot::InPort.into());
        let mut looked_up = packet.clone();
        if let Some(port) = port {
            looked_up.set(Slot::InPort.into(), u128::from(port.0), 0xffff);
        }
        let least = flows.least_priority(&looked_up);
        let all = wanted == Wanted::Outcomes && flows.every.len() <= MOST_OUTCOME_FLOWS;
        let list = if all {
            flows.every.clone()
        } else {
            flows.leading.clone()
        };
        let mut outcomes = Vec::new();
        let mut is_taken = false;
        for at in list {
            let Some((flow, region)) = self
                .flows
                .get(at)
                .and_then(|flow| Some((flow, flow.region.as_ref()?)))
            else {
                continue;
            };
            self.steps += 1;
            if self.steps > MOST_STEPS || self.done.len() > MOST_STATES {
                return unknown;
            }
            if flow.priority < least {
                break;
            }
            let Some(mut both) = region.intersection(&looked_up) else {
                continue;
            };
            if port.is_some() {
                both.set(Slot::InPort.into(), input.0, input.1);
            }
            outcomes.extend(self.pass(at, flow, both));
            if flow.is_lasting() && region.contains(&looked_up) {
                is_taken = true;
                break;
            }
        }
        if !all {
            return unknown;
        }
        if !is_taken {
            outcomes.push(packet.clone());
        }
        few(outcomes)
    }

    /// Takes a packet through a flow. Returns what it may be like afterwards.
    fn pass(&mut self, at: usize, flow: &Flow, packet: Region) -> Vec<Region> {
        let state = (at, packet);
        if let Some(start) = self.path.iter().position(|passed| *passed == state) {
            let passed = self.path.get(start..).unwrap_or_default();
            let mut lines: Vec<usize> = passed
                .iter()
                .filter_map(|(at, _)| self.flows.get(*at).map(|flow| flow.line))
                .collect();
            lines.sort_unstable();
            lines.dedup();
            self.loops.insert(lines);
            // Nothing comes after it.
            return Vec::new();
        }
        if let Some(outcomes) = self.done.get(&state) {
            return outcomes.clone();
        }
        let packet = state.1.clone();
        self.path.push(state);
        let outcomes = self.execute(&flow.actions, flow.table, packet);
        if let Some(state) = self.path.pop() {
            self.done.insert(state, outcomes.clone());
        }
        outcomes
    }

    /// Does actions to a packet. Returns what it may be like afterwards.
    fn execute(&mut self, actions: &[Action], table: u8, packet: Region) -> Vec<Region> {
        let mut packets = vec![packet];
        for (at, action) in actions.iter().enumerate() {
            let is_last = at + 1 == actions.len() && self.path.len() == 1;
            let wanted = if is_last { Wanted::Loops } else { Wanted::Outcomes };
            let mut after = Vec::new();
            for mut packet in packets {
                match action {
                    Action::GotoTable(next) => after.extend(self.look_up(*next, &packet, None, wanted)),
                    Action::Resubmit(resubmit) => {
                        let port = Some(resubmit.port).filter(|port| *port != Port::IN_PORT);
                        let own = resubmit.table == 255;
                        let next = if own { table } else { resubmit.table };
                        after.extend(self.look_up(next, &packet, port, wanted));
                    }
                    Action::Ct(ct) => {
                        if ct.table != 255 {
                            let mut tracked = packet.clone();
                            tracked.track(&ct.actions);
                            self.look_up(ct.table, &tracked, None, Wanted::Loops);
                        }
                        packet.clear_connection();
                        after.push(packet);
                    }
                    Action::Clone(nested) => {
                        self.execute(nested, table, packet.clone());
                        after.push(packet);
                    }
                    Action::Exit => return Vec::new(),
                    other => {
                        packet.apply(other);
                        after.push(packet);
                    }
                }
            }
            packets = few(after);
        }
        packets
    }
}

/// The regions, each once; where they are many, one that says what all of them say.
fn few(mut regions: Vec<Region>) -> Vec<Region> {
    regions.sort_unstable();
    regions.dedup();
    if regions.len() <= MOST_OUTCOMES {
        return regions;
    }
    let mut rest = regions.into_iter();
    let first = rest.next().unwrap_or_default();
    vec![rest.fold(first, |known, region| known.common_knowledge(&region))]
}
