//! One packet at a time through a model, by the plainest means.

use std::collections::{BTreeMap, BTreeSet};

use nnc_core::walk::{
    Action, Chains, ConnectionState, Field, InterfaceId, LeakKind, Mark, MarkTest, Match, Model, Phase,
    RangeSet, Route, RoutingAction, Rule, Target, World,
};

use crate::routers::{EXIT, GATEWAY, LAN, LAN2, OTHER, WAN, WAN_GATEWAY};

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

pub(crate) type Fields = BTreeMap<Field, Option<u128>>;

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
pub(crate) fn brute(model: &Model, closed: bool, fields: &Fields) -> BTreeSet<(LeakKind, Phase)> {
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
