//! Secrets are in nothing that is logged, printed or kept: a life of routers over every transport, heard at the lowest
//! level of every crate, and then a search for each secret in every form.
//!
//! What the command line says is searched in `examples/cli/tests/secrets.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

#[path = "support/canary.rs"]
mod canary;
#[path = "support/hand.rs"]
mod hand;
#[path = "support/recorder.rs"]
mod recorder;
mod support;

use std::fmt::Debug;
use std::path::Path;

use canary::Canary;
use hand::{Hand, row};
use nnc::{AddRouter, Error, KeySource, Layer, Nnc, Options, Pace, Secret, Trust};
use nnc_core::decode::{self, Raw};
use nnc_core::model::WireGuardClient;
use nnc_core::ports::RouterError;
use nnc_routeros::client::Credentials;
use nnc_routeros::rest::RestRequest;
use nnc_routeros::transport::{Command, Response};
use routeros_sim::{SimConfig, SimHandle};
use serde::Serialize;
use serde_json::json;

/// Every character that some form writes in another way.
const PASSWORD: &str = "canary \"password\" with \\ and %&=+/";
const WRONG: &str = "canary \"wrong\" password";
const EXPORT: &str = "canary export \"passphrase\"";
const KEY_PASSPHRASE: &str = "canary key \"passphrase\"";
/// Private keys: their 32 bytes start with `CANARY-`.
const FIRST: &str = "Q0FOQVJZLWZpcnN0LXByaXZhdGUta2V5LTAxMjM0NTY=";
const OTHER: &str = "Q0FOQVJZLW90aGVyLXByaXZhdGUta2V5LTAxMjM0NTY=";
const BY_HAND: &str = "Q0FOQVJZLWJ5aGFuZC1wcml2YXRlLWtleS0wMTIzNDU=";

fn canaries() -> Vec<Canary> {
    let mut all = vec![
        Canary::text("the password", PASSWORD),
        Canary::text("the wrong password", WRONG),
        Canary::text("the passphrase of the export", EXPORT),
        Canary::text("the passphrase of the key", KEY_PASSPHRASE),
        Canary::text("the first key", FIRST),
        Canary::text("the other key", OTHER),
        Canary::text("the key by hand", BY_HAND),
    ];
    all.push(Canary::bytes("the bytes of a key", b"CANARY-"));
    all
}

fn found_in(place: &[u8]) -> Vec<String> {
    canaries()
        .iter()
        .flat_map(|canary| canary.found_in(place))
        .collect()
}

/// Everything that the program was told, as it would show it.
#[derive(Default)]
struct Told(String);

impl Told {
    fn shown<T: Debug>(&mut self, value: &T) {
        self.0.push_str(&format!("{value:?}\n{value:#?}\n"));
    }

    fn value<T: Debug + Serialize>(&mut self, value: T) -> T {
        self.shown(&value);
        self.0.push_str(&serde_json::to_string(&value).unwrap());
        value
    }

    /// Says whether it went well.
    fn either<T: Debug + Serialize>(&mut self, result: Result<T, Error>) -> bool {
        match result {
            Ok(value) => {
                self.value(value);
                true
            }
            failed => {
                self.error(failed);
                false
            }
        }
    }

    fn error<T: Debug>(&mut self, result: Result<T, Error>) -> Error {
        let error = result.unwrap_err();
        self.0.push_str(&format!("{error}\n"));
        self.value(error)
    }
}

fn config() -> SimConfig {
    SimConfig::new("7.22.3")
        .unwrap()
        .user("admin")
        .password(PASSWORD)
        .fixture(support::lived_in())
        .api("127.0.0.1:0")
        .api_ssl("127.0.0.1:0")
        .rest("127.0.0.1:0")
        .rest_ssl("127.0.0.1:0")
}

#[derive(Debug, Clone, Copy)]
enum Over {
    Api,
    ApiTls,
    Rest,
    RestTls,
}

impl Over {
    /// Without it a secret that is on the router cannot be changed: taking that back would need the secret.
    fn has_safe_mode(self) -> bool {
        matches!(self, Self::Api | Self::ApiTls)
    }
}

fn add(sim: &SimHandle, over: Over, password: &str) -> AddRouter {
    let (scheme, address) = match over {
        Over::Api => ("routeros+api", sim.api_address()),
        Over::ApiTls => ("routeros+apis", sim.api_ssl_address()),
        Over::Rest => ("routeros+http", sim.rest_address()),
        Over::RestTls => ("routeros+https", sim.rest_ssl_address()),
    };
    AddRouter {
        name: "home".to_owned(),
        url: format!("{scheme}://admin@{}", address.unwrap()).parse().unwrap(),
        trust: match over {
            Over::Api | Over::Rest => Trust::System,
            Over::ApiTls | Over::RestTls => Trust::Pin(sim.fingerprint().unwrap().to_owned()),
        },
        password: password.into(),
        offline: false,
    }
}

fn options(data: &Path) -> Options {
    Options::new(data).keys(KeySource::Passphrase(KEY_PASSPHRASE.into()))
}

const OFFICE: &str = "wire-guard-client/office";

fn office(key: &str, port: u16) -> String {
    json!({"name": "office", "privateKey": key, "listenPort": port}).to_string()
}

/// A life of a router: everything that handles secrets happens, and everything that could show them is asked for.
async fn live(over: Over, told: &mut Told) {
    let (data, elsewhere, files) = (
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    );
    let sim = config().start().await.unwrap();
    let opening = options(data.path());
    let nnc = opening.open().await.unwrap();
    told.shown(&nnc);
    let mut events = nnc.subscribe(nnc::Filter::default(), 4096);
    let adding = add(&sim, over, WRONG);
    told.shown(&adding);
    let wrong = told.error(nnc.add_router(adding).await);
    assert_eq!(wrong.code, "login-failed", "{over:?}");
    told.value(nnc.add_router(add(&sim, over, PASSWORD)).await.unwrap());
    let router = nnc.router("home").await.unwrap();
    told.shown(&router);
    let watching = router.monitor(Pace::default());
    told.value(
        router
            .virtual_interfaces()
            .create(vec![support::tor("a")])
            .await
            .unwrap(),
    );

    // Planned, made, changed; refused by nnc, by the router in words that repeat the key, and cut short.
    let resources = router.resources();
    let kind = "WireGuardClient";
    told.value(resources.plan_apply(kind, &office(FIRST, 13231)).await.unwrap());
    told.value(resources.apply(kind, &office(FIRST, 13231)).await.unwrap());
    told.value(resources.plan_apply(kind, &office(OTHER, 13232)).await.unwrap());
    told.error(resources.apply(kind, &office(&OTHER[1..], 13232)).await);
    told.error(resources.apply(kind, &format!("{{\"privateKey\": {FIRST}")).await);
    for fault in [
        json!({"kind": "trap", "at": 1, "message": format!("failure: bad private-key {OTHER}")}),
        json!({"kind": "drop", "at": 1}),
        json!({"kind": "drop-after", "at": 1}),
        json!({"kind": "reboot", "at": 1}),
    ] {
        sim.fault(&fault).unwrap();
        told.either(resources.apply(kind, &office(OTHER, 13232)).await);
        sim.clear_fault();
        told.value(router.recover().await.unwrap());
    }
    let changed = told.either(resources.apply(kind, &office(OTHER, 13232)).await);
    assert_eq!(changed, over.has_safe_mode(), "{over:?}");

    // Somebody changes it by hand.
    let hand = Hand::with(&sim, Credentials::new("admin", PASSWORD)).await;
    hand.set(
        &row(&sim, "/interface/wireguard", "wire-guard-client/office:row"),
        "private-key",
        BY_HAND,
    )
    .await
    .unwrap();
    told.value(router.refresh().await.unwrap());
    told.value(router.drift().await.unwrap());
    assert_eq!(told.either(router.repair().await), over.has_safe_mode());

    // Everything that tells of it.
    let all = Layer::ALL;
    told.value(resources.list().await.unwrap());
    told.value(resources.show(OFFICE, &all).await.unwrap());
    told.value(resources.history(OFFICE, &all, 1000).await.unwrap());
    told.value(resources.at(OFFICE, u64::MAX >> 1, &all).await.unwrap());
    told.value(resources.diff(OFFICE, 0, u64::MAX >> 1, &all).await.unwrap());
    told.value(resources.impact(OFFICE).await.unwrap());
    told.value(router.verify_leaks(None).await.unwrap());
    told.value(nnc.check_databases(None).await.unwrap());
    told.value(nnc.back_up(Some("home")).await.unwrap());
    drop(watching);

    // Out, away, back, and under another key.
    let file = files.path().join("home.nnc");
    told.value(
        nnc.export_router("home", &file, Some(EXPORT.into()))
            .await
            .unwrap(),
    );
    let there = options(elsewhere.path()).open().await.unwrap();
    told.error(there.import_router(&file, None, Some(WRONG.into())).await);
    told.value(
        there
            .import_router(&file, None, Some(EXPORT.into()))
            .await
            .unwrap(),
    );
    told.value(there.router("home").await.unwrap().reconcile().await.unwrap());
    told.value(nnc.remove_router("home", true).await.unwrap());
    told.value(nnc.restore_router("home", None, None).await.unwrap());
    told.error(nnc.rotate_key().await);
    nnc.move_key(KeySource::File).await.unwrap();
    drop(nnc);
    let keyless = options(data.path()).open().await.unwrap();
    told.error(keyless.router("home").await.unwrap().reconcile().await);
    drop(keyless);
    let nnc = Nnc::open(data.path()).await.unwrap();
    nnc.rotate_key().await.unwrap();
    let router = nnc.router("home").await.unwrap();
    told.value(router.reconcile().await.unwrap());
    told.value(router.resources().delete(OFFICE, false).await.unwrap());
    told.value(router.resources().deleted().await.unwrap());
    nnc.set_password("home", WRONG.into()).await.unwrap();
    told.error(router.reconcile().await);
    while let Some(event) = events.try_next() {
        told.shown(&event);
    }

    let mut searched = 0;
    for directory in [data.path(), elsewhere.path(), files.path()] {
        searched += search(directory);
    }
    assert!(
        searched > 100_000,
        "{over:?}: only {searched} bytes were searched"
    );
}

/// Searches every file, and gives how many bytes that were.
fn search(directory: &Path) -> usize {
    let mut searched = 0;
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            searched += search(&path);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(found_in(&bytes), [""; 0], "{}", path.display());
        searched += bytes.len();
    }
    searched
}

#[tokio::test]
async fn no_secret_is_logged_shown_or_kept_over_any_transport() {
    recorder::listen();
    let mut told = Told::default();
    for over in [Over::Api, Over::ApiTls, Over::Rest, Over::RestTls] {
        live(over, &mut told).await;
    }
    let heard = recorder::heard();
    for target in ["nnc_state::", "nnc_routeros::", "rustls::"] {
        assert!(heard.contains(target), "{target} was not heard");
    }
    assert!(heard.len() > 10_000, "only {} bytes were heard", heard.len());
    assert!(told.0.len() > 100_000, "only {} bytes were told", told.0.len());
    println!(
        "measured: {} bytes of log, {} bytes of answers and errors searched",
        heard.len(),
        told.0.len()
    );
    assert_eq!(found_in(heard.as_bytes()), [""; 0]);
    assert_eq!(found_in(told.0.as_bytes()), [""; 0]);
}

/// The recorder hears what it must, in all the ways to say something.
#[test]
fn a_planted_secret_is_found() {
    recorder::listen();
    let planted = "PLANTED-\"canary\"";
    let canary = Canary::text("it", planted);
    let found = |what: &str| {
        let heard = recorder::heard();
        let line = heard.lines().find(|line| line.contains(what));
        let line = line.unwrap_or_else(|| panic!("{what} was not heard"));
        assert_ne!(canary.found_in(line.as_bytes()), [""; 0], "{what}: {line}");
    };
    tracing::trace!("planted-1 {planted}");
    found("planted-1");
    tracing::debug!(value = planted, "planted-2");
    found("planted-2");
    tracing::trace!(value = ?planted.as_bytes(), "planted-3");
    found("planted-3");
    tracing::trace!(value = %RouterError::Refused(planted.to_owned()), "planted-4");
    found("planted-4");
    let _span = tracing::trace_span!("planted-5", value = planted).entered();
    found("planted-5");
    log::trace!(target: "of-a-dependency", "planted-6 {}", serde_json::to_string(planted).unwrap());
    found("planted-6");
}

/// What can hold a secret shows that it does, and nothing of it.
#[test]
fn what_holds_a_secret_does_not_show_it() {
    let mut told = Told::default();
    told.shown(&Secret::from(PASSWORD));
    told.shown(&Credentials::new("admin", PASSWORD));
    told.shown(&KeySource::Passphrase(KEY_PASSPHRASE.into()));
    let command = Command::new("/interface/wireguard", "add").with("private-key", FIRST);
    told.shown(&command);
    told.shown(&RestRequest::new(&command).unwrap());
    let response = Response {
        rows: vec![[("private-key", FIRST)].into_iter().collect()],
        ret: Some(BY_HAND.as_bytes().to_vec()),
    };
    told.shown(&response);
    let document = json!({"uuid": "u", "name": "office", "privateKey": FIRST, "listenPort": 1}).to_string();
    told.shown(&Raw::Text(FIRST.to_owned()));
    told.shown(&decode::from_json::<WireGuardClient>(&document).unwrap());
    told.shown(&decode::from_json::<WireGuardClient>(
        &document.replace("31\"", "!\""),
    ));
    assert!(told.0.contains("***"), "{}", told.0);
    assert_eq!(found_in(told.0.as_bytes()), [""; 0]);
}
