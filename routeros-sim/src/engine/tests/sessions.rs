//! Sessions: streams, safe mode, faults, restarts, users.

use super::*;

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
    let lists = b.rows(d, "/interface/list/print");
    let names: Vec<&str> = lists.iter().map(|list| get(list, "name")).collect();
    assert_eq!(
        names,
        ["all", "none", "dynamic", "static"],
        "these are always there"
    );
    assert_eq!(get(&b.rows(d, "/routing/table/print")[0], "name"), "main");
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
