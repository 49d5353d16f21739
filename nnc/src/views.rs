//! What the facade shows of resources.

use ipnet::Ipv4Net;
use nnc_core::change::Operation;
use nnc_core::intent::pool::{Allocation, PoolConfig};
use nnc_core::intent::{GatewayType, Instance, OnFailure, Service, Steering, VirtualInterface};
use nnc_core::ports::Capabilities;
use nnc_state::validation::Report;
use nnc_store::{ResourceStatus, StoredResource};
use serde::Serialize;

/// A virtual interface as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VirtualInterfaceView {
    /// Its resource id.
    pub id: String,
    /// What identifies it for ever.
    pub uuid: String,
    /// The instance, such as `tor-usa`.
    pub instance: Instance,
    /// The interface's name on the router.
    pub name: String,
    /// The service behind it.
    pub service: Service,
    /// The interface that it is tagged on, as it was asked for.
    pub parent: String,
    /// The VLAN id.
    pub vlan_id: u16,
    /// The router's address on it.
    pub ip_address: String,
    /// The service's address.
    pub service_address: String,
    /// The routing mark and table of what goes through it.
    pub routing_mark: String,
    /// What carries traffic into the service.
    pub gateway_type: GatewayType,
    /// The state of that. nnc does not run services yet, so it is `STOPPED`.
    pub gateway_status: &'static str,
    /// The instance that the service's own traffic goes through.
    pub through: Option<Instance>,
    /// The resolver of steered devices, if not the service's own.
    pub dns: Option<std::net::IpAddr>,
    /// What happens while the service cannot be reached.
    pub on_failure: OnFailure,
    /// Whether it carries IPv6.
    pub ipv6: bool,
    /// Where it is in its life.
    pub status: ResourceStatus,
    /// When it was made, in milliseconds since 1970.
    pub created_at: u64,
    /// When it changed last.
    pub updated_at: u64,
}

impl VirtualInterfaceView {
    pub(crate) fn new(
        interface: &VirtualInterface,
        allocation: &Allocation,
        stored: &StoredResource,
    ) -> Self {
        let name = interface.interface_name().to_string();
        Self {
            id: stored.record.resource.to_string(),
            uuid: stored.uuid.to_string(),
            instance: interface.instance.clone(),
            routing_mark: name.clone(),
            name,
            service: interface.service,
            parent: interface.parent.clone(),
            vlan_id: allocation.vlan,
            ip_address: format!("{}/{}", allocation.router(), allocation.subnet.prefix_len()),
            service_address: allocation.service().to_string(),
            gateway_type: interface.gateway,
            gateway_status: "STOPPED",
            through: interface.through.clone(),
            dns: interface.dns,
            on_failure: interface.on_failure,
            ipv6: interface.ipv6,
            status: stored.record.status,
            created_at: stored.created_at,
            updated_at: stored.updated_at,
        }
    }
}

/// A steered device.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SteeringView {
    /// The device, in one spelling.
    pub device: String,
    /// What identifies its resource for ever.
    pub uuid: String,
    /// The instance that it goes through.
    pub via: Instance,
    /// Whether its IPv6 is left alone.
    pub ipv4_only: bool,
    /// Where it is in its life.
    pub status: ResourceStatus,
    /// When it was steered first, in milliseconds since 1970.
    pub created_at: u64,
    /// When that changed last.
    pub updated_at: u64,
}

impl SteeringView {
    pub(crate) fn new(steering: &Steering, stored: &StoredResource) -> Self {
        Self {
            device: steering.device.to_string(),
            uuid: stored.uuid.to_string(),
            via: steering.via.clone(),
            ipv4_only: steering.ipv4_only,
            status: stored.record.status,
            created_at: stored.created_at,
            updated_at: stored.updated_at,
        }
    }
}

/// A router that nnc knows.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RouterView {
    /// How the user calls it.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// Whose mark our rows carry there.
    pub controller: String,
    /// What it said of itself when last asked.
    pub capabilities: Option<Capabilities>,
    /// When it was added, in milliseconds since 1970.
    pub created_at: u64,
}

/// How much of a pool is left.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PoolStatus {
    /// The pool.
    #[serde(flatten)]
    pub config: PoolConfig,
    /// How many VLAN ids it has.
    pub total: usize,
    /// How many of them are in use.
    pub allocated: usize,
    /// How many rest after they were released.
    pub quarantined: usize,
    /// How many are left, so far as nnc knows without asking the router.
    pub available: usize,
}

/// One VLAN id that was given out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AllocationView {
    /// The VLAN id.
    pub vlan_id: u16,
    /// Its subnet.
    pub subnet: Ipv4Net,
    /// To which resource.
    pub resource: String,
    /// `reserved`, `allocated` or `quarantined`.
    pub state: &'static str,
    /// When it was released, in milliseconds since 1970.
    pub released_at: Option<u64>,
}

/// What a call did.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Whether anything was written to the router (or would be, in a dry run).
    pub changed: bool,
    /// Whether this was a dry run.
    pub dry_run: bool,
    /// What was written, as a person would type it.
    pub commands: Vec<String>,
    /// Of a dry run: what would be written, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<Operation>,
    /// How the change came through validation: the stages, what they found, and the hash of the plan.
    #[serde(flatten)]
    pub validation: Report,
}
