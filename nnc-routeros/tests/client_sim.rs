//! The clients against a simulated router on real sockets: plain, TLS, REST, old logins, many rows.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::net::SocketAddr;

use nnc_routeros::client::{
    ApiClient, ApiSession, Credentials, Fingerprint, ListenEvent, LoginMethod, Settings, TcpConnector,
    TlsPolicy,
};
use nnc_routeros::error::{Delivery, Error};
use nnc_routeros::rest::RestClient;
use nnc_routeros::transport::{Command, Response, Row, Transport};
use proptest::prelude::*;
use routeros_sim::{SimConfig, SimHandle};
use serde_json::{Value as Json, json};

const VERSION: &str = "7.22.3";
const LOCAL: &str = "127.0.0.1:0";

fn config() -> SimConfig {
    SimConfig::new(VERSION)
        .unwrap()
        .password("secret")
        .seed(1)
        .clock_ms(1_800_000_000_000)
}

fn credentials() -> Credentials {
    Credentials::new("admin", "secret")
}

fn host(address: SocketAddr) -> (String, u16) {
    (address.ip().to_string(), address.port())
}

fn tls(address: Option<SocketAddr>, policy: TlsPolicy) -> TcpConnector {
    let (host, port) = host(address.unwrap());
    TcpConnector::tls(host, port, policy).unwrap()
}

async fn api(sim: &SimHandle) -> ApiSession {
    ApiSession::login(sim.connect(), credentials(), Settings::default())
        .await
        .unwrap()
}

fn rest(sim: &SimHandle) -> RestClient {
    let (host, port) = host(sim.rest_address().unwrap());
    let connector = TcpConnector::plain(host.as_str(), port);
    RestClient::new(connector, &host, &credentials(), Settings::default()).unwrap()
}

#[tokio::test]
async fn tls_is_verified_or_pinned_or_openly_insecure() {
    let sim = config().api_ssl(LOCAL).rest_ssl(LOCAL).start().await.unwrap();
    let pin: Fingerprint = sim.fingerprint().unwrap().parse().unwrap();
    let wrong = Fingerprint::of(b"another certificate");
    let identity = || vec![Command::print("/system/identity")];
    for (policy, expected) in [
        (TlsPolicy::Pinned(pin), Ok(())),
        (TlsPolicy::Insecure, Ok(())),
        (TlsPolicy::Pinned(wrong), Err("tls-failed")),
        (TlsPolicy::SystemRoots, Err("tls-failed")),
    ] {
        let api = ApiClient::new(
            tls(sim.api_ssl_address(), policy),
            credentials(),
            Settings::default(),
        );
        let result = api.read(identity()).await.map(drop).map_err(|error| error.code());
        assert_eq!(result, expected, "api, {policy:?}");
        let connector = tls(sim.rest_ssl_address(), policy);
        let rest = RestClient::new(connector, "127.0.0.1", &credentials(), Settings::default()).unwrap();
        let result = rest
            .read(identity())
            .await
            .map(drop)
            .map_err(|error| error.code());
        assert_eq!(result, expected, "rest, {policy:?}");
    }
}

#[tokio::test]
async fn a_refused_certificate_is_refused_before_the_password_leaves() {
    let sim = config().api_ssl(LOCAL).start().await.unwrap();
    let connector = tls(sim.api_ssl_address(), TlsPolicy::SystemRoots);
    let client = ApiClient::new(connector, credentials(), Settings::default());
    assert_eq!(
        client
            .execute_one(Command::print("/interface"))
            .await
            .unwrap_err()
            .code(),
        "tls-failed"
    );
    assert_eq!(sim.log()["commands"], json!([]));
}

#[tokio::test]
async fn a_wrong_password_is_called_that_over_each_transport() {
    let sim = config().rest(LOCAL).start().await.unwrap();
    let wrong = Credentials::new("admin", "wrong");
    let error = ApiSession::login(sim.connect(), wrong.clone(), Settings::default())
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.delivery()),
        ("login-failed", Delivery::NotSent)
    );
    let (host, port) = host(sim.rest_address().unwrap());
    let connector = TcpConnector::plain(host.as_str(), port);
    let rest = RestClient::new(connector, &host, &wrong, Settings::default()).unwrap();
    assert_eq!(
        rest.execute_one(Command::print("/interface"))
            .await
            .unwrap_err()
            .code(),
        "login-failed"
    );
}

#[tokio::test]
async fn nobody_listening_is_called_that() {
    let listener = tokio::net::TcpListener::bind(LOCAL).await.unwrap();
    let (host, port) = host(listener.local_addr().unwrap());
    drop(listener);
    let client = ApiClient::new(
        TcpConnector::plain(host, port),
        credentials(),
        Settings::default(),
    );
    let error = client.execute_one(Command::new("/x", "add")).await.unwrap_err();
    assert_eq!(
        (error.code(), error.delivery()),
        ("router-unreachable", Delivery::NotSent)
    );
}

#[tokio::test]
async fn the_old_login_works_only_when_opted_in() {
    let sim = config().legacy_login(true).start().await.unwrap();
    let plain = ApiSession::login(sim.connect(), credentials(), Settings::default())
        .await
        .unwrap_err();
    assert_eq!(plain.code(), "login-challenge-refused");
    let legacy = Credentials {
        method: LoginMethod::Legacy,
        ..credentials()
    };
    let session = ApiSession::login(sim.connect(), legacy, Settings::default())
        .await
        .unwrap();
    assert!(session.execute_one(Command::print("/interface")).await.is_ok());
    let wrong = Credentials {
        method: LoginMethod::Legacy,
        ..Credentials::new("admin", "wrong")
    };
    let error = ApiSession::login(sim.connect(), wrong, Settings::default())
        .await
        .unwrap_err();
    assert_eq!(error.code(), "login-failed");
}

#[tokio::test]
async fn changes_are_heard_while_other_commands_run() {
    let sim = config().start().await.unwrap();
    let session = api(&sim).await;
    let mut changes = session
        .listen("/interface/list", vec![".id".to_owned(), "name".to_owned()])
        .await
        .unwrap();
    let added = session
        .execute_one(Command::new("/interface/list", "add").with("name", "iot"))
        .await
        .unwrap();
    let id = added.ret_str().unwrap().to_owned();
    let ListenEvent::Changed(row) = changes.next().await.unwrap().unwrap() else {
        panic!("not a change")
    };
    assert_eq!(
        (row.get_str(".id"), row.get_str("name")),
        (Some(id.as_str()), Some("iot"))
    );
    session
        .execute_one(Command::new("/interface/list", "remove").with(".id", &id))
        .await
        .unwrap();
    let ListenEvent::Removed(row) = changes.next().await.unwrap().unwrap() else {
        panic!("not a removal")
    };
    assert_eq!(row.get_str(".id"), Some(id.as_str()));
}

/// A router with `count` mangle rules.
async fn crowded(count: usize) -> SimHandle {
    let rules: Vec<Json> = (0..count)
        .map(|n| json!({"chain": "prerouting", "action": "mark-packet", "new-packet-mark": format!("m{n}"), "comment": format!("rule {n}")}))
        .collect();
    config()
        .fixture(json!({"/ip/firewall/mangle": rules}))
        .start()
        .await
        .unwrap()
}

#[tokio::test]
async fn ten_thousand_rows_come_whole_and_in_order_to_a_slow_reader_too() {
    const ROWS: usize = 10_000;
    let sim = crowded(ROWS).await;
    let session = api(&sim).await;
    let print = || Command::print("/ip/firewall/mangle").proplist([".id", "new-packet-mark", "comment"]);
    let right = |n: usize, row: &Row| row.get_str("new-packet-mark") == Some(format!("m{n}").as_str());
    let rows = session.execute_one(print()).await.unwrap().rows;
    assert_eq!(rows.len(), ROWS);
    assert!(rows.iter().enumerate().all(|(n, row)| right(n, row)));

    let mut stream = session.stream(print()).await.unwrap();
    for n in 0..ROWS {
        let row = stream.next().await.unwrap().unwrap();
        assert!(right(n, &row), "row {n}");
        if n % 1000 == 0 {
            // Somebody else's command is answered in the middle of it.
            assert!(
                session
                    .execute_one(Command::print("/system/identity"))
                    .await
                    .is_ok()
            );
        }
    }
    assert!(stream.next().await.is_none());
}

/// A command of a random list, by number so that it can be shrunk.
#[derive(Debug, Clone)]
enum Step {
    Add {
        name: u8,
        vlan: u16,
    },
    AddAddress {
        octet: u8,
        interface: u8,
    },
    Set {
        row: u8,
        key: &'static str,
        value: String,
    },
    SetSingleton {
        name: String,
    },
    Remove {
        row: u8,
    },
    Enable {
        row: u8,
        on: bool,
    },
    Print {
        row: u8,
    },
    Unknown,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let text = "[ -~]{0,12}";
    let step = prop_oneof![
        4 => (0_u8..6, 1_u16..4100).prop_map(|(name, vlan)| Step::Add { name, vlan }),
        2 => (0_u8..4, 0_u8..6).prop_map(|(octet, interface)| Step::AddAddress { octet, interface }),
        2 => (0_u8..8, text).prop_map(|(row, value)| Step::Set { row, key: "comment", value }),
        1 => (0_u8..8, 0_u16..4100).prop_map(|(row, id)| Step::Set { row, key: "vlan-id", value: id.to_string() }),
        1 => (0_u8..8, 0_u8..6).prop_map(|(row, name)| Step::Set { row, key: "name", value: format!("v{name}") }),
        1 => (0_u8..8).prop_map(|row| Step::Set { row, key: "no-such-key", value: String::new() }),
        1 => "[a-z]{1,8}".prop_map(|name| Step::SetSingleton { name }),
        2 => (0_u8..8).prop_map(|row| Step::Remove { row }),
        1 => (0_u8..8, any::<bool>()).prop_map(|(row, on)| Step::Enable { row, on }),
        2 => (0_u8..8).prop_map(|row| Step::Print { row }),
        1 => Just(Step::Unknown),
    ];
    prop::collection::vec(step, 1..25)
}

/// An `.id` that no row has.
const NO_ROW: &str = "*FFFF";

/// The `.id` that a row number stands for: one that was added, or one that never was.
fn id(added: &[String], row: u8) -> String {
    added
        .get(usize::from(row))
        .cloned()
        .unwrap_or_else(|| NO_ROW.to_owned())
}

fn command(step: &Step, added: &[String]) -> Command {
    let vlan = |verb: &str| Command::new("/interface/vlan", verb);
    match step {
        Step::Add { name, vlan: tag } => vlan("add")
            .with("name", format!("v{name}"))
            .with("vlan-id", tag.to_string())
            .with("interface", "ether1"),
        Step::AddAddress { octet, interface } => Command::new("/ip/address", "add")
            .with("address", format!("10.9.{octet}.1/24"))
            .with("interface", format!("v{interface}")),
        // Doubly wrong: REST looks for the row first, the API at the parameters.
        Step::Set {
            row,
            key: "no-such-key",
            ..
        } if id(added, *row) == NO_ROW => vlan("frobnicate"),
        Step::Set { row, key, value } => vlan("set").with(".id", id(added, *row)).with(*key, value),
        Step::SetSingleton { name } => Command::new("/system/identity", "set").with("name", name),
        Step::Remove { row } => vlan("remove").with(".id", id(added, *row)),
        Step::Enable { row, on } => vlan(if *on { "enable" } else { "disable" }).with(".id", id(added, *row)),
        Step::Print { row } => Command::print("/interface/vlan")
            .query(format!("name=v{row}"))
            .proplist([".id", "name", "vlan-id"]),
        Step::Unknown => Command::new("/interface/vlan", "frobnicate"),
    }
}

/// What a program sees of a result, in an order of its own: rows sorted by key.
fn seen(result: &Result<Response, Error>) -> String {
    match result {
        Ok(response) => {
            let rows: Vec<Vec<_>> = response
                .rows
                .iter()
                .map(|row| {
                    let mut fields: Vec<_> = row
                        .iter()
                        .map(|(key, value)| (String::from_utf8_lossy(key), String::from_utf8_lossy(value)))
                        .collect();
                    fields.sort();
                    fields
                })
                .collect();
            format!("{:?} {rows:?}", response.ret_str())
        }
        Err(error) => format!("{} {:?}", error.code(), error.delivery()),
    }
}

async fn run(transport: &dyn Transport, steps: &[Step]) -> Vec<String> {
    let mut added = Vec::new();
    let mut results = Vec::new();
    for step in steps {
        let result = transport.execute_one(command(step, &added)).await;
        if let (Step::Add { .. }, Ok(response)) = (step, &result) {
            added.extend(response.ret_str().map(str::to_owned));
        }
        if let (Step::Remove { row }, Ok(_)) = (step, &result) {
            added[usize::from(*row)] = NO_ROW.to_owned();
        }
        results.push(seen(&result));
    }
    results
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("NNC_SOAK").is_some() { 2_000 } else { 40 }))]

    /// The same commands get the same results, and leave the same router, over the API and over REST.
    #[test]
    fn each_transport_does_the_same(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let sims = (config().start().await.unwrap(), config().rest(LOCAL).start().await.unwrap());
            let over_api = run(&api(&sims.0).await, &steps).await;
            let over_rest = run(&rest(&sims.1), &steps).await;
            for (step, (api, rest)) in steps.iter().zip(over_api.iter().zip(&over_rest)) {
                assert_eq!(api, rest, "{step:?}");
            }
            let state = |sim: &SimHandle| {
                let state = sim.state();
                ["/interface/vlan", "/ip/address", "/system/identity"].map(|menu| state["menus"][menu].clone())
            };
            assert_eq!(state(&sims.0), state(&sims.1));
        });
    }
}
