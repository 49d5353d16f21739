//! The main job, as a program that embeds nnc sees it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use nnc::{CreateVirtualInterface, ErrorKind};
use serde_json::json;
use support::household::configuration;
use support::{Home, Over, config, count, marked, tor};

#[tokio::test]
async fn services_come_and_go_and_the_household_stays() {
    for (version, over) in [
        ("7.9.2", Over::Api),
        ("7.15.3", Over::Rest),
        ("7.18.2", Over::Api),
        ("7.22.3", Over::Rest),
        ("7.24", Over::Api),
    ] {
        let sim = config(version).start().await.unwrap();
        let before = configuration(&sim);
        let home = Home::new(&sim, over).await;
        let router = home.router().await;
        let interfaces = router.virtual_interfaces();
        interfaces
            .create(vec![tor("tor-usa"), tor("tor-germany")])
            .await
            .unwrap();
        router
            .steering_rules()
            .add("02:00:00:00:00:01", "tor-usa", false)
            .await
            .unwrap();
        router
            .steering_rules()
            .switch("02:00:00:00:00:01", "tor-germany")
            .await
            .unwrap();
        assert_eq!(router.reconcile().await.unwrap(), [], "{version}");
        assert_eq!(router.verify_leaks(None).await.unwrap().leaks, [], "{version}");
        assert_eq!(configuration(&sim), before, "{version}");
        interfaces
            .delete(&["tor-usa", "tor-germany"], true)
            .await
            .unwrap();
        assert_eq!(marked(&sim), [], "{version}");
        assert_eq!(configuration(&sim), before, "{version}");
    }
}

#[tokio::test]
async fn the_same_again_writes_nothing() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let interfaces = router.virtual_interfaces();
    assert!(interfaces.create(vec![tor("a"), tor("b")]).await.unwrap().changed);
    router.steering_rules().add("vlan:20", "a", false).await.unwrap();
    sim.reset_log();
    assert!(!interfaces.create(vec![tor("a"), tor("b")]).await.unwrap().changed);
    assert!(
        !router
            .steering_rules()
            .add("vlan:20", "a", false)
            .await
            .unwrap()
            .changed
    );
    assert!(
        !router
            .steering_rules()
            .switch("vlan:20", "a")
            .await
            .unwrap()
            .changed
    );
    let log = sim.log();
    let written: Vec<&str> = log["commands"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|command| command["words"][0].as_str())
        .filter(|path| !path.ends_with("/print") && *path != "/login" && *path != "/quit")
        .collect();
    assert_eq!(written, Vec::<&str>::new());
}

#[tokio::test]
async fn conflicts_are_refused_with_a_reason() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let interfaces = router.virtual_interfaces();
    interfaces.create(vec![tor("a")]).await.unwrap();
    let before = marked(&sim);
    let code = |result: Result<nnc::Change, nnc::Error>| result.unwrap_err().code;
    assert_eq!(
        code(interfaces.create(vec![tor("a").parent("ether4")]).await),
        "name-taken"
    );
    assert_eq!(
        code(interfaces.create(vec![tor("b"), tor("c").parent("ether9")]).await),
        "parent-not-found"
    );
    assert_eq!(
        code(interfaces.create(vec![tor("b").vlan(101)]).await),
        "vlan-taken"
    );
    assert_eq!(
        code(interfaces.create(vec![tor("b").vlan(4095)]).await),
        "vlan-out-of-range"
    );
    assert_eq!(
        code(
            interfaces
                .create(vec![tor("b").through("z".parse().unwrap())])
                .await
        ),
        "vif-not-found"
    );
    assert_eq!(code(interfaces.delete(&["z"], false).await), "vif-not-found");
    assert_eq!(
        code(router.steering_rules().add("192.168.88.50", "a", false).await),
        "ipv6-not-coverable"
    );
    assert_eq!(
        code(router.steering_rules().add("vlan:99", "a", false).await),
        "vlan-not-found"
    );
    assert_eq!(
        code(router.steering_rules().add("vlan:20", "z", false).await),
        "vif-not-found"
    );
    router.steering_rules().add("vlan:20", "a", false).await.unwrap();
    assert_eq!(code(interfaces.delete(&["a"], false).await), "vif-in-use");
    router.steering_rules().remove("vlan:20").await.unwrap();
    assert_eq!(
        code(router.steering_rules().remove("vlan:20").await),
        "device-not-found"
    );
    assert_eq!(marked(&sim), before);
}

#[tokio::test]
async fn an_overlapping_subnet_is_refused() {
    let mut fixture = support::lived_in();
    fixture["/ip/address"]
        .as_array_mut()
        .unwrap()
        .push(json!({"address": "10.99.150.1/23", "interface": "ether4"}));
    let sim = config("7.22.3").fixture(fixture).start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let interfaces = home.router().await.virtual_interfaces();
    let error = interfaces.create(vec![tor("a").vlan(151)]).await.unwrap_err();
    assert_eq!(
        (error.kind, error.code.as_str()),
        (ErrorKind::Conflict, "subnet-overlap")
    );
    assert!(error.message.contains("10.99.150.0/23"), "{}", error.message);
    assert_eq!(marked(&sim), []);
}

#[tokio::test]
async fn a_vlan_above_255_gets_the_next_free_subnet() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let interfaces = home.router().await.virtual_interfaces();
    interfaces.create(vec![tor("wide").vlan(300)]).await.unwrap();
    let made = interfaces.get("wide").await.unwrap();
    assert_eq!((made.vlan_id, made.ip_address.as_str()), (300, "10.99.1.1/24"));
}

#[tokio::test]
async fn the_vlan_of_a_bridge_port_goes_on_the_bridge() {
    let mut fixture = support::lived_in();
    fixture["/interface/bridge"][0]["vlan-filtering"] = json!("true");
    let sim = config("7.22.3").fixture(fixture).start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    home.router()
        .await
        .virtual_interfaces()
        .create(vec![tor("a").parent("ether2")])
        .await
        .unwrap();
    let rows = marked(&sim);
    let row = |menu: &str| {
        rows.iter()
            .find(|(path, _)| path == menu)
            .map(|(_, row)| row.clone())
            .unwrap()
    };
    assert_eq!(row("/interface/vlan")["interface"], "bridge");
    assert_eq!(row("/interface/bridge/vlan")["tagged"], "bridge,ether2");
}

#[tokio::test]
async fn a_chain_goes_through_and_protects_its_end() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let interfaces = router.virtual_interfaces();
    let inner = CreateVirtualInterface::new("psi", "psiphon")
        .unwrap()
        .parent("ether5")
        .through("exit".parse().unwrap());
    interfaces.create(vec![tor("exit"), inner]).await.unwrap();
    assert_eq!(
        interfaces.delete(&["exit"], true).await.unwrap_err().code,
        "vif-in-use"
    );
    let report = router.verify_leaks(None).await.unwrap();
    assert_eq!((report.judged.len(), report.leaks.len()), (1, 0));
    interfaces.delete(&["exit", "psi"], false).await.unwrap();
    assert_eq!(marked(&sim), []);
}

#[tokio::test]
async fn a_device_inside_a_steered_subnet_leaks_no_packet_of_the_subnet() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let interfaces = router.virtual_interfaces();
    interfaces.create(vec![tor("a"), tor("b")]).await.unwrap();
    let (subnet, tv) = ("192.168.20.0/24", "02:00:00:00:00:01");
    router.steering_rules().add(subnet, "a", true).await.unwrap();
    router.steering_rules().add(tv, "b", false).await.unwrap();
    let all = router.verify_leaks(None).await.unwrap();
    assert_eq!((all.judged.len(), all.leaks), (2, Vec::new()));
    for device in [subnet, tv] {
        let one = router.verify_leaks(Some(device)).await.unwrap();
        assert_eq!((one.judged, one.leaks), (vec![device.to_owned()], Vec::new()));
        assert_eq!(one.ipv4_only.is_empty(), device == tv);
    }
}

#[tokio::test]
async fn drift_is_found_and_repaired() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let other = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    router.virtual_interfaces().create(vec![tor("a")]).await.unwrap();
    other
        .router()
        .await
        .virtual_interfaces()
        .create(vec![tor("b")])
        .await
        .unwrap();
    let good = marked(&sim);
    // A lost database: rows whose resource is not known any more.
    let orphaned = Home::new(&sim, Over::Api).await;
    assert_eq!(orphaned.router().await.reconcile().await.unwrap(), []);
    assert_eq!(marked(&sim), good);
    assert!(!router.repair().await.unwrap().changed);
}

#[tokio::test]
async fn two_controllers_never_touch_each_other() {
    let sim = config("7.22.3").start().await.unwrap();
    let (one, two) = (
        Home::new(&sim, Over::Api).await,
        Home::new(&sim, Over::Rest).await,
    );
    let (first, second) = (one.router().await, two.router().await);
    first.virtual_interfaces().create(vec![tor("a")]).await.unwrap();
    first.steering_rules().add("vlan:20", "a", false).await.unwrap();
    second.virtual_interfaces().create(vec![tor("b")]).await.unwrap();
    second.steering_rules().add("vlan:30", "b", false).await.unwrap();
    assert_eq!(
        second
            .virtual_interfaces()
            .create(vec![tor("a")])
            .await
            .unwrap_err()
            .code,
        "name-taken"
    );
    for router in [&first, &second] {
        assert_eq!(router.reconcile().await.unwrap(), []);
        assert!(!router.repair().await.unwrap().changed);
        assert!(!router.vlan_pool().clean().await.unwrap().changed);
    }
    let vlans: Vec<u16> = vec![
        first.virtual_interfaces().get("a").await.unwrap().vlan_id,
        second.virtual_interfaces().get("b").await.unwrap().vlan_id,
    ];
    assert_ne!(vlans[0], vlans[1]);
    let mark = format!("nnc:{}:", second.view().controller);
    let theirs = || -> Vec<_> {
        marked(&sim)
            .into_iter()
            .filter(|(_, row)| row["comment"].as_str().unwrap().starts_with(&mark))
            .collect()
    };
    let before = theirs();
    first.virtual_interfaces().delete(&["a"], true).await.unwrap();
    assert_eq!(theirs(), before);
    assert_eq!(marked(&sim), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_parallel_creates_get_twenty_vlans() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let nnc = home.nnc.clone();
            tokio::spawn(async move {
                let interfaces = nnc.router("home").await?.virtual_interfaces();
                interfaces.create(vec![tor(&format!("v{number}"))]).await
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let made = home.router().await.virtual_interfaces().list().await.unwrap();
    let vlans: std::collections::BTreeSet<u16> = made.iter().map(|interface| interface.vlan_id).collect();
    assert_eq!(vlans.len(), 20);
    assert_eq!(count(&sim, "/interface/vlan"), 20);
}

#[tokio::test]
async fn a_router_that_cannot_be_reached_is_not_stored() {
    let data = tempfile::tempdir().unwrap();
    let nnc = support::open(data.path()).await;
    let sim = config("7.22.3").start().await.unwrap();
    let add = |password: &str, url: String| nnc::AddRouter {
        name: "home".to_owned(),
        url: url.parse().unwrap(),
        trust: nnc::Trust::System,
        password: password.into(),
        offline: false,
    };
    let wrong = nnc
        .add_router(add("wrong", support::url(&sim, Over::Api)))
        .await
        .unwrap_err();
    assert_eq!(wrong.code, "login-failed");
    let nobody = nnc
        .add_router(add("secret", "routeros+api://admin@127.0.0.1:1".to_owned()))
        .await
        .unwrap_err();
    assert_eq!(nobody.code, "router-unreachable");
    assert_eq!(nnc.routers().await.unwrap(), []);
    nnc.add_router(add("secret", support::url(&sim, Over::Api)))
        .await
        .unwrap();
    assert_eq!(
        nnc.add_router(add("secret", support::url(&sim, Over::Api)))
            .await
            .unwrap_err()
            .code,
        "router-exists"
    );
}

#[tokio::test]
async fn who_listens_hears_each_phase_of_a_change() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let filter = || nnc::Filter::default().router("home").kind("apply");
    let mut all = home
        .nnc
        .subscribe(filter().resource("vif/a".parse().unwrap()), 100);
    let mut slow = home.nnc.subscribe(filter(), 1);
    let mut others = home
        .nnc
        .subscribe(filter().resource("vif/b".parse().unwrap()), 100);
    let router = home.router().await;
    router.virtual_interfaces().create(vec![tor("a")]).await.unwrap();
    let mut phases = Vec::new();
    while let Some(delivery) = all.try_next() {
        assert_eq!(delivery.lost, 0);
        assert_eq!(delivery.event.details["change"], "create a");
        phases.push(delivery.event.kind);
    }
    for phase in [
        "validated",
        "intent-logged",
        "armed",
        "applying",
        "verifying",
        "confirmed",
        "merged",
    ] {
        assert!(phases.contains(&format!("apply.{phase}")), "{phase}: {phases:?}");
    }
    assert_eq!(phases.last().map(String::as_str), Some("apply.merged"));
    let last = slow.try_next().unwrap();
    assert_eq!(
        (last.event.kind.as_str(), last.lost),
        ("apply.merged", phases.len() as u64 - 1)
    );
    assert_eq!(others.try_next(), None);
}

#[tokio::test]
async fn what_a_router_does_between_changes_is_known() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    router.virtual_interfaces().create(vec![tor("a")]).await.unwrap();
    assert_eq!(router.refresh().await.unwrap(), ["vif/a"]);
    sim.world(&json!({"counters": true})).unwrap();
    assert_eq!(router.refresh().await.unwrap(), Vec::<String>::new());

    // Watched, a link that goes down is noticed without being asked for; who listens is told.
    let mut news = home.nnc.subscribe(nnc::Filter::default().kind("monitor"), 10);
    let pace = nnc::Pace {
        fastest: 20,
        slowest: 40,
    };
    let monitor = router.monitor(pace);
    sim.world(&json!({"interfaces": {"ether5": "down"}})).unwrap();
    let delivery = news.next().await;
    assert_eq!(delivery.event.kind, "monitor.changed");
    assert_eq!(delivery.event.details["resources"], "vif/a");
    drop(monitor);
    assert_eq!(router.reconcile().await.unwrap(), []);
}

#[tokio::test]
async fn a_router_that_tells_of_changes_is_not_asked_all_the_time() {
    for over in [Over::Api, Over::Rest] {
        let sim = config("7.22.3").start().await.unwrap();
        let home = Home::new(&sim, over).await;
        let router = home.router().await;
        router.virtual_interfaces().create(vec![tor("a")]).await.unwrap();
        let mut news = home.nnc.subscribe(nnc::Filter::default().kind("monitor"), 10);
        // Nobody waits an hour for the second look of its own accord.
        let pace = nnc::Pace {
            fastest: 1,
            slowest: if over == Over::Api { 3_600_000 } else { 50 },
        };
        let monitor = router.monitor(pace);
        assert_eq!(news.next().await.event.kind, "monitor.changed");
        for state in ["down", "up"] {
            sim.world(&json!({"interfaces": {"ether5": state}})).unwrap();
            let told = news.next().await.event;
            assert_eq!(
                (told.kind.as_str(), told.details["resources"].as_str()),
                ("monitor.changed", "vif/a")
            );
        }
        let known = monitor.staleness();
        assert_eq!(known.watched, over == Over::Api);
        // Over REST it is overdue as soon as a few milliseconds have passed.
        assert!(!known.stale || over == Over::Rest);
    }
}

/// Names that a service does not resolve are resolved by nobody: not by the router itself either, under any of its addresses.
#[tokio::test]
async fn queries_of_devices_whose_service_resolves_no_names_are_answered_by_nobody() {
    for version in ["7.9.2", "7.22.3"] {
        let sim = config(version).start().await.unwrap();
        let home = Home::new(&sim, Over::Api).await;
        let router = home.router().await;
        let service = |name: &str| {
            CreateVirtualInterface::new(name, "psiphon")
                .unwrap()
                .parent("ether5")
        };
        let through = service("psx").through("a".parse().unwrap());
        router
            .virtual_interfaces()
            .create(vec![tor("a"), service("psi"), through])
            .await
            .unwrap();
        for (device, via, ipv4_only) in [
            ("vlan:20", "psi", false),
            ("192.168.88.50", "psx", true),
            ("02:00:00:00:00:03", "psi", false),
        ] {
            router.steering_rules().add(device, via, ipv4_only).await.unwrap();
        }
        let report = router.verify_leaks(None).await.unwrap();
        assert_eq!(report.leaks.len(), 0, "{version}: {:?}", report.leaks);
        // What the router does with such packets: none is delivered to it, nothing comes out.
        let own = ["192.168.88.1", "192.168.20.1", "10.99.100.1", "10.99.101.1"];
        for (protocol, to) in ["udp", "tcp"]
            .into_iter()
            .flat_map(|protocol| own.map(|to| (protocol, to)))
        {
            let packet = json!({"in-interface": "bridge", "src-address": "192.168.88.50", "dst-address": to, "protocol": protocol, "src-port": 40_000, "dst-port": 53});
            let fate = sim.packet(&packet).unwrap();
            assert!(
                fate.to_string().contains("drop") && !fate.to_string().contains("routing: local"),
                "{version} {to}: {fate}"
            );
        }
    }
}
