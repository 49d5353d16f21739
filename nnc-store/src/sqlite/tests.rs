//! Writers that come together, readers beside them, and what one failure does to the others.

use std::path::PathBuf;
use std::sync::Barrier;
use std::thread;

use nnc_core::ports::Entropy;

use super::*;

struct Sevens;

impl Entropy for Sevens {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

const STEPS: &[Migration] = &[Migration {
    sql: "CREATE TABLE numbers (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
    then: None,
}];

fn open_with(path: &Path, steps: &[Migration]) -> Result<Database, StoreError> {
    let backup = |schema| Ok(PathBuf::from(format!("{}.v{schema}", path.display())));
    let migrator = Migrator {
        steps,
        entropy: &Sevens,
        stamp: &Stamp::of("numbers"),
        backup: &backup,
    };
    Database::open(path, &migrator, Expect::Any, 64)
}

fn database() -> (tempfile::TempDir, Database) {
    let directory = tempfile::tempdir().unwrap();
    let database = open_with(&directory.path().join("a.db"), STEPS).unwrap();
    (directory, database)
}

fn insert(scope: &Scope<'_>, number: i64) -> Result<(), StoreError> {
    scope
        .run("INSERT INTO numbers (number, text) VALUES (?1, 'x')", [number])
        .map(drop)
}

fn numbers(database: &Database) -> Vec<i64> {
    database
        .read(|scope| scope.all("SELECT number FROM numbers ORDER BY number", [], |row| row.get(0)))
        .unwrap()
}

#[test]
fn writers_that_wait_share_a_commit() {
    let (_directory, database) = database();
    // The first writer holds the connection until all others wait for it.
    let others = 20;
    let (database, holding) = (&database, &Barrier::new(2));
    thread::scope(|scope| {
        scope.spawn(move || {
            database.write(|scope| {
                holding.wait();
                while database.writer.awaited() < others {
                    thread::yield_now();
                }
                insert(scope, 0)
            })
        });
        holding.wait();
        for number in 1..=others {
            scope.spawn(move || {
                let number = i64::try_from(number).unwrap();
                database.write(|scope| insert(scope, number)).unwrap();
                assert!(numbers(database).contains(&number), "acknowledged, so it is seen");
            });
        }
    });
    assert_eq!(numbers(database), (0..=20).collect::<Vec<_>>());
    assert_eq!(database.writer.groups(), 1, "one commit for all");
}

#[test]
fn work_that_is_handed_over_is_done_by_who_has_the_connection() {
    let (_directory, database) = database();
    let others = 20;
    let (database, holding) = (&database, &Barrier::new(2));
    let here = thread::scope(|scope| {
        let holder = scope.spawn(move || {
            database.write(|scope| {
                holding.wait();
                while database.writer.awaited() < others {
                    thread::yield_now();
                }
                insert(scope, 0)
            })?;
            Ok::<_, StoreError>(thread::current().id())
        });
        holding.wait();
        let threads: Vec<_> = (1..=others)
            .map(|number| {
                let number = i64::try_from(number).unwrap();
                scope.spawn(move || {
                    let done = database.hand_over(move |scope| {
                        match number {
                            3 => return Err(StoreError::IntentClosed(3)),
                            number => insert(scope, number)?,
                        }
                        Ok((number, thread::current().id()))
                    });
                    if let Ok((number, _)) = &done {
                        assert!(numbers(database).contains(number), "acknowledged, so it is seen");
                    }
                    (number, done)
                })
            })
            .collect();
        let holder = holder.join().unwrap().unwrap();
        threads
            .into_iter()
            .map(|thread| match thread.join().unwrap() {
                (3, done) => done.unwrap_err().code() == "intent-closed",
                (number, done) => done.unwrap() == (number, holder),
            })
            .collect::<Vec<_>>()
    });
    assert_eq!(here, [true; 20]);
    assert_eq!(
        numbers(database),
        (0..=20).filter(|number| *number != 3).collect::<Vec<_>>()
    );
    assert_eq!(database.writer.groups(), 1, "one commit for all");
}

#[test]
fn no_work_is_left_lying() {
    let (_directory, database) = database();
    let database = &database;
    thread::scope(|scope| {
        for writer in 0..32 {
            scope.spawn(move || {
                for number in 0..50 {
                    let number = writer * 1_000 + number;
                    if number % 7 == 0 {
                        database.write(|scope| insert(scope, number)).unwrap();
                    } else {
                        database.hand_over(move |scope| insert(scope, number)).unwrap();
                    }
                }
            });
        }
    });
    assert_eq!(numbers(database).len(), 1_600);
}

#[test]
fn a_panic_in_work_that_was_handed_over_is_that_of_who_handed_it_over() {
    let (_directory, database) = database();
    let (database, holding) = (&database, &Barrier::new(2));
    thread::scope(|scope| {
        let holder = scope.spawn(move || {
            database.write(|scope| {
                holding.wait();
                while database.writer.awaited() < 2 {
                    thread::yield_now();
                }
                insert(scope, 1)
            })
        });
        holding.wait();
        let panics = scope.spawn(move || {
            let _never: Result<(), _> = database.hand_over(|_| panic!("a defect"));
        });
        let other = scope.spawn(move || database.hand_over(|scope| insert(scope, 3)));
        assert!(panics.join().is_err());
        let other = other.join().unwrap();
        assert_eq!(
            other.is_ok(),
            numbers(database).contains(&3),
            "before the panic it is taken back with the others, after it not"
        );
        assert!(
            holder.join().unwrap().is_err(),
            "what it shared the transaction with is taken back"
        );
    });
    database.hand_over(|scope| insert(scope, 2)).unwrap();
    let left = numbers(database);
    assert!(left.contains(&2) && !left.contains(&1), "{left:?}");
}

#[test]
fn a_failing_write_takes_back_its_own_and_no_more() {
    let (_directory, database) = database();
    let (database, holding) = (&database, &Barrier::new(2));
    thread::scope(|scope| {
        scope.spawn(move || {
            database
                .write(|scope| {
                    holding.wait();
                    while database.writer.awaited() < 2 {
                        thread::yield_now();
                    }
                    insert(scope, 1)
                })
                .unwrap();
        });
        holding.wait();
        scope.spawn(move || {
            let refused = database.write(|scope| {
                insert(scope, 2)?;
                Err::<(), _>(StoreError::IntentClosed(1))
            });
            assert_eq!(refused.unwrap_err().code(), "intent-closed");
        });
        scope.spawn(move || {
            database.write(|scope| insert(scope, 3)).unwrap();
        });
    });
    assert_eq!(numbers(database), [1, 3]);
}

#[test]
fn a_panic_leaves_the_writer_usable() {
    let (_directory, database) = database();
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _never: Result<(), _> = database.write(|scope| {
            insert(scope, 1)?;
            panic!("a defect");
        });
    }));
    assert!(caught.is_err());
    database.write(|scope| insert(scope, 2)).unwrap();
    assert_eq!(numbers(&database), [2]);
}

#[test]
fn a_full_disk_fails_the_whole_group_and_nothing_else() {
    let (_directory, database) = database();
    database.write(|scope| insert(scope, 1)).unwrap();
    database.limit_growth(Some(1));
    let error = database
        .write(|scope| {
            let text = "x".repeat(100_000);
            scope.run("INSERT INTO numbers VALUES (2, ?1)", [text]).map(drop)
        })
        .unwrap_err();
    assert_eq!(error.code(), "store-full");
    assert_eq!(numbers(&database), [1]);
    database.limit_growth(None);
    database.write(|scope| insert(scope, 3)).unwrap();
    assert_eq!(numbers(&database), [1, 3]);
}

#[test]
fn a_reader_sees_one_state_and_cannot_write() {
    let (_directory, database) = database();
    let seen = database
        .read(|scope| {
            let count =
                |scope: &Scope<'_>| scope.first("SELECT count(*) FROM numbers", [], |row| row.get::<i64>(0));
            let before = count(scope)?;
            database.write(|scope| insert(scope, 1))?;
            Ok((before, count(scope)?))
        })
        .unwrap();
    assert_eq!(seen, (Some(0), Some(0)));
    let refused = database.read(|scope| insert(scope, 2)).unwrap_err();
    assert_eq!(refused.code(), "store-unwritable");
}

#[test]
fn a_failed_migration_leaves_the_old_schema_and_a_copy() {
    let (directory, database) = database();
    let path = directory.path().join("a.db");
    database.write(|scope| insert(scope, 1)).unwrap();
    drop(database);
    let broken = Migration {
        sql: "ALTER TABLE numbers ADD COLUMN more TEXT",
        then: Some(|scope, _| {
            insert(scope, 2)?;
            Err(StoreError::IntentClosed(1))
        }),
    };
    let failed = open_with(&path, &[STEPS[0], broken]).unwrap_err();
    assert_eq!(failed.code(), "intent-closed");
    assert_eq!(check_whole(&directory.path().join("a.db.v1")).unwrap(), 1);
    assert_eq!(numbers(&open_with(&path, STEPS).unwrap()), [1]);
}

#[test]
fn a_copy_is_whole_and_a_damaged_one_is_refused() {
    let (directory, database) = database();
    let target = directory.path().join("copy.db");
    database
        .write(|scope| (0..2_000).try_for_each(|number| insert(scope, number)))
        .unwrap();
    database.copy_to(&target).unwrap();
    assert_eq!(check_whole(&target).unwrap(), 1);
    let mut bytes = std::fs::read(&target).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 600].fill(0xa5);
    std::fs::write(&target, bytes).unwrap();
    assert_eq!(check_whole(&target).unwrap_err().code(), "store-corrupt");
    assert_eq!(
        check_whole(&directory.path().join("none.db")).unwrap_err().code(),
        "no-backup"
    );
}

#[test]
fn a_log_that_has_grown_is_moved_when_nobody_waits_and_starts_anew() {
    let (directory, database) = database();
    let path = directory.path().join("a.db");
    let size = |path: &Path| path.metadata().unwrap().len();
    let log = connect::wal_of(&path);
    let empty = size(&path);
    // Each of these makes some three pages of the log and one of the file.
    let fill = |from: i64, to: i64| {
        for number in from..to {
            let row = (number, "x".repeat(3_000));
            let sql = "INSERT INTO numbers (number, text) VALUES (?1, ?2)";
            database.write(|scope| scope.run(sql, row).map(drop)).unwrap();
        }
    };
    fill(0, 50);
    database.checkpoint_if_due().unwrap();
    assert_eq!(size(&path), empty, "so small a log is left alone");
    fill(50, 900);
    assert!(size(&log) > 4 << 20);
    assert_eq!(size(&path), empty, "no commit has moved it");
    database.checkpoint_if_due().unwrap();
    assert!(size(&path) > 900 * 3_000);
    fill(900, 901);
    assert!(size(&log) < 4 << 20, "it starts anew: {}", size(&log));
    assert_eq!(numbers(&database).len(), 901);
}
