//! The runtime that everything runs on, whichever thread of the host asks.

use std::future::Future;
use std::num::NonZero;
use std::pin::Pin;
use std::sync::OnceLock;

use tokio::runtime::{Builder, EnterGuard, Runtime};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// How many threads work at most. Hosts bring their own for what blocks them; these wait for routers and disks.
const WORKERS: usize = 2;

/// How many threads work here: one processor is left to the host's own thread, which would wait for its turn otherwise.
fn workers() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    processors.saturating_sub(1).clamp(1, WORKERS)
}

fn runtime() -> Result<&'static Runtime, nnc::Error> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let made = Builder::new_multi_thread()
        .worker_threads(workers())
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

/// Starts a future on the runtime and does not wait for it. Many that are started one after the other wake the runtime
/// once: a host's thread that starts them has other things to do.
///
/// # Errors
/// `internal` if the system gives no threads.
pub fn start(future: impl Future<Output = ()> + Send + 'static) -> Result<(), nnc::Error> {
    type Started = Pin<Box<dyn Future<Output = ()> + Send>>;
    /// How many are taken over at once.
    const BATCH: usize = 64;
    static STARTED: OnceLock<UnboundedSender<Started>> = OnceLock::new();
    let runtime = runtime()?;
    let started = STARTED.get_or_init(|| {
        let (sender, mut receiver) = unbounded_channel::<Started>();
        runtime.spawn(async move {
            let mut batch = Vec::with_capacity(BATCH);
            while receiver.recv_many(&mut batch, BATCH).await > 0 {
                batch.drain(..).for_each(|future| drop(tokio::spawn(future)));
            }
        });
        sender
    });
    // The receiver lives as long as the runtime; what cannot be started any more is dropped, which its owner sees.
    started.send(Box::pin(future)).ok();
    Ok(())
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
    use super::{block_on, enter, run, start};

    #[test]
    fn what_is_started_runs_though_nobody_waits() {
        let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
        for number in 0..200 {
            let sender = sender.clone();
            // One that panics takes no other with it.
            start(async move { assert!(number != 7 && sender.send(number).is_ok()) }).unwrap();
        }
        drop(sender);
        let mut seen = block_on(async move {
            let mut seen = Vec::new();
            while let Some(number) = receiver.recv().await {
                seen.push(number);
            }
            Ok(seen)
        })
        .unwrap();
        seen.sort_unstable();
        assert_eq!(seen, (0..200).filter(|number| *number != 7).collect::<Vec<_>>());
    }

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
