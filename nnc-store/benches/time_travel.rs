//! Looks into the past of a router with 1 000 000 events over 1 000 resources, all eight layers.
//!
//! Peers in the same run: for one resource, reading its events from the first one on, as a store without whole values in
//! between must (their bodies are read and not even folded); for the whole router, asking resource by resource.
//!
//! `cargo bench -p nnc-store --bench time_travel`; with `-- --in DIR` the databases are kept there for the next time.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a bench prints, and has nobody to report errors to"
)]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use nnc_core::identity::ResourceId;
use nnc_core::ports::Entropy;
use nnc_store::*;
use rusqlite::Connection;
use serde_json::{Value, json};

const RESOURCES: usize = 1_000;
const EVENTS: u64 = 1_000_000;
const BATCH: usize = 2_000;

struct Chance(AtomicU64);

impl Chance {
    fn draw(&self) -> u64 {
        let mut mixed = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&self, limit: u64) -> u64 {
        self.draw() % limit
    }
}

impl Entropy for Chance {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = (self.draw() & 0xff) as u8;
        }
    }
}

fn resource(number: usize) -> ResourceId {
    ResourceId::of("vif", &format!("v{number}"))
}

/// About 250 bytes, of which an event changes a few.
fn value(chance: &Chance, number: u64) -> Value {
    json!({
        "name": "nnc-tor-usa", "vlanId": 101, "ipAddress": "10.99.101.1/24", "serviceAddress": "10.99.101.2",
        "routingMark": "nnc-tor-usa", "parent": "ether1", "mtu": 1500, "running": chance.below(2) == 0,
        "rxBytes": number * 1_337, "txBytes": number * 733, "lastSeen": number,
        "flags": ["dynamic", "running"],
    })
}

/// What the calling thread has had of the processor, where other programs do not count; right to a few milliseconds.
fn on_processor() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text
        .split_whitespace()
        .next()
        .and_then(|number| number.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

/// How long something takes, by the clock and on the processor.
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, Duration, T) {
    let (processor, start) = (on_processor(), Instant::now());
    let done = work();
    (start.elapsed(), on_processor().saturating_sub(processor), done)
}

fn median_p99(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

/// Writes the events.
fn fill(router: &RouterDb, chance: &Chance) {
    let start = Instant::now();
    let puts: Vec<_> = (0..RESOURCES)
        .map(|number| {
            ResourceChange::Put(ResourceRecord {
                resource: resource(number),
                kind: "VirtualInterface".to_owned(),
                configuration: value(chance, 0),
                allocation: None,
                deployment: None,
                status: ResourceStatus::Active,
            })
        })
        .collect();
    router.record(&Cause::at(0), &puts).unwrap();
    let mut written = 2 * RESOURCES as u64;
    while written < EVENTS {
        let batch = BATCH.min(usize::try_from(EVENTS - written).unwrap());
        let changes: Vec<_> = (0..batch)
            .map(|offset| {
                let number = written + offset as u64;
                ResourceChange::Set(LayerChange {
                    resource: resource(usize::try_from(chance.below(RESOURCES as u64)).unwrap()),
                    layer: Layer::ALL[usize::try_from(chance.below(8)).unwrap()],
                    value: Some(value(chance, number)),
                    source: Source::Router,
                })
            })
            .collect();
        router.record(&Cause::at(written), &changes).unwrap();
        written += batch as u64;
    }
    let rate = written as f64 / start.elapsed().as_secs_f64();
    println!("{written} events over {RESOURCES} resources, written at {rate:.0} events/s");
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let given = words.iter().position(|word| word == "--in");
    let temporary = tempfile::tempdir().unwrap();
    let directory = given.map_or(temporary.path(), |at| Path::new(&words[at + 1]));
    let chance = Arc::new(Chance(AtomicU64::new(1)));
    let data = DataDir::open(directory, Arc::clone(&chance) as Arc<dyn Entropy>).unwrap();
    let system = data.system().unwrap();
    let (router, record) = match system.router("home") {
        Ok(record) => (data.router(record.id).unwrap(), record),
        Err(_) => {
            let new = NewRouter::new("home", "u");
            let record = data.add_router(&system, &new, None, 0).unwrap();
            let router = data.router(record.id).unwrap();
            fill(&router, &chance);
            (router, record)
        }
    };
    let end = EVENTS;
    let path = directory.join(format!("router-{}.db", record.id));
    let megabytes = std::fs::metadata(&path).unwrap().len() / 1_000_000;
    println!("{megabytes} MB");

    let uuids: Vec<_> = router
        .states(&[])
        .unwrap()
        .into_iter()
        .map(|state| state.uuid)
        .collect();
    let one = |at| {
        let uuid = &uuids[usize::try_from(chance.below(RESOURCES as u64)).unwrap()];
        timed(|| black_box(router.resource_at(uuid, at, &Layer::ALL).unwrap())).0
    };
    for _ in 0..500 {
        one(chance.below(end));
    }
    let (median, p99) = median_p99((0..5_000).map(|_| one(chance.below(end))).collect());

    let raw = Connection::open(&path).unwrap();
    let mut from_the_first = raw
        .prepare("SELECT body FROM resource_events WHERE resource = ?1 AND layer = ?2 AND at <= ?3 ORDER BY at, seq")
        .unwrap();
    let mut naive = |at: u64| {
        let resource = 1 + chance.below(RESOURCES as u64);
        let start = Instant::now();
        for layer in 0..8 {
            let mut rows = from_the_first.query((resource as i64, layer, at as i64)).unwrap();
            while let Some(row) = rows.next().unwrap() {
                black_box(serde_json::from_str::<Value>(row.get_ref(0).unwrap().as_str().unwrap()).unwrap());
            }
        }
        start.elapsed()
    };
    let (naive_median, naive_p99) = median_p99((0..500).map(|_| naive(chance.below(end))).collect());
    println!(
        "measured: one resource, all layers, at a time: median {median:?}, p99 {p99:?} (bar 250us); \
         reading its events from the first on: median {naive_median:?}, p99 {naive_p99:?}, {:.1}x",
        naive_median.as_secs_f64() / median.as_secs_f64()
    );

    let (mut bulk, mut busy, mut loops) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..15 {
        let at = chance.below(end);
        let (clock, processor, found) = timed(|| router.router_at(at, &Layer::ALL).unwrap());
        bulk.push(clock);
        busy.push(processor);
        let start = Instant::now();
        let one_by_one: Vec<_> = uuids
            .iter()
            .map(|uuid| router.resource_at(uuid, at, &Layer::ALL).unwrap())
            .collect();
        loops.push(start.elapsed());
        assert_eq!(found.len(), one_by_one.into_iter().flatten().count());
    }
    let ((bulk, bulk_worst), (loops, _)) = (median_p99(bulk), median_p99(loops));
    let (busy, busy_worst) = median_p99(busy);
    println!(
        "measured: the whole router at a time: median {bulk:?}, worst {bulk_worst:?} (bar 100ms), on the processor {busy:?} and {busy_worst:?}; \
         resource by resource {loops:?}, {:.2}x",
        loops.as_secs_f64() / bulk.as_secs_f64()
    );
    let start = Instant::now();
    let report = router.verify_history(None).unwrap();
    println!(
        "measured: {} events and {} layers verified in {:?}",
        report.events,
        report.layers,
        start.elapsed()
    );
}
