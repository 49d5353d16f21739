//! What a router does between changes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nnc_core::ports::{Entropy, Event, EventSink};
use nnc_state::bus::{RESOURCES, ROUTER};
use nnc_state::monitor::{Pace, Policy, Staleness, runtime_layer};
use nnc_store::{Cause, Layer, LayerChange, ResourceChange, Source};
use serde_json::Value;
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::router::Router;
use crate::system::SystemEntropy;

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
    /// Reads the router once and keeps what its rows do as the runtime layers of the resources. Gives the resources of
    /// which that is other than before, and tells who listens: `monitor.changed`.
    ///
    /// # Errors
    /// Why the router or the database could not be read or written.
    pub async fn refresh(&self) -> Result<Vec<String>, Error> {
        let port = self.connect(false, None).await?;
        let seen = self.observe(&port).await;
        port.close().await;
        let seen = seen?;
        let (controller, at) = (self.controller(), self.shared.clock.now_ms());
        let changed = self
            .database(move |database| {
                let mut changes = Vec::new();
                for known in database.states(&[Layer::Runtime])? {
                    let value = runtime_layer(
                        &known.resource,
                        &seen.snapshot,
                        controller,
                        seen.platform.as_ref(),
                    );
                    let before: Option<&Value> = known.layers.get(&Layer::Runtime).map(|layer| &layer.value);
                    if before != Some(&value) {
                        changes.push(ResourceChange::Set(LayerChange {
                            resource: known.resource,
                            layer: Layer::Runtime,
                            value: Some(value),
                            source: Source::Router,
                        }));
                    }
                }
                if !changes.is_empty() {
                    database.record(&Cause::at(at), &changes)?;
                }
                let changed = changes.iter().map(|change| change.resource().to_string());
                Ok(changed.collect::<Vec<String>>())
            })
            .await?;
        if !changed.is_empty() {
            self.tell(at, "monitor.changed", &changed.join(" "));
        }
        Ok(changed)
    }

    /// Watches the router: [`refresh`](Self::refresh) every 5 to 60 seconds, often while things change, seldom while
    /// they do not or the router does not answer, which who listens is told once as `monitor.unreachable`. Must be
    /// called within a tokio runtime.
    pub fn monitor(&self, pace: Pace) -> Monitor {
        let policy = Arc::new(Mutex::new(Policy::new(pace, self.shared.clock.now_ms())));
        let task = tokio::spawn(watch(self.clone(), Arc::clone(&policy)));
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

async fn watch(router: Router, policy: Arc<Mutex<Policy>>) {
    loop {
        let result = router.refresh().await;
        let mut bytes = [0_u8; 4];
        SystemEntropy.fill(&mut bytes);
        let (now, draw) = (router.shared.clock.now_ms(), u32::from_le_bytes(bytes));
        let wait = {
            let mut policy = policy.lock().unwrap_or_else(PoisonError::into_inner);
            match result {
                Ok(changed) => policy.answered(now, !changed.is_empty(), draw),
                Err(error) => {
                    tracing::debug!(
                        code = error.code,
                        router = router.record.name,
                        "the router could not be read"
                    );
                    if policy.staleness(now).failures == 0 {
                        router.tell(now, "monitor.unreachable", "");
                    }
                    policy.failed(now, draw);
                }
            }
            policy.due_at().saturating_sub(now)
        };
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
}
