//! `nnc db export` and `nnc db import`: one router moves to another data directory.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::{Bench, PASSWORD};

const KEY: &str = "Q0FOQVJZLXByaXZhdGUta2V5LW9mLWEtdGVzdC0wMTI=";
const PASSPHRASE: &str = "canary passphrase";

/// Another installation, which knows no password of any router.
struct Elsewhere {
    data: tempfile::TempDir,
}

impl Elsewhere {
    fn new() -> Self {
        Self {
            data: tempfile::tempdir().unwrap(),
        }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nnc"));
        command
            .args(["--json", "--data"])
            .arg(self.data.path())
            .args(words)
            .env_remove("NNC_ROUTER_PASSWORD")
            .env("NNC_EXPORT_PASSPHRASE", PASSPHRASE)
            .stdin(Stdio::null());
        command
    }

    fn ok(&self, words: &[&str]) -> Value {
        let output = self.command(words).output().unwrap();
        assert!(
            output.status.success(),
            "{words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn refused(&self, words: &[&str]) -> String {
        code(&mut self.command(words))
    }
}

fn code(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let error: Value = serde_json::from_slice(&output.stderr).unwrap();
    error["error"]["code"].as_str().unwrap().to_owned()
}

/// A router with a virtual interface and a resource that has a secret.
fn lived_in(files: &Path) -> Bench {
    let bench = Bench::ready();
    bench.ok(&[
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "a",
        "--service",
        "tor",
    ]);
    let document = files.join("office.json");
    std::fs::write(
        &document,
        json!({"name": "office", "privateKey": KEY, "listenPort": 13231}).to_string(),
    )
    .unwrap();
    let apply = [
        "resource",
        "apply",
        "--router",
        "home",
        "--type",
        "WireGuardClient",
        "--file",
    ];
    bench.ok(&[&apply[..], &[document.to_str().unwrap()]].concat());
    bench
}

fn export(bench: &Bench, file: &Path, more: &[&str]) -> Value {
    let words = [
        "--json",
        "db",
        "export",
        "--router",
        "home",
        "--file",
        file.to_str().unwrap(),
    ];
    let mut command = bench.command(&[&words[..], more].concat());
    let output = command.env("NNC_EXPORT_PASSPHRASE", PASSPHRASE).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_router_goes_on_elsewhere_where_it_was_left() {
    let files = tempfile::tempdir().unwrap();
    let bench = lived_in(files.path());
    let file = files.path().join("home.nnc");
    let exported = export(&bench, &file, &[]);
    assert_eq!(exported["withSecrets"], true);
    let secrets = ["password", "wire-guard-client/office/privateKey"];
    assert_eq!(
        exported["secrets"].as_array().unwrap().len(),
        secrets.len(),
        "{exported}"
    );
    let bytes = std::fs::read(&file).unwrap();
    for canary in [PASSWORD, KEY, PASSPHRASE] {
        assert!(
            !bytes
                .windows(canary.len())
                .any(|window| window == canary.as_bytes())
        );
    }
    bench.ok(&["router", "remove", "home", "--keep-rows"]);

    let elsewhere = Elsewhere::new();
    let path = file.to_str().unwrap();
    assert_eq!(
        elsewhere.refused(&["db", "import", "--file", path, "--name", "../x"]),
        "invalid-name"
    );
    let wrong = ["db", "import", "--file", path];
    assert_eq!(
        code(
            elsewhere
                .command(&wrong)
                .env("NNC_EXPORT_PASSPHRASE", "another passphrase")
        ),
        "passphrase-wrong"
    );
    assert_eq!(
        code(elsewhere.command(&wrong).env_remove("NNC_EXPORT_PASSPHRASE")),
        "no-passphrase"
    );
    let imported = elsewhere.ok(&["db", "import", "--file", path, "--name", "moved"]);
    assert_eq!(imported["missingSecrets"], json!([]));
    assert_eq!(imported["controller"], exported["controller"]);
    assert_eq!(
        elsewhere.refused(&["db", "import", "--file", path]),
        "router-exists"
    );

    // It reaches the router with the stored password, knows its rows, and goes on with them.
    let report = elsewhere.ok(&["reconcile", "--router", "moved"]);
    assert_eq!(
        report["differences"].as_array().map_or(0, Vec::len),
        0,
        "{report}"
    );
    let document = files.path().join("office.json");
    let apply = [
        "resource",
        "apply",
        "--router",
        "moved",
        "--type",
        "WireGuardClient",
        "--file",
    ];
    let again = elsewhere.ok(&[&apply[..], &[document.to_str().unwrap()]].concat());
    assert_eq!(again["changed"], false, "the secret is known");
    let history = [
        "resource",
        "history",
        "--router",
        "moved",
        "--uuid",
        "wire-guard-client/office",
    ];
    assert_eq!(elsewhere.ok(&history)["history"][0]["actor"], "ada");
    elsewhere.ok(&["vif", "delete", "--router", "moved", "--name", "a"]);
    elsewhere.ok(&[
        "resource",
        "delete",
        "--router",
        "moved",
        "--uuid",
        "wire-guard-client/office",
    ]);
    assert_eq!(bench.marked_vlans(), 0);
    elsewhere.ok(&["db", "check"]);
}

#[test]
fn what_was_left_out_is_given_anew() {
    let files = tempfile::tempdir().unwrap();
    let bench = lived_in(files.path());
    let file = files.path().join("home.nnc");
    assert_eq!(
        export(&bench, &file, &["--without-secrets"])["withSecrets"],
        false
    );
    let elsewhere = Elsewhere::new();
    let imported = elsewhere.ok(&["db", "import", "--file", file.to_str().unwrap()]);
    let missing = imported["missingSecrets"].as_array().unwrap();
    assert_eq!(missing.len(), 2);
    assert!(missing.contains(&json!("password")));
    assert_eq!(
        elsewhere.refused(&["reconcile", "--router", "home"]),
        "no-password"
    );
    assert_eq!(elsewhere.refused(&["router", "password", "home"]), "no-password");
    let password: PathBuf = files.path().join("password");
    std::fs::write(&password, format!("{PASSWORD}\n")).unwrap();
    elsewhere.ok(&[
        "router",
        "password",
        "home",
        "--password-file",
        password.to_str().unwrap(),
    ]);
    let document = files.path().join("office.json");
    let apply = [
        "resource",
        "apply",
        "--router",
        "home",
        "--type",
        "WireGuardClient",
        "--file",
    ];
    elsewhere.ok(&[&apply[..], &[document.to_str().unwrap()]].concat());
    let report = elsewhere.ok(&["reconcile", "--router", "home"]);
    assert_eq!(
        report["differences"].as_array().map_or(0, Vec::len),
        0,
        "{report}"
    );
}

#[test]
fn files_that_are_no_exports_are_refused() {
    let files = tempfile::tempdir().unwrap();
    let file = files.path().join("file");
    let path = file.to_str().unwrap();
    let elsewhere = Elsewhere::new();
    let import = ["db", "import", "--file", path];
    assert_eq!(elsewhere.refused(&import), "file-unreadable");
    for content in ["", "text", "nnc-rtr\n", "nnc-rtr\n\u{1}\0\0\0\u{2}\0\0\0{}"] {
        std::fs::write(&file, content).unwrap();
        assert_eq!(elsewhere.refused(&import), "export-damaged");
    }
    std::fs::write(&file, "nnc-rtr\n\u{7}\0\0\0").unwrap();
    assert_eq!(elsewhere.refused(&import), "export-newer");
    assert_eq!(elsewhere.ok(&["router", "list"])["routers"], json!([]));

    let bench = Bench::ready();
    let (_, told) = bench.run(&["db", "move-key", "--to", "environment"]);
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(
        told.contains("set NNC_NEW_KEY") && told.contains("[key-missing]"),
        "{told}"
    );
    let export = ["db", "export", "--router", "home", "--file", path];
    assert_eq!(bench.refused(1, &export), "no-passphrase");
    let short = files.path().join("short");
    std::fs::write(&short, "short\n").unwrap();
    let with = |more: &[&'static str]| [&export[..], more].concat();
    assert_eq!(bench.refused(1, &with(&["--without-secrets"])), "file-exists");
    std::fs::remove_file(&file).unwrap();
    let short = ["--passphrase-file", short.to_str().unwrap()];
    assert_eq!(
        bench.refused(1, &[&export[..], &short[..]].concat()),
        "passphrase-short"
    );
    assert_eq!(
        bench.refused(2, &[&with(&["--without-secrets"])[..], &short[..]].concat()),
        "usage"
    );
    assert!(!file.exists());
}
