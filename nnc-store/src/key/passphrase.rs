//! The key that follows from a passphrase.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;

use argon2::{Algorithm, Argon2, Params, Version};
use nnc_core::ports::Entropy;
use nnc_core::secret::Secret;
use zeroize::Zeroizing;

use super::{Key, KeyProvider};
use crate::error::StoreError;
use crate::files;

/// Memory in KiB, rounds and lanes: what RFC 9106, section 4, recommends where memory is scarce, a quarter of the memory
/// and more rounds for routers that run nnc themselves.
const MEMORY: u32 = 16 * 1024;
const ROUNDS: u32 = 5;
const LANES: u32 = 1;

/// The most that a file may ask for: it is not to be a way to use up the memory.
const MOST: (u32, u32, u32) = (1 << 20, 100, 16);

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
        let (params, salt) = parse(recipe)?;
        let mut bytes = Zeroizing::new([0_u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(self.passphrase.expose(), &salt, bytes.as_mut())
            .ok()?;
        let key = Key::from(bytes);
        *derived = Some((recipe.to_owned(), key.clone()));
        Some(key)
    }

    fn write_recipe(&self, entropy: &dyn Entropy) -> io::Result<()> {
        let mut salt = [0_u8; 16];
        entropy.fill(&mut salt);
        let salt: String = salt.iter().map(|byte| format!("{byte:02x}")).collect();
        let directory = self.path.parent().unwrap_or(Path::new("."));
        let draft = self
            .path
            .with_extension(format!("new-{}-{salt}", std::process::id()));
        let mut file = files::open_private(&draft, true)?;
        let written = (|| {
            write!(file, "argon2id {MEMORY} {ROUNDS} {LANES} {salt}")?;
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

/// Reads `argon2id MEMORY ROUNDS LANES SALT`.
pub(super) fn parse(recipe: &str) -> Option<(Params, Vec<u8>)> {
    let mut words = recipe.split_whitespace();
    if words.next() != Some("argon2id") {
        return None;
    }
    let mut number = |most: u32| words.next()?.parse().ok().filter(|number| *number <= most);
    let (memory, rounds, lanes) = (number(MOST.0)?, number(MOST.1)?, number(MOST.2)?);
    let salt = words.next()?;
    let digits: Option<Vec<u8>> = salt
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let salt: Vec<u8> = digits?
        .chunks_exact(2)
        .filter_map(|pair| pair.first().zip(pair.get(1)).map(|(high, low)| high * 16 + low))
        .collect();
    let params = Params::new(memory, rounds, lanes, None).ok()?;
    (salt.len() >= 16 && words.next().is_none()).then_some((params, salt))
}

impl KeyProvider for PassphraseKey {
    fn load(&self) -> Result<Option<Key>, StoreError> {
        match fs::read(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
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
