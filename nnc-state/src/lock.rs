//! Waiting for a router's lock without blocking a thread.

use std::time::Duration;

use nnc_store::{DataDir, RouterLock, RouterRecord, StoreError};
use tokio::time::{Instant, sleep};

/// How long to wait between two looks.
const POLL: Duration = Duration::from_millis(20);

/// Takes the lock of a router, looking again and again for as long as `wait`. Hold it from before the router is
/// observed until the change is settled.
///
/// # Errors
/// [`StoreError::RouterBusy`] if someone else holds it all the while; or if the lock file cannot be used.
pub async fn lock_router(
    data: &DataDir,
    router: &RouterRecord,
    wait: Duration,
) -> Result<RouterLock, StoreError> {
    let deadline = Instant::now() + wait;
    loop {
        if let Some(lock) = data.try_lock(router.id)? {
            return Ok(lock);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(StoreError::RouterBusy(router.name.clone()));
        }
        sleep(left.min(POLL)).await;
    }
}
