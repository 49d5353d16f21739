//! What a router does between changes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nnc_core::ports::{Changed, Entropy, Event, EventSink, RouterError, RouterWatch};
use nnc_state::bus::{RESOURCES, ROUTER};
use nnc_state::monitor::{Pace, Policy, Staleness, runtime_layer};
use nnc_store::{Cause, Chain, Layer, LayerChange, ResourceChange, Source};
use serde_json::Value;
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::router::Router;
use crate::system::SystemEntropy;
use crate::telemetry::{Keep, PAST};

/// A router that is watched. Dropping it ends that.
#[derive(Debug)]
pub struct Monitor {
    policy: Arc<Mutex<Policy>>,
    router: Router,
    task: JoinHandle<()>,
}

impl Monitor {
    /// How old what is known of the router is.
    pub fn staleness(&self) -> Staleness {
        let now = self.router.shared.clock.now_ms();
        self.policy
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .staleness(now)
    }
}

impl Drop for Monitor {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Router {
    /// Reads the router once and keeps what its rows do as the runtime layers of the resources, and what they have
    /// counted as their telemetry layers. Gives the resources that do something else than before, and tells who listens:
    /// `monitor.changed`.
    ///
    /// # Errors
    /// Why the router or the database could not be read or written.
    pub async fn refresh(&self) -> Result<Vec<String>, Error> {
        self.look(Keep::Now).await
    }

    async fn look(&self, keep: Keep) -> Result<Vec<String>, Error> {
        let port = self.connect(false, None).await?;
        let controller = self.controller();
        let seen = async { Ok((self.observe(&port).await?, port.counters(controller).await?)) };
        let seen: Result<_, Error> = seen.await;
        port.close().await;
        let (seen, counters) = seen?;
        let at = self.shared.clock.now_ms();
        let (shared, router) = (Arc::clone(&self.shared), self.record.id);
        let changed = self
            .database(move |database| {
                let known = database.states(&[Layer::Runtime, Layer::Telemetry])?;
                let mut changes = Vec::new();
                for known in &known {
                    let value = runtime_layer(
                        &known.resource,
                        &seen.snapshot,
                        controller,
                        seen.platform.as_ref(),
                    );
                    let before: Option<&Value> = known.layers.get(&Layer::Runtime).map(|layer| &layer.value);
                    if before != Some(&value) {
                        changes.push(ResourceChange::Set(LayerChange {
                            resource: known.resource.clone(),
                            layer: Layer::Runtime,
                            value: Some(value),
                            source: Source::Router,
                        }));
                    }
                }
                let changed: Vec<String> = changes
                    .iter()
                    .map(|change| change.resource().to_string())
                    .collect();
                let counted = shared.followed.sample(router, at, keep, &known, &counters);
                let written = !counted.is_empty();
                changes.extend(counted);
                if !changes.is_empty() {
                    database.record(&Cause::at(at), &changes)?;
                }
                if written {
                    shared.followed.written(router, at);
                    database.prune(Chain::Samples, at.saturating_sub(PAST))?;
                }
                Ok(changed)
            })
            .await?;
        if !changed.is_empty() {
            self.tell(at, "monitor.changed", &changed.join(" "));
        }
        Ok(changed)
    }

    /// Watches the router: [`refresh`](Self::refresh) when it tells of a change, where it does that by itself (RouterOS
    /// over its API, not over REST), and in any case every 5 to 60 seconds: often while things change, seldom while they
    /// do not or the router does not answer, which who listens is told once as `monitor.unreachable`. Telemetry is
    /// written to the database once an hour; in this process [`Resources::show`](crate::Resources::show) knows the
    /// youngest. Must be called within a tokio runtime.
    pub fn monitor(&self, pace: Pace) -> Monitor {
        let policy = Arc::new(Mutex::new(Policy::new(pace, self.shared.clock.now_ms())));
        let watcher = Watcher {
            router: self.clone(),
            policy: Arc::clone(&policy),
            watch: None,
        };
        let task = tokio::spawn(watcher.run());
        Monitor {
            policy,
            router: self.clone(),
            task,
        }
    }

    fn tell(&self, at: u64, kind: &str, resources: &str) {
        let detail = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        self.shared.bus.publish(Event {
            at,
            kind: kind.to_owned(),
            details: [detail(ROUTER, &self.record.name), detail(RESOURCES, resources)].into(),
        });
    }
}

/// Carries out what the policy says, until it is aborted.
struct Watcher {
    router: Router,
    policy: Arc<Mutex<Policy>>,
    watch: Option<Box<dyn RouterWatch>>,
}

impl Watcher {
    async fn run(mut self) {
        loop {
            let now = self.now();
            if self.with(|policy| policy.wants_watch(now)) {
                self.begin_watch().await;
            }
            let now = self.now();
            if self.with(|policy| policy.is_due(now)) {
                self.ask().await;
            }
            let now = self.now();
            let wait = self.with(|policy| policy.next_at()).saturating_sub(now);
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(wait)) => {}
                news = news(&mut self.watch) => {
                    let now = self.now();
                    match news {
                        Ok(_) => self.with(|policy| policy.reported(now)),
                        Err(error) => {
                            tracing::debug!(code = error.code(), "the router no longer tells of changes");
                            self.watch = None;
                            self.with(|policy| policy.unwatched(now));
                        }
                    }
                }
            }
        }
    }

    async fn begin_watch(&mut self) {
        let begun = match self.router.connect(false, None).await {
            Ok(port) => port.watch().await.map_err(Error::from),
            Err(error) => Err(error),
        };
        let now = self.now();
        match begun {
            Ok(watch) => {
                self.watch = Some(watch);
                self.with(|policy| policy.watching(now));
            }
            Err(error) if error.code == "unsupported" => self.with(Policy::unwatchable),
            Err(error) => {
                tracing::debug!(code = error.code, "the router cannot be watched");
                self.with(|policy| policy.unwatched(now));
            }
        }
    }

    async fn ask(&mut self) {
        let result = self.router.look(Keep::Seldom).await;
        let mut bytes = [0_u8; 4];
        SystemEntropy.fill(&mut bytes);
        let (now, draw) = (self.now(), u32::from_le_bytes(bytes));
        match result {
            Ok(changed) => self.with(|policy| policy.answered(now, !changed.is_empty(), draw)),
            Err(error) => {
                let router = &self.router.record.name;
                tracing::debug!(code = error.code, router, "the router could not be read");
                if self.with(|policy| policy.staleness(now).failures) == 0 {
                    self.router.tell(now, "monitor.unreachable", "");
                }
                self.watch = None;
                self.with(|policy| policy.failed(now, draw));
            }
        }
    }

    fn now(&self) -> u64 {
        self.router.shared.clock.now_ms()
    }

    fn with<T>(&self, act: impl FnOnce(&mut Policy) -> T) -> T {
        act(&mut self.policy.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What a watched router tells next; nothing where it is not watched.
async fn news(watch: &mut Option<Box<dyn RouterWatch>>) -> Result<Changed, RouterError> {
    match watch {
        Some(watch) => watch.next().await,
        None => std::future::pending().await,
    }
}
