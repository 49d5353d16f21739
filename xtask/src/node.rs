//! `bindings/node`: built and tested with Node.js.

use std::time::Duration;

use crate::native::run;
use crate::process::Cargo;
use crate::report::Counts;
use crate::{say, workspace};

const HOME: &str = "bindings/node";

/// The package, and what stands on it.
const FOLDERS: [&str; 3] = [HOME, "examples/node", "examples/electron"];

/// Installs what a folder needs.
fn install(folder: &str, limit: Duration) -> Result<(), String> {
    let words = ["ci", "--ignore-scripts", "--omit=peer", "--no-audit", "--no-fund"];
    run(&Cargo::program("npm", words).within(folder), limit)
}

/// Builds the package in its place.
pub(crate) fn prepare(limit: Duration) -> Result<(), String> {
    install(HOME, limit)?;
    let build = Cargo::program("node", ["build.mjs", "--debug", "--simulator"]);
    run(&build.within(HOME), limit)
}

/// Runs the tests of the package and of the examples.
pub(crate) fn test(counts: &mut Counts, limit: Duration) -> Result<(), String> {
    prepare(limit)?;
    for folder in FOLDERS.iter().filter(|folder| **folder != HOME) {
        install(folder, limit)?;
    }
    let simulator = workspace::target()
        .join("debug")
        .join(format!("routeros-sim{}", std::env::consts::EXE_SUFFIX));
    let mut failed = Vec::new();
    for folder in FOLDERS {
        let test = Cargo::program("npm", ["run", "--silent", "tap"])
            .within(folder)
            .env("NNC_SIM", simulator.clone().into_os_string());
        say(&format!("$ {}\n", test.line()));
        if let Err(error) = test.watch(limit, |line| see(counts, line)) {
            failed.push(format!("{folder}: {error}"));
        }
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(failed.join("\n"))
    }
}

/// Reads `# pass 4`, which TAP has at the end of a run.
fn see(counts: &mut Counts, line: &str) {
    let Some((word, number)) = line.strip_prefix("# ").and_then(|line| line.split_once(' ')) else {
        return;
    };
    let Ok(number) = number.parse::<usize>() else {
        return;
    };
    match word {
        "pass" => counts.passed += number,
        "fail" | "cancelled" => counts.failed += number,
        "skipped" | "todo" => counts.ignored += number,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::see;
    use crate::report::Counts;

    #[test]
    fn the_last_lines_of_tap_are_counted() {
        let mut counts = Counts::default();
        for line in [
            "# tests 9",
            "# pass 5",
            "# fail 2",
            "# cancelled 1",
            "# skipped 1",
            "# a note",
            "ok 1 - x",
        ] {
            see(&mut counts, line);
        }
        assert_eq!((counts.passed, counts.failed, counts.ignored), (5, 3, 1));
    }
}
