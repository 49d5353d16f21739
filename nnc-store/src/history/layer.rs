//! The eight layers of a resource, and where a layer's value came from.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One of the eight sides of a resource, from what the user wants to what the platform can do. The schema places
/// each field in one of them (`@layer`).
///
/// ```
/// use nnc_store::Layer;
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

    /// The chain that its events belong to.
    pub const fn chain(self) -> Chain {
        match self {
            Self::Runtime | Self::Telemetry => Chain::Samples,
            _ => Chain::Record,
        }
    }

    /// The number in the database.
    pub(crate) const fn number(self) -> i64 {
        self as i64
    }

    pub(crate) fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.number() == number)
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

/// Events form two chains of hashes, so that samples can be let go without breaking the record of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Chain {
    /// What people and nnc decided and routers confirmed: all layers but runtime and telemetry.
    Record,
    /// What is observed again and again: runtime and telemetry.
    Samples,
}

impl Chain {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Record, Self::Samples];

    /// The name in text and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Samples => "samples",
        }
    }

    pub(crate) const fn number(self) -> i64 {
        self as i64
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who said what a layer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// A person or a program that uses nnc.
    User,
    /// The router, asked by nnc.
    Router,
    /// nnc itself: what it allocated, checked or concluded.
    Nnc,
}

impl Source {
    const ALL: [Self; 3] = [Self::User, Self::Router, Self::Nnc];

    /// The name in text and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Router => "router",
            Self::Nnc => "nnc",
        }
    }

    /// The number in the database.
    pub(crate) const fn number(self) -> i64 {
        self as i64
    }

    pub(crate) fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.number() == number)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
