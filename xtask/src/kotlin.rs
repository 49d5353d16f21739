//! `bindings/kotlin`: built and tested with Maven.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::native::{self, Built};
use crate::process::Cargo;
use crate::report::Counts;
use crate::{readme, say, workspace};

/// The examples, as `examples/kotlin` and `examples/swift` have them.
pub(crate) const EXAMPLES: &[&str] = &["provision", "watch", "plan", "repair"];

/// What is packed, and how large it may be.
const JAR: &str = concat!("nnc-kotlin-", env!("CARGO_PKG_VERSION"), ".jar");
const JAR_BYTES: u64 = 7_000_000;

/// Builds the library and what calls it, and puts both where the package looks for them.
pub(crate) fn prepare(packed: bool, limit: Duration) -> Result<Built, String> {
    let built = native::build(packed, limit)?;
    let place = workspace::root().join("bindings/kotlin/target/native");
    built.write_calls("kotlin", &place.join("uniffi"))?;
    built.copy_library(&place.join("library").join(jna_folder()))?;
    quickstart()?;
    Ok(built)
}

/// Puts the README's program where the tests are compiled with it.
fn quickstart() -> Result<(), String> {
    let code = readme::quickstart(
        "bindings/kotlin/README.md",
        "kotlin",
        &[
            ("\"/var/lib/nnc\"", "System.getProperty(\"nnc.data\")"),
            (
                "\"routeros+apis://admin@192.168.88.1\"",
                "System.getProperty(\"nnc.router\")",
            ),
            ("System.getenv(\"ROUTER_PASSWORD\")", "\"secret\""),
        ],
    )?;
    let folder = workspace::root().join("bindings/kotlin/target/quickstart");
    let file = folder.join("Quickstart.kt");
    let written =
        fs::create_dir_all(&folder).and_then(|()| fs::write(&file, format!("package quickstart\n\n{code}")));
    written.map_err(|error| native::told(&file, &error))
}

/// Where JNA looks for a library in a jar: the system, then the processor
/// (`com.sun.jna.Platform.getNativeLibraryResourcePrefix`).
fn jna_folder() -> String {
    let system = match env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let processor = match env::consts::ARCH {
        "x86_64" => "x86-64",
        other => other,
    };
    format!("{system}-{processor}")
}

/// Runs the tests of the package, then the examples with the package as it would be installed.
pub(crate) fn test(counts: &mut Counts, limit: Duration) -> Result<(), String> {
    let built = prepare(false, limit)?;
    let maven = maven(&["install"], "bindings/kotlin").env("NNC_SIM", &built.simulator);
    say(&format!("$ {}\n", maven.line()));
    maven.watch(limit, |line| see(counts, line))?;
    for name in EXAMPLES {
        run_example(name, &built, limit)?;
        counts.passed += 1;
    }
    Ok(())
}

/// Builds the package with its tests, and gives the command of its conformance runner.
pub(crate) fn runner(limit: Duration) -> Result<Vec<String>, String> {
    prepare(false, limit)?;
    let place = workspace::root().join("bindings/kotlin/target");
    let list = place.join("runner.classpath");
    let out = format!("-Dmdep.outputFile={}", list.display());
    let words = [
        "--quiet",
        "-DskipTests",
        "test-compile",
        "dependency:build-classpath",
        "-Dmdep.includeScope=test",
        &out,
    ];
    native::run(&maven(&words, "bindings/kotlin"), limit)?;
    let libraries = fs::read_to_string(&list).map_err(|error| native::told(&list, &error))?;
    let mut path: Vec<PathBuf> = vec![place.join("test-classes"), place.join("classes")];
    path.extend(env::split_paths(libraries.trim()));
    let path = env::join_paths(path).map_err(|error| error.to_string())?;
    let path = path.to_string_lossy();
    Ok(["java", "-cp", &path, "nnc.conformance.RunnerKt"]
        .map(str::to_owned)
        .to_vec())
}

/// Builds the package and runs one example with it.
pub(crate) fn example(name: &str, limit: Duration) -> Result<(), String> {
    if !EXAMPLES.contains(&name) {
        return Err(format!(
            "there is no example {name:?}; there are {}",
            EXAMPLES.join(", ")
        ));
    }
    let built = prepare(false, limit)?;
    native::run(
        &maven(&["--quiet", "-DskipTests", "install"], "bindings/kotlin"),
        limit,
    )?;
    run_example(name, &built, limit)
}

fn run_example(name: &str, built: &Built, limit: Duration) -> Result<(), String> {
    let (first, rest) = name.split_at(1);
    let class = format!("-Dexec.mainClass={}{rest}Kt", first.to_uppercase());
    let words = ["--quiet", "compile", "exec:java", &class];
    let command = maven(&words, "examples/kotlin").env("NNC_SIM", &built.simulator);
    native::run(&command, limit)
}

fn maven(words: &[&str], folder: &str) -> Cargo {
    Cargo::program("mvn", ["--batch-mode", "--no-transfer-progress"])
        .args(words)
        .within(folder)
}

/// Builds the jar with a small build of the library in it.
pub(crate) fn package(limit: Duration) -> Result<(), String> {
    prepare(true, limit)?;
    native::run(&maven(&["-DskipTests", "package"], "bindings/kotlin"), limit)?;
    let jar = workspace::root().join("bindings/kotlin/target").join(JAR);
    let size = fs::metadata(&jar)
        .map_err(|error| native::told(&jar, &error))?
        .len();
    say(&format!(
        "measured: {} of {:.2} MB\n",
        jar.display(),
        size as f64 / 1e6
    ));
    if size > JAR_BYTES {
        return Err(format!("{} is larger than {JAR_BYTES} bytes", jar.display()));
    }
    Ok(())
}

/// Reads `Tests run: 4, Failures: 0, Errors: 1, Skipped: 0`, which Maven prints once for all classes; the lines of single
/// classes say the time too.
fn see(counts: &mut Counts, line: &str) {
    let Some((_, rest)) = line.split_once("Tests run: ") else {
        return;
    };
    if rest.contains("Time elapsed") {
        return;
    }
    let numbers: Vec<usize> = rest
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    if let [all, failures, errors, skipped] = numbers.as_slice() {
        let failed = failures + errors;
        counts.failed += failed;
        counts.ignored += skipped;
        counts.passed += all.saturating_sub(failed + skipped);
    }
}

#[cfg(test)]
mod tests {
    use super::see;
    use crate::report::Counts;

    #[test]
    fn mavens_lines_are_counted_once() {
        let mut counts = Counts::default();
        see(
            &mut counts,
            "[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1.1 s -- in nnc.MainJobTest",
        );
        see(
            &mut counts,
            "[ERROR] Tests run: 9, Failures: 1, Errors: 2, Skipped: 1",
        );
        assert_eq!((counts.passed, counts.failed, counts.ignored), (5, 3, 1));
    }
}
