//! What the router confirmed last, as the deployment layer remembers it.

use std::collections::BTreeMap;

use nnc_core::identity::{ObjectKey, ResourceId, Role};
use nnc_core::object::Kind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One row as it was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeployedRow {
    /// Its table.
    pub kind: Kind,
    /// What it is for.
    pub role: Role,
    /// What it said, spelled by the router; configuration only.
    pub attributes: BTreeMap<String, String>,
}

/// The rows of one resource as they were confirmed: the deployment layer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DeployedRows {
    /// The rows.
    pub rows: Vec<DeployedRow>,
    /// The version of the platform that confirmed them, such as `7.22.3`; empty where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
}

/// What the router confirmed of all resources. Of a resource that is not here nothing is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deployed(BTreeMap<ResourceId, DeployedRows>);

impl Deployed {
    /// Reads deployment layers. One that cannot be read counts as not remembered: then findings are classified
    /// without it.
    pub fn read<'a>(layers: impl IntoIterator<Item = (&'a ResourceId, &'a Value)>) -> Self {
        let read = |(resource, layer): (&ResourceId, &Value)| {
            let rows = DeployedRows::deserialize(layer).ok()?;
            Some((resource.clone(), rows))
        };
        Self(layers.into_iter().filter_map(read).collect())
    }

    /// Remembers the rows of a resource.
    pub fn insert(&mut self, resource: ResourceId, rows: DeployedRows) {
        self.0.insert(resource, rows);
    }

    /// What is remembered of a resource.
    pub fn of(&self, resource: &ResourceId) -> Option<&DeployedRows> {
        self.0.get(resource)
    }

    /// What is remembered of a row: `None` if nothing is remembered of its resource, `Some(None)` if the resource was
    /// confirmed without it.
    pub(super) fn row(&self, key: &ObjectKey, kind: &Kind) -> Option<Option<&DeployedRow>> {
        let resource = self.of(&key.resource)?;
        let row = resource
            .rows
            .iter()
            .find(|row| row.role == key.role && row.kind == *kind);
        Some(row)
    }
}
