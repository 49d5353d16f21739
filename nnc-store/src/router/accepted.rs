//! Differences between what is intended and what the router shows that the user has accepted.

use nnc_core::identity::ObjectKey;
use nnc_core::object::Kind;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::sqlite::{Row, Scope, to_sql};

/// A difference that was accepted: no drift as long as the router shows the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Accepted {
    /// The row.
    pub key: ObjectKey,
    /// Its table.
    pub kind: Kind,
    /// The field; `None`: that the row is gone.
    pub field: Option<String>,
    /// What the router showed; `None` where it showed nothing.
    pub actual: Option<String>,
    /// When it was accepted, in milliseconds since 1970.
    pub at: u64,
}

/// The field of a whole row: no platform has one of this name.
const WHOLE_ROW: &str = "";

pub(super) fn all(scope: &Scope<'_>) -> Result<Vec<Accepted>, StoreError> {
    scope.all(
        "SELECT resource, role, kind, field, actual, accepted_at FROM accepted ORDER BY resource, role, kind, field",
        [],
        |row: &Row<'_>| {
            Ok(Accepted {
                key: ObjectKey {
                    resource: row.parse(0)?,
                    role: row.parse(1)?,
                },
                kind: Kind::from(row.get::<String>(2)?),
                field: Some(row.get::<String>(3)?).filter(|field| field != WHOLE_ROW),
                actual: row.get(4)?,
                at: row.unsigned(5)?,
            })
        },
    )
}

pub(super) fn put(scope: &Scope<'_>, accepted: &Accepted) -> Result<(), StoreError> {
    scope
        .run(
            "INSERT OR REPLACE INTO accepted (resource, role, kind, field, actual, accepted_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                accepted.key.resource.as_str(),
                accepted.key.role.as_str(),
                accepted.kind.as_str(),
                accepted.field.as_deref().unwrap_or(WHOLE_ROW),
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
