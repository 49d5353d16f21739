//! Writes `data/commands.bin` from the published command trees, or checks that it is what they give.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use routeros_commands::generate::{generate, same_table};

const HELP: &str = "\
Usage: routeros-commands-generate --trees DIR [--check] [--output FILE]

Makes the compact command table from inspect-VERSION.json[.gz] and
deep-inspect-VERSION.json[.gz] in DIR (restraml's docs/VERSION/extra/inspect.json
and docs/VERSION/deep-inspect.json).

  --check        write nothing; exit 1 if the table is not what the trees give
  --output FILE  the table (default: data/commands.bin of this package)
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(message) => {
            let _ = writeln!(io::stderr(), "{message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<ExitCode, String> {
    let mut trees = None;
    let mut check = false;
    let mut output = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/commands.bin");
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--trees" => trees = arguments.next().map(PathBuf::from),
            "--output" => output = arguments.next().map(PathBuf::from).ok_or(HELP)?,
            "--check" => check = true,
            "--help" => {
                let _ = io::stdout().write_all(HELP.as_bytes());
                return Ok(ExitCode::SUCCESS);
            }
            _ => return Err(HELP.to_owned()),
        }
    }
    let table = generate(&trees.ok_or(HELP)?).map_err(|error| error.to_string())?;
    let at = |error: io::Error| format!("{}: {error}", output.display());
    if check {
        let same = same_table(&table, &std::fs::read(&output).map_err(at)?);
        let verdict = if same {
            "up to date"
        } else {
            "not what the trees give: run the generator without --check"
        };
        let _ = writeln!(io::stdout(), "{}: {verdict}", output.display());
        return Ok(if same {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(1)
        });
    }
    std::fs::write(&output, &table).map_err(at)?;
    let _ = writeln!(io::stdout(), "{}: {} bytes", output.display(), table.len());
    Ok(ExitCode::SUCCESS)
}
