//! Resources of any type of the schema, as a program that embeds nnc sees them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

#[path = "support/hand.rs"]
mod hand;
mod support;

use std::path::Path;

use nnc::{Layer, LayerAt};
use nnc_routeros::adapter::Dial;
use nnc_routeros::client::{ApiClient, Credentials, Settings, TcpConnector};
use nnc_routeros::transport::Command;
use serde_json::json;
use support::household::configuration;
use support::{Home, Over, config, marked, tor};

const KEY: &str = "Q0FOQVJZLXByaXZhdGUta2V5LW9mLWEtdGVzdC0wMTI=";
const OTHER_KEY: &str = "Q0FOQVJZLWFub3RoZXIta2V5LW9mLWEtdGVzdC0wMTI=";

fn office(key: &str, port: u16) -> String {
    json!({ "name": "office", "privateKey": key, "listenPort": port }).to_string()
}

/// The rows that carry a mark, whole.
fn rows(sim: &routeros_sim::SimHandle, menu: &str) -> Vec<serde_json::Value> {
    let state = sim.state();
    let rows = state["menus"][menu].as_array().cloned().unwrap_or_default();
    rows.into_iter()
        .filter(|row| {
            row["comment"]
                .as_str()
                .is_some_and(|comment| comment.starts_with("nnc:"))
        })
        .collect()
}

/// What somebody types on the router.
async fn by_hand(sim: &routeros_sim::SimHandle, command: Command) {
    let address = sim.api_address().unwrap();
    let client = ApiClient::new(
        TcpConnector::plain(address.ip().to_string(), address.port()),
        Credentials::new("admin", "secret"),
        Settings::default(),
    );
    let transport = client.dial().await.unwrap();
    transport.execute_one(command).await.unwrap();
    transport.close().await;
}

#[tokio::test]
async fn a_wireguard_client_is_put_changed_and_deleted() {
    for (version, over) in [("7.22.3", Over::Api), ("7.24", Over::Api)] {
        let sim = config(version).start().await.unwrap();
        let before = configuration(&sim);
        let home = Home::new(&sim, over).await;
        let router = home.router().await;
        let resources = router.resources();

        let planned = resources
            .plan_apply("WireGuardClient", &office(KEY, 13231))
            .await
            .unwrap();
        assert!(planned.change.changed && planned.change.dry_run && planned.uuid.is_none());
        assert_eq!(marked(&sim), [], "a dry run writes nothing");

        let made = resources
            .apply("WireGuardClient", &office(KEY, 13231))
            .await
            .unwrap();
        assert!(made.change.changed);
        let uuid = made.uuid.unwrap();
        let row = rows(&sim, "/interface/wireguard").remove(0);
        assert_eq!(
            (row["listen-port"].as_str(), row["private-key"].as_str()),
            (Some("13231"), Some(KEY))
        );

        // The same again, with and without its uuid, is done already.
        let again = resources
            .apply("WireGuardClient", &office(KEY, 13231))
            .await
            .unwrap();
        assert_eq!(
            (again.change.changed, again.uuid.as_deref()),
            (false, Some(uuid.as_str()))
        );
        assert_eq!(router.reconcile().await.unwrap(), []);

        let changed = resources
            .apply("WireGuardClient", &office(OTHER_KEY, 13232))
            .await
            .unwrap();
        assert!(changed.change.changed);
        assert!(
            changed
                .change
                .commands
                .iter()
                .all(|command| !command.contains(OTHER_KEY))
        );
        let row = rows(&sim, "/interface/wireguard").remove(0);
        assert_eq!(
            (row["listen-port"].as_str(), row["private-key"].as_str()),
            (Some("13232"), Some(OTHER_KEY))
        );
        assert_eq!(router.reconcile().await.unwrap(), []);

        // Somebody else's key is drift, and is put right.
        by_hand(
            &sim,
            Command::new("/interface/wireguard", "set")
                .with(".id", row[".id"].as_str().unwrap())
                .with("private-key", KEY.replace('Q', "R")),
        )
        .await;
        assert_eq!(router.reconcile().await.unwrap().len(), 1);
        router.repair().await.unwrap();
        assert_eq!(rows(&sim, "/interface/wireguard")[0]["private-key"], OTHER_KEY);

        let shown = resources.show(&uuid, &Layer::ALL).await.unwrap();
        assert_eq!(shown.kind, "WireGuardClient");
        let configuration_layer = &shown.layers[&Layer::Configuration];
        assert_eq!(configuration_layer.value["listenPort"], 13232);
        assert!(
            configuration_layer.value["privateKey"]
                .as_str()
                .unwrap()
                .ends_with("@2")
        );
        assert!(configuration_layer.updated_at.is_some() && configuration_layer.age_ms.is_some());
        assert_eq!(shown.layers.len(), 8);
        let platform = &shown.layers[&Layer::Platform].value;
        assert_eq!(platform["version"], version);
        let validation = &shown.layers[&Layer::Validation].value;
        assert!(validation["planHash"].is_string(), "{validation}");
        assert_eq!(validation["stages"].as_array().map(Vec::len), Some(7));
        let deployed = shown.layers[&Layer::Deployment].value.to_string();
        assert!(
            deployed.contains("13232") && !deployed.contains(OTHER_KEY),
            "{deployed}"
        );

        let history = resources
            .history(&uuid, &[Layer::Configuration], 10)
            .await
            .unwrap();
        assert_eq!(history.len(), 2, "made and changed");
        let then = resources
            .at(&uuid, history[1].event.at, &[Layer::Configuration])
            .await
            .unwrap()
            .unwrap();
        let LayerAt::Known(then) = &then.layers[&Layer::Configuration] else {
            panic!("the past is kept");
        };
        assert_eq!(then.value["listenPort"], 13231);

        resources.delete(&uuid, false).await.unwrap();
        assert_eq!(marked(&sim), []);
        assert_eq!(configuration(&sim), before);
        assert!(resources.show(&uuid, &[]).await.unwrap().removed_at.is_some());
        found_nowhere(home.data.path(), &[KEY, OTHER_KEY]);
    }
}

/// Searches every byte of every file of a directory for secrets.
fn found_nowhere(directory: &Path, canaries: &[&str]) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found_nowhere(&path, canaries);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for canary in canaries {
            // In clear, and as the bytes that the key is.
            let decoded = b"CANARY";
            assert!(!contains(&bytes, canary.as_bytes()), "{}", path.display());
            assert!(!contains(&bytes, decoded), "{}", path.display());
        }
    }
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[tokio::test]
async fn types_that_are_nothing_but_schema_come_and_go() {
    for (version, over) in [
        ("7.9.2", Over::Api),
        ("7.15.3", Over::Rest),
        ("7.22.3", Over::Rest),
        ("7.24", Over::Api),
    ] {
        let sim = config(version).start().await.unwrap();
        let before = configuration(&sim);
        let home = Home::new(&sim, over).await;
        let router = home.router().await;
        let resources = router.resources();
        let vlan = json!({ "name": "doorbells", "vlanId": 300, "parent": "ether2" }).to_string();
        let rule = json!({ "uuid": "rule-1", "name": "no-telnet", "chain": "forward", "action": "DROP",
            "protocol": "tcp", "dstPort": "23" })
        .to_string();
        resources.apply("Vlan", &vlan).await.unwrap();
        let rule = resources.apply("FirewallRule", &rule).await.unwrap();
        assert_eq!(rule.uuid.as_deref(), Some("rule-1"), "{version}");
        let row = rows(&sim, "/ip/firewall/filter").remove(0);
        assert_eq!(
            (row["action"].as_str(), row["dst-port"].as_str()),
            (Some("drop"), Some("23"))
        );
        assert_eq!(rows(&sim, "/interface/vlan")[0]["vlan-id"], "300");
        assert_eq!(router.reconcile().await.unwrap(), [], "{version}");
        let known = resources.list().await.unwrap();
        assert_eq!(
            known.iter().map(|one| one.resource.as_str()).collect::<Vec<_>>(),
            ["firewall-rule/no-telnet", "vlan/doorbells"]
        );
        for one in known {
            resources.delete(&one.uuid, false).await.unwrap();
        }
        assert_eq!(configuration(&sim), before, "{version}");
    }
}

#[tokio::test]
async fn a_secret_is_not_written_where_its_undo_would_need_it() {
    // Before 7.18 and over REST the guard is a script on the router, which must not hold a secret.
    for (version, over) in [("7.15.3", Over::Api), ("7.22.3", Over::Rest)] {
        let sim = config(version).start().await.unwrap();
        let home = Home::new(&sim, over).await;
        let resources = home.router().await.resources();
        resources
            .apply("WireGuardClient", &office(KEY, 13231))
            .await
            .unwrap();
        let error = resources
            .apply("WireGuardClient", &office(OTHER_KEY, 13231))
            .await
            .unwrap_err();
        assert_eq!(error.code, "secret-undo", "{version}: {error}");
        assert_eq!(rows(&sim, "/interface/wireguard")[0]["private-key"], KEY);
        let log = sim.state().to_string();
        assert!(!log.contains(OTHER_KEY));
    }
}

#[tokio::test]
async fn what_cannot_be_made_again_goes_once_the_change_stands() {
    for (version, over) in [("7.15.3", Over::Api), ("7.22.3", Over::Rest)] {
        let sim = config(version).start().await.unwrap();
        let before = configuration(&sim);
        let home = Home::new(&sim, over).await;
        let resources = home.router().await.resources();
        let uuid = resources
            .apply("WireGuardClient", &office(KEY, 13231))
            .await
            .unwrap()
            .uuid
            .unwrap();
        let made = rows(&sim, "/interface/wireguard");
        // Refused on the way, it stays as it was: the row is put out of effect first, and comes back into it.
        sim.fault(&json!({"kind": "trap", "at": 3, "message": "failure: not now"}))
            .unwrap();
        let refused = resources.delete(&uuid, false).await.unwrap_err();
        assert_eq!(refused.code, "rolled-back", "{version}: {refused}");
        let back = rows(&sim, "/interface/wireguard");
        assert_eq!(
            (back.len(), &back[0]["private-key"], &back[0]["disabled"]),
            (1, &made[0]["private-key"], &made[0]["disabled"])
        );

        let planned = resources.plan_delete(&uuid, false).await.unwrap();
        let words: Vec<&str> = planned.commands.iter().map(String::as_str).collect();
        assert!(
            words.len() == 2
                && words[0].contains("disabled=yes")
                && words[1].contains("once the change stands"),
            "{words:?}"
        );
        assert!(!planned.commands.join(" ").contains(KEY));
        resources.delete(&uuid, false).await.unwrap();
        assert_eq!(configuration(&sim), before, "{version}");
        assert_eq!(home.router().await.reconcile().await.unwrap(), []);
        assert!(resources.list().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_row_is_before_or_gone_wherever_the_connection_ends() {
    let mut gone = 0;
    for kind in ["drop", "drop-after"] {
        for at in 1..=4 {
            let sim = config("7.15.3").start().await.unwrap();
            let before = configuration(&sim);
            let home = Home::new(&sim, Over::Api).await;
            let router = home.router().await;
            let made = router
                .resources()
                .apply("WireGuardClient", &office(KEY, 13231))
                .await
                .unwrap();
            let there = configuration(&sim);
            sim.fault(&json!({"kind": kind, "at": at})).unwrap();
            let told = router.resources().delete(&made.resource, false).await;
            router.recover().await.unwrap();
            let deleted = router.resources().list().await.unwrap().is_empty();
            assert!(deleted || told.is_err(), "{kind} {at}");
            assert_eq!(
                configuration(&sim),
                if deleted { before } else { there },
                "{kind} {at}"
            );
            assert_eq!(router.reconcile().await.unwrap(), [], "{kind} {at}");
            gone += usize::from(deleted);
        }
    }
    assert!((1..8).contains(&gone), "{gone}");
}

#[tokio::test]
async fn what_is_wrong_with_a_document_is_told_without_its_values() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let resources = home.router().await.resources();
    let code = async |kind: &str, document: &str| {
        let error = resources.apply(kind, document).await.unwrap_err();
        assert!(!format!("{error:?}").contains(KEY), "{error:?}");
        error.code
    };
    assert_eq!(code("Teapot", "{}").await, "unknown-type");
    assert_eq!(code("VirtualInterface", "{}").await, "unsupported");
    assert_eq!(code("WireGuardClient", "{}").await, "invalid-input");
    assert_eq!(code("WireGuardClient", "not json").await, "invalid-input");
    assert_eq!(
        code("WireGuardClient", &office(&format!("{KEY}\n"), 1)).await,
        "invalid-input"
    );
    assert_eq!(
        code(
            "Vlan",
            r#"{"name":"x","vlanId":1,"parent":"ether2","running":true}"#
        )
        .await,
        "invalid-input"
    );
    resources
        .apply(
            "FirewallRule",
            r#"{"uuid":"r","name":"one","chain":"input","action":"LOG"}"#,
        )
        .await
        .unwrap();
    assert_eq!(
        code(
            "FirewallRule",
            r#"{"uuid":"r","name":"two","chain":"input","action":"LOG"}"#
        )
        .await,
        "immutable-field"
    );
    assert_eq!(
        code(
            "FirewallRule",
            r#"{"uuid":"s","name":"one","chain":"input","action":"LOG"}"#
        )
        .await,
        "name-taken"
    );
    assert_eq!(
        code("Vlan", r#"{"uuid":"r","name":"x","vlanId":7,"parent":"ether2"}"#).await,
        "resource-exists"
    );
}

#[tokio::test]
async fn what_the_router_refuses_leaves_nothing_behind() {
    let sim = config("7.22.3").start().await.unwrap();
    let before = configuration(&sim);
    let home = Home::new(&sim, Over::Api).await;
    let resources = home.router().await.resources();
    sim.fault(&json!({ "kind": "trap", "at": 1, "message": "failure: not to my liking" }))
        .unwrap();
    let error = resources
        .apply("Vlan", r#"{"name":"lost","vlanId":7,"parent":"ether2"}"#)
        .await
        .unwrap_err();
    assert_eq!(error.code, "rolled-back", "{error}");
    assert_eq!(configuration(&sim), before);
    assert_eq!(marked(&sim), []);
    assert_eq!(resources.list().await.unwrap(), []);
}

#[tokio::test]
async fn a_secret_that_a_refusal_repeats_is_blanked() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let resources = home.router().await.resources();
    let message = format!("failure: {KEY} is not to my liking");
    sim.fault(&json!({ "kind": "trap", "at": 1, "message": message }))
        .unwrap();
    let error = resources
        .apply("WireGuardClient", &office(KEY, 13231))
        .await
        .unwrap_err();
    assert_eq!(error.code, "rolled-back");
    assert!(error.message.contains("*** is not to my liking"), "{error}");
    found_nowhere(home.data.path(), &[KEY]);
}

#[tokio::test]
async fn what_breaks_is_told_and_what_is_needed_stays() {
    let sim = config("7.22.3").start().await.unwrap();
    let before = configuration(&sim);
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    router
        .virtual_interfaces()
        .create(vec![tor("tor-usa")])
        .await
        .unwrap();
    router
        .steering_rules()
        .add("02:00:00:00:00:01", "tor-usa", false)
        .await
        .unwrap();
    let resources = router.resources();
    resources
        .apply(
            "FirewallRule",
            r#"{"name":"tv","chain":"forward","action":"ACCEPT"}"#,
        )
        .await
        .unwrap();
    let steering = resources
        .list()
        .await
        .unwrap()
        .into_iter()
        .find(|one| one.kind == "SteeringRule")
        .unwrap();
    resources
        .depend("firewall-rule/tv", &steering.uuid, Some("is for"))
        .await
        .unwrap();
    let error = resources
        .depend(&steering.uuid, "firewall-rule/tv", None)
        .await
        .unwrap_err();
    assert_eq!(error.code, "relationship-cycle");

    let impact = resources.impact("vif/tor-usa").await.unwrap();
    let because: Vec<&str> = impact
        .breaks
        .iter()
        .map(|broken| broken.because.as_str())
        .collect();
    let name = &steering.resource;
    assert_eq!(
        because,
        [
            format!("{name} is steered through vif/tor-usa"),
            format!("firewall-rule/tv is for {name}, which is steered through vif/tor-usa"),
        ]
    );
    assert_eq!(
        resources.impact("interface/ether5").await.unwrap().breaks.len(),
        3
    );
    let relationships = resources
        .show("vif/tor-usa", &[Layer::Relationships])
        .await
        .unwrap();
    let relationships = &relationships.layers[&Layer::Relationships].value;
    assert_eq!(relationships["dependents"][0]["resource"], *name);

    let error = resources.delete("vif/tor-usa", false).await.unwrap_err();
    assert_eq!(error.code, "resource-in-use");
    // The commands of their own ask the same.
    let (interfaces, rules) = (router.virtual_interfaces(), router.steering_rules());
    let rows = marked(&sim);
    for refused in [
        interfaces.delete(&["tor-usa"], true).await,
        interfaces.plan_delete(&["tor-usa"], true).await,
        rules.remove("02:00:00:00:00:01").await,
    ] {
        let error = refused.unwrap_err();
        assert_eq!(error.code, "resource-in-use");
        assert!(
            error.message.starts_with("firewall-rule/tv would break"),
            "{error}"
        );
    }
    assert_eq!(
        interfaces.delete(&["tor-usa"], false).await.unwrap_err().code,
        "vif-in-use"
    );
    assert_eq!(marked(&sim), rows);
    resources.delete("vif/tor-usa", true).await.unwrap();
    assert_eq!(resources.list().await.unwrap(), []);
    assert_eq!(marked(&sim), []);
    assert_eq!(configuration(&sim), before);
    assert_eq!(
        resources.impact("vif/tor-usa").await.unwrap_err().code,
        "no-such-resource"
    );
}

#[tokio::test]
async fn a_name_means_in_the_past_what_was_called_so_then() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let resources = home.router().await.resources();
    let (name, wanted) = ("firewall-rule/tv", [Layer::Configuration]);
    let rule = |action: &str| format!(r#"{{"name":"tv","chain":"forward","action":"{action}"}}"#);
    let mut made = Vec::new();
    for action in ["ACCEPT", "DROP", "REJECT"] {
        resources.apply("FirewallRule", &rule(action)).await.unwrap();
        let uuid = resources.show(name, &[]).await.unwrap().uuid;
        let at = resources.history(&uuid, &wanted, 1).await.unwrap()[0].event.at;
        made.push((action, uuid, at));
        if action != "REJECT" {
            resources.delete(name, false).await.unwrap();
        }
    }
    for (action, uuid, at) in &made {
        let then = resources.at(name, *at, &wanted).await.unwrap().unwrap();
        assert_eq!(then.uuid.as_str(), uuid);
        let LayerAt::Known(then) = &then.layers[&Layer::Configuration] else {
            panic!("the past is kept");
        };
        assert_eq!(then.value["action"], *action);
        let differences = resources.diff(name, 0, *at, &wanted).await.unwrap();
        assert_eq!(
            differences,
            resources.diff(uuid, 0, *at, &wanted).await.unwrap(),
            "{action}"
        );
    }
    assert_eq!(resources.at(name, made[0].2 - 1, &wanted).await.unwrap(), None);
    assert_eq!(resources.show(name, &[]).await.unwrap().uuid, made[2].1);

    let history = resources.history(name, &wanted, 100).await.unwrap();
    assert!(history.windows(2).all(|two| two[0].event.seq > two[1].event.seq));
    for (_, uuid, _) in &made {
        assert!(history.iter().any(|entry| entry.event.uuid.as_str() == uuid));
    }
    assert_eq!(resources.history(name, &wanted, 2).await.unwrap(), history[..2]);
}

#[tokio::test]
async fn a_vlan_of_the_users_own_is_not_free_for_virtual_interfaces() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let vlan = json!({ "name": "doorbells", "vlanId": 100, "parent": "ether5" }).to_string();
    router.resources().apply("Vlan", &vlan).await.unwrap();
    let interfaces = router.virtual_interfaces();
    let taken = interfaces.create(vec![tor("a").vlan(100)]).await.unwrap_err();
    assert_eq!(taken.code, "vlan-taken");
    interfaces.create(vec![tor("a")]).await.unwrap();
    assert_ne!(
        interfaces.get("a").await.unwrap().vlan_id,
        100,
        "the pool passes it by"
    );
    assert_eq!(router.reconcile().await.unwrap(), []);
}

/// The names of our firewall rules of a chain, in the order in which the router asks them.
fn chain(sim: &routeros_sim::SimHandle) -> Vec<String> {
    rows(sim, "/ip/firewall/filter")
        .iter()
        .filter_map(|row| {
            Some(
                row["comment"]
                    .as_str()?
                    .split_once(":firewall-rule/")?
                    .1
                    .to_owned(),
            )
        })
        .map(|key| key.trim_end_matches(":row").to_owned())
        .collect()
}

#[tokio::test]
async fn firewall_rules_stand_in_the_order_that_they_say() {
    for (version, over) in [("7.9.2", Over::Rest), ("7.22.3", Over::Api)] {
        let sim = config(version).start().await.unwrap();
        let home = Home::new(&sim, over).await;
        let router = home.router().await;
        router.virtual_interfaces().create(vec![tor("a")]).await.unwrap();
        router.steering_rules().add("vlan:20", "a", false).await.unwrap();
        let resources = router.resources();
        let apply = async |name: &str, order: Option<u32>| {
            let mut rule = json!({"name": name, "chain": "forward", "action": "ACCEPT", "protocol": "tcp"});
            if let Some(order) = order {
                rule["order"] = json!(order);
            }
            let applied = resources.apply("FirewallRule", &rule.to_string()).await.unwrap();
            applied.change.changed
        };
        for (name, order) in [
            ("last", None),
            ("c", Some(30)),
            ("a", Some(10)),
            ("b", Some(20)),
            ("first", Some(0)),
        ] {
            assert!(apply(name, order).await);
        }
        assert_eq!(chain(&sim), ["first", "a", "b", "c", "last"], "{version}");
        // What steers comes before, what others made comes after.
        let state = sim.state();
        let comments: Vec<&str> = state["menus"]["/ip/firewall/filter"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["chain"] == "forward")
            .map(|row| row["comment"].as_str().unwrap_or_default())
            .collect();
        let place = |is: &dyn Fn(&str) -> bool| comments.iter().position(|comment| is(comment)).unwrap();
        assert!(
            comments
                .iter()
                .rposition(|comment| comment.contains(":steer/"))
                .unwrap()
                < place(&|comment: &str| comment.contains("firewall-rule/first"))
        );
        assert!(
            place(&|comment: &str| !comment.starts_with("nnc:"))
                > place(&|comment: &str| comment.contains("firewall-rule/last"))
        );

        // Another number moves the row, and only that.
        assert!(apply("first", Some(25)).await);
        assert_eq!(chain(&sim), ["a", "b", "first", "c", "last"], "{version}");
        assert!(!apply("first", Some(25)).await);

        // Moved by hand, it is misplaced, and a repair moves it back.
        let hand = hand::Hand::of(&sim).await;
        let (moved, to) = (
            hand::row(&sim, "/ip/firewall/filter", "firewall-rule/last:row"),
            hand::row(&sim, "/ip/firewall/filter", "firewall-rule/a:row"),
        );
        hand.run(
            "/ip/firewall/filter",
            "move",
            &[("numbers", &moved.id), ("destination", &to.id)],
        )
        .await
        .unwrap();
        assert_eq!(chain(&sim), ["last", "a", "b", "first", "c"], "{version}");
        let found = router.reconcile().await.unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].difference, found[0].resource.as_str()),
            ("misplaced", "firewall-rule/last")
        );
        router.repair().await.unwrap();
        assert_eq!(chain(&sim), ["a", "b", "first", "c", "last"], "{version}");
        assert_eq!(router.reconcile().await.unwrap(), []);
        // The number said nowhere is the place behind all numbers.
        assert!(apply("a", None).await);
        assert_eq!(chain(&sim)[..3], ["b", "first", "c"], "{version}");
        assert_eq!(router.reconcile().await.unwrap(), [], "{version}");
    }
}

#[tokio::test]
async fn what_is_no_longer_said_is_as_if_it_had_never_been() {
    for (version, over) in [("7.9.2", Over::Api), ("7.24", Over::Rest)] {
        let sim = config(version).start().await.unwrap();
        let home = Home::new(&sim, over).await;
        let router = home.router().await;
        for (kind, menu, short, long) in [
            (
                "Vlan",
                "/interface/vlan",
                json!({"name": "v", "vlanId": 700, "parent": "ether1"}),
                json!({"mtu": 1400}),
            ),
            (
                "FirewallRule",
                "/ip/firewall/filter",
                json!({"name": "f", "chain": "forward", "action": "DROP"}),
                json!({"srcAddress": "10.0.0.0/8", "dstAddress": "10.1.0.0/16", "inInterface": "ether1", "outInterface": "ether2", "protocol": "tcp", "dstPort": "80", "log": true}),
            ),
        ] {
            let apply = async |document: &serde_json::Value| {
                router
                    .resources()
                    .apply(kind, &document.to_string())
                    .await
                    .unwrap()
            };
            let fields = || {
                let mut row = rows(&sim, menu).remove(0);
                row.as_object_mut()
                    .unwrap()
                    .retain(|name, _| !matches!(name.as_str(), ".id" | "bytes" | "packets"));
                row
            };
            apply(&short).await;
            let without = fields();
            let mut whole = short.clone();
            whole
                .as_object_mut()
                .unwrap()
                .extend(long.as_object().unwrap().clone());
            assert!(apply(&whole).await.change.changed);
            assert_ne!(fields(), without);
            assert!(apply(&short).await.change.changed);
            assert_eq!(fields(), without, "{version} {kind}");
            assert_eq!(router.reconcile().await.unwrap(), [], "{version} {kind}");
        }
    }
}

#[tokio::test]
async fn a_vlan_that_something_stands_on_is_not_deleted_from_under_it() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let before = configuration(&sim);
    let resources = router.resources();
    for (kind, document) in [
        ("Vlan", r#"{"name":"outer","vlanId":20,"parent":"ether2"}"#),
        ("Vlan", r#"{"name":"guest","vlanId":300,"parent":"outer"}"#),
    ] {
        resources.apply(kind, document).await.unwrap();
    }
    let on_guest = tor("y").parent("guest");
    router.virtual_interfaces().create(vec![on_guest]).await.unwrap();
    router.steering_rules().add("vlan:300", "y", false).await.unwrap();
    resources
        .apply(
            "FirewallRule",
            r#"{"name":"in","chain":"forward","action":"DROP","inInterface":"nnc-y"}"#,
        )
        .await
        .unwrap();
    let rows = marked(&sim);

    let breaks = |report: nnc::ImpactReport| -> Vec<String> {
        report.breaks.into_iter().map(|broken| broken.resource).collect()
    };
    let guest = breaks(resources.impact("vlan/guest").await.unwrap());
    assert_eq!(guest.len(), 3, "{guest:?}");
    assert_eq!(breaks(resources.impact("interface/guest").await.unwrap()), guest);
    assert_eq!(breaks(resources.impact("vlan/outer").await.unwrap()).len(), 4);
    let refused = [
        resources.delete("vlan/guest", false).await,
        resources.delete("vlan/outer", false).await,
        router.virtual_interfaces().delete(&["y"], true).await,
    ];
    for refused in refused {
        assert_eq!(refused.unwrap_err().code, "resource-in-use");
    }
    let error = resources
        .apply("Vlan", r#"{"name":"loop","vlanId":21,"parent":"loop"}"#)
        .await
        .unwrap_err();
    assert_eq!(error.code, "relationship-cycle");
    assert_eq!(marked(&sim), rows);
    assert_eq!(router.reconcile().await.unwrap(), []);

    resources.delete("vlan/outer", true).await.unwrap();
    assert_eq!(marked(&sim), []);
    assert_eq!(configuration(&sim), before);
}
