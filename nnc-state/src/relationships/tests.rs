use std::collections::BTreeSet;

use nnc_core::identity::ControllerId;
use nnc_core::intent::pool::{Allocation, PoolConfig};
use nnc_core::intent::{Intents, ResourceIntent, Service, Steering, VirtualInterface};
use nnc_core::resource::FieldValue;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn id(number: usize) -> ResourceId {
    ResourceId::of("node", &number.to_string())
}

fn needs(dependent: usize, depends_on: usize) -> Relationship {
    Relationship {
        dependent: id(dependent),
        depends_on: id(depends_on),
        origin: Origin::User,
        reason: "needs".to_owned(),
    }
}

/// Edges that lead from a higher number to a lower one, so there are no circles.
fn acyclic() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0..20_usize, 0..20_usize), 0..60).prop_map(|pairs| {
        pairs
            .into_iter()
            .filter(|(a, b)| a != b)
            .map(|(a, b)| (a.max(b), a.min(b)))
            .collect()
    })
}

/// The closure by its definition: repeat until nothing is added.
fn closure(edges: &[(usize, usize)], root: usize) -> BTreeSet<usize> {
    let mut broken = BTreeSet::new();
    loop {
        let before = broken.len();
        for &(dependent, on) in edges {
            if on == root || broken.contains(&on) {
                broken.insert(dependent);
            }
        }
        if broken.len() == before {
            return broken;
        }
    }
}

proptest! {
    #[test]
    fn impact_is_the_closure_and_each_answer_has_its_path(edges in acyclic(), root in 0..20_usize) {
        let graph = Relationships::new(edges.iter().map(|&(a, b)| needs(a, b)).collect()).unwrap();
        let impact = graph.impact(&id(root));
        let found: BTreeSet<&ResourceId> = impact.resources().collect();
        let expected: BTreeSet<ResourceId> = closure(&edges, root).into_iter().map(id).collect();
        prop_assert_eq!(found.len(), impact.len(), "nothing is named twice");
        prop_assert_eq!(found, expected.iter().collect());
        let mut length = 0;
        for resource in impact.resources() {
            let path = impact.path(resource);
            prop_assert!(path.len() >= length, "nearest first");
            length = path.len();
            prop_assert_eq!(&path.first().unwrap().dependent, resource);
            prop_assert_eq!(&path.last().unwrap().depends_on, &id(root));
            for (one, next) in path.iter().zip(path.iter().skip(1)) {
                prop_assert_eq!(&one.depends_on, &next.dependent);
            }
        }
    }

    #[test]
    fn nothing_is_deleted_before_what_needs_it(edges in acyclic(), root in 0..20_usize) {
        let graph = Relationships::new(edges.iter().map(|&(a, b)| needs(a, b)).collect()).unwrap();
        let order = graph.removal_order(&id(root));
        let expected: BTreeSet<ResourceId> =
            closure(&edges, root).into_iter().chain([root]).map(id).collect();
        prop_assert_eq!(order.iter().cloned().collect::<BTreeSet<_>>(), expected);
        let position = |one: &ResourceId| order.iter().position(|other| other == one);
        for &(dependent, on) in &edges {
            if let (Some(first), Some(second)) = (position(&id(dependent)), position(&id(on))) {
                prop_assert!(first < second, "{dependent} goes before {on}");
            }
        }
    }

    #[test]
    fn a_circle_is_refused_and_named(edges in acyclic(), circle in 2..6_usize) {
        let mut all: Vec<Relationship> = edges.iter().map(|&(a, b)| needs(a, b)).collect();
        // A circle of its own, which some of the others need.
        all.extend((0..circle).map(|n| needs(100 + n, 100 + (n + 1) % circle)));
        all.push(needs(5, 100));
        let RelationshipError::Cycle(members) = Relationships::new(all).unwrap_err();
        let expected: BTreeSet<ResourceId> = (0..circle).map(|n| id(100 + n)).collect();
        prop_assert_eq!(members.into_iter().collect::<BTreeSet<_>>(), expected);
    }
}

#[test]
fn a_resource_that_nobody_needs_breaks_nothing() {
    let graph = Relationships::new(vec![needs(1, 0)]).unwrap();
    assert!(graph.impact(&id(1)).is_empty());
    assert!(graph.impact(&id(7)).is_empty());
    assert_eq!(graph.removal_order(&id(7)), [id(7)]);
    assert_eq!(graph.impact(&id(0)).explain(&id(7)), None);
}

#[test]
fn a_resource_cannot_need_itself() {
    let error = Relationships::new(vec![needs(3, 3)]).unwrap_err();
    assert_eq!(error.code(), "relationship-cycle");
    assert_eq!(
        error.to_string(),
        "resources would need themselves, in a circle: node/3; leave out one of these relationships"
    );
}

#[test]
fn users_and_the_system_may_say_the_same() {
    let mut system = needs(1, 0);
    system.origin = Origin::System;
    let graph = Relationships::new(vec![needs(1, 0), needs(1, 0), system]).unwrap();
    assert_eq!(graph.all().len(), 2);
    assert_eq!(graph.dependents(&id(0)).count(), 2);
    assert_eq!(graph.dependencies(&id(1)).count(), 2);
    assert_eq!(graph.impact(&id(0)).len(), 1);
}

fn vif(intents: &mut Intents, name: &str, parent: &str) {
    let interface = VirtualInterface::new(name.parse().unwrap(), Service::Tor, parent);
    let allocation = Allocation {
        vlan: 101,
        subnet: "10.99.101.0/24".parse().unwrap(),
    };
    intents
        .interfaces
        .insert(interface.instance.clone(), (interface, allocation));
}

fn plain(intents: &mut Intents, resource: &str, kind: &str, fields: &[(&str, Value)]) {
    let intent = ResourceIntent {
        resource: resource.parse().unwrap(),
        kind: kind.to_owned(),
        fields: fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), FieldValue::Plain(value.clone())))
            .collect(),
    };
    intents.resources.insert(intent.resource.clone(), intent);
}

#[test]
fn what_names_an_interface_needs_the_resource_that_it_is() {
    let mut intents = Intents::new(ControllerId::new(7), PoolConfig::default());
    let vlan = |name: &str, id: u16, parent: &str| {
        [
            ("name", json!(name)),
            ("vlanId", json!(id)),
            ("parent", json!(parent)),
        ]
    };
    plain(&mut intents, "vlan/outer", "Vlan", &vlan("outer", 20, "ether2"));
    plain(&mut intents, "vlan/guest", "Vlan", &vlan("guest", 300, "outer"));
    vif(&mut intents, "y", "guest");
    vif(&mut intents, "z", "ether3");
    for device in ["vlan:300", "vlan:7"] {
        let device: nnc_core::device::Device = device.parse().unwrap();
        let via = "z".parse().unwrap();
        let steering = Steering {
            device: device.clone(),
            via,
            ipv4_only: false,
        };
        intents.steerings.insert(device, steering);
    }
    let rule = [("inInterface", json!("nnc-y")), ("outInterface", json!("!guest"))];
    plain(&mut intents, "firewall-rule/one", "FirewallRule", &rule);
    let mut told: Vec<String> = of_intents(&intents)
        .iter()
        .map(|one| format!("{} {} {}", one.dependent, one.reason, one.depends_on))
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "firewall-rule/one matches what comes in by vif/y",
            "firewall-rule/one matches what leaves by vlan/guest",
            "steer/vlan-300 is steered through vif/z",
            "steer/vlan-300 is what comes in by vlan/guest",
            "steer/vlan-7 is steered through vif/z",
            "vif/y is tagged on vlan/guest",
            "vif/z is tagged on interface/ether3",
            "vlan/guest is tagged on vlan/outer",
            "vlan/outer is tagged on interface/ether2",
        ]
    );
}
