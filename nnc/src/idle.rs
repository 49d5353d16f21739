//! Closing the databases of routers that nobody uses.

use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::instance::{Shared, blocking};

/// How often to look. Every use of any database looks too; this is for programs that use none for long.
const EVERY: Duration = Duration::from_secs(60);

/// Closes the databases that were not used for five minutes, by the instance's clock, for as long as the instance is in
/// use. Must be called within a tokio runtime.
pub(crate) fn close_when_idle(shared: &Arc<Shared>) {
    let instance = Arc::downgrade(shared);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            if !look(&instance).await {
                return;
            }
        }
    });
}

/// Says whether the instance is still in use.
async fn look(instance: &Weak<Shared>) -> bool {
    let Some(shared) = instance.upgrade() else {
        return false;
    };
    let closed = blocking(move || Ok(shared.dir.close_idle())).await;
    if let Ok(closed @ 1..) = closed {
        tracing::debug!(closed, "databases closed that nobody used");
    }
    true
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use nnc_core::ports::Clock;
    use nnc_core::secret::Secret;

    use super::*;
    use crate::{AddRouter, Nnc, Options, Trust};

    struct Hands(AtomicU64);

    impl Clock for Hands {
        fn now_ms(&self) -> u64 {
            self.0.load(Ordering::Relaxed)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_database_that_nobody_uses_is_closed_after_five_minutes() {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(Hands(AtomicU64::new(1)));
        let options = Options::new(directory.path()).clock(Arc::clone(&clock) as Arc<dyn Clock>);
        let nnc = options.open().await.unwrap();
        nnc.add_router(AddRouter {
            name: "home".to_owned(),
            url: "routeros+api://admin@192.0.2.1".parse().unwrap(),
            trust: Trust::System,
            password: Secret::from("x"),
            offline: true,
        })
        .await
        .unwrap();
        let router = nnc.router("home").await.unwrap();
        router.resources().list().await.unwrap();
        assert_eq!(nnc.shared.dir.open_databases(), 1);

        clock.0.fetch_add(4 * 60_000, Ordering::Relaxed);
        assert!(!ticks(&nnc, |open| open == 0).await, "four minutes are not five");
        clock.0.fetch_add(60_000, Ordering::Relaxed);
        assert!(
            ticks(&nnc, |open| open == 0).await,
            "nobody used it for five minutes"
        );
        router.resources().list().await.unwrap();
        assert_eq!(
            nnc.shared.dir.open_databases(),
            1,
            "it is opened again when it is needed"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn an_instance_that_nobody_has_is_let_go() {
        let directory = tempfile::tempdir().unwrap();
        let nnc = Nnc::open(directory.path()).await.unwrap();
        let shared = Arc::downgrade(&nnc.shared);
        assert!(look(&shared).await);
        drop(nnc);
        assert!(!look(&shared).await);
    }

    async fn ticks(nnc: &Nnc, enough: impl Fn(usize) -> bool) -> bool {
        for _ in 0..20 {
            // The clock of tokio stands still but for this.
            tokio::time::sleep(EVERY).await;
            if enough(nnc.shared.dir.open_databases()) {
                return true;
            }
        }
        false
    }
}
