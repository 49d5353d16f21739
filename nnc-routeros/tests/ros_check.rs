//! `ros-check` as other programs run it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Output, Stdio};

fn ros_check(arguments: &[&str], input: &[u8]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ros-check"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A refused start does not read its input.
    let _ = program.stdin.take().unwrap().write_all(input);
    program.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<&str> {
    std::str::from_utf8(&output.stdout).unwrap().lines().collect()
}

#[test]
fn every_line_gets_a_line() {
    let input = b"/interface/vlan/add =name=x =vlan-id=101 =interface=ether1 =comment=\"a b\"\n\
        /interface/vlan/add =vlanid=101\r\n\
        \n\
        /interface/vlan/add =arp=sometimes\n\
        /interface/vlan/add =name=\xff\xfe\n\
        /safe-mode/tkae";
    let output = ros_check(&["--version", "7.22.3"], input);
    assert_eq!(output.status.code(), Some(0));
    let lines = lines(&output);
    assert_eq!(lines.len(), 6);
    assert_eq!(lines[0], r#"{"ok":true}"#);
    assert_eq!(
        lines[1],
        r#"{"ok":false,"error":"unknown-parameter","word":"vlanid","suggestion":"vlan-id"}"#
    );
    assert!(lines[2].contains("malformed-line"));
    assert!(lines[3].contains(r#""error":"bad-value","word":"arp""#));
    assert_eq!(lines[4], r#"{"ok":true}"#);
    assert!(lines[5].contains(r#""suggestion":"/safe-mode/take""#));
}

#[test]
fn the_version_decides() {
    let input = b"/safe-mode/take =on-error=unroll\n";
    let ask = |version: &str| lines(&ros_check(&["--version", version], input)).concat();
    assert!(ask("7.15.3").contains("unknown-command"));
    assert_eq!(
        ask("7.16"),
        r#"{"ok":true,"unsure":["/safe-mode/take","on-error"]}"#
    );
    assert_eq!(ask("7.18.2"), r#"{"ok":true}"#);
    assert_eq!(ask("7.25"), r#"{"ok":true}"#);
}

#[test]
fn a_tree_of_ones_own_is_judged_by() {
    let file = std::env::temp_dir().join(format!("ros-check-{}.json", std::process::id()));
    let tree = r#"{"ip":{"_type":"dir","add":{"_type":"cmd","a":{"_type":"arg"}}}}"#;
    std::fs::write(&file, tree).unwrap();
    let output = ros_check(
        &["--inspect", file.to_str().unwrap()],
        b"/ip/add =a=1\n/ip/add =b=1\n",
    );
    std::fs::write(&file, "{").unwrap();
    let broken = ros_check(&["--inspect", file.to_str().unwrap()], b"");
    std::fs::remove_file(&file).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        lines(&output),
        [
            r#"{"ok":true}"#,
            r#"{"ok":false,"error":"unknown-parameter","word":"b","suggestion":"a"}"#
        ]
    );
    assert_eq!(broken.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&broken.stderr).contains("not a RouterOS command tree"));
}

#[test]
fn usage_is_checked() {
    for arguments in [
        &[][..],
        &["--version", "7.x"],
        &["--version", "6.49"],
        &["--inspect"],
        &["--frobnicate"],
    ] {
        let output = ros_check(arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
    assert_eq!(
        ros_check(&["--inspect", "/nonexistent/tree.json"], b"")
            .status
            .code(),
        Some(1)
    );
    for arguments in [["--help"], ["--version"]] {
        let output = ros_check(&arguments, b"");
        assert_eq!(output.status.code(), Some(0));
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn an_overlong_line_is_one_malformed_line() {
    let mut input = b"/ip/address/add =comment=".to_vec();
    input.resize(3 << 20, b'x');
    input.extend_from_slice(b"\n/ip/address/print\n");
    let output = ros_check(&["--version", "7.24"], &input);
    let lines = lines(&output);
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains("malformed-line"));
    assert_eq!(lines[1], r#"{"ok":true}"#);
}

#[test]
fn an_answer_comes_before_the_next_question() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ros-check"))
        .args(["--version", "7.24"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut questions = program.stdin.take().unwrap();
    let mut answers = BufReader::new(program.stdout.take().unwrap());
    for _ in 0..3 {
        questions.write_all(b"/ip/address/print\n").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert_eq!(answer, "{\"ok\":true}\n");
    }
    drop(questions);
    assert!(program.wait().unwrap().success());
}
