//! The opened data directory: which routers there are.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nnc_core::identity::{ControllerId, ResourceId};
use nnc_core::intent::pool::PoolConfig;
use nnc_core::model::AddRouterInput;
use nnc_core::ports::{Capabilities, Clock, Entropy, RouterPort, SecretStore};
use nnc_core::secret::Secret;
use nnc_state::bus::{Bus, Filter, Subscription};
use nnc_store::{DataDir, NewRouter, RouterRecord, SystemDb};

use crate::connect::{HostedRouter, Keeping, Trust, port};
use crate::error::{Error, ErrorKind};
use crate::idle::close_when_idle;
use crate::keys::KeySource;
use crate::recall::Recall;
use crate::router::Router;
use crate::system::{SystemClock, SystemEntropy};
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
    patience: Duration,
    password: Option<Secret>,
    /// The routers that this program implements, by name.
    hosted: Mutex<BTreeMap<String, Arc<dyn HostedRouter>>>,
}

/// How to open a data directory.
pub struct Options {
    path: PathBuf,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    wait: Duration,
    allow_lockout: bool,
    expected_plan: Option<String>,
    patience: Duration,
    password: Option<Secret>,
    actor: Option<String>,
    keys: KeySource,
}

impl Options {
    /// Opens this directory, and makes it if it is missing.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            wait: Duration::from_secs(30),
            allow_lockout: false,
            expected_plan: None,
            patience: Duration::from_secs(10),
            password: None,
            actor: None,
            keys: KeySource::default(),
        }
    }

    /// Where the key of the secrets is kept. Default: in the file `key` of the directory.
    #[must_use]
    pub fn keys(mut self, keys: KeySource) -> Self {
        self.keys = keys;
        self
    }

    /// Who wants the changes that are made from here: history tells it.
    #[must_use]
    pub fn actor(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into());
        self
    }

    /// How long to wait for another process that is changing the same router. Default 30 s.
    #[must_use]
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Makes changes that are foreseen to lock this program out of the router, too.
    #[must_use]
    pub fn allow_lockout(mut self, allow: bool) -> Self {
        self.allow_lockout = allow;
        self
    }

    /// Makes a change only if its plan has this hash, which a dry run has shown; else it is refused with
    /// `plan-changed`.
    #[must_use]
    pub fn expect_plan(mut self, hash: Option<String>) -> Self {
        self.expected_plan = hash;
        self
    }

    /// How long a router may take to let us in, and for each answer. Default 10 s.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// A password that is used in place of the stored ones.
    #[must_use]
    pub fn password(mut self, password: Secret) -> Self {
        self.password = Some(password);
        self
    }

    /// Another clock, for tests.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Another source of randomness, for tests.
    #[must_use]
    pub fn entropy(mut self, entropy: Arc<dyn Entropy>) -> Self {
        self.entropy = entropy;
        self
    }

    /// Opens it.
    ///
    /// # Errors
    /// If the directory or its databases cannot be used.
    pub async fn open(self) -> Result<Nnc, Error> {
        let Self {
            path,
            clock,
            entropy,
            wait,
            allow_lockout,
            expected_plan,
            patience,
            password,
            actor,
            keys,
        } = self;
        let nnc = blocking(move || {
            let options = nnc_store::Options {
                clock: Some(Arc::clone(&clock)),
                keys: Some(keys.provider(&path)?),
                ..nnc_store::Options::default()
            };
            let dir = DataDir::with(path, entropy, options)?;
            let system = dir.system()?;
            Ok(Nnc {
                shared: Arc::new(Shared {
                    dir,
                    system,
                    clock,
                    bus: Bus::default(),
                    followed: Followed::default(),
                    recall: Recall::default(),
                    wait,
                    allow_lockout,
                    expected_plan,
                    actor,
                    patience,
                    password,
                    hosted: Mutex::default(),
                }),
            })
        })
        .await?;
        close_when_idle(&nnc.shared);
        Ok(nnc)
    }
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

/// A router to add.
#[derive(Debug, Clone)]
pub struct AddRouter {
    /// How you will call it: 1 to 63 characters of `A-Z a-z 0-9 - _ .`, a letter or digit first.
    pub name: String,
    /// Where it is.
    pub url: RouterUrl,
    /// Which certificate is accepted.
    pub trust: Trust,
    /// The password; stored encrypted.
    pub password: Secret,
    /// Remember it without connecting.
    pub offline: bool,
}

impl Nnc {
    /// Opens a data directory with the usual options.
    ///
    /// # Errors
    /// If the directory or its databases cannot be used.
    pub async fn open(path: impl Into<PathBuf>) -> Result<Self, Error> {
        Options::new(path).open().await
    }

    /// Connects to a router, reads what it is, and remembers it. On failure nothing is stored.
    ///
    /// A router that has the serial number or licence of one that is known, or that carries rows of resources that are
    /// remembered for a router of another name, is taken to be that router, and is not added: under a second name its rows would look as if they belonged to nothing. Rows of ours
    /// that no router of this directory knows (left behind with `keep_rows`) may be there. `offline` asks nothing.
    ///
    /// # Errors
    /// `router-exists`, `invalid-name`, `invalid-pin`, or why the router could not be reached or did not let us in.
    pub async fn add_router(&self, router: AddRouter) -> Result<RouterView, Error> {
        let AddRouter {
            name,
            url,
            trust,
            password,
            offline,
        } = router;
        let name = name_of_router(&name)?;
        let shared = Arc::clone(&self.shared);
        let lookup = name.clone();
        let exists = blocking(move || {
            Ok(shared
                .system
                .routers()?
                .iter()
                .any(|router| router.name == lookup))
        })
        .await?;
        if exists {
            return Err(nnc_store::StoreError::RouterExists(name).into());
        }
        if url.scheme.is_hosted() && self.shared.hosted(&name).is_none() {
            let message = "a router that the program implements is added by attaching it (attach_router)";
            return Err(Error::new(ErrorKind::Invalid, "invalid-url", message));
        }
        let port = port(
            &url,
            &trust,
            password.clone(),
            None,
            self.shared.patience,
            Keeping::default(),
            self.shared.hosted(&name),
        )?;
        let capabilities = if offline {
            None
        } else {
            let asked = self.ask(&name, &port).await;
            port.close().await;
            Some(asked?)
        };
        let pool = serde_json::to_value(PoolConfig::default()).unwrap_or_default();
        let (pin, insecure) = match trust {
            Trust::System => (None, false),
            Trust::Pin(pin) => (Some(pin), false),
            Trust::Insecure => (None, true),
        };
        let router = NewRouter {
            name,
            url: url.to_string(),
            pin,
            insecure,
            capabilities,
            pool,
        };
        let shared = Arc::clone(&self.shared);
        blocking(move || {
            let now = shared.clock.now_ms();
            let record = shared
                .dir
                .add_router(&shared.system, &router, Some(&password), now)?;
            Ok(view(&record))
        })
        .await
    }

    /// What a router to be added says of itself; refused if it is known by another name.
    async fn ask(&self, name: &str, port: &Arc<dyn RouterPort>) -> Result<Capabilities, Error> {
        let capabilities = port.capabilities().await?;
        if let Some(machine) = capabilities.machine.clone() {
            let (shared, machine_of) = (Arc::clone(&self.shared), machine.clone());
            let routers = blocking(move || Ok(shared.system.routers()?)).await?;
            let is_it = |router: &&RouterRecord| {
                let told = router
                    .capabilities
                    .as_ref()
                    .and_then(|told| told.machine.as_ref());
                told == Some(&machine_of)
            };
            if let Some(router) = routers.iter().find(is_it) {
                return Err(same_machine(name, &router.name, &machine));
            }
        }
        let shared = Arc::clone(&self.shared);
        let known = blocking(move || known_resources(&shared)).await?;
        if known.is_empty() {
            return Ok(capabilities);
        }
        let snapshot = port.observe().await?;
        let other = snapshot.marked().find_map(|(_, _, mark)| {
            let mut owners = known.iter();
            owners.find(|known| known.controller == mark.controller && known.resource == mark.key.resource)
        });
        match other {
            None => Ok(capabilities),
            Some(known) => Err(known_as(name, known)),
        }
    }

    /// Listens to what this program does, from now on: the phases of each change as `apply.<phase>`. `capacity` events
    /// wait for a slow reader; what it misses beyond that it is told as a count.
    pub fn subscribe(&self, filter: Filter, capacity: usize) -> Subscription {
        self.shared.bus.subscribe(filter, capacity)
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
    /// The router of this name that this program implements.
    fn hosted(&self, name: &str) -> Option<Arc<dyn HostedRouter>> {
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

/// A resource that is remembered for a router.
struct Known {
    router: String,
    controller: ControllerId,
    resource: ResourceId,
}

/// Every resource of every router.
fn known_resources(shared: &Shared) -> Result<Vec<Known>, Error> {
    let mut known = Vec::new();
    for record in shared.system.routers()? {
        for stored in shared.dir.router(record.id)?.resources()? {
            known.push(Known {
                router: record.name.clone(),
                controller: record.controller,
                resource: stored.record.resource,
            });
        }
    }
    Ok(known)
}

fn known_as(name: &str, known: &Known) -> Error {
    let Known { router, resource, .. } = known;
    let message = format!(
        "this router is known as {router} already: it carries the rows of {resource}, which belongs to {router}. Use that \
         name, or remove {router} first with --keep-rows. If it is another router whose rows were left there, add \
         {name} with --offline"
    );
    known_by(router, message)
}

/// The error that the machine itself is known, whatever rows it has.
fn same_machine(name: &str, router: &str, machine: &str) -> Error {
    let message = format!(
        "this router is known as {router} already: it has the same {machine}. Use that name, or remove {router} first. If it \
         is a copy of that machine, give it a licence id of its own (`/system license generate-new-id`), or add {name} with \
         --offline"
    );
    known_by(router, message)
}

/// Refuses where a router that comes back, or from elsewhere, has the address of one that is there.
pub(crate) fn free_address(shared: &Shared, url: &str) -> Result<(), Error> {
    match shared.system.routers()?.iter().find(|kept| kept.url == url) {
        None => Ok(()),
        Some(other) => {
            let message = format!(
                "its address {url} belongs to the router {} here: remove that one first, or go on with it",
                other.name
            );
            Err(known_by(&other.name, message))
        }
    }
}

/// The error that a router is known by another name.
fn known_by(router: &str, message: String) -> Error {
    let mut error = Error::new(ErrorKind::Conflict, "router-exists", message);
    error.context.insert("router".to_owned(), router.to_owned());
    error
}

/// A name that a router can have.
pub(crate) fn name_of_router(name: &str) -> Result<String, Error> {
    if AddRouterInput::NAME.accept(name) {
        return Ok(name.to_owned());
    }
    let message = format!(
        "{name:?} is no name for a router: use 1 to 63 characters of A-Z a-z 0-9 - _ ., a letter or digit first"
    );
    Err(Error::new(ErrorKind::Invalid, "invalid-name", message))
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
