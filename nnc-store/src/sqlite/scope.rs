//! A transaction as the rest of the crate sees it: statements, rows, and errors that name the file.

use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::Connection;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;

/// A transaction, with errors that name the file.
pub(crate) struct Scope<'a> {
    path: &'a Path,
    connection: &'a Connection,
}

impl<'a> Scope<'a> {
    pub(super) fn new(path: &'a Path, connection: &'a Connection) -> Self {
        Self { path, connection }
    }

    /// Runs a statement and gives the number of changed rows.
    pub(crate) fn run(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<usize, StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(parameters))
            .map_err(|error| self.error(&error))
    }

    /// The first row, if there is one.
    pub(crate) fn first<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        map: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|error| self.error(&error))?;
        let mut rows = statement.query(parameters).map_err(|error| self.error(&error))?;
        match rows.next().map_err(|error| self.error(&error))? {
            Some(row) => map(&Row { row, scope: self }).map(Some),
            None => Ok(None),
        }
    }

    /// All rows.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        map: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|error| self.error(&error))?;
        let mut rows = statement.query(parameters).map_err(|error| self.error(&error))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(|error| self.error(&error))? {
            found.push(map(&Row { row, scope: self })?);
        }
        Ok(found)
    }

    /// Looks at rows one by one, until `look` has seen enough.
    pub(crate) fn scan(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        mut look: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .map_err(|error| self.error(&error))?;
        let mut rows = statement.query(parameters).map_err(|error| self.error(&error))?;
        while let Some(row) = rows.next().map_err(|error| self.error(&error))? {
            if look(&Row { row, scope: self })?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The file holds what nnc never wrote.
    pub(crate) fn damaged(&self, reason: &str) -> StoreError {
        StoreError::corrupt(self.path, reason)
    }

    /// The history is not what was written.
    pub(crate) fn broken(&self, seq: u64, reason: &'static str) -> StoreError {
        StoreError::HistoryBroken {
            path: self.path.to_owned(),
            seq,
            reason,
        }
    }

    /// The row id of the latest insertion.
    pub(crate) fn last_id(&self) -> i64 {
        self.connection.last_insert_rowid()
    }

    fn error(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::database(self.path, error)
    }
}

/// One row of an answer.
pub(crate) struct Row<'a> {
    row: &'a rusqlite::Row<'a>,
    scope: &'a Scope<'a>,
}

impl Row<'_> {
    /// A column.
    pub(crate) fn get<T: rusqlite::types::FromSql>(&self, column: usize) -> Result<T, StoreError> {
        self.row.get(column).map_err(|error| self.scope.error(&error))
    }

    /// A time or a count.
    pub(crate) fn unsigned(&self, column: usize) -> Result<u64, StoreError> {
        let value: i64 = self.get(column)?;
        u64::try_from(value).map_err(|_| self.damaged(column))
    }

    /// The same, or nothing.
    pub(crate) fn unsigned_or_null(&self, column: usize) -> Result<Option<u64>, StoreError> {
        match self.get::<Option<i64>>(column)? {
            Some(value) => u64::try_from(value).map(Some).map_err(|_| self.damaged(column)),
            None => Ok(None),
        }
    }

    /// A text, without copying it.
    pub(crate) fn text(&self, column: usize) -> Result<&str, StoreError> {
        self.text_or_null(column)?.ok_or_else(|| self.damaged(column))
    }

    /// A text or nothing, without copying it.
    pub(crate) fn text_or_null(&self, column: usize) -> Result<Option<&str>, StoreError> {
        let value = self
            .row
            .get_ref(column)
            .map_err(|error| self.scope.error(&error))?;
        value.as_str_or_null().map_err(|_| self.damaged(column))
    }

    /// A number that stands for something.
    pub(crate) fn known<T>(
        &self,
        column: usize,
        from: impl FnOnce(i64) -> Option<T>,
    ) -> Result<T, StoreError> {
        from(self.get(column)?).ok_or_else(|| self.damaged(column))
    }

    /// A text column that holds JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self, column: usize) -> Result<T, StoreError> {
        serde_json::from_str(self.text(column)?).map_err(|_| self.damaged(column))
    }

    /// A text column that holds JSON, or nothing.
    pub(crate) fn json_or_null<T: DeserializeOwned>(&self, column: usize) -> Result<Option<T>, StoreError> {
        match self.text_or_null(column)? {
            Some(text) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| self.damaged(column)),
            None => Ok(None),
        }
    }

    /// A text column that holds something with a text form.
    pub(crate) fn parse<T: std::str::FromStr>(&self, column: usize) -> Result<T, StoreError> {
        self.text(column)?.parse().map_err(|_| self.damaged(column))
    }

    /// The column holds what nnc never wrote.
    pub(crate) fn damaged(&self, column: usize) -> StoreError {
        let name = self.row.as_ref().column_name(column).unwrap_or("?").to_owned();
        StoreError::corrupt(
            self.scope.path,
            format!("the column {name} holds a value that nnc never wrote"),
        )
    }
}

/// A value as JSON text.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Encode(error.to_string()))
}

/// A time as SQLite keeps it.
pub(crate) fn to_sql(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
