//! The key in the keyring of the operating system: Secret Service on Linux and the BSDs, Keychain on macOS, the
//! credential manager on Windows.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};
use nnc_core::ports::Entropy;
use zeroize::Zeroizing;

use super::{Key, KeyProvider};
use crate::error::StoreError;
use crate::files;

/// What our entries are filed under.
const SERVICE: &str = "nnc";

/// How many hexadecimal digits the name of an entry has.
const NAME: u64 = 32;

/// A key in the keyring of the user who runs the program. A file of the data directory says which entry it is, so that
/// several directories have several keys, and one that is moved keeps its own. The keyring has to be unlocked.
///
/// Keys are made and exchanged under the lock of a writing transaction, as [`SystemDb`](crate::SystemDb) does.
pub struct KeyringKey {
    store: Arc<CredentialStore>,
    /// The file with the name of the entry.
    label: PathBuf,
}

impl fmt::Debug for KeyringKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyringKey")
            .field("store", &self.store.vendor())
            .field("label", &self.label)
            .finish_non_exhaustive()
    }
}

impl KeyringKey {
    /// The key in the keyring of this user, under the name that is in the file `label`, which is made if it is missing.
    /// Blocks.
    ///
    /// # Errors
    /// [`StoreError::KeyringUnavailable`] where there is none, or none that answers.
    pub fn of_user(label: impl Into<PathBuf>) -> Result<Self, StoreError> {
        Ok(Self::in_store(system_store()?, label))
    }

    /// The same in another keyring.
    fn in_store(store: Arc<CredentialStore>, label: impl Into<PathBuf>) -> Self {
        Self {
            store,
            label: label.into(),
        }
    }

    /// The name of the entry; `None` where there is none yet.
    fn name(&self) -> Result<Option<String>, StoreError> {
        match files::read_short(&self.label, NAME) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(StoreError::KeyInvalid(self.label.clone()))
            }
            Err(error) => Err(StoreError::io(&self.label, &error)),
            Ok(name) => String::from_utf8(name)
                .ok()
                .filter(|name| name.len() as u64 == NAME && name.bytes().all(|byte| byte.is_ascii_hexdigit()))
                .map(Some)
                .ok_or_else(|| StoreError::KeyInvalid(self.label.clone())),
        }
    }

    fn make_name(&self, entropy: &dyn Entropy) -> io::Result<()> {
        let mut name = [0_u8; 16];
        entropy.fill(&mut name);
        let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        let directory = self.label.parent().unwrap_or(Path::new("."));
        let draft = self.label.with_extension(format!("new-{name}"));
        let mut file = files::open_private(&draft, true)?;
        let written = file.write_all(name.as_bytes()).and_then(|()| {
            file.sync_all()?;
            match fs::hard_link(&draft, &self.label) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                _ => files::sync_dir(directory),
            }
        });
        files::remove_if_present(&draft)?;
        written
    }

    /// The entry in force, or the one that is to take its place; `None` where there is no name yet.
    fn entry(&self, suffix: &str) -> Result<Option<Entry>, StoreError> {
        let Some(name) = self.name()? else {
            return Ok(None);
        };
        self.store
            .build(SERVICE, &format!("{name}{suffix}"), None)
            .map(Some)
            .map_err(unavailable)
    }

    fn read(&self, suffix: &str) -> Result<Option<Key>, StoreError> {
        let Some(entry) = self.entry(suffix)? else {
            return Ok(None);
        };
        let bytes = match entry.get_secret() {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(Error::NoEntry) => return Ok(None),
            Err(error) => return Err(unavailable(error)),
        };
        let mut key = Zeroizing::new([0_u8; 32]);
        if bytes.len() != key.len() {
            return Err(StoreError::KeyInvalid(self.location()));
        }
        key.copy_from_slice(&bytes);
        Ok(Some(Key::from(key)))
    }

    /// The key of an entry, which is made if it is missing.
    fn read_or_make(&self, suffix: &str, entropy: &dyn Entropy) -> Result<Key, StoreError> {
        if self.name()?.is_none() {
            self.make_name(entropy)
                .map_err(|error| StoreError::io(&self.label, &error))?;
        }
        if let Some(key) = self.read(suffix)? {
            return Ok(key);
        }
        let mut key = Zeroizing::new([0_u8; 32]);
        entropy.fill(key.as_mut());
        let missing = || StoreError::KeyMissing(self.location());
        let entry = self.entry(suffix)?.ok_or_else(missing)?;
        entry.set_secret(key.as_ref()).map_err(unavailable)?;
        // Only what the keyring gives back can be relied on.
        self.read(suffix)?.ok_or_else(missing)
    }
}

impl KeyProvider for KeyringKey {
    fn load(&self) -> Result<Option<Key>, StoreError> {
        self.read("")
    }

    fn create(&self, entropy: &dyn Entropy) -> Result<Key, StoreError> {
        self.read_or_make("", entropy)
    }

    fn location(&self) -> PathBuf {
        let name = self.name().ok().flatten().unwrap_or_default();
        PathBuf::from(format!("keyring entry {SERVICE}/{name}"))
    }

    fn stage(&self, entropy: &dyn Entropy) -> Result<Key, StoreError> {
        self.read_or_make(NEXT, entropy)
    }

    fn staged(&self) -> Result<Option<Key>, StoreError> {
        self.read(NEXT)
    }

    fn promote(&self) -> Result<(), StoreError> {
        let (Some(next), Some(entry)) = (self.read(NEXT)?, self.entry("")?) else {
            // Another process was faster.
            return Ok(());
        };
        entry.set_secret(next.bytes()).map_err(unavailable)?;
        // Cut short before this, both are the same, and this is done again.
        let staged = self.entry(NEXT)?.map(|staged| staged.delete_credential());
        match staged {
            None | Some(Ok(()) | Err(Error::NoEntry)) => Ok(()),
            Some(Err(error)) => Err(unavailable(error)),
        }
    }
}

/// What the entry of the next key is called besides.
const NEXT: &str = ".next";

/// What the keyring says, without what it may have read.
fn unavailable(error: Error) -> StoreError {
    let reason = match error {
        Error::PlatformFailure(error) | Error::NoStorageAccess(error) => error.to_string(),
        Error::Ambiguous(entries) => format!("it has {} entries where one belongs", entries.len()),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "its entry cannot be read".to_owned(),
        other => other.to_string(),
    };
    StoreError::KeyringUnavailable(reason)
}

#[cfg(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))))]
fn system_store() -> Result<Arc<CredentialStore>, StoreError> {
    Ok(zbus_secret_service_keyring_store::Store::new().map_err(unavailable)?)
}

#[cfg(target_os = "macos")]
fn system_store() -> Result<Arc<CredentialStore>, StoreError> {
    Ok(apple_native_keyring_store::keychain::Store::new().map_err(unavailable)?)
}

#[cfg(windows)]
fn system_store() -> Result<Arc<CredentialStore>, StoreError> {
    Ok(windows_native_keyring_store::Store::new().map_err(unavailable)?)
}

#[cfg(any(target_os = "ios", target_os = "android", not(any(unix, windows))))]
fn system_store() -> Result<Arc<CredentialStore>, StoreError> {
    let reason = "nnc knows none of this system".to_owned();
    Err(StoreError::KeyringUnavailable(reason))
}

#[cfg(test)]
mod tests {
    use keyring_core::mock;
    use nnc_core::ports::SecretStore;

    use super::*;
    use crate::{DataDir, Options};

    /// Different bytes each time.
    struct Counting(std::sync::atomic::AtomicU8);

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        }
    }

    fn dice() -> Arc<Counting> {
        Arc::new(Counting(1.into()))
    }

    fn entry(store: &Arc<mock::Store>, key: &KeyringKey, suffix: &str) -> Entry {
        let name = key.name().unwrap().unwrap();
        let store: Arc<CredentialStore> = store.clone();
        store.build(SERVICE, &format!("{name}{suffix}"), None).unwrap()
    }

    #[test]
    fn a_key_is_made_found_again_and_exchanged() {
        let directory = tempfile::tempdir().unwrap();
        let store = mock::Store::new().unwrap();
        let label = directory.path().join("key.keyring");
        let key = || KeyringKey::in_store(store.clone(), &label);
        let dice = dice();
        assert!(key().load().unwrap().is_none());
        assert!(key().staged().unwrap().is_none());
        let made = key().create(&*dice).unwrap();
        assert_eq!(
            key().create(&*dice).unwrap().id(),
            made.id(),
            "the one that stands"
        );
        assert_eq!(key().load().unwrap().unwrap().id(), made.id());
        let next = key().stage(&*dice).unwrap();
        assert_ne!(next.id(), made.id());
        assert_eq!(key().stage(&*dice).unwrap().id(), next.id());
        assert_eq!(key().load().unwrap().unwrap().id(), made.id());
        key().promote().unwrap();
        assert_eq!(key().load().unwrap().unwrap().id(), next.id());
        assert!(key().staged().unwrap().is_none());
        key().promote().unwrap();
        assert_eq!(key().load().unwrap().unwrap().id(), next.id());
        // Another directory has another key.
        let other = KeyringKey::in_store(store.clone(), directory.path().join("other"));
        assert_ne!(other.create(&*dice).unwrap().id(), next.id());
        // No file holds it.
        for file in fs::read_dir(directory.path()).unwrap() {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(32).any(|window| window == next.bytes()));
        }
    }

    #[test]
    fn secrets_are_kept_under_it_through_an_exchange_that_was_cut_short() {
        let directory = tempfile::tempdir().unwrap();
        let store = mock::Store::new().unwrap();
        let path = directory.path().join("nnc");
        let label = path.join("key.keyring");
        let key = || KeyringKey::in_store(store.clone(), &label);
        let dice = dice();
        let open = || {
            let options = Options {
                keys: Some(Arc::new(key())),
                ..Options::default()
            };
            DataDir::with(&path, dice.clone(), options).unwrap().system()
        };
        let system = open().unwrap();
        let reference = system.put("a", &"secret".into()).unwrap();
        assert!(!path.join("key").exists());
        assert_eq!(system.rotate_key().unwrap(), 1);
        assert_eq!(system.get(&reference).unwrap().expose(), b"secret");
        assert_eq!(open().unwrap().get(&reference).unwrap().expose(), b"secret");

        // The entry is gone, another one, too short, or cannot be reached.
        let found = entry(&store, &key(), "");
        let good = found.get_secret().unwrap();
        found.delete_credential().unwrap();
        assert_eq!(system.get(&reference).unwrap_err().code, "key-missing");
        assert_eq!(system.put("b", &"x".into()).unwrap_err().code, "key-missing");
        found.set_secret(&[9; 32]).unwrap();
        assert_eq!(system.get(&reference).unwrap_err().code, "key-wrong");
        found.set_secret(&[9; 31]).unwrap();
        assert_eq!(system.get(&reference).unwrap_err().code, "key-invalid");
        found.set_secret(&good).unwrap();
        let broken = |error: Error| {
            let entry = entry(&store, &key(), "");
            entry
                .as_any()
                .downcast_ref::<mock::Cred>()
                .unwrap()
                .set_error(error);
            system.get(&reference).unwrap_err()
        };
        let locked = broken(Error::NoStorageAccess("it is locked".into()));
        assert_eq!(locked.code, "keyring-unavailable");
        assert!(locked.message.contains("it is locked"), "{}", locked.message);
        let leaking = broken(Error::BadEncoding(b"canary".to_vec()));
        assert_eq!(leaking.code, "keyring-unavailable");
        assert!(!leaking.message.contains("canary"));
        assert_eq!(system.get(&reference).unwrap().expose(), b"secret");
        fs::write(&label, "../x").unwrap();
        assert_eq!(system.get(&reference).unwrap_err().code, "key-invalid");
    }
}
