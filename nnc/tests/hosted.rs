//! A router that the program itself implements is driven as any other.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use nnc::{CreateVirtualInterface, Description, HostedError, HostedRouter, HostedRow, Nnc};

/// Rows in memory: the least that a router needs to be.
#[derive(Default)]
struct Memory {
    state: Mutex<State>,
}

#[derive(Default, Clone)]
struct State {
    menus: BTreeMap<String, Vec<BTreeMap<String, String>>>,
    next: u32,
    begun: Option<Box<State>>,
    /// Refuses this write, counted from now.
    refuse: Option<u32>,
    /// Nobody answers.
    gone: bool,
    calls: Vec<String>,
}

fn refused(message: &str) -> HostedError {
    HostedError {
        code: "router-refused".to_owned(),
        message: message.to_owned(),
    }
}

impl Memory {
    fn with_interfaces() -> Arc<Self> {
        let memory = Self::default();
        for name in ["ether1", "ether2"] {
            let row = [("name", name), ("type", "ether"), ("running", "true")];
            memory.state.lock().unwrap().add(
                "/interface",
                row.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
            );
        }
        Arc::new(memory)
    }

    fn rows(&self) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
        let mut menus = self.state.lock().unwrap().menus.clone();
        menus.retain(|_, rows| !rows.is_empty());
        menus
    }
}

impl State {
    fn add(&mut self, menu: &str, mut row: BTreeMap<String, String>) -> String {
        self.next += 1;
        let id = format!("*{:X}", self.next);
        let before = row.remove("place-before");
        row.insert(".id".to_owned(), id.clone());
        let rows = self.menus.entry(menu.to_owned()).or_default();
        let at = before.and_then(|before| rows.iter().position(|row| row[".id"] == before));
        rows.insert(at.unwrap_or(rows.len()), row);
        id
    }

    fn write(&mut self, menu: &str, verb: &str, values: HostedRow) -> Result<Option<String>, HostedError> {
        if let Some(left) = &mut self.refuse {
            *left -= 1;
            if *left == 0 {
                self.refuse = None;
                return Err(refused("not today"));
            }
        }
        let mut values: BTreeMap<String, String> = values.into_iter().collect();
        if verb == "add" {
            return Ok(Some(self.add(menu, values)));
        }
        let id = values.remove(".id").or_else(|| values.remove("numbers")).unwrap();
        let rows = self.menus.entry(menu.to_owned()).or_default();
        let at = rows.iter().position(|row| row[".id"] == id);
        let at = at.ok_or_else(|| refused("no such item"))?;
        match verb {
            "set" => rows[at].extend(values),
            "unset" => drop(rows[at].remove(&values["value-name"])),
            "remove" => drop(rows.remove(at)),
            "move" => {
                let row = rows.remove(at);
                let to = values.get("destination");
                let to = to.and_then(|to| rows.iter().position(|row| row[".id"] == *to));
                rows.insert(to.unwrap_or(rows.len()), row);
            }
            other => return Err(refused(&format!("no such command {other}"))),
        }
        Ok(None)
    }
}

#[async_trait]
impl HostedRouter for Memory {
    async fn describe(&self) -> Result<Description, HostedError> {
        if self.state.lock().unwrap().gone {
            return Err(HostedError {
                code: "router-unreachable".to_owned(),
                message: "the cable is out".to_owned(),
            });
        }
        Ok(Description {
            version: "7.22.3".to_owned(),
            identity: "in memory".to_owned(),
        })
    }

    async fn read(&self, menu: &str) -> Result<Vec<HostedRow>, HostedError> {
        let state = self.state.lock().unwrap();
        let rows = state.menus.get(menu).cloned().unwrap_or_default();
        Ok(rows.into_iter().map(|row| row.into_iter().collect()).collect())
    }

    async fn write(&self, menu: &str, verb: &str, values: HostedRow) -> Result<Option<String>, HostedError> {
        let mut state = self.state.lock().unwrap();
        state.calls.push(verb.to_owned());
        state.write(menu, verb, values)
    }

    async fn begin(&self) -> Result<(), HostedError> {
        let mut state = self.state.lock().unwrap();
        if state.begun.is_some() {
            return Err(refused("another change is under way"));
        }
        let image = state.clone();
        state.begun = Some(Box::new(image));
        state.calls.push("begin".to_owned());
        Ok(())
    }

    async fn commit(&self) -> Result<(), HostedError> {
        let mut state = self.state.lock().unwrap();
        state.begun = None;
        state.calls.push("commit".to_owned());
        Ok(())
    }

    async fn roll_back(&self) -> Result<(), HostedError> {
        let mut state = self.state.lock().unwrap();
        let image = state.begun.take().ok_or_else(|| refused("nothing was begun"))?;
        let calls = std::mem::take(&mut state.calls);
        *state = *image;
        state.calls = calls;
        state.calls.push("roll back".to_owned());
        Ok(())
    }
}

async fn open() -> (tempfile::TempDir, Nnc) {
    let data = tempfile::tempdir().unwrap();
    let nnc = Nnc::open(data.path()).await.unwrap();
    (data, nnc)
}

fn tor(name: &str) -> CreateVirtualInterface {
    CreateVirtualInterface::new(name, "tor").unwrap()
}

#[tokio::test]
async fn the_main_job_on_a_router_in_memory() {
    let (_data, nnc) = open().await;
    let memory = Memory::with_interfaces();
    let before = memory.rows();
    let view = nnc.attach_router("mine", memory.clone()).await.unwrap();
    assert_eq!(view.url, "host://mine");
    assert_eq!(view.capabilities.unwrap().identity, "in memory");
    let router = nnc.router("mine").await.unwrap();

    router
        .virtual_interfaces()
        .create(vec![tor("tor-usa"), tor("tor-germany")])
        .await
        .unwrap();
    router
        .steering_rules()
        .add("02:00:00:00:00:01", "tor-usa", false)
        .await
        .unwrap();
    router
        .steering_rules()
        .switch("02:00:00:00:00:01", "tor-germany")
        .await
        .unwrap();
    assert_eq!(router.reconcile().await.unwrap(), []);
    assert!(
        memory.rows()["/interface/vlan"]
            .iter()
            .any(|row| row["name"] == "nnc-tor-usa")
    );

    memory
        .state
        .lock()
        .unwrap()
        .menus
        .get_mut("/ip/address")
        .unwrap()
        .clear();
    assert_eq!(router.reconcile().await.unwrap().len(), 2);
    assert!(router.repair().await.unwrap().changed);
    assert_eq!(router.reconcile().await.unwrap(), []);

    router
        .virtual_interfaces()
        .delete(&["tor-usa", "tor-germany"], true)
        .await
        .unwrap();
    assert_eq!(memory.rows(), before, "nothing is left");
    let calls = memory.state.lock().unwrap().calls.clone();
    let count = |name: &str| calls.iter().filter(|call| *call == name).count();
    assert!(count("begin") > 0);
    assert_eq!(count("begin"), count("commit") + count("roll back"));
}

#[tokio::test]
async fn what_it_refuses_leaves_it_as_before() {
    let (_data, nnc) = open().await;
    let memory = Memory::with_interfaces();
    nnc.attach_router("mine", memory.clone()).await.unwrap();
    let router = nnc.router("mine").await.unwrap();
    let before = memory.rows();
    for at in 1..=20 {
        memory.state.lock().unwrap().refuse = Some(at);
        let error = router
            .virtual_interfaces()
            .create(vec![tor("tor-usa")])
            .await
            .unwrap_err();
        assert_eq!(error.code, "rolled-back", "{error}");
        assert!(error.message.contains("not today"), "{error}");
        assert_eq!(memory.rows(), before, "write {at}");
    }
    memory.state.lock().unwrap().refuse = None;
    router
        .virtual_interfaces()
        .create(vec![tor("tor-usa")])
        .await
        .unwrap();
}

#[tokio::test]
async fn errors_of_the_host_keep_their_meaning() {
    let (data, nnc) = open().await;
    let memory = Memory::with_interfaces();
    memory.state.lock().unwrap().gone = true;
    let error = nnc.attach_router("mine", memory.clone()).await.unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.retryable),
        ("router-unreachable", true)
    );
    assert!(error.message.contains("the cable is out"), "{error}");
    assert!(nnc.routers().await.unwrap().is_empty());

    memory.state.lock().unwrap().gone = false;
    nnc.attach_router("mine", memory.clone()).await.unwrap();
    drop(nnc);
    // After a start the program attaches it again; until then it cannot be reached.
    let nnc = Nnc::open(data.path()).await.unwrap();
    let router = nnc.router("mine").await.unwrap();
    assert_eq!(router.reconcile().await.unwrap_err().code, "router-detached");
    nnc.attach_router("mine", memory).await.unwrap();
    assert_eq!(router.reconcile().await.unwrap(), []);
}
