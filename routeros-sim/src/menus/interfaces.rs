//! Interfaces of every kind, their lists, bridges, WireGuard.

use super::{Kind, MenuSpec, Reference, Target, Unique};
use crate::provenance::Rule;

const NAME: Unique = Unique {
    fields: &["name"],
    message: "failure: already have interface with such name",
    rule: Rule::InterfaceNameTaken,
};

/// A kind of interface about which little more is known than that it is one.
const fn interface(path: &'static str, kind: &'static str) -> MenuSpec {
    MenuSpec {
        space: "/interface",
        interface_type: Some(kind),
        auto_name: Some(kind),
        unique: Some(NAME),
        defaults: &[("mtu", "1500"), ("disabled", "false")],
        ..MenuSpec::new(path)
    }
}

const UNDERLYING: &[Reference] = &[Reference::one("interface", Target::Interface)];

pub(super) const MENUS: &[MenuSpec] = &[
    MenuSpec {
        space: "/interface",
        unique: Some(NAME),
        ..MenuSpec::new("/interface")
    },
    MenuSpec {
        defaults: &[
            ("mtu", "1500"),
            ("arp", "enabled"),
            ("arp-timeout", "auto"),
            ("loop-protect", "default"),
            ("loop-protect-disable-time", "5m"),
            ("loop-protect-send-interval", "5s"),
            ("disable-running-check", "true"),
            ("auto-negotiation", "true"),
            ("tx-flow-control", "off"),
            ("rx-flow-control", "off"),
            ("disabled", "false"),
        ],
        ..interface("/interface/ethernet", "ether")
    },
    MenuSpec {
        defaults: &[
            ("mtu", "1500"),
            ("arp", "enabled"),
            ("arp-timeout", "auto"),
            ("loop-protect", "default"),
            ("loop-protect-disable-time", "5m"),
            ("loop-protect-send-interval", "5s"),
            ("vlan-id", "1"),
            ("use-service-tag", "false"),
            ("mvrp", "false"),
            ("disabled", "false"),
        ],
        required: &["interface"],
        references: UNDERLYING,
        ..interface("/interface/vlan", "vlan")
    },
    MenuSpec {
        defaults: &[
            ("mtu", "auto"),
            ("arp", "enabled"),
            ("arp-timeout", "auto"),
            ("protocol-mode", "rstp"),
            ("fast-forward", "true"),
            ("igmp-snooping", "false"),
            ("auto-mac", "true"),
            ("ageing-time", "5m"),
            ("priority", "0x8000"),
            ("max-message-age", "20s"),
            ("forward-delay", "15s"),
            ("transmit-hold-count", "6"),
            ("vlan-filtering", "false"),
            ("ether-type", "0x8100"),
            ("pvid", "1"),
            ("frame-types", "admit-all"),
            ("ingress-filtering", "true"),
            ("dhcp-snooping", "false"),
            ("port-cost-mode", "long"),
            ("mvrp", "false"),
            ("max-learned-entries", "auto"),
            ("disabled", "false"),
        ],
        ..interface("/interface/bridge", "bridge")
    },
    MenuSpec {
        defaults: &[
            ("priority", "0x80"),
            ("edge", "auto"),
            ("point-to-point", "auto"),
            ("learn", "auto"),
            ("horizon", "none"),
            ("hw", "true"),
            ("auto-isolate", "false"),
            ("restricted-role", "false"),
            ("restricted-tcn", "false"),
            ("pvid", "1"),
            ("frame-types", "admit-all"),
            ("ingress-filtering", "true"),
            ("unknown-unicast-flood", "true"),
            ("unknown-multicast-flood", "true"),
            ("broadcast-flood", "true"),
            ("tag-stacking", "false"),
            ("bpdu-guard", "false"),
            ("trusted", "false"),
            ("multicast-router", "temporary-query"),
            ("fast-leave", "false"),
            ("disabled", "false"),
        ],
        required: &["bridge", "interface"],
        unique: Some(Unique {
            fields: &["interface"],
            message: "failure: device already added as bridge port",
            rule: Rule::BridgePortTaken,
        }),
        references: &[
            Reference::one("bridge", Target::Bridge),
            Reference::one("interface", Target::InterfaceOrList),
        ],
        ..MenuSpec::new("/interface/bridge/port")
    },
    MenuSpec {
        defaults: &[
            ("tagged", ""),
            ("untagged", ""),
            ("mvrp-forbidden", ""),
            ("disabled", "false"),
        ],
        required: &["bridge", "vlan-ids"],
        references: &[
            Reference::one("bridge", Target::Bridge),
            Reference::many("tagged", Target::InterfaceOrList),
            Reference::many("untagged", Target::InterfaceOrList),
        ],
        unique: Some(Unique {
            fields: &["bridge", "vlan-ids"],
            message: "failure: vlan already added",
            rule: Rule::BridgeVlanTaken,
        }),
        ..MenuSpec::new("/interface/bridge/vlan")
    },
    MenuSpec {
        defaults: &[
            ("address", ""),
            ("gateway", ""),
            ("gateway6", ""),
            ("disabled", "false"),
        ],
        ..interface("/interface/veth", "veth")
    },
    MenuSpec {
        defaults: &[("mtu", "1420"), ("listen-port", "13231"), ("disabled", "false")],
        sensitive: &["private-key"],
        ..interface("/interface/wireguard", "wg")
    },
    MenuSpec {
        defaults: &[
            ("private-key", ""),
            ("endpoint-address", ""),
            ("endpoint-port", "0"),
            ("allowed-address", ""),
            ("preshared-key", ""),
            ("disabled", "false"),
        ],
        required: &["interface", "public-key"],
        auto_name: Some("peer"),
        references: &[Reference::one("interface", Target::Wireguard)],
        sensitive: &["private-key", "preshared-key"],
        ..MenuSpec::new("/interface/wireguard/peers")
    },
    MenuSpec {
        defaults: &[("include", ""), ("exclude", "")],
        required: &["name"],
        unique: Some(Unique {
            fields: &["name"],
            message: "failure: already have interface list with such name",
            rule: Rule::DuplicateRow,
        }),
        references: &[
            Reference::many("include", Target::InterfaceList),
            Reference::many("exclude", Target::InterfaceList),
        ],
        ..MenuSpec::new("/interface/list")
    },
    MenuSpec {
        defaults: &[("disabled", "false")],
        required: &["interface", "list"],
        unique: Some(Unique {
            fields: &["list", "interface"],
            message: "failure: already have such interface in list",
            rule: Rule::DuplicateRow,
        }),
        references: &[
            Reference::one("interface", Target::Interface),
            Reference::one("list", Target::InterfaceList),
        ],
        ..MenuSpec::new("/interface/list/member")
    },
    MenuSpec {
        defaults: &[("mtu", "1500"), ("mode", "bridge"), ("disabled", "false")],
        required: &["interface"],
        references: UNDERLYING,
        ..interface("/interface/macvlan", "macvlan")
    },
    MenuSpec {
        references: UNDERLYING,
        required: &["interface"],
        ..interface("/interface/vrrp", "vrrp")
    },
    MenuSpec {
        references: UNDERLYING,
        required: &["interface"],
        ..interface("/interface/pppoe-client", "pppoe-out")
    },
    interface("/interface/bonding", "bond"),
    interface("/interface/eoip", "eoip"),
    interface("/interface/gre", "gre-tunnel"),
    interface("/interface/ipip", "ipip-tunnel"),
    interface("/interface/l2tp-client", "l2tp-out"),
    interface("/interface/sstp-client", "sstp-out"),
    interface("/interface/ovpn-client", "ovpn-out"),
    interface("/interface/pptp-client", "pptp-out"),
    interface("/interface/lte", "lte"),
    interface("/interface/vxlan", "vxlan"),
    interface("/interface/wifi", "wifi"),
    interface("/interface/wireless", "wlan"),
    interface("/interface/6to4", "6to4-tunnel"),
    interface("/interface/zerotier", "zerotier"),
    interface("/interface/gre6", "gre6-tunnel"),
    interface("/interface/ipipv6", "ipipv6-tunnel"),
    interface("/interface/eoipv6", "eoipv6"),
    interface("/interface/l2tp-ether", "l2tp-ether"),
    interface("/interface/macsec", "macsec"),
    interface("/interface/mesh", "mesh"),
    interface("/interface/vpls", "vpls"),
    interface("/interface/ppp-client", "ppp-out"),
    MenuSpec {
        defaults: &[("disabled", "false")],
        references: &[Reference::many("interfaces", Target::Interface)],
        required: &["interfaces"],
        auto_name: Some("vrf"),
        unique: Some(Unique {
            fields: &["name"],
            message: "failure: already have vrf with such name",
            rule: Rule::DuplicateRow,
        }),
        kinds: &[("interfaces", Kind::Text)],
        ..MenuSpec::new("/ip/vrf")
    },
];
