//! Lists in the documents are complete, and name nothing that is gone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;

use support::{members, metadata, read, root, table, text};

#[test]
fn every_dependency_has_its_reason() {
    let metadata = metadata();
    let members = members(&metadata);
    let ours: BTreeSet<&str> = members.iter().map(|package| text(package, "name")).collect();
    let mut used = BTreeSet::new();
    for package in &members {
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = text(dependency, "name");
            if !ours.contains(name) {
                used.insert(name.to_owned());
            }
        }
    }
    let rows = table("docs/dependencies.md", "Rust");
    let listed: BTreeSet<String> = rows.keys().cloned().collect();
    assert_eq!(used, listed, "(left: manifests, right: docs/dependencies.md)");
    for (name, cells) in rows {
        assert!(
            cells.iter().take(2).all(|cell| cell.len() > 3),
            "{name} needs a reason and what was rejected"
        );
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut pages: Vec<String> = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
    ]
    .map(str::to_owned)
    .to_vec();
    for folder in ["docs", "docs/adr"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".md") {
                pages.push(format!("{folder}/{name}"));
            }
        }
    }
    for page in pages {
        let text = read(&page);
        let folder = root().join(&page).parent().unwrap().to_owned();
        for rest in text.split("](").skip(1) {
            let link = rest.split([')', ' ']).next().unwrap();
            let path = link.split('#').next().unwrap();
            if path.is_empty() || path.starts_with("http") || path.starts_with("mailto:") {
                continue;
            }
            assert!(
                folder.join(path).exists(),
                "{page} links to {link}, which does not exist"
            );
        }
    }
}

#[test]
fn every_task_is_in_the_contributors_guide() {
    let guide = read("CONTRIBUTING.md");
    for task in ["demo", "test", "soak", "bench", "codegen", "verify-commands"] {
        assert!(
            guide.contains(&format!("cargo xtask {task}")),
            "CONTRIBUTING.md does not tell of {task}"
        );
    }
}
