//! Changes under way.

use std::future::Future;
use std::sync::Arc;

use async_trait::async_trait;
use nnc_state::Phase;
use tokio::sync::watch;

use super::generated::{Change, OperationApi, Progress};
use super::{Feed, outputs};
use crate::control::Control;
use crate::error::{Error, ErrorKind};
use crate::router::Router;

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
