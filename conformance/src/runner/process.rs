//! A language in a process of its own.

use std::process::Stdio;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::Runner;

/// Longest wait for one answer: a runner that hangs is told, and does not hang the run.
const PATIENCE: Duration = Duration::from_secs(60);

/// A runner does not do its part.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    /// It cannot be started.
    #[error("the runner {0} cannot be started: {1}")]
    Start(String, std::io::Error),
    /// It ended or cannot be reached.
    #[error("the runner is gone: {0}")]
    Gone(String),
    /// It answers something else.
    #[error("the runner's answer makes no sense: {0}")]
    Answer(String),
}

/// A runner in a process of its own, which reads a request a line and writes an answer a line.
pub struct Process {
    child: Child,
    requests: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts a runner by its command line.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(command: &[String]) -> Result<Self, ProcessError> {
        let name = command.first().cloned().unwrap_or_default();
        let failed = |error| ProcessError::Start(name.clone(), error);
        let mut child = Command::new(&name)
            .args(command.iter().skip(1))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)?;
        let missing = || ProcessError::Gone("it has no pipes".to_owned());
        let requests = child.stdin.take().ok_or_else(missing)?;
        let answers = child.stdout.take().ok_or_else(missing)?;
        Ok(Self {
            child,
            requests,
            answers: BufReader::new(answers).lines(),
        })
    }

    /// Lets it end by itself.
    ///
    /// # Errors
    /// If it does not, or says that something was wrong.
    pub async fn finish(self) -> Result<(), ProcessError> {
        let Self {
            mut child, requests, ..
        } = self;
        drop(requests);
        match tokio::time::timeout(PATIENCE, child.wait()).await {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => Err(ProcessError::Gone(format!("it ended with {status}"))),
            Ok(Err(error)) => Err(ProcessError::Gone(error.to_string())),
            Err(_) => Err(ProcessError::Gone("it does not end".to_owned())),
        }
    }
}

#[async_trait]
impl Runner for Process {
    async fn answer(&mut self, request: &Value) -> Result<Value, ProcessError> {
        let gone = |error: std::io::Error| ProcessError::Gone(error.to_string());
        self.requests
            .write_all(format!("{request}\n").as_bytes())
            .await
            .map_err(gone)?;
        self.requests.flush().await.map_err(gone)?;
        let line = tokio::time::timeout(PATIENCE, self.answers.next_line())
            .await
            .map_err(|_| ProcessError::Gone(format!("no answer to {request}")))?
            .map_err(gone)?
            .ok_or_else(|| ProcessError::Gone(format!("it ended at {request}")))?;
        serde_json::from_str(&line).map_err(|error| ProcessError::Answer(format!("{error}: {line}")))
    }
}
