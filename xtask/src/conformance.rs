//! The conformance scenarios in every language.

use std::time::Duration;

use crate::process::Cargo;
use crate::report::Counts;
use crate::{kotlin, node, python, say, swift, workspace};

/// A language, and what builds its package and gives the command of its runner.
type Language = (&'static str, fn(Duration) -> Result<Vec<String>, String>);

const LANGUAGES: &[Language] = &[
    ("python", python_runner),
    ("node", node_runner),
    ("kotlin", kotlin::runner),
    (SWIFT, swift::runner),
];

/// Played only where it is asked for: it needs a root file system of its own.
const SWIFT: &str = "swift";

const MATRIX: &str = "docs/support-matrix.md";

/// Plays every scenario in Rust and in the chosen languages, or in all but Swift, or in all. When it was all it writes the
/// support matrix; otherwise it compares what it saw with the matrix.
///
/// # Errors
/// Which answers differ from Rust's or from the matrix, or what could not be built.
pub(crate) fn run(arguments: &[String], limit: Duration, counts: &mut Counts) -> Result<(), String> {
    let (flags, chosen): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| *argument == "--swift");
    let known = |name: &String| LANGUAGES.iter().any(|(language, _)| language == name);
    if let Some(unknown) = chosen.iter().find(|name| !known(name)) {
        return Err(format!("there is no runner for {unknown:?}"));
    }
    let with_swift = !flags.is_empty();
    let mut play = Cargo::new("run").args(["--quiet", "-p", "nnc-conformance", "--"]);
    for (language, runner) in LANGUAGES {
        let asked = chosen.iter().any(|name| name == language);
        let wanted = if *language == SWIFT {
            with_swift
        } else {
            chosen.is_empty()
        };
        if asked || wanted {
            let command = runner(limit)?.join(" ");
            play = play.args(["--runner", &format!("{language}={command}")]);
        }
    }
    let all = chosen.is_empty() && with_swift;
    play = play.args([if all { "--matrix" } else { "--check-matrix" }, MATRIX]);
    say(&format!("$ {}\n", play.line()));
    play.watch(limit, |line| counts.see(line))
}

fn python_runner(limit: Duration) -> Result<Vec<String>, String> {
    let programs = python::prepare(limit)?;
    let runner = workspace::root().join("bindings/python/conformance/runner.py");
    Ok([programs.join("python"), runner]
        .map(|path| path.display().to_string())
        .to_vec())
}

fn node_runner(limit: Duration) -> Result<Vec<String>, String> {
    node::prepare(limit)?;
    let runner = workspace::root().join("bindings/node/conformance/runner.mjs");
    Ok(vec!["node".to_owned(), runner.display().to_string()])
}
