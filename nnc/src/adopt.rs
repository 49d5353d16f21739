//! Taking over what an installation of nnc left on a router when its database was lost.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ipnet::IpNet;
use nnc_core::change::{Scope, before_image, diff};
use nnc_core::identity::{ControllerId, ResourceId};
use nnc_core::intent::{Assumed, Intents, Raised, Unraised, UntoldSecret};
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
use crate::resources::configuration;
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
    /// The other resources, by what they are called, such as `firewall-rule/web`.
    pub resources: Vec<String>,
    /// Secrets that the router does not tell this user: each must be given again with `nnc resource apply`. What it tells
    /// is kept, encrypted; in a dry run it is listed here too.
    pub secrets: Vec<UntoldSecret>,
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
    /// Everything that is wanted then: what was known, and what was read back.
    intents: Intents,
    differences: usize,
}

/// What this installation has of the router already.
struct Known {
    resources: BTreeSet<ResourceId>,
    intents: Intents,
}

impl Router {
    /// Takes over what an installation whose database was lost has left on this router: reads its intents back from the
    /// rows that carry its mark, remembers them, and uses its controller id on this router from now on. Nothing is
    /// written to the router: names of lists and IPv6 addresses are made from the controller id, so rows that were
    /// marked anew would have to be made anew, while everything that goes through them stood still. If the other
    /// installation is still alive, both would think that the rows are theirs.
    ///
    /// Where `old` is the id that is used here, as after an old backup was restored, what is not known yet is taken over
    /// and what is known stays as it is.
    ///
    /// What rows do not tell is listed in what this gives. Secrets that the router tells are kept, encrypted. With
    /// `dry_run` nothing is remembered.
    ///
    /// # Errors
    /// `nothing-to-adopt` if no row carries the mark; `own-controller` if the id is the one used here and all its
    /// resources are known; `router-not-empty` if this installation has resources or rows of its own on the router under
    /// another id; `name-taken` and the like if what is read back collides with what others have there; `invalid-name`;
    /// `router-busy`; or why the router or the database could not be used.
    pub async fn adopt_controller(&self, old: &str, dry_run: bool) -> Result<Adoption, Error> {
        let old: ControllerId = old.parse()?;
        let _lock = engine::lock(self).await?;
        let port = self.connect_to_adopt(None)?;
        let found = self.look_for(&port, old, true).await;
        port.close().await;
        let mut found = found?;
        if !dry_run && !found.raised.untold.is_empty() {
            let wanted = found.raised.untold.iter().map(|untold| untold.resource.clone());
            let port = self.connect_to_adopt(Some((old, wanted.collect())))?;
            let again = self.look_for(&port, old, false).await;
            port.close().await;
            found = again?;
        }
        let adoption = Adoption {
            controller: old.to_string(),
            dry_run,
            rows: found.rows.len(),
            virtual_interfaces: instances(&found.raised),
            steering_rules: devices(&found.raised),
            resources: found
                .raised
                .resources
                .iter()
                .map(|intent| intent.resource.to_string())
                .collect(),
            secrets: found.raised.untold.clone(),
            assumed: found.raised.assumed.clone(),
            unraised: found.raised.unraised.clone(),
            differences: found.differences,
        };
        if !dry_run {
            self.remember_adopted(found).await?;
        }
        Ok(adoption)
    }

    async fn look_for(
        &self,
        port: &Arc<dyn RouterPort>,
        old: ControllerId,
        first: bool,
    ) -> Result<Found, Error> {
        if first {
            engine::settle_open(self, port).await?;
        }
        let (resources, intents) = self.remembered().await?;
        let known = Known {
            resources: resources
                .into_iter()
                .map(|stored| stored.record.resource)
                .collect(),
            intents,
        };
        let own = self.controller();
        if old != own && !known.resources.is_empty() {
            return Err(not_empty(&format!(
                "{} resources of this installation",
                known.resources.len()
            )));
        }
        let seen = self.observe_comparable(port).await?;
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
        self.found(old, known, seen.platform, seen.snapshot)
    }

    /// What the rows of a controller say.
    fn found(
        &self,
        old: ControllerId,
        known: Known,
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
        let mut raised = platform.raise(&rows, &facts);
        raised.without(&known.resources);
        let anything =
            raised.interfaces.len() + raised.steerings.len() + raised.resources.len() + raised.unraised.len();
        if anything == 0 && !known.resources.is_empty() {
            let message = format!(
                "{old} is the id of this installation here, and it knows all its resources: `nnc reconcile` compares them"
            );
            return Err(Error::new(ErrorKind::Invalid, "own-controller", message));
        }
        let mut intents = Intents {
            controller: old,
            ..known.intents
        };
        if let Some(prefix) = raised.pool.filter(|_| known.resources.is_empty()) {
            intents.pool.prefix = prefix;
        }
        for (interface, allocation) in &raised.interfaces {
            let held = (interface.clone(), allocation.clone());
            intents.interfaces.insert(interface.instance.clone(), held);
        }
        for steering in &raised.steerings {
            intents
                .steerings
                .insert(steering.device.clone(), steering.clone());
        }
        for intent in &raised.resources {
            intents.resources.insert(intent.resource.clone(), intent.clone());
        }
        let mut findings = intents.check(&facts, None);
        // A row that has lost what it stands on is taken over as it is, and told by `nnc reconcile`.
        findings.retain(|finding| !finding.pointer.starts_with("/resources/"));
        if !findings.is_empty() {
            return Err(Error::findings(findings));
        }
        let blueprint = intents.blueprint(&facts).map_err(Error::findings)?;
        let desired = platform.lower(&blueprint, &facts, &Scope::Everything)?;
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
        let (base, platform) = (ResourceId::base(), found.platform.as_ref());
        let confirmed = deployment_layer(&base, &found.snapshot, found.old, platform);
        let pool = to_value(&found.intents.pool)?;
        let scope: BTreeSet<ResourceId> = changes.iter().map(|change| change.resource().clone()).collect();
        let mut rows = found.rows;
        rows.retain(|row| scope.contains(&row.key.resource));
        blocking(move || {
            shared.system.set_pool(id, &pool)?;
            shared.system.set_controller(id, found.old)?;
            let database = shared.dir.router(id)?;
            let intent = database.open_intent(&NewIntent {
                at,
                description: format!("adopt controller {}", found.old),
                actor: shared.actor.clone(),
                scope: scope.into_iter().collect(),
                before: rows.clone(),
                after: rows,
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
                    shared: Some(confirmed),
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
    for (interface, allocation) in &found.raised.interfaces {
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
    for steering in &found.raised.steerings {
        put(
            steering.device.resource(),
            STEERING_RULE,
            to_value(steering)?,
            None,
        );
    }
    for intent in &found.raised.resources {
        put(intent.resource.clone(), &intent.kind, configuration(intent), None);
    }
    Ok((
        records.into_values().map(ResourceChange::Put).collect(),
        reservations,
    ))
}

fn instances(raised: &Raised) -> Vec<String> {
    let instances = raised
        .interfaces
        .iter()
        .map(|(interface, _)| interface.instance.to_string());
    instances.collect::<BTreeSet<_>>().into_iter().collect()
}

fn devices(raised: &Raised) -> Vec<String> {
    let devices: BTreeSet<_> = raised.steerings.iter().map(|steering| &steering.device).collect();
    devices.into_iter().map(ToString::to_string).collect()
}

fn not_empty(what: &str) -> Error {
    let message = format!(
        "{what} are on this router already: two controller ids cannot be one; delete what is there first, or adopt with a new data directory"
    );
    Error::new(ErrorKind::Conflict, "router-not-empty", message)
}
