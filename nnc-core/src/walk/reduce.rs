//! Which rules of a firewall matter to the way of packets, and which of them to the packets of one device.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::model::{Action, Chains, Field, Mark, Match, Plane, Rule};
use super::ranges::RangeSet;

/// The chains of a table with the rules that matter to the way of a packet.
pub(super) type Reduced<'a> = BTreeMap<&'a str, Chain<'a>>;

/// The rules of a chain, found by the one source MAC address that they ask for, if they do.
#[derive(Default)]
pub(super) struct Chain<'a> {
    rules: Vec<&'a Rule>,
    /// The positions of rules that do not ask for one.
    open: Vec<usize>,
    by_mac: HashMap<u128, Vec<usize>>,
}

impl<'a> Chain<'a> {
    fn new(rules: Vec<&'a Rule>) -> Self {
        let mut chain = Self::default();
        for (at, rule) in rules.iter().enumerate() {
            match only_mac(&rule.matches) {
                Some(mac) => chain.by_mac.entry(mac).or_default().push(at),
                None => chain.open.push(at),
            }
        }
        Self { rules, ..chain }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules, in order, less those that ask for a source MAC address which is none of these.
    pub(super) fn rules_for<'c>(&'c self, macs: &RangeSet) -> impl Iterator<Item = &'a Rule> + use<'a, 'c> {
        let named = match macs.only() {
            Some(mac) => self.by_mac.get(&mac).cloned().unwrap_or_default(),
            None => {
                let known = self.by_mac.iter().filter(|(mac, _)| macs.contains(**mac));
                let mut named: Vec<usize> = known.flat_map(|(_, at)| at).copied().collect();
                named.sort_unstable();
                named
            }
        };
        let mut named = named.into_iter().peekable();
        let mut open = self.open.iter().copied().peekable();
        let positions = std::iter::from_fn(move || match (named.peek(), open.peek()) {
            (Some(one), Some(other)) if one > other => open.next(),
            (Some(_), _) => named.next(),
            (None, _) => open.next(),
        });
        positions.filter_map(|at| self.rules.get(at).copied())
    }
}

/// The source MAC address without which the rule never acts, where it names a single one.
fn only_mac(matches: &Match) -> Option<u128> {
    let mut asked = matches.headers.iter().map(|headers| {
        let mut fields = headers.0.iter();
        fields.find_map(|(field, set)| set.only().filter(|_| *field == Field::SourceMac))
    });
    let first = asked.next()??;
    asked.all(|other| other == Some(first)).then_some(first)
}

/// The reduced tables of one family.
#[derive(Default)]
pub(super) struct Tables<'a> {
    pub(super) raw: Reduced<'a>,
    pub(super) mangle: Reduced<'a>,
    pub(super) nat: Reduced<'a>,
    pub(super) filter: Reduced<'a>,
    /// Whether some rule asks whether the source was translated.
    pub(super) asks_for_source_translation: bool,
    /// The marks that a connection may have: none, and those that rules give it.
    pub(super) connection_marks: BTreeSet<Mark>,
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
            let kept =
                [&plane.raw, &plane.mangle, &plane.nat, &plane.filter].map(|table| reduce(table, read));
            let rules = kept.iter().flat_map(|table| table.values().flatten());
            let routing = plane.rules.iter().map(|rule| &rule.matches);
            let asked = || rules.clone().map(|rule| &rule.matches).chain(routing.clone());
            let now = asked().fold(read, Read::by);
            if now == read {
                let asks_for_source_translation = asked().any(|matches| matches.source_translated.is_some());
                let marking = kept.iter().flat_map(|table| table.values().flatten());
                let set = marking.filter_map(|rule| match rule.action {
                    Action::MarkConnection { mark, .. } => Some(mark),
                    _ => None,
                });
                let connection_marks = set.chain([Mark::NONE]).collect();
                let [raw, mangle, nat, filter] = kept.map(|table| {
                    let chains = table.into_iter().map(|(name, rules)| (name, Chain::new(rules)));
                    chains.collect()
                });
                return Self {
                    raw,
                    mangle,
                    nat,
                    filter,
                    asks_for_source_translation,
                    connection_marks,
                };
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

fn reduce(chains: &Chains, read: Read) -> BTreeMap<&str, Vec<&Rule>> {
    let mut reduced: BTreeMap<&str, Vec<&Rule>> = chains
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
