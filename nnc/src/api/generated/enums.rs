// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

use nnc_core::decode::{Encode, Writer};
use serde::{Deserialize, Serialize};

/// The layers of a resource, from what the user wants to what the platform can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Layer {
    /// What the user wants. Holds references to secrets, never secrets.
    #[serde(rename = "CONFIGURATION")]
    Configuration,
    /// What checking it found.
    #[serde(rename = "VALIDATION")]
    Validation,
    /// Only what was read from the router after a change.
    #[serde(rename = "DEPLOYMENT")]
    Deployment,
    /// What it does now: up or down, running or not.
    #[serde(rename = "RUNTIME")]
    Runtime,
    /// Counters and measurements.
    #[serde(rename = "TELEMETRY")]
    Telemetry,
    /// What nnc keeps about it: its status, what was allocated to it, tags.
    #[serde(rename = "METADATA")]
    Metadata,
    /// What it needs and what needs it.
    #[serde(rename = "RELATIONSHIPS")]
    Relationships,
    /// What the platform can do for it.
    #[serde(rename = "PLATFORM")]
    Platform,
}

impl Layer {
    /// All words of the schema with their values.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("CONFIGURATION", Self::Configuration),
        ("VALIDATION", Self::Validation),
        ("DEPLOYMENT", Self::Deployment),
        ("RUNTIME", Self::Runtime),
        ("TELEMETRY", Self::Telemetry),
        ("METADATA", Self::Metadata),
        ("RELATIONSHIPS", Self::Relationships),
        ("PLATFORM", Self::Platform),
    ];

    /// The word of the schema.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Configuration => "CONFIGURATION",
            Self::Validation => "VALIDATION",
            Self::Deployment => "DEPLOYMENT",
            Self::Runtime => "RUNTIME",
            Self::Telemetry => "TELEMETRY",
            Self::Metadata => "METADATA",
            Self::Relationships => "RELATIONSHIPS",
            Self::Platform => "PLATFORM",
        }
    }
}

impl Encode for Layer {
    fn encode(&self, out: &mut Writer) {
        out.text(self.word());
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Weight {
    /// The change is refused.
    #[serde(rename = "REFUSAL")]
    Refusal,
    /// It is told, and the change goes on.
    #[serde(rename = "NOTE")]
    Note,
}

impl Weight {
    /// All words of the schema with their values.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("REFUSAL", Self::Refusal),
        ("NOTE", Self::Note),
    ];

    /// The word of the schema.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refusal => "REFUSAL",
            Self::Note => "NOTE",
        }
    }
}

impl Encode for Weight {
    fn encode(&self, out: &mut Writer) {
        out.text(self.word());
    }
}

/// Who changed what, where the router is not as wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DriftClass {
    /// Somebody else changed it.
    #[serde(rename = "FOREIGN_EDIT")]
    ForeignEdit,
    /// The router spells it otherwise or sets it itself.
    #[serde(rename = "DEVICE_NORMALISATION")]
    DeviceNormalisation,
    /// The row is gone.
    #[serde(rename = "LOST_OBJECT")]
    LostObject,
    /// Another version of the platform means it otherwise.
    #[serde(rename = "VERSION_CHANGE")]
    VersionChange,
    /// A row of ours that belongs to nothing.
    #[serde(rename = "UNEXPECTED_OBJECT")]
    UnexpectedObject,
    /// The row stands in another place.
    #[serde(rename = "MISPLACED")]
    Misplaced,
    /// What is wanted has changed since the router confirmed it, for example because the router has a new network.
    #[serde(rename = "PENDING_CHANGE")]
    PendingChange,
    /// A secret that nnc does not know, and that the router did not tell when the resource was taken over.
    #[serde(rename = "UNKNOWN_SECRET")]
    UnknownSecret,
}

impl DriftClass {
    /// All words of the schema with their values.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("FOREIGN_EDIT", Self::ForeignEdit),
        ("DEVICE_NORMALISATION", Self::DeviceNormalisation),
        ("LOST_OBJECT", Self::LostObject),
        ("VERSION_CHANGE", Self::VersionChange),
        ("UNEXPECTED_OBJECT", Self::UnexpectedObject),
        ("MISPLACED", Self::Misplaced),
        ("PENDING_CHANGE", Self::PendingChange),
        ("UNKNOWN_SECRET", Self::UnknownSecret),
    ];

    /// The word of the schema.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ForeignEdit => "FOREIGN_EDIT",
            Self::DeviceNormalisation => "DEVICE_NORMALISATION",
            Self::LostObject => "LOST_OBJECT",
            Self::VersionChange => "VERSION_CHANGE",
            Self::UnexpectedObject => "UNEXPECTED_OBJECT",
            Self::Misplaced => "MISPLACED",
            Self::PendingChange => "PENDING_CHANGE",
            Self::UnknownSecret => "UNKNOWN_SECRET",
        }
    }
}

impl Encode for DriftClass {
    fn encode(&self, out: &mut Writer) {
        out.text(self.word());
    }
}
