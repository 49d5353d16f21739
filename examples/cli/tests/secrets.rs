//! Secrets are nowhere but where they belong: a whole scenario for each place of the key, and then a search through every
//! byte of every file, answer and error for each secret that was used in it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use serde_json::{Value, json};
use support::{Bench, PASSWORD};

/// Private keys as they are typed. Their 32 bytes start with `CANARY-`.
const FIRST: &str = "Q0FOQVJZLWZpcnN0LXByaXZhdGUta2V5LTAxMjM0NTY=";
const OTHER: &str = "Q0FOQVJZLW90aGVyLXByaXZhdGUta2V5LTAxMjM0NTY=";
const BY_HAND: &str = "Q0FOQVJZLWJ5aGFuZC1wcml2YXRlLWtleS0wMTIzNDU=";
const LAST: &str = "Q0FOQVJZLWxhc3RseS1wcml2YXRlLWtleS0wMTIzNDU=";

const WRONG: &str = "canary-wrong-password";
const EXPORT: &str = "canary export passphrase";
const KEY_PASSPHRASE: &str = "canary key passphrase";
const NEW_KEY_PASSPHRASE: &str = "canary new passphrase";
const KEY: &str = "c0ffee4711c0ffee4711c0ffee4711c0ffee4711c0ffee4711c0ffee4711beef";
const NEW_KEY: &str = "decade4711decade4711decade4711decade4711decade4711decade4711cafe";

/// Everything that is searched for: what was typed, as text, and what it stands for.
fn canaries() -> Vec<Vec<u8>> {
    let typed = [
        PASSWORD,
        WRONG,
        FIRST,
        OTHER,
        BY_HAND,
        LAST,
        EXPORT,
        KEY_PASSPHRASE,
        NEW_KEY_PASSPHRASE,
        KEY,
        NEW_KEY,
    ];
    let mut all: Vec<Vec<u8>> = typed.map(|text| text.as_bytes().to_vec()).into();
    all.push(b"CANARY-".to_vec());
    for key in [KEY, NEW_KEY] {
        let byte = |at| u8::from_str_radix(&key[at..at + 2], 16).unwrap();
        all.push((0..key.len()).step_by(2).map(byte).collect());
    }
    let hex = |bytes: &Vec<u8>| {
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
            .into_bytes()
    };
    let encoded: Vec<Vec<u8>> = all.iter().map(hex).collect();
    all.extend(encoded);
    all
}

/// The commands of one installation, and everything that they said.
struct Installation {
    data: PathBuf,
    environment: BTreeMap<&'static str, String>,
    said: Vec<(String, Vec<u8>)>,
}

impl Installation {
    fn new(data: &Path, environment: &[(&'static str, &str)]) -> Self {
        let mut environment: BTreeMap<_, _> = environment
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        environment.insert("NNC_EXPORT_PASSPHRASE", EXPORT.to_owned());
        environment.insert("NNC_NEW_KEY", NEW_KEY.to_owned());
        environment.insert("NNC_NEW_KEY_PASSPHRASE", NEW_KEY_PASSPHRASE.to_owned());
        environment.insert("RUST_LOG", "trace".to_owned());
        Self {
            data: data.to_owned(),
            environment,
            said: Vec::new(),
        }
    }

    fn command(&self, words: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_nnc"));
        command
            .arg("--data")
            .arg(&self.data)
            .args(words)
            .env_remove("NNC_ROUTER_PASSWORD")
            .envs(&self.environment)
            .stdin(Stdio::null());
        command
    }

    fn run(&mut self, words: &[&str]) -> Output {
        let output = self.command(words).output().unwrap();
        self.said.push((words.join(" "), output.stdout.clone()));
        self.said.push((words.join(" "), output.stderr.clone()));
        output
    }

    fn ok(&mut self, words: &[&str]) -> Value {
        let words = [&["--json"], words].concat();
        let output = self.run(&words);
        assert!(
            output.status.success(),
            "{words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Says it for machines and for people.
    fn tell(&mut self, words: &[&str]) {
        for more in [&["--json"][..], &[]] {
            let words = [more, words].concat();
            let output = self.run(&words);
            let exit = output.status.code();
            assert!(
                matches!(exit, Some(0 | 3)),
                "{words:?}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }

    fn refused(&mut self, words: &[&str], code: &str) {
        let words = [&["--json"], words].concat();
        let output = self.run(&words);
        let error: Value = serde_json::from_slice(&output.stderr)
            .unwrap_or_else(|_| panic!("{words:?}: {}", String::from_utf8_lossy(&output.stderr)));
        assert_eq!(error["error"]["code"], code, "{words:?}: {error}");
    }

    /// With another environment.
    fn with(&mut self, name: &'static str, value: &str, then: impl FnOnce(&mut Self)) {
        let before = self.environment.insert(name, value.to_owned());
        then(self);
        match before {
            Some(before) => self.environment.insert(name, before),
            None => self.environment.remove(name),
        };
    }
}

/// Searches what was said and every file below these directories; gives how many bytes that were.
fn found_nowhere(said: &[(String, Vec<u8>)], directories: &[&Path]) -> usize {
    // By the byte that they start with, in either case: one pass over what is searched.
    let mut starting: Vec<Vec<Vec<u8>>> = vec![Vec::new(); 256];
    for canary in canaries() {
        let (lower, upper) = (canary[0].to_ascii_lowercase(), canary[0].to_ascii_uppercase());
        starting[usize::from(lower)].push(canary.clone());
        if upper != lower {
            starting[usize::from(upper)].push(canary);
        }
    }
    let mut searched = 0;
    let mut look = |name: &str, bytes: &[u8]| {
        searched += bytes.len();
        for (at, byte) in bytes.iter().enumerate() {
            for canary in &starting[usize::from(*byte)] {
                let here = bytes.get(at..at + canary.len());
                let found = here.is_some_and(|here| here.eq_ignore_ascii_case(canary));
                assert!(!found, "{name} holds {:?}", String::from_utf8_lossy(canary));
            }
        }
    };
    for (words, bytes) in said {
        look(words, bytes);
    }
    let mut directories: Vec<PathBuf> = directories.iter().map(|path| (*path).to_owned()).collect();
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            look("a name", path.to_str().unwrap().as_bytes());
            if path.is_dir() {
                directories.push(path);
            } else if path.is_file() {
                // Not sockets: a daemon that ends leaves its own for a moment, and they keep nothing.
                look(path.to_str().unwrap(), &unpacked(&path));
            }
        }
    }
    searched
}

/// What a file holds: compressed ones in both forms.
fn unpacked(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap();
    let start = bytes.windows(3).position(|window| window == [0x1f, 0x8b, 8]);
    let Some(start) = start.filter(|_| path.extension().is_some_and(|end| end == "gz" || end == "nnc"))
    else {
        return bytes;
    };
    let mut inside = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&bytes[start..]), &mut inside).unwrap();
    [bytes, inside].concat()
}

fn document(files: &Path, key: &str, port: u16) -> String {
    let path = files.join(format!("{port}.json"));
    std::fs::write(
        &path,
        json!({"name": "office", "privateKey": key, "listenPort": port}).to_string(),
    )
    .unwrap();
    path.to_str().unwrap().to_owned()
}

const OFFICE: [&str; 4] = ["--router", "home", "--uuid", "wire-guard-client/office"];
const APPLY: [&str; 7] = [
    "resource",
    "apply",
    "--router",
    "home",
    "--type",
    "WireGuardClient",
    "--file",
];

/// A life of a router: everything that handles secrets happens, and everything that could show them is asked for.
fn live(bench: &Bench, nnc: &mut Installation, new_place: Option<(&str, &[(&'static str, &str)])>) {
    let files = tempfile::tempdir().unwrap();
    let exports = tempfile::tempdir().unwrap();
    let url = format!("routeros+api://admin@{}", bench.sim.api_address().unwrap());
    let add = ["router", "add", "home", "--url", &url];
    nnc.refused(&add, "no-password");
    nnc.with("NNC_ROUTER_PASSWORD", WRONG, |nnc| {
        nnc.refused(&add, "login-failed")
    });
    nnc.with("NNC_ROUTER_PASSWORD", PASSWORD, |nnc| drop(nnc.ok(&add)));
    nnc.ok(&[
        "vif",
        "create",
        "--router",
        "home",
        "--name",
        "a",
        "--service",
        "tor",
    ]);
    nnc.ok(&[
        "steer",
        "add",
        "--router",
        "home",
        "--device",
        "02:00:00:00:00:01",
        "--via",
        "a",
    ]);

    // Planned, made, changed; refused by nnc, by the router in words that repeat the key, and cut short.
    let first = document(files.path(), FIRST, 13231);
    let other = document(files.path(), OTHER, 13232);
    let last = document(files.path(), LAST, 13233);
    nnc.tell(&[&APPLY[..], &[&first, "--dry-run"]].concat());
    nnc.tell(&[&APPLY[..], &[&first]].concat());
    nnc.tell(&[&APPLY[..], &[&other, "--dry-run"]].concat());
    let message = format!("failure: bad private-key {OTHER}");
    bench
        .sim
        .fault(&json!({"kind": "trap", "at": 1, "message": message}))
        .unwrap();
    let refused = nnc.run(&[&APPLY[..], &[&other]].concat());
    assert_eq!(refused.status.code(), Some(1));
    nnc.tell(&[&APPLY[..], &[&other]].concat());
    let bad = document(files.path(), &LAST[1..], 13234);
    let refused = nnc.run(&[&APPLY[..], &[&bad]].concat());
    assert_eq!(refused.status.code(), Some(1));
    bench.sim.fault(&json!({"kind": "reboot", "at": 1})).unwrap();
    nnc.run(&[&APPLY[..], &[&last]].concat());
    found_nowhere(&[], &[&nnc.data]);
    nnc.tell(&["recover"]);
    nnc.tell(&[&APPLY[..], &[&last]].concat());

    // Somebody changes it by hand.
    bench.edit(
        "/interface/wireguard",
        "wire-guard-client/office:row",
        &json!({"private-key": BY_HAND}),
    );
    nnc.tell(&["reconcile", "--router", "home"]);
    nnc.tell(&["reconcile", "--router", "home", "--all"]);
    nnc.tell(&["reconcile", "--router", "home", "--repair"]);
    assert_eq!(
        bench.row("/interface/wireguard", "wire-guard-client/office:row")["private-key"],
        LAST
    );

    // Everything that tells of it.
    for word in ["show", "history", "impact"] {
        nnc.tell(&[&["resource", word][..], &OFFICE].concat());
    }
    nnc.tell(&[&["resource", "at", "--time", "9999999999999"][..], &OFFICE].concat());
    nnc.tell(
        &[
            &["resource", "diff", "--from", "0", "--to", "9999999999999"][..],
            &OFFICE,
        ]
        .concat(),
    );
    for words in [
        &["resource", "list", "--router", "home"][..],
        &["router", "show", "home"],
        &["router", "list"],
        &["pool", "status", "--router", "home"],
        &["verify-leaks", "--router", "home"],
        &["db", "check"],
        &["db", "backup"],
        &["db", "backup", "--router", "home"],
        &["db", "backups"],
    ] {
        nnc.tell(words);
    }

    // Out, away, back, and under other keys.
    let (whole, bare) = (exports.path().join("whole.nnc"), exports.path().join("bare.nnc"));
    let export = ["db", "export", "--router", "home", "--file"];
    nnc.ok(&[&export[..], &[whole.to_str().unwrap()]].concat());
    nnc.run(&[&export[..], &[bare.to_str().unwrap(), "--without-secrets"]].concat());
    nnc.tell(&["db", "backups", "--router", "home"]);
    nnc.ok(&["router", "remove", "home", "--keep-rows"]);
    nnc.tell(&["router", "list", "--archived"]);
    found_nowhere(&[], &[&nnc.data]);
    let elsewhere = tempfile::tempdir().unwrap();
    let mut there = Installation::new(elsewhere.path(), &[]);
    let import = ["db", "import", "--file", whole.to_str().unwrap()];
    there.with("NNC_EXPORT_PASSPHRASE", "canary-wrong-password", |there| {
        there.refused(&import, "passphrase-wrong");
    });
    there.ok(&import);
    there.tell(&["reconcile", "--router", "home"]);
    nnc.ok(&["router", "restore", "home"]);
    match new_place {
        None => drop(nnc.ok(&["db", "rotate-key"])),
        Some((place, environment)) => {
            nnc.ok(&["db", "move-key", "--to", place]);
            for (name, value) in environment {
                nnc.environment.insert(name, (*value).to_owned());
            }
            nnc.environment.insert("NNC_KEY_FROM", place.to_owned());
        }
    }
    nnc.tell(&["reconcile", "--router", "home"]);
    nnc.ok(&[&["resource", "delete"][..], &OFFICE].concat());
    nnc.tell(&["resource", "list", "--deleted", "--router", "home"]);
    nnc.tell(&[&["resource", "history"][..], &OFFICE].concat());
    nnc.ok(&["router", "remove", "home", "--keep-rows"]);
    nnc.ok(&["router", "remove", "home", "--purge"]);

    nnc.said.append(&mut there.said);
    let searched = found_nowhere(&nnc.said, &[&nnc.data, elsewhere.path(), exports.path()]);
    assert!(searched > 500_000, "only {searched} bytes were searched");
}

/// Under keys of each place, from one to the next.
fn in_place(environment: &[(&'static str, &str)], new_place: Option<(&str, &[(&'static str, &str)])>) {
    let bench = Bench::new();
    let mut nnc = Installation::new(bench.data.path(), environment);
    live(&bench, &mut nnc, new_place);
}

#[test]
fn with_a_key_in_a_file() {
    in_place(&[], None);
}

#[test]
fn with_a_key_of_the_environment_that_moves_to_another() {
    let from = ("NNC_KEY_FROM", "environment");
    in_place(
        &[from, ("NNC_KEY", KEY)],
        Some(("environment", &[("NNC_KEY", NEW_KEY)])),
    );
}

#[test]
fn with_a_passphrase_that_is_changed() {
    let from = ("NNC_KEY_FROM", "passphrase");
    let new = [("NNC_KEY_PASSPHRASE", NEW_KEY_PASSPHRASE)];
    in_place(
        &[from, ("NNC_KEY_PASSPHRASE", KEY_PASSPHRASE)],
        Some(("passphrase", &new)),
    );
}

#[test]
fn with_a_key_that_moves_from_a_file_to_a_passphrase() {
    in_place(
        &[],
        Some(("passphrase", &[("NNC_KEY_PASSPHRASE", NEW_KEY_PASSPHRASE)])),
    );
}

#[test]
fn a_search_finds_what_is_there() {
    let directory = tempfile::tempdir().unwrap();
    let hidden = |bytes: &[u8]| {
        std::fs::write(
            directory.path().join("file"),
            [b"before ", bytes, b" after"].concat(),
        )
        .unwrap();
        let found = std::panic::catch_unwind(|| found_nowhere(&[], &[directory.path()]));
        assert!(found.is_err(), "{:?}", String::from_utf8_lossy(bytes));
    };
    canaries().iter().for_each(|canary| hidden(canary));
}

#[test]
fn a_key_that_cannot_be_had_is_told() {
    let bench = Bench::ready();
    let mut nnc = Installation::new(bench.data.path(), &[]);
    let show = ["reconcile", "--router", "home"];
    nnc.ok(&show);
    nnc.with("NNC_KEY_FROM", "environment", |nnc| {
        nnc.refused(&show, "key-missing");
        nnc.with("NNC_KEY", "short", |nnc| nnc.refused(&show, "key-invalid"));
        nnc.with("NNC_KEY", KEY, |nnc| {
            nnc.refused(&show, "key-wrong");
            nnc.refused(&["db", "rotate-key"], "key-fixed");
        });
    });
    nnc.with("NNC_KEY_FROM", "passphrase", |nnc| {
        nnc.refused(&show, "no-passphrase");
        nnc.with("NNC_KEY_PASSPHRASE", KEY_PASSPHRASE, |nnc| {
            nnc.refused(&show, "key-missing")
        });
    });
    if cfg!(not(feature = "keyring")) {
        nnc.with("NNC_KEY_FROM", "keyring", |nnc| {
            nnc.refused(&show, "keyring-unavailable")
        });
    }
    nnc.refused(&["db", "move-key"], "usage");
    nnc.ok(&show);
}

/// In a session of its own with gnome-keyring.
#[cfg(all(feature = "keyring", target_os = "linux"))]
#[test]
fn with_a_key_in_the_keyring() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let run = home.path().join("run");
    std::fs::create_dir(&run).unwrap();
    std::fs::set_permissions(&run, PermissionsExt::from_mode(0o700)).unwrap();
    let script = "printf unlock | gnome-keyring-daemon --unlock --components=secrets >/dev/null && \
                  exec \"$0\" --exact helper_with_a_key_in_the_keyring --ignored --nocapture";
    let output = std::process::Command::new("dbus-run-session")
        .args(["--", "sh", "-c", script])
        .arg(std::env::current_exe().unwrap())
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_RUNTIME_DIR", run)
        .stdin(Stdio::null())
        .output()
        .expect("dbus-run-session (Debian: apt-get install gnome-keyring dbus-daemon)");
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{errors}"
    );
    // The keyring encrypts what it keeps: no key of ours stands there in clear either.
    found_nowhere(&[], &[home.path()]);
}

#[cfg(all(feature = "keyring", target_os = "linux"))]
#[test]
#[ignore = "a helper of `with_a_key_in_the_keyring`"]
fn helper_with_a_key_in_the_keyring() {
    in_place(&[("NNC_KEY_FROM", "keyring")], None);
}
