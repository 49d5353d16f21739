//! What the chains of a firewall do with sets of packets.

use super::model::{Action, ConnectionState};
use super::ranges::RangeSet;
use super::reduce::{Chain, Reduced};
use super::region::{Dimension, Region, Sparse};
use super::state::{Met, State};

/// The rules part the packets into more sets than is worth following.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooComplex;

/// How deep chains may jump; a router refuses loops, so no real configuration gets there.
const MAX_DEPTH: u8 = 32;

/// A run through the chains of one table.
pub(super) struct Run<'a, 'b> {
    chains: &'b Reduced<'a>,
    /// How many more sets may come about.
    budget: &'b mut usize,
    /// The router's own addresses.
    local: &'b RangeSet,
    /// The sets that were dropped.
    dropped: Vec<Region>,
    /// How often a rule may have acted on packets or not.
    doubts: usize,
}

impl<'a, 'b> Run<'a, 'b> {
    pub(super) fn new(chains: &'b Reduced<'a>, budget: &'b mut usize, local: &'b RangeSet) -> Self {
        Self {
            chains,
            budget,
            local,
            dropped: Vec::new(),
            doubts: 0,
        }
    }

    /// The packets that go on after the table.
    pub(super) fn pass(mut self, chain: &str, packets: Vec<State<'a>>) -> Result<Vec<State<'a>>, TooComplex> {
        if self.chains.get(chain).is_none_or(Chain::is_empty) {
            return Ok(packets);
        }
        let mut accepted = Vec::new();
        let rest = self.walk(chain, packets, 0, &mut accepted)?;
        accepted.extend(rest);
        Ok(accepted)
    }

    /// Adds the packets that a rule accepts to `accepted`, and returns those that no rule decided on.
    fn walk(
        &mut self,
        chain: &str,
        mut packets: Vec<State<'a>>,
        depth: u8,
        accepted: &mut Vec<State<'a>>,
    ) -> Result<Vec<State<'a>>, TooComplex> {
        let mut returned = Vec::new();
        let Some(chain) = self.chains.get(chain) else {
            return Ok(packets);
        };
        let macs = packets.iter().map(State::source_mac);
        let macs = macs.reduce(|one, other| one.union(&other)).unwrap_or_default();
        for rule in chain.rules_for(&macs) {
            if packets.is_empty() {
                break;
            }
            let mut next = Vec::new();
            let mut at = 0;
            // What is dropped matters only to a chain that must say what it did.
            let keep = depth > 0 || rule.action != Action::Drop;
            while let Some(state) = packets.get(at) {
                let Some(split) = state.split(&rule.matches, Met::Rule(rule), keep) else {
                    at += 1;
                    continue;
                };
                *self.budget = self.budget.checked_sub(1).ok_or(TooComplex)?;
                let before = packets.swap_remove(at);
                let doubts = self.doubts;
                self.doubts += usize::from(!split.certain);
                if let Action::Jump(target) = &rule.action {
                    if depth >= MAX_DEPTH {
                        return Err(TooComplex);
                    }
                    let (accepted_before, dropped_before) = (accepted.len(), self.dropped.len());
                    let back = self.walk(target, split.matched, depth + 1, accepted)?;
                    let ended = accepted.iter().skip(accepted_before).map(|state| &state.region);
                    let ended: Vec<&Region> = ended.chain(self.dropped.iter().skip(dropped_before)).collect();
                    let certain = self.doubts == doubts;
                    let alike = back.iter().all(|state| state.fared_like(&before));
                    // Packets that a chain did nothing to are not parted from those that never went there.
                    match before
                        .less_all(&ended)
                        .filter(|_| alike && (certain || ended.is_empty()))
                    {
                        Some(rest) => next.extend(rest),
                        None => next.extend(back.into_iter().chain(split.unmatched)),
                    }
                    continue;
                }
                next.extend(split.unmatched);
                for state in split.matched {
                    match self.act(&rule.action, state) {
                        Step::Next(state) => next.push(state),
                        Step::Accepted(state) => accepted.push(state),
                        Step::Returned(state) => returned.push(state),
                        Step::Dropped(state) => self.dropped.push(state.region),
                    }
                }
            }
            packets.append(&mut next);
        }
        packets.append(&mut returned);
        Ok(packets)
    }

    fn act(&self, action: &Action, mut state: State<'a>) -> Step<'a> {
        let after = |state, pass_through: bool| {
            if pass_through {
                Step::Next(state)
            } else {
                Step::Accepted(state)
            }
        };
        match action {
            Action::Accept => Step::Accepted(state),
            Action::Drop => Step::Dropped(state),
            Action::Return => Step::Returned(state),
            Action::Continue | Action::Jump(_) => Step::Next(state),
            Action::MarkRouting { mark, pass_through } => {
                state.routing_mark = *mark;
                after(state, *pass_through)
            }
            Action::MarkConnection { mark, pass_through } => {
                // A packet without a connection has nothing to mark.
                if state.connection_state != ConnectionState::Untracked {
                    state.connection_mark = *mark;
                }
                after(state, *pass_through)
            }
            Action::MarkPacket { mark, pass_through } => {
                state.packet_mark = *mark;
                after(state, *pass_through)
            }
            Action::FastTrack => {
                // Only TCP and UDP are fasttracked (RouterOS manual, Connection tracking).
                let carried = Sparse(vec![(Dimension::Protocol, RangeSet::of([(6, 6), (17, 17)]))]);
                state.fast_tracked |=
                    state.connection_state != ConnectionState::Untracked && state.region.touches(&carried);
                Step::Next(state)
            }
            Action::NoTrack => {
                state.connection_state = ConnectionState::Untracked;
                Step::Accepted(state)
            }
            Action::Forward(interface) => {
                state.forced = Some(*interface);
                Step::Accepted(state)
            }
            Action::TranslateDestination { addresses, ports } => {
                Step::Accepted(translate(state, addresses.clone(), ports.clone()))
            }
            Action::Redirect { ports } => {
                Step::Accepted(translate(state, Some(self.local.clone()), ports.clone()))
            }
            Action::TranslateSource => {
                state.source_translated = true;
                Step::Accepted(state)
            }
        }
    }
}

enum Step<'a> {
    Next(State<'a>),
    Accepted(State<'a>),
    Returned(State<'a>),
    Dropped(State<'a>),
}

fn translate(mut state: State<'_>, addresses: Option<RangeSet>, ports: Option<RangeSet>) -> State<'_> {
    if let Some(addresses) = addresses {
        state.region = state.region.assign(Dimension::Destination, addresses);
        state.destination_translated = true;
    }
    if let Some(ports) = ports {
        state.region = state.region.assign(Dimension::Port, ports);
        state.port_translated = true;
    }
    state
}
