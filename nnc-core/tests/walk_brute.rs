//! The packet walk gives the verdict that walking single packets gives, on random small routers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;
use nnc_core::object::{Kind, RowId};
use nnc_core::walk::{
    Action, Chains, ConnectionState, Field, Headers, Interface, InterfaceId, LeakKind, Mark, MarkTest, Match,
    Model, Phase, Plane, RangeSet, Route, RoutingAction, RoutingRule, RowRef, Rule, Selector, Steered,
    Target, World, leaks, number,
};
use proptest::prelude::*;

const LAN: InterfaceId = InterfaceId(0);
const LAN2: InterfaceId = InterfaceId(1);
const WAN: InterfaceId = InterfaceId(2);
const EXIT: InterfaceId = InterfaceId(3);
const TABLE: Mark = Mark(2);
const OTHER_TABLE: Mark = Mark(3);
const DEVICE: u64 = 0x02_00_00_00_00_01;
const OTHER: u64 = 0x02_00_00_00_00_02;
const GATEWAY: &str = "10.99.0.2";
const WAN_GATEWAY: &str = "203.0.113.1";

fn row() -> RowRef {
    RowRef {
        kind: Kind::new("test"),
        id: RowId(String::new()),
        comment: None,
    }
}

fn ip(text: &str) -> u128 {
    number(text.parse::<IpAddr>().unwrap())
}

// ---- one packet at a time -------------------------------------------------------------------------------------

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Connection {
    mark: Mark,
    destination: Option<u128>,
    port: Option<u128>,
    source_translated: bool,
    untracked: bool,
    out: InterfaceId,
    fast_tracked: bool,
    world: World,
}

#[derive(Debug, Clone)]
struct Walk<'a> {
    model: &'a Model,
    world: World,
    /// The fields as rules see them; `None` is not known.
    fields: BTreeMap<Field, Option<u128>>,
    state: ConnectionState,
    connection: Connection,
    packet_mark: Mark,
    routing_mark: Mark,
    forced: Option<InterfaceId>,
    out: Option<InterfaceId>,
    is_translated: bool,
    /// For an answer: the address and port that it goes to once translation is undone.
    client: Option<(u128, u128)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Next,
    Accepted,
    Dropped,
}

impl<'a> Walk<'a> {
    /// Whether it matches: each possible answer.
    fn matches(&self, matches: &Match) -> Vec<bool> {
        let sure = matches
            .states
            .as_ref()
            .is_none_or(|states| states.contains(&self.state))
            && matches
                .out_interface
                .as_ref()
                .is_none_or(|set| self.out.is_some_and(|out| set.contains(out.0.into())))
            && holds(matches.connection_mark.as_ref(), self.connection.mark)
            && holds(matches.packet_mark.as_ref(), self.packet_mark)
            && holds(matches.routing_mark.as_ref(), self.routing_mark)
            && matches
                .destination_translated
                .is_none_or(|wanted| wanted == self.is_translated)
            && matches
                .source_translated
                .is_none_or(|wanted| wanted == self.connection.source_translated);
        if !sure {
            return vec![false];
        }
        let mut unknown = !matches.undecided.is_empty();
        let fits = matches.headers.iter().any(|headers| {
            headers
                .0
                .iter()
                .all(|(field, set)| match self.fields.get(field).copied().flatten() {
                    Some(value) => set.contains(value),
                    None => {
                        unknown |= !set.is_all();
                        true
                    }
                })
        });
        match (fits, unknown) {
            (false, _) => vec![false],
            (true, false) => vec![true],
            (true, true) => vec![true, false],
        }
    }

    fn run(self, chains: &'a Chains, chain: &str) -> Vec<Self> {
        let ends = self.chain(chains, chain, 0);
        ends.into_iter()
            .filter(|(_, end)| *end != End::Dropped)
            .map(|(walk, _)| walk)
            .collect()
    }

    fn chain(self, chains: &'a Chains, chain: &str, depth: u8) -> Vec<(Self, End)> {
        let rules = chains.get(chain).map(Vec::as_slice).unwrap_or_default();
        self.rules(chains, rules, depth)
    }

    fn rules(self, chains: &'a Chains, rules: &'a [Rule], depth: u8) -> Vec<(Self, End)> {
        let Some((rule, rest)) = rules.split_first() else {
            return vec![(self, End::Next)];
        };
        let mut ends = Vec::new();
        for matched in self.matches(&rule.matches) {
            if !matched {
                ends.extend(self.clone().rules(chains, rest, depth));
                continue;
            }
            let mut walk = self.clone();
            let passes = match &rule.action {
                Action::Accept => Err(End::Accepted),
                Action::Drop => Err(End::Dropped),
                Action::Return => Err(End::Next),
                Action::Continue => Ok(()),
                Action::Jump(target) => {
                    assert!(depth < 5);
                    for (walk, end) in walk.chain(chains, target, depth + 1) {
                        if end == End::Next {
                            ends.extend(walk.rules(chains, rest, depth));
                        } else {
                            ends.push((walk, end));
                        }
                    }
                    continue;
                }
                Action::MarkRouting { mark, pass_through } => {
                    walk.routing_mark = *mark;
                    pass_through.then_some(()).ok_or(End::Accepted)
                }
                Action::MarkConnection { mark, pass_through } => {
                    if walk.state != ConnectionState::Untracked {
                        walk.connection.mark = *mark;
                    }
                    pass_through.then_some(()).ok_or(End::Accepted)
                }
                Action::MarkPacket { mark, pass_through } => {
                    walk.packet_mark = *mark;
                    pass_through.then_some(()).ok_or(End::Accepted)
                }
                Action::FastTrack => {
                    let protocol = walk.fields[&Field::Protocol].unwrap();
                    if (protocol == 6 || protocol == 17) && walk.state != ConnectionState::Untracked {
                        walk.connection.fast_tracked = true;
                    }
                    Ok(())
                }
                Action::NoTrack => {
                    walk.state = ConnectionState::Untracked;
                    walk.connection.untracked = true;
                    Err(End::Accepted)
                }
                Action::Forward(id) => {
                    walk.forced = Some(*id);
                    Err(End::Accepted)
                }
                Action::TranslateDestination { addresses, ports } => {
                    walk.connection.destination = addresses.as_ref().map(|set| set.first().unwrap());
                    walk.connection.port = ports.as_ref().map(|set| set.first().unwrap());
                    Err(End::Accepted)
                }
                Action::Redirect { ports } => {
                    // The model does not say which of the router's addresses.
                    walk.connection.port = ports.as_ref().map(|set| set.first().unwrap());
                    for (address, _) in walk.model.v4.local.ranges() {
                        let mut walk = walk.clone();
                        walk.connection.destination = Some(address);
                        ends.push((walk, End::Accepted));
                    }
                    continue;
                }
                Action::TranslateSource => {
                    walk.connection.source_translated = true;
                    Err(End::Accepted)
                }
            };
            match passes {
                Ok(()) => ends.extend(walk.rules(chains, rest, depth)),
                Err(end) => ends.push((walk, end)),
            }
        }
        ends
    }

    fn translate(&mut self) {
        if let Some(destination) = self.connection.destination {
            self.fields.insert(Field::Destination, Some(destination));
        }
        if let Some(port) = self.connection.port {
            self.fields.insert(Field::DestinationPort, Some(port));
        }
        self.is_translated = self.connection.destination.is_some() || self.connection.port.is_some();
    }

    fn destination(&self) -> u128 {
        self.fields[&Field::Destination].unwrap()
    }

    /// The exits that a table gives: `None` where it has no route, an empty list where the route leads nowhere.
    fn lookup(&self, table: Mark, longer_than: Option<u8>) -> Option<Vec<InterfaceId>> {
        let down: Vec<InterfaceId> = match self.world {
            World::InterfaceDown(id) => self.model.down_with(id),
            _ => Vec::new(),
        };
        let routes = self
            .model
            .v4
            .tables
            .get(&table)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let usable: Vec<&Route> = routes
            .iter()
            .filter(|route| RangeSet::networks([route.prefix]).contains(self.destination()))
            .filter(|route| longer_than.is_none_or(|length| route.prefix.prefix_len() > length))
            .filter(|route| !route.interfaces.iter().any(|id| down.contains(id)))
            .filter(|route| !matches!(self.world, World::GatewayDown(gateway) if route.gateways.contains(&gateway)))
            .collect();
        let best = usable
            .iter()
            .map(|route| (128 - route.prefix.prefix_len(), route.distance))
            .min()?;
        let chosen = usable
            .iter()
            .filter(|route| (128 - route.prefix.prefix_len(), route.distance) == best);
        Some(
            chosen
                .filter_map(|route| match route.target {
                    Target::Interface(id) => Some(id),
                    Target::Nowhere => None,
                })
                .collect(),
        )
    }

    fn route(&self) -> Vec<InterfaceId> {
        if let Some(forced) = self.forced {
            return vec![forced];
        }
        if self.routing_mark != Mark::NONE
            && self.routing_mark != Mark::MAIN
            && let Some(exits) = self.lookup(self.routing_mark, None)
        {
            return exits;
        }
        for rule in &self.model.v4.rules {
            if self.matches(&rule.matches) != [true] {
                continue;
            }
            match rule.action {
                RoutingAction::Drop => return Vec::new(),
                RoutingAction::Lookup {
                    table,
                    only,
                    longer_than,
                } => match self.lookup(table, longer_than) {
                    Some(exits) => return exits,
                    None if only => return Vec::new(),
                    None => {}
                },
            }
        }
        self.lookup(Mark::MAIN, None).unwrap_or_default()
    }

    /// What becomes of it: each possible end, with the exit, or none if the router itself got it.
    fn pass(self, first: bool) -> Vec<(Self, Option<InterfaceId>)> {
        let plane = &self.model.v4;
        let incoming = match self.world {
            World::InterfaceDown(id) => self.model.down_with(id),
            _ => Vec::new(),
        };
        let came_by = self.fields[&Field::InInterface].unwrap();
        if incoming.iter().any(|id| u128::from(id.0) == came_by) {
            return Vec::new();
        }
        let mut ends = Vec::new();
        let marked: Vec<Self> = self
            .run(&plane.raw, "prerouting")
            .into_iter()
            .flat_map(|walk| walk.run(&plane.mangle, "prerouting"))
            .collect();
        for walk in marked {
            let translated = if first && walk.state == ConnectionState::New {
                walk.run(&plane.nat, "dstnat")
            } else {
                vec![walk]
            };
            for mut walk in translated {
                walk.translate_or_undo(first);
                if plane.local.contains(walk.destination()) {
                    let inside = walk
                        .run(&plane.mangle, "input")
                        .into_iter()
                        .flat_map(|walk| walk.run(&plane.filter, "input"));
                    ends.extend(inside.map(|walk| (walk, None)));
                    continue;
                }
                for out in walk.route() {
                    let mut walk = walk.clone();
                    walk.out = Some(out);
                    let mut left: Vec<Self> = walk
                        .run(&plane.mangle, "forward")
                        .into_iter()
                        .flat_map(|walk| walk.run(&plane.filter, "forward"))
                        .flat_map(|walk| walk.run(&plane.mangle, "postrouting"))
                        .collect();
                    if first {
                        left = left
                            .into_iter()
                            .flat_map(|walk| {
                                if walk.state == ConnectionState::New {
                                    walk.run(&plane.nat, "srcnat")
                                } else {
                                    vec![walk]
                                }
                            })
                            .collect();
                    }
                    ends.extend(left.into_iter().map(|walk| (walk, Some(out))));
                }
            }
        }
        ends
    }

    fn translate_or_undo(&mut self, first: bool) {
        if let Some((address, port)) = self.client {
            self.fields.insert(Field::Destination, Some(address));
            self.fields.insert(Field::DestinationPort, Some(port));
        } else if first || self.state == ConnectionState::Established {
            self.translate();
        }
    }
}

fn holds(test: Option<&MarkTest>, mark: Mark) -> bool {
    test.is_none_or(|test| test.any_of.contains(&mark) != test.negated)
}

type Fields = BTreeMap<Field, Option<u128>>;

fn worlds(model: &Model, closed: bool) -> Vec<World> {
    let mut worlds = vec![World::AllUp];
    if closed {
        worlds.extend([GATEWAY, WAN_GATEWAY].map(|gateway| World::GatewayDown(gateway.parse().unwrap())));
        worlds.extend(model.interface_ids().map(|(id, _)| World::InterfaceDown(id)));
    }
    worlds
}

fn judge(
    model: &Model,
    walk: &Walk<'_>,
    out: Option<InterfaceId>,
    phase: Phase,
) -> Option<(LeakKind, Phase)> {
    let Some(out) = out else {
        let query = walk.fields[&Field::DestinationPort] == Some(53)
            && [Some(6), Some(17)].contains(&walk.fields[&Field::Protocol]);
        return (query && model.resolver).then_some((LeakKind::OwnResolver, phase));
    };
    let near = |id| model.v4.connected_to(id).contains(walk.destination());
    let spared = phase == Phase::FastTracked && [LAN, LAN2, EXIT].into_iter().any(near);
    let fine = out == EXIT || (out != WAN && near(out)) || spared;
    (!fine).then(|| {
        (
            LeakKind::OtherWay(model.interface(out).unwrap().name.clone()),
            phase,
        )
    })
}

/// All ways in which one packet's connection leaks.
fn brute(model: &Model, closed: bool, fields: &Fields) -> BTreeSet<(LeakKind, Phase)> {
    let worlds = worlds(model, closed);
    let mut found = BTreeSet::new();
    let fresh = |world, state, connection: &Connection| Walk {
        model,
        world,
        fields: fields.clone(),
        state,
        connection: connection.clone(),
        packet_mark: Mark::NONE,
        routing_mark: Mark::NONE,
        forced: None,
        out: None,
        is_translated: false,
        client: None,
    };
    let none = Connection {
        mark: Mark::NONE,
        destination: None,
        port: None,
        source_translated: false,
        untracked: false,
        out: EXIT,
        fast_tracked: false,
        world: World::AllUp,
    };
    let mut waiting = Vec::new();
    let mut seen = BTreeSet::new();
    for world in &worlds {
        for (walk, out) in fresh(*world, ConnectionState::New, &none).pass(true) {
            let leak = judge(model, &walk, out, Phase::New);
            if let (None, Some(out)) = (&leak, out) {
                waiting.push(Connection {
                    out,
                    world: *world,
                    ..walk.connection
                });
            }
            found.extend(leak);
        }
    }
    while let Some(connection) = waiting.pop() {
        if connection.untracked || !seen.insert(connection.clone()) {
            continue;
        }
        let calm = Connection {
            fast_tracked: false,
            ..connection.clone()
        };
        let ahead = |world: &&World| connection.world == World::AllUp || connection.world == **world;
        for world in worlds.iter().filter(ahead) {
            if connection.fast_tracked {
                let mut walk = fresh(*world, ConnectionState::Established, &connection);
                walk.translate();
                for out in walk.lookup(Mark::MAIN, None).unwrap_or_default() {
                    let down = match world {
                        World::InterfaceDown(id) => model.down_with(*id),
                        _ => Vec::new(),
                    };
                    if !down
                        .iter()
                        .any(|id| u128::from(id.0) == walk.fields[&Field::InInterface].unwrap())
                    {
                        found.extend(judge(model, &walk, Some(out), Phase::FastTracked));
                    }
                }
            }
            for (walk, out) in fresh(*world, ConnectionState::Established, &calm).pass(false) {
                let leak = judge(model, &walk, out, Phase::Established);
                if leak.is_none() && out.is_some() {
                    waiting.push(Connection {
                        out: calm.out,
                        world: *world,
                        untracked: false,
                        ..walk.connection.clone()
                    });
                }
                found.extend(leak);
            }
            let mut answer = fresh(*world, ConnectionState::Established, &calm);
            let client = fields[&Field::Source].unwrap();
            let client_port = fields[&Field::SourcePort].unwrap();
            answer.client = Some((client, client_port));
            let server = calm.destination.or(fields[&Field::Destination]);
            let port = calm.port.or(fields[&Field::DestinationPort]);
            let hidden = calm.source_translated;
            answer.fields = BTreeMap::from([
                (Field::InInterface, Some(calm.out.0.into())),
                (Field::SourceMac, Some(OTHER.into())),
                (Field::Source, server),
                (Field::SourcePort, port),
                (Field::Protocol, fields[&Field::Protocol]),
                (Field::Destination, (!hidden).then_some(client)),
                (Field::DestinationPort, (!hidden).then_some(client_port)),
            ]);
            answer.is_translated = calm.destination.is_some() || calm.port.is_some();
            for (walk, out) in answer.pass(false) {
                if out.is_some() {
                    waiting.push(Connection {
                        out: calm.out,
                        world: *world,
                        untracked: false,
                        ..walk.connection.clone()
                    });
                }
            }
        }
    }
    found
}

// ---- random routers --------------------------------------------------------------------------------------------

const DESTINATIONS: [&str; 11] = [
    "8.8.8.8",
    "192.168.2.1",
    "10.99.0.1",
    "203.0.113.2",
    "192.168.77.7",
    "1.1.1.1",
    "192.168.1.7",
    "192.168.2.7",
    "192.168.1.1",
    "10.99.0.2",
    "203.0.113.9",
];

fn destination_set() -> impl Strategy<Value = RangeSet> {
    let networks = prop::sample::select(vec![
        "8.0.0.0/8",
        "192.168.1.0/24",
        "192.168.0.0/16",
        "192.168.2.0/24",
        "10.99.0.0/24",
        "0.0.0.0/0",
        "203.0.113.0/24",
    ]);
    (networks, any::<bool>()).prop_map(|(network, negated)| {
        let set = RangeSet::networks([network.parse::<IpNet>().unwrap()]);
        if negated { set.complement() } else { set }
    })
}

fn headers() -> impl Strategy<Value = Headers> {
    let options = (
        prop::option::weighted(0.3, prop::sample::select(vec![LAN, LAN2, EXIT])),
        prop::option::weighted(0.4, any::<bool>()),
        prop::option::weighted(0.3, any::<bool>()),
        prop::option::weighted(0.4, destination_set()),
        prop::option::weighted(0.3, prop::sample::select(vec![6_u128, 17])),
        prop::option::weighted(0.25, any::<bool>()),
    );
    options.prop_map(|(interface, mac, source, destination, protocol, port)| {
        let either = |set: RangeSet, negated: bool| if negated { set.complement() } else { set };
        let mut fields = Vec::new();
        fields.extend(interface.map(|id| (Field::InInterface, id.set())));
        fields.extend(mac.map(|negated| (Field::SourceMac, either(RangeSet::one(DEVICE.into()), negated))));
        let source =
            source.map(|negated| either(RangeSet::networks(["192.168.1.0/24".parse().unwrap()]), negated));
        fields.extend(source.map(|set| (Field::Source, set)));
        fields.extend(destination.map(|set| (Field::Destination, set)));
        fields.extend(protocol.map(|number| (Field::Protocol, RangeSet::one(number))));
        fields.extend(port.map(|negated| (Field::DestinationPort, either(RangeSet::one(53), negated))));
        Headers(fields)
    })
}

fn mark_test() -> impl Strategy<Value = Option<MarkTest>> {
    let test = (
        prop::sample::select(vec![Mark::NONE, TABLE, OTHER_TABLE]),
        any::<bool>(),
    )
        .prop_map(|(mark, negated)| MarkTest {
            any_of: vec![mark],
            negated,
        });
    prop::option::weighted(0.15, test)
}

fn matches(forward: bool) -> impl Strategy<Value = Match> {
    let out = prop::option::weighted(
        if forward { 0.4 } else { 0.01 },
        (prop::sample::select(vec![WAN, EXIT, LAN2]), any::<bool>()),
    );
    let states = prop::option::weighted(
        0.3,
        prop::sample::select(vec![
            vec![ConnectionState::New],
            vec![ConnectionState::Established],
            vec![ConnectionState::Untracked, ConnectionState::Established],
        ]),
    );
    let nat = (
        prop::option::weighted(0.08, any::<bool>()),
        prop::option::weighted(0.08, any::<bool>()),
    );
    let alternatives =
        prop_oneof![5 => prop::collection::vec(headers(), 1), 1 => prop::collection::vec(headers(), 2)];
    (
        alternatives,
        out,
        states,
        [mark_test(), mark_test(), mark_test()],
        nat,
        prop::bool::weighted(0.05),
    )
        .prop_map(
            |(headers, out, states, [connection_mark, packet_mark, routing_mark], nat, undecided)| Match {
                headers,
                out_interface: out
                    .map(|(id, negated)| if negated { id.set().complement() } else { id.set() }),
                states,
                connection_mark,
                packet_mark,
                routing_mark,
                destination_translated: nat.0,
                source_translated: nat.1,
                undecided: if undecided {
                    vec!["limit".to_owned()]
                } else {
                    Vec::new()
                },
            },
        )
}

fn rule(forward: bool, actions: Vec<Action>) -> impl Strategy<Value = Rule> {
    (matches(forward), prop::sample::select(actions)).prop_map(|(matches, action)| Rule {
        row: row(),
        matches,
        action,
    })
}

fn chains(named: Vec<(&'static str, bool, Vec<Action>)>) -> impl Strategy<Value = Chains> {
    let chains: Vec<_> = named
        .into_iter()
        .map(|(name, forward, actions)| {
            prop::collection::vec(rule(forward, actions), 0..4)
                .prop_map(move |rules| (name.to_owned(), rules))
        })
        .collect();
    chains.prop_map(|chains| chains.into_iter().collect())
}

fn mangle() -> impl Strategy<Value = Chains> {
    let marks = |jump: bool| {
        let mut actions = vec![Action::Accept, Action::Return, Action::Continue];
        for pass_through in [true, false] {
            actions.push(Action::MarkRouting {
                mark: TABLE,
                pass_through,
            });
            actions.push(Action::MarkRouting {
                mark: TABLE,
                pass_through,
            });
            actions.push(Action::MarkRouting {
                mark: OTHER_TABLE,
                pass_through,
            });
            actions.push(Action::MarkConnection {
                mark: TABLE,
                pass_through,
            });
            actions.push(Action::MarkPacket {
                mark: TABLE,
                pass_through,
            });
        }
        if jump {
            actions.extend([
                Action::Jump("own".into()),
                Action::Jump("own".into()),
                Action::Forward(WAN),
            ]);
        }
        actions
    };
    chains(vec![
        ("prerouting", false, marks(true)),
        ("own", false, marks(false)),
        ("forward", true, marks(false)),
        ("postrouting", true, marks(false)),
        ("input", false, marks(false)),
    ])
}

fn filter() -> impl Strategy<Value = Chains> {
    let actions = |forward: bool| {
        let mut actions = vec![
            Action::Accept,
            Action::Drop,
            Action::Drop,
            Action::Jump("more".into()),
        ];
        if forward {
            actions.extend([Action::FastTrack, Action::FastTrack]);
        }
        actions
    };
    chains(vec![
        ("forward", true, actions(true)),
        ("input", false, actions(false)),
        (
            "more",
            true,
            vec![Action::Accept, Action::Drop, Action::Return, Action::FastTrack],
        ),
    ])
}

fn nat() -> impl Strategy<Value = Chains> {
    let to = |address: &str| Action::TranslateDestination {
        addresses: Some(RangeSet::one(ip(address))),
        ports: None,
    };
    chains(vec![
        (
            "dstnat",
            false,
            vec![
                Action::Accept,
                to("10.99.0.2"),
                to("192.168.2.7"),
                to("8.8.8.8"),
                Action::Redirect {
                    ports: Some(RangeSet::one(53)),
                },
                Action::TranslateDestination {
                    addresses: None,
                    ports: Some(RangeSet::one(53)),
                },
            ],
        ),
        ("srcnat", true, vec![Action::Accept, Action::TranslateSource]),
    ])
}

fn route(prefix: &str, target: Target, distance: u8, gateway: Option<&str>) -> Route {
    let interfaces = match target {
        Target::Interface(id) => vec![id],
        Target::Nowhere => Vec::new(),
    };
    Route {
        row: row(),
        prefix: prefix.parse().unwrap(),
        target,
        distance,
        gateways: gateway
            .map(|gateway| gateway.parse().unwrap())
            .into_iter()
            .collect(),
        interfaces,
    }
}

fn tables() -> impl Strategy<Value = BTreeMap<Mark, Vec<Route>>> {
    let more = || {
        prop::sample::subsequence(
            vec![
                route("0.0.0.0/0", Target::Interface(EXIT), 1, Some(GATEWAY)),
                route("0.0.0.0/0", Target::Interface(EXIT), 1, None),
                route("0.0.0.0/0", Target::Nowhere, 250, None),
                route("0.0.0.0/0", Target::Interface(WAN), 2, None),
                route("8.0.0.0/8", Target::Interface(WAN), 1, Some(WAN_GATEWAY)),
                route("8.0.0.0/8", Target::Interface(EXIT), 1, None),
                route("192.168.0.0/16", Target::Nowhere, 1, None),
            ],
            0..4,
        )
    };
    (more(), more(), more(), any::<bool>()).prop_map(|(main_extra, own, other, default)| {
        let mut main = vec![
            route("192.168.1.0/24", Target::Interface(LAN), 0, None),
            route("192.168.2.0/24", Target::Interface(LAN2), 0, None),
            route("203.0.113.0/24", Target::Interface(WAN), 0, None),
            route("10.99.0.0/24", Target::Interface(EXIT), 0, None),
        ];
        if default {
            main.push(route("0.0.0.0/0", Target::Interface(WAN), 1, Some(WAN_GATEWAY)));
            main.extend(
                main_extra
                    .into_iter()
                    .filter(|route| route.distance > 1 || route.prefix.prefix_len() == 8),
            );
        }
        BTreeMap::from([(Mark::MAIN, main), (TABLE, own), (OTHER_TABLE, other)])
    })
}

fn routing_rules() -> impl Strategy<Value = Vec<RoutingRule>> {
    let tables = prop::sample::select(vec![Mark::MAIN, TABLE, OTHER_TABLE]);
    let action = prop_oneof![
        8 => (tables, any::<bool>(), prop::option::weighted(0.2, Just(0_u8)))
            .prop_map(|(table, only, longer_than)| RoutingAction::Lookup { table, only, longer_than }),
        1 => Just(RoutingAction::Drop),
    ];
    let rule = (headers(), mark_test(), action).prop_map(|(mut headers, routing_mark, action)| {
        headers
            .0
            .retain(|(field, _)| matches!(field, Field::InInterface | Field::Source | Field::Destination));
        let matches = Match {
            headers: vec![headers],
            routing_mark,
            ..Match::default()
        };
        RoutingRule {
            row: row(),
            matches,
            action,
        }
    });
    prop::collection::vec(rule, 0..3)
}

fn model() -> impl Strategy<Value = Model> {
    let raw = chains(vec![(
        "prerouting",
        false,
        vec![Action::Accept, Action::NoTrack, Action::Drop],
    )]);
    // Most routers have no such rules, and few packets get past many.
    let raw = prop_oneof![4 => Just(Chains::new()), 1 => raw];
    (
        tables(),
        routing_rules(),
        raw,
        mangle(),
        nat(),
        filter(),
        any::<bool>(),
    )
        .prop_map(|(tables, rules, raw, mangle, nat, filter, resolver)| {
            let mut model = Model {
                resolver,
                ..Model::default()
            };
            for name in ["lan", "lan2", "wan", "exit"] {
                let (uplink, service) = (name == "wan", name == "exit");
                let parent = service.then_some(LAN2);
                model.interfaces.push(Interface {
                    name: name.into(),
                    parent,
                    uplink,
                    service,
                });
            }
            assert_eq!(
                (model.marks.mark("own"), model.marks.mark("other")),
                (TABLE, OTHER_TABLE)
            );
            let net = |text: &str| text.parse::<IpNet>().unwrap();
            model.v4 = Plane {
                local: RangeSet::of(
                    ["192.168.1.1", "192.168.2.1", "203.0.113.2", "10.99.0.1"].map(|a| (ip(a), ip(a))),
                ),
                connected: vec![
                    (net("192.168.1.0/24"), LAN),
                    (net("192.168.2.0/24"), LAN2),
                    (net("203.0.113.0/24"), WAN),
                    (net("10.99.0.0/24"), EXIT),
                ],
                tables,
                rules,
                raw,
                mangle,
                nat,
                filter,
            };
            model
        })
}

/// Packets of the device that stand for all that the random rules tell apart.
fn packets() -> Vec<Fields> {
    let mut packets = Vec::new();
    for (interface, source) in [(LAN, "192.168.1.50"), (LAN2, "192.168.2.50")] {
        for destination in DESTINATIONS {
            for protocol in [6, 17, 1] {
                for (source_port, port) in [(1000, 53), (1000, 80), (53, 53), (53, 80)] {
                    packets.push(packet(
                        interface,
                        source,
                        destination,
                        protocol,
                        source_port,
                        port,
                    ));
                }
            }
        }
    }
    packets
}

fn packet(
    interface: InterfaceId,
    source: &str,
    destination: &str,
    protocol: u128,
    source_port: u128,
    port: u128,
) -> Fields {
    BTreeMap::from([
        (Field::InInterface, Some(interface.0.into())),
        (Field::SourceMac, Some(DEVICE.into())),
        (Field::Source, Some(ip(source))),
        (Field::Destination, Some(ip(destination))),
        (Field::Protocol, Some(protocol)),
        (Field::SourcePort, Some(source_port)),
        (Field::DestinationPort, Some(port)),
    ])
}

fn cases() -> u32 {
    if std::env::var_os("NNC_SOAK").is_some() {
        20_000
    } else {
        500
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sets_of_packets_fare_as_single_packets_do(model in model(), closed in any::<bool>()) {
        let device = Steered {
            name: "tv".into(),
            selector: Selector::Mac(DEVICE),
            rank: 0,
            exit: EXIT,
            closed,
            ipv4_only: true,
        };
        let report = leaks(&model, &[device]);
        prop_assert!(report.undecided.is_empty());
        let singly: BTreeSet<_> = packets().iter().flat_map(|packet| brute(&model, closed, packet)).collect();
        prop_assert_eq!(report.leaks.is_empty(), singly.is_empty(), "walk {:#?}\nsingly {:?}", report.leaks, singly);
        for leak in &report.leaks {
            let interface = model.interface_named(&leak.packet.in_interface).unwrap();
            let fields = packet(
                interface,
                &leak.packet.source.to_string(),
                &leak.packet.destination.to_string(),
                leak.packet.protocol.into(),
                leak.packet.source_port.into(),
                leak.packet.destination_port.into(),
            );
            prop_assert!(
                brute(&model, closed, &fields).contains(&(leak.kind.clone(), leak.phase)),
                "no such leak: {leak:#?}"
            );
        }
    }
}
