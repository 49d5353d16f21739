//! The thin shell around the engine: sockets, time, threads.

mod accept;
mod api;
mod control;
mod rest;
mod shared;
mod tls;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use routeros_commands::Version;
use serde_json::{Value as Json, json};
use tokio::io::DuplexStream;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::engine::{Engine, Settings};
use crate::error::SimError;

use accept::Protocol;
use shared::Shared;

/// What to simulate, and where to listen.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), routeros_sim::SimError> {
/// let sim = routeros_sim::SimConfig::new("7.22.3")?.password("secret").start().await?;
/// let duplex = sim.connect(); // a plain API connection without a socket
/// drop(duplex);
/// assert!(sim.state()["menus"]["/interface/ethernet"][0]["name"] == "ether1");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct SimConfig {
    version: Version,
    user: String,
    password: String,
    latency: Duration,
    legacy_login: bool,
    safe_mode_timeout: Duration,
    seed: u64,
    clock_ms: Option<u64>,
    fixture: Option<Json>,
    api: Option<String>,
    api_ssl: Option<String>,
    rest: Option<String>,
    rest_ssl: Option<String>,
    control: Option<String>,
}

impl SimConfig {
    /// A fresh router of a RouterOS version (7.9 to the newest known), user `admin` with an empty password, listening
    /// nowhere.
    ///
    /// # Errors
    /// [`SimError::UnsupportedVersion`] for a version that is none, or that no command tree covers.
    pub fn new(version: &str) -> Result<Self, SimError> {
        let version: Version = version
            .parse()
            .map_err(|_| SimError::UnsupportedVersion(format!("{version} is no RouterOS version")))?;
        Ok(Self {
            version,
            user: "admin".to_owned(),
            password: String::new(),
            latency: Duration::ZERO,
            legacy_login: false,
            safe_mode_timeout: Duration::ZERO,
            seed: 0x6e6e_6331,
            clock_ms: None,
            fixture: None,
            api: None,
            api_ssl: None,
            rest: None,
            rest_ssl: None,
            control: None,
        })
    }

    /// The user who may do everything.
    #[must_use]
    pub fn user(mut self, user: &str) -> Self {
        user.clone_into(&mut self.user);
        self
    }

    /// That user's password.
    #[must_use]
    pub fn password(mut self, password: &str) -> Self {
        password.clone_into(&mut self.password);
        self
    }

    /// How long after its command a reply is delivered. Commands in flight overlap.
    #[must_use]
    pub const fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// The challenge login of RouterOS before 6.43 in place of the plain one.
    #[must_use]
    pub const fn legacy_login(mut self, legacy: bool) -> Self {
        self.legacy_login = legacy;
        self
    }

    /// How long safe mode outlives its lost connection; zero rolls back at once.
    #[must_use]
    pub const fn safe_mode_timeout(mut self, timeout: Duration) -> Self {
        self.safe_mode_timeout = timeout;
        self
    }

    /// Seed of everything random; the same seed gives the same router.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// What the router's clock shows at start, in milliseconds since 1970; the machine's time when not given.
    #[must_use]
    pub const fn clock_ms(mut self, millis: u64) -> Self {
        self.clock_ms = Some(millis);
        self
    }

    /// Rows to begin with, in place of a fresh router's: `{"/interface/ethernet":[{"name":"ether1"}]}`.
    #[must_use]
    pub fn fixture(mut self, fixture: Json) -> Self {
        self.fixture = Some(fixture);
        self
    }

    /// Listens for the plain binary API there, such as `127.0.0.1:0`.
    #[must_use]
    pub fn api(mut self, address: &str) -> Self {
        self.api = Some(address.to_owned());
        self
    }

    /// Listens for the binary API over TLS there, with a certificate of its own.
    #[must_use]
    pub fn api_ssl(mut self, address: &str) -> Self {
        self.api_ssl = Some(address.to_owned());
        self
    }

    /// Listens for REST over plain HTTP there.
    #[must_use]
    pub fn rest(mut self, address: &str) -> Self {
        self.rest = Some(address.to_owned());
        self
    }

    /// Listens for REST over TLS there, with a certificate of its own.
    #[must_use]
    pub fn rest_ssl(mut self, address: &str) -> Self {
        self.rest_ssl = Some(address.to_owned());
        self
    }

    /// Listens for the control port there.
    #[must_use]
    pub fn control(mut self, address: &str) -> Self {
        self.control = Some(address.to_owned());
        self
    }

    /// Starts the router. It runs until the handle is dropped.
    ///
    /// # Errors
    /// [`SimError::Listen`], [`SimError::Fixture`], [`SimError::Tls`], or that the version is not covered.
    pub async fn start(self) -> Result<SimHandle, SimError> {
        let settings = Settings {
            version: self.version,
            user: self.user,
            password: self.password,
            legacy_login: self.legacy_login,
            safe_mode_timeout_ms: millis(self.safe_mode_timeout),
            seed: self.seed,
        };
        let clock = shared::Clock::start(self.clock_ms);
        let engine = match &self.fixture {
            None => Engine::new(settings, clock.now_ms())?,
            Some(fixture) => Engine::with_fixture(settings, clock.now_ms(), fixture)?,
        };
        let shared = Arc::new(Shared::new(engine, clock, self.latency));
        let mut handle = SimHandle {
            shared: shared.clone(),
            version: self.version,
            bound: Vec::new(),
            fingerprint: None,
            tasks: vec![tokio::spawn(shared::keep_time(shared.clone()))],
        };
        let tls = if self.api_ssl.is_some() || self.rest_ssl.is_some() {
            let (acceptor, fingerprint) = tls::acceptor()?;
            handle.fingerprint = Some(fingerprint);
            Some(acceptor)
        } else {
            None
        };
        let listeners = [
            ("api", &self.api, Protocol::Api, None),
            ("api-ssl", &self.api_ssl, Protocol::Api, tls.clone()),
            ("rest", &self.rest, Protocol::Rest, None),
            ("rest-ssl", &self.rest_ssl, Protocol::Rest, tls),
        ];
        for (name, address, protocol, tls) in listeners {
            if let Some(address) = address {
                let (listener, bound) = listen(address).await?;
                handle.bound.push((name, bound));
                handle.tasks.push(tokio::spawn(accept::serve(
                    shared.clone(),
                    listener,
                    protocol,
                    tls,
                )));
            }
        }
        if let Some(address) = &self.control {
            let (listener, bound) = listen(address).await?;
            handle.bound.push(("control", bound));
            handle
                .tasks
                .push(tokio::spawn(control::serve(shared.clone(), listener)));
        }
        Ok(handle)
    }
}

async fn listen(address: &str) -> Result<(TcpListener, SocketAddr), SimError> {
    let failed = |source| SimError::Listen {
        address: address.to_owned(),
        source,
    };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A running simulated router. Dropping it ends every connection and closes every socket.
#[derive(Debug)]
pub struct SimHandle {
    shared: Arc<Shared>,
    version: Version,
    bound: Vec<(&'static str, SocketAddr)>,
    fingerprint: Option<String>,
    tasks: Vec<JoinHandle<()>>,
}

impl SimHandle {
    fn bound(&self, name: &str) -> Option<SocketAddr> {
        self.bound
            .iter()
            .find(|(bound, _)| *bound == name)
            .map(|(_, address)| *address)
    }

    /// Where the plain API listens.
    #[must_use]
    pub fn api_address(&self) -> Option<SocketAddr> {
        self.bound("api")
    }

    /// Where the API over TLS listens.
    #[must_use]
    pub fn api_ssl_address(&self) -> Option<SocketAddr> {
        self.bound("api-ssl")
    }

    /// Where REST over plain HTTP listens.
    #[must_use]
    pub fn rest_address(&self) -> Option<SocketAddr> {
        self.bound("rest")
    }

    /// Where REST over TLS listens.
    #[must_use]
    pub fn rest_ssl_address(&self) -> Option<SocketAddr> {
        self.bound("rest-ssl")
    }

    /// Where the control port listens.
    #[must_use]
    pub fn control_address(&self) -> Option<SocketAddr> {
        self.bound("control")
    }

    /// SHA-256 of the TLS certificate, as `sha256:HEX`; none when nothing listens with TLS.
    #[must_use]
    pub fn fingerprint(&self) -> Option<&str> {
        self.fingerprint.as_deref()
    }

    /// A plain API connection over memory.
    #[must_use]
    pub fn connect(&self) -> DuplexStream {
        let (client, server) = tokio::io::duplex(1 << 20);
        let from = IpAddr::from([127, 0, 0, 1]);
        tokio::spawn(api::connection(self.shared.clone(), server, Some(from)));
        client
    }

    /// The document that the program prints when it is ready.
    #[must_use]
    pub fn ready_line(&self) -> Json {
        let mut line = json!({"version": self.version.to_string()});
        if let Some(object) = line.as_object_mut() {
            for (name, address) in &self.bound {
                object.insert((*name).to_owned(), json!(address.to_string()));
            }
            if let Some(fingerprint) = &self.fingerprint {
                object.insert("fingerprint".to_owned(), json!(fingerprint));
            }
        }
        line
    }

    /// A REST connection over memory, to speak HTTP/1 on.
    #[must_use]
    pub fn connect_rest(&self) -> DuplexStream {
        let (client, server) = tokio::io::duplex(1 << 20);
        let from = IpAddr::from([127, 0, 0, 1]);
        tokio::spawn(rest::connection(self.shared.clone(), server, Some(from)));
        client
    }

    /// Every menu with rows, as `GET /state` gives it.
    #[must_use]
    pub fn state(&self) -> Json {
        self.shared.engine().state_json()
    }

    /// The commands received, as `GET /log` gives them.
    #[must_use]
    pub fn log(&self) -> Json {
        self.shared.engine().log_json()
    }

    /// Forgets the commands received.
    pub fn reset_log(&self) {
        self.shared.engine().reset_log();
    }

    /// Sets a fault, as `POST /fault` does.
    ///
    /// # Errors
    /// What is wrong with the document.
    pub fn fault(&self, fault: &Json) -> Result<(), String> {
        let fault = control::parse_fault(fault)?;
        self.shared.engine().set_fault(Some(fault));
        Ok(())
    }

    /// Takes a fault back that has not struck.
    pub fn clear_fault(&self) {
        self.shared.engine().set_fault(None);
    }

    /// Changes the world, as `POST /world` does.
    ///
    /// # Errors
    /// What is wrong with the document.
    pub fn world(&self, change: &Json) -> Result<(), String> {
        self.shared.act(|engine, now| engine.change_world(change, now))
    }

    /// Sends a packet through the router, as `POST /packet` does: a packet, or `{"packets":[...]}`; with `"commit":true`
    /// connection tracking keeps what it learns.
    ///
    /// # Errors
    /// What is wrong with the document.
    pub fn packet(&self, document: &Json) -> Result<Json, String> {
        self.shared.act(|engine, now| engine.packet(document, now))
    }

    /// Advances the router's clock; what falls due happens.
    pub fn advance(&self, by: Duration) {
        self.shared.advance(by);
    }
}

impl Drop for SimHandle {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
        self.shared.cut_everything();
    }
}
