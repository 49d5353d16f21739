//! Taking what the router shows for what is wanted.

use std::collections::BTreeSet;

use nnc_core::change::Scope;
use nnc_core::facts::Facts;
use nnc_core::identity::ResourceId;
use nnc_core::intent::pool::Allocation;
use nnc_core::intent::{Finding as Fault, Intents, ResourceIntent, Steering, VirtualInterface};
use nnc_core::object::{Object, Value};
use nnc_core::ports::Platform;

use super::class::Class;
use super::find::Finding;
use crate::fit::Fit;

/// A finding that cannot be adopted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AdoptError {
    /// What differs does not follow from anything that a user configures.
    #[error("{finding} cannot be adopted: {why}")]
    NotAdoptable {
        /// The finding.
        finding: String,
        /// Why not, and what to do instead.
        why: String,
    },
    /// What the router shows is nothing that could be wanted.
    #[error("{finding} cannot be adopted: {}", faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; "))]
    Invalid {
        /// The finding.
        finding: String,
        /// What is wrong with it.
        faults: Vec<Fault>,
    },
}

impl AdoptError {
    /// The stable code, listed in `docs/errors.md`.
    pub const fn code(&self) -> &'static str {
        "drift-not-adoptable"
    }
}

/// The intents with which the router's value of a field would be intended.
///
/// The field is put into the rows as they are intended, the rows are read back into an intent, and that intent is
/// adopted only if the rows that follow from it say what the router shows. So a field is adoptable exactly where it
/// follows from what a user configures, whatever the platform makes of that. `intended` are the rows of `intents`.
///
/// # Errors
/// [`AdoptError`]: for whole rows, for fields that follow from nothing a user can set, and for values that make no
/// sense.
pub fn adopt(
    intents: &Intents,
    intended: &[Object],
    finding: &Finding,
    platform: &dyn Platform,
    facts: &Facts,
) -> Result<Intents, AdoptError> {
    let refuse = |why: &str| AdoptError::NotAdoptable {
        finding: finding.id.clone(),
        why: why.to_owned(),
    };
    let invalid = |faults: Vec<Fault>| AdoptError::Invalid {
        finding: finding.id.clone(),
        faults,
    };
    let (Some(field), Some(actual)) = (finding.field.as_deref(), finding.actual.as_deref()) else {
        return Err(refuse(whole_row(finding.class)));
    };
    let not_configured = "this does not follow from anything that is configured; repair it, or accept it";
    let as_intended = platform.raise(intended, facts);
    let raised = platform.raise(&substituted(intended, finding, field, actual), facts);
    let mut adopted = intents.clone();
    let resource = &finding.key.resource;
    if let Some((interface, allocation)) = raised
        .interfaces
        .into_iter()
        .find(|(interface, _)| interface.resource() == *resource)
    {
        let held = intents.interfaces.get(&interface.instance);
        let before = as_intended
            .interfaces
            .iter()
            .find(|(before, _)| before.instance == interface.instance);
        let (Some(held), Some(before)) = (held, before) else {
            return Err(refuse(not_configured));
        };
        let merged = merge(held, before, (interface, allocation));
        adopted.interfaces.insert(merged.0.instance.clone(), merged);
    } else if let Some(steering) = raised
        .steerings
        .into_iter()
        .find(|steering| steering.device.resource() == *resource)
    {
        adopted.steerings.insert(steering.device.clone(), steering);
    } else if let Some(intent) = raised
        .resources
        .into_iter()
        .find(|intent| intent.resource == *resource)
    {
        if raised.untold.iter().any(|untold| untold.resource == *resource) {
            return Err(refuse(
                "nnc does not know the router's secret; give it with `nnc resource apply`, or repair it",
            ));
        }
        let held = intents.resources.get(resource);
        let before = as_intended
            .resources
            .iter()
            .find(|before| before.resource == *resource);
        let (Some(held), Some(before)) = (held, before) else {
            return Err(refuse(not_configured));
        };
        adopted
            .resources
            .insert(resource.clone(), merge_fields(held, before, intent));
    }
    if adopted == *intents {
        return Err(refuse(not_configured));
    }
    let scope = BTreeSet::from([resource.clone()]);
    let faults = adopted.check(facts, Some(&scope));
    if !faults.is_empty() {
        return Err(invalid(faults));
    }
    let mut fit = Fit::new(&adopted, facts, platform, &Scope::Resources(scope))
        .map_err(|error| refuse(&error.message))?;
    if let Some(faults) = fit.unfit.remove(resource) {
        return Err(invalid(faults));
    }
    let follows = fit
        .rows
        .iter()
        .filter(|object| object.key == finding.key && object.kind == finding.kind)
        .filter_map(|object| object.attributes.get(field).and_then(Value::as_text))
        .any(|value| platform.equal(&finding.kind, field, value, Some(actual)));
    if follows {
        Ok(adopted)
    } else {
        Err(refuse(not_configured))
    }
}

/// The virtual interfaces, steered devices and other resources whose intents differ.
pub fn changed_resources(
    before: &Intents,
    after: &Intents,
) -> (
    Vec<(VirtualInterface, Allocation)>,
    Vec<Steering>,
    Vec<ResourceIntent>,
) {
    let interfaces = after
        .interfaces
        .iter()
        .filter(|(instance, held)| before.interfaces.get(*instance) != Some(*held))
        .map(|(_, held)| held.clone());
    let steerings = after
        .steerings
        .iter()
        .filter(|(device, steering)| before.steerings.get(*device) != Some(*steering))
        .map(|(_, steering)| steering.clone());
    let resources = after
        .resources
        .values()
        .filter(|intent| before.resources.get(&intent.resource) != Some(*intent))
        .cloned();
    (interfaces.collect(), steerings.collect(), resources.collect())
}

const fn whole_row(class: Class) -> &'static str {
    match class {
        Class::LostObject => "a row is gone; delete its resource, repair it, or accept it",
        Class::UnexpectedObject => "the row belongs to nothing that is configured; repair removes it",
        Class::Misplaced => "the order of rows is not configured; repair it",
        _ => "the router shows no value for it; repair it, or accept it",
    }
}

/// The rows of the resource with the router's value wherever the intended one stands in this field: some intents
/// are written to several rows, of which others may have edited one.
fn substituted(intended: &[Object], finding: &Finding, field: &str, actual: &str) -> Vec<Object> {
    let mut rows = intended.to_vec();
    let resource: &ResourceId = &finding.key.resource;
    for object in rows.iter_mut().filter(|object| object.key.resource == *resource) {
        let here = object.key == finding.key && object.kind == finding.kind;
        let as_intended =
            object.attributes.get(field).and_then(Value::as_text) == finding.intended.as_deref();
        if here || (as_intended && finding.intended.is_some()) {
            object
                .attributes
                .insert(field.to_owned(), Value::observed(actual));
        }
    }
    rows
}

/// What the rows say otherwise than before is taken from them; all else stays as it was.
fn merge(
    held: &(VirtualInterface, Allocation),
    before: &(VirtualInterface, Allocation),
    after: (VirtualInterface, Allocation),
) -> (VirtualInterface, Allocation) {
    fn choose<T: PartialEq + Clone>(held: &T, before: &T, after: T) -> T {
        if *before == after { held.clone() } else { after }
    }
    let ((held, allocated), (before, before_allocated), (after, after_allocated)) = (held, before, after);
    let allocation = Allocation {
        vlan: choose(&allocated.vlan, &before_allocated.vlan, after_allocated.vlan),
        subnet: choose(
            &allocated.subnet,
            &before_allocated.subnet,
            after_allocated.subnet,
        ),
    };
    let interface = VirtualInterface {
        instance: held.instance.clone(),
        service: choose(&held.service, &before.service, after.service),
        parent: choose(&held.parent, &before.parent, after.parent),
        vlan: held.vlan.map(|_| allocation.vlan),
        dns: choose(&held.dns, &before.dns, after.dns),
        gateway: held.gateway,
        through: choose(&held.through, &before.through, after.through),
        on_failure: choose(&held.on_failure, &before.on_failure, after.on_failure),
        ipv6: choose(&held.ipv6, &before.ipv6, after.ipv6),
    };
    (interface, allocation)
}

/// As [`merge`], for a resource without behaviour of its own. A field that the rows no longer tell is no longer given.
fn merge_fields(held: &ResourceIntent, before: &ResourceIntent, after: ResourceIntent) -> ResourceIntent {
    let mut merged = held.clone();
    for name in before.fields.keys().chain(after.fields.keys()) {
        let now = after.fields.get(name);
        if before.fields.get(name) == now {
            continue;
        }
        match now {
            Some(value) => merged.fields.insert(name.clone(), value.clone()),
            None => merged.fields.remove(name),
        };
    }
    merged
}
