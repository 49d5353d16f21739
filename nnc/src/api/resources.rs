//! Resources of any type.

use std::sync::Arc;

use async_trait::async_trait;
use nnc_core::decode::Encode;

use super::generated::{
    HistoryEntry, ImpactReport, LayerDifference, OperationApi, ResourceAt, ResourceSummary, ResourceView,
    ResourcesApi, ResourcesApplyArguments, ResourcesAtArguments, ResourcesDeleteArguments,
    ResourcesDependArguments, ResourcesDiffArguments, ResourcesHistoryArguments, ResourcesImpactArguments,
    ResourcesShowArguments,
};
use super::{List, operation, outputs};
use crate::error::Error;
use crate::resources::Resources;

#[async_trait]
impl ResourcesApi for Resources {
    async fn list(&self) -> Result<List<ResourceSummary>, Error> {
        self.router().recalled().await?.summaries()
    }

    async fn show(&self, arguments: ResourcesShowArguments) -> Result<ResourceView, Error> {
        let layers = outputs::wanted(&arguments.layers);
        Ok(outputs::resource(self.show(&arguments.which, &layers).await?))
    }

    async fn at(&self, arguments: ResourcesAtArguments) -> Result<Option<ResourceAt>, Error> {
        let layers = outputs::wanted(&arguments.layers);
        let time = outputs::from_moment(arguments.time)?;
        let past = self.at(&arguments.which, time, &layers).await?;
        Ok(past.map(outputs::resource_at))
    }

    async fn history(&self, arguments: ResourcesHistoryArguments) -> Result<List<HistoryEntry>, Error> {
        let layers = outputs::wanted(&arguments.layers);
        let limit = u32::try_from(arguments.limit).unwrap_or(1);
        let entries = self.history(&arguments.which, &layers, limit).await?;
        Ok(entries.into_iter().map(outputs::history).collect())
    }

    async fn diff(&self, arguments: ResourcesDiffArguments) -> Result<List<LayerDifference>, Error> {
        let layers = outputs::wanted(&arguments.layers);
        let since = outputs::from_moment(arguments.since)?;
        let until = outputs::from_moment(arguments.until)?;
        let found = self.diff(&arguments.which, since, until, &layers).await?;
        let found = found.into_iter();
        Ok(found
            .map(|(layer, found)| outputs::layer_difference(layer, found))
            .collect())
    }

    async fn impact(&self, arguments: ResourcesImpactArguments) -> Result<ImpactReport, Error> {
        Ok(outputs::impact(self.impact(&arguments.which).await?))
    }

    async fn depend(&self, arguments: ResourcesDependArguments) -> Result<(), Error> {
        let ResourcesDependArguments { which, on, reason } = arguments;
        self.depend(&which, &on, reason.as_deref()).await
    }

    fn start_apply(&self, arguments: ResourcesApplyArguments) -> Result<Arc<dyn OperationApi>, Error> {
        Ok(operation::start(&self.router, move |router| async move {
            let (resources, document) = (router.resources(), arguments.document.to_json());
            let applied = if arguments.dry_run {
                resources.plan_apply(&arguments.kind, &document).await?
            } else {
                resources.apply(&arguments.kind, &document).await?
            };
            Ok(outputs::applied(applied))
        }))
    }

    fn start_delete(&self, arguments: ResourcesDeleteArguments) -> Result<Arc<dyn OperationApi>, Error> {
        Ok(operation::start(&self.router, move |router| async move {
            let (resources, which, cascade) = (router.resources(), arguments.which, arguments.cascade);
            let change = if arguments.dry_run {
                resources.plan_delete(&which, cascade).await?
            } else {
                resources.delete(&which, cascade).await?
            };
            Ok(outputs::change(change))
        }))
    }
}
