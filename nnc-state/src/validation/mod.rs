//! Seven stages that a change passes before anything is written.
//!
//! Each stage reports everything that it finds, with stable codes and JSON pointers; what an earlier stage has refused, a
//! later one does not judge. [`validate`] is pure: it reads no router and no clock, and gives the change, what the router
//! will show once it is in, and how it must be confirmed; or a [`Report`] that says why not.

mod digest;
mod pipeline;
mod stage;

use nnc_core::change::ChangeSet;
use nnc_core::intent::Finding;
use nnc_core::object::Object;
use nnc_core::walk::Lockout;
use serde::Serialize;

pub use pipeline::{LockoutPolicy, Request, validate};
pub use stage::Stage;

use crate::drift::Accepted;
use crate::plan::Confirmation;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Weight {
    /// The change is refused.
    Refusal,
    /// It is told, and the change goes on.
    Note,
}

/// A finding with its stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    /// The stage that found it.
    pub stage: Stage,
    /// How much it weighs.
    pub weight: Weight,
    /// What it is.
    #[serde(flatten)]
    pub finding: Finding,
    /// A packet that shows it, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterexample: Option<Counterexample>,
}

/// A packet that will not arrive once a change is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counterexample {
    /// The packet, in a sentence; empty where it is an answer of the router's.
    pub packet: String,
    /// The rows that decide its way, in order.
    pub path: Vec<String>,
}

/// How a stage ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// It has nothing against the change.
    Passed,
    /// It refuses the change.
    Refused,
    /// Nothing was left for it to judge, or what it needs was not there.
    NotReached,
}

/// A stage with how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    /// The stage.
    pub stage: Stage,
    /// How it ended.
    pub verdict: Verdict,
}

/// What the stages came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Each stage, in order.
    pub stages: Vec<Judgement>,
    /// Everything that was found, in the order of the stages.
    pub findings: Vec<Judged>,
    /// The plan's hash: over the operations and over what the menus that they touch showed. Two plans of one hash do
    /// the same to the same router. `None` where there is no plan.
    pub plan_hash: Option<String>,
}

impl Report {
    /// The findings that refuse the change, those of the earliest stage first.
    pub fn refusals(&self) -> Vec<Finding> {
        self.findings
            .iter()
            .filter(|judged| judged.weight == Weight::Refusal)
            .map(|judged| judged.finding.clone())
            .collect()
    }
}

/// A change that passed all stages.
#[derive(Debug, Clone)]
pub struct Validated {
    /// How it came through them.
    pub report: Report,
    /// Every row of the controller as it should be.
    pub desired: Vec<Object>,
    /// The change.
    pub change: ChangeSet,
    /// What must be seen before it stands.
    pub confirmation: Confirmation,
    /// Whether the controller still reaches the router then.
    pub lockout: Lockout,
    /// What was accepted and holds no longer: to be forgotten before the change is made.
    pub outdated: Vec<Accepted>,
}
