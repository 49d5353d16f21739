//! Many databases: opened when needed, closed when idle, one damaged and the others untouched, copies and restores.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use nnc_core::identity::ResourceId;
use nnc_core::ports::Clock;
use nnc_store::*;
use serde_json::json;

mod common;
use common::{Dice, cases, thaw};

#[derive(Default)]
struct Hands(AtomicU64);

impl Clock for Hands {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

struct House {
    directory: tempfile::TempDir,
    data: DataDir,
    system: SystemDb,
    routers: Vec<RouterRecord>,
    clock: Arc<Hands>,
}

/// A data directory with routers that have ten resources each.
fn house(routers: usize, open: usize) -> House {
    let directory = tempfile::tempdir().unwrap();
    let clock = Arc::new(Hands::default());
    let options = Options {
        clock: Some(Arc::clone(&clock) as Arc<dyn Clock>),
        limits: Limits {
            open,
            ..Limits::default()
        },
        ..Options::default()
    };
    let data = DataDir::with(directory.path(), Arc::new(Dice), options).unwrap();
    let system = data.system().unwrap();
    let routers: Vec<_> = (0..routers)
        .map(|number| {
            let new = NewRouter::new(format!("r{number:04}"), "routeros+api://192.0.2.1");
            data.add_router(&system, &new, None, 0).unwrap()
        })
        .collect();
    for router in &routers {
        let changes: Vec<_> = (0..10).map(|number| put(number, 1)).collect();
        data.router(router.id)
            .unwrap()
            .record(&Cause::at(1), &changes)
            .unwrap();
    }
    House {
        directory,
        data,
        system,
        routers,
        clock,
    }
}

fn put(number: usize, value: u64) -> ResourceChange {
    ResourceChange::Put(ResourceRecord {
        resource: ResourceId::of("vif", &format!("v{number}")),
        kind: "VirtualInterface".to_owned(),
        configuration: json!({ "value": value, "filler": "x".repeat(900) }),
        allocation: None,
        deployment: None,
        status: ResourceStatus::Active,
    })
}

impl House {
    fn path(&self, index: usize) -> PathBuf {
        self.directory
            .path()
            .join(format!("router-{}.db", self.routers[index].id))
    }

    /// Everything that one asks of a router.
    fn use_router(&self, index: usize) -> Result<(), StoreError> {
        let router = self.data.router(self.routers[index].id)?;
        let uuid = router.uuid(&ResourceId::of("vif", "v1"))?;
        assert_eq!(router.resources()?.len(), 10);
        if let Some(uuid) = uuid {
            router.history(&uuid, &Layer::ALL, None, 10)?;
        }
        router.record(&Cause::at(2), &[put(1, 2)])?;
        router.open_intents().map(drop)
    }

    fn quarantined(&self) -> BTreeSet<String> {
        let Ok(entries) = fs::read_dir(self.directory.path().join("quarantine")) else {
            return BTreeSet::new();
        };
        entries
            .flat_map(|entry| fs::read_dir(entry.unwrap().path()).unwrap())
            .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
            .collect()
    }
}

#[test]
fn databases_open_late_and_close_when_idle() {
    let house = house(3, 8);
    let clock = &house.clock;
    assert_eq!(house.data.open_databases(), 3);
    clock.0.store(300_000, Ordering::SeqCst);
    house.use_router(1).unwrap();
    assert_eq!(
        house.data.open_databases(),
        1,
        "using one closes those that are idle"
    );
    clock.0.store(599_999, Ordering::SeqCst);
    assert_eq!(house.data.close_idle(), 0);
    clock.0.store(600_000, Ordering::SeqCst);
    assert_eq!(house.data.close_idle(), 1);
    assert_eq!(house.data.open_databases(), 0);
    let left: Vec<_> = fs::read_dir(house.directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("router-") && name.contains("-wal"))
        .collect();
    assert!(left.is_empty(), "closed cleanly: {left:?}");
    for index in 0..3 {
        house.use_router(index).unwrap();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn descriptors_stay_bounded() {
    let house = house(60, 8);
    let open = || {
        fs::read_dir("/proc/self/fd")
            .unwrap()
            .filter_map(|entry| fs::read_link(entry.ok()?.path()).ok())
            .filter(|path| path.starts_with(house.directory.path()))
            .count()
    };
    let mut most = 0;
    for index in (0..60).chain((0..60).rev()) {
        house.use_router(index).unwrap();
        assert!(house.data.open_databases() <= 8);
        most = most.max(open());
    }
    assert!(most <= 8 * 7 + 7, "{most} descriptors");
}

#[test]
fn many_threads_share_few_databases() {
    let house = house(6, 2);
    thread::scope(|scope| {
        for thread in 0..8 {
            let house = &house;
            scope.spawn(move || {
                for round in 0..30 {
                    house.use_router((thread + round) % 6).unwrap();
                }
            });
        }
    });
    assert!(house.data.open_databases() <= 2);
}

/// Flips bytes of one database out of ten, in every page of the file, open and closed; the other nine serve on.
#[test]
fn damage_to_one_of_ten_is_its_own() {
    let pages: Vec<u64> = (0..u64::from(cases(8, 40))).collect();
    for (round, page) in pages.into_iter().enumerate() {
        let house = house(10, 4);
        let index = round % 10;
        let backup = house.data.backup(house.routers[index].id).unwrap();
        if round % 2 == 0 {
            // Closed; otherwise it is damaged while it is open.
            house.clock.0.store(10_000_000, Ordering::SeqCst);
            house.data.close_idle();
        } else {
            house.use_router(index).unwrap();
            rusqlite::Connection::open(house.path(index))
                .unwrap()
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
                .unwrap();
        }
        let mut bytes = fs::read(house.path(index)).unwrap();
        let length = bytes.len() as u64;
        let start = usize::try_from((page * 4096) % length).unwrap();
        for byte in &mut bytes[start..start + 512] {
            *byte ^= 0xff;
        }
        fs::write(house.path(index), bytes).unwrap();

        let mut refused = 0;
        for _ in 0..3 {
            for other in 0..10 {
                match house.use_router(other) {
                    Ok(()) => {}
                    Err(error) if other == index => {
                        assert!(matches!(error.code(), "store-corrupt" | "store-newer"), "{error}");
                        refused += 1;
                    }
                    Err(error) => panic!("router {other} failed too: {error}"),
                }
            }
        }
        let name = house
            .path(index)
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if refused > 0
            && house
                .data
                .router(house.routers[index].id)
                .is_err_and(|error| error.code() == "store-corrupt")
        {
            assert!(
                house.quarantined().contains(&name),
                "page {page}: nothing was set aside"
            );
        }
        let restored = house.data.restore(&house.routers[index], None).unwrap();
        assert_eq!(restored, backup);
        house.use_router(index).unwrap();
        house.data.check(house.routers[index].id).unwrap();
    }
}

#[test]
fn restoring_needs_a_whole_copy_and_keeps_what_it_replaces() {
    let house = house(1, 4);
    let router = &house.routers[0];
    assert_eq!(house.data.restore(router, None).unwrap_err().code(), "no-backup");
    let old = house.data.backup(router.id).unwrap();
    house
        .data
        .router(router.id)
        .unwrap()
        .record(&Cause::at(9), &[put(1, 9)])
        .unwrap();
    house.clock.0.store(5, Ordering::SeqCst);
    let newer = house.data.backup(router.id).unwrap();
    assert_eq!(
        house.data.backups(router.id).unwrap(),
        [newer.clone(), old.clone()]
    );
    let damaged = fs::read(&newer.path).unwrap();
    fs::write(&newer.path, &damaged[..damaged.len() / 2]).unwrap();
    let refused = house.data.restore(router, Some(&newer.path)).unwrap_err();
    assert_eq!(refused.code(), "store-corrupt");
    house.use_router(0).unwrap();

    let lock = house.data.lock(router, Duration::ZERO).unwrap();
    assert_eq!(
        house.data.restore(router, None).unwrap_err().code(),
        "router-busy"
    );
    drop(lock);
    assert_eq!(
        house.data.restore(router, None).unwrap(),
        old,
        "the newest that is whole"
    );
    assert!(house.quarantined().contains("router-1.db"));
    let uuid = house
        .data
        .router(router.id)
        .unwrap()
        .uuid(&ResourceId::of("vif", "v1"))
        .unwrap()
        .unwrap();
    let state = house
        .data
        .router(router.id)
        .unwrap()
        .state(&uuid, &[Layer::Configuration])
        .unwrap();
    assert_eq!(state.layers[&Layer::Configuration].value["value"], 1);
}

#[test]
fn five_copies_are_kept_and_the_system_has_its_own() {
    let house = house(1, 4);
    for now in 0..8 {
        house.clock.0.store(now * 1_000, Ordering::SeqCst);
        house.data.backup(house.routers[0].id).unwrap();
    }
    let times: Vec<_> = house
        .data
        .backups(house.routers[0].id)
        .unwrap()
        .iter()
        .map(|copy| copy.at)
        .collect();
    assert_eq!(times, [7_000, 6_000, 5_000, 4_000, 3_000].map(Some));
    house.data.backup_system(&house.system).unwrap();
    let House {
        directory,
        data,
        system,
        ..
    } = house;
    drop(system);
    fs::write(directory.path().join("system.db"), "garbage").unwrap();
    assert_eq!(data.system().unwrap_err().code(), "store-corrupt");
    data.restore_system(None).unwrap();
    let system = data.system().unwrap();
    assert_eq!(system.routers().unwrap().len(), 1);
    assert_eq!(data.restore_system(None).unwrap_err().code(), "store-busy");

    // A router that the copy does not know keeps its database: its id is not given again.
    let new = |name: &str| NewRouter::new(name, format!("routeros+api://{name}.test"));
    let later = data.add_router(&system, &new("later"), None, 0).unwrap();
    drop(system);
    data.restore_system(None).unwrap();
    let system = data.system().unwrap();
    assert_eq!(system.routers().unwrap().len(), 1);
    let other = data.add_router(&system, &new("other"), None, 0).unwrap();
    assert!(other.id > later.id);
    assert!(directory.path().join(format!("router-{}.db", later.id)).exists());
}

/// A new look at a directory, as another process has it.
fn anew(directory: &Path) -> (DataDir, SystemDb) {
    let data = common::open(directory);
    let system = data.system().unwrap();
    (data, system)
}

#[test]
fn a_database_is_taken_only_for_what_it_is() {
    let House {
        directory,
        data,
        system,
        routers,
        ..
    } = house(2, 4);
    let [first, second] = routers.as_slice() else {
        panic!("{routers:?}")
    };
    let of_second = data.backup(second.id).unwrap().path;
    let of_all = data.backup_system(&system).unwrap().path;
    // The first router of another installation has the same number.
    let elsewhere = house(1, 4);
    let of_other = elsewhere.data.backup(elsewhere.routers[0].id).unwrap().path;
    drop((data, system));
    let root = directory.path().to_owned();
    let place = |router: &RouterRecord| root.join(format!("router-{}.db", router.id));

    let (data, system) = anew(&root);
    let before = fs::read(place(first)).unwrap();
    for wrong in [&of_second, &of_all, &of_other] {
        let error = data.restore(first, Some(wrong)).unwrap_err();
        assert_eq!(error.code(), "store-misplaced", "{}", wrong.display());
        assert_eq!(fs::read(place(first)).unwrap(), before, "nothing is changed");
    }
    drop(system);
    let error = data.restore_system(Some(&of_second)).unwrap_err();
    assert_eq!(error.code(), "store-misplaced");
    assert!(!root.join("quarantine").exists());
    drop(data);

    let kept = root.join("kept");
    let swap = || {
        fs::rename(place(first), &kept).unwrap();
        fs::rename(place(second), place(first)).unwrap();
        fs::rename(&kept, place(second)).unwrap();
    };
    swap();
    let (data, system) = anew(&root);
    for router in &routers {
        assert_eq!(data.router(router.id).unwrap_err().code(), "store-misplaced");
    }
    drop((data, system));
    swap();
    fs::copy(&of_all, place(first)).unwrap();
    let (data, _system) = anew(&root);
    assert_eq!(data.router(first.id).unwrap_err().code(), "store-misplaced");
    fs::write(place(first), &before).unwrap();
    for router in &routers {
        assert_eq!(data.router(router.id).unwrap().resources().unwrap().len(), 10);
    }
    assert!(!root.join("quarantine").exists());
    data.restore(second, Some(&of_second)).unwrap();
}

#[test]
fn what_was_made_before_there_were_stamps_is_known_by_its_place() {
    let (directory, away) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    thaw("v3", directory.path());
    thaw("v3", away.path());
    let (data, system) = anew(directory.path());
    let routers = system.routers().unwrap();
    for router in &routers {
        data.router(router.id).unwrap();
    }
    let old = away.path().join("router-1.db");
    let error = data.restore(&routers[0], Some(&old)).unwrap_err();
    assert_eq!(error.code(), "store-misplaced");
    assert_eq!(
        data.restore(&routers[0], Some(&away.path().join("system.db")))
            .unwrap_err()
            .code(),
        "store-misplaced"
    );
    let home = directory.path().join("backups/router-1");
    assert!(error.to_string().contains(home.to_str().unwrap()), "{error}");
    fs::create_dir_all(&home).unwrap();
    fs::copy(&old, home.join("old.db")).unwrap();
    data.restore(&routers[0], Some(&home.join("old.db"))).unwrap();
    assert_eq!(data.router(routers[0].id).unwrap().resources().unwrap().len(), 1);
    drop((data, system));

    // They have a stamp now.
    let place = |number: u8| directory.path().join(format!("router-{number}.db"));
    fs::copy(place(1), place(2)).unwrap();
    let (data, _system) = anew(directory.path());
    data.router(routers[0].id).unwrap();
    assert_eq!(data.router(routers[1].id).unwrap_err().code(), "store-misplaced");
}

#[test]
fn old_databases_are_migrated_side_by_side_with_a_copy_of_each() {
    let directory = tempfile::tempdir().unwrap();
    thaw("v1", directory.path());
    let data = common::open(directory.path());
    let system = data.system().unwrap();
    let newer = directory.path().join("router-2.db");
    rusqlite::Connection::open(&newer)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let before = fs::read(&newer).unwrap();
    let done = data.migrate_all(&system, NonZeroUsize::new(2).unwrap()).unwrap();
    let codes: Vec<_> = done
        .iter()
        .map(|(name, result)| (name.as_str(), result.as_ref().err().map(StoreError::code)))
        .collect();
    assert_eq!(codes, [("home", None), ("office", Some("store-newer"))]);
    assert_eq!(
        fs::read(&newer).unwrap(),
        before,
        "a newer database is not touched"
    );
    let copies =
        |stem: &str| fs::read_dir(directory.path().join("backups").join(stem)).map_or(0, Iterator::count);
    assert_eq!((copies("router-1"), copies("router-2")), (1, 0));
    let old: i64 = rusqlite::Connection::open(
        data.backups(system.router("home").unwrap().id).unwrap()[0]
            .path
            .as_path(),
    )
    .unwrap()
    .pragma_query_value(None, "user_version", |row| row.get(0))
    .unwrap();
    assert_eq!(old, 1);
}

#[test]
fn twenty_threads_migrate_one_database_once() {
    let directory = tempfile::tempdir().unwrap();
    thaw("v1", directory.path());
    let path: &Path = directory.path();
    thread::scope(|scope| {
        for _ in 0..20 {
            // Directories of their own, as different processes would have.
            scope.spawn(move || {
                let data = common::open(path);
                let system = data.system().unwrap();
                let router = data.router(system.router("home").unwrap().id).unwrap();
                assert_eq!(router.resources().unwrap().len(), 1);
                router.verify_history(None).unwrap();
            });
        }
    });
}
