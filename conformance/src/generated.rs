// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

//! Handles and their methods by name.

use std::sync::Arc;

use nnc::Error;
use nnc::api::*;
use nnc_core::decode::Raw;

use crate::answer::{Answer, feed, nothing, value};

/// A handle of any kind.
#[derive(Clone)]
pub enum Handle {
    /// `Query` of the schema.
    Query(Arc<dyn RootApi>),
    /// `Nnc` of the schema.
    Nnc(Arc<dyn NncApi>),
    /// `RouterHandle` of the schema.
    RouterHandle(Arc<dyn RouterApi>),
    /// `Operation` of the schema.
    Operation(Arc<dyn OperationApi>),
    /// `VirtualInterfaces` of the schema.
    VirtualInterfaces(Arc<dyn VirtualInterfacesApi>),
    /// `SteeringRules` of the schema.
    SteeringRules(Arc<dyn SteeringRulesApi>),
    /// `VlanPoolHandle` of the schema.
    VlanPoolHandle(Arc<dyn VlanPoolApi>),
    /// `Resources` of the schema.
    Resources(Arc<dyn ResourcesApi>),
}

impl Handle {
    /// Its name in the schema.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Query(_) => "Query",
            Self::Nnc(_) => "Nnc",
            Self::RouterHandle(_) => "RouterHandle",
            Self::Operation(_) => "Operation",
            Self::VirtualInterfaces(_) => "VirtualInterfaces",
            Self::SteeringRules(_) => "SteeringRules",
            Self::VlanPoolHandle(_) => "VlanPoolHandle",
            Self::Resources(_) => "Resources",
        }
    }

    /// Calls a method.
    ///
    /// # Errors
    /// Those of the method; `no-such-method`.
    pub async fn call(&self, method: &str, raw: &Raw) -> Result<Answer, Error> {
        match (self, method) {
            (Self::Query(handle), "open") => Ok(Answer::Handle(Self::Nnc(handle.open(arguments_of(raw)?).await?))),
            (Self::Query(handle), "openForTest") => Ok(Answer::Handle(Self::Nnc(handle.open_for_test(arguments_of(raw)?).await?))),
            (Self::Query(handle), "version") => Ok(value(&handle.version().await?)),
            (Self::Nnc(handle), "routers") => Ok(value(&handle.routers().await?)),
            (Self::Nnc(handle), "router") => Ok(Answer::Handle(Self::RouterHandle(handle.router(arguments_of(raw)?).await?))),
            (Self::Nnc(handle), "addRouter") => Ok(value(&handle.add_router(arguments_of(raw)?).await?)),
            (Self::Nnc(handle), "removeRouter") => { handle.remove_router(arguments_of(raw)?).await?; Ok(nothing()) },
            (Self::Nnc(handle), "events") => Ok(feed(handle.events(arguments_of(raw)?)?)),
            (Self::Nnc(handle), "setTime") => { handle.set_time(arguments_of(raw)?).await?; Ok(nothing()) },
            (Self::RouterHandle(handle), "info") => Ok(value(&handle.info().await?)),
            (Self::RouterHandle(handle), "virtualInterfaces") => Ok(Answer::Handle(Self::VirtualInterfaces(handle.virtual_interfaces()))),
            (Self::RouterHandle(handle), "steeringRules") => Ok(Answer::Handle(Self::SteeringRules(handle.steering_rules()))),
            (Self::RouterHandle(handle), "vlanPool") => Ok(Answer::Handle(Self::VlanPoolHandle(handle.vlan_pool()))),
            (Self::RouterHandle(handle), "resources") => Ok(Answer::Handle(Self::Resources(handle.resources()))),
            (Self::RouterHandle(handle), "drift") => Ok(value(&handle.drift().await?)),
            (Self::RouterHandle(handle), "repair") => Ok(value(&handle.repair().await?)),
            (Self::RouterHandle(handle), "startRepair") => Ok(Answer::Handle(Self::Operation(handle.start_repair()?))),
            (Self::RouterHandle(handle), "acceptDifferences") => Ok(value(&handle.accept_differences(arguments_of(raw)?).await?)),
            (Self::RouterHandle(handle), "adoptDifferences") => Ok(value(&handle.adopt_differences(arguments_of(raw)?).await?)),
            (Self::RouterHandle(handle), "startAdoptDifferences") => Ok(Answer::Handle(Self::Operation(handle.start_adopt_differences(arguments_of(raw)?)?))),
            (Self::RouterHandle(handle), "verifyLeaks") => Ok(value(&handle.verify_leaks(arguments_of(raw)?).await?)),
            (Self::RouterHandle(handle), "refresh") => Ok(value(&handle.refresh().await?)),
            (Self::RouterHandle(handle), "recover") => Ok(value(&handle.recover().await?)),
            (Self::Operation(handle), "result") => Ok(value(&handle.result().await?)),
            (Self::Operation(handle), "progress") => Ok(feed(handle.progress()?)),
            (Self::Operation(handle), "cancel") => { handle.cancel().await?; Ok(nothing()) },
            (Self::VirtualInterfaces(handle), "create") => Ok(value(&handle.create(arguments_of(raw)?).await?)),
            (Self::VirtualInterfaces(handle), "startCreate") => Ok(Answer::Handle(Self::Operation(handle.start_create(arguments_of(raw)?)?))),
            (Self::VirtualInterfaces(handle), "list") => Ok(value(&handle.list().await?)),
            (Self::VirtualInterfaces(handle), "get") => Ok(value(&handle.get(arguments_of(raw)?).await?)),
            (Self::VirtualInterfaces(handle), "chain") => Ok(value(&handle.chain(arguments_of(raw)?).await?)),
            (Self::VirtualInterfaces(handle), "delete") => Ok(value(&handle.delete(arguments_of(raw)?).await?)),
            (Self::VirtualInterfaces(handle), "startDelete") => Ok(Answer::Handle(Self::Operation(handle.start_delete(arguments_of(raw)?)?))),
            (Self::SteeringRules(handle), "add") => Ok(value(&handle.add(arguments_of(raw)?).await?)),
            (Self::SteeringRules(handle), "startAdd") => Ok(Answer::Handle(Self::Operation(handle.start_add(arguments_of(raw)?)?))),
            (Self::SteeringRules(handle), "switch") => Ok(value(&handle.switch(arguments_of(raw)?).await?)),
            (Self::SteeringRules(handle), "startSwitch") => Ok(Answer::Handle(Self::Operation(handle.start_switch(arguments_of(raw)?)?))),
            (Self::SteeringRules(handle), "remove") => Ok(value(&handle.remove(arguments_of(raw)?).await?)),
            (Self::SteeringRules(handle), "startRemove") => Ok(Answer::Handle(Self::Operation(handle.start_remove(arguments_of(raw)?)?))),
            (Self::SteeringRules(handle), "list") => Ok(value(&handle.list().await?)),
            (Self::VlanPoolHandle(handle), "status") => Ok(value(&handle.status().await?)),
            (Self::VlanPoolHandle(handle), "allocations") => Ok(value(&handle.allocations().await?)),
            (Self::VlanPoolHandle(handle), "configure") => Ok(value(&handle.configure(arguments_of(raw)?).await?)),
            (Self::VlanPoolHandle(handle), "clean") => Ok(value(&handle.clean().await?)),
            (Self::VlanPoolHandle(handle), "startClean") => Ok(Answer::Handle(Self::Operation(handle.start_clean()?))),
            (Self::Resources(handle), "list") => Ok(value(&handle.list().await?)),
            (Self::Resources(handle), "show") => Ok(value(&handle.show(arguments_of(raw)?).await?)),
            (Self::Resources(handle), "at") => Ok(handle.at(arguments_of(raw)?).await?.as_ref().map_or_else(nothing, value)),
            (Self::Resources(handle), "history") => Ok(value(&handle.history(arguments_of(raw)?).await?)),
            (Self::Resources(handle), "diff") => Ok(value(&handle.diff(arguments_of(raw)?).await?)),
            (Self::Resources(handle), "impact") => Ok(value(&handle.impact(arguments_of(raw)?).await?)),
            (Self::Resources(handle), "depend") => { handle.depend(arguments_of(raw)?).await?; Ok(nothing()) },
            (Self::Resources(handle), "apply") => Ok(value(&handle.apply(arguments_of(raw)?).await?)),
            (Self::Resources(handle), "startApply") => Ok(Answer::Handle(Self::Operation(handle.start_apply(arguments_of(raw)?)?))),
            (Self::Resources(handle), "delete") => Ok(value(&handle.delete(arguments_of(raw)?).await?)),
            (Self::Resources(handle), "startDelete") => Ok(Answer::Handle(Self::Operation(handle.start_delete(arguments_of(raw)?)?))),
            _ => Err(Error::invalid("no-such-method", format!("{} has no method {method}", self.name()))),
        }
    }
}
