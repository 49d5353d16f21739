//! The RouterOS menus that nnc reads and writes.

use nnc_core::object::Kind;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        $($(#[$doc])* pub const $name: Kind = Kind::new($path);)*
    };
}

kinds! {
    /// All interfaces, of every type.
    INTERFACE = "/interface";
    /// VLAN interfaces.
    VLAN = "/interface/vlan";
    /// Bridges.
    BRIDGE = "/interface/bridge";
    /// Ports of bridges.
    BRIDGE_PORT = "/interface/bridge/port";
    /// VLANs of bridges that filter.
    BRIDGE_VLAN = "/interface/bridge/vlan";
    /// Interface lists.
    LIST = "/interface/list";
    /// Members of interface lists.
    LIST_MEMBER = "/interface/list/member";
    /// IPv4 addresses.
    ADDRESS = "/ip/address";
    /// IPv4 routes.
    ROUTE = "/ip/route";
    /// DHCP clients.
    DHCP_CLIENT = "/ip/dhcp-client";
    /// Address pools.
    POOL = "/ip/pool";
    /// Routing tables.
    TABLE = "/routing/table";
    /// Policy routing rules.
    RULE = "/routing/rule";
    /// IPv4 packet marking.
    MANGLE = "/ip/firewall/mangle";
    /// IPv4 filter rules.
    FILTER = "/ip/firewall/filter";
    /// IPv4 address translation.
    NAT = "/ip/firewall/nat";
    /// IPv4 rules before connection tracking.
    RAW = "/ip/firewall/raw";
    /// IPv4 address lists.
    ADDRESS_LIST = "/ip/firewall/address-list";
    /// The services of the router itself.
    SERVICE = "/ip/service";
    /// Who is logged in.
    SESSION = "/user/active";
    /// Settings of IPv4.
    SETTINGS = "/ip/settings";
    /// Settings of IPv6.
    SETTINGS6 = "/ipv6/settings";
    /// IPv6 addresses.
    ADDRESS6 = "/ipv6/address";
    /// IPv6 routes.
    ROUTE6 = "/ipv6/route";
    /// IPv6 filter rules.
    FILTER6 = "/ipv6/firewall/filter";
    /// IPv6 packet marking.
    MANGLE6 = "/ipv6/firewall/mangle";
    /// IPv6 address translation.
    NAT6 = "/ipv6/firewall/nat";
    /// IPv6 address lists.
    ADDRESS_LIST6 = "/ipv6/firewall/address-list";
}

/// The menus that planning and confirming a change read, all in one pipelined go: at most 24, the number of
/// reads that may be under way at once.
pub const OBSERVED: [Kind; 24] = [
    INTERFACE,
    VLAN,
    BRIDGE,
    BRIDGE_PORT,
    BRIDGE_VLAN,
    LIST,
    LIST_MEMBER,
    ADDRESS,
    ROUTE,
    DHCP_CLIENT,
    POOL,
    TABLE,
    RULE,
    MANGLE,
    FILTER,
    NAT,
    RAW,
    ADDRESS_LIST,
    ADDRESS6,
    ROUTE6,
    FILTER6,
    MANGLE6,
    NAT6,
    ADDRESS_LIST6,
];
