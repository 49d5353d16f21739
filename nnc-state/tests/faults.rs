//! Every fault at every effect, enumerated.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "tests state expectations by panicking, and say which schedule it was"
)]

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};

use common::scenario::{self, Run, Scenario, Store};
use common::script::Fault;
use tokio::runtime::{Builder, Runtime};

/// A runtime whose clock jumps whenever there is nothing to do.
fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
}

/// Runs one schedule and checks it; says how many effects there were.
fn schedule(runtime: &Runtime, store: &Store, scenario: &Scenario, faults: &[(usize, Fault)]) -> usize {
    let mut run = Run::new(scenario, store);
    let checked = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            run.go(faults).await;
            let effects = run.script.count();
            run.check().await;
            effects
        })
    }));
    match checked {
        Ok(effects) => effects,
        Err(panic) => {
            let effects = run.script.effects();
            let (results, recovered) = (&run.results, &run.recovered);
            eprintln!("{scenario:?}\n{faults:?}\n{effects:?}\n{results:?}\n{recovered:?}");
            std::panic::resume_unwind(panic)
        }
    }
}

#[test]
fn without_faults_everything_comes_to_stand() {
    let (runtime, store) = (runtime(), Store::new());
    for scenario in scenario::all() {
        schedule(&runtime, &store, &scenario, &[]);
    }
}

#[test]
fn any_one_fault_leaves_before_or_after_and_the_truth() {
    let (runtime, store) = (runtime(), Store::new());
    let mut schedules = 0;
    for scenario in scenario::all() {
        let effects = schedule(&runtime, &store, &scenario, &[]);
        for at in 0..effects {
            for fault in Fault::ALL {
                schedule(&runtime, &store, &scenario, &[(at, fault)]);
                schedules += 1;
            }
        }
    }
    println!("{schedules} schedules");
    assert!(schedules > 3_000);
}
