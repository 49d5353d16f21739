//! `ofp`: OpenFlow messages and flows between hexadecimal and text, one per line.

mod encode;
mod json;

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

const USAGE: &str = "usage: ofp encode --protocol OpenFlow13|OpenFlow14|OpenFlow15 [--ports FILE]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(why)) => {
            let _ = writeln!(io::stderr(), "ofp: {why}\n{USAGE}");
            ExitCode::from(2)
        }
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Io(error)) => {
            let _ = writeln!(io::stderr(), "ofp: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Why the program ends early.
enum Failure {
    Usage(String),
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn run(arguments: &[String]) -> Result<(), Failure> {
    match arguments.split_first() {
        Some((command, rest)) => match command.as_str() {
            "encode" => encode::run(rest),
            other => Err(Failure::Usage(format!("unknown command {other}"))),
        },
        None => Err(Failure::Usage("no command".into())),
    }
}

/// Answers every line of the standard input with one line.
fn each_line(mut answer: impl FnMut(&str) -> String) -> Result<(), Failure> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? != 0 {
        let text = String::from_utf8_lossy(&line);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        writeln!(output, "{}", answer(text))?;
        line.clear();
    }
    output.flush()?;
    Ok(())
}
