//! What goes through resources: read from the router, rolled up, kept, and shown with its age.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use nnc::{Clock, Layer, LayerView, Nnc, Options, Router, Telemetry};
use routeros_sim::SimHandle;
use serde_json::json;
use support::{Home, Over, config, tor};

/// A clock that stands still until it is moved, or moves by so much whenever it is looked at.
#[derive(Debug)]
struct Hand {
    now: AtomicU64,
    tick: u64,
}

impl Clock for Hand {
    fn now_ms(&self) -> u64 {
        self.now.fetch_add(self.tick, Ordering::SeqCst)
    }
}

fn clock(tick: u64) -> Arc<Hand> {
    Arc::new(Hand {
        now: AtomicU64::new(START),
        tick,
    })
}

const START: u64 = 1_800_000_000_000;

/// Time passes, for the router and for us.
fn pass(sim: &SimHandle, clock: &Hand, time: Duration) {
    sim.advance(time);
    clock
        .now
        .fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
}

async fn open(home: &Home, clock: &Arc<Hand>) -> Nnc {
    Options::new(home.data.path())
        .clock(Arc::clone(clock) as Arc<dyn Clock>)
        .open()
        .await
        .unwrap()
}

async fn layer(router: &Router, which: &str) -> LayerView {
    let shown = router.resources().show(which, &[Layer::Telemetry]).await.unwrap();
    shown.layers[&Layer::Telemetry].clone()
}

#[tokio::test]
async fn what_goes_through_a_resource_is_rolled_up_and_survives_a_restart() {
    for (version, over) in [("7.22.3", Over::Api), ("7.9.2", Over::Rest), ("7.24", Over::Rest)] {
        let sim = config(version).start().await.unwrap();
        let home = Home::new(&sim, over).await;
        let clock = clock(0);
        let nnc = open(&home, &clock).await;
        let router = nnc.router("home").await.unwrap();
        router.virtual_interfaces().create(vec![tor("a")]).await.unwrap();
        let rule = json!({"name": "web", "chain": "forward", "action": "ACCEPT", "protocol": "tcp", "dstPort": "80"});
        let rule = router
            .resources()
            .apply("FirewallRule", &rule.to_string())
            .await
            .unwrap()
            .resource;
        let nothing = layer(&router, "vif/a").await;
        assert_eq!(
            (nothing.value, nothing.updated_at, nothing.age_ms),
            (json!(null), None, None)
        );

        sim.world(&json!({"counters": true})).unwrap();
        for _ in 0..4 {
            router.refresh().await.unwrap();
            pass(&sim, &clock, Duration::from_secs(60));
        }
        let shown = layer(&router, "vif/a").await;
        assert_eq!(shown.updated_at, Some(START + 180_000), "{version}");
        assert_eq!(shown.age_ms, Some(60_000));
        assert_eq!(shown.source.unwrap().to_string(), "router");
        let telemetry = Telemetry::from_layer(&shown.value);
        let interface = &telemetry.series["vlan.rxBytes"];
        // Four looks, three minutes between the first and the last.
        let minutes: Vec<u64> = interface
            .minutes
            .increase
            .iter()
            .map(|held| held.unwrap())
            .collect();
        assert_eq!(
            (minutes.len(), minutes.iter().sum::<u64>()),
            (4, interface.total),
            "{version}"
        );
        assert!(interface.total > 0 && interface.resets == 0);
        assert!(
            telemetry.series.keys().any(|name| name.ends_with(".packets")),
            "{telemetry:?}"
        );

        // A resource that is one row shows its fields by their names in the schema.
        let web = layer(&router, &rule).await.value;
        assert_eq!(
            web["bytes"],
            json!(Telemetry::from_layer(&web).series["row.bytes"].last)
        );
        assert!(web["bytes"].as_u64() > web["packets"].as_u64(), "{web}");

        // Another process goes on where this one was, and sees that for an hour nobody looked.
        drop((router, nnc));
        let nnc = open(&home, &clock).await;
        let router = nnc.router("home").await.unwrap();
        assert_eq!(
            Telemetry::from_layer(&layer(&router, "vif/a").await.value),
            telemetry
        );
        pass(&sim, &clock, Duration::from_secs(1_800));
        router.refresh().await.unwrap();
        let later = Telemetry::from_layer(&layer(&router, "vif/a").await.value);
        let interface = &later.series["vlan.rxBytes"];
        assert!(interface.minutes.unplaced > 0 && interface.minutes.increase.contains(&None));
        assert_eq!(interface.hours.unplaced, 0);

        // The router counts from zero again, and is not believed to have sent less than nothing.
        let total = interface.total;
        sim.fault(&json!({"kind": "reboot", "at": 1})).unwrap();
        let lost = router
            .resources()
            .apply(
                "Vlan",
                &json!({"name": "v", "vlanId": 900, "parent": "ether1"}).to_string(),
            )
            .await;
        drop(lost);
        pass(&sim, &clock, Duration::from_secs(60));
        router.refresh().await.unwrap();
        let last = Telemetry::from_layer(&layer(&router, "vif/a").await.value);
        let interface = &last.series["vlan.rxBytes"];
        assert_eq!(interface.resets, 1, "{version}");
        assert!(interface.total > total && interface.total < 2 * total);
        assert_eq!(router.reconcile().await.unwrap(), [], "{version}");
    }
}

#[tokio::test]
async fn a_monitor_writes_telemetry_seldom_and_shows_the_youngest() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let clock = clock(1);
    let nnc = open(&home, &clock).await;
    let router = nnc.router("home").await.unwrap();
    router.virtual_interfaces().create(vec![tor("a")]).await.unwrap();
    sim.world(&json!({"counters": true})).unwrap();
    let mut news = nnc.subscribe(nnc::Filter::default().kind("monitor"), 10);
    let monitor = router.monitor(nnc::Pace {
        fastest: 1,
        slowest: 3_600_000,
    });
    // The first look writes; those after it, within the hour, do not.
    for state in ["down", "up"] {
        news.next().await;
        pass(&sim, &clock, Duration::from_secs(30));
        sim.world(&json!({"interfaces": {"ether5": state}})).unwrap();
    }
    news.next().await;
    let here = layer(&router, "vif/a").await;
    drop(monitor);
    let elsewhere = open(&home, &clock).await;
    let there = layer(&elsewhere.router("home").await.unwrap(), "vif/a").await;
    // Each look at the clock takes a millisecond.
    assert!(there.updated_at.unwrap() < START + 30_000);
    assert!(here.updated_at.unwrap() >= START + 60_000 && here.age_ms.unwrap() < 1_000);
    let events = router
        .resources()
        .history("vif/a", &[Layer::Telemetry], 100)
        .await
        .unwrap();
    assert_eq!(events.len(), 1);
}
