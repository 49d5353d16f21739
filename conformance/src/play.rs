//! Plays a scenario with a runner, on a bed of its own.

use std::collections::BTreeMap;
use std::path::Path;

use nnc_routeros::adapter::Dial;
use nnc_routeros::client::{ApiClient, Credentials, Settings, TcpConnector};
use nnc_routeros::transport::Command;
use routeros_sim::{SimConfig, SimHandle};
use serde_json::{Value, json};

use crate::canonical::{Places, canonical, contains};
use crate::runner::Runner;
use crate::scenario::{Edit, Scenario, Step};

/// Where time stands at the start, in milliseconds since 1970.
const START: u64 = 1_700_000_000_000;

/// The answers of a runner, a line each, as they are compared; or what went wrong.
///
/// # Errors
/// In words: what was expected and what was given, or why the scenario could not be played.
pub async fn play(scenario: &Scenario, runner: &mut dyn Runner) -> Result<Vec<String>, String> {
    let sim = SimConfig::new(&scenario.version)
        .map_err(|error| error.to_string())?
        .user("admin")
        .password("secret")
        .api("127.0.0.1:0")
        .start()
        .await
        .map_err(|error| error.to_string())?;
    let address = sim
        .api_address()
        .ok_or("the simulated router has no address")?
        .to_string();
    let data = tempfile::tempdir().map_err(|error| error.to_string())?;
    let bed = Bed {
        places: Places {
            router: address,
            data: data.path().display().to_string(),
        },
        sim,
    };
    let mut transcript = Vec::new();
    let opening = if scenario.bare {
        Vec::new()
    } else {
        bed.opening(data.path(), &scenario.id)
    };
    for (index, step) in opening.iter().chain(&scenario.steps).enumerate() {
        let answer = bed
            .step(step, runner)
            .await
            .map_err(|problem| format!("step {}: {problem}", (index + 1).saturating_sub(opening.len())))?;
        if let Some(answer) = answer {
            transcript.push(answer.to_string());
        }
    }
    Ok(transcript)
}

struct Bed {
    sim: SimHandle,
    places: Places,
}

impl Bed {
    fn opening(&self, data: &Path, id: &str) -> Vec<Step> {
        let seed = id.bytes().fold(7_u32, |seed, byte| {
            seed.wrapping_mul(31).wrapping_add(u32::from(byte))
        });
        let call = |call: &str, with: Value, keep: Option<&str>| Step {
            call: Some(call.to_owned()),
            with: Some(with),
            keep: keep.map(str::to_owned),
            ..Step::default()
        };
        let opening = json!({ "path": data, "seed": seed, "time": START, "actor": "conformance" });
        let adding = json!({ "name": "home", "url": self.url(), "password": "secret" });
        vec![
            call("api.openForTest", opening, Some("nnc")),
            call("nnc.addRouter", adding, None),
            call("nnc.router", json!({ "name": "home" }), Some("home")),
        ]
    }

    fn url(&self) -> String {
        format!("routeros+api://admin@{}", self.places.router)
    }

    async fn step(&self, step: &Step, runner: &mut dyn Runner) -> Result<Option<Value>, String> {
        if let Some(fault) = &step.fault {
            return self.sim.fault(fault).map(|()| None);
        }
        if let Some(world) = &step.world {
            return self.sim.world(world).map(|()| None);
        }
        if let Some(edit) = &step.router {
            return self.edit(edit).await.map(|()| None);
        }
        let request = self.request(step)?;
        let answer = runner.answer(&request).await.map_err(|error| error.to_string())?;
        let answer = canonical(&answer, &self.places);
        judge(step, &answer)?;
        Ok(Some(answer))
    }

    fn request(&self, step: &Step) -> Result<Value, String> {
        if let Some(on) = &step.next {
            return Ok(json!({ "op": "next", "on": on, "count": step.count.unwrap_or(1) }));
        }
        if let Some(on) = &step.close {
            return Ok(json!({ "op": "close", "on": on }));
        }
        let call = step.call.as_deref().unwrap_or_default();
        let mut names: Vec<&str> = call.split('.').collect();
        let (Some(method), Some(on)) = (names.pop(), names.first().copied()) else {
            return Err(format!("{call} is no call"));
        };
        let parts = names.get(1..).unwrap_or_default();
        let arguments = self.filled(step.with.as_ref().unwrap_or(&json!({})));
        Ok(json!({
            "op": "call", "on": on, "path": parts, "method": method, "arguments": arguments, "keep": step.keep,
        }))
    }

    /// Arguments with the places in the place of their names.
    fn filled(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => {
                let text = text.replace("${url}", &self.url());
                Value::String(text.replace("${data}", &self.places.data))
            }
            Value::Array(items) => items.iter().map(|item| self.filled(item)).collect(),
            Value::Object(entries) => {
                let entry = |(key, value): (&String, &Value)| (key.clone(), self.filled(value));
                Value::Object(entries.iter().map(entry).collect())
            }
            other => other.clone(),
        }
    }

    /// What somebody else types on the router.
    async fn edit(&self, edit: &Edit) -> Result<(), String> {
        let command = match (&edit.add, &edit.set) {
            (Some(values), _) => with(Command::new(&edit.menu, "add"), values),
            (None, Some(values)) => {
                let command = Command::new(&edit.menu, "set").with(".id", self.id(edit)?);
                with(command, values)
            }
            (None, None) => Command::new(&edit.menu, "remove").with(".id", self.id(edit)?),
        };
        let address = self
            .sim
            .api_address()
            .ok_or("the simulated router has no address")?;
        let client = ApiClient::new(
            TcpConnector::plain(address.ip().to_string(), address.port()),
            Credentials::new("admin", "secret"),
            Settings::default(),
        );
        let transport = client.dial().await.map_err(|error| error.to_string())?;
        let done = transport.execute_one(command).await;
        transport.close().await;
        done.map(|_| ()).map_err(|error| error.to_string())
    }

    /// The id of the row that is meant.
    fn id(&self, edit: &Edit) -> Result<String, String> {
        let state = self.sim.state();
        let rows = state["menus"][&edit.menu].as_array().cloned().unwrap_or_default();
        let is_it = |row: &&Value| {
            edit.row
                .iter()
                .all(|(key, value)| row[key].as_str() == Some(value.as_str()))
        };
        let found = rows.iter().find(is_it).and_then(|row| row[".id"].as_str());
        found
            .map(str::to_owned)
            .ok_or_else(|| format!("{} has no row with {:?}", edit.menu, edit.row))
    }
}

fn with(command: Command, values: &BTreeMap<String, String>) -> Command {
    values
        .iter()
        .fold(command, |command, (key, value)| command.with(key.as_str(), value))
}

/// Whether an answer is what the step expects.
fn judge(step: &Step, answer: &Value) -> Result<(), String> {
    let error = answer.get("error");
    let code = error.and_then(|error| error["code"].as_str());
    if code != step.fails.as_deref() {
        return Err(match &step.fails {
            Some(code) => format!("{code} was expected, but there was {answer}"),
            None => format!("it failed: {answer}"),
        });
    }
    if let Some(findings) = &step.findings {
        let told = error.and_then(|error| error["context"].as_object());
        let told = told
            .into_iter()
            .flatten()
            .filter(|(key, _)| key.starts_with("finding."));
        let mut told: Vec<&str> = told.filter_map(|(_, value)| value.as_str()).collect();
        told.sort_unstable();
        let mut expected: Vec<&str> = findings.iter().map(String::as_str).collect();
        expected.sort_unstable();
        if told != expected {
            return Err(format!(
                "the findings {expected:?} were expected, but there were {told:?}"
            ));
        }
    }
    match &step.expect {
        Some(expected) if !contains(answer.get("ok").unwrap_or(&Value::Null), expected) => {
            Err(format!("{expected} was expected, but there was {answer}"))
        }
        _ => Ok(()),
    }
}
