//! Intents that were read back from a router's rows.

use std::collections::BTreeSet;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use super::pool::Allocation;
use super::{ResourceIntent, Steering, VirtualInterface};
use crate::identity::ResourceId;
use crate::object::Object;

/// What rows say of the intents that they were made from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Raised {
    /// The virtual interfaces, with what is allocated to them.
    pub interfaces: Vec<(VirtualInterface, Allocation)>,
    /// The steered devices.
    pub steerings: Vec<Steering>,
    /// The resources without behaviour of their own.
    pub resources: Vec<ResourceIntent>,
    /// Their secrets that the rows do not tell: the intents refer to an unknown one there.
    pub untold: Vec<UntoldSecret>,
    /// The network that subnets are cut from, if the rows name one.
    pub pool: Option<Ipv4Net>,
    /// What the rows do not say, and what was taken for it.
    pub assumed: Vec<Assumed>,
    /// The resources that could not be told from their rows.
    pub unraised: Vec<Unraised>,
}

/// Something that rows do not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assumed {
    /// The resource.
    pub resource: ResourceId,
    /// The field of its intent.
    pub field: String,
    /// What is taken for it.
    pub value: String,
    /// Why that.
    pub why: String,
}

/// A secret of a resource that its rows do not tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UntoldSecret {
    /// The resource.
    pub resource: ResourceId,
    /// The field of its intent.
    pub field: String,
}

/// A resource whose rows are there and whose intent cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Unraised {
    /// The resource.
    pub resource: ResourceId,
    /// What is missing.
    pub reason: String,
}

impl Raised {
    /// No resource of these rows can be told, for one reason.
    pub fn nothing(objects: &[Object], reason: &str) -> Self {
        let resources: BTreeSet<&ResourceId> = objects.iter().map(|object| &object.key.resource).collect();
        let unraised = resources.into_iter().map(|resource| Unraised {
            resource: resource.clone(),
            reason: reason.to_owned(),
        });
        Self {
            unraised: unraised.collect(),
            ..Self::default()
        }
    }

    /// Leaves these resources out.
    pub fn without(&mut self, resources: &BTreeSet<ResourceId>) {
        self.interfaces
            .retain(|(interface, _)| !resources.contains(&interface.resource()));
        self.steerings
            .retain(|steering| !resources.contains(&steering.device.resource()));
        self.resources
            .retain(|intent| !resources.contains(&intent.resource));
        self.untold.retain(|untold| !resources.contains(&untold.resource));
        self.assumed
            .retain(|assumed| !resources.contains(&assumed.resource));
        self.unraised
            .retain(|unraised| !resources.contains(&unraised.resource));
    }
}
