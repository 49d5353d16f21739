//! Drift as a program that embeds nnc sees it: found, told apart, repaired, adopted or accepted.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

#[path = "support/hand.rs"]
mod hand;
mod support;

use hand::{Hand, row};
use std::collections::BTreeMap;

use nnc::{DriftClass, DriftReport};
use nnc_core::identity::{ControllerId, Mark, ObjectKey, ResourceId, Role};
use nnc_core::object::{Object, ObservedRow, RowId, Snapshot, Value};
use nnc_routeros::{RouterOs, kinds};
use nnc_state::drift::{Deployed, DeployedRow, DeployedRows, Drift, find};
use support::{Home, Over, config, marked, tor};

const DEVICE: &str = "02:00:00:00:00:01";

fn ids(report: &DriftReport) -> Vec<&str> {
    report
        .differences
        .iter()
        .map(|difference| difference.id.as_str())
        .collect()
}

#[tokio::test]
async fn what_others_change_is_told_apart_and_put_right() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    router.virtual_interfaces().create(vec![tor("a")]).await.unwrap();
    router.steering_rules().add(DEVICE, "a", false).await.unwrap();
    let good = marked(&sim);
    let clean = router.drift().await.unwrap();
    assert_eq!((clean.differences.len(), clean.accepted.len()), (0, 0));
    // `disabled=no` is shown as `false`.
    assert!(
        clean
            .respelled
            .iter()
            .all(|one| one.class == DriftClass::DeviceNormalisation)
    );
    assert!(
        clean
            .respelled
            .iter()
            .any(|one| one.actual.as_deref() == Some("false"))
    );

    let hand = Hand::of(&sim).await;
    hand.set(&row(&sim, "/interface/vlan", "vif/a:vlan"), "mtu", "1400")
        .await
        .unwrap();
    hand.set(&row(&sim, "/ip/route", "vif/a:blackhole"), "disabled", "yes")
        .await
        .unwrap();
    hand.remove(&row(&sim, "/routing/rule", "vif/a:rule"))
        .await
        .unwrap();
    let steered = row(&sim, "/ip/firewall/filter", "steer/mac-02-00-00-00-00-01:exit");
    hand.run("/ip/firewall/filter", "move", &[("numbers", &steered.id)])
        .await
        .unwrap();
    let found = router.drift().await.unwrap();
    let told: Vec<_> = found
        .differences
        .iter()
        .map(|one| {
            (
                one.id.as_str(),
                one.class,
                one.difference,
                one.intended.as_deref(),
                one.actual.as_deref(),
            )
        })
        .collect();
    let lost = found.differences[2].intended.as_deref();
    assert_eq!(
        told,
        [
            (
                "steer/mac-02-00-00-00-00-01:exit:misplaced",
                DriftClass::Misplaced,
                "misplaced",
                None,
                None
            ),
            (
                "vif/a:blackhole:disabled",
                DriftClass::ForeignEdit,
                "changed",
                Some("no"),
                Some("true")
            ),
            ("vif/a:rule:lost", DriftClass::LostObject, "missing", lost, None),
            (
                "vif/a:vlan:mtu",
                DriftClass::ForeignEdit,
                "changed",
                None,
                Some("1400")
            ),
        ]
    );
    let mtu = &found.differences[3];
    assert_eq!(
        (mtu.deployed.as_deref(), mtu.pointer.as_str()),
        (Some("1500"), "/vif~1a/vlan/mtu")
    );
    assert!(mtu.repair.contains("mtu=1500"), "{}", mtu.repair);
    assert!(
        found
            .differences
            .iter()
            .all(|one| !one.repair.is_empty() && one.code.starts_with("drift-"))
    );

    assert!(router.repair().await.unwrap().changed);
    assert_eq!(router.reconcile().await.unwrap(), []);
    assert_eq!(marked(&sim), good);
}

#[tokio::test]
async fn what_is_accepted_stays_until_it_changes_again() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let interfaces = router.virtual_interfaces();
    interfaces.create(vec![tor("a")]).await.unwrap();
    let hand = Hand::of(&sim).await;
    let vlan = row(&sim, "/interface/vlan", "vif/a:vlan");
    hand.set(&vlan, "mtu", "1400").await.unwrap();
    hand.remove(&row(&sim, "/ip/firewall/nat", "base:masquerade"))
        .await
        .unwrap();
    assert_eq!(
        ids(&router.drift().await.unwrap()),
        ["base:masquerade:lost", "vif/a:vlan:mtu"]
    );

    let left = router.accept_differences(&["vif/a:vlan:mtu"]).await.unwrap();
    assert_eq!(ids(&left), ["base:masquerade:lost"]);
    assert!(left.accepted[0].accepted_at.is_some());
    router
        .accept_differences(&["base:masquerade:lost"])
        .await
        .unwrap();
    assert_eq!(router.reconcile().await.unwrap(), []);
    // Neither a repair nor another change takes it back, and it outlives the process.
    assert!(!router.repair().await.unwrap().changed);
    interfaces.create(vec![tor("b")]).await.unwrap();
    drop(router);
    let again = support::open(home.data.path()).await;
    let router = again.router("home").await.unwrap();
    let report = router.drift().await.unwrap();
    assert_eq!((ids(&report), report.accepted.len()), (vec![], 2));
    assert_eq!(
        row(&sim, "/interface/vlan", "vif/a:vlan").get("mtu"),
        Some("1400")
    );

    // Another value is drift again, and the acceptance is over: what was accepted first is drift then, too.
    hand.set(&vlan, "mtu", "1300").await.unwrap();
    assert_eq!(ids(&router.drift().await.unwrap()), ["vif/a:vlan:mtu"]);
    hand.set(&vlan, "mtu", "1400").await.unwrap();
    assert_eq!(ids(&router.drift().await.unwrap()), ["vif/a:vlan:mtu"]);
    router.repair().await.unwrap();
    assert_eq!(
        row(&sim, "/interface/vlan", "vif/a:vlan").get("mtu"),
        Some("1500")
    );

    let code = |result: Result<DriftReport, nnc::Error>| result.unwrap_err().code;
    assert_eq!(
        code(router.accept_differences(&["vif/a:vlan:mtu"]).await),
        "drift-not-found"
    );
    let steered = row(&sim, "/interface/vlan", "vif/b:vlan");
    hand.set(&steered, "comment", "mine").await.unwrap();
    assert_eq!(ids(&router.drift().await.unwrap()), ["vif/b:vlan:comment"]);
    assert_eq!(
        code(router.accept_differences(&["vif/b:vlan:comment"]).await),
        "drift-not-acceptable"
    );
}

#[tokio::test]
async fn what_was_accepted_of_a_removed_resource_is_not_so_of_the_next_one() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let (interfaces, rules) = (router.virtual_interfaces(), router.steering_rules());
    interfaces.create(vec![tor("a")]).await.unwrap();
    rules.add(DEVICE, "a", false).await.unwrap();
    let steered = marked(&sim);
    let hand = Hand::of(&sim).await;
    let lose = async |menu: &str, key: &str| {
        hand.remove(&row(&sim, menu, key)).await.unwrap();
        let id = format!("{key}:lost");
        let left = router.accept_differences(&[&id]).await.unwrap();
        assert_eq!(ids(&left), Vec::<&str>::new(), "{id}");
    };

    // All that keeps the device from going past the interface.
    let of_device = "steer/mac-02-00-00-00-00-01";
    lose("/ip/firewall/filter", &format!("{of_device}:exit")).await;
    lose("/ip/firewall/mangle", &format!("{of_device}:mark")).await;
    rules.remove(DEVICE).await.unwrap();
    assert!(rules.add(DEVICE, "a", false).await.unwrap().changed);
    assert_eq!(router.verify_leaks(None).await.unwrap().leaks, []);
    assert_eq!(router.reconcile().await.unwrap(), []);
    let keys = |rows: Vec<(String, serde_json::Value)>| {
        let mut keys: Vec<String> = rows.iter().map(|(_, row)| row["comment"].to_string()).collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(marked(&sim)), keys(steered));

    // What nobody configures goes with the last that needs it.
    lose("/ip/firewall/nat", "base:masquerade").await;
    lose("/ip/route", "vif/a:blackhole").await;
    interfaces.delete(&["a"], true).await.unwrap();
    interfaces.create(vec![tor("a")]).await.unwrap();
    let report = router.drift().await.unwrap();
    assert_eq!((ids(&report), report.accepted.len()), (vec![], 0));
    row(&sim, "/ip/firewall/nat", "base:masquerade");
    row(&sim, "/ip/route", "vif/a:blackhole");

    let rule = serde_json::json!({"name": "web", "chain": "forward", "action": "DROP"}).to_string();
    router.resources().apply("FirewallRule", &rule).await.unwrap();
    lose("/ip/firewall/filter", "firewall-rule/web:row").await;
    router
        .resources()
        .delete("firewall-rule/web", false)
        .await
        .unwrap();
    router.resources().apply("FirewallRule", &rule).await.unwrap();
    row(&sim, "/ip/firewall/filter", "firewall-rule/web:row");
}

#[tokio::test]
async fn who_wants_something_else_gets_it_whatever_was_accepted() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let interfaces = router.virtual_interfaces();
    interfaces
        .create(vec![tor("a"), tor("b"), tor("c")])
        .await
        .unwrap();
    router.steering_rules().add(DEVICE, "a", false).await.unwrap();
    let hand = Hand::of(&sim).await;
    let (mangle, mark) = ("/ip/firewall/mangle", "steer/mac-02-00-00-00-00-01:mark");
    hand.set(&row(&sim, mangle, mark), "jump-target", "nnc-c")
        .await
        .unwrap();
    let jump = format!("{mark}:jump-target");
    router.accept_differences(&[&jump]).await.unwrap();
    interfaces.create(vec![tor("d")]).await.unwrap();
    assert_eq!(row(&sim, mangle, mark).get("jump-target"), Some("nnc-c"));
    router.steering_rules().switch(DEVICE, "b").await.unwrap();
    assert_eq!(row(&sim, mangle, mark).get("jump-target"), Some("nnc-b"));
    assert_eq!(router.reconcile().await.unwrap(), []);
    // Nor does it come back with the old intent.
    router.steering_rules().switch(DEVICE, "a").await.unwrap();
    hand.set(&row(&sim, mangle, mark), "jump-target", "nnc-c")
        .await
        .unwrap();
    assert_eq!(ids(&router.drift().await.unwrap()), [&jump]);
    router.repair().await.unwrap();

    // A row that is gone is made as soon as another one is wanted.
    hand.remove(&row(&sim, mangle, mark)).await.unwrap();
    router
        .accept_differences(&[&format!("{mark}:lost")])
        .await
        .unwrap();
    router.steering_rules().switch(DEVICE, "b").await.unwrap();
    assert_eq!(row(&sim, mangle, mark).get("jump-target"), Some("nnc-b"));

    let resources = router.resources();
    let rule = |action: &str| {
        serde_json::json!({"name": "web", "chain": "forward", "action": action, "protocol": "tcp"})
            .to_string()
    };
    let (filter, key) = ("/ip/firewall/filter", "firewall-rule/web:row");
    resources.apply("FirewallRule", &rule("ACCEPT")).await.unwrap();
    hand.set(&row(&sim, filter, key), "action", "passthrough")
        .await
        .unwrap();
    router
        .accept_differences(&["firewall-rule/web:row:action"])
        .await
        .unwrap();
    resources.apply("FirewallRule", &rule("ACCEPT")).await.unwrap();
    assert_eq!(row(&sim, filter, key).get("action"), Some("passthrough"));
    resources.apply("FirewallRule", &rule("DROP")).await.unwrap();
    assert_eq!(row(&sim, filter, key).get("action"), Some("drop"));
    assert_eq!(router.reconcile().await.unwrap(), []);
}

#[tokio::test]
async fn a_row_that_lost_its_mark_holds_up_nothing_else() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let interfaces = router.virtual_interfaces();
    interfaces.create(vec![tor("a")]).await.unwrap();
    let hand = Hand::of(&sim).await;
    let marks = [
        ("/interface/list", "base:vif-list"),
        ("/interface/list", "base:exit-list"),
        ("/ip/firewall/address-list", "base:pool-10.99.0.0/16"),
    ];
    let rows = marks.map(|(menu, key)| row(&sim, menu, key));
    for row in &rows {
        hand.set(row, "comment", "mine").await.unwrap();
    }
    hand.remove(&row(&sim, "/ip/firewall/nat", "base:masquerade"))
        .await
        .unwrap();
    let left = [
        "base:exit-list:comment",
        "base:pool-10.99.0.0/16:comment",
        "base:vif-list:comment",
    ];
    assert_eq!(router.drift().await.unwrap().differences.len(), 4);
    assert!(router.repair().await.unwrap().changed);
    assert_eq!(ids(&router.drift().await.unwrap()), left);
    let again = router.repair().await.unwrap();
    assert!(!again.changed);
    let told: Vec<&str> = again
        .validation
        .findings
        .iter()
        .map(|judged| judged.finding.pointer.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "/base/exit-list/comment",
            "/base/pool-10.99.0.0~116/comment",
            "/base/vif-list/comment"
        ]
    );
    router.steering_rules().add(DEVICE, "a", false).await.unwrap();
    interfaces.create(vec![tor("b")]).await.unwrap();
    assert_eq!(router.verify_leaks(None).await.unwrap().leaks, []);
    let report = router.drift().await.unwrap();
    assert_eq!(ids(&report), left);

    // What is said to put it right does.
    for row in &rows {
        let difference = report
            .differences
            .iter()
            .find(|one| row.key == format!("{}:{}", one.resource, one.role));
        let difference = difference.unwrap();
        let mark = difference.intended.as_deref().unwrap();
        let menu = row.menu.trim_start_matches('/').replace('/', " ");
        assert_eq!(
            difference.repair,
            format!("/{menu} set {} comment={mark}", row.id)
        );
        hand.set(row, "comment", mark).await.unwrap();
    }
    assert_eq!(router.reconcile().await.unwrap(), []);
}

#[tokio::test]
async fn what_follows_from_the_configuration_can_be_adopted() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let interfaces = router.virtual_interfaces();
    interfaces.create(vec![tor("a"), tor("b")]).await.unwrap();
    router.steering_rules().add(DEVICE, "a", false).await.unwrap();
    let hand = Hand::of(&sim).await;
    let edit = async |menu: &str, key: &str, field: &str, value: &str| {
        hand.set(&row(&sim, menu, key), field, value).await.unwrap();
        format!("{key}:{field}")
    };

    // The VLAN id, and the subnet with everything that follows from it.
    let vlan = edit("/interface/vlan", "vif/a:vlan", "vlan-id", "150").await;
    router.adopt_differences(&[&vlan]).await.unwrap();
    assert_eq!(interfaces.get("a").await.unwrap().vlan_id, 150);
    let address = edit("/ip/address", "vif/a:address", "address", "10.99.77.1/24").await;
    assert!(router.adopt_differences(&[&address]).await.unwrap().changed);
    let adopted = interfaces.get("a").await.unwrap();
    assert_eq!(
        (adopted.vlan_id, adopted.ip_address.as_str()),
        (150, "10.99.77.1/24")
    );
    assert_eq!(
        row(&sim, "/ip/route", "vif/a:route").get("gateway"),
        Some("10.99.77.2")
    );
    let held = router.vlan_pool().allocations().await.unwrap();
    let held: Vec<_> = held
        .iter()
        .map(|one| (one.vlan_id, one.subnet.to_string(), one.state))
        .collect();
    assert_eq!(
        held,
        [
            (102, "10.99.102.0/24".to_owned(), "allocated"),
            (150, "10.99.77.0/24".to_owned(), "allocated")
        ]
    );

    // A resolver is in two rows; both are brought in line.
    let dns = edit("/ip/firewall/nat", "vif/a:dns-tcp", "to-addresses", "9.9.9.9").await;
    router.adopt_differences(&[&dns]).await.unwrap();
    assert_eq!(
        row(&sim, "/ip/firewall/nat", "vif/a:dns-udp").get("to-addresses"),
        Some("9.9.9.9")
    );
    assert_eq!(
        interfaces.get("a").await.unwrap().dns,
        Some("9.9.9.9".parse().unwrap())
    );

    // Where a device goes.
    let via = edit(
        "/ip/firewall/mangle",
        "steer/mac-02-00-00-00-00-01:mark",
        "jump-target",
        "nnc-b",
    )
    .await;
    router.adopt_differences(&[&via]).await.unwrap();
    assert_eq!(router.steering_rules().list().await.unwrap()[0].via.as_str(), "b");
    assert_eq!(router.reconcile().await.unwrap(), []);
    assert_eq!(router.verify_leaks(None).await.unwrap().leaks, []);

    // What nobody configures is refused, and nothing is changed by that.
    let good = marked(&sim);
    for (menu, key, field, value) in [
        ("/ip/route", "vif/a:blackhole", "disabled", "yes"),
        ("/ip/address", "vif/a:address", "address", "10.99.77.9/24"),
        ("/interface/vlan", "vif/a:vlan", "name", "other"),
        ("/interface/vlan", "vif/a:vlan", "mtu", "1400"),
        (
            "/ip/firewall/mangle",
            "steer/mac-02-00-00-00-00-01:mark",
            "jump-target",
            "elsewhere",
        ),
    ] {
        let id = edit(menu, key, field, value).await;
        let before = marked(&sim);
        let refused = router.adopt_differences(&[&id]).await.unwrap_err();
        assert_eq!(refused.code, "drift-not-adoptable", "{id}: {refused}");
        assert_eq!(marked(&sim), before, "{id}");
        router.repair().await.unwrap();
        assert_eq!(marked(&sim), good, "{id}");
    }
    let missing = router.adopt_differences(&["vif/a:vlan:mtu"]).await.unwrap_err();
    assert_eq!(missing.code, "drift-not-found");
    interfaces.delete(&["a", "b"], true).await.unwrap();
    assert_eq!(marked(&sim), []);
}

#[tokio::test]
async fn a_new_network_of_the_router_is_a_pending_change_and_no_foreign_edit() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    router
        .virtual_interfaces()
        .create(vec![tor("a").ipv6(true)])
        .await
        .unwrap();
    let hand = Hand::of(&sim).await;
    hand.run(
        "/ip/address",
        "add",
        &[("address", "192.168.77.1/24"), ("interface", "ether4")],
    )
    .await
    .unwrap();
    let found = router.drift().await.unwrap();
    assert!(!found.differences.is_empty());
    for one in &found.differences {
        assert_eq!(
            (one.resource.as_str(), one.difference, one.class),
            ("base", "missing", DriftClass::PendingChange),
            "{one:?}"
        );
    }
    router.repair().await.unwrap();
    assert_eq!(router.reconcile().await.unwrap(), []);
    // Once it is there, it can be lost as any other.
    let lost = found.differences[0].clone();
    let key = format!("{}:{}", lost.resource, lost.role);
    hand.remove(&row(&sim, &lost.menu, &key)).await.unwrap();
    let found = router.drift().await.unwrap();
    assert_eq!(ids(&found), [&lost.id]);
    assert_eq!(found.differences[0].class, DriftClass::LostObject);
}

#[test]
fn fields_that_come_with_a_version_are_no_foreign_edit() {
    let (older, newer) = ("7.12.2", RouterOs::new("7.22.3".parse().unwrap()).unwrap());
    let resource: ResourceId = "vif/a".parse().unwrap();
    let object = Object {
        key: ObjectKey::new(&resource, Role::new("vlan")),
        kind: kinds::VLAN,
        attributes: [("name".to_owned(), Value::from("nnc-a"))].into(),
        references: Vec::new(),
        placement: None,
    };
    let controller = ControllerId::new(7);
    let mut shown = BTreeMap::from([("name".to_owned(), "nnc-a".to_owned())]);
    let mut deployed = Deployed::default();
    let row = DeployedRow {
        kind: kinds::VLAN,
        role: Role::new("vlan"),
        attributes: shown.clone(),
    };
    let rows = DeployedRows {
        rows: vec![row],
        version: older.to_owned(),
    };
    deployed.insert(resource, rows);
    // `mvrp` came with 7.15; `arp` has always been there.
    shown.insert("mvrp".to_owned(), "yes".to_owned());
    shown.insert("arp".to_owned(), "proxy-arp".to_owned());
    let observed = ObservedRow {
        id: RowId("*1".to_owned()),
        attributes: shown.into(),
        mark: Some(Mark {
            controller,
            key: object.key.clone(),
        }),
        dynamic: false,
    };
    let actual = Snapshot {
        kinds: BTreeMap::from([(kinds::VLAN, vec![observed].into())]),
    };
    let found = find(&Drift {
        intended: &[object],
        deployed: &deployed,
        actual: &actual,
        controller,
        semantics: &newer,
    });
    let told: Vec<_> = found.iter().map(|one| (one.id.as_str(), one.class)).collect();
    assert_eq!(
        told,
        [
            ("vif/a:vlan:arp", DriftClass::ForeignEdit),
            ("vif/a:vlan:mvrp", DriftClass::VersionChange)
        ]
    );
}

#[tokio::test]
async fn an_edit_of_a_resource_of_any_type_is_adopted_by_the_map() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let resources = router.resources();
    let rule = serde_json::json!({"name": "web", "chain": "forward", "action": "ACCEPT", "protocol": "tcp", "dstPort": "80"});
    resources.apply("FirewallRule", &rule.to_string()).await.unwrap();
    let key = "Q0FOQVJZLXByaXZhdGUta2V5LW9mLWEtdGVzdC0wMTI=";
    let office = serde_json::json!({"name": "office", "privateKey": key, "listenPort": 13231});
    resources
        .apply("WireGuardClient", &office.to_string())
        .await
        .unwrap();
    let said = async |which: &str| {
        let view = resources.show(which, &[nnc::Layer::Configuration]).await.unwrap();
        view.layers[&nnc::Layer::Configuration].value.clone()
    };
    let hand = Hand::of(&sim).await;
    let edited = row(&sim, "/ip/firewall/filter", "firewall-rule/web:row");
    for (field, value) in [
        ("dst-port", "80,443"),
        ("src-address", "192.168.88.9"),
        ("action", "drop"),
    ] {
        hand.set(&edited, field, value).await.unwrap();
    }
    let report = router.drift().await.unwrap();
    let open = ids(&report);
    assert_eq!(open.len(), 3, "{open:?}");
    let before = marked(&sim);
    router.adopt_differences(&open).await.unwrap();
    assert_eq!(marked(&sim), before);
    assert_eq!(router.reconcile().await.unwrap(), []);
    assert_eq!(
        said("firewall-rule/web").await,
        serde_json::json!({"name": "web", "chain": "forward", "action": "DROP", "protocol": "tcp", "dstPort": "80,443", "srcAddress": "192.168.88.9/32"})
    );

    // What makes no sense, what the schema does not have, and secrets are not adopted.
    hand.set(&edited, "limit", "1,5:packet").await.unwrap();
    let office = row(&sim, "/interface/wireguard", "wire-guard-client/office:row");
    hand.set(
        &office,
        "private-key",
        "QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ=",
    )
    .await
    .unwrap();
    hand.set(&office, "listen-port", "0").await.unwrap();
    let report = router.drift().await.unwrap();
    assert_eq!(report.differences.len(), 3);
    for id in ids(&report) {
        let refused = router.adopt_differences(&[id]).await.unwrap_err();
        assert_eq!(refused.code, "drift-not-adoptable", "{id}");
    }
    router.repair().await.unwrap();
    assert_eq!(router.reconcile().await.unwrap(), []);
    hand.set(&office, "listen-port", "13999").await.unwrap();
    let report = router.drift().await.unwrap();
    router.adopt_differences(&ids(&report)).await.unwrap();
    let now = said("wire-guard-client/office").await;
    assert_eq!(now["listenPort"], 13999);
    assert!(now["privateKey"].as_str().unwrap().ends_with("@1"));
}

/// A row that goes makes room for one that says the same, under whose mark it could not stand.
#[tokio::test]
async fn a_renamed_bridge_stops_nothing() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    router.virtual_interfaces().create(vec![tor("a")]).await.unwrap();
    let hand = Hand::of(&sim).await;
    let state = sim.state();
    let bridges = state["menus"]["/interface/bridge"].as_array().unwrap();
    let id = bridges[0][".id"].as_str().unwrap();
    hand.run(
        "/interface/bridge",
        "set",
        &[(".id", id), ("name", "bridge-renamed")],
    )
    .await
    .unwrap();
    assert!(
        router
            .drift()
            .await
            .unwrap()
            .differences
            .iter()
            .any(|one| one.id.contains("bridge-renamed"))
    );
    assert!(router.repair().await.unwrap().changed);
    assert_eq!(router.reconcile().await.unwrap(), []);
    router.virtual_interfaces().create(vec![tor("b")]).await.unwrap();
    assert!(router.verify_leaks(None).await.unwrap().leaks.is_empty());
}

/// What refers to an interface refers to that very one: made anew, it would be another.
#[tokio::test]
async fn a_refused_removal_leaves_what_others_put_on_an_interface() {
    let mut refused = 0;
    for at in 1.. {
        let sim = config("7.22.3").start().await.unwrap();
        let home = Home::new(&sim, Over::Api).await;
        let router = home.router().await;
        router.virtual_interfaces().create(vec![tor("a")]).await.unwrap();
        let hand = Hand::of(&sim).await;
        let address = [("address", "10.77.0.1/24"), ("interface", "nnc-a")];
        hand.run("/ip/address", "add", &address).await.unwrap();
        let rule = [
            ("chain", "forward"),
            ("in-interface", "nnc-a"),
            ("action", "drop"),
        ];
        hand.run("/ip/firewall/filter", "add", &rule).await.unwrap();
        let of_others = |menu: &str, field: &str| {
            let state = sim.state();
            let rows = state["menus"][menu].as_array().unwrap();
            let mut rows = rows.iter().filter(|row| row[field] == "nnc-a");
            rows.any(|row| row["comment"].as_str().is_none_or(str::is_empty))
        };
        sim.reset_log();
        sim.fault(&serde_json::json!({"kind": "trap", "message": "failure: no", "at": at}))
            .unwrap();
        let result = router.virtual_interfaces().delete(&["a"], false).await;
        sim.clear_fault();
        if result.is_ok() {
            break;
        }
        refused += 1;
        assert!(of_others("/ip/address", "interface"), "at {at}: {result:?}");
        assert!(
            of_others("/ip/firewall/filter", "in-interface"),
            "at {at}: {result:?}"
        );
        assert_eq!(router.reconcile().await.unwrap(), [], "at {at}: {result:?}");
    }
    assert!(refused > 5, "{refused}");
}
