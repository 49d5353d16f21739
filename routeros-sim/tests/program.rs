//! The program as a script uses it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_routeros-sim");

fn output(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(PROGRAM).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn it_says_when_it_is_ready_and_ends_on_sigterm() {
    let mut child = Command::new(PROGRAM)
        .args([
            "--api",
            "127.0.0.1:0",
            "--control",
            "127.0.0.1:0",
            "--version",
            "7.18.2",
        ])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(ready["version"], "7.18.2");
    assert!(
        ready.get("rest").is_none() && ready.get("api-ssl").is_none(),
        "what is not asked for is not opened: {line}"
    );
    std::net::TcpStream::connect(ready["api"].as_str().unwrap()).unwrap();
    let killed = Command::new("kill")
        .arg("-TERM")
        .arg(child.id().to_string())
        .status()
        .unwrap();
    assert!(killed.success());
    assert!(child.wait().unwrap().success());
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "one line and no more");
}

#[test]
fn it_tells_what_it_simulates_and_whence() {
    let (code, text, _) = output(&["--provenance"]);
    assert_eq!(code, 0);
    assert!(
        text.contains("SafeModeLimit") && text.contains("guess: "),
        "{text}"
    );
    let (_, lines, _) = output(&["--provenance", "--json"]);
    for line in lines.lines() {
        let rule: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(
            ["manual", "inspect", "live-tests-of-others", "guess"]
                .contains(&rule["source"].as_str().unwrap())
        );
    }
}

#[test]
fn mistakes_end_it_with_a_reason() {
    let fixture = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(fixture.path(), "{\"/ip/nothing\":[]}").unwrap();
    let path = fixture.path().to_str().unwrap();
    for (arguments, code, reason) in [
        (vec!["--version", "6.49"], 2, "no command tree"),
        (vec!["--version", "seven"], 2, "no RouterOS version"),
        (vec!["--fixture", "/nonexistent.json"], 2, "fixture"),
        (vec!["--fixture", path], 2, "/ip/nothing"),
        (vec!["--api", "nowhere"], 1, "cannot listen on nowhere"),
        (vec!["--colour"], 2, "unexpected argument"),
    ] {
        let (status, _, said) = output(&arguments);
        assert_eq!(
            (status, said.contains(reason)),
            (code, true),
            "{arguments:?}: {said}"
        );
    }
    assert!(output(&["--help"]).1.contains("--safe-mode-timeout-ms"));
    assert!(output(&["--version"]).1.starts_with("routeros-sim "));
}
