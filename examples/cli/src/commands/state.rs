//! `nnc recover` and `nnc verify-leaks`.

use std::process::ExitCode;

use nnc::{Error, LeakReport, Nnc, Recovery};
use serde_json::json;

use super::router;
use crate::output::{Output, table};

/// Leak found, or not ruled out.
const LEAK: u8 = 4;
/// Outcome unknown.
const UNKNOWN: u8 = 5;

pub(super) async fn recover(nnc: &Nnc, only: Option<&str>, output: &Output) -> Result<ExitCode, Error> {
    let mut settled: Vec<Recovery> = Vec::new();
    let names: Vec<String> = match only {
        Some(name) => vec![name.to_owned()],
        None => nnc
            .routers()
            .await?
            .into_iter()
            .map(|router| router.name)
            .collect(),
    };
    for name in names {
        settled.extend(router(nnc, &name).await?.recover().await?);
    }
    let open = settled
        .iter()
        .any(|recovery| !recovery.settled || recovery.outcome == "partially-applied");
    output.answer(&json!({"recovered": settled}), || {
        let row = |recovery: &Recovery| {
            vec![
                recovery.router.clone(),
                recovery.description.clone(),
                recovery.outcome.clone(),
                recovery.reason.clone(),
            ]
        };
        let rows: Vec<Vec<String>> = settled.iter().map(row).collect();
        table(
            &["ROUTER", "CHANGE", "OUTCOME", "REASON"],
            &rows,
            "Nothing was left open.",
        )
    });
    Ok(if open {
        ExitCode::from(UNKNOWN)
    } else {
        ExitCode::SUCCESS
    })
}

pub(super) async fn leaks(
    nnc: &Nnc,
    name: &str,
    device: Option<&str>,
    output: &Output,
) -> Result<ExitCode, Error> {
    let report = router(nnc, name).await?.verify_leaks(device).await?;
    output.answer(&json!(report), || describe(&report));
    let proven = report.leaks.is_empty() && report.undecided.is_empty();
    Ok(if proven {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(LEAK)
    })
}

fn describe(report: &LeakReport) -> String {
    let mut text = String::new();
    for leak in &report.leaks {
        text.push_str(&format!("LEAK: {}\n", leak.summary));
        leak.path
            .iter()
            .for_each(|step| text.push_str(&format!("  {step}\n")));
    }
    let mut note = |devices: &[String], what: &str| {
        if !devices.is_empty() {
            text.push_str(&format!("Note: {what}: {}\n", devices.join(", ")));
        }
    };
    note(
        &report.undecided,
        "the rules are too entangled to decide, take it that these leak",
    );
    note(
        &report.ipv4_only,
        "IPv6 is not covered, as asked for with --ipv4-only",
    );
    note(
        &report.fail_open,
        "goes out unsteered while its service cannot be reached, as asked for with --on-failure open",
    );
    if report.leaks.is_empty() && report.undecided.is_empty() {
        text.push_str(&format!(
            "No packet can leave another way, by the router's rules as they are ({} judged).\n",
            report.judged.len()
        ));
    }
    text
}
