//! Databases that come from elsewhere: nothing of them is believed before it was looked at.

use std::path::Path;

use nnc_core::ports::Entropy;
use rusqlite::{Connection, OpenFlags};

use super::migrate::{Migration, version_of};
use super::scope::Scope;
use crate::error::StoreError;

/// How long one value may be. A layer holds at most 1 MiB, an open change a few of them.
const VALUE: i64 = 64 << 20;

/// One line of a schema: type, name, table, statement.
type Line = (String, String, String, Option<String>);

/// Makes sure that a file has the tables and indexes of its schema version as this program makes them, and nothing
/// else (no trigger, no view), and that no value is longer than any that this program writes. The file is only read.
pub(crate) fn expect_schema(
    path: &Path,
    steps: &[Migration],
    entropy: &dyn Entropy,
) -> Result<(), StoreError> {
    let fail = |error: rusqlite::Error| StoreError::database(path, &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let alien = Connection::open_with_flags(path, flags).map_err(fail)?;
    let version = version_of(path, &alien)?;
    let steps = usize::try_from(version)
        .ok()
        .and_then(|version| steps.get(..version));
    let Some(steps) = steps.filter(|steps| !steps.is_empty()) else {
        return Err(StoreError::corrupt(path, "it has no known schema"));
    };
    let own = Connection::open_in_memory().map_err(fail)?;
    for step in steps {
        own.execute_batch(step.sql).map_err(fail)?;
        if let Some(then) = step.then {
            then(&Scope::new(path, &own), entropy)?;
        }
    }
    let expected = lines(&own).map_err(fail)?;
    if lines(&alien).map_err(fail)? != expected {
        return Err(StoreError::corrupt(path, "its tables are not those of nnc"));
    }
    for (_, table, ..) in expected.iter().filter(|(kind, ..)| kind == "table") {
        // Names are those of our own tables: they need no quotes, and come from no one else.
        let columns: Vec<String> = own
            .prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))
            .and_then(|mut columns| columns.query_map([], |row| row.get(0))?.collect())
            .map_err(fail)?;
        for column in columns {
            let longer = format!("SELECT 1 FROM {table} WHERE octet_length({column}) > {VALUE} LIMIT 1");
            let found = alien.prepare(&longer).and_then(|mut longer| longer.exists([]));
            if found.map_err(fail)? {
                return Err(StoreError::corrupt(path, "it holds a value that is too long"));
            }
        }
    }
    Ok(())
}

fn lines(connection: &Connection) -> rusqlite::Result<Vec<Line>> {
    let mut lines =
        connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")?;
    let lines = lines.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    lines.collect()
}
