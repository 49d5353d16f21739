//! The store under power cuts: nothing that was acknowledged is lost, and every database opens.
//!
//! Each schedule works with a data directory until the power goes at some operation, puts together what the disk may
//! hold then, and goes on with that, through up to three cuts. `NNC_SOAK=1` runs 5 000 schedules.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests state expectations by panicking, and say what they measured"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::GzDecoder;
use nnc_core::identity::ResourceId;
use nnc_core::outcome::Outcome;
use nnc_core::ports::{Entropy, SecretStore};
use nnc_core::secret::{Secret, SecretRef};
use nnc_store::*;
use nnc_store_crash::{Chance, Disk, Installed, install};
use serde_json::json;

struct Counter(AtomicU64);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        let mut chance = Chance::new(self.0.fetch_add(1, Ordering::Relaxed));
        for byte in bytes {
            *byte = (chance.draw() & 0xff) as u8;
        }
    }
}

/// What must be there: the value that was acknowledged, or the one that was on its way when the power went.
#[derive(Debug, Clone, Default)]
struct Expected {
    router: bool,
    values: BTreeMap<usize, BTreeSet<u64>>,
    secrets: Vec<(SecretRef, u64)>,
    /// Intents that are open; of those that are `false` one does not know.
    intents: BTreeMap<String, bool>,
    migrated: bool,
}

/// The power went; what was done since is for the disk to say.
struct Cut;

fn resource(number: usize) -> ResourceId {
    ResourceId::of("vif", &format!("v{number}"))
}

fn put(number: usize, value: u64, size: usize) -> ResourceChange {
    ResourceChange::Put(ResourceRecord {
        resource: resource(number),
        kind: "VirtualInterface".to_owned(),
        configuration: json!({ "value": value, "filler": "x".repeat(size) }),
        allocation: None,
        deployment: None,
        status: ResourceStatus::Active,
    })
}

struct World {
    directory: tempfile::TempDir,
    installed: Installed,
    chance: Chance,
    expected: Expected,
    entropy: Arc<Counter>,
}

impl World {
    /// An error is the cut's, or a defect.
    fn ask<T>(&self, result: Result<T, StoreError>) -> Result<T, Cut> {
        result.map_err(|error| {
            assert!(self.installed.is_cut(), "with the power on: {error}");
            Cut
        })
    }

    fn open(&self) -> Result<(DataDir, SystemDb), Cut> {
        let data = self.ask(DataDir::open(
            self.directory.path(),
            Arc::clone(&self.entropy) as Arc<dyn Entropy>,
        ))?;
        let system = self.ask(data.system())?;
        Ok((data, system))
    }

    /// Everything that was acknowledged is there.
    fn verify(&mut self) -> Result<(), Cut> {
        let (data, system) = self.open()?;
        let routers = self.ask(system.routers())?;
        for (reference, value) in &self.expected.secrets {
            match system.get(reference) {
                Ok(secret) => assert_eq!(secret.expose(), value.to_string().as_bytes()),
                Err(error) => {
                    assert!(self.installed.is_cut(), "a secret is lost: {error}");
                    return Err(Cut);
                }
            }
        }
        let Some(router) = routers.first() else {
            assert!(!self.expected.router, "an acknowledged router is lost");
            return Ok(());
        };
        self.expected.router = true;
        let shard = self.ask(data.router(router.id))?;
        self.ask(data.check(router.id))?;
        let stored = self.ask(shard.resources())?;
        let found: BTreeMap<_, _> = stored
            .iter()
            .map(|stored| {
                (
                    stored.record.resource.clone(),
                    stored.record.configuration["value"].as_u64().unwrap_or(0),
                )
            })
            .collect();
        for (number, allowed) in &mut self.expected.values {
            let value = found.get(&resource(*number)).copied().unwrap_or(0);
            assert!(
                allowed.contains(&value),
                "v{number} is {value}, acknowledged is one of {allowed:?}"
            );
            *allowed = BTreeSet::from([value]);
        }
        let open = self.ask(shard.open_intents())?;
        for (name, sure) in &mut self.expected.intents {
            let there = open.iter().any(|intent| intent.description == *name);
            assert!(there || !*sure, "the acknowledged intent {name} is lost");
            *sure = there;
        }
        if self.expected.migrated {
            assert!(
                found.contains_key(&"vif/usa".parse().unwrap()),
                "what the first schema held is lost"
            );
        }
        Ok(())
    }

    fn work(&mut self) -> Result<(), Cut> {
        let (mut data, mut system) = self.open()?;
        if self.ask(system.routers())?.is_empty() {
            let new = NewRouter::new("home", "routeros+api://192.0.2.1");
            self.ask(data.add_router(&system, &new, Some(&Secret::from("x")), 1))?;
            self.expected.router = true;
        }
        let steps = 4 + self.chance.below(20);
        for _ in 0..steps {
            let router = self.ask(system.routers())?.remove(0);
            let shard = self.ask(data.router(router.id))?;
            let number = self.chance.below(4) as usize;
            let value = self.chance.draw() >> 12;
            let at = value >> 8;
            match self.chance.below(13) {
                0..5 => {
                    let size = if self.chance.below(6) == 0 { 60_000 } else { 100 };
                    self.expected
                        .values
                        .entry(number)
                        .or_insert_with(|| BTreeSet::from([0]))
                        .insert(value);
                    self.ask(shard.record(&Cause::at(at), &[put(number, value, size)]))?;
                    self.expected.values.insert(number, BTreeSet::from([value]));
                }
                5..8 => self.intend(&shard, number, value)?,
                8 => {
                    let name = format!("wg/{number}");
                    let stored = system.put(&name, &Secret::from(value.to_string().as_str()));
                    let reference = stored.map_err(|error| {
                        assert!(self.installed.is_cut(), "with the power on: {error}");
                        Cut
                    })?;
                    self.expected.secrets.push((reference, value));
                }
                9 => {
                    self.ask(shard.prune(Chain::Record, at))?;
                }
                10 => {
                    // Closing writes the log back and removes it.
                    drop((shard, system, data));
                    (data, system) = self.open()?;
                }
                11 => self.move_the_log(&shard, value)?,
                _ => self.together(&shard)?,
            }
        }
        Ok(())
    }

    /// Writes so much that the log is due to be moved into the file, and moves it.
    fn move_the_log(&mut self, shard: &RouterDb, value: u64) -> Result<(), Cut> {
        for round in 0..3 {
            let value = value + round;
            let numbers = 0..4_usize;
            for number in numbers.clone() {
                let values = self.expected.values.entry(number);
                values.or_insert_with(|| BTreeSet::from([0])).insert(value);
            }
            let changes: Vec<_> = numbers
                .clone()
                .map(|number| put(number, value, 250_000))
                .collect();
            self.ask(shard.record(&Cause::at(value >> 8), &changes))?;
            for number in numbers {
                self.expected.values.insert(number, BTreeSet::from([value]));
            }
        }
        self.ask(shard.checkpoint_if_due())
    }

    fn intend(&mut self, shard: &RouterDb, number: usize, value: u64) -> Result<(), Cut> {
        let name = format!("intent {value}");
        let intent = NewIntent {
            at: value >> 8,
            description: name.clone(),
            actor: None,
            scope: BTreeSet::from([resource(number)]),
            before: Vec::new(),
            after: Vec::new(),
            effects: Vec::new(),
            changes: vec![put(number, value, 10)],
            reservations: Vec::new(),
        };
        self.expected.intents.insert(name.clone(), false);
        let id = self.ask(shard.open_intent(&intent))?;
        self.expected.intents.insert(name.clone(), true);
        if self.chance.below(4) == 0 {
            return Ok(());
        }
        self.expected
            .values
            .entry(number)
            .or_insert_with(|| BTreeSet::from([0]))
            .insert(value);
        self.expected.intents.insert(name.clone(), false);
        let settlement = Settlement {
            at: value >> 8,
            outcome: Outcome::Confirmed,
            changes: intent.changes,
            shared: None,
        };
        self.ask(shard.settle(id, &settlement))?;
        self.expected.intents.remove(&name);
        self.expected.values.insert(number, BTreeSet::from([value]));
        Ok(())
    }

    /// Four writers at once, who share commits.
    fn together(&mut self, shard: &RouterDb) -> Result<(), Cut> {
        let values: Vec<u64> = (0..4).map(|_| self.chance.draw() >> 12).collect();
        let written: Vec<Result<(), Cut>> = std::thread::scope(|scope| {
            let world: &Self = self;
            let threads: Vec<_> = values
                .iter()
                .enumerate()
                .map(|(number, value)| {
                    scope.spawn(move || {
                        world.ask(shard.record(&Cause::at(1), &[put(10 + number, *value, 10)]))
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let mut cut = Ok(());
        for ((number, value), written) in values.iter().enumerate().zip(written) {
            let allowed = self
                .expected
                .values
                .entry(10 + number)
                .or_insert_with(|| BTreeSet::from([0]));
            match written {
                Ok(()) => *allowed = BTreeSet::from([*value]),
                Err(Cut) => {
                    allowed.insert(*value);
                    cut = Err(Cut);
                }
            }
        }
        cut
    }

    /// What the disk holds after the cut, in a directory of its own.
    fn after_the_cut(&mut self, disk: &Disk) {
        let next = scratch();
        let known: BTreeSet<&Path> = disk.names().collect();
        let place = |path: &Path| {
            next.path()
                .join(path.strip_prefix(self.directory.path()).unwrap())
        };
        for path in files(self.directory.path()) {
            let log_index = path.to_string_lossy().ends_with("-shm");
            if !known.contains(path.as_path()) && !log_index {
                fs::create_dir_all(place(&path).parent().unwrap()).unwrap();
                fs::copy(&path, place(&path)).unwrap();
            }
        }
        for (path, content) in disk.remains(&mut self.chance) {
            if path.starts_with(self.directory.path()) {
                fs::create_dir_all(place(&path).parent().unwrap()).unwrap();
                fs::write(place(&path), content).unwrap();
            }
        }
        self.directory = next;
    }
}

fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    }
    .unwrap()
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn thaw(into: &Path) {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nnc-store/tests/frozen/v1");
    for packed in files(&frozen) {
        let mut bytes = Vec::new();
        GzDecoder::new(fs::File::open(&packed).unwrap())
            .read_to_end(&mut bytes)
            .unwrap();
        let target = into.join(packed.file_stem().unwrap());
        fs::write(&target, bytes).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&target, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
}

/// One schedule; says how many cuts there were in the middle of something.
fn schedule(seed: u64) -> u64 {
    let mut world = World {
        directory: scratch(),
        installed: install().unwrap(),
        chance: Chance::new(seed),
        expected: Expected::default(),
        entropy: Arc::new(Counter(AtomicU64::new(seed << 20))),
    };
    if seed.is_multiple_of(5) {
        thaw(world.directory.path());
        world.expected.router = true;
        world.expected.migrated = true;
    }
    let mut cuts = 0;
    for _ in 0..3 {
        let limit = [10, 60, 300, 900][world.chance.below(4) as usize];
        let cut_at = 1 + world.chance.below(limit);
        world.installed.watch(Some(Disk::new(Some(cut_at))));
        let ended = world.verify().and_then(|()| world.work());
        cuts += u64::from(ended.is_err());
        // Where nothing was cut, the power goes while nothing is done.
        let disk = world.installed.watch(None).unwrap();
        world.after_the_cut(&disk);
    }
    world.installed.watch(Some(Disk::new(None)));
    assert!(world.verify().is_ok());
    world.installed.watch(None);
    cuts
}

// One test: the watched disk is one for the whole process.
#[test]
fn nothing_acknowledged_is_lost_and_every_database_opens() {
    let soak = std::env::var("NNC_SOAK").is_ok_and(|soak| soak == "1");
    let only = std::env::var("NNC_CRASH_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seeds = match only {
        Some(seed) => seed..seed + 1,
        None => 0..if soak { 5_000 } else { 150 },
    };
    let schedules = seeds.end - seeds.start;
    let cuts: u64 = seeds
        .map(|seed| {
            let result = std::panic::catch_unwind(|| schedule(seed));
            result.unwrap_or_else(|panic| {
                println!("run it alone with NNC_CRASH_SEED={seed}");
                std::panic::resume_unwind(panic)
            })
        })
        .sum();
    println!(
        "measured: {cuts} cuts in {schedules} schedules, nothing acknowledged lost, every database opens"
    );
    assert!(
        only.is_some() || cuts > schedules,
        "the power must go in the middle of something mostly: {cuts}"
    );
}
