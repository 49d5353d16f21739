//! Databases of every schema that ever was are read by this one, with everything they held.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use nnc_core::ports::SecretStore;
use nnc_core::secret::SecretRef;
use nnc_store::*;
use serde_json::{Value, json};

mod common;
use common::{open, thaw};

fn secret(system: &SystemDb, id: &str, version: u32) -> String {
    let reference = SecretRef {
        id: id.to_owned(),
        version,
    };
    String::from_utf8(system.get(&reference).unwrap().expose().to_vec()).unwrap()
}

#[test]
fn nothing_of_any_schema_is_lost() {
    for version in ["v1", "v2", "v3", "v4", "v5"] {
        nothing_is_lost(version);
    }
}

fn nothing_is_lost(version: &str) {
    let directory = tempfile::tempdir().unwrap();
    thaw(version, directory.path());
    let data = open(directory.path());
    let system = data.system().unwrap();
    assert_eq!(system.controller().unwrap().to_string(), "04030201");
    let routers = system.routers().unwrap();
    let names: Vec<_> = routers.iter().map(|router| router.name.as_str()).collect();
    assert_eq!(names, ["home", "office"]);
    let home = &routers[0];
    assert_eq!(home.created_at, 1_000);
    assert_eq!(
        secret(&system, &home.password.as_ref().unwrap().id, 1),
        "frozen password"
    );
    assert_eq!(secret(&system, "wg/key", 1), "frozen key, first");
    assert_eq!(secret(&system, "wg/key", 2), "frozen key, second");

    let router = data.router(home.id).unwrap();
    let stored = router.resources().unwrap();
    let [usa] = stored.as_slice() else {
        panic!("{stored:?}")
    };
    assert_eq!(usa.record.status, ResourceStatus::Error);
    assert_eq!(usa.record.configuration["service"], "xray");
    assert_eq!(
        usa.record.allocation,
        Some(json!({ "vlan": 101, "subnet": "10.99.101.0/24" }))
    );
    assert_eq!(usa.record.deployment.as_ref().unwrap()["vlanId"], 101);
    assert_eq!((usa.created_at, usa.updated_at), (3_500, 4_000));

    let then = router
        .resource_at(&usa.uuid, 3_999, &Layer::ALL)
        .unwrap()
        .unwrap();
    let LayerAt::Known(configuration) = &then.layers[&Layer::Configuration] else {
        panic!()
    };
    assert_eq!(
        configuration.value,
        json!({ "name": "usa", "service": "tor", "dns": Value::Null })
    );
    let names: Vec<_> = router
        .router_at(5_999, &[])
        .unwrap()
        .iter()
        .map(|at| at.resource.to_string())
        .collect();
    assert_eq!(names, ["vif/gone", "vif/usa"]);
    assert_eq!(router.router_at(6_000, &[]).unwrap().len(), 1);
    let events = router.events(0, 100).unwrap();
    assert!(events.iter().any(|event| event.intent.is_some()));
    assert!(events.is_sorted_by_key(|event| (event.seq, event.at)));
    router.verify_history(None).unwrap();

    // Up to the fourth schema nobody wrote down what was intended when a difference was accepted: they hold no longer.
    let accepted = router.accepted().unwrap();
    let fields: Vec<_> = accepted.iter().map(|one| one.field.as_deref()).collect();
    if version < "v5" {
        assert_eq!(fields, Vec::<Option<&str>>::new());
    } else {
        assert_eq!(fields, [None, Some("mtu")]);
    }
    assert_eq!(router.shared().unwrap(), None);

    let open = router.open_intents().unwrap();
    let [under_way] = open.as_slice() else {
        panic!("{open:?}")
    };
    assert_eq!(
        (under_way.opened_at, under_way.description.as_str()),
        (7_000, "create under-way")
    );
    let states: Vec<_> = router
        .allocations()
        .unwrap()
        .into_iter()
        .map(|held| (held.vlan, held.state))
        .collect();
    assert_eq!(
        states,
        [
            (Some(101), AllocationState::Allocated),
            (Some(102), AllocationState::Allocated),
            (Some(103), AllocationState::Reserved)
        ]
    );
    let settled = Settlement {
        at: 8_000,
        outcome: nnc_core::outcome::Outcome::Confirmed,
        changes: under_way.changes.clone(),
        shared: Some(json!({ "rows": [] })),
    };
    router.settle(under_way.id, &settled).unwrap();
    assert_eq!(router.resources().unwrap().len(), 2);
    assert_eq!(router.shared().unwrap(), Some(json!({ "rows": [] })));
    router.verify_history(None).unwrap();
    assert!(
        data.router(routers[1].id)
            .unwrap()
            .resources()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn an_id_that_was_given_before_a_migration_is_not_given_again() {
    for version in ["v1", "v2", "v3", "v4", "v5"] {
        let directory = tempfile::tempdir().unwrap();
        thaw(version, directory.path());
        let system = rusqlite::Connection::open(directory.path().join("system.db")).unwrap();
        system.execute("DELETE FROM routers WHERE id = 2", []).unwrap();
        drop(system);
        let data = open(directory.path());
        let system = data.system().unwrap();
        let new = NewRouter::new("new", "routeros+api://admin@192.0.2.3");
        let added = data.add_router(&system, &new, None, 9_000).unwrap();
        assert_eq!(added.id.to_string(), "3");
    }
}
