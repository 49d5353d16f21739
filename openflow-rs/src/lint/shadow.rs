//! Flows that no packet comes to, because flows of higher priority take all of them.

use super::finding::in_words;
use super::read::Flow;
use super::region::{Masks, Region, common};
use super::{Finding, Rule};
use std::collections::{BTreeMap, HashMap};

/// How many pieces a region is cut into at most before the flow is taken for not shadowed.
const MOST_PIECES: u32 = 2_000;
/// How many flows that take a part are looked at for one flow.
const MOST_PARTS: usize = 512;
/// Flows that fix more bits than this beyond a flow's own would have to be thousands to take all of its packets.
const MOST_OPEN_BITS: u32 = 12;

/// A flow and its packets.
type Entry<'a> = (&'a Flow, &'a Region);

pub(super) fn find(flows: &[Flow], findings: &mut Vec<Finding>) {
    let mut tables: BTreeMap<u8, BTreeMap<Masks, Vec<Entry<'_>>>> = BTreeMap::new();
    for flow in flows.iter().filter(|flow| !flow.is_replaced) {
        if let Some(region) = &flow.region {
            let table = tables.entry(flow.table).or_default();
            table.entry(region.masks()).or_default().push((flow, region));
        }
    }
    for table in tables.values() {
        for (masks, flows) in table {
            let covers: Vec<Cover<'_>> = table
                .iter()
                .filter_map(|(others, entries)| Cover::of(masks, others, entries))
                .collect();
            for (flow, region) in flows {
                if let Some(cover) = cover(flow, region, &covers) {
                    findings.push(shadowed(flow, &cover));
                }
            }
        }
    }
}

/// Flows with the same masks that may take packets of flows with certain other masks.
struct Cover<'a> {
    /// How many bits they fix beyond.
    open: u32,
    /// The bits that both fix.
    common: Masks,
    /// The flows by their values in these bits.
    flows: HashMap<Vec<u128>, Vec<Entry<'a>>>,
}

impl<'a> Cover<'a> {
    fn of(masks: &Masks, others: &Masks, entries: &[Entry<'a>]) -> Option<Self> {
        let common = common(masks, others);
        let bits = |masks: &Masks| masks.iter().map(|(_, mask)| mask.count_ones()).sum::<u32>();
        let open = bits(others) - bits(&common);
        if open > MOST_OPEN_BITS {
            return None;
        }
        let mut flows: HashMap<_, Vec<_>> = HashMap::new();
        for (flow, region) in entries.iter().filter(|(flow, _)| flow.is_lasting()) {
            flows
                .entry(region.project(&common))
                .or_default()
                .push((*flow, *region));
        }
        Some(Self { open, common, flows })
    }

    /// The flows of higher priority that take packets of the region.
    fn parts(&self, flow: &Flow, region: &Region) -> impl Iterator<Item = Entry<'a>> {
        let found = self.flows.get(&region.project(&self.common));
        let higher = move |(other, _): &&Entry<'a>| other.priority > flow.priority;
        found.into_iter().flatten().filter(higher).copied()
    }
}

fn shadowed(flow: &Flow, cover: &[&Flow]) -> Finding {
    let lines: Vec<usize> = cover.iter().map(|flow| flow.line).collect();
    let least = cover.iter().map(|flow| flow.priority).min().unwrap_or(0);
    let mend = match least.checked_add(1) {
        Some(higher) => format!(
            "give line {} a priority of {higher} or more, narrow the match of {}, or remove line {}",
            flow.line,
            in_words(&lines),
            flow.line
        ),
        None => format!("lower the priority of {}", in_words(&lines)),
    };
    Finding::new(
        Rule::Shadowed,
        lines.iter().copied().chain([flow.line]),
        format!(
            "no packet comes to line {} (priority {}): {} {} all of them in table {} first",
            flow.line,
            flow.priority,
            in_words(&lines),
            if lines.len() == 1 { "takes" } else { "take" },
            flow.table
        ),
        mend,
    )
}

/// Flows that together take every packet of the region: one if there is one, else as many as it needs.
fn cover<'a>(flow: &Flow, region: &Region, covers: &[Cover<'a>]) -> Option<Vec<&'a Flow>> {
    let whole = covers.iter().filter(|cover| cover.open == 0);
    let one = whole.flat_map(|cover| cover.parts(flow, region));
    if let Some((other, _)) = one.max_by_key(|(other, _)| (other.priority, std::cmp::Reverse(other.line))) {
        return Some(vec![other]);
    }
    let partial = covers.iter().filter(|cover| cover.open > 0);
    let mut parts: Vec<Entry<'a>> = partial
        .flat_map(|cover| cover.parts(flow, region))
        .take(MOST_PARTS)
        .collect();
    // Together they must take as much as there is; most flows are settled by this.
    let share = |part: &Region| (-f64::from(region.open_bits(part))).exp2();
    if parts.iter().map(|(_, part)| share(part)).sum::<f64>() < 1.0 {
        return None;
    }
    parts.sort_by_key(|(other, part)| (region.open_bits(part), other.line));
    let regions: Vec<&Region> = parts.iter().map(|(_, part)| *part).collect();
    let mut used = vec![false; parts.len()];
    let mut budget = MOST_PIECES;
    if !is_covered(region, &regions, &mut used, &mut budget) {
        return None;
    }
    let cover = parts.iter().zip(&used).filter(|(_, used)| **used);
    Some(cover.map(|((other, _), _)| *other).collect())
}

/// Whether every packet of `region` is in one of `parts`; marks those that it takes.
fn is_covered(region: &Region, parts: &[&Region], used: &mut [bool], budget: &mut u32) -> bool {
    if *budget == 0 {
        return false;
    }
    *budget -= 1;
    if let Some(at) = parts.iter().position(|part| part.contains(region)) {
        if let Some(used) = used.get_mut(at) {
            *used = true;
        }
        return true;
    }
    let part = parts.iter().find(|part| region.intersection(part).is_some());
    let Some((place, bit, on)) = part.and_then(|part| region.open_bit(part)) else {
        return false;
    };
    let without = region.with_bit(place, bit, !on);
    let with = region.with_bit(place, bit, on);
    is_covered(&without, parts, used, budget) && is_covered(&with, parts, used, budget)
}
