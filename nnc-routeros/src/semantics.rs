//! When two spellings of a RouterOS value mean the same, and what a value is when nobody set it.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use nnc_core::object::Kind;

/// What an attribute of a row that nnc makes is when it is not given, as far as a router shows it.
///
/// From the RouterOS manual's property tables (VLAN, Route, Routing table, Filter, Interface lists).
const DEFAULTS: &[(&str, &str, &str)] = &[
    ("/interface/vlan", "arp", "enabled"),
    ("/interface/vlan", "use-service-tag", "no"),
    ("/interface/vlan", "mtu", "1500"),
    ("/interface/list", "exclude", ""),
    ("/interface/list", "include", ""),
    ("/ip/route", "distance", "1"),
    ("/ip/route", "scope", "30"),
    ("/ip/route", "target-scope", "10"),
    ("/ip/route", "pref-src", ""),
    ("/ip/route", "check-gateway", "none"),
    ("/ipv6/route", "distance", "1"),
    ("/ipv6/route", "scope", "30"),
    ("/ipv6/route", "target-scope", "10"),
    ("/ipv6/route", "check-gateway", "none"),
    ("/ipv6/address", "advertise", "no"),
    ("/ipv6/address", "eui-64", "no"),
    ("/ipv6/address", "no-dad", "no"),
    ("/ipv6/address", "from-pool", ""),
    ("/routing/rule", "min-prefix", ""),
    ("/routing/rule", "src-address", ""),
    ("/routing/rule", "dst-address", ""),
    ("/routing/rule", "interface", ""),
    ("/routing/rule", "vrf", ""),
    ("/routing/rule", "realm", ""),
];

/// Attributes of firewall rows whose default is not "not set".
const FIREWALL_DEFAULTS: &[(&str, &str)] = &[("log", "no"), ("log-prefix", ""), ("passthrough", "yes")];

/// Attributes that mean nothing for what a row does.
const INERT: &[&str] = &["comment", "copy-from", "place-before", "numbers", ".id"];

/// Whether the kind is a menu of firewall rules.
pub(crate) fn is_firewall(kind: &Kind) -> bool {
    let path = kind.as_str();
    path.contains("/firewall/") && !path.ends_with("/address-list")
}

/// The default of an attribute, where it is known.
pub(crate) fn default_of(kind: &Kind, attribute: &str) -> Option<&'static str> {
    if attribute == "disabled" {
        return Some("no");
    }
    if is_firewall(kind) {
        return FIREWALL_DEFAULTS
            .iter()
            .find(|(name, _)| *name == attribute)
            .map_or(Some(""), |(_, value)| Some(*value));
    }
    DEFAULTS
        .iter()
        .find(|(menu, name, _)| *menu == kind.as_str() && *name == attribute)
        .map(|(_, _, value)| *value)
}

/// Whether the attribute says nothing about what the row does.
pub(crate) fn is_inert(attribute: &str) -> bool {
    INERT.contains(&attribute)
}

/// Whether two spellings of an attribute mean the same.
pub(crate) fn same(attribute: &str, one: &str, other: &str) -> bool {
    one == other || canonical(attribute, one) == canonical(attribute, other)
}

/// One spelling for all that mean the same.
fn canonical(attribute: &str, value: &str) -> String {
    if let Some(rest) = value.strip_prefix('!') {
        return format!("!{}", canonical(attribute, rest));
    }
    match attribute {
        "fib" | "blackhole" => flag(value),
        "address" | "src-address" | "dst-address" | "to-addresses" | "network" | "gateway" => {
            prefix(attribute, value)
        }
        "src-mac-address" | "mac-address" => value.to_ascii_uppercase().replace('-', ":"),
        "connection-state" | "tagged" | "untagged" | "include" | "exclude" | "dst-port" | "src-port"
        | "vlan-ids" => {
            let mut parts: Vec<&str> = value.split(',').collect();
            parts.sort_unstable();
            parts.dedup();
            parts.join(",")
        }
        _ => match value {
            "yes" | "true" => "yes".to_owned(),
            "no" | "false" => "no".to_owned(),
            _ => value.to_owned(),
        },
    }
}

/// A presence flag: shown with an empty value, with `yes` or with `true`.
fn flag(value: &str) -> String {
    match value {
        "" | "yes" | "true" => "yes".to_owned(),
        _ => "no".to_owned(),
    }
}

/// An address without the prefix length of a single host, a network without host bits. The host bits of an
/// interface address mean something.
fn prefix(attribute: &str, value: &str) -> String {
    if let Ok(network) = IpNet::from_str(value) {
        let single = network.prefix_len() == network.max_prefix_len();
        return match (single, attribute) {
            (true, _) => network.addr().to_string(),
            (false, "address") => network.to_string(),
            (false, _) => network.trunc().to_string(),
        };
    }
    IpAddr::from_str(value).map_or_else(|_| value.to_owned(), |address| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_meaning_are_the_same() {
        for (attribute, one, other) in [
            ("disabled", "no", "false"),
            ("fib", "", "true"),
            ("src-address", "192.168.88.5", "192.168.88.5/32"),
            ("dst-address", "0.0.0.0/0", "0.0.0.0/0"),
            ("src-mac-address", "02:00:00:00:00:ab", "02:00:00:00:00:AB"),
            ("connection-state", "established,related", "related,established"),
            ("dst-address-type", "!local", "!local"),
            ("gateway", "fd6e:0:0::2", "fd6e::2"),
        ] {
            assert!(same(attribute, one, other), "{attribute} {one} {other}");
        }
        for (attribute, one, other) in [
            ("address", "10.0.0.1/24", "10.0.0.2/24"),
            ("dst-address-type", "!local", "local"),
            ("dst-port", "53", "853"),
            ("name", "yes", "true "),
        ] {
            assert!(!same(attribute, one, other), "{attribute} {one} {other}");
        }
    }
}
