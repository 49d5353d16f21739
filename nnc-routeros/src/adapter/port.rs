//! A RouterOS router as a [`RouterPort`].

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use nnc_core::change::Effect;
use nnc_core::identity::{ControllerId, Mark, ResourceId};
use nnc_core::object::{Kind, Snapshot};
use nnc_core::ports::{
    Capabilities, ChangeSession, Counted, GuardKind, GuardPolicy, Platform, RouterError, RouterPort,
    RouterWatch, SecretStore, UnreadSecrets,
};
use nnc_core::walk::Management;
use tokio::time::Instant;

use super::guard::{self, Arming, Unarmed};
use super::lens::Lens;
use super::link::{Dial, Link, Live};
use super::rows::Rows;
use super::seen::Seen;
use super::session::{Session, Slot, hasten};
use super::watch::Listening;
use super::words::Words;
use super::{counters, flush, observe, parked, probe};
use crate::kinds;
use crate::lockout::WAY_IN;
use crate::platform::RouterOs;
use crate::transport::TransportKind;

/// One router. It connects when first used, and again when the connection was lost; a session ends with the
/// connection that it began on.
///
/// Exchanges (round trips) on the way of a change: one to observe, one to arm the guard, one for each round of
/// operations, one to observe again, one to commit. Reading what the router is takes one more on each connection,
/// unless it is [remembered](Self::remembering).
#[derive(Debug)]
pub struct RouterOsPort {
    link: Arc<Link>,
    seen: Arc<Seen>,
    remembered: Mutex<Option<Capabilities>>,
    lens: Lens,
    management: Management,
    user: String,
    in_session: Arc<AtomicBool>,
}

impl RouterOsPort {
    /// A router that will be connected to when first used.
    pub fn new(dial: Arc<dyn Dial>) -> Self {
        Self {
            link: Arc::new(Link::new(dial)),
            seen: Arc::default(),
            remembered: Mutex::new(None),
            lens: Lens::default(),
            management: Management::default(),
            user: String::new(),
            in_session: Arc::default(),
        }
    }

    /// Fills in secrets from this store when rows are written, and recognises them when rows are read.
    #[must_use]
    pub fn with_secrets(mut self, secrets: Arc<dyn SecretStore>) -> Self {
        self.lens.recognise_by(secrets);
        self
    }

    /// Keeps the secrets of these resources of a controller in the store when they are not there yet: it was lost.
    #[must_use]
    pub fn learning(mut self, controller: ControllerId, resources: BTreeSet<ResourceId>) -> Self {
        self.lens.learn(controller, resources);
        self
    }

    /// Reads these menus too; each takes one more reply, and more than 24 in all one more exchange.
    #[must_use]
    pub fn observing(mut self, also: impl IntoIterator<Item = Kind>) -> Self {
        self.lens.look_at(also);
        self
    }

    /// Takes it that the router is still what it said earlier, which saves an exchange. Before anything is written
    /// the router is asked, along with the arming of the guard; if it has become another version meanwhile,
    /// [`begin`](RouterPort::begin) gives [`RouterError::Stale`] and forgets what was remembered.
    #[must_use]
    pub fn remembering(self, capabilities: Capabilities) -> Self {
        *self.remembered.lock().unwrap_or_else(PoisonError::into_inner) = Some(capabilities);
        self
    }

    /// Says how the router is managed over this port, and by which user: so much is needed to tell whether a change
    /// would lock the controller out.
    #[must_use]
    pub fn managed(mut self, management: Management, user: impl Into<String>) -> Self {
        self.management = management;
        self.user = user.into();
        self
    }

    fn remembered(&self) -> Option<Capabilities> {
        self.remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn forget(&self) {
        *self.remembered.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What the router is, from its own words on this connection or, where allowed, from memory.
    async fn known(&self, live: &Live) -> Result<Capabilities, RouterError> {
        match (live.probed(), self.remembered()) {
            (Some(probe), _) => Ok(probe.capabilities.clone()),
            (None, Some(remembered)) => Ok(remembered),
            (None, None) => Ok(live.probe().await?.capabilities.clone()),
        }
    }

    /// Takes a guard away that must not stand. If that fails it goes with its connection, or fires on nothing.
    async fn take_away(live: &Live, unarmed: Unarmed) -> RouterError {
        match unarmed {
            Unarmed::Nothing(error) => error,
            Unarmed::Held(guard, error) => {
                if guard.disarm(live).await != nnc_core::ports::Commit::Done {
                    live.give_up();
                }
                error
            }
        }
    }

    /// What must hold before anything is written, told by answers that came along with the arming.
    fn cleared(&self, live: &Live, expected: &Capabilities) -> Result<(), RouterError> {
        let Some(probe) = live.probed() else { return Ok(()) };
        if probe.capabilities.version != expected.version || probe.capabilities.guard != expected.guard {
            self.forget();
            return Err(RouterError::Stale(format!(
                "it runs RouterOS {} now",
                probe.capabilities.version
            )));
        }
        Ok(())
    }
}

#[async_trait]
impl RouterPort for RouterOsPort {
    async fn capabilities(&self) -> Result<Capabilities, RouterError> {
        if let Some(remembered) = self.remembered() {
            return Ok(remembered);
        }
        let live = self.link.live().await?;
        Ok(live.probe().await?.capabilities.clone())
    }

    async fn platform(&self) -> Result<Arc<dyn Platform>, RouterError> {
        let version = self.capabilities().await?.version;
        let unsupported =
            |error: &dyn std::fmt::Display| RouterError::Unsupported(format!("RouterOS {version}: {error}"));
        let parsed = version.parse().map_err(|error| unsupported(&error))?;
        Ok(Arc::new(
            RouterOs::new(parsed).map_err(|error| unsupported(&error))?,
        ))
    }

    async fn observe(&self) -> Result<Snapshot, RouterError> {
        let live = self.link.live().await?;
        match self.seen.observe(&live, &self.lens).await {
            // The connection had ended unnoticed; reading twice does no harm.
            Err(RouterError::ConnectionLost(_)) => {
                self.seen.observe(&self.link.live().await?, &self.lens).await
            }
            other => other,
        }
    }

    async fn observe_all(&self) -> Result<Snapshot, RouterError> {
        let live = self.link.live().await?;
        let all: Vec<Kind> = kinds::OBSERVED.iter().chain(&observe::JUDGED).cloned().collect();
        observe::snapshot(&all, live.execute(all.iter().map(observe::print).collect()).await)
    }

    fn unread_secrets(&self) -> Option<UnreadSecrets> {
        self.seen.unread()
    }

    fn management(&self) -> Management {
        self.management.clone()
    }

    async fn way_in(&self, seen: &mut Snapshot) -> Result<Management, RouterError> {
        let live = self.link.live().await?;
        let answers = live.execute(WAY_IN.iter().map(observe::print).collect()).await;
        let told = observe::snapshot(&WAY_IN, answers)?;
        let sessions = told.rows(&kinds::SESSION).iter();
        let own = sessions.filter(|row| row.get("name") == Some(&self.user));
        let addresses: BTreeSet<IpAddr> = own.filter_map(|row| row.get("address")?.parse().ok()).collect();
        seen.kinds.extend(told.kinds);
        let mut addresses = addresses.into_iter();
        // Where the user is logged in from several places, it is not known which is ours.
        let controller = addresses.next().filter(|_| addresses.next().is_none());
        Ok(Management {
            controller,
            ..self.management.clone()
        })
    }

    async fn begin(
        &self,
        policy: GuardPolicy,
        snapshot: &Snapshot,
    ) -> Result<Box<dyn ChangeSession>, RouterError> {
        let slot = Slot::take(&self.in_session).ok_or_else(|| {
            RouterError::GuardBusy("this process is changing the router already".to_owned())
        })?;
        let live = self.link.live().await?;
        self.seen.check(snapshot, live.epoch())?;
        if live.kind() == TransportKind::Rest {
            // Requests go one after the other anyway, and what armed a restarted router could not be taken away.
            match live.probed() {
                Some(_) => {
                    let asked = Instant::now();
                    live.witness(live.execute_one(probe::resource()).await, asked)?;
                }
                None => live.probe().await.map(|_| ())?,
            }
        }
        let known = self.known(&live).await?;
        if known.guard == GuardKind::DeadMan && live.probed().is_some_and(|probe| !probe.scheduler) {
            return Err(guard::no_scheduler());
        }
        let words = Words::new(&known.version, self.lens.secrets())?;
        let rows = Rows::new(policy.change.controller, snapshot);
        let arming = Arming::prepare(known.guard, &known.version, &policy, snapshot)?;

        let mut commands = arming.commands();
        let armings = commands.len();
        let asks = live.probed().is_none();
        if asks {
            commands.extend(probe::questions());
        }
        let mut uncertain = Uncertain {
            link: Arc::clone(&self.link),
            live: live.clone(),
            guard: known.guard,
            controller: policy.change.controller,
            settled: false,
        };
        let sent = Instant::now();
        let mut answers = live.execute(commands).await;
        let rest = answers.split_off(armings.min(answers.len()));
        let guard = match arming.armed(answers, sent) {
            Ok(guard) => guard,
            Err(unarmed) => {
                let error = Self::take_away(&live, unarmed).await;
                uncertain.settled = !live.is_lost();
                return Err(error);
            }
        };
        let checked = if asks {
            live.take_probe(rest, sent).map(|_| ())
        } else {
            Ok(())
        };
        if let Err(error) = checked.and_then(|()| self.cleared(&live, &known)) {
            let error = Self::take_away(&live, Unarmed::Held(guard, error)).await;
            uncertain.settled = !live.is_lost();
            return Err(error);
        }
        uncertain.settled = true;
        let seen = Arc::clone(&self.seen);
        Ok(Box::new(Session {
            link: Arc::clone(&self.link),
            live,
            guard,
            rows,
            words,
            seen,
            lens: self.lens.clone(),
            broken: None,
            settled: false,
            _slot: slot,
        }))
    }

    async fn run(&self, effect: &Effect) -> Result<(), RouterError> {
        let live = self.link.live().await?;
        match effect {
            Effect::FlushConnections { networks, devices } => flush::flush(&live, networks, devices).await,
            Effect::Remove {
                controller,
                kind,
                key,
            } => {
                let mark = Mark {
                    controller: *controller,
                    key: key.clone(),
                };
                parked::remove(&live, kind, &mark).await
            }
        }
    }

    async fn probe(&self) -> Result<(), RouterError> {
        let transport = self.link.dial().dial().await?;
        let answer = transport.execute(vec![probe::resource()]).await.pop();
        transport.close().await;
        match answer {
            Some(answer) => answer.map(|_| ()).map_err(RouterError::from),
            None => Err(RouterError::Protocol(
                "the second connection gave no answer".to_owned(),
            )),
        }
    }

    async fn guard_held(&self) -> Result<Option<String>, RouterError> {
        let live = self.link.live().await?;
        guard::held(&live, true).await
    }

    async fn counters(&self, controller: ControllerId) -> Result<Vec<Counted>, RouterError> {
        let version = self.capabilities().await?.version;
        let unknown = |error| RouterError::Unsupported(format!("RouterOS {version}: {error}"));
        let version: routeros_commands::Version = version.parse().map_err(unknown)?;
        let menus = counters::menus((version.major, version.minor));
        let prints = menus.iter().map(|(map, fields)| counters::print(map, fields));
        let live = self.link.live().await?;
        let answers = live.execute(prints.collect()).await;
        let mut read = Vec::new();
        for ((_, fields), answer) in menus.iter().zip(answers) {
            read.extend(counters::read(fields, answer, controller)?);
        }
        Ok(read)
    }

    async fn watch(&self) -> Result<Box<dyn RouterWatch>, RouterError> {
        Ok(Box::new(Listening::start(self.link.dial().dial().await?).await?))
    }

    async fn close(&self) {
        self.link.close().await;
    }
}

/// A guard that may be armed while nobody knows it: the connection was lost, or the caller went away.
struct Uncertain {
    link: Arc<Link>,
    live: Live,
    guard: GuardKind,
    controller: ControllerId,
    settled: bool,
}

impl Drop for Uncertain {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        // It would stand in the way of the next change.
        match self.guard {
            GuardKind::DeadMan => hasten(&self.link, self.controller),
            GuardKind::SafeMode | GuardKind::Transaction => self.live.give_up(),
        }
    }
}
