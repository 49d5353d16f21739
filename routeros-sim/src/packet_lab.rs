//! Packets through a router without sockets, threads or time.

use serde_json::Value as Json;

use crate::engine::{Engine, Settings};
use crate::error::SimError;

/// A router made of rows, and packets that are sent through it: labels for tests of rules and routes.
///
/// ```
/// use serde_json::json;
/// let mut lab = routeros_sim::PacketLab::new("7.22.3", &json!({
///     "/interface/ethernet": [{"name": "wan"}, {"name": "lan"}],
///     "/ip/address": [{"address": "192.0.2.2/24", "interface": "wan"}, {"address": "10.0.0.1/24", "interface": "lan"}],
///     "/ip/route": [{"gateway": "192.0.2.1"}],
///     "/ip/firewall/filter": [{"chain": "forward", "action": "drop", "dst-port": "25", "protocol": "tcp"}],
/// }))?;
/// let web = json!({"in-interface": "lan", "src-address": "10.0.0.9", "dst-address": "198.51.100.1", "dst-port": 443});
/// assert_eq!(lab.packet(&web).unwrap()["out-interface"], "wan");
/// let mail = json!({"in-interface": "lan", "src-address": "10.0.0.9", "dst-address": "198.51.100.1", "dst-port": 25});
/// assert_eq!(lab.packet(&mail).unwrap()["by"], "/ip/firewall/filter *1");
/// # Ok::<(), routeros_sim::SimError>(())
/// ```
#[derive(Debug)]
pub struct PacketLab {
    engine: Engine,
}

impl PacketLab {
    /// A router of that version with the fixture's rows (`{"/menu":[{"property":"value"}]}`).
    ///
    /// # Errors
    /// [`SimError::UnsupportedVersion`], [`SimError::Fixture`].
    pub fn new(version: &str, fixture: &Json) -> Result<Self, SimError> {
        let version = version
            .parse()
            .map_err(|_| SimError::UnsupportedVersion(format!("{version} is no RouterOS version")))?;
        let settings = Settings {
            version,
            user: "admin".to_owned(),
            password: String::new(),
            legacy_login: false,
            safe_mode_timeout_ms: 0,
            seed: 1,
        };
        Ok(Self {
            engine: Engine::with_fixture(settings, 0, fixture)?,
        })
    }

    /// Takes hosts and links down or up: `{"hosts":{"192.0.2.1":"down"},"interfaces":{"wan":"up"}}`.
    ///
    /// # Errors
    /// What is wrong with the document.
    pub fn world(&mut self, change: &Json) -> Result<(), String> {
        self.engine.change_world(change, 0)
    }

    /// Sends a packet, or `{"packets":[...]}` one after the other, through the router.
    ///
    /// A packet is `{"in-interface","vlan","src-mac","src-address","dst-address","protocol","src-port","dst-port"}`, and,
    /// to tell what connection tracking would say, `connection-state`, `connection-mark`, `fasttracked`; without
    /// `in-interface` the router sends it itself. The answer's `verdict` is `forwarded` (with `out-interface` and
    /// `gateway`), `delivered`, `dropped` or `rejected` (with `by`); `trace` tells the steps, `uncertain` the matchers that
    /// could not be decided. With `"commit":true` connection tracking keeps what it learns.
    ///
    /// # Errors
    /// What is wrong with the document.
    pub fn packet(&mut self, document: &Json) -> Result<Json, String> {
        self.engine.packet(document, 0)
    }

    /// The router's rows, as `GET /state` gives them.
    #[must_use]
    pub fn state(&self) -> Json {
        self.engine.state_json()
    }
}
