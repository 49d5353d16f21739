//! Differences between what is intended and what the router shows that the user has accepted.

use nnc_core::identity::{ObjectKey, ResourceId};
use nnc_core::object::Kind;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::sqlite::{Row, Scope, to_sql};

/// A difference that was accepted: no drift as long as the same is intended, and the router shows the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    /// The row.
    pub key: ObjectKey,
    /// Its table.
    pub kind: Kind,
    /// The field; `None`: that the row is gone.
    pub field: Option<String>,
    /// What was intended then: the value of the field, or the row as a whole in the words of whoever accepts; `None`
    /// where the field was left to the router.
    pub intended: Option<String>,
    /// What the router showed; `None` where it showed nothing.
    pub actual: Option<String>,
    /// When it was accepted, in milliseconds since 1970.
    pub at: u64,
}

/// The field of a whole row: no platform has one of this name.
const WHOLE_ROW: &str = "";

pub(super) fn all(scope: &Scope<'_>) -> Result<Vec<Accepted>, StoreError> {
    scope.all(
        "SELECT resource, role, kind, field, intended, actual, accepted_at FROM accepted
         ORDER BY resource, role, kind, field",
        [],
        |row: &Row<'_>| {
            Ok(Accepted {
                key: ObjectKey {
                    resource: row.parse(0)?,
                    role: row.parse(1)?,
                },
                kind: Kind::from(row.get::<String>(2)?),
                field: Some(row.get::<String>(3)?).filter(|field| field != WHOLE_ROW),
                intended: row.get(4)?,
                actual: row.get(5)?,
                at: row.unsigned(6)?,
            })
        },
    )
}

pub(super) fn put(scope: &Scope<'_>, accepted: &Accepted) -> Result<(), StoreError> {
    scope
        .run(
            "INSERT OR REPLACE INTO accepted (resource, role, kind, field, intended, actual, accepted_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                accepted.key.resource.as_str(),
                accepted.key.role.as_str(),
                accepted.kind.as_str(),
                accepted.field.as_deref().unwrap_or(WHOLE_ROW),
                &accepted.intended,
                &accepted.actual,
                to_sql(accepted.at),
            ),
        )
        .map(drop)
}

/// Only as it was: one that was accepted anew in the meantime stays.
pub(super) fn forget(scope: &Scope<'_>, accepted: &Accepted) -> Result<(), StoreError> {
    scope
        .run(
            "DELETE FROM accepted WHERE resource = ?1 AND role = ?2 AND kind = ?3 AND field = ?4 AND accepted_at = ?5",
            (
                accepted.key.resource.as_str(),
                accepted.key.role.as_str(),
                accepted.kind.as_str(),
                accepted.field.as_deref().unwrap_or(WHOLE_ROW),
                to_sql(accepted.at),
            ),
        )
        .map(drop)
}

/// All of a resource: what comes under its name later is another one, of which nothing was accepted.
pub(super) fn forget_all(scope: &Scope<'_>, resource: &ResourceId) -> Result<(), StoreError> {
    scope
        .run("DELETE FROM accepted WHERE resource = ?1", [resource.as_str()])
        .map(drop)
}
