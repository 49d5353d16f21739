//! How the layers of a resource are kept: under which numbers, in which chain, and where a value came from.

use std::fmt;

use nnc_core::layer::Layer;
use serde::{Deserialize, Serialize};

/// The number of a layer in the database.
pub(crate) const fn number_of(layer: Layer) -> i64 {
    layer as i64
}

/// The layer of a number in the database.
pub(crate) fn layer_of(number: i64) -> Option<Layer> {
    Layer::ALL.into_iter().find(|layer| number_of(*layer) == number)
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

    /// The chain that the events of a layer belong to.
    pub const fn of(layer: Layer) -> Self {
        match layer {
            Layer::Runtime | Layer::Telemetry => Self::Samples,
            _ => Self::Record,
        }
    }

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
