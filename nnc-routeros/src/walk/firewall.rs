//! Firewall rules and address lists.

use std::collections::{BTreeMap, BTreeSet};

use nnc_core::object::{Kind, ObservedRow, Snapshot};
use nnc_core::walk::{
    Action, Chains, ConnectionState, Field, Headers, InterfaceId, Mark, MarkTest, Marks, Match, RangeSet,
    Rule,
};

use super::interfaces::Interfaces;
use super::routes::routing_mark_test;
use super::values::{self, either, negated};
use super::{given, is_enabled, row_ref, with_loopback};
use crate::kinds;

/// What the rules of one family refer to.
pub(super) struct Firewall<'a> {
    interfaces: &'a Interfaces,
    types: AddressTypes,
    v4: bool,
    lists: BTreeMap<&'a str, RangeSet>,
    /// Lists that rules add to, so that nobody knows what is on them.
    growing: BTreeSet<&'a str>,
}

/// Types of addresses (RouterOS manual, Filter, `dst-address-type`).
struct AddressTypes {
    local: RangeSet,
    /// What is not local: every rule that spares the router itself asks for it.
    foreign: RangeSet,
    multicast: RangeSet,
    broadcast: RangeSet,
    unicast: RangeSet,
}

impl AddressTypes {
    fn of(local: &RangeSet, v4: bool) -> Self {
        let local = with_loopback(local, v4);
        let multicast = if v4 {
            RangeSet::of([(0xe000_0000, 0xefff_ffff)])
        } else {
            RangeSet::of([(0xff00 << 112, u128::MAX)])
        };
        let broadcast = if v4 {
            RangeSet::one(0xffff_ffff)
        } else {
            RangeSet::EMPTY
        };
        Self {
            unicast: local.union(&multicast).union(&broadcast).complement(),
            foreign: local.complement(),
            local,
            multicast,
            broadcast,
        }
    }
}

/// Attributes that say nothing about which packets a rule acts on.
const NO_MATCHERS: &[&str] = &[
    "action",
    "chain",
    "comment",
    "disabled",
    "dynamic",
    "invalid",
    "log",
    "log-prefix",
    "bytes",
    "packets",
    "passthrough",
    "jump-target",
    "to-addresses",
    "to-ports",
    "address-list",
    "address-list-timeout",
    "hw-offload",
    "reject-with",
    "route-dst",
    "sniff-id",
    "sniff-target",
    "sniff-target-port",
    "same-not-by-dst",
    "randomise-ports",
    "creation-time",
    "new-connection-mark",
    "new-routing-mark",
    "new-packet-mark",
    "new-dscp",
    "new-mss",
    "new-priority",
    "new-ttl",
    "new-hop-limit",
    "to-address",
    "to-src-address",
    "about",
    "nth-last",
];

type NextHop<'a> = dyn Fn(&str) -> Option<InterfaceId> + 'a;

impl<'a> Firewall<'a> {
    pub(super) fn read(
        snapshot: &'a Snapshot,
        interfaces: &'a Interfaces,
        local: &RangeSet,
        v4: bool,
    ) -> Self {
        let (kind, prefix) = if v4 {
            (kinds::ADDRESS_LIST, "/ip/firewall/")
        } else {
            (kinds::ADDRESS_LIST6, "/ipv6/firewall/")
        };
        let mut entries: BTreeMap<&str, Vec<RangeSet>> = BTreeMap::new();
        for row in snapshot.rows(&kind).iter().filter(|row| is_enabled(row)) {
            // Names are looked up by the router, which adds the addresses as rows of their own.
            if let (Some(list), Some(addresses)) = (
                given(row, "list"),
                given(row, "address").and_then(values::addresses),
            ) {
                entries.entry(list).or_default().push(addresses.set);
            }
        }
        let lists = entries
            .into_iter()
            .map(|(list, sets)| (list, joined(sets.iter())))
            .collect();
        let rules = snapshot
            .kinds
            .iter()
            .filter(|(kind, _)| kind.as_str().starts_with(prefix))
            .flat_map(|(_, rows)| rows);
        let growing = rules
            .filter(|row| {
                is_enabled(row)
                    && given(row, "action").is_some_and(|action| action.ends_with("-to-address-list"))
            })
            .filter_map(|row| given(row, "address-list"))
            .collect();
        Self {
            interfaces,
            types: AddressTypes::of(local, v4),
            v4,
            lists,
            growing,
        }
    }

    /// The chains of a menu.
    pub(super) fn chains<'r>(
        &self,
        rows: impl Iterator<Item = &'r ObservedRow>,
        kind: &Kind,
        marks: &mut Marks,
        next_hop: &NextHop<'_>,
    ) -> Chains {
        let mut chains = Chains::new();
        // A rule that the router calls invalid refers to something that is not there, and does nothing.
        for row in rows.filter(|row| is_enabled(row) && !matches!(row.get("invalid"), Some("true" | "yes"))) {
            let Some(chain) = given(row, "chain") else {
                continue;
            };
            let rule = Rule {
                row: row_ref(kind, row),
                matches: self.matches(row, marks),
                action: action(row, chain, marks, next_hop),
            };
            chains.entry(chain.to_owned()).or_default().push(rule);
        }
        chains
    }

    fn matches(&self, row: &ObservedRow, marks: &mut Marks) -> Match {
        let mut matches = Match::default();
        let mut fields = Fields::default();
        let mut either_port = None;
        let mut ports = false;
        for (name, value) in row.attributes.iter().filter(|(_, value)| !value.is_empty()) {
            let (text, negation) = negated(value);
            let mut narrow = |field: Field, set: Option<RangeSet>| match set {
                Some(set) => {
                    fields.narrow(field, &either(set, negation));
                    true
                }
                None => false,
            };
            let decided = match name.as_str() {
                "in-interface" => narrow(Field::InInterface, self.interfaces.matching(text)),
                "in-interface-list" => narrow(Field::InInterface, Some(self.interfaces.list(text))),
                "out-interface" | "out-interface-list" => {
                    let set = if name == "out-interface" {
                        self.interfaces.matching(text)
                    } else {
                        Some(self.interfaces.list(text))
                    };
                    let decided = set.is_some();
                    if let Some(set) = set.map(|set| either(set, negation)) {
                        let both = matches
                            .out_interface
                            .as_ref()
                            .map(|known: &RangeSet| known.intersect(&set));
                        matches.out_interface = Some(both.unwrap_or(set));
                    }
                    decided
                }
                "src-mac-address" => narrow(
                    Field::SourceMac,
                    values::mac(text).map(|mac| RangeSet::one(mac.into())),
                ),
                "src-address" => narrow(Field::Source, self.addresses(text)),
                "dst-address" => narrow(Field::Destination, self.addresses(text)),
                "src-address-list" => narrow(Field::Source, self.list(text)),
                "dst-address-list" => narrow(Field::Destination, self.list(text)),
                "src-address-type" | "dst-address-type" => {
                    let field = if name == "src-address-type" {
                        Field::Source
                    } else {
                        Field::Destination
                    };
                    if value == "!local" {
                        fields.narrow(field, &self.types.foreign);
                        true
                    } else {
                        narrow(field, self.address_types(text))
                    }
                }
                "protocol" => narrow(
                    Field::Protocol,
                    values::protocol(text).map(|number| RangeSet::one(number.into())),
                ),
                "src-port" | "dst-port" => {
                    ports = true;
                    let field = if name == "src-port" {
                        Field::SourcePort
                    } else {
                        Field::DestinationPort
                    };
                    narrow(field, values::numbers(text))
                }
                "port" => {
                    ports = true;
                    either_port = values::numbers(text).map(|set| (set, negation));
                    either_port.is_some()
                }
                "connection-state" => {
                    matches.states = Some(states(text, negation));
                    true
                }
                "connection-mark" => set(&mut matches.connection_mark, mark_test(value, marks)),
                "packet-mark" => set(&mut matches.packet_mark, mark_test(value, marks)),
                "routing-mark" => set(&mut matches.routing_mark, routing_mark_test(value, marks)),
                "connection-nat-state" => translations(text, negation, &mut matches),
                // Steered devices speak in the clear to the router.
                "ipsec-policy" if text.starts_with("in,") => {
                    if (text == "in,ipsec") != negation {
                        matches.headers.clear();
                    }
                    true
                }
                name => NO_MATCHERS.contains(&name),
            };
            if !decided {
                matches.undecided.push(format!("{name}={value}"));
            }
        }
        if ports {
            fields.narrow(Field::Protocol, &values::with_ports());
        }
        if !matches.headers.is_empty() {
            matches.headers = alternatives(fields, either_port);
        }
        matches
    }

    /// Addresses of this family; those of the other match nothing.
    fn addresses(&self, text: &str) -> Option<RangeSet> {
        values::addresses(text).map(|addresses| {
            if addresses.v4 == self.v4 {
                addresses.set
            } else {
                RangeSet::EMPTY
            }
        })
    }

    fn list(&self, name: &str) -> Option<RangeSet> {
        (!self.growing.contains(name)).then(|| self.lists.get(name).cloned().unwrap_or_default())
    }

    /// The addresses of these types.
    fn address_types(&self, text: &str) -> Option<RangeSet> {
        let sets: Option<Vec<&RangeSet>> = text
            .split(',')
            .map(|name| match name {
                "local" => Some(&self.types.local),
                "multicast" => Some(&self.types.multicast),
                "broadcast" => Some(&self.types.broadcast),
                "unicast" => Some(&self.types.unicast),
                _ => None,
            })
            .collect();
        sets.map(|sets| joined(sets.into_iter()))
    }
}

fn set<T>(slot: &mut Option<T>, value: T) -> bool {
    *slot = Some(value);
    true
}

fn joined<'s>(sets: impl Iterator<Item = &'s RangeSet>) -> RangeSet {
    RangeSet::of(sets.flat_map(RangeSet::ranges))
}

/// What a rule says of header fields, in their order.
#[derive(Clone, Default)]
struct Fields(Vec<(Field, RangeSet)>);

impl Fields {
    fn narrow(&mut self, field: Field, set: &RangeSet) {
        match self.0.binary_search_by_key(&field, |(field, _)| *field) {
            Ok(at) => {
                if let Some((_, known)) = self.0.get_mut(at) {
                    *known = known.intersect(set);
                }
            }
            Err(at) => self.0.insert(at, (field, set.clone())),
        }
    }

    fn and(mut self, field: Field, set: &RangeSet) -> Self {
        self.narrow(field, set);
        self
    }
}

/// The conjunctions of a rule; `port` is met by either port.
fn alternatives(fields: Fields, either_port: Option<(RangeSet, bool)>) -> Vec<Headers> {
    let fields = match either_port {
        None => vec![fields],
        Some((set, false)) => vec![
            fields.clone().and(Field::SourcePort, &set),
            fields.and(Field::DestinationPort, &set),
        ],
        Some((set, true)) => {
            let other = set.complement();
            vec![
                fields
                    .and(Field::SourcePort, &other)
                    .and(Field::DestinationPort, &other),
            ]
        }
    };
    fields.into_iter().map(|Fields(fields)| Headers(fields)).collect()
}

/// The states of a list, as far as the walk has them; `invalid` and `related` packets are not walked.
fn states(text: &str, negated: bool) -> Vec<ConnectionState> {
    let all = [
        ("new", ConnectionState::New),
        ("established", ConnectionState::Established),
        ("untracked", ConnectionState::Untracked),
    ];
    let named: Vec<&str> = text.split(',').collect();
    all.into_iter()
        .filter(|(name, _)| named.contains(name) != negated)
        .map(|(_, state)| state)
        .collect()
}

fn mark_test(text: &str, marks: &mut Marks) -> MarkTest {
    let (names, negated) = negated(text);
    MarkTest {
        any_of: names.split(',').map(|name| mark(name, marks)).collect(),
        negated,
    }
}

fn mark(name: &str, marks: &mut Marks) -> Mark {
    if name == "no-mark" {
        Mark::NONE
    } else {
        marks.mark(name)
    }
}

/// Reads `connection-nat-state`: met by a connection that is translated in one of the named ways.
fn translations(text: &str, negation: bool, matches: &mut Match) -> bool {
    match text {
        "dstnat" => set(&mut matches.destination_translated, !negation),
        "srcnat" => set(&mut matches.source_translated, !negation),
        "srcnat,dstnat" | "dstnat,srcnat" if negation => {
            matches.source_translated = Some(false);
            set(&mut matches.destination_translated, false)
        }
        _ => false,
    }
}

fn action(row: &ObservedRow, chain: &str, marks: &mut Marks, next_hop: &NextHop<'_>) -> Action {
    let pass_through = !matches!(row.get("passthrough"), Some("no" | "false"));
    let named = |attribute| given(row, attribute).unwrap_or_default();
    let addresses = || {
        given(row, "to-addresses")
            .and_then(values::addresses)
            .map(|addresses| addresses.set)
    };
    let ports = || given(row, "to-ports").and_then(values::numbers);
    match given(row, "action").unwrap_or("accept") {
        "accept" => Action::Accept,
        "drop" | "reject" | "tarpit" => Action::Drop,
        "jump" => Action::Jump(named("jump-target").to_owned()),
        "return" => Action::Return,
        "notrack" => Action::NoTrack,
        "fasttrack-connection" => Action::FastTrack,
        "mark-routing" => Action::MarkRouting {
            mark: marks.mark(named("new-routing-mark")),
            pass_through,
        },
        "mark-connection" => Action::MarkConnection {
            mark: mark(named("new-connection-mark"), marks),
            pass_through,
        },
        "mark-packet" => Action::MarkPacket {
            mark: mark(named("new-packet-mark"), marks),
            pass_through,
        },
        "route" => next_hop(named("route-dst")).map_or(Action::Continue, Action::Forward),
        "dst-nat" => Action::TranslateDestination {
            addresses: addresses(),
            ports: ports(),
        },
        "netmap" if chain == "dstnat" => Action::TranslateDestination {
            addresses: addresses(),
            ports: ports(),
        },
        "redirect" => Action::Redirect { ports: ports() },
        "masquerade" | "src-nat" | "netmap" | "same" => Action::TranslateSource,
        _ if pass_through => Action::Continue,
        _ => Action::Accept,
    }
}

/// The addresses on a list, as far as they are addresses.
pub(super) fn address_list(snapshot: &Snapshot, kind: &Kind, name: &str) -> RangeSet {
    let rows = snapshot
        .rows(kind)
        .iter()
        .filter(|row| is_enabled(row) && given(row, "list") == Some(name));
    let sets: Vec<RangeSet> = rows
        .filter_map(|row| given(row, "address").and_then(values::addresses))
        .map(|addresses| addresses.set)
        .collect();
    joined(sets.iter())
}
