//! The conformance scenarios in every language.

use std::time::Duration;

use crate::process::Cargo;
use crate::report::Counts;
use crate::{kotlin, node, python, say, workspace};

/// A language, and what builds its package and gives the command of its runner.
type Language = (&'static str, fn(Duration) -> Result<Vec<String>, String>);

const LANGUAGES: &[Language] = &[
    ("python", python_runner),
    ("node", node_runner),
    ("kotlin", kotlin::runner),
];

/// What becomes of the support matrix when all languages have played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matrix {
    /// It is written.
    Written,
    /// The one that is there must say the same.
    Checked,
}

/// Plays every scenario in Rust and in the chosen languages, or in all.
///
/// # Errors
/// Which answers differ, or what could not be built.
pub(crate) fn run(
    chosen: &[String],
    matrix: Matrix,
    limit: Duration,
    counts: &mut Counts,
) -> Result<(), String> {
    let known = |name: &String| LANGUAGES.iter().any(|(language, _)| language == name);
    if let Some(unknown) = chosen.iter().find(|name| !known(name)) {
        return Err(format!("there is no runner for {unknown:?}"));
    }
    let mut play = Cargo::new("run").args(["--quiet", "-p", "nnc-conformance", "--"]);
    for (language, runner) in LANGUAGES {
        if chosen.is_empty() || chosen.iter().any(|name| name == language) {
            let command = runner(limit)?.join(" ");
            play = play.args(["--runner", &format!("{language}={command}")]);
        }
    }
    if chosen.is_empty() {
        let option = match matrix {
            Matrix::Written => "--matrix",
            Matrix::Checked => "--check-matrix",
        };
        play = play.args([option, "docs/support-matrix.md"]);
    }
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
