//! Firewall rules: what they match.

use std::net::IpAddr;

use crate::value::{Fields, is_true, text};

use super::address::{AddressSet, PortSet};
use super::router::Router;

/// A firewall table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Table {
    Raw,
    Mangle,
    Nat,
    Filter,
}

impl Table {
    pub(crate) const ALL: [Self; 4] = [Self::Raw, Self::Mangle, Self::Nat, Self::Filter];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Mangle => "mangle",
            Self::Nat => "nat",
            Self::Filter => "filter",
        }
    }
}

/// What a rule looks at, as the packet is at that moment.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) in_interface: Option<String>,
    pub(crate) in_port: Option<String>,
    pub(crate) out_interface: Option<String>,
    pub(crate) src_mac: Option<String>,
    pub(crate) src: IpAddr,
    pub(crate) dst: IpAddr,
    pub(crate) protocol: String,
    pub(crate) src_port: Option<u16>,
    pub(crate) dst_port: Option<u16>,
    pub(crate) state: &'static str,
    pub(crate) connection_mark: Option<String>,
    pub(crate) packet_mark: Option<String>,
    pub(crate) routing_mark: Option<String>,
    pub(crate) src_natted: bool,
    pub(crate) dst_natted: bool,
}

#[derive(Debug, Clone)]
enum Test {
    Src(AddressSet),
    Dst(AddressSet),
    SrcList(String),
    DstList(String),
    SrcType(String),
    DstType(String),
    Mac(String),
    In(String),
    Out(String),
    InList(String),
    OutList(String),
    InPort(String),
    InPortList(String),
    Protocol(String),
    SrcPort(PortSet),
    DstPort(PortSet),
    AnyPort(PortSet),
    State(Vec<String>),
    NatState(Vec<String>),
    ConnectionMark(String),
    PacketMark(String),
    RoutingMark(String),
    /// Never true: a bridge port on the way out is not known, hotspot and IPsec are not simulated.
    Never,
    /// Always true: "no IPsec" is.
    Always,
    /// Depends on more than this packet.
    Uncertain(String),
}

#[derive(Debug, Clone)]
struct Matcher {
    negated: bool,
    test: Test,
}

/// One enabled rule.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) chain: String,
    pub(crate) action: String,
    matchers: Vec<Matcher>,
    pub(crate) jump_target: String,
    pub(crate) new_routing_mark: String,
    pub(crate) new_connection_mark: String,
    pub(crate) new_packet_mark: String,
    pub(crate) passthrough: bool,
    pub(crate) to_addresses: String,
    pub(crate) to_ports: String,
}

/// Properties of a rule that are no matchers.
const NOT_MATCHERS: &[&str] = &[
    "chain",
    "action",
    "comment",
    "disabled",
    "log",
    "log-prefix",
    "jump-target",
    "passthrough",
    "to-addresses",
    "to-ports",
    "new-routing-mark",
    "new-connection-mark",
    "new-packet-mark",
    "new-mss",
    "new-dscp",
    "new-ttl",
    "new-priority",
    "new-hop-limit",
    "reject-with",
    "address-list",
    "address-list-timeout",
    "route-dst",
    "sniff-id",
    "sniff-target",
    "sniff-target-port",
    "same-not-by-dst",
    "randomise-ports",
    "socksify-service",
    "socks5-server",
    "socks5-port",
    "dst-prefix",
    "src-prefix",
    "bytes",
    "packets",
    "invalid",
    "dynamic",
    "icmp-options",
    "tcp-flags",
];

impl Rule {
    /// Compiles a row; `None` when it is disabled.
    pub(crate) fn compile(menu: &str, id: u32, fields: &Fields) -> Option<Self> {
        if is_true(fields, "disabled") {
            return None;
        }
        let mut matchers: Vec<Matcher> = Vec::new();
        for (name, value) in fields {
            let value = crate::value::as_text(value);
            if NOT_MATCHERS.contains(&name.as_str()) || value.is_empty() {
                continue;
            }
            let (negated, bare) = value
                .strip_prefix('!')
                .map_or((false, value), |bare| (true, bare));
            matchers.push(Matcher {
                negated,
                test: test(name, bare),
            });
        }
        // `tcp-flags` and `icmp-options` look into headers that the packet here does not have.
        for name in ["tcp-flags", "icmp-options"] {
            if !text(fields, name).is_empty() {
                matchers.push(Matcher {
                    negated: false,
                    test: Test::Uncertain(name.to_owned()),
                });
            }
        }
        let owned = |name: &str| text(fields, name).to_owned();
        Some(Self {
            name: format!("{menu} *{id:X}"),
            chain: owned("chain"),
            action: match text(fields, "action") {
                "" => "accept".to_owned(),
                action => action.to_owned(),
            },
            matchers,
            jump_target: owned("jump-target"),
            new_routing_mark: owned("new-routing-mark"),
            new_connection_mark: owned("new-connection-mark"),
            new_packet_mark: owned("new-packet-mark"),
            passthrough: !matches!(text(fields, "passthrough"), "false" | "no"),
            to_addresses: owned("to-addresses"),
            to_ports: owned("to-ports"),
        })
    }

    /// Whether the rule matches; matchers that cannot be decided are named.
    pub(crate) fn matches(&self, router: &Router, view: &View, uncertain: &mut Vec<String>) -> bool {
        let mut undecided = None;
        for matcher in &self.matchers {
            if let Test::Uncertain(name) = &matcher.test {
                undecided = Some(name);
                continue;
            }
            if matcher.test.holds(router, view) == matcher.negated {
                return false;
            }
        }
        // It matters only when everything else matched.
        match undecided {
            Some(name) => {
                uncertain.push(format!("{} {name}", self.name));
                false
            }
            None => true,
        }
    }
}

fn test(name: &str, value: &str) -> Test {
    let owned = || value.to_owned();
    let words = || value.split(',').map(str::to_owned).collect();
    let uncertain = || Test::Uncertain(name.to_owned());
    match name {
        "src-address" => AddressSet::parse(value).map_or_else(uncertain, Test::Src),
        "dst-address" => AddressSet::parse(value).map_or_else(uncertain, Test::Dst),
        "src-address-list" => Test::SrcList(owned()),
        "dst-address-list" => Test::DstList(owned()),
        "src-address-type" => Test::SrcType(owned()),
        "dst-address-type" => Test::DstType(owned()),
        "src-mac-address" => Test::Mac(value.to_ascii_uppercase()),
        "in-interface" => Test::In(owned()),
        "out-interface" => Test::Out(owned()),
        "in-interface-list" => Test::InList(owned()),
        "out-interface-list" => Test::OutList(owned()),
        "in-bridge-port" => Test::InPort(owned()),
        "in-bridge-port-list" => Test::InPortList(owned()),
        "out-bridge-port" | "out-bridge-port-list" | "hotspot" => Test::Never,
        "protocol" => Test::Protocol(protocol(value).to_owned()),
        "src-port" => PortSet::parse(value).map_or_else(uncertain, Test::SrcPort),
        "dst-port" => PortSet::parse(value).map_or_else(uncertain, Test::DstPort),
        "port" => PortSet::parse(value).map_or_else(uncertain, Test::AnyPort),
        "connection-state" => Test::State(words()),
        "connection-nat-state" => Test::NatState(words()),
        "connection-mark" => Test::ConnectionMark(owned()),
        "packet-mark" => Test::PacketMark(owned()),
        "routing-mark" => Test::RoutingMark(owned()),
        "ipsec-policy" => match value {
            "in,none" | "out,none" => Test::Always,
            _ => Test::Never,
        },
        _ => uncertain(),
    }
}

/// One spelling of a protocol.
pub(crate) fn protocol(name: &str) -> &str {
    match name {
        "6" => "tcp",
        "17" => "udp",
        "1" => "icmp",
        "58" | "ipv6-icmp" => "icmpv6",
        "47" => "gre",
        "50" => "ipsec-esp",
        other => other,
    }
}

impl Test {
    fn holds(&self, router: &Router, view: &View) -> bool {
        let lists = &router.family(view.src.is_ipv4()).lists;
        let listed = |list: &str, address: IpAddr| {
            lists
                .get(list)
                .is_some_and(|entries| entries.iter().any(|entry| entry.contains(address)))
        };
        let mark = |have: &Option<String>, want: &str| match want {
            "no-mark" => have.is_none(),
            _ => have.as_deref() == Some(want),
        };
        let is = |have: &Option<String>, want: &str| have.as_deref() == Some(want);
        match self {
            Self::Src(set) => set.contains(view.src),
            Self::Dst(set) => set.contains(view.dst),
            Self::SrcList(list) => listed(list, view.src),
            Self::DstList(list) => listed(list, view.dst),
            Self::SrcType(kinds) => kinds.split(',').any(|kind| is_type(router, kind, view.src)),
            Self::DstType(kinds) => kinds.split(',').any(|kind| is_type(router, kind, view.dst)),
            Self::Mac(mac) => is(&view.src_mac, mac),
            Self::In(name) => is(&view.in_interface, name),
            Self::Out(name) => is(&view.out_interface, name),
            Self::InList(list) => view
                .in_interface
                .as_deref()
                .is_some_and(|name| router.in_list(list, name)),
            Self::OutList(list) => view
                .out_interface
                .as_deref()
                .is_some_and(|name| router.in_list(list, name)),
            Self::InPort(name) => is(&view.in_port, name),
            Self::InPortList(list) => view
                .in_port
                .as_deref()
                .is_some_and(|name| router.in_list(list, name)),
            Self::Protocol(name) => protocol(&view.protocol) == name,
            Self::SrcPort(ports) => ports.contains(view.src_port),
            Self::DstPort(ports) => ports.contains(view.dst_port),
            Self::AnyPort(ports) => ports.contains(view.src_port) || ports.contains(view.dst_port),
            Self::State(states) => states.iter().any(|state| state == view.state),
            Self::NatState(states) => states.iter().any(|state| match state.as_str() {
                "srcnat" => view.src_natted,
                "dstnat" => view.dst_natted,
                _ => false,
            }),
            Self::ConnectionMark(want) => mark(&view.connection_mark, want),
            Self::PacketMark(want) => mark(&view.packet_mark, want),
            Self::RoutingMark(want) => mark(&view.routing_mark, want),
            Self::Never | Self::Uncertain(_) => false,
            Self::Always => true,
        }
    }
}

fn is_type(router: &Router, kind: &str, address: IpAddr) -> bool {
    let multicast = address.is_multicast();
    let (local, broadcast) = (router.is_local(address), router.is_broadcast(address));
    match kind {
        "local" => local,
        "broadcast" => broadcast,
        "multicast" => multicast,
        "unicast" => !local && !broadcast && !multicast,
        _ => false,
    }
}
