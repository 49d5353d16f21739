//! `router-<id>.db`: what is intended, allocated, under way and confirmed on one router.

mod allocations;
mod journal;
mod resources;

use nnc_core::identity::ResourceId;

pub use allocations::{Allocation, AllocationState, Reservation};
pub use journal::{IntentId, NewIntent, OpenIntent, Settlement};
pub use resources::{ResourceChange, ResourceEvent, ResourceRecord, ResourceStatus, StoredResource};

use crate::database::Database;
use crate::error::StoreError;

pub(crate) const MIGRATIONS: &[&str] = &["
    CREATE TABLE resources (
        resource TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        configuration TEXT NOT NULL,
        allocation TEXT,
        deployment TEXT,
        status TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE intents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        opened_at INTEGER NOT NULL,
        description TEXT NOT NULL,
        scope TEXT NOT NULL,
        before TEXT,
        after TEXT,
        effects TEXT,
        changes TEXT,
        phase TEXT NOT NULL,
        closed_at INTEGER,
        outcome TEXT
    ) STRICT;
    CREATE INDEX intents_open ON intents (id) WHERE closed_at IS NULL;
    CREATE TABLE allocations (
        id INTEGER PRIMARY KEY,
        resource TEXT NOT NULL,
        vlan INTEGER UNIQUE,
        subnet TEXT UNIQUE,
        state TEXT NOT NULL CHECK (state IN ('reserved', 'allocated', 'quarantined')),
        intent INTEGER REFERENCES intents (id),
        released_at INTEGER,
        CHECK ((state = 'reserved') = (intent IS NOT NULL)),
        CHECK ((state = 'quarantined') = (released_at IS NOT NULL))
    ) STRICT;
    CREATE INDEX allocations_by_resource ON allocations (resource);
    CREATE TABLE resource_events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        resource TEXT NOT NULL,
        kind TEXT NOT NULL,
        intent INTEGER,
        record TEXT
    ) STRICT;
    CREATE INDEX resource_events_by_resource ON resource_events (resource, seq);
"];

/// The database of one router.
///
/// A change goes through it as follows: [`open_intent`](Self::open_intent) before the first write to the router,
/// [`settle`](Self::settle) once the router has said what became of it. What lies between after a crash is found
/// by [`open_intents`](Self::open_intents).
#[derive(Debug)]
pub struct RouterDb {
    database: Database,
}

impl RouterDb {
    pub(crate) fn new(database: Database) -> Self {
        Self { database }
    }

    /// All resources, by id, as they were last settled. What a change under way will make of them is in
    /// [`open_intents`](Self::open_intents).
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn resources(&self) -> Result<Vec<StoredResource>, StoreError> {
        self.database.read(resources::all)
    }

    /// One resource as it was last settled; `None` if there is none.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn resource(&self, id: &ResourceId) -> Result<Option<StoredResource>, StoreError> {
        self.database.read(|scope| resources::one(scope, id))
    }

    /// Changes resources without a change on the router, such as a status. Writes their events in the same transaction.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn record(&self, at: u64, changes: &[ResourceChange]) -> Result<(), StoreError> {
        self.database.write(|scope| {
            for change in changes {
                resources::write(scope, at, change, None)?;
            }
            Ok(())
        })
    }

    /// What happened to resources after the event number `after`, oldest first, at most `limit` events.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn events(&self, after: u64, limit: u32) -> Result<Vec<ResourceEvent>, StoreError> {
        self.database.read(|scope| resources::events(scope, after, limit))
    }

    /// Everything that is reserved, allocated or in quarantine.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn allocations(&self) -> Result<Vec<Allocation>, StoreError> {
        self.database.read(allocations::all)
    }

    /// Ends the quarantine of everything released at or before `released_until`; says how many there were.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn end_quarantine(&self, released_until: u64) -> Result<usize, StoreError> {
        self.database
            .write(|scope| allocations::end_quarantine(scope, released_until))
    }

    /// Writes down what is about to be done and reserves what it needs, in one transaction. Only after this may
    /// the router be written to.
    ///
    /// # Errors
    /// [`StoreError::AllocationTaken`] if something it needs is taken; or if the database cannot be written.
    pub fn open_intent(&self, intent: &NewIntent) -> Result<IntentId, StoreError> {
        self.database.write(|scope| {
            let id = journal::open(scope, intent)?;
            for reservation in &intent.reservations {
                allocations::reserve(scope, id, reservation)?;
            }
            Ok(id)
        })
    }

    /// The intents that are not settled, oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn open_intents(&self) -> Result<Vec<OpenIntent>, StoreError> {
        self.database.read(journal::open_intents)
    }

    /// Notes how far an intent got: for people, not for recovery, which asks the router.
    ///
    /// # Errors
    /// [`StoreError::IntentClosed`]; or if the database cannot be written.
    pub fn note_phase(&self, intent: IntentId, phase: &str) -> Result<(), StoreError> {
        self.database
            .write(|scope| journal::note_phase(scope, intent, phase))
    }

    /// Writes down what the router has confirmed: resources, allocations, events and the end of the intent, in one
    /// transaction.
    ///
    /// What was reserved for a resource that is put becomes its allocation; allocations of a resource that is removed
    /// go into quarantine; other reservations of the intent are dropped.
    ///
    /// # Errors
    /// [`StoreError::IntentClosed`]; or if the database cannot be written: then the intent stays open.
    pub fn settle(&self, intent: IntentId, settlement: &Settlement) -> Result<(), StoreError> {
        self.database.write(|scope| {
            journal::close(scope, intent, settlement)?;
            for change in &settlement.changes {
                resources::write(scope, settlement.at, change, Some(intent))?;
                match change {
                    ResourceChange::Put(record) => {
                        allocations::confirm(scope, intent, &record.resource, settlement.at)?;
                    }
                    ResourceChange::Remove(resource) => {
                        allocations::release(scope, resource, settlement.at)?;
                    }
                }
            }
            allocations::drop_reservations(scope, intent)
        })
    }
}

#[cfg(test)]
mod tests;
