//! The API of the schema, as the bindings of other languages use it, against a simulated router.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::sync::Arc;

use nnc::api::{self, NncApi, RouterApi, arguments_of};
use nnc_core::decode::{Decode, Findings, read};
use routeros_sim::{SimConfig, SimHandle};

/// Arguments from JSON, judged as a host's are.
fn arguments<T: Decode>(json: &str) -> Result<T, nnc::Error> {
    let raw = read(json, &mut Findings::default()).expect("the test's JSON is right");
    arguments_of(&raw)
}

struct Bed {
    _sim: SimHandle,
    _data: tempfile::TempDir,
    nnc: Arc<dyn NncApi>,
    home: Arc<dyn RouterApi>,
}

async fn bed() -> Bed {
    let sim = SimConfig::new("7.22.3")
        .unwrap()
        .user("admin")
        .password("secret")
        .api("127.0.0.1:0");
    let sim = sim.start().await.unwrap();
    let data = tempfile::tempdir().unwrap();
    let path = data.path().to_str().unwrap();
    let opening = format!(r#"{{"path":{path:?},"seed":7,"time":1700000000000,"actor":"a test"}}"#);
    let nnc = api::root()
        .open_for_test(arguments(&opening).unwrap())
        .await
        .unwrap();
    let url = format!("routeros+api://admin@{}", sim.api_address().unwrap());
    let adding = format!(r#"{{"name":"home","url":"{url}","password":"secret"}}"#);
    let added = nnc.add_router(arguments(&adding).unwrap()).await.unwrap();
    assert_eq!(added.version.as_deref(), Some("7.22.3"));
    let home = nnc
        .router(arguments(r#"{"name":"home"}"#).unwrap())
        .await
        .unwrap();
    Bed {
        _sim: sim,
        _data: data,
        nnc,
        home,
    }
}

const TWO: &str = r#"{"interfaces":[{"name":"tor-usa","service":"tor"},{"name":"deep","service":"tor","through":"tor-usa"}]}"#;

#[tokio::test]
async fn the_main_job_through_the_api() {
    let bed = bed().await;
    let interfaces = bed.home.virtual_interfaces();
    let mut events = bed.nnc.events(arguments(r#"{"kind":"apply"}"#).unwrap()).unwrap();

    let change = interfaces.create(arguments(TWO).unwrap()).await.unwrap();
    assert!(change.changed && !change.dry_run && change.plan_hash.is_some());
    let listed = interfaces.list().await.unwrap();
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[0].created_at.0, 1_700_000_000_000);
    let chain = interfaces
        .chain(arguments(r#"{"instance":"deep"}"#).unwrap())
        .await
        .unwrap();
    let names: Vec<&str> = chain.iter().map(|vif| vif.instance.as_str()).collect();
    assert_eq!(names, ["deep", "tor-usa"]);

    let rules = bed.home.steering_rules();
    rules
        .add(arguments(r#"{"device":"02:00:00:00:00:01","via":"deep"}"#).unwrap())
        .await
        .unwrap();
    assert_eq!(rules.list().await.unwrap().len(), 1);
    assert!(bed.home.drift().await.unwrap().differences.is_empty());
    let leaks = bed.home.verify_leaks(arguments("{}").unwrap()).await.unwrap();
    assert!(leaks.leaks.is_empty() && leaks.undecided.is_empty(), "{leaks:?}");

    let refused = interfaces
        .delete(arguments(r#"{"instances":["deep"]}"#).unwrap())
        .await
        .unwrap_err();
    assert_eq!(refused.code, "vif-in-use");
    interfaces
        .delete(arguments(r#"{"instances":["deep","tor-usa"],"cascade":true}"#).unwrap())
        .await
        .unwrap();
    assert!(interfaces.list().await.unwrap().is_empty());

    let first = events.next().await.unwrap();
    assert!(first.kind.starts_with("apply.") && first.lost == 0, "{first:?}");
    let mut merged = 0;
    while let Some(event) = events.try_next() {
        merged += u32::from(event.kind == "apply.merged");
    }
    assert_eq!(merged, 3);
}

#[tokio::test]
async fn an_operation_tells_how_far_it_is_and_its_result_twice() {
    let bed = bed().await;
    let operation = bed
        .home
        .virtual_interfaces()
        .start_create(arguments(TWO).unwrap())
        .unwrap();
    let mut progress = operation.progress().unwrap();
    let mut last = None;
    while let Some(step) = progress.next().await {
        last = Some(step.phase);
    }
    assert_eq!(last.as_deref(), Some("merged"));
    let result = operation.result().await.unwrap();
    assert_eq!(result, operation.result().await.unwrap());
}

#[tokio::test]
async fn an_operation_that_is_given_up_leaves_nothing() {
    let bed = bed().await;
    let operation = bed
        .home
        .virtual_interfaces()
        .start_create(arguments(TWO).unwrap())
        .unwrap();
    operation.cancel().await.unwrap();
    let refused = operation.result().await.unwrap_err();
    assert_eq!(refused.code, "rolled-back");
    assert!(bed.home.virtual_interfaces().list().await.unwrap().is_empty());
    assert!(bed.home.drift().await.unwrap().differences.is_empty());
}

#[tokio::test]
async fn letting_an_operation_go_does_not_stop_it() {
    let bed = bed().await;
    let operation = bed
        .home
        .virtual_interfaces()
        .start_create(arguments(TWO).unwrap())
        .unwrap();
    drop(operation);
    // The next change waits for the router's lock, and so for the one that was let go.
    bed.home.start_repair().unwrap().result().await.unwrap();
    let listed = bed.home.virtual_interfaces().list().await.unwrap();
    assert!(listed.len() == 2 || bed.home.drift().await.unwrap().differences.is_empty());
}

#[tokio::test]
async fn resources_in_layers_and_through_time() {
    let bed = bed().await;
    let resources = bed.home.resources();
    let document = r#"{"kind":"Vlan","document":{"name":"guests","vlanId":30,"parent":"ether1"}}"#;
    let change = resources.apply(arguments(document).unwrap()).await.unwrap();
    let uuid = change.uuid.expect("it was made");
    assert_eq!(change.resource.as_deref(), Some("vlan/guests"));

    bed.nnc
        .set_time(arguments(r#"{"time":1700000100000}"#).unwrap())
        .await
        .unwrap();
    let other = document.replace("30", "31");
    resources.apply(arguments(&other).unwrap()).await.unwrap();

    let which = format!(r#"{{"which":"{uuid}","layers":["CONFIGURATION"]}}"#);
    let shown = resources.show(arguments(&which).unwrap()).await.unwrap();
    assert_eq!(shown.layers.len(), 1);
    let at = format!(r#"{{"which":"{uuid}","time":1700000050000,"layers":["CONFIGURATION"]}}"#);
    let past = resources
        .at(arguments(&at).unwrap())
        .await
        .unwrap()
        .expect("it was there");
    assert_eq!(past.layers[0].value.as_ref().unwrap()["vlanId"], 30);
    let history = resources.history(arguments(&which).unwrap()).await.unwrap();
    assert_eq!(history[0].changes[0].pointer, "/vlanId");
    assert_eq!(history[0].actor.as_deref(), Some("a test"));
    let between = format!(
        r#"{{"which":"{uuid}","since":1700000050000,"until":1700000100000,"layers":["CONFIGURATION"]}}"#
    );
    let diff = resources.diff(arguments(&between).unwrap()).await.unwrap();
    assert_eq!(diff[0].changes.len(), 1);
}

#[tokio::test]
async fn what_makes_no_sense_is_told_with_its_place() {
    for (json, place) in [
        (
            r#"{"interfaces":[{"name":"Tor","service":"tor"}]}"#,
            "pattern-mismatch /interfaces/0/name",
        ),
        (r#"{"interfaces":[]}"#, "too-few-items /interfaces"),
        (
            r#"{"interfaces":[{"name":"a","service":"tor"}],"dryrun":true}"#,
            "unknown-field /dryrun",
        ),
        (r#"{"interfaces":null}"#, "null-not-allowed /interfaces"),
        (
            r#"{"interfaces":[{"name":"a","service":"tor","vlanId":1e40}]}"#,
            "out-of-range /interfaces/0/vlanId",
        ),
    ] {
        let refused = arguments::<api::VirtualInterfacesCreateArguments>(json).unwrap_err();
        assert_eq!(refused.code, "invalid-argument");
        assert_eq!(refused.context["finding.0"], place, "{json}");
    }
}
