//! What a scenario file says.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// A scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What is done and what comes of it.
    pub name: String,
    /// What it is good for.
    pub about: String,
    /// The version of RouterOS that is simulated.
    #[serde(default = "newest")]
    pub version: String,
    /// Nothing is opened and no router is added before the steps.
    #[serde(default)]
    pub bare: bool,
    /// The languages whose types admit it; all where none is named.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// What is done.
    pub steps: Vec<Step>,
    /// The name of its file, without the ending.
    #[serde(skip)]
    pub id: String,
}

fn newest() -> String {
    "7.22.3".to_owned()
}

/// One thing that is done. Exactly one of `call`, `next`, `close`, `router`, `fault` and `world` is given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Step {
    /// A method: a kept handle, parts of it, and a name.
    pub call: Option<String>,
    /// Its arguments.
    pub with: Option<Value>,
    /// Under which name the handle or stream is kept that it gives.
    pub keep: Option<String>,
    /// What must be among what it gives.
    pub expect: Option<Value>,
    /// The code of the error that it ends with.
    pub fails: Option<String>,
    /// The findings that the error tells, as `code pointer`.
    pub findings: Option<Vec<String>>,
    /// A stream to read from.
    pub next: Option<String>,
    /// How many items.
    pub count: Option<u32>,
    /// A handle or a stream to let go.
    pub close: Option<String>,
    /// What a foreign hand does on the router.
    pub router: Option<Edit>,
    /// A fault that strikes, as on the control port of `routeros-sim`.
    pub fault: Option<Value>,
    /// What becomes of the world around the router, likewise.
    pub world: Option<Value>,
}

/// What a foreign hand does on the router.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// The menu.
    #[serde(rename = "in")]
    pub menu: String,
    /// The row that has these values; of several the first.
    #[serde(default)]
    pub row: BTreeMap<String, String>,
    /// Values that it gets.
    pub set: Option<BTreeMap<String, String>>,
    /// A row that is added.
    pub add: Option<BTreeMap<String, String>>,
    /// Whether it is removed.
    #[serde(default)]
    pub remove: bool,
}

/// Why the scenarios cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// A file cannot be read.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file makes no sense.
    #[error("{path}: {problem}")]
    Wrong {
        /// Which.
        path: String,
        /// Why.
        problem: String,
    },
}

/// Every scenario of a folder, by the names of their files.
///
/// # Errors
/// If one cannot be read or makes no sense, or if there is none.
pub fn read(folder: &Path) -> Result<Vec<Scenario>, ScenarioError> {
    let failed = |path: &Path, source| ScenarioError::File {
        path: path.display().to_string(),
        source,
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|source| failed(folder, source))? {
        let path = entry.map_err(|source| failed(folder, source))?.path();
        if path.extension().is_some_and(|ending| ending == "yaml") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut scenarios = Vec::new();
    for path in paths {
        let wrong = |problem: String| ScenarioError::Wrong {
            path: path.display().to_string(),
            problem,
        };
        let text = fs::read_to_string(&path).map_err(|source| failed(&path, source))?;
        let mut scenario: Scenario =
            serde_saphyr::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        for (index, step) in scenario.steps.iter().enumerate() {
            step.check()
                .map_err(|problem| wrong(format!("step {}: {problem}", index + 1)))?;
        }
        scenario.id = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        scenarios.push(scenario);
    }
    if scenarios.is_empty() {
        return Err(ScenarioError::Wrong {
            path: folder.display().to_string(),
            problem: "there is no scenario".to_owned(),
        });
    }
    Ok(scenarios)
}

impl Step {
    fn check(&self) -> Result<(), String> {
        let kinds = [
            self.call.is_some(),
            self.next.is_some(),
            self.close.is_some(),
            self.router.is_some(),
            self.fault.is_some(),
            self.world.is_some(),
        ];
        if kinds.iter().filter(|given| **given).count() != 1 {
            return Err("one of call, next, close, router, fault and world is needed".to_owned());
        }
        if self.call.as_deref().is_some_and(|call| !call.contains('.')) {
            return Err("a call needs a handle and a method, such as home.drift".to_owned());
        }
        if self.expect.is_some() && self.fails.is_some() {
            return Err("it cannot both give something and fail".to_owned());
        }
        let edits = self.router.as_ref().map(|edit| {
            [edit.set.is_some(), edit.add.is_some(), edit.remove]
                .iter()
                .filter(|given| **given)
                .count()
        });
        if edits.is_some_and(|count| count != 1) {
            return Err("a foreign hand needs one of set, add and remove".to_owned());
        }
        Ok(())
    }
}
