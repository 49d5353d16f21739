//! `ros-check`: judges RouterOS commands offline, one per line of standard input.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::process::ExitCode;

use routeros_commands::{CommandTree, Version, View, check_line};

const HELP: &str = "\
Usage: ros-check --version VERSION        judge by the built-in data (RouterOS 7.9 - 7.24)
       ros-check --inspect FILE           judge by a command tree (JSON of /console/inspect, plain or gzip)
       ros-check --version | --help

Reads one command per line, as words of the API separated by spaces; values with
spaces stand in double quotes, with backslash escapes:

  /interface/vlan/add =name=x =vlan-id=101 =interface=ether1 =comment=\"a b\"

Prints one JSON line each: {\"ok\":true}, with \"unsure\":[words] where there is no data for
exactly this version, or {\"ok\":false,\"error\":E,\"word\":W,\"suggestion\":S} with E one of
unknown-command, unknown-parameter, bad-value, malformed-line.

--version without a value prints the version of this program. Exit status: 0 all
lines were judged, 1 a file could not be read, 2 wrong usage or a version without data.
";

/// A longer line is judged as malformed; RouterOS takes no words of this size.
const LONGEST_LINE: u64 = 1 << 20;

/// The loader refuses what is larger; reading stops there.
const LARGEST_TREE: u64 = (64 << 20) + 1;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Io(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let (code, message) = match failure {
                Failure::Usage(message) => (2, message),
                Failure::File(message) => (1, message),
                Failure::Io(error) => (1, error.to_string()),
            };
            let _ = writeln!(io::stderr(), "ros-check: {message}");
            ExitCode::from(code)
        }
    }
}

enum Failure {
    Usage(String),
    File(String),
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn run() -> Result<(), Failure> {
    let mut version = None;
    let mut file = None;
    let mut arguments = std::env::args().skip(1).peekable();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(io::stdout().write_all(HELP.as_bytes())?),
            "--version" => match arguments.next() {
                Some(text) => version = Some(text.parse::<Version>().map_err(usage)?),
                None => return Ok(writeln!(io::stdout(), "ros-check {}", env!("CARGO_PKG_VERSION"))?),
            },
            "--inspect" => file = Some(arguments.next().ok_or_else(|| usage("--inspect needs a file"))?),
            // Every line is JSON already.
            "--json" => {}
            other => return Err(usage(format!("unknown argument {other}; see --help"))),
        }
    }
    let Some(file) = file else {
        let version = version.ok_or_else(|| usage("give --version VERSION or --inspect FILE; see --help"))?;
        let tree = CommandTree::embedded().map_err(|error| Failure::File(error.to_string()))?;
        return judge(&tree.at(version).map_err(usage)?);
    };
    let failed = |error: &dyn std::fmt::Display| Failure::File(format!("{file}: {error}"));
    let mut bytes = Vec::new();
    std::fs::File::open(&file)
        .and_then(|input| input.take(LARGEST_TREE).read_to_end(&mut bytes))
        .map_err(|error| failed(&error))?;
    // A single tree is its own version, whatever it is called.
    let version = version.unwrap_or(Version::new(7, 0, 0));
    let tree = CommandTree::from_inspect(&bytes, version).map_err(|error| failed(&error))?;
    judge(&tree.newest())
}

fn usage(message: impl ToString) -> Failure {
    Failure::Usage(message.to_string())
}

fn judge(view: &View<'_>) -> Result<(), Failure> {
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = io::BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    loop {
        // A program that waits for each answer gets it as soon as its input is used up.
        if input.buffer().is_empty() {
            output.flush()?;
        }
        line.clear();
        let read = input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(output.flush()?);
        }
        let whole = line.ends_with(b"\n") || (read as u64) < LONGEST_LINE;
        if !whole {
            input.skip_until(b'\n')?;
            // An unclosed quote: the line is malformed, and says so.
            line.splice(.., *b"\"");
        }
        let text = String::from_utf8_lossy(&line);
        let verdict = check_line(view, text.trim_end_matches(['\r', '\n']));
        serde_json::to_writer(&mut output, &verdict).map_err(io::Error::from)?;
        output.write_all(b"\n")?;
    }
}
