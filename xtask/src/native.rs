//! The native library of Kotlin and Swift: built once, with what calls it written beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::process::Cargo;
use crate::{say, workspace};

/// The library's name without what the system puts around it.
pub(crate) const NAME: &str = "nnc_native";

/// What was built.
pub(crate) struct Built {
    /// The library.
    pub(crate) library: PathBuf,
    /// The same with the symbols that say what it exports: what is packed is stripped of them.
    described: PathBuf,
    /// The program that stands in for a router.
    pub(crate) simulator: PathBuf,
    /// The program that writes the code that calls the library.
    bindgen: PathBuf,
}

/// Builds the library, the simulator and the program that writes the calls. What is to be packed (`packed`) is built small,
/// beside what is only used here.
pub(crate) fn build(packed: bool, limit: Duration) -> Result<Built, String> {
    let which = ["-p", "nnc-native", "-p", "nnc-bindgen", "-p", "routeros-sim"];
    run(&Cargo::new("build").arg("--quiet").args(which), limit)?;
    if packed {
        let small = ["--quiet", "-p", "nnc-native", "--profile", "dist"];
        run(&Cargo::new("build").args(small), limit)?;
    }
    let target = workspace::target();
    let debug = target.join("debug");
    let program = |name: &str| debug.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let library = format!(
        "{}{NAME}{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    let profile = if packed { "dist" } else { "debug" };
    Ok(Built {
        library: target.join(profile).join(&library),
        described: debug.join(library),
        simulator: program("routeros-sim"),
        bindgen: program("nnc-bindgen"),
    })
}

impl Built {
    /// Writes the calls of a language into a folder, which is emptied first.
    pub(crate) fn write_calls(&self, language: &str, out: &Path) -> Result<(), String> {
        if out.exists() {
            fs::remove_dir_all(out).map_err(|error| told(out, &error))?;
        }
        fs::create_dir_all(out).map_err(|error| told(out, &error))?;
        let words = [language.as_ref(), self.described.as_os_str(), out.as_os_str()];
        Cargo::program(&self.bindgen, words).output().map(drop)
    }

    /// Copies the library into a folder.
    pub(crate) fn copy_library(&self, folder: &Path) -> Result<(), String> {
        fs::create_dir_all(folder).map_err(|error| told(folder, &error))?;
        let name = self.library.file_name().unwrap_or_default();
        fs::copy(&self.library, folder.join(name)).map_err(|error| told(&self.library, &error))?;
        Ok(())
    }
}

/// Runs a command and shows what it prints.
pub(crate) fn run(command: &Cargo, limit: Duration) -> Result<(), String> {
    say(&format!("$ {}\n", command.line()));
    command.watch(limit, |_| {})
}

pub(crate) fn told(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
