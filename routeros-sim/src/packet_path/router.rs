//! The router as the packet path sees it: compiled from rows once, asked for every packet.

use std::collections::HashMap;
use std::net::IpAddr;

use crate::value::Prefix;

use super::address::AddressSet;
use super::matcher::{Rule, Table};
use super::routing::{ActiveRoute, RoutingRule};

/// What one address family has.
#[derive(Debug, Default)]
pub(crate) struct Family {
    pub(crate) rules: HashMap<Table, Vec<Rule>>,
    pub(crate) lists: HashMap<String, Vec<AddressSet>>,
    pub(crate) routes: Vec<ActiveRoute>,
    pub(crate) routing_rules: Vec<RoutingRule>,
    /// Addresses of the router, with the interface each is on.
    pub(crate) addresses: Vec<(Prefix, String)>,
    pub(crate) forwards: bool,
    /// `no`, `loose`, `strict`.
    pub(crate) rp_filter: String,
    pub(crate) fasttrack: bool,
    pub(crate) enabled: bool,
}

/// One interface.
#[derive(Debug, Clone, Default)]
pub(crate) struct Link {
    pub(crate) running: bool,
    /// The VLAN interface's parent and id.
    pub(crate) vlan: Option<(String, u16)>,
    /// The bridge it is a port of, and its port's VLAN id.
    pub(crate) port_of: Option<(String, u16)>,
    /// A bridge's own settings: whether it filters VLANs, and its VLAN id.
    pub(crate) bridge: Option<(bool, u16)>,
    /// The VRF it belongs to.
    pub(crate) vrf: Option<String>,
}

/// Membership of one VLAN in one bridge.
#[derive(Debug, Clone)]
pub(crate) struct BridgeVlan {
    pub(crate) bridge: String,
    pub(crate) ids: Vec<(u16, u16)>,
    pub(crate) tagged: Vec<String>,
    pub(crate) untagged: Vec<String>,
}

/// The whole router.
#[derive(Debug, Default)]
pub(crate) struct Router {
    pub(crate) v4: Family,
    pub(crate) v6: Family,
    pub(crate) links: HashMap<String, Link>,
    pub(crate) bridge_vlans: Vec<BridgeVlan>,
    /// Interface lists: members by list, includes and excludes resolved.
    pub(crate) interface_lists: HashMap<String, Vec<String>>,
    pub(crate) tracks: bool,
}

impl Router {
    pub(crate) fn family(&self, v4: bool) -> &Family {
        if v4 { &self.v4 } else { &self.v6 }
    }

    /// The interface a packet is on for routing, and the bridge port it came by; the error says why it goes nowhere.
    pub(crate) fn ingress(&self, name: &str, tag: Option<u16>) -> Result<(String, Option<String>), String> {
        let link = self
            .links
            .get(name)
            .ok_or_else(|| format!("there is no interface {name}"))?;
        if !link.running {
            return Err(format!("{name} is not running"));
        }
        if let Some((bridge, pvid)) = &link.port_of {
            let interface = self.through_bridge(bridge, name, *pvid, tag)?;
            return Ok((interface, Some(name.to_owned())));
        }
        match tag {
            None => Ok((name.to_owned(), None)),
            Some(id) => self.vlan_on(name, id).map(|vlan| (vlan, None)),
        }
    }

    fn vlan_on(&self, parent: &str, id: u16) -> Result<String, String> {
        self.links
            .iter()
            .find(|(_, link)| {
                link.running
                    && link
                        .vlan
                        .as_ref()
                        .is_some_and(|(on, vid)| on == parent && *vid == id)
            })
            .map(|(name, _)| name.clone())
            .ok_or_else(|| format!("no VLAN interface with id {id} on {parent}"))
    }

    /// From a port to the bridge's own interface, or to a VLAN interface on it.
    fn through_bridge(
        &self,
        bridge: &str,
        port: &str,
        pvid: u16,
        tag: Option<u16>,
    ) -> Result<String, String> {
        let link = self
            .links
            .get(bridge)
            .filter(|link| link.running)
            .ok_or("the bridge is not running")?;
        let (filtering, own_pvid) = link.bridge.unwrap_or((false, 1));
        if !filtering {
            return match tag {
                None => Ok(bridge.to_owned()),
                Some(id) => self.vlan_on(bridge, id),
            };
        }
        let id = tag.unwrap_or(pvid);
        let member = |name: &str| {
            self.bridge_vlans.iter().any(|vlan| {
                vlan.bridge == bridge
                    && vlan.ids.iter().any(|(from, to)| (*from..=*to).contains(&id))
                    && (vlan.tagged.iter().any(|m| m == name) || vlan.untagged.iter().any(|m| m == name))
            })
        };
        if tag.is_some() && !member(port) {
            return Err(format!("{port} is no member of VLAN {id} (ingress filtering)"));
        }
        if id == own_pvid {
            return Ok(bridge.to_owned());
        }
        if !member(bridge) {
            return Err(format!("{bridge} itself is no member of VLAN {id}"));
        }
        self.vlan_on(bridge, id)
    }

    pub(crate) fn in_list(&self, list: &str, interface: &str) -> bool {
        match list {
            "all" => true,
            "none" => false,
            _ => self
                .interface_lists
                .get(list)
                .is_some_and(|members| members.iter().any(|m| m == interface)),
        }
    }

    pub(crate) fn is_local(&self, address: IpAddr) -> bool {
        let family = self.family(address.is_ipv4());
        address.is_loopback()
            || family
                .addresses
                .iter()
                .any(|(prefix, _)| prefix.address == address)
            || matches!(address, IpAddr::V6(v6) if v6.segments()[0] & 0xffc0 == 0xfe80)
    }

    pub(crate) fn is_broadcast(&self, address: IpAddr) -> bool {
        let IpAddr::V4(v4) = address else { return false };
        v4.is_broadcast()
            || self
                .v4
                .addresses
                .iter()
                .any(|(prefix, _)| match prefix.network() {
                    IpAddr::V4(network) if prefix.length < 31 => {
                        let host = u32::MAX.checked_shr(u32::from(prefix.length)).unwrap_or(0);
                        u32::from(v4) == u32::from(network) | host
                    }
                    _ => false,
                })
    }

    /// The router's first address on an interface.
    pub(crate) fn address_on(&self, interface: &str, v4: bool) -> Option<IpAddr> {
        self.family(v4)
            .addresses
            .iter()
            .find(|(_, on)| on == interface)
            .map(|(prefix, _)| prefix.address)
    }
}
