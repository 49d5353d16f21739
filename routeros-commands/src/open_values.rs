//! Arguments whose offered words are not all that they take.
//!
//! The offered values do not say whether they are a type or a suggestion. Each entry here was decided by reading
//! all sets of words that the console of 7.22.3 offers, beside the manual's page of the menu; in doubt an
//! argument is open, because refusing a good value is worse than passing a bad one.

use crate::rules::Place;

/// Names of objects that every router has, or that the router that was asked had.
const OBJECTS: &[&str] = &[
    "admin",
    "default-encryption",
    "default-small",
    "ether1",
    "lo",
    "serial0",
    "skins",
];

/// Arguments that name objects, whatever is offered.
const REFERENCES: &[&str] = &[
    "ca-certificate",
    "certificate",
    "copy-from",
    "default-group",
    "destination",
    "dhcp-options",
    "exclude-groups",
    "from",
    "group",
    "insert-queue-before",
    "mode-config",
    "number",
    "numbers",
    "place-before",
    "profile",
    "server",
    "user",
];

/// Chains are made by naming them (manual, Firewall: "if the input does not match the name of an already defined
/// chain, a new chain will be created").
const CHAINS: &[&str] = &[
    "chain",
    "incoming-filter",
    "jump-target",
    "outgoing-filter",
    "policy-rules",
];

/// Names of properties, which more than the offered ones may be.
const PROPERTIES: &[&str] = &[
    "append",
    "filter",
    "group-by",
    "proplist",
    "value-list",
    "value-name",
    "values",
    "where",
];

/// Arguments that take a number, a list of numbers, or a word with something behind it (`equal:64`,
/// `both-addresses:2/0`, `in,ipsec`, `fqdn:example.net`), beside the words.
const MORE_THAN_WORDS: &[&str] = &[
    "arp-opcode",
    "bgp-communities",
    "bgp-ext-communities",
    "cache-entries",
    "code",
    "communities",
    "do-group-num",
    "do-group-prfx",
    "do-select-num",
    "do-select-prfx",
    "dscp",
    "ether-type",
    "headers",
    "hop-limit",
    "ipsec-policy",
    "label",
    "mac-protocol",
    "max-cache-size",
    "max-learned-entries",
    "my-id",
    "nas-port-type",
    "new-dscp",
    "new-hop-limit",
    "new-priority",
    "new-ttl",
    "per-connection-classifier",
    "radius-mac-format",
    "reading-window-size",
    "remote-id",
    "rule",
    "set-bgp-communities",
    "set-bgp-ext-communities",
    "subject-alt-name",
    "ttl",
];

/// Whether an argument takes more than the words offered for it, which are sorted.
pub(crate) fn is_open(place: &Place<'_>, words: &[String]) -> bool {
    let offers = |word: &str| words.binary_search_by(|known| known.as_str().cmp(word)).is_ok();
    let all = |wanted: &[&str]| wanted.iter().all(|word| offers(word));
    let name = place.argument;
    [REFERENCES, CHAINS, PROPERTIES, MORE_THAN_WORDS].iter().any(|names| names.contains(&name))
        // Wherever it stands in a longer name: `queue-type`, `datapath.interface-list`, `dst-port`.
        || matches!(name, "queue" | "port")
        || ["interface-list", "-queue", "queue-type", "-profile", "-port"].iter().any(|end| name.ends_with(end))
        || OBJECTS.iter().any(|object| offers(object))
        // The built-in interface lists.
        || all(&["all", "dynamic", "none", "static"])
        // IP protocols have numbers, too.
        || all(&["icmp", "igmp", "tcp", "udp"])
        // The actions of `/system/logging` are objects of `/system/logging/action`.
        || (place.menu.starts_with("/system/logging") && name == "action")
}

/// Words that an argument takes although the console of 7.22.3 did not offer them: the manual's page names them.
pub(crate) fn also_taken(place: &Place<'_>) -> &'static [&'static str] {
    match place.argument {
        "check-gateway" => &["bfd", "bfd-multihop"],
        "time-zone-name" => &["manual"],
        _ => &[],
    }
}
