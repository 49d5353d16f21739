//! `nnc monitor`.

use std::process::ExitCode;
use std::time::Duration;

use nnc::{Error, Event, Filter, Nnc, Pace};
use serde_json::json;

use super::router;
use crate::output::Output;
use crate::signals::Signals;
use crate::time;

/// Tells of what happens on a router, one line each, until interrupted or for so many seconds.
pub(super) async fn run(
    nnc: &Nnc,
    name: &str,
    seconds: Option<u64>,
    output: &Output,
    mut signals: Signals,
) -> Result<ExitCode, Error> {
    let router = router(nnc, name).await?;
    let mut news = nnc.subscribe(Filter::default().kind("monitor"), 1_000);
    let monitor = router.monitor(Pace::default());
    output.progress("Watching ...");
    let over = async {
        match seconds {
            Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds)).await,
            None => std::future::pending().await,
        }
    };
    tokio::pin!(over);
    loop {
        tokio::select! {
            () = &mut over => break,
            () = signals.first() => break,
            told = news.next() => output.line(&json!({ "event": told.event, "lost": told.lost }), || {
                line(&told.event, told.lost)
            }),
        }
    }
    drop(monitor);
    // What was counted since the last writing would be lost with this process.
    router.refresh().await?;
    Ok(ExitCode::SUCCESS)
}

fn line(event: &Event, lost: u64) -> String {
    let resources = event
        .details
        .get("resources")
        .map(String::as_str)
        .unwrap_or_default();
    let missed = if lost > 0 {
        format!(" ({lost} missed)")
    } else {
        String::new()
    };
    format!("{} {} {resources}{missed}", time::show(event.at), event.kind)
        .trim_end()
        .to_owned()
}
