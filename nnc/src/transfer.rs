//! One router in one file: exported here, imported elsewhere.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use nnc_core::intent::pool::PoolConfig;
use nnc_core::model::UpdateVlanPoolInput;
use nnc_core::secret::Secret;
use nnc_store::{Export, Manifest, StoreError};
use serde::Serialize;

use crate::adding::{free_address, name_of_router};
use crate::connect::Trust;
use crate::error::{Error, ErrorKind};
use crate::instance::{Nnc, blocking, view};
use crate::url::RouterUrl;
use crate::views::RouterView;

/// A router that came from an export.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportedRouter {
    /// The router.
    #[serde(flatten)]
    pub router: RouterView,
    /// The secrets that were left out and have to be given anew, by name: `password` is that of the router.
    pub missing_secrets: Vec<String>,
}

impl Nnc {
    /// Writes a router into a new file: what is known of it, its history, and its secrets, encrypted under a passphrase
    /// of at least 12 characters; without a passphrase they are left out. Import it elsewhere with
    /// [`import_router`](Self::import_router), and then remove it here: two installations must not both take its rows
    /// for theirs.
    ///
    /// # Errors
    /// `file-exists`, `passphrase-short`, `router-busy`, `router-unsettled`, `no-such-router`; or why it cannot be
    /// written.
    pub async fn export_router(
        &self,
        name: &str,
        file: &Path,
        passphrase: Option<Secret>,
    ) -> Result<Manifest, Error> {
        let (shared, name, file) = (Arc::clone(&self.shared), name.to_owned(), file.to_owned());
        blocking(move || {
            let record = shared.system.router(&name)?;
            let export = Export {
                file: &file,
                passphrase: passphrase.as_ref(),
                at: shared.clock.now_ms(),
                wait: shared.wait,
            };
            Ok(shared.dir.export_router(&shared.system, &record, &export)?)
        })
        .await
    }

    /// What an export says of itself; only importing shows whether the file is whole. Blocks while it reads.
    ///
    /// # Errors
    /// `file-unreadable`, `export-damaged`, `export-newer`.
    pub fn read_export(file: &Path) -> Result<Manifest, Error> {
        if let Err(error) = std::fs::File::open(file) {
            let message = format!("{} cannot be read: {error}", file.display());
            return Err(Error::new(ErrorKind::Invalid, "file-unreadable", message));
        }
        Ok(Manifest::read(file)?)
    }

    /// Adds the router of an export, under its name or another one. The router is not asked. The rows of nnc on it keep
    /// the mark that they have, and are known by it. Without a passphrase, or from an export without them, the secrets
    /// are missing. Nothing is kept of a file that is refused.
    ///
    /// # Errors
    /// `file-unreadable`, `export-damaged`, `export-newer`, `passphrase-wrong`, `invalid-name`; `router-exists` if the name
    /// is taken, or if its address belongs to another router; or why it cannot be read or written.
    pub async fn import_router(
        &self,
        file: &Path,
        name: Option<&str>,
        passphrase: Option<Secret>,
    ) -> Result<ImportedRouter, Error> {
        let (shared, file, name) = (Arc::clone(&self.shared), file.to_owned(), name.map(str::to_owned));
        blocking(move || {
            let manifest = Self::read_export(&file)?;
            let name = name_of_router(name.as_deref().unwrap_or(&manifest.name))?;
            if !is_sound(&manifest) {
                return Err(unsound(file).into());
            }
            free_address(&shared, &manifest.url)?;
            let imported =
                shared
                    .dir
                    .import_router(&shared.system, &file, &manifest, &name, passphrase.as_ref())?;
            Ok(ImportedRouter {
                router: view(&imported.router),
                missing_secrets: imported.missing,
            })
        })
        .await
    }

    /// Stores another password for a router; the one before is forgotten. The router is not asked.
    ///
    /// # Errors
    /// `no-such-router`, or if it cannot be stored.
    pub async fn set_password(&self, name: &str, password: Secret) -> Result<(), Error> {
        let (shared, name) = (Arc::clone(&self.shared), name.to_owned());
        blocking(move || {
            let record = shared.system.router(&name)?;
            shared.system.set_password(record.id, &password)?;
            Ok(())
        })
        .await
    }
}

/// Whether what an export says of its router is what nnc would have written.
fn is_sound(manifest: &Manifest) -> bool {
    let address = manifest.url.parse::<RouterUrl>();
    let pool = &manifest.pool;
    address.is_ok_and(|address| address.to_string() == manifest.url)
        && manifest
            .pin
            .as_ref()
            .is_none_or(|pin| Trust::Pin(pin.clone()).policy().is_ok())
        && (pool.is_null() || serde_json::from_value(pool.clone()).is_ok_and(|pool| is_pool(&pool)))
}

/// Whether somebody could have set a pool so.
fn is_pool(pool: &PoolConfig) -> bool {
    let change = UpdateVlanPoolInput {
        first: Some(pool.first.into()),
        last: Some(pool.last.into()),
        prefix: Some(pool.prefix.into()),
        quarantine: Some(Duration::from_millis(pool.quarantine_ms)),
    };
    PoolConfig::default().changed(&change).is_ok()
}

fn unsound(path: PathBuf) -> StoreError {
    StoreError::ExportDamaged {
        path,
        reason: "its address, its pin or its pool makes no sense".to_owned(),
    }
}
