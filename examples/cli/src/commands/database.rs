//! `nnc db`.

use std::process::ExitCode;

use clap::ValueEnum;
use nnc::{Backup, DatabaseChecks, Error, ImportedRouter, Manifest, Nnc, Options};
use serde_json::{Value, json};

use crate::args::{Command, DbAction, Portable};
use crate::output::{Output, table};
use crate::password;
use crate::time;

pub(super) async fn run(nnc: &Nnc, action: DbAction, output: &Output) -> Result<ExitCode, Error> {
    match action {
        DbAction::Check { router } => {
            let checks = nnc.check_databases(router.as_deref()).await?;
            output.answer(&json!(checks), || checked(&checks));
            return Ok(if checks.is_whole() {
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
            let Some(router) = router else {
                let message = "the database for all is restored before it is opened; please report it";
                return Err(Error::internal(message));
            };
            let backup = nnc.restore(&router, from).await?;
            output.answer(&json!(backup), || {
                format!(
                    "The database of {router} is as it was in {}; see `nnc reconcile` for what happened since.\n",
                    backup.path.display()
                )
            });
        }
        DbAction::RotateKey => {
            let count = nnc.rotate_key().await?;
            output.answer(&json!({ "secrets": count }), || {
                format!(
                    "Encrypted {count} secrets with another key. Copies of system.db from before need the old one.\n"
                )
            });
        }
        DbAction::MoveKey { to } => {
            let count = nnc.move_key(password::new_key(to)?).await?;
            let place = to.to_possible_value().map(|value| value.get_name().to_owned());
            output.answer(&json!({ "secrets": count, "keyFrom": place }), || {
                format!(
                    "Encrypted {count} secrets with the key of the new place: say --key-from {} from now on.\n\
                     The old key is where it was; copies of system.db from before need it.\n",
                    place.unwrap_or_default()
                )
            });
        }
        DbAction::Export { router, file } => {
            nnc.router(&router.router).await?;
            let passphrase = match file.without_secrets {
                true => None,
                false => Some(password::for_new_export(file.passphrase_file.as_deref())?),
            };
            let manifest = nnc.export_router(&router.router, &file.file, passphrase).await?;
            output.answer(&exported(&file, &manifest), || written(&file, &manifest));
        }
        DbAction::Import { file, name } => {
            let sealed = Nnc::read_export(&file.file)?.key.is_some();
            let passphrase = match sealed && !file.without_secrets {
                true => Some(password::of_export(file.passphrase_file.as_deref())?),
                false => None,
            };
            let imported = nnc.import_router(&file.file, name.as_deref(), passphrase).await?;
            output.answer(&json!(imported), || taken_in(&imported));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What is done about `system.db` without opening it, as it may be damaged or missing; `None` for all else.
pub(super) async fn unopened(
    options: Options,
    command: &Command,
    output: &Output,
) -> Option<Result<ExitCode, Error>> {
    let Command::Db { action } = command else {
        return None;
    };
    let done = match action {
        DbAction::Backups { router: None } => options.system_backups().await.map(|backups| {
            output.answer(&json!({ "backups": backups }), || listing(&backups));
        }),
        DbAction::Restore { router: None, from } => {
            output.progress("Restoring ...");
            options.restore_system(from.clone()).await.map(|backup| {
                output.answer(&json!(backup), || {
                    format!(
                        "The database of all routers is as it was in {}; routers that were added since are not in it.\n",
                        backup.path.display()
                    )
                });
            })
        }
        _ => return None,
    };
    Some(done.map(|()| ExitCode::SUCCESS))
}

fn exported(file: &Portable, manifest: &Manifest) -> Value {
    json!({
        "file": file.file,
        "router": manifest.name,
        "controller": manifest.controller,
        "withSecrets": manifest.key.is_some(),
        "secrets": manifest.needed_secrets(),
    })
}

fn written(file: &Portable, manifest: &Manifest) -> String {
    let secrets = match (manifest.needed_secrets().len(), &manifest.key) {
        (0, _) => "It has no secrets.".to_owned(),
        (count, Some(_)) => format!("Its {count} secrets are encrypted: keep the passphrase."),
        (count, None) => format!("Its {count} secrets are not in it."),
    };
    format!(
        "Exported {name} and read back: {path}\n{secrets}\n\
         Two installations must not both control it: once it is imported elsewhere, remove it here with\n  \
         nnc router remove {name} --keep-rows\n",
        name = manifest.name,
        path = file.file.display(),
    )
}

fn taken_in(imported: &ImportedRouter) -> String {
    let router = &imported.router;
    let mut text = format!(
        "Imported {name}: {url}\n  rows on it carry the mark nnc:{mark}, as before; see `nnc reconcile --router {name}`\n",
        name = router.name,
        url = router.url,
        mark = router.controller,
    );
    for secret in &imported.missing_secrets {
        let how = match secret.as_str() {
            "password" => format!("give it with `nnc router password {}`", router.name),
            _ => "give it with `nnc resource apply`".to_owned(),
        };
        text.push_str(&format!("  missing: {secret}; {how}\n"));
    }
    text
}

fn checked(checks: &DatabaseChecks) -> String {
    let system = checks.system.iter().map(|check| {
        let found = match (&check.error, check.secrets) {
            (Some(error), _) => error.message.clone(),
            (None, Some(count)) => format!("whole; all {count} secrets can be read"),
            (None, None) => "whole".to_owned(),
        };
        vec!["all routers (system.db)".to_owned(), found]
    });
    let routers = checks.databases.iter().map(|check| {
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
    });
    let rows: Vec<Vec<String>> = system.chain(routers).collect();
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
