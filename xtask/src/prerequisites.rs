//! What the checks need besides a Rust compiler; what can be installed is, the rest is asked for.

use std::process::{Command, Stdio};

use crate::process::Cargo;
use crate::say;

/// Sees to everything that the steps need.
///
/// # Errors
/// Everything that is missing and how to get it.
pub(crate) fn prepare() -> Result<(), String> {
    let checks: [fn() -> Result<String, String>; 9] = [
        rustfmt,
        clippy,
        c_compiler,
        node,
        npm,
        python,
        maven,
        open_vswitch,
        keyring,
    ];
    let mut missing = Vec::new();
    for check in checks {
        match check() {
            Ok(found) => say(&format!("{found}\n")),
            Err(problem) => missing.push(problem),
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(missing.join("\n"))
    }
}

fn rustfmt() -> Result<String, String> {
    component("rustfmt", "fmt")
}

fn clippy() -> Result<String, String> {
    component("clippy", "clippy")
}

fn component(name: &str, subcommand: &str) -> Result<String, String> {
    let version = || Cargo::new(subcommand).arg("--version").output();
    if let Ok(found) = version() {
        return Ok(found.trim().to_owned());
    }
    say(&format!("installing the Rust component {name}\n"));
    let installed = Cargo::program("rustup", ["component", "add", name]).output();
    installed
        .and_then(|_| version())
        .map(|found| found.trim().to_owned())
        .map_err(|error| {
            format!("the Rust component {name} is missing ({error}); install it with your toolchain")
        })
}

/// ring and the bundled SQLite have parts in C.
fn c_compiler() -> Result<String, String> {
    let found = Cargo::program("cc", ["--version"]).output();
    let found = found.map_err(|_| {
        "cc is missing; install a C compiler (Debian: apt-get install gcc libc6-dev)".to_owned()
    })?;
    Ok(found.lines().next().unwrap_or("cc").to_owned())
}

fn node() -> Result<String, String> {
    let hint = "install Node.js 20 or newer (https://nodejs.org)";
    let found = Cargo::program("node", ["--version"])
        .output()
        .map_err(|_| format!("node is missing; {hint}"))?;
    let major = found
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .unwrap_or("")
        .parse::<u32>();
    match major {
        Ok(20..) => Ok(format!("node {}", found.trim())),
        _ => Err(format!("node {} is too old; {hint}", found.trim())),
    }
}

fn npm() -> Result<String, String> {
    let found = Cargo::program("npm", ["--version"]).output();
    let found = found.map_err(|_| "npm is missing; install the one that comes with Node.js".to_owned())?;
    Ok(format!("npm {}", found.trim()))
}

fn python() -> Result<String, String> {
    let hint = "install Python 3.11 or newer with its venv module (Debian: apt-get install python3-venv)";
    let program = "import sys, venv, ensurepip; assert sys.version_info >= (3, 11), sys.version; print(sys.version.split()[0])";
    match Cargo::program("python3", ["-c", program]).output() {
        Ok(found) => Ok(format!("python3 {} with venv", found.trim())),
        Err(error) => Err(format!("python3 is missing or too old ({error}); {hint}")),
    }
}

/// Builds the package of Kotlin; what else that needs Maven fetches.
fn maven() -> Result<String, String> {
    debian("mvn", "Maven", &["maven", "openjdk-17-jdk-headless"])
}

/// Open vSwitch judges what openflow-rs writes and prints.
fn open_vswitch() -> Result<String, String> {
    debian(
        "ovs-ofctl",
        "Open vSwitch",
        &["openvswitch-common", "openvswitch-switch"],
    )
}

/// The store keeps a key in a real keyring, in a session of its own.
fn keyring() -> Result<String, String> {
    debian("dbus-run-session", "D-Bus", &["dbus-daemon"])?;
    debian("gnome-keyring-daemon", "gnome-keyring", &["gnome-keyring"])
}

/// A program of Debian's packages, which are installed where it is missing.
fn debian(program: &str, name: &str, packages: &[&str]) -> Result<String, String> {
    let version = || Cargo::program(program, ["--version"]).output();
    let first = |found: String| found.lines().next().unwrap_or(program).to_owned();
    if let Ok(found) = version() {
        return Ok(first(found));
    }
    let words = [&["install", "--yes", "--no-install-recommends"][..], packages].concat();
    let install = format!("apt-get {}", words.join(" "));
    if !is_root() {
        return Err(format!("{program} is missing; run `{install}` as root"));
    }
    say(&format!("installing {name}\n"));
    let apt = |words: &[&str]| {
        Cargo::program("apt-get", words)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .output()
    };
    apt(&["update", "--quiet"])
        .and_then(|_| apt(&words))
        .and_then(|_| version())
        .map(first)
        .map_err(|error| format!("{name} could not be installed ({error}); try `{install}`"))
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").stderr(Stdio::null()).output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
