//! The eight layers of a resource.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One of the eight sides of a resource, from what the user wants to what the platform can do. The schema places
/// each field in one of them (`@layer`).
///
/// ```
/// use nnc_core::layer::Layer;
/// assert_eq!("deployment".parse(), Ok(Layer::Deployment));
/// assert_eq!(Layer::ALL.len(), 8);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Layer {
    /// What the user wants. Holds references to secrets, never secrets.
    Configuration,
    /// What checking it found.
    Validation,
    /// Only what was read from the router after a change.
    Deployment,
    /// What it does now: up or down, running or not.
    Runtime,
    /// Counters and measurements.
    Telemetry,
    /// What nnc keeps about it: its status, what was allocated to it, tags.
    Metadata,
    /// What it depends on.
    Relationships,
    /// What the platform can do for it.
    Platform,
}

impl Layer {
    /// All layers, in order.
    pub const ALL: [Self; 8] = [
        Self::Configuration,
        Self::Validation,
        Self::Deployment,
        Self::Runtime,
        Self::Telemetry,
        Self::Metadata,
        Self::Relationships,
        Self::Platform,
    ];

    /// The name in text and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Validation => "validation",
            Self::Deployment => "deployment",
            Self::Runtime => "runtime",
            Self::Telemetry => "telemetry",
            Self::Metadata => "metadata",
            Self::Relationships => "relationships",
            Self::Platform => "platform",
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no layer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no layer {0:?}: the layers are configuration, validation, deployment, runtime, telemetry, metadata, relationships and platform"
)]
pub struct UnknownLayer(String);

impl FromStr for Layer {
    type Err = UnknownLayer;

    fn from_str(text: &str) -> Result<Self, UnknownLayer> {
        Self::ALL
            .into_iter()
            .find(|layer| layer.as_str() == text)
            .ok_or_else(|| UnknownLayer(text.to_owned()))
    }
}
