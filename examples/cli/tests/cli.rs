//! The command line as scripts and people use it: real processes, a simulated router on real sockets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

mod support;

use support::{Bench, PASSWORD};

#[test]
fn the_main_job_in_a_shell() {
    let bench = Bench::ready();
    let made = bench.json(&[
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "tor-usa",
        "--name",
        "tor-germany",
        "--service",
        "tor",
    ]);
    assert_eq!(made["changed"], true);
    assert_eq!(made["virtualInterfaces"].as_array().unwrap().len(), 2);
    let again = bench.json(&[
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "tor-usa",
        "--service",
        "tor",
    ]);
    assert_eq!(again["changed"], false);
    assert!(
        bench
            .ok(&["vif", "list", "--router", "home"])
            .contains("nnc-tor-usa")
    );
    assert_eq!(
        bench.json(&["vif", "show", "--router", "home", "--name", "tor-usa"])["vlanId"],
        100
    );
    bench.ok(&[
        "steer",
        "add",
        "--router",
        "home",
        "--device",
        "02:00:00:00:00:01",
        "--via",
        "tor-usa",
    ]);
    bench.ok(&[
        "steer",
        "switch",
        "--router",
        "home",
        "--device",
        "02:00:00:00:00:01",
        "--via",
        "tor-germany",
    ]);
    assert_eq!(
        bench.json(&["steer", "list", "--router", "home"])["steeringRules"][0]["via"],
        "tor-germany"
    );
    bench.ok(&["reconcile", "--router", "home"]);
    bench.ok(&["verify-leaks", "--router", "home"]);
    assert_eq!(
        bench.json(&["pool", "status", "--router", "home"])["allocated"],
        2
    );
    assert_eq!(
        bench.json(&["pool", "allocations", "--router", "home"])["allocations"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        bench.refused(1, &["vif", "delete", "--router", "home", "--name", "tor-germany"]),
        "vif-in-use"
    );
    bench.ok(&[
        "vif",
        "delete",
        "--router",
        "home",
        "--name",
        "tor-usa",
        "--name",
        "tor-germany",
        "--cascade",
    ]);
    assert_eq!(bench.marked_vlans(), 0);
    bench.ok(&["recover"]);
    bench.ok(&["router", "remove", "home"]);
    assert_eq!(bench.json(&["router", "list"])["routers"], json!([]));
}

#[test]
fn a_dry_run_writes_nothing() {
    let bench = Bench::ready();
    let plan = bench.json(&[
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "a",
        "--service",
        "tor",
        "--dry-run",
    ]);
    assert_eq!(
        (plan["dryRun"].clone(), plan["changed"].clone()),
        (json!(true), json!(true))
    );
    assert!(
        plan["commands"]
            .as_array()
            .unwrap()
            .iter()
            .any(|line| line.as_str().unwrap().starts_with("/interface vlan add"))
    );
    assert_eq!(bench.marked_vlans(), 0);
    assert_eq!(
        bench.json(&["vif", "list", "--router", "home"])["virtualInterfaces"],
        json!([])
    );
}

#[test]
fn wrong_words_end_with_two() {
    let bench = Bench::new();
    for words in [
        &["vif"][..],
        &["nonsense"],
        &["vif", "create"],
        &["steer", "add", "--router", "home"],
        &["--wait", "x", "recover"],
    ] {
        let (code, output) = bench.run(words);
        assert_eq!((code, output.stdout.is_empty()), (2, true), "{words:?}");
        assert_eq!(bench.refused(2, words), "usage");
    }
    for words in [&["--help"][..], &["--version"], &["vif", "create", "--help"]] {
        let (code, output) = bench.run(words);
        assert_eq!((code, output.stdout.is_empty()), (0, false), "{words:?}");
    }
}

#[test]
fn refusals_have_codes() {
    let bench = Bench::ready();
    let refused = |words: &[&str]| bench.refused(1, words);
    assert_eq!(refused(&["vif", "list", "--router", "nowhere"]), "no-such-router");
    assert_eq!(
        refused(&[
            "vif",
            "create",
            "--router",
            "home",
            "--name",
            "Bad Name",
            "--service",
            "tor"
        ]),
        "invalid-name"
    );
    assert_eq!(
        refused(&[
            "vif",
            "create",
            "--router",
            "home",
            "--name",
            "a",
            "--service",
            "nonsense"
        ]),
        "invalid-service"
    );
    assert_eq!(
        refused(&["steer", "add", "--router", "home", "--device", "tv", "--via", "a"]),
        "invalid-device"
    );
    assert_eq!(
        refused(&["router", "add", "x", "--url", "http://h"]),
        "invalid-url"
    );
    assert_eq!(
        refused(&[
            "router",
            "add",
            "x",
            "--url",
            "routeros+apis://h",
            "--pin",
            "sha256:zz"
        ]),
        "invalid-pin"
    );
    assert_eq!(
        refused(&["pool", "set", "--router", "home", "--range", "9-3"]),
        "invalid-pool"
    );
    let url = format!("routeros+api://admin@{}", bench.sim.api_address().unwrap());
    assert_eq!(
        refused(&["router", "add", "home", "--url", &url]),
        "router-exists"
    );
    // The simulator's certificate is its own: without its fingerprint it is not trusted.
    let tls = format!("routeros+apis://admin@{}", bench.sim.api_ssl_address().unwrap());
    assert_eq!(refused(&["router", "add", "tls", "--url", &tls]), "tls-failed");
    let pin = bench.sim.fingerprint().unwrap();
    bench.ok(&["router", "add", "tls", "--url", &tls, "--pin", pin]);
}

#[test]
fn drift_and_leaks_have_exit_codes() {
    let bench = Bench::ready();
    bench.ok(&[
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "a",
        "--service",
        "tor",
        "--parent",
        "ether5",
    ]);
    bench.ok(&[
        "steer",
        "add",
        "--router",
        "home",
        "--device",
        "02:00:00:00:00:01",
        "--via",
        "a",
    ]);
    // A reboot in the simulator leaves rows alone; a second program that takes a rule away does not.
    let other = tempfile::tempdir().unwrap();
    let url = format!("routeros+api://admin@{}", bench.sim.api_address().unwrap());
    let router = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nnc"));
        command
            .arg("--data")
            .arg(other.path())
            .args(words)
            .env("NNC_ROUTER_PASSWORD", PASSWORD)
            .output()
            .unwrap()
            .status
            .code()
    };
    assert_eq!(router(&["router", "add", "home", "--url", &url]), Some(0));
    assert_eq!(
        router(&["reconcile", "--router", "home"]),
        Some(0),
        "another controller's rows are none of its business"
    );
    // Either of the two barriers alone is enough; so both are taken away.
    bench.remove_marked("/ip/firewall/mangle", ":mark");
    bench.ok(&["verify-leaks", "--router", "home"]);
    bench.remove_marked("/ip/firewall/filter", ":exit");
    let (code, _) = bench.run(&["reconcile", "--router", "home"]);
    assert_eq!(code, 3);
    let (code, output) = bench.run(&["verify-leaks", "--router", "home"]);
    assert_eq!(code, 4, "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("LEAK"));
    bench.ok(&["reconcile", "--router", "home", "--repair"]);
    bench.ok(&["reconcile", "--router", "home"]);
    bench.ok(&["verify-leaks", "--router", "home"]);
}

#[test]
fn twenty_processes_get_twenty_vlans() {
    let bench = Bench::ready();
    let children: Vec<Child> = (0..20)
        .map(|number| {
            let name = format!("v{number}");
            let words = [
                "--wait",
                "120",
                "vif",
                "create",
                "--router",
                "home",
                "--name",
                &name,
                "--service",
                "tor",
            ];
            bench
                .command(&words)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let made = bench.json(&["vif", "list", "--router", "home"]);
    let vlans: std::collections::BTreeSet<u64> = made["virtualInterfaces"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["vlanId"].as_u64().unwrap())
        .collect();
    assert_eq!((vlans.len(), bench.marked_vlans()), (20, 20));
}

#[test]
fn a_busy_router_says_so() {
    let bench = Bench::ready();
    // The router stops answering in the middle of a change, so that the first process keeps its lock.
    bench.sim.fault(&json!({"kind": "hang", "at": 3})).unwrap();
    let words = [
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "a",
        "--service",
        "tor",
    ];
    let mut first = bench
        .command(&words)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It writes, so it holds the lock.
    let writes = |bench: &Bench| {
        let log = bench.sim.log();
        let commands = log["commands"].as_array().cloned().unwrap_or_default();
        commands.iter().any(|command| {
            command["words"][0]
                .as_str()
                .is_some_and(|path| path.ends_with("/add"))
        })
    };
    while !writes(&bench) {
        assert!(
            first.try_wait().unwrap().is_none(),
            "the first process ended without writing"
        );
        std::thread::yield_now();
    }
    let second = [
        "--json",
        "--wait",
        "0",
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "b",
        "--service",
        "tor",
    ];
    let (code, output) = bench.run(&second);
    assert_eq!(code, 1);
    let error: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(
        (
            error["error"]["code"].clone(),
            error["error"]["retryable"].clone()
        ),
        (json!("router-busy"), json!(true))
    );
    first.kill().unwrap();
    first.wait().unwrap();
}

/// Killed at any moment, the next command settles what was left open.
#[test]
fn a_killed_process_leaves_nothing_between() {
    let rounds = if std::env::var_os("NNC_SOAK").is_some() {
        200
    } else {
        12
    };
    let bench = Bench::ready();
    let count_of = |bench: &Bench| {
        bench.json(&["vif", "list", "--router", "home"])["virtualInterfaces"]
            .as_array()
            .unwrap()
            .len()
    };
    for round in 0..rounds {
        // The moment is told by how far the router got, not by a clock.
        bench.sim.reset_log();
        let create = [
            "vif",
            "create",
            "--router",
            "home",
            "--name",
            "k",
            "--service",
            "tor",
        ];
        let mut child = bench
            .command(&create)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let until = 1 + (round * 7) % 85;
        loop {
            let seen = bench.sim.log()["commands"].as_array().unwrap().len();
            if seen >= until || child.try_wait().unwrap().is_some() {
                break;
            }
            std::thread::yield_now();
        }
        child.kill().ok();
        child.wait().unwrap();
        bench.ok(&["recover"]);
        bench.ok(&["reconcile", "--router", "home"]);
        assert_eq!(
            count_of(&bench),
            bench.marked_vlans(),
            "killed after {until} commands"
        );
        if count_of(&bench) > 0 {
            bench.ok(&["vif", "delete", "--router", "home", "--name", "k"]);
        }
        assert_eq!(bench.marked_vlans(), 0);
    }
}
