//! `nnc pool`.

use std::process::ExitCode;
use std::time::Duration;

use nnc::{AllocationView, Error, Nnc, PoolStatus, UpdateVlanPoolInput};
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
            quarantine,
        } => {
            let pool = router(nnc, &name.router).await?.vlan_pool();
            let range = range.as_deref().map(parse_range).transpose()?;
            let prefix = prefix.map(|prefix| prefix.parse()).transpose().map_err(|_| {
                Error::invalid(
                    "invalid-pool",
                    "the prefix is no network: write it like 10.99.0.0/16",
                )
            })?;
            let change = UpdateVlanPoolInput {
                first: range.map(|(first, _)| first),
                last: range.map(|(_, last)| last),
                prefix,
                quarantine: quarantine.as_deref().map(parse_time).transpose()?,
            };
            let status = pool.configure(change).await?;
            output.answer(&json!(status), || describe(&status));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn parse_range(text: &str) -> Result<(i32, i32), Error> {
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

/// The units of a time, in seconds.
const UNITS: [(&str, u64); 5] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1), ("", 1)];

fn parse_time(text: &str) -> Result<Duration, Error> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = text.get(digits.len()..).unwrap_or_default();
    let seconds = UNITS
        .iter()
        .find(|(name, _)| *name == unit)
        .and_then(|(_, seconds)| digits.parse::<u64>().ok()?.checked_mul(*seconds));
    seconds.map(Duration::from_secs).ok_or_else(|| {
        Error::invalid(
            "invalid-pool",
            "the quarantine is not valid: write seconds, or a number with a unit like 90s, 5m, 2h or 1d",
        )
    })
}

/// A time in the largest unit that needs no fraction.
fn time(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let fits = |(_, unit): &&(&str, u64)| seconds > 0 && seconds.is_multiple_of(*unit);
    match UNITS.iter().find(fits) {
        Some((name, unit)) => format!("{}{name}", seconds / unit),
        None => format!("{seconds}s"),
    }
}

fn describe(status: &PoolStatus) -> String {
    format!(
        "VLAN ids {}-{}, subnets from {}; what is released rests for {}\n  {} ids: {} in use, {} in quarantine, {} left\n",
        status.config.first,
        status.config.last,
        status.config.prefix,
        time(Duration::from_millis(status.config.quarantine_ms)),
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
