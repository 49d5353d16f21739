//! What nnc itself does: a virtual interface, with a device steered through it.

use nnc_core::change::{ChangeSet, Scope, diff};
use nnc_core::device::Device;
use nnc_core::identity::ControllerId;
use nnc_core::intent::pool::{Allocation, PoolConfig};
use nnc_core::intent::{Intents, Steering, VirtualInterface};
use nnc_core::object::Snapshot;
use nnc_core::ports::Platform;
use nnc_routeros::{RouterOs, kinds};
use serde_json::{Map, Value, json};

use super::home::VERSION;

/// The change that steers a device through a new virtual interface.
pub(crate) fn steering(before: &Snapshot, device: &str, ipv6: bool) -> ChangeSet {
    let controller: ControllerId = "c0ffee12".parse().unwrap();
    let platform = RouterOs::new(VERSION.parse().unwrap()).unwrap();
    let mut intents = Intents::new(controller, PoolConfig::default());
    let mut interface = VirtualInterface::new("tor".parse().unwrap(), "tor".parse().unwrap(), "ether5");
    interface.ipv6 = ipv6;
    let allocation = Allocation {
        vlan: 101,
        subnet: "10.99.101.0/24".parse().unwrap(),
    };
    let instance = interface.instance.clone();
    intents
        .interfaces
        .insert(instance.clone(), (interface, allocation));
    let device: Device = device.parse().unwrap();
    let told = matches!(device, Device::Address(_) | Device::List(_) | Device::Subnet(_));
    let steering = Steering {
        device: device.clone(),
        via: instance,
        ipv4_only: told,
    };
    intents.steerings.insert(device, steering);
    let facts = platform.facts(before, controller);
    let blueprint = intents.blueprint(&facts).unwrap();
    let objects = platform.lower(&blueprint, &facts, &Scope::Everything).unwrap();
    diff(&objects, before, controller, &Scope::Everything, &platform)
}

/// The router with what is predicted of it.
pub(crate) fn fixture(before: &Value, predicted: &Snapshot) -> Value {
    const SHOWN_ONLY: &[&str] = &[
        "dynamic",
        "invalid",
        "active",
        "inactive",
        "running",
        "actual-interface",
        "network",
        "builtin",
        "immediate-gw",
        "bytes",
        "packets",
        "connect",
        "static",
        "slave",
        "mac-address",
        "type",
        "default",
        "hw-offloaded",
        "creation-time",
        "global",
        "link-local",
        "scope",
        "target-scope",
        "log",
        "log-prefix",
    ];
    let mut fixture = before.clone();
    for (kind, rows) in &predicted.kinds {
        if *kind == kinds::INTERFACE || !rows.iter().any(|row| row.mark.is_some()) {
            continue;
        }
        let rows = rows.iter().filter(|row| !row.dynamic).map(|row| {
            let mut map = Map::new();
            for (name, value) in &row.attributes {
                if !SHOWN_ONLY.contains(&name.as_str()) {
                    map.insert(name.clone(), json!(value));
                }
            }
            if let Some(mark) = &row.mark {
                map.insert("comment".to_owned(), json!(mark.to_string()));
            }
            Value::Object(map)
        });
        fixture[kind.as_str()] = rows.collect();
    }
    fixture
}
