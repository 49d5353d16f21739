//! Freezes the databases of the schemas of today, as fixtures of migration tests: `cargo run -p nnc-store
//! --example freeze -- nnc-store/tests/frozen/vN`. Run it once, before a schema changes, and never again for that version.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a program for developers, which ends where something is wrong"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;
use nnc_core::identity::{ObjectKey, ResourceId, Role};
use nnc_core::object::Kind;
use nnc_core::outcome::Outcome;
use nnc_core::ports::{Entropy, SecretStore};
use nnc_core::secret::Secret;
use nnc_store::{
    Accepted, Cause, DataDir, NewIntent, NewRouter, Reservation, ResourceChange, ResourceRecord,
    ResourceStatus, Settlement,
};
use serde_json::{Value, json};

/// The same bytes every time: a frozen file has no need of chance.
struct Counter(AtomicU8);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn resource(name: &str) -> ResourceId {
    ResourceId::of("vif", name)
}

fn put(name: &str, deployment: Option<Value>, status: ResourceStatus) -> ResourceChange {
    ResourceChange::Put(ResourceRecord {
        resource: resource(name),
        kind: "VirtualInterface".to_owned(),
        configuration: json!({ "name": name, "service": "tor", "dns": null }),
        allocation: Some(json!({ "vlan": 101, "subnet": "10.99.101.0/24" })),
        deployment,
        status,
    })
}

fn intent(at: u64, name: &str, vlan: u16) -> NewIntent {
    NewIntent {
        at,
        description: format!("create {name}"),
        actor: None,
        scope: BTreeSet::from([resource(name)]),
        before: Vec::new(),
        after: Vec::new(),
        effects: Vec::new(),
        changes: vec![put(name, None, ResourceStatus::Active)],
        reservations: vec![Reservation {
            resource: resource(name),
            vlan: Some(vlan),
            subnet: Some(format!("10.99.{vlan}.0/24").parse().unwrap()),
            released_until: 0,
        }],
    }
}

fn confirmed(at: u64, change: ResourceChange) -> Settlement {
    Settlement {
        at,
        outcome: Outcome::Confirmed,
        changes: vec![change],
        shared: Some(json!({ "rows": [], "version": "7.22.3" })),
    }
}

/// One of everything that the schemas can hold.
fn fill(directory: &Path) {
    let data = DataDir::open(directory, Arc::new(Counter(AtomicU8::new(1)))).unwrap();
    let system = data.system().unwrap();
    let home = NewRouter {
        pin: Some(format!("sha256:{}", "0".repeat(64))),
        ..NewRouter::new("home", "routeros+apis://admin@192.0.2.1")
    };
    let home = data
        .add_router(&system, &home, Some(&Secret::from("frozen password")), 1_000)
        .unwrap();
    let office = NewRouter::new("office", "routeros+api://admin@192.0.2.2");
    data.add_router(&system, &office, None, 2_000).unwrap();
    system.put("wg/key", &Secret::from("frozen key, first")).unwrap();
    system.put("wg/key", &Secret::from("frozen key, second")).unwrap();

    let router = data.router(home.id).unwrap();
    let deployed = Some(json!({ "name": "nnc-usa", "vlanId": 101 }));
    let usa = router.open_intent(&intent(3_000, "usa", 101)).unwrap();
    let active = put("usa", deployed.clone(), ResourceStatus::Active);
    router.settle(usa, &confirmed(3_500, active)).unwrap();
    let mut broken = put("usa", deployed, ResourceStatus::Error);
    if let ResourceChange::Put(record) = &mut broken {
        record.configuration = json!({ "name": "usa", "service": "xray", "dns": "10.0.0.1" });
    }
    router.record(&Cause::at(4_000), &[broken]).unwrap();
    let gone = router.open_intent(&intent(5_000, "gone", 102)).unwrap();
    let active = put("gone", None, ResourceStatus::Active);
    router.settle(gone, &confirmed(5_500, active)).unwrap();
    router
        .record(&Cause::at(6_000), &[ResourceChange::Remove(resource("gone"))])
        .unwrap();
    let accepted = |field: Option<&str>, actual: Option<&str>| Accepted {
        key: ObjectKey::new(&resource("usa"), Role::new("vlan")),
        kind: Kind::new("/interface/vlan"),
        field: field.map(str::to_owned),
        intended: Some("as made".to_owned()),
        actual: actual.map(str::to_owned),
        at: 6_500,
    };
    router
        .accept(&[accepted(Some("mtu"), Some("1400")), accepted(None, None)])
        .unwrap();
    let _open = router.open_intent(&intent(7_000, "under-way", 103)).unwrap();
}

fn main() {
    let target = std::env::args()
        .nth(1)
        .expect("where to, such as nnc-store/tests/frozen/v1");
    let scratch = std::env::temp_dir().join(format!("nnc-freeze-{}", std::process::id()));
    fill(&scratch);
    fs::create_dir_all(&target).unwrap();
    for name in ["system.db", "router-1.db", "router-2.db", "key"] {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&fs::read(scratch.join(name)).unwrap()).unwrap();
        fs::write(
            Path::new(&target).join(format!("{name}.gz")),
            packed.finish().unwrap(),
        )
        .unwrap();
    }
    fs::remove_dir_all(&scratch).unwrap();
}
