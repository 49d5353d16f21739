//! `nnc steer`.

use std::process::ExitCode;

use nnc::{Error, Nnc, SteeringView};
use serde_json::json;

use super::{changed, router};
use crate::args::SteerAction;
use crate::output::{Output, table};

pub(super) async fn run(nnc: &Nnc, action: SteerAction, output: &Output) -> Result<ExitCode, Error> {
    match action {
        SteerAction::Add {
            target,
            via,
            ipv4_only,
        } => {
            let rules = router(nnc, &target.router.router).await?.steering_rules();
            let change = if target.dry_run {
                rules.plan_add(&target.device, &via, ipv4_only).await?
            } else {
                output.progress("Steering ...");
                rules.add(&target.device, &via, ipv4_only).await?
            };
            let done = format!("{} goes through {via}, and never any other way.", target.device);
            Ok(changed(
                output,
                &change,
                &done,
                json!({"device": target.device, "via": via}),
            ))
        }
        SteerAction::Switch { target, via } => {
            let rules = router(nnc, &target.router.router).await?.steering_rules();
            let change = if target.dry_run {
                rules.plan_switch(&target.device, &via).await?
            } else {
                output.progress("Switching ...");
                rules.switch(&target.device, &via).await?
            };
            let done = format!("{} goes through {via} now.", target.device);
            Ok(changed(
                output,
                &change,
                &done,
                json!({"device": target.device, "via": via}),
            ))
        }
        SteerAction::Remove { target } => {
            let rules = router(nnc, &target.router.router).await?.steering_rules();
            let change = if target.dry_run {
                rules.plan_remove(&target.device).await?
            } else {
                rules.remove(&target.device).await?
            };
            let done = format!("{} is steered no longer.", target.device);
            Ok(changed(output, &change, &done, json!({"device": target.device})))
        }
        SteerAction::List { router: name } => {
            let rules = router(nnc, &name.router).await?.steering_rules().list().await?;
            output.answer(&json!({"steeringRules": rules}), || show(&rules));
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn show(rules: &[SteeringView]) -> String {
    let row = |rule: &SteeringView| {
        let ipv6 = if rule.ipv4_only {
            "not covered (--ipv4-only)"
        } else {
            "covered"
        };
        vec![
            rule.device.clone(),
            rule.via.to_string(),
            ipv6.to_owned(),
            rule.status.to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = rules.iter().map(row).collect();
    table(
        &["DEVICE", "VIA", "IPV6", "STATUS"],
        &rows,
        "No device is steered: steer one with `nnc steer add`.",
    )
}
