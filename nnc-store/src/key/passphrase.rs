//! The key that follows from a passphrase.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;

use nnc_core::ports::Entropy;
use nnc_core::secret::Secret;

use super::{Key, KeyProvider, recipe};
use crate::error::StoreError;
use crate::files;

/// A key made from a passphrase by Argon2id (RFC 9106). The salt and the costs are in a file, the passphrase is not.
pub struct PassphraseKey {
    path: PathBuf,
    passphrase: Secret,
    /// Deriving takes long on purpose, so it is done once for each salt.
    derived: Mutex<Option<(String, Key)>>,
}

impl fmt::Debug for PassphraseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PassphraseKey")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl PassphraseKey {
    /// The key that follows from `passphrase` and the salt in this file, which is made if it is missing.
    pub fn new(salt: impl Into<PathBuf>, passphrase: Secret) -> Self {
        Self {
            path: salt.into(),
            passphrase,
            derived: Mutex::default(),
        }
    }

    fn derive(&self, recipe: &str) -> Option<Key> {
        let mut derived = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, key)) = derived.as_ref().filter(|(known, _)| known == recipe) {
            return Some(key.clone());
        }
        let key = recipe::follow(recipe, &self.passphrase)?;
        *derived = Some((recipe.to_owned(), key.clone()));
        Some(key)
    }

    fn write_recipe(&self, entropy: &dyn Entropy) -> io::Result<()> {
        let recipe = recipe::draw(entropy);
        let mut suffix = [0_u8; 8];
        entropy.fill(&mut suffix);
        let directory = self.path.parent().unwrap_or(Path::new("."));
        let draft = self.path.with_extension(format!(
            "new-{}-{:016x}",
            std::process::id(),
            u64::from_le_bytes(suffix)
        ));
        let mut file = files::open_private(&draft, true)?;
        let written = (|| {
            file.write_all(recipe.as_bytes())?;
            file.sync_all()?;
            match fs::hard_link(&draft, &self.path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                _ => files::sync_dir(directory),
            }
        })();
        files::remove_if_present(&draft)?;
        written
    }
}

impl KeyProvider for PassphraseKey {
    fn load(&self) -> Result<Option<Key>, StoreError> {
        match files::read_short(&self.path, recipe::LONGEST) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(StoreError::KeyInvalid(self.path.clone()))
            }
            Err(error) => Err(StoreError::io(&self.path, &error)),
            Ok(recipe) => std::str::from_utf8(&recipe)
                .ok()
                .and_then(|recipe| self.derive(recipe))
                .map(Some)
                .ok_or_else(|| StoreError::KeyInvalid(self.path.clone())),
        }
    }

    fn create(&self, entropy: &dyn Entropy) -> Result<Key, StoreError> {
        self.write_recipe(entropy)
            .map_err(|error| StoreError::io(&self.path, &error))?;
        self.load()?
            .ok_or_else(|| StoreError::KeyMissing(self.path.clone()))
    }

    fn location(&self) -> PathBuf {
        self.path.clone()
    }
}
