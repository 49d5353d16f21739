//! What people read: help, tables and sentences say what is so, no more and no less.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use serde_json::json;
use support::Bench;

#[test]
fn a_steered_device_is_promised_what_holds() {
    let bench = Bench::ready();
    let vif = |name: &str, more: &[&str]| {
        let mut words = vec![
            "vif",
            "create",
            "--router",
            "home",
            "--name",
            name,
            "--service",
            "tor",
        ];
        words.extend(more);
        bench.ok(&words);
    };
    vif("shut", &[]);
    vif("open", &["--on-failure", "open"]);
    let steer = |device: &str, via: &str, more: &[&str]| {
        let mut words = vec![
            "steer", "add", "--router", "home", "--device", device, "--via", via,
        ];
        words.extend(more);
        bench.ok(&words)
    };
    assert_eq!(
        steer("02:00:00:00:00:01", "shut", &[]),
        "02:00:00:00:00:01 goes through shut, and never any other way.\n"
    );
    let ipv4_only = steer("192.168.88.77", "shut", &["--ipv4-only"]);
    assert!(ipv4_only.starts_with("The IPv4 of 192.168.88.77"), "{ipv4_only}");
    assert!(ipv4_only.contains("Its IPv6 is not covered."), "{ipv4_only}");
    let open = steer("02:00:00:00:00:02", "open", &[]);
    assert!(
        !open.contains("never") && open.contains("--on-failure open"),
        "{open}"
    );
}

#[test]
fn a_virtual_interface_is_shown_with_all_that_was_asked_for() {
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
    ]);
    let words = [
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "quiet",
        "--service",
        "psiphon",
        "--vlan",
        "300",
        "--gateway",
        "hev-socks5-tunnel",
        "--through",
        "tor",
        "--on-failure",
        "open",
        "--ipv6",
    ];
    bench.ok(&words);
    let shown = bench.ok(&["vif", "show", "--router", "home", "--name", "quiet"]);
    for line in [
        "interface        nnc-quiet on ether1, VLAN 300",
        "service          psiphon at 10.99.",
        "gateway          hev-socks5-tunnel, STOPPED",
        "goes out through tor",
        "resolver         none: name queries of steered devices are blocked",
        "IPv6             carried",
        "on failure       open",
        "status           ACTIVE",
    ] {
        assert!(shown.contains(line), "{line:?} is not in\n{shown}");
    }
}

#[test]
fn wishes_are_judged_before_the_router_is_asked() {
    let bench = Bench::ready();
    bench.sim.reset_log();
    for (code, wish) in [
        ("invalid-name", ["--name", "Tor", "--service", "tor"]),
        ("invalid-service", ["--name", "tor", "--service", "tort"]),
    ] {
        let mut words = vec!["vif", "create", "--router", "home"];
        words.extend(wish);
        assert_eq!(bench.refused(1, &words), code);
    }
    for (code, wish) in [
        ("vlan-out-of-range", ["--vlan", "1"]),
        ("vlan-out-of-range", ["--vlan", "4095"]),
        ("invalid-dns", ["--dns", "fd00::1"]),
        ("invalid-name", ["--through", "A"]),
        ("invalid-name", ["--parent", ""]),
        ("vlan-taken", ["--vlan", "7"]),
    ] {
        let mut words = vec![
            "vif",
            "create",
            "--router",
            "home",
            "--name",
            "x",
            "--service",
            "tor",
        ];
        words.extend(wish);
        if code == "vlan-taken" {
            words.extend(["--name", "y"]);
        }
        assert_eq!(bench.refused(1, &words), code, "{wish:?}");
    }
    for device in [
        "tv",
        "fe80::1",
        "list:",
        "list:a/b",
        "vlan:4095",
        "01:00:5e:00:00:01",
    ] {
        let words = [
            "steer", "add", "--router", "home", "--device", device, "--via", "x",
        ];
        assert_eq!(bench.refused(1, &words), "invalid-device", "{device}");
    }
    assert_eq!(bench.sim.log()["commands"], json!([]));
}

#[test]
fn a_pool_is_set_piece_by_piece() {
    let bench = Bench::ready();
    let set = |more: &[&str]| {
        let mut words = vec!["pool", "set", "--router", "home"];
        words.extend(more);
        words.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let ok = |more: &[&str]| {
        let words = set(more);
        bench.json(&words.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(ok(&["--quarantine", "2h"])["quarantineMs"], 7_200_000);
    assert_eq!(ok(&["--range", "300-399"])["quarantineMs"], 7_200_000);
    let status = ok(&["--prefix", "10.50.0.0/16", "--quarantine", "0"]);
    assert_eq!(
        (
            &status["first"],
            &status["last"],
            &status["prefix"],
            &status["quarantineMs"]
        ),
        (&json!(300), &json!(399), &json!("10.50.0.0/16"), &json!(0))
    );
    let shown = bench.ok(&["pool", "status", "--router", "home"]);
    assert!(
        shown.contains("300-399") && shown.contains("rests for 0s"),
        "{shown}"
    );
    for wrong in [
        ["--quarantine", "8d"],
        ["--quarantine", "-1"],
        ["--quarantine", "5x"],
        ["--quarantine", "99999999999999999999d"],
        ["--range", "300"],
        ["--range", "399-300"],
        ["--range", "1-300"],
        ["--prefix", "10.0.0.1/16"],
        ["--prefix", "fd00::/16"],
        ["--prefix", "10.0.0.0/25"],
        ["--prefix", "x"],
    ] {
        let words = set(&[&format!("{}={}", wrong[0], wrong[1])]);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        assert_eq!(bench.refused(1, &words), "invalid-pool", "{wrong:?}");
    }
    assert_eq!(bench.refused(2, &["pool", "set", "--router", "home"]), "usage");
    assert_eq!(bench.json(&["pool", "status", "--router", "home"]), status);
    // Without a quarantine a released id is free at once.
    bench.ok(&[
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "a",
        "--service",
        "tor",
    ]);
    bench.ok(&["vif", "delete", "--router", "home", "--name", "a"]);
    let again = bench.json(&[
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "b",
        "--service",
        "tor",
    ]);
    assert_eq!(again["virtualInterfaces"][0]["vlanId"], 300);
}

/// What was misspelt is not taken for "nothing to do".
#[test]
fn a_router_that_is_not_known_is_an_error_everywhere() {
    let bench = Bench::new();
    let vif = ["--service", "tor", "--name", "a"];
    let steer = ["--device", "vlan:20", "--via", "a"];
    for (words, more) in [
        (["router", "show", "x"].as_slice(), [].as_slice()),
        (&["router", "remove", "x"], &[]),
        (&["vif", "list", "--router", "x"], &[]),
        (&["vif", "show", "--router", "x", "--name", "a"], &[]),
        (&["vif", "create", "--router", "x"], &vif),
        (&["vif", "delete", "--router", "x", "--name", "a"], &[]),
        (&["steer", "add", "--router", "x"], &steer),
        (&["steer", "switch", "--router", "x"], &steer),
        (&["steer", "remove", "--router", "x", "--device", "vlan:20"], &[]),
        (&["steer", "list", "--router", "x"], &[]),
        (&["pool", "status", "--router", "x"], &[]),
        (&["pool", "allocations", "--router", "x"], &[]),
        (&["pool", "clean", "--router", "x"], &[]),
        (&["pool", "set", "--router", "x", "--range", "2-3"], &[]),
        (&["reconcile", "--router", "x"], &[]),
        (&["recover", "--router", "x"], &[]),
        (&["verify-leaks", "--router", "x"], &[]),
    ] {
        let words: Vec<&str> = words.iter().chain(more).copied().collect();
        assert_eq!(bench.refused(1, &words), "no-such-router", "{words:?}");
    }
}

#[test]
fn a_route_that_was_made_a_blackhole_is_drift_and_is_put_right() {
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
    ]);
    bench.edit("/ip/route", ":vif/a:route", &json!({"blackhole": "yes"}));
    assert_eq!(bench.row("/ip/route", ":vif/a:route")["blackhole"], "");
    let (code, _) = bench.run(&["reconcile", "--router", "home"]);
    assert_eq!(code, 3);
    let told = bench.ok(&["reconcile", "--router", "home", "--repair"]);
    assert_eq!(told, "Put right with 1 command.\n");
    assert!(bench.row("/ip/route", ":vif/a:route").get("blackhole").is_none());
    bench.ok(&["reconcile", "--router", "home"]);
}

#[test]
fn every_command_has_help() {
    let bench = Bench::new();
    let mut open = vec![Vec::new()];
    let mut seen = 0;
    while let Some(path) = open.pop() {
        let mut words: Vec<&str> = path.iter().map(String::as_str).collect();
        words.push("-h");
        let help = bench.ok(&words);
        seen += 1;
        let commands = help.split("Commands:").nth(1).unwrap_or_default();
        let commands = commands.split("\n\n").next().unwrap_or_default();
        for line in commands.lines().filter(|line| !line.trim().is_empty()) {
            let mut cells = line.trim().splitn(2, "  ");
            let (name, about) = (cells.next().unwrap(), cells.next().unwrap_or_default());
            assert!(!about.trim().is_empty(), "{path:?} {name} says nothing of itself");
            if name != "help" {
                open.push(
                    path.iter()
                        .cloned()
                        .chain([name.to_owned()])
                        .collect::<Vec<String>>(),
                );
            }
        }
        // Its own options stand first: nobody should have to look for them.
        let (own, every) = help.split_once("Options of every command:").unwrap();
        assert!(
            every.contains("--expect-plan") && !own.contains("--expect-plan"),
            "{path:?}"
        );
        let options = help.split("Options").skip(1).collect::<String>();
        for option in options.lines().filter(|line| line.trim().starts_with("--")) {
            let about = option
                .trim()
                .split_once("  ")
                .map_or("", |(_, about)| about.trim());
            assert!(!about.is_empty(), "{path:?}: {option}");
        }
    }
    assert!(seen >= 20, "{seen} commands");
}

#[test]
fn a_password_file_is_read_so_far_and_no_further() {
    let bench = Bench::ready();
    let file = bench.data.path().join("password");
    std::fs::write(&file, "x".repeat(70_000)).unwrap();
    let long = [
        "router",
        "password",
        "home",
        "--password-file",
        file.to_str().unwrap(),
    ];
    assert_eq!(bench.refused(1, &long), "no-password");
    if std::path::Path::new("/dev/zero").exists() {
        let endless = ["router", "password", "home", "--password-file", "/dev/zero"];
        assert_eq!(bench.refused(1, &endless), "no-password");
    }
    std::fs::write(&file, "secret\nof the router\n").unwrap();
    bench.ok(&long);
    bench.ok(&["reconcile", "--router", "home"]);
}
