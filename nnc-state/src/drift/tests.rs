//! Properties of the comparison over random routers.

use std::collections::BTreeMap;

use nnc_core::change::{Scope, Semantics, apply, diff};
use nnc_core::identity::{ControllerId, ObjectKey, ResourceId, Role};
use nnc_core::object::{Attributes, Kind, Object, ObservedRow, Placement, RowId, Rows, Snapshot, Value};
use proptest::prelude::*;
use proptest::sample::Index;

use super::*;

const ME: ControllerId = ControllerId::new(0xc0ff_ee12);
const RULES: Kind = Kind::new("rules");
const TABLES: Kind = Kind::new("tables");

/// A platform of two tables whose rows have a value, a mode that is `auto` by default, a note without a known default,
/// and from version 2 on a `novel` field. `yes` and `true` mean the same.
struct Plain(&'static str);

impl Semantics for Plain {
    fn equal(&self, _: &Kind, name: &str, intended: &str, observed: Option<&str>) -> bool {
        let canonical = |text: &str| {
            if text == "yes" {
                "true".to_owned()
            } else {
                text.to_owned()
            }
        };
        match observed {
            Some(observed) => canonical(intended) == canonical(observed),
            None => name == "mode" && intended == "auto",
        }
    }

    fn stray(&self, _: &Kind, name: &str, observed: &str) -> Option<Option<Value>> {
        (name == "mode" && observed != "auto").then(|| Some(Value::from("auto")))
    }

    fn list<'r>(&self, kind: &Kind, row: &'r ObservedRow) -> Option<&'r str> {
        (*kind == RULES).then(|| row.get("chain").unwrap_or_default())
    }

    fn fixed(&self, _: &Kind, name: &str) -> bool {
        name == "type"
    }

    fn writable(&self, _: &Kind, name: &str) -> bool {
        !matches!(name, "counter" | "comment" | "running")
    }

    fn tier(&self, kind: &Kind, _: &BTreeMap<String, Value>) -> u8 {
        u8::from(*kind == RULES)
    }

    fn unique(&self, kind: &Kind) -> &'static [&'static str] {
        if *kind == TABLES { &["value"] } else { &[] }
    }

    fn has_default(&self, _: &Kind, name: &str) -> bool {
        name == "mode"
    }

    fn version(&self) -> String {
        self.0.to_owned()
    }

    fn knows(&self, version: &str, _: &Kind, name: &str) -> Option<bool> {
        Some(name != "novel" || version != "1")
    }
}

fn objects(values: &BTreeMap<usize, (u32, bool)>) -> Vec<Object> {
    let object = |(&number, &(rank, flag)): (&usize, &(u32, bool))| {
        let ordered = number % 3 != 0;
        let mut attributes = BTreeMap::from([
            ("value".to_owned(), Value::from(format!("v{number}"))),
            ("flag".to_owned(), Value::from(if flag { "yes" } else { "no" })),
            ("type".to_owned(), Value::from("plain")),
        ]);
        if ordered {
            attributes.insert("chain".to_owned(), Value::from("forward"));
        }
        Object {
            key: ObjectKey::new(
                &ResourceId::of("r", &(number % 4).to_string()),
                Role::numbered("row", number),
            ),
            kind: if ordered { RULES } else { TABLES },
            attributes: attributes.into(),
            references: Vec::new(),
            placement: ordered.then(|| Placement {
                list: "forward".to_owned(),
                rank,
            }),
        }
    };
    values.iter().map(object).collect()
}

fn wanted() -> impl Strategy<Value = Vec<Object>> {
    prop::collection::btree_map(0_usize..12, (0_u32..3, any::<bool>()), 1..9)
        .prop_map(|values| objects(&values))
}

/// The router after it confirmed `objects`, with rows of others, and what is remembered of that.
fn confirmed(objects: &[Object], note: bool) -> (Snapshot, Deployed) {
    let foreign = |id: &str, dynamic| ObservedRow {
        id: RowId(id.to_owned()),
        attributes: Attributes::from([
            ("chain".to_owned(), "forward".to_owned()),
            ("value".to_owned(), "foreign".to_owned()),
        ]),
        mark: None,
        dynamic,
    };
    let mut snapshot = Snapshot {
        kinds: BTreeMap::from([
            (RULES, vec![foreign("*F1", false), foreign("*F2", true)].into()),
            (TABLES, Rows::default()),
        ]),
    };
    let change = diff(objects, &snapshot, ME, &Scope::Everything, &Plain("1"));
    apply(&change, &mut snapshot).unwrap();
    for row in snapshot
        .kinds
        .values_mut()
        .flatten()
        .filter(|row| row.mark.is_some())
    {
        // As a router shows it: its own spelling, its defaults, its counters.
        if row.get("flag") == Some("yes") {
            row.attributes.insert("flag".to_owned(), "true".to_owned());
        }
        row.attributes.insert("counter".to_owned(), "0".to_owned());
        row.attributes.insert("mode".to_owned(), "auto".to_owned());
        if note {
            row.attributes.insert("note".to_owned(), "as made".to_owned());
        }
    }
    (snapshot.clone(), remembered(&snapshot, "1"))
}

fn remembered(snapshot: &Snapshot, version: &str) -> Deployed {
    let mut rows: BTreeMap<ResourceId, DeployedRows> = BTreeMap::new();
    for (kind, row, mark) in snapshot.marked().filter(|(_, _, mark)| mark.controller == ME) {
        let entry = rows.entry(mark.key.resource.clone()).or_default();
        entry.version = version.to_owned();
        let attributes = row
            .attributes
            .iter()
            .filter(|(name, _)| Plain("1").writable(kind, name));
        entry.rows.push(DeployedRow {
            kind: kind.clone(),
            role: mark.key.role.clone(),
            attributes: attributes
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        });
    }
    let mut deployed = Deployed::default();
    for (resource, rows) in rows {
        deployed.insert(resource, rows);
    }
    deployed
}

fn compare<'a>(
    intended: &'a [Object],
    deployed: &'a Deployed,
    actual: &'a Snapshot,
    plain: &'a Plain,
) -> Drift<'a> {
    Drift {
        intended,
        deployed,
        actual,
        controller: ME,
        semantics: plain,
    }
}

fn differing(drift: &Drift<'_>) -> Vec<Finding> {
    find(drift)
        .into_iter()
        .filter(|finding| finding.differs)
        .collect()
}

/// One of our rows.
fn pick<'a>(snapshot: &'a mut Snapshot, index: &Index) -> (Kind, &'a mut ObservedRow) {
    let mut ours: Vec<(Kind, &mut ObservedRow)> = snapshot
        .kinds
        .iter_mut()
        .flat_map(|(kind, rows)| rows.iter_mut().map(|row| (kind.clone(), row)))
        .filter(|(_, row)| row.mark.is_some())
        .collect();
    let at = index.index(ours.len());
    ours.swap_remove(at)
}

proptest! {
    #[test]
    fn what_the_router_does_by_itself_is_no_drift(objects in wanted(), note: bool, counters: u32, foreign in 0_usize..4) {
        let (mut actual, deployed) = confirmed(&objects, note);
        let plain = Plain("1");
        for (number, row) in actual.kinds.values_mut().flatten().enumerate() {
            // A reboot gives new handles, counters move, states change.
            row.id = RowId(format!("*R{number}"));
            row.attributes.insert("counter".to_owned(), counters.to_string());
            row.attributes.insert("running".to_owned(), (counters % 2 == 0).to_string());
        }
        for number in 0..foreign {
            let row = ObservedRow {
                id: RowId(format!("*N{number}")),
                attributes: Attributes::from([("chain".to_owned(), "forward".to_owned())]),
                mark: None,
                dynamic: false,
            };
            actual.kinds.get_mut(&RULES).unwrap().push(row);
        }
        let drift = compare(&objects, &deployed, &actual, &plain);
        prop_assert_eq!(differing(&drift), vec![]);
        let respelled = find(&drift);
        prop_assert!(respelled.iter().all(|finding| finding.class == Class::DeviceNormalisation));
        let flags = objects.iter().filter(|object| object.attributes["flag"] == Value::from("yes"));
        prop_assert_eq!(respelled.len(), flags.count());
    }

    #[test]
    fn every_edit_of_a_field_is_one_finding(objects in wanted(), note: bool, row: Index, field in 0_usize..6) {
        let (mut actual, deployed) = confirmed(&objects, note);
        let plain = Plain("2");
        let (field, value, class) = [
            ("value", "edited", Class::ForeignEdit),
            ("flag", "perhaps", Class::ForeignEdit),
            ("type", "fancy", Class::ForeignEdit),
            ("mode", "manual", Class::ForeignEdit),
            ("note", "another", Class::ForeignEdit),
            ("novel", "there", Class::VersionChange),
        ][field];
        let (kind, edited) = pick(&mut actual, &row);
        let before = edited.attributes.insert(field.to_owned(), value.to_owned());
        let key = edited.mark.clone().unwrap().key;
        let findings = differing(&compare(&objects, &deployed, &actual, &plain));
        prop_assert_eq!(findings.len(), 1, "{:?}", findings);
        let finding = &findings[0];
        prop_assert_eq!(finding.class, class);
        prop_assert_eq!((&finding.key, &finding.kind, finding.field.as_deref()), (&key, &kind, Some(field)));
        prop_assert_eq!(finding.actual.as_deref(), Some(value));
        prop_assert_eq!(&finding.deployed, &before);
        prop_assert_eq!(&finding.id, &format!("{key}:{field}"));

        // Accepted, it is drift no longer, and a change leaves it alone; changed again, it is drift again.
        let accepted = [accept(finding, 7).unwrap()];
        let sorted = sort(findings.clone(), &accepted, &plain);
        prop_assert_eq!((sorted.open.len(), sorted.accepted.len(), sorted.obsolete.len()), (0, 1, 0));
        let overlaid = overlay(objects.clone(), &accepted, &actual, ME, &Scope::Everything, &plain);
        prop_assert!(diff(&overlaid, &actual, ME, &Scope::Everything, &plain).is_empty());
        pick(&mut actual, &row).1.attributes.insert(field.to_owned(), "again".to_owned());
        let again = differing(&compare(&objects, &deployed, &actual, &plain));
        let sorted = sort(again, &accepted, &plain);
        prop_assert_eq!((sorted.open.len(), sorted.accepted.len(), sorted.obsolete.len()), (1, 0, 1));
        let overlaid = overlay(objects.clone(), &accepted, &actual, ME, &Scope::Everything, &plain);
        prop_assert_eq!(overlaid, objects);
    }

    #[test]
    fn a_row_that_is_gone_or_lost_its_mark_is_found(objects in wanted(), row: Index, unmarked: bool) {
        let (mut actual, deployed) = confirmed(&objects, false);
        let plain = Plain("1");
        let key = {
            let (_, gone) = pick(&mut actual, &row);
            let key = gone.mark.clone().unwrap().key;
            if unmarked {
                gone.mark = None;
                gone.attributes.insert("comment".to_owned(), "mine now".to_owned());
            }
            key
        };
        if !unmarked {
            for rows in actual.kinds.values_mut() {
                rows.retain(|row| row.mark.as_ref().is_none_or(|mark| mark.key != key));
            }
        }
        let findings = differing(&compare(&objects, &deployed, &actual, &plain));
        // A row without its mark may stand in front of the others of its list.
        let of_row: Vec<&Finding> = findings.iter().filter(|finding| finding.key == key).collect();
        prop_assert_eq!(of_row.len(), 1, "{:?}", findings);
        if unmarked {
            prop_assert_eq!((of_row[0].class, of_row[0].field.as_deref()), (Class::ForeignEdit, Some("comment")));
            prop_assert_eq!(accept(of_row[0], 0).unwrap_err().code(), "drift-not-acceptable");
            // Another one is made where the router takes one.
            let single = of_row[0].kind == TABLES;
            prop_assert_eq!(of_row[0].stands_in.is_some(), single);
            let change = diff(&restore(objects.clone(), &findings, &plain), &actual, ME, &Scope::Everything, &plain);
            let made = change.operations.iter().any(|operation| operation.key() == Some(&key));
            prop_assert_eq!(made, !single);
        } else {
            prop_assert_eq!(findings.len(), 1);
            prop_assert_eq!(of_row[0].class, Class::LostObject);
            prop_assert!(of_row[0].deployed.is_some());
            let accepted = [accept(of_row[0], 0).unwrap()];
            let overlaid = overlay(objects.clone(), &accepted, &actual, ME, &Scope::Everything, &plain);
            prop_assert!(diff(&overlaid, &actual, ME, &Scope::Everything, &plain).is_empty());
        }
    }

    #[test]
    fn an_acceptance_holds_only_while_the_same_is_intended(
        objects in wanted(),
        row: Index,
        field in prop::sample::select(vec![None, Some("value"), Some("flag"), Some("type"), Some("mode"), Some("note")]),
        wanted_now in prop::sample::select(vec!["value", "flag", "mode", "note"]),
    ) {
        let (mut actual, deployed) = confirmed(&objects, true);
        let plain = Plain("1");
        let (kind, changed) = pick(&mut actual, &row);
        let key = changed.mark.clone().unwrap().key;
        match field {
            Some(field) => drop(changed.attributes.insert(field.to_owned(), "edited".to_owned())),
            None => actual.kinds.get_mut(&kind).unwrap().retain(|row| row.mark.as_ref().is_none_or(|mark| mark.key != key)),
        }
        let findings = differing(&compare(&objects, &deployed, &actual, &plain));
        let accepted = [accept(&findings[0], 7).unwrap()];
        let overlaid = |now: &[Object], scope: &Scope| overlay(now.to_vec(), &accepted, &actual, ME, scope, &plain);
        let forgotten = |now: &[Object], scope: &Scope| outdated(now, &accepted, &actual, ME, scope, &plain).len();
        let edit = |edit: &dyn Fn(&mut Attributes<Value>)| {
            let mut now = objects.clone();
            for object in now.iter_mut().filter(|object| object.key == key) {
                edit(&mut object.attributes);
            }
            now
        };

        // Spelled otherwise it is the same; so is the default where nothing was said.
        let respelled = edit(&|attributes| {
            if attributes["flag"] == Value::from("yes") {
                attributes.insert("flag".to_owned(), Value::from("true"));
            }
            attributes.insert("mode".to_owned(), Value::from("auto"));
        });
        for now in [&objects, &respelled] {
            let change = diff(&overlaid(now, &Scope::Everything), &actual, ME, &Scope::Everything, &plain);
            prop_assert!(change.is_empty());
            prop_assert_eq!(forgotten(now, &Scope::Everything), 0);
            let sorted = sort(differing(&compare(now, &deployed, &actual, &plain)), &accepted, &plain);
            prop_assert_eq!((sorted.open.len(), sorted.accepted.len()), (0, 1));
        }

        // Something else: the field that was accepted, or any field of the row that was accepted to be gone.
        let other = edit(&|attributes| {
            attributes.insert(wanted_now.to_owned(), Value::from("wanted now"));
        });
        let concerned = field.is_none_or(|field| field == wanted_now);
        prop_assert_eq!(overlaid(&other, &Scope::Everything) == other, concerned);
        prop_assert_eq!(forgotten(&other, &Scope::Everything), usize::from(concerned));
        let sorted = sort(differing(&compare(&other, &deployed, &actual, &plain)), &accepted, &plain);
        prop_assert_eq!((sorted.accepted.len(), sorted.obsolete.len()), if concerned { (0, 1) } else { (1, 0) });

        // Not intended at all: it is forgotten, whatever the change is about.
        let without: Vec<Object> = objects.iter().filter(|object| object.key != key).cloned().collect();
        let elsewhere = Scope::Resources([ResourceId::of("r", "elsewhere")].into());
        prop_assert_eq!((forgotten(&without, &elsewhere), forgotten(&without, &Scope::Everything)), (1, 1));

        // Of a row outside the scope of a change only the place is told: nothing follows from that.
        let blank = edit(&|attributes| *attributes = Attributes::default());
        prop_assert_eq!(forgotten(&blank, &elsewhere), 0);
        prop_assert_eq!(overlaid(&blank, &elsewhere), blank);
    }

    #[test]
    fn a_change_is_needed_exactly_where_something_is_found(
        objects in wanted(),
        now in wanted(),
        edits in prop::collection::vec((any::<Index>(), prop::sample::select(vec!["value", "flag", "mode", "type"])), 0..4),
    ) {
        let (mut actual, deployed) = confirmed(&objects, false);
        for (row, field) in edits {
            pick(&mut actual, &row).1.attributes.insert(field.to_owned(), "edited".to_owned());
        }
        let plain = Plain("1");
        let findings = differing(&compare(&now, &deployed, &actual, &plain));
        let change = diff(&now, &actual, ME, &Scope::Everything, &plain);
        let mut found: Vec<_> = findings.iter().map(|finding| finding.key.clone()).collect();
        let mut changed: Vec<_> = change.operations.iter().filter_map(|operation| operation.key().cloned()).collect();
        for keys in [&mut found, &mut changed] {
            keys.sort();
            keys.dedup();
        }
        prop_assert_eq!(found, changed);
        let mut ids: Vec<_> = findings.iter().map(|finding| &finding.id).collect();
        ids.dedup();
        prop_assert_eq!(ids.len(), findings.len());
    }
}

#[test]
fn what_was_never_there_is_pending_and_what_is_too_much_is_unexpected() {
    let before = objects(&BTreeMap::from([(1, (0, true)), (2, (1, true))]));
    let (actual, deployed) = confirmed(&before, false);
    let now = objects(&BTreeMap::from([(1, (0, false)), (5, (1, true))]));
    let plain = Plain("1");
    let findings = differing(&compare(&now, &deployed, &actual, &plain));
    let told: Vec<(&str, Class, &str)> = findings
        .iter()
        .map(|finding| (finding.id.as_str(), finding.class, finding.pointer.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("r/1:row-1:flag", Class::PendingChange, "/r~11/row-1/flag"),
            ("r/1:row-5:lost", Class::PendingChange, "/r~11/row-5"),
            ("r/2:row-2:unexpected", Class::UnexpectedObject, "/r~12/row-2"),
        ]
    );
    let refused: Vec<bool> = findings
        .iter()
        .map(|finding| accept(finding, 0).is_err())
        .collect();
    assert_eq!(refused, [false, true, true]);
}

#[test]
fn rows_out_of_order_are_misplaced() {
    let wanted = objects(&BTreeMap::from([(1, (0, true)), (2, (1, true))]));
    let (mut actual, deployed) = confirmed(&wanted, false);
    actual.kinds.get_mut(&RULES).unwrap().swap(0, 1);
    let plain = Plain("1");
    let findings = differing(&compare(&wanted, &deployed, &actual, &plain));
    assert!(!findings.is_empty());
    assert!(
        findings
            .iter()
            .all(|finding| finding.class == Class::Misplaced && accept(finding, 0).is_err())
    );
}

#[test]
fn every_class_has_a_code_of_its_own() {
    let codes: std::collections::BTreeSet<&str> = Class::ALL.iter().map(|class| class.code()).collect();
    assert_eq!(codes.len(), Class::ALL.len());
    assert!(codes.iter().all(|code| code.starts_with("drift-")));
}
