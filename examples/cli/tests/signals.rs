//! Ending by SIGTERM and SIGINT, and answers that cannot be written.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use support::Bench;

fn create(name: &str) -> [&str; 8] {
    [
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        name,
        "--service",
        "tor",
    ]
}

fn send(signal: &str, child: &Child) {
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args([signal, &pid])
            .status()
            .unwrap()
            .success()
    );
}

#[test]
fn watching_ends_in_order_by_either_signal() {
    let bench = Bench::ready();
    for signal in ["-TERM", "-INT"] {
        let mut child = bench
            .command(&["monitor", "--router", "home"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut told = BufReader::new(child.stderr.take().unwrap());
        told.read_line(&mut line).unwrap();
        assert_eq!(line, "Watching ...\n");
        // Twice at once, as `timeout` does.
        send(signal, &child);
        send(signal, &child);
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal}");
    }
}

/// Waits until the router was told to write something.
fn until_written(bench: &Bench, child: &mut Child) {
    loop {
        let log = bench.sim.log();
        let mut commands = log["commands"].as_array().unwrap().iter();
        if commands.any(|command| command["words"][0] == "/interface/vlan/add") {
            return;
        }
        assert!(child.try_wait().unwrap().is_none(), "ended before it wrote");
        std::thread::yield_now();
    }
}

#[test]
fn a_change_under_way_is_taken_back_and_told() {
    let bench = Bench::ready();
    let names: Vec<String> = (0..40).map(|number| format!("v{number}")).collect();
    let mut words = vec!["--json", "vif", "create", "--router", "home", "--service", "tor"];
    for name in &names {
        words.extend(["--name", name]);
    }
    bench.sim.reset_log();
    let mut child = bench
        .command(&words)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    until_written(&bench, &mut child);
    send("-TERM", &child);
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(told["error"]["code"], "rolled-back");
    assert!(
        told["error"]["message"]
            .as_str()
            .is_some_and(|message| message.contains("cancelled"))
    );
    assert_eq!(bench.marked_vlans(), 0, "the router is as before");
    assert_eq!(
        bench.json(&["vif", "list", "--router", "home"])["virtualInterfaces"],
        json!([])
    );
}

#[test]
fn who_only_waits_ends_at_once_and_a_second_signal_ends_everything() {
    let bench = Bench::ready();
    bench.sim.reset_log();
    bench.sim.fault(&json!({"kind": "hang", "at": 15})).unwrap();
    let mut changing = bench
        .command(&create("a"))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    until_written(&bench, &mut changing);

    // The lock is with the one above.
    let mut waiting = bench
        .command(&create("b"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(waiting.stderr.take().unwrap());
    let mut line = String::new();
    told.read_line(&mut line).unwrap();
    assert_eq!(line, "Creating ...\n");
    send("-INT", &waiting);
    let rest: Vec<String> = told.lines().map(Result::unwrap).collect();
    assert_eq!(waiting.wait().unwrap().code(), Some(1), "{rest:?}");
    assert!(rest.last().unwrap().ends_with("[cancelled]"), "{rest:?}");

    send("-TERM", &changing);
    let mut told = BufReader::new(changing.stderr.take().unwrap())
        .lines()
        .map(Result::unwrap);
    assert!(told.by_ref().any(|line| line == "Ending ..."));
    // Those that come soon are the same one still.
    while changing.try_wait().unwrap().is_none() {
        send("-TERM", &changing);
    }
    assert!(told.any(|line| line.ends_with("[outcome-unknown]")));
    assert_eq!(changing.wait().unwrap().code(), Some(5));
    bench.ok(&["recover"]);
    bench.ok(&["reconcile", "--router", "home"]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_a_failure() {
    let bench = Bench::ready();
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let lost = bench
        .command(&["--json", "router", "list"])
        .stdout(full())
        .output()
        .unwrap();
    assert_eq!(lost.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&lost.stderr).unwrap();
    assert_eq!(told["error"]["code"], "output-lost");

    // A reader that has gone away, as `| head` does, is no failure.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let gone = bench
        .command(&["router", "list"])
        .stdout(writer)
        .output()
        .unwrap();
    assert!(gone.status.success() && gone.stderr.is_empty());
}
