//! Changes to try, and what must be true after each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use nnc_core::change::{Effect, Scope, apply, diff};
use nnc_core::identity::{ControllerId, Mark, ObjectKey, ResourceId, Role};
use nnc_core::object::{Attributes, Object, ObservedRow, Placement, Snapshot, Value};
use nnc_core::outcome::Outcome;
use nnc_state::{Confirmation, Engine, Limits, Phase, Plan, StateError};
use nnc_store::{DataDir, NewRouter, ResourceChange, ResourceRecord, ResourceStatus, RouterDb};
use serde_json::json;
use tokio::sync::{Notify, watch};

use super::journal::FaultyJournal;
use super::platform::{Plain, RULES, TABLES};
use super::router::{FakeRouter, GuardMode};
use super::script::{Fault, Script};
use super::soak;
use super::world::Content;

pub(crate) const ME: ControllerId = ControllerId::new(0xc0ff_ee12);
pub(crate) const OTHER: ControllerId = ControllerId::new(0xdead_beef);

/// What a resource is to look like: its name, a value, and the ranks of its rules.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spec(pub(crate) &'static str, pub(crate) u8, pub(crate) &'static [u32]);

pub(crate) fn resource(name: &str) -> ResourceId {
    ResourceId::of("vif", name)
}

fn objects(specs: &[Spec]) -> Vec<Object> {
    let mut objects = Vec::new();
    for Spec(name, value, ranks) in specs {
        let id = resource(name);
        // A steering has rules only, which refer to the table of another resource.
        let target = name.strip_prefix("s-");
        let owner = target.unwrap_or(name);
        let table = ObjectKey::new(&resource(owner), Role::new("table"));
        if target.is_none() {
            objects.push(Object {
                key: table.clone(),
                kind: TABLES,
                attributes: Attributes::from([
                    ("name".to_owned(), Value::from(format!("t-{name}"))),
                    ("value".to_owned(), Value::from(value.to_string())),
                ]),
                references: Vec::new(),
                placement: None,
            });
        }
        for (number, rank) in ranks.iter().enumerate() {
            objects.push(Object {
                key: ObjectKey::new(&id, Role::numbered("rule", number)),
                kind: RULES,
                attributes: Attributes::from([
                    ("chain".to_owned(), Value::from("forward")),
                    ("table".to_owned(), Value::from(format!("t-{owner}"))),
                    ("value".to_owned(), Value::from(value.to_string())),
                    // Cannot be changed in place.
                    ("type".to_owned(), Value::from((value / 10).to_string())),
                ]),
                references: vec![table.clone()],
                placement: Some(Placement {
                    list: "forward".to_owned(),
                    rank: *rank,
                }),
            });
        }
    }
    objects
}

fn record(Spec(name, value, _): &Spec) -> ResourceRecord {
    ResourceRecord {
        resource: resource(name),
        kind: "VirtualInterface".to_owned(),
        configuration: json!({ "value": value }),
        allocation: None,
        deployment: None,
        status: ResourceStatus::Active,
    }
}

/// A change of a router.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) before: &'static [Spec],
    pub(crate) after: &'static [Spec],
    /// The resources that may be touched.
    pub(crate) scope: &'static [&'static str],
    pub(crate) mode: GuardMode,
    pub(crate) guard_limit: usize,
    pub(crate) confirmation: Confirmation,
}

/// A name, the resources before and after, and those that may be touched.
type Shape = (
    &'static str,
    &'static [Spec],
    &'static [Spec],
    &'static [&'static str],
);

const SHAPES: &[Shape] = &[
    ("create one", &[], &[Spec("a", 1, &[0, 1])], &["a"]),
    (
        "create two beside another",
        &[Spec("z", 1, &[1])],
        &[Spec("z", 1, &[1]), Spec("a", 1, &[0, 2]), Spec("b", 1, &[0, 2])],
        &["a", "b"],
    ),
    (
        "delete two beside another",
        &[Spec("z", 1, &[1]), Spec("a", 1, &[0, 2]), Spec("b", 1, &[0, 2])],
        &[Spec("z", 1, &[1])],
        &["a", "b"],
    ),
    (
        "create three",
        &[],
        &[
            Spec("a", 1, &[0, 1, 2]),
            Spec("b", 1, &[0, 1, 2]),
            Spec("c", 1, &[0, 1, 2]),
        ],
        &["a", "b", "c"],
    ),
    (
        "create and steer",
        &[],
        &[Spec("a", 1, &[0]), Spec("s-a", 1, &[1, 2])],
        &["a", "s-a"],
    ),
    (
        "delete with what is steered through it",
        &[Spec("a", 1, &[0]), Spec("s-a", 1, &[1, 2])],
        &[],
        &["a", "s-a"],
    ),
    (
        "change values",
        &[Spec("a", 1, &[0, 1]), Spec("b", 1, &[0])],
        &[Spec("a", 2, &[0, 1]), Spec("b", 3, &[0])],
        &["a", "b"],
    ),
    (
        "replace what cannot be changed",
        &[Spec("a", 1, &[0, 1])],
        &[Spec("a", 11, &[0, 1])],
        &["a"],
    ),
    (
        "reorder",
        &[Spec("a", 1, &[0, 1]), Spec("b", 1, &[2, 3])],
        &[Spec("a", 1, &[3, 2]), Spec("b", 1, &[1, 0])],
        &["a", "b"],
    ),
    (
        "everything at once",
        &[Spec("a", 1, &[0, 1]), Spec("b", 1, &[0])],
        &[Spec("a", 2, &[1, 0]), Spec("c", 1, &[0])],
        &["a", "b", "c"],
    ),
];

/// Every change on every kind of guard, in one piece and in several; the latter on one kind unless the full counts
/// are asked for.
pub(crate) fn all() -> Vec<Scenario> {
    let mut scenarios = Vec::new();
    for (name, before, after, scope) in SHAPES {
        for mode in GuardMode::ALL {
            for guard_limit in [80, 5] {
                if guard_limit == 5 && mode != GuardMode::Later && !soak() {
                    continue;
                }
                for confirmation in [Confirmation::Observed, Confirmation::Reached] {
                    // Probing comes between two steps that are the same on every guard and in every piece.
                    let probed = confirmation == Confirmation::Reached;
                    if probed && (mode != GuardMode::Later || guard_limit != 80) && !soak() {
                        continue;
                    }
                    scenarios.push(Scenario {
                        name,
                        before,
                        after,
                        scope,
                        mode,
                        guard_limit,
                        confirmation,
                    });
                }
            }
        }
    }
    scenarios
}

const RANKS: [u32; 12] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/// How many operations the largest plan of [`sized`] has.
pub(crate) const LARGEST: usize = 12;

/// Plans of every size up to [`LARGEST`]: that make, delete, change, and do several of that at once; with how many
/// operations each has.
pub(crate) fn sized() -> Vec<(usize, Scenario)> {
    let rows = |name, value, count: usize| -> &'static [Spec] {
        match count {
            0 => &[],
            _ => vec![Spec(name, value, &RANKS[..count - 1])].leak(),
        }
    };
    let mut scenarios = Vec::new();
    for size in 1..=LARGEST {
        let half = size / 2;
        let shapes = [
            ("make", rows("a", 1, 0), rows("a", 1, size)),
            ("delete", rows("a", 1, size), rows("a", 1, 0)),
            ("change", rows("a", 1, size), rows("a", 2, size)),
            (
                "delete one, make another",
                rows("a", 1, half),
                rows("b", 1, size - half),
            ),
        ];
        for (name, before, after) in shapes {
            for mode in GuardMode::ALL {
                for guard_limit in [80, 5] {
                    let confirmation = if size % 2 == 0 {
                        Confirmation::Observed
                    } else {
                        Confirmation::Reached
                    };
                    let scenario = Scenario {
                        name,
                        before,
                        after,
                        scope: &["a", "b"],
                        mode,
                        guard_limit,
                        confirmation,
                    };
                    scenarios.push((size, scenario));
                }
            }
        }
    }
    scenarios
}

/// A store that all schedules of a test share, in memory where the system has a place for that.
pub(crate) struct Store {
    _directory: tempfile::TempDir,
    pub(crate) router: Arc<RouterDb>,
}

struct Dice;

impl nnc_core::ports::Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

impl Store {
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir_in("/dev/shm")
            .or_else(|_| tempfile::tempdir())
            .unwrap();
        let data = DataDir::open(directory.path(), Arc::new(Dice)).unwrap();
        let system = data.system().unwrap();
        let record = data
            .add_router(&system, &NewRouter::new("home", "fake"), None, 0)
            .unwrap();
        let router = Arc::new(data.router(record.id).unwrap());
        Self {
            _directory: directory,
            router,
        }
    }

    /// Remembers exactly these resources.
    fn reset(&self, specs: &[Spec]) {
        let wanted: Vec<ResourceRecord> = specs.iter().map(record).collect();
        let gone = self
            .router
            .resources()
            .unwrap()
            .into_iter()
            .map(|stored| stored.record.resource)
            .filter(|id| wanted.iter().all(|record| record.resource != *id))
            .map(ResourceChange::Remove);
        let changes: Vec<ResourceChange> = gone
            .chain(wanted.iter().cloned().map(ResourceChange::Put))
            .collect();
        self.router.record(&nnc_store::Cause::at(0), &changes).unwrap();
    }
}

/// One run of a scenario.
pub(crate) struct Run<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) store: &'a Store,
    pub(crate) script: Arc<Script>,
    pub(crate) router: FakeRouter,
    pub(crate) engine: Engine,
    pub(crate) journal: Arc<FaultyJournal>,
    /// The first answer, and what recovery said after it.
    pub(crate) results: Vec<Result<(), StateError>>,
    pub(crate) recovered: Vec<Outcome>,
    /// Whether a recovery died, so that what it came to was not told.
    pub(crate) untold: bool,
}

impl<'a> Run<'a> {
    pub(crate) fn new(scenario: &'a Scenario, store: &'a Store) -> Self {
        store.reset(scenario.before);
        let script = Arc::new(Script::default());
        let router = FakeRouter::new(&script, scenario.mode, scenario.guard_limit, ME);
        {
            let mut world = router.world();
            world.foreign(&RULES, false, &[("chain", "forward"), ("comment", "fasttrack")]);
            world.foreign(&RULES, false, &[("chain", "input"), ("comment", "allow")]);
            world.foreign(&TABLES, false, &[("name", "office")]);
            let change = diff(
                &objects(scenario.before),
                &world.snapshot(),
                ME,
                &Scope::Everything,
                &Plain,
            );
            let mut snapshot = world.snapshot();
            apply(&change, &mut snapshot).unwrap();
            for row in snapshot
                .kinds
                .values_mut()
                .flatten()
                .filter(|row| row.id.0.starts_with("new"))
            {
                row.id = world.fresh_id();
            }
            world.rows = snapshot.kinds;
            let id = world.fresh_id();
            let rules = world.rows.get_mut(&RULES).unwrap();
            rules.push(ObservedRow {
                id,
                attributes: [("chain".to_owned(), "forward".to_owned())].into(),
                mark: Some(Mark {
                    controller: OTHER,
                    key: ObjectKey::new(&resource("a"), Role::numbered("rule", 0)),
                }),
                dynamic: false,
            });
            world.foreign(&RULES, false, &[("chain", "forward"), ("comment", "drop")]);
            world.theirs = world.contents(ME, false);
        }
        let journal = Arc::new(FaultyJournal {
            store: Arc::clone(&store.router),
            script: Arc::clone(&script),
            open: Arc::clone(&router.open),
            tidied: Notify::new(),
        });
        let engine =
            Engine::new(Arc::new(router.clone()), journal.clone(), script.clone()).with_limits(Limits {
                guard_wait: Duration::from_secs(5),
                attempts: 5,
                ..Limits::default()
            });
        Self {
            scenario,
            store,
            script,
            router,
            engine,
            journal,
            results: Vec::new(),
            recovered: Vec::new(),
            untold: false,
        }
    }

    /// The plan for what the router has now.
    pub(crate) fn plan(&self) -> Plan {
        let snapshot = self.router.world().read();
        self.plan_for(snapshot)
    }

    pub(crate) fn plan_for(&self, snapshot: Snapshot) -> Plan {
        let scope: BTreeSet<ResourceId> = self.scenario.scope.iter().map(|name| resource(name)).collect();
        let desired = objects(self.scenario.after);
        let mut change = diff(&desired, &snapshot, ME, &Scope::Resources(scope.clone()), &Plain);
        if !change.is_empty() {
            change.push_effect(
                resource(self.scenario.scope.first().unwrap()),
                Effect::FlushConnections {
                    networks: Vec::new(),
                    devices: Vec::new(),
                },
            );
        }
        // What is remembered as it should be needs no change.
        let remembered = self.store.router.resources().unwrap();
        let remembered = |id: &ResourceId| remembered.iter().find(|stored| stored.record.resource == *id);
        let changes = self
            .scenario
            .scope
            .iter()
            .map(
                |name| match self.scenario.after.iter().find(|spec| spec.0 == *name) {
                    Some(spec) => ResourceChange::Put(record(spec)),
                    None => ResourceChange::Remove(resource(name)),
                },
            )
            .filter(|wanted| match (wanted, remembered(wanted.resource())) {
                (ResourceChange::Put(wanted), Some(stored)) => {
                    wanted.configuration != stored.record.configuration || !change.is_empty()
                }
                (ResourceChange::Put(_), None) => true,
                (_, stored) => stored.is_some(),
            })
            .collect();
        Plan {
            description: self.scenario.name.to_owned(),
            scope,
            desired,
            snapshot,
            change,
            changes,
            reservations: Vec::new(),
            check: None,
            confirmation: self.scenario.confirmation,
        }
    }

    /// Our rows as they should be for these specs.
    fn expected(&self, specs: &[Spec]) -> BTreeSet<Content> {
        objects(specs)
            .into_iter()
            .map(|object| {
                let attributes = object
                    .attributes
                    .iter()
                    .map(|(name, value)| (name.clone(), value.as_text().unwrap().to_owned()))
                    .collect();
                let mark = Mark {
                    controller: ME,
                    key: object.key,
                };
                (object.kind, Some(mark), attributes)
            })
            .collect()
    }

    /// Runs the plan with these faults, and recovery until nothing is open.
    pub(crate) async fn go(&mut self, faults: &[(usize, Fault)]) {
        let plan = self.plan();
        self.script.set(faults);
        let progress = watch::Sender::new(Phase::Draft);
        let cancel = Arc::new(AtomicBool::new(false));
        let finished = tokio::select! {
            biased;
            () = self.script.crashed.notified() => None,
            result = self.engine.run(plan, None, &progress, &cancel) => Some(result.map(drop)),
        };
        // The store's thread may be faster than the news of the crash; the dead tell nothing.
        self.results.extend(finished.filter(|_| !self.script.is_dead()));
        for _ in 0..8 {
            if self.store.router.open_intents().unwrap().is_empty() {
                return;
            }
            if self.script.is_dead() {
                // The system closes the connections of a dead process.
                self.router.world().disconnect(self.scenario.mode, ME);
                self.script.revive();
            }
            let recovered = tokio::select! {
                biased;
                () = self.script.crashed.notified() => None,
                result = self.engine.recover(ME) => Some(result),
            };
            self.untold |= self.script.is_dead();
            if let Some(Ok(recovered)) = recovered.filter(|_| !self.script.is_dead()) {
                self.recovered
                    .extend(recovered.into_iter().map(|entry| entry.outcome));
            }
        }
        panic!("the journal does not empty: {:?}", self.recovered);
    }

    /// Whether our rows are as before (false) or as intended (true); nothing else is allowed.
    pub(crate) fn is_after(&self) -> bool {
        let own = self.router.world().contents(ME, true);
        let set: BTreeSet<Content> = own.iter().cloned().collect();
        assert_eq!(set.len(), own.len(), "duplicates: {own:#?}");
        if set == self.expected(self.scenario.after) && self.in_order(self.scenario.after) {
            return true;
        }
        assert_eq!(
            set,
            self.expected(self.scenario.before),
            "between before and after"
        );
        assert!(self.in_order(self.scenario.before), "out of order: {own:#?}");
        false
    }

    fn in_order(&self, specs: &[Spec]) -> bool {
        let ranks: BTreeMap<ObjectKey, u32> = objects(specs)
            .into_iter()
            .filter_map(|object| Some((object.key, object.placement?.rank)))
            .collect();
        let world = self.router.world();
        let order: Vec<u32> = world.rows[&RULES]
            .iter()
            .filter_map(|row| row.mark.as_ref().filter(|mark| mark.controller == ME))
            .filter_map(|mark| ranks.get(&mark.key).copied())
            .collect();
        order.is_sorted()
    }

    /// Everything that must be true at the end, whatever happened.
    pub(crate) fn check(&self) {
        assert!(self.store.router.open_intents().unwrap().is_empty());
        assert!(!self.router.open.load(Ordering::SeqCst));
        let after = self.is_after();
        {
            let world = self.router.world();
            let probed = world.probed > 0 || self.scenario.confirmation == Confirmation::Observed;
            assert!(!after || world.writes == 0 || probed, "it stands without a probe");
            assert!(!world.guard_stands(), "a guard is still armed");
            assert_eq!(world.contents(ME, false), world.theirs, "foreign rows");
            let run = world.effects > 0 || (world.refused_effects > 0 && !after);
            assert!(world.writes == 0 || run, "the effect was not run");
        }
        for outcome in &self.recovered {
            match outcome {
                Outcome::Confirmed => assert!(after),
                Outcome::RolledBack { .. } => assert!(!after),
                Outcome::Unknown { .. } => {}
                partial @ Outcome::PartiallyApplied { .. } => panic!("{partial:?}"),
            }
        }
        for result in &self.results {
            match result {
                Ok(()) => assert!(after, "said to be in"),
                Err(StateError::RolledBack { .. } | StateError::Router(_)) => {
                    assert!(!after, "said to be back")
                }
                Err(StateError::Unknown { .. }) => assert!(!self.recovered.is_empty() || self.untold),
                Err(StateError::Store(_)) => assert!(self.recovered.is_empty(), "refused after it was begun"),
                // One group that cannot be cut further, with the moves it needs, exceeds a guard this small.
                Err(StateError::Schedule(_)) => assert_eq!(self.router.world().writes, 0),
                Err(other) => panic!("{other:?}"),
            }
        }
        self.check_store(after);
    }

    fn check_store(&self, after: bool) {
        let specs = if after {
            self.scenario.after
        } else {
            self.scenario.before
        };
        let world = self.router.world();
        let stored = self.store.router.resources().unwrap();
        let mut names = Vec::new();
        for Spec(name, value, _) in specs {
            names.push(resource(name));
            let found = stored
                .iter()
                .find(|stored| stored.record.resource == resource(name))
                .unwrap();
            assert_eq!(found.record.configuration, json!({ "value": value }), "{name}");
            let Some(deployment) = &found.record.deployment else {
                assert!(
                    !after || world.writes == 0 || !self.scenario.scope.contains(name),
                    "{name} is confirmed without the router's words"
                );
                continue;
            };
            let said: BTreeSet<String> = deployment["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| format!("{} {}", row["role"], row["attributes"]))
                .collect();
            let shown: BTreeSet<String> = world
                .snapshot()
                .marked()
                .filter(|(_, _, mark)| mark.controller == ME && mark.key.resource == resource(name))
                .map(|(_, row, mark)| format!("{} {}", json!(mark.key.role), json!(row.attributes)))
                .collect();
            assert_eq!(said, shown, "{name}");
        }
        assert_eq!(
            stored.len(),
            names.len(),
            "the table holds what the router does not: {stored:?}"
        );
    }

    /// The same again comes to stand, and once more writes nothing.
    pub(crate) async fn check_again(&self) {
        self.script.set(&[]);
        self.router.world().go_down(0);
        let progress = watch::Sender::new(Phase::Draft);
        let cancel = Arc::new(AtomicBool::new(false));
        let plan = self.plan();
        let writes = self.router.world().writes;
        match self.engine.run(plan, None, &progress, &cancel).await {
            Err(StateError::Schedule(_)) => return assert_eq!(self.router.world().writes, writes),
            result => drop(result.unwrap()),
        }
        assert!(self.is_after());
        let plan = self.plan();
        assert!(plan.change.is_empty(), "{:?}", plan.change);
        let writes = self.router.world().writes;
        let applied = self.engine.run(plan, None, &progress, &cancel).await.unwrap();
        assert_eq!(applied.writes, 0);
        assert_eq!(self.router.world().writes, writes);
    }
}
