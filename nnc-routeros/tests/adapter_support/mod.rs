//! What the adapter's tests share: a simulated router, a counting connection, and a change of every kind.

#![allow(dead_code, unreachable_pub, reason = "each test program uses its part")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use nnc_core::change::{Action, Anchor, ChangeSet, Operation, Scope, diff};
use nnc_core::identity::{ControllerId, Mark, ObjectKey, ResourceId, Role};
use nnc_core::object::{Kind, Object, Placement, Snapshot, Value};
use nnc_core::ports::{GuardPolicy, Platform, RouterError, RouterPort};
use nnc_routeros::adapter::{Dial, RouterOsPort};
use nnc_routeros::client::{ApiClient, ByteStream, Connector, Credentials, Listen, Settings};
use nnc_routeros::error::Error;
use nnc_routeros::kinds;
use nnc_routeros::rest::RestClient;
use nnc_routeros::transport::{Command, Response, Transport, TransportKind};
use routeros_sim::{SimConfig, SimHandle};
use serde_json::{Value as Json, json};

/// The versions that are supported and have a command tree of their own.
pub const VERSIONS: [&str; 6] = ["7.9.2", "7.12.2", "7.15.3", "7.18.2", "7.22.3", "7.24"];

pub const CONTROLLER: ControllerId = ControllerId::new(0xc0ff_ee12);
pub const OTHER: ControllerId = ControllerId::new(0x0dd0_0001);

/// How long a dead man waits in these tests, in the router's time.
pub const TIMEOUT: Duration = Duration::from_secs(300);

/// A router that others have configured.
pub fn lived_in() -> Json {
    json!({
        "/interface/ethernet": [{"name": "ether1"}, {"name": "ether2"}, {"name": "ether3"}],
        "/interface/bridge": [{"name": "bridge"}],
        "/interface/bridge/port": [{"bridge": "bridge", "interface": "ether2"}],
        "/interface/vlan": [{"name": "guests", "vlan-id": "20", "interface": "ether1", "comment": "office guests"}],
        "/interface/list": [{"name": "WAN"}],
        "/interface/list/member": [{"list": "WAN", "interface": "ether1"}],
        "/ip/address": [{"address": "192.168.88.1/24", "interface": "bridge"}, {"address": "198.51.100.2/24", "interface": "ether1"}],
        "/ip/route": [{"dst-address": "0.0.0.0/0", "gateway": "198.51.100.1"}],
        "/ip/firewall/filter": [
            {"chain": "forward", "action": "fasttrack-connection", "connection-state": "established,related", "comment": "defconf: fasttrack"},
            {"chain": "forward", "action": "accept", "connection-state": "established,related"},
            {"chain": "input", "action": "drop", "in-interface-list": "WAN"},
        ],
        "/ip/firewall/mangle": [
            {"chain": "prerouting", "action": "mark-packet", "new-packet-mark": "voip", "protocol": "udp", "dst-port": "5060"},
            {"chain": "prerouting", "action": "passthrough", "comment": format!("nnc:{OTHER}:vif/theirs:mark")},
            {"chain": "prerouting", "action": "mark-packet", "new-packet-mark": "bulk", "protocol": "tcp"},
        ],
        "/ip/firewall/nat": [{"chain": "srcnat", "action": "masquerade", "out-interface-list": "WAN"}],
        "/ip/firewall/address-list": [{"list": "tvs", "address": "192.168.88.60"}],
    })
}

pub fn config(version: &str) -> SimConfig {
    SimConfig::new(version)
        .unwrap()
        .password("secret")
        .fixture(lived_in())
}

/// A router over which API clients connect through memory.
#[derive(Debug, Clone)]
pub struct Sim(pub Arc<SimHandle>);

impl Sim {
    pub async fn start(config: SimConfig) -> Self {
        let sim = Self(Arc::new(config.start().await.unwrap()));
        // So that an uptime can be told from that after a restart.
        sim.0.advance(Duration::from_secs(600));
        sim
    }

    /// A router as nnc sees it, and what goes over its connection.
    pub fn port(&self, kind: TransportKind) -> (RouterOsPort, Traffic) {
        let traffic = Traffic::default();
        let dial: Arc<dyn Dial> = match kind {
            TransportKind::Api => Arc::new(self.client()),
            TransportKind::Rest => {
                let credentials = Credentials::new("admin", "secret");
                let connector = Memory(self.clone(), TransportKind::Rest);
                Arc::new(RestClient::new(connector, "router", &credentials, settings()).unwrap())
            }
        };
        let counting = CountingDial {
            dial,
            traffic: traffic.clone(),
        };
        (RouterOsPort::new(Arc::new(counting)), traffic)
    }

    pub fn client(&self) -> ApiClient {
        ApiClient::new(
            Memory(self.clone(), TransportKind::Api),
            Credentials::new("admin", "secret"),
            settings(),
        )
    }

    /// Every row of every menu that is configuration, without what the router numbers and counts by itself.
    pub fn configuration(&self) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
        let state = self.0.state();
        let menus = state["menus"].as_object().unwrap();
        let mut all = BTreeMap::new();
        for (menu, rows) in menus {
            if menu.starts_with("/system")
                || menu.starts_with("/log")
                || menu == "/safe-mode"
                || menu == "/interface"
            {
                continue;
            }
            let mut rows: Vec<BTreeMap<String, String>> = rows
                .as_array()
                .unwrap()
                .iter()
                // Those follow from others.
                .filter(|row| row["dynamic"] != "true")
                .map(|row| {
                    let fields = row.as_object().unwrap().iter();
                    fields
                        .filter(|(name, _)| {
                            !matches!(name.as_str(), ".id" | "bytes" | "packets" | "creation-time")
                        })
                        .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
                        .collect()
                })
                .collect();
            let ordered = menu.contains("/firewall/") && !menu.ends_with("-list") || menu == "/routing/rule";
            if !ordered {
                // The order means nothing.
                rows.sort();
            }
            if !rows.is_empty() {
                all.insert(menu.clone(), rows);
            }
        }
        all
    }

    /// The rows that carry no mark of this controller.
    pub fn foreign(&self) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
        let mine = format!("nnc:{CONTROLLER}:");
        let mut all = self.configuration();
        for rows in all.values_mut() {
            rows.retain(|row| {
                !row.get("comment")
                    .is_some_and(|comment| comment.starts_with(&mine))
            });
        }
        all.retain(|_, rows| !rows.is_empty());
        all
    }

    /// The rows of a menu of the simulator.
    pub fn rows(&self, menu: &str) -> Vec<Json> {
        self.0.state()["menus"][menu]
            .as_array()
            .cloned()
            .unwrap_or_default()
    }

    /// The write commands that arrived.
    pub fn writes(&self) -> Vec<String> {
        let log = self.0.log();
        let commands = log["commands"].as_array().unwrap();
        let writes = |path: &str| {
            ["add", "set", "unset", "remove", "move"]
                .iter()
                .any(|verb| path.ends_with(&format!("/{verb}")))
        };
        let paths = commands.iter().filter_map(|command| command["words"][0].as_str());
        paths.filter(|path| writes(path)).map(str::to_owned).collect()
    }
}

pub fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.deadline = Duration::from_secs(5);
    settings.keepalive = None;
    settings
}

#[derive(Debug)]
struct Memory(Sim, TransportKind);

#[async_trait]
impl Connector for Memory {
    async fn connect(&self) -> Result<Box<dyn ByteStream>, Error> {
        Ok(match self.1 {
            TransportKind::Api => Box::new(self.0.0.connect()),
            TransportKind::Rest => Box::new(self.0.0.connect_rest()),
        })
    }
}

/// What went over a connection: one entry for each go, with how many commands went together.
#[derive(Debug, Clone, Default)]
pub struct Traffic(Arc<Mutex<Vec<Vec<String>>>>);

impl Traffic {
    /// The goes since the last call.
    pub fn take(&self) -> Vec<Vec<String>> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    /// How many goes there were since the last call, all of which fit the window.
    pub fn goes(&self) -> usize {
        let goes = self.take();
        for go in &goes {
            let writes = go.iter().any(|command| !command.ends_with("/print"));
            assert!(go.len() <= if writes { 16 } else { 24 }, "{go:?}");
        }
        goes.len()
    }
}

#[derive(Debug)]
struct CountingDial {
    dial: Arc<dyn Dial>,
    traffic: Traffic,
}

#[async_trait]
impl Dial for CountingDial {
    async fn dial(&self) -> Result<Arc<dyn Transport>, Error> {
        let transport = self.dial.dial().await?;
        Ok(Arc::new(Counting {
            transport,
            traffic: self.traffic.clone(),
        }))
    }
}

#[derive(Debug)]
struct Counting {
    transport: Arc<dyn Transport>,
    traffic: Traffic,
}

#[async_trait]
impl Transport for Counting {
    fn kind(&self) -> TransportKind {
        self.transport.kind()
    }

    fn can_listen(&self) -> bool {
        self.transport.can_listen()
    }

    async fn execute(&self, commands: Vec<Command>) -> Vec<Result<Response, Error>> {
        let names = commands
            .iter()
            .map(|command| format!("{}/{}", command.path, command.verb))
            .collect();
        self.traffic.0.lock().unwrap().push(names);
        self.transport.execute(commands).await
    }

    async fn listen(&self, path: &str, proplist: Vec<String>) -> Result<Listen, Error> {
        self.transport.listen(path, proplist).await
    }

    async fn close(&self) {
        self.transport.close().await;
    }
}

pub fn key(role: &'static str) -> ObjectKey {
    ObjectKey::new(&ResourceId::of("vif", "tor"), Role::new(role))
}

fn object(kind: Kind, role: &'static str, rank: Option<(&str, u32)>, attributes: &[(&str, &str)]) -> Object {
    Object {
        key: key(role),
        kind,
        attributes: attributes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
            .collect(),
        references: Vec::new(),
        placement: rank.map(|(list, rank)| Placement {
            list: list.to_owned(),
            rank,
        }),
    }
}

fn refer(mut object: Object, roles: &[&'static str]) -> Object {
    object.references = roles.iter().map(|role| key(role)).collect();
    object
}

/// What should be before the change of the fault tests.
pub fn old() -> Vec<Object> {
    vec![
        object(
            kinds::VLAN,
            "vlan",
            None,
            &[("name", "nnc-tor"), ("vlan-id", "101"), ("interface", "ether3")],
        ),
        object(kinds::TABLE, "table", None, &[("name", "nnc-tor"), ("fib", "")]),
        refer(
            object(
                kinds::ADDRESS,
                "address",
                None,
                &[("address", "10.99.101.1/24"), ("interface", "nnc-tor")],
            ),
            &["vlan"],
        ),
        refer(
            object(
                kinds::ROUTE,
                "blackhole",
                None,
                &[
                    ("dst-address", "0.0.0.0/0"),
                    ("blackhole", ""),
                    ("routing-table", "nnc-tor"),
                    ("distance", "250"),
                ],
            ),
            &["table"],
        ),
        mangle("mark-a", 10, "192.168.88.50", &[]),
        mangle("mark-b", 20, "192.168.88.51", &[]),
        mangle("mark-e", 25, "192.168.88.55", &[]),
        object(
            kinds::FILTER,
            "exempt",
            Some(("forward", 10)),
            &[
                ("chain", "forward"),
                ("action", "accept"),
                ("src-address", "10.99.101.0/24"),
            ],
        ),
    ]
}

/// What should be after it: rows come, go, change and move.
pub fn new() -> Vec<Object> {
    let mut objects = old();
    objects.retain(|object| {
        !["mark-a", "exempt", "mark-b", "mark-e", "blackhole"].contains(&object.key.role.as_str())
    });
    objects.push(mangle("mark-b", 5, "192.168.88.52", &[("passthrough", "no")]));
    objects.push(mangle("mark-e", 3, "192.168.88.55", &[]));
    objects.push(mangle("mark-c", 10, "192.168.88.53", &[]));
    objects.push(mangle("mark-d", 30, "192.168.88.54", &[]));
    objects.push(refer(
        object(
            kinds::ROUTE,
            "blackhole",
            None,
            &[
                ("dst-address", "0.0.0.0/0"),
                ("blackhole", ""),
                ("routing-table", "nnc-tor"),
                ("distance", "251"),
            ],
        ),
        &["table"],
    ));
    objects
}

fn mangle(role: &'static str, rank: u32, source: &str, more: &[(&str, &str)]) -> Object {
    let mut attributes = vec![
        ("chain", "prerouting"),
        ("action", "mark-routing"),
        ("new-routing-mark", "nnc-tor"),
        ("src-address", source),
    ];
    attributes.extend_from_slice(more);
    refer(
        object(kinds::MANGLE, role, Some(("prerouting", rank)), &attributes),
        &["table"],
    )
}

/// The change from what the router has to what should be.
pub fn plan(desired: &[Object], snapshot: &Snapshot, platform: &dyn Platform) -> ChangeSet {
    diff(desired, snapshot, CONTROLLER, &Scope::Everything, platform)
}

pub fn policy(change: &ChangeSet) -> GuardPolicy {
    GuardPolicy {
        change: change.clone(),
        timeout: TIMEOUT,
    }
}

pub fn round<'c>(change: &'c ChangeSet, positions: &[usize]) -> Vec<&'c Operation> {
    positions
        .iter()
        .map(|&position| &change.operations[position])
        .collect()
}

/// Brings the router to what is desired, without any fault.
pub async fn bring(port: &RouterOsPort, desired: &[Object]) -> Result<ChangeSet, RouterError> {
    let platform = port.platform().await?;
    let snapshot = port.observe().await?;
    let change = plan(desired, &snapshot, &*platform);
    if change.is_empty() {
        return Ok(change);
    }
    let mut session = port.begin(policy(&change), &snapshot).await?;
    for positions in change.rounds(16).unwrap() {
        for answer in session.apply(&round(&change, &positions)).await? {
            assert!(
                matches!(answer, nnc_core::ports::Answer::Done { .. }),
                "{answer:?}"
            );
        }
    }
    let seen = session.observe().await?;
    let left = plan(desired, &seen, &*platform);
    assert!(left.is_empty(), "{:#?}", left.operations);
    assert_eq!(session.commit().await, nnc_core::ports::Commit::Done);
    Ok(change)
}

/// Whether an operation's effect is to be seen in the simulator.
pub fn is_done(sim: &Sim, operation: &Operation) -> bool {
    let rows_of = |kind: &Kind| sim.rows(kind.as_str());
    let comment = |key: &ObjectKey| {
        Mark {
            controller: CONTROLLER,
            key: key.clone(),
        }
        .to_string()
    };
    let place = |rows: &[Json], key: &ObjectKey| {
        rows.iter()
            .position(|row| row["comment"] == comment(key).as_str())
    };
    match &operation.action {
        Action::Add { object, .. } => place(&rows_of(&object.kind), &object.key).is_some(),
        Action::Remove { object, .. } => place(&rows_of(&object.kind), &object.key).is_none(),
        Action::Set {
            key, kind, values, ..
        } => {
            let rows = rows_of(kind);
            let row = &rows[place(&rows, key).unwrap()];
            values
                .iter()
                .all(|(name, value)| match value.as_ref().and_then(Value::as_text) {
                    Some("no") => row[name] == "false" || row[name] == "no",
                    Some("yes") => row[name] == "true" || row[name] == "yes",
                    Some(text) => row[name] == text,
                    None => row[name].is_null() || row[name] == "",
                })
        }
        Action::Move {
            key,
            kind,
            before,
            previous,
            ..
        } => {
            let rows = rows_of(kind);
            let index = |anchor: &Option<Anchor>| match anchor {
                Some(Anchor::Own(anchor)) => place(&rows, anchor).unwrap(),
                Some(Anchor::Row(id)) => rows.iter().position(|row| row[".id"] == id.0.as_str()).unwrap(),
                None => rows.len(),
            };
            let (row, from, to) = (place(&rows, key).unwrap(), index(previous), index(before));
            if from < to { row > from } else { row < to }
        }
        Action::Effect(_) => true,
    }
}

/// Compares menus by name and shows only those that differ.
#[track_caller]
pub fn assert_same<R: PartialEq + std::fmt::Debug>(
    is: &BTreeMap<String, R>,
    was: &BTreeMap<String, R>,
    context: &str,
) {
    for menu in is.keys().chain(was.keys()) {
        assert_eq!(is.get(menu), was.get(menu), "{context}: {menu}");
    }
}
