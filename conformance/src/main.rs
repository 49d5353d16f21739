//! `nnc-conformance`: plays the scenarios in Rust and in the languages whose runners it is given.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use nnc_conformance::matrix::{Mark, differences, page};
use nnc_conformance::play::play;
use nnc_conformance::runner::{Process, Runner, Rust};
use nnc_conformance::scenario::{self, Scenario};

const HELP: &str = "\
Plays the conformance scenarios in Rust and in other languages; fails where answers differ.

Usage: nnc-conformance [--runner NAME=COMMAND]... [--scenarios DIR] [--only NAME]...
                       [--matrix FILE | --check-matrix FILE] [--show]

  --runner NAME=COMMAND  a language and the command that starts its runner (words apart by spaces)
  --scenarios DIR        where the scenarios are (default: conformance/scenarios)
  --only NAME            only scenarios whose file name contains this
  --matrix FILE          writes the support matrix there
  --check-matrix FILE    fails where that matrix says something else of the languages that were played
  --show                 prints the transcripts of Rust
";

struct Call {
    runners: Vec<(String, Vec<String>)>,
    scenarios: PathBuf,
    only: Vec<String>,
    matrix: Option<PathBuf>,
    check_matrix: Option<PathBuf>,
    show: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let call = match arguments() {
        Ok(Some(call)) => call,
        Ok(None) => return say(HELP, ExitCode::SUCCESS),
        Err(problem) => {
            return complain(
                &format!("nnc-conformance: {problem}; see --help\n"),
                ExitCode::from(2),
            );
        }
    };
    match run(&call).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => complain(&format!("nnc-conformance: {problem}\n"), ExitCode::FAILURE),
    }
}

fn arguments() -> Result<Option<Call>, String> {
    let mut call = Call {
        runners: Vec::new(),
        scenarios: PathBuf::from("conformance/scenarios"),
        only: Vec::new(),
        matrix: None,
        check_matrix: None,
        show: false,
    };
    let mut given = env::args().skip(1);
    while let Some(argument) = given.next() {
        let mut value = || given.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--help" => return Ok(None),
            "--show" => call.show = true,
            "--scenarios" => call.scenarios = value()?.into(),
            "--only" => call.only.push(value()?),
            "--matrix" => call.matrix = Some(value()?.into()),
            "--check-matrix" => call.check_matrix = Some(value()?.into()),
            "--runner" => {
                let text = value()?;
                let (name, command) = text.split_once('=').ok_or(format!("{text:?} is no runner"))?;
                let words = command.split_whitespace().map(str::to_owned).collect();
                call.runners.push((name.to_owned(), words));
            }
            other => return Err(format!("{other:?} is not known")),
        }
    }
    Ok(Some(call))
}

async fn run(call: &Call) -> Result<bool, String> {
    let mut scenarios = scenario::read(&call.scenarios).map_err(|error| error.to_string())?;
    if !call.only.is_empty() {
        scenarios.retain(|scenario| call.only.iter().any(|only| scenario.id.contains(only)));
    }
    if scenarios.is_empty() {
        return Err("no scenario has such a name".to_owned());
    }
    let mut passed = 0;
    let mut problems = Vec::new();
    let mut marks = BTreeMap::new();
    let mut truth = BTreeMap::new();
    for scenario in &scenarios {
        let key = (scenario.id.clone(), "rust".to_owned());
        match play(scenario, &mut Rust::default()).await {
            Ok(transcript) => {
                if call.show {
                    say(
                        &format!("# {}\n{}\n", scenario.name, transcript.join("\n")),
                        ExitCode::SUCCESS,
                    );
                }
                passed += 1;
                marks.insert(key, Mark::Same);
                truth.insert(scenario.id.clone(), transcript);
            }
            Err(problem) => {
                marks.insert(key, Mark::Differs);
                problems.push(format!("rust: {}: {problem}", scenario.id));
            }
        }
    }
    let mut languages = vec!["rust".to_owned()];
    for (language, command) in &call.runners {
        languages.push(language.clone());
        let mut process: Option<Process> = None;
        for scenario in &scenarios {
            let key = (scenario.id.clone(), language.clone());
            if !admitted(scenario, language) {
                marks.insert(key, Mark::NotAdmitted);
                continue;
            }
            let runner = match &mut process {
                Some(runner) => runner,
                None => process.insert(Process::start(command).map_err(|error| error.to_string())?),
            };
            let played = play(scenario, runner as &mut dyn Runner).await;
            let difference = match (&played, truth.get(&scenario.id)) {
                (Err(problem), _) => Some(problem.clone()),
                (Ok(transcript), Some(truth)) => differs(transcript, truth),
                (Ok(_), None) => Some("Rust has no answers to compare with".to_owned()),
            };
            if played.is_err() {
                // It may be out of step: the next scenario gets a new one.
                process = None;
            }
            match difference {
                None => {
                    passed += 1;
                    marks.insert(key, Mark::Same);
                }
                Some(problem) => {
                    marks.insert(key, Mark::Differs);
                    problems.push(format!("{language}: {}: {problem}", scenario.id));
                }
            }
        }
        if let Some(process) = process
            && let Err(error) = process.finish().await
        {
            problems.push(format!("{language}: {error}"));
        }
    }
    if let Some(file) = &call.matrix {
        let text = page(&scenarios, &languages, &marks);
        fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    if let Some(file) = &call.check_matrix {
        let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let told = differences(&text, &page(&scenarios, &languages, &marks));
        problems.extend(told.into_iter().map(|what| format!("{}: {what}", file.display())));
    }
    for problem in &problems {
        complain(&format!("{problem}\n"), ExitCode::FAILURE);
    }
    let word = if problems.is_empty() { "ok" } else { "FAILED" };
    let text = format!(
        "{} scenarios in {}\ntest result: {word}. {passed} passed; {} failed\n",
        scenarios.len(),
        languages.join(", "),
        problems.len()
    );
    say(&text, ExitCode::SUCCESS);
    Ok(problems.is_empty())
}

fn admitted(scenario: &Scenario, language: &str) -> bool {
    scenario.hosts.is_empty() || scenario.hosts.iter().any(|host| host == language)
}

/// The first answer that is not the same.
fn differs(transcript: &[String], truth: &[String]) -> Option<String> {
    let pairs = transcript.iter().zip(truth).enumerate();
    for (index, (answer, expected)) in pairs {
        if answer != expected {
            return Some(format!(
                "answer {}:\n  rust  {expected}\n  here  {answer}",
                index + 1
            ));
        }
    }
    (transcript.len() != truth.len())
        .then(|| format!("{} answers in the place of {}", transcript.len(), truth.len()))
}

fn say(text: &str, code: ExitCode) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => code,
    }
}

fn complain(text: &str, code: ExitCode) -> ExitCode {
    // Nothing is left to try where even this fails.
    let _ = io::stderr().write_all(text.as_bytes());
    code
}
