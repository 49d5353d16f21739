//! Who holds which VLAN and which subnet.

use ipnet::IpNet;
use nnc_core::identity::ResourceId;

use super::journal::IntentId;
use crate::error::StoreError;
use crate::sqlite::{Row, Scope, to_sql};

/// Something of which there is only so much, and who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// Who holds it, or held it last.
    pub resource: ResourceId,
    /// The VLAN id.
    pub vlan: Option<u16>,
    /// The subnet.
    pub subnet: Option<IpNet>,
    /// Whether it is in use.
    pub state: AllocationState,
}

/// Whether an allocation is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllocationState {
    /// A change that is under way wants it.
    Reserved,
    /// The router was seen to use it.
    Allocated,
    /// It was released not long ago: devices may still remember it.
    Quarantined {
        /// When it was released, in milliseconds since 1970.
        released_at: u64,
    },
}

/// What a change needs for a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// The resource.
    pub resource: ResourceId,
    /// The VLAN id.
    pub vlan: Option<u16>,
    /// The subnet.
    pub subnet: Option<IpNet>,
    /// What was released at or before this time may be taken out of quarantine for it.
    pub released_until: u64,
}

pub(super) fn all(scope: &Scope<'_>) -> Result<Vec<Allocation>, StoreError> {
    scope.all(
        "SELECT resource, vlan, subnet, state, released_at FROM allocations ORDER BY vlan, subnet",
        [],
        |row| {
            Ok(Allocation {
                resource: row.parse(0)?,
                vlan: row.get(1)?,
                subnet: subnet(row, 2)?,
                state: match row.get::<String>(3)?.as_str() {
                    "reserved" => AllocationState::Reserved,
                    "allocated" => AllocationState::Allocated,
                    _ => AllocationState::Quarantined {
                        released_at: row.unsigned(4)?,
                    },
                },
            })
        },
    )
}

fn subnet(row: &Row<'_>, column: usize) -> Result<Option<IpNet>, StoreError> {
    match row.get::<Option<String>>(column)? {
        Some(_) => row.parse(column).map(Some),
        None => Ok(None),
    }
}

pub(super) fn reserve(
    scope: &Scope<'_>,
    intent: IntentId,
    reservation: &Reservation,
) -> Result<(), StoreError> {
    let subnet = reservation.subnet.map(|subnet| subnet.to_string());
    let held = "(vlan = ?1 OR subnet = ?2)";
    scope.run(
        &format!("DELETE FROM allocations WHERE {held} AND state = 'quarantined' AND released_at <= ?3"),
        (reservation.vlan, &subnet, to_sql(reservation.released_until)),
    )?;
    let holder = scope.first(
        &format!("SELECT resource, vlan, state FROM allocations WHERE {held}"),
        (reservation.vlan, &subnet),
        |row| {
            Ok((
                row.get::<String>(0)?,
                row.get::<Option<u16>>(1)?,
                row.get::<String>(2)?,
            ))
        },
    )?;
    if let Some((holder, vlan, state)) = holder {
        let what = match (reservation.vlan, reservation.subnet) {
            (Some(id), _) if vlan == Some(id) => format!("VLAN {id}"),
            (_, Some(subnet)) => format!("the subnet {subnet}"),
            (_, None) => "what it needs".to_owned(),
        };
        let by = format!("{holder} ({state})");
        return Err(StoreError::AllocationTaken { what, by });
    }
    scope
        .run(
            "INSERT INTO allocations (resource, vlan, subnet, state, intent) VALUES (?1, ?2, ?3, 'reserved', ?4)",
            (reservation.resource.as_str(), reservation.vlan, &subnet, intent.0),
        )
        .map(drop)
}

/// What the intent reserved for the resource is now in use; what the resource had in its place is released.
pub(super) fn confirm(
    scope: &Scope<'_>,
    intent: IntentId,
    resource: &ResourceId,
    at: u64,
) -> Result<(), StoreError> {
    let reserved = scope.first(
        "SELECT 1 FROM allocations WHERE intent = ?1 AND resource = ?2",
        (intent.0, resource.as_str()),
        |_| Ok(()),
    )?;
    if reserved.is_none() {
        return Ok(());
    }
    keep_rest(scope, intent, resource)?;
    release(scope, resource, at)?;
    scope
        .run(
            "UPDATE allocations SET state = 'allocated', intent = NULL WHERE intent = ?1 AND resource = ?2",
            (intent.0, resource.as_str()),
        )
        .map(drop)
}

/// A reservation of only a VLAN id or only a subnet: the other stays as the resource has it. What is replaced needs no
/// quarantine, since the router has gone without it already.
fn keep_rest(scope: &Scope<'_>, intent: IntentId, resource: &ResourceId) -> Result<(), StoreError> {
    let partial = scope.first(
        "SELECT 1 FROM allocations WHERE intent = ?1 AND resource = ?2 AND (vlan IS NULL OR subnet IS NULL)",
        (intent.0, resource.as_str()),
        |_| Ok(()),
    )?;
    let held = scope.first(
        "SELECT vlan, subnet FROM allocations WHERE resource = ?1 AND state = 'allocated'",
        [resource.as_str()],
        |row| Ok((row.get::<Option<u16>>(0)?, row.get::<Option<String>>(1)?)),
    )?;
    let (Some(()), Some((vlan, subnet))) = (partial, held) else {
        return Ok(());
    };
    scope.run(
        "DELETE FROM allocations WHERE resource = ?1 AND state = 'allocated'",
        [resource.as_str()],
    )?;
    scope
        .run(
            "UPDATE allocations SET vlan = coalesce(vlan, ?3), subnet = coalesce(subnet, ?4)
             WHERE intent = ?1 AND resource = ?2",
            (intent.0, resource.as_str(), vlan, subnet),
        )
        .map(drop)
}

/// What the resource has goes into quarantine.
pub(super) fn release(scope: &Scope<'_>, resource: &ResourceId, at: u64) -> Result<(), StoreError> {
    scope
        .run(
            "UPDATE allocations SET state = 'quarantined', released_at = ?2 WHERE resource = ?1 AND state = 'allocated'",
            (resource.as_str(), to_sql(at)),
        )
        .map(drop)
}

/// What the intent reserved and did not get is free again: no device has seen it in use.
pub(super) fn drop_reservations(scope: &Scope<'_>, intent: IntentId) -> Result<(), StoreError> {
    scope
        .run("DELETE FROM allocations WHERE intent = ?1", [intent.0])
        .map(drop)
}

pub(super) fn end_quarantine(scope: &Scope<'_>, released_until: u64) -> Result<usize, StoreError> {
    scope.run(
        "DELETE FROM allocations WHERE state = 'quarantined' AND released_at <= ?1",
        [to_sql(released_until)],
    )
}
