//! The data directory as its users see it: secrets, journal, allocations, locks, damage.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests state expectations by panicking, and helper processes speak on their standard output"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use nnc_core::identity::{ObjectKey, ResourceId, Role};
use nnc_core::object::Kind;
use nnc_core::outcome::Outcome;
use nnc_core::ports::SecretStore;
use nnc_core::secret::{Secret, SecretRef};
use nnc_store::*;
use proptest::prelude::*;
use serde_json::json;

mod common;
use common::{Dice, open};

fn with_router(path: &Path) -> (DataDir, SystemDb, RouterRecord) {
    let data = open(path);
    let system = data.system().unwrap();
    let new = NewRouter::new("home", "routeros+api://admin@192.0.2.1");
    let router = data
        .add_router(&system, &new, Some(&Secret::from(CANARY)), 1)
        .unwrap();
    (data, system, router)
}

const CANARY: &str = "canary-7b1f2c-password";

fn vif(number: usize) -> ResourceId {
    ResourceId::of("vif", &format!("v{number}"))
}

fn record(resource: ResourceId, status: ResourceStatus) -> ResourceRecord {
    ResourceRecord {
        kind: "VirtualInterface".to_owned(),
        configuration: json!({ "name": resource.name() }),
        allocation: None,
        deployment: None,
        status,
        resource,
    }
}

fn intent(resource: &ResourceId, vlan: Option<u16>) -> NewIntent {
    NewIntent {
        at: 5,
        description: format!("create {resource}"),
        actor: None,
        scope: BTreeSet::from([resource.clone()]),
        before: Vec::new(),
        after: Vec::new(),
        effects: Vec::new(),
        changes: vec![ResourceChange::Put(record(
            resource.clone(),
            ResourceStatus::Active,
        ))],
        reservations: vec![Reservation {
            resource: resource.clone(),
            vlan,
            subnet: vlan.map(|id| format!("10.99.{}.0/24", id % 256).parse().unwrap()),
            released_until: 0,
        }],
    }
}

fn confirmed(at: u64, changes: Vec<ResourceChange>) -> Settlement {
    Settlement {
        at,
        outcome: Outcome::Confirmed,
        changes,
        shared: None,
    }
}

#[test]
fn what_was_accepted_of_a_resource_goes_with_it() {
    let directory = tempfile::tempdir().unwrap();
    let (data, _, router) = with_router(directory.path());
    let router = data.router(router.id).unwrap();
    let accepted = |resource: ResourceId, field: Option<&str>| Accepted {
        key: ObjectKey::new(&resource, Role::new("vlan")),
        kind: Kind::new("/interface/vlan"),
        field: field.map(str::to_owned),
        intended: Some("1500".to_owned()),
        actual: field.map(|_| "1400".to_owned()),
        at: 6,
    };
    let stays = accepted(vif(2), Some("mtu"));
    router
        .accept(&[
            accepted(vif(1), Some("mtu")),
            accepted(vif(1), None),
            stays.clone(),
        ])
        .unwrap();
    assert_eq!(router.accepted().unwrap().len(), 3);
    for number in [1, 2] {
        let put = ResourceChange::Put(record(vif(number), ResourceStatus::Active));
        router.record(&Cause::at(7), &[put]).unwrap();
    }
    router
        .record(&Cause::at(8), &[ResourceChange::Remove(vif(1))])
        .unwrap();
    assert_eq!(router.accepted().unwrap(), [stays]);
}

#[test]
fn no_file_holds_a_password() {
    let directory = tempfile::tempdir().unwrap();
    let (data, system, router) = with_router(directory.path());
    let reference = system.put("wg/key", &Secret::from(CANARY)).unwrap();
    assert_eq!(system.get(&reference).unwrap().expose(), CANARY.as_bytes());
    let changed = system
        .set_password(router.id, &Secret::from("canary-7b1f2c-second"))
        .unwrap();
    assert_eq!(changed.version, 2);
    assert!(system.get(router.password.as_ref().unwrap()).is_err());
    let shards = data.router(router.id).unwrap();
    shards.open_intent(&intent(&vif(1), Some(101))).unwrap();
    let mut files = 0;
    for entry in fs::read_dir(directory.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        assert!(
            !bytes.windows(13).any(|window| window == b"canary-7b1f2c"),
            "{}",
            path.display()
        );
        files += 1;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{}", path.display());
        }
    }
    assert!(files >= 4, "the write-ahead logs must be looked at too");
    assert!(!format!("{system:?} {data:?} {router:?}").contains("canary"));
}

#[test]
fn secrets_are_bound_to_their_place_and_key() {
    let directory = tempfile::tempdir().unwrap();
    let data = open(directory.path());
    let system = data.system().unwrap();
    let first = system.put("a", &Secret::from("one")).unwrap();
    let second = system.put("b", &Secret::from("two")).unwrap();
    rusqlite::Connection::open(directory.path().join("system.db"))
        .unwrap()
        .execute(
            "UPDATE secrets SET sealed = (SELECT sealed FROM secrets WHERE name = 'a') WHERE name = 'b'",
            [],
        )
        .unwrap();
    assert!(system.get(&first).is_ok());
    assert_eq!(system.get(&second).unwrap_err().code, "secret-unreadable");

    let missing = SecretRef {
        id: "c".to_owned(),
        version: 1,
    };
    assert_eq!(system.get(&missing).unwrap_err().code, "no-such-secret");
    system.remove("a").unwrap();
    assert_eq!(system.get(&first).unwrap_err().code, "no-such-secret");
    let again = system.put("a", &Secret::from("three")).unwrap();
    assert_eq!(
        again.version, 2,
        "an old reference must not point at the new secret"
    );

    let key = directory.path().join("key");
    fs::write(&key, [9; 32]).unwrap();
    assert_eq!(system.get(&again).unwrap_err().code, "key-wrong");
    fs::write(&key, [9; 33]).unwrap();
    assert_eq!(system.get(&again).unwrap_err().code, "key-invalid");
    fs::remove_file(&key).unwrap();
    assert_eq!(system.get(&again).unwrap_err().code, "key-missing");
    assert_eq!(
        system.put("d", &Secret::from("x")).unwrap_err().code,
        "key-missing"
    );
    assert!(!key.exists(), "no key may be made where one is missing");
}

#[cfg(unix)]
#[test]
fn a_key_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("nnc");
    let data = open(&path);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
    let system = data.system().unwrap();
    let secret = system.put("a", &Secret::from("one")).unwrap();
    let key = path.join("key");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(system.get(&secret).unwrap_err().code, "key-exposed");
}

#[test]
fn routers_are_remembered_whole_or_not_at_all() {
    let directory = tempfile::tempdir().unwrap();
    let (data, system, home) = with_router(directory.path());
    let again = NewRouter::new("home", "routeros+api://other");
    let error = data
        .add_router(&system, &again, Some(&Secret::from("x")), 2)
        .unwrap_err();
    assert_eq!(error.code(), "router-exists");
    assert_eq!(system.routers().unwrap(), std::slice::from_ref(&home));
    assert_eq!(home.controller, system.controller().unwrap());
    assert_eq!(
        open(directory.path()).system().unwrap().controller().unwrap(),
        home.controller
    );

    let shard = data.router(home.id).unwrap();
    let open_intent = shard.open_intent(&intent(&vif(1), Some(101))).unwrap();
    assert_eq!(
        data.archive_router(&system, "home", 3).unwrap_err().code(),
        "router-unsettled"
    );
    shard.settle(open_intent, &confirmed(6, Vec::new())).unwrap();
    drop(shard);
    let lock = data.lock(&home, Duration::ZERO).unwrap();
    assert_eq!(
        data.archive_router(&system, "home", 3).unwrap_err().code(),
        "router-busy"
    );
    drop(lock);
    data.purge_router(&system, &home, 3).unwrap();
    assert_eq!(system.router("home").unwrap_err().code(), "no-such-router");
    assert_eq!(
        system.get(home.password.as_ref().unwrap()).unwrap_err().code,
        "no-such-secret"
    );
    let next = data
        .add_router(&system, &NewRouter::new("home", "u"), None, 3)
        .unwrap();
    assert_ne!(next.id, home.id, "an id is never given twice");
}

#[test]
fn allocations_follow_what_the_router_confirmed() {
    let directory = tempfile::tempdir().unwrap();
    let (data, _, router) = with_router(directory.path());
    let shard = data.router(router.id).unwrap();
    let states = || -> Vec<(Option<u16>, AllocationState)> {
        shard
            .allocations()
            .unwrap()
            .into_iter()
            .map(|allocation| (allocation.vlan, allocation.state))
            .collect()
    };
    let put = |number| ResourceChange::Put(record(vif(number), ResourceStatus::Active));

    let first = shard.open_intent(&intent(&vif(1), Some(101))).unwrap();
    let taken = shard.open_intent(&intent(&vif(2), Some(101))).unwrap_err();
    assert_eq!(taken.code(), "allocation-taken");
    assert!(taken.to_string().contains("VLAN 101"), "{taken}");
    let same_subnet = shard.open_intent(&intent(&vif(2), Some(357))).unwrap_err();
    assert!(
        same_subnet.to_string().contains("10.99.101.0/24"),
        "{same_subnet}"
    );
    assert_eq!(
        shard.open_intents().unwrap().len(),
        1,
        "a refused intent leaves nothing"
    );
    shard.settle(first, &confirmed(10, vec![put(1)])).unwrap();
    assert_eq!(states(), [(Some(101), AllocationState::Allocated)]);

    let rolled_back = shard.open_intent(&intent(&vif(2), Some(102))).unwrap();
    shard
        .settle(
            rolled_back,
            &Settlement {
                at: 11,
                outcome: Outcome::RolledBack {
                    reason: "refused".to_owned(),
                    reverted_foreign: Vec::new(),
                },
                changes: Vec::new(),
                shared: None,
            },
        )
        .unwrap();
    assert_eq!(states().len(), 1);

    let other_vlan = shard.open_intent(&intent(&vif(1), Some(103))).unwrap();
    shard.settle(other_vlan, &confirmed(12, vec![put(1)])).unwrap();
    assert_eq!(
        states(),
        [
            (Some(101), AllocationState::Quarantined { released_at: 12 }),
            (Some(103), AllocationState::Allocated)
        ]
    );

    let mut removal = intent(&vif(1), None);
    removal.reservations.clear();
    let removed = shard.open_intent(&removal).unwrap();
    shard
        .settle(removed, &confirmed(13, vec![ResourceChange::Remove(vif(1))]))
        .unwrap();
    let mut early = intent(&vif(3), Some(103));
    early
        .reservations
        .iter_mut()
        .for_each(|wanted| wanted.released_until = 12);
    assert_eq!(shard.open_intent(&early).unwrap_err().code(), "allocation-taken");
    early
        .reservations
        .iter_mut()
        .for_each(|wanted| wanted.released_until = 13);
    shard.open_intent(&early).unwrap();
    assert_eq!(shard.end_quarantine(12).unwrap(), 1);
    assert_eq!(states(), [(Some(103), AllocationState::Reserved)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn replaying_the_events_gives_the_table(steps in prop::collection::vec((0_usize..4, 0_u8..4, any::<bool>()), 0..24)) {
        let directory = tempfile::tempdir().unwrap();
        let (data, _, router) = with_router(directory.path());
        let shard = data.router(router.id).unwrap();
        for (at, (number, what, through_intent)) in (0_u64..).zip(steps) {
            let change = match what {
                0 => ResourceChange::Remove(vif(number)),
                1 => ResourceChange::Put(record(vif(number), ResourceStatus::Error)),
                _ => ResourceChange::Put(record(vif(number), ResourceStatus::Active)),
            };
            if through_intent {
                let mut wanted = intent(&vif(number), None);
                wanted.reservations.clear();
                let id = shard.open_intent(&wanted).unwrap();
                shard.settle(id, &confirmed(at, vec![change])).unwrap();
            } else {
                shard.record(&Cause::at(at), &[change]).unwrap();
            }
        }
        let mut table = BTreeMap::new();
        let mut after = 0;
        loop {
            let events = shard.events(after, 5).unwrap();
            let Some(last) = events.last() else { break };
            after = last.seq;
            for event in events {
                let key = (event.resource, event.layer);
                match event.event.apply(table.remove(&key)).unwrap() {
                    Some(value) => table.insert(key, value),
                    None => None,
                };
            }
        }
        let kept: BTreeMap<_, _> = shard
            .states(&Layer::ALL)
            .unwrap()
            .into_iter()
            .flat_map(|state| state.layers.into_iter().map(move |(layer, held)| ((state.resource.clone(), layer), held.value)))
            .collect();
        prop_assert_eq!(table, kept);
        let report = shard.verify_history(None).unwrap();
        prop_assert_eq!(report.record.seq, after);
    }
}

#[test]
fn damage_is_told_and_stays_alone() {
    let directory = tempfile::tempdir().unwrap();
    let (data, system, first) = with_router(directory.path());
    let second = data
        .add_router(&system, &NewRouter::new("office", "u"), None, 2)
        .unwrap();
    let path = directory.path().join(format!("router-{}.db", first.id));

    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    drop(connection);
    let newer = data.router(first.id).unwrap_err();
    assert_eq!(newer.code(), "store-newer");
    assert!(newer.to_string().contains("999"), "{newer}");

    let whole = fs::read(&path).unwrap();
    for content in [
        Vec::new(),
        b"not a database at all, but long enough to have a header of one hundred bytes, as SQLite asks for it.....".to_vec(),
        whole.get(..5000).unwrap().to_vec(),
    ] {
        fs::write(&path, &content).unwrap();
        let opened = data.router(first.id).and_then(|shard| shard.resources().map(drop));
        let error = opened.unwrap_err();
        assert!(matches!(error.code(), "store-corrupt" | "store-newer"), "{error}");
    }
    assert!(!path.exists(), "the last one was set aside");
    assert_eq!(data.router(first.id).unwrap_err().code(), "store-corrupt");
    assert!(data.router(second.id).unwrap().resources().unwrap().is_empty());

    drop(system);
    for suffix in ["", "-wal", "-shm"] {
        let _gone = fs::remove_file(directory.path().join(format!("system.db{suffix}")));
    }
    assert_eq!(data.system().unwrap_err().code(), "store-corrupt");
}

#[test]
fn a_place_that_cannot_be_used_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "x").unwrap();
    let error = DataDir::open(file.join("data"), Arc::new(Dice)).unwrap_err();
    assert_eq!(error.code(), "store-unwritable");
}

#[test]
fn the_lock_excludes_tasks_of_one_process() {
    let directory = tempfile::tempdir().unwrap();
    let (data, _, router) = with_router(directory.path());
    let held = data.lock(&router, Duration::ZERO).unwrap();
    assert!(data.try_lock(router.id).unwrap().is_none());
    let error = open(directory.path())
        .lock(&router, Duration::from_millis(30))
        .unwrap_err();
    assert_eq!(error.code(), "router-busy");
    assert!(error.retryable());
    let waiter = std::thread::spawn({
        let (data, router) = (data.clone(), router.clone());
        move || data.lock(&router, Duration::from_secs(30)).map(drop)
    });
    drop(held);
    waiter.join().unwrap().unwrap();
}

/// Runs one of the helper tests below in a process of its own.
fn helper(name: &str, directory: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", name, "--ignored", "--nocapture"])
        .env("NNC_STORE_TEST_DIR", directory)
        .stdout(Stdio::piped());
    command
}

fn helper_directory() -> std::path::PathBuf {
    std::env::var_os("NNC_STORE_TEST_DIR")
        .expect("run only by the test that needs it")
        .into()
}

#[test]
#[ignore = "a helper process of `the_lock_is_released_by_death`"]
fn helper_holds_the_lock() {
    let data = open(&helper_directory());
    let router = data.system().unwrap().router("home").unwrap();
    let _held = data.lock(&router, Duration::ZERO).unwrap();
    println!("held");
    std::io::stdin().lines().for_each(drop);
}

#[test]
fn the_lock_is_released_by_death() {
    let directory = tempfile::tempdir().unwrap();
    let (data, _, router) = with_router(directory.path());
    let mut holder = helper("helper_holds_the_lock", directory.path())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(holder.stdout.take().unwrap());
    assert!(
        output
            .lines()
            .any(|line| line.is_ok_and(|line| line.ends_with("held")))
    );
    assert_eq!(
        data.lock(&router, Duration::ZERO).unwrap_err().code(),
        "router-busy"
    );
    holder.kill().unwrap();
    holder.wait().unwrap();
    data.lock(&router, Duration::from_secs(10)).unwrap();
}

/// Takes the lowest free VLAN, as an allocator would, without the router's lock: the database alone must hold.
fn take_a_vlan(data: &DataDir, router: RouterId, resource: &ResourceId) -> u16 {
    let shard = data.router(router).unwrap();
    loop {
        let taken: BTreeSet<u16> = shard
            .allocations()
            .unwrap()
            .iter()
            .filter_map(|held| held.vlan)
            .collect();
        let vlan = (100..=200).find(|id| !taken.contains(id)).unwrap();
        match shard.open_intent(&intent(resource, Some(vlan))) {
            Ok(_) => return vlan,
            Err(error) => assert_eq!(error.code(), "allocation-taken", "{error}"),
        }
    }
}

#[test]
#[ignore = "a helper process of `twenty_processes_get_twenty_vlans`"]
fn helper_takes_a_vlan() {
    let data = open(&helper_directory());
    let router = data.system().unwrap().router("home").unwrap();
    let vlan = take_a_vlan(&data, router.id, &vif(std::process::id() as usize));
    println!("vlan={vlan}");
}

#[test]
fn twenty_processes_get_twenty_vlans() {
    let directory = tempfile::tempdir().unwrap();
    let _router = with_router(directory.path());
    let children: Vec<_> = (0..20)
        .map(|_| helper("helper_takes_a_vlan", directory.path()).spawn().unwrap())
        .collect();
    let mut vlans = BTreeSet::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{text}");
        let vlan = text.split("vlan=").nth(1).unwrap().lines().next().unwrap();
        vlans.insert(vlan.parse::<u16>().unwrap());
    }
    assert_eq!(vlans, (100..120).collect());
}

#[test]
fn twenty_threads_make_one_data_directory_and_get_twenty_vlans() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("fresh");
    let controllers: BTreeSet<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..20)
            .map(|_| scope.spawn(|| open(&path).system().unwrap().controller().unwrap()))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(controllers.len(), 1);
    let (data, _, router) = with_router(&path);
    let vlans: BTreeSet<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..20)
            .map(|number| {
                let (data, router) = (&data, &router);
                scope.spawn(move || take_a_vlan(data, router.id, &vif(number)))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(vlans, (100..120).collect());
}
