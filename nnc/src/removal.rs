//! Routers that are no longer wanted: removed into the archive, brought back, or purged.

use std::sync::Arc;

use nnc_store::{ArchivedRouter, RouterRecord, StoreError};
use serde::Serialize;

use crate::adding::{free_address, name_of_router};
use crate::error::{Error, ErrorKind};
use crate::instance::{Nnc, Shared, blocking, view};
use crate::views::RouterView;

/// A router in the archive.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RemovedRouter {
    /// Tells it from others that had the same name.
    pub id: String,
    /// When it was removed, in milliseconds since 1970.
    pub archived_at: u64,
    /// The router, as it was.
    #[serde(flatten)]
    pub router: RouterView,
}

impl Nnc {
    /// Removes a router into the archive: what is known of it stays, compressed, its secrets encrypted, and can be
    /// brought back by [`restore_router`](Self::restore_router). Its name is free. Nothing is changed on the router, so
    /// what nnc made there must be gone unless `keep_rows` says that it may stay.
    ///
    /// # Errors
    /// `router-in-use`, `router-busy`, `router-unsettled` or `no-such-router`.
    pub async fn remove_router(&self, name: &str, keep_rows: bool) -> Result<RemovedRouter, Error> {
        let (shared, name) = (Arc::clone(&self.shared), name.to_owned());
        blocking(move || {
            let record = shared.system.router(&name)?;
            unused(&shared, &record, keep_rows)?;
            let now = shared.clock.now_ms();
            let archived = shared.dir.archive_router(&shared.system, &name, now)?;
            Ok(removed(&archived))
        })
        .await
    }

    /// Removes a router for ever: its database with its backups, and its secrets. `id` names one of the archive; without
    /// it the router of this name is meant, or, where there is none, the one of the archive. Copies of `system.db` that
    /// were made before still hold its secrets, encrypted. Nothing is changed on the router.
    ///
    /// # Errors
    /// As for [`remove_router`](Self::remove_router); `no-such-archive`, `archive-ambiguous`.
    pub async fn purge_router(&self, name: &str, id: Option<&str>, keep_rows: bool) -> Result<(), Error> {
        let (shared, name, id) = (Arc::clone(&self.shared), name.to_owned(), number(name, id)?);
        blocking(move || {
            let record = match (shared.system.router(&name), id) {
                (Ok(record), None) => {
                    match unused(&shared, &record, keep_rows) {
                        // What cannot be read any more is lost already; to be asked for all the same.
                        Err(error) if keep_rows && error.code == "store-corrupt" => {}
                        other => other?,
                    }
                    record
                }
                (Err(error @ StoreError::NoSuchRouter(_)), None) => {
                    match shared.system.archived_router(&name, None) {
                        Err(StoreError::NoSuchArchive(_)) => return Err(error.into()),
                        found => found?.router,
                    }
                }
                (Err(StoreError::NoSuchRouter(_)) | Ok(_), Some(_)) => {
                    shared.system.archived_router(&name, id)?.router
                }
                (Err(error), _) => return Err(error.into()),
            };
            let now = shared.clock.now_ms();
            Ok(shared.dir.purge_router(&shared.system, &record, now)?)
        })
        .await
    }

    /// The routers of the archive, by name and time.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn removed_routers(&self) -> Result<Vec<RemovedRouter>, Error> {
        let shared = Arc::clone(&self.shared);
        blocking(move || Ok(shared.system.archived()?.iter().map(removed).collect())).await
    }

    /// Brings a router back from the archive; `id` says which where several had this name. `new_name` is its name from
    /// now on, if it is to be another. The router is not asked: what happened there meanwhile is told by
    /// [`reconcile`](crate::Router::reconcile).
    ///
    /// # Errors
    /// `no-such-archive`, `archive-ambiguous`, `archive-damaged`; `router-exists` if the name is taken, or if its
    /// address belongs to another router; `invalid-name`.
    pub async fn restore_router(
        &self,
        name: &str,
        id: Option<&str>,
        new_name: Option<&str>,
    ) -> Result<RouterView, Error> {
        let (shared, name, id) = (Arc::clone(&self.shared), name.to_owned(), number(name, id)?);
        let new_name = new_name.map(name_of_router).transpose()?;
        blocking(move || {
            let archived = shared.system.archived_router(&name, id)?;
            free_address(&shared, &archived.router.url)?;
            let record = shared
                .dir
                .restore_router(&shared.system, &archived, new_name.as_deref())?;
            Ok(view(&record))
        })
        .await
    }
}

/// The id of a router as the store counts.
fn number(name: &str, id: Option<&str>) -> Result<Option<i64>, Error> {
    let parse = |id: &str| {
        id.parse()
            .map_err(|_| StoreError::NoSuchArchive(format!("{name} with the id {id}")))
    };
    Ok(id.map(parse).transpose()?)
}

/// Refuses while resources are left on a router, unless their rows may stay.
fn unused(shared: &Shared, record: &RouterRecord, keep_rows: bool) -> Result<(), Error> {
    let left = shared.dir.router(record.id)?.resources()?.len();
    if left == 0 || keep_rows {
        return Ok(());
    }
    let message = format!(
        "{left} resources are left on {}: delete them first, or leave their rows on the router with --keep-rows",
        record.name
    );
    Err(Error::new(ErrorKind::Conflict, "router-in-use", message))
}

fn removed(archived: &ArchivedRouter) -> RemovedRouter {
    RemovedRouter {
        id: archived.router.id.to_string(),
        archived_at: archived.archived_at,
        router: view(&archived.router),
    }
}
