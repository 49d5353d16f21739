use super::Version;
use super::error_table::ERRORS;
use std::fmt;

/// A protocol error by its name in Open vSwitch, such as `OFPBMC_BAD_PREREQ`.
///
/// The same error has different numbers in different versions; [`ErrorCode::encoding`] gives them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ErrorCode(pub(super) u8);

/// How an error is numbered in some versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Standard: type and code.
    Standard(u16, u16),
    /// Nicira, with type and code (OpenFlow 1.0 and 1.1).
    NiciraTyped(u16, u16),
    /// Nicira experimenter error (OpenFlow 1.2 and later).
    Nicira(u16),
    /// ONF experimenter error.
    Onf(u16),
}

pub(super) struct ErrorRow {
    pub(super) name: &'static str,
    pub(super) encodings: &'static [(u8, u8, Encoding)],
}

pub(super) const fn at(first: u8, last: u8, encoding: Encoding) -> (u8, u8, Encoding) {
    (first, last, encoding)
}

pub(super) const fn from(first: u8, encoding: Encoding) -> (u8, u8, Encoding) {
    (first, u8::MAX, encoding)
}

impl ErrorCode {
    fn row(self) -> Option<&'static ErrorRow> {
        ERRORS.get(usize::from(self.0))
    }

    /// The name, such as `OFPBAC_BAD_TYPE`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("<unknown>", |row| row.name)
    }

    /// The error of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::find(|row| row.name == name)
    }

    /// The numbers that say this error in `version`, if any do.
    #[must_use]
    pub fn encoding(self, version: Version) -> Option<Encoding> {
        let number = version.to_wire();
        let row = self.row()?;
        row.encodings
            .iter()
            .find(|(first, last, _)| (*first..=*last).contains(&number))
            .map(|(_, _, e)| *e)
    }

    /// The error that these numbers say in `version`; of several, the one defined first.
    #[must_use]
    pub fn from_encoding(version: Version, encoding: Encoding) -> Option<Self> {
        let number = version.to_wire();
        Self::find(|row| {
            row.encodings
                .iter()
                .any(|(first, last, e)| (*first..=*last).contains(&number) && *e == encoding)
        })
    }

    fn find(wanted: impl Fn(&ErrorRow) -> bool) -> Option<Self> {
        let index = ERRORS.iter().position(wanted)?;
        u8::try_from(index).ok().map(Self)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::error::Error for ErrorCode {}
