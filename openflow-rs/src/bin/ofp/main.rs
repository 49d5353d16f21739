//! `ofp`: OpenFlow messages and flows between hexadecimal and text, and what can be said about flows.
//!
//! | command | reads | answers |
//! |---|---|---|
//! | `print`, `encode`, `actions`, `match` | lines | a line of JSON for each; `{"error":...}` where it cannot |
//! | `lint` | flows, a blank line ends a table of them | a line of JSON for each table of flows |
//! | `diff A B` | two files of flows | what makes A into B, as `ovs-ofctl diff-flows`; status 0 nothing, 1 something |
//! | `trace --flows FILE PACKET` | flows and groups | what happens to the packet, as `ovs-appctl ofproto/trace` |
//!
//! `--help` and `--version` say what there is. Status 2 is for arguments and files that cannot be used.

mod actions;
mod diff;
mod encode;
mod flow_file;
mod json;
mod lines;
mod lint;
mod matches;
mod options;
mod print;
mod trace;

use std::io::{self, Write};
use std::process::ExitCode;

const ABOUT: &str = "OpenFlow messages and flows: bytes, text, and what can be said about them.

print, encode, actions, match and lint read the standard input and answer each line with a line of JSON;
lint answers each table of flows, which a blank line ends. Flows are in the syntax of ovs-ofctl.
  print    an OpenFlow message in hexadecimal -> its text, as ovs-ofctl ofp-print
  encode   a flow -> the message that adds it
  actions  {\"hex\":...} <-> {\"text\":...} of a list of actions
  match    {\"hex\":...} <-> {\"text\":...} of a match
  lint     flows -> duplicates, overlaps, loops, unknown ports, ... with a proposed mend
  diff     what makes the flows of file A those of file B
  trace    what happens to a packet, as ovs-appctl ofproto/trace
";

const USAGE: &str = "usage: ofp print [--verbosity 0..3]
       ofp encode --protocol OpenFlow13|OpenFlow14|OpenFlow15 [--ports FILE]
       ofp actions --protocol OpenFlow10..OpenFlow15 [--instructions]
       ofp match --protocol OpenFlow10..OpenFlow15
       ofp lint [--ports FILE]
       ofp diff [--protocol OpenFlow13|OpenFlow14|OpenFlow15] [--ports FILE] [--json] A B
           exit status: 0 no difference, 1 some, 2 trouble
       ofp trace --flows FILE [--groups FILE] [--ports FILE] [--ct-next STATES]... [--names] [--json] PACKET
       ofp --help | --version";

/// Why the program ends early.
enum Failure {
    Usage(String),
    /// A file that cannot be used, and why.
    Input(String),
    /// No failure: the answer is the exit status.
    Status(u8),
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(why)) => {
            let _ = writeln!(io::stderr(), "ofp: {why}\n{USAGE}");
            ExitCode::from(2)
        }
        Err(Failure::Status(status)) => ExitCode::from(status),
        Err(Failure::Input(why)) => {
            let _ = writeln!(io::stderr(), "ofp: {why}");
            ExitCode::from(2)
        }
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Io(error)) => {
            let _ = writeln!(io::stderr(), "ofp: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Failure> {
    let Some((command, rest)) = arguments.split_first() else {
        return Err(Failure::Usage("no command".into()));
    };
    let asks_for_help = |argument: &String| ["--help", "-h"].contains(&argument.as_str());
    if command == "help" || arguments.iter().any(asks_for_help) {
        return Ok(writeln!(io::stdout(), "{ABOUT}\n{USAGE}")?);
    }
    match command.as_str() {
        "--version" | "-V" => Ok(writeln!(io::stdout(), "ofp {}", env!("CARGO_PKG_VERSION"))?),
        "print" => print::run(rest),
        "encode" => encode::run(rest),
        "actions" => actions::run(rest),
        "match" => matches::run(rest),
        "lint" => lint::run(rest),
        "diff" => diff::run(rest),
        "trace" => trace::run(rest),
        other => Err(Failure::Usage(format!("unknown command {other}"))),
    }
}

/// Answers `{"hex":...}` with `{"text":...}` and the other way round.
fn convert(
    to_text: impl Fn(&[u8]) -> Result<String, String> + Sync,
    to_bytes: impl Fn(&str) -> Result<Vec<u8>, String> + Sync,
) -> Result<(), Failure> {
    let expected = |what: &str| Err(format!("expected {what}"));
    lines::answer(|line, out| {
        let answered = match json::members(line).as_deref() {
            Some([(key, value)]) if key == "hex" => match json::unhex(value) {
                Some(bytes) => to_text(&bytes).map(|text| json::put_object(out, "text", &text)),
                None => expected("hexadecimal digits, two for each byte"),
            },
            Some([(key, value)]) if key == "text" => {
                to_bytes(value).map(|bytes| json::put_hex_object(out, "hex", &bytes))
            }
            _ => expected("{\"hex\":\"...\"} or {\"text\":\"...\"}"),
        };
        if let Err(error) = answered {
            json::put_object(out, "error", &error);
        }
    })
}
