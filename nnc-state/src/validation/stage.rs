//! The stages, and which code belongs to which.

use serde::{Deserialize, Serialize};

/// A stage of validation, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// Each intent by itself, by the rules of the schema.
    Schema,
    /// Fields of one intent against each other.
    CrossField,
    /// What an intent names must be there, and must not lead in a circle.
    References,
    /// Nobody else has what an intent takes: not another intent, not the router.
    Conflicts,
    /// The platform and its version can express it.
    Capability,
    /// It breaks no rule that protects the user, and does not lock the controller out.
    Policy,
    /// There is a plan: ordered, guarded, with a way back, bound to what was seen.
    Plan,
}

impl Stage {
    /// All, in order.
    pub const ALL: [Self; 7] = [
        Self::Schema,
        Self::CrossField,
        Self::References,
        Self::Conflicts,
        Self::Capability,
        Self::Policy,
        Self::Plan,
    ];

    /// The stage that a finding on intents belongs to, by its code.
    pub(super) fn of(code: &str) -> Self {
        match code {
            "invalid-dns" | "out-of-order" | "field-needed" | "fields-exclude" => Self::CrossField,
            "parent-not-found" | "vif-not-found" | "vlan-not-found" | "vlan-ambiguous" | "chain-loop" => {
                Self::References
            }
            "name-taken" | "vlan-taken" | "subnet-overlap" | "pool-exhausted" | "device-steered" => {
                Self::Conflicts
            }
            "unsupported" => Self::Capability,
            "ipv6-not-coverable" => Self::Policy,
            _ => Self::Schema,
        }
    }
}
