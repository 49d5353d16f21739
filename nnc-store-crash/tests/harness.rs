//! The harness sees what it is for: without syncing, acknowledged rows are lost.
#![allow(clippy::unwrap_used, reason = "tests state expectations by panicking")]

use std::fs;

use nnc_store_crash::{Chance, Disk, install};
use rusqlite::Connection;

/// Writes rows one by one until the power goes; says how many were acknowledged and how many are there afterwards.
fn rows(synchronous: &str, seed: u64) -> (i64, Option<i64>) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.db");
    let installed = install().unwrap();
    installed.watch(Some(Disk::new(Some(60 + seed % 40))));
    let connection = Connection::open(&path).unwrap();
    let setup =
        format!("PRAGMA synchronous={synchronous}; PRAGMA journal_mode=WAL; CREATE TABLE t (n INTEGER);");
    connection.execute_batch(&setup).unwrap();
    let checkpoint = |connection: &Connection| connection.query_row("PRAGMA wal_checkpoint", [], |_| Ok(()));
    checkpoint(&connection).unwrap();
    let mut acknowledged = 0;
    while connection.execute("INSERT INTO t VALUES (1)", []).is_ok() {
        acknowledged += 1;
    }
    let disk = installed.watch(None).unwrap();
    drop(connection);
    let after = tempfile::tempdir().unwrap();
    for (path, content) in disk.remains(&mut Chance::new(seed)) {
        fs::write(after.path().join(path.file_name().unwrap()), content).unwrap();
    }
    let count = Connection::open(after.path().join("a.db"))
        .and_then(|connection| connection.query_row("SELECT count(*) FROM t", [], |row| row.get(0)));
    (acknowledged, count.ok())
}

#[test]
fn rows_are_lost_without_syncing_and_kept_with_it() {
    let lost = |synchronous| {
        (0..60)
            .map(|seed| rows(synchronous, seed))
            .filter(|(acknowledged, found)| found.is_none_or(|found| found < *acknowledged))
            .count()
    };
    assert!(lost("OFF") > 20);
    assert_eq!(lost("EXTRA"), 0);
}
