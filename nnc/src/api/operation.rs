//! Changes under way.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use nnc_state::{Applied, Applying, Phase, StateError};
use tokio::sync::watch;

use super::generated::{Change, OperationApi, Progress};
use super::{Feed, outputs};
use crate::error::{Error, ErrorKind};
use crate::router::Router;

/// Lets somebody follow a change and give it up. Clones are the same.
#[derive(Clone)]
pub(crate) struct Control {
    shared: Arc<Shared>,
}

struct Shared {
    cancelled: AtomicBool,
    phase: Mutex<Option<watch::Sender<Phase>>>,
    /// What gives up the part that is with the engine.
    canceller: Mutex<Option<nnc_state::Canceller>>,
}

impl Control {
    fn new(phase: watch::Sender<Phase>) -> Self {
        Self {
            shared: Arc::new(Shared {
                cancelled: AtomicBool::new(false),
                phase: Mutex::new(Some(phase)),
                canceller: Mutex::new(None),
            }),
        }
    }

    fn cancel(&self) {
        let canceller = self
            .shared
            .canceller
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        self.shared.cancelled.store(true, Ordering::SeqCst);
        if let Some(canceller) = canceller.as_ref() {
            canceller.cancel();
        }
    }

    /// Waits for a change that the engine has begun, telling how far it is.
    pub(crate) async fn follow(&self, applying: Applying) -> Result<Applied, StateError> {
        let canceller = applying.canceller();
        {
            let mut place = self
                .shared
                .canceller
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if self.shared.cancelled.load(Ordering::SeqCst) {
                canceller.cancel();
            }
            *place = Some(canceller);
        }
        let mut progress = applying.progress();
        let finish = applying.finish();
        tokio::pin!(finish);
        loop {
            tokio::select! {
                biased;
                changed = progress.changed() => {
                    self.tell(&progress.borrow_and_update());
                    if changed.is_err() {
                        return finish.await;
                    }
                }
                result = &mut finish => {
                    self.tell(&progress.borrow_and_update());
                    return result;
                }
            }
        }
    }

    fn tell(&self, phase: &Phase) {
        let sender = self.shared.phase.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = sender.as_ref() {
            sender.send_if_modified(|known| {
                let other = known != phase;
                known.clone_from(phase);
                other
            });
        }
    }

    /// There will be no progress any more.
    fn end(&self) {
        let mut sender = self.shared.phase.lock().unwrap_or_else(PoisonError::into_inner);
        *sender = None;
    }
}

struct Operation {
    control: Control,
    phase: watch::Receiver<Phase>,
    outcome: watch::Receiver<Option<Result<Change, Error>>>,
}

/// Starts a change of a router in a task of its own. Must be called within a tokio runtime.
pub(super) fn start<W, F>(router: &Router, work: W) -> Arc<dyn OperationApi>
where
    W: FnOnce(Router) -> F + Send + 'static,
    F: Future<Output = Result<Change, Error>> + Send + 'static,
{
    let (phase_sender, phase) = watch::channel(Phase::Draft);
    let (sender, outcome) = watch::channel(None);
    let control = Control::new(phase_sender);
    let router = router.controlled(control.clone());
    let ending = control.clone();
    tokio::spawn(async move {
        // A task of its own for the work: whatever becomes of it, there is an outcome.
        let result = match tokio::spawn(work(router)).await {
            Ok(result) => result,
            Err(error) => {
                let message = format!("a task of nnc ended early: {error}; please report it");
                Err(Error::new(ErrorKind::Internal, "internal", message))
            }
        };
        ending.end();
        sender.send_replace(Some(result));
    });
    Arc::new(Operation {
        control,
        phase,
        outcome,
    })
}

#[async_trait]
impl OperationApi for Operation {
    async fn result(&self) -> Result<Change, Error> {
        let mut outcome = self.outcome.clone();
        let known = outcome.wait_for(Option::is_some).await;
        let known = known.ok().and_then(|known| known.clone());
        known.unwrap_or_else(|| {
            let message = "the runtime ended before the change did; `recover` settles it";
            Err(Error::new(ErrorKind::Unknown, "outcome-unknown", message))
        })
    }

    fn progress(&self) -> Result<Box<dyn Feed<Progress>>, Error> {
        Ok(Box::new(Following(self.phase.clone())))
    }

    async fn cancel(&self) -> Result<(), Error> {
        self.control.cancel();
        Ok(())
    }
}

/// The phases of an operation; of several since the last reading the newest.
struct Following(watch::Receiver<Phase>);

#[async_trait]
impl Feed<Progress> for Following {
    async fn next(&mut self) -> Option<Progress> {
        self.0.changed().await.ok()?;
        Some(outputs::progress(&self.0.borrow_and_update()))
    }

    fn try_next(&mut self) -> Option<Progress> {
        let news = self.0.has_changed().unwrap_or(false);
        news.then(|| outputs::progress(&self.0.borrow_and_update()))
    }
}
