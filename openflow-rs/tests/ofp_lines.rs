//! `ofp` as a program: what it says of its arguments, and a line of answer for each line of input.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};

fn ofp(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ofp"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    std::thread::scope(|scope| {
        // What does not read its input may be gone before all is written.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().expect("the program ends")
    })
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("text")
}

#[test]
fn help_and_version_are_no_errors() {
    for arguments in [
        &["--help"][..],
        &["-h"],
        &["help"],
        &["encode", "--help"],
        &["diff", "a", "-h"],
    ] {
        let output = ofp(arguments, b"");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(text(&output.stdout).contains("usage: ofp print"), "{arguments:?}");
        assert!(output.stderr.is_empty(), "{arguments:?}");
    }
    let version = ofp(&["--version"], b"");
    assert_eq!(
        text(&version.stdout),
        format!("ofp {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn wrong_arguments_are_named_and_end_with_2() {
    for (arguments, said) in [
        (&[][..], "no command"),
        (&["bogus"], "unknown command bogus"),
        (&["encode"], "--protocol is missing"),
        (&["encode", "--protocol"], "--protocol needs a value"),
        (
            &["encode", "--protocol", "OpenFlow10"],
            "OpenFlow 1.0 is not allowed",
        ),
        (&["match", "--protocol=nonsense"], "nonsense is not allowed"),
        (&["print", "--verbosity", "4"], "4 is not allowed"),
        (&["print", "x"], "unknown argument x"),
        (&["lint", "--ports", "/nonexistent"], "/nonexistent: No such file"),
        (&["diff", "a"], "diff needs two files"),
        (
            &["diff", "/nonexistent", "/nonexistent"],
            "/nonexistent: No such file",
        ),
        (&["trace", "in_port=1"], "--flows"),
    ] {
        let output = ofp(arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        let error = text(&output.stderr);
        assert!(error.contains(said), "{arguments:?}: {error}");
    }
}

#[test]
fn each_line_has_its_answer_whatever_it_says() {
    // Empty, not text, ended by \r\n, only a comment, too long, unended.
    let mut input = b"actions=drop\n\n\xff\xfe actions=drop\nactions=drop # why\r\n# nothing\n".to_vec();
    input.extend(vec![b'a'; 3 << 20]);
    input.extend(b"\nactions=drop");
    for arguments in [
        &["print"][..],
        &["encode", "--protocol", "OpenFlow13"],
        &["actions", "--protocol", "OpenFlow10"],
        &["match", "--protocol", "OpenFlow15"],
    ] {
        let output = ofp(arguments, &input);
        let lines: Vec<&str> = text(&output.stdout).lines().collect();
        assert_eq!(lines.len(), 7, "{arguments:?}");
        assert!(
            lines
                .iter()
                .all(|line| line.starts_with("{\"") && line.ends_with("\"}"))
        );
        assert!(output.status.success());
        assert!(ofp(arguments, b"").stdout.is_empty());
    }
    let output = ofp(&["encode", "--protocol", "OpenFlow13"], &input);
    let kinds: Vec<&str> = text(&output.stdout).lines().map(|line| &line[2..5]).collect();
    assert_eq!(kinds, ["hex", "err", "err", "hex", "err", "err", "hex"]);
}

#[test]
fn long_input_is_answered_in_its_order() {
    // More than is read at a time, and enough for several threads.
    let lines: Vec<String> = (0..20_000)
        .map(|i| format!("priority={i} actions=output:{}", i % 99 + 1))
        .collect();
    let output = ofp(
        &["encode", "--protocol", "OpenFlow14"],
        lines.join("\n").as_bytes(),
    );
    let answers: Vec<&str> = text(&output.stdout).lines().collect();
    assert_eq!(answers.len(), lines.len());
    for (i, answer) in answers.iter().enumerate() {
        // The priority stands at byte 30 of the message.
        assert_eq!(answer.get(68..72), Some(format!("{i:04x}").as_str()), "{i}");
    }
}

#[test]
fn an_answer_comes_before_the_next_line() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ofp"))
        .args(["print"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let (mut input, mut output) = (
        child.stdin.take().expect("a pipe"),
        child.stdout.take().expect("a pipe"),
    );
    for _ in 0..3 {
        input.write_all(b"0400000800000000\n").expect("a line is written");
        let mut answer = Vec::new();
        while answer.last() != Some(&b'\n') {
            let mut byte = [0];
            output.read_exact(&mut byte).expect("an answer");
            answer.extend(byte);
        }
        assert!(text(&answer).contains("OFPT_HELLO"));
    }
    drop(input);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ofp"))
        .args(["encode", "--protocol", "OpenFlow13"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("a pipe");
    let _ = input.write_all(b"actions=drop\n".repeat(100_000).as_slice());
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
}
