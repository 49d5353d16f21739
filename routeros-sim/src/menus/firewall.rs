//! Firewall tables of IPv4 and IPv6, address lists, connections.

use super::{Kind, MenuSpec, Reference, Target, Unique};
use crate::provenance::Rule;

const MATCHERS: &[Reference] = &[
    Reference::matcher("in-interface", Target::Interface),
    Reference::matcher("out-interface", Target::Interface),
    Reference::matcher("in-bridge-port", Target::Interface),
    Reference::matcher("out-bridge-port", Target::Interface),
    Reference::matcher("in-interface-list", Target::InterfaceList),
    Reference::matcher("out-interface-list", Target::InterfaceList),
    Reference::matcher("in-bridge-port-list", Target::InterfaceList),
    Reference::matcher("out-bridge-port-list", Target::InterfaceList),
    Reference::matcher("routing-mark", Target::RoutingTable),
    Reference::one("new-routing-mark", Target::RoutingTable),
];

const KINDS4: &[(&str, Kind)] = &[
    ("src-address", Kind::AddressMatcher4),
    ("dst-address", Kind::AddressMatcher4),
    ("src-port", Kind::PortMatcher),
    ("dst-port", Kind::PortMatcher),
    ("port", Kind::PortMatcher),
];

const KINDS6: &[(&str, Kind)] = &[
    ("src-address", Kind::AddressMatcher6),
    ("dst-address", Kind::AddressMatcher6),
    ("src-port", Kind::PortMatcher),
    ("dst-port", Kind::PortMatcher),
    ("port", Kind::PortMatcher),
];

const fn rules(path: &'static str, kinds: &'static [(&'static str, Kind)]) -> MenuSpec {
    MenuSpec {
        defaults: &[
            ("action", "accept"),
            ("log", "false"),
            ("log-prefix", ""),
            ("disabled", "false"),
        ],
        required: &["chain"],
        references: MATCHERS,
        kinds,
        ..MenuSpec::new(path)
    }
}

const fn list(path: &'static str, kinds: &'static [(&'static str, Kind)]) -> MenuSpec {
    MenuSpec {
        defaults: &[("disabled", "false")],
        required: &["list", "address"],
        kinds,
        unique: Some(Unique {
            fields: &["list", "address"],
            message: "failure: already have such entry",
            rule: Rule::AddressListEntryTaken,
        }),
        ..MenuSpec::new(path)
    }
}

pub(super) const MENUS: &[MenuSpec] = &[
    rules("/ip/firewall/filter", KINDS4),
    rules("/ip/firewall/nat", KINDS4),
    rules("/ip/firewall/mangle", KINDS4),
    rules("/ip/firewall/raw", KINDS4),
    rules("/ipv6/firewall/filter", KINDS6),
    rules("/ipv6/firewall/nat", KINDS6),
    rules("/ipv6/firewall/mangle", KINDS6),
    rules("/ipv6/firewall/raw", KINDS6),
    list("/ip/firewall/address-list", &[("address", Kind::ListEntry4)]),
    list("/ipv6/firewall/address-list", &[("address", Kind::ListEntry6)]),
    MenuSpec {
        volatile: false,
        ..MenuSpec::new("/ip/firewall/connection")
    },
    MenuSpec {
        volatile: false,
        ..MenuSpec::new("/ipv6/firewall/connection")
    },
    MenuSpec {
        defaults: &[("enabled", "auto"), ("loose-tcp-tracking", "true")],
        ..MenuSpec::new("/ip/firewall/connection/tracking")
    },
];
