// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

//! What JavaScript reaches: handles, their methods by number, values as positional JSON.

use std::sync::Arc;

use async_trait::async_trait;
use nnc::api::{self, arguments_of};
use nnc_core::decode::Raw;
use nnc_core::model;

use super::answer::{Answer, Answering, Stream, answering};
use super::host::Host;
use super::wire::{Text, Wire};

/// Something that lives, held by a JavaScript object.
#[derive(Clone)]
pub enum Handle {
    /// `Query` of the schema.
    Root(Arc<dyn api::RootApi>),
    /// `Nnc` of the schema.
    Nnc(Arc<dyn api::NncApi>),
    /// `RouterHandle` of the schema.
    RouterHandle(Arc<dyn api::RouterApi>),
    /// `Operation` of the schema.
    Operation(Arc<dyn api::OperationApi>),
    /// `VirtualInterfaces` of the schema.
    VirtualInterfaces(Arc<dyn api::VirtualInterfacesApi>),
    /// `SteeringRules` of the schema.
    SteeringRules(Arc<dyn api::SteeringRulesApi>),
    /// `VlanPoolHandle` of the schema.
    VlanPoolHandle(Arc<dyn api::VlanPoolApi>),
    /// `Resources` of the schema.
    Resources(Arc<dyn api::ResourcesApi>),
}

/// A handle that another one has at once. `None` where there is no such method.
pub(super) fn part(handle: &Handle, method: u32) -> Option<Handle> {
    Some(match (handle, method) {
        (Handle::RouterHandle(api), 1) => Handle::VirtualInterfaces(api.virtual_interfaces()),
        (Handle::RouterHandle(api), 2) => Handle::SteeringRules(api.steering_rules()),
        (Handle::RouterHandle(api), 3) => Handle::VlanPoolHandle(api.vlan_pool()),
        (Handle::RouterHandle(api), 4) => Handle::Resources(api.resources()),
        _ => return None,
    })
}

/// Begins a call; the arguments are judged where it runs. `None` where there is no such method.
pub(super) fn call(handle: &Handle, method: u32, raw: Raw) -> Option<Answering> {
    Some(match (handle, method) {
        (Handle::Root(api), 0) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::OpenArguments>(&raw)?;
                Ok(Answer::Handle(Handle::Nnc(api.open(arguments).await?)))
            })
        }
        (Handle::Root(api), 1) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::OpenForTestArguments>(&raw)?;
                Ok(Answer::Handle(Handle::Nnc(api.open_for_test(arguments).await?)))
            })
        }
        (Handle::Root(api), 2) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.version().await?))
            })
        }
        (Handle::Nnc(api), 0) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.routers().await?))
            })
        }
        (Handle::Nnc(api), 1) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::NncRouterArguments>(&raw)?;
                Ok(Answer::Handle(Handle::RouterHandle(api.router(arguments).await?)))
            })
        }
        (Handle::Nnc(api), 2) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::NncAddRouterArguments>(&raw)?;
                Ok(Answer::of(&api.add_router(arguments).await?))
            })
        }
        (Handle::Nnc(api), 3) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::NncRemoveRouterArguments>(&raw)?;
                api.remove_router(arguments).await?;
                Ok(Answer::Void)
            })
        }
        (Handle::Nnc(api), 5) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::NncSetTimeArguments>(&raw)?;
                api.set_time(arguments).await?;
                Ok(Answer::Void)
            })
        }
        (Handle::RouterHandle(api), 0) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.info().await?))
            })
        }
        (Handle::RouterHandle(api), 5) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.drift().await?))
            })
        }
        (Handle::RouterHandle(api), 6) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.repair().await?))
            })
        }
        (Handle::RouterHandle(api), 7) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::RouterHandleAcceptDifferencesArguments>(&raw)?;
                Ok(Answer::of(&api.accept_differences(arguments).await?))
            })
        }
        (Handle::RouterHandle(api), 8) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::RouterHandleAdoptDifferencesArguments>(&raw)?;
                Ok(Answer::of(&api.adopt_differences(arguments).await?))
            })
        }
        (Handle::RouterHandle(api), 9) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::RouterHandleVerifyLeaksArguments>(&raw)?;
                Ok(Answer::of(&api.verify_leaks(arguments).await?))
            })
        }
        (Handle::RouterHandle(api), 10) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.refresh().await?))
            })
        }
        (Handle::RouterHandle(api), 11) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.recover().await?))
            })
        }
        (Handle::Operation(api), 0) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.result().await?))
            })
        }
        (Handle::Operation(api), 2) => {
            let api = Arc::clone(api);
            answering(async move {
                api.cancel().await?;
                Ok(Answer::Void)
            })
        }
        (Handle::VirtualInterfaces(api), 0) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::VirtualInterfacesCreateArguments>(&raw)?;
                Ok(Answer::of(&api.create(arguments).await?))
            })
        }
        (Handle::VirtualInterfaces(api), 1) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.list().await?))
            })
        }
        (Handle::VirtualInterfaces(api), 2) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::VirtualInterfacesGetArguments>(&raw)?;
                Ok(Answer::of(&api.get(arguments).await?))
            })
        }
        (Handle::VirtualInterfaces(api), 3) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::VirtualInterfacesChainArguments>(&raw)?;
                Ok(Answer::of(&api.chain(arguments).await?))
            })
        }
        (Handle::VirtualInterfaces(api), 4) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::VirtualInterfacesDeleteArguments>(&raw)?;
                Ok(Answer::of(&api.delete(arguments).await?))
            })
        }
        (Handle::SteeringRules(api), 0) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::SteeringRulesAddArguments>(&raw)?;
                Ok(Answer::of(&api.add(arguments).await?))
            })
        }
        (Handle::SteeringRules(api), 1) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::SteeringRulesSwitchArguments>(&raw)?;
                Ok(Answer::of(&api.switch(arguments).await?))
            })
        }
        (Handle::SteeringRules(api), 2) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::SteeringRulesRemoveArguments>(&raw)?;
                Ok(Answer::of(&api.remove(arguments).await?))
            })
        }
        (Handle::SteeringRules(api), 3) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.list().await?))
            })
        }
        (Handle::VlanPoolHandle(api), 0) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.status().await?))
            })
        }
        (Handle::VlanPoolHandle(api), 1) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.allocations().await?))
            })
        }
        (Handle::VlanPoolHandle(api), 2) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::VlanPoolHandleConfigureArguments>(&raw)?;
                Ok(Answer::of(&api.configure(arguments).await?))
            })
        }
        (Handle::VlanPoolHandle(api), 3) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.clean().await?))
            })
        }
        (Handle::Resources(api), 0) => {
            let api = Arc::clone(api);
            answering(async move {
                Ok(Answer::of(&api.list().await?))
            })
        }
        (Handle::Resources(api), 1) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::ResourcesShowArguments>(&raw)?;
                Ok(Answer::of(&api.show(arguments).await?))
            })
        }
        (Handle::Resources(api), 2) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::ResourcesAtArguments>(&raw)?;
                Ok(Answer::of(&api.at(arguments).await?))
            })
        }
        (Handle::Resources(api), 3) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::ResourcesHistoryArguments>(&raw)?;
                Ok(Answer::of(&api.history(arguments).await?))
            })
        }
        (Handle::Resources(api), 4) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::ResourcesDiffArguments>(&raw)?;
                Ok(Answer::of(&api.diff(arguments).await?))
            })
        }
        (Handle::Resources(api), 5) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::ResourcesImpactArguments>(&raw)?;
                Ok(Answer::of(&api.impact(arguments).await?))
            })
        }
        (Handle::Resources(api), 6) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::ResourcesDependArguments>(&raw)?;
                api.depend(arguments).await?;
                Ok(Answer::Void)
            })
        }
        (Handle::Resources(api), 7) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::ResourcesApplyArguments>(&raw)?;
                Ok(Answer::of(&api.apply(arguments).await?))
            })
        }
        (Handle::Resources(api), 8) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::ResourcesDeleteArguments>(&raw)?;
                Ok(Answer::of(&api.delete(arguments).await?))
            })
        }
        _ => return None,
    })
}

/// Begins a call that takes what JavaScript implements. `None` where there is no such method.
pub(super) fn attach(handle: &Handle, method: u32, raw: Raw, host: Host) -> Option<Answering> {
    Some(match (handle, method) {
        (Handle::Nnc(api), 6) => {
            let api = Arc::clone(api);
            answering(async move {
                let arguments = arguments_of::<api::NncAttachRouterArguments>(&raw)?;
                Ok(Answer::of(&api.attach_router(arguments, Arc::new(host)).await?))
            })
        }
        _ => return None,
    })
}

/// Starts an operation. Must be called within the runtime. `None` where there is no such method.
pub(super) fn start(handle: &Handle, method: u32, raw: &Raw) -> Option<Result<Handle, nnc::Error>> {
    Some(match (handle, method) {
        (Handle::RouterHandle(api), 6) => api.start_repair().map(Handle::Operation),
        (Handle::RouterHandle(api), 8) => arguments_of::<api::RouterHandleAdoptDifferencesArguments>(raw).and_then(|arguments| api.start_adopt_differences(arguments)).map(Handle::Operation),
        (Handle::VirtualInterfaces(api), 0) => arguments_of::<api::VirtualInterfacesCreateArguments>(raw).and_then(|arguments| api.start_create(arguments)).map(Handle::Operation),
        (Handle::VirtualInterfaces(api), 4) => arguments_of::<api::VirtualInterfacesDeleteArguments>(raw).and_then(|arguments| api.start_delete(arguments)).map(Handle::Operation),
        (Handle::SteeringRules(api), 0) => arguments_of::<api::SteeringRulesAddArguments>(raw).and_then(|arguments| api.start_add(arguments)).map(Handle::Operation),
        (Handle::SteeringRules(api), 1) => arguments_of::<api::SteeringRulesSwitchArguments>(raw).and_then(|arguments| api.start_switch(arguments)).map(Handle::Operation),
        (Handle::SteeringRules(api), 2) => arguments_of::<api::SteeringRulesRemoveArguments>(raw).and_then(|arguments| api.start_remove(arguments)).map(Handle::Operation),
        (Handle::VlanPoolHandle(api), 3) => api.start_clean().map(Handle::Operation),
        (Handle::Resources(api), 7) => arguments_of::<api::ResourcesApplyArguments>(raw).and_then(|arguments| api.start_apply(arguments)).map(Handle::Operation),
        (Handle::Resources(api), 8) => arguments_of::<api::ResourcesDeleteArguments>(raw).and_then(|arguments| api.start_delete(arguments)).map(Handle::Operation),
        _ => return None,
    })
}

/// Opens a stream. Must be called within the runtime. `None` where there is no such method.
pub(super) fn open(handle: &Handle, method: u32, raw: &Raw) -> Option<Result<Stream, nnc::Error>> {
    Some(match (handle, method) {
        (Handle::Nnc(api), 4) => arguments_of::<api::NncEventsArguments>(raw).and_then(|arguments| api.events(arguments)).map(Stream::of),
        (Handle::Operation(api), 1) => api.progress().map(Stream::of),
        _ => return None,
    })
}

#[async_trait]
impl api::HostRouterApi for Host {
    async fn version(&self) -> Result<String, nnc::Error> {
        self.ask("version", &[]).await
    }

    async fn identity(&self) -> Result<String, nnc::Error> {
        self.ask("identity", &[]).await
    }

    async fn read(&self, menu: String) -> Result<Vec<std::collections::BTreeMap<String, String>>, nnc::Error> {
        self.ask("read", &[&menu]).await
    }

    async fn write(&self, menu: String, verb: String, values: std::collections::BTreeMap<String, String>) -> Result<Option<String>, nnc::Error> {
        self.ask("write", &[&menu, &verb, &values]).await
    }

    async fn begin(&self) -> Result<(), nnc::Error> {
        self.ask("begin", &[]).await
    }

    async fn commit(&self) -> Result<(), nnc::Error> {
        self.ask("commit", &[]).await
    }

    async fn roll_back(&self) -> Result<(), nnc::Error> {
        self.ask("rollBack", &[]).await
    }
}

impl Wire for model::Router {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.id.wire(out);
        out.comma();
        self.name.wire(out);
        out.comma();
        self.url.wire(out);
        out.comma();
        self.platform.wire(out);
        out.comma();
        self.pin.wire(out);
        out.comma();
        self.insecure.wire(out);
        out.comma();
        self.password.wire(out);
        out.comma();
        self.identity.wire(out);
        out.comma();
        self.version.wire(out);
        out.comma();
        self.bytes_sent.wire(out);
        out.comma();
        self.created_at.wire(out);
        out.comma();
        self.updated_at.wire(out);
        out.close();
    }
}

impl Wire for api::Detail {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.name.wire(out);
        out.comma();
        self.value.wire(out);
        out.close();
    }
}

impl Wire for api::Event {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.at.wire(out);
        out.comma();
        self.kind.wire(out);
        out.comma();
        self.details.wire(out);
        out.comma();
        self.lost.wire(out);
        out.close();
    }
}

impl Wire for api::Difference {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.id.wire(out);
        out.comma();
        self.resource.wire(out);
        out.comma();
        self.role.wire(out);
        out.comma();
        self.menu.wire(out);
        out.comma();
        self.cause.wire(out);
        out.comma();
        self.code.wire(out);
        out.comma();
        self.pointer.wire(out);
        out.comma();
        self.field.wire(out);
        out.comma();
        self.intended.wire(out);
        out.comma();
        self.deployed.wire(out);
        out.comma();
        self.actual.wire(out);
        out.comma();
        self.message.wire(out);
        out.comma();
        self.accepted_at.wire(out);
        out.comma();
        self.repair.wire(out);
        out.close();
    }
}

impl Wire for api::DriftReport {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.differences.wire(out);
        out.comma();
        self.accepted.wire(out);
        out.comma();
        self.respelled.wire(out);
        out.close();
    }
}

impl Wire for api::Finding {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.code.wire(out);
        out.comma();
        self.pointer.wire(out);
        out.comma();
        self.message.wire(out);
        out.comma();
        self.stage.wire(out);
        out.comma();
        self.weight.wire(out);
        out.close();
    }
}

impl Wire for api::Change {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.changed.wire(out);
        out.comma();
        self.dry_run.wire(out);
        out.comma();
        self.commands.wire(out);
        out.comma();
        self.findings.wire(out);
        out.comma();
        self.plan_hash.wire(out);
        out.comma();
        self.resource.wire(out);
        out.comma();
        self.uuid.wire(out);
        out.close();
    }
}

impl Wire for api::Leak {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.device.wire(out);
        out.comma();
        self.summary.wire(out);
        out.comma();
        self.leaves_by.wire(out);
        out.comma();
        self.down.wire(out);
        out.comma();
        self.packet.wire(out);
        out.comma();
        self.path.wire(out);
        out.close();
    }
}

impl Wire for api::LeakReport {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.judged.wire(out);
        out.comma();
        self.leaks.wire(out);
        out.comma();
        self.undecided.wire(out);
        out.comma();
        self.ipv4_only.wire(out);
        out.comma();
        self.fail_open.wire(out);
        out.close();
    }
}

impl Wire for api::Recovery {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.router.wire(out);
        out.comma();
        self.description.wire(out);
        out.comma();
        self.outcome.wire(out);
        out.comma();
        self.reason.wire(out);
        out.comma();
        self.settled.wire(out);
        out.close();
    }
}

impl Wire for api::Progress {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.phase.wire(out);
        out.comma();
        self.done.wire(out);
        out.comma();
        self.total.wire(out);
        out.close();
    }
}

impl Wire for model::VirtualInterface {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.id.wire(out);
        out.comma();
        self.router_id.wire(out);
        out.comma();
        self.instance_id.wire(out);
        out.comma();
        self.instance.wire(out);
        out.comma();
        self.name.wire(out);
        out.comma();
        self.service.wire(out);
        out.comma();
        self.parent.wire(out);
        out.comma();
        self.vlan_id.wire(out);
        out.comma();
        self.ip_address.wire(out);
        out.comma();
        self.service_address.wire(out);
        out.comma();
        self.dns.wire(out);
        out.comma();
        self.gateway_type.wire(out);
        out.comma();
        self.gateway_status.wire(out);
        out.comma();
        self.tun_name.wire(out);
        out.comma();
        self.routing_mark.wire(out);
        out.comma();
        self.through.wire(out);
        out.comma();
        self.on_failure.wire(out);
        out.comma();
        self.ipv6.wire(out);
        out.comma();
        self.dhcp.wire(out);
        out.comma();
        self.status.wire(out);
        out.comma();
        self.created_at.wire(out);
        out.comma();
        self.updated_at.wire(out);
        out.close();
    }
}

impl Wire for model::DeviceSelector {
    fn wire(&self, out: &mut Text) {
        match self {
            Self::Mac(value) => out.one_of(0, 5, value),
            Self::Address(value) => out.one_of(1, 5, value),
            Self::Subnet(value) => out.one_of(2, 5, value),
            Self::Vlan(value) => out.one_of(3, 5, value),
            Self::AddressList(value) => out.one_of(4, 5, value),
        }
    }
}

impl Wire for model::SteeringRule {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.id.wire(out);
        out.comma();
        self.router_id.wire(out);
        out.comma();
        self.device.wire(out);
        out.comma();
        self.via.wire(out);
        out.comma();
        self.ipv4_only.wire(out);
        out.comma();
        self.created_at.wire(out);
        out.comma();
        self.updated_at.wire(out);
        out.close();
    }
}

impl Wire for model::VlanPool {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.router_id.wire(out);
        out.comma();
        self.first.wire(out);
        out.comma();
        self.last.wire(out);
        out.comma();
        self.prefix.wire(out);
        out.comma();
        self.quarantine.wire(out);
        out.close();
    }
}

impl Wire for model::VlanPoolStatus {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.pool.wire(out);
        out.comma();
        self.total.wire(out);
        out.comma();
        self.allocated.wire(out);
        out.comma();
        self.quarantined.wire(out);
        out.comma();
        self.foreign.wire(out);
        out.comma();
        self.orphans.wire(out);
        out.comma();
        self.available.wire(out);
        out.close();
    }
}

impl Wire for model::VlanAllocation {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.router_id.wire(out);
        out.comma();
        self.vlan_id.wire(out);
        out.comma();
        self.state.wire(out);
        out.comma();
        self.subnet.wire(out);
        out.comma();
        self.instance.wire(out);
        out.comma();
        self.since.wire(out);
        out.comma();
        self.until.wire(out);
        out.close();
    }
}

impl Wire for api::ResourceSummary {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.uuid.wire(out);
        out.comma();
        self.resource.wire(out);
        out.comma();
        self.kind.wire(out);
        out.comma();
        self.status.wire(out);
        out.comma();
        self.created_at.wire(out);
        out.comma();
        self.updated_at.wire(out);
        out.close();
    }
}

impl Wire for api::LayerView {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.layer.wire(out);
        out.comma();
        self.value.wire(out);
        out.comma();
        self.updated_at.wire(out);
        out.comma();
        self.source.wire(out);
        out.comma();
        self.age.wire(out);
        out.close();
    }
}

impl Wire for api::ResourceView {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.uuid.wire(out);
        out.comma();
        self.resource.wire(out);
        out.comma();
        self.kind.wire(out);
        out.comma();
        self.created_at.wire(out);
        out.comma();
        self.removed_at.wire(out);
        out.comma();
        self.layers.wire(out);
        out.close();
    }
}

impl Wire for api::LayerAt {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.layer.wire(out);
        out.comma();
        self.value.wire(out);
        out.comma();
        self.updated_at.wire(out);
        out.comma();
        self.known_from.wire(out);
        out.close();
    }
}

impl Wire for api::ResourceAt {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.uuid.wire(out);
        out.comma();
        self.resource.wire(out);
        out.comma();
        self.kind.wire(out);
        out.comma();
        self.layers.wire(out);
        out.close();
    }
}

impl Wire for api::ValueChange {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.pointer.wire(out);
        out.comma();
        self.before.wire(out);
        out.comma();
        self.after.wire(out);
        out.close();
    }
}

impl Wire for api::HistoryEntry {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.seq.wire(out);
        out.comma();
        self.at.wire(out);
        out.comma();
        self.uuid.wire(out);
        out.comma();
        self.resource.wire(out);
        out.comma();
        self.kind.wire(out);
        out.comma();
        self.layer.wire(out);
        out.comma();
        self.source.wire(out);
        out.comma();
        self.actor.wire(out);
        out.comma();
        self.reason.wire(out);
        out.comma();
        self.changes.wire(out);
        out.close();
    }
}

impl Wire for api::LayerDifference {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.layer.wire(out);
        out.comma();
        self.changes.wire(out);
        out.comma();
        self.known_from.wire(out);
        out.close();
    }
}

impl Wire for api::ImpactStep {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.dependent.wire(out);
        out.comma();
        self.reason.wire(out);
        out.comma();
        self.depends_on.wire(out);
        out.close();
    }
}

impl Wire for api::Broken {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.resource.wire(out);
        out.comma();
        self.uuid.wire(out);
        out.comma();
        self.because.wire(out);
        out.comma();
        self.path.wire(out);
        out.close();
    }
}

impl Wire for api::ImpactReport {
    fn wire(&self, out: &mut Text) {
        out.open();
        self.resource.wire(out);
        out.comma();
        self.breaks.wire(out);
        out.comma();
        self.removal_order.wire(out);
        out.close();
    }
}

impl Wire for model::RouterPlatform {
    fn wire(&self, out: &mut Text) {
        out.number(*self as u32);
    }
}

impl Wire for api::DriftClass {
    fn wire(&self, out: &mut Text) {
        out.number(*self as u32);
    }
}

impl Wire for api::Weight {
    fn wire(&self, out: &mut Text) {
        out.number(*self as u32);
    }
}

impl Wire for model::GatewayType {
    fn wire(&self, out: &mut Text) {
        out.number(*self as u32);
    }
}

impl Wire for model::OnFailure {
    fn wire(&self, out: &mut Text) {
        out.number(*self as u32);
    }
}

impl Wire for model::GatewayStatus {
    fn wire(&self, out: &mut Text) {
        out.number(*self as u32);
    }
}

impl Wire for model::VirtualInterfaceStatus {
    fn wire(&self, out: &mut Text) {
        out.number(*self as u32);
    }
}

impl Wire for model::VlanAllocationState {
    fn wire(&self, out: &mut Text) {
        out.number(*self as u32);
    }
}

impl Wire for api::Layer {
    fn wire(&self, out: &mut Text) {
        out.number(*self as u32);
    }
}
