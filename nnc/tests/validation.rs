//! What a caller sees of validation: stages, plans and their hashes, and whether a change locks the caller out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use nnc::{Change, Lockout, Options, Stage, Verdict};
use nnc_core::change::{Action, ChangeSet, Operation};
use nnc_core::identity::{ObjectKey, ResourceId, Role};
use nnc_core::object::{Kind, Object, Value};
use serde_json::json;
use support::*;

fn logins(sim: &routeros_sim::SimHandle) -> usize {
    let log = sim.log();
    let commands = log["commands"].as_array().unwrap().iter();
    commands.filter(|command| command["words"][0] == "/login").count()
}

fn passed(change: &Change) -> bool {
    let stages: Vec<Stage> = change
        .validation
        .stages
        .iter()
        .map(|judgement| judgement.stage)
        .collect();
    assert_eq!(stages, Stage::ALL);
    change
        .validation
        .stages
        .iter()
        .all(|judgement| judgement.verdict == Verdict::Passed)
}

#[tokio::test]
async fn a_dry_run_shows_the_plan_and_only_that_plan_is_made_if_so_asked() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let interfaces = home.router().await.virtual_interfaces();
    let dry = interfaces.plan_create(vec![tor("tor")]).await.unwrap();
    assert!(dry.dry_run && dry.changed && passed(&dry));
    let hash = dry.validation.plan_hash.clone().unwrap();
    let again = interfaces.plan_create(vec![tor("tor")]).await.unwrap();
    assert_eq!(again.validation.plan_hash.as_ref(), Some(&hash));
    let document = json!(dry);
    assert_eq!(document["planHash"], hash.as_str());
    assert_eq!(
        document["stages"][6],
        json!({"stage": "plan", "verdict": "passed"})
    );
    assert_eq!(document["findings"], json!([]));
    assert_eq!(dry.operations.len(), dry.commands.len());
    let fields = &document["operations"][0];
    assert!(fields["group"].is_string(), "{fields}");

    let expecting = |hash: &str| {
        let (options, hash) = (Options::new(home.data.path()), hash.to_owned());
        async move {
            options
                .expect_plan(Some(hash))
                .open()
                .await
                .unwrap()
                .router("home")
                .await
                .unwrap()
        }
    };
    let router = expecting(&"0".repeat(64)).await;
    let error = router
        .virtual_interfaces()
        .create(vec![tor("tor")])
        .await
        .unwrap_err();
    assert_eq!(error.code, "plan-changed");
    assert!(error.message.contains(&hash), "{error}");
    assert_eq!(marked(&sim), []);
    let router = expecting(&hash).await;
    router
        .virtual_interfaces()
        .create(vec![tor("tor")])
        .await
        .unwrap();
    assert!(!marked(&sim).is_empty());
    // What is so already needs no plan.
    router
        .virtual_interfaces()
        .create(vec![tor("tor")])
        .await
        .unwrap();
}

#[tokio::test]
async fn what_is_refused_says_by_which_stage() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let interfaces = home.router().await.virtual_interfaces();
    let error = interfaces
        .plan_create(vec![tor("tor").parent("nowhere")])
        .await
        .unwrap_err();
    assert_eq!(error.code, "parent-not-found");
    assert_eq!(error.context["finding.0.stage"], "references");
    assert_eq!(
        error.context["finding.0"],
        "parent-not-found /virtualInterfaces/tor/parent"
    );
}

#[tokio::test]
async fn what_keeps_nobody_out_costs_no_second_connection() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    sim.reset_log();
    let created = router.virtual_interfaces().create(vec![tor("tor")]).await;
    created.unwrap();
    assert_eq!(logins(&sim), 1);
    sim.reset_log();
    router
        .steering_rules()
        .add("02:00:00:00:00:01", "tor", false)
        .await
        .unwrap();
    router.steering_rules().remove("02:00:00:00:00:01").await.unwrap();
    assert_eq!(logins(&sim), 2, "one for each change");
}

#[tokio::test]
async fn any_change_can_be_asked_whether_it_locks_the_caller_out() {
    let sim = config("7.22.3").start().await.unwrap();
    let home = Home::new(&sim, Over::Api).await;
    let router = home.router().await;
    let rule = |chain: &str| {
        let resource = ResourceId::of("firewall", "mine");
        let attributes =
            [("chain", chain), ("action", "drop")].map(|(name, value)| (name.to_owned(), Value::from(value)));
        ChangeSet {
            controller: router.view().controller.parse().unwrap(),
            operations: vec![Operation {
                group: resource.clone(),
                after: Vec::new(),
                action: Action::Add {
                    object: Object {
                        key: ObjectKey::new(&resource, Role::new("rule")),
                        kind: Kind::new("/ip/firewall/filter"),
                        attributes: attributes.into(),
                        references: Vec::new(),
                        placement: None,
                    },
                    before: None,
                },
            }],
        }
    };
    assert_eq!(
        router.would_lock_out(&rule("forward")).await.unwrap(),
        Lockout::Safe
    );
    // The simulator is reached over loopback, of which the router's rules know nothing.
    let answer = router.would_lock_out(&rule("output")).await.unwrap();
    assert!(matches!(answer, Lockout::CannotTell { .. }), "{answer:?}");
    assert_eq!(marked(&sim), []);
}
