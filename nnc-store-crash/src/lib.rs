//! Simulated power cuts: a file system for SQLite that remembers what was synced, and after a cut gives what a disk
//! may hold then.
//!
//! [`install`] makes it SQLite's default, so that the code under test need not know of it. Files are those of the
//! usual file system; beside them a [`Disk`] keeps what is durable. From the cut on every call fails. [`Disk::remains`]
//! is then the disk after the cut: of what was written since a file's last sync each sector is kept, lost or torn,
//! independently, so that writes are reordered too. After `src/test6.c` of SQLite.
//!
//! What it takes for granted of disks: a write damages no bytes beside its own (SQLite's "powersafe overwrite"), and a
//! file's first sync makes its name durable (as on ext4).

mod disk;
mod vfs;

pub use disk::{Chance, Disk};
pub use vfs::{Installed, install};
