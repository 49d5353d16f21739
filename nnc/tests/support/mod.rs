//! A simulated router, and an nnc that knows it.

#![allow(dead_code, reason = "each test file uses a part of it")]

#[path = "../../examples/support/household.rs"]
pub(crate) mod household;

use std::time::Duration;

use nnc::{AddRouter, CreateVirtualInterface, Nnc, Options, Router, Trust};
use routeros_sim::{SimConfig, SimHandle};
use serde_json::Value;

/// The rows of a router that people live with.
pub(crate) fn lived_in() -> Value {
    serde_json::from_str(include_str!("../../examples/support/lived_in_router.json")).unwrap()
}

/// A lived-in router of a version, with API and REST.
pub(crate) fn config(version: &str) -> SimConfig {
    SimConfig::new(version)
        .unwrap()
        .user("admin")
        .password("secret")
        .fixture(lived_in())
        .api("127.0.0.1:0")
        .rest("127.0.0.1:0")
}

/// How the router is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    Api,
    Rest,
}

/// The URL of a simulated router.
pub(crate) fn url(sim: &SimHandle, over: Over) -> String {
    match over {
        Over::Api => format!("routeros+api://admin@{}", sim.api_address().unwrap()),
        Over::Rest => format!("routeros+http://admin@{}", sim.rest_address().unwrap()),
    }
}

/// An nnc of its own, with a data directory that goes with it.
pub(crate) struct Home {
    pub(crate) data: tempfile::TempDir,
    pub(crate) nnc: Nnc,
}

impl Home {
    pub(crate) async fn new(sim: &SimHandle, over: Over) -> Self {
        let data = tempfile::tempdir().unwrap();
        let nnc = open(data.path()).await;
        nnc.add_router(AddRouter {
            name: "home".to_owned(),
            url: url(sim, over).parse().unwrap(),
            trust: Trust::System,
            password: "secret".into(),
            offline: false,
        })
        .await
        .unwrap();
        Self { data, nnc }
    }

    pub(crate) async fn router(&self) -> Router {
        self.nnc.router("home").await.unwrap()
    }
}

/// Opens a data directory.
pub(crate) async fn open(data: &std::path::Path) -> Nnc {
    Options::new(data).open().await.unwrap()
}

/// The same, with little patience for a router that hangs.
pub(crate) async fn open_impatient(data: &std::path::Path) -> Nnc {
    Options::new(data)
        .patience(Duration::from_millis(1_500))
        .open()
        .await
        .unwrap()
}

/// A Tor instance on the access point's port.
pub(crate) fn tor(name: &str) -> CreateVirtualInterface {
    CreateVirtualInterface::new(name, "tor").unwrap().parent("ether5")
}

/// Every row with a mark of nnc, in order, without the router's handles.
pub(crate) fn marked(sim: &SimHandle) -> Vec<(String, Value)> {
    let state = sim.state();
    let menus = state["menus"].as_object().unwrap();
    let mut rows = Vec::new();
    for (path, list) in menus
        .iter()
        .filter(|(path, _)| *path != "/interface" && !path.starts_with("/system"))
    {
        for row in list.as_array().unwrap() {
            if row["comment"]
                .as_str()
                .is_some_and(|comment| comment.starts_with("nnc:"))
            {
                let mut row = row.clone();
                for moving in [
                    ".id",
                    "bytes",
                    "packets",
                    "running",
                    "active",
                    "inactive",
                    "mac-address",
                    "immediate-gw",
                    "gateway-status",
                ] {
                    row.as_object_mut().unwrap().remove(moving);
                }
                rows.push((path.clone(), row));
            }
        }
    }
    rows
}

/// How many rows of one menu carry a mark.
pub(crate) fn count(sim: &SimHandle, menu: &str) -> usize {
    marked(sim).iter().filter(|(path, _)| path == menu).count()
}
