//! Several routers, and one that is known already.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::process::Stdio;

use serde_json::{Value, json};

mod support;

use support::Bench;

const CREATE: [&str; 8] = [
    "vif",
    "create",
    "--router",
    "home",
    "--name",
    "a",
    "--service",
    "tor",
];

fn writes(bench: &Bench) -> bool {
    let log = bench.sim.log();
    let commands = log["commands"].as_array().cloned().unwrap_or_default();
    commands.iter().any(|command| {
        command["words"][0]
            .as_str()
            .is_some_and(|path| path.ends_with("/add"))
    })
}

/// Kills a change in the middle, so that its outcome is open.
fn leave_open(bench: &Bench) {
    bench.sim.fault(&json!({"kind": "hang", "at": 3})).unwrap();
    let mut child = bench
        .command(&CREATE)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !writes(bench) {
        assert!(
            child.try_wait().unwrap().is_none(),
            "the process ended without writing"
        );
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Remembers a router whose database is then spoilt; the `number`th one that is added.
fn spoilt(bench: &Bench, name: &str, number: u32) {
    bench.ok(&[
        "router",
        "add",
        name,
        "--url",
        "routeros+api://admin@127.0.0.1:1",
        "--offline",
    ]);
    let database = bench.data.path().join(format!("router-{number}.db"));
    assert!(database.exists());
    std::fs::write(database, [0x5a_u8; 8_192]).unwrap();
}

#[test]
fn what_is_open_is_settled_though_another_router_fails() {
    let bench = Bench::ready();
    leave_open(&bench);
    spoilt(&bench, "attic", 2);
    spoilt(&bench, "zoo", 3);
    let (code, output) = bench.run(&["--json", "recover"]);
    assert_eq!(code, 1);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let recovered = document["recovered"].as_array().unwrap();
    assert_eq!(recovered.len(), 1, "{document}");
    assert_eq!(
        (recovered[0]["router"].clone(), recovered[0]["settled"].clone()),
        (json!("home"), json!(true))
    );
    let told: Vec<Value> = serde_json::Deserializer::from_slice(&output.stderr)
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let told: Vec<(&Value, &Value)> = told
        .iter()
        .map(|error| (&error["error"]["context"]["router"], &error["error"]["code"]))
        .collect();
    let corrupt = json!("store-corrupt");
    assert_eq!(told, [(&json!("attic"), &corrupt), (&json!("zoo"), &corrupt)]);
    // For people each error says whose it is, and what is told of the rest does not speak for it.
    let (code, output) = bench.run(&["recover"]);
    assert_eq!(code, 1);
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("nnc: attic: "));
    assert!(String::from_utf8_lossy(&output.stdout).contains("on the other routers"));
    // Asked for alone, a router answers for itself.
    bench.ok(&["recover", "--router", "home"]);
    assert_eq!(bench.refused(1, &["recover", "--router", "zoo"]), "store-corrupt");
}

#[test]
fn a_router_is_not_added_under_a_second_name() {
    let bench = Bench::ready();
    bench.ok(&CREATE);
    let rest = format!("routeros+http://admin@{}", bench.sim.rest_address().unwrap());
    let add = ["router", "add", "again", "--url", rest.as_str()];
    let (code, output) = bench.run(&add);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(code, 1);
    assert!(text.contains("known as home already"), "{text}");
    assert_eq!(bench.refused(1, &add), "router-exists");
    let routers = bench.json(&["router", "list"])["routers"].clone();
    assert_eq!(routers.as_array().unwrap().len(), 1);
    // Removed with its rows left, it may have another name.
    bench.ok(&["router", "remove", "home", "--keep-rows"]);
    bench.ok(&add);
    assert_eq!(bench.marked_vlans(), 1);
}

#[test]
fn a_removed_router_is_brought_back_and_a_purged_one_is_not() {
    let bench = Bench::ready();
    bench.ok(&CREATE);
    assert_eq!(bench.refused(1, &["router", "remove", "home"]), "router-in-use");
    assert_eq!(
        bench.refused(1, &["router", "remove", "home", "--purge"]),
        "router-in-use"
    );
    assert_eq!(
        bench.refused(1, &["router", "restore", "home"]),
        "no-such-archive"
    );
    let removed = bench.json(&["router", "remove", "home", "--keep-rows"]);
    assert_eq!(removed["purged"], false);
    assert_eq!(
        bench.refused(1, &["vif", "list", "--router", "home"]),
        "no-such-router"
    );
    let archived = bench.json(&["router", "list", "--archived"])["archived"].clone();
    assert_eq!(archived[0]["name"], "home");
    assert_eq!(archived[0]["id"], removed["id"]);
    assert!(bench.ok(&["router", "list", "--archived"]).contains("home"));
    assert_eq!(bench.json(&["router", "list"])["routers"], json!([]));

    // Another one has its address, then its name.
    let url = archived[0]["url"].as_str().unwrap();
    bench.ok(&["router", "add", "other", "--url", url]);
    assert_eq!(bench.refused(1, &["router", "restore", "home"]), "router-exists");
    bench.ok(&["router", "remove", "other", "--purge"]);
    assert_eq!(
        bench.refused(1, &["router", "restore", "other"]),
        "no-such-archive"
    );
    let elsewhere = ["--url", "routeros+api://admin@127.0.0.1:1", "--offline"];
    bench.ok(&[&["router", "add", "home"], elsewhere.as_slice()].concat());
    assert_eq!(bench.refused(1, &["router", "restore", "home"]), "router-exists");
    assert_eq!(
        bench.refused(1, &["router", "restore", "home", "--as", "a b"]),
        "invalid-name"
    );
    bench.ok(&["router", "restore", "home", "--as", "attic"]);
    let left = bench.json(&["vif", "list", "--router", "attic"]);
    assert_eq!(left["virtualInterfaces"][0]["instance"], "a");
    bench.ok(&["reconcile", "--router", "attic"]);
    bench.ok(&["vif", "delete", "--router", "attic", "--name", "a"]);

    bench.ok(&["router", "remove", "attic"]);
    assert_eq!(
        bench.refused(1, &["router", "remove", "attic", "--purge", "--id", "99"]),
        "no-such-archive"
    );
    let purged = bench.json(&["router", "remove", "attic", "--purge"]);
    assert_eq!(purged["purged"], true);
    assert_eq!(
        bench.json(&["router", "list", "--archived"])["archived"],
        json!([])
    );
    assert_eq!(
        bench.refused(1, &["router", "remove", "attic", "--purge"]),
        "no-such-router"
    );
    assert_eq!(
        bench.refused(2, &["router", "remove", "home", "--id", "1"]),
        "usage"
    );
}
