//! The engine, step by step, with a clock of the test's own.

use serde_json::json;

use super::*;
use crate::value::{Fields, field};

const START: u64 = 1_795_000_000_000;

pub(super) struct Bench {
    engine: Engine,
    now: u64,
    next: ConnId,
}

impl Bench {
    fn settings(version: &str) -> Settings {
        Settings {
            version: version.parse().unwrap(),
            user: "admin".to_owned(),
            password: "secret".to_owned(),
            legacy_login: false,
            safe_mode_timeout_ms: 0,
            seed: 7,
        }
    }

    pub(super) fn new(version: &str) -> Self {
        Self {
            engine: Engine::new(Self::settings(version), START).unwrap(),
            now: START,
            next: 1,
        }
    }

    pub(super) fn login(&mut self) -> ConnId {
        let conn = self.next;
        self.next += 1;
        self.engine.connect(conn, Transport::Api, None, self.now);
        let replies = self.say(conn, "/login =name=admin =password=secret");
        assert!(matches!(replies[..], [Reply::Done(None)]), "{replies:?}");
        conn
    }

    fn handle(&mut self, conn: ConnId, line: &str) {
        let mut request = Request::default();
        for (index, word) in split(line).into_iter().enumerate() {
            if index == 0 {
                request.path = word;
            } else if let Some(tag) = word.strip_prefix(".tag=") {
                request.tag = Some(Value::from(tag.to_owned()));
            } else if let Some(query) = word.strip_prefix('?') {
                request.queries.push(Value::from(query.to_owned()));
            } else {
                let (name, value) = word
                    .trim_start_matches('=')
                    .split_once('=')
                    .unwrap_or((&word[1..], ""));
                request = request.with(name, value.to_owned());
            }
        }
        self.engine.handle(conn, &request, self.now);
    }

    /// Sends a command; what came back for that connection.
    pub(super) fn say(&mut self, conn: ConnId, line: &str) -> Vec<Reply> {
        self.handle(conn, line);
        self.engine
            .take_output()
            .into_iter()
            .filter_map(|output| match output {
                Output::Reply { conn: to, reply, .. } if to == conn => Some(reply),
                _ => None,
            })
            .collect()
    }

    fn rows(&mut self, conn: ConnId, line: &str) -> Vec<Fields> {
        self.say(conn, line)
            .into_iter()
            .filter_map(|reply| match reply {
                Reply::Row(fields) => Some(fields),
                Reply::Trap(trap) => panic!("{line}: {}", trap.message),
                _ => None,
            })
            .collect()
    }

    pub(super) fn ok(&mut self, conn: ConnId, line: &str) -> String {
        match &self.say(conn, line)[..] {
            [Reply::Done(ret)] => ret
                .as_ref()
                .map(|r| String::from_utf8_lossy(r).into_owned())
                .unwrap_or_default(),
            other => panic!("{line}: {other:?}"),
        }
    }

    fn trap(&mut self, conn: ConnId, line: &str) -> String {
        match &self.say(conn, line)[..] {
            [Reply::Trap(trap), Reply::Done(None)] => trap.message.clone(),
            other => panic!("{line}: {other:?}"),
        }
    }

    pub(super) fn disconnect(&mut self, conn: ConnId) {
        self.engine.disconnect(conn, self.now);
    }

    fn advance(&mut self, millis: u64) {
        self.now += millis;
        self.engine.tick(self.now);
    }

    pub(super) fn state(&self) -> serde_json::Value {
        self.engine.state_json()
    }
}

/// Words separated by spaces; double quotes hold spaces.
fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words
}

fn get<'a>(fields: &'a Fields, name: &str) -> &'a str {
    field(fields, name).map_or("", |value| crate::value::as_text(value))
}

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
fn listen_tells_changes_and_deaths() {
    let mut b = Bench::new("7.22.3");
    let (c, d) = (b.login(), b.login());
    assert!(b.say(c, "/interface/vlan/listen .tag=l").is_empty());
    b.handle(d, "/interface/vlan/add =name=v =interface=ether1");
    b.handle(d, "/interface/vlan/set =.id=*7 =comment=hello");
    b.handle(d, "/interface/vlan/remove =.id=*7");
    let told: Vec<String> = b
        .engine
        .take_output()
        .into_iter()
        .filter_map(|output| match output {
            Output::Reply {
                conn,
                tag: Some(tag),
                reply: Reply::Row(fields),
            } if conn == c => {
                assert_eq!(tag, "l");
                Some(format!(
                    "{} {}{}",
                    get(&fields, ".id"),
                    get(&fields, "comment"),
                    get(&fields, ".dead")
                ))
            }
            _ => None,
        })
        .collect();
    assert_eq!(told, ["*7 ", "*7 hello", "*7 true"]);
    let replies = b.say(c, "/cancel =tag=l");
    assert!(
        matches!(&replies[..], [Reply::Trap(trap), Reply::Done(None), Reply::Done(None)] if trap.category == Some(2))
    );
    b.handle(d, "/interface/vlan/add =name=v =interface=ether1");
    assert_eq!(b.engine.take_output().len(), 1);
}

#[test]
fn safe_mode_covers_every_session_and_restores_ids_and_order() {
    let mut b = Bench::new("7.22.3");
    let (c, d) = (b.login(), b.login());
    let first = b.ok(c, "/ip/firewall/filter/add =chain=forward =comment=one");
    b.ok(c, "/ip/firewall/filter/add =chain=forward =comment=two");
    b.ok(c, "/ip/address/add =address=10.0.0.1/24 =interface=ether1");
    let before = b.state();
    b.ok(c, "/safe-mode/take");
    assert!(b.trap(d, "/safe-mode/take").contains("already taken"));
    assert_eq!(get(&b.rows(d, "/safe-mode/print")[0], "enabled"), "true");
    assert_eq!(get(&b.rows(d, "/safe-mode/print")[0], "current"), "false");
    b.ok(c, &format!("/ip/firewall/filter/move =numbers={first}"));
    b.ok(d, &format!("/ip/firewall/filter/remove =.id={first}"));
    b.ok(d, "/ip/address/set =.id=*1 =address=10.0.1.1/24");
    b.ok(c, "/interface/vlan/add =name=v =interface=ether1");
    assert_ne!(b.state(), before);
    b.engine.disconnect(c, b.now);
    assert_eq!(b.state(), before);
    b.ok(d, "/safe-mode/take");
    b.ok(d, "/interface/vlan/add =name=v =interface=ether1");
    b.ok(d, "/safe-mode/release");
    let kept = b.state();
    b.ok(d, "/safe-mode/take");
    b.ok(d, "/interface/vlan/set =numbers=v =comment=x");
    b.ok(d, "/safe-mode/unroll");
    assert_eq!(b.state(), kept);
    b.ok(d, "/safe-mode/take");
    b.ok(d, "/interface/vlan/set =numbers=v =comment=x");
    let quit = b.say(d, "/quit");
    assert!(matches!(
        quit[..],
        [Reply::Fatal("session terminated on request")]
    ));
    assert_ne!(b.state(), kept, "/quit does not undo");
}

#[test]
fn safe_mode_ends_after_a_hundred_actions() {
    for (actions, kept) in [(100, false), (101, true)] {
        let mut b = Bench::new("7.22.3");
        let (c, d) = (b.login(), b.login());
        b.ok(c, "/safe-mode/take");
        for n in 0..actions {
            b.ok(
                c,
                &format!("/ip/firewall/address-list/add =list=l =address=10.0.0.{n}"),
            );
        }
        b.engine.disconnect(c, b.now);
        let rows = b.rows(d, "/ip/firewall/address-list/print").len();
        assert_eq!(rows, if kept { actions } else { 0 });
    }
}

#[test]
fn safe_mode_can_outlive_its_connection() {
    let mut b = Bench::new("7.22.3");
    b.engine.settings.safe_mode_timeout_ms = 5000;
    let (c, d) = (b.login(), b.login());
    b.ok(c, "/safe-mode/take");
    b.ok(c, "/interface/vlan/add =name=v =interface=ether1");
    b.engine.disconnect(c, b.now);
    assert_eq!(b.rows(d, "/interface/vlan/print").len(), 1);
    assert!(
        b.trap(d, "/safe-mode/take").contains("already taken"),
        "a stale hold blocks the next take"
    );
    assert_eq!(b.engine.next_deadline(), Some(b.now + 5000));
    b.advance(5000);
    assert_eq!(b.rows(d, "/interface/vlan/print").len(), 0);
    b.ok(d, "/safe-mode/take");
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
fn faults_strike_the_counted_write() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    b.engine.set_fault(Some(Fault {
        kind: FaultKind::Trap("failure: no".to_owned()),
        remaining: 2,
    }));
    b.rows(c, "/interface/print");
    b.ok(c, "/interface/vlan/add =name=a =interface=ether1 =vlan-id=2");
    assert_eq!(
        b.trap(c, "/interface/vlan/set =numbers=a =comment=x"),
        "failure: no"
    );
    b.ok(c, "/interface/vlan/set =numbers=a =comment=x");
    for (kind, executed) in [(FaultKind::Drop, false), (FaultKind::DropAfter, true)] {
        let c = b.login();
        b.engine.set_fault(Some(Fault { kind, remaining: 1 }));
        let vlans = b.state()["menus"]["/interface/vlan"].as_array().unwrap().len();
        b.handle(
            c,
            &format!(
                "/interface/vlan/add =name=n{executed} =interface=ether2 =vlan-id={}",
                10 + u8::from(executed)
            ),
        );
        let output = b.engine.take_output();
        assert!(
            matches!(output.iter().collect::<Vec<_>>()[..], [Output::Cut { conn }] if *conn == c),
            "{output:?}"
        );
        assert_eq!(
            b.state()["menus"]["/interface/vlan"].as_array().unwrap().len(),
            vlans + usize::from(executed)
        );
    }
    let c = b.login();
    b.engine.set_fault(Some(Fault {
        kind: FaultKind::Hang,
        remaining: 1,
    }));
    assert!(
        b.say(c, "/interface/vlan/add =name=h =interface=ether3")
            .is_empty()
    );
    assert!(b.say(c, "/interface/print").is_empty());
    let d = b.login();
    assert_eq!(b.rows(d, "/interface/vlan/print ?name=h").len(), 0);
}

#[test]
fn a_reboot_renumbers_and_forgets() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    b.ok(c, "/ip/address/add =address=10.0.0.1/24 =interface=ether1");
    let a = b.ok(c, "/ip/firewall/filter/add =chain=forward =comment=a");
    b.ok(c, "/ip/firewall/filter/add =chain=forward =comment=b");
    b.ok(c, &format!("/ip/firewall/filter/remove =.id={a}"));
    b.ok(c, "/safe-mode/take");
    b.ok(c, "/interface/vlan/add =name=v =interface=ether1");
    b.advance(60_000);
    b.engine.set_fault(Some(Fault {
        kind: FaultKind::Reboot,
        remaining: 1,
    }));
    assert!(
        b.say(c, "/interface/vlan/add =name=w =interface=ether1")
            .is_empty()
    );
    let d = b.login();
    assert!(b.rows(d, "/interface/vlan/print").is_empty());
    let rules = b.rows(d, "/ip/firewall/filter/print");
    assert_eq!(
        (rules.len(), get(&rules[0], ".id"), get(&rules[0], "comment")),
        (1, "*1", "b")
    );
    assert_eq!(
        b.rows(d, "/ip/route/print").len(),
        1,
        "connected routes come back"
    );
    assert_eq!(get(&b.rows(d, "/system/resource/print")[0], "uptime"), "0s");
}

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
fn groups_decide_what_is_allowed() {
    let mut b = Bench::new("7.22.3");
    let c = b.login();
    b.ok(c, "/user/group/add =name=blind =policy=read,api");
    b.ok(c, "/user/add =name=guest =group=blind =password=guest");
    b.ok(c, "/user/group/add =name=noapi =policy=read,web");
    b.ok(c, "/user/add =name=web =group=noapi =password=web");
    b.ok(c, "/interface/wireguard/add =name=wg0");
    assert!(!get(&b.rows(c, "/interface/wireguard/print")[0], "private-key").is_empty());
    let d = 90;
    b.engine.connect(d, Transport::Api, None, b.now);
    for wrong in [
        "/login =name=guest =password=x",
        "/login =name=web =password=web",
        "/login =name=ghost =password=",
    ] {
        assert_eq!(b.trap(d, wrong), "invalid user name or password (6)");
    }
    b.ok(d, "/login =name=guest =password=guest");
    assert_eq!(
        b.trap(d, "/interface/vlan/add =interface=ether1"),
        "not enough permissions (9)"
    );
    let row = b.rows(d, "/interface/wireguard/print").remove(0);
    assert!(field(&row, "private-key").is_none() && !get(&row, "public-key").is_empty());
    assert!(
        b.rows(d, "/user/print")
            .iter()
            .all(|row| field(row, "password").is_none())
    );
}

#[test]
fn a_stranger_is_shown_the_door() {
    let mut b = Bench::new("7.22.3");
    b.engine.connect(5, Transport::Api, None, b.now);
    assert!(matches!(
        b.say(5, "/interface/print")[..],
        [Reply::Fatal("not logged in")]
    ));
    b.engine.settings.legacy_login = true;
    b.engine.connect(6, Transport::Api, None, b.now);
    let challenge = b.ok(6, "/login");
    let response = routeros_wire::login::challenge_response(b"secret", challenge.as_bytes()).unwrap();
    b.ok(6, &format!("/login =name=admin =response={response}"));
    assert_eq!(b.rows(6, "/system/identity/print").len(), 1);
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
