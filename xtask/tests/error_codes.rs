//! Every error code is in docs/errors.md, and every code there is used.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use support::{members, metadata, names, root, table, text};

/// What a code follows, where it is written as a literal.
const BEFORE: &[&str] = &[
    "Finding::new(",
    "Error::invalid(",
    ".refuse(",
    ".refuse_document(",
    ".fail(",
    "code:",
    "CODE: &str =",
];

/// A word that can be a code: kebab case, in lower case.
fn is_code(word: &str) -> bool {
    let letters =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    word.len() > 2 && word.split('-').all(letters)
}

/// The string literals of a piece of code.
fn literals(code: &str) -> impl Iterator<Item = &str> {
    code.split('"').skip(1).step_by(2)
}

/// The body of a function whose header begins at the start of `code`.
fn body(code: &str) -> &str {
    let mut depth = 0_usize;
    for (index, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return &code[..index],
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    code
}

/// The codes that a source file uses, as far as they are told by the shape of the code around them.
fn codes(source: &str) -> BTreeSet<String> {
    // Comments and tests are left out.
    let source = source.replace("#[cfg(test)]\nmod tests;", "");
    let product = source.split("#[cfg(test)]").next().unwrap();
    let lines = product
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for rest in code.split("fn code(").skip(1) {
        found.extend(literals(body(rest)).map(str::to_owned));
    }
    for before in BEFORE {
        for rest in code.split(before).skip(1) {
            found.extend(leading_literal(rest));
        }
    }
    // `Error::new(ErrorKind::X, "code", ...)`, or with a kind that is computed.
    for rest in code.split("::new(").skip(1) {
        if let Some((kind, rest)) = rest.split_once(',')
            && kind.trim_start().starts_with("ErrorKind::")
        {
            found.extend(leading_literal(rest));
        }
    }
    // `let code = match ... { ... => "code" };`, alone or as the first of a pair.
    for rest in code
        .split("let code = match")
        .chain(code.split("let (code, what) = match"))
        .skip(1)
    {
        let arms = body(rest)
            .split("=>")
            .skip(1)
            .map(|arm| arm.trim_start().trim_start_matches('('));
        found.extend(arms.filter_map(leading_literal));
    }
    // `refuse(place, "code", ...)`.
    for rest in code.split("refuse(").skip(1) {
        if let Some((before, _)) = rest.split_once('"')
            && before
                .chars()
                .all(|c| c.is_alphanumeric() || " ,_.&\n".contains(c))
        {
            found.extend(leading_literal(&rest[before.len()..]));
        }
    }
    found.retain(|word| is_code(word));
    found
}

fn leading_literal(code: &str) -> Option<String> {
    let rest = code.trim_start().strip_prefix('"')?;
    rest.split('"').next().map(str::to_owned)
}

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

fn used() -> BTreeMap<String, BTreeSet<String>> {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in members(&metadata()) {
        let name = text(package, "name");
        let folder = Path::new(text(package, "manifest_path"))
            .parent()
            .unwrap()
            .join("src");
        let mut files = Vec::new();
        if name != "xtask" {
            sources(&folder, &mut files);
        }
        for file in files {
            for code in codes(&fs::read_to_string(&file).unwrap()) {
                used.entry(code).or_default().insert(name.to_owned());
            }
        }
    }
    used
}

#[test]
fn the_scan_sees_what_it_should() {
    let source = r#"
        fn code(&self) -> &'static str { match self { Self::A { .. } => "a-one", Self::B => { "b-two" } } }
        Finding::new("c-three", "/pointer", "message"); Error::new(
            ErrorKind::Conflict,
            "d-four", "not a code"); LowerError { code: "e-five", message: "x-y".into() }
        let code = match what { "not" => "f-six", _ => "g-seven" };
        let (code, what) = match stop { A => ("h-eight", "x-y"), B => ("i-nine", "x-y") };
        Self::refuse(name, at, "j-ten", "x-y"); fn refuse(&mut self) { "k-eleven" }
        // Finding::new("in-a-comment"
        #[cfg(test)] mod tests { Finding::new("in-a-test") }"#;
    let words = "a-one b-two c-three d-four e-five f-six g-seven h-eight i-nine j-ten";
    let expected: BTreeSet<String> = words.split(' ').map(str::to_owned).collect();
    assert_eq!(codes(source), expected);
}

#[test]
fn every_code_is_listed_and_every_listed_code_is_used() {
    let used = used();
    let listed = table("docs/errors.md", "");
    let missing: Vec<_> = used
        .iter()
        .filter(|(code, _)| !listed.contains_key(*code))
        .collect();
    let gone: Vec<_> = listed.keys().filter(|code| !used.contains_key(*code)).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not in docs/errors.md: {missing:#?}\nno longer used: {gone:#?}"
    );
    for (code, cells) in &listed {
        assert!(
            cells.iter().all(|cell| !cell.is_empty()),
            "docs/errors.md leaves something open about {code}"
        );
    }
}

#[test]
fn codes_that_documents_name_exist() {
    // The page on validation is the reference of the codes of findings.
    let listed = table("docs/errors.md", "");
    let page = fs::read_to_string(root().join("docs/adr/0003-validation-semantics.md")).unwrap();
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let first = row.trim_start_matches('|').split('|').next().unwrap();
        for code in names(first)
            .into_iter()
            .filter(|word| is_code(word) && word.contains('-'))
        {
            assert!(listed.contains_key(&code), "{code} is not in docs/errors.md");
        }
    }
}
