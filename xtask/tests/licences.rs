//! What the project links may be licensed as deny.toml allows, and comes from crates.io.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::{metadata, read, text};

/// The licences of `[licenses] allow`. That list is written with one licence a line.
fn allowed() -> BTreeSet<String> {
    let text = read("deny.toml");
    let list = text
        .split("\nallow = [")
        .nth(1)
        .and_then(|rest| rest.split(']').next())
        .expect("deny.toml has a list");
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The licence of a package that ships only the text of it, from `[[licenses.clarify]]`.
fn clarified(name: &str) -> String {
    let text = read("deny.toml");
    let value = |entry: &str, key: &str| {
        let line = entry.lines().find_map(|line| {
            line.strip_prefix(&format!("{key} = \""))?
                .strip_suffix('"')
                .map(str::to_owned)
        });
        line.unwrap_or_default()
    };
    let mut entries = text.split("[[licenses.clarify]]").skip(1);
    let entry = entries.find(|entry| value(entry, "crate") == name);
    entry.map(|entry| value(entry, "expression")).unwrap_or_default()
}

/// The licences that one package may have besides, from `[[licenses.exceptions]]`.
fn excepted(name: &str) -> Vec<String> {
    let text = read("deny.toml");
    let mut entries = text.split("[[licenses.exceptions]]").skip(1);
    let entry = entries.find(|entry| entry.contains(&format!("crate = \"{name}\"")));
    let list = entry.and_then(|entry| entry.split("allow = [").nth(1)?.split(']').next());
    let words = list.unwrap_or_default().split('"').skip(1).step_by(2);
    words.map(str::to_owned).collect()
}

/// The licence of a package, as it says itself or as deny.toml has it.
fn licence(package: &Value) -> String {
    match text(package, "license") {
        "" => clarified(text(package, "name")),
        licence => licence.to_owned(),
    }
}

/// Whether an SPDX expression can be met with the allowed licences. `/` is how `OR` was once written.
fn met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let met = any_of(&words, &mut at, allowed);
    assert_eq!(at, words.len(), "{expression} cannot be read");
    met
}

fn any_of(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut met = all_of(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all_of(words, at, allowed);
    }
    met
}

fn all_of(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let Some(&word) = words.get(*at) else {
        return false;
    };
    *at += 1;
    if word == "(" {
        let met = any_of(words, at, allowed);
        *at += 1;
        return met;
    }
    let mut name = word.to_owned();
    if words.get(*at) == Some(&"WITH") {
        name = format!("{word} WITH {}", words.get(*at + 1).copied().unwrap_or_default());
        *at += 2;
    }
    allowed.contains(&name)
}

#[test]
fn expressions_are_read() {
    let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]
        .map(str::to_owned)
        .into();
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(MIT OR GPL-2.0) AND Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(met(good, &allowed), "{good}");
    }
    for bad in [
        "AGPL-3.0-only",
        "MIT AND GPL-2.0",
        "(GPL-2.0 OR LGPL-3.0) AND MIT",
        "",
    ] {
        assert!(!met(bad, &allowed), "{bad}");
    }
}

#[test]
fn every_licence_is_allowed() {
    let allowed = allowed();
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| {
            let mut allowed = allowed.clone();
            allowed.extend(excepted(text(package, "name")));
            !met(&licence(package), &allowed)
        })
        .map(|package| {
            format!(
                "{} {}: {:?}",
                text(package, "name"),
                text(package, "version"),
                text(package, "license")
            )
        })
        .collect();
    assert!(refused.is_empty(), "deny.toml does not allow {refused:#?}");
}

#[test]
fn everything_comes_from_crates_io() {
    let metadata = metadata();
    for package in metadata["packages"].as_array().unwrap() {
        let source = text(package, "source");
        let known = source.is_empty() || source == "registry+https://github.com/rust-lang/crates.io-index";
        assert!(known, "{} comes from {source}", text(package, "name"));
    }
}
