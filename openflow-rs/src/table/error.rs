use crate::wire::{EncodeError, ErrorCode, Version};

/// Why a flow cannot be part of a set of flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The flow cannot be written as a message.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// A switch would refuse the flow.
    #[error("Open vSwitch would refuse the flow: {0}")]
    Refused(ErrorCode),
    /// Sets are of OpenFlow 1.3 to 1.5.
    #[error("flows cannot be kept as OpenFlow {0} dumps them: use 1.3, 1.4 or 1.5")]
    Version(Version),
    /// More than 4 GiB of flows.
    #[error("the flows of the set exceed 4 GiB: split it")]
    TooLarge,
    /// The number of the object does not fit into the cookie.
    #[error("object {object:#x} has bits that cookies have no place for: use only those in {free:#x}")]
    Object {
        /// The number.
        object: u64,
        /// The bits that are free for it.
        free: u64,
    },
    /// The cookie of a flow does not lie in the space.
    #[error(
        "cookie {cookie:#x} is not in the space {value:#x}/{mask:#x}: make cookies with CookieSpace::cookie"
    )]
    ForeignCookie {
        /// The cookie.
        cookie: u64,
        /// What the space's cookies have...
        value: u64,
        /// ...in these bits.
        mask: u64,
    },
    /// A learned flow would be taken for one that should not be there.
    #[error(
        "learn gives cookie {cookie:#x}, which the next comparison would delete: use CookieSpace::learned_cookie"
    )]
    LearnedCookie {
        /// The cookie that `learn` gives.
        cookie: u64,
    },
}

impl TableError {
    /// A stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Encode(error) => error.code(),
            Self::Refused(_) => "flow-refused",
            Self::Version(_) => "version-unsupported",
            Self::TooLarge => "flow-set-too-large",
            Self::Object { .. } => "cookie-object-too-large",
            Self::ForeignCookie { .. } => "cookie-foreign",
            Self::LearnedCookie { .. } => "cookie-not-learned",
        }
    }
}

impl From<ErrorCode> for TableError {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code)
    }
}
