use crate::connection::Error;
use crate::table::TableError;
use crate::wire::Version;

/// Why a switch could not be brought to hold what it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReconcileError {
    /// The connection failed, or the switch refused a flow, which is named; then nothing was changed.
    #[error(transparent)]
    Connection(#[from] Error),
    /// A dump cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Flows of somebody else stand where ours should. Nothing was changed.
    #[error(
        "{count} flows of somebody else stand in the place of ours, first {foreign:?} where {desired:?} should: \
         choose another priority, or have them removed"
    )]
    Conflict {
        /// How many.
        count: usize,
        /// The first of ours.
        desired: String,
        /// What stands in its place.
        foreign: String,
    },
    /// Flows for one version, a connection of another.
    #[error(
        "the flows are as OpenFlow {desired} dumps them, but the connection is of {agreed}: offer only {desired}"
    )]
    WrongVersion {
        /// The version of the flows.
        desired: Version,
        /// The version of the connection.
        agreed: Version,
    },
    /// The switch said yes, and yet its flows differ each time it is asked.
    #[error(
        "{0} flows still differ: somebody else keeps changing them, or the switch does not keep what it is told"
    )]
    Unsettled(usize),
}

impl ReconcileError {
    /// A stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Connection(error) => error.code(),
            Self::Table(error) => error.code(),
            Self::Conflict { .. } => "flow-conflict",
            Self::WrongVersion { .. } => "flows-of-other-version",
            Self::Unsettled(_) => "flows-unsettled",
        }
    }

    /// Whether the same may succeed later without anything being changed.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Connection(error) => error.is_retryable(),
            Self::Unsettled(_) => true,
            _ => false,
        }
    }
}
