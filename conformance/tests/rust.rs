//! Every scenario in Rust, twice: what is expected comes, and two runs give the same.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::path::Path;

use nnc_conformance::play::play;
use nnc_conformance::runner::Rust;
use nnc_conformance::scenario::{Scenario, read};

fn scenarios() -> Vec<Scenario> {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_scenario_gives_what_is_expected_and_the_same_again() {
    for scenario in scenarios() {
        let first = play(&scenario, &mut Rust::default()).await;
        let first = first.unwrap_or_else(|problem| panic!("{}: {problem}", scenario.id));
        let again = play(&scenario, &mut Rust::default()).await.unwrap();
        assert_eq!(first, again, "{}", scenario.id);
    }
}

#[tokio::test]
async fn an_expectation_that_is_not_met_is_told() {
    let mut scenario = scenarios().remove(0);
    for step in &mut scenario.steps {
        step.expect = Some(serde_json::json!({ "changed": "perhaps" }));
    }
    let problem = play(&scenario, &mut Rust::default()).await.unwrap_err();
    assert!(
        problem.starts_with("step 1:") && problem.contains("was expected"),
        "{problem}"
    );

    let mut scenario = scenarios().remove(0);
    scenario.steps[0].fails = Some("name-taken".to_owned());
    scenario.steps[0].expect = None;
    assert!(play(&scenario, &mut Rust::default()).await.is_err());
}

#[test]
fn there_are_enough_scenarios_and_each_has_a_name_of_its_own() {
    let scenarios = scenarios();
    assert!(scenarios.len() >= 40);
    let mut names: Vec<&str> = scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), scenarios.len());
}

/// Handles and methods that no scenario calls would be untried in every language but one.
#[test]
fn every_method_of_the_api_is_called_by_a_scenario() {
    let generated = include_str!("../src/generated.rs");
    let methods: Vec<&str> = generated
        .lines()
        .filter_map(|line| line.trim().strip_prefix("(Self::")?.split('"').nth(1))
        .collect();
    assert!(methods.len() > 40);
    let called: Vec<String> = scenarios()
        .iter()
        .flat_map(|scenario| scenario.steps.clone())
        .filter_map(|step| step.call)
        .flat_map(|call| call.split('.').map(str::to_owned).collect::<Vec<_>>())
        .chain(["openForTest", "addRouter", "router"].map(str::to_owned))
        .collect();
    let untried: Vec<&&str> = methods
        .iter()
        .filter(|method| !called.iter().any(|call| call == **method))
        .collect();
    assert!(untried.is_empty(), "no scenario calls {untried:?}");
}
