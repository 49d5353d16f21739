//! The tables of `router-<id>.db`, version by version.

use super::from_v1;
use crate::sqlite::Migration;

pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { sql: V1, then: None },
    Migration {
        sql: V2,
        then: Some(from_v1::convert),
    },
    Migration { sql: V3, then: None },
    Migration { sql: V4, then: None },
    Migration { sql: V5, then: None },
];

const V1: &str = "
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
";

/// Eight layers in place of three columns, and events of layers in place of events of whole resources.
///
/// Events are kept in the order of resource, layer and time: a look into the past of one layer is one seek and a few
/// rows that lie together. What `layer`, `form`, `source` and `chain` count is in `history`.
const V2: &str = "
    ALTER TABLE resources RENAME TO resources_1;
    ALTER TABLE resource_events RENAME TO resource_events_1;
    ALTER TABLE intents ADD COLUMN actor TEXT;
    CREATE TABLE resources (
        id INTEGER PRIMARY KEY,
        uuid TEXT NOT NULL UNIQUE,
        resource TEXT NOT NULL,
        kind TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        removed_at INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX resources_live ON resources (resource) WHERE removed_at IS NULL;
    CREATE TABLE layers (
        resource INTEGER NOT NULL REFERENCES resources (id),
        layer INTEGER NOT NULL,
        value TEXT NOT NULL,
        updated_at INTEGER NOT NULL,
        source INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        patches INTEGER NOT NULL,
        PRIMARY KEY (resource, layer)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE resource_events (
        resource INTEGER NOT NULL REFERENCES resources (id),
        layer INTEGER NOT NULL,
        at INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        form INTEGER NOT NULL,
        body TEXT NOT NULL,
        source INTEGER NOT NULL,
        actor TEXT,
        reason TEXT,
        intent INTEGER,
        hash BLOB NOT NULL,
        PRIMARY KEY (resource, layer, at, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX resource_events_by_seq ON resource_events (seq);
    CREATE TABLE snapshots (
        resource INTEGER NOT NULL REFERENCES resources (id),
        layer INTEGER NOT NULL,
        at INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        source INTEGER NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (resource, layer)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE chains (
        chain INTEGER PRIMARY KEY,
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        hash BLOB NOT NULL,
        pruned_seq INTEGER NOT NULL,
        pruned_at INTEGER NOT NULL,
        pruned_hash BLOB NOT NULL
    ) STRICT;
    INSERT INTO chains VALUES (0, 0, 0, zeroblob(32), 0, 0, zeroblob(32)), (1, 0, 0, zeroblob(32), 0, 0, zeroblob(32));
    CREATE TABLE relationships (
        resource INTEGER NOT NULL REFERENCES resources (id),
        position INTEGER NOT NULL,
        depends_on TEXT NOT NULL,
        kind TEXT NOT NULL,
        origin TEXT NOT NULL,
        reason TEXT,
        PRIMARY KEY (resource, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX relationships_by_target ON relationships (depends_on);
";

/// Differences that the user accepted.
const V3: &str = "
    CREATE TABLE accepted (
        resource TEXT NOT NULL,
        role TEXT NOT NULL,
        kind TEXT NOT NULL,
        field TEXT NOT NULL,
        actual TEXT,
        accepted_at INTEGER NOT NULL,
        PRIMARY KEY (resource, role, kind, field)
    ) STRICT, WITHOUT ROWID;
";

/// What was intended where a difference was accepted. Of those that were accepted before nobody knows it, and what does
/// not hold for certain holds for nothing: they are drift again, and can be accepted anew.
const V4: &str = "
    DROP TABLE accepted;
    CREATE TABLE accepted (
        resource TEXT NOT NULL,
        role TEXT NOT NULL,
        kind TEXT NOT NULL,
        field TEXT NOT NULL,
        intended TEXT,
        actual TEXT,
        accepted_at INTEGER NOT NULL,
        PRIMARY KEY (resource, role, kind, field)
    ) STRICT, WITHOUT ROWID;
";

/// What the router confirmed of the rows that belong to no resource of the user. Nothing is known of it until the next
/// change.
const V5: &str = "
    CREATE TABLE shared (
        id INTEGER PRIMARY KEY CHECK (id = 0),
        deployment TEXT NOT NULL
    ) STRICT;
";
