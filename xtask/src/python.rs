//! The Python package: its wheel is built, installed where nothing else is, and judged.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::process::Cargo;
use crate::report::Counts;
use crate::{say, workspace};

const HOME: &str = "bindings/python";
const EXAMPLES: &str = "examples/python";

/// Builds the wheel and installs it beside the tools; gives the folder of its programs.
///
/// # Errors
/// The first thing that failed.
pub(crate) fn prepare(limit: Duration) -> Result<PathBuf, String> {
    let mut watch = |command: Cargo| {
        say(&format!("$ {}\n", command.line()));
        command.watch(limit, |_| {})
    };
    let home = workspace::target().join("python");
    let tools = tools(&home, &mut watch)?;
    install(&tools, &wheel(&home, &tools, &mut watch)?, &mut watch)?;
    Ok(tools)
}

/// Builds the wheel, installs it, and runs all that judges it.
///
/// # Errors
/// The first thing that failed.
pub(crate) fn run(limit: Duration, counts: &mut Counts) -> Result<(), String> {
    let mut watch = |command: Cargo| {
        say(&format!("$ {}\n", command.line()));
        command.watch(limit, |line| counts.see(line))
    };
    let home = workspace::target().join("python");
    let tools = tools(&home, &mut watch)?;
    watch(Cargo::new("build").args(["--quiet", "-p", "routeros-sim"]))?;
    let wheel = wheel(&home, &tools, &mut watch)?;
    for python in [&tools, &clean(&home, &mut watch)?] {
        install(python, &wheel, &mut watch)?;
    }
    let simulator = workspace::target().join("debug/routeros-sim");
    let within = |folder: &str, name: &str, words: &[&str]| {
        let program = Cargo::program(tools.join(name), words).within(folder);
        program.env("NNC_ROUTEROS_SIM", &simulator)
    };
    watch(within(HOME, "mypy", &["--strict", "tests", "conformance"]))?;
    watch(within(EXAMPLES, "mypy", &["--strict", "."]))?;
    watch(within(HOME, "stubtest", &["nnc"]))?;
    watch(within(
        HOME,
        "pytest",
        &["--quiet", "-p", "no:cacheprovider", "tests"],
    ))?;
    // Where there is nothing but the package, as on a user's machine.
    for example in [
        "provision_and_steer.py",
        "watch_events.py",
        "dry_run.py",
        "repair_drift.py",
    ] {
        let run = Cargo::program(home.join("clean/bin/python"), ["-B", example]);
        watch(run.within(EXAMPLES).env("NNC_ROUTEROS_SIM", &simulator))?;
    }
    Ok(())
}

/// Builds the wheel.
fn wheel(
    home: &Path,
    tools: &Path,
    watch: &mut impl FnMut(Cargo) -> Result<(), String>,
) -> Result<PathBuf, String> {
    let wheels = home.join("wheels");
    // Wheels of before would be found beside the new one.
    fs::remove_dir_all(&wheels).ok();
    let build = Cargo::program(tools.join("maturin"), ["build", "--quiet", "--out"]);
    watch(
        build
            .arg(&wheels)
            .within(HOME)
            .env("CARGO_TARGET_DIR", workspace::target()),
    )?;
    only_file(&wheels)
}

/// Installs the wheel where these programs are.
fn install(
    programs: &Path,
    wheel: &Path,
    watch: &mut impl FnMut(Cargo) -> Result<(), String>,
) -> Result<(), String> {
    let pip = Cargo::program(
        programs.join("python"),
        ["-m", "pip", "install", "--quiet", "--no-index"],
    );
    watch(pip.args(["--no-deps", "--force-reinstall"]).arg(wheel))
}

/// The programs that build and judge, in a folder of their own.
fn tools(home: &Path, watch: &mut impl FnMut(Cargo) -> Result<(), String>) -> Result<PathBuf, String> {
    let (tools, stamp) = (home.join("tools"), home.join("tools/installed"));
    let wanted = workspace::root().join(HOME).join("requirements-dev.txt");
    let wanted_text = fs::read_to_string(&wanted).map_err(|error| error.to_string())?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted_text) {
        return Ok(tools.join("bin"));
    }
    watch(Cargo::program("python3", ["-m", "venv", "--clear"]).arg(&tools))?;
    let pip = Cargo::program(
        tools.join("bin/python"),
        ["-m", "pip", "install", "--quiet", "-r"],
    );
    watch(pip.arg(&wanted))?;
    fs::write(&stamp, wanted_text).map_err(|error| error.to_string())?;
    Ok(tools.join("bin"))
}

/// An environment with nothing in it.
fn clean(home: &Path, watch: &mut impl FnMut(Cargo) -> Result<(), String>) -> Result<PathBuf, String> {
    let clean = home.join("clean");
    watch(Cargo::program("python3", ["-m", "venv", "--clear"]).arg(&clean))?;
    Ok(clean.join("bin"))
}

fn only_file(folder: &Path) -> Result<PathBuf, String> {
    let found = folder.read_dir().map_err(|error| error.to_string())?;
    let mut files = found.flatten().map(|entry| entry.path());
    match (files.next(), files.next()) {
        (Some(file), None) => Ok(file),
        _ => Err(format!("there should be one wheel in {}", folder.display())),
    }
}
