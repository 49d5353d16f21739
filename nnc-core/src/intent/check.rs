//! What is wrong with intents: references, conflicts and coverage, all findings at once.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Instance, Intents, Steering, VirtualInterface};
use crate::blueprint::Ipv6;
use crate::device::Device;
use crate::facts::{Facts, InterfaceFact};

impl Intents {
    /// Everything that is wrong with the intents of `scope` on a router with these facts; `None` checks all.
    pub fn check(
        &self,
        facts: &Facts,
        scope: Option<&BTreeSet<crate::identity::ResourceId>>,
    ) -> Vec<Finding> {
        let in_scope =
            |resource: &crate::identity::ResourceId| scope.is_none_or(|scope| scope.contains(resource));
        let mut findings = self.check_names(facts);
        for (interface, _) in self.interfaces.values() {
            if in_scope(&interface.resource()) {
                findings.extend(self.check_interface(interface, facts));
            }
        }
        for steering in self.steerings.values() {
            if in_scope(&steering.device.resource()) {
                findings.extend(self.check_steering(steering, facts));
            }
        }
        findings.sort();
        findings.dedup();
        findings
    }

    /// Two instances can come to the same shortened interface name, and a foreign interface can have it already.
    fn check_names(&self, facts: &Facts) -> Vec<Finding> {
        let mut seen: BTreeMap<String, &Instance> = BTreeMap::new();
        let mut findings = Vec::new();
        for instance in self.interfaces.keys() {
            let name = instance.interface_name().to_string();
            if facts.names.contains(&name) {
                let message = format!(
                    "the router already has something named {name} that this nnc did not make: choose another name than {instance}"
                );
                findings.push(Finding::new(
                    "name-taken",
                    format!("/virtualInterfaces/{instance}/name"),
                    message,
                ));
            }
            if let Some(other) = seen.insert(name.clone(), instance) {
                let message = format!(
                    "{instance} and {other} would both be named {name} on the router: choose another name"
                );
                findings.push(Finding::new(
                    "name-taken",
                    format!("/virtualInterfaces/{instance}/name"),
                    message,
                ));
            }
        }
        findings
    }

    fn check_interface(&self, interface: &VirtualInterface, facts: &Facts) -> Vec<Finding> {
        let pointer = |field: &str| format!("/virtualInterfaces/{}/{field}", interface.instance);
        let mut findings = Vec::new();
        match facts.interface(&interface.parent) {
            None => {
                let candidates: Vec<&str> = facts
                    .interfaces
                    .iter()
                    .filter(|other| can_carry_vlans(other))
                    .map(|other| other.name.as_str())
                    .collect();
                let message = format!(
                    "the router has no interface {}: choose one of {}",
                    interface.parent,
                    candidates.join(", ")
                );
                findings.push(Finding::new("parent-not-found", pointer("parent"), message));
            }
            Some(parent) if !can_carry_vlans(parent) => {
                let message = format!(
                    "{} is of type {} and cannot carry a VLAN: choose an Ethernet interface, a bonding or a bridge",
                    parent.name, parent.kind
                );
                findings.push(Finding::new("parent-not-found", pointer("parent"), message));
            }
            Some(_) => {}
        }
        if interface
            .dns
            .is_some_and(|resolver| resolver.is_ipv6() || resolver.is_loopback() || resolver.is_unspecified())
        {
            let message =
                "queries of steered devices are redirected over IPv4: give the resolver's IPv4 address"
                    .to_owned();
            findings.push(Finding::new("invalid-dns", pointer("dns"), message));
        }
        let mut next = interface.through.as_ref();
        let mut hops = BTreeSet::from([&interface.instance]);
        while let Some(instance) = next {
            let Some((other, _)) = self.interfaces.get(instance) else {
                let message =
                    format!("there is no virtual interface {instance} to go through: create it first");
                findings.push(Finding::new("vif-not-found", pointer("through"), message));
                break;
            };
            if !hops.insert(instance) {
                let message = format!(
                    "{} would go out through itself: break the loop at {instance}",
                    interface.instance
                );
                findings.push(Finding::new("chain-loop", pointer("through"), message));
                break;
            }
            next = other.through.as_ref();
        }
        findings
    }

    fn check_steering(&self, steering: &Steering, facts: &Facts) -> Vec<Finding> {
        let pointer = |field: &str| format!("/steeringRules/{}/{field}", steering.device);
        let Some((via, _)) = self.interfaces.get(&steering.via) else {
            let message = format!(
                "there is no virtual interface {}: create it, or choose another",
                steering.via
            );
            return vec![Finding::new("vif-not-found", pointer("via"), message)];
        };
        match coverage(steering, via, facts) {
            Ok(_) => Vec::new(),
            Err(finding) => vec![Finding {
                pointer: pointer("device"),
                ..finding
            }],
        }
    }
}

fn can_carry_vlans(interface: &InterfaceFact) -> bool {
    matches!(
        interface.kind.as_str(),
        "ether"
            | "bridge"
            | "bond"
            | "bonding"
            | "vlan"
            | "wlan"
            | "wifi"
            | "veth"
            | "macvlan"
            | "vxlan"
            | "eoip"
    ) && !interface.own
}

/// How a steered device is told from others, and what becomes of its IPv6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Coverage {
    pub(super) ingress: Option<String>,
    pub(super) ipv6: Ipv6,
}

/// A device told by MAC address or VLAN is told in IPv6 too. One told by IPv4 address is covered only where
/// everything behind its interface is steered with it: then the interface's IPv6 is blocked.
pub(super) fn coverage(
    steering: &Steering,
    via: &VirtualInterface,
    facts: &Facts,
) -> Result<Coverage, Finding> {
    let told = if via.ipv6 { Ipv6::Steered } else { Ipv6::Blocked };
    let ipv6 = if steering.ipv4_only { Ipv6::Ignored } else { told };
    match &steering.device {
        Device::Mac(_) => Ok(Coverage { ingress: None, ipv6 }),
        Device::Vlan(id) => {
            let on_vlan =
                |interface: &&InterfaceFact| interface.vlan.as_ref().is_some_and(|(other, _)| other == id);
            let mut interfaces = facts
                .interfaces
                .iter()
                .filter(on_vlan)
                .filter(|interface| !interface.own);
            match (interfaces.next(), interfaces.next()) {
                (Some(interface), None) => Ok(Coverage {
                    ingress: Some(interface.name.clone()),
                    ipv6,
                }),
                (None, _) => {
                    let message =
                        format!("the router has no interface of VLAN {id}: steer by subnet or MAC address");
                    Err(Finding::new("vlan-not-found", "", message))
                }
                (Some(one), Some(other)) => {
                    let message = format!(
                        "VLAN {id} exists on {} and {}: steer by subnet or MAC address",
                        one.name, other.name
                    );
                    Err(Finding::new("vlan-ambiguous", "", message))
                }
            }
        }
        _ if steering.ipv4_only => Ok(Coverage { ingress: None, ipv6 }),
        Device::Subnet(subnet) => {
            let inside =
                |prefix: &ipnet::IpNet| matches!(prefix, ipnet::IpNet::V4(other) if subnet.contains(other));
            let home = facts.networks.iter().find(|network| inside(&network.prefix));
            let sole = home.filter(|home| {
                let mut behind = facts
                    .networks
                    .iter()
                    .filter(|network| network.interface == home.interface);
                behind.all(|network| network.prefix.addr().is_ipv6() || inside(&network.prefix))
            });
            match sole {
                Some(home) => Ok(Coverage {
                    ingress: Some(home.interface.clone()),
                    ipv6,
                }),
                None => Err(not_coverable(&steering.device)),
            }
        }
        Device::Address(_) | Device::List(_) => Err(not_coverable(&steering.device)),
    }
}

fn not_coverable(device: &Device) -> Finding {
    let message = format!(
        "the IPv6 of {device} cannot be told from that of others behind the same interface, so it would bypass the service: \
         steer by MAC address or VLAN, or accept that with --ipv4-only"
    );
    Finding::new("ipv6-not-coverable", "", message)
}
