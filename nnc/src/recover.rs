//! Settling what a crash left open.

use nnc_core::outcome::Outcome;
use nnc_state::Recovered;
use serde::Serialize;

use crate::engine;
use crate::error::Error;
use crate::router::Router;

/// What became of a change that had been left open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recovery {
    /// On which router.
    pub router: String,
    /// What the change was.
    pub description: String,
    /// `confirmed`, `rolled-back`, `partially-applied` or `unknown`.
    pub outcome: String,
    /// Why, in words; empty where it is confirmed.
    pub reason: String,
    /// Whether the router's answer is known; otherwise it stays open.
    pub settled: bool,
}

impl Recovery {
    pub(crate) fn new(router: &str, recovered: Recovered) -> Self {
        let (outcome, reason, settled) = match recovered.outcome {
            Outcome::Confirmed => ("confirmed", String::new(), true),
            Outcome::RolledBack { reason, .. } => ("rolled-back", reason, true),
            // Settled in the sense that all is known: the torn resources are marked, and a repair mends them.
            Outcome::PartiallyApplied { reason, .. } => ("partially-applied", reason, true),
            Outcome::Unknown { reason } => ("unknown", reason, false),
        };
        Self {
            router: router.to_owned(),
            description: recovered.description,
            outcome: outcome.to_owned(),
            reason,
            settled,
        }
    }
}

impl Router {
    /// Settles what a crash left open, by asking the router. Every change does so first, too.
    ///
    /// # Errors
    /// `router-busy`, or if the database cannot be used. A router that cannot be reached is no error: what is
    /// open stays open and is listed.
    pub async fn recover(&self) -> Result<Vec<Recovery>, Error> {
        let _lock = engine::lock(self).await?;
        let port = self.connect(false, None).await?;
        let settled = engine::settle(self, &port).await;
        port.close().await;
        settled
    }
}
