//! What breaks if a resource goes: 10 000 resources with 30 000 relationships, beside a recursive query of SQLite over
//! an indexed table in memory, in the same run. Both must give the same resources.
//!
//! `cargo bench -p nnc-state --bench impact`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and has nobody to report errors to"
)]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

use nnc_core::identity::ResourceId;
use nnc_state::relationships::{Origin, Relationship, Relationships};
use rusqlite::Connection;

const RESOURCES: u64 = 10_000;
const RELATIONSHIPS: usize = 30_000;
const QUESTIONS: u64 = 500;

/// A fixed sequence that looks random (SplitMix64).
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

fn name(number: u64) -> ResourceId {
    ResourceId::of("node", &number.to_string())
}

fn median_and_p99(times: &mut [Duration]) -> (Duration, Duration) {
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

fn main() {
    let mut sequence = Sequence(7);
    let mut all = BTreeSet::new();
    while all.len() < RELATIONSHIPS {
        let dependent = 1 + sequence.next() % (RESOURCES - 1);
        // Something a little lower: long chains, as interfaces on interfaces make them.
        let depends_on = dependent - 1 - sequence.next() % dependent.min(2_000);
        all.insert(Relationship {
            dependent: name(dependent),
            depends_on: name(depends_on),
            origin: Origin::System,
            reason: "needs".to_owned(),
        });
    }
    let all: Vec<Relationship> = all.into_iter().collect();

    let database = Connection::open_in_memory().unwrap();
    database
        .execute_batch(
            "CREATE TABLE relationships (depends_on TEXT NOT NULL, dependent TEXT NOT NULL, PRIMARY KEY (depends_on, dependent)) WITHOUT ROWID",
        )
        .unwrap();
    for one in &all {
        database
            .execute(
                "INSERT INTO relationships VALUES (?1, ?2)",
                [one.depends_on.as_str(), one.dependent.as_str()],
            )
            .unwrap();
    }
    let started = Instant::now();
    let graph = Relationships::new(all).unwrap();
    println!("building the graph: {:.1?}", started.elapsed());

    let mut query = database
        .prepare(
            "WITH RECURSIVE broken(id) AS (
                SELECT dependent FROM relationships WHERE depends_on = ?1
                UNION
                SELECT dependent FROM relationships, broken WHERE depends_on = broken.id
             ) SELECT id FROM broken",
        )
        .unwrap();
    let (mut ours, mut theirs, mut found) = (Vec::new(), Vec::new(), 0);
    for _ in 0..QUESTIONS {
        let root = name(sequence.next() % RESOURCES);
        let started = Instant::now();
        let impact = graph.impact(black_box(&root));
        ours.push(started.elapsed());
        let started = Instant::now();
        let answer: Vec<String> = query
            .query_map([root.as_str()], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        theirs.push(started.elapsed());
        found += answer.len();
        let ours: BTreeSet<&str> = impact.resources().map(ResourceId::as_str).collect();
        assert_eq!(ours, answer.iter().map(String::as_str).collect());
    }
    let (our_total, their_total) = (ours.iter().sum::<Duration>(), theirs.iter().sum::<Duration>());
    let (our_median, our_p99) = median_and_p99(&mut ours);
    let (their_median, their_p99) = median_and_p99(&mut theirs);
    println!("{} resources break on average", found as u64 / QUESTIONS);
    println!("graph in memory: median {our_median:.1?}, p99 {our_p99:.1?}");
    println!("recursive query: median {their_median:.1?}, p99 {their_p99:.1?}");
    println!(
        "ratio: {:.0}x in total, {:.0}x at p99 (aim: 30x), same answers to {QUESTIONS} questions",
        their_total.as_secs_f64() / our_total.as_secs_f64(),
        their_p99.as_secs_f64() / our_p99.as_secs_f64(),
    );
}
