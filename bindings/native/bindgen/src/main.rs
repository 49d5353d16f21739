//! Writes the Kotlin or the Swift that calls the native library.
//!
//! `nnc-bindgen kotlin|swift LIBRARY OUT` reads what uniffi noted in the library (a debug build, or one whose symbols
//! were not stripped) and writes into the folder OUT. The classes that only the layers of `bindings/` use are made
//! internal on the way, so that users see the layers.

use std::fs;
use std::process::ExitCode;

use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};

const USAGE: &str = "usage: nnc-bindgen kotlin|swift LIBRARY OUT";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["kotlin", library, out] => kotlin(library, out),
        ["swift", library, out] => swift(library, out),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            use std::io::Write as _;
            let _ = writeln!(std::io::stderr(), "nnc-bindgen: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn kotlin(library: &str, out: &str) -> Result<(), String> {
    run(TargetLanguage::Kotlin, library, out)?;
    rewrite(&format!("{out}/nnc/nnc.kt"), internal_kotlin)
}

fn swift(library: &str, out: &str) -> Result<(), String> {
    run(TargetLanguage::Swift, library, out)?;
    rewrite(&format!("{out}/NncNative.swift"), internal_swift)
}

fn run(language: TargetLanguage, library: &str, out: &str) -> Result<(), String> {
    let options = GenerateOptions {
        languages: vec![language],
        source: library.into(),
        out_dir: out.into(),
        metadata_no_deps: true,
        ..GenerateOptions::default()
    };
    generate(options).map_err(|error| format!("{error:#}"))
}

fn rewrite(path: &str, line: fn(&str) -> String) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{path}: {error}");
    let text = fs::read_to_string(path).map_err(failed)?;
    let text: String = text.lines().map(|each| line(each) + "\n").collect();
    fs::write(path, text).map_err(failed)
}

/// Of what stands at the top of the file only records, enums and cases are for users.
fn internal_kotlin(line: &str) -> String {
    const KINDS: &[&str] = &[
        "class ",
        "fun ",
        "inline fun ",
        "interface ",
        "object ",
        "open class ",
        "sealed class Native",
    ];
    // uniffi indents the functions that belong to no class, and writes what they throw before them.
    for function in ["suspend fun `native", "fun `native"] {
        if let Some((before, name)) = line.split_once(function) {
            return format!("{before}internal {function}{name}");
        }
    }
    let declaration = line.strip_prefix("public ").unwrap_or(line);
    if KINDS.iter().any(|kind| declaration.starts_with(kind)) {
        format!("internal {declaration}")
    } else {
        line.to_owned()
    }
}

fn internal_swift(line: &str) -> String {
    const STARTS: &[&str] = &[
        "open class Native",
        "public protocol Native",
        "public struct FfiConverterTypeNative",
        "public func FfiConverter",
        "public func native",
        "public enum NativeFailure",
    ];
    if STARTS.iter().any(|start| line.starts_with(start)) {
        let rest = line
            .strip_prefix("open ")
            .or_else(|| line.strip_prefix("public "));
        rest.unwrap_or(line).to_owned()
    } else {
        line.to_owned()
    }
}
