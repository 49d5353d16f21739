//! Secrets: referred to everywhere, held only where they are written to a router.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Points at a secret in a [`SecretStore`](crate::ports::SecretStore), without holding it.
///
/// Configurations, plans, diffs and events carry this in place of the secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SecretRef {
    /// Which secret.
    pub id: String,
    /// Which version of it; a changed secret has a higher one.
    pub version: u32,
}

impl fmt::Display for SecretRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.version)
    }
}

/// Secret bytes. Wiped from memory when dropped, and never printed.
///
/// ```
/// use nnc_core::secret::Secret;
/// let secret = Secret::from("hunter2");
/// assert_eq!(format!("{secret:?}"), "Secret(***)");
/// assert_eq!(secret.expose(), b"hunter2");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// The bytes; call it only where they are written to the router or the cipher.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Whether these are its bytes, in a time that tells nothing about where they differ.
    pub fn is(&self, bytes: &[u8]) -> bool {
        let differences = self
            .0
            .iter()
            .zip(bytes)
            .fold(0, |seen, (ours, theirs)| seen | (ours ^ theirs));
        self.0.len() == bytes.len() && differences == 0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.as_bytes().to_vec()))
    }
}

impl From<Vec<u8>> for Secret {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}
