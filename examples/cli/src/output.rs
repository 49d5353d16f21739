//! Tables for people, JSON for machines.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use serde_json::{Value, json};

/// Where answers go. A reader that has gone away is no error of ours; a disk that is full is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Answers: the document with `--json`, else the text.
    pub(crate) fn answer(&self, document: &Value, text: impl FnOnce() -> String) {
        if self.json {
            self.text(&format!("{document:#}\n"));
        } else {
            self.text(&text());
        }
    }

    /// Tells one of several things: with `--json` a document on one line, else a line of text.
    pub(crate) fn line(&self, document: &Value, text: impl FnOnce() -> String) {
        if self.json {
            self.text(&format!("{document}\n"));
        } else {
            self.text(&format!("{}\n", text()));
        }
    }

    /// Writes to standard output.
    pub(crate) fn text(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        match written {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
            Err(error) => {
                let message = format!(
                    "the answer cannot be written: {error}; what was asked for may be done all the same"
                );
                self.fail("output-lost", &message, false, 1);
                std::process::exit(1);
            }
        }
    }

    /// A line for people while something takes its time; machines do not see it.
    pub(crate) fn progress(&self, text: &str) {
        if !self.json {
            self.stderr(&format!("{text}\n"));
        }
    }

    /// Writes to standard error and gives the exit code.
    pub(crate) fn complain(&self, text: &str, code: u8) -> ExitCode {
        self.stderr(text);
        ExitCode::from(code)
    }

    /// Tells an error; gives the exit code that it means.
    pub(crate) fn error(&self, error: &nnc::Error) -> ExitCode {
        let code = if error.kind == nnc::ErrorKind::Unknown {
            5
        } else {
            1
        };
        if self.json {
            let mut document =
                json!({"code": error.code, "message": error.message, "retryable": error.retryable});
            if !error.context.is_empty() {
                document["context"] = json!(error.context);
            }
            return self.complain(&format!("{}\n", json!({"error": document})), code);
        }
        let again = if error.retryable {
            " (trying again may help)"
        } else {
            ""
        };
        self.complain(&format!("nnc: {}{again} [{}]\n", error.message, error.code), code)
    }

    pub(crate) fn fail(&self, code: &str, message: &str, retryable: bool, exit: u8) -> ExitCode {
        if self.json {
            let document = json!({"error": {"code": code, "message": message, "retryable": retryable}});
            return self.complain(&format!("{document}\n"), exit);
        }
        self.complain(&format!("nnc: {message} [{code}]\n"), exit)
    }

    fn stderr(&self, text: &str) {
        let mut err = std::io::stderr().lock();
        if err.write_all(text.as_bytes()).is_err() {
            // Nobody listens: the exit code still says it.
        }
    }
}

/// A table with aligned columns; a line for people where there are no rows.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>], empty: &str) -> String {
    if rows.is_empty() {
        return format!("{empty}\n");
    }
    let mut widths: Vec<usize> = header.iter().map(|cell| cell.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: Vec<&str>| {
        let padded = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"));
        let mut line = padded.collect::<Vec<_>>().join("  ");
        line.truncate(line.trim_end().len());
        line.push('\n');
        line
    };
    let mut text = line(header.to_vec());
    rows.iter()
        .for_each(|row| text.push_str(&line(row.iter().map(String::as_str).collect())));
    text
}
