//! Devices steered through virtual interfaces.

use std::sync::Arc;

use async_trait::async_trait;
use nnc_core::model;

use super::generated::{
    OperationApi, SteeringRulesAddArguments, SteeringRulesApi, SteeringRulesRemoveArguments,
    SteeringRulesSwitchArguments,
};
use super::{List, operation, outputs};
use crate::error::Error;
use crate::steering::SteeringRules;

#[async_trait]
impl SteeringRulesApi for SteeringRules {
    fn start_add(&self, arguments: SteeringRulesAddArguments) -> Result<Arc<dyn OperationApi>, Error> {
        Ok(operation::start(self.router(), move |router| async move {
            let SteeringRulesAddArguments {
                device,
                via,
                ipv4_only,
                dry_run,
            } = arguments;
            let change = router
                .steering_rules()
                .add_with(&device, &via, ipv4_only, dry_run)
                .await?;
            Ok(outputs::change(change))
        }))
    }

    fn start_switch(&self, arguments: SteeringRulesSwitchArguments) -> Result<Arc<dyn OperationApi>, Error> {
        Ok(operation::start(self.router(), move |router| async move {
            let SteeringRulesSwitchArguments { device, via, dry_run } = arguments;
            let change = router
                .steering_rules()
                .switch_with(&device, &via, dry_run)
                .await?;
            Ok(outputs::change(change))
        }))
    }

    fn start_remove(&self, arguments: SteeringRulesRemoveArguments) -> Result<Arc<dyn OperationApi>, Error> {
        Ok(operation::start(self.router(), move |router| async move {
            let SteeringRulesRemoveArguments { device, dry_run } = arguments;
            let change = router.steering_rules().remove_with(&device, dry_run).await?;
            Ok(outputs::change(change))
        }))
    }

    async fn list(&self) -> Result<List<model::SteeringRule>, Error> {
        self.router().recalled().await?.rules(&self.router().record)
    }
}
