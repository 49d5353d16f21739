//! `ofp diff` beside `ovs-ofctl diff-flows`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail where it stands"
)]

mod support;

use openflow_rs::text::{Names, format_flow, parse_flow};
use std::process::Command;
use support::{Random, random_flow};

/// What a program says of two files, its lines sorted, and its exit status.
fn difference(program: &str, arguments: &[&str]) -> (Vec<String>, Option<i32>) {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("text");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    (lines, output.status.code())
}

fn ofp(arguments: &[&str]) -> (Vec<String>, Option<i32>) {
    difference(env!("CARGO_BIN_EXE_ofp"), &[&["diff"], arguments].concat())
}

#[test]
fn the_difference_is_that_of_ovs_ofctl() {
    support::ovs_ofctl(&["--version"]);
    let directory = support::directory("diff");
    let path = |name: &str| directory.join(name).display().to_string();
    let (a, b) = (path("a"), path("b"));
    let mut random = Random(0xd1ff);
    for round in 0..20 {
        let mut files = [String::new(), String::new()];
        for number in 0..60 {
            // A flow that stays, comes, goes, or changes. A priority of its own makes it one flow.
            let mut flow = || loop {
                let text = random_flow(&mut random).replacen("priority=", "cookie=1,cookie=", 1);
                // ovs-ofctl does not compare flags, and takes two spellings of one action for two actions.
                let left_out = [
                    "_flow_rem",
                    "_overlap",
                    "_counts",
                    "set_field",
                    "set_tunnel",
                    "note",
                ];
                if !left_out.iter().any(|name| text.contains(name))
                    && let Ok(flow) = parse_flow(&text, &Names::new())
                {
                    let one = format_flow(&flow, &Names::new());
                    return one.replacen("cookie=", &format!("priority={},cookie=", number + 1), 1);
                }
            };
            let first = flow();
            let second = flow();
            let kind = (number + round) % 4;
            if kind != 1 {
                files[0] += &format!("{first}\n");
            }
            match kind {
                0 | 1 => files[1] += &format!("{first}\n"),
                2 => {}
                _ => {
                    let matches = first.split(" actions=").next().expect("a match");
                    let actions = second.split(" actions=").nth(1).expect("actions");
                    let changed = format!("{matches} actions={actions}");
                    let taken = parse_flow(&changed, &Names::new()).is_ok();
                    files[1] += &format!("{}\n", if taken { &changed } else { &first });
                }
            }
        }
        std::fs::write(&a, &files[0]).expect("the file is written");
        std::fs::write(&b, &files[1]).expect("the file is written");
        let (theirs, status) = difference("ovs-ofctl", &["--no-names", "diff-flows", &a, &b]);
        assert_eq!(status, Some(2), "{theirs:?}");
        assert_eq!(ofp(&[&a, &b]), (theirs, Some(1)));
        assert_eq!(ofp(&[&a, &a]), (Vec::new(), Some(0)));
    }
}

#[test]
fn json_says_what_to_do() {
    let directory = support::directory("diff-json");
    let path = |name: &str| directory.join(name).display().to_string();
    let (a, b) = (path("a"), path("b"));
    std::fs::write(
        &a,
        "# two flows\nip actions=1\ntable=1,arp actions=\"p2\" # by name\n",
    )
    .expect("the file is written");
    std::fs::write(
        &b,
        "ip actions=2\ncookie=1,table=1,arp actions=2\ntable=2,actions=drop",
    )
    .expect("the file is written");
    let ports = path("ports");
    std::fs::write(&ports, r#"{"ports":[{"name":"p2","ofport":2}]}"#).expect("the file is written");
    let (lines, status) = ofp(&["--json", "--ports", &ports, &a, &b]);
    assert_eq!(
        lines,
        [concat!(
            r#"{"changes":[{"kind":"modify","before":"table=0,ip actions=output:1","#,
            r#""after":"table=0,ip actions=output:p2"},"#,
            r#"{"kind":"replace","before":"table=1,arp actions=output:p2","#,
            r#""after":"table=1,cookie=0x1,arp actions=output:p2"},"#,
            r#"{"kind":"add","after":"table=2 actions=drop"}]}"#
        )]
    );
    assert_eq!(status, Some(1));
    for bad in [
        vec![a.as_str()],
        vec!["--json"],
        vec![&a, &b],
        vec!["--protocol", "OpenFlow10", &a, &a],
    ] {
        assert_eq!(ofp(&bad), (Vec::new(), Some(2)), "{bad:?}");
    }
}
