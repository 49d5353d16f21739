//! `nnc recover` and `nnc verify-leaks`.

use std::process::ExitCode;

use nnc::{Error, LeakReport, Nnc, Recovery, RouterView};
use serde_json::json;

use super::router;
use crate::output::{Output, table};

/// Leak found, or not ruled out.
const LEAK: u8 = 4;
/// Outcome unknown.
const UNKNOWN: u8 = 5;

/// Settles every router, or one. One that fails does not keep the others from being settled: what is wrong with it is
/// told, and the first such error gives the exit code.
pub(super) async fn recover(nnc: &Nnc, only: Option<&str>, output: &Output) -> Result<ExitCode, Error> {
    let mut settled: Vec<Recovery> = Vec::new();
    let mut failed: Option<ExitCode> = None;
    match only {
        Some(name) => settled.extend(recover_one(nnc, name).await?),
        None => {
            for RouterView { name, .. } in nnc.routers().await? {
                match recover_one(nnc, &name).await {
                    Ok(recovered) => settled.extend(recovered),
                    Err(mut error) => {
                        error.message = format!("{name}: {}", error.message);
                        error.context.insert("router".to_owned(), name);
                        let told = output.error(&error);
                        failed.get_or_insert(told);
                    }
                }
            }
        }
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
            if failed.is_none() {
                "Nothing was left open."
            } else {
                "Nothing was left open on the other routers."
            },
        )
    });
    Ok(match failed {
        Some(code) => code,
        None if open => ExitCode::from(UNKNOWN),
        None => ExitCode::SUCCESS,
    })
}

async fn recover_one(nnc: &Nnc, name: &str) -> Result<Vec<Recovery>, Error> {
    router(nnc, name).await?.recover().await
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
