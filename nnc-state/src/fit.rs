//! What intents mean on a router, as far as they still fit it.
//!
//! Others rename interfaces, and take networks and VLANs away. What was wanted of those has no meaning then, but
//! everything else that is wanted still has, and nothing may be taken off the router because of it.

use std::collections::{BTreeMap, BTreeSet};

use nnc_core::change::Scope;
use nnc_core::facts::Facts;
use nnc_core::identity::ResourceId;
use nnc_core::intent::{Finding, Intents, ResourceIntent};
use nnc_core::object::Object;
use nnc_core::ports::{LowerError, Platform};

/// The rows that intents mean, and the resources that no longer fit.
#[derive(Debug, Clone)]
pub struct Fit {
    /// The rows. Of those outside `whole` only their places count.
    pub rows: Vec<Object>,
    /// The resources that were asked for and fit.
    pub whole: Scope,
    /// The resources that do not fit the router, with what is wrong: what the router has of them is to stay.
    pub unfit: BTreeMap<ResourceId, Vec<Finding>>,
}

impl Fit {
    /// What intents mean on a router with these facts.
    ///
    /// # Errors
    /// What the platform cannot express and does not lay to one resource.
    pub fn new(
        intents: &Intents,
        facts: &Facts,
        platform: &dyn Platform,
        scope: &Scope,
    ) -> Result<Self, LowerError> {
        let mut unfit = intents.unfit(facts);
        let (blueprint, _) = intents.outline(facts);
        let mut asked: BTreeSet<ResourceId> = blueprint
            .elements
            .iter()
            .map(|element| &element.resource)
            .filter(|resource| scope.contains(resource) && !unfit.contains_key(resource))
            .cloned()
            .collect();
        loop {
            let whole = Scope::Resources(asked.clone());
            let error = match platform.lower(&blueprint, facts, &whole) {
                Ok(rows) => return Ok(Self { rows, whole, unfit }),
                Err(error) => error,
            };
            match error.resource.clone().filter(|resource| asked.remove(resource)) {
                Some(resource) => {
                    let pointer = intents.resources.get(&resource).map(ResourceIntent::pointer);
                    let finding = Finding::new(error.code, pointer.unwrap_or_default(), error.message);
                    unfit.entry(resource).or_default().push(finding);
                }
                None => return Err(error),
            }
        }
    }

    /// Whether what is wanted of a resource has a meaning on the router.
    pub fn has(&self, resource: &ResourceId) -> bool {
        !self.unfit.contains_key(resource)
    }
}
