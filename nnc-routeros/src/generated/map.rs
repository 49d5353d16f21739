// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit
//! How types and fields of the schema are spelled on RouterOS.

use nnc_core::layer::Layer;

/// A version of RouterOS: major and minor.
pub type Version = (u16, u16);

/// A type of the schema and the menu that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceMap {
    /// The type's name in the schema.
    pub name: &'static str,
    /// The menu, such as `/ip/route`.
    pub path: &'static str,
    /// It is a row that nnc works with and hosts do not see.
    pub internal: bool,
    /// The field whose number says where a row stands in its list.
    pub order: Option<&'static str>,
    /// The type's fields, in the order of the schema.
    pub fields: &'static [FieldMap],
}

impl ResourceMap {
    /// The type of a name of the schema.
    pub fn of_type(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|map| map.name == name)
    }

    /// The row that a menu holds: its mapped type that hosts do not see, else the one that they see.
    pub fn of_path(path: &str) -> Option<&'static Self> {
        let index = ROWS.binary_search_by(|map| map.path.cmp(path)).ok()?;
        ROWS.get(index).copied()
    }

    /// The field of a name of the schema.
    pub fn field(&self, name: &str) -> Option<&'static FieldMap> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that a property of RouterOS is.
    pub fn property(&self, name: &str) -> Option<&'static FieldMap> {
        self.fields.iter().find(|field| field.property.as_ref().is_some_and(|p| p.name == name))
    }

    /// The properties that a version knows.
    pub fn properties(&self, version: Version) -> impl Iterator<Item = &'static Property> + use<> {
        let fields = self.fields;
        fields.iter().filter_map(|field| field.property.as_ref()).filter(move |p| p.known_to(version))
    }
}

/// A field of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldMap {
    /// Its name in the schema.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// Whether it always has a value.
    pub required: bool,
    /// How RouterOS spells it; `None` where it lives in nnc only.
    pub property: Option<Property>,
    /// It is a secret.
    pub sensitive: bool,
    /// It is made by nnc or the router.
    pub generated: bool,
    /// It cannot change after creation.
    pub immutable: bool,
    /// The layer of the resource that it belongs to.
    pub layer: Layer,
}

/// A property of a menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property {
    /// Its name, such as `vlan-id`.
    pub name: &'static str,
    /// The first version that knows it; `None` for every version in the command data.
    pub since: Option<Version>,
    /// The last version that knows it; `None` where the newest does.
    pub until: Option<Version>,
    /// How two spellings of its value are compared.
    pub transform: Transform,
    /// What its value is where a row does not say; empty for "not set".
    pub default: Option<&'static str>,
}

impl Property {
    /// Whether a version knows it.
    pub fn known_to(&self, version: Version) -> bool {
        self.since.is_none_or(|since| since <= version) && self.until.is_none_or(|until| version <= until)
    }
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// True or false.
    Boolean,
    /// A length of time.
    Duration,
    /// One of several words, spelled `LIKE_THIS` in the schema and `like-this` on the router.
    Word,
    /// Several values.
    List,
    /// An object of its own.
    Record,
}

/// How two spellings of a value are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transform {
    /// The text as it is.
    Text,
    /// `yes` and `true` mean the same; so do `no` and `false`.
    Bool,
    /// Given or not: an empty value, `yes` and `true` mean given; `no`, `false` and absent mean not given.
    Flag,
    /// A whole number.
    Number,
    /// A length of time: `1m30s`, `00:01:30` and `90` mean the same.
    Duration,
    /// An address or a network: a bare address is a network of full length, bits after the length mean nothing.
    IpPrefix,
    /// An address with the length of its network: bits after the length are the address.
    Address,
    /// An Ethernet address, in any case.
    Mac,
    /// A comma-separated list whose order does not matter.
    List,
    /// A comma-separated list of numbers and ranges: `1,2,3` and `1-3` mean the same.
    Ranges,
    /// A Curve25519 key in base64: the five bits that every implementation sets itself mean nothing.
    Curve25519Key,
}

/// Every mapped type, in the order of the schema.
pub static ALL: [&ResourceMap; 27] = [
    &WIRE_GUARD_CLIENT,
    &VLAN,
    &FIREWALL_RULE,
    &ROUTER_OS_INTERFACE,
    &ROUTER_OS_VLAN,
    &ROUTER_OS_ADDRESS,
    &ROUTER_OS_ROUTING_TABLE,
    &ROUTER_OS_ROUTE,
    &ROUTER_OS_IPV6_ROUTE,
    &ROUTER_OS_ROUTING_RULE,
    &ROUTER_OS_MANGLE,
    &ROUTER_OS_FILTER,
    &ROUTER_OS_NAT,
    &ROUTER_OS_ADDRESS_LIST,
    &ROUTER_OS_IPV6_FILTER,
    &ROUTER_OS_BRIDGE_VLAN,
    &ROUTER_OS_INTERFACE_LIST,
    &ROUTER_OS_INTERFACE_LIST_MEMBER,
    &ROUTER_OS_SCHEDULER,
    &ROUTER_OS_DHCP_SERVER,
    &ROUTER_OS_DHCP_NETWORK,
    &ROUTER_OS_POOL,
    &ROUTER_OS_WIRE_GUARD,
    &ROUTER_OS_IPV6_ADDRESS,
    &ROUTER_OS_IPV6_ADDRESS_LIST,
    &ROUTER_OS_IPV6_MANGLE,
    &ROUTER_OS_IPV6_NAT,
];

/// What menus hold, by path.
static ROWS: [&ResourceMap; 24] = [
    &ROUTER_OS_INTERFACE,
    &ROUTER_OS_BRIDGE_VLAN,
    &ROUTER_OS_INTERFACE_LIST,
    &ROUTER_OS_INTERFACE_LIST_MEMBER,
    &ROUTER_OS_VLAN,
    &ROUTER_OS_WIRE_GUARD,
    &ROUTER_OS_ADDRESS,
    &ROUTER_OS_DHCP_SERVER,
    &ROUTER_OS_DHCP_NETWORK,
    &ROUTER_OS_ADDRESS_LIST,
    &ROUTER_OS_FILTER,
    &ROUTER_OS_MANGLE,
    &ROUTER_OS_NAT,
    &ROUTER_OS_POOL,
    &ROUTER_OS_ROUTE,
    &ROUTER_OS_IPV6_ADDRESS,
    &ROUTER_OS_IPV6_ADDRESS_LIST,
    &ROUTER_OS_IPV6_FILTER,
    &ROUTER_OS_IPV6_MANGLE,
    &ROUTER_OS_IPV6_NAT,
    &ROUTER_OS_IPV6_ROUTE,
    &ROUTER_OS_ROUTING_RULE,
    &ROUTER_OS_ROUTING_TABLE,
    &ROUTER_OS_SCHEDULER,
];

/// A WireGuard client of the router.
pub static WIRE_GUARD_CLIENT: ResourceMap = ResourceMap {
    name: "WireGuardClient",
    path: "/interface/wireguard",
    internal: false,
    order: None,
    fields: &[
        FieldMap { name: "uuid", kind: Kind::Text, required: true, property: None, sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "name", kind: Kind::Text, required: true, property: Some(Property { name: "name", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "privateKey", kind: Kind::Text, required: true, property: Some(Property { name: "private-key", since: None, until: None, transform: Transform::Curve25519Key, default: None }), sensitive: true, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "listenPort", kind: Kind::Number, required: true, property: Some(Property { name: "listen-port", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// A VLAN interface that no service stands behind.
pub static VLAN: ResourceMap = ResourceMap {
    name: "Vlan",
    path: "/interface/vlan",
    internal: false,
    order: None,
    fields: &[
        FieldMap { name: "uuid", kind: Kind::Text, required: true, property: None, sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "name", kind: Kind::Text, required: true, property: Some(Property { name: "name", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "vlanId", kind: Kind::Number, required: true, property: Some(Property { name: "vlan-id", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "parent", kind: Kind::Text, required: true, property: Some(Property { name: "interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "mtu", kind: Kind::Number, required: false, property: Some(Property { name: "mtu", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "running", kind: Kind::Boolean, required: false, property: Some(Property { name: "running", since: None, until: None, transform: Transform::Bool, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Runtime },
    ],
};

/// A rule of the IPv4 firewall filter. It stands before every rule that nnc did not make, and after those of steering.
pub static FIREWALL_RULE: ResourceMap = ResourceMap {
    name: "FirewallRule",
    path: "/ip/firewall/filter",
    internal: false,
    order: Some("order"),
    fields: &[
        FieldMap { name: "uuid", kind: Kind::Text, required: true, property: None, sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "name", kind: Kind::Text, required: true, property: None, sensitive: false, generated: false, immutable: true, layer: Layer::Configuration },
        FieldMap { name: "chain", kind: Kind::Text, required: true, property: Some(Property { name: "chain", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "action", kind: Kind::Word, required: true, property: Some(Property { name: "action", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "order", kind: Kind::Number, required: false, property: None, sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddress", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterface", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterface", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "protocol", kind: Kind::Text, required: false, property: Some(Property { name: "protocol", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstPort", kind: Kind::Text, required: false, property: Some(Property { name: "dst-port", since: None, until: None, transform: Transform::Ranges, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "log", kind: Kind::Boolean, required: false, property: Some(Property { name: "log", since: None, until: None, transform: Transform::Bool, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "bytes", kind: Kind::Number, required: false, property: Some(Property { name: "bytes", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "packets", kind: Kind::Number, required: false, property: Some(Property { name: "packets", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
    ],
};

/// An interface of any kind. It is made in the menu of its kind and shown here too, under the same comment.
pub static ROUTER_OS_INTERFACE: ResourceMap = ResourceMap {
    name: "RouterOsInterface",
    path: "/interface",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "rxBytes", kind: Kind::Number, required: false, property: Some(Property { name: "rx-byte", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "txBytes", kind: Kind::Number, required: false, property: Some(Property { name: "tx-byte", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "rxPackets", kind: Kind::Number, required: false, property: Some(Property { name: "rx-packet", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "txPackets", kind: Kind::Number, required: false, property: Some(Property { name: "tx-packet", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "rxErrors", kind: Kind::Number, required: false, property: Some(Property { name: "rx-error", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "txErrors", kind: Kind::Number, required: false, property: Some(Property { name: "tx-error", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "rxDrops", kind: Kind::Number, required: false, property: Some(Property { name: "rx-drop", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "txDrops", kind: Kind::Number, required: false, property: Some(Property { name: "tx-drop", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
    ],
};

/// A VLAN interface.
pub static ROUTER_OS_VLAN: ResourceMap = ResourceMap {
    name: "RouterOsVlan",
    path: "/interface/vlan",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "name", kind: Kind::Text, required: true, property: Some(Property { name: "name", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "vlanId", kind: Kind::Number, required: true, property: Some(Property { name: "vlan-id", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "interface", kind: Kind::Text, required: true, property: Some(Property { name: "interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "mtu", kind: Kind::Number, required: false, property: Some(Property { name: "mtu", since: None, until: None, transform: Transform::Number, default: Some("1500") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "arp", kind: Kind::Text, required: false, property: Some(Property { name: "arp", since: None, until: None, transform: Transform::Text, default: Some("enabled") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "useServiceTag", kind: Kind::Boolean, required: false, property: Some(Property { name: "use-service-tag", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "mvrp", kind: Kind::Boolean, required: false, property: Some(Property { name: "mvrp", since: Some((7, 15)), until: None, transform: Transform::Bool, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// An IPv4 address on an interface.
pub static ROUTER_OS_ADDRESS: ResourceMap = ResourceMap {
    name: "RouterOsAddress",
    path: "/ip/address",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "address", kind: Kind::Text, required: true, property: Some(Property { name: "address", since: None, until: None, transform: Transform::Address, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "network", kind: Kind::Text, required: false, property: Some(Property { name: "network", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "interface", kind: Kind::Text, required: true, property: Some(Property { name: "interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// A routing table. Without `fib` marked packets fall back to the main table.
pub static ROUTER_OS_ROUTING_TABLE: ResourceMap = ResourceMap {
    name: "RouterOsRoutingTable",
    path: "/routing/table",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "name", kind: Kind::Text, required: true, property: Some(Property { name: "name", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "fib", kind: Kind::Boolean, required: false, property: Some(Property { name: "fib", since: None, until: None, transform: Transform::Flag, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// An IPv4 route.
pub static ROUTER_OS_ROUTE: ResourceMap = ResourceMap {
    name: "RouterOsRoute",
    path: "/ip/route",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddress", kind: Kind::Text, required: true, property: Some(Property { name: "dst-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "gateway", kind: Kind::Text, required: false, property: Some(Property { name: "gateway", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "routingTable", kind: Kind::Text, required: false, property: Some(Property { name: "routing-table", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "blackhole", kind: Kind::Boolean, required: false, property: Some(Property { name: "blackhole", since: None, until: None, transform: Transform::Flag, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "distance", kind: Kind::Number, required: false, property: Some(Property { name: "distance", since: None, until: None, transform: Transform::Number, default: Some("1") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "scope", kind: Kind::Number, required: false, property: Some(Property { name: "scope", since: None, until: None, transform: Transform::Number, default: Some("30") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "targetScope", kind: Kind::Number, required: false, property: Some(Property { name: "target-scope", since: None, until: None, transform: Transform::Number, default: Some("10") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "checkGateway", kind: Kind::Text, required: false, property: Some(Property { name: "check-gateway", since: None, until: None, transform: Transform::Text, default: Some("none") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "prefSrc", kind: Kind::Text, required: false, property: Some(Property { name: "pref-src", since: None, until: None, transform: Transform::IpPrefix, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "vrfInterface", kind: Kind::Text, required: false, property: Some(Property { name: "vrf-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "suppressHwOffload", kind: Kind::Boolean, required: false, property: Some(Property { name: "suppress-hw-offload", since: None, until: Some((7, 20)), transform: Transform::Bool, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// An IPv6 route.
pub static ROUTER_OS_IPV6_ROUTE: ResourceMap = ResourceMap {
    name: "RouterOsIpv6Route",
    path: "/ipv6/route",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddress", kind: Kind::Text, required: true, property: Some(Property { name: "dst-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "gateway", kind: Kind::Text, required: false, property: Some(Property { name: "gateway", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "routingTable", kind: Kind::Text, required: false, property: Some(Property { name: "routing-table", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "blackhole", kind: Kind::Boolean, required: false, property: Some(Property { name: "blackhole", since: None, until: None, transform: Transform::Flag, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "distance", kind: Kind::Number, required: false, property: Some(Property { name: "distance", since: None, until: None, transform: Transform::Number, default: Some("1") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "scope", kind: Kind::Number, required: false, property: Some(Property { name: "scope", since: None, until: None, transform: Transform::Number, default: Some("30") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "targetScope", kind: Kind::Number, required: false, property: Some(Property { name: "target-scope", since: None, until: None, transform: Transform::Number, default: Some("10") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "checkGateway", kind: Kind::Text, required: false, property: Some(Property { name: "check-gateway", since: None, until: None, transform: Transform::Text, default: Some("none") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "prefSrc", kind: Kind::Text, required: false, property: Some(Property { name: "pref-src", since: Some((7, 20)), until: None, transform: Transform::IpPrefix, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "vrfInterface", kind: Kind::Text, required: false, property: Some(Property { name: "vrf-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "suppressHwOffload", kind: Kind::Boolean, required: false, property: Some(Property { name: "suppress-hw-offload", since: Some((7, 12)), until: Some((7, 20)), transform: Transform::Bool, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// A policy routing rule.
pub static ROUTER_OS_ROUTING_RULE: ResourceMap = ResourceMap {
    name: "RouterOsRoutingRule",
    path: "/routing/rule",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "action", kind: Kind::Text, required: true, property: Some(Property { name: "action", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "chain", kind: Kind::Text, required: false, property: Some(Property { name: "chain", since: Some((7, 22)), until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "table", kind: Kind::Text, required: false, property: Some(Property { name: "table", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "routingMark", kind: Kind::Text, required: false, property: Some(Property { name: "routing-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-address", since: None, until: None, transform: Transform::IpPrefix, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddress", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address", since: None, until: None, transform: Transform::IpPrefix, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "interface", kind: Kind::Text, required: false, property: Some(Property { name: "interface", since: None, until: None, transform: Transform::Text, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "minPrefix", kind: Kind::Number, required: false, property: Some(Property { name: "min-prefix", since: None, until: None, transform: Transform::Number, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "realm", kind: Kind::Text, required: false, property: Some(Property { name: "realm", since: Some((7, 22)), until: None, transform: Transform::Text, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "vrf", kind: Kind::Text, required: false, property: Some(Property { name: "vrf", since: Some((7, 22)), until: None, transform: Transform::Text, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// An IPv4 mangle rule.
pub static ROUTER_OS_MANGLE: ResourceMap = ResourceMap {
    name: "RouterOsMangle",
    path: "/ip/firewall/mangle",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "chain", kind: Kind::Text, required: true, property: Some(Property { name: "chain", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "action", kind: Kind::Text, required: true, property: Some(Property { name: "action", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcMacAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-mac-address", since: None, until: None, transform: Transform::Mac, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddressList", kind: Kind::Text, required: false, property: Some(Property { name: "src-address-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddress", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddressList", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddressType", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address-type", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterface", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterfaceList", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterface", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterfaceList", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "protocol", kind: Kind::Text, required: false, property: Some(Property { name: "protocol", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstPort", kind: Kind::Text, required: false, property: Some(Property { name: "dst-port", since: None, until: None, transform: Transform::Ranges, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "connectionMark", kind: Kind::Text, required: false, property: Some(Property { name: "connection-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "connectionState", kind: Kind::Text, required: false, property: Some(Property { name: "connection-state", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "routingMark", kind: Kind::Text, required: false, property: Some(Property { name: "routing-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "packetMark", kind: Kind::Text, required: false, property: Some(Property { name: "packet-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "newRoutingMark", kind: Kind::Text, required: false, property: Some(Property { name: "new-routing-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "newConnectionMark", kind: Kind::Text, required: false, property: Some(Property { name: "new-connection-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "newMss", kind: Kind::Text, required: false, property: Some(Property { name: "new-mss", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "tcpFlags", kind: Kind::Text, required: false, property: Some(Property { name: "tcp-flags", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "tcpMss", kind: Kind::Text, required: false, property: Some(Property { name: "tcp-mss", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "jumpTarget", kind: Kind::Text, required: false, property: Some(Property { name: "jump-target", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "passthrough", kind: Kind::Boolean, required: false, property: Some(Property { name: "passthrough", since: None, until: None, transform: Transform::Bool, default: Some("yes") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "tos", kind: Kind::Text, required: false, property: Some(Property { name: "tos", since: Some((7, 22)), until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "log", kind: Kind::Boolean, required: false, property: Some(Property { name: "log", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "logPrefix", kind: Kind::Text, required: false, property: Some(Property { name: "log-prefix", since: None, until: None, transform: Transform::Text, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "bytes", kind: Kind::Number, required: false, property: Some(Property { name: "bytes", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "packets", kind: Kind::Number, required: false, property: Some(Property { name: "packets", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
    ],
};

/// An IPv4 filter rule.
pub static ROUTER_OS_FILTER: ResourceMap = ResourceMap {
    name: "RouterOsFilter",
    path: "/ip/firewall/filter",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "chain", kind: Kind::Text, required: true, property: Some(Property { name: "chain", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "action", kind: Kind::Text, required: true, property: Some(Property { name: "action", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcMacAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-mac-address", since: None, until: None, transform: Transform::Mac, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddressList", kind: Kind::Text, required: false, property: Some(Property { name: "src-address-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddress", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddressList", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddressType", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address-type", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterface", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterfaceList", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterface", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterfaceList", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "protocol", kind: Kind::Text, required: false, property: Some(Property { name: "protocol", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstPort", kind: Kind::Text, required: false, property: Some(Property { name: "dst-port", since: None, until: None, transform: Transform::Ranges, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "connectionMark", kind: Kind::Text, required: false, property: Some(Property { name: "connection-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "connectionState", kind: Kind::Text, required: false, property: Some(Property { name: "connection-state", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "routingMark", kind: Kind::Text, required: false, property: Some(Property { name: "routing-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "packetMark", kind: Kind::Text, required: false, property: Some(Property { name: "packet-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "rejectWith", kind: Kind::Text, required: false, property: Some(Property { name: "reject-with", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "jumpTarget", kind: Kind::Text, required: false, property: Some(Property { name: "jump-target", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "hwOffload", kind: Kind::Boolean, required: false, property: Some(Property { name: "hw-offload", since: None, until: Some((7, 20)), transform: Transform::Bool, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "tos", kind: Kind::Text, required: false, property: Some(Property { name: "tos", since: Some((7, 22)), until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "log", kind: Kind::Boolean, required: false, property: Some(Property { name: "log", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "logPrefix", kind: Kind::Text, required: false, property: Some(Property { name: "log-prefix", since: None, until: None, transform: Transform::Text, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "bytes", kind: Kind::Number, required: false, property: Some(Property { name: "bytes", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "packets", kind: Kind::Number, required: false, property: Some(Property { name: "packets", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
    ],
};

/// An IPv4 NAT rule.
pub static ROUTER_OS_NAT: ResourceMap = ResourceMap {
    name: "RouterOsNat",
    path: "/ip/firewall/nat",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "chain", kind: Kind::Text, required: true, property: Some(Property { name: "chain", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "action", kind: Kind::Text, required: true, property: Some(Property { name: "action", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcMacAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-mac-address", since: None, until: None, transform: Transform::Mac, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddressList", kind: Kind::Text, required: false, property: Some(Property { name: "src-address-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddress", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddressList", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddressType", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address-type", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterface", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterfaceList", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterface", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterfaceList", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "protocol", kind: Kind::Text, required: false, property: Some(Property { name: "protocol", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstPort", kind: Kind::Text, required: false, property: Some(Property { name: "dst-port", since: None, until: None, transform: Transform::Ranges, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "connectionMark", kind: Kind::Text, required: false, property: Some(Property { name: "connection-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "routingMark", kind: Kind::Text, required: false, property: Some(Property { name: "routing-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "packetMark", kind: Kind::Text, required: false, property: Some(Property { name: "packet-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "toAddresses", kind: Kind::Text, required: false, property: Some(Property { name: "to-addresses", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "toPorts", kind: Kind::Text, required: false, property: Some(Property { name: "to-ports", since: None, until: None, transform: Transform::Ranges, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "randomisePorts", kind: Kind::Boolean, required: false, property: Some(Property { name: "randomise-ports", since: Some((7, 12)), until: None, transform: Transform::Bool, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "socks5Server", kind: Kind::Text, required: false, property: Some(Property { name: "socks5-server", since: Some((7, 20)), until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "socks5Port", kind: Kind::Number, required: false, property: Some(Property { name: "socks5-port", since: Some((7, 20)), until: None, transform: Transform::Number, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "jumpTarget", kind: Kind::Text, required: false, property: Some(Property { name: "jump-target", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "tos", kind: Kind::Text, required: false, property: Some(Property { name: "tos", since: Some((7, 22)), until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "log", kind: Kind::Boolean, required: false, property: Some(Property { name: "log", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "logPrefix", kind: Kind::Text, required: false, property: Some(Property { name: "log-prefix", since: None, until: None, transform: Transform::Text, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "bytes", kind: Kind::Number, required: false, property: Some(Property { name: "bytes", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "packets", kind: Kind::Number, required: false, property: Some(Property { name: "packets", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
    ],
};

/// An entry of an IPv4 address list.
pub static ROUTER_OS_ADDRESS_LIST: ResourceMap = ResourceMap {
    name: "RouterOsAddressList",
    path: "/ip/firewall/address-list",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "list", kind: Kind::Text, required: true, property: Some(Property { name: "list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "address", kind: Kind::Text, required: true, property: Some(Property { name: "address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "timeout", kind: Kind::Text, required: false, property: Some(Property { name: "timeout", since: None, until: None, transform: Transform::Duration, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dynamic", kind: Kind::Boolean, required: false, property: Some(Property { name: "dynamic", since: None, until: None, transform: Transform::Bool, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// An IPv6 filter rule.
pub static ROUTER_OS_IPV6_FILTER: ResourceMap = ResourceMap {
    name: "RouterOsIpv6Filter",
    path: "/ipv6/firewall/filter",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "chain", kind: Kind::Text, required: true, property: Some(Property { name: "chain", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "action", kind: Kind::Text, required: true, property: Some(Property { name: "action", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcMacAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-mac-address", since: None, until: None, transform: Transform::Mac, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddressList", kind: Kind::Text, required: false, property: Some(Property { name: "src-address-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddress", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddressList", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddressType", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address-type", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterface", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterfaceList", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterface", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterfaceList", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "protocol", kind: Kind::Text, required: false, property: Some(Property { name: "protocol", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstPort", kind: Kind::Text, required: false, property: Some(Property { name: "dst-port", since: None, until: None, transform: Transform::Ranges, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "connectionMark", kind: Kind::Text, required: false, property: Some(Property { name: "connection-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "connectionState", kind: Kind::Text, required: false, property: Some(Property { name: "connection-state", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "routingMark", kind: Kind::Text, required: false, property: Some(Property { name: "routing-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "rejectWith", kind: Kind::Text, required: false, property: Some(Property { name: "reject-with", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "jumpTarget", kind: Kind::Text, required: false, property: Some(Property { name: "jump-target", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "tos", kind: Kind::Text, required: false, property: Some(Property { name: "tos", since: Some((7, 22)), until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "log", kind: Kind::Boolean, required: false, property: Some(Property { name: "log", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "logPrefix", kind: Kind::Text, required: false, property: Some(Property { name: "log-prefix", since: None, until: None, transform: Transform::Text, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "bytes", kind: Kind::Number, required: false, property: Some(Property { name: "bytes", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "packets", kind: Kind::Number, required: false, property: Some(Property { name: "packets", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
    ],
};

/// A VLAN of a bridge that filters VLANs.
pub static ROUTER_OS_BRIDGE_VLAN: ResourceMap = ResourceMap {
    name: "RouterOsBridgeVlan",
    path: "/interface/bridge/vlan",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "bridge", kind: Kind::Text, required: true, property: Some(Property { name: "bridge", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "vlanIds", kind: Kind::Text, required: true, property: Some(Property { name: "vlan-ids", since: None, until: None, transform: Transform::Ranges, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "tagged", kind: Kind::Text, required: false, property: Some(Property { name: "tagged", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "untagged", kind: Kind::Text, required: false, property: Some(Property { name: "untagged", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "mvrpForbidden", kind: Kind::Text, required: false, property: Some(Property { name: "mvrp-forbidden", since: Some((7, 15)), until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// A list of interfaces.
pub static ROUTER_OS_INTERFACE_LIST: ResourceMap = ResourceMap {
    name: "RouterOsInterfaceList",
    path: "/interface/list",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "name", kind: Kind::Text, required: true, property: Some(Property { name: "name", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "include", kind: Kind::Text, required: false, property: Some(Property { name: "include", since: None, until: None, transform: Transform::List, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "exclude", kind: Kind::Text, required: false, property: Some(Property { name: "exclude", since: None, until: None, transform: Transform::List, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// A member of a list of interfaces.
pub static ROUTER_OS_INTERFACE_LIST_MEMBER: ResourceMap = ResourceMap {
    name: "RouterOsInterfaceListMember",
    path: "/interface/list/member",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "list", kind: Kind::Text, required: true, property: Some(Property { name: "list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "interface", kind: Kind::Text, required: true, property: Some(Property { name: "interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// A scheduled script, such as the dead-man guard.
pub static ROUTER_OS_SCHEDULER: ResourceMap = ResourceMap {
    name: "RouterOsScheduler",
    path: "/system/scheduler",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "name", kind: Kind::Text, required: true, property: Some(Property { name: "name", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "onEvent", kind: Kind::Text, required: false, property: Some(Property { name: "on-event", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "interval", kind: Kind::Text, required: false, property: Some(Property { name: "interval", since: None, until: None, transform: Transform::Duration, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "startDate", kind: Kind::Text, required: false, property: Some(Property { name: "start-date", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "startTime", kind: Kind::Text, required: false, property: Some(Property { name: "start-time", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "policy", kind: Kind::Text, required: false, property: Some(Property { name: "policy", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "days", kind: Kind::Text, required: false, property: Some(Property { name: "days", since: Some((7, 24)), until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// A DHCP server on an interface.
pub static ROUTER_OS_DHCP_SERVER: ResourceMap = ResourceMap {
    name: "RouterOsDhcpServer",
    path: "/ip/dhcp-server",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "name", kind: Kind::Text, required: true, property: Some(Property { name: "name", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "interface", kind: Kind::Text, required: true, property: Some(Property { name: "interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "addressPool", kind: Kind::Text, required: false, property: Some(Property { name: "address-pool", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "leaseTime", kind: Kind::Text, required: false, property: Some(Property { name: "lease-time", since: None, until: None, transform: Transform::Duration, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "relay", kind: Kind::Text, required: false, property: Some(Property { name: "relay", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "authoritative", kind: Kind::Text, required: false, property: Some(Property { name: "authoritative", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "addArp", kind: Kind::Boolean, required: false, property: Some(Property { name: "add-arp", since: None, until: None, transform: Transform::Bool, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "useReconfigure", kind: Kind::Boolean, required: false, property: Some(Property { name: "use-reconfigure", since: Some((7, 20)), until: None, transform: Transform::Bool, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// What a DHCP server tells the devices of a subnet.
pub static ROUTER_OS_DHCP_NETWORK: ResourceMap = ResourceMap {
    name: "RouterOsDhcpNetwork",
    path: "/ip/dhcp-server/network",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "address", kind: Kind::Text, required: true, property: Some(Property { name: "address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "gateway", kind: Kind::Text, required: false, property: Some(Property { name: "gateway", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "netmask", kind: Kind::Number, required: false, property: Some(Property { name: "netmask", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dnsServer", kind: Kind::Text, required: false, property: Some(Property { name: "dns-server", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dnsNone", kind: Kind::Boolean, required: false, property: Some(Property { name: "dns-none", since: None, until: None, transform: Transform::Bool, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "ntpServer", kind: Kind::Text, required: false, property: Some(Property { name: "ntp-server", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "ntpNone", kind: Kind::Boolean, required: false, property: Some(Property { name: "ntp-none", since: Some((7, 20)), until: None, transform: Transform::Bool, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "domain", kind: Kind::Text, required: false, property: Some(Property { name: "domain", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// A pool of addresses.
pub static ROUTER_OS_POOL: ResourceMap = ResourceMap {
    name: "RouterOsPool",
    path: "/ip/pool",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "name", kind: Kind::Text, required: true, property: Some(Property { name: "name", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "ranges", kind: Kind::Text, required: true, property: Some(Property { name: "ranges", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "nextPool", kind: Kind::Text, required: false, property: Some(Property { name: "next-pool", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// A WireGuard interface.
pub static ROUTER_OS_WIRE_GUARD: ResourceMap = ResourceMap {
    name: "RouterOsWireGuard",
    path: "/interface/wireguard",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "name", kind: Kind::Text, required: true, property: Some(Property { name: "name", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "listenPort", kind: Kind::Number, required: false, property: Some(Property { name: "listen-port", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "mtu", kind: Kind::Number, required: false, property: Some(Property { name: "mtu", since: None, until: None, transform: Transform::Number, default: Some("1420") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "privateKey", kind: Kind::Text, required: false, property: Some(Property { name: "private-key", since: None, until: None, transform: Transform::Text, default: None }), sensitive: true, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "vrf", kind: Kind::Text, required: false, property: Some(Property { name: "vrf", since: Some((7, 22)), until: None, transform: Transform::Text, default: Some("main") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// An IPv6 address on an interface.
pub static ROUTER_OS_IPV6_ADDRESS: ResourceMap = ResourceMap {
    name: "RouterOsIpv6Address",
    path: "/ipv6/address",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "address", kind: Kind::Text, required: true, property: Some(Property { name: "address", since: None, until: None, transform: Transform::Address, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "interface", kind: Kind::Text, required: true, property: Some(Property { name: "interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "advertise", kind: Kind::Boolean, required: false, property: Some(Property { name: "advertise", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "eui64", kind: Kind::Boolean, required: false, property: Some(Property { name: "eui-64", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "noDad", kind: Kind::Boolean, required: false, property: Some(Property { name: "no-dad", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "fromPool", kind: Kind::Text, required: false, property: Some(Property { name: "from-pool", since: None, until: None, transform: Transform::Text, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// An entry of an IPv6 address list.
pub static ROUTER_OS_IPV6_ADDRESS_LIST: ResourceMap = ResourceMap {
    name: "RouterOsIpv6AddressList",
    path: "/ipv6/firewall/address-list",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "list", kind: Kind::Text, required: true, property: Some(Property { name: "list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "address", kind: Kind::Text, required: true, property: Some(Property { name: "address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "timeout", kind: Kind::Text, required: false, property: Some(Property { name: "timeout", since: None, until: None, transform: Transform::Duration, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dynamic", kind: Kind::Boolean, required: false, property: Some(Property { name: "dynamic", since: None, until: None, transform: Transform::Bool, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
    ],
};

/// An IPv6 mangle rule.
pub static ROUTER_OS_IPV6_MANGLE: ResourceMap = ResourceMap {
    name: "RouterOsIpv6Mangle",
    path: "/ipv6/firewall/mangle",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "chain", kind: Kind::Text, required: true, property: Some(Property { name: "chain", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "action", kind: Kind::Text, required: true, property: Some(Property { name: "action", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcMacAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-mac-address", since: None, until: None, transform: Transform::Mac, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddressList", kind: Kind::Text, required: false, property: Some(Property { name: "src-address-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddress", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddressList", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddressType", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address-type", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterface", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterfaceList", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterface", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterfaceList", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "protocol", kind: Kind::Text, required: false, property: Some(Property { name: "protocol", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstPort", kind: Kind::Text, required: false, property: Some(Property { name: "dst-port", since: None, until: None, transform: Transform::Ranges, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "connectionMark", kind: Kind::Text, required: false, property: Some(Property { name: "connection-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "connectionState", kind: Kind::Text, required: false, property: Some(Property { name: "connection-state", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "routingMark", kind: Kind::Text, required: false, property: Some(Property { name: "routing-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "packetMark", kind: Kind::Text, required: false, property: Some(Property { name: "packet-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "newRoutingMark", kind: Kind::Text, required: false, property: Some(Property { name: "new-routing-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "newConnectionMark", kind: Kind::Text, required: false, property: Some(Property { name: "new-connection-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "newMss", kind: Kind::Text, required: false, property: Some(Property { name: "new-mss", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "tcpFlags", kind: Kind::Text, required: false, property: Some(Property { name: "tcp-flags", since: None, until: None, transform: Transform::List, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "tcpMss", kind: Kind::Text, required: false, property: Some(Property { name: "tcp-mss", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "jumpTarget", kind: Kind::Text, required: false, property: Some(Property { name: "jump-target", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "passthrough", kind: Kind::Boolean, required: false, property: Some(Property { name: "passthrough", since: None, until: None, transform: Transform::Bool, default: Some("yes") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "tos", kind: Kind::Text, required: false, property: Some(Property { name: "tos", since: Some((7, 22)), until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "log", kind: Kind::Boolean, required: false, property: Some(Property { name: "log", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "logPrefix", kind: Kind::Text, required: false, property: Some(Property { name: "log-prefix", since: None, until: None, transform: Transform::Text, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "bytes", kind: Kind::Number, required: false, property: Some(Property { name: "bytes", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "packets", kind: Kind::Number, required: false, property: Some(Property { name: "packets", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
    ],
};

/// An IPv6 NAT rule.
pub static ROUTER_OS_IPV6_NAT: ResourceMap = ResourceMap {
    name: "RouterOsIpv6Nat",
    path: "/ipv6/firewall/nat",
    internal: true,
    order: None,
    fields: &[
        FieldMap { name: "rowId", kind: Kind::Text, required: false, property: Some(Property { name: ".id", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "chain", kind: Kind::Text, required: true, property: Some(Property { name: "chain", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "action", kind: Kind::Text, required: true, property: Some(Property { name: "action", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcMacAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-mac-address", since: None, until: None, transform: Transform::Mac, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddress", kind: Kind::Text, required: false, property: Some(Property { name: "src-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "srcAddressList", kind: Kind::Text, required: false, property: Some(Property { name: "src-address-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddress", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddressList", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstAddressType", kind: Kind::Text, required: false, property: Some(Property { name: "dst-address-type", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterface", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "inInterfaceList", kind: Kind::Text, required: false, property: Some(Property { name: "in-interface-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterface", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "outInterfaceList", kind: Kind::Text, required: false, property: Some(Property { name: "out-interface-list", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "protocol", kind: Kind::Text, required: false, property: Some(Property { name: "protocol", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "dstPort", kind: Kind::Text, required: false, property: Some(Property { name: "dst-port", since: None, until: None, transform: Transform::Ranges, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "connectionMark", kind: Kind::Text, required: false, property: Some(Property { name: "connection-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "routingMark", kind: Kind::Text, required: false, property: Some(Property { name: "routing-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "packetMark", kind: Kind::Text, required: false, property: Some(Property { name: "packet-mark", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "toAddress", kind: Kind::Text, required: false, property: Some(Property { name: "to-address", since: None, until: None, transform: Transform::IpPrefix, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "toPorts", kind: Kind::Text, required: false, property: Some(Property { name: "to-ports", since: None, until: None, transform: Transform::Ranges, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "jumpTarget", kind: Kind::Text, required: false, property: Some(Property { name: "jump-target", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "tos", kind: Kind::Text, required: false, property: Some(Property { name: "tos", since: Some((7, 22)), until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "log", kind: Kind::Boolean, required: false, property: Some(Property { name: "log", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "logPrefix", kind: Kind::Text, required: false, property: Some(Property { name: "log-prefix", since: None, until: None, transform: Transform::Text, default: Some("") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "disabled", kind: Kind::Boolean, required: false, property: Some(Property { name: "disabled", since: None, until: None, transform: Transform::Bool, default: Some("no") }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "comment", kind: Kind::Text, required: false, property: Some(Property { name: "comment", since: None, until: None, transform: Transform::Text, default: None }), sensitive: false, generated: false, immutable: false, layer: Layer::Configuration },
        FieldMap { name: "bytes", kind: Kind::Number, required: false, property: Some(Property { name: "bytes", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
        FieldMap { name: "packets", kind: Kind::Number, required: false, property: Some(Property { name: "packets", since: None, until: None, transform: Transform::Number, default: None }), sensitive: false, generated: true, immutable: false, layer: Layer::Telemetry },
    ],
};
