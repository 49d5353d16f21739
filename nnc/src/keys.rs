//! Where the key is kept that secrets are encrypted with, and exchanging it.

use std::path::Path;
use std::sync::Arc;

use nnc_core::secret::Secret;
use nnc_store::{EnvironmentKey, FileKey, KeyProvider, PassphraseKey};

use crate::error::Error;
use crate::instance::{Nnc, blocking};

/// Where the key of the secrets is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeySource {
    /// In the file `key` of the data directory, which only its owner may read.
    #[default]
    File,
    /// In this variable of the environment, as 64 hexadecimal digits. nnc makes none there.
    Environment(String),
    /// It follows from this passphrase, by Argon2id. The file `key.salt` of the data directory belongs to it.
    Passphrase(Secret),
    /// In the keyring of the operating system. The file `key.keyring` of the data directory says which entry it is. Needs
    /// the feature `keyring`.
    Keyring,
}

impl KeySource {
    /// Blocks: a keyring is asked for.
    pub(crate) fn provider(self, directory: &Path) -> Result<Arc<dyn KeyProvider>, Error> {
        Ok(match self {
            Self::File => Arc::new(FileKey::new(directory.join("key"))),
            Self::Environment(variable) => Arc::new(EnvironmentKey::new(variable)),
            Self::Passphrase(passphrase) => {
                Arc::new(PassphraseKey::new(directory.join("key.salt"), passphrase))
            }
            Self::Keyring => keyring(directory)?,
        })
    }
}

#[cfg(feature = "keyring")]
fn keyring(directory: &Path) -> Result<Arc<dyn KeyProvider>, Error> {
    let key = nnc_store::KeyringKey::of_user(directory.join("key.keyring"))?;
    Ok(Arc::new(key))
}

#[cfg(not(feature = "keyring"))]
fn keyring(_: &Path) -> Result<Arc<dyn KeyProvider>, Error> {
    let message = "this nnc was built without support for keyrings: build it with the feature `keyring`, or keep the key elsewhere";
    Err(Error::new(
        crate::error::ErrorKind::Internal,
        "keyring-unavailable",
        message,
    ))
}

impl Nnc {
    /// Encrypts every secret anew with another key, which takes the place of the one in force; says how many secrets
    /// there were. An interruption leaves one of the two in force, and nothing is lost. Copies of `system.db` that were
    /// made before need the old key.
    ///
    /// # Errors
    /// `key-fixed` for a key of the environment or of a passphrase: move it; `key-missing`, `key-wrong`,
    /// `secret-unreadable` or `keyring-unavailable` if the key in force cannot be had.
    pub async fn rotate_key(&self) -> Result<usize, Error> {
        let shared = Arc::clone(&self.shared);
        blocking(move || Ok(shared.system.rotate_key()?)).await
    }

    /// Encrypts every secret anew with the key of another place, which is made there if it is missing; says how many
    /// secrets there were. From then on the directory is opened with that place: this handle finds no secrets any more.
    /// The old key stays where it is, for older copies of `system.db`.
    ///
    /// # Errors
    /// As for [`rotate_key`](Self::rotate_key), and if the other place cannot be used.
    pub async fn move_key(&self, to: KeySource) -> Result<usize, Error> {
        let shared = Arc::clone(&self.shared);
        blocking(move || {
            let to = to.provider(shared.dir.path())?;
            Ok(shared.system.move_key(&*to)?)
        })
        .await
    }
}
