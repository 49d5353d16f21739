//! One router in one file: out of a data directory, and into another.
//!
//! The file holds the router's row, its database and, encrypted under a passphrase, its secrets. The rows of nnc on the
//! router carry the mark of the controller that made them; importing keeps that controller for this router, so that
//! they are still its own. The references to secrets in its history are kept as they are too (see
//! [`RouterSecrets`](crate::RouterSecrets)). From then on two installations take the router for theirs: the one that
//! exported it should remove it.

mod format;
mod manifest;
mod sealed;

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::time::Duration;

use nnc_core::secret::Secret;

pub use manifest::Manifest;

use crate::cipher;
use crate::data_dir::DataDir;
use crate::error::StoreError;
use crate::files;
use crate::fleet::layout;
use crate::key::recipe;
use crate::lock::RouterLock;
use crate::packed;
use crate::router;
use crate::sqlite::{Database, Expect, Migrator, Stamp, check_whole, expect_schema};
use crate::system::{MovedRouter, NewRouter, RouterId, RouterRecord, SystemDb};
use format::{Flaw, Reader, Writer};

/// How many characters a passphrase has at least.
const PASSPHRASE: usize = 12;

/// How many bytes of the disk an import leaves to others.
const KEPT_FREE: u64 = 16 << 20;

/// What is to be written into a file.
#[derive(Debug, Clone)]
pub struct Export<'a> {
    /// The file, which must not exist.
    pub file: &'a Path,
    /// What the secrets are encrypted with, at least 12 characters; `None` leaves them out.
    pub passphrase: Option<&'a Secret>,
    /// The time, in milliseconds since 1970.
    pub at: u64,
    /// How long to wait for somebody who is changing the router.
    pub wait: Duration,
}

/// What importing came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The router as it is remembered now.
    pub router: RouterRecord,
    /// The secrets that were left out, by name, and have to be given anew.
    pub missing: Vec<String>,
}

/// The directory where an export or an import is put together: one at a time, gone when it is over.
#[derive(Debug)]
struct Bench {
    directory: PathBuf,
    _lock: RouterLock,
}

impl Bench {
    fn place(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // What is left is taken away when the data directory is opened next.
        let _left = fs::remove_dir_all(&self.directory);
    }
}

impl Manifest {
    /// Reads what an export says of itself, and nothing else: only importing shows whether the file is whole.
    ///
    /// # Errors
    /// [`StoreError::ExportDamaged`] if this is no export; [`StoreError::ExportNewer`]; or if it cannot be read.
    pub fn read(file: &Path) -> Result<Self, StoreError> {
        begin(file).map(|(_, manifest)| manifest)
    }
}

impl DataDir {
    /// Writes a router into a file, and reads that back.
    ///
    /// # Errors
    /// [`StoreError::FileExists`]; [`StoreError::PassphraseShort`]; [`StoreError::RouterBusy`];
    /// [`StoreError::RouterUnsettled`] while an outcome is open; [`StoreError::Busy`] during another export or import;
    /// or if something cannot be read or written.
    pub fn export_router(
        &self,
        system: &SystemDb,
        router: &RouterRecord,
        export: &Export<'_>,
    ) -> Result<Manifest, StoreError> {
        if export.passphrase.is_some_and(is_short) {
            return Err(StoreError::PassphraseShort(PASSPHRASE));
        }
        if export.file.exists() {
            return Err(StoreError::FileExists(export.file.to_owned()));
        }
        let _lock = self.lock(router, export.wait)?;
        if !self.router(router.id)?.open_intents()?.is_empty() {
            return Err(StoreError::RouterUnsettled(router.name.clone()));
        }
        let bench = self.bench()?;
        let (plain, compressed) = (bench.place("router.db"), bench.place("router.db.gz"));
        self.fleet.with(router.id, |database| database.copy_to(&plain))?;
        packed::pack(&plain, &compressed)?;
        let secrets = system.secret_entries(router.id)?;
        let sealing = match export.passphrase {
            None => None,
            Some(passphrase) => {
                let contents = system.secrets_in(router.id, &secrets)?;
                Some((passphrase, recipe::draw(&*self.fleet.entropy), contents))
            }
        };
        let manifest = Manifest {
            name: router.name.clone(),
            url: router.url.clone(),
            pin: router.pin.clone(),
            insecure: router.insecure,
            controller: router.controller,
            capabilities: router.capabilities.clone(),
            pool: router.pool.clone(),
            created_at: router.created_at,
            exported_at: export.at,
            origin: router.origin.0,
            database_bytes: length(&plain)?,
            secrets,
            key: sealing.as_ref().map(|(_, recipe, _)| recipe.clone()),
        };
        let seal = |with: [u8; 32]| {
            let Some((passphrase, recipe, contents)) = &sealing else {
                return Some(Vec::new());
            };
            let key = recipe::follow(recipe, passphrase)?;
            cipher::seal_with(&key, &*self.fleet.entropy, &with, &sealed::join(contents)?)
        };
        self.publish(export.file, |draft| {
            write(draft, &manifest, &compressed, seal)?;
            let (reader, written) = begin(draft)?;
            let restored = bench.place("again.db");
            finish(draft, reader, &written, &restored)?;
            check_whole(&restored).map(drop)
        })?;
        Ok(manifest)
    }

    /// Adds the router of an export, under this name.
    ///
    /// ```
    /// # struct Fixed; impl nnc_core::ports::Entropy for Fixed { fn fill(&self, bytes: &mut [u8]) { bytes.fill(7) } }
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let parent = tempfile::tempdir()?;
    /// # use std::{sync::Arc, time::Duration};
    /// # use nnc_store::{DataDir, Export, Manifest, NewRouter};
    /// let (here, there) = (parent.path().join("here"), parent.path().join("there"));
    /// let data = DataDir::open(here, Arc::new(Fixed))?;
    /// let system = data.system()?;
    /// let new = NewRouter::new("home", "routeros+apis://admin@192.168.88.1");
    /// let home = data.add_router(&system, &new, Some(&"hunter2".into()), 0)?;
    /// let file = parent.path().join("home.nnc");
    /// let passphrase = "correct horse battery".into();
    /// let export = Export { file: &file, passphrase: Some(&passphrase), at: 1, wait: Duration::ZERO };
    /// data.export_router(&system, &home, &export)?;
    ///
    /// let data = DataDir::open(there, Arc::new(Fixed))?;
    /// let system = data.system()?;
    /// let manifest = Manifest::read(&file)?;
    /// assert_eq!(manifest.url, home.url);
    /// let imported = data.import_router(&system, &file, &manifest, "moved", Some(&passphrase))?;
    /// assert_eq!(imported.router.controller, home.controller);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `manifest` is what [`Manifest::read`] gave, and was
    /// looked at: the file must still say the same. Without a passphrase the secrets are left out. Nothing is kept of a
    /// file that is refused.
    ///
    /// # Errors
    /// [`StoreError::ExportDamaged`] if the file is not as it was exported, or holds what no nnc writes;
    /// [`StoreError::PassphraseWrong`]; [`StoreError::RouterExists`] if the name is taken; [`StoreError::Newer`];
    /// [`StoreError::Busy`] during another export or import; or if something cannot be read or written.
    pub fn import_router(
        &self,
        system: &SystemDb,
        file: &Path,
        manifest: &Manifest,
        name: &str,
        passphrase: Option<&Secret>,
    ) -> Result<Imported, StoreError> {
        if system.routers()?.iter().any(|kept| kept.name == name) {
            return Err(StoreError::RouterExists(name.to_owned()));
        }
        let bench = self.bench()?;
        let plain = bench.place("router.db");
        let (reader, written) = begin(file)?;
        if written != *manifest {
            return Err(damaged(file, "it has changed while it was read"));
        }
        let (secrets, bound) = finish(file, reader, manifest, &plain)?;
        let contents = match (&manifest.key, passphrase) {
            (Some(recipe), Some(passphrase)) => {
                let key = recipe::follow(recipe, passphrase)
                    .ok_or_else(|| damaged(file, "it does not say how its key is made"))?;
                let joined = cipher::open_with(&key, &bound, &secrets)
                    .ok_or_else(|| StoreError::PassphraseWrong(file.to_owned()))?;
                sealed::part(&joined, manifest.count())
                    .map(Some)
                    .ok_or_else(|| damaged(file, "its secrets are not those that it names"))?
            }
            _ => None,
        };
        self.examine(&bench, &plain).map_err(|error| match error {
            StoreError::Corrupt { reason, .. } => damaged(file, reason),
            StoreError::HistoryBroken { seq, reason, .. } => {
                damaged(file, format!("its history is broken at event {seq}: {reason}"))
            }
            StoreError::Newer { found, known, .. } => StoreError::Newer {
                path: file.to_owned(),
                found,
                known,
            },
            other => other,
        })?;
        let missing = match contents {
            Some(_) => Vec::new(),
            None => manifest.needed_secrets(),
        };
        let moved = MovedRouter {
            new: NewRouter {
                name: name.to_owned(),
                url: manifest.url.clone(),
                pin: manifest.pin.clone(),
                insecure: manifest.insecure,
                capabilities: manifest.capabilities.clone(),
                pool: manifest.pool.clone(),
            },
            controller: manifest.controller,
            created_at: manifest.created_at,
            origin: RouterId(manifest.origin),
            entries: &manifest.secrets,
            secrets: contents.unwrap_or_default(),
        };
        let router = system.insert_moved(&moved, |id| {
            // A file of this name can only be what an interrupted call left: ids are not given twice.
            self.fleet.layout.remove(id)?;
            let place = self.fleet.layout.router(id);
            fs::rename(&plain, &place).map_err(|error| StoreError::io(&place, &error))?;
            let root = self.fleet.layout.root();
            files::sync_dir(root).map_err(|error| StoreError::io(root, &error))
        })?;
        self.router(router.id)?;
        Ok(Imported { router, missing })
    }

    /// Takes away what a crash left of an export or an import.
    pub(crate) fn settle_transfers(&self) -> Result<(), StoreError> {
        let layout = &self.fleet.layout;
        if layout.transfer().exists()
            && let Some(lock) = RouterLock::try_acquire(&layout.transfer_lock())?
        {
            drop(Bench {
                directory: layout.transfer(),
                _lock: lock,
            });
        }
        Ok(())
    }

    fn bench(&self) -> Result<Bench, StoreError> {
        let layout = &self.fleet.layout;
        let (directory, lock) = (layout.transfer(), layout.transfer_lock());
        let lock = RouterLock::try_acquire(&lock)?.ok_or(StoreError::Busy(lock))?;
        match fs::remove_dir_all(&directory) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(StoreError::io(&directory, &error));
            }
            _ => {}
        }
        layout::make(&directory)?;
        Ok(Bench {
            directory,
            _lock: lock,
        })
    }

    /// Makes sure that a database from elsewhere is one of a router, brings it up to date, and reads all of it.
    fn examine(&self, bench: &Bench, plain: &Path) -> Result<(), StoreError> {
        let before = |_| Ok(bench.place("before.db"));
        // It gets its place, and its stamp with it, later.
        let stamp = Stamp::unknown_router();
        let migrator = Migrator {
            steps: router::MIGRATIONS,
            entropy: &*self.fleet.entropy,
            stamp: &stamp,
            backup: &before,
        };
        let version = check_whole(plain)?;
        migrator.accept(plain, version, Expect::Existing)?;
        expect_schema(plain, router::MIGRATIONS, &*self.fleet.entropy)?;
        let database = Database::open(plain, &migrator, Expect::Existing, 512)?;
        router::examine(&database)?;
        database.write(Stamp::remove)?;
        database.empty_log()
    }

    /// Makes a file by `write` under another name beside it, and gives it its own when that went well.
    fn publish(
        &self,
        file: &Path,
        write: impl FnOnce(&Path) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut suffix = [0_u8; 8];
        self.fleet.entropy.fill(&mut suffix);
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".{:016x}.draft", u64::from_le_bytes(suffix)));
        let draft = PathBuf::from(name);
        let written = write(&draft).and_then(|()| {
            if file.exists() {
                return Err(StoreError::FileExists(file.to_owned()));
            }
            fs::rename(&draft, file).map_err(|error| StoreError::io(file, &error))
        });
        if written.is_err() {
            // What is wrong was said already.
            let _left = files::remove_if_present(&draft);
        }
        written?;
        let directory = match file.parent() {
            Some(directory) if directory != Path::new("") => directory,
            _ => Path::new("."),
        };
        files::sync_dir(directory).map_err(|error| StoreError::io(directory, &error))
    }
}

fn is_short(passphrase: &Secret) -> bool {
    String::from_utf8_lossy(passphrase.expose()).chars().count() < PASSPHRASE
}

fn length(path: &Path) -> Result<u64, StoreError> {
    let metadata = fs::metadata(path).map_err(|error| StoreError::io(path, &error))?;
    Ok(metadata.len())
}

fn damaged(file: &Path, reason: impl Into<String>) -> StoreError {
    StoreError::ExportDamaged {
        path: file.to_owned(),
        reason: reason.into(),
    }
}

fn flawed(file: &Path, flaw: Flaw) -> StoreError {
    match flaw {
        Flaw::Damaged(reason) => damaged(file, reason),
        Flaw::Newer(found) => StoreError::ExportNewer {
            path: file.to_owned(),
            found,
        },
        Flaw::Source(error) => StoreError::io(file, &error),
    }
}

fn begin(file: &Path) -> Result<(Reader<BufReader<File>>, Manifest), StoreError> {
    let source = File::open(file).map_err(|error| StoreError::io(file, &error))?;
    Reader::begin(BufReader::new(source)).map_err(|flaw| flawed(file, flaw))
}

/// Reads the rest of an export: the database into a file, and the sealed secrets with what they are bound to.
fn finish(
    file: &Path,
    mut reader: Reader<BufReader<File>>,
    manifest: &Manifest,
    plain: &Path,
) -> Result<(Vec<u8>, [u8; 32]), StoreError> {
    enum Stop {
        Flaw(Flaw),
        Target(io::Error),
    }
    impl From<Flaw> for Stop {
        fn from(flaw: Flaw) -> Self {
            Self::Flaw(flaw)
        }
    }
    let room = plain.parent().and_then(files::room);
    if room.is_some_and(|room| room.saturating_sub(KEPT_FREE) < manifest.database_bytes) {
        return Err(StoreError::Full(plain.to_owned()));
    }
    let database = reader.database(|source| {
        packed::inflate(BufReader::new(source), plain, manifest.database_bytes).map_err(|flaw| match flaw {
            packed::Flaw::Damaged(reason) => Stop::Flaw(Flaw::damaged(format!("its database: {reason}"))),
            packed::Flaw::Target(error) => Stop::Target(error),
        })
    });
    database.map_err(|stop| match stop {
        Stop::Flaw(flaw) => flawed(file, flaw),
        Stop::Target(error) => StoreError::io(plain, &error),
    })?;
    let rest = reader.secrets().and_then(|secrets| {
        reader.end()?;
        if secrets.0.is_empty() != manifest.key.is_none() {
            return Err(Flaw::damaged("its secrets are not as it says"));
        }
        Ok(secrets)
    });
    rest.map_err(|flaw| flawed(file, flaw))
}

fn write(
    draft: &Path,
    manifest: &Manifest,
    compressed: &Path,
    seal: impl FnOnce([u8; 32]) -> Option<Vec<u8>>,
) -> Result<(), StoreError> {
    let unwritable = |error: io::Error| StoreError::io(draft, &error);
    let packed = File::open(compressed).map_err(|error| StoreError::io(compressed, &error))?;
    let target = BufWriter::new(files::open_private(draft, true).map_err(unwritable)?);
    let written = Writer::begin(target, manifest).and_then(|mut writer| {
        writer.database(length_of(&packed)?, packed)?;
        let sealed = |with| seal(with).ok_or_else(|| io::Error::other("the secrets are too long"));
        let target = writer.end(sealed)?;
        target
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()
    });
    written.map_err(unwritable)
}

fn length_of(file: &File) -> io::Result<u64> {
    Ok(file.metadata()?.len())
}

#[cfg(test)]
mod tests;
