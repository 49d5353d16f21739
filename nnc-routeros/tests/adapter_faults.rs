//! Every fault at every write of a small change: the receipt tells the truth, the router ends in the old or the new
//! state, and what belongs to others is as it was.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod adapter_support;

use std::time::Duration;

use adapter_support::*;
use nnc_core::change::{Action, ChangeSet, Operation};
use nnc_core::object::Object;
use nnc_core::ports::{Answer, ChangeSession, Commit, RouterError, RouterPort};
use nnc_routeros::adapter::RouterOsPort;
use nnc_routeros::transport::TransportKind;
use serde_json::json;

#[derive(Debug, Clone, Copy)]
struct Case {
    transport: TransportKind,
    version: &'static str,
    /// How long safe mode outlives its connection.
    rollback: Duration,
    fault: &'static str,
    /// The write that it strikes.
    at: usize,
}

/// How a change went, as far as its controller can tell.
#[derive(Debug, PartialEq, Eq)]
enum Went {
    /// Committed.
    Confirmed,
    /// Undone by inverse operations, and that committed.
    Undone,
    /// It has to be found out.
    Open,
}

/// Which state the router was found in.
#[derive(Debug, PartialEq, Eq)]
enum State {
    Old,
    New,
    /// In neither, and what is missing from the old one.
    Between(String),
}

#[tokio::test(start_paused = true)]
async fn safe_mode_that_is_rolled_back_at_once() {
    enumerate(TransportKind::Api, &["7.22.3", "7.24"], Duration::ZERO).await;
}

#[tokio::test(start_paused = true)]
async fn safe_mode_that_is_rolled_back_later() {
    enumerate(TransportKind::Api, &["7.18.2", "7.22.3"], Duration::from_secs(30)).await;
}

#[tokio::test(start_paused = true)]
async fn a_dead_man_over_the_api() {
    enumerate(TransportKind::Api, &["7.15.3", "7.9.2", "7.12.2"], Duration::ZERO).await;
}

#[tokio::test(start_paused = true)]
async fn a_dead_man_over_rest() {
    enumerate(
        TransportKind::Rest,
        &["7.24", "7.9.2", "7.12.2", "7.15.3", "7.18.2", "7.22.3"],
        Duration::ZERO,
    )
    .await;
}

/// Every fault at every write, for the first of the versions; for all of them with `NNC_SOAK=1`.
async fn enumerate(transport: TransportKind, versions: &[&'static str], rollback: Duration) {
    let all = std::env::var("NNC_SOAK").is_ok_and(|soak| soak == "1");
    for &version in versions.iter().take(if all { versions.len() } else { 1 }) {
        for (from, to) in [(old(), new()), (Vec::new(), old()), (old(), Vec::new())] {
            for fault in ["drop", "drop-after", "trap", "hang", "reboot"] {
                let mut case = Case {
                    transport,
                    version,
                    rollback,
                    fault,
                    at: 1,
                };
                let writes = loop {
                    match run(case, &from, &to).await {
                        None => case.at += 1,
                        Some(writes) => break writes,
                    }
                };
                assert_eq!(case.at, writes + 1, "{fault} did not strike every write");
            }
        }
    }
}

/// Runs one case. If its fault came too late to strike: how many writes there were.
async fn run(case: Case, from: &[Object], to: &[Object]) -> Option<usize> {
    let sim = Sim::start(config(case.version).safe_mode_timeout(case.rollback)).await;
    let (port, _) = sim.port(case.transport);
    bring(&port, from).await.unwrap();
    let (foreign, before) = (sim.foreign(), sim.configuration());
    let mut fault = json!({"kind": case.fault, "at": case.at});
    if case.fault == "trap" {
        fault["message"] = json!("failure: no room");
    }
    sim.0.fault(&fault).unwrap();
    sim.0.reset_log();

    let went = change(&case, &sim, &port, from, to).await;
    let writes = matches!(went, Ok(Went::Confirmed)).then(|| sim.writes().len());
    sim.0.clear_fault();
    let state = settle(&sim, &port, from, to).await;
    match went {
        Ok(Went::Confirmed) => assert_eq!(state, State::New, "{case:?}"),
        Ok(Went::Undone) => assert_eq!(state, State::Old, "{case:?}"),
        Ok(Went::Open) => assert!(!matches!(state, State::Between(_)), "{case:?} {state:?}"),
        // Nothing was begun.
        Err(_) => assert_eq!(state, State::Old, "{case:?}"),
    }
    if state == State::Old {
        assert_same(&sim.configuration(), &before, &format!("{case:?}"));
    }
    assert_same(&sim.foreign(), &foreign, &format!("{case:?}"));
    assert_eq!(sim.rows("/system/scheduler").len(), 0, "{case:?}");
    // What is open can be done again.
    bring(&port, to).await.unwrap();
    assert_same(&sim.foreign(), &foreign, &format!("{case:?}"));
    writes
}

async fn change(
    case: &Case,
    sim: &Sim,
    port: &RouterOsPort,
    from: &[Object],
    to: &[Object],
) -> Result<Went, RouterError> {
    let platform = port.platform().await?;
    let snapshot = port.observe().await?;
    let change = plan(to, &snapshot, &*platform);
    let mut session = port.begin(policy(&change), &snapshot).await?;
    let mut done: Vec<usize> = Vec::new();
    for positions in change.rounds(16).unwrap() {
        let operations = round(&change, &positions);
        let receipt = session.apply(&operations).await?;
        assert_eq!(receipt.len(), operations.len());
        check_truth(case, sim, &operations, &receipt);
        let answers = positions.iter().zip(&receipt);
        done.extend(
            answers
                .filter(|(_, answer)| matches!(answer, Answer::Done { .. }))
                .map(|(&position, _)| position),
        );
        if receipt.iter().all(|answer| matches!(answer, Answer::Done { .. })) {
            continue;
        }
        if receipt.contains(&Answer::Lost) {
            let refused = session.apply(&operations).await;
            assert!(refused.is_err(), "{case:?}: a broken session went on");
            return Ok(Went::Open);
        }
        carry_out(&change.inverse(Some(&done)), &mut *session).await?;
        // Where only a part was done, rows may have come back at another place among ours.
        let left = plan(from, &session.observe().await?, &*platform);
        carry_out(&left, &mut *session).await?;
        let left = plan(from, &session.observe().await?, &*platform);
        assert!(left.is_empty(), "{case:?}: {:#?}", left.operations);
        return Ok(if session.commit().await == Commit::Done {
            Went::Undone
        } else {
            Went::Open
        });
    }
    let seen = session.observe().await?;
    assert!(plan(to, &seen, &*platform).is_empty(), "{case:?}");
    Ok(match session.commit().await {
        Commit::Done => Went::Confirmed,
        Commit::Refused(_) | Commit::Lost(_) => Went::Open,
    })
}

async fn carry_out(change: &ChangeSet, session: &mut dyn ChangeSession) -> Result<(), RouterError> {
    for positions in change.rounds(16).unwrap() {
        for answer in session.apply(&round(change, &positions)).await? {
            assert!(matches!(answer, Answer::Done { .. }), "{answer:?}");
        }
    }
    Ok(())
}

/// Compares the answers with what the simulator has, unless the guard has taken it back already.
fn check_truth(case: &Case, sim: &Sim, operations: &[&Operation], receipt: &[Answer]) {
    let lost = receipt.contains(&Answer::Lost);
    let safe_mode = sim.rows("/system/scheduler").is_empty();
    if lost && safe_mode && (case.rollback.is_zero() || case.fault == "reboot") {
        return;
    }
    for (operation, answer) in operations.iter().zip(receipt) {
        // A restart numbers the rows anew, so the place of a move cannot be told any more.
        if case.fault == "reboot" && matches!(operation.action, Action::Move { .. }) {
            continue;
        }
        let is_done = is_done(sim, operation);
        match answer {
            Answer::Done { .. } => assert!(is_done, "{case:?}: {operation} was not done"),
            Answer::Refused { .. } | Answer::NotSent => assert!(!is_done, "{case:?}: {operation} was done"),
            Answer::Lost => {}
        }
    }
}

/// Waits until no guard stands, then reads which state the router is in.
async fn settle(sim: &Sim, port: &RouterOsPort, from: &[Object], to: &[Object]) -> State {
    let mut tries = 0;
    loop {
        match port.guard_held().await {
            Ok(None) => break,
            Ok(Some(_)) | Err(_) => tokio::time::sleep(Duration::from_secs(5)).await,
        }
        tries += 1;
        assert!(
            tries < 200,
            "the guard never ended: {}",
            sim.0.state()["menus"]["/system/scheduler"]
        );
    }
    let platform = port.platform().await.unwrap();
    let snapshot = port.observe().await.unwrap();
    let (back, on) = (plan(from, &snapshot, &*platform), plan(to, &snapshot, &*platform));
    match (back.is_empty(), on.is_empty()) {
        (true, _) => State::Old,
        (_, true) => State::New,
        _ => State::Between(
            back.operations
                .iter()
                .map(|operation| format!("{operation}\n"))
                .collect(),
        ),
    }
}
