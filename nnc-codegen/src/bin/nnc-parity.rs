//! `nnc-parity [--root DIR]`: whether every language shows what the schema says, and nothing else.

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
Compares what Python, TypeScript, Kotlin and Swift show with schema/nnc.graphql.

Usage: nnc-parity [--root DIR]

Exit codes: 0 nothing differs, 1 something does, 2 usage.
";

fn main() -> ExitCode {
    let mut root = PathBuf::from(".");
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), arguments.next()) {
            ("--root", Some(dir)) => root = PathBuf::from(dir),
            ("--help", None) => return say(HELP, ExitCode::SUCCESS),
            _ => {
                return say(
                    &format!("nnc-parity: {argument:?} is not known; see --help\n"),
                    ExitCode::from(2),
                );
            }
        }
    }
    match nnc_codegen::parity::parity(&root) {
        Ok((compared, drifts)) if drifts.is_empty() => say(
            &format!("{compared} names compared, nothing differs\n"),
            ExitCode::SUCCESS,
        ),
        Ok((_, drifts)) => {
            let lines: String = drifts.iter().map(|drift| format!("{drift}\n")).collect();
            say(&lines, ExitCode::FAILURE)
        }
        Err(error) => say(&format!("nnc-parity: {error}\n"), ExitCode::FAILURE),
    }
}

fn say(text: &str, code: ExitCode) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => code,
    }
}
