//! Settling what a crash left open.

use std::sync::Arc;

use nnc_core::identity::ControllerId;
use nnc_core::outcome::Outcome;
use nnc_store::{IntentId, StoreError};
use tokio::task::spawn_blocking;

use crate::driver::Engine;
use crate::error::StateError;
use crate::machine::{Conclusion, Machine};

/// What became of a change that a crash had left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// The entry of the journal.
    pub intent: IntentId,
    /// What it was.
    pub description: String,
    /// What is true; if it is unknown, the entry stays open.
    pub outcome: Outcome,
}

impl Engine {
    /// Asks the router what became of every open entry of the journal, finishes or undoes it, and closes it.
    ///
    /// The caller holds the router's lock: an entry whose lock is held by someone else is no leftover. Without open
    /// entries the router is not even asked.
    ///
    /// # Errors
    /// [`StateError::Store`] if the journal cannot be read or written.
    pub async fn recover(&self, controller: ControllerId) -> Result<Vec<Recovered>, StateError> {
        let journal = Arc::clone(self.journal());
        let open = spawn_blocking(move || journal.open_intents())
            .await
            .unwrap_or_else(|error| Err(StoreError::Encode(error.to_string())))?;
        let mut recovered = Vec::with_capacity(open.len());
        // Later changes build on earlier ones, so the newest is settled first.
        for intent in open.into_iter().rev() {
            let outcome = match self.steps(controller).await {
                Err(error) => Outcome::Unknown {
                    reason: error.to_string(),
                },
                Ok(mut steps) => {
                    steps.intent = Some(intent.id);
                    steps.scope = intent.scope.clone();
                    steps.description.clone_from(&intent.description);
                    steps.changes = intent.changes.clone();
                    let platform = Arc::clone(&steps.platform);
                    let mut machine =
                        Machine::recovering(&intent, controller, platform, steps.limits.clone());
                    let driven = steps.drive(&mut machine).await;
                    match (driven.conclusion, driven.store_error) {
                        (Conclusion::Ended { outcome, .. }, _) => outcome,
                        (Conclusion::StoreRefused, Some(error)) => return Err(error.into()),
                        (Conclusion::StoreRefused, None) => {
                            return Err(StateError::Interrupted("the store did not answer".to_owned()));
                        }
                    }
                }
            };
            let known = !matches!(outcome, Outcome::Unknown { .. });
            recovered.push(Recovered {
                intent: intent.id,
                description: intent.description,
                outcome,
            });
            if !known {
                break;
            }
        }
        Ok(recovered)
    }
}
