//! Which values are refused, and which must not be.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use routeros_commands::{Accepted, Command, CommandTree, Evidence, Problem, ValueKind, View, check};

fn view(version: &str) -> View<'static> {
    CommandTree::embedded()
        .unwrap()
        .at(version.parse().unwrap())
        .unwrap()
}

fn judge(version: &str, command: &str, name: &str, value: &str) -> Result<Accepted, Problem> {
    check(&view(version), &Command::new(command).with(name, value)).map_err(|rejected| {
        assert_eq!(rejected.word, name);
        rejected.error
    })
}

const FILTER: &str = "/ip/firewall/filter/add";

#[test]
fn what_the_data_define_is_enforced() {
    let good = [
        ("/interface/vlan/add", "arp", "proxy-arp"),
        ("/interface/vlan/add", "arp-timeout", "auto"),
        ("/interface/vlan/add", "arp-timeout", "30s"),
        ("/interface/vlan/add", "disabled", "yes"),
        ("/interface/vlan/add", "disabled", "false"),
        ("/interface/vlan/add", "disabled", ""),
        ("/interface/vlan/add", "disabled", "$off"),
        ("/interface/vlan/add", "loop-protect-send-interval", "00:00:05"),
        ("/interface/bridge/add", "frame-types", "admit-all"),
        ("/interface/wifi/add", "configuration.country", "Aland Islands"),
        ("/ip/dhcp-client/add", "add-default-route", "true"),
        (FILTER, "action", "fasttrack-connection"),
        (FILTER, "connection-state", "established,related"),
        (FILTER, "connection-state", "!new"),
        (FILTER, "tcp-flags", "syn,!ack"),
        (FILTER, "log-prefix", "exactly thirty-one characters.."),
        ("/ip/route/add", "check-gateway", "bfd"),
        ("/routing/rule/add", "action", "lookup-only-in-table"),
        ("/routing/bgp/connection/add", "as", "4294967295"),
        ("/routing/bgp/connection/add", "as", "1.10"),
        ("/certificate/add", "key-usage", "crl-sign,tls-server"),
        ("/certificate/add", "trust-store", "all"),
        ("/ip/kid-control/add", "mon", "8h-20h"),
    ];
    for (command, name, value) in good {
        assert_eq!(
            judge("7.22.3", command, name, value),
            Ok(Accepted::default()),
            "{command} {name}={value}"
        );
    }
    let bad = [
        ("/interface/vlan/add", "arp", "sometimes"),
        ("/interface/vlan/add", "arp", "!enabled"),
        ("/interface/vlan/add", "arp-timeout", "never"),
        ("/interface/vlan/add", "disabled", "maybe"),
        ("/interface/vlan/add", "disabled", "yes,no"),
        ("/interface/vlan/add", "loop-protect-send-interval", "0s"),
        ("/interface/vlan/add", "loop-protect-send-interval", "500ms"),
        ("/interface/bridge/add", "frame-types", "admit-none"),
        (FILTER, "action", "dorp"),
        (FILTER, "connection-state", "established,relatde"),
        (FILTER, "log-prefix", "this is one character too long.."),
        ("/routing/bgp/connection/add", "as", "4294967296"),
        ("/routing/bgp/connection/add", "as", "-1"),
        ("/certificate/add", "key-usage", "crl-sing"),
        (
            "/interface/wifi/security/multi-passphrase/add",
            "passphrase",
            "short",
        ),
    ];
    for (command, name, value) in bad {
        assert_eq!(
            judge("7.22.3", command, name, value),
            Err(Problem::BadValue),
            "{command} {name}={value}"
        );
    }
}

#[test]
fn what_the_data_leave_open_is_taken() {
    let open = [
        (FILTER, "chain", "my-own-chain"),
        (FILTER, "jump-target", "my-own-chain"),
        (FILTER, "protocol", "89"),
        (FILTER, "ttl", "equal:64"),
        (FILTER, "per-connection-classifier", "both-addresses:2/0"),
        (FILTER, "ipsec-policy", "in,ipsec"),
        (FILTER, "in-interface", "ether7"),
        (FILTER, "in-interface-list", "WAN"),
        (FILTER, "address-list-timeout", "none-dynamic"),
        ("/ip/firewall/mangle/add", "new-ttl", "set:64"),
        ("/ip/firewall/mangle/add", "new-routing-mark", "nnc-tor"),
        ("/interface/vlan/add", "interface", "bridge1"),
        ("/ip/dhcp-server/add", "address-pool", "pool1"),
        ("/ppp/secret/add", "profile", "mine"),
        ("/queue/tree/add", "queue", "mine"),
        ("/system/logging/add", "action", "mine"),
        ("/user/add", "group", "mine"),
        ("/ip/ipsec/identity/add", "my-id", "fqdn:example.net"),
        ("/routing/table/add", "fib", ""),
    ];
    for (command, name, value) in open {
        assert_eq!(
            judge("7.22.3", command, name, value),
            Ok(Accepted::default()),
            "{command} {name}={value}"
        );
    }
}

#[test]
fn sets_offered_at_one_version_are_only_reported_at_others() {
    for version in ["7.12.2", "7.24"] {
        let unsure = Accepted {
            unsure: vec!["action".into()],
        };
        assert_eq!(judge(version, FILTER, "action", "shape"), Ok(unsure), "{version}");
        assert_eq!(judge(version, FILTER, "action", "drop"), Ok(Accepted::default()));
        // A switch is a switch in every version, and a description is the version's own.
        assert_eq!(
            judge(version, FILTER, "disabled", "maybe"),
            Err(Problem::BadValue)
        );
        assert_eq!(
            judge(version, "/certificate/add", "key-usage", "crl-sing"),
            Err(Problem::BadValue)
        );
        // Words beside the list are not known there.
        assert_eq!(
            judge(version, "/certificate/add", "trust-store", "all").is_ok(),
            version == "7.24"
        );
    }
    let values = |version| {
        view(version)
            .verb(FILTER)
            .unwrap()
            .argument("action")
            .unwrap()
            .values()
    };
    assert_eq!(values("7.22.3").evidence(), Evidence::Stated);
    assert_eq!(values("7.24").evidence(), Evidence::Borrowed);
    assert_eq!(values("7.24").closed(), values("7.22.3").closed());
    assert_eq!(values("7.22.3").kind(), &ValueKind::Words);
    assert_eq!(values("7.22.3").closed().unwrap().len(), 11);
}

#[test]
fn readable_properties_are_those_of_get() {
    let count = |path: &str| view("7.22.3").menu(path).unwrap().readable().count();
    // Counted in the completion of `get value-name`, which offers `about` beside them.
    for (path, offered) in [
        ("/interface/vlan", 19),
        ("/ip/address", 13),
        ("/ip/route", 30),
        ("/ip/firewall/mangle", 79),
    ] {
        assert_eq!(count(path), offered - 1, "{path}");
    }
    assert_eq!(count("/container"), 0);
    assert!(
        view("7.22.3")
            .menu("/interface/vlan")
            .unwrap()
            .readable()
            .any(|name| name == "running")
    );
}
