//! Keys in a real keyring: gnome-keyring, in a session bus and a home of its own.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use nnc_core::ports::SecretStore;
use nnc_core::secret::{Secret, SecretRef};
use nnc_store::{DataDir, KeyringKey, Options, SystemDb};

mod common;
use common::Dice;

const HINT: &str =
    "install gnome-keyring and dbus-daemon (Debian: apt-get install gnome-keyring dbus-daemon)";

/// Runs a test of this program in a session that has nothing but the keyring, unlocked or not started.
fn in_a_session(test: &str, home: &Path, keyring: bool) {
    let run = home.join("run");
    fs::create_dir_all(&run).unwrap();
    #[cfg(unix)]
    fs::set_permissions(&run, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let start = match keyring {
        true => "printf unlock | gnome-keyring-daemon --unlock --components=secrets >/dev/null && ",
        false => "",
    };
    let script = format!("{start}exec \"$0\" --exact {test} --ignored --nocapture");
    let mut command = Command::new("dbus-run-session");
    if !keyring {
        // No service may be started on request either.
        let nothing = home.join("bus.conf");
        fs::write(
            &nothing,
            "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
             \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\"><busconfig><type>session</type>\
             <listen>unix:tmpdir=/tmp</listen><policy context=\"default\"><allow send_destination=\"*\"/>\
             <allow receive_sender=\"*\"/><allow own=\"*\"/></policy></busconfig>",
        )
        .unwrap();
        command.arg("--config-file").arg(nothing);
    }
    let output = command
        .args(["--", "sh", "-c", &script])
        .arg(env::current_exe().unwrap())
        .env_clear()
        .env("PATH", env::var_os("PATH").unwrap())
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_RUNTIME_DIR", run)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("dbus-run-session cannot be run: {error}; {HINT}"));
    let (said, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{said}\n{errors}\n{HINT}");
    assert!(
        said.contains("1 passed"),
        "the test did not run: {said}\n{errors}"
    );
}

fn system(directory: &Path) -> SystemDb {
    let key = KeyringKey::of_user(directory.join("key.keyring")).unwrap();
    let options = Options {
        keys: Some(Arc::new(key)),
        ..Options::default()
    };
    DataDir::with(directory, Arc::new(Dice), options)
        .unwrap()
        .system()
        .unwrap()
}

/// The directory that the helpers share.
fn shared() -> std::path::PathBuf {
    Path::new(&env::var_os("HOME").unwrap()).join("nnc")
}

fn reference(version: u32) -> SecretRef {
    SecretRef {
        id: "a".to_owned(),
        version,
    }
}

#[test]
fn a_key_outlives_the_session_and_is_exchanged() {
    let home = tempfile::tempdir().unwrap();
    in_a_session("helper_stores", home.path(), true);
    let label = fs::read_to_string(home.path().join("nnc/key.keyring")).unwrap();
    assert!(!home.path().join("nnc/key").exists());
    let keyrings = home.path().join("data/keyrings");
    let entries = fs::read_dir(keyrings).unwrap();
    assert!(entries.count() > 0, "the keyring is on disk");
    in_a_session("helper_reads_and_exchanges", home.path(), true);
    assert_eq!(
        fs::read_to_string(home.path().join("nnc/key.keyring")).unwrap(),
        label
    );
    in_a_session("helper_finds_it_exchanged", home.path(), true);
}

#[test]
fn where_no_keyring_answers_that_is_told() {
    let home = tempfile::tempdir().unwrap();
    in_a_session("helper_has_no_keyring", home.path(), false);
}

#[test]
#[ignore = "a helper of `a_key_outlives_the_session_and_is_exchanged`"]
fn helper_stores() {
    let system = system(&shared());
    assert_eq!(system.put("a", &Secret::from("secret")).unwrap(), reference(1));
    assert_eq!(system.get(&reference(1)).unwrap().expose(), b"secret");
}

#[test]
#[ignore = "a helper of `a_key_outlives_the_session_and_is_exchanged`"]
fn helper_reads_and_exchanges() {
    let system = system(&shared());
    assert_eq!(system.get(&reference(1)).unwrap().expose(), b"secret");
    assert_eq!(system.rotate_key().unwrap(), 1);
    assert_eq!(system.get(&reference(1)).unwrap().expose(), b"secret");
}

#[test]
#[ignore = "a helper of `a_key_outlives_the_session_and_is_exchanged`"]
fn helper_finds_it_exchanged() {
    let system = system(&shared());
    assert_eq!(system.get(&reference(1)).unwrap().expose(), b"secret");
    assert_eq!(system.put("a", &Secret::from("next")).unwrap(), reference(2));
}

#[test]
#[ignore = "a helper of `where_no_keyring_answers_that_is_told`"]
fn helper_has_no_keyring() {
    let refused = KeyringKey::of_user(shared().join("key.keyring")).unwrap_err();
    assert_eq!(refused.code(), "keyring-unavailable");
}
