//! Listening to a router's menus: it says by itself when they change.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use nnc_core::object::Kind;
use nnc_core::ports::{Changed, RouterError, RouterWatch};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::probe;
use crate::error::{Error, Refusal};
use crate::kinds;
use crate::transport::{Listen, ListenEvent, Transport};

/// The menus that are listened to: those that change most while people work. Each takes a place among the commands
/// under way, so they are few; what happens in the others is for whoever asks to see.
pub(super) const LISTENED: [Kind; 8] = [
    kinds::INTERFACE,
    kinds::ADDRESS,
    kinds::ROUTE,
    kinds::RULE,
    kinds::MANGLE,
    kinds::FILTER,
    kinds::NAT,
    kinds::ADDRESS_LIST,
];

/// Menus that are listened to over a connection of their own. Reports that nobody took yet are merged, so memory is
/// bounded by the number of menus.
#[derive(Debug)]
pub(super) struct Listening {
    reports: Arc<Reports>,
    listeners: JoinSet<(Kind, Error)>,
    transport: Arc<dyn Transport>,
}

#[derive(Debug, Default)]
struct Reports {
    pending: Mutex<Changed>,
    news: Notify,
}

impl Reports {
    fn add(&self, kinds: &[Kind]) {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        pending.merged += u64::from(!pending.kinds.is_empty());
        pending.kinds.extend(kinds.iter().cloned());
        drop(pending);
        self.news.notify_one();
    }

    fn take(&self) -> Changed {
        std::mem::take(&mut *self.pending.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Listening {
    /// Begins to listen. When this returns the router does: a change after that is reported.
    pub(super) async fn start(transport: Arc<dyn Transport>) -> Result<Self, RouterError> {
        if !transport.can_listen() {
            return Err(RouterError::Unsupported("watching".to_owned()));
        }
        let reports = Arc::<Reports>::default();
        let mut listeners = JoinSet::new();
        for kind in LISTENED {
            let listen = transport.listen(kind.as_str(), vec![".id".to_owned()]).await?;
            let reports = Arc::clone(&reports);
            listeners.spawn(follow(kind, listen, reports));
        }
        // The router takes up commands in the order in which they come: once this is answered, all are.
        transport.execute_one(probe::resource()).await?;
        Ok(Self {
            reports,
            listeners,
            transport,
        })
    }
}

#[async_trait]
impl RouterWatch for Listening {
    async fn next(&mut self) -> Result<Changed, RouterError> {
        loop {
            let changed = self.reports.take();
            if !changed.kinds.is_empty() {
                return Ok(changed);
            }
            tokio::select! {
                () = self.reports.news.notified() => {}
                ended = self.listeners.join_next() => match ended {
                    // A version that lacks one menu still tells of the others.
                    Some(Ok((kind, Error::Refused(_)))) => {
                        tracing::debug!(menu = kind.as_str(), "the router does not let this menu be listened to");
                    }
                    Some(Ok((_, error))) => {
                        self.transport.close().await;
                        return Err(error.into());
                    }
                    Some(Err(_)) => return Err(RouterError::Protocol("a listener has ended".to_owned())),
                    None => return Err(RouterError::Unsupported("watching".to_owned())),
                },
            }
        }
    }
}

/// Reports changes of one menu until that fails.
async fn follow(kind: Kind, mut listen: Listen, reports: Arc<Reports>) -> (Kind, Error) {
    loop {
        match listen.next().await {
            // What was missed may be anything.
            Some(Ok(ListenEvent::Resync { .. })) => reports.add(&LISTENED),
            Some(Ok(_)) => reports.add(std::slice::from_ref(&kind)),
            Some(Err(error)) => return (kind, error),
            None => {
                let refusal = Refusal::new(None, "the router ended the listening");
                return (kind, Error::Refused(refusal));
            }
        }
    }
}
