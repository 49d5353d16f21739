//! Clients that know nothing of this project use the simulator.
//!
//! Needs `python3` with `venv`, and PyPI (or a cache of it) for the pinned packages; what is missing fails the test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use routeros_sim::SimConfig;

fn run(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{command:?} failed:\n{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign")
}

/// A Python with the pinned clients, made once per target directory and list of pins.
fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let pins = std::fs::read_to_string(scripts().join("requirements.txt")).unwrap();
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("foreign-clients");
        let stamp = home.join("installed.txt");
        let python = home.join("bin/python");
        if std::fs::read_to_string(&stamp).ok().as_deref() != Some(&pins) {
            let base = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
            run(Command::new(base).args(["-m", "venv", "--clear"]).arg(&home));
            run(Command::new(&python)
                .args([
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "-r",
                ])
                .arg(scripts().join("requirements.txt")));
            std::fs::write(&stamp, &pins).unwrap();
        }
        python
    })
}

async fn speak(script: &'static str, version: &str) -> String {
    let config = SimConfig::new(version).unwrap().password("secret");
    let sim = config
        .api("127.0.0.1:0")
        .api_ssl("127.0.0.1:0")
        .start()
        .await
        .unwrap();
    let addresses = [
        sim.api_address().unwrap().to_string(),
        sim.api_ssl_address().unwrap().to_string(),
    ];
    tokio::task::spawn_blocking(move || {
        run(Command::new(python()).arg(scripts().join(script)).args(addresses))
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn librouteros() {
    for version in ["7.22.3", "7.12.2"] {
        let told = speak("with_librouteros.py", version).await;
        let parts: Vec<&str> = told.lines().collect();
        assert_eq!(
            parts,
            [
                "create read query change: ok",
                "traps: ok",
                "listen remove: ok",
                "failed login: ok",
                "tls: ok"
            ],
            "RouterOS {version}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn routeros_api() {
    for version in ["7.22.3", "7.12.2"] {
        let told = speak("with_routeros_api.py", version).await;
        let parts: Vec<&str> = told.lines().collect();
        assert_eq!(
            parts,
            [
                "create read query change: ok",
                "traps: ok",
                "remove: ok",
                "failed login: ok",
                "tls: ok"
            ],
            "RouterOS {version}"
        );
    }
}
