//! What is wrong with intents: references, conflicts and coverage, all findings at once.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Instance, Intents, Interfaces, ResourceIntent, Steering, VirtualInterface};
use crate::blueprint::Ipv6;
use crate::device::Device;
use crate::facts::{Facts, InterfaceFact};
use crate::identity::ResourceId;

/// The type of a VLAN interface in the schema.
const VLAN: &str = "Vlan";

impl Intents {
    /// Everything that is wrong with the intents of `scope` on a router with these facts; `None` checks all.
    pub fn check(&self, facts: &Facts, scope: Option<&BTreeSet<ResourceId>>) -> Vec<Finding> {
        let judged = |resource: &ResourceId| scope.is_none_or(|scope| scope.contains(resource));
        let faults = self.judge(facts, judged, true);
        let mut findings: Vec<Finding> = faults.into_values().flatten().collect();
        findings.sort();
        findings.dedup();
        findings
    }

    /// As [`check`](Self::check) of everything, by resource.
    pub fn faults(&self, facts: &Facts) -> BTreeMap<ResourceId, Vec<Finding>> {
        self.judge(facts, |_| true, true)
    }

    /// The resources that have no meaning on a router with these facts, each with what is wrong with it. One whose name
    /// others have taken still means what it did, though it could not be made now.
    pub fn unfit(&self, facts: &Facts) -> BTreeMap<ResourceId, Vec<Finding>> {
        self.judge(facts, |_| true, false)
    }

    /// The virtual interfaces that these resources go through, at any distance.
    pub fn carriers_of(&self, resources: &BTreeSet<ResourceId>) -> BTreeSet<ResourceId> {
        let steered = self
            .steerings
            .values()
            .filter(|steering| resources.contains(&steering.device.resource()))
            .map(|steering| &steering.via);
        let chained = self
            .interfaces
            .values()
            .filter(|(interface, _)| resources.contains(&interface.resource()))
            .filter_map(|(interface, _)| interface.through.as_ref());
        let mut carriers = BTreeSet::new();
        for mut next in steered.chain(chained) {
            while let Some((interface, _)) = self.interfaces.get(next) {
                let new = carriers.insert(interface.resource());
                match &interface.through {
                    Some(through) if new => next = through,
                    _ => break,
                }
            }
        }
        carriers
    }

    fn judge(
        &self,
        facts: &Facts,
        judged: impl Fn(&ResourceId) -> bool,
        with_names: bool,
    ) -> BTreeMap<ResourceId, Vec<Finding>> {
        let mut unfit: BTreeMap<ResourceId, Vec<Finding>> = BTreeMap::new();
        let mut note = |resource: ResourceId, findings: Vec<Finding>| {
            if !findings.is_empty() {
                unfit.entry(resource).or_default().extend(findings);
            }
        };
        let names = self.names();
        for (interface, _) in self.interfaces.values() {
            let resource = interface.resource();
            if judged(&resource) {
                if with_names {
                    note(resource.clone(), check_name(&interface.instance, &names, facts));
                }
                note(resource, self.check_interface(interface, facts));
            }
        }
        for steering in self.steerings.values() {
            let resource = steering.device.resource();
            if judged(&resource) {
                note(resource, self.check_steering(steering, facts));
            }
        }
        let interfaces = Interfaces::of(self);
        for intent in self.resources.values().filter(|intent| intent.kind == VLAN) {
            if judged(&intent.resource) {
                note(intent.resource.clone(), check_vlan(intent, &interfaces, facts));
            }
        }
        unfit
    }

    /// The instances by the name that they have on the router: two can come to the same shortened name.
    fn names(&self) -> BTreeMap<String, Vec<&Instance>> {
        let mut names: BTreeMap<String, Vec<&Instance>> = BTreeMap::new();
        for instance in self.interfaces.keys() {
            let name = instance.interface_name().to_string();
            names.entry(name).or_default().push(instance);
        }
        names
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

/// A name that an interface of ours has on the router is its own, whatever others call by it since.
fn check_name(instance: &Instance, names: &BTreeMap<String, Vec<&Instance>>, facts: &Facts) -> Vec<Finding> {
    let name = instance.interface_name().to_string();
    let taken = |message| {
        Finding::new(
            "name-taken",
            format!("/virtualInterfaces/{instance}/name"),
            message,
        )
    };
    let own = facts.interface(&name).is_some_and(|interface| interface.own);
    let mut findings = Vec::new();
    if facts.names.contains(&name) && !own {
        findings.push(taken(format!(
            "the router already has something named {name} that this nnc did not make: choose another name than {instance}"
        )));
    }
    let others = names.get(&name).into_iter().flatten();
    findings.extend(others.filter(|other| **other != instance).map(|other| {
        taken(format!(
            "{instance} and {other} would both be named {name} on the router: choose another name"
        ))
    }));
    findings
}

/// A VLAN needs the interface that it is tagged on: one of the router, or one that is made with it.
fn check_vlan(intent: &ResourceIntent, interfaces: &Interfaces, facts: &Facts) -> Vec<Finding> {
    let missing = intent
        .interfaces()
        .filter(|(name, _)| facts.interface(name).is_none() && !interfaces.makes(name));
    missing
        .map(|(name, _)| {
            Finding::new(
                "parent-not-found",
                format!("{}/parent", intent.pointer()),
                format!("the router has no interface {name}: choose another parent"),
            )
        })
        .collect()
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

impl Coverage {
    /// That of a device which the router cannot tell from others.
    pub(super) const fn untold(steering: &Steering, via: &VirtualInterface) -> Self {
        Self {
            ingress: None,
            ipv6: ipv6(steering, via),
        }
    }
}

/// What is to become of the IPv6 of a steered device.
const fn ipv6(steering: &Steering, via: &VirtualInterface) -> Ipv6 {
    match (steering.ipv4_only, via.ipv6) {
        (true, _) => Ipv6::Ignored,
        (false, true) => Ipv6::Steered,
        (false, false) => Ipv6::Blocked,
    }
}

/// A device told by MAC address or VLAN is told in IPv6 too. One told by IPv4 address is covered only where
/// everything behind its interface is steered with it: then the interface's IPv6 is blocked.
pub(super) fn coverage(
    steering: &Steering,
    via: &VirtualInterface,
    facts: &Facts,
) -> Result<Coverage, Finding> {
    let ipv6 = ipv6(steering, via);
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
