//! The stages of validation: what each finds, that all is told, and that what is refused is judged no further.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests state expectations by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use nnc_core::blueprint::Blueprint;
use nnc_core::change::{Operation, Scope, Semantics};
use nnc_core::facts::{Facts, InterfaceFact};
use nnc_core::identity::{ControllerId, ObjectKey, ResourceId, Role};
use nnc_core::intent::pool::{Allocation, PoolConfig};
use nnc_core::intent::{Intents, ResourceIntent, Steering, VirtualInterface};
use nnc_core::object::{Attributes, Kind, Object, ObservedRow, RowId, Snapshot, Value};
use nnc_core::ports::{LowerError, Platform};
use nnc_core::walk::{Lockout, Management, Model, Packet, RowRef, Steered, Steering as Walked, Step};
use nnc_state::Confirmation;
use nnc_state::validation::{LockoutPolicy, Report, Request, Stage, Validated, Verdict, Weight, validate};

const ME: ControllerId = ControllerId::new(0xc0ff_ee12);
const ROWS: Kind = Kind::new("rows");

/// One row for each virtual interface; everything else is as the test says.
#[derive(Clone)]
struct Fixed {
    lockout: Lockout,
    refuses: Option<LowerError>,
    unsupported: bool,
    rows_each: usize,
}

impl Default for Fixed {
    fn default() -> Self {
        Self {
            lockout: Lockout::Safe,
            refuses: None,
            unsupported: false,
            rows_each: 1,
        }
    }
}

impl Semantics for Fixed {
    fn equal(&self, _: &Kind, _: &str, intended: &str, observed: Option<&str>) -> bool {
        Some(intended) == observed
    }

    fn stray(&self, _: &Kind, _: &str, _: &str) -> Option<Option<Value>> {
        None
    }

    fn list<'r>(&self, _: &Kind, _: &'r ObservedRow) -> Option<&'r str> {
        None
    }

    fn fixed(&self, _: &Kind, _: &str) -> bool {
        false
    }

    fn writable(&self, _: &Kind, _: &str) -> bool {
        true
    }

    fn tier(&self, _: &Kind, _: &BTreeMap<String, Value>) -> u8 {
        0
    }
}

impl Platform for Fixed {
    fn lower(&self, blueprint: &Blueprint, _: &Facts, _: &Scope) -> Result<Vec<Object>, LowerError> {
        if let Some(error) = &self.refuses {
            return Err(error.clone());
        }
        let rows = |resource: &ResourceId| {
            let resource = resource.clone();
            (0..self.rows_each).map(move |number| Object {
                key: ObjectKey::new(&resource, Role::numbered("row", number)),
                kind: ROWS,
                attributes: Attributes::from([("name".to_owned(), Value::from(resource.to_string()))]),
                references: Vec::new(),
                placement: None,
            })
        };
        let resources: BTreeSet<ResourceId> = blueprint
            .elements
            .iter()
            .map(|element| element.resource.clone())
            .collect();
        Ok(resources.iter().flat_map(rows).collect())
    }

    fn facts(&self, _: &Snapshot, _: ControllerId) -> Facts {
        Facts::default()
    }

    fn render(&self, _: ControllerId, operation: &Operation) -> String {
        operation.to_string()
    }

    fn lockout(&self, _: &Snapshot, after: &Snapshot, _: &Management) -> Lockout {
        assert!(
            !after.rows(&ROWS).is_empty(),
            "the question is about what the router will show"
        );
        self.lockout.clone()
    }

    fn unsupported(&self, _: &Operation) -> Option<String> {
        self.unsupported
            .then(|| "this version has no such rows".to_owned())
    }

    fn walk(&self, _: &Snapshot) -> Model {
        panic!("nobody asks for packets here")
    }

    fn steered(&self, _: &Model, _: &Snapshot, _: &Walked<'_>) -> Steered {
        panic!("nobody asks for packets here")
    }
}

fn interface(name: &str, parent: &str) -> VirtualInterface {
    VirtualInterface::new(name.parse().unwrap(), "tor".parse().unwrap(), parent)
}

fn intents(interfaces: Vec<VirtualInterface>, steerings: &[(&str, &str)]) -> Intents {
    let mut intents = Intents::new(ME, PoolConfig::default());
    for (number, interface) in interfaces.into_iter().enumerate() {
        let vlan = 101 + u16::try_from(number).unwrap();
        let subnet = format!("10.99.{vlan}.0/24").parse().unwrap();
        let key = interface.instance.clone();
        intents
            .interfaces
            .insert(key, (interface, Allocation { vlan, subnet }));
    }
    for (device, via) in steerings {
        let steering = Steering {
            device: device.parse().unwrap(),
            via: via.parse().unwrap(),
            ipv4_only: false,
        };
        intents.steerings.insert(steering.device.clone(), steering);
    }
    intents
}

fn facts() -> Facts {
    Facts {
        interfaces: vec![InterfaceFact {
            name: "ether1".to_owned(),
            kind: "ether".to_owned(),
            ..InterfaceFact::default()
        }],
        names: BTreeSet::from(["nnc-taken".to_owned()]),
        ..Facts::default()
    }
}

fn run(
    intents: &Intents,
    platform: Fixed,
    lockout: LockoutPolicy,
    snapshot: &Snapshot,
) -> Result<Validated, Box<Report>> {
    let scope: BTreeSet<ResourceId> = intents
        .interfaces
        .values()
        .map(|(interface, _)| interface.resource())
        .chain(intents.steerings.keys().map(nnc_core::device::Device::resource))
        .chain(intents.resources.keys().cloned())
        .collect();
    let platform: Arc<dyn Platform> = Arc::new(platform);
    validate(&Request {
        intents,
        scope: &scope,
        snapshot,
        facts: &facts(),
        accepted: &[],
        restore: None,
        platform: &platform,
        effect: None,
        management: &Management::default(),
        lockout,
        limits: (80, 16),
        guard: nnc_core::ports::GuardKind::SafeMode,
    })
}

fn refused(intents: &Intents, platform: Fixed) -> Report {
    *run(intents, platform, LockoutPolicy::Refuse, &Snapshot::default()).unwrap_err()
}

fn told(report: &Report) -> Vec<(Stage, &str, &str)> {
    let findings = report.findings.iter();
    findings
        .map(|judged| {
            (
                judged.stage,
                judged.finding.code.as_str(),
                judged.finding.pointer.as_str(),
            )
        })
        .collect()
}

fn verdict(report: &Report, stage: Stage) -> Verdict {
    report
        .stages
        .iter()
        .find(|judgement| judgement.stage == stage)
        .unwrap()
        .verdict
}

#[test]
fn everything_is_told_at_once_each_by_its_stage_and_what_was_refused_is_judged_no_further() {
    let mut odd = interface("odd", "ether1");
    odd.vlan = Some(1);
    let mut name_server = interface("names", "nowhere");
    name_server.dns = Some("127.0.0.1".parse().unwrap());
    let mut lost = interface("lost", "ether1");
    lost.through = Some("nobody".parse().unwrap());
    let intents = intents(
        vec![
            odd,
            name_server,
            lost,
            interface("taken", "ether1"),
            interface("good", "ether1"),
        ],
        &[("192.168.88.50", "good"), ("02:00:00:00:00:01", "good")],
    );
    let report = refused(&intents, Fixed::default());
    assert_eq!(
        told(&report),
        [
            (
                Stage::Schema,
                "vlan-out-of-range",
                "/virtualInterfaces/odd/vlanId"
            ),
            // Its parent is not there either, but a resolver that cannot be was found first.
            (Stage::CrossField, "invalid-dns", "/virtualInterfaces/names/dns"),
            (
                Stage::References,
                "vif-not-found",
                "/virtualInterfaces/lost/through"
            ),
            (Stage::Conflicts, "name-taken", "/virtualInterfaces/taken/name"),
            (
                Stage::Policy,
                "ipv6-not-coverable",
                "/steeringRules/192.168.88.50/device"
            ),
        ]
    );
    for stage in [
        Stage::Schema,
        Stage::CrossField,
        Stage::References,
        Stage::Conflicts,
        Stage::Policy,
    ] {
        assert_eq!(verdict(&report, stage), Verdict::Refused, "{stage:?}");
    }
    assert_eq!(verdict(&report, Stage::Capability), Verdict::Passed);
    assert_eq!(verdict(&report, Stage::Plan), Verdict::NotReached);
    assert_eq!(report.plan_hash, None);
}

#[test]
fn what_the_platform_cannot_express_is_refused_beside_what_is_wrong_with_others() {
    let error = LowerError {
        resource: None,
        code: "unsupported",
        message: "no".to_owned(),
    };
    let platform = Fixed {
        refuses: Some(error),
        ..Fixed::default()
    };
    let wanted = intents(vec![interface("a", "nowhere"), interface("b", "ether1")], &[]);
    let report = refused(&wanted, platform);
    assert_eq!(
        told(&report),
        [
            (
                Stage::References,
                "parent-not-found",
                "/virtualInterfaces/a/parent"
            ),
            (Stage::Capability, "unsupported", ""),
        ]
    );
    let platform = Fixed {
        unsupported: true,
        ..Fixed::default()
    };
    let report = refused(&intents(vec![interface("a", "ether1")], &[]), platform);
    assert_eq!(
        told(&report),
        [(Stage::Capability, "unsupported", "/plan/operations/0")]
    );
    assert_eq!(verdict(&report, Stage::Policy), Verdict::Passed);
    assert_eq!(verdict(&report, Stage::Plan), Verdict::NotReached);
}

#[test]
fn a_lockout_is_refused_unless_it_is_asked_for_and_doubt_forces_a_probe() {
    let wanted = intents(vec![interface("a", "ether1")], &[]);
    let of = |wanted: &Intents, lockout: Lockout, policy| {
        let platform = Fixed {
            lockout,
            ..Fixed::default()
        };
        run(wanted, platform, policy, &Snapshot::default())
    };
    let with = |lockout, policy| of(&wanted, lockout, policy);
    let report = with(
        Lockout::because("the service is switched off"),
        LockoutPolicy::Refuse,
    )
    .unwrap_err();
    assert_eq!(told(&report), [(Stage::Policy, "lockout-predicted", "")]);
    let message = &report.findings[0].finding.message;
    assert!(
        message.contains("switched off") && message.contains("--allow-lockout"),
        "{message}"
    );

    let step = Step {
        row: RowRef {
            kind: ROWS,
            id: RowId("*7".to_owned()),
            comment: Some("the culprit".to_owned()),
        },
        effect: "drops it".to_owned(),
        assumed: Vec::new(),
    };
    let packet = Packet {
        in_interface: "bridge".to_owned(),
        source_mac: 0,
        source: "192.168.88.10".parse().unwrap(),
        destination: "192.168.88.1".parse().unwrap(),
        protocol: 6,
        source_port: 0,
        destination_port: 8728,
    };
    let shown = Lockout::Unsafe {
        reason: "the controller's packets do not arrive".to_owned(),
        packet: Some(packet),
        path: vec![step],
    };
    let report = with(shown, LockoutPolicy::Refuse).unwrap_err();
    let finding = serde_json::to_value(&report.findings[0]).unwrap();
    assert_eq!(
        finding["counterexample"],
        serde_json::json!({
            "packet": "protocol 6, from 192.168.88.10 port any to 192.168.88.1 port 8728, in by bridge",
            "path": ["rows \"the culprit\": drops it"],
        })
    );
    assert_eq!(
        (&finding["stage"], &finding["weight"]),
        (&"policy".into(), &"refusal".into())
    );
    assert_eq!(finding["code"], "lockout-predicted");

    let allowed = with(
        Lockout::because("the service is switched off"),
        LockoutPolicy::Allow,
    )
    .unwrap();
    assert_eq!(allowed.confirmation, Confirmation::Observed);
    assert_eq!(allowed.report.findings[0].weight, Weight::Note);
    assert!(allowed.report.refusals().is_empty());

    // The rows of virtual interfaces are of known shapes; those of other resources are whatever the user says.
    let shaped = with(Lockout::unknown("a rate limit"), LockoutPolicy::Refuse).unwrap();
    assert_eq!(shaped.confirmation, Confirmation::Observed);
    let mut others = wanted.clone();
    let resource: ResourceId = "firewall-rule/no-ssh".parse().unwrap();
    others.resources.insert(
        resource.clone(),
        ResourceIntent {
            resource,
            kind: "FirewallRule".to_owned(),
            fields: BTreeMap::new(),
        },
    );
    for policy in [LockoutPolicy::Refuse, LockoutPolicy::Allow] {
        let doubtful = of(&others, Lockout::unknown("a rate limit"), policy).unwrap();
        assert_eq!(doubtful.confirmation, Confirmation::Reached);
        assert_eq!(told(&doubtful.report), [(Stage::Policy, "lockout-undecided", "")]);
    }
    let safe = with(Lockout::Safe, LockoutPolicy::Refuse).unwrap();
    assert_eq!(safe.confirmation, Confirmation::Observed);
    assert!(safe.report.findings.is_empty());
    assert!(
        safe.report
            .stages
            .iter()
            .all(|judgement| judgement.verdict == Verdict::Passed)
    );
    assert_eq!(
        safe.report
            .stages
            .iter()
            .map(|judgement| judgement.stage)
            .collect::<Vec<_>>(),
        Stage::ALL
    );
}

#[test]
fn a_plan_that_no_guard_covers_is_refused_by_the_last_stage() {
    let platform = Fixed {
        rows_each: 81,
        ..Fixed::default()
    };
    let report = refused(&intents(vec![interface("a", "ether1")], &[]), platform);
    assert_eq!(told(&report), [(Stage::Plan, "plan-too-large", "")]);
    assert_eq!(verdict(&report, Stage::Policy), Verdict::Passed);
}

#[test]
fn the_hash_binds_the_plan_to_what_it_does_and_to_what_was_seen() {
    let row = |id: &str, name: &str, dynamic| ObservedRow {
        id: RowId(id.to_owned()),
        attributes: Attributes::from([("name".to_owned(), name.to_owned())]),
        mark: None,
        dynamic,
    };
    let shows = |rows: Vec<ObservedRow>| Snapshot {
        kinds: BTreeMap::from([(ROWS, rows.into())]),
    };
    let hash = |names: &[&str], snapshot: &Snapshot| {
        let interfaces = names.iter().map(|name| interface(name, "ether1")).collect();
        let validated = run(
            &intents(interfaces, &[]),
            Fixed::default(),
            LockoutPolicy::Refuse,
            snapshot,
        );
        validated.unwrap().report.plan_hash.unwrap()
    };
    let seen = shows(vec![row("*1", "theirs", false)]);
    let first = hash(&["a"], &seen);
    assert_eq!(first.len(), 64);
    assert_eq!(first, hash(&["a"], &seen), "the same is the same");
    // A restart gives rows new handles, and the router makes rows by itself.
    let restarted = shows(vec![row("*9", "theirs", false), row("*A", "by itself", true)]);
    assert_eq!(first, hash(&["a"], &restarted));
    assert_ne!(first, hash(&["b"], &seen), "another plan");
    assert_ne!(first, hash(&["a", "b"], &seen), "a larger plan");
    assert_ne!(
        first,
        hash(&["a"], &shows(vec![row("*1", "edited", false)])),
        "another router"
    );
    assert_ne!(first, hash(&["a"], &shows(Vec::new())), "an emptier router");
}
