//! `nnc pool`.

use std::process::ExitCode;

use nnc::{AllocationView, Error, Nnc, PoolStatus};
use serde_json::json;

use super::{changed, router};
use crate::args::PoolAction;
use crate::output::{Output, table};

pub(super) async fn run(nnc: &Nnc, action: PoolAction, output: &Output) -> Result<ExitCode, Error> {
    match action {
        PoolAction::Status { router: name } => {
            let status = router(nnc, &name.router).await?.vlan_pool().status().await?;
            output.answer(&json!(status), || describe(&status));
        }
        PoolAction::Allocations { router: name } => {
            let allocations = router(nnc, &name.router).await?.vlan_pool().allocations().await?;
            output.answer(&json!({"allocations": allocations}), || show(&allocations));
        }
        PoolAction::Clean { router: name } => {
            let change = router(nnc, &name.router).await?.vlan_pool().clean().await?;
            return Ok(changed(output, &change, "Cleaned.", json!({})));
        }
        PoolAction::Set {
            router: name,
            range,
            prefix,
        } => {
            let pool = router(nnc, &name.router).await?.vlan_pool();
            let range = range.as_deref().map(parse_range).transpose()?;
            let prefix = prefix.map(|prefix| prefix.parse()).transpose().map_err(|_| {
                Error::invalid(
                    "invalid-pool",
                    "the prefix is no network: write it like 10.99.0.0/16",
                )
            })?;
            let status = pool.configure(range, prefix).await?;
            output.answer(&json!(status), || describe(&status));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn parse_range(text: &str) -> Result<(u16, u16), Error> {
    let parsed = text
        .split_once('-')
        .and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
    parsed.ok_or_else(|| {
        Error::invalid(
            "invalid-pool",
            "the range is not valid: write two VLAN ids like 100-200",
        )
    })
}

fn describe(status: &PoolStatus) -> String {
    format!(
        "VLAN ids {}-{}, subnets from {}\n  {} ids: {} in use, {} in quarantine, {} left\n",
        status.config.first,
        status.config.last,
        status.config.prefix,
        status.total,
        status.allocated,
        status.quarantined,
        status.available
    )
}

fn show(allocations: &[AllocationView]) -> String {
    let row = |held: &AllocationView| {
        vec![
            held.vlan_id.to_string(),
            held.subnet.to_string(),
            held.resource.clone(),
            held.state.to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = allocations.iter().map(row).collect();
    table(
        &["VLAN", "SUBNET", "RESOURCE", "STATE"],
        &rows,
        "Nothing was given out yet.",
    )
}
