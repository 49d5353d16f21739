//! The VLAN and subnet allocators.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::Finding;
use crate::decode::{self, Encode};
use crate::facts::Facts;
use crate::identity::ControllerId;
use crate::model::{CreateVirtualInterfaceInput, UpdateVlanPoolInput};

/// Where VLAN ids and subnets come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PoolConfig {
    /// The lowest VLAN id given out.
    pub first: u16,
    /// The highest.
    pub last: u16,
    /// The network that /24 subnets are cut from.
    pub prefix: Ipv4Net,
    /// For how long a released VLAN id and its subnet stay unused, in milliseconds: caches elsewhere may still
    /// know them.
    pub quarantine_ms: u64,
}

impl Default for PoolConfig {
    /// VLAN 100 to 200 and 10.99.0.0/16, five minutes of quarantine.
    fn default() -> Self {
        Self {
            first: 100,
            last: 200,
            prefix: Ipv4Net::new_assert(Ipv4Addr::new(10, 99, 0, 0), 16),
            quarantine_ms: 300_000,
        }
    }
}

impl PoolConfig {
    /// This pool with a change. The schema judges the change (ids 2 to 4094: 1 is the default VLAN everywhere, IEEE
    /// 802.1Q reserves 0 and 4095), with the range that comes out; the prefix needs room for /24 subnets.
    ///
    /// ```
    /// use nnc_core::intent::pool::PoolConfig;
    /// use nnc_core::model::UpdateVlanPoolInput;
    ///
    /// let mut change = UpdateVlanPoolInput { last: Some(300), ..UpdateVlanPoolInput::default() };
    /// assert_eq!(PoolConfig::default().changed(&change).unwrap().last, 300);
    /// change.last = Some(50);
    /// assert!(PoolConfig::default().changed(&change).is_err());
    /// ```
    ///
    /// # Errors
    /// `invalid-pool`, for each thing that is wrong.
    pub fn changed(&self, change: &UpdateVlanPoolInput) -> Result<Self, Vec<Finding>> {
        let told = |finding: &decode::Finding| {
            let message = format!("{}: {}", finding.pointer.trim_start_matches('/'), finding.message);
            Finding::new("invalid-pool", finding.pointer.clone(), message)
        };
        let whole = UpdateVlanPoolInput {
            first: Some(change.first.unwrap_or_else(|| self.first.into())),
            last: Some(change.last.unwrap_or_else(|| self.last.into())),
            ..change.clone()
        };
        let mut findings: Vec<Finding> = decode::findings::<UpdateVlanPoolInput>(&whole.to_json())
            .iter()
            .map(told)
            .collect();
        let id = |given: Option<i32>, now: u16| given.map_or(now, |id| u16::try_from(id).unwrap_or(now));
        let prefix = match change.prefix {
            Some(IpNet::V4(prefix)) => prefix,
            _ => self.prefix,
        };
        let quarantine_ms = change
            .quarantine
            .map(|rest| u64::try_from(rest.as_millis()).unwrap_or(u64::MAX));
        let config = Self {
            first: id(change.first, self.first),
            last: id(change.last, self.last),
            prefix,
            quarantine_ms: quarantine_ms.unwrap_or(self.quarantine_ms),
        };
        if findings.is_empty() && !(8..=24).contains(&prefix.prefix_len()) {
            let message = format!(
                "the prefix {prefix} is not valid: give a network from /8 to /24, such as 10.99.0.0/16"
            );
            findings.push(Finding::new("invalid-pool", "/prefix", message));
        }
        if findings.is_empty() {
            Ok(config)
        } else {
            Err(findings)
        }
    }

    /// How many /24 subnets the prefix holds.
    fn slots(&self) -> u32 {
        1_u32 << 24_u8.saturating_sub(self.prefix.prefix_len())
    }

    /// The /24 subnet of a slot.
    fn slot(&self, index: u32) -> Option<Ipv4Net> {
        let base = u32::from(self.prefix.network());
        (index < self.slots())
            .then(|| Ipv4Net::new(Ipv4Addr::from(base + (index << 8)), 24).ok())
            .flatten()
    }
}

/// A VLAN id and its subnets, given to one virtual interface.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Allocation {
    /// The VLAN id.
    pub vlan: u16,
    /// The IPv4 subnet: .1 is the router, .2 the service.
    pub subnet: Ipv4Net,
}

impl Allocation {
    fn host(&self, last: u32) -> Ipv4Addr {
        Ipv4Addr::from(u32::from(self.subnet.network()) | last)
    }

    /// The router's address.
    pub fn router(&self) -> Ipv4Addr {
        self.host(1)
    }

    /// The service's address.
    pub fn service(&self) -> Ipv4Addr {
        self.host(2)
    }

    /// The IPv6 subnet, a unique local one (RFC 4193): `fd6e:` and the controller's 32 bits are the prefix, the
    /// VLAN id is the subnet.
    pub fn subnet6(&self, controller: ControllerId) -> Ipv6Net {
        let number = controller.number();
        let [high, low] = [(number >> 16) as u16, (number & 0xffff) as u16];
        Ipv6Net::new_assert([0xfd6e, high, low, self.vlan, 0, 0, 0, 0].into(), 64)
    }

    /// The router's IPv6 address.
    pub fn router6(&self, controller: ControllerId) -> Ipv6Addr {
        Ipv6Addr::from(u128::from(self.subnet6(controller).network()) | 1)
    }

    /// The service's IPv6 address.
    pub fn service6(&self, controller: ControllerId) -> Ipv6Addr {
        Ipv6Addr::from(u128::from(self.subnet6(controller).network()) | 2)
    }
}

/// What is taken already, by this controller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Taken {
    /// What was given.
    pub allocation: Allocation,
    /// When it was released, in milliseconds since 1970; `None` while it is in use.
    pub released_at: Option<u64>,
}

impl Taken {
    fn blocks(&self, config: &PoolConfig, now: u64) -> bool {
        self.released_at
            .is_none_or(|released| now < released.saturating_add(config.quarantine_ms))
    }
}

/// Gives out a VLAN id and a subnet.
///
/// The subnet's slot is the VLAN id where that fits the prefix and is free, else the next free slot. Ids and
/// networks that are in use on the router, by whomever, are never given out; nor are released ones in quarantine,
/// unless the id was asked for.
///
/// # Errors
/// `vlan-out-of-range`, `vlan-taken`, `subnet-overlap` or `pool-exhausted`.
pub fn allocate(
    config: &PoolConfig,
    taken: &[Taken],
    facts: &Facts,
    wanted: Option<u16>,
    now: u64,
) -> Result<Allocation, Finding> {
    let in_use: BTreeSet<u16> = taken
        .iter()
        .filter(|t| t.released_at.is_none())
        .map(|t| t.allocation.vlan)
        .collect();
    let resting: BTreeSet<u16> = taken
        .iter()
        .filter(|t| t.blocks(config, now))
        .map(|t| t.allocation.vlan)
        .collect();
    if let Some(vlan) = wanted {
        if !CreateVirtualInterfaceInput::VLAN_ID.contains(&i64::from(vlan)) {
            let message = format!("VLAN {vlan} is not valid: give an id from 2 to 4094");
            return Err(Finding::new("vlan-out-of-range", "/vlan", message));
        }
        if in_use.contains(&vlan) || facts.vlan_ids.contains(&vlan) {
            let message = format!(
                "VLAN {vlan} is already in use on the router: choose another, or leave the choice to nnc"
            );
            return Err(Finding::new("vlan-taken", "/vlan", message));
        }
        let overlap = config
            .slot(u32::from(vlan))
            .and_then(|subnet| Some((subnet, overlapping(subnet, facts)?)));
        if let Some((subnet, other)) = overlap {
            let message = format!(
                "the subnet {subnet} of VLAN {vlan} overlaps with {other} on the router: choose another VLAN, or another prefix with `nnc pool set --prefix`"
            );
            return Err(Finding::new("subnet-overlap", "/vlan", message));
        }
        let subnet = free_slot(config, taken, facts, vlan, now)?;
        return Ok(Allocation { vlan, subnet });
    }
    let free = |vlan: &u16| !resting.contains(vlan) && !facts.vlan_ids.contains(vlan);
    let ids: Vec<u16> = (config.first..=config.last).filter(free).collect();
    // An id whose own slot is free comes first: 10.99.<vlan>.0/24 is what people expect to see.
    let natural = ids.iter().find_map(|&vlan| {
        let subnet = config.slot(u32::from(vlan))?;
        is_free(subnet, config, taken, facts, now).then_some(Allocation { vlan, subnet })
    });
    if let Some(allocation) = natural {
        return Ok(allocation);
    }
    let Some(&vlan) = ids.first() else {
        let waiting = resting.difference(&in_use).count();
        let message = format!(
            "no VLAN id from {} to {} is free ({} in use by nnc, {waiting} in quarantine, the rest by others): widen the range with `nnc pool set --range`",
            config.first,
            config.last,
            in_use.len(),
        );
        return Err(Finding::new("pool-exhausted", "/vlan", message));
    };
    Ok(Allocation {
        vlan,
        subnet: free_slot(config, taken, facts, vlan, now)?,
    })
}

/// The VLAN's own slot, or the next free one: slots that belong to no id of the pool first.
fn free_slot(
    config: &PoolConfig,
    taken: &[Taken],
    facts: &Facts,
    vlan: u16,
    now: u64,
) -> Result<Ipv4Net, Finding> {
    let in_pool = |index: u32| (u32::from(config.first)..=u32::from(config.last)).contains(&index);
    let own = u32::from(vlan);
    let candidates = std::iter::once(own)
        .chain((1..config.slots()).filter(|&index| !in_pool(index)))
        .chain((1..config.slots()).filter(|&index| in_pool(index)))
        .chain(std::iter::once(0));
    let mut slots = candidates.filter_map(|index| config.slot(index));
    slots.find(|subnet| is_free(*subnet, config, taken, facts, now)).ok_or_else(|| {
        let used = config.slot(0).and_then(|subnet| overlapping(subnet, facts));
        let blame = used.map(|other| format!(" ({other} is on the router)")).unwrap_or_default();
        let message = format!("every subnet of {} overlaps with something{blame}: choose another prefix with `nnc pool set --prefix`", config.prefix);
        Finding::new("subnet-overlap", "/vlan", message)
    })
}

fn is_free(subnet: Ipv4Net, config: &PoolConfig, taken: &[Taken], facts: &Facts, now: u64) -> bool {
    let ours = taken
        .iter()
        .filter(|t| t.blocks(config, now))
        .any(|t| overlap(t.allocation.subnet, subnet));
    !ours && overlapping(subnet, facts).is_none()
}

fn overlap(one: Ipv4Net, other: Ipv4Net) -> bool {
    one.contains(&other) || other.contains(&one)
}

/// What of the router overlaps with the subnet.
fn overlapping(subnet: Ipv4Net, facts: &Facts) -> Option<String> {
    let mut networks = facts
        .networks
        .iter()
        .map(|network| &network.prefix)
        .chain(&facts.routed);
    let network = networks.find(|network| matches!(network, IpNet::V4(other) if overlap(*other, subnet)));
    let range = || {
        facts.reserved.iter().find(|(first, last)| match (first, last) {
            (IpAddr::V4(first), IpAddr::V4(last)) => {
                *first <= subnet.broadcast() && *last >= subnet.network()
            }
            _ => false,
        })
    };
    network
        .map(ToString::to_string)
        .or_else(|| range().map(|(first, last)| format!("{first}-{last}")))
}
