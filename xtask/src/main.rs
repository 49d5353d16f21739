//! Developer tasks of nnc. `cargo xtask --help` lists them.
//!
//! No dependencies: this program is compiled first, on an empty cache too.

mod check;
mod conformance;
mod kotlin;
mod measure;
mod native;
mod node;
mod prerequisites;
mod process;
mod python;
mod readme;
mod report;
mod swift;
mod workspace;

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::process::Cargo;

const HELP: &str = "\
Developer tasks of nnc.

Usage: cargo xtask TASK [ARGUMENTS]

  demo                        watch services become virtual interfaces on a simulated router
  test [--only STEP]... [--list] [--swift]
                              everything that is checked before a change is taken (.ci/run calls this)
  soak [--only ITEM]... [--list]
                              the bars with full counts; prints what was measured
  bench [PACKAGE]...          the benchmarks, beside their peers where there are any
  codegen [--check]           writes (or verifies) what schema/nnc.graphql generates
  conformance [LANGUAGE]... [--swift]
                              the scenarios in every language (Swift with the flag); fails where two answer differently
  parity                      whether every language shows what the schema says, and nothing else
  kotlin [EXAMPLE]            builds the jar of bindings/kotlin; or runs one of examples/kotlin
  swift [EXAMPLE]             writes what bindings/swift needs of the library; or runs one of examples/swift
  verify-commands --trees DIR compares the built-in command data with raw RouterOS command trees

Options:
  -h, --help                  this text
  -V, --version               the version

Exit codes: 0 done, 1 something failed, 2 usage.
";

/// How a task ends: with an exit code, or because it was called wrongly.
enum Failure {
    /// The task ran and something is wrong; it has been told.
    Failed,
    /// The arguments make no sense.
    Usage(String),
}

type Outcome = Result<(), Failure>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        None => Err(Failure::Usage("which task?".to_owned())),
        Some((task, rest)) => run(task, rest),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Failed) => ExitCode::FAILURE,
        Err(Failure::Usage(problem)) => {
            complain(&format!("xtask: {problem}; see cargo xtask --help"));
            ExitCode::from(2)
        }
    }
}

fn run(task: &str, arguments: &[String]) -> Outcome {
    if arguments
        .iter()
        .any(|argument| argument == "--help" || argument == "-h")
    {
        say(HELP);
        return Ok(());
    }
    match task {
        "-h" | "--help" | "help" => {
            say(HELP);
            Ok(())
        }
        "-V" | "--version" => {
            say(concat!("xtask ", env!("CARGO_PKG_VERSION"), "\n"));
            Ok(())
        }
        "demo" => {
            none(task, arguments)?;
            plain(Cargo::new("run").args(["--quiet", "-p", "nnc", "--example", "demo"]))
        }
        "codegen" => {
            let rest = match arguments {
                [] => &[][..],
                [one] if one == "--check" => &["--", "--check"][..],
                _ => {
                    return Err(Failure::Usage(
                        "codegen takes --check, and nothing else".to_owned(),
                    ));
                }
            };
            plain(
                Cargo::new("run")
                    .args(["--quiet", "-p", "nnc-codegen"])
                    .args(rest),
            )
        }
        "conformance" => {
            let mut counts = report::Counts::default();
            told(conformance::run(arguments, check::LIMIT, &mut counts))
        }
        "parity" => {
            none(task, arguments)?;
            plain(Cargo::new("run").args(["--quiet", "-p", "nnc-codegen", "--bin", "nnc-parity"]))
        }
        "verify-commands" => match arguments {
            [option, dir] if option == "--trees" => {
                // The task runs in the root of the workspace; DIR is meant from where the user is.
                let dir =
                    std::path::absolute(dir).map_err(|error| Failure::Usage(format!("{dir}: {error}")))?;
                let program = [
                    "-p",
                    "routeros-commands",
                    "--features",
                    "generate",
                    "--bin",
                    "verify-commands",
                ];
                let cargo = Cargo::new("run").args(["--quiet", "--release"]).args(program);
                plain(cargo.args(["--", "--trees"]).arg(dir))
            }
            _ => Err(Failure::Usage("verify-commands needs --trees DIR".to_owned())),
        },
        "kotlin" => told(match arguments {
            [] => kotlin::package(check::LIMIT),
            [example] => kotlin::example(example, check::LIMIT),
            _ => return Err(Failure::Usage("kotlin takes one example, or nothing".to_owned())),
        }),
        "swift" => told(match arguments {
            [] => swift::prepare(false, check::LIMIT).map(drop),
            [word] if word == swift::ANSWER => swift::answer(),
            [example] => swift::example(example, check::LIMIT),
            _ => return Err(Failure::Usage("swift takes one example, or nothing".to_owned())),
        }),
        "test" => check::run(arguments),
        "soak" => measure::soak(arguments),
        "bench" => measure::bench(arguments),
        other => Err(Failure::Usage(format!("{other:?} is not a task"))),
    }
}

/// Says what went wrong, if anything did.
fn told(result: Result<(), String>) -> Outcome {
    result.map_err(|problem| {
        complain(&format!("xtask: {problem}"));
        Failure::Failed
    })
}

fn none(task: &str, arguments: &[String]) -> Outcome {
    match arguments.first() {
        None => Ok(()),
        Some(first) => Err(Failure::Usage(format!("{task} takes no argument, not {first:?}"))),
    }
}

/// Runs one command with this program's own standard streams.
fn plain(cargo: Cargo) -> Outcome {
    match cargo.inherit() {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::Failed),
        Err(problem) => {
            complain(&format!("xtask: {problem}"));
            Err(Failure::Failed)
        }
    }
}

/// The values of `--only`, and whether `--list` was given.
fn selection(task: &str, arguments: &[String]) -> Result<(Vec<String>, bool), Failure> {
    let (mut only, mut list) = (Vec::new(), false);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--list" => list = true,
            "--only" => match arguments.next() {
                Some(name) => only.push(name.clone()),
                None => {
                    return Err(Failure::Usage(
                        "--only needs a name; --list shows them".to_owned(),
                    ));
                }
            },
            other => return Err(Failure::Usage(format!("{task} does not know {other:?}"))),
        }
    }
    Ok((only, list))
}

/// Prints, and does not mind a reader that has gone.
fn say(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
