//! Connections that only read, beside the writer.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::connect::{Access, connect};
use super::scope::Scope;
use crate::error::StoreError;

/// How many there are at most. Those who come when all are busy wait.
pub(super) const MOST: usize = 2;

#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    cache_kib: u32,
    idle: Mutex<Idle>,
    returned: Condvar,
}

#[derive(Debug)]
struct Idle {
    connections: Vec<Connection>,
    /// How many there are, busy ones included.
    all: usize,
}

/// A connection that goes back when it is dropped.
struct Lease<'a> {
    readers: &'a Readers,
    connection: Option<Connection>,
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let mut idle = self.readers.lock();
        match self.connection.take() {
            Some(connection) => idle.connections.push(connection),
            None => idle.all -= 1,
        }
        drop(idle);
        self.readers.returned.notify_one();
    }
}

impl Readers {
    pub(super) fn new(path: &Path, cache_kib: u32, first: Connection) -> Self {
        Self {
            path: path.to_owned(),
            cache_kib,
            idle: Mutex::new(Idle {
                connections: vec![first],
                all: 1,
            }),
            returned: Condvar::new(),
        }
    }

    /// Runs `work` on one consistent view.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Scope<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.with(|connection| {
            let transaction = connection
                .unchecked_transaction()
                .map_err(|error| StoreError::database(&self.path, &error))?;
            work(&Scope::new(&self.path, &transaction))
        })
    }

    /// Runs `work` outside of a transaction.
    pub(super) fn with<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut lease = self.take();
        match &lease.connection {
            Some(connection) => work(connection),
            None => {
                let connection = connect(&self.path, Access::Read, self.cache_kib)?;
                work(lease.connection.insert(connection))
            }
        }
    }

    /// A connection that is free, or leave to open one.
    fn take(&self) -> Lease<'_> {
        let mut idle = self.lock();
        loop {
            if let Some(connection) = idle.connections.pop() {
                return Lease {
                    readers: self,
                    connection: Some(connection),
                };
            }
            if idle.all < MOST {
                idle.all += 1;
                return Lease {
                    readers: self,
                    connection: None,
                };
            }
            idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
