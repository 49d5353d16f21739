//! What the engine needs of a store.

use nnc_core::identity::ResourceId;
use nnc_store::{IntentId, NewIntent, OpenIntent, ResourceRecord, RouterDb, Settlement, StoreError};

/// The durable memory of one router. Calls block; the engine makes them on a thread for that.
pub trait Journal: Send + Sync {
    /// Writes down what is about to be done; on disk when it returns.
    ///
    /// # Errors
    /// Where it cannot be written, or something it needs is taken.
    fn open_intent(&self, intent: &NewIntent) -> Result<IntentId, StoreError>;

    /// The intents that are not settled, oldest first.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn open_intents(&self) -> Result<Vec<OpenIntent>, StoreError>;

    /// Notes how far an intent got, for people.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn note_phase(&self, intent: IntentId, phase: &str) -> Result<(), StoreError>;

    /// Writes down what the router has confirmed and closes the intent.
    ///
    /// # Errors
    /// Where it cannot be written; then the intent stays open.
    fn settle(&self, intent: IntentId, settlement: &Settlement) -> Result<(), StoreError>;

    /// A resource as it was last settled.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn resource(&self, resource: &ResourceId) -> Result<Option<ResourceRecord>, StoreError>;

    /// Does what can wait until a change is over, so that no change waits for it. What it cannot do now it does after
    /// another one.
    fn tidy(&self) {}
}

impl Journal for RouterDb {
    fn open_intent(&self, intent: &NewIntent) -> Result<IntentId, StoreError> {
        Self::open_intent(self, intent)
    }

    fn open_intents(&self) -> Result<Vec<OpenIntent>, StoreError> {
        Self::open_intents(self)
    }

    fn note_phase(&self, intent: IntentId, phase: &str) -> Result<(), StoreError> {
        Self::note_phase(self, intent, phase)
    }

    fn settle(&self, intent: IntentId, settlement: &Settlement) -> Result<(), StoreError> {
        Self::settle(self, intent, settlement)
    }

    fn resource(&self, resource: &ResourceId) -> Result<Option<ResourceRecord>, StoreError> {
        Ok(Self::resource(self, resource)?.map(|stored| stored.record))
    }

    fn tidy(&self) {
        if let Err(error) = self.checkpoint_if_due() {
            tracing::warn!(code = error.code(), "the log was not moved into the file");
        }
    }
}
