//! The tables of `system.db`, version by version.

use crate::sqlite::Migration;

pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { sql: V1, then: None },
    Migration { sql: V2, then: None },
    Migration { sql: V3, then: None },
];

const V1: &str = "
    CREATE TABLE controller (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        id TEXT NOT NULL
    ) STRICT;
    CREATE TABLE routers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        pin TEXT,
        insecure INTEGER NOT NULL CHECK (insecure IN (0, 1)),
        controller TEXT NOT NULL,
        capabilities TEXT,
        pool TEXT NOT NULL,
        password TEXT,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE secret_names (
        name TEXT PRIMARY KEY,
        last_version INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE secrets (
        name TEXT NOT NULL REFERENCES secret_names (name),
        version INTEGER NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (name, version)
    ) STRICT, WITHOUT ROWID;
";

/// Which key encrypts what, and the tables of the fleet. Times are milliseconds since 1970. Of passwords, tokens and
/// keys of users only hashes are kept.
const V2: &str = "
    ALTER TABLE secrets ADD COLUMN key TEXT;
    CREATE TABLE settings (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL,
        updated_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE users (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        password_hash TEXT,
        role TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        disabled_at INTEGER
    ) STRICT;
    CREATE TABLE sessions (
        token_hash BLOB PRIMARY KEY,
        user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sessions_by_user ON sessions (user);
    CREATE TABLE api_keys (
        key_hash BLOB PRIMARY KEY,
        user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        scopes TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER,
        UNIQUE (user, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE catalogue (
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        entry TEXT NOT NULL,
        updated_at INTEGER NOT NULL,
        PRIMARY KEY (kind, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE fleet_metrics (
        router INTEGER NOT NULL REFERENCES routers (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        at INTEGER NOT NULL,
        value REAL NOT NULL,
        PRIMARY KEY (router, name, at)
    ) STRICT, WITHOUT ROWID;
";

/// Removed routers stay, in an archive, and their names are free: so the table is made anew without the constraint on
/// names, and what refers to it with it. Ids that were given once are remembered in `sqlite_sequence`. `origin` is the id
/// that the database of an imported router knows it by.
const V3: &str = "
    ALTER TABLE routers RENAME TO routers_2;
    ALTER TABLE fleet_metrics RENAME TO fleet_metrics_2;
    CREATE TABLE routers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        url TEXT NOT NULL,
        pin TEXT,
        insecure INTEGER NOT NULL CHECK (insecure IN (0, 1)),
        controller TEXT NOT NULL,
        capabilities TEXT,
        pool TEXT NOT NULL,
        password TEXT,
        created_at INTEGER NOT NULL,
        presence TEXT NOT NULL DEFAULT 'kept' CHECK (presence IN ('kept', 'archived', 'purged')),
        deleted_at INTEGER,
        origin INTEGER,
        CHECK ((presence = 'kept') = (deleted_at IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX routers_kept ON routers (name) WHERE presence = 'kept';
    INSERT INTO routers
        SELECT id, name, url, pin, insecure, controller, capabilities, pool, password, created_at, 'kept', NULL, NULL
        FROM routers_2;
    DELETE FROM sqlite_sequence WHERE name = 'routers';
    INSERT INTO sqlite_sequence (name, seq) SELECT 'routers', seq FROM sqlite_sequence WHERE name = 'routers_2';
    CREATE TABLE fleet_metrics (
        router INTEGER NOT NULL REFERENCES routers (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        at INTEGER NOT NULL,
        value REAL NOT NULL,
        PRIMARY KEY (router, name, at)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO fleet_metrics SELECT router, name, at, value FROM fleet_metrics_2;
    DROP TABLE fleet_metrics_2;
    DROP TABLE routers_2;
";
