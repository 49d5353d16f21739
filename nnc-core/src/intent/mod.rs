//! Intents: what a user wants of one router, and the blueprint that follows from it.
//!
//! * [`VirtualInterface`] and [`Steering`] are the intents,
//! * [`Intents`] holds all of one router and says what is wrong with them ([`Finding`]),
//! * [`pool`] gives out VLAN ids and subnets,
//! * [`Intents::blueprint`] is pure: intents, allocations and facts in, requirements out.

mod blueprint;
mod check;
mod input;
mod interfaces;
mod names;
pub mod pool;
mod raised;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

pub use interfaces::Interfaces;
pub use names::{Instance, InterfaceName, Service};
pub use raised::{Assumed, Raised, Unraised, UntoldSecret};

use crate::device::Device;
use crate::identity::{ControllerId, ResourceId};
use crate::intent::pool::{Allocation, PoolConfig};
pub use crate::model::{GatewayType, OnFailure};
use crate::resource::FieldValue;

/// One service instance as an interface of the router.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VirtualInterface {
    /// The instance.
    pub instance: Instance,
    /// The service that it is an instance of.
    pub service: Service,
    /// The interface that the VLAN is tagged on.
    pub parent: String,
    /// The VLAN id that the user insists on.
    pub vlan: Option<u16>,
    /// The resolver of steered devices; otherwise the service's own, if it has one.
    pub dns: Option<IpAddr>,
    /// What carries traffic into the service.
    #[serde(default = "no_gateway")]
    pub gateway: GatewayType,
    /// The instance that this service's own traffic goes out through.
    pub through: Option<Instance>,
    /// What happens while the service cannot be reached.
    #[serde(default = "closed")]
    pub on_failure: OnFailure,
    /// Whether it carries IPv6 too.
    #[serde(default)]
    pub ipv6: bool,
}

fn no_gateway() -> GatewayType {
    GatewayType::None
}

fn closed() -> OnFailure {
    OnFailure::Closed
}

impl VirtualInterface {
    /// An interface with nothing but what must be said.
    pub fn new(instance: Instance, service: Service, parent: impl Into<String>) -> Self {
        Self {
            instance,
            service,
            parent: parent.into(),
            vlan: None,
            dns: None,
            gateway: GatewayType::None,
            through: None,
            on_failure: OnFailure::Closed,
            ipv6: false,
        }
    }

    /// The resource that it is.
    pub fn resource(&self) -> ResourceId {
        ResourceId::of("vif", self.instance.as_str())
    }

    /// Its name on the router, which is also that of its table, mark and chains.
    pub fn interface_name(&self) -> InterfaceName {
        self.instance.interface_name()
    }
}

/// A device's traffic goes through a virtual interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Steering {
    /// The device.
    pub device: Device,
    /// The instance.
    pub via: Instance,
    /// Whether the user accepts that the device's IPv6 is not covered.
    #[serde(default)]
    pub ipv4_only: bool,
}

/// A resource without behaviour of its own: fields of a type of the schema, which the platform has as one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceIntent {
    /// The resource.
    pub resource: ResourceId,
    /// Its type in the schema.
    pub kind: String,
    /// What it is to say, by the names of the schema.
    pub fields: BTreeMap<String, FieldValue>,
}

impl ResourceIntent {
    /// Where it is among the intents, as a JSON pointer (RFC 6901).
    pub fn pointer(&self) -> String {
        let escaped = self.resource.as_str().replace('~', "~0").replace('/', "~1");
        format!("/resources/{escaped}")
    }
}

/// Everything that is wanted of one router.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Intents {
    /// Whose they are.
    pub controller: ControllerId,
    /// Where VLAN ids and subnets come from.
    pub pool: PoolConfig,
    /// The virtual interfaces with what was allocated to them.
    pub interfaces: BTreeMap<Instance, (VirtualInterface, Allocation)>,
    /// The steered devices.
    pub steerings: BTreeMap<Device, Steering>,
    /// The resources without behaviour of their own.
    #[serde(default)]
    pub resources: BTreeMap<ResourceId, ResourceIntent>,
}

impl Intents {
    /// Nothing wanted yet.
    pub fn new(controller: ControllerId, pool: PoolConfig) -> Self {
        Self {
            controller,
            pool,
            interfaces: BTreeMap::new(),
            steerings: BTreeMap::new(),
            resources: BTreeMap::new(),
        }
    }

    /// What stands on this interface: the devices steered through it and the interfaces that go out through it.
    pub fn users_of(&self, instance: &Instance) -> (Vec<&Steering>, Vec<&VirtualInterface>) {
        let steerings = self
            .steerings
            .values()
            .filter(|steering| steering.via == *instance)
            .collect();
        let interfaces = self.interfaces.values().map(|(interface, _)| interface);
        (
            steerings,
            interfaces
                .filter(|interface| interface.through.as_ref() == Some(instance))
                .collect(),
        )
    }
}

/// Something that is wrong with an intent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct Finding {
    /// The stable code, listed in `docs/errors.md`.
    pub code: String,
    /// Where in the intent, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl Finding {
    /// Puts a finding together.
    pub fn new(code: &'static str, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            pointer: pointer.into(),
            message: message.into(),
        }
    }
}
