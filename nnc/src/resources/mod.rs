//! Resources of any type of the schema: put, shown in layers, followed through time, deleted with what needs them.

mod apply;
mod impact;
mod judged;
mod secrets;
mod stored;
mod view;

use std::collections::BTreeMap;
use std::sync::Arc;

use nnc_core::identity::ResourceId;
use nnc_state::relationships::Relationships;
use nnc_store::{
    Cause, HistoryEntry, Layer, LayerDifference, ResourceAt, ResourceUuid, StoreError, StoredResource,
};
use nnc_store::{LayerChange, Origin, Relationship, ResourceChange, Source};

pub use apply::AppliedResource;
pub(crate) use impact::nothing_breaks;
pub use impact::{Broken, ImpactReport};
pub(crate) use judged::with_layers;
pub(crate) use secrets::RouterSecrets;
pub(crate) use stored::{configuration, intent};
pub use view::{DeletedResource, LayerView, ResourceSummary, ResourceView};

use crate::error::Error;
use crate::router::Router;

/// The resources of one router. `which` names one by its uuid or by what it is called, such as `vif/tor-usa`; where it is
/// about the past, also by what the last one was called that is gone.
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
            .database(move |database| Ok(database.resource_at(&uuid_of(database, &which)?, time, &wanted)?))
            .await
    }

    /// What happened to the wanted layers of a resource: what changed, who wanted it and why; newest first.
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
                Ok(database.history(&uuid_of(database, &which)?, &wanted, None, limit)?)
            })
            .await
    }

    /// What differs in the wanted layers of a resource between two times, in milliseconds since 1970.
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
            .database(move |database| Ok(database.diff(&uuid_of(database, &which)?, from, to, &wanted)?))
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
        let resource = match find(&stored, which) {
            Some(found) => found.record.resource.clone(),
            None => match which.parse::<ResourceId>() {
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
        impact::graph(&intents, &said)
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
fn uuid_of(database: &nnc_store::RouterDb, which: &str) -> Result<ResourceUuid, Error> {
    let called = match which.parse::<ResourceId>() {
        Ok(resource) => match database.uuid(&resource)? {
            None => database.gone(Some(&resource))?.pop().map(|last| last.uuid),
            called => called,
        },
        Err(_) => None,
    };
    let unknown = |_| StoreError::NoSuchResource(which.to_owned());
    match called {
        Some(uuid) => Ok(uuid),
        None => Ok(which.parse::<ResourceUuid>().map_err(unknown)?),
    }
}
