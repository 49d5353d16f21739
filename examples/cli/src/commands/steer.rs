//! `nnc steer`.

use std::process::ExitCode;

use nnc::{Error, Nnc, OnFailure, SteeringView, VirtualInterfaceView};
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
            let router = router(nnc, &target.router.router).await?;
            let rules = router.steering_rules();
            let change = if target.dry_run {
                rules.plan_add(&target.device, &via, ipv4_only).await?
            } else {
                output.progress("Steering ...");
                rules.add(&target.device, &via, ipv4_only).await?
            };
            let via_interface = router.virtual_interfaces().get(&via).await?;
            let done = promise(&target.device, &via_interface, ipv4_only);
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

/// What a steered device can rely on, no more.
fn promise(device: &str, via: &VirtualInterfaceView, ipv4_only: bool) -> String {
    let whose = if ipv4_only {
        format!("The IPv4 of {device} goes through {}", via.instance)
    } else {
        format!("{device} goes through {}", via.instance)
    };
    let otherwise = match via.on_failure {
        OnFailure::Closed => ", and never any other way.",
        OnFailure::Open => {
            "; while the service cannot be reached, as if it were not steered (--on-failure open)."
        }
    };
    let ipv6 = if ipv4_only {
        " Its IPv6 is not covered."
    } else {
        ""
    };
    format!("{whose}{otherwise}{ipv6}")
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
