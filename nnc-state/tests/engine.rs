//! The engine as its callers see it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use common::platform::Plain;
use common::router::GuardMode;
use common::scenario::{self, ME, Run, Scenario, Store, resource};
use common::script::Fault;
use nnc_core::change::{Action, Operation};
use nnc_core::identity::ObjectKey;
use nnc_core::object::Snapshot;
use nnc_core::outcome::Outcome;
use nnc_core::ports::{Answer, Commit, RouterError};
use nnc_state::machine::{Command, Event, Machine};
use nnc_state::{Applied, Confirmation, Limits, Phase, Plan, Replan, StateError, lock_router};
use nnc_store::{DataDir, NewRouter, ResourceStatus};
use tokio::sync::{oneshot, watch};

fn scenario(name: &str, mode: GuardMode, guard_limit: usize) -> Scenario {
    let known = scenario::all().into_iter().find(|scenario| scenario.name == name);
    Scenario {
        mode,
        guard_limit,
        ..known.unwrap()
    }
}

async fn apply(run: &Run<'_>, plan: Plan, replan: Option<Replan>) -> Result<Applied, StateError> {
    let progress = watch::Sender::new(Phase::Draft);
    run.engine.run(plan, replan, &progress, &Arc::default()).await
}

/// What was called, without the single operations of a round.
fn round_trips(run: &Run<'_>) -> Vec<&'static str> {
    let calls = run.router.world().calls.clone();
    calls.into_iter().filter(|call| *call != "write").collect()
}

#[tokio::test(start_paused = true)]
async fn a_change_costs_a_guard_its_rounds_a_reading_and_a_release() {
    let (scenario, store) = (scenario("create one", GuardMode::AtOnce, 80), Store::new());
    let run = Run::new(&scenario, &store);
    let applied = apply(&run, run.plan(), None).await.unwrap();
    assert_eq!(applied.writes, 3);
    assert!(applied.observed.is_some());
    assert_eq!(
        round_trips(&run),
        ["begin", "round", "round", "round", "observe", "commit", "run"]
    );
    assert_eq!(
        run.script
            .effects()
            .iter()
            .filter(|effect| effect.starts_with("store"))
            .collect::<Vec<_>>(),
        [&"store: open", &"store: settle"]
    );
    run.check();
    let calls = round_trips(&run).len();
    apply(&run, run.plan(), None).await.unwrap();
    assert_eq!(
        round_trips(&run).len(),
        calls,
        "the same again needs nothing of the router"
    );
}

#[tokio::test(start_paused = true)]
async fn the_store_tidies_up_after_a_change_and_nobody_waits_for_it() {
    let (scenario, store) = (scenario("create one", GuardMode::AtOnce, 80), Store::new());
    let run = Run::new(&scenario, &store);
    apply(&run, run.plan(), None).await.unwrap();
    let tidied = run.journal.tidied.notified();
    tokio::time::timeout(Duration::from_secs(60), tidied)
        .await
        .unwrap();
}

#[tokio::test(start_paused = true)]
async fn dropping_a_change_does_not_tear_it() {
    struct Signal(Option<oneshot::Sender<()>>);
    impl Drop for Signal {
        fn drop(&mut self) {
            let _nobody_waits = self.0.take().map(|sender| sender.send(()));
        }
    }
    let (scenario, store) = (
        scenario("create two beside another", GuardMode::AtOnce, 80),
        Store::new(),
    );
    let run = Run::new(&scenario, &store);
    let (sender, released) = oneshot::channel();
    let applying = run.engine.apply(run.plan(), None, Signal(Some(sender)));
    let mut progress = applying.progress();
    drop(applying);
    progress.wait_for(|phase| *phase == Phase::Merged).await.unwrap();
    released.await.unwrap();
    assert!(run.is_after());
    run.check();
}

#[tokio::test(start_paused = true)]
async fn a_change_that_is_cancelled_before_its_guard_writes_nothing() {
    let (scenario, store) = (scenario("create one", GuardMode::AtOnce, 80), Store::new());
    let run = Run::new(&scenario, &store);
    let applying = run.engine.apply(run.plan(), None, ());
    applying.cancel();
    let error = applying.finish().await.unwrap_err();
    assert_eq!(error.code(), "rolled-back");
    assert!(error.to_string().contains("cancelled"), "{error}");
    assert_eq!(run.router.world().writes, 0);
    run.check();
}

#[tokio::test(start_paused = true)]
async fn an_objection_takes_the_change_back_with_its_words() {
    for (limit, last_resort) in [(80, false), (5, true)] {
        let (scenario, store) = (scenario("create one", GuardMode::AtOnce, limit), Store::new());
        let run = Run::new(&scenario, &store);
        let mut plan = run.plan();
        plan.check = Some(Arc::new(|snapshot: &Snapshot| {
            assert!(snapshot.marked().any(|(_, _, mark)| mark.controller == ME));
            Err("VLAN 101 was taken by someone else".to_owned())
        }));
        // Someone adds a rule before the router is read again.
        run.script.set(&[(5, Fault::ForeignAdd)]);
        let StateError::RolledBack {
            reason,
            reverted_foreign,
        } = apply(&run, plan, None).await.unwrap_err()
        else {
            panic!("not rolled back")
        };
        assert!(!run.is_after());
        run.check();
        let trips = round_trips(&run);
        // Within its limit the guard covers the inverse too, and nobody else's edit is touched.
        assert_eq!(trips.contains(&"unroll"), last_resort, "{trips:?}");
        if last_resort {
            assert_eq!(reverted_foreign, ["rules \"someone\" (added)"]);
        } else {
            assert!(reverted_foreign.is_empty());
            assert!(
                run.router
                    .world()
                    .contents(ME, false)
                    .iter()
                    .any(|row| { row.2.get("comment").is_some_and(|comment| comment == "someone") })
            );
        }
        assert!(
            reason.contains("does not show") || reason.contains("VLAN 101"),
            "{reason}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_routers_words_reach_the_caller() {
    let (scenario, store) = (
        scenario("everything at once", GuardMode::AtOnce, 80),
        Store::new(),
    );
    let run = Run::new(&scenario, &store);
    let plan = run.plan();
    run.script.set(&[(4, Fault::Refuse)]);
    let error = apply(&run, plan, None).await.unwrap_err();
    assert_eq!(error.code(), "rolled-back");
    assert!(error.to_string().contains("failure: injected"), "{error}");
    run.check();
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_led_back_is_told_resource_by_resource() {
    let (scenario, store) = (
        scenario("create two beside another", GuardMode::AtOnce, 5),
        Store::new(),
    );
    let run = Run::new(&scenario, &store);
    let plan = run.plan();
    let total = plan.change.writes();
    run.router.world().stubborn = Some("vif/a:rule-0".to_owned());
    // The first group is in its own piece: open, begin, 3 writes, observe, commit, begin, writes.
    run.script.set(&[(9, Fault::Refuse)]);
    let StateError::PartiallyApplied { applied, missing, .. } = apply(&run, plan, None).await.unwrap_err()
    else {
        panic!("not partly applied")
    };
    assert_eq!(
        (applied, missing),
        (vec!["vif/a".to_owned()], vec!["vif/b".to_owned()])
    );
    assert!(total > 5);
    assert!(store.router.open_intents().unwrap().is_empty());
    assert!(!run.router.world().guard_stands());
    let stored = store.router.resources().unwrap();
    let named = |name: &str| {
        stored
            .iter()
            .find(|stored| stored.record.resource == resource(name))
    };
    assert_eq!(named("a").unwrap().record.status, ResourceStatus::Active);
    assert!(named("a").unwrap().record.deployment.is_some());
    assert!(named("b").is_none());
    run.router.world().stubborn = None;
    run.script.set(&[]);
    apply(&run, run.plan(), None).await.unwrap();
    assert!(run.is_after());
}

#[tokio::test(start_paused = true)]
async fn a_stale_plan_is_made_anew_once() {
    let (scenario, store) = (scenario("change values", GuardMode::AtOnce, 80), Store::new());
    let run = Run::new(&scenario, &store);
    let stale = run.plan();
    run.router.world().disconnect(GuardMode::AtOnce, ME);
    let error = apply(&run, stale.clone(), None).await.unwrap_err();
    assert_eq!(error.code(), "plan-stale");
    assert!(error.retryable());
    run.check();

    let asked = Arc::new(AtomicBool::new(false));
    let fresh = run.plan();
    run.router.world().disconnect(GuardMode::AtOnce, ME);
    let replan: Replan = {
        let asked = Arc::clone(&asked);
        Arc::new(move |snapshot| {
            assert!(!asked.swap(true, Ordering::SeqCst));
            Ok(Plan {
                snapshot: snapshot.clone(),
                ..fresh.clone()
            })
        })
    };
    apply(&run, stale, Some(replan)).await.unwrap();
    assert!(asked.load(Ordering::SeqCst) && run.is_after());
    run.check();
}

#[tokio::test(start_paused = true)]
async fn a_change_that_shuts_new_connections_out_is_taken_back_over_the_one_that_stands() {
    for mode in GuardMode::ALL {
        let (mut scenario, store) = (scenario("create one", mode, 80), Store::new());
        scenario.confirmation = Confirmation::Reached;
        let run = Run::new(&scenario, &store);
        run.router.world().shut = true;
        let error = apply(&run, run.plan(), None).await.unwrap_err();
        assert_eq!(error.code(), "rolled-back");
        assert!(error.to_string().contains("second connection"), "{error}");
        assert!(!run.is_after() && !run.router.world().fired);
        run.check();
        run.router.world().shut = false;
        apply(&run, run.plan(), None).await.unwrap();
        let calls = run.script.effects();
        let at = |what: &str| calls.iter().rposition(|call| *call == what).unwrap();
        assert!(
            at("observe") < at("probe") && at("probe") < at("commit"),
            "{calls:?}"
        );
        assert!(run.is_after());
        run.check();
    }
}

#[tokio::test(start_paused = true)]
async fn another_holder_of_the_guard_is_named_and_nothing_is_written() {
    let (scenario, store) = (scenario("create one", GuardMode::Later, 80), Store::new());
    let run = Run::new(&scenario, &store);
    let plan = run.plan();
    run.router.world().hold_guard(100);
    let error = apply(&run, plan, None).await.unwrap_err();
    assert_eq!(error.code(), "guard-busy");
    assert!(error.retryable());
    assert_eq!(run.router.world().writes, 0);
    assert!(store.router.open_intents().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_unreachable_router_leaves_the_outcome_unknown_until_it_answers() {
    let (scenario, store) = (scenario("create one", GuardMode::Later, 80), Store::new());
    let run = Run::new(&scenario, &store);
    let plan = run.plan();
    // Open, begin, three writes, observe, and the commit is lost.
    run.script.set(&[(6, Fault::GoneAfter)]);
    let error = apply(&run, plan.clone(), None).await.unwrap_err();
    assert_eq!(error.code(), "outcome-unknown");
    let open = store.router.open_intents().unwrap();
    assert_eq!(open.len(), 1);
    assert!(open.iter().all(|intent| intent.phase.starts_with("unknown")));

    let still = run.engine.recover(ME).await.unwrap();
    assert!(matches!(
        still.as_slice(),
        [only] if matches!(only.outcome, Outcome::Unknown { .. })
    ));
    let refused = apply(&run, plan, None).await.unwrap_err();
    assert_eq!(refused.code(), "router-unsettled");

    run.router.world().go_down(0);
    let settled = run.engine.recover(ME).await.unwrap();
    assert_eq!(settled.len(), 1);
    assert!(settled.iter().all(|entry| entry.outcome.is_confirmed()));
    assert!(run.is_after());
    assert!(store.router.open_intents().unwrap().is_empty());
    assert!(run.engine.recover(ME).await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_full_disk_keeps_the_router_untouched() {
    let (scenario, store) = (scenario("create one", GuardMode::AtOnce, 80), Store::new());
    let run = Run::new(&scenario, &store);
    let plan = run.plan();
    run.script.set(&[(0, Fault::Refuse)]);
    let error = apply(&run, plan, None).await.unwrap_err();
    assert_eq!(error.code(), "store-full");
    assert!(run.router.world().calls.is_empty());
    run.check();
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_fills_up_meanwhile_leaves_the_change_to_recovery() {
    let (scenario, store) = (scenario("create one", GuardMode::AtOnce, 80), Store::new());
    let mut run = Run::new(&scenario, &store);
    // Open, begin, three writes, observe, commit, the effect, and then the settlement finds no room.
    run.go(&[(8, Fault::Refuse)]).await;
    assert!(matches!(run.results.as_slice(), [Err(error)] if error.code() == "outcome-unknown"));
    assert_eq!(run.recovered, [Outcome::Confirmed]);
    run.check();
}

#[tokio::test(start_paused = true)]
async fn a_change_beyond_its_scope_is_refused() {
    let (scenario, store) = (scenario("change values", GuardMode::AtOnce, 80), Store::new());
    let run = Run::new(&scenario, &store);
    let mut plan = run.plan();
    plan.scope.remove(&resource("b"));
    let error = apply(&run, plan, None).await.unwrap_err();
    assert_eq!(error.code(), "plan-out-of-scope");
    assert!(run.router.world().calls.is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_lock_is_waited_for_without_a_thread() {
    struct Zero;
    impl nnc_core::ports::Entropy for Zero {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }
    let directory = tempfile::tempdir().unwrap();
    let data = DataDir::open(directory.path(), Arc::new(Zero)).unwrap();
    let system = data.system().unwrap();
    let router = data
        .add_router(&system, &NewRouter::new("home", "fake"), None, 0)
        .unwrap();
    let held = lock_router(&data, &router, Duration::ZERO).await.unwrap();
    let error = lock_router(&data, &router, Duration::from_secs(3))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "router-busy");
    assert!(error.retryable());
    let (waiting, ()) = tokio::join!(lock_router(&data, &router, Duration::from_secs(60)), async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        drop(held);
    });
    waiting.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_effect_that_is_refused_takes_the_change_back() {
    let (scenario, store) = (scenario("create one", GuardMode::AtOnce, 80), Store::new());
    let run = Run::new(&scenario, &store);
    let plan = run.plan();
    run.script.set(&[(7, Fault::Refuse)]);
    assert_eq!(run.script.effects().len(), 0);
    let error = apply(&run, plan, None).await.unwrap_err();
    assert_eq!(error.code(), "rolled-back");
    assert!(error.to_string().contains("failure: injected"), "{error}");
    assert!(!matches!(error, StateError::Router(RouterError::Refused(_))));
    assert!(!run.is_after());
    run.check();
}

/// The machine alone, step by step: no router, no store, no runtime.
#[test]
fn a_change_that_is_cancelled_between_rounds_is_taken_back_by_its_inverse() {
    let (scenario, store) = (scenario("create one", GuardMode::AtOnce, 80), Store::new());
    let run = Run::new(&scenario, &store);
    let plan = run.plan();
    let snapshot = Arc::new(plan.snapshot.clone());
    let mut machine = Machine::new(&plan, Arc::clone(&snapshot), Arc::new(Plain), Limits::default()).unwrap();
    assert!(matches!(machine.handle(Event::Start), Command::LogIntent));
    assert!(matches!(machine.handle(Event::Stored), Command::Begin { .. }));
    let Command::Apply(first) = machine.handle(Event::Begun(Ok(()))) else {
        panic!("nothing is applied")
    };
    assert_eq!(machine.phase(), Phase::Armed);
    machine.cancel();
    let done = |count: usize| Event::Answered(Ok(vec![Answer::Done { row: None }; count]));
    let Command::Apply(inverse) = machine.handle(done(first.len())) else {
        panic!("nothing is taken back")
    };
    assert_eq!(machine.phase(), Phase::RollingBack);
    let keys = |operations: &[Operation]| -> BTreeSet<ObjectKey> {
        operations
            .iter()
            .filter_map(|operation| operation.key().cloned())
            .collect()
    };
    assert_eq!(keys(&first), keys(&inverse));
    assert!(
        inverse
            .iter()
            .all(|operation| matches!(operation.action, Action::Remove { .. }))
    );
    assert!(matches!(machine.handle(done(inverse.len())), Command::Observe));
    assert!(matches!(
        machine.handle(Event::Observed(Ok(snapshot))),
        Command::Commit
    ));
    assert!(matches!(
        machine.handle(Event::Committed(Commit::Done)),
        Command::Run(_)
    ));
    let settle = machine.handle(Event::Ran(Ok(())));
    assert!(matches!(
        settle,
        Command::Settle {
            outcome: Outcome::RolledBack { .. },
            ..
        }
    ));
    assert!(matches!(machine.handle(Event::Stored), Command::Done(_)));
    assert_eq!(machine.phase(), Phase::RolledBack);
    assert!(
        matches!(machine.handle(Event::Start), Command::Done(_)),
        "done stays done"
    );
}
