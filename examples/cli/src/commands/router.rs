//! `nnc router`.

use std::process::ExitCode;

use nnc::{AddRouter, Adoption, Error, Nnc, RemovedRouter, RouterView, Trust};
use serde_json::json;

use crate::args::{RouterAction, RouterAdd};
use crate::output::{Output, table};
use crate::password;
use crate::time;

pub(super) async fn run(nnc: &Nnc, action: RouterAction, output: &Output) -> Result<ExitCode, Error> {
    match action {
        RouterAction::Add(add) => {
            let router = nnc.add_router(new_router(add)?).await?;
            output.answer(&json!(router), || format!("Added {}", describe(&router)));
        }
        RouterAction::List { archived: true } => {
            let removed = nnc.removed_routers().await?;
            output.answer(&json!({"archived": removed}), || archive(&removed));
        }
        RouterAction::List { archived: false } => {
            let routers = nnc.routers().await?;
            output.answer(&json!({"routers": routers}), || {
                let rows: Vec<Vec<String>> = routers.iter().map(row).collect();
                table(
                    &["NAME", "URL", "PLATFORM", "VERSION", "IDENTITY"],
                    &rows,
                    "No routers yet: add one with `nnc router add`.",
                )
            });
        }
        RouterAction::Show { name } => {
            let router = nnc.router(&name).await?.view();
            output.answer(&json!(router), || describe(&router));
        }
        RouterAction::Remove {
            name,
            keep_rows,
            purge: true,
            id,
        } => {
            nnc.purge_router(&name, id.as_deref(), keep_rows).await?;
            output.answer(&json!({"removed": name, "purged": true}), || {
                format!(
                    "Removed {name} for ever. Backups of system.db, made before, still hold its secrets, encrypted.\n"
                )
            });
        }
        RouterAction::Remove {
            name,
            keep_rows,
            purge: false,
            ..
        } => {
            let removed = nnc.remove_router(&name, keep_rows).await?;
            output.answer(
                &json!({"removed": name, "purged": false, "id": removed.id, "archivedAt": removed.archived_at}),
                || {
                    format!("Removed {name}. `nnc router restore {name}` brings it back, `--purge` removes it for ever.\n")
                },
            );
        }
        RouterAction::Restore { name, id, new_name } => {
            let router = nnc
                .restore_router(&name, id.as_deref(), new_name.as_deref())
                .await?;
            output.answer(&json!(router), || {
                format!(
                    "Restored {}  see `nnc reconcile --router {}` for what happened there meanwhile\n",
                    describe(&router),
                    router.name
                )
            });
        }
        RouterAction::Password { name, password_file } => {
            nnc.router(&name).await?;
            let password = password::of_router(password_file.as_deref())?;
            nnc.set_password(&name, password).await?;
            output.answer(&json!({"router": name, "password": "stored"}), || {
                format!("Stored another password for {name}.\n")
            });
        }
        RouterAction::Adopt {
            name,
            controller,
            dry_run,
        } => {
            output.progress("Reading what is there ...");
            let adoption = nnc
                .router(&name)
                .await?
                .adopt_controller(&controller, dry_run)
                .await?;
            output.answer(&json!(adoption), || adopted(&adoption));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn adopted(adoption: &Adoption) -> String {
    let mut text = format!(
        "{} {} rows of {}: {} virtual interfaces, {} steered devices, {} other resources.\n",
        if adoption.dry_run {
            "Would take over"
        } else {
            "Took over"
        },
        adoption.rows,
        adoption.controller,
        adoption.virtual_interfaces.len(),
        adoption.steering_rules.len(),
        adoption.resources.len(),
    );
    for secret in &adoption.secrets {
        let hint = if adoption.dry_run {
            "is not known yet: kept when it is taken over, if the router tells it"
        } else {
            "is not told by the router: give it again with `nnc resource apply`"
        };
        text.push_str(&format!("  {}: {} {hint}\n", secret.resource, secret.field));
    }
    for assumed in &adoption.assumed {
        text.push_str(&format!(
            "  {}: {} taken for {} ({})\n",
            assumed.resource, assumed.value, assumed.field, assumed.why
        ));
    }
    for unraised in &adoption.unraised {
        text.push_str(&format!(
            "  {}: cannot be told from its rows: {}\n",
            unraised.resource, unraised.reason
        ));
    }
    if adoption.differences > 0 {
        text.push_str(&format!(
            "{} rows differ from that: `nnc reconcile` lists them.\n",
            adoption.differences
        ));
    }
    text
}

fn new_router(add: RouterAdd) -> Result<AddRouter, Error> {
    let trust = match (add.pin, add.insecure) {
        (Some(pin), _) => Trust::Pin(pin),
        (None, true) => Trust::Insecure,
        (None, false) => Trust::System,
    };
    Ok(AddRouter {
        name: add.name,
        url: add.url.parse()?,
        trust,
        password: password::of_router(add.password_file.as_deref())?,
        offline: add.offline,
    })
}

fn archive(removed: &[RemovedRouter]) -> String {
    let row = |removed: &RemovedRouter| {
        vec![
            removed.router.name.clone(),
            removed.id.clone(),
            removed.router.url.clone(),
            time::show(removed.archived_at),
        ]
    };
    let rows: Vec<Vec<String>> = removed.iter().map(row).collect();
    table(&["NAME", "ID", "URL", "REMOVED"], &rows, "No router was removed.")
}

fn row(router: &RouterView) -> Vec<String> {
    let said = |get: fn(&nnc::Capabilities) -> &str| router.capabilities.as_ref().map_or("?", get).to_owned();
    vec![
        router.name.clone(),
        router.url.clone(),
        said(|capabilities| &capabilities.platform),
        said(|capabilities| &capabilities.version),
        said(|capabilities| &capabilities.identity),
    ]
}

fn describe(router: &RouterView) -> String {
    let mut text = format!("{}: {}\n", router.name, router.url);
    match &router.capabilities {
        Some(capabilities) => {
            let guard = match capabilities.guard {
                nnc::GuardKind::SafeMode => "safe mode",
                nnc::GuardKind::DeadMan => "a dead man on the router",
                nnc::GuardKind::Transaction => "a transaction",
            };
            text.push_str(&format!(
                "  {} {}, identity {:?}\n  changes are guarded by {guard}\n",
                capabilities.platform, capabilities.version, capabilities.identity
            ));
        }
        None => text.push_str("  never connected\n"),
    }
    text.push_str(&format!(
        "  rows of this nnc carry the mark nnc:{}\n",
        router.controller
    ));
    text
}
