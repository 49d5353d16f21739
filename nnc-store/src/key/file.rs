//! The key in a file of its own.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use nnc_core::ports::Entropy;
use zeroize::Zeroizing;

use super::{Key, KeyProvider};
use crate::error::StoreError;
use crate::files;

/// A key in a file of its own that only its owner may read (mode 0600). While it is exchanged, the next one is in a
/// file with the suffix `.next`.
#[derive(Debug, Clone)]
pub struct FileKey {
    path: PathBuf,
}

impl FileKey {
    /// The key in this file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    fn next(&self) -> Self {
        let mut name = self.path.clone().into_os_string();
        name.push(".next");
        Self::new(name)
    }

    fn write_new(&self, entropy: &dyn Entropy) -> io::Result<()> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        entropy.fill(bytes.as_mut());
        let mut suffix = [0_u8; 8];
        entropy.fill(&mut suffix);
        // Written whole under another name and then linked: no one ever sees half a key, and of two
        // processes that make one at the same time the first wins.
        let name = format!(".key-{}-{:016x}", std::process::id(), u64::from_le_bytes(suffix));
        let directory = self.path.parent().unwrap_or(Path::new("."));
        let draft = directory.join(name);
        let written = (|| {
            let mut file = files::open_private(&draft, true)?;
            file.write_all(bytes.as_ref())?;
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

impl KeyProvider for FileKey {
    fn load(&self) -> Result<Option<Key>, StoreError> {
        let mut file = match fs::File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io(&self.path, &error)),
        };
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = file
                .metadata()
                .map_err(|error| StoreError::io(&self.path, &error))?
                .permissions()
                .mode()
                & 0o777;
            if mode & 0o077 != 0 {
                return Err(StoreError::KeyExposed {
                    path: self.path.clone(),
                    mode,
                });
            }
        }
        let mut bytes = Zeroizing::new([0_u8; 32]);
        let mut beyond = [0_u8; 1];
        let whole = file.read_exact(bytes.as_mut()).is_ok() && matches!(file.read(&mut beyond), Ok(0));
        if whole {
            Ok(Some(Key::from(bytes)))
        } else {
            Err(StoreError::KeyInvalid(self.path.clone()))
        }
    }

    fn create(&self, entropy: &dyn Entropy) -> Result<Key, StoreError> {
        self.write_new(entropy)
            .map_err(|error| StoreError::io(&self.path, &error))?;
        self.load()?
            .ok_or_else(|| StoreError::KeyMissing(self.path.clone()))
    }

    fn location(&self) -> PathBuf {
        self.path.clone()
    }

    fn stage(&self, entropy: &dyn Entropy) -> Result<Key, StoreError> {
        // One that stands there already is of an exchange that was cut short, and as good as any.
        self.next().create(entropy)
    }

    fn staged(&self) -> Result<Option<Key>, StoreError> {
        self.next().load()
    }

    fn promote(&self) -> Result<(), StoreError> {
        let next = self.next().path;
        let directory = self.path.parent().unwrap_or(Path::new("."));
        match fs::rename(&next, &self.path).and_then(|()| files::sync_dir(directory)) {
            // Another process was faster.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other.map_err(|error| StoreError::io(&next, &error)),
        }
    }
}
