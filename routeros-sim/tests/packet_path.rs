//! The packet path on cases worked out by hand from the manual's packet flow.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use routeros_sim::PacketLab;
use serde_json::{Value, json};

/// A home router: WAN on ether1, a bridge with ether2 and ether3, a virtual interface with its table.
fn home() -> Value {
    json!({
        "/interface/ethernet": [{"name": "ether1"}, {"name": "ether2"}, {"name": "ether3"}],
        "/interface/bridge": [{"name": "bridge"}],
        "/interface/bridge/port": [{"bridge": "bridge", "interface": "ether2"}, {"bridge": "bridge", "interface": "ether3"}],
        "/interface/list": [{"name": "LAN"}, {"name": "WAN"}],
        "/interface/list/member": [{"list": "LAN", "interface": "bridge"}, {"list": "WAN", "interface": "ether1"}],
        "/interface/vlan": [{"name": "nnc-a", "interface": "ether1", "vlan-id": 101}],
        "/ip/address": [
            {"address": "192.0.2.2/24", "interface": "ether1"},
            {"address": "192.168.88.1/24", "interface": "bridge"},
            {"address": "10.99.101.1/24", "interface": "nnc-a"},
        ],
        "/routing/table": [{"name": "nnc-a", "fib": ""}],
        "/ip/route": [
            {"dst-address": "0.0.0.0/0", "gateway": "192.0.2.1"},
            {"dst-address": "0.0.0.0/0", "gateway": "10.99.101.2", "routing-table": "nnc-a", "check-gateway": "ping"},
            {"dst-address": "0.0.0.0/0", "blackhole": "", "routing-table": "nnc-a", "distance": "250"},
        ],
        "/ip/firewall/mangle": [
            {"chain": "prerouting", "action": "mark-routing", "new-routing-mark": "nnc-a", "passthrough": "no",
             "src-address": "192.168.88.50", "dst-address-type": "!local"},
        ],
        "/ip/firewall/nat": [{"chain": "srcnat", "action": "masquerade", "out-interface-list": "WAN"}],
    })
}

fn lab(fixture: &Value) -> PacketLab {
    PacketLab::new("7.22.3", fixture).unwrap()
}

fn from(src: &str, dst: &str) -> Value {
    json!({"in-interface": "ether2", "src-address": src, "dst-address": dst, "protocol": "tcp", "src-port": 40000, "dst-port": 443})
}

fn verdict(lab: &mut PacketLab, packet: &Value) -> String {
    short(&lab.packet(packet).unwrap())
}

fn short(answer: &Value) -> String {
    let text = |name: &str| answer[name].as_str().unwrap_or("-").to_owned();
    match answer["verdict"].as_str().unwrap() {
        "forwarded" => format!("{} via {}", text("out-interface"), text("gateway")),
        "delivered" => "delivered".to_owned(),
        other => format!("{other} by {}", text("by")),
    }
}

const DEVICE: &str = "192.168.88.50";
const OTHER: &str = "192.168.88.60";
const WEB: &str = "198.51.100.1";

#[test]
fn main_table_and_masquerade() {
    let mut lab = lab(&home());
    let answer = lab.packet(&from(OTHER, WEB)).unwrap();
    assert_eq!(short(&answer), "ether1 via 192.0.2.1");
    assert_eq!(
        (answer["src-address"].as_str(), answer["routing-table"].as_str()),
        (Some("192.0.2.2"), Some("main"))
    );
}

#[test]
fn a_steered_device_leaves_by_its_interface_or_not_at_all() {
    let mut lab = lab(&home());
    assert_eq!(verdict(&mut lab, &from(DEVICE, WEB)), "nnc-a via 10.99.101.2");
    assert_eq!(verdict(&mut lab, &from(DEVICE, "192.168.88.1")), "delivered");
    lab.world(&json!({"hosts": {"10.99.101.2": "down"}})).unwrap();
    assert!(verdict(&mut lab, &from(DEVICE, WEB)).starts_with("dropped by blackhole"));
    lab.world(&json!({"hosts": {"10.99.101.2": "up"}, "interfaces": {"ether1": "down"}}))
        .unwrap();
    assert!(verdict(&mut lab, &from(DEVICE, WEB)).starts_with("dropped by blackhole"));
    lab.world(&json!({"interfaces": {"ether1": "up"}})).unwrap();
    assert_eq!(verdict(&mut lab, &from(DEVICE, WEB)), "nnc-a via 10.99.101.2");
}

#[test]
fn without_the_blackhole_it_falls_through_to_main() {
    let mut fixture = home();
    fixture["/ip/route"].as_array_mut().unwrap().pop();
    let mut open = lab(&fixture);
    assert_eq!(verdict(&mut open, &from(DEVICE, WEB)), "nnc-a via 10.99.101.2");
    open.world(&json!({"hosts": {"10.99.101.2": "down"}})).unwrap();
    assert_eq!(verdict(&mut open, &from(DEVICE, WEB)), "ether1 via 192.0.2.1");
    fixture["/routing/rule"] =
        json!([{"routing-mark": "nnc-a", "action": "lookup-only-in-table", "table": "nnc-a"}]);
    let mut closed = lab(&fixture);
    closed.world(&json!({"hosts": {"10.99.101.2": "down"}})).unwrap();
    assert_eq!(
        verdict(&mut closed, &from(DEVICE, WEB)),
        "rejected by /routing/rule *1"
    );
}

#[test]
fn a_table_without_fib_resolves_nothing() {
    let mut fixture = home();
    fixture["/routing/table"] = json!([{"name": "nnc-a"}]);
    assert_eq!(
        verdict(&mut lab(&fixture), &from(DEVICE, WEB)),
        "ether1 via 192.0.2.1"
    );
}

/// A connection from its first packet to one that is fasttracked, if any is.
fn conversation(lab: &mut PacketLab) -> Vec<String> {
    let there = from(DEVICE, WEB);
    let back = json!({"in-interface": "nnc-a", "src-address": WEB, "dst-address": DEVICE, "protocol": "tcp",
        "src-port": 443, "dst-port": 40000});
    let answer = lab
        .packet(&json!({"packets": [there, back, there, there]}))
        .unwrap();
    answer["verdicts"].as_array().unwrap().iter().map(short).collect()
}

#[test]
fn fasttrack_leaves_the_marks_behind() {
    let mut fixture = home();
    fixture["/ip/firewall/filter"] = json!([
        {"chain": "forward", "action": "fasttrack-connection", "connection-state": "established,related"},
        {"chain": "forward", "action": "accept", "connection-state": "established,related"},
    ]);
    let leaky = conversation(&mut lab(&fixture));
    // The second packet, established, makes the connection a fasttracked one.
    assert_eq!(
        leaky,
        [
            "nnc-a via 10.99.101.2",
            "bridge via -",
            "ether1 via 192.0.2.1",
            "ether1 via 192.0.2.1"
        ]
    );
    fixture["/ip/firewall/filter"].as_array_mut().unwrap().insert(
        0,
        json!({"chain": "forward", "action": "accept", "connection-state": "established,related", "src-address": DEVICE}),
    );
    fixture["/ip/firewall/filter"].as_array_mut().unwrap().insert(
        0,
        json!({"chain": "forward", "action": "accept", "connection-state": "established,related", "dst-address": DEVICE}),
    );
    let tight = conversation(&mut lab(&fixture));
    assert_eq!(
        tight,
        [
            "nnc-a via 10.99.101.2",
            "bridge via -",
            "nnc-a via 10.99.101.2",
            "nnc-a via 10.99.101.2"
        ]
    );
    fixture["/ip/settings"] = json!([{"allow-fast-path": "no"}]);
    fixture["/ip/firewall/filter"].as_array_mut().unwrap().drain(0..2);
    let slow = conversation(&mut lab(&fixture));
    assert_eq!(slow[3], "nnc-a via 10.99.101.2");
}

#[test]
fn marking_only_new_packets_leaks_the_rest() {
    let mut fixture = home();
    fixture["/ip/firewall/mangle"][0]["connection-state"] = json!("new");
    let leaky = conversation(&mut lab(&fixture));
    assert_eq!(leaky[0], "nnc-a via 10.99.101.2");
    assert_eq!(leaky[2], "ether1 via 192.0.2.1");
    fixture["/ip/firewall/mangle"] = json!([
        {"chain": "prerouting", "action": "mark-connection", "new-connection-mark": "c", "connection-state": "new",
         "src-address": DEVICE, "passthrough": "yes"},
        {"chain": "prerouting", "action": "mark-routing", "new-routing-mark": "nnc-a", "connection-mark": "c",
         "in-interface": "bridge", "passthrough": "no"},
    ]);
    let marked = conversation(&mut lab(&fixture));
    assert_eq!(
        marked,
        [
            "nnc-a via 10.99.101.2",
            "bridge via -",
            "nnc-a via 10.99.101.2",
            "nnc-a via 10.99.101.2"
        ]
    );
}

#[test]
fn answers_find_their_way_back_through_nat() {
    let mut lab = lab(&home());
    let there = from(OTHER, WEB);
    let back = json!({"in-interface": "ether1", "src-address": WEB, "dst-address": "192.0.2.2", "protocol": "tcp",
        "src-port": 443, "dst-port": 40000});
    let answer = lab.packet(&json!({"packets": [there, back]})).unwrap();
    assert_eq!(short(&answer["verdicts"][1]), "bridge via -");
    assert_eq!(answer["verdicts"][1]["dst-address"], OTHER);
    // Without the connection the same packet is for the router.
    assert_eq!(verdict(&mut lab, &back), "delivered");
}

#[test]
fn connections_are_kept_when_asked_and_flushed_by_removal() {
    let mut lab = lab(&home());
    lab.packet(&json!({"packets": [from(OTHER, WEB)], "commit": true}))
        .unwrap();
    let rows = lab.state()["menus"]["/ip/firewall/connection"].clone();
    assert_eq!(rows[0]["src-address"], format!("{OTHER}:40000"));
    assert_eq!(rows[0]["reply-dst-address"], "192.0.2.2:40000");
    assert_eq!(
        (rows[0]["srcnat"].as_str(), rows[0]["dynamic"].as_str()),
        (Some("true"), Some("true"))
    );
}

#[test]
fn chains_jumps_lists_and_macs() {
    let mut fixture = home();
    fixture["/ip/firewall/address-list"] = json!([
        {"list": "bad", "address": "203.0.113.0/24"}, {"list": "bad", "address": "198.51.100.7-198.51.100.9"},
        {"list": "off", "address": "0.0.0.0/0", "disabled": "yes"},
    ]);
    fixture["/ip/firewall/filter"] = json!([
        {"chain": "forward", "action": "jump", "jump-target": "checks", "in-interface-list": "LAN"},
        {"chain": "forward", "action": "reject", "src-mac-address": "02:00:00:00:00:01"},
        {"chain": "forward", "action": "drop", "src-address-list": "off"},
        {"chain": "checks", "action": "return", "dst-port": "22", "protocol": "tcp"},
        {"chain": "checks", "action": "drop", "dst-address-list": "bad"},
        {"chain": "forward", "action": "drop", "disabled": "true"},
        {"chain": "input", "action": "drop", "in-interface-list": "!LAN"},
    ]);
    let mut lab = lab(&fixture);
    assert_eq!(
        verdict(&mut lab, &from(OTHER, "203.0.113.5")),
        "dropped by /ip/firewall/filter *5"
    );
    assert_eq!(
        verdict(&mut lab, &from(OTHER, "198.51.100.8")),
        "dropped by /ip/firewall/filter *5"
    );
    assert_eq!(verdict(&mut lab, &from(OTHER, WEB)), "ether1 via 192.0.2.1");
    let mut packet = from(OTHER, "203.0.113.5");
    packet["dst-port"] = json!(22);
    assert_eq!(verdict(&mut lab, &packet), "ether1 via 192.0.2.1");
    packet["src-mac"] = json!("02-00-00-00-00-01");
    assert_eq!(verdict(&mut lab, &packet), "rejected by /ip/firewall/filter *2");
    let outside =
        json!({"in-interface": "ether1", "src-address": WEB, "dst-address": "192.0.2.2", "dst-port": 22});
    assert_eq!(verdict(&mut lab, &outside), "dropped by /ip/firewall/filter *7");
}

#[test]
fn dns_is_redirected_or_reaches_the_router() {
    let mut fixture = home();
    let mut dns = from(DEVICE, "192.168.88.1");
    (dns["protocol"], dns["dst-port"]) = (json!("udp"), json!(53));
    assert_eq!(verdict(&mut lab(&fixture), &dns), "delivered");
    fixture["/ip/firewall/nat"].as_array_mut().unwrap().push(json!({
        "chain": "dstnat", "action": "dst-nat", "to-addresses": "10.99.101.2", "protocol": "udp", "dst-port": "53", "src-address": DEVICE,
    }));
    let answer = lab(&fixture).packet(&dns).unwrap();
    assert_eq!(
        (short(&answer), answer["dst-address"].as_str()),
        ("nnc-a via -".to_owned(), Some("10.99.101.2"))
    );
    fixture["/ip/firewall/nat"][1] = json!({"chain": "dstnat", "action": "redirect", "to-ports": "5353", "protocol": "udp", "dst-port": "53"});
    let mut away = from(OTHER, "9.9.9.9");
    (away["protocol"], away["dst-port"]) = (json!("udp"), json!(53));
    let answer = lab(&fixture).packet(&away).unwrap();
    assert_eq!(
        (
            short(&answer),
            answer["dst-address"].as_str(),
            answer["dst-port"].as_u64()
        ),
        ("delivered".to_owned(), Some("192.168.88.1"), Some(5353))
    );
}

#[test]
fn routing_rules() {
    let mut fixture = home();
    fixture["/ip/firewall/mangle"] = json!([]);
    fixture["/routing/rule"] = json!([
        {"dst-address": "192.168.0.0/16", "action": "lookup", "table": "main"},
        {"src-address": "192.168.88.66/32", "action": "drop"},
        {"src-address": "192.168.88.50/32", "interface": "bridge", "action": "lookup-only-in-table", "table": "nnc-a"},
        {"src-address": "192.168.88.70/32", "action": "lookup", "table": "main", "min-prefix": "0"},
        {"src-address": "192.168.88.70/32", "action": "unreachable", "disabled": "no"},
    ]);
    let mut lab = lab(&fixture);
    assert_eq!(verdict(&mut lab, &from(DEVICE, WEB)), "nnc-a via 10.99.101.2");
    assert_eq!(
        verdict(&mut lab, &from("192.168.88.66", WEB)),
        "dropped by /routing/rule *2"
    );
    assert_eq!(
        verdict(&mut lab, &from("192.168.88.70", WEB)),
        "rejected by /routing/rule *5"
    );
    assert_eq!(
        verdict(&mut lab, &from("192.168.88.70", "10.99.101.2")),
        "nnc-a via -"
    );
    assert_eq!(verdict(&mut lab, &from(OTHER, WEB)), "ether1 via 192.0.2.1");
}

#[test]
fn the_router_s_own_packets() {
    let mut fixture = home();
    let own = json!({"src-address": "192.0.2.2", "dst-address": WEB, "dst-port": 53, "protocol": "udp"});
    assert_eq!(verdict(&mut lab(&fixture), &own), "ether1 via 192.0.2.1");
    fixture["/ip/firewall/mangle"] = json!([{"chain": "output", "action": "mark-routing", "new-routing-mark": "nnc-a", "dst-port": "53", "protocol": "udp"}]);
    assert_eq!(verdict(&mut lab(&fixture), &own), "nnc-a via 10.99.101.2");
    fixture["/ip/firewall/filter"] = json!([{"chain": "output", "action": "drop", "out-interface": "nnc-a"}]);
    assert_eq!(
        verdict(&mut lab(&fixture), &own),
        "dropped by /ip/firewall/filter *1"
    );
}

#[test]
fn raw_reverse_path_and_forwarding() {
    let mut fixture = home();
    fixture["/ip/firewall/raw"] = json!([
        {"chain": "prerouting", "action": "drop", "src-address": "192.168.88.61"},
        {"chain": "prerouting", "action": "notrack", "src-address": "192.168.88.62"},
    ]);
    fixture["/ip/firewall/filter"] =
        json!([{"chain": "forward", "action": "drop", "connection-state": "untracked"}]);
    fixture["/ip/settings"] = json!([{"rp-filter": "strict"}]);
    let mut strict = lab(&fixture);
    assert_eq!(
        verdict(&mut strict, &from("192.168.88.61", WEB)),
        "dropped by /ip/firewall/raw *1"
    );
    assert_eq!(
        verdict(&mut strict, &from("192.168.88.62", WEB)),
        "dropped by /ip/firewall/filter *1"
    );
    assert_eq!(
        verdict(&mut strict, &from("172.16.0.1", WEB)),
        "dropped by rp-filter strict"
    );
    fixture["/ip/settings"] = json!([{"ip-forward": "no"}]);
    assert_eq!(
        verdict(&mut lab(&fixture), &from(OTHER, WEB)),
        "dropped by forwarding is off"
    );
}

#[test]
fn ipv6_has_its_own_tables() {
    let mut fixture = home();
    fixture["/ipv6/address"] = json!([
        {"address": "2001:db8:1::1/64", "interface": "bridge"}, {"address": "2001:db8::2/64", "interface": "ether1"},
    ]);
    fixture["/ipv6/route"] = json!([{"dst-address": "::/0", "gateway": "2001:db8::1"}]);
    let six = json!({"in-interface": "bridge", "src-mac": "02:00:00:00:00:50", "src-address": "2001:db8:1::50",
        "dst-address": "2001:db8:ffff::1", "dst-port": 443});
    assert_eq!(verdict(&mut lab(&fixture), &six), "ether1 via 2001:db8::1");
    fixture["/ipv6/firewall/filter"] =
        json!([{"chain": "forward", "action": "reject", "src-mac-address": "02:00:00:00:00:50"}]);
    assert_eq!(
        verdict(&mut lab(&fixture), &six),
        "rejected by /ipv6/firewall/filter *1"
    );
    fixture["/ipv6/settings"] = json!([{"disable-ipv6": "yes"}]);
    assert_eq!(
        verdict(&mut lab(&fixture), &six),
        "dropped by the address family is disabled"
    );
}

#[test]
fn vlans_and_bridges() {
    let mut fixture = home();
    fixture["/interface/vlan"]
        .as_array_mut()
        .unwrap()
        .push(json!({"name": "onport", "interface": "ether2", "vlan-id": 20}));
    let mut tagged = from(OTHER, WEB);
    tagged["vlan"] = json!(20);
    // The port belongs to the bridge: a VLAN interface on the port sees nothing.
    assert!(verdict(&mut lab(&fixture), &tagged).contains("no VLAN interface with id 20 on bridge"));
    fixture["/interface/vlan"]
        .as_array_mut()
        .unwrap()
        .push(json!({"name": "onbridge", "interface": "bridge", "vlan-id": 20}));
    let answer = lab(&fixture).packet(&tagged).unwrap();
    assert_eq!(answer["trace"][0], "in: onbridge by port ether2");
    // With VLAN filtering the port and the bridge must be members.
    fixture["/interface/bridge"][0]["vlan-filtering"] = json!("yes");
    assert!(verdict(&mut lab(&fixture), &tagged).contains("no member of VLAN 20"));
    fixture["/interface/bridge/vlan"] =
        json!([{"bridge": "bridge", "vlan-ids": "20", "tagged": "bridge,ether2"}]);
    assert_eq!(verdict(&mut lab(&fixture), &tagged), "ether1 via 192.0.2.1");
    assert_eq!(
        verdict(&mut lab(&fixture), &from(OTHER, WEB)),
        "ether1 via 192.0.2.1"
    );
    let tagged_wan =
        json!({"in-interface": "ether1", "vlan": 101, "src-address": "10.99.101.2", "dst-address": OTHER});
    assert_eq!(verdict(&mut lab(&fixture), &tagged_wan), "bridge via -");
}

#[test]
fn what_cannot_be_decided_is_named() {
    let mut fixture = home();
    fixture["/ip/firewall/filter"] = json!([
        {"chain": "forward", "action": "drop", "limit": "1,5:packet", "dst-port": "443", "protocol": "tcp"},
        {"chain": "forward", "action": "drop", "limit": "1,5:packet", "dst-port": "80", "protocol": "tcp"},
    ]);
    let answer = lab(&fixture).packet(&from(OTHER, WEB)).unwrap();
    assert_eq!(answer["uncertain"], json!(["/ip/firewall/filter *1 limit"]));
}

#[test]
fn bad_packets_are_refused() {
    let mut lab = lab(&home());
    for bad in [
        json!([]),
        json!({}),
        json!({"src-address": "x", "dst-address": WEB}),
        json!({"src-address": "::1", "dst-address": WEB}),
        json!({"src-address": OTHER, "dst-address": WEB, "colour": "red"}),
        json!({"packets": 3}),
        json!({"src-address": OTHER, "dst-address": WEB, "dst-port": 70000}),
    ] {
        assert!(lab.packet(&bad).is_err(), "{bad}");
    }
    assert!(
        verdict(
            &mut lab,
            &json!({"in-interface": "nope", "src-address": OTHER, "dst-address": WEB})
        )
        .contains("no interface")
    );
}

/// Manual, Interface Lists: predefined lists; include, then exclude, then static members.
#[test]
fn interface_lists_include_then_exclude_then_add_their_own() {
    let mut fixture = home();
    fixture["/interface/list"] = json!([
        {"name": "LAN"},
        {"name": "WAN"},
        {"name": "inside", "include": "all", "exclude": "WAN"},
        {"name": "kept", "include": "all", "exclude": "all"},
        {"name": "twice", "include": "inside"},
        {"name": "round", "include": "round,LAN"},
        {"name": "fixed", "include": "static"},
        {"name": "moving", "include": "dynamic"},
        {"name": "empty", "include": "none"},
    ]);
    fixture["/interface/list/member"] = json!([
        {"list": "LAN", "interface": "bridge"},
        {"list": "WAN", "interface": "ether1"},
        {"list": "kept", "interface": "ether1"},
    ]);
    for (list, dropped) in [
        ("all", true),
        ("none", false),
        ("static", true),
        ("dynamic", false),
        ("WAN", true),
        ("inside", false),
        ("kept", true),
        ("twice", false),
        ("round", false),
        ("fixed", true),
        ("moving", false),
        ("empty", false),
    ] {
        fixture["/ip/firewall/filter"] =
            json!([{"chain": "forward", "action": "drop", "out-interface-list": list}]);
        let out = verdict(&mut lab(&fixture), &from("192.168.88.9", "198.51.100.1"));
        let expected = if dropped {
            "dropped by /ip/firewall/filter *1"
        } else {
            "ether1 via 192.0.2.1"
        };
        assert_eq!(out, expected, "{list}");
    }
    for (list, dropped) in [
        ("LAN", true),
        ("inside", true),
        ("twice", true),
        ("round", true),
        ("kept", false),
    ] {
        fixture["/ip/firewall/filter"] =
            json!([{"chain": "forward", "action": "drop", "in-interface-list": list}]);
        let out = verdict(&mut lab(&fixture), &from("192.168.88.9", "198.51.100.1"));
        assert_eq!(out.starts_with("dropped"), dropped, "{list}: {out}");
    }
}
