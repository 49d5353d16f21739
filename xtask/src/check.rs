//! `cargo xtask test`: every check in order, each run even if an earlier one failed.

use std::time::{Duration, Instant};

use crate::process::Cargo;
use crate::report::{Counts, table};
use crate::{
    Failure, Outcome, conformance, kotlin, node, prerequisites, python, readme, say, selection, swift,
};

/// No step may take longer; what hangs is ended and has failed.
pub(crate) const LIMIT: Duration = Duration::from_secs(20 * 60);

/// One check.
struct Step {
    name: &'static str,
    what: &'static str,
    run: fn(&mut Counts) -> Result<(), String>,
}

/// The step that is left out unless it is asked for.
const SWIFT: &str = "swift";

const STEPS: &[Step] = &[
    Step {
        name: "prerequisites",
        what: "the tools that the other steps need",
        run: |_| prerequisites::prepare(),
    },
    Step {
        name: "fmt",
        what: "the code is formatted",
        run: |counts| cargo(Cargo::new("fmt").args(["--all", "--", "--check", "-l"]), counts),
    },
    Step {
        name: "clippy",
        what: "no warning of the compiler or of clippy",
        run: |counts| {
            let all = [
                "--workspace",
                "--all-targets",
                "--all-features",
                "--keep-going",
                "--quiet",
                "--",
                "-D",
                "warnings",
            ];
            cargo(Cargo::new("clippy").args(all), counts)
        },
    },
    Step {
        name: "doc",
        what: "the documentation builds without warnings",
        // Libraries only: the program nnc has the name of the library nnc.
        run: |counts| {
            let doc = Cargo::new("doc").args([
                "--workspace",
                "--lib",
                "--no-deps",
                "--all-features",
                "--keep-going",
                "--quiet",
            ]);
            cargo(doc.env("RUSTDOCFLAGS", "-D warnings"), counts)
        },
    },
    Step {
        name: "codegen",
        what: "the generated files are what schema/nnc.graphql gives",
        run: |counts| {
            cargo(
                Cargo::new("run").args(["--quiet", "-p", "nnc-codegen", "--", "--check"]),
                counts,
            )
        },
    },
    Step {
        name: "house",
        what: "dependency direction, licences, error codes and lists in the documents",
        run: |counts| {
            cargo(
                Cargo::new("test").args(["-p", "xtask", "--no-fail-fast", "--", "--quiet"]),
                counts,
            )
        },
    },
    Step {
        name: "tests",
        what: "unit and integration tests of the workspace",
        run: |counts| {
            let which = [
                "--workspace",
                "--exclude",
                "xtask",
                "--all-features",
                "--lib",
                "--bins",
                "--tests",
            ];
            cargo(
                Cargo::new("test")
                    .args(which)
                    .args(["--no-fail-fast", "--", "--quiet"]),
                counts,
            )
        },
    },
    Step {
        name: "doc-tests",
        what: "the examples in the documentation, the README's included",
        run: |counts| {
            let which = [
                "--workspace",
                "--all-features",
                "--doc",
                "--no-fail-fast",
                "--",
                "--quiet",
            ];
            cargo(Cargo::new("test").args(which), counts)
        },
    },
    Step {
        name: "python",
        what: "the Python package: its wheel, its types, its tests",
        run: |counts| python::run(LIMIT, counts),
    },
    Step {
        name: "examples",
        what: "the examples run",
        run: examples,
    },
    Step {
        name: "readme",
        what: "the README's commands run",
        run: |_| readme::run(LIMIT),
    },
    Step {
        name: "kotlin",
        what: "the package of Kotlin, against a simulated router",
        run: |counts| kotlin::test(counts, LIMIT),
    },
    Step {
        name: "node",
        what: "the package of Node.js, its types and its examples, against a simulated router",
        run: |counts| node::test(counts, LIMIT),
    },
    Step {
        name: "conformance",
        what: "the scenarios in every language: all answer alike",
        run: |counts| conformance::run(&[], LIMIT, counts),
    },
    Step {
        name: SWIFT,
        what: "the package of Swift and its scenarios, in a root file system with Swift (only with --swift: 3.3 GB)",
        run: |counts| {
            swift::test(counts, LIMIT)?;
            conformance::run(&[SWIFT.to_owned()], LIMIT, counts)
        },
    },
    Step {
        name: "peers",
        what: "the comparison with peers compiles",
        run: |counts| {
            cargo(
                Cargo::new("check")
                    .args(["--quiet", "--locked"])
                    .within("benches/peers"),
                counts,
            )
        },
    },
    Step {
        name: "fuzz",
        what: "the fuzz targets compile",
        run: |counts| {
            // Nothing is linked, so libFuzzer need not be compiled (which takes a C++ compiler).
            let check = Cargo::new("check").args(["--quiet", "--bins"]);
            cargo(
                check
                    .env("CUSTOM_LIBFUZZER_PATH", "/nowhere/libfuzzer.a")
                    .within("fuzz"),
                counts,
            )
        },
    },
];

/// The examples of the facade. The demo is run by the README's step.
const EXAMPLES: &[&str] = &["quickstart", "steering", "clean_up"];

fn examples(counts: &mut Counts) -> Result<(), String> {
    let mut failed = Vec::new();
    for name in EXAMPLES {
        match cargo(
            Cargo::new("run").args(["--quiet", "-p", "nnc", "--example", name]),
            counts,
        ) {
            Ok(()) => counts.passed += 1,
            Err(error) => {
                counts.failed += 1;
                failed.push(error);
            }
        }
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(failed.join("\n"))
    }
}

fn cargo(command: Cargo, counts: &mut Counts) -> Result<(), String> {
    say(&format!("$ {}\n", command.line()));
    command.watch(LIMIT, |line| counts.see(line))
}

/// Runs the steps that were asked for, or all.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    let (flags, arguments): (Vec<String>, Vec<String>) = arguments
        .iter()
        .cloned()
        .partition(|argument| argument == "--swift");
    let (only, list) = selection("test", &arguments)?;
    if list {
        let rows: Vec<Vec<String>> = STEPS
            .iter()
            .map(|step| vec![step.name.to_owned(), step.what.to_owned()])
            .collect();
        say(&table(&rows));
        return Ok(());
    }
    if let Some(unknown) = only
        .iter()
        .find(|name| !STEPS.iter().any(|step| step.name == name.as_str()))
    {
        return Err(Failure::Usage(format!(
            "there is no step {unknown:?}; --list shows them"
        )));
    }
    let chosen = STEPS.iter().filter(|step| {
        let asked = only.iter().any(|name| name == step.name);
        asked || (step.name == SWIFT && !flags.is_empty()) || (step.name != SWIFT && only.is_empty())
    });
    let begun = Instant::now();
    let mut total = Counts::default();
    let mut failed = 0;
    let mut rows = vec![
        ["STEP", "RESULT", "PASSED", "FAILED", "SECONDS"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for step in chosen {
        say(&format!("\n=== {}: {}\n", step.name, step.what));
        let started = Instant::now();
        let mut counts = Counts::default();
        let result = (step.run)(&mut counts);
        let counts = counts.of_step(result.is_ok());
        if let Err(problem) = &result {
            failed += 1;
            say(&format!("!!! {} failed: {problem}\n", step.name));
        }
        total.add(&counts);
        rows.push(vec![
            step.name.to_owned(),
            if result.is_ok() { "ok" } else { "FAILED" }.to_owned(),
            counts.passed.to_string(),
            counts.failed.to_string(),
            format!("{:.0}", started.elapsed().as_secs_f64()),
        ]);
    }
    say(&format!("\n{}", table(&rows)));
    if total.ignored > 0 {
        say(&format!(
            "{} tests are marked as ignored and were not run\n",
            total.ignored
        ));
    }
    let seconds = begun.elapsed().as_secs();
    say(&format!("took {} min {} s\n", seconds / 60, seconds % 60));
    say(&format!("{} passed, {} failed\n", total.passed, total.failed));
    if failed == 0 { Ok(()) } else { Err(Failure::Failed) }
}
