//! Exchanging the key of the secrets, also when it is cut short, and beside others who read and write.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use nnc_core::ports::{Entropy, SecretStore};
use nnc_core::secret::{Secret, SecretRef};
use nnc_store::*;

mod common;
use common::{Dice, open};

fn store(system: &SystemDb, count: usize) -> Vec<SecretRef> {
    let put = |number| {
        system
            .put("wg/key", &Secret::from(format!("secret {number}").as_str()))
            .unwrap()
    };
    (0..count).map(put).collect()
}

fn readable(system: &SystemDb, references: &[SecretRef]) {
    for (number, reference) in references.iter().enumerate() {
        let secret = system.get(reference).unwrap();
        assert_eq!(secret.expose(), format!("secret {number}").as_bytes());
    }
}

#[test]
fn every_secret_is_encrypted_anew_and_the_old_key_opens_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let system = open(directory.path()).system().unwrap();
    let references = store(&system, 5);
    let key = directory.path().join("key");
    let old = fs::read(&key).unwrap();
    assert_eq!(system.rotate_key().unwrap(), 5);
    assert_ne!(fs::read(&key).unwrap(), old);
    assert!(!directory.path().join("key.next").exists());
    readable(&system, &references);
    readable(&open(directory.path()).system().unwrap(), &references);
    assert_eq!(system.put("wg/key", &Secret::from("x")).unwrap().version, 6);

    fs::write(&key, old).unwrap();
    assert_eq!(system.get(&references[0]).unwrap_err().code, "key-wrong");
    assert_eq!(
        system.put("other", &Secret::from("x")).unwrap_err().code,
        "key-wrong"
    );
    assert_eq!(system.rotate_key().unwrap_err().code(), "key-wrong");
}

/// A file whose exchange is interrupted before the new key takes the place of the old one.
struct Interrupted(FileKey);

impl KeyProvider for Interrupted {
    fn load(&self) -> Result<Option<Key>, StoreError> {
        self.0.load()
    }

    fn create(&self, entropy: &dyn Entropy) -> Result<Key, StoreError> {
        self.0.create(entropy)
    }

    fn location(&self) -> std::path::PathBuf {
        self.0.location()
    }

    fn stage(&self, entropy: &dyn Entropy) -> Result<Key, StoreError> {
        self.0.stage(entropy)
    }

    fn staged(&self) -> Result<Option<Key>, StoreError> {
        self.0.staged()
    }

    fn promote(&self) -> Result<(), StoreError> {
        Err(StoreError::Full(self.location()))
    }
}

fn open_with(path: &Path, keys: Arc<dyn KeyProvider>) -> SystemDb {
    let options = Options {
        keys: Some(keys),
        ..Options::default()
    };
    DataDir::with(path, Arc::new(Dice), options)
        .unwrap()
        .system()
        .unwrap()
}

#[test]
fn an_exchange_that_was_cut_short_is_finished() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    let file = || FileKey::new(path.join("key"));
    let system = open_with(path, Arc::new(Interrupted(file())));
    let references = store(&system, 3);
    let old = fs::read(path.join("key")).unwrap();
    // After the new key was written and before it was used.
    file().stage(&Dice).unwrap();
    readable(&system, &references);
    readable(&open(path).system().unwrap(), &references);
    // After it was used and before it took its place.
    assert_eq!(system.rotate_key().unwrap_err().code(), "store-full");
    assert_eq!(fs::read(path.join("key")).unwrap(), old);
    readable(&system, &references);
    let more = system.put("other", &Secret::from("written meanwhile")).unwrap();
    let reopened = open(path).system().unwrap();
    assert_ne!(fs::read(path.join("key")).unwrap(), old, "opening finished it");
    readable(&reopened, &references);
    assert_eq!(reopened.get(&more).unwrap().expose(), b"written meanwhile");
    assert_eq!(reopened.rotate_key().unwrap(), 4);
}

#[test]
fn secrets_move_to_the_key_of_a_passphrase() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    let system = open(path).system().unwrap();
    let references = store(&system, 3);
    let passphrase = |text: &str| PassphraseKey::new(path.join("key.salt"), text.into());
    system.move_key(&passphrase("open sesame")).unwrap();
    assert_eq!(system.get(&references[0]).unwrap_err().code, "key-wrong");
    readable(&open_with(path, Arc::new(passphrase("open sesame"))), &references);
    let wrong = open_with(path, Arc::new(passphrase("open says me")));
    assert_eq!(wrong.get(&references[0]).unwrap_err().code, "key-wrong");
}

#[test]
fn others_read_and_write_while_the_key_is_exchanged() {
    let directory = tempfile::tempdir().unwrap();
    let references = store(&open(directory.path()).system().unwrap(), 4);
    let path = directory.path();
    let written: Vec<SecretRef> = thread::scope(|scope| {
        let writers: Vec<_> = (0..3)
            .map(|writer| {
                let references = &references;
                scope.spawn(move || {
                    // A connection of its own, as another process would have.
                    let system = open(path).system().unwrap();
                    (0..15)
                        .map(|round| {
                            readable(&system, references);
                            system
                                .put(&format!("w{writer}"), &Secret::from(round.to_string().as_str()))
                                .unwrap()
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let system = open(path).system().unwrap();
        for _ in 0..5 {
            system.rotate_key().unwrap();
        }
        writers
            .into_iter()
            .flat_map(|writer| writer.join().unwrap())
            .collect()
    });
    let system = open(path).system().unwrap();
    readable(&system, &references);
    for reference in &written {
        let secret = system.get(reference).unwrap();
        assert_eq!(secret.expose(), (reference.version - 1).to_string().as_bytes());
    }
}
