//! Snapshots as models of the packet walk, worked out by hand from the RouterOS manual; and whether a controller
//! still reaches the router.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use nnc_core::object::{Kind, ObservedRow, RowId, Snapshot};
use nnc_core::walk::{
    Action, Contact, Field, Lockout, Mark, Match, Model, RangeSet, Rule, Target, lockout, number,
};
use nnc_routeros::walk::model;

/// A snapshot from lines such as `/ip/route dst-address=0.0.0.0/0 gateway=192.0.2.1`.
fn snapshot(text: &str) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (at, line) in text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .enumerate()
    {
        let mut words = line.split_whitespace();
        let kind = Kind::from(words.next().unwrap().to_owned());
        let attributes = words.map(|word| {
            let (name, value) = word.split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        });
        snapshot.kinds.entry(kind).or_default().push(ObservedRow {
            id: RowId(format!("*{at:X}")),
            attributes: attributes.collect(),
            mark: None,
            dynamic: false,
        });
    }
    snapshot
}

const HOME: &str = "
    /interface name=ether1 type=ether
    /interface name=bridge type=bridge
    /interface name=vlan9 type=vlan
    /interface/vlan name=vlan9 interface=ether1 vlan-id=9
    /ip/address address=192.0.2.2/24 interface=ether1
    /ip/address address=192.168.88.1/24 interface=bridge
    /ip/address address=10.9.0.1/24 interface=vlan9
    /ip/route dst-address=0.0.0.0/0 gateway=192.0.2.1
    /routing/table name=a fib=
    /routing/table name=b fib=no
";

fn home(more: &str) -> Model {
    model(&snapshot(&format!("{HOME}{more}")))
}

fn rule<'a>(model: &'a Model, chain: &str) -> &'a Rule {
    &model.v4.filter[chain][0]
}

fn header(matches: &Match, field: Field) -> RangeSet {
    let fields = &matches.headers[0].0;
    fields
        .iter()
        .find(|(known, _)| *known == field)
        .map_or(RangeSet::ALL, |(_, set)| set.clone())
}

fn ids(model: &Model, names: &[&str]) -> RangeSet {
    RangeSet::of(names.iter().map(|name| {
        let id = model.interface_named(name).unwrap().0;
        (id.into(), id.into())
    }))
}

#[test]
fn interface_lists_take_included_members_drop_excluded_ones_and_then_add_their_own() {
    let model = home(
        "/interface/list name=WAN
        /interface/list name=LAN
        /interface/list name=all-but-lan include=all exclude=LAN
        /interface/list name=mixed include=WAN,LAN exclude=LAN
        /interface/list/member list=WAN interface=ether1
        /interface/list/member list=LAN interface=bridge
        /interface/list/member list=LAN interface=vlan9 disabled=true
        /interface/list/member list=mixed interface=bridge
        /ip/firewall/filter chain=one action=drop in-interface-list=all-but-lan
        /ip/firewall/filter chain=two action=drop in-interface-list=mixed
        /ip/firewall/filter chain=three action=drop in-interface-list=!LAN
        /ip/firewall/filter chain=four action=drop in-interface-list=unknown",
    );
    let set = |chain: &str| header(&rule(&model, chain).matches, Field::InInterface);
    let bridge = ids(&model, &["bridge"]);
    assert_eq!(set("one"), bridge.complement());
    assert_eq!(
        set("two"),
        ids(&model, &["ether1", "bridge"]),
        "excluded members that are static stay"
    );
    assert_eq!(set("three"), bridge.complement());
    assert!(set("four").is_empty());
}

#[test]
fn built_in_interface_lists_have_their_members() {
    let mut seen = snapshot(&format!(
        "{HOME}
        /interface name=guest-1 type=ppp-in
        /interface/list name=static
        /interface/list name=fixed include=static exclude=LAN
        /interface/list/member list=LAN interface=bridge
        /ip/firewall/filter chain=one action=drop in-interface-list=static
        /ip/firewall/filter chain=two action=drop in-interface-list=dynamic
        /ip/firewall/filter chain=three action=drop in-interface-list=fixed"
    ));
    let interfaces = seen.kinds.get_mut(&Kind::new("/interface")).unwrap();
    interfaces.last_mut().unwrap().dynamic = true;
    let model = model(&seen);
    let set = |chain: &str| header(&rule(&model, chain).matches, Field::InInterface);
    assert_eq!(set("one"), ids(&model, &["ether1", "bridge", "vlan9"]));
    assert_eq!(set("two"), ids(&model, &["guest-1"]));
    assert_eq!(set("three"), ids(&model, &["ether1", "vlan9"]));
}

#[test]
fn matchers_are_read_as_the_manual_says() {
    let model = home(
        "/ip/firewall/address-list list=near address=192.168.0.0/16
        /ip/firewall/address-list list=near address=10.0.0.1-10.0.0.9
        /ip/firewall/address-list list=near address=example.com
        /ip/firewall/address-list list=near address=8.8.8.8 disabled=true
        /ip/firewall/filter chain=list action=accept dst-address-list=!near
        /ip/firewall/filter chain=ports action=accept protocol=udp port=53
        /ip/firewall/filter chain=type action=accept dst-address-type=!local
        /ip/firewall/filter chain=limit action=drop limit=10,5:packet
        /ip/firewall/filter chain=off action=drop disabled=true
        /ip/firewall/filter chain=invalid action=drop invalid=true
        /ip/firewall/filter chain=grow action=add-src-to-address-list address-list=bad
        /ip/firewall/filter chain=grown action=drop src-address-list=bad",
    );
    let near = RangeSet::networks(["192.168.0.0/16".parse().unwrap()])
        .union(&RangeSet::of([(0x0a00_0001, 0x0a00_0009)]));
    assert_eq!(
        header(&rule(&model, "list").matches, Field::Destination),
        near.complement()
    );
    let ports = &rule(&model, "ports").matches;
    assert_eq!(ports.headers.len(), 2, "either port");
    assert_eq!(header(ports, Field::Protocol), RangeSet::one(17));
    let elsewhere = header(&rule(&model, "type").matches, Field::Destination);
    assert!(!elsewhere.contains(number("192.168.88.1".parse().unwrap())));
    assert!(elsewhere.contains(number("192.168.88.2".parse().unwrap())));
    assert_eq!(rule(&model, "limit").matches.undecided, ["limit=10,5:packet"]);
    assert!(!model.v4.filter.contains_key("off") && !model.v4.filter.contains_key("invalid"));
    assert_eq!(rule(&model, "grow").action, Action::Continue);
    assert_eq!(
        rule(&model, "grown").matches.undecided.len(),
        1,
        "nobody knows who is on it"
    );
}

#[test]
fn routes_know_what_they_need() {
    let mut model = home(
        "/ip/route dst-address=10.0.0.0/8 gateway=192.168.88.2 check-gateway=ping distance=5
        /ip/route dst-address=10.1.0.0/16 gateway=203.0.113.1
        /ip/route dst-address=203.0.113.1/32 gateway=192.0.2.7 scope=10
        /ip/route dst-address=10.2.0.0/16 gateway=198.51.100.1
        /ip/route dst-address=10.3.0.0/16 blackhole=
        /ip/route dst-address=10.4.0.0/16 gateway=bridge disabled=true
        /ip/route dst-address=0.0.0.0/0 gateway=10.9.0.2 routing-table=a
        /ip/route dst-address=0.0.0.0/0 gateway=10.9.0.2 routing-table=b",
    );
    let id = |name: &str| model.interface_named(name).unwrap();
    let (ether1, bridge, vlan9) = (id("ether1"), id("bridge"), id("vlan9"));
    let find = |table: Mark, prefix: &str| {
        let prefix = prefix.parse().unwrap();
        model
            .v4
            .tables
            .get(&table)
            .and_then(|routes| routes.iter().find(|route| route.prefix == prefix))
    };
    let ten = find(Mark::MAIN, "10.0.0.0/8").unwrap();
    assert_eq!(
        (&ten.target, ten.distance, ten.gateways.len()),
        (&Target::Interface(bridge), 5, 1)
    );
    assert_eq!(
        find(Mark::MAIN, "10.1.0.0/16").unwrap().target,
        Target::Interface(ether1),
        "a recursive gateway"
    );
    assert_eq!(
        find(Mark::MAIN, "10.2.0.0/16"),
        None,
        "default routes have too wide a scope to resolve gateways"
    );
    assert_eq!(find(Mark::MAIN, "10.3.0.0/16").unwrap().target, Target::Nowhere);
    assert_eq!(find(Mark::MAIN, "10.4.0.0/16"), None);
    assert_eq!(model.interface(vlan9).unwrap().parent, Some(ether1));
    assert!(model.interface(ether1).unwrap().uplink && !model.interface(vlan9).unwrap().uplink);
    let (a, b) = (model.marks.mark("a"), model.marks.mark("b"));
    assert_eq!(model.v4.tables[&a].len(), 1);
    assert!(
        !model.v4.tables.contains_key(&b),
        "a table without fib forwards nothing"
    );
    assert!(model.v6.is_none());
}

fn contact() -> Contact {
    Contact {
        controller: "192.168.88.10".parse().unwrap(),
        router: "192.168.88.1".parse().unwrap(),
        protocol: 6,
        controller_port: 0,
        router_port: 8728,
    }
}

#[test]
fn a_controller_is_let_in_or_not_or_nobody_can_tell() {
    let ask = |rules: &str| lockout(&home(rules), &contact());
    assert_eq!(ask(""), Lockout::Safe);
    assert_eq!(
        ask("/ip/firewall/filter chain=input action=drop in-interface=ether1"),
        Lockout::Safe
    );
    for refused in [
        "/ip/firewall/filter chain=input action=drop",
        "/ip/firewall/filter chain=input action=drop connection-state=new",
        "/ip/firewall/filter chain=input action=drop connection-state=established",
        "/ip/firewall/filter chain=output action=drop dst-address=192.168.88.0/24",
        "/ip/firewall/raw chain=prerouting action=drop protocol=tcp dst-port=8728",
        "/ip/firewall/nat chain=dstnat action=dst-nat to-addresses=192.168.88.7 protocol=tcp dst-port=8728",
        "/routing/rule action=drop dst-address=192.168.88.10",
    ] {
        assert!(
            matches!(ask(refused), Lockout::Unsafe { .. }),
            "{refused}: {:?}",
            ask(refused)
        );
    }
    for open in [
        "/ip/firewall/filter chain=input action=drop limit=10,5:packet",
        "/ip/firewall/filter chain=input action=drop src-mac-address=02:00:00:00:00:01",
        "/ip/firewall/filter chain=input action=drop protocol=tcp src-port=1-1023",
    ] {
        assert!(
            matches!(ask(open), Lockout::CannotTell { .. }),
            "{open}: {:?}",
            ask(open)
        );
    }
    let moved = Contact {
        router: "192.168.99.1".parse().unwrap(),
        ..contact()
    };
    assert!(matches!(lockout(&home(""), &moved), Lockout::Unsafe { .. }));
    let remote = Contact {
        controller: "198.51.100.9".parse().unwrap(),
        router: "192.0.2.2".parse().unwrap(),
        ..contact()
    };
    assert_eq!(lockout(&home(""), &remote), Lockout::Safe);
}
