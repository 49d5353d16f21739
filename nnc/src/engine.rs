//! Handing changes to the apply machine.

use std::sync::Arc;

use nnc_core::ports::RouterPort;
use nnc_state::{Engine, Plan, lock_router};
use nnc_store::RouterLock;

use crate::error::{Error, ErrorKind};
use crate::recover::Recovery;
use crate::router::Router;

/// Takes the lock of the router, waiting as long as the caller allowed.
pub(crate) async fn lock(router: &Router) -> Result<RouterLock, Error> {
    let shared = &router.shared;
    shared
        .unless_stopped(async { Ok(lock_router(&shared.dir, &router.record, shared.wait).await?) })
        .await
}

async fn engine(router: &Router, port: &Arc<dyn RouterPort>) -> Result<Engine, Error> {
    let database = {
        let (shared, id) = (Arc::clone(&router.shared), router.record.id);
        crate::instance::blocking(move || Ok(shared.dir.router(id)?)).await?
    };
    Ok(Engine::new(
        Arc::clone(port),
        Arc::new(database),
        Arc::clone(&router.shared.clock),
    )
    .reporting(Arc::new(router.shared.bus.clone()), &router.record.name)
    .by(router.shared.actor.clone()))
}

/// Applies a plan. The lock goes with it: dropping the caller's future does not tear the change.
pub(crate) async fn apply(
    router: &Router,
    port: &Arc<dyn RouterPort>,
    lock: RouterLock,
    plan: Plan,
) -> Result<(), Error> {
    let applying = engine(router, port).await?.apply(plan, None, lock);
    let canceller = applying.canceller();
    let applied = async {
        match &router.control {
            Some(control) => control.follow(applying).await,
            None => applying.finish().await,
        }
    };
    tokio::pin!(applied);
    let result = tokio::select! {
        biased;
        result = &mut applied => result,
        () = router.shared.stopped() => {
            canceller.cancel();
            applied.await
        }
    };
    Ok(result.map(drop)?)
}

/// Settles what earlier changes left open. Needs the router's lock.
pub(crate) async fn settle(router: &Router, port: &Arc<dyn RouterPort>) -> Result<Vec<Recovery>, Error> {
    let open = router
        .database(|database| Ok(!database.open_intents()?.is_empty()))
        .await?;
    if !open {
        return Ok(Vec::new());
    }
    let recovered = engine(router, port).await?.recover(router.controller()).await?;
    Ok(recovered
        .into_iter()
        .map(|recovered| Recovery::new(&router.record.name, recovered))
        .collect())
}

/// As [`settle`], for a caller that can only go on if nothing stays open.
pub(crate) async fn settle_open(router: &Router, port: &Arc<dyn RouterPort>) -> Result<(), Error> {
    match settle(router, port)
        .await?
        .into_iter()
        .find(|recovery| !recovery.settled)
    {
        None => Ok(()),
        Some(open) => {
            let message = format!(
                "what became of an earlier change ({}) is not known yet: {}; run `nnc recover` when the router can be reached",
                open.description, open.reason
            );
            Err(Error::new(ErrorKind::Unknown, "outcome-unknown", message))
        }
    }
}
