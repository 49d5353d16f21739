//! A change of intents that is being put together, before anything is planned or written.

use std::collections::BTreeSet;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use nnc_core::change::Effect;
use nnc_core::device::Device;
use nnc_core::facts::Facts;
use nnc_core::identity::{ControllerId, ResourceId};
use nnc_core::intent::pool::{Allocation, PoolConfig, Taken, allocate};
use nnc_core::intent::{Finding, Instance, Intents, ResourceIntent, Steering, VirtualInterface};
use nnc_core::resource::FieldValue;
use nnc_store::{
    AllocationState, Reservation, ResourceChange, ResourceRecord, ResourceStatus, ResourceUuid,
    StoredResource,
};
use serde_json::Value;

use crate::error::{Error, ErrorKind};

/// The type of a virtual interface in the schema.
pub(crate) const VIRTUAL_INTERFACE: &str = "VirtualInterface";
/// The type of a steering rule in the schema.
pub(crate) const STEERING_RULE: &str = "SteeringRule";

/// The intents of a router as they are remembered.
pub(crate) fn intents(
    controller: ControllerId,
    pool: PoolConfig,
    resources: &[StoredResource],
) -> Result<Intents, Error> {
    let mut intents = Intents::new(controller, pool);
    for StoredResource { record, .. } in resources {
        match record.kind.as_str() {
            VIRTUAL_INTERFACE => {
                let interface: VirtualInterface = parse(record, &record.configuration)?;
                let allocation: Allocation =
                    parse(record, record.allocation.as_ref().unwrap_or(&Value::Null))?;
                intents
                    .interfaces
                    .insert(interface.instance.clone(), (interface, allocation));
            }
            STEERING_RULE => {
                let steering: Steering = parse(record, &record.configuration)?;
                intents.steerings.insert(steering.device.clone(), steering);
            }
            _ => {
                if let Some(intent) = crate::resources::intent(record)? {
                    intents.resources.insert(intent.resource.clone(), intent);
                }
            }
        }
    }
    Ok(intents)
}

fn parse<T: serde::de::DeserializeOwned>(record: &ResourceRecord, value: &Value) -> Result<T, Error> {
    serde_json::from_value(value.clone()).map_err(|error| {
        let message = format!(
            "what is stored of {} cannot be read: {error}; restore a backup",
            record.resource
        );
        Error::new(ErrorKind::Internal, "store-corrupt", message)
    })
}

/// What is taken, in the allocator's terms.
pub(crate) fn taken(allocations: &[nnc_store::Allocation]) -> Vec<Taken> {
    let taken = |held: &nnc_store::Allocation| {
        let (Some(vlan), Some(IpNet::V4(subnet))) = (held.vlan, held.subnet) else {
            return None;
        };
        let released_at = match held.state {
            AllocationState::Quarantined { released_at } => Some(released_at),
            AllocationState::Reserved | AllocationState::Allocated => None,
        };
        Some(Taken {
            allocation: Allocation { vlan, subnet },
            released_at,
        })
    };
    allocations.iter().filter_map(taken).collect()
}

/// The change under construction.
pub(crate) struct Draft {
    /// The intents as they will be.
    pub(crate) intents: Intents,
    /// What the router has besides our rows.
    pub(crate) facts: Facts,
    /// The resources whose rows may be touched.
    pub(crate) scope: BTreeSet<ResourceId>,
    /// What becomes of the resource table.
    pub(crate) changes: Vec<ResourceChange>,
    /// What the new resources need.
    pub(crate) reservations: Vec<Reservation>,
    /// What is run once the rows stand.
    pub(crate) effects: Vec<(ResourceId, Effect)>,
    taken: Vec<Taken>,
    now: u64,
}

impl Draft {
    pub(crate) fn new(intents: Intents, taken: Vec<Taken>, mut facts: Facts, now: u64) -> Self {
        // Rows of ours that nobody remembers, as after an old backup was restored, keep their VLANs until they go.
        let remembered: BTreeSet<ResourceId> = intents
            .interfaces
            .values()
            .map(|(interface, _)| interface.resource())
            .collect();
        let forgotten = facts
            .own_vlan_ids
            .iter()
            .filter(|(resource, _)| !remembered.contains(resource));
        facts.vlan_ids.extend(forgotten.map(|(_, vlan)| vlan));
        Self {
            intents,
            facts,
            scope: BTreeSet::from([ResourceId::base()]),
            changes: Vec::new(),
            reservations: Vec::new(),
            effects: Vec::new(),
            taken,
            now,
        }
    }

    /// Wants one more virtual interface. The same again is no change.
    pub(crate) fn create(&mut self, interface: VirtualInterface) -> Result<(), Error> {
        self.scope.insert(interface.resource());
        if let Some((existing, allocation)) = self.intents.interfaces.get(&interface.instance) {
            let same_vlan = interface.vlan.is_none_or(|vlan| vlan == allocation.vlan);
            let as_asked = VirtualInterface {
                vlan: existing.vlan,
                ..interface.clone()
            };
            if same_vlan && as_asked == *existing {
                return Ok(());
            }
            let message = format!(
                "{} exists already with other parameters: choose another name, or delete it first",
                interface.instance
            );
            return Err(Error::new(ErrorKind::Conflict, "name-taken", message));
        }
        let allocation = allocate(
            &self.intents.pool,
            &self.taken,
            &self.facts,
            interface.vlan,
            self.now,
        )
        .map_err(|finding| Error::findings(vec![finding]))?;
        self.reservations.push(Reservation {
            resource: interface.resource(),
            vlan: Some(allocation.vlan),
            subnet: Some(IpNet::V4(allocation.subnet)),
            released_until: if interface.vlan.is_some() {
                self.now
            } else {
                self.now.saturating_sub(self.intents.pool.quarantine_ms)
            },
        });
        self.taken
            .retain(|held| held.allocation.vlan != allocation.vlan || held.released_at.is_none());
        self.taken.push(Taken {
            allocation: allocation.clone(),
            released_at: None,
        });
        self.changes.push(ResourceChange::Put(ResourceRecord {
            resource: interface.resource(),
            kind: VIRTUAL_INTERFACE.to_owned(),
            configuration: to_value(&interface)?,
            allocation: Some(to_value(&allocation)?),
            deployment: None,
            status: ResourceStatus::Active,
        }));
        if interface.through.is_some() {
            self.flush(
                interface.resource(),
                vec![IpNet::V4(allocation.subnet)],
                Vec::new(),
            );
        }
        self.intents
            .interfaces
            .insert(interface.instance.clone(), (interface, allocation));
        Ok(())
    }

    /// Wants a virtual interface to be as the router shows it.
    pub(crate) fn adopt_interface(
        &mut self,
        interface: VirtualInterface,
        allocation: Allocation,
    ) -> Result<(), Error> {
        let resource = interface.resource();
        let Some((_, held)) = self.intents.interfaces.get(&interface.instance) else {
            return Err(no_such_interface(&interface.instance));
        };
        let vlan = Some(allocation.vlan).filter(|vlan| *vlan != held.vlan);
        let subnet = Some(IpNet::V4(allocation.subnet)).filter(|subnet| *subnet != IpNet::V4(held.subnet));
        if vlan.is_some() || subnet.is_some() {
            self.reservations.push(Reservation {
                resource: resource.clone(),
                vlan,
                subnet,
                released_until: self.now,
            });
        }
        self.flush(
            resource.clone(),
            vec![IpNet::V4(held.subnet), IpNet::V4(allocation.subnet)],
            Vec::new(),
        );
        self.changes.push(ResourceChange::Put(ResourceRecord {
            resource: resource.clone(),
            kind: VIRTUAL_INTERFACE.to_owned(),
            configuration: to_value(&interface)?,
            allocation: Some(to_value(&allocation)?),
            deployment: None,
            status: ResourceStatus::Active,
        }));
        self.scope.insert(resource);
        self.intents
            .interfaces
            .insert(interface.instance.clone(), (interface, allocation));
        Ok(())
    }

    /// Wants a steered device to go where the router sends it.
    pub(crate) fn adopt_steering(&mut self, steering: Steering) -> Result<(), Error> {
        if !self.intents.steerings.contains_key(&steering.device) {
            return Err(not_steered(&steering.device));
        }
        self.scope.insert(steering.device.resource());
        self.put_steering(steering)
    }

    /// Wants virtual interfaces no longer.
    pub(crate) fn delete(&mut self, instances: &BTreeSet<Instance>, cascade: bool) -> Result<(), Error> {
        for instance in instances {
            if !self.intents.interfaces.contains_key(instance) {
                return Err(no_such_interface(instance));
            }
            let (steerings, interfaces) = self.intents.users_of(instance);
            let chained: Vec<&str> = interfaces
                .iter()
                .filter(|other| !instances.contains(&other.instance))
                .map(|other| other.instance.as_str())
                .collect();
            if !chained.is_empty() {
                let message = format!(
                    "{} goes out through {instance}: delete it too, or first",
                    chained.join(", ")
                );
                return Err(Error::new(ErrorKind::Conflict, "vif-in-use", message));
            }
            let devices: Vec<Device> = steerings.iter().map(|steering| steering.device.clone()).collect();
            if !devices.is_empty() && !cascade {
                let names: Vec<String> = devices.iter().map(ToString::to_string).collect();
                let message = format!(
                    "{} is steered through {instance}: switch or remove it first, or delete with --cascade, which stops steering it",
                    names.join(", ")
                );
                return Err(Error::new(ErrorKind::Conflict, "vif-in-use", message));
            }
            for device in devices {
                self.unsteer(&device)?;
            }
        }
        for instance in instances {
            let Some((interface, allocation)) = self.intents.interfaces.remove(instance) else {
                continue;
            };
            if interface.through.is_some() {
                self.flush(
                    interface.resource(),
                    vec![IpNet::V4(allocation.subnet)],
                    Vec::new(),
                );
            }
            self.scope.insert(interface.resource());
            self.changes.push(ResourceChange::Remove(interface.resource()));
        }
        Ok(())
    }

    /// Wants a resource of a type of the schema to be so. The same again is no change.
    pub(crate) fn put_resource(
        &mut self,
        uuid: Option<ResourceUuid>,
        intent: ResourceIntent,
        configuration: Value,
    ) -> Result<(), Error> {
        self.scope.insert(intent.resource.clone());
        if self.intents.resources.get(&intent.resource) == Some(&intent) {
            return Ok(());
        }
        let held = self.intents.resources.get(&intent.resource);
        if let Some(finding) = vlan_taken(held, &intent, &self.facts) {
            return Err(Error::findings(vec![finding]));
        }
        let record = ResourceRecord {
            resource: intent.resource.clone(),
            kind: intent.kind.clone(),
            configuration,
            allocation: None,
            deployment: None,
            status: ResourceStatus::Active,
        };
        let known = self.intents.resources.contains_key(&intent.resource);
        self.changes.push(match uuid.filter(|_| !known) {
            Some(uuid) => ResourceChange::Create { uuid, record },
            None => ResourceChange::Put(record),
        });
        self.intents.resources.insert(intent.resource.clone(), intent);
        Ok(())
    }

    /// Wants a resource no longer.
    pub(crate) fn remove_resource(&mut self, resource: &ResourceId) {
        if self.intents.resources.remove(resource).is_some() {
            self.changes.push(ResourceChange::Remove(resource.clone()));
        }
        self.scope.insert(resource.clone());
    }

    /// The resources that are wanted no longer.
    pub(crate) fn going(&self) -> BTreeSet<ResourceId> {
        let going = self.changes.iter().filter_map(|change| match change {
            ResourceChange::Remove(resource) => Some(resource.clone()),
            _ => None,
        });
        going.collect()
    }

    /// Wants a device steered. The same again is no change.
    pub(crate) fn steer(&mut self, steering: Steering) -> Result<(), Error> {
        self.scope.insert(steering.device.resource());
        match self.intents.steerings.get(&steering.device) {
            Some(existing) if *existing == steering => Ok(()),
            Some(existing) => {
                let message = format!(
                    "{} is already steered through {}: use `nnc steer switch` to change that",
                    steering.device, existing.via
                );
                Err(Error::new(ErrorKind::Conflict, "device-steered", message))
            }
            None => self.put_steering(steering),
        }
    }

    /// Wants a steered device to go through another interface.
    pub(crate) fn switch(&mut self, device: &Device, via: Instance) -> Result<(), Error> {
        self.scope.insert(device.resource());
        let existing = self
            .intents
            .steerings
            .get(device)
            .ok_or_else(|| not_steered(device))?;
        if existing.via == via {
            return Ok(());
        }
        let steering = Steering {
            via,
            ..existing.clone()
        };
        self.put_steering(steering)
    }

    /// Wants a device steered no longer.
    pub(crate) fn unsteer(&mut self, device: &Device) -> Result<(), Error> {
        let steering = self
            .intents
            .steerings
            .remove(device)
            .ok_or_else(|| not_steered(device))?;
        self.scope.insert(device.resource());
        self.changes.push(ResourceChange::Remove(device.resource()));
        self.flush_device(&steering.device);
        Ok(())
    }

    fn put_steering(&mut self, steering: Steering) -> Result<(), Error> {
        if !self.intents.interfaces.contains_key(&steering.via) {
            return Err(no_such_interface(&steering.via));
        }
        self.changes.push(ResourceChange::Put(ResourceRecord {
            resource: steering.device.resource(),
            kind: STEERING_RULE.to_owned(),
            configuration: to_value(&steering)?,
            allocation: None,
            deployment: None,
            status: ResourceStatus::Active,
        }));
        self.flush_device(&steering.device);
        self.intents.steerings.insert(steering.device.clone(), steering);
        Ok(())
    }

    fn flush_device(&mut self, device: &Device) {
        let everything = || vec![IpNet::V4(Ipv4Net::default()), IpNet::V6(Ipv6Net::default())];
        let (networks, devices) = match device {
            Device::Mac(mac) => (Vec::new(), vec![*mac]),
            Device::Address(address) => (vec![IpNet::from(std::net::IpAddr::V4(*address))], Vec::new()),
            Device::Subnet(network) => (vec![IpNet::V4(*network)], Vec::new()),
            Device::Vlan(id) => {
                let on_vlan = |name: &str| {
                    let interface = self.facts.interface(name);
                    interface
                        .and_then(|interface| interface.vlan.as_ref())
                        .is_some_and(|(other, _)| other == id)
                };
                let networks: Vec<IpNet> = self
                    .facts
                    .networks
                    .iter()
                    .filter(|network| on_vlan(&network.interface))
                    .map(|network| network.prefix)
                    .collect();
                (
                    if networks.is_empty() {
                        everything()
                    } else {
                        networks
                    },
                    Vec::new(),
                )
            }
            // Who is on the list is not known here, nor who was until a moment ago.
            Device::List(_) => (everything(), Vec::new()),
        };
        self.flush(device.resource(), networks, devices);
    }

    fn flush(&mut self, resource: ResourceId, networks: Vec<IpNet>, devices: Vec<nnc_core::mac::Mac>) {
        self.effects
            .push((resource, Effect::FlushConnections { networks, devices }));
    }

    /// The effects as one, so that connections are read once.
    pub(crate) fn merged_effect(&self) -> Option<(ResourceId, Effect)> {
        let (group, _) = self.effects.first()?;
        let (mut networks, mut devices) = (Vec::new(), Vec::new());
        for (_, effect) in &self.effects {
            let Effect::FlushConnections {
                networks: more,
                devices: others,
            } = effect
            else {
                continue;
            };
            networks.extend(more);
            devices.extend(others);
        }
        Some((group.clone(), Effect::FlushConnections { networks, devices }))
    }
}

/// What is wrong with a VLAN that is to have another id or another parent than it had: a parent carries an id once.
fn vlan_taken(held: Option<&ResourceIntent>, wanted: &ResourceIntent, facts: &Facts) -> Option<Finding> {
    let text = |intent: &ResourceIntent, field: &str| match intent.fields.get(field) {
        Some(FieldValue::Plain(value)) => value.as_str().map(str::to_owned),
        _ => None,
    };
    let segment = |intent: &ResourceIntent| match intent.fields.get("vlanId") {
        Some(FieldValue::Plain(id)) if intent.kind == "Vlan" => {
            Some((u16::try_from(id.as_u64()?).ok()?, text(intent, "parent")?))
        }
        _ => None,
    };
    let asked = segment(wanted).filter(|asked| held.and_then(segment).as_ref() != Some(asked))?;
    let name = text(wanted, "name");
    let other = facts.interfaces.iter().find(|interface| {
        interface.vlan.as_ref() == Some(&asked) && name.as_ref() != Some(&interface.name)
    })?;
    let message = format!(
        "VLAN {} of {} is {} already: choose another id or another parent",
        asked.0, asked.1, other.name
    );
    Some(Finding::new("vlan-taken", "/vlanId", message))
}

pub(crate) fn no_such_interface(instance: &Instance) -> Error {
    let message = format!("there is no virtual interface {instance}: `nnc vif list` shows those there are");
    Error::new(ErrorKind::NotFound, "vif-not-found", message)
}

fn not_steered(device: &Device) -> Error {
    let message = format!("{device} is not steered: `nnc steer list` shows what is");
    Error::new(ErrorKind::NotFound, "device-not-found", message)
}

pub(crate) fn to_value<T: serde::Serialize>(value: &T) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|error| {
        Error::new(
            ErrorKind::Internal,
            "internal",
            format!("an intent cannot be written as JSON: {error}; please report it"),
        )
    })
}
