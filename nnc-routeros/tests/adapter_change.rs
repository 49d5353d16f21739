//! Changes of a simulated router, as they go when nothing fails: over both transports, on every version.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod adapter_support;

use std::time::Duration;

use adapter_support::*;
use nnc_core::change::Action;
use nnc_core::ports::{Answer, Commit, GuardKind, RouterError, RouterPort};
use nnc_routeros::kinds;
use nnc_routeros::transport::{Command, Transport, TransportKind};

#[tokio::test(start_paused = true)]
async fn a_router_is_brought_to_what_is_desired_and_back_to_nothing_on_every_version() {
    for version in VERSIONS {
        for kind in [TransportKind::Api, TransportKind::Rest] {
            let sim = Sim::start(config(version)).await;
            let (port, _) = sim.port(kind);
            let (before, foreign) = (sim.configuration(), sim.foreign());
            let capabilities = port.capabilities().await.unwrap();
            assert_eq!(capabilities.version, version);
            let safe_mode = kind == TransportKind::Api && ["7.18.2", "7.22.3", "7.24"].contains(&version);
            let guard = if safe_mode {
                GuardKind::SafeMode
            } else {
                GuardKind::DeadMan
            };
            assert_eq!(capabilities.guard, guard, "{version} {kind:?}");

            bring(&port, &old()).await.unwrap();
            assert_same(&sim.foreign(), &foreign, &format!("{version} {kind:?}"));
            let change = bring(&port, &new()).await.unwrap();
            for wanted in [
                |action: &Action| matches!(action, Action::Add { .. }),
                |action: &Action| matches!(action, Action::Set { .. }),
                |action: &Action| matches!(action, Action::Remove { .. }),
                |action: &Action| matches!(action, Action::Move { .. }),
            ] {
                assert!(
                    change
                        .operations
                        .iter()
                        .any(|operation| wanted(&operation.action))
                );
            }
            assert_same(&sim.foreign(), &foreign, &format!("{version} {kind:?}"));
            sim.0.reset_log();
            assert!(bring(&port, &new()).await.unwrap().is_empty());
            assert_eq!(sim.writes(), [""; 0]);
            bring(&port, &[]).await.unwrap();
            assert_same(&sim.configuration(), &before, &format!("{version} {kind:?}"));
            assert_eq!(port.guard_held().await.unwrap(), None);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_happy_path_costs_one_go_each() {
    let sim = Sim::start(config("7.22.3")).await;
    let (port, traffic) = sim.port(TransportKind::Api);
    let platform = port.platform().await.unwrap();
    assert_eq!(traffic.goes(), 1);
    let snapshot = port.observe().await.unwrap();
    assert_eq!(traffic.goes(), 1);
    let change = plan(&old(), &snapshot, &*platform);
    let mut session = port.begin(policy(&change), &snapshot).await.unwrap();
    assert_eq!(traffic.goes(), 1);
    let rounds = change.rounds(16).unwrap();
    for positions in &rounds {
        session.apply(&round(&change, positions)).await.unwrap();
    }
    assert_eq!(traffic.goes(), rounds.len());
    session.observe().await.unwrap();
    assert_eq!(traffic.goes(), 1);
    assert_eq!(session.commit().await, Commit::Done);
    assert_eq!(traffic.goes(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_probe_logs_in_anew_and_leaves_the_session_alone() {
    for kind in [TransportKind::Api, TransportKind::Rest] {
        let sim = Sim::start(config("7.22.3")).await;
        let (port, _) = sim.port(kind);
        let platform = port.platform().await.unwrap();
        let snapshot = port.observe().await.unwrap();
        let change = plan(&old(), &snapshot, &*platform);
        let mut session = port.begin(policy(&change), &snapshot).await.unwrap();
        for positions in &change.rounds(16).unwrap() {
            session.apply(&round(&change, positions)).await.unwrap();
        }
        sim.0.reset_log();
        port.probe().await.unwrap();
        let log = sim.0.log();
        let asked: Vec<&str> = log["commands"]
            .as_array()
            .unwrap()
            .iter()
            .map(|command| command["words"][0].as_str().unwrap())
            .collect();
        if kind == TransportKind::Api {
            assert_eq!(asked, ["/login", "/system/resource/print"]);
        } else {
            assert_eq!(asked, ["/system/resource/print"]);
        }
        session.observe().await.unwrap();
        assert_eq!(session.commit().await, Commit::Done, "{kind:?}");
        assert_eq!(port.guard_held().await.unwrap(), None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_router_that_is_remembered_is_asked_only_before_it_is_written_to() {
    let sim = Sim::start(config("7.22.3")).await;
    let known = sim.port(TransportKind::Api).0.capabilities().await.unwrap();

    let (port, traffic) = sim.port(TransportKind::Api);
    let port = port.remembering(known.clone());
    bring(&port, &old()).await.unwrap();
    let goes = traffic.take();
    assert_eq!(goes[0].len(), 24);
    assert!(
        goes[1].contains(&"/safe-mode/take".to_owned())
            && goes[1].contains(&"/system/resource/print".to_owned())
    );

    let mut older = known;
    older.version = "7.18.2".to_owned();
    let (port, _) = sim.port(TransportKind::Api);
    let port = port.remembering(older);
    assert!(matches!(bring(&port, &new()).await, Err(RouterError::Stale(_))));
    assert_eq!(port.guard_held().await.unwrap(), None);
    bring(&port, &new()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn only_one_controller_changes_a_router_at_a_time() {
    for (first, second, version) in [
        (TransportKind::Api, TransportKind::Api, "7.22.3"),
        (TransportKind::Api, TransportKind::Api, "7.15.3"),
        (TransportKind::Rest, TransportKind::Rest, "7.22.3"),
        (TransportKind::Rest, TransportKind::Api, "7.22.3"),
    ] {
        let sim = Sim::start(config(version)).await;
        let ((one, _), (two, _)) = (sim.port(first), sim.port(second));
        let platform = one.platform().await.unwrap();
        let snapshot = one.observe().await.unwrap();
        let change = plan(&old(), &snapshot, &*platform);
        let session = one.begin(policy(&change), &snapshot).await.unwrap();

        let seen = two.observe().await.unwrap();
        let refused = two.begin(policy(&change), &seen).await.map(|_| ()).unwrap_err();
        assert_eq!(
            refused.code(),
            "guard-busy",
            "{version} {first:?} {second:?}: {refused}"
        );
        let again = one
            .begin(policy(&change), &snapshot)
            .await
            .map(|_| ())
            .unwrap_err();
        assert_eq!(again.code(), "guard-busy");
        assert!(two.guard_held().await.unwrap().is_some());

        assert_eq!(session.commit().await, Commit::Done);
        assert_eq!(two.guard_held().await.unwrap(), None);
        let session = two.begin(policy(&change), &seen).await.unwrap();
        assert_eq!(session.commit().await, Commit::Done);
    }
}

#[tokio::test(start_paused = true)]
async fn a_snapshot_of_another_connection_is_refused() {
    for kind in [TransportKind::Api, TransportKind::Rest] {
        let sim = Sim::start(config("7.22.3")).await;
        let (port, _) = sim.port(kind);
        bring(&port, &old()).await.unwrap();
        let platform = port.platform().await.unwrap();
        let before = port.observe().await.unwrap();
        let change = plan(&new(), &before, &*platform);
        // Any write of somebody else's makes the router restart here.
        sim.0
            .fault(&serde_json::json!({"kind": "reboot", "at": 1}))
            .unwrap();
        let client = sim.client();
        let touch = Command::new("/ip/dns", "set").with("cache-size", "2048");
        assert!(client.execute_one(touch).await.is_err());

        sim.0.reset_log();
        let refused = loop {
            match port.begin(policy(&change), &before).await.map(|_| ()) {
                // The old connection is found to be gone first.
                Err(RouterError::ConnectionLost(_)) => {}
                other => break other.unwrap_err(),
            }
        };
        assert_eq!(refused.code(), "plan-stale", "{kind:?}");
        assert_eq!(sim.rows("/system/scheduler").len(), 0);
        assert!(
            !sim.writes()
                .iter()
                .any(|write| !write.starts_with("/system/scheduler"))
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_guard_that_fires_takes_everything_back() {
    for (kind, version) in [
        (TransportKind::Api, "7.22.3"),
        (TransportKind::Api, "7.15.3"),
        (TransportKind::Rest, "7.24"),
    ] {
        for on_purpose in [true, false] {
            let sim = Sim::start(config(version)).await;
            let (port, _) = sim.port(kind);
            bring(&port, &old()).await.unwrap();
            let before = sim.configuration();
            let platform = port.platform().await.unwrap();
            let snapshot = port.observe().await.unwrap();
            let change = plan(&new(), &snapshot, &*platform);
            let mut session = port.begin(policy(&change), &snapshot).await.unwrap();
            for positions in change.rounds(16).unwrap() {
                session.apply(&round(&change, &positions)).await.unwrap();
            }
            assert_ne!(sim.configuration(), before);
            if on_purpose {
                session.unroll().await.unwrap();
            } else {
                drop(session);
                port.close().await;
                sim.0.advance(TIMEOUT * 2);
            }
            let (fresh, _) = sim.port(kind);
            assert_eq!(
                fresh.guard_held().await.unwrap(),
                None,
                "{kind:?} {version} {on_purpose}"
            );
            assert_same(
                &sim.configuration(),
                &before,
                &format!("{kind:?} {version} {on_purpose}"),
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_router_that_forbids_jobs_says_how_to_allow_them() {
    let mut fixture = lived_in();
    fixture["/system/device-mode"] = serde_json::json!([{"scheduler": "false"}]);
    let sim = Sim::start(config("7.15.3").fixture(fixture)).await;
    let (port, _) = sim.port(TransportKind::Api);
    let refused = bring(&port, &old()).await.unwrap_err();
    assert_eq!(refused.code(), "unsupported");
    assert!(refused.to_string().contains("device-mode"), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn a_session_changes_only_rows_that_it_knows() {
    let sim = Sim::start(config("7.22.3")).await;
    let (port, _) = sim.port(TransportKind::Api);
    bring(&port, &old()).await.unwrap();
    let platform = port.platform().await.unwrap();
    let snapshot = port.observe().await.unwrap();
    let foreign = snapshot
        .rows(&kinds::MANGLE)
        .iter()
        .find(|row| row.mark.is_none())
        .unwrap()
        .id
        .clone();
    let mut change = plan(&[], &snapshot, &*platform);
    let mut session = port.begin(policy(&change), &snapshot).await.unwrap();
    for operation in &mut change.operations {
        match &mut operation.action {
            Action::Remove { object, row, .. } if object.kind == kinds::MANGLE => {
                *row = Some(foreign.clone())
            }
            _ => {}
        }
    }
    sim.0.reset_log();
    let all: Vec<_> = change.operations.iter().collect();
    assert!(matches!(session.apply(&all).await, Err(RouterError::Stale(_))));
    assert_eq!(sim.writes(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn what_others_put_into_our_rows_is_taken_out_and_can_be_put_back() {
    for (kind, version) in [
        (TransportKind::Api, "7.22.3"),
        (TransportKind::Rest, "7.22.3"),
        (TransportKind::Api, "7.9.2"),
    ] {
        let sim = Sim::start(config(version)).await;
        let (port, _) = sim.port(kind);
        bring(&port, &old()).await.unwrap();
        let clean = sim.configuration();
        let mark = format!("nnc:{CONTROLLER}:vif/tor:mark-a");
        let rows = sim.rows("/ip/firewall/mangle");
        let row = rows.iter().find(|row| row["comment"] == mark.as_str()).unwrap();
        let touch = Command::new("/ip/firewall/mangle", "set")
            .with(".id", row[".id"].as_str().unwrap())
            .with("src-address", "192.168.88.99")
            .with("protocol", "tcp")
            .with("disabled", "yes");
        sim.client().execute_one(touch).await.unwrap();
        let touched = sim.configuration();

        // Taken out and, because nobody commits, put back.
        let platform = port.platform().await.unwrap();
        let snapshot = port.observe().await.unwrap();
        let change = plan(&old(), &snapshot, &*platform);
        assert_eq!(change.writes(), 1);
        let mut session = port.begin(policy(&change), &snapshot).await.unwrap();
        let receipt = session.apply(&round(&change, &[0])).await.unwrap();
        assert!(matches!(receipt[..], [Answer::Done { .. }]), "{receipt:?}");
        assert_same(&sim.configuration(), &clean, version);
        session.unroll().await.unwrap();
        assert_same(&sim.configuration(), &touched, version);

        bring(&port, &old()).await.unwrap();
        assert_same(&sim.configuration(), &clean, version);
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_goes_away_while_the_guard_is_armed_leaves_none_behind() {
    for (kind, version) in [
        (TransportKind::Api, "7.22.3"),
        (TransportKind::Rest, "7.22.3"),
        (TransportKind::Api, "7.15.3"),
    ] {
        let sim = Sim::start(config(version).latency(Duration::from_millis(100))).await;
        let (port, _) = sim.port(kind);
        let platform = port.platform().await.unwrap();
        let snapshot = port.observe().await.unwrap();
        let change = plan(&old(), &snapshot, &*platform);
        for patience in [0, 50, 99, 150] {
            let begin = port.begin(policy(&change), &snapshot);
            let begun = tokio::time::timeout(Duration::from_millis(patience), begin).await;
            assert!(
                begun.is_err() || kind == TransportKind::Api && patience > 100,
                "{version} {kind:?} {patience}"
            );
            drop(begun);
            let mut looks = 0;
            while !matches!(port.guard_held().await, Ok(None)) {
                tokio::time::sleep(Duration::from_secs(1)).await;
                looks += 1;
                assert!(looks < 10, "{version} {kind:?} {patience}: the guard stands");
            }
            if kind == TransportKind::Api && version == "7.22.3" {
                break;
            }
        }
        bring(&port, &old()).await.unwrap();
    }
}
