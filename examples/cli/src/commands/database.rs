//! `nnc db`.

use std::process::ExitCode;

use nnc::{Backup, DatabaseCheck, Error, Nnc};
use serde_json::json;

use crate::args::DbAction;
use crate::output::{Output, table};
use crate::time;

pub(super) async fn run(nnc: &Nnc, action: DbAction, output: &Output) -> Result<ExitCode, Error> {
    match action {
        DbAction::Check { router } => {
            let checks = nnc.check_databases(router.as_deref()).await?;
            output.answer(&json!({ "databases": checks }), || checked(&checks));
            let whole = checks.iter().all(|check| check.error.is_none());
            return Ok(if whole {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
        DbAction::Backup { router } => {
            let backup = nnc.back_up(router.as_deref()).await?;
            output.answer(&json!(backup), || {
                format!("Copied and read back: {}\n", backup.path.display())
            });
        }
        DbAction::Backups { router } => {
            let backups = nnc.backups(router.as_deref()).await?;
            output.answer(&json!({ "backups": backups }), || listing(&backups));
        }
        DbAction::Restore { router, from } => {
            output.progress("Restoring ...");
            let backup = nnc.restore(&router.router, from).await?;
            output.answer(&json!(backup), || {
                format!(
                    "The database of {} is as it was in {}; see `nnc reconcile` for what happened since.\n",
                    router.router,
                    backup.path.display()
                )
            });
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn checked(checks: &[DatabaseCheck]) -> String {
    let rows: Vec<Vec<String>> = checks
        .iter()
        .map(|check| {
            let found = match (&check.report, &check.error) {
                (_, Some(error)) => error.message.clone(),
                (Some(report), None) if report.open_intents > 0 => {
                    format!(
                        "whole; {} changes are open: run `nnc recover`",
                        report.open_intents
                    )
                }
                _ => "whole".to_owned(),
            };
            vec![check.router.clone(), found]
        })
        .collect();
    table(&["ROUTER", "DATABASE"], &rows, "No router is known.")
}

fn listing(backups: &[Backup]) -> String {
    let rows: Vec<Vec<String>> = backups
        .iter()
        .map(|backup| {
            let made = backup.at.map_or_else(|| "-".to_owned(), time::show);
            vec![made, backup.path.display().to_string()]
        })
        .collect();
    table(
        &["MADE", "FILE"],
        &rows,
        "There are none: make one with `nnc db backup`.",
    )
}
