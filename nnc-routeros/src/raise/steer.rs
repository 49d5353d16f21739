//! A steered device from its rows.

use std::collections::BTreeMap;

use nnc_core::device::Device;
use nnc_core::identity::ResourceId;
use nnc_core::intent::{Instance, Steering};

use super::rows::Rows;
use crate::kinds;

pub(super) fn steering(
    resource: &ResourceId,
    rows: &Rows<'_>,
    instances: &BTreeMap<String, Instance>,
) -> Result<Steering, String> {
    let device = Device::of_resource(resource).ok_or_else(|| "its name is that of no device".to_owned())?;
    let table = rows
        .text("mark", &kinds::MANGLE, "jump-target")
        .or_else(|| rows.text("dns", &kinds::NAT, "jump-target"))
        .ok_or_else(|| "the rows that say where it goes are gone".to_owned())?;
    let via = instances
        .get(table)
        .ok_or_else(|| format!("it goes to {table}, which is no virtual interface of this controller"))?;
    // Every device whose IPv6 is covered has rows that say so, be it steered or blocked.
    let covered = rows.has("dns6", &kinds::FILTER6) || rows.has("exit6", &kinds::FILTER6);
    Ok(Steering {
        device,
        via: via.clone(),
        ipv4_only: !covered,
    })
}
