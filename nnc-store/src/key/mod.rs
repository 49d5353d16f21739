//! Where the key comes from that secrets are encrypted with.

mod environment;
mod file;
#[cfg(feature = "keyring")]
mod keyring;
mod passphrase;
pub(crate) mod recipe;

use std::fmt;
use std::path::PathBuf;

use nnc_core::ports::Entropy;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

pub use environment::EnvironmentKey;
pub use file::FileKey;
#[cfg(feature = "keyring")]
pub use keyring::KeyringKey;
pub use passphrase::PassphraseKey;

use crate::error::StoreError;

/// A key of 256 bits. Wiped from memory when dropped, and never printed.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// A key from its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Tells keys apart without telling anything of them: the start of a hash.
    pub(crate) fn id(&self) -> String {
        let hash = Sha256::new()
            .chain_update(b"nnc key id")
            .chain_update(self.0.as_slice())
            .finalize();
        hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl From<Zeroizing<[u8; 32]>> for Key {
    fn from(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(***)")
    }
}

/// Keeps the key outside the database.
pub trait KeyProvider: Send + Sync {
    /// The key; `None` where there is none yet.
    ///
    /// # Errors
    /// Where it exists but cannot or must not be used.
    fn load(&self) -> Result<Option<Key>, StoreError>;

    /// Makes the key, unless another process has just done so, and gives the one that stands.
    ///
    /// # Errors
    /// Where it cannot be kept.
    fn create(&self, entropy: &dyn Entropy) -> Result<Key, StoreError>;

    /// Where the key should be, to tell the user.
    fn location(&self) -> PathBuf;

    /// Makes the next key and keeps it durably beside the one in force, until [`promote`](Self::promote).
    ///
    /// # Errors
    /// [`StoreError::KeyFixed`] where there can be only one, which is what the default says.
    fn stage(&self, entropy: &dyn Entropy) -> Result<Key, StoreError> {
        let _unused = entropy;
        Err(StoreError::KeyFixed(self.location()))
    }

    /// The next key, if one was made and is not in force yet.
    ///
    /// # Errors
    /// Where it exists but cannot or must not be used.
    fn staged(&self) -> Result<Option<Key>, StoreError> {
        Ok(None)
    }

    /// Puts the next key in the place of the one in force, which is gone after it.
    ///
    /// # Errors
    /// Where that cannot be written down; both keys are there then.
    fn promote(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
