//! Taking over what an installation of nnc left on a router when its database was lost.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ipnet::IpNet;
use nnc_core::change::{Scope, before_image, diff};
use nnc_core::identity::{ControllerId, ResourceId};
use nnc_core::intent::pool::PoolConfig;
use nnc_core::intent::{Assumed, Intents, Raised, Unraised};
use nnc_core::object::{Object, Snapshot};
use nnc_core::outcome::Outcome;
use nnc_core::ports::{Platform, RouterPort};
use nnc_state::deployment_layer;
use nnc_store::{NewIntent, Reservation, ResourceChange, ResourceRecord, ResourceStatus, Settlement};
use serde::Serialize;

use crate::draft::{STEERING_RULE, VIRTUAL_INTERFACE, to_value};
use crate::engine;
use crate::error::{Error, ErrorKind};
use crate::instance::blocking;
use crate::router::Router;

/// What was taken over from another controller id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Adoption {
    /// The controller id, which this installation uses on this router from now on.
    pub controller: String,
    /// Whether this was a dry run.
    pub dry_run: bool,
    /// How many rows of the router carry its mark.
    pub rows: usize,
    /// The virtual interfaces, by instance.
    pub virtual_interfaces: Vec<String>,
    /// The steered devices.
    pub steering_rules: Vec<String>,
    /// What the rows do not say, and what was taken for it.
    pub assumed: Vec<Assumed>,
    /// Resources whose rows are there and whose intent cannot be told: `nnc reconcile` lists the rows, and
    /// `--repair` removes them.
    pub unraised: Vec<Unraised>,
    /// How many rows differ from what was read back: `nnc reconcile` lists them.
    pub differences: usize,
}

/// What is found on the router.
struct Found {
    old: ControllerId,
    platform: Arc<dyn Platform>,
    snapshot: Snapshot,
    rows: Vec<Object>,
    raised: Raised,
    intents: Intents,
    differences: usize,
}

impl Router {
    /// Takes over what an installation whose database was lost has left on this router: reads its intents back from the
    /// rows that carry its mark, remembers them, and uses its controller id on this router from now on. Nothing is
    /// written to the router: names of lists and IPv6 addresses are made from the controller id, so rows that were
    /// marked anew would have to be made anew, while everything that goes through them stood still. If the other
    /// installation is still alive, both would think that the rows are theirs.
    ///
    /// What rows do not tell is listed in what this gives. With `dry_run` nothing is remembered either.
    ///
    /// # Errors
    /// `nothing-to-adopt` if no row carries the mark; `own-controller` if the id is the one used here and its resources
    /// are known; `router-not-empty` if this installation has resources or rows of its own on the router; `name-taken`
    /// and the like if what is read back collides with what others have there; `invalid-name`; `router-busy`; or why
    /// the router or the database could not be used.
    pub async fn adopt_controller(&self, old: &str, dry_run: bool) -> Result<Adoption, Error> {
        let old: ControllerId = old.parse()?;
        let _lock = engine::lock(self).await?;
        let port = self.connect(false, None).await?;
        let result = self.adopt_locked(&port, old, dry_run).await;
        port.close().await;
        result
    }

    async fn adopt_locked(
        &self,
        port: &Arc<dyn RouterPort>,
        old: ControllerId,
        dry_run: bool,
    ) -> Result<Adoption, Error> {
        engine::settle_open(self, port).await?;
        let resources = self.database(|database| Ok(database.resources()?)).await?;
        let own = self.controller();
        match (resources.len(), old == own) {
            (0, _) => {}
            (_, true) => {
                let message = format!(
                    "{old} is the id of this installation here, and it knows its resources: `nnc reconcile` compares them"
                );
                return Err(Error::new(ErrorKind::Invalid, "own-controller", message));
            }
            (count, false) => return Err(not_empty(&format!("{count} resources of this installation"))),
        }
        let seen = self.observe(port).await?;
        let ours = seen
            .snapshot
            .marked()
            .filter(|(_, _, mark)| mark.controller == own)
            .count();
        if old != own && ours > 0 {
            return Err(not_empty(&format!(
                "{ours} rows of this installation, which `nnc pool clean` removes,"
            )));
        }
        let found = self.found(old, seen.platform, seen.snapshot)?;
        let adoption = Adoption {
            controller: old.to_string(),
            dry_run,
            rows: found.rows.len(),
            virtual_interfaces: found.intents.interfaces.keys().map(ToString::to_string).collect(),
            steering_rules: found.intents.steerings.keys().map(ToString::to_string).collect(),
            assumed: found.raised.assumed.clone(),
            unraised: found.raised.unraised.clone(),
            differences: found.differences,
        };
        if !dry_run {
            self.remember_adopted(found).await?;
        }
        Ok(adoption)
    }

    /// What the rows of a controller say.
    fn found(
        &self,
        old: ControllerId,
        platform: Arc<dyn Platform>,
        snapshot: Snapshot,
    ) -> Result<Found, Error> {
        let facts = platform.facts(&snapshot, old);
        let rows = before_image(&snapshot, old, &Scope::Everything, platform.as_ref());
        if rows.is_empty() {
            let others: BTreeSet<String> = snapshot
                .marked()
                .map(|(_, _, mark)| mark.controller.to_string())
                .collect();
            let mut message = format!("no row of the router carries the mark of {old}");
            if !others.is_empty() {
                let others: Vec<String> = others.into_iter().collect();
                message.push_str(&format!("; there are rows of {}", others.join(", ")));
            }
            return Err(Error::new(ErrorKind::NotFound, "nothing-to-adopt", message));
        }
        let raised = platform.raise(&rows, &facts);
        let mut pool = Self::pool_config(&self.record)?;
        if let Some(prefix) = raised.pool {
            pool = PoolConfig { prefix, ..pool };
        }
        let mut intents = Intents::new(old, pool);
        for (interface, allocation) in &raised.interfaces {
            let held = (interface.clone(), allocation.clone());
            intents.interfaces.insert(interface.instance.clone(), held);
        }
        for steering in &raised.steerings {
            intents
                .steerings
                .insert(steering.device.clone(), steering.clone());
        }
        let findings = intents.check(&facts, None);
        if !findings.is_empty() {
            return Err(Error::findings(findings));
        }
        let blueprint = intents.blueprint(&facts).map_err(Error::findings)?;
        let desired = platform.lower(&blueprint, &facts)?;
        let differences = diff(&desired, &snapshot, old, &Scope::Everything, platform.as_ref()).writes();
        Ok(Found {
            old,
            platform,
            snapshot,
            rows,
            raised,
            intents,
            differences,
        })
    }

    /// First the id, then the resources: a call that is cut off between the two can be made again.
    async fn remember_adopted(&self, found: Found) -> Result<(), Error> {
        let (shared, id) = (Arc::clone(&self.shared), self.record.id);
        let at = shared.clock.now_ms();
        let (changes, reservations) = adopted(&found)?;
        let pool = to_value(&found.intents.pool)?;
        blocking(move || {
            shared.system.set_pool(id, &pool)?;
            shared.system.set_controller(id, found.old)?;
            let database = shared.dir.router(id)?;
            let intent = database.open_intent(&NewIntent {
                at,
                description: format!("adopt controller {}", found.old),
                actor: shared.actor.clone(),
                scope: changes.iter().map(|change| change.resource().clone()).collect(),
                before: found.rows.clone(),
                after: found.rows,
                effects: Vec::new(),
                changes: changes.clone(),
                reservations,
            })?;
            database.settle(
                intent,
                &Settlement {
                    at,
                    outcome: Outcome::Confirmed,
                    changes,
                },
            )?;
            Ok(())
        })
        .await
    }
}

/// What becomes of the resource table, and what the resources hold.
fn adopted(found: &Found) -> Result<(Vec<ResourceChange>, Vec<Reservation>), Error> {
    let mut records: BTreeMap<ResourceId, ResourceRecord> = BTreeMap::new();
    let mut reservations = Vec::new();
    let mut put = |resource: ResourceId, kind: &str, configuration, allocation| {
        let confirmed = deployment_layer(&resource, &found.snapshot, found.old, found.platform.as_ref());
        let record = ResourceRecord {
            resource: resource.clone(),
            kind: kind.to_owned(),
            configuration,
            allocation,
            deployment: Some(confirmed),
            status: ResourceStatus::Active,
        };
        records.insert(resource, record);
    };
    for (interface, allocation) in found.intents.interfaces.values() {
        put(
            interface.resource(),
            VIRTUAL_INTERFACE,
            to_value(interface)?,
            Some(to_value(allocation)?),
        );
        reservations.push(Reservation {
            resource: interface.resource(),
            vlan: Some(allocation.vlan),
            subnet: Some(IpNet::V4(allocation.subnet)),
            released_until: u64::MAX,
        });
    }
    for steering in found.intents.steerings.values() {
        put(
            steering.device.resource(),
            STEERING_RULE,
            to_value(steering)?,
            None,
        );
    }
    Ok((
        records.into_values().map(ResourceChange::Put).collect(),
        reservations,
    ))
}

fn not_empty(what: &str) -> Error {
    let message = format!(
        "{what} are on this router already: two controller ids cannot be one; delete what is there first, or adopt with a new data directory"
    );
    Error::new(ErrorKind::Conflict, "router-not-empty", message)
}
