//! The progress of a change as events.

use std::collections::BTreeMap;
use std::sync::Arc;

use nnc_core::ports::{Event, EventSink};

use super::filter::{RESOURCES, ROUTER};
use crate::machine::Phase;

/// Where an engine tells what it does, and of which router.
#[derive(Clone)]
pub(crate) struct Reporter {
    pub(crate) sink: Arc<dyn EventSink>,
    pub(crate) router: String,
}

impl Reporter {
    /// Tells that a change has come to a phase: `apply.<phase>`.
    pub(crate) fn phase(&self, at: u64, description: &str, resources: &[String], phase: &Phase) {
        let done = match phase {
            Phase::Applying { done, total } => Some((done, total)),
            _ => None,
        };
        let mut details = BTreeMap::from([
            (ROUTER.to_owned(), self.router.clone()),
            (RESOURCES.to_owned(), resources.join(" ")),
            ("change".to_owned(), description.to_owned()),
        ]);
        if let Some((done, total)) = done {
            details.insert("done".to_owned(), done.to_string());
            details.insert("total".to_owned(), total.to_string());
        }
        self.sink.publish(Event {
            at,
            kind: format!("apply.{}", phase.name()),
            details,
        });
    }
}
