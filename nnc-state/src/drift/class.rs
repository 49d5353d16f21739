//! Who changed what.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What sort of difference a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// Somebody else changed it: the router had it as intended, and no longer has.
    ForeignEdit,
    /// The router spells or keeps it in its own way, and always did.
    DeviceNormalisation,
    /// A row is gone.
    LostObject,
    /// The router runs another version than when it confirmed the row, and the two versions differ in this field.
    VersionChange,
    /// A row carries our mark and is not intended.
    UnexpectedObject,
    /// A row stands in the wrong place of its list.
    Misplaced,
    /// What is intended has changed since the router confirmed it, for example because the router has a new network.
    PendingChange,
    /// A secret that nnc does not know, and that the router did not tell when the resource was taken over.
    UnknownSecret,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 8] = [
        Self::ForeignEdit,
        Self::DeviceNormalisation,
        Self::LostObject,
        Self::VersionChange,
        Self::UnexpectedObject,
        Self::Misplaced,
        Self::PendingChange,
        Self::UnknownSecret,
    ];

    /// The stable code, listed in `docs/errors.md`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ForeignEdit => "drift-foreign-edit",
            Self::DeviceNormalisation => "drift-device-normalisation",
            Self::LostObject => "drift-lost-object",
            Self::VersionChange => "drift-version-change",
            Self::UnexpectedObject => "drift-unexpected-object",
            Self::Misplaced => "drift-misplaced",
            Self::PendingChange => "drift-pending-change",
            Self::UnknownSecret => "drift-unknown-secret",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ForeignEdit => "foreign edit",
            Self::DeviceNormalisation => "device normalisation",
            Self::LostObject => "lost object",
            Self::VersionChange => "version change",
            Self::UnexpectedObject => "unexpected object",
            Self::Misplaced => "misplaced",
            Self::PendingChange => "pending change",
            Self::UnknownSecret => "unknown secret",
        })
    }
}
