//! What a change costs beside the router and the disk: validating, planning, the journal before, the merge after.
//!
//! The router is a lived-in one in memory; the time that it takes is left out. The database is in memory too, where the
//! system has a place for that, so that waiting for a disk is left out. Beside the clock stands what all threads had of the
//! processor, which other programs on the machine do not lengthen by much. A second run has its database on a disk under
//! `strace`, which counts how often an apply waits for it.
//!
//! `cargo bench -p nnc --bench overhead`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and has nobody to report errors to"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use nnc_core::change::{ChangeSet, Effect, Operation, apply};
use nnc_core::identity::{ControllerId, ResourceId};
use nnc_core::intent::pool::{Allocation, PoolConfig};
use nnc_core::intent::{Intents, Steering, VirtualInterface};
use nnc_core::object::{Kind, Rows, Snapshot};
use nnc_core::ports::{
    Answer, Capabilities, ChangeSession, Commit, Entropy, GuardKind, GuardPolicy, Platform, Receipt,
    RouterError, RouterPort,
};
use nnc_core::walk::Management;
use nnc_routeros::RouterOs;
use nnc_routeros::adapter::RouterOsPort;
use nnc_routeros::client::{ApiClient, Credentials, Settings, TcpConnector};
use nnc_state::validation::{LockoutPolicy, Request, validate};
use nnc_state::{Engine, Plan};
use nnc_store::{DataDir, NewRouter, ResourceChange, ResourceRecord, ResourceStatus, RouterDb};
use routeros_sim::SimConfig;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

const VERSION: &str = "7.22.3";
/// How many virtual interfaces, each with a steered device, stand already.
const STANDING: u16 = 10;
const APPLIES: usize = 500;

fn controller() -> ControllerId {
    "c0ffee12".parse().unwrap()
}

/// A point in time or a stretch of it, by the clock and on the processor, where other programs do not count.
#[derive(Debug, Clone, Copy, Default)]
struct Time {
    clock: Duration,
    processor: Duration,
}

impl Time {
    fn now(of: ClockId) -> Self {
        let read = |clock| Duration::try_from(clock_gettime(clock)).unwrap();
        Self {
            clock: read(ClockId::Monotonic),
            processor: read(of),
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            clock: self.clock + other.clock,
            processor: self.processor + other.processor,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            clock: self.clock.saturating_sub(other.clock),
            processor: self.processor.saturating_sub(other.processor),
        }
    }
}

/// The rows as an answer of a router brings them: shared with nothing.
fn anew(snapshot: &Snapshot) -> Snapshot {
    let copy = |(kind, rows): (&Kind, &Rows)| (kind.clone(), rows.to_vec().into());
    Snapshot {
        kinds: snapshot.kinds.iter().map(copy).collect(),
    }
}

/// A router in memory, which notes how long it took and what it was asked.
struct Memory {
    rows: Mutex<Snapshot>,
    platform: Arc<dyn Platform>,
    /// What it took, by the clock and on the processor.
    took: Mutex<Time>,
    asked: Mutex<Vec<&'static str>>,
}

impl Memory {
    fn take<T>(&self, what: &'static str, work: impl FnOnce(&mut Snapshot) -> T) -> T {
        let began = Time::now(ClockId::ThreadCPUTime);
        let done = work(&mut self.rows.lock().unwrap());
        self.asked.lock().unwrap().push(what);
        let mut took = self.took.lock().unwrap();
        *took = took.plus(Time::now(ClockId::ThreadCPUTime).minus(began));
        done
    }
}

struct Session(Arc<Memory>);

struct Port(Arc<Memory>);

#[async_trait]
impl RouterPort for Port {
    async fn capabilities(&self) -> Result<Capabilities, RouterError> {
        Ok(Capabilities {
            platform: "routeros".to_owned(),
            version: VERSION.to_owned(),
            identity: "memory".to_owned(),
            machine: None,
            guard: GuardKind::SafeMode,
            guard_limit: 80,
            window: 16,
            watch: false,
            ipv6: true,
        })
    }

    async fn platform(&self) -> Result<Arc<dyn Platform>, RouterError> {
        Ok(Arc::clone(&self.0.platform))
    }

    async fn observe(&self) -> Result<Snapshot, RouterError> {
        Ok(self.0.take("observe", |rows| anew(rows)))
    }

    async fn observe_all(&self) -> Result<Snapshot, RouterError> {
        self.observe().await
    }

    async fn begin(&self, _: GuardPolicy, _: &Snapshot) -> Result<Box<dyn ChangeSession>, RouterError> {
        self.0.take("arm", |_| ());
        Ok(Box::new(Session(Arc::clone(&self.0))))
    }

    async fn run(&self, _: &Effect) -> Result<(), RouterError> {
        self.0.take("effect", |_| ());
        Ok(())
    }

    async fn probe(&self) -> Result<(), RouterError> {
        self.0.take("probe", |_| ());
        Ok(())
    }

    async fn guard_held(&self) -> Result<Option<String>, RouterError> {
        Ok(None)
    }

    async fn close(&self) {}
}

#[async_trait]
impl ChangeSession for Session {
    async fn apply(&mut self, round: &[&Operation]) -> Result<Receipt, RouterError> {
        self.0.take("round", |rows| {
            for operation in round {
                let alone = ChangeSet {
                    controller: controller(),
                    operations: vec![(*operation).clone()],
                };
                apply(&alone, rows).unwrap();
            }
        });
        Ok(vec![Answer::Done { row: None }; round.len()])
    }

    async fn observe(&mut self) -> Result<Snapshot, RouterError> {
        Ok(self.0.take("confirm", |rows| anew(rows)))
    }

    async fn commit(self: Box<Self>) -> Commit {
        self.0.take("commit", |_| ());
        Commit::Done
    }

    async fn unroll(self: Box<Self>) -> Result<(), RouterError> {
        Ok(())
    }
}

struct Dice;

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

struct Clock;

impl nnc_core::ports::Clock for Clock {
    fn now_ms(&self) -> u64 {
        1_700_000_000_000
    }
}

/// What a lived-in router shows.
async fn lived_in() -> Snapshot {
    let fixture: Value =
        serde_json::from_str(include_str!("../examples/support/lived_in_router.json")).unwrap();
    let sim = SimConfig::new(VERSION)
        .unwrap()
        .user("admin")
        .password("secret")
        .fixture(fixture)
        .api("127.0.0.1:0");
    let sim = sim.start().await.unwrap();
    let address = sim.api_address().unwrap();
    let connector = TcpConnector::plain(address.ip().to_string(), address.port());
    let credentials = Credentials::new("admin", "secret");
    let client = ApiClient::new(connector, credentials, Settings::default());
    let port = RouterOsPort::new(Arc::new(client));
    let snapshot = port.observe().await.unwrap();
    port.close().await;
    snapshot
}

/// Virtual interfaces by number, each with a device steered through it.
fn intents(numbers: impl IntoIterator<Item = u16>) -> Intents {
    let mut intents = Intents::new(controller(), PoolConfig::default());
    for number in numbers {
        let name = format!("v{number:02}");
        let interface = VirtualInterface::new(name.parse().unwrap(), "tor".parse().unwrap(), "ether5");
        let allocation = Allocation {
            vlan: 101 + number,
            subnet: format!("10.99.{}.0/24", 101 + number).parse().unwrap(),
        };
        let steering = Steering {
            device: format!("02:00:00:00:00:{number:02x}").parse().unwrap(),
            via: interface.instance.clone(),
            ipv4_only: false,
        };
        intents.steerings.insert(steering.device.clone(), steering);
        intents
            .interfaces
            .insert(interface.instance.clone(), (interface, allocation));
    }
    intents
}

/// What is remembered of the last of them.
fn remembered(intents: &Intents, there: bool) -> (BTreeSet<ResourceId>, Vec<ResourceChange>) {
    let (interface, allocation) = intents.interfaces.values().next_back().unwrap();
    let steering = intents.steerings.values().next_back().unwrap();
    let records = [
        (
            interface.resource(),
            "VirtualInterface",
            json!(interface),
            Some(json!(allocation)),
        ),
        (steering.device.resource(), "SteeringRule", json!(steering), None),
    ];
    let scope = records.iter().map(|(resource, ..)| resource.clone()).collect();
    let changes = records
        .into_iter()
        .map(|(resource, kind, configuration, allocation)| {
            if there {
                ResourceChange::Put(ResourceRecord {
                    resource,
                    kind: kind.to_owned(),
                    configuration,
                    allocation,
                    deployment: None,
                    status: ResourceStatus::Active,
                })
            } else {
                ResourceChange::Remove(resource)
            }
        });
    (scope, changes.collect())
}

struct Bench {
    memory: Arc<Memory>,
    engine: Engine,
}

/// What one apply took.
struct Took {
    validating: Time,
    all: Time,
    operations: usize,
}

impl Bench {
    fn new(snapshot: Snapshot, store: RouterDb) -> Self {
        let platform: Arc<dyn Platform> = Arc::new(RouterOs::new(VERSION.parse().unwrap()).unwrap());
        let memory = Arc::new(Memory {
            rows: Mutex::new(snapshot),
            platform,
            took: Mutex::default(),
            asked: Mutex::default(),
        });
        let port: Arc<dyn RouterPort> = Arc::new(Port(Arc::clone(&memory)));
        let engine = Engine::new(port, Arc::new(store), Arc::new(Clock));
        Self { memory, engine }
    }

    /// Brings the last of the virtual interfaces about, or takes it away.
    async fn apply(&self, there: bool) -> Took {
        let all = intents(0..=STANDING);
        let (scope, changes) = remembered(&all, there);
        let wanted = if there { all } else { intents(0..STANDING) };
        self.change(&wanted, scope, changes).await
    }

    async fn change(
        &self,
        wanted: &Intents,
        scope: BTreeSet<ResourceId>,
        changes: Vec<ResourceChange>,
    ) -> Took {
        let snapshot = anew(&self.memory.rows.lock().unwrap());
        *self.memory.took.lock().unwrap() = Time::default();
        self.memory.asked.lock().unwrap().clear();
        let management = Management {
            service: "api".to_owned(),
            port: 8728,
            ..Management::default()
        };
        let began = Time::now(ClockId::ProcessCPUTime);
        let facts = self.memory.platform.facts(&snapshot, controller());
        let validated = validate(&Request {
            intents: wanted,
            scope: &scope,
            snapshot: &snapshot,
            facts: &facts,
            accepted: &[],
            restore: None,
            platform: &self.memory.platform,
            effect: None,
            management: &management,
            lockout: LockoutPolicy::Refuse,
            limits: (80, 16),
            guard: GuardKind::SafeMode,
        });
        let validated = validated.unwrap();
        let validating = Time::now(ClockId::ProcessCPUTime).minus(began);
        let plan = Plan {
            description: "bench".to_owned(),
            scope,
            desired: validated.desired,
            snapshot,
            change: validated.change,
            changes,
            reservations: Vec::new(),
            check: None,
            confirmation: validated.confirmation,
        };
        let applied = self.engine.apply(plan, None, ()).finish().await;
        let all = Time::now(ClockId::ProcessCPUTime).minus(began);
        Took {
            validating,
            all: all.minus(*self.memory.took.lock().unwrap()),
            operations: applied.unwrap().writes,
        }
    }
}

fn store(directory: &Path) -> RouterDb {
    let data = DataDir::open(directory, Arc::new(Dice)).unwrap();
    let system = data.system().unwrap();
    let record = data
        .add_router(&system, &NewRouter::new("home", "memory"), None, 0)
        .unwrap();
    data.router(record.id).unwrap()
}

async fn bench(directory: &Path) -> Bench {
    let bench = Bench::new(lived_in().await, store(directory));
    for number in 0..STANDING {
        let standing = intents(0..=number);
        let (scope, changes) = remembered(&standing, true);
        bench.change(&standing, scope, changes).await;
    }
    bench
}

/// Tells the spread, and gives the 99th percentiles.
fn told(name: &str, times: &[Time]) -> Time {
    let spread = |what: &str, part: fn(&Time) -> Duration| {
        let mut times: Vec<Duration> = times.iter().map(part).collect();
        times.sort_unstable();
        let (median, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
        println!(
            "{name}, {what}: median {median:.2?}, p99 {p99:.2?}, longest {:.2?}",
            times[times.len() - 1]
        );
        p99
    };
    Time {
        clock: spread("by the clock", |time| time.clock),
        processor: spread("on the processor", |time| time.processor),
    }
}

async fn overhead() {
    let directory = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap();
    let bench = bench(directory.path()).await;
    let rows: usize = bench
        .memory
        .rows
        .lock()
        .unwrap()
        .kinds
        .values()
        .map(|rows| rows.len())
        .sum();
    let (mut validating, mut all, mut operations) = (Vec::new(), Vec::new(), 0);
    for number in 0..APPLIES {
        let took = bench.apply(number % 2 == 0).await;
        validating.push(took.validating);
        all.push(took.all);
        operations = took.operations;
    }
    println!(
        "a router with {rows} rows, {STANDING} virtual interfaces with a device each; one more comes and goes, {operations} operations"
    );
    told("validating and planning", &validating);
    let p99 = told("validating, planning, journal and merge", &all);
    println!(
        "measured: overhead of an apply p99 {:.2?} (bar 2 ms), on the processor {:.2?}",
        p99.clock, p99.processor
    );
    let asked = bench.memory.asked.lock().unwrap().clone();
    let confirming = asked.iter().filter(|what| **what == "confirm").count();
    println!(
        "measured: exchanges with the router {} ({}), of which {confirming} confirms (bar 1)",
        asked.len(),
        asked.join(", ")
    );
}

/// The same on a disk, for `strace` to look at.
async fn on_disk(directory: &Path, applies: usize) {
    let bench = bench(directory).await;
    for number in 0..applies {
        bench.apply(number % 2 == 0).await;
    }
}

/// How often a run of so many applies waits for the disk.
fn syncs(directory: &Path, applies: usize) -> Option<u64> {
    let counts = directory.join(format!("counts-{applies}"));
    let traced = Command::new("strace")
        .args([
            "-f",
            "-c",
            "-e",
            "trace=fsync,fdatasync,msync,sync_file_range,syncfs",
            "-o",
        ])
        .arg(&counts)
        .arg(std::env::current_exe().unwrap())
        .arg("--on-disk")
        .arg(directory.join(format!("data-{applies}")))
        .arg(applies.to_string())
        .status();
    if !traced.is_ok_and(|status| status.success()) {
        return None;
    }
    let table = std::fs::read_to_string(counts).unwrap();
    // Columns: share, seconds, microseconds a call, calls, errors if any, name.
    let names = ["fsync", "fdatasync", "msync", "sync_file_range", "syncfs"];
    let calls = table
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|columns| columns.last().is_some_and(|name| names.contains(name)))
        .map(|columns| columns[3].parse::<u64>().unwrap());
    Some(calls.sum())
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let words: Vec<String> = std::env::args().collect();
    if let Some(at) = words.iter().position(|word| word == "--on-disk") {
        let (directory, applies) = (PathBuf::from(&words[at + 1]), words[at + 2].parse().unwrap());
        return runtime.block_on(on_disk(&directory, applies));
    }
    runtime.block_on(overhead());
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    match (syncs(directory.path(), 0), syncs(directory.path(), 200)) {
        (Some(none), Some(many)) => {
            let each = f64::from(u32::try_from(many - none).unwrap()) / 200.0;
            println!("measured: waits for the disk per apply {each:.2} (bar 3), over 200 applies");
        }
        _ => println!("waits for the disk are not counted: strace is not there or may not trace"),
    }
}
