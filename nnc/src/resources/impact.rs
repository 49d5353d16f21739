//! What breaks if a resource goes.

use std::collections::BTreeSet;

use nnc_core::identity::ResourceId;
use nnc_core::intent::{Intents, Interfaces};
use nnc_state::relationships::{Origin, Relationship, Relationships, Step, of_intents};
use nnc_store::{Dependency, StoredResource};
use serde::Serialize;

use crate::error::{Error, ErrorKind};

/// What breaks if a resource is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImpactReport {
    /// The resource.
    pub resource: String,
    /// What breaks, nearest first.
    pub breaks: Vec<Broken>,
    /// The order in which all of it can be deleted: nothing before what needs it.
    pub removal_order: Vec<String>,
}

/// Something that breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Broken {
    /// What.
    pub resource: String,
    /// Its uuid, where it is kept under one.
    pub uuid: Option<String>,
    /// Why, in words.
    pub because: String,
    /// Why, step by step.
    pub path: Vec<Step>,
}

/// The error that resources are needed, if something would break.
pub(super) fn in_use(breaks: &[Broken]) -> Option<Error> {
    let first = breaks.first()?;
    let all: Vec<&str> = breaks.iter().map(|broken| broken.resource.as_str()).collect();
    let message = format!(
        "{} would break: {}; delete it first, or delete all of it with `nnc resource delete --cascade`",
        all.join(", "),
        first.because
    );
    Some(Error::new(ErrorKind::Conflict, "resource-in-use", message))
}

/// Refuses to let resources go that others need which stay.
///
/// # Errors
/// `resource-in-use`.
pub(crate) fn nothing_breaks(graph: &Relationships, going: &BTreeSet<ResourceId>) -> Result<(), Error> {
    for resource in going {
        let mut breaks = report(graph, resource, &[]).breaks;
        breaks.retain(|broken| !going.iter().any(|going| going.as_str() == broken.resource));
        if let Some(error) = in_use(&breaks) {
            return Err(error);
        }
    }
    Ok(())
}

/// Everything that is known of who needs whom.
pub(super) fn graph(intents: &Intents, said: &[Dependency]) -> Result<Relationships, Error> {
    let mut all = of_intents(intents);
    all.extend(said.iter().map(|said| {
        Relationship {
            dependent: said.resource.clone(),
            depends_on: said.relationship.on.clone(),
            origin: match said.relationship.origin {
                nnc_store::Origin::User => Origin::User,
                nnc_store::Origin::System => Origin::System,
            },
            reason: said
                .relationship
                .reason
                .clone()
                .unwrap_or_else(|| "needs".to_owned()),
        }
    }));
    Relationships::new(all).map_err(|error| Error::new(ErrorKind::Conflict, error.code(), error.to_string()))
}

/// The same of what is kept. What a user said before resources came to need each other the other way round is left out:
/// nothing could be asked or deleted any more.
pub(super) fn graph_as_far_as_it_goes(
    intents: &Intents,
    said: &[Dependency],
) -> Result<Relationships, Error> {
    if let Ok(graph) = graph(intents, said) {
        return Ok(graph);
    }
    let mut kept = Vec::new();
    for one in said {
        kept.push(one.clone());
        if graph(intents, &kept).is_err() {
            kept.pop();
        }
    }
    graph(intents, &kept)
}

/// Refuses resources that would need themselves.
///
/// # Errors
/// `relationship-cycle`.
pub(crate) fn nothing_needs_itself(intents: &Intents) -> Result<(), Error> {
    graph(intents, &[]).map(|_| ())
}

/// What an interface of the router is among the resources, where it is one of ours.
pub(super) fn known_as(intents: &Intents, named: ResourceId) -> ResourceId {
    if named.kind() == "interface" {
        Interfaces::of(intents).resource(&named.name())
    } else {
        named
    }
}

pub(super) fn report(
    graph: &Relationships,
    resource: &ResourceId,
    stored: &[StoredResource],
) -> ImpactReport {
    let impact = graph.impact(resource);
    let uuid = |id: &ResourceId| {
        let stored = stored.iter().find(|stored| stored.record.resource == *id);
        stored.map(|stored| stored.uuid.to_string())
    };
    ImpactReport {
        resource: resource.to_string(),
        breaks: impact
            .resources()
            .map(|broken| Broken {
                resource: broken.to_string(),
                uuid: uuid(broken),
                because: impact.explain(broken).unwrap_or_default(),
                path: impact.path(broken),
            })
            .collect(),
        removal_order: graph
            .removal_order(resource)
            .iter()
            .map(ToString::to_string)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use nnc_core::identity::ControllerId;
    use nnc_core::intent::pool::{Allocation, PoolConfig};
    use nnc_core::intent::{Service, VirtualInterface};

    use super::*;

    #[test]
    fn what_was_said_against_what_resources_are_is_left_out() {
        let mut intents = Intents::new(ControllerId::new(7), PoolConfig::default());
        let interface = VirtualInterface::new("a".parse().unwrap(), Service::Tor, "ether2");
        let allocation = Allocation {
            vlan: 101,
            subnet: "10.99.101.0/24".parse().unwrap(),
        };
        let held = (interface, allocation);
        intents.interfaces.insert("a".parse().unwrap(), held);
        let said = |dependent: &str, on: &str| Dependency {
            resource: dependent.parse().unwrap(),
            relationship: nnc_store::Relationship {
                on: on.parse().unwrap(),
                kind: "needs".to_owned(),
                origin: nnc_store::Origin::User,
                reason: None,
            },
        };
        let all = [said("interface/ether2", "vif/a"), said("vlan/guest", "vif/a")];
        assert_eq!(graph(&intents, &all).unwrap_err().code, "relationship-cycle");
        let graph = graph_as_far_as_it_goes(&intents, &all).unwrap();
        let broken = |resource: &str| report(&graph, &resource.parse().unwrap(), &[]).breaks;
        assert_eq!(broken("vif/a").len(), 1);
        assert_eq!(broken("interface/ether2").len(), 2);
    }
}
