//! Running programs: with our own streams, or watched line by line and within a time.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::workspace;

/// A call of cargo in the root of the workspace.
pub(crate) struct Cargo {
    program: OsString,
    words: Vec<OsString>,
    environment: Vec<(String, OsString)>,
    folder: PathBuf,
    /// What stands before each line that is shown.
    label: String,
}

impl Cargo {
    /// `cargo SUBCOMMAND`.
    pub(crate) fn new(subcommand: &str) -> Self {
        // The cargo that runs this program; its own name only where it was started by hand.
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Self::program(program, [subcommand])
    }

    /// Any other program, treated alike.
    pub(crate) fn program<I>(program: impl Into<OsString>, words: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        let plain = Self {
            program: program.into(),
            words: Vec::new(),
            environment: Vec::new(),
            folder: workspace::root(),
            label: String::new(),
        };
        plain.args(words)
    }

    pub(crate) fn arg(mut self, word: impl AsRef<OsStr>) -> Self {
        self.words.push(word.as_ref().to_owned());
        self
    }

    pub(crate) fn args<I>(mut self, words: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        self.words
            .extend(words.into_iter().map(|word| word.as_ref().to_owned()));
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.push((name.to_owned(), value.into()));
        self
    }

    /// Runs in a folder of the repository.
    pub(crate) fn within(mut self, folder: &str) -> Self {
        self.folder = workspace::root().join(folder);
        self
    }

    /// Its lines are shown with a name before them, since something else runs beside it.
    pub(crate) fn labelled(mut self, name: &str) -> Self {
        self.label = format!("{name} | ");
        self
    }

    /// The command as a person would type it.
    pub(crate) fn line(&self) -> String {
        let name = PathBuf::from(&self.program);
        let name = name
            .file_name()
            .unwrap_or(&self.program)
            .to_string_lossy()
            .into_owned();
        let environment = self
            .environment
            .iter()
            .map(|(name, value)| format!("{name}={}", quoted(value)));
        let words = self.words.iter().map(|word| quoted(word));
        let all: Vec<String> = environment.chain([name]).chain(words).collect();
        all.join(" ")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.words).current_dir(&self.folder);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs with this program's own streams; whether it succeeded.
    pub(crate) fn inherit(&self) -> Result<bool, String> {
        match self.command().status() {
            Ok(status) => Ok(status.success()),
            Err(error) => Err(format!("{} cannot be started: {error}", self.line())),
        }
    }

    /// What it prints on standard output, if it succeeds.
    pub(crate) fn output(&self) -> Result<String, String> {
        match self.command().stderr(Stdio::piped()).output() {
            Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr);
                Err(format!("{} failed: {}", self.line(), said.trim()))
            }
            Err(error) => Err(format!("{} cannot be started: {error}", self.line())),
        }
    }

    /// Runs it within `limit`, shows every line that it prints, and gives each to `see`.
    pub(crate) fn watch(&self, limit: Duration, mut see: impl FnMut(&str)) -> Result<(), String> {
        let mut command = self.command();
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        own_group(&mut command);
        let started = Instant::now();
        let mut child = command
            .spawn()
            .map_err(|error| format!("{} cannot be started: {error}", self.line()))?;
        let (lines, seen) = mpsc::channel();
        let mut readers = Vec::new();
        if let Some(out) = child.stdout.take() {
            readers.push(forward(out, lines.clone()));
        }
        if let Some(errors) = child.stderr.take() {
            readers.push(forward(errors, lines.clone()));
        }
        drop(lines);
        let mut status: Option<ExitStatus> = None;
        loop {
            match seen.recv_timeout(Duration::from_millis(200)) {
                Ok(line) => {
                    let _ = writeln!(std::io::stdout(), "{}{line}", self.label);
                    see(&line);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
            if status.is_none() {
                status = child.try_wait().map_err(|error| error.to_string())?;
            }
            if started.elapsed() > limit {
                end(&mut child);
                return Err(format!("not done after {} s, so it was ended", limit.as_secs()));
            }
        }
        for reader in readers {
            let _ = reader.join();
        }
        let status = match status {
            Some(status) => status,
            None => child.wait().map_err(|error| error.to_string())?,
        };
        if status.success() {
            Ok(())
        } else {
            Err(format!("`{}` ended with {status}", self.line()))
        }
    }
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    if word.contains([' ', '"', '$']) {
        format!("'{word}'")
    } else {
        word.into_owned()
    }
}

fn forward(stream: impl Read + Send + 'static, lines: mpsc::Sender<String>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            line.clear();
            if lines.send(text).is_err() {
                return;
            }
        }
    })
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

/// Ends a program and, on Unix, everything that it started.
fn end(child: &mut Child) {
    if cfg!(unix) {
        let _ = Command::new("kill")
            .args(["-KILL", "--", &format!("-{}", child.id())])
            .status();
    }
    let _ = child.kill();
    let _ = child.wait();
}
