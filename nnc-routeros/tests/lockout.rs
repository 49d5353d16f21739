//! The lockout prediction against labels that come from an execution: no lockout missed, few false alarms.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod lockout_support;

use lockout_support::beneath::beneath;
use lockout_support::combined::combined;
use lockout_support::edit::{Edit, by, change};
use lockout_support::home::{MAC, PLACES, Place};
use lockout_support::label::locked_out;
use lockout_support::own::{self, steering};
use lockout_support::rules::rules;
use nnc_core::walk::{Lockout, Management};
use nnc_routeros::lockout::{judge, predict};
use serde_json::{Value, json};

/// A controller of which nobody knows where it is.
fn anyone(place: &Place) -> Management {
    Management {
        controller: None,
        router: None,
        ..place.management()
    }
}

#[test]
fn lockouts_are_foreseen() {
    let stride = if std::env::var_os("NNC_SOAK").is_some() {
        1
    } else {
        5
    };
    let mut told_blind = 0;
    let (mut judged, mut lockouts, mut missed, mut alarms, mut undecided) =
        (0, 0, Vec::new(), Vec::new(), Vec::new());
    for place in PLACES {
        let fixture = place.router();
        assert_eq!(locked_out(&place, &fixture), None, "{}", place.name);
        let before = place.snapshot(&fixture);
        let changes = [rules(&place), combined(&place), beneath(&place)].concat();
        for change in changes.iter().step_by(stride) {
            judged += 1;
            let label = locked_out(&place, &change.executed(&fixture));
            lockouts += usize::from(label.is_some());
            let after = change.predicted(&before);
            let answer = judge(&before, &after, &place.management());
            // Where nothing is known of the controller, less can be told, and nothing wrong.
            let blind = judge(&before, &after, &anyone(&place));
            let in_the_blind = blind == Lockout::Safe;
            told_blind += usize::from(in_the_blind && label.is_none());
            assert!(
                !(in_the_blind && label.is_some()),
                "{}: {}: {label:?}",
                place.name,
                change.name
            );
            assert!(
                !matches!(blind, Lockout::Unsafe { .. }) || label.is_some(),
                "{}: {}",
                place.name,
                change.name
            );
            let told = format!(
                "{}: {}\n  executed: {label:?}\n  judged: {answer:?}",
                place.name, change.name
            );
            match (&label, &answer) {
                (Some(_), Lockout::Safe) => missed.push(told),
                (None, Lockout::Unsafe { .. }) => alarms.push(told),
                (_, Lockout::CannotTell { .. }) => undecided.push(label.is_some()),
                _ => {}
            }
        }
    }
    let safe = undecided.iter().filter(|locked_out| !**locked_out).count();
    let summary = format!(
        "measured: {judged} changes, {lockouts} of them lock the controller out: {} missed, {} false alarms; cannot tell {} ({safe} of them harmless); knowing nothing of the controller: 0 missed, {told_blind} told to be harmless\n",
        missed.len(),
        alarms.len(),
        undecided.len(),
    );
    std::io::Write::write_all(&mut std::io::stdout(), summary.as_bytes()).unwrap();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert!(
        judged >= 200 && lockouts >= 50 && judged - lockouts >= 50,
        "{summary}"
    );
    assert!(alarms.len() * 50 <= judged - lockouts, "{}", alarms.join("\n"));
    // What cannot be told costs a probe; a prediction that never tells would miss nothing either.
    assert!(safe * 50 <= judged - lockouts, "{summary}");
}

#[test]
fn a_lockout_is_shown_with_the_packet_and_the_rows_that_decide_it() {
    let place = PLACES[0];
    let fixture = place.router();
    let before = place.snapshot(&fixture);
    let drop = json!({"chain": "mine", "action": "drop", "protocol": "tcp", "comment": "the culprit"});
    let jump = json!({"chain": "input", "action": "jump", "jump-target": "mine"});
    let filter = || "/ip/firewall/filter".to_owned();
    let changed = change(
        "a jump to a chain that drops",
        [Edit::Add(filter(), true, jump), Edit::Add(filter(), false, drop)],
    );
    let Lockout::Unsafe { reason, packet, path } =
        judge(&before, &changed.predicted(&before), &place.management())
    else {
        panic!("it locks the controller out");
    };
    assert_eq!(
        reason,
        "the controller's packets of the present connection do not arrive"
    );
    let packet = packet.unwrap();
    assert_eq!(
        (packet.in_interface.as_str(), packet.destination_port),
        ("bridge", 8728)
    );
    assert_eq!(packet.source.to_string(), place.controller);
    let told: Vec<&str> = path.iter().map(|step| step.effect.as_str()).collect();
    assert_eq!(told, ["sends it to chain mine", "drops it"]);
    assert_eq!(path[1].row.comment.as_deref(), Some("the culprit"));
}

#[test]
fn what_cannot_be_told_is_not_called_safe() {
    let place = PLACES[0];
    let fixture = place.router();
    let before = place.snapshot(&fixture);
    let filter = |row: Value| Edit::Add("/ip/firewall/filter".to_owned(), true, row);
    for change in [
        change(
            "a rate limit",
            [filter(
                json!({"chain": "input", "action": "drop", "limit": "10,5:packet"}),
            )],
        ),
        change(
            "a list that fills itself",
            [
                filter(json!({"chain": "input", "action": "drop", "src-address-list": "seen"})),
                filter(
                    json!({"chain": "input", "action": "add-src-to-address-list", "address-list": "seen"}),
                ),
            ],
        ),
        change(
            "a menu that is not judged",
            [Edit::Add("/ip/ipsec/policy".to_owned(), false, json!({}))],
        ),
        change(
            "an attribute that is not judged",
            [Edit::Set(
                "/interface/bridge".to_owned(),
                by("name", "bridge"),
                "arp",
                "reply-only".to_owned(),
            )],
        ),
        change(
            "a certificate",
            [Edit::Set(
                "/ip/service".to_owned(),
                by("name", "api"),
                "certificate",
                "new".to_owned(),
            )],
        ),
    ] {
        let answer = judge(&before, &change.predicted(&before), &place.management());
        assert!(
            matches!(answer, Lockout::CannotTell { .. }),
            "{}: {answer:?}",
            change.name
        );
    }
}

#[test]
fn who_the_controller_is_need_not_be_known_where_nobody_is_kept_out() {
    let place = PLACES[0];
    let fixture = place.router();
    let before = place.snapshot(&fixture);
    let anyone = anyone(&place);
    let filter = |chain: &str| {
        let row = json!({"chain": chain, "action": "drop", "src-address": "192.168.88.77"});
        change(chain, [Edit::Add("/ip/firewall/filter".to_owned(), true, row)]).predicted(&before)
    };
    assert_eq!(judge(&before, &filter("forward"), &anyone), Lockout::Safe);
    assert!(matches!(
        judge(&before, &filter("input"), &anyone),
        Lockout::CannotTell { .. }
    ));
    assert_eq!(
        judge(&before, &filter("input"), &place.management()),
        Lockout::Safe
    );
}

#[test]
fn steering_the_controllers_own_device_does_not_lock_it_out() {
    for place in PLACES {
        let fixture = place.router();
        let before = place.snapshot(&fixture);
        let devices: &[&str] = if place.v4() {
            &[
                MAC,
                place.controller,
                "192.168.88.0/24",
                "192.168.20.0/24",
                "vlan:20",
            ]
        } else {
            &[MAC, "vlan:20"]
        };
        for device in devices {
            for ipv6 in [false, true] {
                let change = steering(&before, device, ipv6);
                let after = predict(&before, &change).unwrap();
                let label = locked_out(&place, &own::fixture(&fixture, &after));
                assert_eq!(label, None, "{}: {device}", place.name);
                for management in [place.management(), anyone(&place)] {
                    let answer = judge(&before, &after, &management);
                    assert_eq!(answer, Lockout::Safe, "{}: {device}, {management:?}", place.name);
                }
            }
        }
    }
}
