//! What is checked in is what the schema gives, and drift is seen.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use nnc_codegen::{Error, SCHEMA, check, generate, write};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A copy of the schema in a folder of its own.
fn copy(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("schema")).unwrap();
    fs::copy(root().join(SCHEMA), folder.join(SCHEMA)).unwrap();
    folder
}

#[test]
fn checked_in_files_are_what_the_schema_gives() {
    check(&root()).unwrap();
}

#[test]
fn emitting_twice_gives_the_same() {
    let schema = fs::read_to_string(root().join(SCHEMA)).unwrap();
    let first = generate(&schema).unwrap();
    assert_eq!(first, generate(&schema).unwrap());
    for file in &first {
        assert!(file.text.contains("do not edit"), "{} has no header", file.path);
        assert!(!file.text.contains('\r'), "{} has foreign line ends", file.path);
    }
}

#[test]
fn drift_is_seen() {
    let folder = copy("drift");
    let Err(Error::Stale(missing)) = check(&folder) else {
        panic!("missing files were not seen")
    };
    let written = write(&folder).unwrap();
    assert_eq!(missing, written);
    check(&folder).unwrap();
    assert_eq!(
        write(&folder).unwrap(),
        Vec::<String>::new(),
        "what is right was written again"
    );

    let touched = folder.join(&written[0]);
    let text = fs::read_to_string(&touched).unwrap();
    fs::write(&touched, text + "\n").unwrap();
    let Err(Error::Stale(stale)) = check(&folder) else {
        panic!("an edited file was not seen")
    };
    assert_eq!(stale, [written[0].clone()]);

    write(&folder).unwrap();
    let schema = fs::read_to_string(folder.join(SCHEMA)).unwrap();
    fs::write(folder.join(SCHEMA), schema.replace("max: 65535", "max: 65534")).unwrap();
    let Err(Error::Stale(stale)) = check(&folder) else {
        panic!("an edited schema was not seen")
    };
    for wanted in ["objects.rs", "models.ts", "models/_generated.py"] {
        assert!(
            stale.iter().any(|path| path.ends_with(wanted)),
            "{wanted} did not follow the schema: {stale:?}"
        );
    }
}

#[test]
fn the_program_says_what_differs() {
    let folder = copy("program");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_nnc-codegen"))
            .args(arguments)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            output.status.code().unwrap(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let root = folder.to_str().unwrap();
    let (code, _, said) = run(&["--check", "--root", root]);
    assert_eq!(code, 1);
    assert!(
        said.contains("nnc-core/src/generated/objects.rs") && said.contains("cargo xtask codegen"),
        "{said}"
    );
    let (code, said, _) = run(&["--root", root]);
    assert_eq!(code, 0);
    assert!(said.contains("bindings/node/src/generated/models.ts"), "{said}");
    assert_eq!(
        run(&["--check", "--root", root]),
        (0, String::new(), String::new())
    );
    assert_eq!(run(&["--root"]).0, 2);
    assert_eq!(run(&["--chekc"]).0, 2);
    assert!(run(&["--help"]).1.contains("--check"));
    assert!(run(&["--version"]).1.starts_with("nnc-codegen "));
    let (code, _, said) = run(&["--check", "--root", "/nonexistent"]);
    assert_eq!(code, 1);
    assert!(said.contains("schema/nnc.graphql"), "{said}");
}

#[test]
fn the_codes_that_methods_fail_with_are_listed() {
    let listed = fs::read_to_string(root().join("docs/errors.md")).unwrap();
    let schema = fs::read_to_string(root().join(SCHEMA)).unwrap();
    let ir = nnc_codegen::lower(&schema, SCHEMA).unwrap();
    let methods = ir.api.handles.iter().flat_map(|handle| &handle.methods);
    let codes: Vec<&String> = methods.flat_map(|method| &method.fails).collect();
    assert!(codes.len() > 30, "only {} codes were found", codes.len());
    let unlisted: Vec<_> = codes
        .iter()
        .filter(|code| !listed.contains(&format!("| `{code}` |")))
        .collect();
    assert!(unlisted.is_empty(), "not in docs/errors.md: {unlisted:?}");
}
