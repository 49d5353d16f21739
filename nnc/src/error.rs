//! The one error of the facade.

use std::collections::BTreeMap;
use std::fmt;

use nnc_core::identity::InvalidName;
use nnc_core::intent::Finding;
use nnc_core::ports::{LowerError, RouterError};
use nnc_state::StateError;
use nnc_store::StoreError;
use serde::Serialize;

/// What sort of thing went wrong: what a caller can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// What was asked for makes no sense; ask for something else.
    Invalid,
    /// What was asked for is not there.
    NotFound,
    /// Something stands in the way: another object, another user of it.
    Conflict,
    /// The router refused, or failed, and is as before.
    Refused,
    /// Something cannot be reached or is busy; trying again may help.
    Unavailable,
    /// It is not known, or not wholly, what the router has now. Run [`Router::recover`](crate::Router::recover).
    Unknown,
    /// The data directory or nnc itself failed.
    Internal,
}

/// What went wrong. `code` is stable and listed in `docs/errors.md`; `message` says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Error {
    /// What sort of thing.
    pub kind: ErrorKind,
    /// What exactly, for programs.
    pub code: String,
    /// What exactly, for people.
    pub message: String,
    /// Whether the same call may succeed later.
    pub retryable: bool,
    /// Details by name; never secrets.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<String, String>,
}

impl Error {
    /// Puts an error together.
    pub(crate) fn new(kind: ErrorKind, code: impl Into<String>, message: impl Into<String>) -> Self {
        let retryable = kind == ErrorKind::Unavailable;
        Self {
            kind,
            code: code.into(),
            message: message.into(),
            retryable,
            context: BTreeMap::new(),
        }
    }

    /// An error in what was asked for, for programs that read arguments on nnc's behalf.
    pub fn invalid(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, code, message)
    }

    /// A defect of nnc, or something that the system refuses, for the bindings.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Internal, "internal", message)
    }

    /// Several findings as one error: the first gives the code, all are told.
    pub(crate) fn findings(findings: Vec<Finding>) -> Self {
        let Some(first) = findings.first() else {
            return Self::new(
                ErrorKind::Internal,
                "internal",
                "a check failed without saying why; please report it",
            );
        };
        let message = findings
            .iter()
            .map(|finding| finding.message.as_str())
            .collect::<Vec<_>>()
            .join("; ");
        let mut error = Self::new(kind_of(&first.code), first.code.clone(), message);
        for (index, finding) in findings.iter().enumerate() {
            error.context.insert(
                format!("finding.{index}"),
                format!("{} {}", finding.code, finding.pointer),
            );
        }
        error
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)
    }
}

impl std::error::Error for Error {}

/// The kind of a finding or a store's code.
fn kind_of(code: &str) -> ErrorKind {
    match code {
        "vif-not-found" | "parent-not-found" | "vlan-not-found" | "no-such-router" | "no-such-archive"
        | "device-not-found" => ErrorKind::NotFound,
        "name-taken" | "vlan-taken" | "subnet-overlap" | "pool-exhausted" | "vif-in-use"
        | "device-steered" | "router-exists" | "allocation-taken" | "router-unsettled" | "chain-loop"
        | "archive-ambiguous" | "file-exists" => ErrorKind::Conflict,
        "router-busy" | "plan-stale" => ErrorKind::Unavailable,
        "lockout-predicted" => ErrorKind::Refused,
        code if code.starts_with("store-") || code == "archive-damaged" || code.starts_with("key-") => {
            ErrorKind::Internal
        }
        _ => ErrorKind::Invalid,
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let mut converted = Self::new(kind_of(error.code()), error.code(), error.to_string());
        converted.retryable |= error.retryable();
        converted
    }
}

impl From<RouterError> for Error {
    fn from(error: RouterError) -> Self {
        let kind = match &error {
            RouterError::Refused(_)
            | RouterError::LoginFailed(_)
            | RouterError::Tls(_)
            | RouterError::Unsupported(_) => ErrorKind::Refused,
            RouterError::Secret(_) => ErrorKind::Internal,
            _ => ErrorKind::Unavailable,
        };
        let mut converted = Self::new(kind, error.code(), error.to_string());
        converted.retryable = error.retryable();
        converted
    }
}

impl From<StateError> for Error {
    fn from(error: StateError) -> Self {
        let kind = match error.code() {
            "outcome-unknown" | "partially-applied" | "interrupted" => ErrorKind::Unknown,
            "rolled-back" => ErrorKind::Refused,
            code if error.retryable() && kind_of(code) == ErrorKind::Invalid => ErrorKind::Unavailable,
            code => kind_of(code),
        };
        let mut converted = Self::new(kind, error.code(), error.to_string());
        converted.retryable = error.retryable();
        converted
    }
}

impl From<LowerError> for Error {
    fn from(error: LowerError) -> Self {
        Self::new(kind_of(error.code), error.code, error.message)
    }
}

impl From<InvalidName> for Error {
    fn from(error: InvalidName) -> Self {
        let code = match error.what {
            "device" | "MAC address" => "invalid-device",
            "service" => "invalid-service",
            _ => "invalid-name",
        };
        Self::new(ErrorKind::Invalid, code, error.to_string())
    }
}
