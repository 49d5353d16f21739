//! What a blueprint means in RouterOS rows.
//!
//! Every ordered row stands before all foreign rows of its chain. Rows of one chain commute, but for steered
//! devices that are told apart by how specific they are; that is why a change needs so few round trips.
//! `docs/adr/0004-routeros-rows.md` explains each row.

mod base;
mod interface;
mod mapped;
mod row;
mod steer;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use mapped::{observed_order, order};

use nnc_core::blueprint::{Blueprint, Dns, Requirement};
use nnc_core::change::Scope;
use nnc_core::facts::Facts;
use nnc_core::identity::ControllerId;
use nnc_core::object::Object;
use nnc_core::ports::LowerError;

use crate::generated::map;
use row::Owner;

/// Names of what all virtual interfaces of a controller share.
#[derive(Debug, Clone)]
pub struct SharedNames {
    /// The interface list of the virtual interfaces.
    pub interfaces: String,
    /// The interface list of everything that a steered device's packet may leave by.
    pub exits: String,
    /// The address list of the networks that steered devices reach directly.
    pub direct: String,
    /// The address list of the networks that virtual interfaces take their addresses from.
    pub pool: String,
    /// The IPv6 filter chain that refuses name queries.
    pub dns: String,
}

impl SharedNames {
    /// The names of a controller.
    pub fn of(controller: ControllerId) -> Self {
        Self {
            interfaces: format!("nnc-vif-{controller}"),
            exits: format!("nnc-out-{controller}"),
            direct: format!("nnc-direct-{controller}"),
            pool: format!("nnc-pool-{controller}"),
            dns: format!("nnc-dns-{controller}"),
        }
    }
}

/// What lowering one requirement may look at.
pub(crate) struct Context<'a> {
    /// Major and minor version of the router.
    pub(crate) version: map::Version,
    pub(crate) blueprint: &'a Blueprint,
    pub(crate) facts: &'a Facts,
    pub(crate) names: SharedNames,
}

impl Context<'_> {
    /// The networks that steered devices reach directly.
    fn direct(&self) -> &[(ipnet::IpNet, String)] {
        let neighbourhood = self
            .blueprint
            .elements
            .iter()
            .find_map(|element| match &element.requirement {
                Requirement::Neighbourhood { direct, .. } => Some(direct.as_slice()),
                _ => None,
            });
        neighbourhood.unwrap_or_default()
    }

    /// Whether anything carries IPv6.
    fn any_ipv6(&self) -> bool {
        self.blueprint
            .elements
            .iter()
            .any(|element| matches!(&element.requirement, Requirement::PolicyTable { ipv6: true, .. }))
    }

    /// Whether a resolver is reached without going through a virtual interface.
    fn is_direct(&self, policy: &Dns) -> bool {
        matches!(policy, Dns::Redirect(resolver) if self.direct().iter().any(|(network, _)| network.contains(resolver)))
    }
}

/// Lowers a blueprint. Objects come in a stable order; of those outside `scope` only their places are told.
pub(crate) fn lower(
    version: map::Version,
    blueprint: &Blueprint,
    facts: &Facts,
    scope: &Scope,
) -> Result<Vec<Object>, LowerError> {
    let context = Context {
        version,
        blueprint,
        facts,
        names: SharedNames::of(blueprint.controller),
    };
    let mut objects = Vec::new();
    for element in &blueprint.elements {
        let owner = &Owner::new(&element.resource, scope);
        objects.extend(match &element.requirement {
            Requirement::Neighbourhood { direct, pool } => base::neighbourhood(&context, owner, direct, pool),
            Requirement::Segment { name, vlan, parent } => {
                interface::segment(&context, owner, name, *vlan, parent)?
            }
            Requirement::Address { interface, address } => interface::address(owner, interface, *address),
            Requirement::PolicyTable { name, closed, ipv6 } => {
                interface::policy_table(&context, owner, name, *closed, *ipv6)
            }
            Requirement::Egress { table, gateway, .. } => interface::egress(owner, table, *gateway),
            Requirement::DnsPolicy { table, policy } => interface::dns_policy(&context, owner, table, policy),
            Requirement::Steer {
                device,
                ingress,
                table,
                closed,
                ipv6,
            } => {
                let source = steer::Source::device(owner, device, ingress.as_deref())?;
                steer::steer(&context, owner, &source, table, *closed, *ipv6)
            }
            Requirement::Chain {
                interface,
                table,
                closed,
                ipv6,
            } => steer::steer(
                &context,
                owner,
                &steer::Source::interface(interface),
                table,
                *closed,
                *ipv6,
            ),
            Requirement::Row { kind, fields } => mapped::row(&context, owner, kind, fields)?,
        });
    }
    Ok(objects)
}
