//! A person who changes the router by hand.

#![allow(dead_code, reason = "each test file uses a part of it")]

use nnc_routeros::client::{ApiSession, Credentials, Settings};
use nnc_routeros::error::Error;
use nnc_routeros::transport::{Command, Response, Transport};
use routeros_sim::SimHandle;
use serde_json::Value;

/// One row of ours as the router shows it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) menu: String,
    pub(crate) id: String,
    /// Resource and role, as in the mark.
    pub(crate) key: String,
    pub(crate) fields: Value,
}

impl Row {
    pub(crate) fn get(&self, field: &str) -> Option<&str> {
        self.fields[field].as_str()
    }
}

/// A session of somebody who is not nnc.
pub(crate) struct Hand(ApiSession);

impl Hand {
    pub(crate) async fn of(sim: &SimHandle) -> Self {
        Self::with(sim, Credentials::new("admin", "secret")).await
    }

    pub(crate) async fn with(sim: &SimHandle, credentials: Credentials) -> Self {
        Self(
            ApiSession::login(sim.connect(), credentials, Settings::default())
                .await
                .unwrap(),
        )
    }

    pub(crate) async fn run(
        &self,
        menu: &str,
        verb: &str,
        words: &[(&str, &str)],
    ) -> Result<Response, Error> {
        let command = words
            .iter()
            .fold(Command::new(menu, verb), |command, (name, value)| {
                command.with(*name, *value)
            });
        self.0.execute_one(command).await
    }

    pub(crate) async fn set(&self, row: &Row, field: &str, value: &str) -> Result<Response, Error> {
        self.run(&row.menu, "set", &[(".id", &row.id), (field, value)])
            .await
    }

    pub(crate) async fn unset(&self, row: &Row, field: &str) -> Result<Response, Error> {
        self.run(&row.menu, "unset", &[(".id", &row.id), ("value-name", field)])
            .await
    }

    pub(crate) async fn remove(&self, row: &Row) -> Result<Response, Error> {
        self.run(&row.menu, "remove", &[(".id", &row.id)]).await
    }
}

/// Every row with a mark of nnc, in the router's order.
pub(crate) fn rows(sim: &SimHandle) -> Vec<Row> {
    let state = sim.state();
    let menus = state["menus"].as_object().unwrap();
    let mut found = Vec::new();
    for (menu, rows) in menus.iter().filter(|(menu, _)| *menu != "/interface") {
        for fields in rows.as_array().unwrap() {
            let mark = fields["comment"].as_str().unwrap_or_default();
            if let Some((_, key)) = mark.strip_prefix("nnc:").and_then(|rest| rest.split_once(':')) {
                found.push(Row {
                    menu: menu.clone(),
                    id: fields[".id"].as_str().unwrap().to_owned(),
                    key: key.to_owned(),
                    fields: fields.clone(),
                });
            }
        }
    }
    found
}

/// The only row of a menu with this key.
pub(crate) fn row(sim: &SimHandle, menu: &str, key: &str) -> Row {
    let mut found = rows(sim)
        .into_iter()
        .filter(|row| row.menu == menu && row.key == key);
    found.next().unwrap_or_else(|| panic!("no {key} in {menu}"))
}
