//! The README's commands, run as they stand there.

use std::fs;
use std::time::Duration;

use crate::process::Cargo;
use crate::say;
use crate::workspace;

/// Runs the blocks marked `sh` of the README with bash in the root of the repository, one after the other in one shell,
/// as somebody does who reads from the top.
///
/// `cargo xtask test` is left out, because it is what runs this.
///
/// # Errors
/// What failed, or that there is no block.
pub(crate) fn run(limit: Duration) -> Result<(), String> {
    let text = fs::read_to_string(workspace::root().join("README.md")).map_err(|error| error.to_string())?;
    let blocks: Vec<String> = blocks(&text, "sh");
    if blocks.is_empty() {
        return Err("README.md has no block marked sh".to_owned());
    }
    let runnable = |line: &&str| !line.starts_with("cargo xtask test");
    let script: String = blocks
        .iter()
        .flat_map(|block| block.lines())
        .filter(runnable)
        .map(|line| format!("{line}\n"))
        .collect();
    say(&format!("$ bash, from README.md:\n{script}"));
    // What the script leaves running is ended with it.
    let script = format!("trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n{script}");
    let bash = Cargo::program("bash", ["-euo", "pipefail", "-c", &script]);
    bash.env("CARGO_TARGET_DIR", workspace::target())
        .watch(limit, |_| {})
}

/// The first block of a language in the README of a package, in which what a test must choose itself (where data are kept,
/// where the router is) has been replaced.
pub(crate) fn quickstart(path: &str, language: &str, replaced: &[(&str, &str)]) -> Result<String, String> {
    let text =
        fs::read_to_string(workspace::root().join(path)).map_err(|error| format!("{path}: {error}"))?;
    let first = blocks(&text, language).into_iter().next();
    let mut code = first.ok_or_else(|| format!("{path} has no block marked {language}"))?;
    for (from, to) in replaced {
        if !code.contains(from) {
            return Err(format!(
                "the first block of {path} has no {from}, which its test replaces"
            ));
        }
        code = code.replace(from, to);
    }
    Ok(code)
}

/// The contents of the blocks that are marked so.
fn blocks(text: &str, mark: &str) -> Vec<String> {
    let begin = format!("```{mark}");
    let mut found = Vec::new();
    let mut current: Option<String> = None;
    for line in text.lines() {
        match (&mut current, line.trim_end()) {
            (None, line) if line == begin => current = Some(String::new()),
            (Some(block), "```") => {
                found.push(std::mem::take(block));
                current = None;
            }
            (Some(block), line) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, _) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_blocks_marked_sh_are_scripts() {
        let text = "a\n```sh\none\ntwo\n```\n```rust\nthree\n```\n```sh\nfour\n```\n";
        assert_eq!(super::blocks(text, "sh"), ["one\ntwo\n", "four\n"]);
    }
}
