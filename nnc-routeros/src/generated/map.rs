// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
//! The properties of the rows that nnc writes.

/// A menu, such as `/ip/route`.
pub(crate) struct Menu {
    path: &'static str,
    properties: &'static [Property],
}

/// A property of a menu.
pub(crate) struct Property {
    /// Its name, such as `vlan-id`.
    pub(crate) name: &'static str,
    /// How two spellings of its value are compared.
    pub(crate) transform: Transform,
    /// What its value is where a row does not say; empty for "not set".
    pub(crate) default: Option<&'static str>,
}

/// The property of a menu.
pub(crate) fn property(path: &str, name: &str) -> Option<&'static Property> {
    let menu = ALL.binary_search_by(|menu| menu.path.cmp(path)).ok().and_then(|index| ALL.get(index))?;
    menu.properties.iter().find(|property| property.name == name)
}

/// How two spellings of a value are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transform {
    /// The text as it is.
    Text,
    /// `yes` and `true` mean the same; so do `no` and `false`.
    Bool,
    /// Given or not: an empty value, `yes` and `true` mean given.
    Flag,
    /// A whole number.
    Number,
    /// A length of time: `1m30s`, `00:01:30` and `90` mean the same.
    Duration,
    /// An address or a network: bits after the length mean nothing.
    IpPrefix,
    /// An address with the length of its network.
    Address,
    /// An Ethernet address, in any case.
    Mac,
    /// A comma-separated list whose order does not matter.
    List,
    /// A comma-separated list of numbers and ranges: `1,2,3` and `1-3` mean the same.
    Ranges,
}

/// Every mapped menu, by path.
pub(crate) static ALL: [Menu; 23] = [
    Menu { path: "/interface/bridge/vlan", properties: ROUTER_OS_BRIDGE_VLAN },
    Menu { path: "/interface/list", properties: ROUTER_OS_INTERFACE_LIST },
    Menu { path: "/interface/list/member", properties: ROUTER_OS_INTERFACE_LIST_MEMBER },
    Menu { path: "/interface/vlan", properties: ROUTER_OS_VLAN },
    Menu { path: "/interface/wireguard", properties: ROUTER_OS_WIRE_GUARD },
    Menu { path: "/ip/address", properties: ROUTER_OS_ADDRESS },
    Menu { path: "/ip/dhcp-server", properties: ROUTER_OS_DHCP_SERVER },
    Menu { path: "/ip/dhcp-server/network", properties: ROUTER_OS_DHCP_NETWORK },
    Menu { path: "/ip/firewall/address-list", properties: ROUTER_OS_ADDRESS_LIST },
    Menu { path: "/ip/firewall/filter", properties: ROUTER_OS_FILTER },
    Menu { path: "/ip/firewall/mangle", properties: ROUTER_OS_MANGLE },
    Menu { path: "/ip/firewall/nat", properties: ROUTER_OS_NAT },
    Menu { path: "/ip/pool", properties: ROUTER_OS_POOL },
    Menu { path: "/ip/route", properties: ROUTER_OS_ROUTE },
    Menu { path: "/ipv6/address", properties: ROUTER_OS_IPV6_ADDRESS },
    Menu { path: "/ipv6/firewall/address-list", properties: ROUTER_OS_IPV6_ADDRESS_LIST },
    Menu { path: "/ipv6/firewall/filter", properties: ROUTER_OS_IPV6_FILTER },
    Menu { path: "/ipv6/firewall/mangle", properties: ROUTER_OS_IPV6_MANGLE },
    Menu { path: "/ipv6/firewall/nat", properties: ROUTER_OS_IPV6_NAT },
    Menu { path: "/ipv6/route", properties: ROUTER_OS_IPV6_ROUTE },
    Menu { path: "/routing/rule", properties: ROUTER_OS_ROUTING_RULE },
    Menu { path: "/routing/table", properties: ROUTER_OS_ROUTING_TABLE },
    Menu { path: "/system/scheduler", properties: ROUTER_OS_SCHEDULER },
];

/// A VLAN of a bridge that filters VLANs.
static ROUTER_OS_BRIDGE_VLAN: &[Property] = &[
    Property { name: "bridge", transform: Transform::Text, default: None },
    Property { name: "vlan-ids", transform: Transform::Ranges, default: None },
    Property { name: "tagged", transform: Transform::List, default: None },
    Property { name: "untagged", transform: Transform::List, default: None },
    Property { name: "mvrp-forbidden", transform: Transform::List, default: None },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// A list of interfaces.
static ROUTER_OS_INTERFACE_LIST: &[Property] = &[
    Property { name: "name", transform: Transform::Text, default: None },
    Property { name: "include", transform: Transform::List, default: Some("") },
    Property { name: "exclude", transform: Transform::List, default: Some("") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// A member of a list of interfaces.
static ROUTER_OS_INTERFACE_LIST_MEMBER: &[Property] = &[
    Property { name: "list", transform: Transform::Text, default: None },
    Property { name: "interface", transform: Transform::Text, default: None },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// A VLAN interface.
static ROUTER_OS_VLAN: &[Property] = &[
    Property { name: "name", transform: Transform::Text, default: None },
    Property { name: "vlan-id", transform: Transform::Number, default: None },
    Property { name: "interface", transform: Transform::Text, default: None },
    Property { name: "mtu", transform: Transform::Number, default: Some("1500") },
    Property { name: "arp", transform: Transform::Text, default: Some("enabled") },
    Property { name: "use-service-tag", transform: Transform::Bool, default: Some("no") },
    Property { name: "mvrp", transform: Transform::Bool, default: None },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// A WireGuard interface.
static ROUTER_OS_WIRE_GUARD: &[Property] = &[
    Property { name: "name", transform: Transform::Text, default: None },
    Property { name: "listen-port", transform: Transform::Number, default: None },
    Property { name: "mtu", transform: Transform::Number, default: None },
    Property { name: "private-key", transform: Transform::Text, default: None },
    Property { name: "vrf", transform: Transform::Text, default: None },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// An IPv4 address on an interface.
static ROUTER_OS_ADDRESS: &[Property] = &[
    Property { name: "address", transform: Transform::Address, default: None },
    Property { name: "network", transform: Transform::IpPrefix, default: None },
    Property { name: "interface", transform: Transform::Text, default: None },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// A DHCP server on an interface.
static ROUTER_OS_DHCP_SERVER: &[Property] = &[
    Property { name: "name", transform: Transform::Text, default: None },
    Property { name: "interface", transform: Transform::Text, default: None },
    Property { name: "address-pool", transform: Transform::Text, default: None },
    Property { name: "lease-time", transform: Transform::Duration, default: None },
    Property { name: "relay", transform: Transform::Text, default: None },
    Property { name: "authoritative", transform: Transform::Text, default: None },
    Property { name: "add-arp", transform: Transform::Bool, default: None },
    Property { name: "use-reconfigure", transform: Transform::Bool, default: None },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// What a DHCP server tells the devices of a subnet.
static ROUTER_OS_DHCP_NETWORK: &[Property] = &[
    Property { name: "address", transform: Transform::IpPrefix, default: None },
    Property { name: "gateway", transform: Transform::List, default: None },
    Property { name: "netmask", transform: Transform::Number, default: None },
    Property { name: "dns-server", transform: Transform::List, default: None },
    Property { name: "dns-none", transform: Transform::Bool, default: None },
    Property { name: "ntp-server", transform: Transform::List, default: None },
    Property { name: "ntp-none", transform: Transform::Bool, default: None },
    Property { name: "domain", transform: Transform::Text, default: None },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// An entry of an IPv4 address list.
static ROUTER_OS_ADDRESS_LIST: &[Property] = &[
    Property { name: "list", transform: Transform::Text, default: None },
    Property { name: "address", transform: Transform::IpPrefix, default: None },
    Property { name: "timeout", transform: Transform::Duration, default: None },
    Property { name: "dynamic", transform: Transform::Bool, default: None },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// An IPv4 filter rule.
static ROUTER_OS_FILTER: &[Property] = &[
    Property { name: "chain", transform: Transform::Text, default: None },
    Property { name: "action", transform: Transform::Text, default: None },
    Property { name: "src-mac-address", transform: Transform::Mac, default: None },
    Property { name: "src-address", transform: Transform::IpPrefix, default: None },
    Property { name: "src-address-list", transform: Transform::Text, default: None },
    Property { name: "dst-address", transform: Transform::IpPrefix, default: None },
    Property { name: "dst-address-list", transform: Transform::Text, default: None },
    Property { name: "dst-address-type", transform: Transform::Text, default: None },
    Property { name: "in-interface", transform: Transform::Text, default: None },
    Property { name: "in-interface-list", transform: Transform::Text, default: None },
    Property { name: "out-interface", transform: Transform::Text, default: None },
    Property { name: "out-interface-list", transform: Transform::Text, default: None },
    Property { name: "protocol", transform: Transform::Text, default: None },
    Property { name: "dst-port", transform: Transform::Ranges, default: None },
    Property { name: "connection-mark", transform: Transform::Text, default: None },
    Property { name: "connection-state", transform: Transform::List, default: None },
    Property { name: "routing-mark", transform: Transform::Text, default: None },
    Property { name: "packet-mark", transform: Transform::Text, default: None },
    Property { name: "reject-with", transform: Transform::Text, default: None },
    Property { name: "jump-target", transform: Transform::Text, default: None },
    Property { name: "hw-offload", transform: Transform::Bool, default: None },
    Property { name: "tos", transform: Transform::Text, default: None },
    Property { name: "log", transform: Transform::Bool, default: Some("no") },
    Property { name: "log-prefix", transform: Transform::Text, default: Some("") },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// An IPv4 mangle rule.
static ROUTER_OS_MANGLE: &[Property] = &[
    Property { name: "chain", transform: Transform::Text, default: None },
    Property { name: "action", transform: Transform::Text, default: None },
    Property { name: "src-mac-address", transform: Transform::Mac, default: None },
    Property { name: "src-address", transform: Transform::IpPrefix, default: None },
    Property { name: "src-address-list", transform: Transform::Text, default: None },
    Property { name: "dst-address", transform: Transform::IpPrefix, default: None },
    Property { name: "dst-address-list", transform: Transform::Text, default: None },
    Property { name: "dst-address-type", transform: Transform::Text, default: None },
    Property { name: "in-interface", transform: Transform::Text, default: None },
    Property { name: "in-interface-list", transform: Transform::Text, default: None },
    Property { name: "out-interface", transform: Transform::Text, default: None },
    Property { name: "out-interface-list", transform: Transform::Text, default: None },
    Property { name: "protocol", transform: Transform::Text, default: None },
    Property { name: "dst-port", transform: Transform::Ranges, default: None },
    Property { name: "connection-mark", transform: Transform::Text, default: None },
    Property { name: "connection-state", transform: Transform::List, default: None },
    Property { name: "routing-mark", transform: Transform::Text, default: None },
    Property { name: "packet-mark", transform: Transform::Text, default: None },
    Property { name: "new-routing-mark", transform: Transform::Text, default: None },
    Property { name: "new-connection-mark", transform: Transform::Text, default: None },
    Property { name: "new-mss", transform: Transform::Text, default: None },
    Property { name: "tcp-flags", transform: Transform::List, default: None },
    Property { name: "tcp-mss", transform: Transform::Text, default: None },
    Property { name: "jump-target", transform: Transform::Text, default: None },
    Property { name: "passthrough", transform: Transform::Bool, default: Some("yes") },
    Property { name: "tos", transform: Transform::Text, default: None },
    Property { name: "log", transform: Transform::Bool, default: Some("no") },
    Property { name: "log-prefix", transform: Transform::Text, default: Some("") },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// An IPv4 NAT rule.
static ROUTER_OS_NAT: &[Property] = &[
    Property { name: "chain", transform: Transform::Text, default: None },
    Property { name: "action", transform: Transform::Text, default: None },
    Property { name: "src-mac-address", transform: Transform::Mac, default: None },
    Property { name: "src-address", transform: Transform::IpPrefix, default: None },
    Property { name: "src-address-list", transform: Transform::Text, default: None },
    Property { name: "dst-address", transform: Transform::IpPrefix, default: None },
    Property { name: "dst-address-list", transform: Transform::Text, default: None },
    Property { name: "dst-address-type", transform: Transform::Text, default: None },
    Property { name: "in-interface", transform: Transform::Text, default: None },
    Property { name: "in-interface-list", transform: Transform::Text, default: None },
    Property { name: "out-interface", transform: Transform::Text, default: None },
    Property { name: "out-interface-list", transform: Transform::Text, default: None },
    Property { name: "protocol", transform: Transform::Text, default: None },
    Property { name: "dst-port", transform: Transform::Ranges, default: None },
    Property { name: "connection-mark", transform: Transform::Text, default: None },
    Property { name: "routing-mark", transform: Transform::Text, default: None },
    Property { name: "packet-mark", transform: Transform::Text, default: None },
    Property { name: "to-addresses", transform: Transform::IpPrefix, default: None },
    Property { name: "to-ports", transform: Transform::Ranges, default: None },
    Property { name: "randomise-ports", transform: Transform::Bool, default: None },
    Property { name: "socks5-server", transform: Transform::Text, default: None },
    Property { name: "socks5-port", transform: Transform::Number, default: None },
    Property { name: "jump-target", transform: Transform::Text, default: None },
    Property { name: "tos", transform: Transform::Text, default: None },
    Property { name: "log", transform: Transform::Bool, default: Some("no") },
    Property { name: "log-prefix", transform: Transform::Text, default: Some("") },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// A pool of addresses.
static ROUTER_OS_POOL: &[Property] = &[
    Property { name: "name", transform: Transform::Text, default: None },
    Property { name: "ranges", transform: Transform::List, default: None },
    Property { name: "next-pool", transform: Transform::Text, default: None },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// An IPv4 route.
static ROUTER_OS_ROUTE: &[Property] = &[
    Property { name: "dst-address", transform: Transform::IpPrefix, default: None },
    Property { name: "gateway", transform: Transform::IpPrefix, default: None },
    Property { name: "routing-table", transform: Transform::Text, default: None },
    Property { name: "blackhole", transform: Transform::Flag, default: None },
    Property { name: "distance", transform: Transform::Number, default: Some("1") },
    Property { name: "scope", transform: Transform::Number, default: Some("30") },
    Property { name: "target-scope", transform: Transform::Number, default: Some("10") },
    Property { name: "check-gateway", transform: Transform::Text, default: Some("none") },
    Property { name: "pref-src", transform: Transform::IpPrefix, default: Some("") },
    Property { name: "vrf-interface", transform: Transform::Text, default: None },
    Property { name: "suppress-hw-offload", transform: Transform::Bool, default: None },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// An IPv6 address on an interface.
static ROUTER_OS_IPV6_ADDRESS: &[Property] = &[
    Property { name: "address", transform: Transform::Address, default: None },
    Property { name: "interface", transform: Transform::Text, default: None },
    Property { name: "advertise", transform: Transform::Bool, default: Some("no") },
    Property { name: "eui-64", transform: Transform::Bool, default: Some("no") },
    Property { name: "no-dad", transform: Transform::Bool, default: Some("no") },
    Property { name: "from-pool", transform: Transform::Text, default: Some("") },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// An entry of an IPv6 address list.
static ROUTER_OS_IPV6_ADDRESS_LIST: &[Property] = &[
    Property { name: "list", transform: Transform::Text, default: None },
    Property { name: "address", transform: Transform::IpPrefix, default: None },
    Property { name: "timeout", transform: Transform::Duration, default: None },
    Property { name: "dynamic", transform: Transform::Bool, default: None },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// An IPv6 filter rule.
static ROUTER_OS_IPV6_FILTER: &[Property] = &[
    Property { name: "chain", transform: Transform::Text, default: None },
    Property { name: "action", transform: Transform::Text, default: None },
    Property { name: "src-mac-address", transform: Transform::Mac, default: None },
    Property { name: "src-address", transform: Transform::IpPrefix, default: None },
    Property { name: "src-address-list", transform: Transform::Text, default: None },
    Property { name: "dst-address", transform: Transform::IpPrefix, default: None },
    Property { name: "dst-address-list", transform: Transform::Text, default: None },
    Property { name: "dst-address-type", transform: Transform::Text, default: None },
    Property { name: "in-interface", transform: Transform::Text, default: None },
    Property { name: "in-interface-list", transform: Transform::Text, default: None },
    Property { name: "out-interface", transform: Transform::Text, default: None },
    Property { name: "out-interface-list", transform: Transform::Text, default: None },
    Property { name: "protocol", transform: Transform::Text, default: None },
    Property { name: "dst-port", transform: Transform::Ranges, default: None },
    Property { name: "connection-mark", transform: Transform::Text, default: None },
    Property { name: "connection-state", transform: Transform::List, default: None },
    Property { name: "routing-mark", transform: Transform::Text, default: None },
    Property { name: "reject-with", transform: Transform::Text, default: None },
    Property { name: "jump-target", transform: Transform::Text, default: None },
    Property { name: "tos", transform: Transform::Text, default: None },
    Property { name: "log", transform: Transform::Bool, default: Some("no") },
    Property { name: "log-prefix", transform: Transform::Text, default: Some("") },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// An IPv6 mangle rule.
static ROUTER_OS_IPV6_MANGLE: &[Property] = &[
    Property { name: "chain", transform: Transform::Text, default: None },
    Property { name: "action", transform: Transform::Text, default: None },
    Property { name: "src-mac-address", transform: Transform::Mac, default: None },
    Property { name: "src-address", transform: Transform::IpPrefix, default: None },
    Property { name: "src-address-list", transform: Transform::Text, default: None },
    Property { name: "dst-address", transform: Transform::IpPrefix, default: None },
    Property { name: "dst-address-list", transform: Transform::Text, default: None },
    Property { name: "dst-address-type", transform: Transform::Text, default: None },
    Property { name: "in-interface", transform: Transform::Text, default: None },
    Property { name: "in-interface-list", transform: Transform::Text, default: None },
    Property { name: "out-interface", transform: Transform::Text, default: None },
    Property { name: "out-interface-list", transform: Transform::Text, default: None },
    Property { name: "protocol", transform: Transform::Text, default: None },
    Property { name: "dst-port", transform: Transform::Ranges, default: None },
    Property { name: "connection-mark", transform: Transform::Text, default: None },
    Property { name: "connection-state", transform: Transform::List, default: None },
    Property { name: "routing-mark", transform: Transform::Text, default: None },
    Property { name: "packet-mark", transform: Transform::Text, default: None },
    Property { name: "new-routing-mark", transform: Transform::Text, default: None },
    Property { name: "new-connection-mark", transform: Transform::Text, default: None },
    Property { name: "new-mss", transform: Transform::Text, default: None },
    Property { name: "tcp-flags", transform: Transform::List, default: None },
    Property { name: "tcp-mss", transform: Transform::Text, default: None },
    Property { name: "jump-target", transform: Transform::Text, default: None },
    Property { name: "passthrough", transform: Transform::Bool, default: Some("yes") },
    Property { name: "tos", transform: Transform::Text, default: None },
    Property { name: "log", transform: Transform::Bool, default: Some("no") },
    Property { name: "log-prefix", transform: Transform::Text, default: Some("") },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// An IPv6 NAT rule.
static ROUTER_OS_IPV6_NAT: &[Property] = &[
    Property { name: "chain", transform: Transform::Text, default: None },
    Property { name: "action", transform: Transform::Text, default: None },
    Property { name: "src-mac-address", transform: Transform::Mac, default: None },
    Property { name: "src-address", transform: Transform::IpPrefix, default: None },
    Property { name: "src-address-list", transform: Transform::Text, default: None },
    Property { name: "dst-address", transform: Transform::IpPrefix, default: None },
    Property { name: "dst-address-list", transform: Transform::Text, default: None },
    Property { name: "dst-address-type", transform: Transform::Text, default: None },
    Property { name: "in-interface", transform: Transform::Text, default: None },
    Property { name: "in-interface-list", transform: Transform::Text, default: None },
    Property { name: "out-interface", transform: Transform::Text, default: None },
    Property { name: "out-interface-list", transform: Transform::Text, default: None },
    Property { name: "protocol", transform: Transform::Text, default: None },
    Property { name: "dst-port", transform: Transform::Ranges, default: None },
    Property { name: "connection-mark", transform: Transform::Text, default: None },
    Property { name: "routing-mark", transform: Transform::Text, default: None },
    Property { name: "packet-mark", transform: Transform::Text, default: None },
    Property { name: "to-address", transform: Transform::IpPrefix, default: None },
    Property { name: "to-ports", transform: Transform::Ranges, default: None },
    Property { name: "jump-target", transform: Transform::Text, default: None },
    Property { name: "tos", transform: Transform::Text, default: None },
    Property { name: "log", transform: Transform::Bool, default: Some("no") },
    Property { name: "log-prefix", transform: Transform::Text, default: Some("") },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// An IPv6 route.
static ROUTER_OS_IPV6_ROUTE: &[Property] = &[
    Property { name: "dst-address", transform: Transform::IpPrefix, default: None },
    Property { name: "gateway", transform: Transform::IpPrefix, default: None },
    Property { name: "routing-table", transform: Transform::Text, default: None },
    Property { name: "blackhole", transform: Transform::Flag, default: None },
    Property { name: "distance", transform: Transform::Number, default: Some("1") },
    Property { name: "scope", transform: Transform::Number, default: Some("30") },
    Property { name: "target-scope", transform: Transform::Number, default: Some("10") },
    Property { name: "check-gateway", transform: Transform::Text, default: Some("none") },
    Property { name: "pref-src", transform: Transform::IpPrefix, default: Some("") },
    Property { name: "vrf-interface", transform: Transform::Text, default: None },
    Property { name: "suppress-hw-offload", transform: Transform::Bool, default: None },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// A policy routing rule.
static ROUTER_OS_ROUTING_RULE: &[Property] = &[
    Property { name: "action", transform: Transform::Text, default: None },
    Property { name: "chain", transform: Transform::Text, default: None },
    Property { name: "table", transform: Transform::Text, default: None },
    Property { name: "routing-mark", transform: Transform::Text, default: None },
    Property { name: "src-address", transform: Transform::IpPrefix, default: Some("") },
    Property { name: "dst-address", transform: Transform::IpPrefix, default: Some("") },
    Property { name: "interface", transform: Transform::Text, default: Some("") },
    Property { name: "min-prefix", transform: Transform::Number, default: Some("") },
    Property { name: "realm", transform: Transform::Text, default: Some("") },
    Property { name: "vrf", transform: Transform::Text, default: Some("") },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// A routing table. Without `fib` marked packets fall back to the main table.
static ROUTER_OS_ROUTING_TABLE: &[Property] = &[
    Property { name: "name", transform: Transform::Text, default: None },
    Property { name: "fib", transform: Transform::Flag, default: None },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];

/// A scheduled script, such as the dead-man guard.
static ROUTER_OS_SCHEDULER: &[Property] = &[
    Property { name: "name", transform: Transform::Text, default: None },
    Property { name: "on-event", transform: Transform::Text, default: None },
    Property { name: "interval", transform: Transform::Duration, default: None },
    Property { name: "start-date", transform: Transform::Text, default: None },
    Property { name: "start-time", transform: Transform::Text, default: None },
    Property { name: "policy", transform: Transform::List, default: None },
    Property { name: "days", transform: Transform::List, default: None },
    Property { name: "disabled", transform: Transform::Bool, default: Some("no") },
    Property { name: "comment", transform: Transform::Text, default: None },
];
