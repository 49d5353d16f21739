//! Watching, flushing and judging a simulated router.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod adapter_support;

use std::time::Duration;

use adapter_support::*;
use nnc_core::change::Effect;
use nnc_core::object::Kind;
use nnc_core::ports::{RouterError, RouterPort};
use nnc_routeros::kinds;
use nnc_routeros::transport::{Command, Transport, TransportKind};
use serde_json::json;

#[tokio::test(start_paused = true)]
async fn a_router_tells_of_changes_until_the_connection_ends() {
    let sim = Sim::start(config("7.22.3")).await;
    let (port, _) = sim.port(TransportKind::Api);
    assert!(port.capabilities().await.unwrap().watch);
    let client = sim.client();
    let mut watch = port.watch().await.unwrap();
    let rule = |comment: &str| {
        Command::new("/ip/firewall/filter", "add")
            .with("chain", "forward")
            .with("action", "accept")
            .with("comment", comment)
    };
    client.execute_one(rule("one")).await.unwrap();
    assert_eq!(watch.next().await.unwrap().kinds, [kinds::FILTER].into());

    // Nobody reads for a while: what is told then is told together.
    for text in ["two", "three"] {
        client.execute_one(rule(text)).await.unwrap();
    }
    let address = Command::new("/ip/address", "add")
        .with("address", "10.0.0.1/24")
        .with("interface", "ether3");
    client.execute_one(address).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let told = watch.next().await.unwrap();
    assert!(
        told.kinds.is_superset(&[kinds::FILTER, kinds::ADDRESS].into()),
        "{told:?}"
    );
    assert!(told.merged >= 2, "{told:?}");

    // A restart ends it, and that is told: nobody knows what happens meanwhile.
    sim.0.fault(&json!({"kind": "reboot", "at": 1})).unwrap();
    let lost = client
        .execute_one(Command::new("/ip/dns", "set").with("cache-size", "2048"))
        .await;
    assert!(lost.is_err());
    let mut ended = watch.next().await;
    while ended.is_ok() {
        ended = watch.next().await;
    }
    assert!(matches!(ended, Err(RouterError::ConnectionLost(_))), "{ended:?}");
}

#[tokio::test(start_paused = true)]
async fn over_rest_a_router_tells_nothing_by_itself() {
    let sim = Sim::start(config("7.22.3")).await;
    let (port, _) = sim.port(TransportKind::Rest);
    assert!(!port.capabilities().await.unwrap().watch);
    assert!(matches!(
        port.watch().await.err(),
        Some(RouterError::Unsupported(_))
    ));
}

#[tokio::test(start_paused = true)]
async fn only_the_connections_concerned_are_forgotten() {
    for kind in [TransportKind::Api, TransportKind::Rest] {
        let mut fixture = lived_in();
        let mut connections = vec![
            json!({"protocol": "tcp", "src-address": "192.168.88.2:50000", "dst-address": "192.168.88.1:8728", "reply-src-address": "192.168.88.1:8728", "reply-dst-address": "192.168.88.2:50000"}),
            json!({"protocol": "udp", "src-address": "192.168.88.50:5353", "dst-address": "192.168.88.1:53", "reply-src-address": "192.168.88.1:53", "reply-dst-address": "192.168.88.50:5353"}),
            json!({"protocol": "tcp", "src-address": "192.168.88.51:40000", "dst-address": "1.1.1.1:443", "reply-src-address": "1.1.1.1:443", "reply-dst-address": "198.51.100.2:40000"}),
        ];
        connections.extend((0..200).map(|port| {
            json!({"protocol": "tcp", "src-address": format!("192.168.88.50:{}", 1000 + port), "dst-address": "1.1.1.1:443", "reply-src-address": "1.1.1.1:443", "reply-dst-address": format!("198.51.100.2:{}", 1000 + port)})
        }));
        fixture["/ip/firewall/connection"] = json!(connections);
        fixture["/ip/arp"] =
            json!([{"address": "192.168.88.51", "mac-address": "02:00:00:00:00:51", "interface": "bridge"}]);
        let sim = Sim::start(config("7.22.3").fixture(fixture)).await;
        let (port, traffic) = sim.port(kind);
        let left = || sim.rows("/ip/firewall/connection").len();
        assert_eq!(left(), 203);

        let network = Effect::FlushConnections {
            networks: vec!["192.168.88.50/32".parse().unwrap()],
            devices: vec![],
        };
        port.run(&network).await.unwrap();
        assert_eq!(left(), 2, "{kind:?}");
        assert_eq!(
            traffic
                .take()
                .iter()
                .map(Vec::len)
                .filter(|&size| size > 0)
                .count(),
            2,
            "{kind:?}"
        );
        let known = Effect::FlushConnections {
            networks: vec![],
            devices: vec!["02:00:00:00:00:51".parse().unwrap()],
        };
        port.run(&known).await.unwrap();
        assert_eq!(left(), 1, "{kind:?}");
        // Nobody knows this one, so everybody's are forgotten, but not the administrator's own session.
        let unknown = Effect::FlushConnections {
            networks: vec![],
            devices: vec!["02:00:00:00:00:99".parse().unwrap()],
        };
        port.run(&unknown).await.unwrap();
        assert_eq!(left(), 1, "{kind:?}");
        port.run(&unknown).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn judging_reads_more_than_planning_and_no_secret() {
    let mut fixture = lived_in();
    fixture["/interface/wireguard"] =
        json!([{"name": "wg", "private-key": "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk="}]);
    let sim = Sim::start(config("7.22.3").fixture(fixture)).await;
    let (port, _) = sim.port(TransportKind::Api);
    let seen = port.observe_all().await.unwrap();
    assert_eq!(seen.rows(&Kind::new("/ip/settings")).len(), 1);
    let tunnels = seen.rows(&Kind::new("/interface/wireguard"));
    assert_eq!(tunnels.len(), 1);
    assert!(!format!("{seen:?}").contains("yAnz5TF"));
    assert_eq!(port.observe().await.unwrap().kinds.len(), kinds::OBSERVED.len());
}
