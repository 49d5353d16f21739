//! `system.db`: the controller's id, the routers, and secrets.

mod removed;
mod router_secrets;
mod schema;
mod secrets;
mod transfer;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};

use nnc_core::identity::ControllerId;
use nnc_core::ports::{Capabilities, Entropy};
use nnc_core::secret::{Secret, SecretRef};
pub use removed::ArchivedRouter;
pub(crate) use removed::Presence;
pub use router_secrets::RouterSecrets;
pub(crate) use schema::MIGRATIONS;
use serde::{Deserialize, Serialize};
use serde_json::Value;
pub(crate) use transfer::MovedRouter;
pub use transfer::SecretEntry;

use crate::error::StoreError;
use crate::key::KeyProvider;
use crate::sqlite::{Database, Row, Scope, to_json, to_sql};

const ROUTER: &str = "SELECT id, name, url, pin, insecure, controller, capabilities, pool, password, created_at, COALESCE(origin, id), deleted_at FROM routers";

/// Identifies a router inside one data directory. Never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RouterId(pub(crate) i64);

impl fmt::Display for RouterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A router to remember.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRouter {
    /// How the user calls it; unique.
    pub name: String,
    /// Where it is, without a password.
    pub url: String,
    /// The certificate to accept, such as `sha256:...`, in place of the system's roots.
    pub pin: Option<String>,
    /// Whether any certificate is accepted.
    pub insecure: bool,
    /// What it said of itself; `None` if it was never asked.
    pub capabilities: Option<Capabilities>,
    /// Where its VLANs and subnets come from, in the form of the allocator.
    pub pool: Value,
}

impl NewRouter {
    /// A router with nothing but a name and a place.
    pub fn new(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            url: url.into(),
            pin: None,
            insecure: false,
            capabilities: None,
            pool: Value::Null,
        }
    }
}

/// A router as it is remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct RouterRecord {
    /// Its id.
    pub id: RouterId,
    /// How the user calls it.
    pub name: String,
    /// Where it is, without a password.
    pub url: String,
    /// The certificate to accept in place of the system's roots.
    pub pin: Option<String>,
    /// Whether any certificate is accepted.
    pub insecure: bool,
    /// The controller whose mark our rows carry there: this installation's, unless another was adopted.
    pub controller: ControllerId,
    /// What it said of itself when last asked.
    pub capabilities: Option<Capabilities>,
    /// Where its VLANs and subnets come from, in the form of the allocator.
    pub pool: Value,
    /// Its password.
    pub password: Option<SecretRef>,
    /// When it was added, in milliseconds since 1970.
    pub created_at: u64,
    /// The id by which its database refers to its secrets: its own, or for an imported router the one that it had where
    /// it was first added. See [`SystemDb::secrets_of`].
    pub origin: RouterId,
}

/// The database of the whole installation.
pub struct SystemDb {
    database: Database,
    keys: Arc<dyn KeyProvider>,
    entropy: Arc<dyn Entropy>,
    /// Held while the key is exchanged.
    exchange: Mutex<()>,
}

impl fmt::Debug for SystemDb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SystemDb")
            .field("database", &self.database)
            .finish()
    }
}

/// Sees to it that a database that nobody has open gives no id of a router up to this one again.
pub(crate) fn skip_ids(path: &Path, given: RouterId) -> Result<(), StoreError> {
    let fail = |error: rusqlite::Error| StoreError::database(path, &error);
    let connection = rusqlite::Connection::open(path).map_err(fail)?;
    let known = connection
        .execute(
            "UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'routers'",
            [given.0],
        )
        .map_err(fail)?;
    if known == 0 {
        connection
            .execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES ('routers', ?1)",
                [given.0],
            )
            .map_err(fail)?;
    }
    connection.close().map_err(|(_, error)| fail(error))
}

impl SystemDb {
    pub(crate) fn new(
        database: Database,
        keys: Arc<dyn KeyProvider>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, StoreError> {
        let system = Self {
            database,
            keys,
            entropy,
            exchange: Mutex::new(()),
        };
        system.controller()?;
        system.finish_exchange()?;
        Ok(system)
    }

    /// The id of this installation, drawn when the database was made.
    ///
    /// # Errors
    /// If the database cannot be read or written.
    pub fn controller(&self) -> Result<ControllerId, StoreError> {
        let read = |scope: &Scope<'_>| scope.first("SELECT id FROM controller", [], |row| row.parse(0));
        if let Some(id) = self.database.read(read)? {
            return Ok(id);
        }
        let mut bytes = [0_u8; 4];
        self.entropy.fill(&mut bytes);
        let id = ControllerId::new(u32::from_le_bytes(bytes));
        self.database.write(|scope| {
            scope.run(
                "INSERT OR IGNORE INTO controller (one, id) VALUES (1, ?1)",
                [id.to_string()],
            )?;
            Ok(read(scope)?.unwrap_or(id))
        })
    }

    /// Checks every page, index and reference, and that every secret can be read with the key. Gives how many there
    /// are.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::KeyMissing`], [`StoreError::KeyWrong`], [`StoreError::SecretUnreadable`].
    pub fn check(&self) -> Result<usize, StoreError> {
        self.database.check()?;
        Ok(self.database.read(|scope| self.open_all(scope))?.len())
    }

    /// Writes a copy that was read back and found whole.
    pub(crate) fn copy_to(&self, target: &Path) -> Result<(), StoreError> {
        self.database.copy_to(target)
    }

    /// All routers, by name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn routers(&self) -> Result<Vec<RouterRecord>, StoreError> {
        self.database.read(|scope| {
            scope.all(
                &format!("{ROUTER} WHERE presence = 'kept' ORDER BY name"),
                [],
                record,
            )
        })
    }

    /// One router.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRouter`]; or if the database cannot be read.
    pub fn router(&self, name: &str) -> Result<RouterRecord, StoreError> {
        self.database
            .read(|scope| kept(scope, name))?
            .ok_or_else(|| StoreError::NoSuchRouter(name.to_owned()))
    }

    /// Remembers what a router said of itself.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRouter`]; or if the database cannot be written.
    pub fn set_capabilities(&self, router: RouterId, capabilities: &Capabilities) -> Result<(), StoreError> {
        self.update(router, "capabilities", to_json(capabilities)?)
    }

    /// Changes where VLANs and subnets come from; what is allocated stays.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRouter`]; or if the database cannot be written.
    pub fn set_pool(&self, router: RouterId, pool: &Value) -> Result<(), StoreError> {
        self.update(router, "pool", to_json(pool)?)
    }

    /// Takes over the rows that another controller id marked.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRouter`]; or if the database cannot be written.
    pub fn set_controller(&self, router: RouterId, controller: ControllerId) -> Result<(), StoreError> {
        self.update(router, "controller", controller.to_string())
    }

    /// Stores another password for a router; the one before is forgotten.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRouter`]; or if the secret cannot be stored.
    pub fn set_password(&self, router: RouterId, password: &Secret) -> Result<SecretRef, StoreError> {
        self.database.write(|scope| {
            let reference = self.put_secret(scope, &password_name(router), password)?;
            set_password_of(scope, router, &reference)?;
            scope.run(
                "DELETE FROM secrets WHERE name = ?1 AND version < ?2",
                (&reference.id, reference.version),
            )?;
            Ok(reference)
        })
    }

    /// Adds a router; `prepare` makes its files before it becomes visible.
    pub(crate) fn insert(
        &self,
        new: &NewRouter,
        password: Option<&Secret>,
        at: u64,
        prepare: impl FnOnce(RouterId) -> Result<(), StoreError>,
    ) -> Result<RouterRecord, StoreError> {
        let controller = self.controller()?;
        self.database.write(|scope| {
            let id = add_row(scope, new, controller, at, None)?;
            if let Some(password) = password {
                let reference = self.put_secret(scope, &password_name(id), password)?;
                set_password_of(scope, id, &reference)?;
            }
            prepare(id)?;
            by_id(scope, id)
        })
    }

    fn update(&self, router: RouterId, column: &'static str, value: String) -> Result<(), StoreError> {
        let changed = self.database.write(|scope| {
            scope.run(
                &format!("UPDATE routers SET {column} = ?2 WHERE id = ?1 AND presence = 'kept'"),
                (router.0, value),
            )
        })?;
        match changed {
            0 => Err(StoreError::NoSuchRouter(router.to_string())),
            _ => Ok(()),
        }
    }
}

fn add_row(
    scope: &Scope<'_>,
    new: &NewRouter,
    controller: ControllerId,
    at: u64,
    origin: Option<RouterId>,
) -> Result<RouterId, StoreError> {
    if kept(scope, &new.name)?.is_some() {
        return Err(StoreError::RouterExists(new.name.clone()));
    }
    scope.run(
        "INSERT INTO routers (name, url, pin, insecure, controller, capabilities, pool, created_at, origin)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            &new.name,
            &new.url,
            &new.pin,
            new.insecure,
            controller.to_string(),
            new.capabilities.as_ref().map(to_json).transpose()?,
            to_json(&new.pool)?,
            to_sql(at),
            origin.map(|origin| origin.0),
        ),
    )?;
    Ok(RouterId(scope.last_id()))
}

fn set_password_of(scope: &Scope<'_>, router: RouterId, reference: &SecretRef) -> Result<(), StoreError> {
    let update = "UPDATE routers SET password = ?2 WHERE id = ?1 AND presence = 'kept'";
    match scope.run(update, (router.0, to_json(reference)?))? {
        0 => Err(StoreError::NoSuchRouter(router.to_string())),
        _ => Ok(()),
    }
}

fn by_id(scope: &Scope<'_>, id: RouterId) -> Result<RouterRecord, StoreError> {
    scope
        .first(&format!("{ROUTER} WHERE id = ?1"), [id.0], record)?
        .ok_or_else(|| StoreError::NoSuchRouter(id.to_string()))
}

/// The router of this name that is kept.
fn kept(scope: &Scope<'_>, name: &str) -> Result<Option<RouterRecord>, StoreError> {
    let query = format!("{ROUTER} WHERE name = ?1 AND presence = 'kept'");
    scope.first(&query, [name], record)
}

/// The name of a router's password among its secrets.
const PASSWORD: &str = "password";

fn password_name(router: RouterId) -> String {
    secret_of(router, PASSWORD)
}

/// The name of a secret of a router among all secrets.
pub(crate) fn secret_of(router: RouterId, name: &str) -> String {
    format!("router/{router}/{name}")
}

fn record(row: &Row<'_>) -> Result<RouterRecord, StoreError> {
    Ok(RouterRecord {
        id: RouterId(row.get(0)?),
        name: row.get(1)?,
        url: row.get(2)?,
        pin: row.get(3)?,
        insecure: row.get(4)?,
        controller: row.parse(5)?,
        capabilities: row.json_or_null(6)?,
        pool: row.json(7)?,
        password: row.json_or_null(8)?,
        created_at: row.unsigned(9)?,
        origin: RouterId(row.get(10)?),
    })
}
