//! The client against a real Open vSwitch.

#![cfg(feature = "tokio")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail where it stands"
)]

mod support;

use openflow_rs::connection::{Batch, Client, Error, Event, Reconnect, Settings, Target, Tls, TlsPeer};
use openflow_rs::text::{Names, format_match, parse_flow};
use openflow_rs::wire::{ErrorCode, FlowEvent, FlowMonitor, FlowUpdate, Frame, Version};
use support::vswitchd::Vswitchd;

const VERSIONS: [Version; 3] = [Version::V1_3, Version::V1_4, Version::V1_5];

fn only(version: Version) -> Settings {
    Settings {
        versions: vec![version],
        ..Settings::default()
    }
}

async fn connect(switch: &Vswitchd, version: Version) -> Client {
    let target: Target = switch.target().parse().unwrap();
    let client = Client::connect_with(&target, only(version)).await.unwrap();
    assert_eq!(client.version(), version);
    client
}

fn batch(version: Version, flows: &[&str]) -> Batch {
    let mut batch = Batch::new(version);
    for flow in flows {
        batch.flow(&parse_flow(flow, &Names::new()).unwrap()).unwrap();
    }
    batch
}

async fn matches(client: &mut Client) -> Vec<String> {
    let flows = client.flows(0, 0).await.unwrap();
    let mut found: Vec<String> = flows
        .iter()
        .map(|flow| format_match(&flow.matches, flow.priority, &Names::new()))
        .collect();
    found.sort();
    found
}

#[tokio::test]
async fn flows_are_sent_and_refused_one_by_one() {
    let switch = Vswitchd::start("refused");
    for version in VERSIONS {
        let mut client = connect(&switch, version).await;
        let flows = [
            "priority=1,arp actions=drop",
            "priority=2,ip actions=group:77",
            "priority=3,ip actions=drop",
        ];
        let error = client.send(batch(version, &flows)).await.unwrap_err();
        let culprit = error.culprit().expect("one is named");
        assert_eq!(culprit.index, Some(1), "{error}");
        assert_eq!(culprit.code, Some(ErrorCode::OFPBAC_BAD_OUT_GROUP), "{error}");
        assert_eq!(culprit.message, "table=0,priority=2,ip actions=group:77");
        assert_eq!(matches(&mut client).await, ["priority=1,arp", "priority=3,ip"]);
        switch.ofctl(&[], "del-flows", &[]);
    }
}

#[tokio::test]
async fn a_bundle_with_one_bad_flow_applies_nothing_and_names_it() {
    let switch = Vswitchd::start("bundle");
    for version in VERSIONS {
        let mut client = connect(&switch, version).await;
        let mut flows: Vec<String> = (0..3000)
            .map(|i| format!("priority={i},ip actions=drop"))
            .collect();
        flows[1777] = "priority=9,udp actions=group:77".into();
        let flows: Vec<&str> = flows.iter().map(String::as_str).collect();
        let error = client.bundle(batch(version, &flows)).await.unwrap_err();
        let culprit = error.culprit().expect("one is named");
        assert_eq!(culprit.index, Some(1777), "{version} {error}");
        assert_eq!(culprit.message, "table=0,priority=9,udp actions=group:77");
        assert_eq!(error.code(), "switch-refused");
        assert!(matches(&mut client).await.is_empty(), "{version}");

        // The same connection goes on.
        client.bundle(batch(version, &flows[..1700])).await.unwrap();
        assert_eq!(matches(&mut client).await.len(), 1700);
        client.barrier().await.unwrap();
        switch.ofctl(&[], "del-flows", &[]);
    }
}

#[tokio::test]
async fn a_message_that_the_switch_cannot_read_spoils_its_bundle() {
    let switch = Vswitchd::start("unreadable");
    for version in VERSIONS {
        let mut client = connect(&switch, version).await;
        let mut all = batch(version, &["priority=5,arp actions=drop"]);
        all.push(|version, out| {
            let start = out.len();
            parse_flow("priority=6,arp actions=output:1", &Names::new())
                .unwrap()
                .encode_to(version, 0, out)?;
            // An action of type 0x7777.
            let length = out.len();
            out[length - 16..length - 14].fill(0x77);
            assert!(start < length);
            Ok(())
        })
        .unwrap();
        let error = client.bundle(all).await.unwrap_err();
        let culprit = error.culprit().expect("one is named");
        assert_eq!(
            (culprit.index, culprit.code),
            (Some(1), Some(ErrorCode::OFPBAC_BAD_TYPE)),
            "{version} {error}"
        );
        assert!(matches(&mut client).await.is_empty(), "{version}");
    }
}

#[tokio::test]
async fn a_monitor_tells_what_others_change() {
    let switch = Vswitchd::start("monitor");
    for version in VERSIONS {
        let mut client = connect(&switch, version).await;
        client
            .send(batch(version, &["priority=1,arp actions=drop"]))
            .await
            .unwrap();
        let mut monitor = FlowMonitor::of_changes(3);
        monitor.flags |= FlowMonitor::INITIAL;
        let mut initial = 0;
        client
            .monitor(&monitor, |frame| {
                initial += FlowUpdate::decode_all(frame).count();
                Ok(())
            })
            .await
            .unwrap();
        assert_eq!(initial, 1, "{version}");
        switch.ofctl(&[], "add-flow", &["cookie=5,priority=7,udp,actions=output:2"]);
        switch.ofctl(&[], "del-flows", &["arp"]);
        let mut seen = Vec::new();
        while seen.len() < 2 {
            let Event::Message(message) = client.next_message().await.unwrap() else {
                continue;
            };
            for update in FlowUpdate::decode_all(&Frame::parse(&message).unwrap()) {
                let FlowUpdate::Flow(flow) = update.unwrap() else {
                    panic!("a flow is told of")
                };
                seen.push((flow.event, flow.priority, flow.cookie, flow.actions.len()));
            }
        }
        assert_eq!(
            seen,
            [
                (FlowEvent::Added, 7, 5, 1),
                (FlowEvent::Removed(2), 1, 0, seen[1].3)
            ],
            "{version}"
        );
        switch.ofctl(&[], "del-flows", &[]);
    }
}

#[tokio::test]
async fn a_switch_that_comes_back_is_connected_again() {
    let mut switch = Vswitchd::start("reconnect");
    let mut switches = Reconnect::new(switch.target().parse().unwrap(), Settings::default());
    let mut client = switches.next().await.unwrap();
    client
        .send(batch(client.version(), &["arp actions=drop"]))
        .await
        .unwrap();
    switch.crash();
    let error = loop {
        match client.next_message().await {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert!(error.is_retryable(), "{error}");
    assert_eq!(client.barrier().await.unwrap_err().code(), "switch-disconnected");
    let mut client = switches.next().await.unwrap();
    assert!(
        matches(&mut client).await.is_empty(),
        "a new process has no flows"
    );
}

#[tokio::test]
async fn a_version_that_the_switch_does_not_speak_is_refused() {
    let switch = Vswitchd::start("versions");
    switch.vsctl(&["set", "bridge", "br0", "protocols=OpenFlow13"]);
    let target = switch.target().parse().unwrap();
    let error = Client::connect_with(&target, only(Version::V1_5))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "openflow-version-mismatch", "{error}");
    let client = Client::connect(&target).await.unwrap();
    assert_eq!(client.version(), Version::V1_3);
    let nowhere: Target = "unix:/nonexistent/br0.mgmt".parse().unwrap();
    assert_eq!(
        Client::connect(&nowhere).await.unwrap_err().code(),
        "switch-unreachable"
    );
}

/// An authority, a certificate of it for `name`, and the key of that: PEM.
fn certificates(name: &str) -> (String, Vec<(String, String)>) {
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    // OpenSSL takes a certificate whose issuer has its own name for one that vouches for itself.
    authority.distinguished_name.push(DnType::CommonName, "authority");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let root = authority.self_signed(&key).unwrap().pem();
    let issuer = Issuer::new(authority, key);
    let pair = |name: &str| {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()])
            .unwrap()
            .signed_by(&key, &issuer)
            .unwrap();
        (certificate.pem(), key.serialize_pem())
    };
    (root, vec![pair(name), pair("controller")])
}

#[tokio::test]
async fn tcp_and_tls_reach_the_switch_and_strangers_do_not() {
    let switch = Vswitchd::start("tls");
    let (root, pairs) = certificates("localhost");
    let files: Vec<String> = [
        ("key.pem", &pairs[0].1),
        ("cert.pem", &pairs[0].0),
        ("ca.pem", &root),
    ]
    .iter()
    .map(|(name, text)| {
        std::fs::write(switch.path(name), text).unwrap();
        switch.path(name)
    })
    .collect();
    switch.vsctl(&["set-ssl", &files[0], &files[1], &files[2]]);
    let port = listening_port(&switch, "ptcp:0:127.0.0.1");
    let target = Target::Tcp {
        host: "127.0.0.1".into(),
        port,
    };
    let mut client = Client::connect(&target).await.unwrap();
    client.barrier().await.unwrap();

    let port = listening_port(&switch, "pssl:0:127.0.0.1");
    let tls = |pair: &(String, String), root: &str, peer| {
        Tls::from_pem(pair.1.as_bytes(), pair.0.as_bytes(), root.as_bytes(), peer).unwrap()
    };
    let secure = |host: &str, tls| Target::Tls {
        host: host.into(),
        port,
        tls: Some(tls),
    };
    let named = tls(&pairs[1], &root, TlsPeer::Named);
    let mut client = Client::connect(&secure("localhost", named.clone()))
        .await
        .unwrap();
    client.barrier().await.unwrap();
    // The certificate is for localhost.
    let error = Client::connect(&secure("127.0.0.1", named)).await.unwrap_err();
    assert_eq!(error.code(), "switch-tls-failed", "{error}");
    let any = tls(&pairs[1], &root, TlsPeer::AnyOfTheAuthority);
    Client::connect(&secure("127.0.0.1", any)).await.unwrap();
    // A switch of another authority is not trusted, whatever its name.
    let (stranger, _) = certificates("localhost");
    let wary = tls(&pairs[1], &stranger, TlsPeer::AnyOfTheAuthority);
    let error = Client::connect(&secure("localhost", wary)).await.unwrap_err();
    assert_eq!(error.code(), "switch-tls-failed", "{error}");
    assert!(matches!(
        Tls::from_pem(b"", b"", b"", TlsPeer::Named),
        Err(Error::Tls(_))
    ));
}

/// Has the bridge listen on a port that the system chooses, which only the log tells.
fn listening_port(switch: &Vswitchd, listen: &str) -> u16 {
    let said = || -> Vec<u16> {
        let log = std::fs::read_to_string(switch.path("vswitchd.log")).unwrap();
        let ports = log
            .lines()
            .filter_map(|line| line.split_once("listening on port ")?.1.trim().parse().ok());
        ports.collect()
    };
    let before = said().len();
    switch.vsctl(&["set-controller", "br0", listen]);
    loop {
        if let Some(port) = said().get(before) {
            return *port;
        }
        std::thread::yield_now();
    }
}
