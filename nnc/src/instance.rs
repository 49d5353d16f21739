//! The opened data directory: which routers there are.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nnc_core::ports::{Clock, RouterPort, SecretStore};
use nnc_core::secret::Secret;
use nnc_state::bus::{Bus, Filter, Subscription};
use nnc_store::{DataDir, RouterRecord, SystemDb};
use tokio::sync::watch;

use crate::adding::AddRouter;
use crate::connect::{HostedRouter, Keeping, Trust, port};
use crate::error::{Error, ErrorKind};
use crate::options::Options;
use crate::recall::Recall;
use crate::router::Router;
use crate::telemetry::Followed;
use crate::url::{RouterUrl, Scheme};
use crate::views::RouterView;

/// Everything that one program needs of nnc: open it once, clone it freely.
#[derive(Clone)]
pub struct Nnc {
    pub(crate) shared: Arc<Shared>,
}

impl std::fmt::Debug for Nnc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Nnc({})", self.shared.dir.path().display())
    }
}

pub(crate) struct Shared {
    pub(crate) dir: DataDir,
    pub(crate) system: SystemDb,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) bus: Bus,
    pub(crate) followed: Followed,
    pub(crate) recall: Recall,
    pub(crate) wait: Duration,
    pub(crate) allow_lockout: bool,
    pub(crate) expected_plan: Option<String>,
    pub(crate) actor: Option<String>,
    pub(crate) patience: Duration,
    pub(crate) password: Option<Secret>,
    /// Whether this program is to end.
    pub(crate) stop: watch::Sender<bool>,
    /// The routers that this program implements, by name.
    pub(crate) hosted: Mutex<BTreeMap<String, Arc<dyn HostedRouter>>>,
}

/// Runs what blocks on a thread of its own.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        let message = format!("a task of nnc ended early: {error}; please report it");
        Err(Error::new(ErrorKind::Internal, "internal", message))
    })
}

impl Nnc {
    /// Opens a data directory with the usual options.
    ///
    /// # Errors
    /// If the directory or its databases cannot be used.
    pub async fn open(path: impl Into<PathBuf>) -> Result<Self, Error> {
        Options::new(path).open().await
    }

    /// Listens to what this program does, from now on: the phases of each change as `apply.<phase>`. `capacity` events
    /// wait for a slow reader; what it misses beyond that it is told as a count.
    pub fn subscribe(&self, filter: Filter, capacity: usize) -> Subscription {
        self.shared.bus.subscribe(filter, capacity)
    }

    /// Gives up what is under way here and what is begun after, because the program is to end: a change is taken back
    /// at the next place where it may stop, which its error tells (`rolled-back`, or what became of it instead); what has
    /// not begun to write ends with `cancelled`.
    pub fn give_up(&self) {
        self.shared.stop.send_replace(true);
    }

    /// The routers, by name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn routers(&self) -> Result<Vec<RouterView>, Error> {
        let shared = Arc::clone(&self.shared);
        blocking(move || Ok(shared.system.routers()?.iter().map(view).collect())).await
    }

    /// A handle of one router.
    ///
    /// # Errors
    /// `no-such-router`.
    pub async fn router(&self, name: &str) -> Result<Router, Error> {
        let (shared, name) = (Arc::clone(&self.shared), name.to_owned());
        blocking(move || {
            let record = shared.system.router(&name)?;
            Ok(Router::new(shared, record))
        })
        .await
    }
}

impl Nnc {
    /// Adds a router that this program implements, or attaches it again after a start: what is remembered of it stays.
    ///
    /// # Errors
    /// `router-exists` if a router of another kind has this name; otherwise as for [`add_router`](Self::add_router).
    pub async fn attach_router(
        &self,
        name: &str,
        router: Arc<dyn HostedRouter>,
    ) -> Result<RouterView, Error> {
        let url = RouterUrl {
            scheme: Scheme::Host,
            user: "host".to_owned(),
            host: name.to_owned(),
            port: 1,
        };
        let known = self.routers().await?.into_iter().find(|known| known.name == name);
        if known.as_ref().is_some_and(|known| known.url != url.to_string()) {
            return Err(nnc_store::StoreError::RouterExists(name.to_owned()).into());
        }
        self.shared.attach(name, Some(router));
        if let Some(known) = known {
            return Ok(known);
        }
        let added = self
            .add_router(AddRouter {
                name: name.to_owned(),
                url,
                trust: Trust::System,
                password: Secret::from(""),
                offline: false,
            })
            .await;
        if added.is_err() {
            self.shared.attach(name, None);
        }
        added
    }
}

impl Shared {
    /// Comes when this program is to end.
    pub(crate) async fn stopped(&self) {
        let mut stop = self.stop.subscribe();
        if stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Does what writes nothing, unless this program is to end.
    pub(crate) async fn unless_stopped<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        tokio::select! {
            biased;
            () = self.stopped() => {
                let message = "it was cancelled before anything was written";
                Err(Error::new(ErrorKind::Unavailable, "cancelled", message))
            }
            result = work => result,
        }
    }

    /// The router of this name that this program implements.
    pub(crate) fn hosted(&self, name: &str) -> Option<Arc<dyn HostedRouter>> {
        let hosted = self.hosted.lock().unwrap_or_else(PoisonError::into_inner);
        hosted.get(name).cloned()
    }

    fn attach(&self, name: &str, router: Option<Arc<dyn HostedRouter>>) {
        let mut hosted = self.hosted.lock().unwrap_or_else(PoisonError::into_inner);
        match router {
            Some(router) => hosted.insert(name.to_owned(), router),
            None => hosted.remove(name),
        };
    }

    /// A port to a remembered router. `believing` takes what it said of itself earlier for true until something
    /// is about to be written, which saves a round trip.
    pub(crate) fn connect(
        &self,
        record: &RouterRecord,
        believing: bool,
        keeping: Keeping,
    ) -> Result<Arc<dyn RouterPort>, Error> {
        let trust = match (&record.pin, record.insecure) {
            (Some(pin), _) => Trust::Pin(pin.clone()),
            (None, true) => Trust::Insecure,
            (None, false) => Trust::System,
        };
        let password = match (&self.password, &record.password) {
            (Some(password), _) => password.clone(),
            (None, Some(reference)) => self
                .system
                .get(reference)
                .map_err(|error| Error::new(ErrorKind::Internal, error.code, error.message))?,
            (None, None) => {
                let message = format!(
                    "no password is stored for {}: set NNC_ROUTER_PASSWORD",
                    record.name
                );
                return Err(Error::new(ErrorKind::Invalid, "no-password", message));
            }
        };
        let remembered = record.capabilities.clone().filter(|_| believing);
        port(
            &record.url.parse()?,
            &trust,
            password,
            remembered,
            self.patience,
            keeping,
            self.hosted(&record.name),
        )
    }
}

pub(crate) fn view(record: &RouterRecord) -> RouterView {
    RouterView {
        name: record.name.clone(),
        url: record.url.clone(),
        controller: record.controller.to_string(),
        capabilities: record.capabilities.clone(),
        created_at: record.created_at,
    }
}
