//! `router-<id>.db`: what is intended, allocated, under way and confirmed on one router.

mod accepted;
mod allocations;
mod from_v1;
mod journal;
mod layers;
mod log;
mod past;
mod relationships;
mod resources;
mod schema;
mod shared;
mod verify;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use nnc_core::identity::ResourceId;
use serde_json::Value;

pub use accepted::Accepted;
pub use allocations::{Allocation, AllocationState, Reservation};
pub use journal::{IntentId, NewIntent, OpenIntent, Settlement};
pub use layers::{LayerChange, LayerState, ResourceState};
pub use log::Cause;
pub use past::{HistoryEntry, LayerAt, LayerDifference, ResourceAt, ResourceEvent};
pub use relationships::{Dependency, Origin, Relationship};
pub use resources::{ResourceChange, ResourceRecord, ResourceStatus, StoredResource, Version};
pub(crate) use schema::MIGRATIONS;
pub use verify::HistoryReport;

use crate::error::StoreError;
use crate::fleet::Fleet;
use crate::history::{Chain, Head, Layer, ResourceUuid};
use crate::sqlite::{Database, Scope, to_sql};
use crate::system::RouterId;
use layers::Entry;
use log::Log;

/// The database of one router.
///
/// A change goes through it as follows: [`open_intent`](Self::open_intent) before the first write to the router,
/// [`settle`](Self::settle) once the router has said what became of it. What lies between after a crash is found
/// by [`open_intents`](Self::open_intents).
///
/// The file is opened when it is used, and closed again when it was not used for a while: a handle costs nothing.
pub struct RouterDb {
    fleet: Arc<Fleet>,
    id: RouterId,
}

impl fmt::Debug for RouterDb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouterDb").field("id", &self.id).finish()
    }
}

impl RouterDb {
    pub(crate) fn new(fleet: Arc<Fleet>, id: RouterId) -> Self {
        Self { fleet, id }
    }

    fn read<T>(&self, work: impl FnOnce(&Scope<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.fleet.with(self.id, |database| database.read(work))
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&Scope<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.fleet.with(self.id, |database| database.hand_over(work))
    }

    /// All resources, by id, as they were last settled. What a change under way will make of them is in
    /// [`open_intents`](Self::open_intents).
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn resources(&self) -> Result<Vec<StoredResource>, StoreError> {
        self.read(resources::all)
    }

    /// As [`resources`](Self::resources), without the deployment of each, which is most of what there is to read.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn intended(&self) -> Result<Vec<StoredResource>, StoreError> {
        self.read(resources::intended)
    }

    /// As [`intended`](Self::intended), with the version that this is; `None` where it is the known one still. For those
    /// who keep what they read: two are of one view, and what another process wrote is seen.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn intended_unless(
        &self,
        known: Option<Version>,
    ) -> Result<Option<(Version, Vec<StoredResource>)>, StoreError> {
        self.read(|scope| resources::intended_unless(scope, known))
    }

    /// One resource as it was last settled; `None` if there is none.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn resource(&self, id: &ResourceId) -> Result<Option<StoredResource>, StoreError> {
        self.read(|scope| resources::one(scope, id))
    }

    /// Changes resources without a change on the router, such as a status or what was observed. The changes and their
    /// events are written in one transaction; a change that changes nothing makes no event.
    ///
    /// # Errors
    /// [`StoreError::NoSuchResource`] for a layer of a resource that is not there; [`StoreError::ResourceExists`] for
    /// another uuid or kind than the resource has; [`StoreError::ValueTooLarge`]; or if the database cannot be written.
    pub fn record(&self, cause: &Cause, changes: &[ResourceChange]) -> Result<(), StoreError> {
        let (cause, changes) = (cause.clone(), changes.to_vec());
        let entropy = Arc::clone(&self.fleet.entropy);
        self.write(move |scope| {
            let mut log = Log::begin(scope, &cause, None)?;
            for change in &changes {
                resources::write(scope, &*entropy, &mut log, change)?;
            }
            log.finish()
        })
    }

    /// Moves what the log of the database has gathered into its file, if that is due (from 4 MiB on). Writers and readers
    /// go on beside it, and a database that is closed needs none. Call it when nobody waits, after a change for example:
    /// otherwise a commit does it at some time, and whoever made that commit waits.
    ///
    /// # Errors
    /// If the file cannot be written. Nothing is lost then: the log keeps what it has.
    pub fn checkpoint_if_due(&self) -> Result<(), StoreError> {
        self.fleet.tidy(self.id, Database::checkpoint_if_due)
    }

    /// What happened to resources after the event number `after`, oldest first, at most `limit` events: for those who
    /// follow. [`LayerEvent::apply`](crate::LayerEvent::apply) folds them.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn events(&self, after: u64, limit: u32) -> Result<Vec<ResourceEvent>, StoreError> {
        self.read(|scope| past::events(scope, after, limit))
    }

    /// The uuid of the resource that is called so now.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn uuid(&self, resource: &ResourceId) -> Result<Option<ResourceUuid>, StoreError> {
        self.read(|scope| Ok(layers::live(scope, resource)?.map(|entry| entry.uuid)))
    }

    /// The resources that are gone, by id and the time when they went: all, or those that were called so. Their past is
    /// kept: see [`history`](Self::history) and [`resource_at`](Self::resource_at).
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn gone(&self, called: Option<&ResourceId>) -> Result<Vec<ResourceState>, StoreError> {
        self.read(|scope| {
            let gone = layers::gone(scope, called)?.into_iter();
            gone.map(|entry| layers::state(scope, entry, &[])).collect()
        })
    }

    /// A resource with those of the wanted layers that it has now. One that is gone has none.
    ///
    /// # Errors
    /// [`StoreError::NoSuchResource`] if there never was one; or if the database cannot be read.
    pub fn state(&self, uuid: &ResourceUuid, wanted: &[Layer]) -> Result<ResourceState, StoreError> {
        self.read(|scope| layers::state(scope, entry(scope, uuid)?, wanted))
    }

    /// All resources that are there, by id, with those of the wanted layers that they have.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn states(&self, wanted: &[Layer]) -> Result<Vec<ResourceState>, StoreError> {
        self.read(|scope| {
            layers::entries(scope, None)?
                .into_iter()
                .map(|entry| layers::state(scope, entry, wanted))
                .collect()
        })
    }

    /// A resource at a time in the past; `None` if it was not there then. Each wanted layer is as it was after the
    /// last event at or before `at`, or says from when on it is known.
    ///
    /// # Errors
    /// [`StoreError::NoSuchResource`] if there never was one; or if the database cannot be read.
    ///
    /// ```
    /// # struct Fixed; impl nnc_core::ports::Entropy for Fixed { fn fill(&self, bytes: &mut [u8]) { bytes.fill(7) } }
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let parent = tempfile::tempdir()?;
    /// # use std::sync::Arc;
    /// # let data = nnc_store::DataDir::open(parent.path().join("nnc"), Arc::new(Fixed))?;
    /// # let system = data.system()?;
    /// # let home = data.add_router(&system, &nnc_store::NewRouter::new("home", "routeros+api://a@192.0.2.1"), None, 0)?;
    /// use nnc_store::{Cause, Layer, LayerAt, LayerChange, ResourceChange, ResourceRecord, ResourceStatus, Source};
    /// use serde_json::json;
    ///
    /// let router = data.router(home.id)?;
    /// let tor: nnc_core::identity::ResourceId = "vif/tor-usa".parse()?;
    /// let record = ResourceRecord {
    ///     resource: tor.clone(),
    ///     kind: "VirtualInterface".to_owned(),
    ///     configuration: json!({ "service": "tor" }),
    ///     allocation: None,
    ///     deployment: None,
    ///     status: ResourceStatus::Active,
    /// };
    /// router.record(&Cause::at(1_000).by("ada"), &[ResourceChange::Put(record)])?;
    /// let up = |value| ResourceChange::Set(LayerChange {
    ///     resource: tor.clone(),
    ///     layer: Layer::Runtime,
    ///     value: Some(json!({ "up": value })),
    ///     source: Source::Router,
    /// });
    /// router.record(&Cause::at(2_000), &[up(false)])?;
    /// router.record(&Cause::at(3_000), &[up(true)])?;
    ///
    /// let uuid = router.uuid(&tor)?.ok_or("gone")?;
    /// let then = router.resource_at(&uuid, 2_500, &Layer::ALL)?.ok_or("not there")?;
    /// let LayerAt::Known(runtime) = &then.layers[&Layer::Runtime] else { return Err("not known".into()) };
    /// assert_eq!((&runtime.value, runtime.updated_at), (&json!({ "up": false }), 2_000));
    /// assert!(router.resource_at(&uuid, 500, &Layer::ALL)?.is_none());
    /// # Ok(())
    /// # }
    /// ```
    pub fn resource_at(
        &self,
        uuid: &ResourceUuid,
        at: u64,
        wanted: &[Layer],
    ) -> Result<Option<ResourceAt>, StoreError> {
        self.read(|scope| {
            let entry = entry(scope, uuid)?;
            if at < entry.created_at || entry.removed_at.is_some_and(|removed| removed <= at) {
                return Ok(None);
            }
            let horizons = past::Horizons::read(scope)?;
            past::resource_at(scope, &entry, to_sql(at), wanted, horizons).map(Some)
        })
    }

    /// All resources that were there at a time in the past, by id, as [`resource_at`](Self::resource_at) gives them.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn router_at(&self, at: u64, wanted: &[Layer]) -> Result<Vec<ResourceAt>, StoreError> {
        self.read(|scope| past::router_at(scope, at, wanted))
    }

    /// What happened to the wanted layers of a resource before the event number `before` (`None`: until now), newest
    /// first, at most `limit` events.
    ///
    /// # Errors
    /// [`StoreError::NoSuchResource`] if there never was one; or if the database cannot be read.
    pub fn history(
        &self,
        uuid: &ResourceUuid,
        wanted: &[Layer],
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryEntry>, StoreError> {
        self.read(|scope| past::history(scope, &entry(scope, uuid)?, wanted, before, limit))
    }

    /// What differs in the wanted layers of a resource between two times.
    ///
    /// # Errors
    /// [`StoreError::NoSuchResource`] if there never was one; or if the database cannot be read.
    pub fn diff(
        &self,
        uuid: &ResourceUuid,
        from: u64,
        to: u64,
        wanted: &[Layer],
    ) -> Result<BTreeMap<Layer, LayerDifference>, StoreError> {
        self.read(|scope| past::diff(scope, &entry(scope, uuid)?, to_sql(from), to_sql(to), wanted))
    }

    /// From when on each layer is known, in milliseconds since 1970; 0 for one whose events are all kept.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn horizons(&self) -> Result<BTreeMap<Layer, u64>, StoreError> {
        self.read(|scope| {
            let horizons = past::Horizons::read(scope)?;
            Ok(Layer::ALL
                .into_iter()
                .map(|layer| (layer, horizons.of(layer)))
                .collect())
        })
    }

    /// Lets the events of a chain go that are older than `before`, and says how many. What the layers held at the last
    /// of them stays, and is their new horizon.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn prune(&self, chain: Chain, before: u64) -> Result<u64, StoreError> {
        self.write(move |scope| verify::prune(scope, chain, before))
    }

    /// Checks every hash of the history and that every layer holds what its events say. With `known`, a head that was
    /// kept elsewhere, also that nothing up to it was changed since.
    ///
    /// # Errors
    /// [`StoreError::HistoryBroken`] with the first event that is not what it was; or if the database cannot be read.
    pub fn verify_history(&self, known: Option<&Head>) -> Result<HistoryReport, StoreError> {
        self.read(|scope| verify::verify(scope, known))
    }

    /// Everything that depends on something, by resource: the whole graph.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn dependencies(&self) -> Result<Vec<Dependency>, StoreError> {
        self.read(relationships::all)
    }

    /// The differences that the user accepted.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn accepted(&self) -> Result<Vec<Accepted>, StoreError> {
        self.read(accepted::all)
    }

    /// What the router confirmed last of the rows that the resources share; `None` if nothing is remembered of them.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn shared(&self) -> Result<Option<Value>, StoreError> {
        self.read(shared::get)
    }

    /// Remembers that differences are accepted, in place of what was accepted of the same fields before.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn accept(&self, accepted: &[Accepted]) -> Result<(), StoreError> {
        let accepted = accepted.to_vec();
        self.write(move |scope| accepted.iter().try_for_each(|one| accepted::put(scope, one)))
    }

    /// Forgets that differences were accepted.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn forget_accepted(&self, accepted: &[Accepted]) -> Result<(), StoreError> {
        let accepted = accepted.to_vec();
        self.write(move |scope| accepted.iter().try_for_each(|one| accepted::forget(scope, one)))
    }

    /// Everything that is reserved, allocated or in quarantine.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn allocations(&self) -> Result<Vec<Allocation>, StoreError> {
        self.read(allocations::all)
    }

    /// Ends the quarantine of everything released at or before `released_until`; says how many there were.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn end_quarantine(&self, released_until: u64) -> Result<usize, StoreError> {
        self.write(move |scope| allocations::end_quarantine(scope, released_until))
    }

    /// Writes down what is about to be done and reserves what it needs, in one transaction. Only after this may
    /// the router be written to.
    ///
    /// # Errors
    /// [`StoreError::AllocationTaken`] if something it needs is taken; or if the database cannot be written.
    pub fn open_intent(&self, intent: &NewIntent) -> Result<IntentId, StoreError> {
        let intent = intent.clone();
        self.write(move |scope| {
            let id = journal::open(scope, &intent)?;
            for reservation in &intent.reservations {
                allocations::reserve(scope, id, reservation)?;
            }
            Ok(id)
        })
    }

    /// The intents that are not settled, oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn open_intents(&self) -> Result<Vec<OpenIntent>, StoreError> {
        self.read(journal::open_intents)
    }

    /// Notes how far an intent got: for people, not for recovery, which asks the router.
    ///
    /// # Errors
    /// [`StoreError::IntentClosed`]; or if the database cannot be written.
    pub fn note_phase(&self, intent: IntentId, phase: &str) -> Result<(), StoreError> {
        let phase = phase.to_owned();
        self.write(move |scope| journal::note_phase(scope, intent, &phase))
    }

    /// Writes down what the router has confirmed: resources, allocations, events and the end of the intent, in one
    /// transaction.
    ///
    /// What was reserved for a resource that is put becomes its allocation; allocations of a resource that is removed
    /// go into quarantine; other reservations of the intent are dropped.
    ///
    /// # Errors
    /// [`StoreError::IntentClosed`]; or if the database cannot be written: then the intent stays open.
    pub fn settle(&self, intent: IntentId, settlement: &Settlement) -> Result<(), StoreError> {
        let settlement = settlement.clone();
        let entropy = Arc::clone(&self.fleet.entropy);
        self.write(move |scope| {
            let cause = journal::close(scope, intent, &settlement)?;
            let mut log = Log::begin(scope, &cause, Some(intent))?;
            for change in &settlement.changes {
                resources::write(scope, &*entropy, &mut log, change)?;
                let resource = change.resource();
                match change {
                    ResourceChange::Put(_) | ResourceChange::Create { .. } => {
                        allocations::confirm(scope, intent, resource, settlement.at)?;
                    }
                    ResourceChange::Remove(_) => allocations::release(scope, resource, settlement.at)?,
                    ResourceChange::Set(_) => {}
                }
            }
            log.finish()?;
            if let Some(deployment) = &settlement.shared {
                shared::put(scope, deployment)?;
            }
            allocations::drop_reservations(scope, intent)
        })
    }
}

/// Reads all of a database that comes from elsewhere, as those who use it will.
///
/// # Errors
/// [`StoreError::Corrupt`] or [`StoreError::HistoryBroken`] with what is wrong.
pub(crate) fn examine(database: &Database) -> Result<(), StoreError> {
    database.check()?;
    database.read(|scope| {
        verify::verify(scope, None)?;
        resources::all(scope)?;
        relationships::all(scope)?;
        accepted::all(scope)?;
        shared::get(scope)?;
        allocations::all(scope)?;
        match journal::open_intents(scope)?.is_empty() {
            true => Ok(()),
            false => Err(scope.damaged("the outcome of a change is open")),
        }
    })
}

/// The resource of a uuid, gone ones included.
fn entry(scope: &Scope<'_>, uuid: &ResourceUuid) -> Result<Entry, StoreError> {
    layers::by_uuid(scope, uuid)?.ok_or_else(|| StoreError::NoSuchResource(uuid.to_string()))
}

#[cfg(test)]
mod tests;
