//! What the chains of a firewall do with sets of packets.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::model::{
    Action, Chains, ConnectionState, Field, Headers, InterfaceId, Mark, Match, Plane, Route, RoutingRule,
    Rule,
};
use super::ranges::RangeSet;
use super::region::{Dimension, Region, Sparse};
use super::routing::World;

/// The chains of a table with the rules that matter to the way of a packet.
pub(super) type Reduced<'a> = BTreeMap<&'a str, Vec<&'a Rule>>;

/// The reduced tables of one family.
#[derive(Default)]
pub(super) struct Tables<'a> {
    pub(super) raw: Reduced<'a>,
    pub(super) mangle: Reduced<'a>,
    pub(super) nat: Reduced<'a>,
    pub(super) filter: Reduced<'a>,
}

/// Which kinds of marks some rule looks at.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Read {
    connection: bool,
    packet: bool,
}

impl Read {
    fn by(self, matches: &Match) -> Self {
        Self {
            connection: self.connection || matches.connection_mark.is_some(),
            packet: self.packet || matches.packet_mark.is_some(),
        }
    }

    /// Whether the action does no more than set a mark that no rule looks at.
    fn is_idle(self, action: &Action) -> bool {
        match action {
            Action::MarkConnection { .. } => !self.connection,
            Action::MarkPacket { .. } => !self.packet,
            _ => false,
        }
    }
}

impl<'a> Tables<'a> {
    /// Leaves out the rules that change no packet's way: those that log or count, those that set a mark that no
    /// rule looks at, and those that end a chain's work where nothing follows. Without them every such rule that a
    /// part of the packets meets would double the work.
    pub(super) fn reduce(plane: &'a Plane) -> Self {
        let mut read = Read::default();
        loop {
            let tables = Self {
                raw: reduce(&plane.raw, read),
                mangle: reduce(&plane.mangle, read),
                nat: reduce(&plane.nat, read),
                filter: reduce(&plane.filter, read),
            };
            let kept = [&tables.raw, &tables.mangle, &tables.nat, &tables.filter];
            let rules = kept.into_iter().flat_map(|table| table.values().flatten());
            let routing = plane.rules.iter().map(|rule| &rule.matches);
            let now = rules
                .map(|rule| &rule.matches)
                .chain(routing)
                .fold(read, Read::by);
            if now == read {
                return tables;
            }
            read = now;
        }
    }
}

/// The chains that the router itself enters.
const BUILT_IN: [&str; 7] = [
    "prerouting",
    "input",
    "forward",
    "output",
    "postrouting",
    "dstnat",
    "srcnat",
];

fn reduce(chains: &Chains, read: Read) -> Reduced<'_> {
    let mut reduced: Reduced<'_> = chains
        .iter()
        .map(|(name, rules)| {
            let matters = |rule: &&Rule| match &rule.action {
                Action::Continue => false,
                Action::MarkConnection { pass_through, .. } | Action::MarkPacket { pass_through, .. } => {
                    !*pass_through || !read.is_idle(&rule.action)
                }
                _ => !rule.matches.headers.is_empty(),
            };
            (name.as_str(), rules.iter().filter(matters).collect())
        })
        .collect();
    loop {
        let empty: BTreeSet<&str> = reduced
            .iter()
            .filter(|(_, rules)| rules.is_empty())
            .map(|(name, _)| *name)
            .collect();
        let mut changed = false;
        for (name, rules) in &mut reduced {
            let before = rules.len();
            rules.retain(|rule| {
                !matches!(&rule.action, Action::Jump(target) if empty.contains(target.as_str()) || !chains.contains_key(target))
            });
            if BUILT_IN.contains(name) {
                while rules
                    .pop_if(|rule| matches!(rule.action, Action::Accept) || read.is_idle(&rule.action))
                    .is_some()
                {}
            }
            changed |= rules.len() != before;
        }
        if !changed {
            return reduced;
        }
    }
}

/// From which side a rule sees the headers of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// A packet in the connection's own direction.
    Original,
    /// An answer, which came in by an interface. Before translation is undone its destination may be the router.
    Reply { by: InterfaceId, undone: bool },
}

/// Something that a set of packets met.
#[derive(Debug, Clone, Copy)]
pub(super) enum Met<'a> {
    Rule(&'a Rule),
    RoutingRule(&'a RoutingRule),
    Route(&'a Route),
}

/// The way so far, newest first.
#[derive(Debug)]
pub(super) struct Hop<'a> {
    pub(super) met: Met<'a>,
    /// Conditions that were taken as met without knowing.
    pub(super) assumed: Vec<String>,
    pub(super) before: Option<Rc<Hop<'a>>>,
}

/// A set of packets that fared alike so far.
#[derive(Debug, Clone)]
pub(super) struct State<'a> {
    pub(super) region: Region,
    pub(super) view: View,
    pub(super) connection_state: ConnectionState,
    pub(super) routing_mark: Mark,
    pub(super) connection_mark: Mark,
    pub(super) packet_mark: Mark,
    pub(super) destination_translated: bool,
    pub(super) port_translated: bool,
    pub(super) source_translated: bool,
    pub(super) fast_tracked: bool,
    /// Whether some rule on the way may have acted otherwise.
    pub(super) doubtful: bool,
    /// The interface that a rule sends it out of, whatever the tables say.
    pub(super) forced: Option<InterfaceId>,
    pub(super) out: Option<InterfaceId>,
    pub(super) world: World,
    pub(super) way: Option<Rc<Hop<'a>>>,
}

/// Where the model finds a header field.
enum Slot {
    At(Dimension),
    /// One of these, the model does not know which.
    Within(RangeSet),
}

impl<'a> State<'a> {
    /// The dimension that holds the destination as rules see it now.
    pub(super) fn destination(&self) -> Dimension {
        match self.view {
            View::Original if self.destination_translated => Dimension::Destination,
            View::Original => Dimension::OriginalDestination,
            View::Reply { .. } => Dimension::Source,
        }
    }

    /// The dimension of the destination port as rules see it now, for packets in the connection's own direction.
    pub(super) fn port(&self) -> Dimension {
        if self.port_translated {
            Dimension::Port
        } else {
            Dimension::OriginalPort
        }
    }

    fn slot(&self, field: Field) -> Slot {
        let server = if self.destination_translated {
            Dimension::Destination
        } else {
            Dimension::OriginalDestination
        };
        let View::Reply { by, undone } = self.view else {
            return Slot::At(match field {
                Field::InInterface => Dimension::InInterface,
                Field::SourceMac => Dimension::Mac,
                Field::Source => Dimension::Source,
                Field::Destination => server,
                Field::Protocol => Dimension::Protocol,
                Field::SourcePort => Dimension::SourcePort,
                Field::DestinationPort => self.port(),
            });
        };
        let hidden = self.source_translated && !undone;
        match field {
            Field::InInterface => Slot::Within(by.set()),
            Field::SourceMac => Slot::At(Dimension::AnswerMac),
            Field::Source => Slot::At(server),
            Field::Destination | Field::DestinationPort if hidden => Slot::Within(RangeSet::ALL),
            Field::Destination => Slot::At(Dimension::Source),
            Field::Protocol => Slot::At(Dimension::Protocol),
            Field::SourcePort => Slot::At(self.port()),
            Field::DestinationPort => Slot::At(Dimension::SourcePort),
        }
    }

    fn is_candidate(&self, matches: &Match) -> bool {
        let marks = [
            (&matches.connection_mark, self.connection_mark),
            (&matches.packet_mark, self.packet_mark),
            (&matches.routing_mark, self.routing_mark),
        ];
        marks
            .iter()
            .all(|(test, mark)| test.as_ref().is_none_or(|test| test.holds(*mark)))
            && matches
                .states
                .as_ref()
                .is_none_or(|states| states.contains(&self.connection_state))
            && matches
                .out_interface
                .as_ref()
                .is_none_or(|set| self.out.is_some_and(|out| set.contains(out.0.into())))
            && matches
                .destination_translated
                .is_none_or(|wanted| wanted == (self.destination_translated || self.port_translated))
            && matches
                .source_translated
                .is_none_or(|wanted| wanted == self.source_translated)
    }

    /// The conjunction in terms of the region, and whether some field of it is not known. `None` where no packet
    /// of the region fits.
    fn project(&self, headers: &Headers) -> Option<(Sparse, bool)> {
        let mut unknown = false;
        for (field, set) in &headers.0 {
            match self.slot(*field) {
                Slot::At(dimension) if self.region.get(dimension).intersects(set) => {}
                Slot::Within(values) if values.intersects(set) => unknown |= !values.is_subset(set),
                Slot::At(_) | Slot::Within(_) => return None,
            }
        }
        let fields = headers
            .0
            .iter()
            .filter_map(|(field, set)| match self.slot(*field) {
                Slot::At(dimension) => Some((dimension, set.clone())),
                Slot::Within(_) => None,
            });
        Some((Sparse(fields.collect()), unknown))
    }

    /// Parts the packets that match from those that do not. `None` where none can match.
    ///
    /// Without `keep` those that match are not made.
    pub(super) fn split(&self, matches: &Match, met: Met<'a>, keep: bool) -> Option<Split<'a>> {
        if !self.is_candidate(matches) {
            return None;
        }
        let mut split = Split {
            matched: Vec::new(),
            unmatched: None,
        };
        let mut touched = false;
        let mut rest = Some(self.region.clone());
        let mut doubtful = self.doubtful;
        for headers in &matches.headers {
            let Some((sparse, unknown)) = self.project(headers) else {
                continue;
            };
            touched |= !keep;
            if let Some(region) = keep.then(|| self.region.restrict(&sparse)).flatten() {
                let mut assumed = matches.undecided.clone();
                if unknown {
                    assumed.push("an address that translation hides".to_owned());
                }
                let way = Some(Rc::new(Hop {
                    met,
                    assumed,
                    before: self.way.clone(),
                }));
                let doubtful = self.doubtful || unknown || !matches.undecided.is_empty();
                split.matched.push(Self {
                    region,
                    way,
                    doubtful,
                    ..self.clone()
                });
            }
            if !unknown && matches.undecided.is_empty() {
                rest = rest
                    .filter(|_| !self.region.lies_in(&sparse))
                    .map(|region| region.less(sparse));
            } else {
                doubtful = true;
            }
        }
        if split.matched.is_empty() && !touched {
            return None;
        }
        split.unmatched = rest.map(|region| Self {
            doubtful,
            ..self.with(region)
        });
        Some(split)
    }

    /// The same fate for other packets.
    fn with(&self, region: Region) -> Self {
        Self {
            region,
            view: self.view,
            connection_state: self.connection_state,
            routing_mark: self.routing_mark,
            connection_mark: self.connection_mark,
            packet_mark: self.packet_mark,
            destination_translated: self.destination_translated,
            port_translated: self.port_translated,
            source_translated: self.source_translated,
            fast_tracked: self.fast_tracked,
            doubtful: self.doubtful,
            forced: self.forced,
            out: self.out,
            world: self.world,
            way: self.way.clone(),
        }
    }

    /// Itself without packets that were parted from it: `Some(None)` where nothing is left, `None` where that is no
    /// set of the kind at hand.
    fn less_all(&self, parts: &[&Region]) -> Option<Option<Self>> {
        let matters = |dimension| match dimension {
            Dimension::Destination => self.destination_translated,
            Dimension::Port => self.port_translated,
            _ => true,
        };
        let cuts: Option<Vec<Sparse>> = parts
            .iter()
            .map(|part| part.cut_of(&self.region, matters))
            .collect();
        let cuts = cuts?;
        if cuts.iter().any(|cut| self.region.lies_in(cut)) {
            return Some(None);
        }
        let region = cuts.into_iter().fold(self.region.clone(), Region::less);
        Some(Some(Self {
            region,
            ..self.clone()
        }))
    }

    /// Whether both fared alike, whatever packets they hold.
    fn fared_like(&self, other: &Self) -> bool {
        self.routing_mark == other.routing_mark
            && self.connection_mark == other.connection_mark
            && self.packet_mark == other.packet_mark
            && self.connection_state == other.connection_state
            && self.destination_translated == other.destination_translated
            && self.port_translated == other.port_translated
            && self.source_translated == other.source_translated
            && self.fast_tracked == other.fast_tracked
            && self.forced == other.forced
    }
}

/// The parts of a set of packets after a rule.
pub(super) struct Split<'a> {
    pub(super) matched: Vec<State<'a>>,
    pub(super) unmatched: Option<State<'a>>,
}

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
}

impl<'a, 'b> Run<'a, 'b> {
    pub(super) fn new(chains: &'b Reduced<'a>, budget: &'b mut usize, local: &'b RangeSet) -> Self {
        Self {
            chains,
            budget,
            local,
            dropped: Vec::new(),
        }
    }

    /// The packets that go on after the table.
    pub(super) fn pass(mut self, chain: &str, packets: Vec<State<'a>>) -> Result<Vec<State<'a>>, TooComplex> {
        if self.chains.get(chain).is_none_or(Vec::is_empty) {
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
        let chains = self.chains;
        let mut returned = Vec::new();
        for rule in chains.get(chain).map(Vec::as_slice).unwrap_or_default() {
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
                if let Action::Jump(target) = &rule.action {
                    if depth >= MAX_DEPTH {
                        return Err(TooComplex);
                    }
                    let (accepted_before, dropped_before) = (accepted.len(), self.dropped.len());
                    let certain = split
                        .matched
                        .iter()
                        .all(|state| state.doubtful == before.doubtful);
                    let back = self.walk(target, split.matched, depth + 1, accepted)?;
                    let ended = accepted.iter().skip(accepted_before).map(|state| &state.region);
                    let ended: Vec<&Region> = ended.chain(self.dropped.iter().skip(dropped_before)).collect();
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
