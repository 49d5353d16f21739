// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use nnc::api;
use nnc_core::model;

use super::kernel::{Failure, Tap, call, json, judged, list, listed, moment, sorted, start};

/// Where a virtual interface is in its life. A create that was rolled back leaves no interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum VirtualInterfaceStatus {
    /// It is being made on the router.
    Creating,
    /// The router confirmed it.
    Active,
    /// It is partly there, or nobody knows, or a repair failed.
    Error,
    /// It is being removed from the router.
    Removing,
}

impl From<model::VirtualInterfaceStatus> for VirtualInterfaceStatus {
    fn from(value: model::VirtualInterfaceStatus) -> Self {
        match value {
            model::VirtualInterfaceStatus::Creating => Self::Creating,
            model::VirtualInterfaceStatus::Active => Self::Active,
            model::VirtualInterfaceStatus::Error => Self::Error,
            model::VirtualInterfaceStatus::Removing => Self::Removing,
        }
    }
}

/// How traffic goes from the virtual interface on to the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum GatewayType {
    /// The service routes packets itself.
    None,
    /// A tunnel carries the packets to the service's SOCKS5 port.
    HevSocks5Tunnel,
}

impl From<model::GatewayType> for GatewayType {
    fn from(value: model::GatewayType) -> Self {
        match value {
            model::GatewayType::None => Self::None,
            model::GatewayType::HevSocks5Tunnel => Self::HevSocks5Tunnel,
        }
    }
}

/// Whether the gateway of a virtual interface runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum GatewayStatus {
    /// `STOPPED`
    Stopped,
    /// `STARTING`
    Starting,
    /// `RUNNING`
    Running,
    /// `FAILED`
    Failed,
}

impl From<model::GatewayStatus> for GatewayStatus {
    fn from(value: model::GatewayStatus) -> Self {
        match value {
            model::GatewayStatus::Stopped => Self::Stopped,
            model::GatewayStatus::Starting => Self::Starting,
            model::GatewayStatus::Running => Self::Running,
            model::GatewayStatus::Failed => Self::Failed,
        }
    }
}

/// What happens to steered traffic when its way out is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum OnFailure {
    /// It is refused.
    Closed,
    /// It leaves by the main table, as if it were not steered. An explicit choice.
    Open,
}

impl From<model::OnFailure> for OnFailure {
    fn from(value: model::OnFailure) -> Self {
        match value {
            model::OnFailure::Closed => Self::Closed,
            model::OnFailure::Open => Self::Open,
        }
    }
}

/// What a VLAN id of the pool is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum VlanAllocationState {
    /// A virtual interface uses it.
    Allocated,
    /// A change that is under way means to use it.
    Reserved,
    /// It was released and rests before it is used again.
    Quarantined,
    /// It is on the router under our mark, but no virtual interface is known for it.
    Orphan,
}

impl From<model::VlanAllocationState> for VlanAllocationState {
    fn from(value: model::VlanAllocationState) -> Self {
        match value {
            model::VlanAllocationState::Allocated => Self::Allocated,
            model::VlanAllocationState::Reserved => Self::Reserved,
            model::VlanAllocationState::Quarantined => Self::Quarantined,
            model::VlanAllocationState::Orphan => Self::Orphan,
        }
    }
}

/// What a router runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum RouterPlatform {
    /// `ROUTEROS`
    Routeros,
    /// `OPEN_VSWITCH`
    OpenVswitch,
}

impl From<model::RouterPlatform> for RouterPlatform {
    fn from(value: model::RouterPlatform) -> Self {
        match value {
            model::RouterPlatform::Routeros => Self::Routeros,
            model::RouterPlatform::OpenVswitch => Self::OpenVswitch,
        }
    }
}

/// The layers of a resource, from what the user wants to what the platform can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Layer {
    /// What the user wants. Holds references to secrets, never secrets.
    Configuration,
    /// What checking it found.
    Validation,
    /// Only what was read from the router after a change.
    Deployment,
    /// What it does now: up or down, running or not.
    Runtime,
    /// Counters and measurements.
    Telemetry,
    /// What nnc keeps about it: its status, what was allocated to it, tags.
    Metadata,
    /// What it needs and what needs it.
    Relationships,
    /// What the platform can do for it.
    Platform,
}

impl From<api::Layer> for Layer {
    fn from(value: api::Layer) -> Self {
        match value {
            api::Layer::Configuration => Self::Configuration,
            api::Layer::Validation => Self::Validation,
            api::Layer::Deployment => Self::Deployment,
            api::Layer::Runtime => Self::Runtime,
            api::Layer::Telemetry => Self::Telemetry,
            api::Layer::Metadata => Self::Metadata,
            api::Layer::Relationships => Self::Relationships,
            api::Layer::Platform => Self::Platform,
        }
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Weight {
    /// The change is refused.
    Refusal,
    /// It is told, and the change goes on.
    Note,
}

impl From<api::Weight> for Weight {
    fn from(value: api::Weight) -> Self {
        match value {
            api::Weight::Refusal => Self::Refusal,
            api::Weight::Note => Self::Note,
        }
    }
}

/// Who changed what, where the router is not as wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum DriftClass {
    /// Somebody else changed it.
    ForeignEdit,
    /// The router spells it otherwise or sets it itself.
    DeviceNormalisation,
    /// The row is gone.
    LostObject,
    /// Another version of the platform means it otherwise.
    VersionChange,
    /// A row of ours that belongs to nothing.
    UnexpectedObject,
    /// The row stands in another place.
    Misplaced,
    /// What is wanted has changed since the router confirmed it, for example because the router has a new network.
    PendingChange,
    /// A secret that nnc does not know, and that the router did not tell when the resource was taken over.
    UnknownSecret,
}

impl From<api::DriftClass> for DriftClass {
    fn from(value: api::DriftClass) -> Self {
        match value {
            api::DriftClass::ForeignEdit => Self::ForeignEdit,
            api::DriftClass::DeviceNormalisation => Self::DeviceNormalisation,
            api::DriftClass::LostObject => Self::LostObject,
            api::DriftClass::VersionChange => Self::VersionChange,
            api::DriftClass::UnexpectedObject => Self::UnexpectedObject,
            api::DriftClass::Misplaced => Self::Misplaced,
            api::DriftClass::PendingChange => Self::PendingChange,
            api::DriftClass::UnknownSecret => Self::UnknownSecret,
        }
    }
}

/// One service instance as an interface of the router: VLAN, address, routing table, routes, marks and rules.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct VirtualInterface {
    /// The field `id` of the schema.
    pub id: String,
    /// The router it is on.
    pub router_id: String,
    /// The service instance that it belongs to; null while nnc does not run the service.
    pub instance_id: Option<String>,
    /// What the user calls it.
    pub instance: String,
    /// The interface name on the router: `nnc-<instance>`, shortened with a hash where that is longer than 15 characters.
    pub name: String,
    /// The name in the service catalogue, such as `tor`.
    pub service: String,
    /// The interface or bridge of the router that carries the VLAN.
    pub parent: String,
    /// The VLAN id.
    pub vlan_id: i32,
    /// The router's address on the interface, such as `10.99.101.1/24`.
    pub ip_address: String,
    /// The address that the service binds, such as `10.99.101.2`.
    pub service_address: String,
    /// The resolver that steered devices are sent to; the service itself where it is absent.
    pub dns: Option<String>,
    /// The field `gatewayType` of the schema.
    pub gateway_type: GatewayType,
    /// The field `gatewayStatus` of the schema.
    pub gateway_status: GatewayStatus,
    /// The TUN device of the gateway.
    pub tun_name: Option<String>,
    /// The mark, which is also the name of the routing table.
    pub routing_mark: String,
    /// The instance whose virtual interface carries this one's own traffic.
    pub through: Option<String>,
    /// The field `onFailure` of the schema.
    pub on_failure: OnFailure,
    /// Whether IPv6 goes through the service too; otherwise it is blocked for steered devices.
    pub ipv6: bool,
    /// Whether the router hands out addresses of the interface's subnet.
    pub dhcp: bool,
    /// The field `status` of the schema.
    pub status: VirtualInterfaceStatus,
    /// The field `createdAt` of the schema.
    pub created_at: SystemTime,
    /// The field `updatedAt` of the schema.
    pub updated_at: SystemTime,
}

impl From<model::VirtualInterface> for VirtualInterface {
    fn from(value: model::VirtualInterface) -> Self {
        Self {
            id: value.id,
            router_id: value.router_id,
            instance_id: value.instance_id,
            instance: value.instance,
            name: value.name,
            service: value.service,
            parent: value.parent,
            vlan_id: value.vlan_id,
            ip_address: value.ip_address.to_string(),
            service_address: value.service_address.to_string(),
            dns: value.dns.map(|one| one.to_string()),
            gateway_type: value.gateway_type.into(),
            gateway_status: value.gateway_status.into(),
            tun_name: value.tun_name,
            routing_mark: value.routing_mark,
            through: value.through,
            on_failure: value.on_failure.into(),
            ipv6: value.ipv6,
            dhcp: value.dhcp,
            status: value.status.into(),
            created_at: moment(value.created_at),
            updated_at: moment(value.updated_at),
        }
    }
}

/// The VLAN ids and the address space that virtual interfaces are made from.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct VlanPool {
    /// The field `routerId` of the schema.
    pub router_id: String,
    /// The field `first` of the schema.
    pub first: i32,
    /// The field `last` of the schema.
    pub last: i32,
    /// Each virtual interface gets a /24 of it.
    pub prefix: String,
    /// How long a released id rests.
    pub quarantine: Duration,
}

impl From<model::VlanPool> for VlanPool {
    fn from(value: model::VlanPool) -> Self {
        Self {
            router_id: value.router_id,
            first: value.first,
            last: value.last,
            prefix: value.prefix.to_string(),
            quarantine: value.quarantine,
        }
    }
}

/// How full a VLAN pool is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct VlanPoolStatus {
    /// The field `pool` of the schema.
    pub pool: VlanPool,
    /// How many ids the pool has.
    pub total: i32,
    /// The field `allocated` of the schema.
    pub allocated: i32,
    /// The field `quarantined` of the schema.
    pub quarantined: i32,
    /// Ids that somebody else uses on the router; null where the router was not asked.
    pub foreign: Option<i32>,
    /// Ids of ours on the router that no virtual interface is known for; null where the router was not asked.
    pub orphans: Option<i32>,
    /// The field `available` of the schema.
    pub available: i32,
}

impl From<model::VlanPoolStatus> for VlanPoolStatus {
    fn from(value: model::VlanPoolStatus) -> Self {
        Self {
            pool: value.pool.into(),
            total: value.total,
            allocated: value.allocated,
            quarantined: value.quarantined,
            foreign: value.foreign,
            orphans: value.orphans,
            available: value.available,
        }
    }
}

/// One VLAN id that is not free.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct VlanAllocation {
    /// The field `routerId` of the schema.
    pub router_id: String,
    /// The field `vlanId` of the schema.
    pub vlan_id: i32,
    /// The field `state` of the schema.
    pub state: VlanAllocationState,
    /// The subnet that goes with it.
    pub subnet: Option<String>,
    /// The instance that has it or had it.
    pub instance: Option<String>,
    /// When it was released; null while it is in use.
    pub since: Option<SystemTime>,
    /// When the quarantine ends.
    pub until: Option<SystemTime>,
}

impl From<model::VlanAllocation> for VlanAllocation {
    fn from(value: model::VlanAllocation) -> Self {
        Self {
            router_id: value.router_id,
            vlan_id: value.vlan_id,
            state: value.state.into(),
            subnet: value.subnet.map(|one| one.to_string()),
            instance: value.instance,
            since: value.since.map(moment),
            until: value.until.map(moment),
        }
    }
}

/// Which device, or which devices, a steering rule is about.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum DeviceSelector {
    /// The field `mac` of the schema.
    Mac {
        /// What it is.
        value: String,
    },
    /// The field `address` of the schema.
    Address {
        /// What it is.
        value: String,
    },
    /// The field `subnet` of the schema.
    Subnet {
        /// What it is.
        value: String,
    },
    /// The field `vlan` of the schema.
    Vlan {
        /// What it is.
        value: i32,
    },
    /// An address list of the router. The name is part of the marks of its rows, which have room for 30 characters.
    AddressList {
        /// What it is.
        value: String,
    },
}

impl From<model::DeviceSelector> for DeviceSelector {
    fn from(value: model::DeviceSelector) -> Self {
        match value {
            model::DeviceSelector::Mac(value) => Self::Mac { value: String::from(value) },
            model::DeviceSelector::Address(value) => Self::Address { value: value.to_string() },
            model::DeviceSelector::Subnet(value) => Self::Subnet { value: value.to_string() },
            model::DeviceSelector::Vlan(value) => Self::Vlan { value },
            model::DeviceSelector::AddressList(value) => Self::AddressList { value },
        }
    }
}

/// Sends the traffic of a device out through a virtual interface, and never any other way.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SteeringRule {
    /// The field `id` of the schema.
    pub id: String,
    /// The field `routerId` of the schema.
    pub router_id: String,
    /// The field `device` of the schema.
    pub device: DeviceSelector,
    /// The instance whose virtual interface it goes out by.
    pub via: String,
    /// Leaves the device's IPv6 alone; listings and the leak check show it.
    pub ipv4_only: bool,
    /// The field `createdAt` of the schema.
    pub created_at: SystemTime,
    /// The field `updatedAt` of the schema.
    pub updated_at: SystemTime,
}

impl From<model::SteeringRule> for SteeringRule {
    fn from(value: model::SteeringRule) -> Self {
        Self {
            id: value.id,
            router_id: value.router_id,
            device: value.device.into(),
            via: value.via,
            ipv4_only: value.ipv4_only,
            created_at: moment(value.created_at),
            updated_at: moment(value.updated_at),
        }
    }
}

/// A router under control.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Router {
    /// The field `id` of the schema.
    pub id: String,
    /// The field `name` of the schema.
    pub name: String,
    /// The field `url` of the schema.
    pub url: String,
    /// The field `platform` of the schema.
    pub platform: RouterPlatform,
    /// The SHA-256 of the certificate that is accepted, as `sha256:` and 64 hexadecimal digits.
    pub pin: Option<String>,
    /// Whether a certificate is accepted unseen.
    pub insecure: bool,
    /// Where the password is kept.
    pub password: Option<String>,
    /// The router's own name for itself.
    pub identity: Option<String>,
    /// The field `version` of the schema.
    pub version: Option<String>,
    /// What the controller has sent to it since the start; null where nobody counts.
    pub bytes_sent: Option<u64>,
    /// The field `createdAt` of the schema.
    pub created_at: SystemTime,
    /// The field `updatedAt` of the schema.
    pub updated_at: SystemTime,
}

impl From<model::Router> for Router {
    fn from(value: model::Router) -> Self {
        Self {
            id: value.id,
            name: value.name,
            url: value.url,
            platform: value.platform.into(),
            pin: value.pin,
            insecure: value.insecure,
            password: value.password.map(|one| one.to_string()),
            identity: value.identity,
            version: value.version,
            bytes_sent: value.bytes_sent,
            created_at: moment(value.created_at),
            updated_at: moment(value.updated_at),
        }
    }
}

/// Something that validation found.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Finding {
    /// A stable code, listed in `docs/errors.md`.
    pub code: String,
    /// Where: a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What it is and what to do, for people.
    pub message: String,
    /// The stage of validation that found it.
    pub stage: String,
    /// The field `weight` of the schema.
    pub weight: Weight,
}

impl From<api::Finding> for Finding {
    fn from(value: api::Finding) -> Self {
        Self {
            code: value.code,
            pointer: value.pointer,
            message: value.message,
            stage: value.stage,
            weight: value.weight.into(),
        }
    }
}

/// What a call did.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Change {
    /// Whether anything was written to the router (or would be, in a dry run).
    pub changed: bool,
    /// Whether this was a dry run.
    pub dry_run: bool,
    /// What was written (or would be), as a person would type it.
    pub commands: Vec<String>,
    /// What validation found and did not refuse.
    pub findings: Vec<Finding>,
    /// Two plans of one hash do the same to the same router; null where there was nothing to plan.
    pub plan_hash: Option<String>,
    /// The resource that was put, where the call put one.
    pub resource: Option<String>,
    /// Its uuid; null in a dry run of one that is not there yet.
    pub uuid: Option<String>,
}

impl From<api::Change> for Change {
    fn from(value: api::Change) -> Self {
        Self {
            changed: value.changed,
            dry_run: value.dry_run,
            commands: value.commands,
            findings: list(value.findings),
            plan_hash: value.plan_hash,
            resource: value.resource,
            uuid: value.uuid,
        }
    }
}

/// How far a change is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Progress {
    /// The phase: `draft`, `validated`, `intent-logged`, `armed`, `applying`, `verifying`, `confirmed`, `disarmed`, `merged`, `rolling-back`, `rolled-back`, `partially-applied`, `unknown` or `reconciling`.
    pub phase: String,
    /// While applying: how many operations the router has answered.
    pub done: Option<i32>,
    /// While applying: how many there are.
    pub total: Option<i32>,
}

impl From<api::Progress> for Progress {
    fn from(value: api::Progress) -> Self {
        Self {
            phase: value.phase,
            done: value.done,
            total: value.total,
        }
    }
}

/// A detail of an event.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Detail {
    /// The field `name` of the schema.
    pub name: String,
    /// The field `value` of the schema.
    pub value: String,
}

impl From<api::Detail> for Detail {
    fn from(value: api::Detail) -> Self {
        Self {
            name: value.name,
            value: value.value,
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Event {
    /// The field `at` of the schema.
    pub at: SystemTime,
    /// What kind, such as `apply.merged`.
    pub kind: String,
    /// Details, by name.
    pub details: Vec<Detail>,
    /// How many events before this one the reader has missed because it was slow.
    pub lost: i32,
}

impl From<api::Event> for Event {
    fn from(value: api::Event) -> Self {
        Self {
            at: moment(value.at),
            kind: value.kind,
            details: list(value.details),
            lost: value.lost,
        }
    }
}

/// One row of the router, or one field of it, that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Difference {
    /// Names the difference for `acceptDifferences` and `adoptDifferences`, such as `vif/tor-usa:vlan:mtu`.
    pub id: String,
    /// The resource that it belongs to.
    pub resource: String,
    /// What the row is for.
    pub role: String,
    /// The menu of the router.
    pub menu: String,
    /// The field `cause` of the schema.
    pub cause: DriftClass,
    /// The stable code of the class.
    pub code: String,
    /// Where, as a JSON pointer into the deployment of the router.
    pub pointer: String,
    /// The field; null for a whole row.
    pub field: Option<String>,
    /// What is wanted; null where it is left to the router.
    pub intended: Option<String>,
    /// What the router confirmed last, where that is remembered.
    pub deployed: Option<String>,
    /// What the router shows.
    pub actual: Option<String>,
    /// What happened, for people.
    pub message: String,
    /// When it was accepted; null if it was not.
    pub accepted_at: Option<SystemTime>,
    /// What would put it right, as a person would type it; empty where nnc does not know.
    pub repair: String,
}

impl From<api::Difference> for Difference {
    fn from(value: api::Difference) -> Self {
        Self {
            id: value.id,
            resource: value.resource,
            role: value.role,
            menu: value.menu,
            cause: value.cause.into(),
            code: value.code,
            pointer: value.pointer,
            field: value.field,
            intended: value.intended,
            deployed: value.deployed,
            actual: value.actual,
            message: value.message,
            accepted_at: value.accepted_at.map(moment),
            repair: value.repair,
        }
    }
}

/// What on a router is not as wanted.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DriftReport {
    /// What differs.
    pub differences: Vec<Difference>,
    /// What differs and was accepted.
    pub accepted: Vec<Difference>,
    /// What means the same and is only spelled otherwise by the router.
    pub respelled: Vec<Difference>,
}

impl From<api::DriftReport> for DriftReport {
    fn from(value: api::DriftReport) -> Self {
        Self {
            differences: list(value.differences),
            accepted: list(value.accepted),
            respelled: list(value.respelled),
        }
    }
}

/// A packet that leaves another way, and how.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Leak {
    /// Whose packet it is.
    pub device: String,
    /// What happens to it, in a sentence.
    pub summary: String,
    /// The interface that it leaves by; empty where the router's own resolver answers.
    pub leaves_by: String,
    /// What is down meanwhile; empty where all is up.
    pub down: String,
    /// The packet's source and destination.
    pub packet: String,
    /// The rows that decide its way, in order.
    pub path: Vec<String>,
}

impl From<api::Leak> for Leak {
    fn from(value: api::Leak) -> Self {
        Self {
            device: value.device,
            summary: value.summary,
            leaves_by: value.leaves_by,
            down: value.down,
            packet: value.packet,
            path: value.path,
        }
    }
}

/// Whether a packet of a steered device can leave another way than through its virtual interface.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LeakReport {
    /// The devices, and services that go out through others, that were judged.
    pub judged: Vec<String>,
    /// One counterexample for each different way of leaking. None, and nothing undecided: a proof for the rules that were read.
    pub leaks: Vec<Leak>,
    /// Those for which the rules are too entangled to decide; take it that they leak.
    pub undecided: Vec<String>,
    /// Devices whose IPv6 was left alone on purpose, and is not judged.
    pub ipv4_only: Vec<String>,
    /// Devices that go out unsteered while their service cannot be reached, because that was chosen.
    pub fail_open: Vec<String>,
}

impl From<api::LeakReport> for LeakReport {
    fn from(value: api::LeakReport) -> Self {
        Self {
            judged: value.judged,
            leaks: list(value.leaks),
            undecided: value.undecided,
            ipv4_only: value.ipv4_only,
            fail_open: value.fail_open,
        }
    }
}

/// What became of a change that had been left open.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Recovery {
    /// On which router.
    pub router: String,
    /// What the change was.
    pub description: String,
    /// `confirmed`, `rolled-back`, `partially-applied` or `unknown`.
    pub outcome: String,
    /// Why, in words; empty where it is confirmed.
    pub reason: String,
    /// Whether the router's answer is known; otherwise it stays open.
    pub settled: bool,
}

impl From<api::Recovery> for Recovery {
    fn from(value: api::Recovery) -> Self {
        Self {
            router: value.router,
            description: value.description,
            outcome: value.outcome,
            reason: value.reason,
            settled: value.settled,
        }
    }
}

/// A line of a listing of resources.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ResourceSummary {
    /// What identifies it for ever.
    pub uuid: String,
    /// What it is called among the resources of its router, such as `vif/tor-usa`.
    pub resource: String,
    /// Its type in the schema.
    pub kind: String,
    /// Where it is in its life.
    pub status: VirtualInterfaceStatus,
    /// The field `createdAt` of the schema.
    pub created_at: SystemTime,
    /// The field `updatedAt` of the schema.
    pub updated_at: SystemTime,
}

impl From<api::ResourceSummary> for ResourceSummary {
    fn from(value: api::ResourceSummary) -> Self {
        Self {
            uuid: value.uuid,
            resource: value.resource,
            kind: value.kind,
            status: value.status.into(),
            created_at: moment(value.created_at),
            updated_at: moment(value.updated_at),
        }
    }
}

/// One layer of a resource.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LayerView {
    /// The field `layer` of the schema.
    pub layer: Layer,
    /// What it holds; null where nothing is known.
    pub value: Option<String>,
    /// When that was set; null where nothing is known.
    pub updated_at: Option<SystemTime>,
    /// Who said so: `user`, `router` or `nnc`.
    pub source: Option<String>,
    /// How old it is.
    pub age: Option<Duration>,
}

impl From<api::LayerView> for LayerView {
    fn from(value: api::LayerView) -> Self {
        Self {
            layer: value.layer.into(),
            value: value.value.map(json),
            updated_at: value.updated_at.map(moment),
            source: value.source,
            age: value.age,
        }
    }
}

/// A resource with the layers that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ResourceView {
    /// The field `uuid` of the schema.
    pub uuid: String,
    /// The field `resource` of the schema.
    pub resource: String,
    /// The field `kind` of the schema.
    pub kind: String,
    /// The field `createdAt` of the schema.
    pub created_at: SystemTime,
    /// When it was deleted; null while it is there.
    pub removed_at: Option<SystemTime>,
    /// The field `layers` of the schema.
    pub layers: Vec<LayerView>,
}

impl From<api::ResourceView> for ResourceView {
    fn from(value: api::ResourceView) -> Self {
        Self {
            uuid: value.uuid,
            resource: value.resource,
            kind: value.kind,
            created_at: moment(value.created_at),
            removed_at: value.removed_at.map(moment),
            layers: list(value.layers),
        }
    }
}

/// A layer of a resource at a time in the past.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LayerAt {
    /// The field `layer` of the schema.
    pub layer: Layer,
    /// What it held then; null where it held nothing or where that is not known any more.
    pub value: Option<String>,
    /// When that was set.
    pub updated_at: Option<SystemTime>,
    /// Where what it held then is not known any more: from when on it is known.
    pub known_from: Option<SystemTime>,
}

impl From<api::LayerAt> for LayerAt {
    fn from(value: api::LayerAt) -> Self {
        Self {
            layer: value.layer.into(),
            value: value.value.map(json),
            updated_at: value.updated_at.map(moment),
            known_from: value.known_from.map(moment),
        }
    }
}

/// A resource as it was.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ResourceAt {
    /// The field `uuid` of the schema.
    pub uuid: String,
    /// The field `resource` of the schema.
    pub resource: String,
    /// The field `kind` of the schema.
    pub kind: String,
    /// The field `layers` of the schema.
    pub layers: Vec<LayerAt>,
}

impl From<api::ResourceAt> for ResourceAt {
    fn from(value: api::ResourceAt) -> Self {
        Self {
            uuid: value.uuid,
            resource: value.resource,
            kind: value.kind,
            layers: list(value.layers),
        }
    }
}

/// One value that changed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ValueChange {
    /// Where: a JSON pointer (RFC 6901) into the layer.
    pub pointer: String,
    /// What stood there; null where nothing did.
    pub before: Option<String>,
    /// What stands there now; null where nothing does.
    pub after: Option<String>,
}

impl From<api::ValueChange> for ValueChange {
    fn from(value: api::ValueChange) -> Self {
        Self {
            pointer: value.pointer,
            before: value.before.map(json),
            after: value.after.map(json),
        }
    }
}

/// Something that happened to a layer of a resource.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HistoryEntry {
    /// Its number; rising over all resources of the router, with gaps.
    pub seq: u64,
    /// The field `at` of the schema.
    pub at: SystemTime,
    /// The field `uuid` of the schema.
    pub uuid: String,
    /// The field `resource` of the schema.
    pub resource: String,
    /// The field `kind` of the schema.
    pub kind: String,
    /// The field `layer` of the schema.
    pub layer: Layer,
    /// Who said so: `user`, `router` or `nnc`.
    pub source: String,
    /// Who wanted it; null for nnc itself.
    pub actor: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The field `changes` of the schema.
    pub changes: Vec<ValueChange>,
}

impl From<api::HistoryEntry> for HistoryEntry {
    fn from(value: api::HistoryEntry) -> Self {
        Self {
            seq: value.seq,
            at: moment(value.at),
            uuid: value.uuid,
            resource: value.resource,
            kind: value.kind,
            layer: value.layer.into(),
            source: value.source,
            actor: value.actor,
            reason: value.reason,
            changes: list(value.changes),
        }
    }
}

/// What became of a layer between two times.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LayerDifference {
    /// The field `layer` of the schema.
    pub layer: Layer,
    /// The field `changes` of the schema.
    pub changes: Vec<ValueChange>,
    /// Where one of the times is before what is known: from when on the layer is known.
    pub known_from: Option<SystemTime>,
}

impl From<api::LayerDifference> for LayerDifference {
    fn from(value: api::LayerDifference) -> Self {
        Self {
            layer: value.layer.into(),
            changes: list(value.changes),
            known_from: value.known_from.map(moment),
        }
    }
}

/// A step of an explanation why something breaks.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ImpactStep {
    /// What needs the other.
    pub dependent: String,
    /// Why.
    pub reason: String,
    /// What it needs.
    pub depends_on: String,
}

impl From<api::ImpactStep> for ImpactStep {
    fn from(value: api::ImpactStep) -> Self {
        Self {
            dependent: value.dependent,
            reason: value.reason,
            depends_on: value.depends_on,
        }
    }
}

/// Something that breaks.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Broken {
    /// The field `resource` of the schema.
    pub resource: String,
    /// Its uuid, where it is kept under one.
    pub uuid: Option<String>,
    /// Why, in words.
    pub because: String,
    /// Why, step by step.
    pub path: Vec<ImpactStep>,
}

impl From<api::Broken> for Broken {
    fn from(value: api::Broken) -> Self {
        Self {
            resource: value.resource,
            uuid: value.uuid,
            because: value.because,
            path: list(value.path),
        }
    }
}

/// What breaks if a resource is deleted.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ImpactReport {
    /// The field `resource` of the schema.
    pub resource: String,
    /// What breaks, nearest first.
    pub breaks: Vec<Broken>,
    /// The order in which all of it can be deleted: nothing before what needs it.
    pub removal_order: Vec<String>,
}

impl From<api::ImpactReport> for ImpactReport {
    fn from(value: api::ImpactReport) -> Self {
        Self {
            resource: value.resource,
            breaks: list(value.breaks),
            removal_order: value.removal_order,
        }
    }
}

/// A stream of [`Progress`].
#[derive(uniffi::Object)]
pub struct NativeProgressFeed {
    tap: Tap<api::Progress>,
}

#[uniffi::export]
impl NativeProgressFeed {
    /// Waits for the next items, `most` of them at the most. None where there will be none any more.
    pub async fn next_batch(&self, most: u32) -> Vec<Progress> {
        list(self.tap.batch(most).await)
    }

    /// Ends it; who waits for items is told that there are none any more.
    pub fn stop(&self) {
        self.tap.stop();
    }
}

/// A stream of [`Event`].
#[derive(uniffi::Object)]
pub struct NativeEventFeed {
    tap: Tap<api::Event>,
}

#[uniffi::export]
impl NativeEventFeed {
    /// Waits for the next items, `most` of them at the most. None where there will be none any more.
    pub async fn next_batch(&self, most: u32) -> Vec<Event> {
        list(self.tap.batch(most).await)
    }

    /// Ends it; who waits for items is told that there are none any more.
    pub fn stop(&self) {
        self.tap.stop();
    }
}

/// A router that your program implements. It keeps rows as RouterOS does, in whatever way it can: each menu, such as
/// `/interface/vlan`, has rows in an order, each with a handle under `.id` and texts spelled as RouterOS spells them. An
/// error with the code `router-unreachable` or `connection-lost` means that nobody answers, `unsupported` that there is no
/// such menu; any other that it refuses and has changed nothing.
#[uniffi::export(with_foreign)]
#[async_trait]
pub trait NativeHostRouter: Send + Sync {
    /// The version of RouterOS whose rows it keeps, such as `7.22.3`.
    async fn version(&self) -> Result<String, Failure>;

    /// Its own name.
    async fn identity(&self) -> Result<String, Failure>;

    /// The rows of a menu, in their order.
    async fn read(&self, menu: String) -> Result<Vec<HashMap<String, String>>, Failure>;

    /// Carries out `add` (with `place-before`: the handle of the row that it goes before), `set` and `remove` (with `.id`),
    /// `move` (with `numbers` and `destination`) or `unset` (with `.id` and `value-name`). Gives the handle of a row that was
    /// added.
    async fn write(&self, menu: String, verb: String, values: HashMap<String, String>) -> Result<Option<String>, Failure>;

    /// Begins what `commit` makes stand and `rollBack` takes back. Refuse it while another is open.
    async fn begin(&self) -> Result<(), Failure>;

    /// Makes everything since `begin` stand.
    async fn commit(&self) -> Result<(), Failure>;

    /// Takes everything since `begin` back.
    async fn roll_back(&self) -> Result<(), Failure>;
}

struct AdaptedHostRouter(Arc<dyn NativeHostRouter>);

#[async_trait]
impl api::HostRouterApi for AdaptedHostRouter {
    async fn version(&self) -> Result<String, nnc::Error> {
        Ok(self.0.version().await?)
    }

    async fn identity(&self) -> Result<String, nnc::Error> {
        Ok(self.0.identity().await?)
    }

    async fn read(&self, menu: String) -> Result<Vec<BTreeMap<String, String>>, nnc::Error> {
        Ok(self.0.read(menu).await.map(|all| all.into_iter().map(sorted).collect())?)
    }

    async fn write(&self, menu: String, verb: String, values: BTreeMap<String, String>) -> Result<Option<String>, nnc::Error> {
        Ok(self.0.write(menu, verb, values.into_iter().collect()).await?)
    }

    async fn begin(&self) -> Result<(), nnc::Error> {
        Ok(self.0.begin().await?)
    }

    async fn commit(&self) -> Result<(), nnc::Error> {
        Ok(self.0.commit().await?)
    }

    async fn roll_back(&self) -> Result<(), nnc::Error> {
        Ok(self.0.roll_back().await?)
    }
}

/// Opens a data directory, and makes it if it is missing. Settles nothing: a change that a crash left open is settled
/// by the first call that changes its router, or by `recover`.
#[uniffi::export]
pub async fn native_open(arguments: Vec<u8>) -> Result<Arc<NativeNnc>, Failure> {
    let api = api::root();
    call(async move { api.open(judged(&arguments)?).await.map(|value| Arc::new(value.into())) }).await
}

/// Opens a data directory for a test: ids are drawn from the seed, and time stands at a moment until `setTime` moves it,
/// so that two runs give the same. Whoever knows the seed knows every key: never use it for anything but tests.
#[uniffi::export]
pub async fn native_open_for_test(arguments: Vec<u8>) -> Result<Arc<NativeNnc>, Failure> {
    let api = api::root();
    call(async move { api.open_for_test(judged(&arguments)?).await.map(|value| Arc::new(value.into())) }).await
}

/// The version of nnc.
#[uniffi::export]
pub async fn native_version() -> Result<String, Failure> {
    let api = api::root();
    call(async move { api.version().await }).await
}

/// An opened data directory: which routers there are.
#[derive(uniffi::Object)]
pub struct NativeNnc {
    api: Arc<dyn api::NncApi>,
}

impl From<Arc<dyn api::NncApi>> for NativeNnc {
    fn from(api: Arc<dyn api::NncApi>) -> Self {
        Self { api }
    }
}

#[uniffi::export]
impl NativeNnc {
    /// The routers, by name.
    pub async fn routers(&self) -> Result<Vec<Router>, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.routers().await.map(listed) }).await
    }

    /// One router.
    pub async fn router(&self, arguments: Vec<u8>) -> Result<Arc<NativeRouterHandle>, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.router(judged(&arguments)?).await.map(|value| Arc::new(value.into())) }).await
    }

    /// Connects to a router, reads what it is, and remembers it. On failure nothing is stored. The password is stored
    /// encrypted.
    pub async fn add_router(&self, arguments: Vec<u8>) -> Result<Router, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.add_router(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Forgets a router and what is known of it. Nothing is changed on the router, so what nnc made there must be gone
    /// unless `keepRows` says that it may stay.
    pub async fn remove_router(&self, arguments: Vec<u8>) -> Result<(), Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.remove_router(judged(&arguments)?).await }).await
    }

    /// What this program does, from now on: the phases of each change as `apply.<phase>`, and what monitors see.
    pub fn events(&self, arguments: Vec<u8>) -> Result<Arc<NativeEventFeed>, Failure> {
        start(|| Ok(Arc::new(NativeEventFeed { tap: Tap::new(self.api.events(judged(&arguments)?)?) })))
    }

    /// Moves the time of one that was opened with `openForTest`.
    pub async fn set_time(&self, arguments: Vec<u8>) -> Result<(), Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.set_time(judged(&arguments)?).await }).await
    }

    /// Adds a router that your program implements, or attaches it again after a start: what is remembered of it stays. nnc
    /// calls it from then on as it calls any router.
    pub async fn attach_router(&self, arguments: Vec<u8>, router: Arc<dyn NativeHostRouter>) -> Result<Router, Failure> {
        let api = Arc::clone(&self.api);
        let router = Arc::new(AdaptedHostRouter(router));
        call(async move { api.attach_router(judged(&arguments)?, router).await.map(Into::into) }).await
    }
}

/// One router. It connects when something needs the router.
#[derive(uniffi::Object)]
pub struct NativeRouterHandle {
    api: Arc<dyn api::RouterApi>,
}

impl From<Arc<dyn api::RouterApi>> for NativeRouterHandle {
    fn from(api: Arc<dyn api::RouterApi>) -> Self {
        Self { api }
    }
}

#[uniffi::export]
impl NativeRouterHandle {
    /// What is remembered of it.
    pub async fn info(&self) -> Result<Router, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.info().await.map(Into::into) }).await
    }

    /// Its virtual interfaces.
    pub fn virtual_interfaces(&self) -> Arc<NativeVirtualInterfaces> {
        Arc::new(self.api.virtual_interfaces().into())
    }

    /// The devices steered through them.
    pub fn steering_rules(&self) -> Arc<NativeSteeringRules> {
        Arc::new(self.api.steering_rules().into())
    }

    /// Its VLAN ids and subnets.
    pub fn vlan_pool(&self) -> Arc<NativeVlanPoolHandle> {
        Arc::new(self.api.vlan_pool().into())
    }

    /// Its resources of every type, with all that is known of them.
    pub fn resources(&self) -> Arc<NativeResources> {
        Arc::new(self.api.resources().into())
    }

    /// What differs between what is wanted and what the router has. Writes nothing to the router.
    pub async fn drift(&self) -> Result<DriftReport, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.drift().await.map(Into::into) }).await
    }

    /// Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.
    pub async fn repair(&self) -> Result<Change, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.repair().await.map(Into::into) }).await
    }

    /// Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    pub fn start_repair(&self) -> Result<Arc<NativeOperation>, Failure> {
        start(|| Ok(Arc::new(self.api.start_repair()?.into())))
    }

    /// Remembers that differences are accepted: they are drift no longer until they change again. Gives what still differs.
    pub async fn accept_differences(&self, arguments: Vec<u8>) -> Result<DriftReport, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.accept_differences(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Takes what the router shows for what is wanted, where that follows from something that a user configures.
    pub async fn adopt_differences(&self, arguments: Vec<u8>) -> Result<Change, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.adopt_differences(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Takes what the router shows for what is wanted, where that follows from something that a user configures.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    pub fn start_adopt_differences(&self, arguments: Vec<u8>) -> Result<Arc<NativeOperation>, Failure> {
        start(|| Ok(Arc::new(self.api.start_adopt_differences(judged(&arguments)?)?.into())))
    }

    /// Judges the router's rules as they are: can a packet of a steered device leave another way than through its virtual
    /// interface? Reads, and writes nothing.
    pub async fn verify_leaks(&self, arguments: Vec<u8>) -> Result<LeakReport, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.verify_leaks(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Reads the router once and keeps what its rows do as the runtime layers of the resources. Gives those of which that is other than before.
    pub async fn refresh(&self) -> Result<Vec<String>, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.refresh().await }).await
    }

    /// Settles what a crash left open, by asking the router. What cannot be settled while the router cannot be reached is listed.
    pub async fn recover(&self) -> Result<Vec<Recovery>, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.recover().await.map(listed) }).await
    }
}

/// A change under way. Letting it go does not stop the change: it goes on to its end.
#[derive(uniffi::Object)]
pub struct NativeOperation {
    api: Arc<dyn api::OperationApi>,
}

impl From<Arc<dyn api::OperationApi>> for NativeOperation {
    fn from(api: Arc<dyn api::OperationApi>) -> Self {
        Self { api }
    }
}

#[uniffi::export]
impl NativeOperation {
    /// Waits for its end.
    pub async fn result(&self) -> Result<Change, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.result().await.map(Into::into) }).await
    }

    /// How far it is, until it ends. A slow reader sees only the newest.
    pub fn progress(&self) -> Result<Arc<NativeProgressFeed>, Failure> {
        start(|| Ok(Arc::new(NativeProgressFeed { tap: Tap::new(self.api.progress()?) })))
    }

    /// Gives it up at the next safe point; what was done by then is taken back. Where it is too late for that, it goes on.
    pub async fn cancel(&self) -> Result<(), Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.cancel().await }).await
    }
}

/// The virtual interfaces of one router.
#[derive(uniffi::Object)]
pub struct NativeVirtualInterfaces {
    api: Arc<dyn api::VirtualInterfacesApi>,
}

impl From<Arc<dyn api::VirtualInterfacesApi>> for NativeVirtualInterfaces {
    fn from(api: Arc<dyn api::VirtualInterfacesApi>) -> Self {
        Self { api }
    }
}

#[uniffi::export]
impl NativeVirtualInterfaces {
    /// Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
    pub async fn create(&self, arguments: Vec<u8>) -> Result<Change, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.create(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Creates virtual interfaces: all of them or none. What exists already as asked is left alone.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    pub fn start_create(&self, arguments: Vec<u8>) -> Result<Arc<NativeOperation>, Failure> {
        start(|| Ok(Arc::new(self.api.start_create(judged(&arguments)?)?.into())))
    }

    /// The virtual interfaces, by instance, as last confirmed by the router.
    pub async fn list(&self) -> Result<Vec<VirtualInterface>, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.list().await.map(listed) }).await
    }

    /// One virtual interface.
    pub async fn get(&self, arguments: Vec<u8>) -> Result<VirtualInterface, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.get(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// The way that its traffic takes: itself, then what it goes through, to the last.
    pub async fn chain(&self, arguments: Vec<u8>) -> Result<Vec<VirtualInterface>, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.chain(judged(&arguments)?).await.map(listed) }).await
    }

    /// Deletes virtual interfaces: all of them or none.
    pub async fn delete(&self, arguments: Vec<u8>) -> Result<Change, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.delete(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Deletes virtual interfaces: all of them or none.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    pub fn start_delete(&self, arguments: Vec<u8>) -> Result<Arc<NativeOperation>, Failure> {
        start(|| Ok(Arc::new(self.api.start_delete(judged(&arguments)?)?.into())))
    }
}

/// The steered devices of one router.
#[derive(uniffi::Object)]
pub struct NativeSteeringRules {
    api: Arc<dyn api::SteeringRulesApi>,
}

impl From<Arc<dyn api::SteeringRulesApi>> for NativeSteeringRules {
    fn from(api: Arc<dyn api::SteeringRulesApi>) -> Self {
        Self { api }
    }
}

#[uniffi::export]
impl NativeSteeringRules {
    /// Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
    /// is cut off, unless the interface was made to fail open.
    pub async fn add(&self, arguments: Vec<u8>) -> Result<Change, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.add(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Sends a device through a virtual interface, and never any other way: while the service cannot be reached the device
    /// is cut off, unless the interface was made to fail open.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    pub fn start_add(&self, arguments: Vec<u8>) -> Result<Arc<NativeOperation>, Failure> {
        start(|| Ok(Arc::new(self.api.start_add(judged(&arguments)?)?.into())))
    }

    /// Sends a steered device through another virtual interface, at once.
    pub async fn switch(&self, arguments: Vec<u8>) -> Result<Change, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.switch(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Sends a steered device through another virtual interface, at once.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    pub fn start_switch(&self, arguments: Vec<u8>) -> Result<Arc<NativeOperation>, Failure> {
        start(|| Ok(Arc::new(self.api.start_switch(judged(&arguments)?)?.into())))
    }

    /// Stops steering a device.
    pub async fn remove(&self, arguments: Vec<u8>) -> Result<Change, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.remove(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Stops steering a device.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    pub fn start_remove(&self, arguments: Vec<u8>) -> Result<Arc<NativeOperation>, Failure> {
        start(|| Ok(Arc::new(self.api.start_remove(judged(&arguments)?)?.into())))
    }

    /// The steered devices, as last confirmed by the router.
    pub async fn list(&self) -> Result<Vec<SteeringRule>, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.list().await.map(listed) }).await
    }
}

/// The VLAN ids and the address space of one router.
#[derive(uniffi::Object)]
pub struct NativeVlanPoolHandle {
    api: Arc<dyn api::VlanPoolApi>,
}

impl From<Arc<dyn api::VlanPoolApi>> for NativeVlanPoolHandle {
    fn from(api: Arc<dyn api::VlanPoolApi>) -> Self {
        Self { api }
    }
}

#[uniffi::export]
impl NativeVlanPoolHandle {
    /// The pool, and how much of it is left, so far as is known without asking the router.
    pub async fn status(&self) -> Result<VlanPoolStatus, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.status().await.map(Into::into) }).await
    }

    /// What was given out, by VLAN id.
    pub async fn allocations(&self) -> Result<Vec<VlanAllocation>, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.allocations().await.map(listed) }).await
    }

    /// Changes the pool for what is created from now on; what exists keeps what it has.
    pub async fn configure(&self, arguments: Vec<u8>) -> Result<VlanPoolStatus, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.configure(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.
    pub async fn clean(&self) -> Result<Change, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.clean().await.map(Into::into) }).await
    }

    /// Takes back what belongs to nothing: quarantines that are over, and rows of ours on the router whose resource is not known.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    pub fn start_clean(&self) -> Result<Arc<NativeOperation>, Failure> {
        start(|| Ok(Arc::new(self.api.start_clean()?.into())))
    }
}

/// The resources of one router, of every type. `which` names one by its uuid or by what it is called, such as `vif/tor-usa`.
#[derive(uniffi::Object)]
pub struct NativeResources {
    api: Arc<dyn api::ResourcesApi>,
}

impl From<Arc<dyn api::ResourcesApi>> for NativeResources {
    fn from(api: Arc<dyn api::ResourcesApi>) -> Self {
        Self { api }
    }
}

#[uniffi::export]
impl NativeResources {
    /// All resources, by what they are called.
    pub async fn list(&self) -> Result<Vec<ResourceSummary>, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.list().await.map(listed) }).await
    }

    /// A resource with the wanted layers; all of them where none is named. One that was deleted has its uuid and its times still.
    pub async fn show(&self, arguments: Vec<u8>) -> Result<ResourceView, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.show(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// A resource as it was at a time; null if it was not there then. A layer whose past is not kept that far says so.
    pub async fn at(&self, arguments: Vec<u8>) -> Result<Option<ResourceAt>, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.at(judged(&arguments)?).await.map(|value| value.map(Into::into)) }).await
    }

    /// What happened to the wanted layers of a resource: what changed, who wanted it and why; newest first.
    pub async fn history(&self, arguments: Vec<u8>) -> Result<Vec<HistoryEntry>, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.history(judged(&arguments)?).await.map(listed) }).await
    }

    /// What differs in the wanted layers of a resource between two times.
    pub async fn diff(&self, arguments: Vec<u8>) -> Result<Vec<LayerDifference>, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.diff(judged(&arguments)?).await.map(listed) }).await
    }

    /// What breaks if a resource is deleted, and why. `which` may also be something of the router that resources need, such as `interface/ether1`.
    pub async fn impact(&self, arguments: Vec<u8>) -> Result<ImpactReport, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.impact(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Notes that a resource needs another: deleting the other is refused from now on unless what needs it goes too.
    pub async fn depend(&self, arguments: Vec<u8>) -> Result<(), Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.depend(judged(&arguments)?).await }).await
    }

    /// Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
    /// in the document are stored, encrypted, and only referred to from then on.
    pub async fn apply(&self, arguments: Vec<u8>) -> Result<Change, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.apply(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Makes a resource of a type of the schema as a document says, on the router too; the same again writes nothing. Secrets
    /// in the document are stored, encrypted, and only referred to from then on.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    pub fn start_apply(&self, arguments: Vec<u8>) -> Result<Arc<NativeOperation>, Failure> {
        start(|| Ok(Arc::new(self.api.start_apply(judged(&arguments)?)?.into())))
    }

    /// Deletes a resource, on the router too.
    pub async fn delete(&self, arguments: Vec<u8>) -> Result<Change, Failure> {
        let api = Arc::clone(&self.api);
        call(async move { api.delete(judged(&arguments)?).await.map(Into::into) }).await
    }

    /// Deletes a resource, on the router too.
    ///
    /// Gives the operation at once; what is refused is told by its result.
    pub fn start_delete(&self, arguments: Vec<u8>) -> Result<Arc<NativeOperation>, Failure> {
        start(|| Ok(Arc::new(self.api.start_delete(judged(&arguments)?)?.into())))
    }
}

