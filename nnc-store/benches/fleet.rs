//! Many databases and many writers.
//!
//! * 1 000 routers touched in turn: memory and descriptors, beside keeping every database open;
//! * 32 writers to one database, beside one thread that writes the same rows in equal batches, and beside a pool of
//!   connections that each commit for themselves;
//! * the first use of a database, beside a bare connection that reads its schema;
//! * databases of the first schema migrated on several threads at once, beside one after the other.
//!
//! `cargo bench -p nnc-store --bench fleet`, or only one of them: `-- routers`, `-- writers`, `-- open`, `-- migrate`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a bench prints, and has nobody to report errors to"
)]

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use nnc_core::identity::ResourceId;
use nnc_core::ports::Entropy;
use nnc_store::*;
use rusqlite::Connection;
use serde_json::json;

struct Dice;

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = (RandomState::new().hash_one(0) >> 24) as u8;
        }
    }
}

fn put(number: usize, value: usize) -> ResourceChange {
    ResourceChange::Put(ResourceRecord {
        resource: ResourceId::of("vif", &format!("v{number}")),
        kind: "VirtualInterface".to_owned(),
        configuration: json!({ "value": value, "filler": "x".repeat(200) }),
        allocation: None,
        deployment: None,
        status: ResourceStatus::Active,
    })
}

/// Resident memory of this process in KiB.
fn resident() -> i64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

fn descriptors() -> usize {
    fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

fn touch_a_thousand() {
    const ROUTERS: usize = 1_000;
    let memory = Path::new("/dev/shm");
    let directory = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    }
    .unwrap();
    let data = DataDir::open(directory.path(), Arc::new(Dice)).unwrap();
    let system = data.system().unwrap();
    let routers: Vec<_> = (0..ROUTERS)
        .map(|number| {
            let new = NewRouter::new(format!("r{number}"), "u");
            let record = data.add_router(&system, &new, None, 0).unwrap();
            let changes: Vec<_> = (0..100).map(|number| put(number, 0)).collect();
            data.router(record.id)
                .unwrap()
                .record(&Cause::at(0), &changes)
                .unwrap();
            record
        })
        .collect();
    drop((system, data));

    let data = DataDir::open(directory.path(), Arc::new(Dice)).unwrap();
    let (before, mut most, mut open) = (resident(), 0, 0);
    let base = descriptors();
    let start = Instant::now();
    for router in &routers {
        let router = data.router(router.id).unwrap();
        assert_eq!(router.resources().unwrap().len(), 100);
        router.record(&Cause::at(1), &[put(1, 1)]).unwrap();
        most = most.max(descriptors() - base);
        open = open.max(data.open_databases());
    }
    let (grown, each) = ((resident() - before) / 1024, start.elapsed() / ROUTERS as u32);
    drop(data);

    // As many as the usual limit of 1 024 descriptors allows.
    let before = resident();
    let kept: Vec<_> = routers
        .iter()
        .take(300)
        .map(|router| {
            let connection =
                Connection::open(directory.path().join(format!("router-{}.db", router.id))).unwrap();
            connection
                .execute_batch("PRAGMA journal_mode=WAL; UPDATE intents SET phase = phase")
                .unwrap();
            let count: i64 = connection
                .query_row("SELECT sum(length(value)) FROM layers", [], |row| row.get(0))
                .unwrap();
            assert!(count > 0);
            connection
        })
        .collect();
    let naive = (resident() - before) / 1024;
    let naive_descriptors = descriptors() - base;
    drop(kept);
    println!(
        "measured: {ROUTERS} routers touched in turn: memory grew by {grown} MiB (bar 40), at most {most} descriptors and \
         {open} databases open, {each:?} each; keeping 300 open: {naive} MiB, {naive_descriptors} descriptors"
    );
}

const WRITERS: usize = 32;
const ROUNDS: usize = 150;

fn median(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() - 1])
}

/// Rows a second of 32 threads, and their median and longest wait.
fn together(rounds: usize, write: impl Fn(usize, usize) + Sync) -> (f64, Duration, Duration) {
    let barrier = Barrier::new(WRITERS + 1);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (barrier, write) = (&barrier, &write);
                scope.spawn(move || {
                    barrier.wait();
                    (0..rounds)
                        .map(|round| {
                            let start = Instant::now();
                            write(writer, round);
                            start.elapsed()
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        barrier.wait();
        let start = Instant::now();
        let waits: Vec<_> = threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect();
        let rate = (WRITERS * rounds) as f64 / start.elapsed().as_secs_f64();
        let (median, longest) = median(waits);
        (rate, median, longest)
    })
}

fn many_writers() {
    let directory = tempfile::tempdir().unwrap();
    let data = DataDir::open(directory.path(), Arc::new(Dice)).unwrap();
    let system = data.system().unwrap();
    let new_router = |name: &str| {
        let record = data
            .add_router(&system, &NewRouter::new(name, "u"), None, 0)
            .unwrap();
        let router = data.router(record.id).unwrap();
        let changes: Vec<_> = (0..WRITERS).map(|number| put(number, 0)).collect();
        router.record(&Cause::at(0), &changes).unwrap();
        router
    };
    let mut ratios = Vec::new();
    let mut spread = Vec::new();
    for run in 0..5 {
        let alone = new_router(&format!("alone{run}"));
        let start = Instant::now();
        for round in 0..ROUNDS {
            let changes: Vec<_> = (0..WRITERS).map(|writer| put(writer, 1 + round)).collect();
            alone.record(&Cause::at(1), &changes).unwrap();
        }
        let alone = (WRITERS * ROUNDS) as f64 / start.elapsed().as_secs_f64();
        let shared = new_router(&format!("shared{run}"));
        let (rate, median, longest) = together(ROUNDS, |writer, round| {
            shared.record(&Cause::at(1), &[put(writer, 1 + round)]).unwrap();
        });
        let waits = longest.as_secs_f64() / median.as_secs_f64();
        println!(
            "run {run}: one thread {alone:.0} rows/s, {WRITERS} writers {rate:.0} rows/s, {:.2}x; wait: median {median:?}, longest {longest:?}, {waits:.1}x",
            rate / alone
        );
        ratios.push(rate / alone);
        spread.push(waits);
    }
    ratios.sort_unstable_by(f64::total_cmp);
    spread.sort_unstable_by(f64::total_cmp);

    let path = directory.path().join("pool.db");
    let connect = || {
        let connection = Connection::open(&path).unwrap();
        connection.busy_timeout(Duration::from_secs(60)).unwrap();
        connection
            .execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS rows (n INTEGER PRIMARY KEY, text TEXT)")
            .unwrap();
        connection
    };
    let pool: Vec<_> = (0..WRITERS).map(|_| std::sync::Mutex::new(connect())).collect();
    let text = "x".repeat(250);
    // Fewer rounds: it is slow.
    let (pool_rate, pool_median, pool_longest) = together(15, |writer, _| {
        let connection = pool[writer].lock().unwrap();
        connection
            .execute("INSERT INTO rows (text) VALUES (?1)", [&text])
            .unwrap();
    });
    println!(
        "measured: {WRITERS} writers to one database: {:.2}x of one thread with equal batches (bar 0.7), longest wait {:.1}x of the median (bar 50), medians of {} runs; \
         a pool of {WRITERS} connections: {:.0} rows/s of a bare row, median {pool_median:?}, longest {pool_longest:?}",
        ratios[ratios.len() / 2],
        spread[spread.len() / 2],
        ratios.len(),
        pool_rate,
    );
}

/// What comes between wanting a database and having it, with all its files in memory.
fn first_use() {
    const ROUTERS: usize = 300;
    let directory = tempfile::tempdir().unwrap();
    let data = DataDir::open(directory.path(), Arc::new(Dice)).unwrap();
    let system = data.system().unwrap();
    let routers: Vec<_> = (0..ROUTERS)
        .map(|number| {
            let new = NewRouter::new(format!("r{number}"), "u");
            let record = data.add_router(&system, &new, None, 0).unwrap();
            let changes: Vec<_> = (0..100).map(|number| put(number, 0)).collect();
            data.router(record.id)
                .unwrap()
                .record(&Cause::at(0), &changes)
                .unwrap();
            record
        })
        .collect();
    drop((system, data));
    let data = DataDir::open(directory.path(), Arc::new(Dice)).unwrap();
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for router in &routers {
        let path = directory.path().join(format!("router-{}.db", router.id));
        let start = Instant::now();
        let connection = Connection::open(&path).unwrap();
        let tables: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .unwrap();
        bare.push(start.elapsed());
        assert!(tables > 0);
        drop(connection);
        let start = Instant::now();
        let handle = data.router(router.id).unwrap();
        ours.push(start.elapsed());
        drop(handle);
    }
    let ((ours, slowest), (bare, _)) = (median(ours), median(bare));
    println!(
        "measured: the first use of a database: median {ours:?}, slowest {slowest:?}; a bare connection that reads its schema {bare:?}, {:.1}x",
        ours.as_secs_f64() / bare.as_secs_f64()
    );
}

/// A data directory with many databases of the first schema.
fn of_the_first_schema(routers: usize) -> (tempfile::TempDir, DataDir) {
    let directory = tempfile::tempdir().unwrap();
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/v1");
    for entry in fs::read_dir(frozen).unwrap() {
        let entry = entry.unwrap().path();
        let mut unpacked = GzDecoder::new(fs::File::open(&entry).unwrap());
        let target = directory.path().join(entry.file_stem().unwrap());
        std::io::copy(&mut unpacked, &mut fs::File::create(&target).unwrap()).unwrap();
        fs::set_permissions(&target, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
    let old = fs::read(directory.path().join("router-1.db")).unwrap();
    let data = DataDir::open(directory.path(), Arc::new(Dice)).unwrap();
    let system = data.system().unwrap();
    for number in 0..routers {
        let new = NewRouter::new(format!("r{number}"), "u");
        let record = data.add_router(&system, &new, None, 0).unwrap();
        fs::write(directory.path().join(format!("router-{}.db", record.id)), &old).unwrap();
    }
    (directory, data)
}

fn old_databases() {
    const ROUTERS: usize = 100;
    let migrated = |threads: usize| {
        let (_directory, data) = of_the_first_schema(ROUTERS);
        let system = data.system().unwrap();
        let start = Instant::now();
        let done = data.migrate_all(&system, threads.try_into().unwrap()).unwrap();
        let took = start.elapsed();
        assert!(done.len() >= ROUTERS && done.iter().all(|(_, result)| result.is_ok()));
        took
    };
    let one = migrated(1);
    for threads in [2, 4, 8] {
        let several = migrated(threads);
        println!(
            "measured: {ROUTERS} databases of the first schema migrated, each with a verified copy: one after the other {one:?}, \
             on {threads} threads {several:?}, {:.1}x",
            one.as_secs_f64() / several.as_secs_f64()
        );
    }
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let wanted = |part: &str| {
        let parts = ["routers", "writers", "open", "migrate"];
        let named = |part: &str| words.iter().any(|word| word == part);
        named(part) || !parts.iter().any(|part| named(part))
    };
    if wanted("routers") {
        touch_a_thousand();
    }
    if wanted("writers") {
        many_writers();
    }
    if wanted("open") {
        first_use();
    }
    if wanted("migrate") {
        old_databases();
    }
}
