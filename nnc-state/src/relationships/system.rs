//! The relationships that follow from what resources are.

use nnc_core::identity::ResourceId;
use nnc_core::intent::Intents;

use super::{Origin, Relationship};

/// What the virtual interfaces and steering rules of a router need of each other and of the router's interfaces
/// (`interface/<name>`).
pub fn of_intents(intents: &Intents) -> Vec<Relationship> {
    let needs = |dependent: ResourceId, depends_on: ResourceId, reason: &str| Relationship {
        dependent,
        depends_on,
        origin: Origin::System,
        reason: reason.to_owned(),
    };
    let mut all = Vec::new();
    for (interface, _) in intents.interfaces.values() {
        let parent = ResourceId::of("interface", &interface.parent);
        all.push(needs(interface.resource(), parent, "is tagged on"));
        if let Some(through) = &interface.through {
            let carrier = ResourceId::of("vif", through.as_str());
            all.push(needs(interface.resource(), carrier, "goes out through"));
        }
    }
    for steering in intents.steerings.values() {
        let via = ResourceId::of("vif", steering.via.as_str());
        all.push(needs(steering.device.resource(), via, "is steered through"));
    }
    all
}
