//! What is known of menus beyond the command tree: defaults, required arguments, uniqueness, references.
//!
//! The command tree says which menus, verbs and arguments a version has. It does not say which arguments are required,
//! what a new row looks like, or what a value refers to. Those facts are the data tables below. A menu without a table
//! works generically.

mod firewall;
mod interfaces;
mod ip;
mod system;

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::provenance::Rule;

pub(crate) use system::ALL_POLICIES;

/// What a value is, which decides how it is checked and spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Any text.
    Text,
    /// `yes`/`no`, printed `true`/`false`.
    Bool,
    /// A property that is either absent or present with an empty value (`blackhole`, `fib`).
    Flag,
    /// A time interval; words such as `auto`, `none`, `never` stay.
    Duration,
    /// A whole number within the bounds; words stay where the tree offers them.
    Integer(u64, u64),
    /// A MAC address.
    Mac,
    /// A MAC address matcher: may be negated with `!`.
    MacMatcher,
    /// An address with prefix length, host bits kept (`/ip/address`).
    Interface4,
    /// The same for IPv6.
    Interface6,
    /// A network: host bits are cleared, `/32` stays.
    Network4,
    /// A network of IPv6.
    Network6,
    /// A firewall matcher: address, network or range, may be negated.
    AddressMatcher4,
    /// The same for IPv6.
    AddressMatcher6,
    /// An entry of an address list: address, network, range, or a DNS name.
    ListEntry4,
    /// The same for IPv6.
    ListEntry6,
    /// Ports and port ranges, comma separated, may be negated.
    PortMatcher,
}

/// What a reference points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Any interface.
    Interface,
    /// An interface or an interface list.
    InterfaceOrList,
    /// A bridge.
    Bridge,
    /// An interface list.
    InterfaceList,
    /// A routing table.
    RoutingTable,
    /// An address pool.
    Pool,
    /// A DHCP server.
    DhcpServer,
    /// A user group.
    UserGroup,
    /// A WireGuard interface.
    Wireguard,
    /// A veth interface.
    Veth,
    /// A gateway: an address, an interface, `address%interface`, `address@table`.
    Gateway,
}

impl Target {
    /// The menus whose rows may be named.
    pub(crate) fn menus(self) -> &'static [&'static str] {
        match self {
            Self::Interface | Self::Gateway => &["/interface"],
            Self::InterfaceOrList => &["/interface", "/interface/list"],
            Self::Bridge => &["/interface/bridge"],
            Self::InterfaceList => &["/interface/list"],
            Self::RoutingTable => &["/routing/table"],
            Self::Pool => &["/ip/pool"],
            Self::DhcpServer => &["/ip/dhcp-server"],
            Self::UserGroup => &["/user/group"],
            Self::Wireguard => &["/interface/wireguard"],
            Self::Veth => &["/interface/veth"],
        }
    }
}

/// A property that names a row elsewhere.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference {
    pub(crate) field: &'static str,
    pub(crate) target: Target,
    /// A leading `!` is allowed.
    pub(crate) negatable: bool,
    /// Several, comma separated.
    pub(crate) list: bool,
    /// Words that are no row.
    pub(crate) also: &'static [&'static str],
}

impl Reference {
    pub(crate) const fn one(field: &'static str, target: Target) -> Self {
        Self {
            field,
            target,
            negatable: false,
            list: false,
            also: &[],
        }
    }

    pub(crate) const fn or(field: &'static str, target: Target, also: &'static [&'static str]) -> Self {
        Self {
            field,
            target,
            negatable: false,
            list: false,
            also,
        }
    }

    pub(crate) const fn matcher(field: &'static str, target: Target) -> Self {
        Self {
            field,
            target,
            negatable: true,
            list: false,
            also: &[],
        }
    }

    pub(crate) const fn many(field: &'static str, target: Target) -> Self {
        Self {
            field,
            target,
            negatable: false,
            list: true,
            also: &[],
        }
    }
}

/// The properties that make a row unique, and the refusal of a second one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unique {
    pub(crate) fields: &'static [&'static str],
    pub(crate) message: &'static str,
    pub(crate) rule: Rule,
}

/// The facts about one menu.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MenuSpec {
    pub(crate) path: &'static str,
    /// Rows of menus with the same space share their `.id`s and unique names.
    pub(crate) space: &'static str,
    /// `type` of an interface kind, as `/interface` prints it.
    pub(crate) interface_type: Option<&'static str>,
    /// Properties of a new row, in print order; those that a version does not have are left out.
    pub(crate) defaults: &'static [(&'static str, &'static str)],
    /// `add` without these is refused.
    pub(crate) required: &'static [&'static str],
    /// A name made up when none is given: prefix of `prefix1`, `prefix2`, ...
    pub(crate) auto_name: Option<&'static str>,
    pub(crate) unique: Option<Unique>,
    pub(crate) references: &'static [Reference],
    pub(crate) kinds: &'static [(&'static str, Kind)],
    /// Rows have no `disabled` to turn.
    pub(crate) read_only: bool,
    /// Properties never shown without the `sensitive` policy.
    pub(crate) sensitive: &'static [&'static str],
    /// Properties never shown at all.
    pub(crate) hidden: &'static [&'static str],
    /// Not configuration: left out of `GET /state`, of history and of safe mode.
    pub(crate) volatile: bool,
}

impl MenuSpec {
    /// A menu of which only the path is known.
    pub(crate) const fn new(path: &'static str) -> Self {
        Self {
            path,
            space: path,
            interface_type: None,
            defaults: &[],
            required: &[],
            auto_name: None,
            unique: None,
            references: &[],
            kinds: &[],
            read_only: false,
            sensitive: &[],
            hidden: &[],
            volatile: false,
        }
    }
}

/// Kinds that a property name has in every menu unless a menu says otherwise.
const COMMON_KINDS: &[(&str, Kind)] = &[
    ("disabled", Kind::Bool),
    ("mac-address", Kind::Mac),
    ("admin-mac", Kind::Mac),
    ("src-mac-address", Kind::MacMatcher),
    ("arp-timeout", Kind::Duration),
    ("lease-time", Kind::Duration),
    ("interval", Kind::Duration),
    ("timeout", Kind::Duration),
    ("address-list-timeout", Kind::Duration),
    ("ageing-time", Kind::Duration),
    ("forward-delay", Kind::Duration),
    ("max-message-age", Kind::Duration),
    ("loop-protect-disable-time", Kind::Duration),
    ("loop-protect-send-interval", Kind::Duration),
    ("persistent-keepalive", Kind::Duration),
    ("cache-max-ttl", Kind::Duration),
    ("query-server-timeout", Kind::Duration),
    ("query-total-timeout", Kind::Duration),
    ("ttl", Kind::Text),
    ("mtu", Kind::Integer(68, 65535)),
    ("vlan-id", Kind::Integer(1, 4095)),
    ("pvid", Kind::Integer(1, 4094)),
    ("listen-port", Kind::Integer(0, 65535)),
    ("endpoint-port", Kind::Integer(0, 65535)),
];

/// The facts about a menu, when there are any.
pub(crate) fn spec(path: &str) -> Option<&'static MenuSpec> {
    static INDEX: OnceLock<HashMap<&'static str, &'static MenuSpec>> = OnceLock::new();
    INDEX
        .get_or_init(|| all().map(|spec| (spec.path, spec)).collect())
        .get(path)
        .copied()
}

/// Every menu with facts.
pub(crate) fn all() -> impl Iterator<Item = &'static MenuSpec> {
    interfaces::MENUS
        .iter()
        .chain(ip::MENUS)
        .chain(firewall::MENUS)
        .chain(system::MENUS)
}

/// The kind of a property by its menu, else by its name.
pub(crate) fn kind_of(spec: Option<&MenuSpec>, name: &str) -> Option<Kind> {
    let find = |table: &[(&str, Kind)]| {
        table
            .iter()
            .find(|(field, _)| *field == name)
            .map(|(_, kind)| *kind)
    };
    spec.and_then(|spec| find(spec.kinds))
        .or_else(|| find(COMMON_KINDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_unique_and_spaces_exist() {
        let mut seen = std::collections::HashSet::new();
        for menu in all() {
            assert!(seen.insert(menu.path), "{} twice", menu.path);
            assert!(menu.path.starts_with('/'));
        }
        assert!(spec("/interface/vlan").is_some_and(|m| m.space == "/interface"));
    }
}
