//! RouterOS version numbers and their order.

use std::fmt;
use std::str::FromStr;

use crate::Error;

/// How finished a release is; ordered as RouterOS publishes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// `7.23alpha5`
    Alpha(u16),
    /// `7.23beta2`
    Beta(u16),
    /// `7.23rc1`
    Candidate(u16),
    /// `7.23`
    Release,
}

/// A RouterOS version: `7.22.3`, `7.22` (the same as `7.22.0`), `7.23beta2`, `7.23rc1`.
///
/// ```
/// use routeros_commands::Version;
/// let beta: Version = "7.23beta2".parse()?;
/// assert!(beta < "7.23".parse()? && beta > "7.22.3".parse()?);
/// assert_eq!("7.22.3 (stable)".parse::<Version>()?.to_string(), "7.22.3");
/// # Ok::<(), routeros_commands::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first number.
    pub major: u16,
    /// The second number.
    pub minor: u16,
    /// The third number, 0 when not written.
    pub patch: u16,
    /// Alpha, beta, release candidate or release.
    pub stage: Stage,
}

impl Version {
    /// The release `major.minor.patch`.
    #[must_use]
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self {
            major,
            minor,
            patch,
            stage: Stage::Release,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.major, self.minor)?;
        if self.patch != 0 {
            write!(out, ".{}", self.patch)?;
        }
        match self.stage {
            Stage::Alpha(number) => write!(out, "alpha{number}"),
            Stage::Beta(number) => write!(out, "beta{number}"),
            Stage::Candidate(number) => write!(out, "rc{number}"),
            Stage::Release => Ok(()),
        }
    }
}

impl FromStr for Version {
    type Err = Error;

    /// Reads a version as RouterOS writes it, including the channel that `/system/resource` appends
    /// (`7.22.3 (stable)`).
    ///
    /// # Errors
    /// [`Error::BadVersion`] when it is not `MAJOR.MINOR[.PATCH][alphaN|betaN|rcN]`.
    fn from_str(text: &str) -> Result<Self, Error> {
        parse(text).ok_or_else(|| Error::BadVersion {
            text: text.chars().take(64).collect(),
        })
    }
}

fn parse(text: &str) -> Option<Version> {
    let bare = match text.split_once(" (") {
        Some((bare, channel)) if channel.ends_with(')') => bare,
        Some(_) => return None,
        None => text,
    };
    let (numbers, stage) = match bare.find(|c: char| c.is_ascii_alphabetic()) {
        None => (bare, Stage::Release),
        Some(at) => {
            let (numbers, suffix) = bare.split_at(at);
            let digits = suffix.find(|c: char| c.is_ascii_digit()).unwrap_or(suffix.len());
            let (word, count) = suffix.split_at(digits);
            let count = if count.is_empty() { 0 } else { number(count)? };
            let stage = match word {
                "alpha" => Stage::Alpha(count),
                "beta" => Stage::Beta(count),
                "rc" => Stage::Candidate(count),
                _ => return None,
            };
            (numbers, stage)
        }
    };
    let mut parts = numbers.split('.');
    let major = number(parts.next()?)?;
    let minor = number(parts.next()?)?;
    let patch = parts.next().map_or(Some(0), number)?;
    parts.next().is_none().then_some(Version {
        major,
        minor,
        patch,
        stage,
    })
}

fn number(text: &str) -> Option<u16> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_follows_publication() {
        let written = [
            "7.9",
            "7.9.2",
            "7.22alpha1",
            "7.22beta2",
            "7.22beta10",
            "7.22rc1",
            "7.22",
            "7.22.3",
            "7.23beta2",
        ];
        let versions: Vec<Version> = written.iter().map(|v| v.parse().unwrap()).collect();
        assert!(versions.is_sorted_by(|a, b| a < b));
        for (text, version) in written.iter().zip(&versions) {
            assert_eq!(*text, version.to_string());
        }
    }

    #[test]
    fn what_is_no_version_is_refused() {
        for text in [
            "",
            "7",
            "7.",
            ".7",
            "7.x",
            "7.22.3.1",
            "7.22gamma1",
            "v7.22",
            "7.-1",
            "7.99999",
            " 7.22",
            "7.22 (x",
            "7.2 2",
        ] {
            let error = text.parse::<Version>().unwrap_err();
            assert_eq!(error.code(), "bad-version", "{text}");
        }
    }
}
