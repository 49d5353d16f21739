//! Saying which menus of a router have changed.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nnc_core::object::Kind;
use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};

use super::link::Dial;
use super::observe;
use super::port::RouterOsPort;
use crate::error::Error;
use crate::kinds;
use crate::transport::{Command, Transport};

/// The menus that are listened to where the transport can: those that change most while people work. Each takes
/// a place among the commands under way, so they are few; the others are polled.
const LISTENED: [Kind; 8] = [
    kinds::INTERFACE,
    kinds::ADDRESS,
    kinds::ROUTE,
    kinds::RULE,
    kinds::MANGLE,
    kinds::FILTER,
    kinds::NAT,
    kinds::ADDRESS_LIST,
];

/// Changes of a router's menus, as they become known. Dropping it ends the watching.
///
/// A reader that is slow gets the changes it missed together: kinds are merged, so memory is bounded by the number
/// of menus.
#[derive(Debug)]
pub struct Watch {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

/// Menus that have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Which.
    pub kinds: BTreeSet<Kind>,
    /// How many reports were merged into this one because the reader was slow.
    pub merged: u64,
}

#[derive(Debug, Default)]
struct Shared {
    pending: Mutex<(BTreeSet<Kind>, u64)>,
    news: Notify,
}

impl Shared {
    fn report(&self, kinds: impl IntoIterator<Item = Kind>) {
        let mut kinds = kinds.into_iter().peekable();
        if kinds.peek().is_none() {
            return;
        }
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        pending.1 += u64::from(!pending.0.is_empty());
        pending.0.extend(kinds);
        drop(pending);
        self.news.notify_one();
    }
}

impl Watch {
    /// The next change. After the connection was lost and made again, every kind counts as changed.
    pub async fn next(&mut self) -> Changed {
        loop {
            let ready = {
                let mut pending = self.shared.pending.lock().unwrap_or_else(PoisonError::into_inner);
                std::mem::take(&mut *pending)
            };
            if !ready.0.is_empty() {
                return Changed {
                    kinds: ready.0,
                    merged: ready.1,
                };
            }
            self.shared.news.notified().await;
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl RouterOsPort {
    /// Watches the menus that planning reads, over a connection of its own: listening where the transport can,
    /// asking every `period` otherwise. Must be called within a tokio runtime.
    pub fn watch(&self, period: Duration) -> Watch {
        let shared = Arc::<Shared>::default();
        let watcher = Watcher {
            dial: self.dial(),
            period,
            shared: Arc::clone(&shared),
            digests: BTreeMap::new(),
        };
        Watch {
            shared,
            task: tokio::spawn(watcher.run()),
        }
    }
}

struct Watcher {
    dial: Arc<dyn Dial>,
    period: Duration,
    shared: Arc<Shared>,
    /// What each polled menu looked like.
    digests: BTreeMap<Kind, u64>,
}

impl Watcher {
    async fn run(mut self) {
        let mut again = false;
        loop {
            match self.dial.dial().await {
                Ok(transport) => {
                    if again {
                        self.shared.report(kinds::OBSERVED);
                    }
                    again = true;
                    let error = self.watch(&transport).await;
                    tracing::debug!(code = error.code(), "watching was interrupted");
                    transport.close().await;
                }
                Err(error) => tracing::debug!(code = error.code(), "watching cannot connect"),
            }
            tokio::time::sleep(self.period).await;
        }
    }

    /// Watches over one connection until it fails.
    async fn watch(&mut self, transport: &Arc<dyn Transport>) -> Error {
        let mut listeners = JoinSet::new();
        if transport.can_listen() {
            for kind in LISTENED {
                listeners.spawn(listen(Arc::clone(transport), kind, Arc::clone(&self.shared)));
            }
        }
        let listens = !listeners.is_empty();
        let mut polled: Vec<Kind> = kinds::OBSERVED
            .iter()
            .filter(|kind| !(listens && LISTENED.contains(kind)))
            .cloned()
            .collect();
        loop {
            if let Err(error) = self.poll(transport, &polled).await {
                return error;
            }
            let wait = tokio::time::sleep(self.period);
            tokio::pin!(wait);
            loop {
                tokio::select! {
                    () = &mut wait => break,
                    Some(ended) = listeners.join_next() => match ended {
                        // This menu cannot be listened to.
                        Ok((kind, Error::Refused(_))) => polled.push(kind),
                        Ok((_, error)) => return error,
                        Err(_) => return Error::protocol("a listener has ended"),
                    },
                }
            }
        }
    }

    async fn poll(&mut self, transport: &Arc<dyn Transport>, kinds: &[Kind]) -> Result<(), Error> {
        let commands: Vec<Command> = kinds.iter().map(observe::print).collect();
        let mut changed = Vec::new();
        for (kind, result) in kinds.iter().zip(transport.execute(commands).await) {
            let digest = match result {
                Ok(response) => {
                    let mut hasher = DefaultHasher::new();
                    for row in &response.rows {
                        let row = observe::observed(kind, row);
                        (&row.id, &row.attributes).hash(&mut hasher);
                    }
                    hasher.finish()
                }
                Err(Error::Refused(_)) => continue,
                Err(error) => return Err(error),
            };
            // The first look is no change.
            if self
                .digests
                .insert(kind.clone(), digest)
                .is_some_and(|before| before != digest)
            {
                changed.push(kind.clone());
            }
        }
        self.shared.report(changed);
        Ok(())
    }
}

/// Reports changes of one menu until that fails.
async fn listen(transport: Arc<dyn Transport>, kind: Kind, shared: Arc<Shared>) -> (Kind, Error) {
    let refused = || Error::Refused(crate::error::Refusal::new(None, "the router ended the listening"));
    let mut listen = match transport.listen(kind.as_str(), vec![".id".to_owned()]).await {
        Ok(listen) => listen,
        Err(error) => return (kind, error),
    };
    loop {
        match listen.next().await {
            Some(Ok(_)) => shared.report([kind.clone()]),
            Some(Err(error)) => return (kind, error),
            None => return (kind, refused()),
        }
    }
}
