//! What several tests read.

#![allow(dead_code, reason = "each test program uses a part of this")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A file of the repository.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// `cargo metadata`, with all features.
pub(crate) fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--all-features", "--locked"])
        .current_dir(root())
        .output()
        .expect("cargo can be started");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo metadata: {errors}");
    serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON")
}

/// The packages of the workspace.
pub(crate) fn members(metadata: &Value) -> Vec<&Value> {
    let ids: BTreeSet<&str> = strings(&metadata["workspace_members"]).collect();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .filter(|package| ids.contains(package["id"].as_str().unwrap()))
        .collect()
}

/// The strings of a list.
pub(crate) fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().unwrap().iter().map(|item| item.as_str().unwrap())
}

/// A text of a package or dependency.
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// The rows of the tables below a heading of a Markdown page, by their first cell, which is code. The other
/// cells are as written.
pub(crate) fn table(page: &str, heading: &str) -> BTreeMap<String, Vec<String>> {
    let mut rows = BTreeMap::new();
    let mut inside = false;
    for line in read(page).lines() {
        if line.starts_with('#') {
            inside = heading.is_empty() || line.trim_start_matches('#').trim() == heading;
            continue;
        }
        let Some(cells) = line
            .trim()
            .strip_prefix('|')
            .and_then(|rest| rest.strip_suffix('|'))
            .filter(|_| inside)
        else {
            continue;
        };
        let mut cells = cells.split('|').map(|cell| cell.trim().to_owned());
        let first = cells.next().unwrap();
        let Some(name) = first.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) else {
            continue;
        };
        let before = rows.insert(name.to_owned(), cells.collect());
        assert!(before.is_none(), "{page} lists {name} twice below {heading:?}");
    }
    assert!(!rows.is_empty(), "{page} has no table below {heading:?}");
    rows
}

/// The names in code (`a`, `b`) of a cell.
pub(crate) fn names(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
