//! One router: the way that every change of it takes.

use std::collections::BTreeSet;
use std::sync::Arc;

use nnc_core::change::Scope;
use nnc_core::facts::Facts;
use nnc_core::identity::{ControllerId, ResourceId};
use nnc_core::intent::Intents;
use nnc_core::intent::pool::PoolConfig;
use nnc_core::model::RESOURCE_TYPES;
use nnc_core::object::Snapshot;
use nnc_core::ports::{Capabilities, Platform, RouterPort, UnreadSecrets};
use nnc_state::drift::{Accepted, Deployed};
use nnc_state::validation::Validated;
use nnc_state::{Fit, Plan};
use nnc_store::{RouterDb, RouterLock, RouterRecord, StoredResource};

use crate::connect::Keeping;
use crate::control::Control;
use crate::draft::{Draft, intents, taken};
use crate::engine;
use crate::error::{Error, ErrorKind};
use crate::instance::{Shared, blocking, view};
use crate::pool::VlanPool;
use crate::resources::{Resources, RouterSecrets, nothing_breaks, nothing_needs_itself, with_layers};
use crate::steering::SteeringRules;
use crate::views::{Change, RouterView};
use crate::virtual_interfaces::VirtualInterfaces;

/// A handle of one router. Cheap to clone; connects when something needs the router.
#[derive(Clone)]
pub struct Router {
    pub(crate) shared: Arc<Shared>,
    pub(crate) record: RouterRecord,
    /// Who follows the changes that are made through this handle, and may give them up.
    pub(crate) control: Option<Control>,
}

impl std::fmt::Debug for Router {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Router({})", self.record.name)
    }
}

/// What the router was seen to have, and what that means for our intents.
pub(crate) struct Observation {
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) snapshot: Snapshot,
    pub(crate) facts: Facts,
    /// The secrets that could not be compared: what is seen of them says nothing.
    pub(crate) unread: Option<UnreadSecrets>,
    /// The differences that the user accepted.
    pub(crate) accepted: Vec<Accepted>,
    /// What the router confirmed last.
    pub(crate) deployed: Deployed,
}

/// Which rows may be changed.
pub(crate) enum Reach {
    /// Those of the resources that the draft names.
    Draft,
    /// Every row of ours.
    Everything,
    /// Rows of ours whose resource is none of these.
    Orphans(BTreeSet<ResourceId>),
}

impl Router {
    pub(crate) fn new(shared: Arc<Shared>, record: RouterRecord) -> Self {
        Self {
            shared,
            record,
            control: None,
        }
    }

    /// The same, for one change that somebody follows.
    pub(crate) fn controlled(&self, control: Control) -> Self {
        Self {
            control: Some(control),
            ..self.clone()
        }
    }

    /// What is remembered of it.
    pub fn view(&self) -> RouterView {
        view(&self.record)
    }

    /// Its virtual interfaces.
    pub fn virtual_interfaces(&self) -> VirtualInterfaces {
        VirtualInterfaces::new(self.clone())
    }

    /// The devices steered through them.
    pub fn steering_rules(&self) -> SteeringRules {
        SteeringRules::new(self.clone())
    }

    /// Its VLAN ids and subnets.
    pub fn vlan_pool(&self) -> VlanPool {
        VlanPool::new(self.clone())
    }

    /// Its resources of every type, with all that is known of them.
    pub fn resources(&self) -> Resources {
        Resources::new(self.clone())
    }

    /// A port to the router, which also reads the rows of its resources, and of those of a type that is to be made.
    pub(crate) async fn connect(
        &self,
        believing: bool,
        also: Option<&str>,
    ) -> Result<Arc<dyn RouterPort>, Error> {
        let mut types = self
            .database(|database| {
                let open = database.open_intents()?.into_iter().flat_map(|open| open.changes);
                let under_way = open.filter_map(|change| Some(change.record()?.kind.clone()));
                let settled = database.resources()?.into_iter().map(|stored| stored.record.kind);
                Ok(under_way.chain(settled).collect::<BTreeSet<String>>())
            })
            .await?;
        types.extend(also.map(str::to_owned));
        self.shared
            .connect(&self.record, believing, self.keeping(types, None))
    }

    /// A port to the router that reads the rows of every type, and keeps secrets of these resources of a controller that
    /// are not known yet.
    pub(crate) fn connect_to_adopt(
        &self,
        learning: Option<(ControllerId, BTreeSet<ResourceId>)>,
    ) -> Result<Arc<dyn RouterPort>, Error> {
        let types = RESOURCE_TYPES.iter().map(|kind| kind.name.to_owned()).collect();
        self.shared
            .connect(&self.record, false, self.keeping(types, learning))
    }

    fn keeping(
        &self,
        types: BTreeSet<String>,
        learning: Option<(ControllerId, BTreeSet<ResourceId>)>,
    ) -> Keeping {
        let secrets = RouterSecrets::new(Arc::clone(&self.shared), self.record.clone());
        Keeping {
            types,
            secrets: Some(Arc::new(secrets)),
            learning,
        }
    }

    pub(crate) fn controller(&self) -> ControllerId {
        self.record.controller
    }

    pub(crate) fn pool_config(record: &RouterRecord) -> Result<PoolConfig, Error> {
        if record.pool.is_null() {
            return Ok(PoolConfig::default());
        }
        serde_json::from_value(record.pool.clone()).map_err(|error| {
            let message = format!(
                "the stored pool of {} cannot be read: {error}; set it anew with `nnc pool set`",
                record.name
            );
            Error::new(ErrorKind::Internal, "store-corrupt", message)
        })
    }

    /// Runs something on the database of this router.
    pub(crate) async fn database<T: Send + 'static>(
        &self,
        work: impl FnOnce(&RouterDb) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (shared, id) = (Arc::clone(&self.shared), self.record.id);
        blocking(move || work(&shared.dir.router(id)?)).await
    }

    /// The resources, without what the router confirmed of them, and the intents that they hold.
    pub(crate) async fn remembered(&self) -> Result<(Vec<StoredResource>, Intents), Error> {
        let (controller, pool) = (self.controller(), Self::pool_config(&self.record)?);
        self.database(move |database| {
            let resources = database.intended()?;
            let intents = intents(controller, pool, &resources)?;
            Ok((resources, intents))
        })
        .await
    }

    /// What the router has, for those who compare all of it.
    pub(crate) async fn observe_comparable(&self, port: &Arc<dyn RouterPort>) -> Result<Observation, Error> {
        let seen = self.observe(port).await?;
        match seen.unread {
            Some(unread) => Err(unread.error.into()),
            None => Ok(seen),
        }
    }

    pub(crate) async fn observe(&self, port: &Arc<dyn RouterPort>) -> Result<Observation, Error> {
        let read = async { Ok((port.platform().await?, port.observe().await?)) };
        let (platform, snapshot) = self.shared.unless_stopped(read).await?;
        let facts = platform.facts(&snapshot, self.controller());
        let (accepted, deployed) = self
            .database(|database| {
                let resources = database.resources()?;
                let layers = resources
                    .iter()
                    .filter_map(|stored| Some((&stored.record.resource, stored.record.deployment.as_ref()?)));
                let (base, shared) = (ResourceId::base(), database.shared()?);
                let layers = layers.chain(shared.as_ref().map(|shared| (&base, shared)));
                Ok((database.accepted()?, Deployed::read(layers)))
            })
            .await?;
        Ok(Observation {
            platform,
            snapshot,
            facts,
            unread: port.unread_secrets(),
            accepted,
            deployed,
        })
    }

    /// Changes intents and the router with them, under the router's lock. `edit` says what is wanted; it sees
    /// the intents as they are under the lock.
    pub(crate) async fn change(
        &self,
        description: String,
        dry_run: bool,
        reach: Reach,
        edit: impl Fn(&mut Draft) -> Result<(), Error> + Sync,
    ) -> Result<Change, Error> {
        self.change_of(None, description, dry_run, reach, edit).await
    }

    /// As [`change`](Self::change), for a change that may bring a resource of another type than there are yet.
    pub(crate) async fn change_of(
        &self,
        also: Option<&str>,
        description: String,
        dry_run: bool,
        reach: Reach,
        edit: impl Fn(&mut Draft) -> Result<(), Error> + Sync,
    ) -> Result<Change, Error> {
        let lock = engine::lock(self).await?;
        let router = self.refreshed().await?;
        let first = router
            .change_locked(lock, (true, also), &description, dry_run, &reach, &edit)
            .await;
        match first {
            // It is not the version that it was: ask it anew, once.
            Err(error) if error.code == "plan-stale" => {
                let lock = engine::lock(self).await?;
                self.refreshed()
                    .await?
                    .change_locked(lock, (false, also), &description, dry_run, &reach, &edit)
                    .await
            }
            other => other,
        }
    }

    /// Remembers what the router said of itself.
    async fn remember(&self, capabilities: Capabilities) -> Result<(), Error> {
        let (shared, id) = (Arc::clone(&self.shared), self.record.id);
        blocking(move || Ok(shared.system.set_capabilities(id, &capabilities)?)).await
    }

    /// The same router as it is remembered now.
    pub(crate) async fn refreshed(&self) -> Result<Self, Error> {
        let (shared, name) = (Arc::clone(&self.shared), self.record.name.clone());
        let control = self.control.clone();
        blocking(move || {
            let record = shared.system.router(&name)?;
            Ok(Self {
                shared,
                record,
                control,
            })
        })
        .await
    }

    async fn change_locked(
        &self,
        lock: RouterLock,
        (believing, also): (bool, Option<&str>),
        description: &str,
        dry_run: bool,
        reach: &Reach,
        edit: &(impl Fn(&mut Draft) -> Result<(), Error> + Sync),
    ) -> Result<Change, Error> {
        let port = self.connect(believing, also).await?;
        let result = async {
            if !believing {
                self.remember(port.capabilities().await?).await?;
            }
            engine::settle_open(self, &port).await?;
            let (_, intents) = self.remembered().await?;
            let allocations = self.database(|database| Ok(database.allocations()?)).await?;
            let observation = self.observe(&port).await?;
            let now = self.shared.clock.now_ms();
            let mut draft = Draft::new(intents, taken(&allocations), observation.facts.clone(), now);
            edit(&mut draft)?;
            if !draft.intents.resources.is_empty() {
                nothing_needs_itself(&draft.intents)?;
            }
            let going = draft.going();
            if !going.is_empty() {
                nothing_breaks(&self.resources().graph().await?, &going)?;
            }
            let scope = self.scope(&observation, &draft, reach)?;
            UnreadSecrets::refuse(observation.unread.clone(), &scope)?;
            let restore = matches!(reach, Reach::Everything).then_some(&observation.deployed);
            let validated = self
                .validate(port.as_ref(), &observation, &draft, &scope, restore)
                .await?;
            let report = validated.report.clone();
            let outdated = validated.outdated.clone();
            let mut plan = self.plan(description.to_owned(), &observation, &draft, scope, validated);
            plan.changes = with_layers(plan.changes, &report, &port.capabilities().await?);
            let commands = plan.change.operations.iter().filter(|_| !plan.change.is_empty());
            let commands: Vec<String> = commands
                .map(|operation| observation.platform.render(self.controller(), operation))
                .collect();
            let change = Change {
                changed: !plan.change.is_empty(),
                dry_run,
                commands,
                operations: if dry_run {
                    plan.change.operations.clone()
                } else {
                    Vec::new()
                },
                validation: report,
            };
            if !dry_run && !outdated.is_empty() {
                // Before anything else: if the change comes to nothing, it is drift once more than needed.
                self.database(move |database| Ok(database.forget_accepted(&outdated)?))
                    .await?;
            }
            if !dry_run && !plan.is_empty() {
                engine::apply(self, &port, lock, plan).await?;
            }
            Ok(change)
        }
        .await;
        port.close().await;
        result
    }

    /// The resources whose rows may be changed. To repair everything is to leave alone what no longer fits the router:
    /// what it should be there cannot be told, or others have its name.
    fn scope(&self, seen: &Observation, draft: &Draft, reach: &Reach) -> Result<BTreeSet<ResourceId>, Error> {
        Ok(match reach {
            Reach::Draft => draft.scope.clone(),
            Reach::Everything => {
                let fit = intended(&draft.intents, seen)?;
                let faults = draft.intents.faults(&draft.facts);
                let mut scope = self.everything(&seen.snapshot, draft);
                scope.retain(|resource| fit.has(resource) && !faults.contains_key(resource));
                scope
            }
            Reach::Orphans(known) => self
                .on_router(&seen.snapshot)
                .filter(|resource| !known.contains(resource))
                .collect(),
        })
    }

    /// What the apply machine needs to know of a change that was validated.
    fn plan(
        &self,
        description: String,
        seen: &Observation,
        draft: &Draft,
        scope: BTreeSet<ResourceId>,
        validated: Validated,
    ) -> Plan {
        Plan {
            description,
            scope,
            desired: validated.desired,
            snapshot: seen.snapshot.clone(),
            change: validated.change,
            changes: draft.changes.clone(),
            reservations: draft.reservations.clone(),
            check: Some(self.no_conflict(seen, draft)),
            confirmation: validated.confirmation,
        }
    }

    /// Every resource that is wanted or that has a row of ours.
    fn everything(&self, snapshot: &Snapshot, draft: &Draft) -> BTreeSet<ResourceId> {
        let mut scope: BTreeSet<ResourceId> = self.on_router(snapshot).collect();
        scope.extend(
            draft
                .intents
                .interfaces
                .values()
                .map(|(interface, _)| interface.resource()),
        );
        scope.extend(
            draft
                .intents
                .steerings
                .keys()
                .map(nnc_core::device::Device::resource),
        );
        scope.extend(draft.intents.resources.keys().cloned());
        scope.extend(draft.scope.iter().cloned());
        scope
    }

    /// The resources that have rows of ours.
    fn on_router<'a>(&'a self, snapshot: &'a Snapshot) -> impl Iterator<Item = ResourceId> + 'a {
        let ours = snapshot
            .marked()
            .filter(|(_, _, mark)| mark.controller == self.controller());
        ours.map(|(_, _, mark)| mark.key.resource.clone())
    }

    /// What others did between our reading and our writing can take the same VLAN id or network. Under the guard
    /// no other controller writes, so the reading that confirms the change settles it.
    fn no_conflict(&self, seen: &Observation, draft: &Draft) -> nnc_state::Check {
        let (platform, controller) = (Arc::clone(&seen.platform), self.controller());
        let wanted: Vec<_> = draft
            .reservations
            .iter()
            .map(|reservation| (reservation.resource.clone(), reservation.vlan, reservation.subnet))
            .collect();
        Arc::new(move |snapshot| {
            let facts = platform.facts(snapshot, controller);
            for (resource, vlan, subnet) in &wanted {
                if let Some(vlan) = vlan.filter(|vlan| facts.vlan_ids.contains(vlan)) {
                    return Err(format!(
                        "VLAN {vlan} of {resource} was taken by someone else in the meantime; try again"
                    ));
                }
                let overlaps = |other: &ipnet::IpNet| {
                    subnet.is_some_and(|subnet| subnet.contains(other) || other.contains(&subnet))
                };
                if let Some(other) = facts
                    .networks
                    .iter()
                    .map(|network| &network.prefix)
                    .find(|network| overlaps(network))
                {
                    return Err(format!(
                        "{other} was added by someone else in the meantime and overlaps with {resource}; try again"
                    ));
                }
            }
            Ok(())
        })
    }
}

/// The rows that intents mean on this router, as far as they fit it.
pub(crate) fn intended(intents: &Intents, seen: &Observation) -> Result<Fit, Error> {
    Ok(Fit::new(
        intents,
        &seen.facts,
        seen.platform.as_ref(),
        &Scope::Everything,
    )?)
}
