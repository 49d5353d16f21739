//! Builds one judge per language under the target folder, and runs them.
//!
//! A judge reads cases, one JSON line `[type, field, text]` each, and prints for each what it found, one JSON line
//! `[[code, pointer], ...]` each. Given numbers of mutants with their type and field, it then prints for each mutant
//! the line of the first case on which it differs from the truth, or -1.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nnc_codegen::emit;
use nnc_codegen::ir::Ir;
use nnc_codegen::mutants::Mutants;

use crate::corpus::{Case, quote};

/// What a judge said.
pub(crate) struct Verdicts {
    /// For each case, what was found: JSON text.
    pub(crate) findings: Vec<String>,
    /// For each mutant, the case that tells it from the truth.
    pub(crate) killed_by: Vec<Option<usize>>,
}

/// A program that judges.
pub(crate) struct Judge {
    pub(crate) language: &'static str,
    command: Vec<String>,
    environment: Vec<(String, String)>,
}

/// The folder in which everything is built.
pub(crate) fn home() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("validators-agree")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::write(path, text).unwrap();
}

fn run(what: &str, command: &mut Command) {
    let output = command
        .output()
        .unwrap_or_else(|e| panic!("{what}: cannot start {command:?}: {e}"));
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        output.status.success(),
        "{what} failed:\n{}{}",
        said(&output.stdout),
        said(&output.stderr)
    );
}

fn types(ir: &Ir) -> Vec<&str> {
    ir.modelled()
        .map(|r| r.name.as_str())
        .chain(ir.unions.iter().map(|u| u.name.as_str()))
        .collect()
}

/// The judge in Rust: a small crate on top of nnc-core.
pub(crate) fn rust(ir: &Ir, mutants: &Mutants) -> Judge {
    let home = home().join("rust");
    let core = root().join("nnc-core");
    put(
        &home.join("Cargo.toml"),
        &format!(
            "[package]\nname = \"validators-agree-judge\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             nnc-core = {{ path = {} }}\nserde_json = \"1\"\nipnet = \"2\"\n",
            quote(core.to_str().unwrap())
        ),
    );
    put(
        &home.join("src/mutants.rs"),
        &emit::rust::emit_with_mutants(ir, mutants),
    );
    let mut arms = [String::new(), String::new()];
    for name in types(ir) {
        writeln!(
            arms[0],
            "        \"{name}\" => findings::<nnc_core::model::{name}>(text),"
        )
        .unwrap();
        writeln!(
            arms[1],
            "        \"{name}\" => findings::<mutants::{name}>(text),"
        )
        .unwrap();
    }
    let source = include_str!("judge.rs.txt")
        .replace("/*TRUTH*/", &arms[0])
        .replace("/*MUTANT*/", &arms[1]);
    put(&home.join("src/main.rs"), &source);
    // The same versions as the workspace, so that nothing is looked up or compiled twice.
    fs::copy(root().join("Cargo.lock"), home.join("Cargo.lock")).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .unwrap()
        .to_owned();
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    run(
        "building the Rust judge",
        Command::new(cargo)
            .args(["build", "--quiet"])
            .current_dir(&home)
            .env("CARGO_TARGET_DIR", &target),
    );
    let program = target.join("debug/validators-agree-judge");
    Judge {
        language: "Rust",
        command: vec![program.to_str().unwrap().to_owned()],
        environment: Vec::new(),
    }
}

/// The judge in TypeScript: the package itself, compiled by `tsc --strict`, and one more module.
pub(crate) fn typescript(ir: &Ir, mutants: &Mutants) -> Judge {
    let home = home().join("node");
    let package = root().join("bindings/node");
    for file in ["package.json", "package-lock.json", "tsconfig.json"] {
        put(&home.join(file), &fs::read_to_string(package.join(file)).unwrap());
    }
    let _ = fs::remove_dir_all(home.join("src"));
    copy(&package.join("src"), &home.join("src"));
    put(
        &home.join("src/agree/mutants.ts"),
        &emit::typescript::emit_with_mutants(ir, mutants),
    );
    put(&home.join("judge.mjs"), include_str!("judge.mjs.txt"));
    let lock = fs::read_to_string(home.join("package-lock.json")).unwrap();
    let installed = home.join("installed");
    if fs::read_to_string(&installed).ok().as_deref() != Some(lock.as_str()) {
        run(
            "npm ci",
            Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
                .current_dir(&home),
        );
        fs::write(&installed, lock).unwrap();
    }
    run(
        "tsc --strict",
        Command::new("node")
            .args(["node_modules/typescript/bin/tsc", "-p", "."])
            .current_dir(&home),
    );
    Judge {
        language: "TypeScript",
        command: vec![
            "node".to_owned(),
            home.join("judge.mjs").to_str().unwrap().to_owned(),
        ],
        environment: Vec::new(),
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            put(&target, &fs::read_to_string(entry.path()).unwrap());
        }
    }
}

/// The judge in Python: the package itself, and one more module.
pub(crate) fn python(ir: &Ir, mutants: &Mutants) -> Judge {
    let home = home().join("python");
    put(
        &home.join("mutants.py"),
        &emit::python::emit_with_mutants(ir, mutants),
    );
    put(&home.join("judge.py"), include_str!("judge.py.txt"));
    let path = root().join("bindings/python/python");
    Judge {
        language: "Python",
        command: vec![
            "python3".to_owned(),
            "-B".to_owned(),
            home.join("judge.py").to_str().unwrap().to_owned(),
        ],
        environment: vec![("PYTHONPATH".to_owned(), path.to_str().unwrap().to_owned())],
    }
}

impl Judge {
    /// Starts judging all cases; the judges of several languages run side by side.
    pub(crate) fn start(&self, cases: &[Case], mutants: &Mutants) -> Running {
        let folder = home().join("runs").join(self.language);
        let (case_file, mutant_file) = (folder.join("cases"), folder.join("mutants"));
        put(
            &case_file,
            &cases
                .iter()
                .map(|c| format!("[{},{},{}]\n", quote(&c.ty), quote(&c.field), quote(&c.text)))
                .collect::<String>(),
        );
        put(
            &mutant_file,
            &mutants
                .list
                .iter()
                .map(|m| format!("[{},{},{}]\n", m.id, quote(&m.record), quote(&m.field)))
                .collect::<String>(),
        );
        let (program, arguments) = self.command.split_first().unwrap();
        let child = Command::new(program)
            .args(arguments)
            .args([&case_file, &mutant_file])
            .envs(self.environment.iter().cloned())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("the {} judge cannot start: {e}", self.language));
        Running {
            language: self.language,
            started: std::time::Instant::now(),
            child,
            cases: cases.len(),
            mutants: mutants.list.len(),
        }
    }
}

/// A judge at work.
pub(crate) struct Running {
    language: &'static str,
    started: std::time::Instant,
    child: std::process::Child,
    cases: usize,
    mutants: usize,
}

impl Running {
    /// Waits for what it says.
    pub(crate) fn finish(self) -> Verdicts {
        let output = self.child.wait_with_output().unwrap();
        println!("{} judged in {:?}", self.language, self.started.elapsed());
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "the {} judge failed:\n{complaint}",
            self.language
        );
        let text = String::from_utf8(output.stdout).unwrap();
        let mut lines = text.lines();
        let findings: Vec<String> = lines.by_ref().take(self.cases).map(str::to_owned).collect();
        let killed_by: Vec<Option<usize>> = lines
            .map(|line| line.parse::<i64>().unwrap())
            .map(|n| usize::try_from(n).ok())
            .collect();
        assert_eq!(
            findings.len(),
            self.cases,
            "the {} judge did not judge every case",
            self.language
        );
        assert_eq!(
            killed_by.len(),
            self.mutants,
            "the {} judge did not judge every mutant",
            self.language
        );
        Verdicts { findings, killed_by }
    }
}
