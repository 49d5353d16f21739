//! `nnc db`: checks, copies, and a damaged database made whole.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use serde_json::{Value, json};
use support::Bench;

fn answer(bench: &Bench, words: &[&str]) -> Value {
    serde_json::from_str(&bench.ok(&[words, &["--json"]].concat())).unwrap()
}

#[test]
fn a_damaged_database_is_found_and_restored_from_a_copy() {
    let bench = Bench::ready();
    bench.ok(&[
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "tor-usa",
        "--service",
        "tor",
        "--parent",
        "ether5",
    ]);
    assert_eq!(
        answer(&bench, &["db", "backups", "--router", "home"])["backups"],
        json!([])
    );
    let copy = answer(&bench, &["db", "backup", "--router", "home"]);
    let copy = copy["path"].as_str().unwrap();
    assert!(std::path::Path::new(copy).is_file());
    answer(&bench, &["db", "backup"]);
    let whole = answer(&bench, &["db", "check"]);
    assert_eq!(whole["databases"][0]["router"], "home");
    assert_eq!(whole["databases"][0]["report"]["openIntents"], 0);
    assert_eq!(whole["system"], json!({ "secrets": 1 }));

    let database = std::fs::read_dir(bench.data.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.starts_with("router-") && name.ends_with(".db")
        })
        .unwrap();
    let mut bytes = std::fs::read(&database).unwrap();
    for byte in bytes.iter_mut().skip(4096) {
        *byte ^= 0x5a;
    }
    std::fs::write(&database, bytes).unwrap();
    let (code, _) = bench.run(&["db", "check", "--router", "home"]);
    assert_eq!(code, 1);

    bench.ok(&["db", "restore", "--router", "home", "--from", copy]);
    assert_eq!(
        answer(&bench, &["db", "check"])["databases"][0]["error"],
        Value::Null
    );
    let left = answer(&bench, &["vif", "list", "--router", "home"]);
    assert_eq!(left["virtualInterfaces"][0]["instance"], "tor-usa");
    bench.ok(&["reconcile", "--router", "home"]);

    std::fs::remove_file(bench.data.path().join("key")).unwrap();
    let (code, output) = bench.run(&["db", "check", "--json"]);
    let checks: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(code, 1);
    assert_eq!(checks["system"]["error"]["code"], "key-missing");
}

#[test]
fn a_damaged_or_missing_database_of_all_routers_is_restored_as_its_error_says() {
    let bench = Bench::ready();
    bench.ok(&["db", "backup"]);
    bench.ok(&[
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "a",
        "--service",
        "tor",
    ]);
    let system = bench.data.path().join("system.db");
    let damages: [&dyn Fn(); 2] = [&|| std::fs::remove_file(&system).unwrap(), &|| {
        std::fs::write(&system, "garbage").unwrap();
    }];
    for damage in damages {
        damage();
        let (code, output) = bench.run(&["router", "list"]);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(code, 1);
        assert!(
            text.contains("`nnc db restore` puts") && text.contains("[store-corrupt]"),
            "{text}"
        );
        let copies = answer(&bench, &["db", "backups"])["backups"].clone();
        assert_eq!(copies.as_array().unwrap().len(), 1);
        let restored = answer(&bench, &["db", "restore"]);
        assert_eq!(restored["path"], copies[0]["path"]);
        bench.ok(&["db", "check"]);
        bench.ok(&["reconcile", "--router", "home"]);
        assert!(bench.ok(&["vif", "list", "--router", "home"]).contains("nnc-a"));
    }
    let router = std::fs::read_dir(bench.data.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().unwrap().to_str().unwrap().ends_with("-1.db"))
        .unwrap();
    let router = router.to_str().unwrap();
    let system = system.to_str().unwrap();
    assert_eq!(
        bench.refused(1, &["db", "restore", "--from", router]),
        "store-misplaced"
    );
    assert_eq!(
        bench.refused(1, &["db", "restore", "--router", "home", "--from", system]),
        "store-misplaced"
    );
    bench.ok(&["reconcile", "--router", "home"]);
}
