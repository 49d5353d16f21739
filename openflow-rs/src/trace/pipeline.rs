//! Flows and groups, as a switch looks them up.

use super::Packet;
use crate::wire::{Action, FlowMod, Group, Match, Port, Slot, Version, decode_nxm_match, encode_entries};
use std::collections::{BTreeMap, BTreeSet};

/// A flow to trace through.
#[derive(Debug, Clone)]
pub struct TracedFlow {
    /// Its table.
    pub table: u8,
    /// Its priority.
    pub priority: u16,
    /// Its cookie.
    pub cookie: u64,
    /// What it matches.
    pub matches: Match,
    /// What it does.
    pub actions: Vec<Action>,
    /// Its number, in the order in which flows were added, from 0.
    pub number: usize,
}

/// The flows and groups of a bridge.
#[derive(Debug, Clone, Default)]
pub struct Pipeline {
    /// The flows of each table, highest priority first.
    tables: BTreeMap<u8, Vec<TracedFlow>>,
    groups: BTreeMap<u32, Group>,
    ports: Option<BTreeSet<Port>>,
    added: usize,
}

impl Pipeline {
    /// No flows and no groups; every port is there.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a flow, in place of one with the same table, priority and match. Returns its number.
    pub fn add_flow(&mut self, flow: &FlowMod) -> usize {
        let table = if flow.table == 255 { 0 } else { flow.table };
        let mut fields = Vec::new();
        encode_entries(&flow.matches, Some(Version::V1_5), None, &mut fields);
        let number = self.added;
        self.added += 1;
        let new = TracedFlow {
            table,
            priority: flow.priority,
            cookie: if flow.new_cookie == u64::MAX {
                0
            } else {
                flow.new_cookie
            },
            matches: decode_nxm_match(&fields).unwrap_or_else(|_| flow.matches.clone()),
            actions: flow.actions.clone(),
            number,
        };
        let flows = self.tables.entry(table).or_default();
        let same = |known: &TracedFlow| known.priority == new.priority && known.matches == new.matches;
        match flows.iter().position(same) {
            Some(at) => {
                if let Some(place) = flows.get_mut(at) {
                    *place = new;
                }
            }
            None => {
                let at = flows.partition_point(|known| known.priority >= new.priority);
                flows.insert(at, new);
            }
        }
        number
    }

    /// Adds a group, in place of one with the same number.
    pub fn add_group(&mut self, group: Group) {
        self.groups.insert(group.id, group);
    }

    /// Says which ports there are. Until then, all are.
    pub fn set_ports(&mut self, ports: impl IntoIterator<Item = Port>) {
        self.ports = Some(ports.into_iter().collect());
    }

    pub(super) fn has_port(&self, port: Port) -> bool {
        port == Port::LOCAL
            || port < Port::MAX && self.ports.as_ref().is_none_or(|ports| ports.contains(&port))
    }

    pub(super) fn group(&self, id: u32) -> Option<&Group> {
        self.groups.get(&id)
    }

    /// The flow of the table that takes the packet.
    ///
    /// Flows with `conjunction` actions do not take packets themselves: where, at one priority, every clause of a
    /// conjunction is met and no flow of that or a higher priority takes the packet, it is looked up again with the
    /// number of the conjunction in `conj_id` (ovs-fields(7), "Conjunctive Match Fields").
    pub(super) fn look_up(&self, table: u8, packet: &Packet) -> Option<&TracedFlow> {
        let flows = self.tables.get(&table)?;
        let hard = flows
            .iter()
            .find(|flow| !is_clause(flow) && packet.matches(&flow.matches));
        let least = hard.map_or(-1, |flow| i32::from(flow.priority));
        let mut clauses = flows
            .iter()
            .filter(|flow| {
                is_clause(flow) && i32::from(flow.priority) > least && packet.matches(&flow.matches)
            })
            .peekable();
        while let Some(first) = clauses.peek() {
            let priority = first.priority;
            let mut met: BTreeMap<u32, (u64, u8)> = BTreeMap::new();
            while let Some(flow) = clauses.next_if(|flow| flow.priority == priority) {
                for action in &flow.actions {
                    if let Action::Conjunction { id, clause, clauses } = action {
                        let (seen, of) = met.entry(*id).or_insert((0, *clauses));
                        *of = *clauses;
                        *seen |= 1 << (clause & 63);
                    }
                }
            }
            for (id, (seen, of)) in met {
                if seen.count_ones() != u32::from(of) {
                    continue;
                }
                let mut again = packet.clone();
                again.set(Slot::ConjId, u128::from(id));
                let found = flows
                    .iter()
                    .find(|flow| !is_clause(flow) && again.matches(&flow.matches));
                if found.is_some() {
                    return found;
                }
            }
        }
        hard
    }
}

fn is_clause(flow: &TracedFlow) -> bool {
    flow.actions
        .iter()
        .any(|action| matches!(action, Action::Conjunction { .. }))
}
