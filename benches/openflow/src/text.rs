//! Text, beside `ovs-ofctl parse-flows`.

use crate::{FLOWS, Verdict, duel, line};
use openflow_rs::text::{Names, parse_flow};
use openflow_rs::wire::Version;
use std::path::Path;
use std::process::{Command, Stdio};

pub(crate) fn run(program: &str, arguments: &[&str]) {
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let status = status.unwrap_or_else(|error| panic!("{program} is needed: {error}"));
    assert!(status.success(), "{program} {arguments:?}");
}

pub(crate) fn measure(verdict: &mut Verdict) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/text");
    std::fs::create_dir_all(&directory).expect("a directory");
    let (all, one) = (directory.join("flows"), directory.join("flow"));
    let lines: Vec<String> = (0..FLOWS).map(line).collect();
    std::fs::write(&all, lines.join("\n") + "\n").expect("a file");
    std::fs::write(&one, line(0) + "\n").expect("a file");
    let parse = |file: &Path| run("ovs-ofctl", &["parse-flows", file.to_str().expect("a path")]);
    // Both read the file.
    let ours = || {
        let text = std::fs::read_to_string(&all).expect("the file");
        let names = Names::new();
        let parsed = text
            .lines()
            .filter(|line| parse_flow(line, &names).is_ok())
            .count();
        assert_eq!(parsed, FLOWS as usize);
    };
    let started = duel(|| parse(&one), || (), 5).0;
    let (ours_took, theirs_took) = duel(ours, || parse(&all), 7);
    let parsed = (ours_took, theirs_took - started);
    verdict.speed(
        "parse text, as a library",
        "ovs-ofctl parse-flows without its start",
        parsed,
        FLOWS,
        10.0,
    );
    let mut out = Vec::with_capacity(16 << 20);
    let encode = || {
        let text = std::fs::read_to_string(&all).expect("the file");
        let names = Names::new();
        out.clear();
        for line in text.lines() {
            let flow = parse_flow(line, &names).expect("a flow");
            flow.encode_to(Version::V1_4, 0, &mut out)
                .expect("a flow that fits");
        }
    };
    let both = duel(encode, || parse(&all), 7);
    verdict.speed(
        "parse text and encode it",
        "ovs-ofctl parse-flows",
        (both.0, both.1 - started),
        FLOWS,
        5.0,
    );
}
