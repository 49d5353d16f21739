//! Layers and their past: folding, looking back, horizons, tampering.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::collections::BTreeMap;
use std::path::Path;

use nnc_core::identity::ResourceId;
use nnc_store::*;
use proptest::prelude::*;
use serde_json::{Value, json};

mod common;
use common::{cases, with_router};

fn resource(number: usize) -> ResourceId {
    ResourceId::of("vif", &format!("v{number}"))
}

fn put(number: usize, configuration: Value) -> ResourceChange {
    ResourceChange::Put(ResourceRecord {
        resource: resource(number),
        kind: "VirtualInterface".to_owned(),
        configuration,
        allocation: None,
        deployment: None,
        status: ResourceStatus::Active,
    })
}

fn set(number: usize, layer: Layer, value: Option<Value>) -> ResourceChange {
    ResourceChange::Set(LayerChange {
        resource: resource(number),
        layer,
        value,
        source: Source::Router,
    })
}

fn known(at: &ResourceAt) -> BTreeMap<Layer, Value> {
    at.layers
        .iter()
        .map(|(layer, at)| match at {
            LayerAt::Known(state) => (*layer, state.value.clone()),
            LayerAt::BeyondHorizon { .. } => panic!("{layer} is not known"),
        })
        .collect()
}

#[derive(Debug, Clone)]
enum Action {
    Put(u8),
    Set(Layer, Option<u8>),
    Remove,
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        2 => (0_u8..4).prop_map(Action::Put),
        6 => (prop::sample::select(&Layer::ALL[..]), prop::option::weighted(0.8, 0_u8..6))
            .prop_map(|(layer, value)| Action::Set(layer, value)),
        1 => Just(Action::Remove),
    ]
}

/// A value that shares most of itself with its neighbours, so that events are patches.
fn value(number: u8) -> Value {
    json!({ "filler": "x".repeat(60), "number": number, "odd": (number % 2 == 1).then_some(number), "dependsOn": [] })
}

type Table = BTreeMap<ResourceId, BTreeMap<Layer, Value>>;

fn live(router: &RouterDb) -> Table {
    let states = router.states(&Layer::ALL).unwrap().into_iter();
    states
        .map(|state| {
            let layers = state.layers.into_iter().map(|(layer, held)| (layer, held.value));
            (state.resource, layers.collect())
        })
        .collect()
}

fn at(router: &RouterDb, time: u64) -> Table {
    let found = router.router_at(time, &Layer::ALL).unwrap();
    found
        .into_iter()
        .map(|at| (at.resource.clone(), known(&at)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(24, 2_000)))]

    #[test]
    fn the_past_is_what_was(
        steps in prop::collection::vec((0_usize..3, action(), 0_u64..3), 1..60),
        horizon in prop::option::of(0_u64..120),
    ) {
        let directory = tempfile::tempdir().unwrap();
        let (data, _, record) = with_router(directory.path());
        let router = data.router(record.id).unwrap();
        let mut past: Vec<(u64, Table)> = vec![(0, Table::new())];
        let mut now = 1;
        for (number, action, later) in steps {
            now += later;
            let change = match action {
                Action::Put(configuration) => put(number, value(configuration)),
                Action::Set(layer, content) => set(number, layer, content.map(value)),
                Action::Remove => ResourceChange::Remove(resource(number)),
            };
            match router.record(&Cause::at(now), std::slice::from_ref(&change)) {
                Ok(()) => {}
                Err(StoreError::NoSuchResource(_)) => {
                    prop_assert!(matches!(change, ResourceChange::Set(_)));
                }
                Err(error) => panic!("{error}"),
            }
            let table = live(&router);
            match past.last_mut() {
                // Of what happened at one time, the last counts.
                Some(last) if last.0 == now => last.1 = table,
                _ => past.push((now, table)),
            }
        }
        for (time, table) in &past {
            prop_assert_eq!(&at(&router, *time), table);
        }
        let report = router.verify_history(None).unwrap();

        // Each entry of a history leads from what was to what is.
        for state in router.states(&[]).unwrap() {
            let entries = router.history(&state.uuid, &Layer::ALL, None, 1_000).unwrap();
            let folded = entries.iter().rev().fold(BTreeMap::new(), |mut layers, entry| {
                let layer = entry.event.layer;
                if let Some(value) = entry.event.event.clone().apply(layers.remove(&layer)).unwrap() {
                    layers.insert(layer, value);
                }
                layers
            });
            prop_assert_eq!(Some(folded), live(&router).remove(&state.resource));
            let newest = router.history(&state.uuid, &Layer::ALL, None, 2).unwrap();
            prop_assert_eq!(newest.as_slice(), &entries[..entries.len().min(2)]);
        }

        if let Some(horizon) = horizon {
            let before = live(&router);
            for chain in Chain::ALL {
                router.prune(chain, horizon).unwrap();
            }
            prop_assert_eq!(&live(&router), &before);
            let after = router.verify_history(Some(&report.record)).unwrap();
            prop_assert_eq!(&after.record, &report.record);
            let from = router.horizons().unwrap();
            for (time, table) in &past {
                for found in router.router_at(*time, &Layer::ALL).unwrap() {
                    for layer in Layer::ALL {
                        let was = table.get(&found.resource).and_then(|layers| layers.get(&layer));
                        match found.layers.get(&layer) {
                            Some(LayerAt::BeyondHorizon { known_from }) => {
                                prop_assert_eq!(known_from, &from[&layer]);
                                prop_assert!(time < known_from);
                            }
                            Some(LayerAt::Known(state)) => prop_assert_eq!(Some(&state.value), was),
                            None => prop_assert_eq!(None, was),
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn changes_say_who_and_why_and_what() {
    let directory = tempfile::tempdir().unwrap();
    let (data, _, record) = with_router(directory.path());
    let router = data.router(record.id).unwrap();
    let cause = Cause::at(10).by("ada").because("the office moved");
    router
        .record(&cause, &[put(1, json!({ "dns": null, "ports": [1] }))])
        .unwrap();
    // The clock went back: history does not.
    router
        .record(&Cause::at(4), &[put(1, json!({ "ports": [1, 2] }))])
        .unwrap();
    let uuid = router.uuid(&resource(1)).unwrap().unwrap();
    let history = router.history(&uuid, &[Layer::Configuration], None, 10).unwrap();
    let [newest, oldest] = history.as_slice() else {
        panic!("{history:?}");
    };
    assert_eq!(oldest.event.actor.as_deref(), Some("ada"));
    assert_eq!(oldest.event.reason.as_deref(), Some("the office moved"));
    assert_eq!((oldest.event.at, newest.event.at), (10, 10));
    let pointers: Vec<_> = newest
        .differences
        .iter()
        .map(|found| found.pointer.as_str())
        .collect();
    assert_eq!(pointers, ["/dns", "/ports"]);

    router
        .record(&Cause::at(20), &[put(1, json!({ "ports": [] }))])
        .unwrap();
    let diff = router
        .diff(&uuid, 10, 20, &[Layer::Configuration, Layer::Telemetry])
        .unwrap();
    let expected = vec![Difference {
        pointer: "/ports".to_owned(),
        before: Some(json!([1, 2])),
        after: Some(json!([])),
    }];
    assert_eq!(
        diff[&Layer::Configuration],
        LayerDifference::Known {
            differences: expected
        }
    );
    assert_eq!(
        diff[&Layer::Telemetry],
        LayerDifference::Known {
            differences: Vec::new()
        }
    );
    assert!(router.resource_at(&uuid, 9, &Layer::ALL).unwrap().is_none());

    router
        .record(&Cause::at(30), &[ResourceChange::Remove(resource(1))])
        .unwrap();
    assert!(router.resource_at(&uuid, 30, &Layer::ALL).unwrap().is_none());
    assert!(router.resource_at(&uuid, 29, &Layer::ALL).unwrap().is_some());
    assert_eq!(router.state(&uuid, &Layer::ALL).unwrap().removed_at, Some(30));
    router.record(&Cause::at(40), &[put(1, json!({}))]).unwrap();
    assert_ne!(
        router.uuid(&resource(1)).unwrap().unwrap(),
        uuid,
        "another resource of the same name"
    );
}

#[test]
fn a_chosen_uuid_is_kept_and_never_shared() {
    let directory = tempfile::tempdir().unwrap();
    let (data, _, record) = with_router(directory.path());
    let router = data.router(record.id).unwrap();
    let create = |number, uuid: &str| match put(number, json!({})) {
        ResourceChange::Put(record) => ResourceChange::Create {
            uuid: uuid.parse().unwrap(),
            record,
        },
        _ => panic!("put puts"),
    };
    router.record(&Cause::at(1), &[create(1, "office")]).unwrap();
    assert_eq!(router.uuid(&resource(1)).unwrap().unwrap().as_str(), "office");
    router.record(&Cause::at(2), &[create(1, "office")]).unwrap();
    for refused in [create(1, "home"), create(2, "office")] {
        let error = router.record(&Cause::at(3), &[refused]).unwrap_err();
        assert_eq!(error.code(), "resource-exists");
    }
    let unknown = router.state(&"nowhere".parse().unwrap(), &[]).unwrap_err();
    assert_eq!(unknown.code(), "no-such-resource");
}

#[test]
fn metadata_keeps_what_belongs_to_the_record() {
    let directory = tempfile::tempdir().unwrap();
    let (data, _, record) = with_router(directory.path());
    let router = data.router(record.id).unwrap();
    router.record(&Cause::at(1), &[put(1, json!({}))]).unwrap();
    let tagged = json!({ "tags": ["tv"], "status": "made up" });
    router
        .record(&Cause::at(2), &[set(1, Layer::Metadata, Some(tagged))])
        .unwrap();
    router
        .record(&Cause::at(3), &[put(1, json!({ "a": 1 }))])
        .unwrap();
    let uuid = router.uuid(&resource(1)).unwrap().unwrap();
    let held = router.state(&uuid, &[Layer::Metadata]).unwrap().layers;
    assert_eq!(
        held[&Layer::Metadata].value,
        json!({ "status": "ACTIVE", "tags": ["tv"] })
    );
    assert_eq!(
        router.resources().unwrap()[0].record.status,
        ResourceStatus::Active
    );
}

#[test]
fn relationships_are_indexed_with_their_layer() {
    let directory = tempfile::tempdir().unwrap();
    let (data, _, record) = with_router(directory.path());
    let router = data.router(record.id).unwrap();
    let on = |number| Relationship {
        on: resource(number),
        kind: "egress".to_owned(),
        origin: Origin::System,
        reason: None,
    };
    let layer = |on: &[Relationship]| set(1, Layer::Relationships, Some(Relationship::layer(on)));
    router
        .record(&Cause::at(1), &[put(1, json!({})), layer(&[on(2), on(3)])])
        .unwrap();
    assert_eq!(router.dependencies().unwrap().len(), 2);
    router.record(&Cause::at(2), &[layer(&[on(3)])]).unwrap();
    let expected = Dependency {
        resource: resource(1),
        relationship: on(3),
    };
    assert_eq!(router.dependencies().unwrap(), [expected]);
    let malformed = set(1, Layer::Relationships, Some(json!({ "dependsOn": "vif/v2" })));
    assert_eq!(
        router.record(&Cause::at(3), &[malformed]).unwrap_err().code(),
        "store-encode"
    );
    router
        .record(&Cause::at(4), &[ResourceChange::Remove(resource(1))])
        .unwrap();
    assert!(router.dependencies().unwrap().is_empty());
}

#[test]
fn a_value_that_could_not_be_read_again_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let (data, _, record) = with_router(directory.path());
    let router = data.router(record.id).unwrap();
    let deep = (0..200).fold(json!(1), |value, _| json!([value]));
    for value in [deep, json!("x".repeat(1 << 20))] {
        let error = router.record(&Cause::at(1), &[put(1, value)]).unwrap_err();
        assert_eq!(error.code(), "value-too-large");
    }
    assert!(router.resources().unwrap().is_empty());
}

fn tamper(path: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(path).unwrap();
    assert!(connection.execute(sql, []).unwrap() > 0, "{sql}");
}

#[test]
fn every_change_behind_the_back_is_found() {
    for sql in [
        "UPDATE resource_events SET body = '{\"a\":9}' WHERE seq = 3",
        "UPDATE resource_events SET actor = 'eve' WHERE seq = 2",
        "UPDATE resource_events SET at = at - 1 WHERE seq = 4",
        "DELETE FROM resource_events WHERE seq = 2",
        "DELETE FROM resource_events WHERE seq = (SELECT max(seq) FROM resource_events)",
        "UPDATE layers SET value = '{\"a\":9}' WHERE layer = 0",
        "DELETE FROM layers WHERE layer = 0",
        "UPDATE chains SET hash = zeroblob(32) WHERE chain = 0",
        "UPDATE resources SET uuid = 'other'",
    ] {
        let directory = tempfile::tempdir().unwrap();
        let (data, _, record) = with_router(directory.path());
        let router = data.router(record.id).unwrap();
        for number in 0..6 {
            router
                .record(&Cause::at(10 + number), &[put(1, json!({ "a": number }))])
                .unwrap();
        }
        router.verify_history(None).unwrap();
        tamper(&directory.path().join(format!("router-{}.db", record.id)), sql);
        let error = router.verify_history(None).unwrap_err();
        assert_eq!(error.code(), "history-broken", "{sql}");
    }
}

#[test]
fn a_head_kept_elsewhere_finds_a_history_written_anew() {
    let directory = tempfile::tempdir().unwrap();
    let (data, system, record) = with_router(directory.path());
    let router = data.router(record.id).unwrap();
    router
        .record(&Cause::at(1), &[put(1, json!({ "a": 1 }))])
        .unwrap();
    let head = router.verify_history(None).unwrap().record;
    router
        .record(&Cause::at(2), &[put(1, json!({ "a": 2 }))])
        .unwrap();
    router.verify_history(Some(&head)).unwrap();

    let new = NewRouter::new("other", "routeros+api://192.0.2.2");
    let other = data.add_router(&system, &new, None, 1).unwrap();
    let other = data.router(other.id).unwrap();
    other.record(&Cause::at(1), &[put(1, json!({ "a": 7 }))]).unwrap();
    other.verify_history(None).unwrap();
    assert_eq!(
        other.verify_history(Some(&head)).unwrap_err().code(),
        "history-broken"
    );
}
