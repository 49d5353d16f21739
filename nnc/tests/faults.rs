//! Every fault at every write of every command: the reported outcome is the truth, the router ends in the old or the
//! new state, the household's configuration is as it was, nothing is duplicated.
//!
//! By default a part of the writes is tried; `NNC_SOAK=1` tries them all.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use std::time::Duration;

use nnc::{Change, Error, ErrorKind, Router};
use routeros_sim::SimHandle;
use serde_json::{Value, json};
use support::household::configuration;
use support::{Home, Over, config, marked, tor};

const PC: &str = "02:00:00:00:00:01";

#[derive(Debug, Clone, Copy)]
enum Job {
    Create,
    Steer,
    Switch,
    Delete,
}

impl Job {
    /// What must be there before.
    async fn prepare(self, router: &Router) {
        let interfaces = router.virtual_interfaces();
        if !matches!(self, Self::Create) {
            interfaces.create(vec![tor("a"), tor("b")]).await.unwrap();
        }
        if matches!(self, Self::Switch | Self::Delete) {
            router.steering_rules().add(PC, "a", false).await.unwrap();
        }
    }

    async fn run(self, router: &Router) -> Result<Change, Error> {
        match self {
            Self::Create => router.virtual_interfaces().create(vec![tor("a")]).await,
            Self::Steer => router.steering_rules().add(PC, "a", false).await,
            Self::Switch => router.steering_rules().switch(PC, "b").await,
            Self::Delete => router.virtual_interfaces().delete(&["a", "b"], true).await,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Setting {
    version: &'static str,
    over: Over,
    /// How long the router keeps the safe mode of a lost session.
    delay: Duration,
}

const SETTINGS: [Setting; 4] = [
    Setting {
        version: "7.22.3",
        over: Over::Api,
        delay: Duration::ZERO,
    },
    Setting {
        version: "7.22.3",
        over: Over::Api,
        delay: Duration::from_millis(400),
    },
    Setting {
        version: "7.22.3",
        over: Over::Rest,
        delay: Duration::ZERO,
    },
    Setting {
        version: "7.12.2",
        over: Over::Api,
        delay: Duration::ZERO,
    },
];

fn faults() -> [Value; 5] {
    [
        json!({"kind": "drop"}),
        json!({"kind": "drop-after"}),
        json!({"kind": "trap", "message": "failure: no"}),
        json!({"kind": "hang"}),
        json!({"kind": "reboot"}),
    ]
}

async fn simulate(setting: Setting) -> SimHandle {
    config(setting.version)
        .safe_mode_timeout(setting.delay)
        .start()
        .await
        .unwrap()
}

/// How many writes the job makes, and the marked rows before and after it.
async fn rehearse(setting: Setting, job: Job) -> usize {
    let sim = simulate(setting).await;
    let home = Home::new(&sim, setting.over).await;
    let router = home.router().await;
    job.prepare(&router).await;
    sim.reset_log();
    job.run(&router).await.unwrap();
    let log = sim.log();
    let writes = |command: &&Value| {
        let path = command["words"][0].as_str().unwrap_or_default();
        ["add", "set", "remove", "move", "unset", "enable", "disable"]
            .iter()
            .any(|verb| path.ends_with(&format!("/{verb}")))
    };
    log["commands"].as_array().unwrap().iter().filter(writes).count()
}

/// Rows without what differs from run to run: the controller's id.
fn shape(sim: &SimHandle, controller: &str) -> Vec<String> {
    let mut rows: Vec<String> = marked(sim)
        .into_iter()
        .map(|(menu, row)| format!("{menu} {row}").replace(controller, "ME"))
        .collect();
    rows.sort();
    rows
}

async fn strike(setting: Setting, job: Job, fault: &Value, at: usize) {
    let context = format!("{setting:?} {job:?} {fault} at {at}");
    let sim = simulate(setting).await;
    let household = configuration(&sim);
    let home = Home::new(&sim, setting.over).await;
    let router = home.router().await;
    let controller = router.view().controller;
    job.prepare(&router).await;
    let before = shape(&sim, &controller);
    let mut fault = fault.clone();
    fault["at"] = json!(at);
    sim.fault(&fault).unwrap();
    let impatient = support::open_impatient(home.data.path())
        .await
        .router("home")
        .await
        .unwrap();
    let result = job.run(&impatient).await;
    sim.clear_fault();
    if result
        .as_ref()
        .is_err_and(|error| error.kind == ErrorKind::Unknown)
    {
        router.recover().await.unwrap();
    }
    let now = shape(&sim, &controller);
    let wanted = match &result {
        Ok(_) => true,
        // What was unknown is settled one way or the other.
        Err(error) if error.kind == ErrorKind::Unknown => now != before,
        Err(_) => {
            assert_eq!(now, before, "{context}: {result:?}");
            false
        }
    };
    assert!(
        !wanted || now != before,
        "{context}: reported as done, but nothing changed"
    );
    let left: Vec<&String> = now.iter().filter(|row| row.contains(":guard:")).collect();
    assert_eq!(left, Vec::<&String>::new(), "{context}: a guard is left");
    assert_eq!(router.reconcile().await.unwrap(), [], "{context}: {result:?}");
    assert_eq!(
        unhandled(&configuration(&sim)),
        unhandled(&household),
        "{context}"
    );
    let mut comments: Vec<String> = marked(&sim)
        .iter()
        .map(|(menu, row)| format!("{menu} {}", row["comment"]))
        .collect();
    let rows = comments.len();
    comments.sort();
    comments.dedup();
    assert_eq!(comments.len(), rows, "{context}: a row is there twice");
    // Whatever happened, the job can be done now, and done once.
    if !wanted {
        job.run(&router)
            .await
            .unwrap_or_else(|error| panic!("{context}: cannot be done afterwards: {error:?}"));
    }
    assert!(
        router.verify_leaks(None).await.unwrap().leaks.is_empty(),
        "{context}"
    );
}

/// A reboot gives the rows new handles.
fn unhandled(household: &[support::household::Menu]) -> Vec<support::household::Menu> {
    let mut menus = household.to_vec();
    for (_, rows) in &mut menus {
        rows.iter_mut().for_each(|row| {
            row.as_object_mut().unwrap().remove(".id");
        });
    }
    menus
}

async fn enumerate(setting: Setting) {
    let all = std::env::var_os("NNC_SOAK").is_some();
    let mut strikes = tokio::task::JoinSet::new();
    let mut count = 0;
    for (number, job) in [Job::Create, Job::Steer, Job::Switch, Job::Delete]
        .into_iter()
        .enumerate()
    {
        let writes = rehearse(setting, job).await;
        assert!(writes > 0);
        for (index, fault) in faults().iter().enumerate() {
            // Without NNC_SOAK every seventh write, another one for each fault and job.
            let step = if all { 1 } else { 7 };
            let points = (1..=writes)
                .skip(if all {
                    0
                } else {
                    (index + number) % step.min(writes)
                })
                .step_by(step);
            for at in points {
                // Most of a strike is waiting for a router that does not answer.
                if strikes.len() >= 12 {
                    strikes.join_next().await.unwrap().unwrap();
                }
                let fault = fault.clone();
                strikes.spawn(async move { strike(setting, job, &fault, at).await });
                count += 1;
            }
        }
    }
    while let Some(strike) = strikes.join_next().await {
        strike.unwrap();
    }
    assert!(count > 0, "{setting:?}: no fault was tried");
}

#[tokio::test]
async fn over_the_api_with_safe_mode() {
    enumerate(SETTINGS[0]).await;
}

#[tokio::test]
async fn over_the_api_with_a_safe_mode_that_rolls_back_later() {
    enumerate(SETTINGS[1]).await;
}

#[tokio::test]
async fn over_rest_with_a_dead_man() {
    enumerate(SETTINGS[2]).await;
}

#[tokio::test]
async fn over_the_api_of_a_version_without_safe_mode() {
    enumerate(SETTINGS[3]).await;
}
