//! What may happen to a data directory: a full disk, a read-only file system, a lost key, a newer schema, a database cut
//! short. Each by its real cause, each told with a code and with what to do, and nothing acknowledged is lost.
//! (A second process at work on the same router: `cli.rs`.)

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use support::Bench;

const LIST: [&str; 4] = ["vif", "list", "--router", "home"];

fn create(name: &str) -> [&str; 8] {
    [
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        name,
        "--service",
        "tor",
    ]
}

fn names(listed: &Value) -> Vec<&str> {
    let listed = listed["virtualInterfaces"].as_array().unwrap();
    listed
        .iter()
        .map(|one| one["instance"].as_str().unwrap())
        .collect()
}

/// The exit code, the error's code and its message, of a command that fails.
fn failure(bench: &Bench, words: &[&str]) -> (i32, String, String) {
    let (exit, output) = bench.run(&[&["--json"], words].concat());
    let told: Value = serde_json::from_slice(&output.stderr).unwrap();
    let text = |name: &str| told["error"][name].as_str().unwrap().to_owned();
    (exit, text("code"), text("message"))
}

fn database(bench: &Bench) -> PathBuf {
    let mut files = fs::read_dir(bench.data.path()).unwrap();
    files
        .find_map(|file| {
            let name = file.unwrap().file_name().into_string().unwrap();
            (name.starts_with("router-") && name.ends_with(".db")).then(|| bench.data.path().join(name))
        })
        .unwrap()
}

#[test]
fn a_lost_key_is_named_and_back_in_its_place_opens_the_secrets_again() {
    let bench = Bench::ready();
    bench.ok(&create("first"));
    let (key, kept) = (bench.data.path().join("key"), bench.data.path().join("kept"));
    fs::rename(&key, &kept).unwrap();
    let stored = |words: &[&str]| {
        let mut command = bench.command(&[&["--json"], words].concat());
        command.env_remove("NNC_ROUTER_PASSWORD").output().unwrap()
    };
    let output = stored(&create("second"));
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(told["error"]["code"], "key-missing");
    let message = told["error"]["message"].as_str().unwrap();
    assert!(
        message.contains(key.to_str().unwrap()) && message.contains("restore it"),
        "{message}"
    );
    assert!(!key.exists(), "no other key is made in its place");
    assert_eq!(bench.marked_vlans(), 1, "the router is as before");

    fs::rename(&kept, &key).unwrap();
    assert!(stored(&create("second")).status.success());
    assert_eq!(names(&bench.json(&LIST)), ["first", "second"]);
}

#[cfg(unix)]
#[test]
fn what_needs_no_secret_is_done_without_the_key_and_all_else_tells_what_is_wrong_with_it() {
    use std::os::unix::fs::PermissionsExt as _;

    let bench = Bench::ready();
    let file = bench.data.path().join("office.json");
    let put = |port: u16| {
        let key = "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=";
        let document = serde_json::json!({"name": "office", "privateKey": key, "listenPort": port});
        fs::write(&file, document.to_string()).unwrap();
    };
    let file = file.to_str().unwrap();
    let apply = [
        "resource",
        "apply",
        "--router",
        "home",
        "--type",
        "WireGuardClient",
        "--file",
        file,
    ];
    put(51_820);
    bench.ok(&apply);
    bench.ok(&create("first"));
    let key = bench.data.path().join("key");
    let kept = fs::read(&key).unwrap();
    let open_to = |mode| fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
    let losses: [(&str, &dyn Fn()); 3] = [
        ("key-missing", &|| fs::remove_file(&key).unwrap()),
        ("key-wrong", &|| fs::write(&key, [7; 32]).unwrap()),
        ("key-exposed", &|| open_to(0o644)),
    ];
    put(51_821);
    for (code, lose) in losses {
        lose();
        let reconcile = ["reconcile", "--router", "home"];
        let repair = ["reconcile", "--router", "home", "--repair"];
        let delete = [
            "resource",
            "delete",
            "--router",
            "home",
            "--uuid",
            "wire-guard-client/office",
        ];
        for words in [&reconcile[..], &repair, &apply, &delete] {
            let (exit, told, message) = failure(&bench, words);
            assert_eq!((exit, told.as_str()), (1, code), "{words:?}: {message}");
            assert!(!message.contains("router cannot do"), "{message}");
        }
        bench.ok(&create("second"));
        bench.ok(&["vif", "delete", "--router", "home", "--name", "second"]);
        bench.ok(&["verify-leaks", "--router", "home"]);
        if key.exists() {
            fs::remove_file(&key).unwrap();
        }
        fs::write(&key, &kept).unwrap();
        open_to(0o600);
        bench.ok(&reconcile);
    }
    bench.ok(&apply);
    bench.ok(&["reconcile", "--router", "home"]);
}

#[test]
fn a_newer_schema_is_refused_and_not_touched() {
    let bench = Bench::ready();
    bench.ok(&create("first"));
    let path = database(&bench);
    let before = fs::read(&path).unwrap();
    let mut newer = before.clone();
    // SQLite, "Database File Format", section 1.3.15: the user version, big-endian.
    newer[60..64].copy_from_slice(&999_u32.to_be_bytes());
    fs::write(&path, &newer).unwrap();
    let (exit, code, message) = failure(&bench, &create("second"));
    assert_eq!((exit, code.as_str()), (1, "store-newer"));
    assert!(
        message.contains("999") && message.contains("use the newer nnc"),
        "{message}"
    );
    assert_eq!(fs::read(&path).unwrap(), newer, "not a byte is written");
    assert_eq!(bench.marked_vlans(), 1, "the router is as before");

    fs::write(&path, &before).unwrap();
    assert_eq!(names(&bench.json(&LIST)), ["first"]);
}

#[test]
fn a_database_cut_short_is_told_and_a_copy_brings_back_what_was_acknowledged() {
    let bench = Bench::ready();
    bench.ok(&create("first"));
    let copy = bench.json(&["db", "backup", "--router", "home"]);
    let path = database(&bench);
    let whole = fs::read(&path).unwrap();
    for length in [whole.len() / 2, 100, 0] {
        fs::write(&path, &whole[..length]).unwrap();
        let (exit, code, message) = failure(&bench, &create("second"));
        assert_eq!((exit, code.as_str()), (1, "store-corrupt"), "{length}");
        assert!(
            message.contains(path.to_str().unwrap()) && message.contains("nnc db restore"),
            "{message}"
        );
        assert_eq!(bench.marked_vlans(), 1, "the router is as before");
    }
    let copy = copy["path"].as_str().unwrap();
    bench.ok(&["db", "restore", "--router", "home", "--from", copy]);
    assert_eq!(names(&bench.json(&LIST)), ["first"]);
    bench.ok(&create("second"));
    bench.ok(&["reconcile", "--router", "home"]);
}

/// File systems of a few kilobytes, for the length of a script.
#[cfg(target_os = "linux")]
mod small {
    use std::collections::BTreeSet;
    use std::process::Command;

    use super::*;

    /// Runs a script in a mount namespace of its own, where `$PLACE` is a small file system with a copy of the data
    /// directory, and `nnc N WORDS...` leaves its outputs and its exit code in `$OUT` under the number N.
    pub(super) struct Shell<'a> {
        bench: &'a Bench,
        out: tempfile::TempDir,
    }

    impl<'a> Shell<'a> {
        pub(super) fn new(bench: &'a Bench) -> Self {
            let out = tempfile::tempdir().unwrap();
            let shell = Self { bench, out };
            assert!(
                shell.run("true"),
                "this user may make no mounts: run the tests as root, or allow user namespaces (unshare --map-root-user)"
            );
            shell
        }

        pub(super) fn run(&self, script: &str) -> bool {
            let prologue = r#"set -u
                mount -t tmpfs -o size=1500k,mode=700 none "$PLACE" || exit 99
                cp -a "$DATA"/. "$PLACE"/
                nnc() {
                    number=$1; shift
                    "$NNC" --data "$PLACE" --json "$@" > "$OUT/$number.out" 2> "$OUT/$number.err"
                    echo $? > "$OUT/$number.exit"
                }
                fill() {
                    head -c 4m /dev/zero > "$PLACE/filler" 2>/dev/null
                    truncate -s "-$1" "$PLACE/filler"
                }
            "#;
            let place = self.out.path().join("place");
            fs::create_dir_all(&place).unwrap();
            let mut command = Command::new("unshare");
            command.args(["--map-root-user", "--mount", "sh", "-c"]);
            command.arg(format!("{prologue}{script}"));
            command
                .env("PLACE", place)
                .env("DATA", self.bench.data.path())
                .env("OUT", self.out.path())
                .env("NNC", env!("CARGO_BIN_EXE_nnc"))
                .env("NNC_ROUTER_PASSWORD", support::PASSWORD);
            command.status().is_ok_and(|status| status.success())
        }

        fn text(&self, number: u32, what: &str) -> String {
            fs::read_to_string(self.out.path().join(format!("{number}.{what}"))).unwrap()
        }

        pub(super) fn exit(&self, number: u32) -> i32 {
            self.text(number, "exit").trim().parse().unwrap()
        }

        pub(super) fn answer(&self, number: u32) -> Value {
            assert_eq!(self.exit(number), 0, "{}", self.text(number, "err"));
            serde_json::from_str(&self.text(number, "out")).unwrap()
        }

        pub(super) fn error(&self, number: u32) -> (String, String) {
            let told: Value = serde_json::from_str(&self.text(number, "err")).unwrap();
            let text = |name: &str| told["error"][name].as_str().unwrap().to_owned();
            (text("code"), text("message"))
        }
    }

    #[test]
    fn a_full_disk_loses_nothing_wherever_it_fills_up() {
        let bench = Bench::ready();
        bench.ok(&create("first"));
        let shell = Shell::new(&bench);
        let mut exits = BTreeSet::new();
        for room in [0, 20, 48].into_iter().chain((80..=176).step_by(16)).chain([400]) {
            let script = format!(
                r#"fill {room}k
                nnc 1 vif create --router home --name second --service tor
                rm "$PLACE/filler"
                nnc 2 recover
                nnc 3 vif list --router home
                nnc 4 reconcile --router home
                nnc 5 db check --router home
                nnc 6 vif create --router home --name second --service tor
                nnc 7 vif list --router home
                nnc 8 vif delete --router home --name second
                "#
            );
            assert!(shell.run(&script), "{room}");
            exits.insert(shell.exit(1));
            if shell.exit(1) != 0 {
                let (code, message) = shell.error(1);
                // 5: the router has it, but what it said could not be written down; recovering settles that.
                let expected: &[_] = match shell.exit(1) {
                    1 => &["store-full"],
                    _ => &["outcome-unknown"],
                };
                assert!(expected.contains(&code.as_str()), "{room}: {code}: {message}");
                let told = message.contains("no room left") && message.contains("free some space");
                assert!(told, "{room}: {message}");
            }
            shell.answer(2);
            let left = shell.answer(3);
            assert_eq!(names(&left)[0], "first", "{room}");
            if shell.exit(1) == 0 {
                assert_eq!(
                    names(&left),
                    ["first", "second"],
                    "{room}: acknowledged, so it is there"
                );
            }
            assert_eq!(
                shell.exit(4),
                0,
                "{room}: the router and what is remembered say the same"
            );
            shell.answer(5);
            shell.answer(6);
            assert_eq!(names(&shell.answer(7)), ["first", "second"], "{room}");
            shell.answer(8);
            assert_eq!(bench.marked_vlans(), 1, "{room}");
        }
        assert_eq!(
            exits,
            BTreeSet::from([0, 1, 5]),
            "before, between and after the writes"
        );
    }

    #[test]
    fn a_read_only_file_system_is_told_and_the_router_is_left_alone() {
        let bench = Bench::ready();
        bench.ok(&create("first"));
        let shell = Shell::new(&bench);
        let script = r#"mount -o remount,ro "$PLACE"
            nnc 1 vif create --router home --name second --service tor
            nnc 2 router add other --offline --url routeros+api://admin@192.0.2.1
            mount -o remount,rw "$PLACE"
            nnc 3 vif list --router home
            nnc 4 router list
            "#;
        assert!(shell.run(script));
        for number in [1, 2] {
            assert_eq!(shell.exit(number), 1);
            let (code, message) = shell.error(number);
            assert_eq!(code, "store-unwritable", "{message}");
            assert!(
                message.contains("may read and write it") && message.contains("read-only"),
                "{message}"
            );
        }
        assert_eq!(bench.marked_vlans(), 1, "the router is as before");
        assert_eq!(names(&shell.answer(3)), ["first"]);
        assert_eq!(shell.answer(4)["routers"].as_array().unwrap().len(), 1);
    }
}
