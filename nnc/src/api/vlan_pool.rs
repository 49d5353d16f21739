//! VLAN ids and subnets of a router.

use std::sync::Arc;

use async_trait::async_trait;
use nnc_core::model;

use super::generated::{OperationApi, VlanPoolApi, VlanPoolHandleConfigureArguments};
use super::{List, operation, outputs};
use crate::error::Error;
use crate::pool::VlanPool;
use crate::router::Router;

#[async_trait]
impl VlanPoolApi for VlanPool {
    async fn status(&self) -> Result<model::VlanPoolStatus, Error> {
        let router = self.router().refreshed().await?;
        Ok(outputs::pool_status(
            &router.record,
            &router.vlan_pool().status().await?,
        ))
    }

    async fn allocations(&self) -> Result<List<model::VlanAllocation>, Error> {
        let router = self.router().refreshed().await?;
        let quarantine = Router::pool_config(&router.record)?.quarantine_ms;
        let held = router.vlan_pool().held().await?;
        let allocation = |held: &_| outputs::allocation(&router.record, held, quarantine);
        Ok(held.iter().filter_map(allocation).collect())
    }

    async fn configure(
        &self,
        arguments: VlanPoolHandleConfigureArguments,
    ) -> Result<model::VlanPoolStatus, Error> {
        let status = self.configure(arguments.change).await?;
        Ok(outputs::pool_status(&self.router().record, &status))
    }

    fn start_clean(&self) -> Result<Arc<dyn OperationApi>, Error> {
        Ok(operation::start(self.router(), |router| async move {
            Ok(outputs::change(router.vlan_pool().clean().await?))
        }))
    }
}
