//! `routeros-sim`: the simulated router as a program.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use routeros_sim::provenance::Rule;
use routeros_sim::{SimConfig, SimError};

/// A simulated RouterOS for tests. Prints one JSON line when it is ready and runs until SIGTERM.
#[derive(Debug, Parser)]
#[command(name = "routeros-sim", disable_version_flag = true)]
struct Arguments {
    /// Listen for the plain binary API, such as 127.0.0.1:0
    #[arg(long, value_name = "ADDRESS")]
    api: Option<String>,
    /// Listen for the binary API over TLS (self-signed certificate, its fingerprint is printed)
    #[arg(long, value_name = "ADDRESS")]
    api_ssl: Option<String>,
    /// Listen for REST over plain HTTP
    #[arg(long, value_name = "ADDRESS")]
    rest: Option<String>,
    /// Listen for REST over TLS
    #[arg(long, value_name = "ADDRESS")]
    rest_ssl: Option<String>,
    /// Listen for the control port (HTTP with JSON)
    #[arg(long, value_name = "ADDRESS")]
    control: Option<String>,
    /// The RouterOS version to be; without a value, the program's own version is printed
    #[arg(long, value_name = "VERSION", num_args = 0..=1, default_missing_value = "", default_value = "7.22.3")]
    version: String,
    /// The user who may do everything
    #[arg(long, default_value = "admin")]
    user: String,
    /// That user's password
    #[arg(long, default_value = "")]
    password: String,
    /// A reply is delivered this long after its command arrived; commands in flight overlap
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency_ms: u64,
    /// How long safe mode outlives its lost connection; 0 rolls back at once
    #[arg(long, value_name = "MS", default_value_t = 0)]
    safe_mode_timeout_ms: u64,
    /// Rows to begin with in place of a fresh router's: {"/menu":[{"property":"value"}]}
    #[arg(long, value_name = "FILE")]
    fixture: Option<PathBuf>,
    /// The challenge login of RouterOS before 6.43
    #[arg(long)]
    legacy_login: bool,
    /// List every simulated rule and where it is known from
    #[arg(long)]
    provenance: bool,
    /// With --provenance: one JSON line per rule
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = std::io::stdout();
    if arguments.version.is_empty() {
        return written(writeln!(out, "routeros-sim {}", env!("CARGO_PKG_VERSION")));
    }
    if arguments.provenance {
        return written(list_provenance(&mut out, arguments.json));
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("cannot start: {error}"), 1),
    };
    match runtime.block_on(run(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error @ (SimError::UnsupportedVersion(_) | SimError::Fixture(_))) => {
            failed(&error.to_string(), 2)
        }
        Err(error) => failed(&error.to_string(), 1),
    }
}

/// A reader that has seen enough is no failure.
fn written(result: std::io::Result<()>) -> ExitCode {
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

fn failed(message: &str, code: u8) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "routeros-sim: {message}");
    ExitCode::from(code)
}

fn list_provenance(out: &mut impl Write, json: bool) -> std::io::Result<()> {
    for rule in Rule::ALL {
        let source = rule.source();
        if json {
            let line = serde_json::json!({
                "rule": rule.id(), "what": rule.what(), "source": source.kind(), "detail": source.detail(),
            });
            writeln!(out, "{line}")?;
        } else {
            writeln!(
                out,
                "{:<24} {}\n{:24} {}: {}",
                rule.id(),
                rule.what(),
                "",
                source.kind(),
                source.detail()
            )?;
        }
    }
    Ok(())
}

async fn run(arguments: Arguments) -> Result<(), SimError> {
    let mut config = SimConfig::new(&arguments.version)?
        .user(&arguments.user)
        .password(&arguments.password)
        .latency(Duration::from_millis(arguments.latency_ms))
        .safe_mode_timeout(Duration::from_millis(arguments.safe_mode_timeout_ms))
        .legacy_login(arguments.legacy_login);
    if let Some(path) = &arguments.fixture {
        let text =
            std::fs::read(path).map_err(|error| SimError::Fixture(format!("{}: {error}", path.display())))?;
        let fixture = serde_json::from_slice(&text)
            .map_err(|error| SimError::Fixture(format!("{}: {error}", path.display())))?;
        config = config.fixture(fixture);
    }
    if let Some(address) = &arguments.api {
        config = config.api(address);
    }
    if let Some(address) = &arguments.api_ssl {
        config = config.api_ssl(address);
    }
    if let Some(address) = &arguments.rest {
        config = config.rest(address);
    }
    if let Some(address) = &arguments.rest_ssl {
        config = config.rest_ssl(address);
    }
    if let Some(address) = &arguments.control {
        config = config.control(address);
    }
    // Before the line that says it is ready: who reads that line may send a signal at once.
    let end = EndSignals::listen();
    let sim = config.start().await?;
    let mut out = std::io::stdout();
    // Whoever started the program may not care to read the line.
    let _ = writeln!(out, "{}", sim.ready_line()).and_then(|()| out.flush());
    end.wait().await;
    Ok(())
}

/// The signals that end the program, heard from the moment it listens.
#[cfg(unix)]
struct EndSignals {
    terminate: Option<tokio::signal::unix::Signal>,
    interrupt: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl EndSignals {
    /// A signal that cannot be listened to ends the program as the operating system does.
    fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self {
            terminate: signal(SignalKind::terminate()).ok(),
            interrupt: signal(SignalKind::interrupt()).ok(),
        }
    }

    async fn wait(self) {
        async fn heard(signal: Option<tokio::signal::unix::Signal>) {
            match signal {
                Some(mut signal) => {
                    signal.recv().await;
                }
                None => std::future::pending().await,
            }
        }
        tokio::select! {
            () = heard(self.terminate) => {}
            () = heard(self.interrupt) => {}
        }
    }
}

#[cfg(not(unix))]
struct EndSignals;

#[cfg(not(unix))]
impl EndSignals {
    fn listen() -> Self {
        Self
    }

    async fn wait(self) {
        if tokio::signal::ctrl_c().await.is_err() {
            // What cannot be heard ends the program as the operating system does.
            std::future::pending::<()>().await;
        }
    }
}
