//! What the router confirmed of the rows that the resources of a controller share, and that are no resource's own.

use serde_json::Value;

use crate::error::StoreError;
use crate::sqlite::{Row, Scope, to_json};

pub(super) fn get(scope: &Scope<'_>) -> Result<Option<Value>, StoreError> {
    scope.first("SELECT deployment FROM shared", [], |row: &Row<'_>| row.json(0))
}

pub(super) fn put(scope: &Scope<'_>, deployment: &Value) -> Result<(), StoreError> {
    scope
        .run(
            "INSERT INTO shared (id, deployment) VALUES (0, ?1)
             ON CONFLICT (id) DO UPDATE SET deployment = ?1 WHERE deployment <> ?1",
            [to_json(deployment)?],
        )
        .map(drop)
}
