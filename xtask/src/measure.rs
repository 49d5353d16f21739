//! `cargo xtask soak` and `cargo xtask bench`: full counts and speeds, with what was measured.

use std::env;
use std::thread;
use std::time::{Duration, Instant};

use crate::process::Cargo;
use crate::report::{Counts, table};
use crate::{Failure, Outcome, say, selection, workspace};

/// How long the fuzz targets of openflow-rs run together, in seconds: a bar of that crate.
const OPENFLOW_FUZZ_SECONDS: u64 = 30 * 60;

/// How long any other fuzz target runs, in seconds. `NNC_FUZZ_SECONDS` says otherwise for every target.
const FUZZ_SECONDS: u64 = 120;

/// No item may take longer.
const LIMIT: Duration = Duration::from_secs(3 * 60 * 60);

/// The bars that tests state, and the tests that state them. They run with `NNC_SOAK=1`, which raises their counts.
const TESTS: &[(&str, &str, &[&str])] = &[
    (
        "codec",
        "any bytes decode or are refused; round trips",
        &["-p", "routeros-wire"],
    ),
    (
        "commands",
        "the loader and the check stand any input",
        &["-p", "routeros-commands"],
    ),
    (
        "clients",
        "hostile servers; nothing lost, nothing sent twice",
        &["-p", "nnc-routeros", "--lib", "--tests"],
    ),
    (
        "core",
        "change algebra, allocators, packet walk beside brute force",
        &["-p", "nnc-core"],
    ),
    (
        "store",
        "what is acknowledged is kept, across processes",
        &["-p", "nnc-store"],
    ),
    (
        "power",
        "power cuts at every write; nothing acknowledged is lost, every database opens",
        &["-p", "nnc-store-crash"],
    ),
    (
        "state",
        "every fault and every crash at every effect",
        &["-p", "nnc-state"],
    ),
    (
        "simulator",
        "the simulated router, with foreign clients",
        &["-p", "routeros-sim"],
    ),
    (
        "facade",
        "the whole, from call to router",
        &["-p", "nnc", "-p", "nnc-cli"],
    ),
    (
        "validators",
        "Rust, TypeScript and Python judge alike; every mutant is killed",
        &["-p", "nnc-codegen"],
    ),
    (
        "openflow",
        "bytes and text as Open vSwitch has them",
        &["-p", "openflow-rs"],
    ),
];

/// What may run beside what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One after the other, beside the fuzz targets: most of them keep one processor busy.
    Test,
    /// One after the other, beside the tests.
    Fuzz,
    /// Alone, when all else is done: what is beside it would be measured too.
    Bench,
}

/// One thing to measure.
struct Item {
    kind: Kind,
    name: String,
    bar: String,
    command: Cargo,
}

/// What came of it.
struct Measured {
    name: String,
    bar: String,
    passed: bool,
    /// One line each.
    found: Vec<String>,
}

fn test_items() -> Vec<Item> {
    let item = |(name, bar, which): &(&str, &str, &[&str])| Item {
        kind: Kind::Test,
        name: (*name).to_owned(),
        bar: (*bar).to_owned(),
        command: Cargo::new("test")
            .args(["--profile", "soak", "--all-features", "--no-fail-fast"])
            .args(*which)
            .args(["--", "--nocapture"])
            .env("NNC_SOAK", "1"),
    };
    let mut items: Vec<Item> = TESTS.iter().map(item).collect();
    items.push(Item {
        kind: Kind::Test,
        name: "bindings".to_owned(),
        bar: "handles and streams of Python and Node leave nothing behind over 100 000 cycles".to_owned(),
        command: Cargo::new("xtask")
            .args(["test", "--only", "python", "--only", "node"])
            .env("NNC_SOAK", "1"),
    });
    items.push(Item {
        kind: Kind::Test,
        name: "jar".to_owned(),
        bar: "the jar with the native library is packed, and small".to_owned(),
        command: Cargo::new("xtask").args(["kotlin"]),
    });
    items
}

fn bench_items() -> Vec<Item> {
    let mut items: Vec<Item> = workspace::benches()
        .into_iter()
        .map(|(package, bench)| Item {
            kind: Kind::Bench,
            name: format!("bench:{package}/{bench}"),
            bar: "the bars that it prints".to_owned(),
            command: Cargo::new("bench").args(["--quiet", "-p", package.as_str(), "--bench", bench.as_str()]),
        })
        .collect();
    items.push(Item {
        kind: Kind::Bench,
        name: "bench:peers".to_owned(),
        bar: "the codec beside mikrotik-proto and librouteros".to_owned(),
        command: Cargo::new("run")
            .args(["--quiet", "--release", "--locked"])
            .within("benches/peers"),
    });
    items.push(Item {
        kind: Kind::Bench,
        name: "bench:openflow".to_owned(),
        bar: "beside rovs-openflow, ovs-ofctl, os-ken and raw sockets".to_owned(),
        command: Cargo::new("run")
            .args(["--quiet", "--release", "--locked"])
            .within("benches/openflow"),
    });
    items
}

/// The fuzz targets, built by a nightly compiler for libFuzzer; cargo-fuzz is not needed.
fn fuzz_items() -> Result<Vec<Item>, Failure> {
    let asked: Option<u64> =
        match env::var("NNC_FUZZ_SECONDS") {
            Err(_) => None,
            Ok(text) => Some(text.parse().map_err(|_| {
                Failure::Usage(format!("NNC_FUZZ_SECONDS={text:?} is not a number of seconds"))
            })?),
        };
    let targets = workspace::fuzz_targets();
    let of_openflow = |target: &str| target.starts_with("openflow_");
    let sharing = targets.iter().filter(|target| of_openflow(target)).count().max(1);
    let usual = |target: &str| {
        if of_openflow(target) {
            OPENFLOW_FUZZ_SECONDS.div_ceil(sharing as u64)
        } else {
            FUZZ_SECONDS
        }
    };
    let flags = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
        -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Cdebug-assertions -Zsanitizer=address";
    let item = |target: String| {
        let seconds = asked.unwrap_or_else(|| usual(&target));
        // libFuzzer adds what it finds; the folder is not part of the repository.
        let corpus = format!("corpus/{target}");
        let dictionary = format!("dictionaries/{target}.dict");
        let fuzz = workspace::root().join("fuzz");
        let mut command = Cargo::program("rustup", ["run", "nightly", "cargo", "run", "--release"])
            .args([
                "--target",
                "x86_64-unknown-linux-gnu",
                "--bin",
                target.as_str(),
                "--",
            ])
            .arg(&corpus)
            .env("RUSTFLAGS", flags)
            // SQLite's one source file has constants of one name twice, each in a function of its own.
            .env("ASAN_OPTIONS", "detect_odr_violation=0")
            .within("fuzz");
        let _ = std::fs::create_dir_all(fuzz.join(&corpus));
        if fuzz.join(&dictionary).is_file() {
            command = command.arg(format!("-dict={dictionary}"));
        }
        let command = command.args([format!("-max_total_time={seconds}"), "-timeout=20".to_owned()]);
        Item {
            kind: Kind::Fuzz,
            name: format!("fuzz:{target}"),
            bar: format!("no finding in {seconds} s"),
            command,
        }
    };
    Ok(targets.iter().cloned().map(item).collect())
}

/// Runs an item. What was measured is told by lines that begin with `measured: `, by libFuzzer's last line, and by
/// all that a benchmark prints.
fn run(item: Item) -> Measured {
    say(&format!(
        "\n=== {}: {}\n$ {}\n",
        item.name,
        item.bar,
        item.command.line()
    ));
    let started = Instant::now();
    let mut counts = Counts::default();
    let mut told: Vec<String> = Vec::new();
    let bench = item.name.starts_with("bench:");
    let command = item.command.labelled(&item.name);
    let result = command.watch(LIMIT, |line| {
        counts.see(line);
        let line = line.trim();
        if let Some(value) = line.strip_prefix("measured: ") {
            told.push(value.to_owned());
        } else if (line.starts_with("Done ") && line.contains(" runs in ")) || (bench && !line.is_empty()) {
            told.push(line.to_owned());
        }
    });
    if counts.passed + counts.failed > 0 {
        let ignored = if counts.ignored > 0 {
            format!(", {} ignored", counts.ignored)
        } else {
            String::new()
        };
        told.push(format!(
            "{} tests passed, {} failed{ignored}",
            counts.passed, counts.failed
        ));
    }
    if let Err(problem) = &result {
        told.push(problem.clone());
    }
    told.push(format!("{:.0} s", started.elapsed().as_secs_f64()));
    Measured {
        name: item.name,
        bar: item.bar,
        passed: result.is_ok(),
        found: told,
    }
}

fn run_all(items: Vec<Item>) -> Outcome {
    let of = |kind: Kind, items: &mut Vec<Item>| -> Vec<Item> {
        items.extract_if(.., |item| item.kind == kind).collect()
    };
    let mut rest = items;
    let fuzz = of(Kind::Fuzz, &mut rest);
    let tests = of(Kind::Test, &mut rest);
    let all = |items: Vec<Item>| -> Vec<Measured> { items.into_iter().map(run).collect() };
    let mut measured = thread::scope(|scope| {
        let fuzzing = scope.spawn(|| all(fuzz));
        let mut measured = all(tests);
        measured.extend(
            fuzzing
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        );
        measured
    });
    measured.extend(all(rest));
    let mut rows = vec![["ITEM", "BAR", "RESULT", "MEASURED"].map(str::to_owned).to_vec()];
    for one in &measured {
        let result = if one.passed { "ok" } else { "FAILED" };
        let mut first = [one.name.as_str(), one.bar.as_str(), result];
        for line in &one.found {
            rows.push(
                first
                    .iter()
                    .copied()
                    .chain([line.as_str()])
                    .map(str::to_owned)
                    .collect(),
            );
            first = [""; 3];
        }
    }
    let failed = measured.iter().filter(|one| !one.passed).count();
    say(&format!(
        "\n{}\n{} passed, {failed} failed\n",
        table(&rows),
        measured.len() - failed
    ));
    if failed == 0 { Ok(()) } else { Err(Failure::Failed) }
}

/// Full counts: tests, benchmarks, fuzz targets.
pub(crate) fn soak(arguments: &[String]) -> Outcome {
    let (only, list) = selection("soak", arguments)?;
    let mut items = test_items();
    items.extend(bench_items());
    items.extend(fuzz_items()?);
    if list {
        let rows: Vec<Vec<String>> = items.into_iter().map(|item| vec![item.name, item.bar]).collect();
        say(&table(&rows));
        return Ok(());
    }
    if let Some(unknown) = only
        .iter()
        .find(|name| !items.iter().any(|item| &item.name == *name))
    {
        return Err(Failure::Usage(format!(
            "there is no item {unknown:?}; --list shows them"
        )));
    }
    items.retain(|item| only.is_empty() || only.contains(&item.name));
    run_all(items)
}

/// The benchmarks of all packages, or of those that are named (`peers` for the comparison with peers).
pub(crate) fn bench(arguments: &[String]) -> Outcome {
    if let Some(option) = arguments.iter().find(|argument| argument.starts_with('-')) {
        return Err(Failure::Usage(format!("bench does not know {option:?}")));
    }
    let mut items = bench_items();
    let of = |item: &Item, package: &str| {
        item.name
            .strip_prefix("bench:")
            .is_some_and(|rest| rest.split('/').next() == Some(package))
    };
    if let Some(unknown) = arguments
        .iter()
        .find(|name| !items.iter().any(|item| of(item, name)))
    {
        return Err(Failure::Usage(format!("{unknown:?} has no benchmarks")));
    }
    items.retain(|item| arguments.is_empty() || arguments.iter().any(|name| of(item, name)));
    run_all(items)
}
