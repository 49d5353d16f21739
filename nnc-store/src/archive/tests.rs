//! Removed routers: whole on either side of every step, and gone when they are to be gone.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use nnc_core::ports::{Entropy, SecretStore};
use nnc_core::secret::{Secret, SecretRef};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{Cause, NewRouter, ResourceChange, ResourceRecord, ResourceStatus};

struct Dice;

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = (RandomState::new().hash_one(0) >> 24) as u8;
        }
    }
}

fn open(path: &Path) -> (DataDir, SystemDb) {
    let data = DataDir::open(path, Arc::new(Dice)).unwrap();
    let system = data.system().unwrap();
    (data, system)
}

/// A router with a password, a secret of a resource, and that resource.
fn add(data: &DataDir, system: &SystemDb, name: &str) -> (RouterRecord, SecretRef) {
    let new = NewRouter::new(name, "routeros+api://admin@192.0.2.1");
    let record = data
        .add_router(system, &new, Some(&Secret::from("hunter2")), 1)
        .unwrap();
    let key = format!("router/{}/wg/home/privateKey", record.id);
    let key = system.put(&key, &Secret::from("of the resource")).unwrap();
    let wireguard = ResourceRecord {
        resource: "wg/home".parse().unwrap(),
        kind: "WireGuardClient".to_owned(),
        configuration: json!({ "name": "home" }),
        allocation: None,
        deployment: None,
        status: ResourceStatus::Active,
    };
    let database = data.router(record.id).unwrap();
    database
        .record(&Cause::at(2), &[ResourceChange::Put(wireguard)])
        .unwrap();
    (record, key)
}

fn whole(data: &DataDir, system: &SystemDb, name: &str, key: &SecretRef) {
    let record = system.router(name).unwrap();
    assert_eq!(data.router(record.id).unwrap().resources().unwrap().len(), 1);
    data.check(record.id).unwrap();
    assert_eq!(
        system.get(&record.password.unwrap()).unwrap().expose(),
        b"hunter2"
    );
    assert_eq!(system.get(key).unwrap().expose(), b"of the resource");
}

/// Everything below a directory, but for locks and logs of open databases.
fn files(path: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut directories = vec![path.to_owned()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else {
                found.insert(path.clone(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn names(path: &Path) -> Vec<String> {
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut names: Vec<String> = files(path).keys().map(name).collect();
    names.retain(|name| name.starts_with("router-") && !name.ends_with(".lock"));
    names
}

#[test]
fn a_removed_router_comes_back_with_its_past_and_its_secrets() {
    let directory = tempfile::tempdir().unwrap();
    let (data, system) = open(directory.path());
    let (home, key) = add(&data, &system, "home");
    data.archive_router(&system, "home", 5).unwrap();
    assert_eq!(system.router("home").unwrap_err().code(), "no-such-router");
    assert!(system.routers().unwrap().is_empty());
    assert_eq!(names(directory.path()), ["router-1.db.gz"]);
    let [archived] = system.archived().unwrap().try_into().unwrap();
    assert_eq!((&archived.router, archived.archived_at), (&home, 5));
    let sealed = files(directory.path());
    assert!(sealed.values().all(|bytes| !contains(bytes, b"hunter2")));

    // Its name is free, and taken names are not taken away.
    let (other, _) = add(&data, &system, "home");
    assert_ne!(other.id, home.id);
    let refused = data.restore_router(&system, &archived, None).unwrap_err();
    assert_eq!(refused.code(), "router-exists");
    let back = data.restore_router(&system, &archived, Some("attic")).unwrap();
    assert_eq!(
        back,
        RouterRecord {
            name: "attic".to_owned(),
            ..home
        }
    );
    whole(&data, &system, "attic", &key);
    assert_eq!(
        names(directory.path())
            .iter()
            .filter(|name| name.ends_with(".gz"))
            .count(),
        0
    );
    let refused = data.restore_router(&system, &archived, None).unwrap_err();
    assert_eq!(refused.code(), "no-such-archive");
}

#[test]
fn of_several_removed_routers_of_one_name_the_id_says_which() {
    let directory = tempfile::tempdir().unwrap();
    let (data, system) = open(directory.path());
    for _ in 0..2 {
        add(&data, &system, "home");
        data.archive_router(&system, "home", 5).unwrap();
    }
    let ambiguous = system.archived_router("home", None).unwrap_err();
    assert_eq!(ambiguous.code(), "archive-ambiguous");
    assert!(ambiguous.to_string().contains("1, 2"), "{ambiguous}");
    assert_eq!(
        system.archived_router("home", Some(2)).unwrap().router.id,
        RouterId(2)
    );
    assert_eq!(
        system.archived_router("home", Some(3)).unwrap_err().code(),
        "no-such-archive"
    );
}

/// Runs the first steps of a list and stops, as a crash would.
fn crash(path: &Path, router: &RouterRecord, steps: &[Step]) {
    let (data, system) = open(path);
    let lock = data.lock(router, Duration::ZERO).unwrap();
    data.take_all(&system, router, steps).unwrap();
    drop(lock);
}

#[test]
fn a_crash_between_any_two_steps_leaves_the_router_on_one_side() {
    for count in 0..=archive(5).len() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path();
        let (data, system) = open(path);
        let (home, key) = add(&data, &system, "home");
        drop((data, system));
        crash(path, &home, &archive(5)[..count]);
        let (data, system) = open(path);
        if count < 4 {
            whole(&data, &system, "home", &key);
            assert_eq!(
                names(path).iter().filter(|name| name.contains(".gz")).count(),
                0,
                "{count}"
            );
            data.archive_router(&system, "home", 6).unwrap();
        }
        assert_eq!(names(path), ["router-1.db.gz"], "{count}");
        let archived = system.archived_router("home", None).unwrap();
        drop((data, system));

        for count in 0..=restore("home").len() {
            let copy = tempfile::tempdir().unwrap();
            let copy = copy.path();
            copy_tree(path, copy);
            crash(copy, &home, &restore("home")[..count]);
            let (data, system) = open(copy);
            if count < 3 {
                assert_eq!(system.archived().unwrap(), std::slice::from_ref(&archived));
                data.restore_router(&system, &archived, None).unwrap();
            }
            whole(&data, &system, "home", &key);
            assert!(names(copy).iter().all(|name| !name.contains(".gz")), "{count}");
        }
    }
}

#[test]
fn a_purge_that_was_begun_is_finished_and_leaves_nothing() {
    for archived in [false, true] {
        for count in 1..=purge(7).len() {
            let directory = tempfile::tempdir().unwrap();
            let path = directory.path();
            let (data, system) = open(path);
            let (home, key) = add(&data, &system, "home");
            let (_, kept) = add(&data, &system, "office");
            data.backup(home.id).unwrap();
            fs::create_dir_all(path.join("quarantine/000000000000003")).unwrap();
            fs::write(path.join("quarantine/000000000000003/router-1.db"), "damaged").unwrap();
            let sealed: Vec<Vec<u8>> = [home.password.as_ref().unwrap(), &key]
                .map(|reference| system.sealed(reference))
                .into();
            let everywhere = |bytes: &[u8]| files(path).values().any(|file| contains(file, bytes));
            assert!(sealed.iter().all(|sealed| everywhere(sealed)));
            if archived {
                data.archive_router(&system, "home", 5).unwrap();
            }
            drop((data, system));
            crash(path, &home, &purge(7)[..count]);
            let (data, system) = open(path);
            assert_eq!(system.presence(home.id).unwrap(), None);
            assert!(
                names(path).iter().all(|name| !name.starts_with("router-1.")),
                "{:?}",
                names(path)
            );
            assert!(!path.join("backups/router-1").exists() || data.backups(home.id).unwrap().is_empty());
            for sealed in &sealed {
                assert!(!everywhere(sealed), "a secret is left, encrypted");
            }
            assert_eq!(system.get(&key).unwrap_err().code, "no-such-secret");
            whole(&data, &system, "office", &kept);
        }
    }
}

#[test]
fn a_router_with_a_damaged_database_can_be_purged_but_not_archived() {
    let directory = tempfile::tempdir().unwrap();
    let (data, system) = open(directory.path());
    let (home, key) = add(&data, &system, "home");
    drop((data, system));
    let (data, system) = open(directory.path());
    fs::write(directory.path().join("router-1.db"), [0x5a; 8192]).unwrap();
    assert_eq!(
        data.archive_router(&system, "home", 5).unwrap_err().code(),
        "store-corrupt"
    );
    data.purge_router(&system, &home, 6).unwrap();
    assert_eq!(system.get(&key).unwrap_err().code, "no-such-secret");
    assert!(
        names(directory.path()).is_empty(),
        "what was set aside goes too: {:?}",
        names(directory.path())
    );
}

#[test]
fn nothing_is_removed_of_a_router_that_somebody_is_at_work_on() {
    let directory = tempfile::tempdir().unwrap();
    let (data, system) = open(directory.path());
    let (home, key) = add(&data, &system, "home");
    let lock = data.lock(&home, Duration::ZERO).unwrap();
    assert_eq!(
        data.archive_router(&system, "home", 5).unwrap_err().code(),
        "router-busy"
    );
    assert_eq!(
        data.purge_router(&system, &home, 5).unwrap_err().code(),
        "router-busy"
    );
    // It looks like what a crash left, but the lock is held.
    for step in &archive(5)[..3] {
        data.take(&system, home.id, step).unwrap();
    }
    data.settle_removals(&system).unwrap();
    assert_eq!(names(&directory.path().join("archive")), ["router-1.db.gz"]);
    drop(lock);
    data.settle_removals(&system).unwrap();
    assert!(names(&directory.path().join("archive")).is_empty());
    whole(&data, &system, "home", &key);
}

#[test]
fn a_lost_system_database_is_not_made_anew_while_there_is_an_archive() {
    let directory = tempfile::tempdir().unwrap();
    let (data, system) = open(directory.path());
    add(&data, &system, "home");
    data.archive_router(&system, "home", 5).unwrap();
    drop((data, system));
    for suffix in ["", "-wal", "-shm"] {
        let _gone = fs::remove_file(directory.path().join(format!("system.db{suffix}")));
    }
    let data = DataDir::open(directory.path(), Arc::new(Dice)).unwrap();
    assert_eq!(data.system().unwrap_err().code(), "store-corrupt");
}

#[test]
fn what_is_packed_comes_out_again_and_nothing_else_does() {
    let directory = tempfile::tempdir().unwrap();
    let place = |name: &str| directory.path().join(name);
    let runner = ProptestConfig::with_cases(64);
    proptest!(runner, |(bytes in prop::collection::vec(any::<u8>(), 0..200_000), at in any::<prop::sample::Index>(), change in 1_u8..)| {
        fs::write(place("plain"), &bytes).unwrap();
        packed::pack(&place("plain"), &place("packed")).unwrap();
        packed::unpack(&place("packed"), &place("again")).unwrap();
        prop_assert_eq!(&fs::read(place("again")).unwrap(), &bytes);
        let packed = fs::read(place("packed")).unwrap();
        let at = at.index(packed.len());
        fs::write(place("cut"), &packed[..at]).unwrap();
        let error = packed::unpack(&place("cut"), &place("again")).unwrap_err();
        prop_assert_eq!(error.code(), "archive-damaged");
        let mut longer = packed.clone();
        longer.push(change);
        fs::write(place("longer"), &longer).unwrap();
        prop_assert!(packed::unpack(&place("longer"), &place("again")).is_err());
        let mut flipped = packed;
        flipped[at] ^= change;
        fs::write(place("flipped"), &flipped).unwrap();
        // The header of gzip has fields that mean nothing here; everything else is covered by its checksum.
        match packed::unpack(&place("flipped"), &place("again")) {
            Ok(()) => prop_assert_eq!(&fs::read(place("again")).unwrap(), &bytes),
            Err(error) => prop_assert_eq!(error.code(), "archive-damaged"),
        }
    });
}

#[test]
fn a_damaged_archive_is_refused_and_kept() {
    let directory = tempfile::tempdir().unwrap();
    let (data, system) = open(directory.path());
    let (_, key) = add(&data, &system, "home");
    let archived = data.archive_router(&system, "home", 5).unwrap();
    let file = directory.path().join("archive/router-1.db.gz");
    let good = fs::read(&file).unwrap();
    for damaged in [&good[..good.len() / 2], &[], &[0x1f, 0x8b, 8, 0]] {
        fs::write(&file, damaged).unwrap();
        let error = data.restore_router(&system, &archived, None).unwrap_err();
        assert_eq!(error.code(), "archive-damaged");
        assert!(!directory.path().join("router-1.db").exists());
    }
    // Whole, but no database.
    fs::write(directory.path().join("text"), "no database").unwrap();
    packed::pack(&directory.path().join("text"), &file).unwrap();
    let error = data.restore_router(&system, &archived, None).unwrap_err();
    assert_eq!(error.code(), "archive-damaged");
    fs::remove_file(&file).unwrap();
    let error = data.restore_router(&system, &archived, None).unwrap_err();
    assert_eq!(error.code(), "archive-damaged");
    fs::write(&file, good).unwrap();
    data.restore_router(&system, &archived, None).unwrap();
    whole(&data, &system, "home", &key);
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn copy_tree(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(&target, bytes).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&target, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
}
