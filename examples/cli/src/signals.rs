//! Ending when the system or the user says so: what is under way is given up in order, or at once the second time.

use std::process::exit;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::output::Output;
use crate::password;

/// Signals that come so soon after the first are the same one: `timeout` sends it to the program and to its group.
const SAME: Duration = Duration::from_millis(500);

/// Says when the program is to end.
#[derive(Clone)]
pub(crate) struct Signals {
    told: watch::Receiver<bool>,
}

impl Signals {
    /// Listens for SIGTERM and SIGINT from now on. On a thread of its own, which hears the second one too whatever the
    /// first is held up by. Where signals cannot be had, they end the program by themselves.
    pub(crate) fn listen(output: Output) -> Self {
        let (tell, told) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
        if let Ok(runtime) = runtime {
            let entered = runtime.enter();
            let ends = Ends::new();
            drop(entered);
            if let Ok(ends) = ends {
                thread::spawn(move || runtime.block_on(hear(ends, &tell, output)));
            }
        }
        Self { told }
    }

    /// Comes when the first signal has come.
    pub(crate) async fn first(&mut self) {
        if self.told.wait_for(|told| *told).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

async fn hear(mut ends: Ends, tell: &watch::Sender<bool>, output: Output) {
    let code = ends.next().await;
    if password::is_asking() {
        // Nothing is under way while a person is asked.
        exit(code);
    }
    tell.send_replace(true);
    let first = Instant::now();
    while first.elapsed() < SAME {
        ends.next().await;
    }
    let message =
        "ended at once; if a change was under way, what became of it is not known: run `nnc recover`";
    output.fail("outcome-unknown", message, false, 5);
    exit(5);
}

#[cfg(unix)]
struct Ends {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Ends {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// The next signal, as the exit code of a program that it ended.
    async fn next(&mut self) -> i32 {
        tokio::select! {
            _ = self.terminate.recv() => 143,
            _ = self.interrupt.recv() => 130,
        }
    }
}

#[cfg(not(unix))]
struct Ends;

#[cfg(not(unix))]
impl Ends {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> i32 {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        130
    }
}
