//! The real store, with faults before and after its commits.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use nnc_core::identity::ResourceId;
use nnc_state::Journal;
use nnc_store::{IntentId, NewIntent, OpenIntent, ResourceRecord, RouterDb, Settlement, StoreError};
use tokio::sync::Notify;

use super::script::{Fault, Script};

pub(crate) struct FaultyJournal {
    pub(crate) store: Arc<RouterDb>,
    pub(crate) script: Arc<Script>,
    /// Whether an intent is on disk: the router asserts it at each write.
    pub(crate) open: Arc<AtomicBool>,
    /// Told when it was given the time to tidy up.
    pub(crate) tidied: Notify,
}

impl FaultyJournal {
    fn commit<T>(
        &self,
        what: &'static str,
        work: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let refused = || StoreError::Full("router.db".into());
        assert!(!self.script.is_dead(), "a dead controller writes {what}");
        match self.script.next(what) {
            Some(Fault::CrashBefore) => {
                self.script.crash();
                Err(refused())
            }
            Some(Fault::CrashAfter) => {
                let result = work();
                self.script.crash();
                result.and_then(|_| Err(refused()))
            }
            Some(Fault::Refuse) => Err(refused()),
            _ => work(),
        }
    }
}

impl Journal for FaultyJournal {
    fn open_intent(&self, intent: &NewIntent) -> Result<IntentId, StoreError> {
        self.commit("store: open", || {
            let id = self.store.open_intent(intent)?;
            self.open.store(true, Ordering::SeqCst);
            Ok(id)
        })
    }

    fn open_intents(&self) -> Result<Vec<OpenIntent>, StoreError> {
        self.store.open_intents()
    }

    fn note_phase(&self, intent: IntentId, phase: &str) -> Result<(), StoreError> {
        self.commit("store: note", || self.store.note_phase(intent, phase))
    }

    fn settle(&self, intent: IntentId, settlement: &Settlement) -> Result<(), StoreError> {
        self.commit("store: settle", || {
            self.store.settle(intent, settlement)?;
            self.open.store(false, Ordering::SeqCst);
            Ok(())
        })
    }

    fn resource(&self, resource: &ResourceId) -> Result<Option<ResourceRecord>, StoreError> {
        Ok(self.store.resource(resource)?.map(|stored| stored.record))
    }

    fn tidy(&self) {
        self.tidied.notify_one();
    }
}
