//! From what this crate shows to what the schema has.

use std::time::Duration;

use nnc_core::decode::DateTime;
use nnc_core::device::Device;
use nnc_core::model;
use nnc_state::Phase;
use nnc_store::{AllocationState, ResourceStatus, RouterRecord};

use super::generated::{
    Broken, Change, Detail, Difference, DriftClass, DriftReport, Event, Finding, HistoryEntry, ImpactReport,
    ImpactStep, Layer, LayerAt, LayerDifference, LayerView, Leak, LeakReport, Progress, Recovery, ResourceAt,
    ResourceSummary, ResourceView, ValueChange, Weight,
};
use crate::error::{Error, ErrorKind};

/// A moment of the facade.
pub(super) fn moment(ms: u64) -> DateTime {
    DateTime(i64::try_from(ms).unwrap_or(i64::MAX).min(DateTime::MAX.0))
}

/// A moment of a caller; nothing that nnc knows is older than 1970.
pub(super) fn from_moment(time: DateTime) -> Result<u64, Error> {
    u64::try_from(time.0).map_err(|_| {
        Error::new(
            ErrorKind::Invalid,
            "invalid-argument",
            "a time from 1970 on is needed",
        )
    })
}

/// What does not fit a scalar of the schema is a defect of ours.
fn broken(what: &str) -> Error {
    let message = format!("{what} does not have the form that the schema promises; please report it");
    Error::new(ErrorKind::Internal, "internal", message)
}

pub(super) fn router(record: &RouterRecord) -> model::Router {
    let capabilities = record.capabilities.as_ref();
    let open_vswitch = record.url.starts_with("ovs+");
    model::Router {
        id: record.id.to_string(),
        name: record.name.clone(),
        url: record.url.clone(),
        platform: if open_vswitch {
            model::RouterPlatform::OpenVswitch
        } else {
            model::RouterPlatform::Routeros
        },
        pin: record.pin.clone(),
        insecure: record.insecure,
        password: record.password.clone(),
        identity: capabilities.map(|known| known.identity.clone()),
        version: capabilities.map(|known| known.version.clone()),
        bytes_sent: None,
        created_at: moment(record.created_at),
        updated_at: moment(record.created_at),
    }
}

fn status(status: ResourceStatus) -> model::VirtualInterfaceStatus {
    match status {
        ResourceStatus::Creating => model::VirtualInterfaceStatus::Creating,
        ResourceStatus::Active => model::VirtualInterfaceStatus::Active,
        ResourceStatus::Removing => model::VirtualInterfaceStatus::Removing,
        ResourceStatus::Error => model::VirtualInterfaceStatus::Error,
    }
}

pub(super) fn virtual_interface(
    router: &RouterRecord,
    view: crate::VirtualInterfaceView,
) -> Result<model::VirtualInterface, Error> {
    Ok(model::VirtualInterface {
        id: view.uuid,
        router_id: router.id.to_string(),
        instance_id: None,
        instance: view.instance.to_string(),
        name: view.name,
        service: view.service.to_string(),
        parent: view.parent,
        vlan_id: i32::from(view.vlan_id),
        ip_address: view
            .ip_address
            .parse()
            .map_err(|_| broken("an interface's address"))?,
        service_address: view
            .service_address
            .parse()
            .map_err(|_| broken("a service's address"))?,
        dns: view.dns,
        gateway_type: view.gateway_type,
        // nnc does not run services yet.
        gateway_status: model::GatewayStatus::Stopped,
        tun_name: None,
        routing_mark: view.routing_mark,
        through: view.through.map(|instance| instance.to_string()),
        on_failure: view.on_failure,
        ipv6: view.ipv6,
        dhcp: false,
        status: status(view.status),
        created_at: moment(view.created_at),
        updated_at: moment(view.updated_at),
    })
}

fn selector(device: &Device) -> Result<model::DeviceSelector, Error> {
    Ok(match device {
        Device::Mac(mac) => {
            let mac = mac.to_string().parse().map_err(|_| broken("a MAC address"))?;
            model::DeviceSelector::Mac(mac)
        }
        Device::Address(address) => model::DeviceSelector::Address((*address).into()),
        Device::Subnet(subnet) => model::DeviceSelector::Subnet((*subnet).into()),
        Device::Vlan(id) => model::DeviceSelector::Vlan(i32::from(*id)),
        Device::List(name) => model::DeviceSelector::AddressList(name.clone()),
    })
}

pub(super) fn steering_rule(
    router: &RouterRecord,
    view: crate::SteeringView,
) -> Result<model::SteeringRule, Error> {
    Ok(model::SteeringRule {
        id: view.uuid,
        router_id: router.id.to_string(),
        device: selector(&view.device.parse()?)?,
        via: view.via.to_string(),
        ipv4_only: view.ipv4_only,
        created_at: moment(view.created_at),
        updated_at: moment(view.updated_at),
    })
}

pub(super) fn pool_status(router: &RouterRecord, status: &crate::PoolStatus) -> model::VlanPoolStatus {
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    model::VlanPoolStatus {
        pool: model::VlanPool {
            router_id: router.id.to_string(),
            first: i32::from(status.config.first),
            last: i32::from(status.config.last),
            prefix: status.config.prefix.into(),
            quarantine: Duration::from_millis(status.config.quarantine_ms),
        },
        total: count(status.total),
        allocated: count(status.allocated),
        quarantined: count(status.quarantined),
        foreign: None,
        orphans: None,
        available: count(status.available),
    }
}

/// A VLAN id that was given out; `None` for an allocation without one.
pub(super) fn allocation(
    router: &RouterRecord,
    held: &nnc_store::Allocation,
    quarantine_ms: u64,
) -> Option<model::VlanAllocation> {
    let (state, since, until) = match held.state {
        AllocationState::Reserved => (model::VlanAllocationState::Reserved, None, None),
        AllocationState::Allocated => (model::VlanAllocationState::Allocated, None, None),
        AllocationState::Quarantined { released_at } => (
            model::VlanAllocationState::Quarantined,
            Some(moment(released_at)),
            Some(moment(released_at.saturating_add(quarantine_ms))),
        ),
    };
    let resource = held.resource.to_string();
    Some(model::VlanAllocation {
        router_id: router.id.to_string(),
        vlan_id: i32::from(held.vlan?),
        state,
        subnet: held.subnet,
        instance: resource.strip_prefix("vif/").map(str::to_owned),
        since,
        until,
    })
}

/// A word that serde writes for a value without fields.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

pub(super) fn change(change: crate::Change) -> Change {
    let finding = |judged: nnc_state::validation::Judged| Finding {
        code: judged.finding.code,
        pointer: judged.finding.pointer,
        message: judged.finding.message,
        stage: word(&judged.stage),
        weight: match judged.weight {
            nnc_state::validation::Weight::Refusal => Weight::Refusal,
            nnc_state::validation::Weight::Note => Weight::Note,
        },
    };
    Change {
        changed: change.changed,
        dry_run: change.dry_run,
        commands: change.commands,
        findings: change.validation.findings.into_iter().map(finding).collect(),
        plan_hash: change.validation.plan_hash,
        resource: None,
        uuid: None,
    }
}

pub(super) fn applied(applied: crate::AppliedResource) -> Change {
    Change {
        resource: Some(applied.resource),
        uuid: applied.uuid,
        ..change(applied.change)
    }
}

pub(super) fn progress(phase: &Phase) -> Progress {
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let (done, total) = match phase {
        Phase::Applying { done, total } => (Some(count(*done)), Some(count(*total))),
        _ => (None, None),
    };
    Progress {
        phase: phase.name().to_owned(),
        done,
        total,
    }
}

pub(super) fn event(delivery: crate::Delivery) -> Event {
    let detail = |(name, value)| Detail { name, value };
    Event {
        at: moment(delivery.event.at),
        kind: delivery.event.kind,
        details: delivery.event.details.into_iter().map(detail).collect(),
        lost: i32::try_from(delivery.lost).unwrap_or(i32::MAX),
    }
}

fn difference(found: crate::Difference) -> Difference {
    use nnc_state::drift::Class;
    Difference {
        id: found.id,
        resource: found.resource,
        role: found.role,
        menu: found.menu,
        cause: match found.class {
            Class::ForeignEdit => DriftClass::ForeignEdit,
            Class::DeviceNormalisation => DriftClass::DeviceNormalisation,
            Class::LostObject => DriftClass::LostObject,
            Class::VersionChange => DriftClass::VersionChange,
            Class::UnexpectedObject => DriftClass::UnexpectedObject,
            Class::Misplaced => DriftClass::Misplaced,
            Class::PendingChange => DriftClass::PendingChange,
            Class::UnknownSecret => DriftClass::UnknownSecret,
        },
        code: found.code,
        pointer: found.pointer,
        field: found.field,
        intended: found.intended,
        deployed: found.deployed,
        actual: found.actual,
        message: found.message,
        accepted_at: found.accepted_at.map(moment),
        repair: found.repair,
    }
}

pub(super) fn drift(report: crate::DriftReport) -> DriftReport {
    let all = |found: Vec<crate::Difference>| found.into_iter().map(difference).collect();
    DriftReport {
        differences: all(report.differences),
        accepted: all(report.accepted),
        respelled: all(report.respelled),
    }
}

pub(super) fn leaks(report: crate::LeakReport) -> LeakReport {
    let leak = |leak: crate::Leak| Leak {
        device: leak.device,
        summary: leak.summary,
        leaves_by: leak.leaves_by,
        down: leak.down,
        packet: leak.packet,
        path: leak.path,
    };
    LeakReport {
        judged: report.judged,
        leaks: report.leaks.into_iter().map(leak).collect(),
        undecided: report.undecided,
        ipv4_only: report.ipv4_only,
        fail_open: report.fail_open,
    }
}

pub(super) fn recovery(recovery: crate::Recovery) -> Recovery {
    Recovery {
        router: recovery.router,
        description: recovery.description,
        outcome: recovery.outcome,
        reason: recovery.reason,
        settled: recovery.settled,
    }
}

/// The layers of the store that are meant; all where none is named.
pub(super) fn wanted(layers: &[Layer]) -> Vec<crate::Layer> {
    if layers.is_empty() {
        return crate::Layer::ALL.to_vec();
    }
    layers.iter().copied().map(stored_layer).collect()
}

fn stored_layer(layer: Layer) -> crate::Layer {
    match layer {
        Layer::Configuration => crate::Layer::Configuration,
        Layer::Validation => crate::Layer::Validation,
        Layer::Deployment => crate::Layer::Deployment,
        Layer::Runtime => crate::Layer::Runtime,
        Layer::Telemetry => crate::Layer::Telemetry,
        Layer::Metadata => crate::Layer::Metadata,
        Layer::Relationships => crate::Layer::Relationships,
        Layer::Platform => crate::Layer::Platform,
    }
}

fn layer(layer: crate::Layer) -> Layer {
    match layer {
        crate::Layer::Configuration => Layer::Configuration,
        crate::Layer::Validation => Layer::Validation,
        crate::Layer::Deployment => Layer::Deployment,
        crate::Layer::Runtime => Layer::Runtime,
        crate::Layer::Telemetry => Layer::Telemetry,
        crate::Layer::Metadata => Layer::Metadata,
        crate::Layer::Relationships => Layer::Relationships,
        crate::Layer::Platform => Layer::Platform,
    }
}

pub(super) fn summary(summary: crate::ResourceSummary) -> ResourceSummary {
    ResourceSummary {
        uuid: summary.uuid,
        resource: summary.resource,
        kind: summary.kind,
        status: status(summary.status),
        created_at: moment(summary.created_at),
        updated_at: moment(summary.updated_at),
    }
}

/// A value, or nothing where it is null.
fn value(value: serde_json::Value) -> Option<serde_json::Value> {
    (!value.is_null()).then_some(value)
}

pub(super) fn resource(view: crate::ResourceView) -> ResourceView {
    let one = |(known, view): (crate::Layer, crate::LayerView)| LayerView {
        layer: layer(known),
        value: value(view.value),
        updated_at: view.updated_at.map(moment),
        source: view.source.map(|source| source.as_str().to_owned()),
        age: view.age_ms.map(Duration::from_millis),
    };
    ResourceView {
        uuid: view.uuid,
        resource: view.resource,
        kind: view.kind,
        created_at: moment(view.created_at),
        removed_at: view.removed_at.map(moment),
        layers: view.layers.into_iter().map(one).collect(),
    }
}

pub(super) fn resource_at(past: crate::ResourceAt) -> ResourceAt {
    let one = |(known, at): (crate::Layer, crate::LayerAt)| match at {
        crate::LayerAt::Known(state) => LayerAt {
            layer: layer(known),
            value: value(state.value),
            updated_at: Some(moment(state.updated_at)),
            known_from: None,
        },
        crate::LayerAt::BeyondHorizon { known_from } => LayerAt {
            layer: layer(known),
            value: None,
            updated_at: None,
            known_from: Some(moment(known_from)),
        },
    };
    ResourceAt {
        uuid: past.uuid.to_string(),
        resource: past.resource.to_string(),
        kind: past.kind,
        layers: past.layers.into_iter().map(one).collect(),
    }
}

fn value_change(found: nnc_store::Difference) -> ValueChange {
    ValueChange {
        pointer: found.pointer,
        before: found.before.and_then(value),
        after: found.after.and_then(value),
    }
}

pub(super) fn history(entry: crate::HistoryEntry) -> HistoryEntry {
    let event = entry.event;
    HistoryEntry {
        seq: event.seq,
        at: moment(event.at),
        uuid: event.uuid.to_string(),
        resource: event.resource.to_string(),
        kind: event.kind,
        layer: layer(event.layer),
        source: event.source.as_str().to_owned(),
        actor: event.actor,
        reason: event.reason,
        changes: entry.differences.into_iter().map(value_change).collect(),
    }
}

pub(super) fn layer_difference(known: crate::Layer, found: crate::LayerDifference) -> LayerDifference {
    let (changes, known_from) = match found {
        crate::LayerDifference::Known { differences } => (differences, None),
        crate::LayerDifference::BeyondHorizon { known_from } => (Vec::new(), Some(moment(known_from))),
    };
    LayerDifference {
        layer: layer(known),
        changes: changes.into_iter().map(value_change).collect(),
        known_from,
    }
}

pub(super) fn impact(report: crate::ImpactReport) -> ImpactReport {
    let one = |found: crate::Broken| Broken {
        resource: found.resource,
        uuid: found.uuid,
        because: found.because,
        path: found
            .path
            .into_iter()
            .map(|step| ImpactStep {
                dependent: step.dependent.to_string(),
                reason: step.reason,
                depends_on: step.depends_on.to_string(),
            })
            .collect(),
    };
    ImpactReport {
        resource: report.resource,
        breaks: report.breaks.into_iter().map(one).collect(),
        removal_order: report.removal_order,
    }
}
