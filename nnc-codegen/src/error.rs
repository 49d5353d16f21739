//! Why code could not be generated.

use std::fmt;
use std::path::PathBuf;

/// One reason why a schema is refused, with the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// A stable code in kebab-case, such as `rule-on-wrong-type`.
    pub code: &'static str,
    /// The line in the schema, from 1; 0 where it is not known.
    pub line: usize,
    /// The column in that line, from 1; 0 where it is not known.
    pub column: usize,
    /// What is wrong, and what to write in its place.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {} [{}]",
            self.line, self.column, self.message, self.code
        )
    }
}

/// Why code could not be generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The schema is no valid GraphQL, or misuses a directive; the report shows the places.
    #[error("the schema is not valid:\n{0}")]
    Schema(String),
    /// The schema says something that cannot be expressed everywhere.
    #[error("the schema cannot be expressed:\n{}", lines(.0))]
    Refused(Vec<Problem>),
    /// Checked-in files differ from what the schema gives.
    #[error("these files are not what the schema gives; run `cargo xtask codegen`:\n{}", .0.join("\n"))]
    Stale(Vec<String>),
    /// A file could not be read or written.
    #[error("{path}: {source}; check that it exists and is writable")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Error {
    /// A stable code in kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Schema(_) => "schema-invalid",
            Self::Refused(_) => "schema-refused",
            Self::Stale(_) => "generated-code-stale",
            Self::File { .. } => "file-unusable",
        }
    }
}

fn lines(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(Problem::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}
