//! How a data directory is opened.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nnc_core::ports::{Clock, Entropy};
use nnc_core::secret::Secret;
use nnc_state::bus::Bus;
use nnc_store::{Backup, DataDir};
use tokio::sync::watch;

use crate::error::Error;
use crate::idle::close_when_idle;
use crate::instance::{Nnc, Shared, blocking};
use crate::keys::KeySource;
use crate::recall::Recall;
use crate::system::{SystemClock, SystemEntropy};
use crate::telemetry::Followed;

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

    /// The copies of `system.db`, newest first. Nothing is opened for it: also where that is damaged or missing.
    ///
    /// # Errors
    /// If the directory cannot be read.
    pub async fn system_backups(self) -> Result<Vec<Backup>, Error> {
        blocking(move || Ok(self.directory()?.system_backups()?)).await
    }

    /// Puts a copy in the place of `system.db`: the one that is named, or the newest that is whole. What stood there is
    /// kept in quarantine. Nobody may use the directory meanwhile.
    ///
    /// # Errors
    /// `no-backup`, `store-corrupt`, `store-misplaced` if it is another database, `store-busy` while somebody has it open;
    /// or if something cannot be written.
    pub async fn restore_system(self, from: Option<PathBuf>) -> Result<Backup, Error> {
        blocking(move || Ok(self.directory()?.restore_system(from.as_deref())?)).await
    }

    /// The directory without its key.
    fn directory(self) -> Result<DataDir, Error> {
        let options = nnc_store::Options {
            clock: Some(self.clock),
            ..nnc_store::Options::default()
        };
        Ok(DataDir::with(self.path, self.entropy, options)?)
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
                    stop: watch::Sender::new(false),
                    hosted: Mutex::default(),
                }),
            })
        })
        .await?;
        close_when_idle(&nnc.shared);
        Ok(nnc)
    }
}
