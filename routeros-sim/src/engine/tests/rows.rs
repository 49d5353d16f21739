//! Rows: made, refused, ordered, referred to, printed.

use serde_json::json;

use super::*;

#[test]
fn a_virtual_interface_is_made_and_unmade() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    let before = b.state();
    let vlan = b.ok(
        c,
        "/interface/vlan/add =name=nnc-a =vlan-id=101 =interface=ether1 '=comment=nnc:x:y:z'",
    );
    assert_eq!(vlan, "*7", "ids of interfaces are shared by their kinds");
    let address = b.ok(c, "/ip/address/add =address=10.99.101.1/24 =interface=nnc-a");
    b.ok(c, "/routing/table/add =name=nnc-a =fib=");
    b.ok(
        c,
        "/ip/route/add =dst-address=0.0.0.0/0 =gateway=10.99.101.2 =routing-table=nnc-a",
    );
    b.ok(
        c,
        "/ip/route/add =blackhole=yes =dst-address=0.0.0.0/0 =routing-table=nnc-a =distance=250",
    );
    let routes = b.rows(c, "/ip/route/print");
    assert_eq!(routes.len(), 3);
    assert_eq!(
        (get(&routes[0], "dst-address"), get(&routes[0], "dynamic")),
        ("10.99.101.0/24", "true")
    );
    assert_eq!(
        (get(&routes[1], "active"), get(&routes[1], "immediate-gw")),
        ("true", "10.99.101.2%nnc-a")
    );
    assert_eq!(
        (
            get(&routes[2], "active"),
            field(&routes[2], "blackhole").is_some()
        ),
        ("false", true)
    );
    for row in b.rows(c, "/ip/route/print ?dynamic=false") {
        let id = get(&row, ".id").to_owned();
        b.ok(c, &format!("/ip/route/remove =.id={id}"));
    }
    b.ok(c, "/routing/table/remove =numbers=nnc-a");
    b.ok(c, &format!("/ip/address/remove =.id={address}"));
    b.ok(c, &format!("/interface/vlan/remove =.id={vlan}"));
    assert_eq!(b.state(), before);
    assert_eq!(
        b.ok(c, "/interface/vlan/add =interface=ether1"),
        "*8",
        "ids are not used again"
    );
}

#[test]
fn refusals_have_the_router_s_words() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    for (line, message) in [
        (
            "/interface/vlan/add =name=v",
            "missing value(s) of argument(s) interface",
        ),
        (
            "/interface/vlan/add =name=ether1 =interface=ether2",
            "failure: already have interface with such name",
        ),
        (
            "/interface/vlan/add =interface=nope",
            "input does not match any value of interface",
        ),
        (
            "/interface/vlan/add =interface=ether1 =vlan-id=5000",
            "value of vlan-id out of range (1..4095)",
        ),
        (
            "/interface/vlan/add =interface=ether1 =vlanid=5",
            "unknown parameter vlanid",
        ),
        ("/interface/vlan/remove =.id=*99", "no such item"),
        ("/interface/vlan/remove =numbers=zzz", "no such item"),
        (
            "/interface/vlan/remove",
            "missing value(s) of argument(s) numbers",
        ),
        ("/interface/vlan/zap", "no such command"),
        ("/interface/vlan/find", "no such command"),
        ("/interface/zap/add", "no such command prefix"),
        ("nonsense", "no such command prefix"),
        (
            "/ip/address/add =address=10.0.0.300/24 =interface=ether1",
            "invalid value for argument address",
        ),
        (
            "/ip/route/add =gateway=1.1.1.1 =routing-table=nope",
            "input does not match any value of routing-table",
        ),
        (
            "/ip/firewall/mangle/add =chain=prerouting =action=mark-routing =new-routing-mark=nope",
            "input does not match any value of new-routing-mark",
        ),
        (
            "/ip/firewall/mangle/add =chain=prerouting =action=dance",
            "input does not match any value of action",
        ),
        (
            "/ip/firewall/filter/add =chain=forward =place-before=*9",
            "no such item",
        ),
        (
            "/ip/firewall/filter/add =chain=forward =dst-port=53",
            "failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp",
        ),
        (
            "/ip/firewall/mangle/add =chain=prerouting =out-interface=ether1",
            "failure: outgoing interface matching not possible in input and prerouting chains",
        ),
        (
            "/ip/firewall/nat/add =chain=dstnat =action=masquerade",
            "failure: src-nat/masquerade action must be in srcnat/input chains",
        ),
        (
            "/routing/table/add =name=main",
            "failure: already have table with such name",
        ),
    ] {
        assert_eq!(b.trap(c, line), message, "{line}");
    }
    let routes = b.rows(c, "/ip/route/print");
    assert!(routes.is_empty());
    b.ok(c, "/ip/address/add =address=10.0.0.1/24 =interface=ether1");
    let dynamic = b.rows(c, "/ip/route/print").remove(0);
    let id = get(&dynamic, ".id").to_owned();
    assert_eq!(
        b.trap(c, &format!("/ip/route/remove =.id={id}")),
        "failure: can not change dynamic item"
    );
}

#[test]
fn a_command_that_fails_half_way_changes_nothing() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    b.ok(c, "/interface/vlan/add =name=a =interface=ether1 =vlan-id=2");
    b.ok(c, "/interface/vlan/add =name=b =interface=ether1 =vlan-id=3");
    let before = b.state();
    assert_eq!(
        b.trap(c, "/interface/vlan/set =.id=*7,*8 =vlan-id=9"),
        "failure: already have vlan with such id on this interface"
    );
    assert_eq!(b.trap(c, "/interface/vlan/remove =.id=*7,*99"), "no such item");
    assert_eq!(b.state(), before);
}

#[test]
fn order_place_before_and_move() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    let a = b.ok(c, "/ip/firewall/filter/add =chain=forward =comment=a");
    let d = b.ok(
        c,
        &format!("/ip/firewall/filter/add =chain=forward =comment=b =place-before={a}"),
    );
    b.ok(c, "/ip/firewall/filter/add =chain=forward =comment=c");
    let order = |b: &mut Bench| -> Vec<String> {
        b.rows(c, "/ip/firewall/filter/print =.proplist=comment")
            .iter()
            .map(|r| get(r, "comment").to_owned())
            .collect()
    };
    assert_eq!(order(&mut b), ["b", "a", "c"]);
    b.ok(c, &format!("/ip/firewall/filter/move =numbers={d}"));
    assert_eq!(order(&mut b), ["a", "c", "b"]);
    b.ok(
        c,
        &format!("/ip/firewall/filter/move =numbers={d} =destination={a}"),
    );
    assert_eq!(order(&mut b), ["b", "a", "c"]);
    b.ok(c, "/undo");
    assert_eq!(order(&mut b), ["a", "c", "b"]);
    b.ok(c, "/redo");
    assert_eq!(order(&mut b), ["b", "a", "c"]);
    assert_eq!(b.ok(c, "/ip/firewall/filter/print =count-only="), "3");
}

#[test]
fn names_are_references() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    let vlan = b.ok(c, "/interface/vlan/add =name=v =interface=ether1 =vlan-id=9");
    b.ok(c, "/ip/address/add =address=10.1.0.1/24 =interface=v");
    b.ok(c, "/ip/firewall/filter/add =chain=forward =in-interface=!v");
    b.ok(c, "/interface/set =.id=v =name=w");
    assert_eq!(get(&b.rows(c, "/ip/address/print")[0], "interface"), "w");
    assert_eq!(
        get(&b.rows(c, "/ip/firewall/filter/print")[0], "in-interface"),
        "!w"
    );
    assert_eq!(get(&b.rows(c, "/ip/route/print")[0], "gateway"), "w");
    b.ok(c, "/interface/vlan/remove =numbers=w");
    assert_eq!(get(&b.rows(c, "/ip/address/print")[0], "interface"), vlan);
    assert_eq!(get(&b.rows(c, "/ip/address/print")[0], "invalid"), "true");
    assert!(b.rows(c, "/ip/route/print").is_empty());
}

#[test]
fn print_queries_proplist_and_empty() {
    for (version, empty) in [("7.18.2", true), ("7.22.3", true), ("7.15.3", false)] {
        let mut b = Bench::new(version);
        let c = b.login();
        let replies = b.say(c, "/interface/vlan/print");
        assert_eq!(
            replies.iter().any(|r| matches!(r, Reply::Empty)),
            empty,
            "{version}"
        );
    }
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    let rows = b.rows(
        c,
        "/interface/print ?type=ether ?type=bridge ?#| =.proplist=name,type",
    );
    assert_eq!(rows.len(), 6);
    assert!(rows.iter().all(|row| row.len() == 2));
    let rows = b.rows(c, "/interface/print ?name=ether2");
    assert_eq!((rows.len(), get(&rows[0], ".id")), (1, "*2"));
    assert_eq!(b.ok(c, "/interface/get =.id=*2 =value-name=name"), "ether2");
    assert_eq!(b.ok(c, "/system/identity/get =value-name=name"), "MikroTik");
}

#[test]
fn versions_differ() {
    let mut old = Bench::new("7.12.2");
    let c = old.login();
    assert_eq!(old.trap(c, "/safe-mode/take"), "no such command prefix");
    assert_eq!(
        old.trap(c, "/interface/vlan/add =interface=ether1 =mvrp=yes"),
        "unknown parameter mvrp"
    );
    old.ok(c, "/interface/vlan/add =interface=ether1");
    assert!(field(&old.rows(c, "/interface/vlan/print")[0], "mvrp").is_none());
    assert!(Engine::new(Bench::settings("6.49"), START).is_err());
}

#[test]
fn a_fixture_is_the_router() {
    let fixture = json!({
        "/interface/ethernet": [{"name": "wan"}, {"name": "lan"}],
        "/interface/bridge": [{"name": "br"}],
        "/interface/bridge/port": [{"bridge": "br", "interface": "lan"}],
        "/ip/address": [{"address": "192.168.88.1/24", "interface": "br"}],
        "/ip/firewall/filter": [{"chain": "forward", "action": "fasttrack-connection", "connection-state": "established,related"}],
        "/ip/route": [{"dst-address": "0.0.0.0/0", "gateway": "192.168.88.254"}],
        "/system/identity": [{"name": "home"}],
        "/routing/table": [{"name": "main", "fib": ""}, {"name": "t", "fib": true}],
    });
    let engine = Engine::with_fixture(Bench::settings("7.22.3"), START, &fixture).unwrap();
    assert_eq!(engine.identity(), "home");
    let mut b = Bench {
        engine,
        now: START,
        next: 1,
    };
    let c = b.login();
    assert_eq!(b.rows(c, "/interface/print").len(), 3);
    assert_eq!(b.rows(c, "/routing/table/print").len(), 2);
    assert_eq!(
        get(&b.rows(c, "/ip/route/print ?static=true")[0], "active"),
        "true"
    );
    let menus = b.state()["menus"].clone();
    assert_eq!(menus["/ip/firewall/filter"][0]["action"], "fasttrack-connection");
    assert_eq!(menus["/ip/route"][1]["dynamic"], "true");
    for bad in [
        json!([]),
        json!({"/nope": []}),
        json!({"/ip/address": 3}),
        json!({"/ip/address": [3]}),
        json!({"/ip/address": [{"address": []}]}),
    ] {
        assert!(
            Engine::with_fixture(Bench::settings("7.22.3"), START, &bad).is_err(),
            "{bad}"
        );
    }
}

#[test]
fn every_menu_of_every_version_takes_rows_generically() {
    for version in ["7.9.2", "7.12.2", "7.15.3", "7.18.2", "7.20.8", "7.22.3", "7.24"] {
        let mut b = Bench::new(version);
        let c = b.login();
        b.ok(c, "/queue/simple/add =name=q =target=10.0.0.0/24");
        b.ok(c, "/queue/simple/set =numbers=q =comment=x");
        assert_eq!(b.rows(c, "/queue/simple/print ?comment=x").len(), 1, "{version}");
        b.ok(c, "/queue/simple/remove =numbers=q");
        b.ok(c, "/system/identity/set =name=r");
        assert_eq!(get(&b.rows(c, "/system/identity/print")[0], "name"), "r");
    }
}

#[test]
fn memory_is_accounted_for() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    let before = b.engine.store.bytes;
    let id = b.ok(c, "/ip/firewall/filter/add =chain=forward =comment=0123456789");
    let with = b.engine.store.bytes;
    assert!(with > before + 10);
    b.ok(
        c,
        &format!("/ip/firewall/filter/set =.id={id} =comment=01234567890123456789"),
    );
    assert_eq!(b.engine.store.bytes, with + 10);
    b.ok(c, &format!("/ip/firewall/filter/remove =.id={id}"));
    assert_eq!(b.engine.store.bytes, before);
    b.engine.store.bytes = 2 << 30;
    assert_eq!(
        b.trap(c, "/ip/firewall/filter/add =chain=forward"),
        "failure: the simulator holds no more"
    );
    assert!(b.rows(c, "/ip/firewall/filter/print").is_empty());
}
