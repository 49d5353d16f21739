//! The runtime that everything runs on, whichever thread of the host asks.

use std::future::Future;
use std::sync::OnceLock;

use tokio::runtime::{Builder, EnterGuard, Runtime};

/// How many threads work. Hosts bring their own for what blocks them; these wait for routers and disks.
const WORKERS: usize = 2;

fn runtime() -> Result<&'static Runtime, nnc::Error> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let made = Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .thread_name("nnc")
        .enable_all()
        .build()
        .map_err(|error| {
            nnc::Error::internal(format!(
                "the system gives no threads: {error}; close other programs and try again"
            ))
        })?;
    // Of two that were made at once one is dropped, and has nothing to do yet.
    Ok(RUNTIME.get_or_init(|| made))
}

/// Makes this thread one of the runtime's, for calls that start something and do not wait.
///
/// # Errors
/// `internal` if the system gives no threads.
pub fn enter() -> Result<EnterGuard<'static>, nnc::Error> {
    Ok(runtime()?.enter())
}

/// Runs a future on the runtime, whatever polls this one. Dropping this one lets the other go on to its end.
///
/// # Errors
/// Those of the future; `internal` if it panicked or the system gives no threads.
pub async fn run<T, F>(future: F) -> Result<T, nnc::Error>
where
    T: Send + 'static,
    F: Future<Output = Result<T, nnc::Error>> + Send + 'static,
{
    match runtime()?.spawn(future).await {
        Ok(result) => result,
        Err(error) => Err(nnc::Error::internal(format!(
            "a task of nnc ended early: {error}; please report it"
        ))),
    }
}

/// Runs a future on the runtime and blocks this thread until it ends.
///
/// # Errors
/// As [`run`].
pub fn block_on<T, F>(future: F) -> Result<T, nnc::Error>
where
    T: Send + 'static,
    F: Future<Output = Result<T, nnc::Error>> + Send + 'static,
{
    runtime()?.block_on(run(future))
}

#[cfg(test)]
mod tests {
    use super::{block_on, enter, run};

    #[test]
    fn what_is_let_go_goes_on() {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let (open, opened) = tokio::sync::oneshot::channel::<()>();
        let task = run(async move {
            opened.await.ok();
            sender.send(7).ok();
            Ok(())
        });
        // Polled once, so that it runs, and then let go.
        block_on(async move {
            tokio::select! { biased; _ = task => {}, () = std::future::ready(()) => {} }
            Ok(())
        })
        .unwrap();
        open.send(()).unwrap();
        assert_eq!(block_on(async move { Ok(receiver.await.unwrap()) }).unwrap(), 7);
    }

    #[test]
    fn a_panic_is_an_error() {
        let refused =
            block_on(async { if true { panic!("as the test wants") } else { Ok(()) } }).unwrap_err();
        assert_eq!(refused.code, "internal");
    }

    #[test]
    fn a_foreign_thread_can_start_something() {
        let _guard = enter().unwrap();
        let task = tokio::spawn(async { 3 });
        assert_eq!(block_on(async move { Ok(task.await.unwrap()) }).unwrap(), 3);
    }
}
