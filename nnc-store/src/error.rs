//! What a store could not do.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

use crate::history::Layer;

/// Why the store did not do what it was asked. Nothing that was acknowledged before is lost by it.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no room left on the disk.
    #[error(
        "there is no room left to write {0}; free some space and try again: nothing acknowledged is lost"
    )]
    Full(PathBuf),
    /// The file or its directory cannot be read or written.
    #[error(
        "{path} cannot be used: {reason}; check that this user may read and write it, and that its file system is not read-only"
    )]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// The file is not, or no longer, a database of nnc.
    #[error(
        "{path} is damaged: {reason}; `{}` puts the last backup in its place",
        restoring(path)
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file is a database of nnc, but not the one that belongs there.
    #[error(
        "{path} is not {wanted}: {reason}; take the right file, or let `{}` find the last backup",
        restoring(path)
    )]
    Misplaced {
        /// The file.
        path: PathBuf,
        /// What it should be.
        wanted: String,
        /// What is known of it.
        reason: String,
    },
    /// The file was written by a newer nnc.
    #[error("{path} has schema {found}, this nnc knows up to {known}; use the newer nnc that wrote it")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// Another process kept the database locked for too long.
    #[error("another process keeps {0} locked; try again")]
    Busy(PathBuf),
    /// Another apply is changing the router.
    #[error("another apply is changing router {0}; try again when it has ended, or wait for it with --wait")]
    RouterBusy(String),
    /// A router of this name exists.
    #[error("a router named {0:?} exists already; choose another name or remove it first")]
    RouterExists(String),
    /// No such router.
    #[error("there is no router {0:?}; `nnc router list` shows the routers")]
    NoSuchRouter(String),
    /// The router has changes that are not settled.
    #[error("router {0:?} has changes whose outcome is open; run `nnc recover` first")]
    RouterUnsettled(String),
    /// No such secret.
    #[error("there is no secret {0:?}; store it again")]
    NoSuchSecret(String),
    /// The secret was not encrypted with this key, or was tampered with.
    #[error(
        "the secret {0:?} cannot be decrypted with the key of this data directory; restore the key that belongs to it, or store the secret again"
    )]
    SecretUnreadable(String),
    /// Secrets exist, but the key is gone.
    #[error("the key {0} is missing, but secrets were encrypted with it; restore it from a backup")]
    KeyMissing(PathBuf),
    /// Others may read the key.
    #[error(
        "the key {path} may be read by others (mode {mode:o}); run `chmod 600` on it, and change the passwords if others had access"
    )]
    KeyExposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The key file does not hold a key.
    #[error("{0} does not hold a key of 32 bytes; restore it from a backup")]
    KeyInvalid(PathBuf),
    /// The key is another one than the secrets were encrypted with.
    #[error("the key {0} is not the one that the secrets were encrypted with; give the right one")]
    KeyWrong(PathBuf),
    /// The keyring of the operating system cannot be used.
    #[error(
        "the keyring of the operating system cannot be used: {0}; start and unlock it, or keep the key elsewhere"
    )]
    KeyringUnavailable(String),
    /// The key cannot be exchanged where it is.
    #[error("nnc cannot change the key in {0}; give a new place for the key")]
    KeyFixed(PathBuf),
    /// A VLAN or a subnet is taken.
    #[error("{what} is already taken by {by}; choose another")]
    AllocationTaken {
        /// The VLAN or the subnet.
        what: String,
        /// The resource that holds it.
        by: String,
    },
    /// The intent is not open (any more).
    #[error("the change {0} is not open; it was settled before")]
    IntentClosed(i64),
    /// A value cannot be kept as JSON.
    #[error("a value cannot be stored: {0}; this is a defect in nnc, please report it")]
    Encode(String),
    /// There is no copy to restore.
    #[error("there is no backup at {0}; `nnc db backup` makes one")]
    NoBackup(PathBuf),
    /// There is no such router in the archive.
    #[error("there is no removed router {0:?}; `nnc router list --archived` shows them")]
    NoSuchArchive(String),
    /// Several routers of this name are in the archive.
    #[error("several removed routers were called {name:?}: say which one with --id, of {ids}")]
    ArchiveAmbiguous {
        /// The name.
        name: String,
        /// Their ids.
        ids: String,
    },
    /// What is in the archive of a router is not what was put there.
    #[error(
        "the archive {path} is damaged: {reason}; put a copy of the file in its place, or remove the router for ever with `nnc router remove --purge`"
    )]
    ArchiveDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A file that was to be imported is no export, or not as it was exported.
    #[error("{path} cannot be imported: {reason}; export the router again, or take another copy of the file")]
    ExportDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A newer nnc wrote the export.
    #[error(
        "{path} is an export in version {found} of the format, which this nnc does not know; use a newer nnc"
    )]
    ExportNewer {
        /// The file.
        path: PathBuf,
        /// The version of its format.
        found: u32,
    },
    /// There is a file already where one was to be written.
    #[error("{0} exists already; choose another file, or remove it first")]
    FileExists(PathBuf),
    /// The passphrase is too easily found.
    #[error("the passphrase is too short: use at least {0} characters")]
    PassphraseShort(usize),
    /// The secrets of an export cannot be decrypted.
    #[error(
        "the secrets in {0} cannot be decrypted: the passphrase is another one, or the file was changed; try again, or import it without its secrets"
    )]
    PassphraseWrong(PathBuf),
    /// A value is too large for a layer.
    #[error("the {layer} layer cannot hold this value: {reason}")]
    ValueTooLarge {
        /// The layer.
        layer: Layer,
        /// How it is too large.
        reason: String,
    },
    /// No such resource.
    #[error("there is no resource {0:?} on this router; `nnc resource list` shows them")]
    NoSuchResource(String),
    /// The id or the uuid names another resource.
    #[error(
        "{resource} exists as a {kind} with the uuid {uuid}; choose another name or uuid, or remove it first"
    )]
    ResourceExists {
        /// Its id.
        resource: String,
        /// Its uuid.
        uuid: String,
        /// Its type.
        kind: String,
    },
    /// The history was changed after it was written.
    #[error(
        "the history in {path} is not the one that was written: event {seq}: {reason}; compare with a backup to see what was changed"
    )]
    HistoryBroken {
        /// The file.
        path: PathBuf,
        /// The first event that is not what it was.
        seq: u64,
        /// What is wrong.
        reason: &'static str,
    },
    /// Something else that the database reports.
    #[error("the database {path} reports: {reason}")]
    Database {
        /// The file.
        path: PathBuf,
        /// Its words.
        reason: String,
    },
}

/// The command that puts a backup in the place of a database.
fn restoring(path: &Path) -> &'static str {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    if name.starts_with("system") {
        "nnc db restore"
    } else {
        "nnc db restore --router NAME"
    }
}

impl StoreError {
    /// The stable code, listed in `docs/errors.md`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Full(_) => "store-full",
            Self::Unwritable { .. } => "store-unwritable",
            Self::Corrupt { .. } => "store-corrupt",
            Self::Misplaced { .. } => "store-misplaced",
            Self::Newer { .. } => "store-newer",
            Self::Busy(_) => "store-busy",
            Self::RouterBusy(_) => "router-busy",
            Self::RouterExists(_) => "router-exists",
            Self::NoSuchRouter(_) => "no-such-router",
            Self::RouterUnsettled(_) => "router-unsettled",
            Self::NoSuchSecret(_) => "no-such-secret",
            Self::SecretUnreadable(_) => "secret-unreadable",
            Self::KeyMissing(_) => "key-missing",
            Self::KeyExposed { .. } => "key-exposed",
            Self::KeyInvalid(_) => "key-invalid",
            Self::KeyWrong(_) => "key-wrong",
            Self::KeyFixed(_) => "key-fixed",
            Self::KeyringUnavailable(_) => "keyring-unavailable",
            Self::AllocationTaken { .. } => "allocation-taken",
            Self::IntentClosed(_) => "intent-closed",
            Self::Encode(_) => "store-encode",
            Self::NoBackup(_) => "no-backup",
            Self::NoSuchArchive(_) => "no-such-archive",
            Self::ArchiveAmbiguous { .. } => "archive-ambiguous",
            Self::ArchiveDamaged { .. } => "archive-damaged",
            Self::ExportDamaged { .. } => "export-damaged",
            Self::ExportNewer { .. } => "export-newer",
            Self::FileExists(_) => "file-exists",
            Self::PassphraseShort(_) => "passphrase-short",
            Self::PassphraseWrong(_) => "passphrase-wrong",
            Self::ValueTooLarge { .. } => "value-too-large",
            Self::NoSuchResource(_) => "no-such-resource",
            Self::ResourceExists { .. } => "resource-exists",
            Self::HistoryBroken { .. } => "history-broken",
            Self::Database { .. } => "store-failed",
        }
    }

    /// Whether trying again later may help.
    pub const fn retryable(&self) -> bool {
        matches!(
            self,
            Self::Full(_) | Self::Busy(_) | Self::RouterBusy(_) | Self::AllocationTaken { .. }
        )
    }

    pub(crate) fn io(path: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path.to_owned()),
            _ => Self::Unwritable {
                path: path.to_owned(),
                reason: error.to_string(),
            },
        }
    }

    pub(crate) fn corrupt(path: &Path, reason: impl Into<String>) -> Self {
        Self::Corrupt {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }

    pub(crate) fn damaged_archive(path: &Path, reason: impl Into<String>) -> Self {
        Self::ArchiveDamaged {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }

    pub(crate) fn database(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        let reason = error.to_string();
        // The index of the log is a file of fixed size: what keeps it from growing is a full disk.
        let no_index = error
            .sqlite_error()
            .is_some_and(|error| error.extended_code == ffi::SQLITE_IOERR_SHMSIZE);
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::SystemIoFailure) if no_index => Self::Full(path),
            Some(
                ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::SystemIoFailure,
            ) => Self::Unwritable { path, reason },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt { path, reason },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(path),
            _ => match error {
                // A column that does not hold what this program wrote there.
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::Utf8Error(..) => Self::Corrupt { path, reason },
                _ => Self::Database { path, reason },
            },
        }
    }
}

impl From<StoreError> for nnc_core::ports::StoreError {
    fn from(error: StoreError) -> Self {
        Self {
            code: error.code(),
            message: error.to_string(),
        }
    }
}
