//! Any sequence of commands: what can be taken back is taken back exactly.

use proptest::prelude::*;

use super::Bench;

/// Commands over a handful of names and rows, right and wrong ones.
fn command() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["a", "b", "ether1", "ether2", "bridge", "nope"]);
    let id = 0_u32..12;
    let menu = prop::sample::select(vec![
        "/interface/vlan",
        "/interface/bridge/port",
        "/ip/address",
        "/ip/route",
        "/ip/firewall/filter",
        "/interface/list",
        "/interface/list/member",
        "/routing/table",
        "/interface",
        "/ip/firewall/address-list",
    ]);
    let host = 1_u8..4;
    (0_usize..18, menu, name, id, host).prop_map(|(kind, menu, name, id, host)| match kind {
        0 => format!("/interface/vlan/add =name={name} =interface=ether{host} =vlan-id={id}"),
        1 => format!("/ip/address/add =address=10.0.{host}.1/24 =interface={name}"),
        2 => format!("/ip/route/add =dst-address=10.9.{id}.0/24 =gateway=10.0.{host}.9"),
        3 => format!("/ip/firewall/filter/add =chain=forward =in-interface={name} =place-before=*{id:X}"),
        4 => format!("/ip/firewall/filter/add =chain=forward =comment={name}"),
        5 => format!("/routing/table/add =name={name} =fib="),
        6 => format!("/interface/list/add =name={name}"),
        7 => format!("/interface/list/member/add =list={name} =interface=ether{host}"),
        8 => format!("/interface/bridge/port/add =bridge=bridge =interface=ether{host}"),
        9 | 10 => format!("{menu}/remove =.id=*{id:X}"),
        11 => format!("{menu}/set =.id=*{id:X} =comment={name}"),
        12 => format!("/interface/set =.id=*{id:X} =name={name}{host}"),
        13 => format!("/ip/firewall/filter/move =numbers=*{id:X} =destination=*{host}"),
        14 => format!("{menu}/disable =numbers=*{id:X}"),
        15 => format!("{menu}/enable =numbers=*{id:X}"),
        16 => format!("/ip/address/set =.id=*{id:X} =address=10.0.{host}.2/24"),
        _ => format!("/ip/firewall/address-list/add =list=l =address=10.0.0.{id}"),
    })
}

fn cases() -> ProptestConfig {
    let cases = if std::env::var_os("NNC_SOAK").is_some() {
        5000
    } else {
        150
    };
    ProptestConfig {
        cases,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_rollback_of_safe_mode_restores_everything(
        before in prop::collection::vec(command(), 0..25),
        within in prop::collection::vec((any::<bool>(), command()), 0..40),
    ) {
        let mut b = Bench::new("7.22.3");
        let (holder, other) = (b.login(), b.login());
        for line in &before {
            b.say(holder, line);
        }
        let state = b.state();
        b.ok(holder, "/safe-mode/take");
        for (mine, line) in &within {
            b.say(if *mine { holder } else { other }, line);
        }
        b.disconnect(holder);
        prop_assert_eq!(b.state(), state);
    }

    #[test]
    fn undoing_everything_restores_everything_and_redoing_it_brings_it_back(
        before in prop::collection::vec(command(), 0..25),
        within in prop::collection::vec(command(), 0..40),
    ) {
        let mut b = Bench::new("7.22.3");
        let c = b.login();
        for line in &before {
            b.say(c, line);
        }
        let mut states = vec![b.state()];
        for line in &within {
            let answer = b.say(c, line);
            let state = b.state();
            if state != states[states.len() - 1] {
                prop_assert_eq!(answer.len(), 1, "a refused command changed something: {}", line);
                states.push(state);
            }
        }
        // Actions that changed nothing visible are actions too: undo until the first state is there.
        let mut undone = 0;
        while b.state() != states[0] {
            b.ok(c, "/undo");
            undone += 1;
            prop_assert!(undone <= 100);
        }
        for _ in 0..undone {
            b.ok(c, "/redo");
        }
        prop_assert_eq!(&b.state(), &states[states.len() - 1]);
    }
}
