//! A lost database: another installation takes over what the first left on the router.

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
use nnc::{CreateVirtualInterface, OnFailure, UpdateVlanPoolInput};
use serde_json::json;
use support::household::configuration;
use support::{Home, Over, config, marked, tor};

async fn controller(home: &Home) -> String {
    home.router().await.view().controller
}

/// Everything that nnc makes: chains, IPv6, resolvers, failing open, every way to tell a device.
async fn everything(home: &Home) {
    let router = home.router().await;
    let interfaces = router.virtual_interfaces();
    router
        .vlan_pool()
        .configure(UpdateVlanPoolInput {
            first: Some(110),
            last: Some(180),
            prefix: Some("10.77.0.0/16".parse().unwrap()),
            quarantine: None,
        })
        .await
        .unwrap();
    let service = |name: &str, service: &str| {
        CreateVirtualInterface::new(name, service)
            .unwrap()
            .parent("ether5")
    };
    interfaces
        .create(vec![
            tor("tor-usa").ipv6(true),
            service("exit", "xray").dns("9.9.9.9".parse().unwrap()),
            service("a-long-instance-name", "psiphon").through("exit".parse().unwrap()),
            service("open", "sing-box").on_failure(OnFailure::Open).vlan(3000),
        ])
        .await
        .unwrap();
    for (device, via, ipv4_only) in [
        ("02:00:00:00:00:01", "tor-usa", false),
        ("vlan:20", "a-long-instance-name", false),
        ("192.168.88.50", "open", true),
        ("192.168.88.64/26", "exit", true),
        ("list:My TVs", "tor-usa", true),
    ] {
        router.steering_rules().add(device, via, ipv4_only).await.unwrap();
    }
}

#[tokio::test]
async fn everything_is_taken_over_without_a_write_and_can_be_deleted() {
    for (version, over) in [
        ("7.9.2", Over::Api),
        ("7.15.3", Over::Rest),
        ("7.22.3", Over::Api),
        ("7.24", Over::Rest),
    ] {
        let sim = config(version).start().await.unwrap();
        let before = configuration(&sim);
        let lost = Home::new(&sim, over).await;
        everything(&lost).await;
        let old = controller(&lost).await;
        let leaks = lost.router().await.verify_leaks(None).await.unwrap().leaks.len();
        let devices = lost.router().await.steering_rules().list().await.unwrap();
        let devices: Vec<_> = devices
            .into_iter()
            .map(|one| (one.device, one.via, one.ipv4_only))
            .collect();
        let held = lost.router().await.virtual_interfaces().list().await.unwrap();
        drop(lost);
        let made = marked(&sim);

        let home = Home::new(&sim, over).await;
        let router = home.router().await;
        let planned = router.adopt_controller(&old, true).await.unwrap();
        assert!(planned.dry_run && router.virtual_interfaces().list().await.unwrap().is_empty());
        let adoption = router.adopt_controller(&old, false).await.unwrap();
        assert_eq!(
            (adoption.rows, adoption.differences),
            (made.len(), 0),
            "{version}"
        );
        assert_eq!(
            adoption.virtual_interfaces,
            ["a-long-instance-name", "exit", "open", "tor-usa"]
        );
        assert_eq!(adoption.unraised, []);
        assert_eq!(marked(&sim), made, "{version}");

        let router = home.router().await;
        assert_eq!(router.view().controller, old);
        assert_eq!(router.reconcile().await.unwrap(), [], "{version}");
        assert_eq!(
            router.verify_leaks(None).await.unwrap().leaks.len(),
            leaks,
            "{version}"
        );
        let taken = router.steering_rules().list().await.unwrap();
        let taken: Vec<_> = taken
            .into_iter()
            .map(|one| (one.device, one.via, one.ipv4_only))
            .collect();
        assert_eq!(taken, devices, "{version}");
        let listed = router.virtual_interfaces().list().await.unwrap();
        for (now, then) in listed.iter().zip(&held) {
            assert_eq!(
                (&now.instance, now.vlan_id, &now.ip_address),
                (&then.instance, then.vlan_id, &then.ip_address)
            );
            assert_eq!(
                (&now.through, now.on_failure, now.ipv6, now.dns),
                (&then.through, then.on_failure, then.ipv6, then.dns)
            );
        }
        // It goes on: ids that are held are not given out again, devices are switched, and all can be deleted.
        let interfaces = router.virtual_interfaces();
        interfaces.create(vec![tor("one-more")]).await.unwrap();
        let more = interfaces.get("one-more").await.unwrap();
        assert!(
            held.iter()
                .all(|one| one.vlan_id != more.vlan_id && one.ip_address != more.ip_address)
        );
        router
            .steering_rules()
            .switch("vlan:20", "one-more")
            .await
            .unwrap();
        let own = router.adopt_controller(&old, false).await.unwrap_err();
        assert_eq!(own.code, "own-controller");
        let all = ["tor-usa", "exit", "a-long-instance-name", "open", "one-more"];
        interfaces.delete(&all, true).await.unwrap();
        assert_eq!(marked(&sim), [], "{version}");
        assert_eq!(configuration(&sim), before, "{version}");
    }
}

#[tokio::test]
async fn what_cannot_be_told_is_shown_and_what_cannot_be_taken_over_is_refused() {
    let sim = config("7.22.3").start().await.unwrap();
    let lost = Home::new(&sim, Over::Api).await;
    let router = lost.router().await;
    router
        .virtual_interfaces()
        .create(vec![tor("a"), tor("b")])
        .await
        .unwrap();
    router.steering_rules().add("vlan:20", "b", false).await.unwrap();
    let old = controller(&lost).await;
    let hand = Hand::of(&sim).await;
    hand.set(&row(&sim, "/ip/route", "vif/a:route"), "disabled", "yes")
        .await
        .unwrap();
    hand.remove(&row(&sim, "/interface/vlan", "vif/b:vlan"))
        .await
        .unwrap();
    let made = marked(&sim);

    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let code = async |old: &str| router.adopt_controller(old, false).await.unwrap_err().code;
    assert_eq!(code("00000001").await, "nothing-to-adopt");
    assert_eq!(code(&controller(&home).await).await, "nothing-to-adopt");
    assert_eq!(code("lost").await, "invalid-name");
    let adoption = router.adopt_controller(&old, false).await.unwrap();
    assert_eq!(adoption.virtual_interfaces, ["a"]);
    let unraised: Vec<&str> = adoption
        .unraised
        .iter()
        .map(|one| one.resource.as_str())
        .collect();
    assert_eq!(unraised, ["vif/b", "steer/vlan-20"]);
    assert!(adoption.differences > 0);
    assert_eq!(marked(&sim), made);
    // What is left of it is drift, and a repair clears it away.
    let router = home.router().await;
    assert!(!router.reconcile().await.unwrap().is_empty());
    router.repair().await.unwrap();
    assert_eq!(router.reconcile().await.unwrap(), []);

    let third = Home::new(&sim, Over::Api).await;
    third
        .router()
        .await
        .virtual_interfaces()
        .create(vec![tor("c")])
        .await
        .unwrap();
    let refused = third
        .router()
        .await
        .adopt_controller(&old, false)
        .await
        .unwrap_err();
    assert_eq!(refused.code, "router-not-empty");
}

#[tokio::test]
async fn a_lost_router_database_is_healed_with_the_own_id() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    home.router()
        .await
        .virtual_interfaces()
        .create(vec![tor("a")])
        .await
        .unwrap();
    let own = controller(&home).await;
    home.nnc.remove_router("home", true).await.unwrap();
    home.nnc
        .add_router(nnc::AddRouter {
            name: "home".to_owned(),
            url: support::url(&sim, Over::Api).parse().unwrap(),
            trust: nnc::Trust::System,
            password: "secret".into(),
            offline: false,
        })
        .await
        .unwrap();
    let router = home.router().await;
    assert!(!router.reconcile().await.unwrap().is_empty());
    router.adopt_controller(&own, false).await.unwrap();
    assert_eq!(router.reconcile().await.unwrap(), []);
    router.virtual_interfaces().delete(&["a"], false).await.unwrap();
    assert_eq!(marked(&sim), []);
}

const KEY: &str = "Q0FOQVJZLXByaXZhdGUta2V5LW9mLWEtdGVzdC0wMTI=";

/// Resources that are one row each.
async fn plain_resources(home: &Home) -> Vec<String> {
    let resources = home.router().await.resources();
    let mut made = Vec::new();
    for (kind, document) in [
        (
            "Vlan",
            json!({"name": "office", "vlanId": 700, "parent": "ether1", "mtu": 1400}),
        ),
        (
            "FirewallRule",
            json!({"name": "web", "chain": "forward", "action": "ACCEPT", "srcAddress": "192.168.88.7/32", "protocol": "tcp", "dstPort": "80,443", "log": true}),
        ),
        (
            "WireGuardClient",
            json!({"name": "branch office", "privateKey": KEY, "listenPort": 13231}),
        ),
    ] {
        made.push(
            resources
                .apply(kind, &document.to_string())
                .await
                .unwrap()
                .resource,
        );
    }
    made.sort();
    made
}

#[tokio::test]
async fn resources_of_any_type_are_taken_over_with_their_secrets() {
    for (version, over) in [("7.9.2", Over::Api), ("7.22.3", Over::Api), ("7.24", Over::Rest)] {
        let sim = config(version).start().await.unwrap();
        let before = configuration(&sim);
        let lost = Home::new(&sim, over).await;
        let names = plain_resources(&lost).await;
        let said = |home: &Home, name: &str| {
            let (nnc, name) = (home.nnc.clone(), name.to_owned());
            async move {
                let resources = nnc.router("home").await.unwrap().resources();
                let view = resources.show(&name, &[nnc::Layer::Configuration]).await.unwrap();
                view.layers[&nnc::Layer::Configuration].value.clone()
            }
        };
        let mut then = Vec::new();
        for name in &names {
            then.push(said(&lost, name).await);
        }
        let (old, made) = (controller(&lost).await, marked(&sim));
        drop(lost);

        let home = Home::new(&sim, over).await;
        let router = home.router().await;
        let planned = router.adopt_controller(&old, true).await.unwrap();
        assert_eq!(planned.resources, names, "{version}");
        let adoption = router.adopt_controller(&old, false).await.unwrap();
        assert_eq!(
            (adoption.resources, adoption.secrets),
            (names.clone(), vec![]),
            "{version}"
        );
        assert_eq!(
            (adoption.unraised, adoption.differences),
            (vec![], 0),
            "{version}"
        );
        assert_eq!(marked(&sim), made, "{version}");
        let router = home.router().await;
        assert_eq!(router.reconcile().await.unwrap(), [], "{version}");
        for (name, then) in names.iter().zip(&then) {
            let mut now = said(&home, name).await;
            if name.starts_with("wire") {
                // The same secret under a number of its own.
                assert!(
                    now["privateKey"].as_str().unwrap().ends_with("/privateKey@1"),
                    "{now}"
                );
                now["privateKey"] = then["privateKey"].clone();
            }
            assert_eq!(now, *then, "{version}");
        }
        // The key was kept: said again, nothing is to be done.
        let document = json!({"name": "branch office", "privateKey": KEY, "listenPort": 13231}).to_string();
        let again = router
            .resources()
            .apply("WireGuardClient", &document)
            .await
            .unwrap();
        assert!(!again.change.changed, "{version}");
        let files = std::fs::read_dir(home.data.path()).unwrap().flatten();
        for file in files.filter(|file| file.path().is_file()) {
            let bytes = std::fs::read(file.path()).unwrap();
            assert!(
                !bytes.windows(KEY.len()).any(|part| part == KEY.as_bytes()),
                "{file:?}"
            );
        }
        if version == "7.22.3" {
            for name in &names {
                router.resources().delete(name, false).await.unwrap();
            }
            assert_eq!(configuration(&sim), before, "{version}");
        }
    }
}

#[tokio::test]
async fn a_secret_that_is_not_told_must_be_given_again() {
    let mut fixture = support::lived_in();
    fixture["/user/group"] = json!([{"name": "blind", "policy": "local,ssh,reboot,read,write,policy,test,winbox,password,web,sniff,api,romon,rest-api,ftp,!sensitive,!telnet"}]);
    let sim = config("7.22.3").fixture(fixture).start().await.unwrap();
    let lost = Home::new(&sim, Over::Api).await;
    plain_resources(&lost).await;
    let (old, made) = (controller(&lost).await, marked(&sim));
    let hand = Hand::of(&sim).await;
    hand.run(
        "/user",
        "add",
        &[("name", "blind"), ("group", "blind"), ("password", "secret")],
    )
    .await
    .unwrap();
    let data = tempfile::tempdir().unwrap();
    let nnc = support::open(data.path()).await;
    let mut add = named("home", &sim, Over::Api);
    add.url = support::url(&sim, Over::Api)
        .replace("admin@", "blind@")
        .parse()
        .unwrap();
    nnc.add_router(add).await.unwrap();
    let router = nnc.router("home").await.unwrap();
    let adoption = router.adopt_controller(&old, false).await.unwrap();
    let untold: Vec<_> = adoption
        .secrets
        .iter()
        .map(|one| (one.resource.as_str(), one.field.as_str()))
        .collect();
    assert_eq!(untold, [("wire-guard-client/branch%20office", "privateKey")]);
    assert_eq!((adoption.resources.len(), marked(&sim) == made), (3, true));
    // It is not taken for confirmed, and nothing is written in its place.
    let router = nnc.router("home").await.unwrap();
    let open = router.reconcile().await.unwrap();
    assert_eq!(
        open.iter().map(|one| one.field.as_deref()).collect::<Vec<_>>(),
        [Some("private-key")]
    );
    assert_eq!(open[0].code, "drift-unknown-secret");
    assert!(!router.repair().await.unwrap().changed);
    assert_eq!(router.reconcile().await.unwrap().len(), 1);
    assert_eq!(marked(&sim), made);
    // A row that is gone cannot be made again without it.
    hand.remove(&row(
        &sim,
        "/interface/wireguard",
        "wire-guard-client/branch%20office:row",
    ))
    .await
    .unwrap();
    let refused = router.repair().await.unwrap_err();
    assert_eq!(refused.code, "rolled-back");
    assert!(
        refused
            .message
            .contains("give it again with `nnc resource apply`"),
        "{}",
        refused.message
    );
}

#[tokio::test]
async fn what_an_old_backup_does_not_know_is_taken_over_and_the_rest_stays() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let interfaces = home.router().await.virtual_interfaces();
    interfaces.create(vec![tor("a")]).await.unwrap();
    home.router()
        .await
        .steering_rules()
        .add("vlan:20", "a", false)
        .await
        .unwrap();
    let own = controller(&home).await;
    let code = async || {
        home.router()
            .await
            .adopt_controller(&own, true)
            .await
            .unwrap_err()
            .code
    };
    assert_eq!(code().await, "own-controller");
    let backup = home.nnc.back_up(Some("home")).await.unwrap();
    interfaces.create(vec![tor("b")]).await.unwrap();
    home.router()
        .await
        .steering_rules()
        .add("192.168.88.50", "b", true)
        .await
        .unwrap();
    plain_resources(&home).await;
    let made = marked(&sim);
    home.nnc.restore("home", Some(backup.path.clone())).await.unwrap();
    let router = home.router().await;
    assert!(!router.reconcile().await.unwrap().is_empty());
    let adoption = router.adopt_controller(&own, false).await.unwrap();
    assert_eq!(
        (adoption.virtual_interfaces, adoption.steering_rules),
        (vec!["b".to_owned()], vec!["192.168.88.50".to_owned()])
    );
    assert_eq!((adoption.resources.len(), adoption.differences), (3, 0));
    let router = home.router().await;
    assert_eq!(router.reconcile().await.unwrap(), []);
    assert_eq!(marked(&sim), made);
    assert_eq!(code().await, "own-controller");
    router
        .virtual_interfaces()
        .delete(&["a", "b"], true)
        .await
        .unwrap();
}

#[tokio::test]
async fn what_is_forgotten_keeps_its_vlan_id() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let interfaces = home.router().await.virtual_interfaces();
    interfaces.create(vec![tor("a")]).await.unwrap();
    let backup = home.nnc.back_up(Some("home")).await.unwrap();
    interfaces.create(vec![tor("b")]).await.unwrap();
    home.nnc.restore("home", Some(backup.path.clone())).await.unwrap();

    let interfaces = home.router().await.virtual_interfaces();
    interfaces.create(vec![tor("c")]).await.unwrap();
    let own = controller(&home).await;
    home.router().await.adopt_controller(&own, false).await.unwrap();
    let listed = interfaces.list().await.unwrap();
    // VLAN 101 is somebody else's.
    let vlans: Vec<_> = listed
        .iter()
        .map(|view| (view.instance.as_str(), view.vlan_id))
        .collect();
    assert_eq!(vlans, [("a", 100), ("b", 102), ("c", 103)]);
    assert_eq!(home.router().await.reconcile().await.unwrap(), []);
}

/// How a simulated router is added under a name.
fn named(name: &str, sim: &routeros_sim::SimHandle, over: Over) -> nnc::AddRouter {
    nnc::AddRouter {
        name: name.to_owned(),
        url: support::url(sim, over).parse().unwrap(),
        trust: nnc::Trust::System,
        password: "secret".into(),
        offline: false,
    }
}

/// Under a second name the rows of the first would belong to nothing, and be cleaned away.
#[tokio::test]
async fn a_router_is_not_added_under_a_second_name() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let interfaces = home.router().await.virtual_interfaces();
    interfaces.create(vec![tor("a")]).await.unwrap();
    let before = marked(&sim);
    let refused = home
        .nnc
        .add_router(named("again", &sim, Over::Rest))
        .await
        .unwrap_err();
    assert_eq!(refused.code, "router-exists");
    assert_eq!(refused.context["router"], "home");
    assert!(refused.message.contains("known as home"), "{}", refused.message);
    assert_eq!(home.nnc.routers().await.unwrap().len(), 1);
    assert_eq!(marked(&sim), before);
    // Another router is another router, and so is what another controller sees.
    let office = config("7.15.3").start().await.unwrap();
    home.nnc
        .add_router(named("office", &office, Over::Api))
        .await
        .unwrap();
    let office = home.nnc.router("office").await.unwrap().virtual_interfaces();
    office.create(vec![tor("b")]).await.unwrap();
    let elsewhere = config("7.22.3").start().await.unwrap();
    let others = Home::new(&elsewhere, Over::Api).await;
    let theirs = others.router().await.virtual_interfaces();
    theirs.create(vec![tor("a")]).await.unwrap();
    others
        .nnc
        .add_router(named("shared", &sim, Over::Api))
        .await
        .unwrap();
    // What no stored router knows may be there, whoever else is known.
    home.nnc.remove_router("home", true).await.unwrap();
    home.nnc
        .add_router(named("again", &sim, Over::Rest))
        .await
        .unwrap();
    assert_eq!(marked(&sim), before);
    // Taken over from another controller, a router is known by that one's rows.
    let adopted = others.nnc.router("shared").await.unwrap();
    let id = home.nnc.router("again").await.unwrap().view().controller;
    adopted.adopt_controller(&id, false).await.unwrap();
    let refused = others
        .nnc
        .add_router(named("twice", &sim, Over::Api))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code.as_str(), refused.context["router"].as_str()),
        ("router-exists", "shared")
    );
}

/// A router without a row of ours is the same router still, if it says so.
#[tokio::test]
async fn an_empty_router_is_not_added_under_a_second_name_either() {
    for (menu, field) in [
        ("/system/license", "system-id"),
        ("/system/license", "software-id"),
    ] {
        let with = |id: &str| {
            let mut fixture = support::lived_in();
            fixture[menu] = json!({ field: id });
            config("7.22.3").fixture(fixture)
        };
        let sim = with("HD1-23").start().await.unwrap();
        let home = Home::new(&sim, Over::Api).await;
        let refused = home
            .nnc
            .add_router(named("again", &sim, Over::Rest))
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code.as_str(), refused.context["router"].as_str()),
            ("router-exists", "home")
        );
        assert!(
            refused.message.contains(&format!("the same {field} HD1-23")),
            "{}",
            refused.message
        );
        let other = with("HD1-24").start().await.unwrap();
        home.nnc
            .add_router(named("other", &other, Over::Api))
            .await
            .unwrap();
        let mut unasked = named("again", &sim, Over::Rest);
        unasked.offline = true;
        home.nnc.add_router(unasked).await.unwrap();
    }
}

/// Two installations were lost, one after the other: each is taken over into a data directory of its own, neither touches
/// the other's rows, and one directory does not take both.
#[tokio::test]
async fn rows_of_two_lost_installations_are_taken_over_side_by_side() {
    for (version, over) in [("7.9.2", Over::Rest), ("7.22.3", Over::Api)] {
        let sim = config(version).start().await.unwrap();
        let before = configuration(&sim);
        let mut old = Vec::new();
        for (name, device) in [("first", "02:00:00:00:00:01"), ("second", "02:00:00:00:00:02")] {
            let lost = Home::new(&sim, over).await;
            let router = lost.router().await;
            router.virtual_interfaces().create(vec![tor(name)]).await.unwrap();
            router.steering_rules().add(device, name, false).await.unwrap();
            old.push(controller(&lost).await);
        }
        let made = marked(&sim);

        let mut homes = Vec::new();
        for (id, name) in old.iter().zip(["first", "second"]) {
            let home = Home::new(&sim, over).await;
            let adoption = home.router().await.adopt_controller(id, false).await.unwrap();
            assert_eq!(
                (
                    adoption.virtual_interfaces,
                    adoption.unraised,
                    adoption.differences
                ),
                (vec![name.to_owned()], vec![], 0),
                "{version}"
            );
            homes.push(home);
        }
        let other = homes[0].router().await;
        let refused = other.adopt_controller(&old[1], false).await.unwrap_err();
        assert_eq!(refused.code, "router-not-empty", "{version}");
        assert!(
            refused.message.contains("new data directory"),
            "{}",
            refused.message
        );
        assert_eq!(marked(&sim), made, "{version}");

        // The VLANs, names and devices of each are taken for the other.
        let [one, two] = [homes[0].router().await, homes[1].router().await];
        let taken = two.virtual_interfaces().get("second").await.unwrap().vlan_id;
        let same = tor("third").vlan(taken);
        let refused = one.virtual_interfaces().create(vec![same]).await.unwrap_err();
        assert_eq!(refused.code, "vlan-taken", "{version}");
        let refused = one
            .virtual_interfaces()
            .create(vec![tor("second")])
            .await
            .unwrap_err();
        assert_eq!(refused.code, "name-taken", "{version}");
        for router in [&one, &two] {
            assert_eq!(router.reconcile().await.unwrap(), [], "{version}");
        }
        one.virtual_interfaces().delete(&["first"], true).await.unwrap();
        assert_eq!(two.reconcile().await.unwrap(), [], "{version}");
        two.virtual_interfaces().delete(&["second"], true).await.unwrap();
        assert_eq!(configuration(&sim), before, "{version}");
    }
}
