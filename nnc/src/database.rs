//! The databases of a data directory: checks, verified copies, and putting a copy in the place of a damaged one.

use std::path::PathBuf;
use std::sync::Arc;

use nnc_store::{Backup, CheckReport};
use serde::Serialize;

use crate::error::Error;
use crate::instance::{Nnc, blocking};

/// What a check came to.
#[derive(Debug, Serialize)]
pub struct DatabaseChecks {
    /// What all routers share; not looked at where one router is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<SystemCheck>,
    /// The routers.
    pub databases: Vec<DatabaseCheck>,
}

impl DatabaseChecks {
    /// Whether all that was looked at is whole.
    pub fn is_whole(&self) -> bool {
        let system = self.system.iter().all(|check| check.error.is_none());
        system && self.databases.iter().all(|check| check.error.is_none())
    }
}

/// What a check of `system.db` came to.
#[derive(Debug, Serialize)]
pub struct SystemCheck {
    /// How many secrets there are, all of which can be read with the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secrets: Option<usize>,
    /// What is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
}

/// What a check of one router's database came to.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DatabaseCheck {
    /// The router.
    pub router: String,
    /// What was found in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<CheckReport>,
    /// What is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
}

impl Nnc {
    /// Checks `system.db` and the databases of all routers, or the database of one router, in full: every page and
    /// index, every reference, every hash of the history, every secret. A damaged one holds up no other.
    ///
    /// # Errors
    /// `no-such-router`, or if `system.db` cannot be read.
    pub async fn check_databases(&self, router: Option<&str>) -> Result<DatabaseChecks, Error> {
        let (shared, only) = (Arc::clone(&self.shared), router.map(str::to_owned));
        blocking(move || {
            let (routers, system) = match &only {
                Some(name) => (vec![shared.system.router(name)?], None),
                None => (shared.system.routers()?, Some(shared.system.check())),
            };
            let system = system.map(|found| match found {
                Ok(secrets) => SystemCheck {
                    secrets: Some(secrets),
                    error: None,
                },
                Err(error) => SystemCheck {
                    secrets: None,
                    error: Some(Error::from(error)),
                },
            });
            let check = |router: nnc_store::RouterRecord| {
                let (report, error) = match shared.dir.check(router.id) {
                    Ok(report) => (Some(report), None),
                    Err(error) => (None, Some(Error::from(error))),
                };
                DatabaseCheck {
                    router: router.name,
                    report,
                    error,
                }
            };
            Ok(DatabaseChecks {
                system,
                databases: routers.into_iter().map(check).collect(),
            })
        })
        .await
    }

    /// Makes a verified copy of a router's database, or of `system.db` where no router is named, while it is in use.
    ///
    /// # Errors
    /// `no-such-router`, or why it could not be copied.
    pub async fn back_up(&self, router: Option<&str>) -> Result<Backup, Error> {
        let (shared, router) = (Arc::clone(&self.shared), router.map(str::to_owned));
        blocking(move || match router {
            Some(name) => Ok(shared.dir.backup(shared.system.router(&name)?.id)?),
            None => Ok(shared.dir.backup_system(&shared.system)?),
        })
        .await
    }

    /// The copies of a router's database, or of `system.db` where no router is named, newest first.
    ///
    /// # Errors
    /// `no-such-router`, or if the directory cannot be read.
    pub async fn backups(&self, router: Option<&str>) -> Result<Vec<Backup>, Error> {
        let (shared, router) = (Arc::clone(&self.shared), router.map(str::to_owned));
        blocking(move || match router {
            Some(name) => Ok(shared.dir.backups(shared.system.router(&name)?.id)?),
            None => Ok(shared.dir.system_backups()?),
        })
        .await
    }

    /// Puts a copy in the place of a router's database: the one that is named, or the newest that is whole. What stood
    /// there is kept in quarantine. What happened since is not in the copy: [`reconcile`](crate::Router::reconcile)
    /// tells what the router has.
    ///
    /// # Errors
    /// `no-such-router`, `router-busy`, that there is no copy, or that it is damaged.
    pub async fn restore(&self, router: &str, from: Option<PathBuf>) -> Result<Backup, Error> {
        let (shared, router) = (Arc::clone(&self.shared), router.to_owned());
        blocking(move || {
            Ok(shared
                .dir
                .restore(&shared.system.router(&router)?, from.as_deref())?)
        })
        .await
    }
}
