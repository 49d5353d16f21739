//! What depends on what.
//!
//! The relationships layer of a resource is the truth, with its history; the table is an index of its `dependsOn`,
//! written in the same transaction, so that the whole graph is read at once.

use std::fmt;
use std::str::FromStr;

use nnc_core::identity::ResourceId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::log::Owner;
use crate::error::StoreError;
use crate::sqlite::Scope;

/// Who says that a resource depends on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// The user said so.
    User,
    /// It follows from the configuration.
    System,
}

impl Origin {
    const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::System => "system",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Origin {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::User, Self::System]
            .into_iter()
            .find(|origin| origin.as_str() == text)
            .ok_or(())
    }
}

/// One thing that a resource depends on: an entry of `dependsOn` in its relationships layer.
///
/// ```
/// use nnc_store::{Origin, Relationship};
/// let layer = Relationship::layer(&[Relationship {
///     on: "vif/tor-usa".parse().unwrap(),
///     kind: "egress".to_owned(),
///     origin: Origin::System,
///     reason: Some("its packets leave through it".to_owned()),
/// }]);
/// assert_eq!(layer["dependsOn"][0]["on"], "vif/tor-usa");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Relationship {
    /// The resource that it depends on; it need not exist (any more).
    pub on: ResourceId,
    /// In which way, such as `egress`.
    pub kind: String,
    /// Who says so.
    pub origin: Origin,
    /// Why, for people.
    pub reason: Option<String>,
}

impl Relationship {
    /// A relationships layer that holds these and nothing else; other fields may be added to the object.
    pub fn layer(depends_on: &[Self]) -> Value {
        json!({ "dependsOn": depends_on })
    }
}

/// One arrow of the graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dependency {
    /// The resource that depends.
    pub resource: ResourceId,
    /// On what, and why.
    #[serde(flatten)]
    pub relationship: Relationship,
}

/// Makes the index say what the layer says.
pub(super) fn index(scope: &Scope<'_>, owner: &Owner, layer: Option<&Value>) -> Result<(), StoreError> {
    scope.run("DELETE FROM relationships WHERE resource = ?1", [owner.id])?;
    let Some(depends_on) = layer.and_then(|layer| layer.get("dependsOn")) else {
        return Ok(());
    };
    let entries: Vec<Relationship> = serde_json::from_value(depends_on.clone())
        .map_err(|error| StoreError::Encode(format!("dependsOn of a relationships layer: {error}")))?;
    for (position, entry) in (0_i64..).zip(&entries) {
        scope.run(
            "INSERT INTO relationships (resource, position, depends_on, kind, origin, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                owner.id,
                position,
                entry.on.as_str(),
                &entry.kind,
                entry.origin.as_str(),
                &entry.reason,
            ),
        )?;
    }
    Ok(())
}

pub(super) fn all(scope: &Scope<'_>) -> Result<Vec<Dependency>, StoreError> {
    scope.all(
        "SELECT r.resource, d.depends_on, d.kind, d.origin, d.reason
         FROM relationships d JOIN resources r ON r.id = d.resource
         WHERE r.removed_at IS NULL ORDER BY r.resource, d.position",
        [],
        |row| {
            Ok(Dependency {
                resource: row.parse(0)?,
                relationship: Relationship {
                    on: row.parse(1)?,
                    kind: row.get(2)?,
                    origin: row.parse(3)?,
                    reason: row.get(4)?,
                },
            })
        },
    )
}
