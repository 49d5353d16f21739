//! What happens when the disk does not take what it is given.

use std::collections::BTreeSet;

use nnc_core::outcome::Outcome;
use nnc_core::ports::{Clock, Entropy};
use serde_json::json;

use super::*;
use crate::fleet::Limits;
use crate::fleet::layout::Layout;
use crate::sqlite::Database;

struct Sevens;

impl Entropy for Sevens {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

impl Clock for Sevens {
    fn now_ms(&self) -> u64 {
        7
    }
}

fn database(directory: &tempfile::TempDir) -> RouterDb {
    let layout = Layout::new(directory.path().to_owned());
    let fleet = Fleet::new(layout, Arc::new(Sevens), Arc::new(Sevens), Limits::default());
    fleet.create(RouterId(1)).unwrap();
    RouterDb::new(Arc::new(fleet), RouterId(1))
}

/// Does something to the open file.
fn with(router: &RouterDb, work: impl FnOnce(&Database)) {
    router
        .fleet
        .with(router.id, |database| {
            work(database);
            Ok(())
        })
        .unwrap();
}

fn resource() -> ResourceId {
    ResourceId::of("vif", "tor-usa")
}

fn record(size: usize) -> ResourceRecord {
    ResourceRecord {
        resource: resource(),
        kind: "VirtualInterface".to_owned(),
        configuration: json!({ "name": "tor-usa", "filler": "x".repeat(size) }),
        allocation: None,
        deployment: None,
        status: ResourceStatus::Active,
    }
}

fn intent(size: usize) -> NewIntent {
    NewIntent {
        at: 1,
        description: "create tor-usa".to_owned(),
        actor: None,
        scope: BTreeSet::from([resource()]),
        before: Vec::new(),
        after: Vec::new(),
        effects: Vec::new(),
        changes: vec![ResourceChange::Put(record(size))],
        reservations: vec![Reservation {
            resource: resource(),
            vlan: Some(101),
            subnet: None,
            released_until: 0,
        }],
    }
}

fn settlement(size: usize) -> Settlement {
    Settlement {
        at: 2,
        outcome: Outcome::Confirmed,
        changes: vec![ResourceChange::Put(record(size))],
        shared: None,
    }
}

#[test]
fn a_full_disk_refuses_an_intent_whole() {
    let directory = tempfile::tempdir().unwrap();
    let router = database(&directory);
    with(&router, |database| database.limit_growth(Some(2)));
    let error = router.open_intent(&intent(100_000)).unwrap_err();
    assert_eq!(error.code(), "store-full");
    assert!(router.open_intents().unwrap().is_empty());
    assert!(router.allocations().unwrap().is_empty());
}

#[test]
fn a_full_disk_keeps_an_intent_open_until_there_is_room() {
    let directory = tempfile::tempdir().unwrap();
    let router = database(&directory);
    let id = router.open_intent(&intent(10)).unwrap();
    with(&router, |database| database.limit_growth(Some(2)));
    let error = router.settle(id, &settlement(100_000)).unwrap_err();
    assert_eq!(error.code(), "store-full");
    let open = router.open_intents().unwrap();
    assert_eq!(open.iter().map(|intent| intent.id).collect::<Vec<_>>(), [id]);
    assert!(router.resources().unwrap().is_empty());
    assert!(router.events(0, 10).unwrap().is_empty());
    assert_eq!(
        router.allocations().unwrap().first().unwrap().state,
        AllocationState::Reserved
    );

    with(&router, |database| database.limit_growth(None));
    router.settle(id, &settlement(100_000)).unwrap();
    assert!(router.open_intents().unwrap().is_empty());
    assert_eq!(router.resources().unwrap().len(), 1);
    assert_eq!(
        router.settle(id, &settlement(10)).unwrap_err().code(),
        "intent-closed"
    );
}

#[test]
fn a_read_only_file_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let router = database(&directory);
    with(&router, Database::refuse_writes);
    let error = router.open_intent(&intent(10)).unwrap_err();
    assert_eq!(error.code(), "store-unwritable");
    assert!(error.to_string().contains("router-1.db"), "{error}");
}

#[test]
fn an_unknown_outcome_settles_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let router = database(&directory);
    let id = router.open_intent(&intent(10)).unwrap();
    let unknown = Settlement {
        outcome: Outcome::Unknown {
            reason: "the router does not answer".to_owned(),
        },
        ..settlement(10)
    };
    assert!(router.settle(id, &unknown).is_err());
    router
        .note_phase(id, "unknown: the router does not answer")
        .unwrap();
    let open = router.open_intents().unwrap();
    assert_eq!(open.len(), 1);
    assert!(open.iter().all(|intent| intent.phase.starts_with("unknown")));
}
