//! Allocation and coverage, by example and by property.

use std::collections::BTreeSet;
use std::time::Duration;

use ipnet::IpNet;
use proptest::prelude::*;

use super::pool::{Allocation, PoolConfig, Taken, allocate};
use super::*;
use crate::blueprint::Requirement;
use crate::facts::{Facts, InterfaceFact, NetworkFact};
use crate::model::UpdateVlanPoolInput;

fn router() -> Facts {
    let interface = |name: &str, kind: &str| InterfaceFact {
        name: name.into(),
        kind: kind.into(),
        ..InterfaceFact::default()
    };
    let network = |prefix: &str, interface: &str, uplink| NetworkFact {
        prefix: prefix.parse().unwrap(),
        interface: interface.into(),
        uplink,
    };
    Facts {
        interfaces: vec![
            interface("ether1", "ether"),
            interface("bridge", "bridge"),
            interface("lo", "loopback"),
            InterfaceFact {
                vlan: Some((20, "bridge".into())),
                ..interface("iot", "vlan")
            },
        ],
        networks: vec![
            network("203.0.113.0/24", "ether1", true),
            network("192.168.88.0/24", "bridge", false),
            network("192.168.20.0/24", "iot", false),
        ],
        ..Facts::default()
    }
}

fn vif(name: &str) -> VirtualInterface {
    VirtualInterface::new(name.parse().unwrap(), Service::Tor, "ether1")
}

fn intents(names: &[&str]) -> Intents {
    let mut intents = Intents::new(ControllerId::new(7), PoolConfig::default());
    let mut taken = Vec::new();
    for name in names {
        let allocation = allocate(&intents.pool, &taken, &router(), None, 0).unwrap();
        taken.push(Taken {
            allocation: allocation.clone(),
            released_at: None,
        });
        intents
            .interfaces
            .insert(name.parse().unwrap(), (vif(name), allocation));
    }
    intents
}

fn codes(intents: &Intents) -> Vec<String> {
    intents
        .check(&router(), None)
        .into_iter()
        .map(|finding| finding.code)
        .collect()
}

fn steer(intents: &mut Intents, device: &str, via: &str, ipv4_only: bool) {
    let device: Device = device.parse().unwrap();
    intents.steerings.insert(
        device.clone(),
        Steering {
            device,
            via: via.parse().unwrap(),
            ipv4_only,
        },
    );
}

#[test]
fn the_slot_is_the_vlan_id_while_it_fits() {
    let config = PoolConfig::default();
    assert_eq!(
        allocate(&config, &[], &router(), None, 0)
            .unwrap()
            .subnet
            .to_string(),
        "10.99.100.0/24"
    );
    let wide = allocate(&config, &[], &router(), Some(300), 0).unwrap();
    assert_eq!(
        (wide.vlan, wide.subnet.to_string().as_str()),
        (300, "10.99.1.0/24")
    );
    assert_eq!(wide.service().to_string(), "10.99.1.2");
}

#[test]
fn what_overlaps_is_refused() {
    let config = PoolConfig::default();
    let mut facts = router();
    facts.networks.push(NetworkFact {
        prefix: "10.99.101.0/25".parse().unwrap(),
        interface: "x".into(),
        uplink: false,
    });
    assert_eq!(
        allocate(&config, &[], &facts, Some(101), 0).unwrap_err().code,
        "subnet-overlap"
    );
    facts.vlan_ids.insert(100);
    assert_eq!(allocate(&config, &[], &facts, None, 0).unwrap().vlan, 102);
    assert_eq!(
        allocate(&config, &[], &facts, Some(100), 0).unwrap_err().code,
        "vlan-taken"
    );
    facts.routed.push("10.0.0.0/8".parse().unwrap());
    assert_eq!(
        allocate(&config, &[], &facts, None, 0).unwrap_err().code,
        "subnet-overlap"
    );
}

fn pool(first: u16, last: u16) -> PoolConfig {
    PoolConfig {
        first,
        last,
        ..PoolConfig::default()
    }
}

#[test]
fn released_ids_rest() {
    let config = pool(100, 101);
    let gone = Taken {
        allocation: allocate(&config, &[], &router(), None, 0).unwrap(),
        released_at: Some(1_000),
    };
    assert_eq!(
        allocate(&config, std::slice::from_ref(&gone), &router(), None, 2_000)
            .unwrap()
            .vlan,
        101
    );
    assert_eq!(
        allocate(&config, std::slice::from_ref(&gone), &router(), Some(100), 2_000)
            .unwrap()
            .vlan,
        100
    );
    assert_eq!(
        allocate(&config, &[gone], &router(), None, 301_000).unwrap().vlan,
        100
    );
}

#[test]
fn pools_are_checked() {
    let change = |first, last, prefix: &str, quarantine| UpdateVlanPoolInput {
        first,
        last,
        prefix: Some(prefix.parse().unwrap()),
        quarantine: Some(Duration::from_secs(quarantine)),
    };
    for bad in [
        change(Some(1), Some(5), "10.0.0.0/16", 0),
        change(Some(5), Some(4), "10.0.0.0/16", 0),
        change(Some(201), None, "10.0.0.0/16", 0),
        change(Some(5), Some(4095), "10.0.0.0/16", 0),
        change(Some(-5), Some(4094), "10.0.0.0/16", 0),
        change(None, None, "10.0.0.0/25", 0),
        change(None, None, "10.0.0.0/7", 0),
        change(None, None, "10.0.0.1/16", 0),
        change(None, None, "fd00::/16", 0),
        change(None, None, "10.0.0.0/16", 604_801),
    ] {
        let findings = PoolConfig::default().changed(&bad).unwrap_err();
        assert!(
            findings.iter().all(|finding| finding.code == "invalid-pool"),
            "{findings:?}"
        );
    }
    let good = PoolConfig::default().changed(&change(Some(2), None, "10.0.0.0/8", 60));
    let expected = PoolConfig {
        first: 2,
        prefix: "10.0.0.0/8".parse().unwrap(),
        quarantine_ms: 60_000,
        ..PoolConfig::default()
    };
    assert_eq!(good, Ok(expected));
    assert_eq!(
        PoolConfig::default().changed(&UpdateVlanPoolInput::default()),
        Ok(PoolConfig::default())
    );
}

#[test]
fn ipv6_is_covered_or_the_steering_refused() {
    let mut intents = intents(&["tor-usa"]);
    for device in ["02:00:00:00:00:01", "vlan:20", "192.168.20.0/24"] {
        steer(&mut intents, device, "tor-usa", false);
    }
    assert!(codes(&intents).is_empty());
    for device in ["192.168.88.50", "192.168.88.0/25", "list:tvs", "172.16.0.0/12"] {
        let mut intents = intents.clone();
        steer(&mut intents, device, "tor-usa", false);
        assert_eq!(codes(&intents), ["ipv6-not-coverable"], "{device}");
        steer(&mut intents, device, "tor-usa", true);
        assert!(codes(&intents).is_empty(), "{device}");
    }
    steer(&mut intents, "vlan:21", "tor-usa", false);
    assert_eq!(codes(&intents), ["vlan-not-found"]);
}

#[test]
fn chains_without_end_are_refused() {
    let mut intents = intents(&["a", "b"]);
    let through = |intents: &mut Intents, from: &str, to: &str| {
        let from: Instance = from.parse().unwrap();
        intents.interfaces.get_mut(&from).unwrap().0.through = Some(to.parse().unwrap());
    };
    through(&mut intents, "a", "b");
    assert!(codes(&intents).is_empty());
    through(&mut intents, "b", "a");
    assert_eq!(codes(&intents), ["chain-loop", "chain-loop"]);
    through(&mut intents, "b", "c");
    assert_eq!(codes(&intents), ["vif-not-found", "vif-not-found"]);
}

#[test]
fn a_parent_must_carry_vlans() {
    let mut intents = intents(&["a"]);
    for parent in ["lo", "ether9"] {
        intents.interfaces.values_mut().next().unwrap().0.parent = parent.into();
        assert_eq!(codes(&intents), ["parent-not-found"]);
    }
}

#[test]
fn a_resolver_is_reached_over_ipv4() {
    let mut intents = intents(&["a"]);
    for (resolver, expected) in [
        ("2001:db8::53", vec!["invalid-dns"]),
        ("127.0.0.1", vec!["invalid-dns"]),
        ("9.9.9.9", vec![]),
    ] {
        intents.interfaces.values_mut().next().unwrap().0.dns = Some(resolver.parse().unwrap());
        assert_eq!(codes(&intents), expected, "{resolver}");
    }
}

#[test]
fn an_uplink_is_no_neighbour() {
    let blueprint = intents(&["a"]).blueprint(&router()).unwrap();
    let Requirement::Neighbourhood { direct, .. } = &blueprint.elements[0].requirement else {
        panic!("no neighbourhood")
    };
    assert_eq!(
        direct
            .iter()
            .map(|(_, interface)| interface.as_str())
            .collect::<Vec<_>>(),
        ["iot", "bridge"]
    );
}

#[test]
fn a_name_is_taken_unless_it_is_our_own_on_the_router() {
    let intents = intents(&["a", "b"]);
    let mut facts = router();
    facts.names.insert("nnc-a".to_owned());
    assert!(intents.unfit(&facts).is_empty());
    let faults = intents.faults(&facts);
    assert_eq!(
        faults.keys().map(ResourceId::as_str).collect::<Vec<_>>(),
        ["vif/a"]
    );
    assert_eq!(faults[&ResourceId::of("vif", "a")][0].code, "name-taken");
    // Who changes b is not asked about a.
    let of = |name| BTreeSet::from([ResourceId::of("vif", name)]);
    assert_eq!(intents.check(&facts, Some(&of("b"))), []);
    assert_eq!(intents.check(&facts, Some(&of("a"))).len(), 1);
    // A rule of others in its chain does not take the name from the interface that has it.
    facts.interfaces.push(InterfaceFact {
        name: "nnc-a".to_owned(),
        kind: "vlan".to_owned(),
        own: true,
        ..InterfaceFact::default()
    });
    assert_eq!(intents.check(&facts, None), []);
}

#[test]
fn what_a_resource_goes_through_is_followed_to_the_end() {
    let mut intents = intents(&["a", "b", "c", "d"]);
    let chain = |intents: &mut Intents, name: &str, through: &str| {
        let held = intents.interfaces.get_mut(&name.parse().unwrap()).unwrap();
        held.0.through = Some(through.parse().unwrap());
    };
    chain(&mut intents, "a", "b");
    chain(&mut intents, "b", "c");
    steer(&mut intents, "192.168.88.5", "a", true);
    let carriers = |intents: &Intents, resource: &str| {
        let carriers = intents.carriers_of(&BTreeSet::from([resource.parse().unwrap()]));
        let names: Vec<String> = carriers.iter().map(ToString::to_string).collect();
        names.join(" ")
    };
    assert_eq!(carriers(&intents, "steer/ip-192.168.88.5"), "vif/a vif/b vif/c");
    assert_eq!(carriers(&intents, "vif/b"), "vif/c");
    assert_eq!(carriers(&intents, "vif/d"), "");
    // A circle, which the check refuses, ends too.
    chain(&mut intents, "c", "a");
    assert_eq!(carriers(&intents, "vif/a"), "vif/a vif/b vif/c");
}

proptest! {
    #[test]
    fn allocations_never_collide(
        steps in prop::collection::vec((any::<bool>(), prop::option::of(2_u16..400), 0_usize..40), 1..60),
        foreign in prop::collection::btree_set(2_u16..300, 0..30),
        networks in prop::collection::vec((0_u8..=255, 20_u8..=30), 0..10),
    ) {
        let config = pool(100, 130);
        let mut facts = Facts { vlan_ids: foreign, ..Facts::default() };
        for (third, length) in networks {
            let prefix: IpNet = format!("10.99.{third}.0/{length}").parse().unwrap();
            facts.networks.push(NetworkFact { prefix: prefix.trunc(), interface: "x".into(), uplink: false });
        }
        let mut taken: Vec<Taken> = Vec::new();
        for (now, (create, wanted, victim)) in (0_u64..).step_by(100_000).zip(steps) {
            if create {
                if let Ok(allocation) = allocate(&config, &taken, &facts, wanted, now) {
                    prop_assert!(!facts.vlan_ids.contains(&allocation.vlan));
                    prop_assert!(wanted.is_none_or(|wanted| wanted == allocation.vlan));
                    prop_assert!(wanted.is_some() || (100..=130).contains(&allocation.vlan));
                    let apart = facts.networks.iter().all(|network| {
                        let IpNet::V4(other) = network.prefix else { return true };
                        !other.contains(&allocation.subnet) && !allocation.subnet.contains(&other)
                    });
                    prop_assert!(apart);
                    taken.retain(|other| other.allocation.vlan != allocation.vlan || other.released_at.is_none());
                    taken.push(Taken { allocation, released_at: None });
                }
            } else if !taken.is_empty() {
                let index = victim % taken.len();
                taken[index].released_at.get_or_insert(now);
            }
            let live: Vec<&Allocation> = taken.iter().filter(|t| t.released_at.is_none()).map(|t| &t.allocation).collect();
            prop_assert_eq!(live.iter().map(|a| a.vlan).collect::<BTreeSet<_>>().len(), live.len());
            prop_assert_eq!(live.iter().map(|a| a.subnet).collect::<BTreeSet<_>>().len(), live.len());
        }
    }
}
