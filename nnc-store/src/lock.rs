//! One apply at a time per router, over all processes of this machine.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::error::StoreError;
use crate::files;

/// How long to wait between two looks at a lock that someone else holds.
const POLL: Duration = Duration::from_millis(20);

/// Held for the whole of an apply. The operating system releases it when it is dropped or its process dies,
/// and grants it to one holder, whether the others are other processes or tasks of this one.
#[derive(Debug)]
pub struct RouterLock {
    _file: File,
}

impl RouterLock {
    /// Takes the lock if it is free.
    pub(crate) fn try_acquire(path: &Path) -> Result<Option<Self>, StoreError> {
        let file = files::open_private(path, false).map_err(|error| StoreError::io(path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(StoreError::io(path, &error)),
        }
    }

    /// Takes the lock, looking again and again for as long as `wait`.
    pub(crate) fn acquire(path: &Path, router: &str, wait: Duration) -> Result<Self, StoreError> {
        let start = Instant::now();
        loop {
            if let Some(lock) = Self::try_acquire(path)? {
                return Ok(lock);
            }
            let left = wait.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Err(StoreError::RouterBusy(router.to_owned()));
            }
            std::thread::sleep(left.min(POLL));
        }
    }
}
