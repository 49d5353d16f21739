//! Resources of any type of the schema: put, shown in layers, followed through time, deleted with what needs them.

mod apply;
mod impact;
mod judged;
mod secrets;
mod stored;
mod view;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use nnc_core::identity::ResourceId;
use nnc_state::relationships::Relationships;
use nnc_store::{
    Cause, HistoryEntry, Layer, LayerDifference, ResourceAt, ResourceState, ResourceUuid, RouterDb,
    StoreError, StoredResource,
};
use nnc_store::{LayerChange, Origin, Relationship, ResourceChange, Source};

pub use apply::AppliedResource;
pub use impact::{Broken, ImpactReport};
pub(crate) use impact::{nothing_breaks, nothing_needs_itself};
pub(crate) use judged::with_layers;
pub(crate) use secrets::RouterSecrets;
pub(crate) use stored::{configuration, intent};
pub use view::{DeletedResource, LayerView, ResourceSummary, ResourceView};

use crate::error::Error;
use crate::router::Router;

/// The resources of one router. `which` names one by its uuid or by what it is called, such as `vif/tor-usa`; where it is
/// about the past, also by what one was called that is gone: the one of that time, or else the last one.
#[derive(Debug, Clone)]
pub struct Resources {
    pub(super) router: Router,
}

impl Resources {
    pub(crate) fn new(router: Router) -> Self {
        Self { router }
    }

    /// All resources, by what they are called.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn list(&self) -> Result<Vec<ResourceSummary>, Error> {
        Ok(self.router.recalled().await?.resources.clone())
    }

    pub(crate) fn router(&self) -> &Router {
        &self.router
    }

    /// The resources that were deleted, by what they were called and when they went. Their past is kept.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn deleted(&self) -> Result<Vec<DeletedResource>, Error> {
        let gone = self.router.database(|database| Ok(database.gone(None)?)).await?;
        Ok(gone.into_iter().map(DeletedResource::from).collect())
    }

    /// A resource with the wanted layers. One that was deleted has its uuid and its times still.
    ///
    /// # Errors
    /// `no-such-resource`; or if the database cannot be read.
    pub async fn show(&self, which: &str, wanted: &[Layer]) -> Result<ResourceView, Error> {
        let graph = self.graph().await?;
        let (which, asked) = (which.to_owned(), wanted.to_vec());
        let state = self
            .router
            .database(move |database| Ok(database.state(&uuid_of(database, &which)?, &asked)?))
            .await?;
        let shared = &self.router.shared;
        let younger = shared.followed.of(self.router.record.id, &state.uuid);
        let mut view = ResourceView::new(state, wanted, &graph, shared.clock.now_ms());
        if let Some(telemetry) = younger {
            view.counted_since(&telemetry, shared.clock.now_ms());
        }
        Ok(view)
    }

    /// A resource as it was at a time, in milliseconds since 1970; `None` if it was not there then. A layer whose past
    /// is not kept that far says so.
    ///
    /// # Errors
    /// `no-such-resource`; or if the database cannot be read.
    pub async fn at(&self, which: &str, time: u64, wanted: &[Layer]) -> Result<Option<ResourceAt>, Error> {
        let (which, wanted) = (which.to_owned(), wanted.to_vec());
        self.router
            .database(move |database| {
                let uuid = uuid_at(database, &which, &[time])?;
                Ok(database.resource_at(&uuid, time, &wanted)?)
            })
            .await
    }

    /// What happened to the wanted layers of a resource: what changed, who wanted it and why; newest first. By what it is
    /// called, of all that were called so, one after the other.
    ///
    /// # Errors
    /// `no-such-resource`; or if the database cannot be read.
    pub async fn history(
        &self,
        which: &str,
        wanted: &[Layer],
        limit: u32,
    ) -> Result<Vec<HistoryEntry>, Error> {
        let (which, wanted) = (which.to_owned(), wanted.to_vec());
        self.router
            .database(move |database| {
                let mut entries = Vec::new();
                for one in called(database, &which)? {
                    entries.extend(database.history(&one.uuid, &wanted, None, limit)?);
                }
                entries.sort_by_key(|entry| Reverse(entry.event.seq));
                entries.truncate(limit.try_into().unwrap_or(usize::MAX));
                Ok(entries)
            })
            .await
    }

    /// What differs in the wanted layers of a resource between two times, in milliseconds since 1970. By what it is called,
    /// of the one that was there at the later time, or else at the earlier.
    ///
    /// # Errors
    /// `no-such-resource`; or if the database cannot be read.
    pub async fn diff(
        &self,
        which: &str,
        from: u64,
        to: u64,
        wanted: &[Layer],
    ) -> Result<BTreeMap<Layer, LayerDifference>, Error> {
        let (which, wanted) = (which.to_owned(), wanted.to_vec());
        self.router
            .database(move |database| {
                let uuid = uuid_at(database, &which, &[to, from])?;
                Ok(database.diff(&uuid, from, to, &wanted)?)
            })
            .await
    }

    /// What breaks if a resource is deleted, and why. `which` may also be something of the router that resources need,
    /// such as `interface/ether1`.
    ///
    /// # Errors
    /// `no-such-resource`; or if the database cannot be read.
    pub async fn impact(&self, which: &str) -> Result<ImpactReport, Error> {
        let graph = self.graph().await?;
        let stored = self.router.database(|database| Ok(database.resources()?)).await?;
        let (_, intents) = self.router.remembered().await?;
        let resource = match find(&stored, which) {
            Some(found) => found.record.resource.clone(),
            None => match which
                .parse::<ResourceId>()
                .map(|named| impact::known_as(&intents, named))
            {
                Ok(named) if graph.dependents(&named).next().is_some() => named,
                _ => return Err(StoreError::NoSuchResource(which.to_owned()).into()),
            },
        };
        Ok(impact::report(&graph, &resource, &stored))
    }

    /// Notes that a resource needs another: deleting the other is refused from now on unless what needs it goes too.
    ///
    /// # Errors
    /// `no-such-resource`, `relationship-cycle`; or if the database cannot be written.
    pub async fn depend(&self, which: &str, on: &str, reason: Option<&str>) -> Result<(), Error> {
        let stored = self.router.database(|database| Ok(database.resources()?)).await?;
        let known = |which: &str| {
            find(&stored, which)
                .map(|found| found.record.resource.clone())
                .ok_or_else(|| StoreError::NoSuchResource(which.to_owned()))
        };
        let (dependent, on) = (known(which)?, known(on)?);
        let said = self
            .router
            .database(|database| Ok(database.dependencies()?))
            .await?;
        let mut entries: Vec<Relationship> = said
            .iter()
            .filter(|one| one.resource == dependent && one.relationship.on != on)
            .map(|one| one.relationship.clone())
            .collect();
        entries.push(Relationship {
            on: on.clone(),
            kind: "needs".to_owned(),
            origin: Origin::User,
            reason: reason.map(str::to_owned),
        });
        let (_, intents) = self.router.remembered().await?;
        let mut after = said;
        after.retain(|one| one.resource != dependent);
        after.extend(entries.iter().map(|relationship| nnc_store::Dependency {
            resource: dependent.clone(),
            relationship: relationship.clone(),
        }));
        impact::graph(&intents, &after)?;
        let change = ResourceChange::Set(LayerChange {
            resource: dependent,
            layer: Layer::Relationships,
            value: Some(Relationship::layer(&entries)),
            source: Source::User,
        });
        let mut cause = Cause::at(self.router.shared.clock.now_ms());
        cause.actor = self.router.shared.actor.clone();
        self.router
            .database(move |database| Ok(database.record(&cause, std::slice::from_ref(&change))?))
            .await
    }

    pub(crate) async fn graph(&self) -> Result<Relationships, Error> {
        let (_, intents) = self.router.remembered().await?;
        let said = self
            .router
            .database(|database| Ok(database.dependencies()?))
            .await?;
        impact::graph_as_far_as_it_goes(&intents, &said)
    }

    pub(super) fn secrets(&self) -> RouterSecrets {
        RouterSecrets::new(Arc::clone(&self.router.shared), self.router.record.clone())
    }
}

/// A resource that is there, by its uuid or by what it is called.
pub(super) fn find<'a>(stored: &'a [StoredResource], which: &str) -> Option<&'a StoredResource> {
    stored
        .iter()
        .find(|stored| stored.uuid.as_str() == which || stored.record.resource.as_str() == which)
}

/// The uuid that is meant: of one that is called so now, else of the last one that was, else that itself.
fn uuid_of(database: &RouterDb, which: &str) -> Result<ResourceUuid, Error> {
    uuid_at(database, which, &[])
}

/// The same as of the first of these times at which one was called so.
fn uuid_at(database: &RouterDb, which: &str, times: &[u64]) -> Result<ResourceUuid, Error> {
    let mut called = called(database, which)?;
    let there = |one: &ResourceState, time: u64| {
        one.created_at <= time && one.removed_at.is_none_or(|removed| time < removed)
    };
    let then = times
        .iter()
        .find_map(|time| called.iter().position(|one| there(one, *time)));
    let meant = match then {
        Some(then) => Some(called.swap_remove(then)),
        None => called.pop(),
    };
    meant
        .map(|one| one.uuid)
        .ok_or_else(|| StoreError::NoSuchResource(which.to_owned()).into())
}

/// All that were ever called so, the last one last; else the one with this uuid.
fn called(database: &RouterDb, which: &str) -> Result<Vec<ResourceState>, Error> {
    let mut called = Vec::new();
    if let Ok(resource) = which.parse::<ResourceId>() {
        called = database.gone(Some(&resource))?;
        if let Some(uuid) = database.uuid(&resource)? {
            called.push(database.state(&uuid, &[])?);
        }
    }
    if called.is_empty() {
        let unknown = |_| StoreError::NoSuchResource(which.to_owned());
        let uuid = which.parse::<ResourceUuid>().map_err(unknown)?;
        called.push(database.state(&uuid, &[])?);
    }
    Ok(called)
}
