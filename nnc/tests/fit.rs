//! Intents that no longer fit the router stay as they are, and hide nothing of the others.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

#[path = "support/hand.rs"]
mod hand;
mod support;

use hand::{Hand, row, rows};
use nnc::{Change, Router};
use routeros_sim::SimHandle;
use support::{Home, Over, config, marked, tor};

const DEVICE: &str = "02:00:00:00:00:01";
const OTHER: &str = "02:00:00:00:00:02";

/// A virtual interface on a port that an administrator renames later, and one beside it that carries a device.
async fn two(router: &Router) {
    let on = |name: &str, parent: &str| tor(name).parent(parent);
    let interfaces = vec![on("y", "ether2"), on("z", "ether3")];
    router.virtual_interfaces().create(interfaces).await.unwrap();
    router.steering_rules().add(DEVICE, "z", false).await.unwrap();
}

/// The differences, with the code of each.
async fn told(router: &Router) -> Vec<(String, String)> {
    let found = router.reconcile().await.unwrap();
    found.into_iter().map(|one| (one.id, one.code)).collect()
}

fn difference(id: &str, code: &str) -> (String, String) {
    (id.to_owned(), code.to_owned())
}

/// What a change says it left as it is.
fn left(change: &Change) -> Vec<(&str, &str)> {
    let findings = change.validation.findings.iter().map(|judged| &judged.finding);
    findings
        .map(|finding| (finding.code.as_str(), finding.pointer.as_str()))
        .collect()
}

/// The rows of ours that belong to this resource.
fn rows_of(sim: &SimHandle, resource: &str) -> Vec<(String, serde_json::Value)> {
    let rows = marked(sim).into_iter();
    rows.filter(|(_, row)| row["comment"].as_str().unwrap().contains(resource))
        .collect()
}

async fn rename(hand: &Hand, sim: &SimHandle, from: &str, to: &str) {
    let id = sim.state()["menus"]["/interface/ethernet"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["name"] == from)
        .unwrap()[".id"]
        .as_str()
        .unwrap()
        .to_owned();
    hand.run("/interface/ethernet", "set", &[(".id", &id), ("name", to)])
        .await
        .unwrap();
}

#[tokio::test]
async fn a_parent_that_was_renamed_hides_nothing_else() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    two(&router).await;
    let hand = Hand::of(&sim).await;
    // What was accepted of it still is once it fits again.
    let vlan = row(&sim, "/interface/vlan", "vif/y:vlan");
    hand.set(&vlan, "mtu", "1400").await.unwrap();
    router.accept_differences(&["vif/y:vlan:mtu"]).await.unwrap();
    let good = marked(&sim);
    rename(&hand, &sim, "ether2", "wan2").await;
    let kept = rows_of(&sim, "vif/y:");
    let exit = row(&sim, "/ip/firewall/filter", "steer/mac-02-00-00-00-00-01:exit");
    hand.set(&exit, "disabled", "yes").await.unwrap();

    let unfit = difference("vif/y:parent-not-found", "parent-not-found");
    let found = router.reconcile().await.unwrap();
    assert_eq!(found[0].pointer, "/virtualInterfaces/y/parent");
    assert_eq!(
        (found[0].difference, found[0].resource.as_str()),
        ("unfit", "vif/y")
    );
    assert!(found[0].message.contains("ether2"), "{}", found[0].message);
    let disabled = difference("steer/mac-02-00-00-00-00-01:exit:disabled", "drift-foreign-edit");
    assert_eq!(told(&router).await, [unfit.clone(), disabled]);

    // It cannot be lived with or taken over: there is no row that says so.
    let accepted = router.accept_differences(&["vif/y:parent-not-found"]).await;
    assert_eq!(accepted.unwrap_err().code, "drift-not-acceptable");
    let adopted = router.adopt_differences(&["vif/y:parent-not-found"]).await;
    assert_eq!(adopted.unwrap_err().code, "drift-not-adoptable");

    let repaired = router.repair().await.unwrap();
    assert!(repaired.changed);
    assert_eq!(
        left(&repaired),
        [("parent-not-found", "/virtualInterfaces/y/parent")]
    );
    assert_eq!(told(&router).await, [unfit]);
    assert_eq!(rows_of(&sim, "vif/y:"), kept);

    // Other changes go on; what would go through it does not.
    router.steering_rules().add(OTHER, "z", false).await.unwrap();
    let refused = router.steering_rules().switch(OTHER, "y").await.unwrap_err();
    assert_eq!(refused.code, "parent-not-found");
    let through = tor("x").through("y".parse().unwrap());
    let refused = router
        .virtual_interfaces()
        .create(vec![through])
        .await
        .unwrap_err();
    assert_eq!(refused.code, "parent-not-found");
    router.steering_rules().remove(OTHER).await.unwrap();
    assert_eq!(rows_of(&sim, "vif/y:"), kept);

    rename(&hand, &sim, "wan2", "ether2").await;
    assert_eq!(told(&router).await, []);
    assert_eq!(marked(&sim), good);
    rename(&hand, &sim, "ether2", "wan2").await;
    router.virtual_interfaces().delete(&["y"], false).await.unwrap();
    assert_eq!(rows_of(&sim, "vif/y:"), []);
    assert_eq!(told(&router).await, []);
}

#[tokio::test]
async fn a_network_that_others_share_since_leaves_what_is_steered_by_it() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let hand = Hand::of(&sim).await;
    let vlan = [("name", "guest"), ("vlan-id", "300"), ("interface", "ether4")];
    hand.run("/interface/vlan", "add", &vlan).await.unwrap();
    let address = [("address", "192.168.70.1/24"), ("interface", "ether5")];
    hand.run("/ip/address", "add", &address).await.unwrap();
    two(&router).await;
    let steering = router.steering_rules();
    steering.add("vlan:300", "z", false).await.unwrap();
    steering.add("192.168.70.0/24", "z", false).await.unwrap();
    assert_eq!(told(&router).await, []);
    let steered = |sim: &SimHandle| [rows_of(sim, "steer/vlan"), rows_of(sim, "steer/net")].concat();
    let kept = steered(&sim);
    assert!(kept.len() > 6, "{kept:?}");

    let shared = [("address", "192.168.71.1/24"), ("interface", "ether5")];
    hand.run("/ip/address", "add", &shared).await.unwrap();
    let vlan = [("name", "guest-2"), ("vlan-id", "300"), ("interface", "ether5")];
    hand.run("/interface/vlan", "add", &vlan).await.unwrap();
    let found = told(&router).await;
    let unfit: Vec<&str> = found
        .iter()
        .map(|(_, code)| code.as_str())
        .filter(|code| !code.starts_with("drift-"))
        .collect();
    assert_eq!(unfit, ["ipv6-not-coverable", "vlan-ambiguous"]);

    // What is steered within them still goes before them, although neither can be told any more.
    steering.add("192.168.70.7", "y", true).await.unwrap();
    let marks: Vec<String> = rows(&sim)
        .into_iter()
        .filter(|row| row.menu == "/ip/firewall/mangle" && row.key.ends_with(":mark"))
        .filter(|row| row.key.starts_with("steer/"))
        .map(|row| row.key)
        .collect();
    let place = |text: &str| marks.iter().position(|key| key.contains(text)).unwrap();
    assert!(place("192.168.70.7") < place("192.168.70.0"), "{marks:?}");
    assert!(place("192.168.70.0") < place("vlan"), "{marks:?}");

    let repaired = router.repair().await.unwrap();
    assert_eq!(left(&repaired).len(), 2, "{:?}", left(&repaired));
    assert_eq!(steered(&sim), kept);
    assert_eq!(told(&router).await.len(), 2);
}

#[tokio::test]
async fn a_name_that_others_use_too_since_stays_ours() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    two(&router).await;
    let hand = Hand::of(&sim).await;
    let rule = [("chain", "nnc-z"), ("action", "accept"), ("comment", "mine")];
    hand.run("/ip/firewall/mangle", "add", &rule).await.unwrap();
    assert_eq!(told(&router).await, []);
    assert!(!router.repair().await.unwrap().changed);
    router.steering_rules().add(OTHER, "z", false).await.unwrap();
    router.virtual_interfaces().delete(&["y"], false).await.unwrap();

    let rule = [("chain", "nnc-y"), ("action", "accept"), ("comment", "mine")];
    hand.run("/ip/firewall/mangle", "add", &rule).await.unwrap();
    let refused = router
        .virtual_interfaces()
        .create(vec![tor("y")])
        .await
        .unwrap_err();
    assert_eq!(refused.code, "name-taken");

    // An interface that lost its mark is told by its row; what else differs is put right.
    let vlan = row(&sim, "/interface/vlan", "vif/z:vlan");
    hand.set(&vlan, "comment", "mine").await.unwrap();
    let exit = row(&sim, "/ip/firewall/filter", "steer/mac-02-00-00-00-00-01:exit");
    hand.set(&exit, "disabled", "yes").await.unwrap();
    let lost = difference("vif/z:vlan:comment", "drift-foreign-edit");
    assert_eq!(told(&router).await.len(), 2);
    let repaired = router.repair().await.unwrap();
    assert_eq!(left(&repaired), [("name-taken", "/virtualInterfaces/z/name")]);
    assert_eq!(told(&router).await, [lost]);
}

#[tokio::test]
async fn a_vlan_that_the_router_would_refuse_is_refused_before() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let hand = Hand::of(&sim).await;
    let foreign = [("name", "cctv"), ("vlan-id", "300"), ("interface", "ether4")];
    hand.run("/interface/vlan", "add", &foreign).await.unwrap();
    let resources = router.resources();
    let document = |name: &str, id: u16, parent: &str| {
        serde_json::json!({"name": name, "vlanId": id, "parent": parent}).to_string()
    };
    for (id, parent, code) in [(20, "nope", "parent-not-found"), (300, "ether4", "vlan-taken")] {
        let wish = document("guest", id, parent);
        let refused = resources.plan_apply("Vlan", &wish).await.unwrap_err();
        assert_eq!(refused.code, code, "{refused}");
        assert_eq!(resources.apply("Vlan", &wish).await.unwrap_err().code, code);
    }
    // The same id on another parent is another VLAN, and one may stand on it.
    let (guest, inner) = (document("guest", 300, "ether2"), document("inner", 301, "guest"));
    resources.apply("Vlan", &guest).await.unwrap();
    resources.apply("Vlan", &inner).await.unwrap();
    assert!(!resources.apply("Vlan", &guest).await.unwrap().change.changed);

    // Once the parent has another name the rows stay as they are, and others are judged as before.
    rename(&hand, &sim, "ether2", "wan2").await;
    let kept = rows_of(&sim, "vlan/");
    let unfit = difference("vlan/guest:parent-not-found", "parent-not-found");
    assert_eq!(told(&router).await, [unfit]);
    let repaired = router.repair().await.unwrap();
    assert_eq!(
        left(&repaired),
        [("parent-not-found", "/resources/vlan~1guest/parent")]
    );
    assert_eq!(rows_of(&sim, "vlan/"), kept);
    let beside = document("beside", 302, "guest");
    resources.apply("Vlan", &beside).await.unwrap();
    resources
        .apply("Vlan", &document("guest", 300, "wan2"))
        .await
        .unwrap();
    assert_eq!(told(&router).await, []);
}
