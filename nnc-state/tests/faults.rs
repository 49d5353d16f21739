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

use common::router::GuardMode;
use common::scenario::{self, Run, Scenario, Spec, Store};
use common::script::Fault;
use common::soak;
use nnc_state::Confirmation;
use proptest::prelude::*;
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
    attempt(runtime, store, scenario, faults, true)
}

fn attempt(
    runtime: &Runtime,
    store: &Store,
    scenario: &Scenario,
    faults: &[(usize, Fault)],
    again: bool,
) -> usize {
    let mut run = Run::new(scenario, store);
    let checked = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            run.go(faults).await;
            let effects = run.script.count();
            run.check();
            if again {
                run.check_again().await;
            }
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
                // Applying the same again is the dearer part.
                let again = soak() || schedules % 5 == 0;
                attempt(&runtime, &store, &scenario, &[(at, fault)], again);
                schedules += 1;
            }
        }
    }
    println!("{schedules} schedules");
    assert!(schedules > 3_000);
}

/// Not the shapes decide alone: the same holds of plans of one operation, of two, and so on.
#[test]
fn a_plan_of_any_size_with_any_one_fault_leaves_before_or_after_and_the_truth() {
    let (runtime, store) = (runtime(), Store::new());
    // A prime, so that every size meets every fault over the guards.
    let stride = if soak() { 1 } else { 37 };
    let (mut schedules, mut sizes) = (0_usize, std::collections::BTreeSet::new());
    let mut number = 0_usize;
    for (size, scenario) in scenario::sized() {
        assert_eq!(
            Run::new(&scenario, &store).plan().change.writes(),
            size,
            "{scenario:?}"
        );
        let effects = attempt(&runtime, &store, &scenario, &[], false);
        for at in 0..effects {
            for fault in Fault::ALL {
                number += 1;
                if number.is_multiple_of(stride) {
                    attempt(&runtime, &store, &scenario, &[(at, fault)], soak());
                    sizes.insert(size);
                    schedules += 1;
                }
            }
        }
    }
    println!("{schedules} schedules of plans of {} sizes", sizes.len());
    assert_eq!(sizes.len(), scenario::LARGEST);
    assert!(schedules > if soak() { 30_000 } else { 800 });
}

/// A second fault strikes wherever the first one led to: in the undoing, in the recovery after a crash, in the
/// recovery of the recovery.
#[test]
fn any_two_faults_leave_before_or_after_and_the_truth() {
    let (runtime, store) = (runtime(), Store::new());
    // A stride that has no divisor in common with the number of faults meets every pair of them.
    let stride = if soak() { 5 } else { 101 };
    let (mut pairs, mut schedules) = (0_usize, 0);
    let mut met = std::collections::HashSet::new();
    for scenario in scenario::all() {
        let effects = attempt(&runtime, &store, &scenario, &[], false);
        for first_at in 0..effects {
            for first in Fault::ALL {
                let mut reached = None;
                // More effects than any single fault leads to; what is past the end is not counted.
                for second_at in first_at + 1..first_at + 60 {
                    if reached.is_some_and(|reached| second_at >= reached) {
                        break;
                    }
                    for second in Fault::ALL {
                        pairs += 1;
                        if pairs % stride != 0 {
                            continue;
                        }
                        let reached = *reached.get_or_insert_with(|| {
                            attempt(&runtime, &store, &scenario, &[(first_at, first)], false)
                        });
                        if second_at < reached {
                            let faults = [(first_at, first), (second_at, second)];
                            attempt(&runtime, &store, &scenario, &faults, false);
                            met.insert((first, second));
                            schedules += 1;
                        }
                    }
                }
            }
        }
    }
    println!("{schedules} schedules of {} pairs of faults", met.len());
    assert_eq!(met.len(), Fault::ALL.len().pow(2));
    assert!(schedules > if soak() { 100_000 } else { 300 });
}

/// What a router may have before or after: some of three resources and of what is steered through them.
fn specs() -> impl Strategy<Value = &'static [Spec]> {
    let ranks = || prop::collection::vec(0_u32..4, 0..4);
    let resource = |name| {
        (
            prop::bool::weighted(0.7),
            prop::sample::select(vec![1_u8, 2, 11]),
            ranks(),
        )
            .prop_map(move |(there, value, ranks)| {
                // Scenarios are constants elsewhere; the few made here may live as long.
                there.then(|| Spec(name, value, ranks.leak()))
            })
    };
    let steering = |name| {
        (prop::bool::weighted(0.4), ranks())
            .prop_map(move |(there, ranks)| there.then(|| Spec(name, 1, ranks.leak())))
    };
    (
        resource("a"),
        resource("b"),
        resource("z"),
        steering("s-a"),
        steering("s-b"),
    )
        .prop_map(|(a, b, z, steer_a, steer_b)| {
            let mut specs: Vec<Spec> = [a, b, z].into_iter().flatten().collect();
            let steered: Vec<Spec> = [steer_a, steer_b]
                .into_iter()
                .flatten()
                .filter(|Spec(name, ..)| specs.iter().any(|spec| name.strip_prefix("s-") == Some(spec.0)))
                .collect();
            specs.extend(steered);
            &*specs.leak()
        })
}

#[test]
fn any_change_with_any_faults_leaves_before_or_after_and_the_truth() {
    let (runtime, store) = (runtime(), Store::new());
    let faults = prop::collection::vec((0_usize..40, prop::sample::select(Fault::ALL.to_vec())), 0..4);
    let modes = prop::sample::select(GuardMode::ALL.to_vec());
    let change = (
        specs(),
        specs(),
        modes,
        prop::sample::select(vec![9_usize, 12, 80]),
        faults,
        prop::sample::select(vec![Confirmation::Observed, Confirmation::Reached]),
    );
    let config = ProptestConfig {
        cases: if soak() { 30_000 } else { 400 },
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |((before, after, mode, guard_limit, faults, confirmation) in change)| {
        let scenario = Scenario {
            name: "any",
            before,
            after,
            scope: &["a", "b", "s-a", "s-b", "z"],
            mode,
            guard_limit,
            confirmation,
        };
        attempt(&runtime, &store, &scenario, &faults, true);
    });
}
