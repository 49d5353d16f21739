//! Tests wait for conditions, or let time pass on a clock that stands still; none sleeps.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{members, metadata, text};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The lines that sleep though the clock of their test runs. `under_test` is where the tests begin.
fn sleepers(source: &str, under_test: usize) -> Vec<usize> {
    let mut paused = false;
    let mut found = Vec::new();
    for (number, line) in source.lines().enumerate() {
        let line = line.trim();
        if line.starts_with("#[tokio::test") || line == "#[test]" {
            paused = line.contains("start_paused = true");
        }
        let sleeps = line.contains("thread::sleep(") || (line.contains("sleep(") && !paused);
        if number >= under_test && sleeps && !line.starts_with("//") && !line.contains("fn ") {
            found.push(number + 1);
        }
    }
    found
}

#[test]
fn no_test_sleeps_by_a_clock_that_runs() {
    let metadata = metadata();
    let (mut files, mut wrong) = (0, Vec::new());
    for package in members(&metadata) {
        let home = Path::new(text(package, "manifest_path"))
            .parent()
            .unwrap()
            .to_owned();
        let (mut tests, mut modules) = (Vec::new(), Vec::new());
        sources(&home.join("tests"), &mut tests);
        sources(&home.join("src"), &mut modules);
        let begins = |path: &PathBuf| {
            let source = fs::read_to_string(path).unwrap();
            let own = path.components().any(|part| part.as_os_str() == "tests");
            let begin = source.lines().position(|line| line == "#[cfg(test)]");
            let begin = if own { 0 } else { begin.unwrap_or(usize::MAX) };
            (source, begin)
        };
        for path in tests.iter().chain(&modules) {
            let (source, begin) = begins(path);
            files += 1;
            let lines = sleepers(&source, begin);
            wrong.extend(lines.into_iter().map(|line| format!("{}:{line}", path.display())));
        }
    }
    assert!(files > 100, "only {files} files were read");
    wrong.retain(|place| !place.contains(file!()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_sleep_is_seen() {
    let paused =
        "#[tokio::test(start_paused = true)]\nasync fn a() {\n    tokio::time::sleep(second()).await;\n}\n";
    assert!(sleepers(paused, 0).is_empty());
    let runs = paused.replace("(start_paused = true)", "");
    assert_eq!(sleepers(&runs, 0), [3]);
    assert!(sleepers(&runs, 9).is_empty());
    let thread = paused.replace("tokio::time", "std::thread");
    assert_eq!(sleepers(&thread, 0), [3]);
}
