//! `bindings/swift`: built and tested in a root file system of Debian's with Debian's Swift, which is made at the first run
//! and takes 3.3 GB under the target directory.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::kotlin::EXAMPLES;
use crate::native::{self, Built, told};
use crate::process::Cargo;
use crate::report::Counts;
use crate::{readme, say, workspace};

/// The release of Debian that has Swift 6.
const RELEASE: &str = "trixie";
const MIRROR: &str = "http://deb.debian.org/debian";
const PACKAGES: &str = "swiftlang libc6-dev libstdc++-14-dev";

/// Where the package and the examples are built, in that root file system.
const PACKAGE: &str = "/var/cache/nnc-swift";
const EXAMPLES_BUILT: &str = "/var/cache/nnc-examples";

/// Builds the library, and writes what calls it into the package.
pub(crate) fn prepare(packed: bool, limit: Duration) -> Result<Built, String> {
    let built = native::build(packed, limit)?;
    let out = workspace::target().join("swift/calls");
    built.write_calls("swift", &out)?;
    let package = workspace::root().join("bindings/swift/Sources");
    let place = |from: &str, folder: &str, to: &str| {
        let folder = package.join(folder);
        let (from, to) = (out.join(from), folder.join(to));
        let copied = fs::create_dir_all(&folder).and_then(|()| fs::copy(&from, &to));
        copied.map(drop).map_err(|error| told(&to, &error))
    };
    place("NncNative.swift", "NncKit/Native", "NncNative.swift")?;
    place("NncNativeFFI.h", "NncNativeFFI", "NncNativeFFI.h")?;
    place("NncNativeFFI.modulemap", "NncNativeFFI", "module.modulemap")?;
    quickstart()?;
    Ok(built)
}

/// Puts the README's program where a test builds and starts it.
fn quickstart() -> Result<(), String> {
    let code = readme::quickstart(
        "bindings/swift/README.md",
        "swift",
        &[
            ("\"/var/lib/nnc\"", "CommandLine.arguments[1]"),
            (
                "\"routeros+apis://admin@192.168.88.1\"",
                "CommandLine.arguments[2]",
            ),
            (
                "ProcessInfo.processInfo.environment[\"ROUTER_PASSWORD\"]",
                "\"secret\"",
            ),
        ],
    )?;
    let folder = workspace::root().join("bindings/swift/Tests/Quickstart");
    let file = folder.join("main.swift");
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, code));
    written.map_err(|error| told(&file, &error))
}

/// Runs the tests of the package.
pub(crate) fn test(counts: &mut Counts, limit: Duration) -> Result<(), String> {
    prepare(false, limit)?;
    let inside = format!(
        "cd bindings/swift && swift-build --build-tests --scratch-path {PACKAGE} && {PACKAGE}/debug/nncPackageTests.xctest"
    );
    let command = within(&inside)?;
    say(&format!("$ {}\n", command.line()));
    command.watch(limit, |line| see(counts, line))?;
    for name in EXAMPLES {
        run_example(name, limit)?;
        counts.passed += 1;
    }
    Ok(())
}

/// The word that has [`answer`] run in the place of an example.
pub(crate) const ANSWER: &str = "--answer";

/// Builds the package with its conformance runner, and gives the command that starts it: this program, which knows how to
/// run something in the root file system.
pub(crate) fn runner(limit: Duration) -> Result<Vec<String>, String> {
    prepare(false, limit)?;
    let build = format!("cd bindings/swift && swift-build --product conformance --scratch-path {PACKAGE}");
    native::run(&within(&build)?, limit)?;
    let this = env::current_exe().map_err(|error| error.to_string())?;
    Ok(vec![
        this.display().to_string(),
        "swift".to_owned(),
        ANSWER.to_owned(),
    ])
}

/// Answers conformance scenarios on this program's own streams, with what [`runner`] built.
pub(crate) fn answer() -> Result<(), String> {
    let command = within(&format!("exec {PACKAGE}/debug/conformance"))?;
    if command.inherit()? {
        Ok(())
    } else {
        Err("the runner of Swift failed".to_owned())
    }
}

/// Builds the package and runs one example with it.
pub(crate) fn example(name: &str, limit: Duration) -> Result<(), String> {
    if !EXAMPLES.contains(&name) {
        return Err(format!(
            "there is no example {name:?}; there are {}",
            EXAMPLES.join(", ")
        ));
    }
    prepare(false, limit)?;
    run_example(name, limit)
}

fn run_example(name: &str, limit: Duration) -> Result<(), String> {
    let inside = format!("cd examples/swift && swift-run --scratch-path {EXAMPLES_BUILT} {name}");
    native::run(&within(&inside)?, limit)
}

/// A command in Debian's root file system, in the root of the repository, with this system's temporary files. The mounts
/// end with it.
fn within(inside: &str) -> Result<Cargo, String> {
    let root = system()?;
    let script = "set -e; mkdir -p \"$ROOT/nnc\" \"$ROOT/library\"; mount -t proc proc \"$ROOT/proc\"; \
        mount --bind \"${TMPDIR:-/tmp}\" \"$ROOT/tmp\"; \
        mount --bind \"$REPOSITORY\" \"$ROOT/nnc\"; mount --bind \"$BUILT\" \"$ROOT/library\"; \
        exec chroot \"$ROOT\" env -i HOME=/root PATH=/usr/libexec/swift/bin:/usr/bin:/bin NNC_LIBRARY=/library \
        NNC_SOAK=\"${NNC_SOAK:-}\" NNC_SIM=/library/routeros-sim LD_LIBRARY_PATH=/library sh -c \"cd /nnc && $INSIDE\"";
    Ok(Cargo::program(
        "unshare",
        ["--mount", "--propagation", "private", "sh", "-c", script],
    )
    .env("ROOT", root)
    .env("REPOSITORY", workspace::root())
    .env("BUILT", workspace::target().join("debug"))
    .env("INSIDE", inside))
}

/// The root file system, made where it is missing.
fn system() -> Result<PathBuf, String> {
    let folder = workspace::target().join("swift");
    let root = folder.join(RELEASE);
    if root.join("usr/bin/swiftc").exists() {
        return Ok(root);
    }
    fs::create_dir_all(&folder).map_err(|error| told(&folder, &error))?;
    say("making a root file system with Swift (once; 3.3 GB)\n");
    let script = "set -e; cd \"$FOLDER\"; rm -rf \"$RELEASE\" tool; \
        apt-get download --quiet debootstrap debian-archive-keyring; \
        for package in debootstrap_*.deb debian-archive-keyring_*.deb; do dpkg -x \"$package\" tool; done; \
        DEBOOTSTRAP_DIR=\"$PWD/tool/usr/share/debootstrap\" sh tool/usr/sbin/debootstrap --variant=minbase \
        --keyring=\"$PWD/tool/usr/share/keyrings/debian-archive-keyring.gpg\" \"$RELEASE\" \"$RELEASE\" \"$MIRROR\"; \
        cp /etc/resolv.conf \"$RELEASE/etc/resolv.conf\"; chroot \"$RELEASE\" apt-get update --quiet; \
        DEBIAN_FRONTEND=noninteractive chroot \"$RELEASE\" apt-get install --yes --no-install-recommends $PACKAGES";
    let made = Cargo::program("sh", ["-c", script])
        .env("FOLDER", &folder)
        .env("RELEASE", RELEASE)
        .env("MIRROR", MIRROR)
        .env("PACKAGES", PACKAGES);
    made.watch(Duration::from_secs(1200), |_| {})
        .map_err(|error| format!("{error}; this needs root, apt-get and 3.3 GB"))?;
    Ok(root)
}

/// Reads `Test Case 'A.b' passed (0.3 seconds)`.
fn see(counts: &mut Counts, line: &str) {
    let Some(rest) = line.strip_prefix("Test Case ") else {
        return;
    };
    if rest.contains("' passed (") {
        counts.passed += 1;
    } else if rest.contains("' failed (") {
        counts.failed += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::see;
    use crate::report::Counts;

    #[test]
    fn xctests_lines_are_counted() {
        let mut counts = Counts::default();
        see(&mut counts, "Test Case 'A.b' started at 2026-11-21");
        see(&mut counts, "Test Case 'A.b' passed (0.3 seconds)");
        see(&mut counts, "Test Case 'A.c' failed (0.1 seconds)");
        assert_eq!((counts.passed, counts.failed), (1, 1));
    }
}
