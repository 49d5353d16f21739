//! A change that somebody follows and may give up.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use nnc_state::{Applied, Applying, Phase, StateError};
use tokio::sync::watch;

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
    pub(crate) fn new(phase: watch::Sender<Phase>) -> Self {
        Self {
            shared: Arc::new(Shared {
                cancelled: AtomicBool::new(false),
                phase: Mutex::new(Some(phase)),
                canceller: Mutex::new(None),
            }),
        }
    }

    /// Gives the change up, at the next place where it may stop.
    pub(crate) fn cancel(&self) {
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
    pub(crate) fn end(&self) {
        let mut sender = self.shared.phase.lock().unwrap_or_else(PoisonError::into_inner);
        *sender = None;
    }
}
