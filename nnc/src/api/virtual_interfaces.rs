//! Virtual interfaces of a router.

use std::sync::Arc;

use async_trait::async_trait;
use nnc_core::model;

use super::generated::{
    OperationApi, VirtualInterfacesApi, VirtualInterfacesChainArguments, VirtualInterfacesCreateArguments,
    VirtualInterfacesDeleteArguments, VirtualInterfacesGetArguments,
};
use super::{List, operation, outputs};
use crate::error::Error;
use crate::virtual_interfaces::{CreateVirtualInterface, VirtualInterfaces};

#[async_trait]
impl VirtualInterfacesApi for VirtualInterfaces {
    fn start_create(
        &self,
        arguments: VirtualInterfacesCreateArguments,
    ) -> Result<Arc<dyn OperationApi>, Error> {
        let wishes = arguments.interfaces.into_iter().map(CreateVirtualInterface::from);
        let (wishes, dry_run) = (wishes.collect(), arguments.dry_run);
        Ok(operation::start(self.router(), move |router| async move {
            let change = router.virtual_interfaces().create_with(wishes, dry_run).await?;
            Ok(outputs::change(change))
        }))
    }

    async fn list(&self) -> Result<List<model::VirtualInterface>, Error> {
        self.router().recalled().await?.interfaces(&self.router().record)
    }

    async fn get(&self, arguments: VirtualInterfacesGetArguments) -> Result<model::VirtualInterface, Error> {
        outputs::virtual_interface(&self.router().record, self.get(&arguments.instance).await?)
    }

    async fn chain(
        &self,
        arguments: VirtualInterfacesChainArguments,
    ) -> Result<List<model::VirtualInterface>, Error> {
        let chain = self.chain(&arguments.instance).await?.into_iter();
        chain
            .map(|view| outputs::virtual_interface(&self.router().record, view))
            .collect()
    }

    fn start_delete(
        &self,
        arguments: VirtualInterfacesDeleteArguments,
    ) -> Result<Arc<dyn OperationApi>, Error> {
        Ok(operation::start(self.router(), move |router| async move {
            let names: Vec<&str> = arguments.instances.iter().map(String::as_str).collect();
            let change = router
                .virtual_interfaces()
                .delete_with(&names, arguments.cascade, arguments.dry_run)
                .await?;
            Ok(outputs::change(change))
        }))
    }
}
