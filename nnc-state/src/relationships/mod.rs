//! What depends on what, and what breaks if something goes.
//!
//! Relationships come from the user ("the TV needs tor-usa") and from the system (a steering rule needs the virtual
//! interface that it goes through). [`Relationships`] answers three questions about them: what breaks if this is
//! deleted, along which path, and in which order it can all be deleted.

mod graph;
mod impact;
mod system;
#[cfg(test)]
mod tests;

use nnc_core::identity::ResourceId;
use serde::{Deserialize, Serialize};

pub use graph::Relationships;
pub use impact::{Impact, Step};
pub use system::of_intents;

/// Who says that a relationship exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// A person or a program.
    User,
    /// It follows from what the resources are.
    System,
}

/// One resource needs another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Relationship {
    /// What needs the other.
    pub dependent: ResourceId,
    /// What it needs.
    pub depends_on: ResourceId,
    /// Who says so.
    pub origin: Origin,
    /// Why, for people: a verb phrase that stands between the two, such as `goes out through`.
    pub reason: String,
}

/// Relationships that cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RelationshipError {
    /// Resources would need each other in a circle, so none of them could ever be made or deleted.
    #[error("resources would need themselves, in a circle: {}; leave out one of these relationships", circle(.0))]
    Cycle(Vec<ResourceId>),
}

impl RelationshipError {
    /// The stable code, listed in `docs/errors.md`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Cycle(_) => "relationship-cycle",
        }
    }
}

fn circle(members: &[ResourceId]) -> String {
    let names: Vec<&str> = members.iter().map(ResourceId::as_str).collect();
    names.join(", ")
}
