//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// The benchmarks of the workspace as `(package, bench)`, told by its files: `PACKAGE/benches/BENCH.rs`.
pub(crate) fn benches() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for package in entries(&root()) {
        if !package.join("Cargo.toml").is_file() {
            continue;
        }
        for file in entries(&package.join("benches")) {
            if file.extension().is_some_and(|extension| extension == "rs")
                && let (Some(package), Some(bench)) = (package.file_name(), file.file_stem())
            {
                found.push((
                    package.to_string_lossy().into_owned(),
                    bench.to_string_lossy().into_owned(),
                ));
            }
        }
    }
    found
}

/// The fuzz targets, told by their files.
pub(crate) fn fuzz_targets() -> Vec<String> {
    entries(&root().join("fuzz/fuzz_targets"))
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .filter_map(|file| file.file_stem())
        .map(|stem| stem.to_string_lossy().into_owned())
        .collect()
}

fn entries(dir: &Path) -> Vec<PathBuf> {
    let Ok(read) = dir.read_dir() else {
        return Vec::new();
    };
    let mut entries: Vec<PathBuf> = read.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries
}
