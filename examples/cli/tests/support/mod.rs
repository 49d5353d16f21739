//! What the tests of the command line share.

#![allow(dead_code, reason = "each test program uses a part of this")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Output, Stdio};

use routeros_sim::{SimConfig, SimHandle};
use serde_json::Value;

/// A password that is found wherever it is.
pub(crate) const PASSWORD: &str = "canary-4711";

/// A simulated router and a data directory.
pub(crate) struct Bench {
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) sim: SimHandle,
    pub(crate) data: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let lived_in = serde_json::from_str(include_str!(
            "../../../../nnc/examples/support/lived_in_router.json"
        ))
        .unwrap();
        let config = SimConfig::new("7.22.3")
            .unwrap()
            .user("admin")
            .password(PASSWORD)
            .fixture(lived_in);
        let sim = runtime
            .block_on(
                config
                    .api("127.0.0.1:0")
                    .api_ssl("127.0.0.1:0")
                    .rest("127.0.0.1:0")
                    .start(),
            )
            .unwrap();
        Self {
            runtime,
            sim,
            data: tempfile::tempdir().unwrap(),
        }
    }

    /// With the router added as `home`.
    pub(crate) fn ready() -> Self {
        let bench = Self::new();
        let url = format!("routeros+api://admin@{}", bench.sim.api_address().unwrap());
        bench.ok(&["router", "add", "home", "--url", &url]);
        bench
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nnc"));
        command
            .arg("--data")
            .arg(self.data.path())
            .args(words)
            .env("NNC_ROUTER_PASSWORD", PASSWORD)
            .env("USER", "ada")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> (i32, Output) {
        let output = self.command(words).output().unwrap();
        (output.status.code().unwrap_or(-1), output)
    }

    /// Must succeed; gives standard output.
    pub(crate) fn ok(&self, words: &[&str]) -> String {
        let (code, output) = self.run(words);
        assert_eq!(code, 0, "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Must succeed; gives the JSON document.
    pub(crate) fn json(&self, words: &[&str]) -> Value {
        let mut all = vec!["--json"];
        all.extend(words);
        serde_json::from_str(&self.ok(&all)).unwrap()
    }

    /// Must end with this exit code; gives the error's code.
    pub(crate) fn refused(&self, exit: i32, words: &[&str]) -> String {
        let mut all = vec!["--json"];
        all.extend(words);
        let (code, output) = self.run(&all);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(code, exit, "{words:?}: {text}");
        let error: Value =
            serde_json::from_str(&text).unwrap_or_else(|_| panic!("{words:?}: not JSON: {text}"));
        assert!(
            error["error"]["message"]
                .as_str()
                .is_some_and(|message| !message.is_empty())
        );
        assert!(error["error"]["retryable"].is_boolean());
        error["error"]["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn marked_vlans(&self) -> usize {
        let state = self.sim.state();
        let rows = state["menus"]["/interface/vlan"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        rows.iter()
            .filter(|row| {
                row["comment"]
                    .as_str()
                    .is_some_and(|comment| comment.starts_with("nnc:"))
            })
            .count()
    }

    /// The row of a menu whose comment ends so.
    pub(crate) fn row(&self, menu: &str, suffix: &str) -> Value {
        let mut rows = self.rows(menu, suffix);
        assert_eq!(rows.len(), 1, "{menu} {suffix}");
        rows.remove(0)
    }

    fn rows(&self, menu: &str, suffix: &str) -> Vec<Value> {
        let state = self.sim.state();
        let mut rows = state["menus"][menu].as_array().cloned().unwrap_or_default();
        rows.retain(|row| {
            row["comment"]
                .as_str()
                .is_some_and(|comment| comment.ends_with(suffix))
        });
        rows
    }

    /// Takes rows away as a person with a REST client would.
    pub(crate) fn remove_marked(&self, menu: &str, suffix: &str) {
        for row in self.rows(menu, suffix) {
            self.rest("DELETE", menu, &row, "");
        }
    }

    /// Changes a row as a person with a REST client would.
    pub(crate) fn edit(&self, menu: &str, suffix: &str, values: &Value) {
        self.rest("PATCH", menu, &self.row(menu, suffix), &values.to_string());
    }

    fn rest(&self, method: &str, menu: &str, row: &Value, body: &str) {
        let id = row[".id"].as_str().unwrap();
        let request = format!(
            "{method} /rest{menu}/{id} HTTP/1.1\r\nHost: router\r\nAuthorization: Basic YWRtaW46Y2FuYXJ5LTQ3MTE=\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(self.sim.rest_address().unwrap()).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 20"), "{answer}");
    }
}
