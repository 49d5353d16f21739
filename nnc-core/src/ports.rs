//! The traits through which the pure core meets the world. Adapters, stores and hosts implement them;
//! they are used as `Arc<dyn ...>`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::blueprint::Blueprint;
use crate::change::{ApplyError, ChangeSet, Effect, Operation, Scope, Semantics, apply};
use crate::facts::Facts;
use crate::identity::{ControllerId, ObjectKey, ResourceId};
use crate::intent::Raised;
use crate::object::{Kind, Object, RowId, Snapshot};
use crate::secret::{Secret, SecretRef};
use crate::walk::{Lockout, Management, Model, Steered, Steering};

/// What kind of platform a router runs, and what it can do. What an adapter cannot do it says here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Capabilities {
    /// The platform, such as `routeros`.
    pub platform: String,
    /// Its version, as it says itself.
    pub version: String,
    /// The router's own name.
    pub identity: String,
    /// What tells this machine from all others, where the router says so, such as `serial-number HD108V3K9ZQ`.
    #[serde(default)]
    pub machine: Option<String>,
    /// How changes are guarded on it.
    pub guard: GuardKind,
    /// How many operations one guard covers.
    pub guard_limit: usize,
    /// How many operations may be under way at once.
    pub window: usize,
    /// Whether it reports changes by itself, or must be polled.
    pub watch: bool,
    /// Whether it takes part in IPv6.
    pub ipv6: bool,
}

/// What takes a change back if the controller is lost in the middle of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GuardKind {
    /// The router undoes everything when the session that holds it ends (RouterOS safe mode, 7.18 on).
    SafeMode,
    /// A job on the router undoes the change at a time, unless it is disarmed.
    DeadMan,
    /// The whole change is one transaction of the platform.
    Transaction,
}

/// How a change is to be guarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardPolicy {
    /// The change that is about to be applied: a dead man needs its inverse.
    pub change: ChangeSet,
    /// After how long without a commit the router takes the change back (dead man).
    pub timeout: Duration,
}

/// How a router answered one operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "camelCase")]
pub enum Answer {
    /// It did it.
    Done {
        /// The handle of the row that it made, where it says so.
        row: Option<RowId>,
    },
    /// It refused, and changed nothing.
    Refused {
        /// Its words.
        message: String,
    },
    /// The answer is lost: it may have done it or not.
    Lost,
    /// It was never sent.
    NotSent,
}

/// The answers of one round, in the order of its operations.
pub type Receipt = Vec<Answer>;

/// A router that cannot be reached or will not do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RouterError {
    /// It does not answer.
    #[error("the router cannot be reached: {0}")]
    Unreachable(String),
    /// The connection ended while something was under way.
    #[error("the connection to the router was lost: {0}")]
    ConnectionLost(String),
    /// Something was not answered in time.
    #[error("the router did not answer in time: {0}")]
    Deadline(String),
    /// It refuses this user.
    #[error("the router refused the login: {0}; check the user name and NNC_ROUTER_PASSWORD")]
    LoginFailed(String),
    /// Its certificate is not the one expected.
    #[error("the router's certificate was not accepted: {0}")]
    Tls(String),
    /// Another controller or person is changing it under the same guard.
    #[error("another session is changing the router under its guard ({0}); try again when it has ended")]
    GuardBusy(String),
    /// It refused a request.
    #[error("the router refused: {0}")]
    Refused(String),
    /// It lacks what the change needs.
    #[error("the router cannot do this: {0}")]
    Unsupported(String),
    /// Its guard could take the change back only with a secret, which must not rest on the router.
    #[error("the router's guard cannot take this back: {0}")]
    SecretUndo(String),
    /// It does not keep to its protocol.
    #[error("the router sent something that its protocol does not allow: {0}")]
    Protocol(String),
    /// The plan does not fit what the router has now.
    #[error("the router has changed since the plan was made: {0}; plan again")]
    Stale(String),
    /// A secret that its rows need cannot be had from the store: nothing is wrong with the router.
    #[error(transparent)]
    Secret(#[from] StoreError),
}

impl RouterError {
    /// The stable code, listed in `docs/errors.md`; the store's own where it is about a secret.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "router-unreachable",
            Self::ConnectionLost(_) => "connection-lost",
            Self::Deadline(_) => "router-timeout",
            Self::LoginFailed(_) => "login-failed",
            Self::Tls(_) => "tls-failed",
            Self::GuardBusy(_) => "guard-busy",
            Self::Refused(_) => "router-refused",
            Self::Unsupported(_) => "unsupported",
            Self::SecretUndo(_) => "secret-undo",
            Self::Protocol(_) => "protocol-error",
            Self::Stale(_) => "plan-stale",
            Self::Secret(error) => error.code,
        }
    }

    /// Whether trying again later may help.
    pub const fn retryable(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(_)
                | Self::ConnectionLost(_)
                | Self::Deadline(_)
                | Self::GuardBusy(_)
                | Self::Stale(_)
        )
    }
}

/// A platform's pure side: how blueprints become its rows and its rows become facts.
pub trait Platform: Semantics {
    /// What a blueprint means on this platform. Of rows outside `scope` a platform need not say more than where they stand:
    /// a change looks at nothing else of them.
    ///
    /// # Errors
    /// What of `scope` the platform cannot express, or what contradicts the facts. Whatever is outside may no longer fit
    /// the router, and is no reason to refuse.
    fn lower(&self, blueprint: &Blueprint, facts: &Facts, scope: &Scope) -> Result<Vec<Object>, LowerError>;

    /// The way back from rows to intents, as far as rows tell: `objects` are the rows of one controller as they were
    /// seen. By default no resource can be raised.
    fn raise(&self, objects: &[Object], _facts: &Facts) -> Raised {
        Raised::nothing(objects, "this platform cannot tell intents from rows")
    }

    /// What the snapshot says besides the rows of `blueprint`'s controller.
    fn facts(&self, snapshot: &Snapshot, controller: ControllerId) -> Facts;

    /// What the router will show once a change is in: the rows of the change, and what the router makes of them by
    /// itself.
    ///
    /// # Errors
    /// An operation that the router would refuse.
    fn predict(&self, before: &Snapshot, change: &ChangeSet) -> Result<Snapshot, ApplyError> {
        let mut after = before.clone();
        apply(change, &mut after)?;
        Ok(after)
    }

    /// Whether a controller still reaches the router once it shows `after`.
    fn lockout(&self, _before: &Snapshot, _after: &Snapshot, _management: &Management) -> Lockout {
        Lockout::unknown("how controllers reach routers of this platform is not modelled")
    }

    /// How a row stands out of effect, where it cannot simply be removed: under this guard, taking the removal back would
    /// need a secret that must not rest on the router, or that nobody knows. `None` where it can be removed.
    fn parked(&self, _row: &Object, _guard: GuardKind) -> Option<Object> {
        None
    }

    /// What of an operation the router's version does not know; `None` where it knows all of it.
    fn unsupported(&self, _operation: &Operation) -> Option<String> {
        None
    }

    /// An operation as a person of this platform would type it; `controller` marks the row.
    fn render(&self, controller: ControllerId, operation: &Operation) -> String;

    /// The model of the packet walk for a snapshot made by [`RouterPort::observe_all`]. What the model cannot decide is an
    /// undecided condition in it, never left out.
    fn walk(&self, snapshot: &Snapshot) -> Model;

    /// A steered device in the terms of a model made from the same snapshot.
    fn steered(&self, model: &Model, snapshot: &Snapshot, steering: &Steering<'_>) -> Steered;
}

/// A blueprint that a platform cannot express.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct LowerError {
    /// The resource that asks for it; `None` where it is not one alone.
    pub resource: Option<ResourceId>,
    /// The stable code, listed in `docs/errors.md`.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

/// A router that can be observed and changed.
#[async_trait]
pub trait RouterPort: Send + Sync {
    /// What it is and can do; read once, when the connection is made.
    async fn capabilities(&self) -> Result<Capabilities, RouterError>;

    /// The pure side of its platform, for the version that it runs.
    async fn platform(&self) -> Result<std::sync::Arc<dyn Platform>, RouterError>;

    /// Reads every kind that matters, at once.
    async fn observe(&self) -> Result<Snapshot, RouterError>;

    /// Reads what [`observe`](Self::observe) reads and what matters besides when the rules are judged as a whole.
    async fn observe_all(&self) -> Result<Snapshot, RouterError>;

    /// The secrets that could not be recognised when the router was last read, by [`observe`](Self::observe) or in a
    /// session. Whoever compares rows of these resources must not believe what it sees of them.
    fn unread_secrets(&self) -> Option<UnreadSecrets> {
        None
    }

    /// How this controller reaches the router, as far as that is known without asking.
    fn management(&self) -> Management {
        Management::default()
    }

    /// The same with what the router says of it. Adds to `seen` what else matters to the controller's way in.
    async fn way_in(&self, _seen: &mut Snapshot) -> Result<Management, RouterError> {
        Ok(self.management())
    }

    /// Arms the guard and opens a session for one chunk of a change. `snapshot` is what the change was
    /// computed from; if the router was restarted or reconnected since, the session refuses to write.
    async fn begin(
        &self,
        policy: GuardPolicy,
        snapshot: &Snapshot,
    ) -> Result<Box<dyn ChangeSession>, RouterError>;

    /// Runs an effect.
    async fn run(&self, effect: &Effect) -> Result<(), RouterError>;

    /// Makes a connection of its own, logs in and asks for something, as a controller would that comes anew; then ends
    /// it. Sessions that are open go on.
    async fn probe(&self) -> Result<(), RouterError> {
        Err(RouterError::Unsupported("a second connection".to_owned()))
    }

    /// Whether a guard armed earlier, perhaps by a session that is gone, still stands. While it does, the
    /// router may yet undo what is seen.
    async fn guard_held(&self) -> Result<Option<String>, RouterError>;

    /// What the rows of a controller have counted, such as bytes; nothing where the platform counts nothing.
    async fn counters(&self, _controller: ControllerId) -> Result<Vec<Counted>, RouterError> {
        Ok(Vec::new())
    }

    /// Watches for changes, over a connection of its own: when this returns, a change after that is reported.
    ///
    /// # Errors
    /// [`RouterError::Unsupported`] where it reports none by itself ([`Capabilities::watch`]) and must be polled.
    async fn watch(&self) -> Result<Box<dyn RouterWatch>, RouterError> {
        Err(RouterError::Unsupported("watching".to_owned()))
    }

    /// Ends the connection.
    async fn close(&self);
}

/// Secrets on a router that could not be compared with those of the store: what is seen of them says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadSecrets {
    /// The resources whose rows hold them.
    pub resources: BTreeSet<ResourceId>,
    /// Why the store does not give them.
    pub error: StoreError,
}

impl UnreadSecrets {
    /// Refuses what needs to know the secrets of these resources.
    ///
    /// # Errors
    /// [`RouterError::Secret`] if one of them was not compared.
    pub fn refuse(unread: Option<Self>, needed: &BTreeSet<ResourceId>) -> Result<(), RouterError> {
        match unread {
            Some(unread) if !unread.resources.is_disjoint(needed) => Err(RouterError::Secret(unread.error)),
            _ => Ok(()),
        }
    }
}

/// A counter of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The row.
    pub key: ObjectKey,
    /// What is counted, by its name in the schema, such as `rxBytes`.
    pub field: String,
    /// What it shows: as much as was counted since it was reset, or since the router was started.
    pub value: u64,
}

/// Kinds of rows that have changed on a router.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    /// Which.
    pub kinds: BTreeSet<Kind>,
    /// How many reports were merged into this one because the reader was slow.
    pub merged: u64,
}

/// A router that says by itself when something changes, though perhaps not of every kind. Dropping it ends that.
#[async_trait]
pub trait RouterWatch: Send {
    /// The next report. After an error there is none: what happened since the last report is unknown.
    async fn next(&mut self) -> Result<Changed, RouterError>;
}

/// One guarded chunk of a change. Dropping it lets the guard fire.
#[async_trait]
pub trait ChangeSession: Send {
    /// Sends the operations at once and collects the answers. An error means that nothing was sent; what went
    /// wrong later is in the receipt.
    async fn apply(&mut self, round: &[&Operation]) -> Result<Receipt, RouterError>;

    /// Reads again, under the guard.
    async fn observe(&mut self) -> Result<Snapshot, RouterError>;

    /// Makes the change stand: disarms the guard. [`Commit::Lost`] where the answer did not arrive.
    async fn commit(self: Box<Self>) -> Commit;

    /// Lets the guard take everything back, other people's edits since `begin` included: the last resort.
    async fn unroll(self: Box<Self>) -> Result<(), RouterError>;
}

/// How a commit ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Commit {
    /// The guard is disarmed.
    Done,
    /// The router refused; the guard still stands.
    Refused(RouterError),
    /// The answer was lost: the guard may stand or not.
    Lost(RouterError),
}

/// Keeps secrets, encrypted where they rest.
pub trait SecretStore: Send + Sync {
    /// Stores a secret under a name, as its next version.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be stored.
    fn put(&self, name: &str, secret: &Secret) -> Result<SecretRef, StoreError>;

    /// Reads a secret.
    ///
    /// # Errors
    /// [`StoreError`] where it is missing or cannot be decrypted.
    fn get(&self, reference: &SecretRef) -> Result<Secret, StoreError>;

    /// The versions of a secret that are kept, newest first; none if there is no such secret.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    fn versions(&self, name: &str) -> Result<Vec<SecretRef>, StoreError>;

    /// Forgets a secret, all versions.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be written.
    fn remove(&self, name: &str) -> Result<(), StoreError>;
}

/// What a store could not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct StoreError {
    /// The stable code, listed in `docs/errors.md`.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

/// One thing that happened, for those who listen. Holds no secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, in milliseconds since 1970, UTC.
    pub at: u64,
    /// What kind, such as `apply.confirmed`.
    pub kind: String,
    /// Details by name.
    pub details: BTreeMap<String, String>,
}

/// Takes events as they happen.
pub trait EventSink: Send + Sync {
    /// Takes one event; must not block.
    fn publish(&self, event: Event);
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970, UTC.
    fn now_ms(&self) -> u64;
}

/// Draws random numbers.
pub trait Entropy: Send + Sync {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// Makes ids that no one else makes.
pub trait IdSource: Send + Sync {
    /// The next id.
    fn next(&self) -> String;
}
