//! Addresses, routes, rules, pools, DHCP, DNS, settings.

use super::{Kind, MenuSpec, Reference, Target, Unique};
use crate::provenance::Rule;

const TABLE: Reference = Reference::one("routing-table", Target::RoutingTable);

pub(super) const MENUS: &[MenuSpec] = &[
    MenuSpec {
        defaults: &[("disabled", "false")],
        required: &["address", "interface"],
        references: &[Reference::one("interface", Target::Interface)],
        kinds: &[("address", Kind::Interface4), ("network", Kind::Text)],
        unique: Some(Unique {
            fields: &["address", "interface"],
            message: "failure: already have such address",
            rule: Rule::AddressTaken,
        }),
        ..MenuSpec::new("/ip/address")
    },
    MenuSpec {
        defaults: &[
            ("from-pool", ""),
            ("eui-64", "false"),
            ("advertise", "true"),
            ("no-dad", "false"),
            ("auto-link-local", "true"),
            ("disabled", "false"),
        ],
        required: &["address", "interface"],
        references: &[Reference::one("interface", Target::Interface)],
        kinds: &[("address", Kind::Interface6)],
        unique: Some(Unique {
            fields: &["address", "interface"],
            message: "failure: already have such address",
            rule: Rule::AddressTaken,
        }),
        ..MenuSpec::new("/ipv6/address")
    },
    MenuSpec {
        defaults: &[
            ("dst-address", "0.0.0.0/0"),
            ("routing-table", "main"),
            ("distance", "1"),
            ("scope", "30"),
            ("target-scope", "10"),
            ("suppress-hw-offload", "false"),
            ("disabled", "false"),
        ],
        references: &[
            TABLE,
            Reference {
                list: true,
                ..Reference::one("gateway", Target::Gateway)
            },
        ],
        kinds: &[
            ("dst-address", Kind::Network4),
            ("blackhole", Kind::Flag),
            ("distance", Kind::Integer(1, 255)),
            ("scope", Kind::Integer(0, 255)),
            ("target-scope", Kind::Integer(0, 255)),
        ],
        ..MenuSpec::new("/ip/route")
    },
    MenuSpec {
        defaults: &[
            ("dst-address", "::/0"),
            ("routing-table", "main"),
            ("distance", "1"),
            ("scope", "30"),
            ("target-scope", "10"),
            ("suppress-hw-offload", "false"),
            ("disabled", "false"),
        ],
        references: &[
            TABLE,
            Reference {
                list: true,
                ..Reference::one("gateway", Target::Gateway)
            },
        ],
        kinds: &[
            ("dst-address", Kind::Network6),
            ("blackhole", Kind::Flag),
            ("distance", Kind::Integer(1, 255)),
            ("scope", Kind::Integer(0, 255)),
            ("target-scope", Kind::Integer(0, 255)),
        ],
        ..MenuSpec::new("/ipv6/route")
    },
    MenuSpec {
        defaults: &[("disabled", "false")],
        required: &["name"],
        kinds: &[("fib", Kind::Flag)],
        unique: Some(Unique {
            fields: &["name"],
            message: "failure: already have table with such name",
            rule: Rule::DuplicateRow,
        }),
        ..MenuSpec::new("/routing/table")
    },
    MenuSpec {
        defaults: &[("action", "lookup"), ("disabled", "false")],
        references: &[
            Reference::one("table", Target::RoutingTable),
            Reference::one("routing-mark", Target::RoutingTable),
            Reference::one("interface", Target::Interface),
        ],
        kinds: &[("min-prefix", Kind::Integer(0, 128))],
        ..MenuSpec::new("/routing/rule")
    },
    MenuSpec {
        required: &["name", "ranges"],
        defaults: &[],
        references: &[Reference::or("next-pool", Target::Pool, &["none"])],
        unique: Some(Unique {
            fields: &["name"],
            message: "failure: pool with such name exists",
            rule: Rule::DuplicateRow,
        }),
        ..MenuSpec::new("/ip/pool")
    },
    MenuSpec {
        defaults: &[
            ("lease-time", "30m"),
            ("address-pool", "static-only"),
            ("authoritative", "yes"),
            ("use-radius", "no"),
            ("lease-script", ""),
            ("disabled", "false"),
        ],
        required: &["interface"],
        auto_name: Some("dhcp"),
        references: &[
            Reference::one("interface", Target::Interface),
            Reference::or("address-pool", Target::Pool, &["static-only"]),
        ],
        unique: Some(Unique {
            fields: &["name"],
            message: "failure: server with such name already exists",
            rule: Rule::DuplicateRow,
        }),
        ..MenuSpec::new("/ip/dhcp-server")
    },
    MenuSpec {
        defaults: &[
            ("gateway", ""),
            ("dns-server", ""),
            ("wins-server", ""),
            ("ntp-server", ""),
            ("caps-manager", ""),
            ("dhcp-option", ""),
        ],
        required: &["address"],
        kinds: &[("address", Kind::Network4)],
        unique: Some(Unique {
            fields: &["address"],
            message: "failure: already have such network",
            rule: Rule::DuplicateRow,
        }),
        ..MenuSpec::new("/ip/dhcp-server/network")
    },
    MenuSpec {
        defaults: &[
            ("server", "all"),
            ("address-lists", ""),
            ("dhcp-option", ""),
            ("disabled", "false"),
        ],
        references: &[Reference::or("server", Target::DhcpServer, &["all"])],
        ..MenuSpec::new("/ip/dhcp-server/lease")
    },
    MenuSpec {
        defaults: &[
            ("add-default-route", "yes"),
            ("default-route-distance", "1"),
            ("use-peer-dns", "true"),
            ("use-peer-ntp", "true"),
            ("dhcp-options", "hostname,clientid"),
            ("disabled", "false"),
        ],
        required: &["interface"],
        references: &[Reference::one("interface", Target::Interface)],
        kinds: &[("add-default-route", Kind::Text)],
        unique: Some(Unique {
            fields: &["interface"],
            message: "failure: dhcp-client on that interface already exists",
            rule: Rule::DuplicateRow,
        }),
        ..MenuSpec::new("/ip/dhcp-client")
    },
    MenuSpec {
        defaults: &[
            ("servers", ""),
            ("use-doh-server", ""),
            ("verify-doh-cert", "false"),
            ("allow-remote-requests", "false"),
            ("max-udp-packet-size", "4096"),
            ("query-server-timeout", "2s"),
            ("query-total-timeout", "10s"),
            ("max-concurrent-queries", "100"),
            ("max-concurrent-tcp-sessions", "20"),
            ("cache-size", "2048"),
            ("cache-max-ttl", "1w"),
        ],
        ..MenuSpec::new("/ip/dns")
    },
    MenuSpec {
        defaults: &[("ttl", "1d"), ("disabled", "false")],
        kinds: &[("ttl", Kind::Duration)],
        ..MenuSpec::new("/ip/dns/static")
    },
    MenuSpec {
        defaults: &[
            ("ip-forward", "true"),
            ("send-redirects", "true"),
            ("accept-source-route", "false"),
            ("accept-redirects", "false"),
            ("secure-redirects", "true"),
            ("rp-filter", "no"),
            ("tcp-syncookies", "false"),
            ("max-neighbor-entries", "8192"),
            ("arp-timeout", "30s"),
            ("icmp-rate-limit", "10"),
            ("icmp-rate-mask", "0x1818"),
            ("allow-fast-path", "true"),
        ],
        kinds: &[("rp-filter", Kind::Text)],
        ..MenuSpec::new("/ip/settings")
    },
    MenuSpec {
        defaults: &[
            ("disable-ipv6", "false"),
            ("forward", "true"),
            ("accept-redirects", "yes-if-forwarding-disabled"),
            ("accept-router-advertisements", "yes-if-forwarding-disabled"),
            ("max-neighbor-entries", "8192"),
        ],
        ..MenuSpec::new("/ipv6/settings")
    },
    MenuSpec {
        defaults: &[("disabled", "false")],
        unique: Some(Unique {
            fields: &["name"],
            message: "failure: already have such service",
            rule: Rule::DuplicateRow,
        }),
        kinds: &[("port", Kind::Integer(1, 65535))],
        ..MenuSpec::new("/ip/service")
    },
    MenuSpec {
        defaults: &[("disabled", "false")],
        references: &[Reference::or("interface", Target::Interface, &["all"])],
        ..MenuSpec::new("/ipv6/nd")
    },
];
