//! The way back: from rows to the intents that they were made from.
//!
//! [`lower`](crate::lower) writes an intent into rows; what can be told from rows is read back here, for routers whose
//! database was lost and for edits that a user wants to keep. Rows do not say everything: which service stands behind
//! an address, for one, is nowhere on the router. What is taken for it is listed in `Raised::assumed`, and chosen so
//! that the same rows follow from it.

mod interface;
mod mapped;
mod rows;
mod steer;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use ipnet::Ipv4Net;
use nnc_core::facts::Facts;
use nnc_core::identity::ResourceId;
use nnc_core::intent::{Instance, Raised, Unraised};
use nnc_core::object::{Kind, Object};

use crate::kinds;
use rows::Rows;

/// Reads back what the rows of one controller say.
pub(crate) fn raise(objects: &[Object], facts: &Facts) -> Raised {
    let mut resources: BTreeMap<&ResourceId, Vec<&Object>> = BTreeMap::new();
    for object in objects {
        resources.entry(&object.key.resource).or_default().push(object);
    }
    let mut raised = Raised::default();
    let unraised = |resource: &ResourceId, reason: &str| Unraised {
        resource: resource.clone(),
        reason: reason.to_owned(),
    };
    // The instance of a table, mark or interface by its name on the router. One whose chain leads nowhere is none.
    let mut instances: BTreeMap<String, Instance> = resources
        .keys()
        .filter(|resource| resource.kind() == "vif")
        .filter_map(|resource| resource.name().parse::<Instance>().ok())
        .map(|instance| (instance.interface_name().to_string(), instance))
        .collect();
    loop {
        let mut failed = Vec::new();
        raised.interfaces.clear();
        raised.assumed.clear();
        for (resource, objects) in resources.iter().filter(|(resource, _)| resource.kind() == "vif") {
            match interface::interface(resource, &Rows::new(objects), &instances, facts) {
                Ok((found, assumed)) => {
                    raised.interfaces.push(found);
                    raised.assumed.extend(assumed);
                }
                Err(reason) => failed.push((*resource, reason)),
            }
        }
        let before = instances.len();
        instances.retain(|_, instance| {
            let is_it = |(resource, _): &(&ResourceId, String)| resource.name() == instance.as_str();
            !failed.iter().any(is_it)
        });
        if instances.len() == before {
            raised
                .unraised
                .extend(failed.iter().map(|(resource, reason)| unraised(resource, reason)));
            break;
        }
    }
    let mut crowds: BTreeMap<(&Kind, &str), usize> = BTreeMap::new();
    for object in objects.iter().filter(|object| object.key.role.as_str() == "row") {
        if let Some(placement) = &object.placement {
            *crowds.entry((&object.kind, &placement.list)).or_default() += 1;
        }
    }
    for (resource, objects) in &resources {
        let result = match resource.kind() {
            "steer" => steer::steering(resource, &Rows::new(objects), &instances)
                .map(|found| raised.steerings.push(found)),
            "base" | "vif" => Ok(()),
            _ => mapped::resource(resource, objects, alone(objects, &crowds)).map(|read| {
                raised.resources.push(read.intent);
                raised.untold.extend(read.untold);
                raised.assumed.extend(read.assumed);
            }),
        };
        if let Err(reason) = result {
            raised.unraised.push(unraised(resource, &reason));
        }
    }
    raised.pool = resources
        .get(&ResourceId::base())
        .and_then(|objects| pool(objects, &raised));
    raised
}

/// Whether no other row of its sort stands in the list of a resource's row.
fn alone(objects: &[&Object], crowds: &BTreeMap<(&Kind, &str), usize>) -> bool {
    let mut lists = objects
        .iter()
        .filter_map(|object| Some((&object.kind, object.placement.as_ref()?.list.as_str())));
    lists.all(|list| crowds.get(&list).is_none_or(|count| *count < 2))
}

/// The network of the pool among those that the shared rows list: the others belong to single interfaces.
fn pool(objects: &[&Object], raised: &Raised) -> Option<Ipv4Net> {
    let own = |network: &Ipv4Net| {
        raised
            .interfaces
            .iter()
            .any(|(_, allocation)| allocation.subnet == *network)
    };
    objects
        .iter()
        .filter(|object| object.kind == kinds::ADDRESS_LIST && object.key.role.as_str().starts_with("pool-"))
        .filter_map(|object| {
            object
                .attributes
                .get("address")?
                .as_text()?
                .parse::<Ipv4Net>()
                .ok()
        })
        .filter(|network| !own(network))
        .max_by_key(|network| u32::from(network.broadcast()) - u32::from(network.network()))
}
