//! `nnc resource`: resources of any type from the shell.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use std::path::PathBuf;

use serde_json::{Value, json};
use support::Bench;

const KEY: &str = "Q0FOQVJZLXByaXZhdGUta2V5LW9mLWEtdGVzdC0wMTI=";

/// A document in a directory of its own.
struct Document {
    directory: tempfile::TempDir,
}

impl Document {
    fn new(content: &Value) -> Self {
        let document = Self {
            directory: tempfile::tempdir().unwrap(),
        };
        document.write(content);
        document
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("document.json")
    }

    fn write(&self, content: &Value) {
        std::fs::write(self.path(), content.to_string()).unwrap();
    }
}

fn answer(bench: &Bench, words: &[&str]) -> Value {
    serde_json::from_str(&bench.ok(&[words, &["--json"]].concat())).unwrap()
}

#[test]
fn a_resource_is_applied_shown_followed_and_deleted() {
    let bench = Bench::ready();
    let office = |port| json!({"name": "office", "privateKey": KEY, "listenPort": port});
    let document = Document::new(&office(13231));
    let path = document.path();
    let apply = [
        "resource",
        "apply",
        "--router",
        "home",
        "--type",
        "WireGuardClient",
        "--file",
        path.to_str().unwrap(),
    ];
    let planned = bench.ok(&[&apply[..], &["--dry-run"]].concat());
    assert!(
        planned.contains("private-key=***") && !planned.contains(KEY),
        "{planned}"
    );
    let made = answer(&bench, &apply);
    assert_eq!(made["changed"], true);
    assert_eq!(made["resource"], "wire-guard-client/office");
    let uuid = made["uuid"].as_str().unwrap();
    assert_eq!(answer(&bench, &apply)["changed"], false);

    let listed = answer(&bench, &["resource", "list", "--router", "home"]);
    assert_eq!(listed["resources"][0]["uuid"], uuid);
    let of = |word: &str, more: &[&str]| {
        let words = ["resource", word, "--router", "home", "--uuid", uuid];
        answer(&bench, &[&words[..], more].concat())
    };
    let shown = of("show", &["--layers", "configuration,deployment"]);
    assert_eq!(shown["layers"].as_object().unwrap().len(), 2);
    assert_eq!(shown["layers"]["configuration"]["value"]["listenPort"], 13231);
    assert_eq!(shown["layers"]["deployment"]["source"], "router");

    document.write(&office(13232));
    answer(&bench, &apply);
    let history = of("history", &["--layers", "configuration"]);
    let changes = history["history"].as_array().unwrap();
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[0]["differences"][0]["pointer"], "/listenPort");
    assert_eq!(changes[0]["reason"], "apply wire-guard-client/office");
    assert_eq!(changes[0]["actor"], "ada");
    let first = changes[1]["at"].to_string();
    let then = of("at", &["--time", &first]);
    assert_eq!(
        then["resource"]["layers"]["configuration"]["value"]["listenPort"],
        13231
    );
    assert_eq!(
        of("at", &["--time", "1970-01-01T00:00:01Z"])["resource"],
        Value::Null
    );
    let differs = of("diff", &["--from", &first, "--to", "9999999999999"]);
    assert_eq!(
        differs["layers"]["configuration"]["differences"][0]["after"],
        13232
    );
    assert_eq!(of("impact", &[])["breaks"], json!([]));

    of("delete", &[]);
    let listed = answer(&bench, &["resource", "list", "--router", "home"]);
    assert_eq!(listed["resources"], json!([]));

    // Its past stays, under its uuid, and under its name until another one has it.
    let deleted = answer(&bench, &["resource", "list", "--deleted", "--router", "home"]);
    assert_eq!(deleted["deleted"][0]["uuid"], uuid);
    let by_uuid = of("history", &[]);
    assert!(by_uuid["history"].as_array().unwrap().len() > 2);
    let name = "wire-guard-client/office";
    let by_name = ["resource", "history", "--router", "home", "--uuid", name];
    assert_eq!(answer(&bench, &by_name), by_uuid);
    let removed_at = of("show", &[])["removedAt"].clone();
    assert!(removed_at.is_u64());
    let then = of("at", &["--time", &first]);
    assert_eq!(
        then["resource"]["layers"]["configuration"]["value"]["listenPort"],
        13231
    );
    assert_eq!(
        of("at", &["--time", &removed_at.to_string()])["resource"],
        Value::Null
    );
    let again = answer(&bench, &apply);
    let history = answer(&bench, &[&by_name[..], &["--layers", "configuration"]].concat());
    assert_ne!(again["uuid"], uuid);
    // What was called so before is part of what happened to the name: made, changed, gone, made anew.
    let history = history["history"].as_array().unwrap();
    let of_which: Vec<bool> = history.iter().map(|entry| entry["uuid"] == uuid).collect();
    assert_eq!(of_which, [false, true, true, true]);
}

#[test]
fn what_is_needed_is_not_deleted_by_itself() {
    let bench = Bench::ready();
    let at_home = |words: &[&'static str]| [words, &["--router", "home"]].concat();
    bench.ok(&at_home(&[
        "vif",
        "create",
        "--name",
        "tor-usa",
        "--service",
        "tor",
        "--parent",
        "ether5",
    ]));
    bench.ok(&at_home(&[
        "steer",
        "add",
        "--device",
        "02:00:00:00:00:01",
        "--via",
        "tor-usa",
    ]));
    let delete = at_home(&["resource", "delete", "--uuid", "vif/tor-usa"]);
    let (code, output) = bench.run(&delete);
    assert_eq!(code, 1);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("is steered through vif/tor-usa") && told.contains("[resource-in-use]"),
        "{told}"
    );
    bench.ok(&[&delete[..], &["--cascade"]].concat());
    let left = answer(&bench, &at_home(&["vif", "list"]));
    assert_eq!(left["virtualInterfaces"], json!([]));
}

#[test]
fn wrong_words_and_documents_are_told() {
    let bench = Bench::ready();
    let run = |words: &[&str]| bench.run(&[&["resource"], words, &["--router", "home", "--json"]].concat());
    let error = |words: &[&str]| {
        let (exit, output) = run(words);
        assert_eq!(exit, 1, "{words:?}");
        let document: Value = serde_json::from_slice(&output.stderr).unwrap();
        document["error"]["code"].as_str().unwrap().to_owned()
    };
    let document = Document::new(&json!({"name": "office"}));
    let path = document.path();
    let path = path.to_str().unwrap();
    for (kind, file, code) in [
        ("WireGuardClient", path, "invalid-input"),
        ("Teapot", path, "unknown-type"),
        ("Vlan", "/nowhere", "file-unreadable"),
    ] {
        assert_eq!(error(&["apply", "--type", kind, "--file", file]), code);
    }
    assert_eq!(error(&["show", "--uuid", "nothing"]), "no-such-resource");
    assert_eq!(run(&["show", "--uuid", "x", "--layers", "bogus"]).0, 2);
    assert_eq!(run(&["at", "--uuid", "x", "--time", "yesterday"]).0, 2);
}

#[test]
fn what_goes_through_a_resource_is_shown() {
    let bench = Bench::ready();
    let create = [
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "a",
        "--service",
        "tor",
        "--parent",
        "ether5",
    ];
    bench.ok(&create);
    bench.sim.world(&json!({"counters": true})).unwrap();
    let show = [
        "resource",
        "show",
        "--router",
        "home",
        "--uuid",
        "vif/a",
        "--layers",
        "runtime,telemetry",
    ];
    assert!(bench.ok(&show).contains("telemetry: nothing is known"));
    let told = bench.ok(&["monitor", "--router", "home", "--for", "0", "--json"]);
    assert_eq!(told, "");
    bench.sim.advance(std::time::Duration::from_secs(30));
    let shown = bench.ok(&[&show[..], &["--fresh"]].concat());
    assert!(shown.contains("telemetry (by router, "), "{shown}");
    let line = shown.lines().find(|line| line.contains("vlan.rxBytes")).unwrap();
    let numbers: Vec<u64> = line
        .split_whitespace()
        .skip(1)
        .map(|word| word.parse().unwrap())
        .collect();
    assert!(
        numbers[0] > 0 && numbers[1] > 0 && numbers[3] >= numbers[1] && numbers[4] == 0,
        "{line}"
    );
    let document = answer(&bench, &show);
    assert_eq!(
        document["layers"]["telemetry"]["value"]["series"]["vlan.rxBytes"]["last"],
        numbers[0]
    );
    assert_eq!(document["layers"]["runtime"]["source"], "router");
}
