//! Drift and lost databases as scripts and people meet them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use serde_json::{Value, json};
use support::Bench;

const VLAN: (&str, &str) = ("/interface/vlan", "vif/tor:vlan");

fn with_tor() -> Bench {
    let bench = Bench::ready();
    bench.ok(&[
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "tor",
        "--service",
        "tor",
        "--parent",
        "ether5",
    ]);
    bench
}

fn reconcile(bench: &Bench, exit: i32, more: &[&str]) -> Value {
    let mut words = vec!["--json", "reconcile", "--router", "home"];
    words.extend(more);
    let (code, output) = bench.run(&words);
    assert_eq!(
        code,
        exit,
        "{more:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn each_difference_is_accepted_adopted_or_repaired_by_its_name() {
    let bench = with_tor();
    assert_eq!(reconcile(&bench, 0, &[])["differences"], json!([]));
    bench.edit(VLAN.0, VLAN.1, &json!({"mtu": "1400", "vlan-id": "150"}));
    let found = reconcile(&bench, 3, &[]);
    let first = &found["differences"][0];
    assert_eq!(
        (
            &first["id"],
            &first["resource"],
            &first["role"],
            &first["menu"],
            &first["difference"]
        ),
        (
            &json!("vif/tor:vlan:mtu"),
            &json!("vif/tor"),
            &json!("vlan"),
            &json!("/interface/vlan"),
            &json!("changed")
        )
    );
    assert_eq!(
        (
            &first["class"],
            &first["code"],
            &first["deployed"],
            &first["actual"]
        ),
        (
            &json!("foreignEdit"),
            &json!("drift-foreign-edit"),
            &json!("1500"),
            &json!("1400")
        )
    );
    assert!(first["repair"].as_str().unwrap().contains("mtu=1500"));

    let left = reconcile(&bench, 3, &["--accept", "vif/tor:vlan:mtu"]);
    assert_eq!(left["differences"].as_array().unwrap().len(), 1);
    assert_eq!(left["accepted"][0]["id"], "vif/tor:vlan:mtu");
    let done = reconcile(&bench, 0, &["--adopt", "vif/tor:vlan:vlan-id"]);
    assert_eq!(
        (&done["adopted"], &done["differences"]),
        (&json!(["vif/tor:vlan:vlan-id"]), &json!([]))
    );
    assert_eq!(
        bench.json(&["vif", "show", "--router", "home", "--name", "tor"])["vlanId"],
        150
    );
    let all = reconcile(&bench, 0, &["--all"]);
    assert!(!all["respelled"].as_array().unwrap().is_empty());
    assert!(
        bench
            .ok(&["reconcile", "--router", "home"])
            .contains("1 accepted (--all shows them).")
    );

    bench.edit(VLAN.0, VLAN.1, &json!({"mtu": "1300"}));
    reconcile(&bench, 3, &[]);
    bench.ok(&["reconcile", "--router", "home", "--repair"]);
    assert_eq!(bench.row(VLAN.0, VLAN.1)["mtu"], "1500");

    let refused = |exit, more: &[&str]| {
        let mut words = vec!["reconcile", "--router", "home"];
        words.extend(more);
        bench.refused(exit, &words)
    };
    assert_eq!(refused(1, &["--accept", "vif/tor:vlan:mtu"]), "drift-not-found");
    bench.edit("/ip/route", "vif/tor:blackhole", &json!({"disabled": "yes"}));
    assert_eq!(
        refused(1, &["--adopt", "vif/tor:blackhole:disabled"]),
        "drift-not-adoptable"
    );
    assert_eq!(
        refused(2, &["--repair", "--accept", "vif/tor:blackhole:disabled"]),
        "usage"
    );
    bench.ok(&["reconcile", "--router", "home", "--repair"]);
}

#[test]
fn a_new_installation_takes_over_what_a_lost_one_left() {
    let lost = with_tor();
    lost.ok(&[
        "steer", "add", "--router", "home", "--device", "vlan:20", "--via", "tor",
    ]);
    let old = lost.json(&["router", "show", "home"])["controller"]
        .as_str()
        .unwrap()
        .to_owned();
    let bench = Bench {
        runtime: lost.runtime,
        sim: lost.sim,
        data: tempfile::tempdir().unwrap(),
    };
    let url = format!("routeros+api://admin@{}", bench.sim.api_address().unwrap());
    bench.ok(&["router", "add", "home", "--url", &url]);
    let missing = bench.refused(1, &["router", "adopt", "home", "--controller", "00000000"]);
    assert_eq!(missing, "nothing-to-adopt");
    let adopt = ["router", "adopt", "home", "--controller", old.as_str()];
    assert!(
        bench
            .ok(&[&adopt[..], &["--dry-run"]].concat())
            .starts_with("Would take over")
    );
    let adoption = bench.json(&adopt);
    assert_eq!(
        (
            &adoption["virtualInterfaces"],
            &adoption["steeringRules"],
            &adoption["differences"]
        ),
        (&json!(["tor"]), &json!(["vlan:20"]), &json!(0))
    );
    assert_eq!(bench.refused(1, &adopt), "own-controller");
    reconcile(&bench, 0, &[]);
    bench.ok(&["vif", "delete", "--router", "home", "--name", "tor", "--cascade"]);
    assert_eq!(bench.marked_vlans(), 0);
}
