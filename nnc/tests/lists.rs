//! Lists that are kept while nothing changes: what is written elsewhere is seen at the next call.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

mod support;

use nnc::{CreateVirtualInterface, Nnc, Router};
use support::{Home, Over, config, open};

fn wish(name: &str) -> Vec<CreateVirtualInterface> {
    vec![CreateVirtualInterface::new(name, "tor").unwrap().parent("ether2")]
}

async fn home(nnc: &Nnc) -> Router {
    nnc.router("home").await.unwrap()
}

/// Every list of a router, as names.
async fn listed(router: &Router) -> (Vec<String>, Vec<String>, Vec<String>) {
    let interfaces = router.virtual_interfaces().list().await.unwrap().into_iter();
    let rules = router.steering_rules().list().await.unwrap().into_iter();
    let resources = router.resources().list().await.unwrap().into_iter();
    (
        interfaces.map(|one| one.instance.to_string()).collect(),
        rules.map(|one| format!("{} {}", one.device, one.via)).collect(),
        resources.map(|one| one.resource).collect(),
    )
}

#[tokio::test]
async fn what_another_connection_writes_is_in_the_next_list() {
    let sim = config("7.22.3").start().await.unwrap();
    let ours = Home::new(&sim, Over::Api).await;
    // As another process has it: its own files, its own memory.
    let theirs = open(ours.data.path()).await;
    let (reader, writer) = (ours.router().await, home(&theirs).await);
    for name in ["one", "two"] {
        let before = listed(&reader).await;
        writer.virtual_interfaces().create(wish(name)).await.unwrap();
        let after = listed(&reader).await;
        assert_eq!(after, listed(&writer).await);
        assert_eq!(after.0.len(), before.0.len() + 1);
        assert!(after.0.contains(&name.to_owned()));
        reader.virtual_interfaces().get(name).await.unwrap();
    }
    let device = "192.168.88.7";
    writer.steering_rules().add(device, "one", true).await.unwrap();
    assert_eq!(listed(&reader).await.1, [format!("{device} one")]);
    writer.steering_rules().switch(device, "two").await.unwrap();
    assert_eq!(listed(&reader).await.1, [format!("{device} two")]);
    writer.virtual_interfaces().delete(&["two"], true).await.unwrap();
    let (interfaces, rules, resources) = listed(&reader).await;
    assert_eq!(
        (interfaces, rules, resources),
        (vec!["one".to_owned()], vec![], vec!["vif/one".to_owned()])
    );
    let gone = reader.virtual_interfaces().get("two").await.unwrap_err();
    assert_eq!(gone.code, "vif-not-found");
}

#[tokio::test]
async fn another_past_of_the_same_length_is_another_list() {
    let sim = config("7.22.3").start().await.unwrap();
    let ours = Home::new(&sim, Over::Api).await;
    let router = ours.router().await;
    let interfaces = router.virtual_interfaces();
    interfaces.create(wish("one")).await.unwrap();
    ours.nnc.back_up(Some("home")).await.unwrap();
    interfaces.create(wish("two")).await.unwrap();
    assert_eq!(listed(&router).await.0, ["one", "two"]);
    ours.nnc.restore("home", None).await.unwrap();
    // No list is asked for here: the last one known has as many events as the next one will have. What the backup did not know is still on the router, with its VLAN id.
    let six = wish("six").into_iter().map(|wish| wish.vlan(150)).collect();
    interfaces.create(six).await.unwrap();
    assert_eq!(listed(&router).await.0, ["one", "six"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_asked_for_while_somebody_writes_are_of_one_moment() {
    let sim = config("7.22.3").start().await.unwrap();
    let ours = Home::new(&sim, Over::Api).await;
    let router = ours.router().await;
    let writer = tokio::spawn({
        let router = router.clone();
        async move {
            for number in 0..4 {
                let names = [format!("a{number}"), format!("b{number}")];
                let wishes = names.iter().flat_map(|name| wish(name)).collect();
                router.virtual_interfaces().create(wishes).await.unwrap();
                let known = router.virtual_interfaces().list().await.unwrap();
                assert_eq!(known.len(), 2 * (number + 1), "who wrote sees what was written");
            }
        }
    });
    let mut readers = Vec::new();
    for _ in 0..8 {
        let (router, writer) = (router.clone(), writer.abort_handle());
        readers.push(tokio::spawn(async move {
            let mut last = 0;
            while !writer.is_finished() {
                let count = router.virtual_interfaces().list().await.unwrap().len();
                assert!(count % 2 == 0, "two are made together");
                assert!(count >= last, "time does not go back");
                last = count;
            }
        }));
    }
    writer.await.unwrap();
    for reader in readers {
        reader.await.unwrap();
    }
    assert_eq!(router.virtual_interfaces().list().await.unwrap().len(), 8);
}
