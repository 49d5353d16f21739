//! From intents to requirements.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::check::{Coverage, coverage};
use super::pool::Allocation;
use super::{Finding, Intents, OnFailure, VirtualInterface};
use crate::blueprint::{Blueprint, Dns, Element, Ipv6, Requirement};
use crate::facts::Facts;
use crate::identity::ResourceId;

impl Intents {
    /// What must hold on a router with these facts.
    ///
    /// # Errors
    /// The findings of [`check`](Self::check) that leave no meaning to the intents.
    pub fn blueprint(&self, facts: &Facts) -> Result<Blueprint, Vec<Finding>> {
        let (blueprint, findings) = self.outline(facts);
        if findings.is_empty() {
            Ok(blueprint)
        } else {
            Err(findings)
        }
    }

    /// What must hold on a router with these facts, and the findings that leave no meaning to some of it. A steering rule
    /// that cannot be told apart as it should still says where it stands among the others: only its place means anything.
    pub fn outline(&self, facts: &Facts) -> (Blueprint, Vec<Finding>) {
        let mut elements = Vec::new();
        let mut findings = Vec::new();
        if !self.interfaces.is_empty() {
            elements.push(Element {
                resource: ResourceId::base(),
                requirement: self.neighbourhood(facts),
            });
        }
        for (interface, allocation) in self.interfaces.values() {
            let resource = interface.resource();
            let requirements = self.interface(interface, allocation);
            elements.extend(requirements.into_iter().map(|requirement| Element {
                resource: resource.clone(),
                requirement,
            }));
        }
        for steering in self.steerings.values() {
            let Some((via, _)) = self.interfaces.get(&steering.via) else {
                let message = format!(
                    "there is no virtual interface {}: create it, or choose another",
                    steering.via
                );
                findings.push(Finding::new(
                    "vif-not-found",
                    format!("/steeringRules/{}/via", steering.device),
                    message,
                ));
                continue;
            };
            let coverage = coverage(steering, via, facts).unwrap_or_else(|finding| {
                findings.push(finding);
                Coverage::untold(steering, via)
            });
            elements.push(Element {
                resource: steering.device.resource(),
                requirement: Requirement::Steer {
                    device: steering.device.clone(),
                    ingress: coverage.ingress,
                    table: via.interface_name().to_string(),
                    closed: via.on_failure == OnFailure::Closed,
                    ipv6: coverage.ipv6,
                },
            });
        }
        elements.extend(self.resources.values().map(|intent| Element {
            resource: intent.resource.clone(),
            requirement: Requirement::Row {
                kind: intent.kind.clone(),
                fields: intent.fields.clone(),
            },
        }));
        let blueprint = Blueprint {
            controller: self.controller,
            elements,
        };
        (blueprint, findings)
    }

    /// What is shared. Networks of one interface are listed once each, in a stable order.
    fn neighbourhood(&self, facts: &Facts) -> Requirement {
        let ipv6 = self.interfaces.values().any(|(interface, _)| interface.ipv6);
        let mut direct: Vec<(IpNet, String)> = facts
            .direct()
            .filter(|network| ipv6 || network.prefix.addr().is_ipv4())
            .map(|network| (network.prefix, network.interface.clone()))
            .collect();
        direct.sort();
        direct.dedup();
        // The pool may have been another when an interface was made.
        let mut pool: Vec<IpNet> = vec![IpNet::V4(self.pool.prefix)];
        for (interface, allocation) in self.interfaces.values() {
            if !self.pool.prefix.contains(&allocation.subnet) {
                pool.push(IpNet::V4(allocation.subnet));
            }
            if interface.ipv6 {
                pool.push(IpNet::V6(allocation.subnet6(self.controller)));
            }
        }
        Requirement::Neighbourhood { direct, pool }
    }

    fn interface(&self, interface: &VirtualInterface, allocation: &Allocation) -> Vec<Requirement> {
        let name = interface.interface_name().to_string();
        let closed = interface.on_failure == OnFailure::Closed;
        let address = |address: IpAddr| {
            let network = match address {
                IpAddr::V4(address) => Ipv4Net::new(address, allocation.subnet.prefix_len()).map(IpNet::V4),
                IpAddr::V6(address) => Ipv6Net::new(address, 64).map(IpNet::V6),
            };
            network.ok().map(|address| Requirement::Address {
                interface: name.clone(),
                address,
            })
        };
        let egress = |gateway: IpAddr| Requirement::Egress {
            table: name.clone(),
            interface: name.clone(),
            gateway,
        };
        let dns = match interface.dns {
            Some(resolver) => Dns::Redirect(resolver),
            None if interface.service.resolves_names() => Dns::Redirect(allocation.service().into()),
            None => Dns::Block,
        };
        let mut requirements = vec![
            Requirement::Segment {
                name: name.clone(),
                vlan: allocation.vlan,
                parent: interface.parent.clone(),
            },
            Requirement::PolicyTable {
                name: name.clone(),
                closed,
                ipv6: interface.ipv6,
            },
            egress(allocation.service().into()),
            Requirement::DnsPolicy {
                table: name.clone(),
                policy: dns,
            },
        ];
        requirements.extend(address(allocation.router().into()));
        if interface.ipv6 {
            requirements.extend(address(allocation.router6(self.controller).into()));
            requirements.push(egress(allocation.service6(self.controller).into()));
        }
        if let Some((other, _)) = interface
            .through
            .as_ref()
            .and_then(|instance| self.interfaces.get(instance))
        {
            requirements.push(Requirement::Chain {
                interface: name,
                table: other.interface_name().to_string(),
                closed: other.on_failure == OnFailure::Closed,
                ipv6: if other.ipv6 { Ipv6::Steered } else { Ipv6::Blocked },
            });
        }
        requirements
    }
}
