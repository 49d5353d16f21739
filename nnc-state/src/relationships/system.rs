//! The relationships that follow from what resources are.

use nnc_core::device::Device;
use nnc_core::identity::ResourceId;
use nnc_core::intent::{Intents, Interfaces, ResourceIntent};
use nnc_core::resource::FieldValue;

use super::{Origin, Relationship};

/// What the resources of a router need of each other and of the interfaces that others made (`interface/<name>`).
pub fn of_intents(intents: &Intents) -> Vec<Relationship> {
    let needs = |dependent: &ResourceId, depends_on: ResourceId, reason: &str| Relationship {
        dependent: dependent.clone(),
        depends_on,
        origin: Origin::System,
        reason: reason.to_owned(),
    };
    let interfaces = Interfaces::of(intents);
    let mut all = Vec::new();
    for (interface, _) in intents.interfaces.values() {
        let parent = interfaces.resource(&interface.parent);
        all.push(needs(&interface.resource(), parent, "is tagged on"));
        if let Some(through) = &interface.through {
            let carrier = ResourceId::of("vif", through.as_str());
            all.push(needs(&interface.resource(), carrier, "goes out through"));
        }
    }
    for steering in intents.steerings.values() {
        let device = steering.device.resource();
        let via = ResourceId::of("vif", steering.via.as_str());
        all.push(needs(&device, via, "is steered through"));
        if let Device::Vlan(id) = steering.device {
            let carriers = intents.resources.values().filter(|intent| has_vlan(intent, id));
            all.extend(carriers.map(|intent| needs(&device, intent.resource.clone(), "is what comes in by")));
        }
    }
    for intent in intents.resources.values() {
        let named = intent.interfaces();
        all.extend(named.map(|(name, reason)| needs(&intent.resource, interfaces.resource(name), reason)));
    }
    all
}

/// Whether it is the VLAN of this id.
fn has_vlan(intent: &ResourceIntent, id: u16) -> bool {
    let said = intent.fields.get("vlanId");
    intent.kind == "Vlan"
        && matches!(said, Some(FieldValue::Plain(said)) if said.as_u64() == Some(u64::from(id)))
}
