//! Flows of one table and priority that match the same packets.

use super::finding::in_words;
use super::read::Flow;
use super::region::{Masks, Region, common};
use super::{Finding, Rule};
use crate::wire::{Action, Slot};
use std::collections::{BTreeMap, HashMap};

/// How many pairs of one table and priority are told one by one; those beyond are told together.
const MOST_PAIRS: usize = 10_000;

pub(super) fn find(flows: &[Flow], findings: &mut Vec<Finding>) {
    let mut groups: BTreeMap<(u8, u16), Vec<(&Flow, &Region)>> = BTreeMap::new();
    for flow in flows {
        if let Some(region) = &flow.region {
            groups
                .entry((flow.table, flow.priority))
                .or_default()
                .push((flow, region));
        }
    }
    for group in groups.values() {
        let distinct = duplicates(group, findings);
        overlaps(&distinct, findings);
    }
}

/// Reports flows with the same match, and returns the last of each: the one that stays.
fn duplicates<'a>(
    group: &[(&'a Flow, &'a Region)],
    findings: &mut Vec<Finding>,
) -> Vec<(&'a Flow, &'a Region)> {
    let mut same: HashMap<&Region, Vec<&Flow>> = HashMap::new();
    for (flow, region) in group {
        same.entry(region).or_default().push(flow);
    }
    let mut distinct = Vec::new();
    for (region, flows) in same {
        let Some((last, replaced)) = flows.split_last() else {
            continue;
        };
        distinct.push((*last, region));
        if replaced.is_empty() {
            continue;
        }
        let replaced: Vec<usize> = replaced.iter().map(|flow| flow.line).collect();
        findings.push(Finding::new(
            Rule::DuplicateMatch,
            flows.iter().map(|flow| flow.line),
            format!(
                "the match of line {} is that of {}, in the same table and priority: it replaces {} silently",
                last.line,
                in_words(&replaced),
                if replaced.len() == 1 { "it" } else { "them" },
            ),
            if flows.iter().all(|flow| flow.actions == last.actions) {
                "remove all but one of these flows".into()
            } else {
                format!(
                    "tell the packets apart with one more field (such as dl_src, nw_src or a register), or join the \
                     actions in one flow: actions={}",
                    join_actions(&flows)
                )
            },
        ));
    }
    distinct.sort_by_key(|(flow, _)| flow.line);
    distinct
}

fn join_actions(flows: &[&Flow]) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for flow in flows {
        if !texts.contains(&flow.action_text.as_str()) {
            texts.push(&flow.action_text);
        }
    }
    texts.join(",")
}

/// Whether two flows may match the same packet by design: clauses of conjunctions, and what comes of them.
fn is_conjunctive_pair(a: &Flow, b: &Flow) -> bool {
    let clause = |flow: &Flow| {
        flow.actions
            .iter()
            .any(|action| matches!(action, Action::Conjunction { .. }))
    };
    let result = |flow: &Flow| {
        let id = flow.region.as_ref().map(|region| region.at(Slot::ConjId.into()));
        id.is_some_and(|(id, mask)| mask != 0 && id != 0)
    };
    (clause(a) || result(a)) && (clause(b) || result(b))
}

fn overlaps(flows: &[(&Flow, &Region)], findings: &mut Vec<Finding>) {
    // Flows with the same masks differ where they matter, so only those with different ones can overlap. These are
    // brought together by their values in the bits that both look at.
    let mut by_masks: BTreeMap<Masks, Vec<(&Flow, &Region)>> = BTreeMap::new();
    for (flow, region) in flows {
        by_masks.entry(region.masks()).or_default().push((flow, region));
    }
    let kinds: Vec<(&Masks, &Vec<(&Flow, &Region)>)> = by_masks.iter().collect();
    let mut pairs = 0;
    let mut rest: Vec<usize> = Vec::new();
    for (at, (masks, some)) in kinds.iter().enumerate() {
        for (other_masks, others) in kinds.iter().skip(at + 1) {
            let common = common(masks, other_masks);
            let (few, many) = if some.len() <= others.len() {
                (some, others)
            } else {
                (others, some)
            };
            let mut index: HashMap<Vec<u128>, Vec<(&Flow, &Region)>> = HashMap::new();
            for (flow, region) in few.iter() {
                index
                    .entry(region.project(&common))
                    .or_default()
                    .push((flow, region));
            }
            for (flow, region) in many.iter() {
                let candidates = index.get(&region.project(&common));
                for (other, other_region) in candidates.into_iter().flatten() {
                    let Some(both) = region.intersection(other_region) else {
                        continue;
                    };
                    if is_conjunctive_pair(flow, other) {
                        continue;
                    }
                    pairs += 1;
                    if pairs > MOST_PAIRS {
                        rest.extend([flow.line, other.line]);
                        if rest.len() > 4 * MOST_PAIRS {
                            return findings.push(many_overlaps(rest));
                        }
                        continue;
                    }
                    findings.push(overlap(flow, other, &both));
                }
            }
        }
    }
    if !rest.is_empty() {
        findings.push(many_overlaps(rest));
    }
}

fn overlap(a: &Flow, b: &Flow, both: &Region) -> Finding {
    let (first, second) = if a.line < b.line { (a, b) } else { (b, a) };
    let narrower = [first, second]
        .into_iter()
        .find(|flow| flow.region.as_ref() == Some(both));
    let mend = match narrower {
        Some(flow) => format!(
            "give line {}, which is the narrower one, a higher priority",
            flow.line
        ),
        None => format!(
            "give the line that shall win a higher priority than {}, or make the matches exclude each other",
            first.priority
        ),
    };
    Finding::new(
        Rule::Overlap,
        [first.line, second.line],
        format!(
            "lines {} and {} match the same packets in table {} at priority {}: which one wins is not defined",
            first.line, second.line, first.table, first.priority
        ),
        mend,
    )
}

fn many_overlaps(lines: Vec<usize>) -> Finding {
    Finding::new(
        Rule::Overlap,
        lines,
        format!(
            "more than {MOST_PAIRS} pairs of flows of this table and priority overlap; these are the others"
        ),
        "give flows of different kinds different priorities",
    )
}
