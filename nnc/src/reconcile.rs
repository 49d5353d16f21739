//! What is wanted against what the router has.

use nnc_core::change::{Action, Operation};
use serde::Serialize;

use crate::error::Error;
use crate::router::{Reach, Router, drift};
use crate::views::Change;

/// One row that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// The resource that it belongs to.
    pub resource: String,
    /// What the row is for.
    pub role: String,
    /// The menu.
    pub menu: String,
    /// `missing`, `changed`, `misplaced` or `unexpected`.
    pub difference: &'static str,
    /// What would put it right, as a person would type it.
    pub repair: String,
}

impl Router {
    /// What differs between what is wanted and what the router has. Writes nothing.
    ///
    /// # Errors
    /// Why the router or the database could not be read.
    pub async fn reconcile(&self) -> Result<Vec<Difference>, Error> {
        let (_, intents) = self.remembered().await?;
        let port = self.shared.connect(&self.record, false)?;
        let seen = self.observe(&port).await;
        port.close().await;
        let seen = seen?;
        let change = drift(&intents, &seen)?;
        let difference = |operation: &Operation| {
            let key = operation.key()?;
            Some(Difference {
                resource: key.resource.to_string(),
                role: key.role.to_string(),
                menu: operation.kind().map(ToString::to_string).unwrap_or_default(),
                difference: match operation.action {
                    Action::Add { .. } => "missing",
                    Action::Set { .. } => "changed",
                    Action::Move { .. } => "misplaced",
                    Action::Remove { .. } | Action::Effect(_) => "unexpected",
                },
                repair: seen.platform.render(self.controller(), operation),
            })
        };
        Ok(change.operations.iter().filter_map(difference).collect())
    }

    /// Puts right what differs, rows of ours that belong to nothing included.
    ///
    /// # Errors
    /// As for [`VirtualInterfaces::create`](crate::VirtualInterfaces::create).
    pub async fn repair(&self) -> Result<Change, Error> {
        self.change("repair".to_owned(), false, Reach::Everything, |_| Ok(()))
            .await
    }
}
