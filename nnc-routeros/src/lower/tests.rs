//! The lowered rows of any valid intent pass the command check of every supported version.

use std::collections::BTreeSet;

use nnc_core::change::{Action, Scope, diff};
use nnc_core::facts::{Facts, InterfaceFact, NetworkFact};
use nnc_core::identity::ControllerId;
use nnc_core::intent::pool::{PoolConfig, Taken, allocate};
use nnc_core::intent::{GatewayType, Instance, Intents, OnFailure, Service, Steering, VirtualInterface};
use nnc_core::object::{Object, Snapshot, Value};
use nnc_core::ports::Platform;
use proptest::prelude::*;
use routeros_commands::{Command, CommandTree, check};

use crate::RouterOs;
use crate::generated::map::ResourceMap;

const VERSIONS: [&str; 8] = [
    "7.9.2", "7.12.2", "7.15.3", "7.18.2", "7.20.8", "7.22.3", "7.23", "7.24",
];

/// A router with a bridge that filters VLANs.
pub(crate) fn router() -> Facts {
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
            InterfaceFact {
                bridge: Some("bridge".into()),
                ..interface("ether2", "ether")
            },
            InterfaceFact {
                vlan_filtering: true,
                ..interface("bridge", "bridge")
            },
            InterfaceFact {
                vlan: Some((20, "bridge".into())),
                ..interface("iot", "vlan")
            },
        ],
        networks: vec![
            network("203.0.113.0/24", "ether1", true),
            network("192.168.88.0/24", "bridge", false),
            network("192.168.20.0/24", "iot", false),
            network("2001:db8:1::/64", "bridge", false),
        ],
        ..Facts::default()
    }
}

fn device() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "02:00:00:00:00:01",
        "192.168.88.50",
        "192.168.88.0/24",
        "192.168.20.0/24",
        "172.16.0.0/12",
        "vlan:20",
        "list:My TVs",
    ])
}

prop_compose! {
    fn interface()(
        service in prop::sample::select(Service::ALL.map(|(service, _)| service).to_vec()),
        parent in prop::sample::select(vec!["ether1", "ether2", "bridge"]),
        vlan in prop::option::weighted(0.2, 2_u16..4095),
        dns in prop::option::of(prop::sample::select(vec!["9.9.9.9", "192.168.88.10"])),
        tunnel: bool,
        through in prop::option::of(0_usize..4),
        closed: bool,
        ipv6: bool,
    ) -> (VirtualInterface, Option<usize>) {
        let mut interface = VirtualInterface::new("x".parse().unwrap(), service, parent);
        interface.vlan = vlan;
        interface.dns = dns.map(|dns| dns.parse().unwrap());
        interface.gateway = if tunnel { GatewayType::HevSocks5Tunnel } else { GatewayType::None };
        interface.on_failure = if closed { OnFailure::Closed } else { OnFailure::Open };
        interface.ipv6 = ipv6;
        (interface, through)
    }
}

/// Intents that the checks accept.
pub(crate) fn intents() -> impl Strategy<Value = Intents> {
    let names: [Instance; 4] =
        ["tor-usa", "a", "a-very-long-instance-name", "b-2"].map(|name| name.parse().unwrap());
    let interfaces = prop::collection::vec(interface(), 1..4);
    let steerings = prop::collection::vec((device(), 0_usize..4, any::<bool>()), 0..5);
    (interfaces, steerings).prop_map(move |(interfaces, steerings)| {
        let facts = router();
        let mut intents = Intents::new(ControllerId::new(0x00c0_ffee), PoolConfig::default());
        let mut taken = Vec::new();
        let count = interfaces.len();
        for (index, (mut interface, through)) in interfaces.into_iter().enumerate() {
            interface.instance = names[index].clone();
            interface.through = through
                .filter(|through| *through < index)
                .map(|through| names[through].clone());
            let Ok(allocation) = allocate(&intents.pool, &taken, &facts, interface.vlan, 0) else {
                continue;
            };
            taken.push(Taken {
                allocation: allocation.clone(),
                released_at: None,
            });
            intents
                .interfaces
                .insert(interface.instance.clone(), (interface, allocation));
        }
        for (device, via, ipv4_only) in steerings {
            let device: nnc_core::device::Device = device.parse().unwrap();
            let via = names[via % count].clone();
            intents.steerings.insert(
                device.clone(),
                Steering {
                    device,
                    via,
                    ipv4_only,
                },
            );
        }
        let wrong: BTreeSet<_> = intents
            .check(&facts, None)
            .into_iter()
            .map(|finding| finding.pointer)
            .collect();
        intents.steerings.retain(|device, _| {
            !wrong
                .iter()
                .any(|pointer| pointer.contains(&format!("/{device}/")))
        });
        intents
    })
}

fn commands(objects: &[Object], verb: &str) -> Vec<Command> {
    let command = |object: &Object| {
        object
            .attributes
            .iter()
            .filter_map(|(name, value)| Some((name, value.as_text()?)))
            .fold(
                Command::new(format!("{}/{verb}", object.kind)).with("comment", "nnc:00c0ffee:x:y"),
                |command, (name, value)| command.with(name.clone(), value),
            )
    };
    objects.iter().map(command).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("NNC_SOAK").is_some() { 5_000 } else { 300 }))]

    #[test]
    fn what_is_lowered_passes_the_check_of_every_version(intents in intents()) {
        let facts = router();
        prop_assert_eq!(intents.check(&facts, None), vec![]);
        let blueprint = intents.blueprint(&facts).unwrap();
        for version in VERSIONS {
            let view = CommandTree::embedded().unwrap().at(version.parse().unwrap()).unwrap();
            let objects = RouterOs::new(version.parse().unwrap()).unwrap().lower(&blueprint, &facts, &Scope::Everything).unwrap();
            for command in commands(&objects, "add") {
                prop_assert!(check(&view, &command).is_ok(), "{}: {:?}: {:?}", version, command, check(&view, &command));
            }
            let keys: BTreeSet<_> = objects.iter().map(|object| &object.key).collect();
            prop_assert_eq!(keys.len(), objects.len(), "two rows with one mark");
            for object in &objects {
                let map = ResourceMap::of_path(object.kind.as_str());
                let unknown = object.attributes.keys().find(|name| map.and_then(|map| map.property(name)).is_none());
                prop_assert_eq!(unknown, None, "{} is written but not in the schema", object.kind);
                prop_assert!(object.references.iter().all(|key| keys.contains(key)), "{} refers to nothing", object.key);
                let mark = format!("nnc:00c0ffee:{}", object.key);
                prop_assert!(mark.parse::<nnc_core::identity::Mark>().is_ok(), "{}", mark);
            }
        }
    }

    #[test]
    fn what_is_written_compares_equal(intents in intents()) {
        let facts = router();
        let platform = RouterOs::new("7.22.3".parse().unwrap()).unwrap();
        let objects = platform.lower(&intents.blueprint(&facts).unwrap(), &facts, &Scope::Everything).unwrap();
        let mut snapshot = Snapshot::default();
        let change = diff(&objects, &snapshot, intents.controller, &Scope::Everything, &platform);
        nnc_core::change::apply(&change, &mut snapshot).unwrap();
        prop_assert!(diff(&objects, &snapshot, intents.controller, &Scope::Everything, &platform).is_empty());
    }
}

fn one(service: Service) -> (Intents, Facts) {
    let facts = router();
    let mut intents = Intents::new(ControllerId::new(0x00c0_ffee), PoolConfig::default());
    let allocation = allocate(&intents.pool, &[], &facts, None, 0).unwrap();
    let interface = VirtualInterface::new("tor-usa".parse().unwrap(), service, "ether1");
    intents
        .interfaces
        .insert(interface.instance.clone(), (interface, allocation));
    (intents, facts)
}

fn lowered(intents: &Intents, facts: &Facts) -> Vec<Object> {
    RouterOs::new("7.22.3".parse().unwrap())
        .unwrap()
        .lower(&intents.blueprint(facts).unwrap(), facts, &Scope::Everything)
        .unwrap()
}

#[test]
fn one_interface_is_twelve_rows_in_three_rounds() {
    let (intents, facts) = one(Service::Tor);
    let objects = lowered(&intents, &facts);
    let own = objects
        .iter()
        .filter(|object| object.key.resource.kind() == "vif")
        .count();
    assert_eq!(own, 12);
    let platform = RouterOs::new("7.22.3".parse().unwrap()).unwrap();
    let change = diff(
        &objects,
        &Snapshot::default(),
        intents.controller,
        &Scope::Everything,
        &platform,
    );
    let rounds = change.rounds(16).unwrap();
    assert!(rounds.len() <= 3, "{rounds:?}");
}

#[test]
fn a_parent_that_is_a_bridge_port_puts_the_vlan_on_the_bridge() {
    let (mut intents, facts) = one(Service::Tor);
    intents.interfaces.values_mut().next().unwrap().0.parent = "ether2".into();
    let objects = lowered(&intents, &facts);
    let find = |role: &str| {
        objects
            .iter()
            .find(|object| object.key.role.as_str() == role)
            .unwrap()
    };
    assert_eq!(find("vlan").attributes["interface"], Value::from("bridge"));
    assert_eq!(
        find("bridge-vlan").attributes["tagged"],
        Value::from("bridge,ether2")
    );
}

#[test]
fn a_service_without_a_resolver_has_its_devices_queries_dropped() {
    let (intents, facts) = one(Service::Psiphon);
    let objects = lowered(&intents, &facts);
    let drops = objects
        .iter()
        .filter(|object| object.key.role.as_str().starts_with("dns-drop"))
        .count();
    assert_eq!(drops, 2);
    // A query to the router itself does not reach it: it is sent to the service, and dropped on the way like all others.
    let sent: Vec<&Value> = objects
        .iter()
        .filter(|object| object.attributes.get("action") == Some(&Value::from("dst-nat")))
        .map(|object| &object.attributes["to-addresses"])
        .collect();
    let service = &objects
        .iter()
        .find(|object| object.key.role.as_str() == "route")
        .unwrap()
        .attributes["gateway"];
    assert_eq!(sent, [service, service]);
}

#[test]
fn switching_a_device_changes_targets_in_place() {
    let (mut intents, facts) = one(Service::Tor);
    let taken: Vec<Taken> = intents
        .interfaces
        .values()
        .map(|(_, allocation)| Taken {
            allocation: allocation.clone(),
            released_at: None,
        })
        .collect();
    let other = VirtualInterface::new("b".parse().unwrap(), Service::SingBox, "ether1");
    let allocation = allocate(&intents.pool, &taken, &facts, None, 0).unwrap();
    intents
        .interfaces
        .insert(other.instance.clone(), (other, allocation));
    let device: nnc_core::device::Device = "02:00:00:00:00:01".parse().unwrap();
    let steering = Steering {
        device: device.clone(),
        via: "tor-usa".parse().unwrap(),
        ipv4_only: false,
    };
    intents.steerings.insert(device.clone(), steering);
    let platform = RouterOs::new("7.22.3".parse().unwrap()).unwrap();
    let mut snapshot = Snapshot::default();
    let before = lowered(&intents, &facts);
    nnc_core::change::apply(
        &diff(
            &before,
            &snapshot,
            intents.controller,
            &Scope::Everything,
            &platform,
        ),
        &mut snapshot,
    )
    .unwrap();
    intents.steerings.get_mut(&device).unwrap().via = "b".parse().unwrap();
    let change = diff(
        &lowered(&intents, &facts),
        &snapshot,
        intents.controller,
        &Scope::Everything,
        &platform,
    );
    assert_eq!(change.writes(), 2);
    assert!(
        change
            .operations
            .iter()
            .all(|operation| matches!(operation.action, Action::Set { .. }))
    );
}
