//! Random small routers, and packets that stand for all that their rules tell apart.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use nnc_core::object::{Kind, RowId};
use nnc_core::walk::{
    Action, Chains, ConnectionState, Field, Headers, Interface, InterfaceId, Mark, MarkTest, Match, Model,
    Plane, RangeSet, Route, RoutingAction, RoutingRule, RowRef, Rule, Target, number,
};
use proptest::prelude::*;

use crate::single::Fields;

pub(crate) const LAN: InterfaceId = InterfaceId(0);
pub(crate) const LAN2: InterfaceId = InterfaceId(1);
pub(crate) const WAN: InterfaceId = InterfaceId(2);
pub(crate) const EXIT: InterfaceId = InterfaceId(3);
const TABLE: Mark = Mark(2);
const OTHER_TABLE: Mark = Mark(3);
pub(crate) const DEVICE: u64 = 0x02_00_00_00_00_01;
pub(crate) const OTHER: u64 = 0x02_00_00_00_00_02;
pub(crate) const GATEWAY: &str = "10.99.0.2";
pub(crate) const WAN_GATEWAY: &str = "203.0.113.1";

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

pub(crate) fn rule_of(matches: Match, action: Action) -> Rule {
    Rule {
        row: row(),
        matches,
        action,
    }
}

fn rule(forward: bool, actions: Vec<Action>) -> impl Strategy<Value = Rule> {
    (matches(forward), prop::sample::select(actions)).prop_map(|(matches, action)| rule_of(matches, action))
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
        // RouterOS takes it in mangle too.
        actions.push(Action::FastTrack);
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

pub(crate) fn route(prefix: &str, target: Target, distance: u8, gateway: Option<&str>) -> Route {
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

pub(crate) fn model() -> impl Strategy<Value = Model> {
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
            let mut model = home(Vec::new());
            model.resolver = resolver;
            model.v4 = Plane {
                tables,
                rules,
                raw,
                mangle,
                nat,
                filter,
                ..model.v4
            };
            model
        })
}

/// Two networks, an uplink and an exit, and nothing but routes of the main table.
pub(crate) fn home(main: Vec<Route>) -> Model {
    let mut model = Model::default();
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
        tables: BTreeMap::from([(Mark::MAIN, main)]),
        ..Plane::default()
    };
    model
}

/// Packets of the device that stand for all that the random rules tell apart.
pub(crate) fn packets() -> Vec<Fields> {
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

pub(crate) fn packet(
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
