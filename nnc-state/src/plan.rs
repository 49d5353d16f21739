//! What is to be done.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use nnc_core::change::ChangeSet;
use nnc_core::identity::ResourceId;
use nnc_core::object::{Object, Snapshot};
use nnc_store::{Reservation, ResourceChange};

/// Looks for conflicts in what the router has after the change; the text says what is wrong.
pub type Check = Arc<dyn Fn(&Snapshot) -> Result<(), String> + Send + Sync>;

/// What must be seen before a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Confirmation {
    /// The router shows what was intended.
    #[default]
    Observed,
    /// That, and a second connection that is made under the guard is let in: for changes of which nobody can tell
    /// whether they lock the controller out.
    Reached,
}

/// A change of one router, ready to be applied.
#[derive(Clone)]
pub struct Plan {
    /// What it is, for people and the journal.
    pub description: String,
    /// The resources whose rows it may touch.
    pub scope: BTreeSet<ResourceId>,
    /// Every row of the controller as it should be afterwards, those outside the scope included: they say where rows stand.
    pub desired: Vec<Object>,
    /// What the router had when the change was computed.
    pub snapshot: Snapshot,
    /// The change that leads from `snapshot` to `desired`, with its effects.
    pub change: ChangeSet,
    /// What becomes of the resources if it succeeds. Their deployment is filled in from the router's answer.
    pub changes: Vec<ResourceChange>,
    /// What it needs.
    pub reservations: Vec<Reservation>,
    /// Asked after the change and before it stands; an objection takes it back.
    pub check: Option<Check>,
    /// What must be seen before it stands.
    pub confirmation: Confirmation,
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("description", &self.description)
            .field("scope", &self.scope)
            .field("operations", &self.change.operations.len())
            .finish_non_exhaustive()
    }
}

impl Plan {
    /// Whether it neither writes to the router nor changes what is remembered of a resource.
    pub fn is_empty(&self) -> bool {
        self.change.is_empty() && self.changes.is_empty() && self.reservations.is_empty()
    }
}
