//! `nnc reconcile` and `nnc recover`.

use std::process::ExitCode;

use nnc::{Difference, Error, Nnc, Recovery};
use serde_json::json;

use super::{changed, router};
use crate::output::{Output, table};

/// Drift found.
const DRIFT: u8 = 3;
/// Outcome unknown.
const UNKNOWN: u8 = 5;

pub(super) async fn reconcile(
    nnc: &Nnc,
    name: &str,
    repair: bool,
    output: &Output,
) -> Result<ExitCode, Error> {
    let router = router(nnc, name).await?;
    if repair {
        output.progress("Comparing and repairing ...");
        let change = router.repair().await?;
        return Ok(changed(
            output,
            &change,
            &format!("Put right with {} commands.", change.commands.len()),
            json!({}),
        ));
    }
    let differences = router.reconcile().await?;
    output.answer(&json!({"differences": differences}), || {
        let row = |difference: &Difference| {
            vec![
                difference.resource.clone(),
                difference.role.clone(),
                difference.menu.clone(),
                difference.difference.to_owned(),
                difference.repair.clone(),
            ]
        };
        let rows: Vec<Vec<String>> = differences.iter().map(row).collect();
        table(
            &["RESOURCE", "ROLE", "MENU", "DIFFERENCE", "REPAIR"],
            &rows,
            "Nothing differs.",
        )
    });
    Ok(if differences.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(DRIFT)
    })
}

pub(super) async fn recover(nnc: &Nnc, only: Option<&str>, output: &Output) -> Result<ExitCode, Error> {
    let mut settled: Vec<Recovery> = Vec::new();
    for router in nnc
        .routers()
        .await?
        .into_iter()
        .filter(|router| only.is_none_or(|name| name == router.name))
    {
        settled.extend(nnc.router(&router.name).await?.recover().await?);
    }
    let open = settled.iter().any(|recovery| !recovery.settled);
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
