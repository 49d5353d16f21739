//! Tables that no packet comes to, or gets on from.

use super::finding::in_words;
use super::read::Flow;
use super::{Finding, Rule};
use crate::wire::{Action, Learn};
use std::collections::{BTreeMap, BTreeSet};

/// What the actions of a flow have to do with tables.
#[derive(Default)]
struct Uses<'a> {
    /// Tables where the packet goes on and does not come back.
    goes: BTreeSet<u8>,
    /// Tables that are looked up on the way.
    visits: BTreeSet<u8>,
    /// Tables that flows are learned into.
    learns: Vec<&'a Learn>,
}

impl<'a> Uses<'a> {
    fn of(flow: &'a Flow) -> Self {
        let mut uses = Self::default();
        uses.add(&flow.actions, flow.table);
        uses
    }

    fn add(&mut self, actions: &'a [Action], table: u8) {
        for action in actions {
            match action {
                Action::GotoTable(next) => drop(self.goes.insert(*next)),
                Action::Resubmit(resubmit) if resubmit.table == 255 => drop(self.visits.insert(table)),
                Action::Resubmit(resubmit) => drop(self.visits.insert(resubmit.table)),
                Action::Ct(ct) if ct.table != 255 => drop(self.goes.insert(ct.table)),
                Action::Learn(learn) => self.learns.push(learn),
                Action::Clone(nested) | Action::WriteActions(nested) => self.add(nested, table),
                _ => {}
            }
        }
    }

    fn targets(&self) -> impl Iterator<Item = u8> {
        self.goes.iter().chain(&self.visits).copied()
    }
}

/// The tables that packets lead on to, or that are filled, from table 0 on.
pub(super) fn find(flows: &[Flow], findings: &mut Vec<Finding>) {
    let mut tables: BTreeMap<u8, Vec<(&Flow, Uses<'_>)>> = BTreeMap::new();
    for flow in flows {
        tables.entry(flow.table).or_default().push((flow, Uses::of(flow)));
    }
    let visited = visited_tables(&tables);
    let lines = |flows: &[(&Flow, Uses<'_>)]| flows.iter().map(|(flow, _)| flow.line).collect::<Vec<_>>();
    for (table, flows) in tables.iter().filter(|(table, _)| !visited.contains(table)) {
        let learning = |uses: &Uses<'_>| uses.learns.iter().any(|learn| learn.table == *table);
        let all = tables.values().flatten();
        let learners = all.filter(|(_, uses)| learning(uses)).map(|(flow, _)| flow.line);
        findings.push(Finding::new(
            Rule::DeadTable,
            lines(flows).into_iter().chain(learners),
            format!("no packet comes to table {table}: no flow on the way from table 0 goes on or resubmits there"),
            format!("add resubmit(,{table}) or goto_table:{table} to a flow that packets come to, or remove the table"),
        ));
    }
    let mut learned: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
    let mut empty: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
    let filled: BTreeSet<u8> = tables
        .values()
        .flatten()
        .flat_map(|(_, uses)| uses.learns.iter().map(|learn| learn.table))
        .collect();
    for (flow, uses) in tables.values().flatten() {
        for learn in uses.learns.iter().filter(|learn| !visited.contains(&learn.table)) {
            learned.entry(learn.table).or_default().push(flow.line);
        }
        let leads_nowhere = |table: &u8| !tables.contains_key(table) && !filled.contains(table);
        for table in uses.targets().filter(leads_nowhere) {
            empty.entry(table).or_default().push(flow.line);
        }
    }
    for (table, lines) in learned
        .into_iter()
        .filter(|(table, _)| !tables.contains_key(table))
    {
        findings.push(Finding::new(
            Rule::DeadTable,
            lines.iter().copied(),
            format!(
                "{} learns flows into table {table}, where no packet comes: they are never used",
                in_words(&lines)
            ),
            format!(
                "add resubmit(,{table}) to a flow that comes before, or learn into a table that is looked up"
            ),
        ));
    }
    for (table, lines) in empty {
        findings.push(Finding::new(
            Rule::DeadTable,
            lines.iter().copied(),
            format!(
                "{} leads to table {table}, which has no flows: the packet ends there",
                in_words(&lines)
            ),
            format!("add flows to table {table}, or leave it out"),
        ));
    }
    for (table, flows) in tables.iter().filter(|(table, _)| visited.contains(table)) {
        if reaches_nothing(*table, flows, &tables) {
            findings.push(Finding::new(
                Rule::DeadTable,
                lines(flows),
                format!(
                    "table {table} is the end of its packets, but none of its flows does anything with them"
                ),
                "add an output, or say drop where packets shall end",
            ));
        }
    }
}

fn visited_tables(tables: &BTreeMap<u8, Vec<(&Flow, Uses<'_>)>>) -> BTreeSet<u8> {
    let mut visited = BTreeSet::from([0]);
    let mut next = vec![0];
    while let Some(table) = next.pop() {
        for (_, uses) in tables.get(&table).into_iter().flatten() {
            next.extend(uses.targets().filter(|target| visited.insert(*target)));
        }
    }
    visited
}

/// Whether packets only go to the table to be changed and forgotten.
fn reaches_nothing(
    table: u8,
    flows: &[(&Flow, Uses<'_>)],
    all: &BTreeMap<u8, Vec<(&Flow, Uses<'_>)>>,
) -> bool {
    let is_visited = all
        .values()
        .flatten()
        .any(|(_, uses)| uses.visits.contains(&table));
    // A table that is looked up on the way may be there for the fields that it writes.
    !is_visited
        && flows
            .iter()
            .all(|(flow, _)| !flow.actions.is_empty() && flow.actions.iter().all(is_forgotten))
}

/// Whether the action leaves no trace once the packet ends: it only writes to the packet.
fn is_forgotten(action: &Action) -> bool {
    use Action as A;
    match action {
        A::Clone(nested) => nested.iter().all(is_forgotten),
        A::SetField(_)
        | A::SetVlanVid { .. }
        | A::SetVlanPcp { .. }
        | A::StripVlan { .. }
        | A::PushVlan(_)
        | A::SetEthSrc(_)
        | A::SetEthDst(_)
        | A::SetIpv4Src(_)
        | A::SetIpv4Dst(_)
        | A::SetIpDscp(_)
        | A::SetIpEcn(_)
        | A::SetIpTtl(_)
        | A::SetL4Src { .. }
        | A::SetL4Dst { .. }
        | A::Move { .. }
        | A::Push(_)
        | A::Pop(_)
        | A::DecTtl(_)
        | A::SetMplsLabel(_)
        | A::SetMplsTc(_)
        | A::SetMplsTtl(_)
        | A::DecMplsTtl
        | A::PushMpls(_)
        | A::PopMpls(_)
        | A::SetTunnel { .. }
        | A::SetQueue(_)
        | A::PopQueue
        | A::Multipath(_)
        | A::WriteMetadata { .. }
        | A::CheckPktLarger(_)
        | A::ClearActions => true,
        _ => false,
    }
}
