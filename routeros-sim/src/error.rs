//! What can go wrong with the simulator itself (as opposed to what the simulated router refuses).

use thiserror::Error;

/// A failure to configure or run the simulator.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SimError {
    /// The embedded command data cannot be read.
    #[error("the command data cannot be read: {0}")]
    CommandData(String),
    /// No command tree covers the version asked for.
    #[error("no command tree for this RouterOS version: {0}")]
    UnsupportedVersion(String),
    /// The fixture is not what a fixture must be.
    #[error("the fixture is not usable: {0}")]
    Fixture(String),
    /// A listening socket could not be opened.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address asked for.
        address: String,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// The TLS certificate could not be made.
    #[error("cannot make the TLS certificate: {0}")]
    Tls(String),
}

impl SimError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CommandData(_) => "command-data",
            Self::UnsupportedVersion(_) => "unsupported-version",
            Self::Fixture(_) => "bad-fixture",
            Self::Listen { .. } => "cannot-listen",
            Self::Tls(_) => "tls",
        }
    }
}
