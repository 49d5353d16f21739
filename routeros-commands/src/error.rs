//! What can go wrong when command data are loaded or asked.

use crate::Version;

/// Everything this crate refuses. A command that does not exist is not an error of this kind: see
/// [`Rejected`](crate::Rejected).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is not a RouterOS version.
    #[error("`{text}` is not a RouterOS version; write it as 7.22.3, 7.22 or 7.23beta2")]
    BadVersion {
        /// The beginning of what was given.
        text: String,
    },
    /// The version is older than the oldest command tree.
    #[error("there is no command data for RouterOS {asked}: the oldest is {oldest}")]
    VersionTooOld {
        /// The version asked for.
        asked: Version,
        /// The oldest version there is data for.
        oldest: Version,
    },
    /// The bytes are not the JSON of a command tree.
    #[error("this is not a RouterOS command tree: {reason}")]
    MalformedTree {
        /// What was found, and where.
        reason: String,
    },
    /// The tree exceeds a bound of the loader.
    #[error("the command tree is too large: {what} exceeds {limit}; load a tree made by /console/inspect")]
    TreeTooLarge {
        /// Which measure.
        what: &'static str,
        /// The bound.
        limit: usize,
    },
    /// A compact table is damaged or of another format.
    #[error("the command table cannot be read: {reason}; run the generator again")]
    BadTable {
        /// What did not fit.
        reason: &'static str,
    },
    /// A line for the check cannot be split into words.
    #[error("the line cannot be read: {reason}")]
    MalformedLine {
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl Error {
    /// A stable name of the error's kind, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadVersion { .. } => "bad-version",
            Self::VersionTooOld { .. } => "version-too-old",
            Self::MalformedTree { .. } => "malformed-tree",
            Self::TreeTooLarge { .. } => "tree-too-large",
            Self::BadTable { .. } => "bad-table",
            Self::MalformedLine { .. } => "malformed-line",
        }
    }
}
