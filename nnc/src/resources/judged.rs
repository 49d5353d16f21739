//! What is kept beside a resource when it is put: how it was judged, and what the platform is.

use nnc_core::ports::Capabilities;
use nnc_state::validation::Report;
use nnc_store::{Layer, LayerChange, ResourceChange, Source};
use serde_json::json;

/// The same changes, with the validation and platform layers of each resource that they put.
pub(crate) fn with_layers(
    changes: Vec<ResourceChange>,
    report: &Report,
    capabilities: &Capabilities,
) -> Vec<ResourceChange> {
    let mut all = Vec::with_capacity(changes.len() * 3);
    for change in changes {
        let put = change.record().map(|record| record.resource.clone());
        all.push(change);
        let Some(resource) = put else { continue };
        let layer = |layer, value, source| {
            ResourceChange::Set(LayerChange {
                resource: resource.clone(),
                layer,
                value: Some(value),
                source,
            })
        };
        all.push(layer(
            Layer::Validation,
            json!({ "stages": report.stages, "findings": report.findings, "planHash": report.plan_hash }),
            Source::Nnc,
        ));
        all.push(layer(
            Layer::Platform,
            json!({
                "platform": capabilities.platform,
                "version": capabilities.version,
                "guard": capabilities.guard,
            }),
            Source::Router,
        ));
    }
    all
}
