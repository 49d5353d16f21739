//! `nnc-codegen [--check] [--root DIR]`: writes or verifies the generated files.

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
Generates models, validators and platform maps from schema/nnc.graphql.

Usage: nnc-codegen [--check] [--root DIR]

  --check     write nothing; exit 1 where a checked-in file is not what the schema gives
  --root DIR  the root of the repository (default: the current directory)
  --help      this text
  --version   the version
";

fn main() -> ExitCode {
    let mut check = false;
    let mut root = PathBuf::from(".");
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--check" => check = true,
            "--root" => match arguments.next() {
                Some(dir) => root = PathBuf::from(dir),
                None => return usage("--root needs a folder"),
            },
            "--help" => return say(HELP),
            "--version" => return say(concat!("nnc-codegen ", env!("CARGO_PKG_VERSION"), "\n")),
            other => return usage(&format!("{other:?} is not known")),
        }
    }
    let outcome = if check {
        nnc_codegen::check(&root).map(|()| Vec::new())
    } else {
        nnc_codegen::write(&root)
    };
    match outcome {
        Ok(changed) => say(&changed.iter().map(|path| format!("{path}\n")).collect::<String>()),
        Err(error) => {
            complain(&format!("nnc-codegen: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

fn usage(problem: &str) -> ExitCode {
    complain(&format!("nnc-codegen: {problem}; see --help\n"));
    ExitCode::from(2)
}

/// Prints, and does not mind a reader that has gone.
fn say(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

fn complain(text: &str) {
    // Nothing is left to try where even this fails.
    let _ = io::stderr().write_all(text.as_bytes());
}
