//! What goes through the resources of the routers that this process asks.
//!
//! Between the times at which it is written to the database it lives here: flash is not written to each time that a
//! router is asked.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use nnc_core::ports::Counted;
use nnc_state::telemetry::Telemetry;
use nnc_store::{Layer, LayerChange, ResourceChange, ResourceState, ResourceUuid, RouterId, Source};

/// How often telemetry is written to the database while a router is watched, in milliseconds.
const WRITTEN_EVERY: u64 = 3_600_000;

/// For how long the past of what is read again and again is kept, in milliseconds.
pub(crate) const PAST: u64 = 24 * 3_600_000;

/// When telemetry is written to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Now: others may want to read it.
    Now,
    /// When it has not been for long.
    Seldom,
}

/// The telemetry of the resources of each router.
#[derive(Debug, Default)]
pub(crate) struct Followed(Mutex<BTreeMap<RouterId, Router>>);

#[derive(Debug, Default)]
struct Router {
    resources: BTreeMap<ResourceUuid, Telemetry>,
    written_at: Option<u64>,
}

impl Followed {
    /// Takes a reading of all counters of a router. `known` are its resources with what the database holds. Gives what is
    /// to be written; [`written`](Self::written) is told when it is.
    pub(crate) fn sample(
        &self,
        router: RouterId,
        now: u64,
        keep: Keep,
        known: &[ResourceState],
        readings: &[Counted],
    ) -> Vec<ResourceChange> {
        let mut followed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let followed = followed.entry(router).or_default();
        // What is gone takes no memory.
        let mut before = std::mem::take(&mut followed.resources);
        for resource in known {
            let held = resource.layers.get(&Layer::Telemetry).map(|layer| &layer.value);
            let mut telemetry = before
                .remove(&resource.uuid)
                .unwrap_or_else(|| held.map(Telemetry::from_layer).unwrap_or_default());
            let own: Vec<Counted> = readings
                .iter()
                .filter(|reading| reading.key.resource == resource.resource)
                .cloned()
                .collect();
            telemetry.sample(now, &own);
            followed.resources.insert(resource.uuid.clone(), telemetry);
        }
        // A clock that was set back is as good a reason as an hour.
        let due = |at: u64| now < at || now - at >= WRITTEN_EVERY;
        if keep == Keep::Seldom && !followed.written_at.is_none_or(due) {
            return Vec::new();
        }
        known
            .iter()
            .filter_map(|resource| {
                Some(ResourceChange::Set(LayerChange {
                    resource: resource.resource.clone(),
                    layer: Layer::Telemetry,
                    value: Some(followed.resources.get(&resource.uuid)?.layer()),
                    source: Source::Router,
                }))
            })
            .collect()
    }

    /// What was given is in the database.
    pub(crate) fn written(&self, router: RouterId, now: u64) {
        let mut followed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        followed.entry(router).or_default().written_at = Some(now);
    }

    /// What is known of a resource here, which may be younger than what the database holds.
    pub(crate) fn of(&self, router: RouterId, uuid: &ResourceUuid) -> Option<Telemetry> {
        let followed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        followed.get(&router)?.resources.get(uuid).cloned()
    }
}
