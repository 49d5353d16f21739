//! The world and the clock: routes, scripts, timeouts, pings, counters.

use serde_json::json;

use super::*;

#[test]
fn gateways_follow_the_world() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    b.ok(c, "/ip/address/add =address=10.0.0.1/24 =interface=ether1");
    b.ok(
        c,
        "/ip/route/add =dst-address=0.0.0.0/0 =gateway=10.0.0.254 =check-gateway=ping",
    );
    b.ok(
        c,
        "/ip/route/add =dst-address=0.0.0.0/0 =gateway=10.0.0.253 =distance=2",
    );
    b.ok(
        c,
        "/ip/route/add =dst-address=9.9.9.9/32 =gateway=10.0.0.254 =scope=10",
    );
    b.ok(
        c,
        "/ip/route/add =dst-address=192.0.2.0/24 =gateway=9.9.9.9 =target-scope=11",
    );
    let active = |b: &mut Bench| -> Vec<String> {
        b.rows(c, "/ip/route/print ?static=true")
            .iter()
            .map(|row| get(row, "active").to_owned())
            .collect()
    };
    assert_eq!(active(&mut b), ["true", "false", "true", "true"]);
    b.say(c, "/ip/route/listen .tag=r");
    b.engine
        .change_world(&json!({"hosts": {"10.0.0.254": "down"}}), b.now)
        .unwrap();
    assert_eq!(b.engine.take_output().len(), 2, "both routes changed their state");
    assert_eq!(active(&mut b), ["false", "true", "true", "true"]);
    b.engine
        .change_world(&json!({"interfaces": {"ether1": "down"}}), b.now)
        .unwrap();
    b.engine.take_output();
    assert_eq!(active(&mut b), ["false", "false", "false", "false"]);
    assert!(
        b.engine
            .change_world(&json!({"hosts": {"x": "down"}}), b.now)
            .is_err()
    );
}

#[test]
fn a_dead_man_runs_when_its_time_comes() {
    let mut b = Bench::new("7.12.2");
    let c = b.login();
    b.ok(
        c,
        "/interface/vlan/add =name=v =interface=ether1 =comment=nnc:a:b:c",
    );
    b.ok(c, "/interface/vlan/add =name=foreign =interface=ether2");
    let event = "=on-event=/interface/vlan/remove [find comment~\"^nnc:\"]; :log info done; /system/scheduler/remove [find name=\"dead\"]";
    b.ok(
        c,
        &format!("/system/scheduler/add =name=dead =interval=00:05:00 '{event}'"),
    );
    let row = b.rows(c, "/system/scheduler/print").remove(0);
    assert_eq!(
        (get(&row, "interval"), get(&row, "run-count"), get(&row, "owner")),
        ("5m", "0", "admin")
    );
    assert_eq!(
        b.engine.next_deadline().map(|at| at / 1000),
        Some((START + 300_000) / 1000)
    );
    b.advance(299_000);
    assert_eq!(b.rows(c, "/interface/vlan/print").len(), 2);
    b.advance(2000);
    let left = b.rows(c, "/interface/vlan/print");
    assert_eq!((left.len(), get(&left[0], "name")), (1, "foreign"));
    assert!(b.rows(c, "/system/scheduler/print").is_empty());
    let log = b.rows(c, "/log/print");
    assert_eq!(get(log.last().unwrap(), "message"), "done", "{log:?}");
}

#[test]
fn scripts_wait_guard_and_fail_loudly() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    let source = ":local n 0; :foreach i in=[/interface/ethernet find name!=\"ether1\"] do={ :set n ($n + 1); \
        /interface/ethernet/set $i comment=\"c$n\"; :delay 10s }; :do { /interface/vlan/remove *99 } on-error={ :log warning caught }";
    b.ok(c, &format!("/system/script/add =name=s '=source={source}'"));
    b.ok(c, "/system/script/run =number=s");
    let comments = |b: &mut Bench| {
        b.rows(c, "/interface/ethernet/print")
            .iter()
            .filter(|r| !get(r, "comment").is_empty())
            .count()
    };
    assert_eq!(comments(&mut b), 1);
    b.advance(10_000);
    assert_eq!(comments(&mut b), 2);
    for _ in 0..3 {
        b.advance(10_000);
    }
    assert_eq!(comments(&mut b), 4);
    assert_eq!(get(b.rows(c, "/log/print").last().unwrap(), "message"), "caught");
    b.ok(
        c,
        "/system/script/add =name=bad '=source=/interface/vlan/remove *99'",
    );
    assert!(
        b.trap(c, "/system/script/run =number=bad")
            .contains("no such item")
    );
    assert!(get(b.rows(c, "/log/print").last().unwrap(), "message").contains("failed"));
    let grows = ":local x a; :foreach i in=(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20) do={ :set x \"$x$x\" }";
    b.ok(c, &format!("/system/script/add =name=grows '=source={grows}'"));
    assert!(b.trap(c, "/system/script/run =number=grows").contains("too long"));
    b.ok(c, "/system/script/add =name=odd =source=:while");
    assert!(
        b.trap(c, "/system/script/run =number=odd")
            .contains("not simulated")
    );
}

#[test]
fn device_mode_forbids_the_scheduler() {
    let fixture = json!({"/system/device-mode": [{"mode": "home", "scheduler": "no"}], "/interface/ethernet": [{"name": "ether1"}]});
    let engine = Engine::with_fixture(Bench::settings("7.22.3"), START, &fixture).unwrap();
    let mut b = Bench {
        engine,
        now: START,
        next: 1,
    };
    let c = b.login();
    assert_eq!(
        b.trap(c, "/system/scheduler/add =name=x =interval=1m"),
        "failure: not allowed by device-mode"
    );
}

#[test]
fn address_list_entries_expire() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    b.ok(
        c,
        "/ip/firewall/address-list/add =list=l =address=10.0.0.1 =timeout=1m",
    );
    b.ok(c, "/ip/firewall/address-list/add =list=l =address=10.0.0.2");
    let rows = b.rows(c, "/ip/firewall/address-list/print");
    assert_eq!(
        (
            get(&rows[0], "dynamic"),
            get(&rows[0], "timeout"),
            get(&rows[1], "dynamic")
        ),
        ("true", "1m", "false")
    );
    b.say(c, "/ip/firewall/address-list/listen .tag=l");
    b.advance(60_000);
    assert_eq!(b.engine.take_output().len(), 1);
    assert_eq!(b.rows(c, "/ip/firewall/address-list/print").len(), 1);
    assert_eq!(
        b.trap(c, "/ip/firewall/address-list/add =list=l =address=10.0.0.2"),
        "failure: already have such entry"
    );
}

#[test]
fn ping_follows_routes_and_hosts() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    assert_eq!(
        get(&b.rows(c, "/ping =address=10.0.0.9 =count=1")[0], "status"),
        "no route to host"
    );
    b.ok(c, "/ip/address/add =address=10.0.0.1/24 =interface=ether1");
    let rows = b.rows(c, "/tool/ping =address=10.0.0.9 =count=3");
    assert_eq!(
        (
            rows.len(),
            get(&rows[2], "received"),
            get(&rows[2], "packet-loss")
        ),
        (3, "3", "0")
    );
    assert_eq!(b.say(c, "/ping =address=10.0.0.9 .tag=p").len(), 1);
    b.engine
        .change_world(&json!({"hosts": {"10.0.0.9": "down"}}), b.now)
        .unwrap();
    b.advance(1000);
    let output = b.engine.take_output();
    assert!(
        matches!(&output[0], Output::Reply { reply: Reply::Row(fields), .. } if get(fields, "status") == "timeout")
    );
    assert_eq!(b.say(c, "/cancel").len(), 3);
    b.advance(5000);
    assert!(b.engine.take_output().is_empty());
}

#[test]
fn containers_start_and_stop() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    b.ok(
        c,
        "/interface/veth/add =name=veth1 =address=172.17.0.2/24 =gateway=172.17.0.1",
    );
    b.ok(c, "/container/add =remote-image=tor =interface=veth1 =name=tor");
    b.ok(c, "/container/start =numbers=tor");
    assert_eq!(get(&b.rows(c, "/container/print")[0], "status"), "running");
    assert_eq!(
        b.trap(c, "/container/add =remote-image=x =interface=ether1"),
        "input does not match any value of interface"
    );
}

#[test]
fn counters_move_while_traffic_flows() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    b.ok(c, "/ip/firewall/filter/add =chain=forward");
    let packets = |b: &mut Bench| -> u64 {
        get(&b.rows(c, "/ip/firewall/filter/print")[0], "packets")
            .parse()
            .unwrap()
    };
    assert_eq!(packets(&mut b), 0);
    b.engine.change_world(&json!({"counters": true}), b.now).unwrap();
    b.advance(10_000);
    let first = packets(&mut b);
    b.advance(10_000);
    assert!(packets(&mut b) > first && first > 0);
    let state = b.state()["menus"]["/ip/firewall/filter"][0].clone();
    assert!(state.get("packets").is_none(), "the state is configuration");
}

#[test]
fn scripts_give_flags_by_their_bare_names() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    let source = "/routing/table/add fib name=t comment=fib; \
                  /ip/route/add blackhole dst-address=0.0.0.0/0 routing-table=t distance=250; \
                  /routing/table/set [find name=t] comment=\"fib\"";
    b.ok(c, &format!("/system/script/add =name=s '=source={source}'"));
    b.ok(c, "/system/script/run =number=s");
    let tables = b.rows(c, "/routing/table/print ?name=t");
    assert_eq!(
        (field(&tables[0], "fib").is_some(), get(&tables[0], "comment")),
        (true, "fib")
    );
    let routes = b.rows(c, "/ip/route/print ?routing-table=t");
    assert!(field(&routes[0], "blackhole").is_some());
    // Only a property without a value is given so.
    b.ok(
        c,
        "/system/script/add =name=bad '=source=/routing/table/add disabled name=u'",
    );
    assert!(!b.trap(c, "/system/script/run =number=bad").is_empty());
    assert!(b.rows(c, "/routing/table/print ?name=u").is_empty());
}
