//! One router.

use std::sync::Arc;

use async_trait::async_trait;
use nnc_core::model;

use super::generated::{
    DriftReport, LeakReport, OperationApi, Recovery, ResourcesApi, RouterApi,
    RouterHandleAcceptDifferencesArguments, RouterHandleAdoptDifferencesArguments,
    RouterHandleVerifyLeaksArguments, SteeringRulesApi, VirtualInterfacesApi, VlanPoolApi,
};
use super::{List, operation, outputs};
use crate::error::Error;
use crate::router::Router;

#[async_trait]
impl RouterApi for Router {
    async fn info(&self) -> Result<model::Router, Error> {
        Ok(outputs::router(&self.refreshed().await?.record))
    }

    fn virtual_interfaces(&self) -> Arc<dyn VirtualInterfacesApi> {
        Arc::new(self.virtual_interfaces())
    }

    fn steering_rules(&self) -> Arc<dyn SteeringRulesApi> {
        Arc::new(self.steering_rules())
    }

    fn vlan_pool(&self) -> Arc<dyn VlanPoolApi> {
        Arc::new(self.vlan_pool())
    }

    fn resources(&self) -> Arc<dyn ResourcesApi> {
        Arc::new(self.resources())
    }

    async fn drift(&self) -> Result<DriftReport, Error> {
        Ok(outputs::drift(self.drift().await?))
    }

    fn start_repair(&self) -> Result<Arc<dyn OperationApi>, Error> {
        Ok(operation::start(self, |router| async move {
            Ok(outputs::change(router.repair().await?))
        }))
    }

    async fn accept_differences(
        &self,
        arguments: RouterHandleAcceptDifferencesArguments,
    ) -> Result<DriftReport, Error> {
        let ids: Vec<&str> = arguments.ids.iter().map(String::as_str).collect();
        Ok(outputs::drift(self.accept_differences(&ids).await?))
    }

    fn start_adopt_differences(
        &self,
        arguments: RouterHandleAdoptDifferencesArguments,
    ) -> Result<Arc<dyn OperationApi>, Error> {
        Ok(operation::start(self, |router| async move {
            let ids: Vec<&str> = arguments.ids.iter().map(String::as_str).collect();
            Ok(outputs::change(router.adopt_differences(&ids).await?))
        }))
    }

    async fn verify_leaks(&self, arguments: RouterHandleVerifyLeaksArguments) -> Result<LeakReport, Error> {
        let report = self.verify_leaks(arguments.device.as_deref()).await?;
        Ok(outputs::leaks(report))
    }

    async fn refresh(&self) -> Result<Vec<String>, Error> {
        self.refresh().await
    }

    async fn recover(&self) -> Result<List<Recovery>, Error> {
        let recovered = self.recover().await?;
        Ok(recovered.into_iter().map(outputs::recovery).collect())
    }
}
