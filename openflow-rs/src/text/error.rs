/// Why a text is no flow, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {message}")]
#[non_exhaustive]
pub struct ParseError {
    /// The column of the first character that does not fit, from 1, counted in bytes.
    pub column: usize,
    /// What is wrong, and what was expected.
    pub message: String,
}

impl ParseError {
    /// A stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "flow-syntax"
    }
}

/// A failure at a place that is known by its address, because all pieces are slices of the one text.
#[derive(Debug)]
pub(super) struct Fail {
    address: usize,
    pub(super) message: String,
}

pub(super) type Parsed<T> = Result<T, Fail>;

/// A failure at the start of `at`, a slice of the text that is parsed.
pub(super) fn fail<T>(at: &str, message: impl Into<String>) -> Parsed<T> {
    Err(Fail::new(at, message))
}

impl Fail {
    pub(super) fn new(at: &str, message: impl Into<String>) -> Self {
        Self {
            address: at.as_ptr() as usize,
            message: message.into(),
        }
    }

    /// The failure as a column of `text`.
    pub(super) fn locate(self, text: &str) -> ParseError {
        let offset = self.address.wrapping_sub(text.as_ptr() as usize);
        ParseError {
            column: if offset <= text.len() { offset + 1 } else { 1 },
            message: self.message,
        }
    }
}
