//! The three-way comparison.

use std::collections::{BTreeMap, BTreeSet};

use nnc_core::change::{Action, Scope, Semantics, diff};
use nnc_core::identity::{ControllerId, Mark, ObjectKey};
use nnc_core::object::{Kind, Object, ObservedRow, RowId, Snapshot, Value};
use serde::Serialize;

use super::accept::{intention, same};
use super::class::Class;
use super::deployed::{Deployed, DeployedRow};

/// What is compared.
#[derive(Clone, Copy)]
pub struct Drift<'a> {
    /// Every row of the controller as it should be.
    pub intended: &'a [Object],
    /// What the router confirmed last.
    pub deployed: &'a Deployed,
    /// What the router shows.
    pub actual: &'a Snapshot,
    /// Whose rows are judged.
    pub controller: ControllerId,
    /// When two spellings mean the same.
    pub semantics: &'a dyn Semantics,
}

/// One difference: a whole row, or one field of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Names the finding as long as it is there: `<resource>:<role>:<field>`, and for a whole row
    /// `<resource>:<role>:` with `lost`, `unexpected` or `misplaced`.
    pub id: String,
    /// What sort of difference.
    pub class: Class,
    /// The row.
    #[serde(flatten)]
    pub key: ObjectKey,
    /// The row's table.
    pub kind: Kind,
    /// The field; `None` for a whole row.
    pub field: Option<String>,
    /// Where in the deployment layers of the router, as a JSON pointer (RFC 6901): `/<resource>/<role>/<field>`.
    pub pointer: String,
    /// What is wanted; `None` where it is left to the router, or for a whole row.
    pub intended: Option<String>,
    /// What the router confirmed last; `None` where it showed nothing, or nothing is remembered.
    pub deployed: Option<String>,
    /// What the router shows.
    pub actual: Option<String>,
    /// Whether this is another meaning, and not only another spelling.
    pub differs: bool,
    /// The row without a mark that stands where the wanted one would have to be made, which the router refuses as long as
    /// it does: only its comment can be put back.
    #[serde(skip)]
    pub stands_in: Option<RowId>,
    /// What is wanted, as an acceptance of the finding remembers it.
    #[serde(skip)]
    pub(super) intention: Option<String>,
    /// What happened, for people.
    pub message: String,
}

impl Finding {
    /// The stable code of its class.
    pub fn code(&self) -> &'static str {
        self.class.code()
    }

    /// The row as a whole, or one field of it.
    fn new(class: Class, key: &ObjectKey, kind: &Kind, what: &str, field: Option<&str>) -> Self {
        let escaped = |text: &str| text.replace('~', "~0").replace('/', "~1");
        let mut pointer = format!(
            "/{}/{}",
            escaped(key.resource.as_str()),
            escaped(key.role.as_str())
        );
        if let Some(field) = field {
            pointer.push('/');
            pointer.push_str(&escaped(field));
        }
        Self {
            id: format!("{key}:{what}"),
            class,
            key: key.clone(),
            kind: kind.clone(),
            field: field.map(str::to_owned),
            pointer,
            intended: None,
            deployed: None,
            actual: None,
            differs: true,
            stands_in: None,
            intention: None,
            message: String::new(),
        }
    }
}

/// Everything that is not as intended, by row and field. Rows of others and dynamic rows are no part of it.
pub fn find(drift: &Drift<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let wanted: BTreeMap<&ObjectKey, &Object> = drift
        .intended
        .iter()
        .map(|object| (&object.key, object))
        .collect();
    let mut found: BTreeSet<&ObjectKey> = BTreeSet::new();
    let mut surplus: BTreeMap<&ObjectKey, usize> = BTreeMap::new();
    for (kind, row, mark) in drift.actual.marked() {
        if mark.controller != drift.controller || row.dynamic {
            continue;
        }
        let object = wanted
            .get(&mark.key)
            .filter(|object| object.kind == *kind && found.insert(&object.key));
        match object {
            Some(object) => fields(drift, object, row, &mut findings),
            None => {
                let count = surplus.entry(&mark.key).or_default();
                *count += 1;
                findings.push(unexpected(
                    &mark.key,
                    kind,
                    *count,
                    wanted.contains_key(&mark.key),
                ));
            }
        }
    }
    for object in drift
        .intended
        .iter()
        .filter(|object| !found.contains(&object.key))
    {
        findings.push(missing(drift, object));
    }
    findings.extend(misplaced(drift));
    findings.sort_by(|one, other| one.id.cmp(&other.id));
    findings
}

/// What differs in a row that is there.
fn fields(drift: &Drift<'_>, object: &Object, row: &ObservedRow, findings: &mut Vec<Finding>) {
    let (kind, semantics) = (&object.kind, drift.semantics);
    let deployed = drift.deployed.row(&object.key, kind);
    let version = drift
        .deployed
        .of(&object.key.resource)
        .map(|rows| rows.version.as_str());
    let mut names: BTreeSet<&str> = object.attributes.keys().map(String::as_str).collect();
    names.extend(row.attributes.keys().map(String::as_str));
    names.extend(
        deployed
            .flatten()
            .into_iter()
            .flat_map(|row| row.attributes.keys().map(String::as_str)),
    );
    for name in names {
        let intended = match object.attributes.get(name) {
            Some(wanted @ Value::Secret(_)) => {
                let mut found = secret(&object.key, kind, name, wanted, row);
                if let Some(finding) = &mut found {
                    finding.intention = intention(object, Some(name));
                }
                findings.extend(found);
                continue;
            }
            Some(Value::Text(text)) => Some(text.as_str()),
            None if semantics.writable(kind, name) => None,
            None => continue,
        };
        let field = Field {
            kind,
            name,
            intended,
            // Of a row that was not there, nothing is remembered by field.
            deployed: deployed
                .flatten()
                .map(|row| row.attributes.get(name).map(String::as_str)),
            actual: row.get(name),
            version,
        };
        let Some((class, differs)) = field.judge(semantics) else {
            continue;
        };
        let mut finding = Finding::new(class, &object.key, kind, name, Some(name));
        finding.intended = intended.map(str::to_owned);
        finding.deployed = field.deployed.flatten().map(str::to_owned);
        finding.actual = field.actual.map(str::to_owned);
        finding.differs = differs;
        finding.intention = intention(object, Some(name));
        finding.message = field.message(class, &object.key);
        findings.push(finding);
    }
}

/// What differs in a secret: which one it is, never the secret itself. One that the router does not show cannot be
/// compared; one that nnc does not know is never taken for the right one.
fn secret(key: &ObjectKey, kind: &Kind, name: &str, wanted: &Value, row: &ObservedRow) -> Option<Finding> {
    if *wanted == Value::unknown_secret() {
        let mut finding = Finding::new(Class::UnknownSecret, key, kind, name, Some(name));
        finding.differs = true;
        finding.message =
            format!("nnc does not know {name} of {key}: give it again with `nnc resource apply`");
        return Some(finding);
    }
    let actual = Value::observed(row.get(name)?);
    if actual == *wanted {
        return None;
    }
    let shown = |value: &Value| match value {
        Value::Secret(reference) if *value != Value::unknown_secret() => reference.to_string(),
        _ => "another secret".to_owned(),
    };
    let mut finding = Finding::new(Class::ForeignEdit, key, kind, name, Some(name));
    finding.intended = Some(shown(wanted));
    finding.actual = Some(shown(&actual));
    finding.differs = true;
    finding.message = format!("{name} of {key} is another secret than the one intended");
    Some(finding)
}

/// One field of one row, three ways.
struct Field<'a> {
    kind: &'a Kind,
    name: &'a str,
    /// `None` where it is left to the router.
    intended: Option<&'a str>,
    /// `None` where nothing is remembered.
    deployed: Option<Option<&'a str>>,
    actual: Option<&'a str>,
    /// The version that confirmed it.
    version: Option<&'a str>,
}

impl Field<'_> {
    /// The class, and whether the meaning differs; `None` where nothing does.
    fn judge(&self, semantics: &dyn Semantics) -> Option<(Class, bool)> {
        let as_deployed = self
            .deployed
            .map(|deployed| same(semantics, self.kind, self.name, deployed, self.actual));
        let as_intended = match (self.intended, self.actual) {
            (Some(intended), actual) => semantics.equal(self.kind, self.name, intended, actual),
            // Where the default is known it decides; else what was confirmed.
            (None, Some(actual)) => match semantics.stray(self.kind, self.name, actual) {
                Some(_) => false,
                None => as_deployed.unwrap_or(true) || semantics.has_default(self.kind, self.name),
            },
            (None, None) => as_deployed.unwrap_or(true) || semantics.has_default(self.kind, self.name),
        };
        if as_intended {
            let respelled = matches!((self.intended, self.actual), (Some(one), Some(other)) if one != other);
            return respelled.then_some((Class::DeviceNormalisation, false));
        }
        let class = if self.versions_differ(semantics) {
            Class::VersionChange
        } else {
            match (as_deployed, self.intended) {
                (Some(true), Some(_)) => Class::PendingChange,
                (Some(true), None) => Class::DeviceNormalisation,
                _ => Class::ForeignEdit,
            }
        };
        Some((class, true))
    }

    /// Whether the version that confirmed the row and the one that shows it differ in this field.
    fn versions_differ(&self, semantics: &dyn Semantics) -> bool {
        let now = semantics.version();
        let Some(then) = self.version.filter(|then| !then.is_empty() && *then != now) else {
            return false;
        };
        let knows = |version: &str| semantics.knows(version, self.kind, self.name);
        matches!((knows(then), knows(&now)), (Some(then), Some(now)) if then != now)
    }

    fn message(&self, class: Class, key: &ObjectKey) -> String {
        let said = |value: Option<&str>| value.map_or("nothing".to_owned(), |value| format!("{value:?}"));
        let (name, kind, actual) = (self.name, self.kind, said(self.actual));
        let wanted = self
            .intended
            .map_or("the router's default".to_owned(), |intended| {
                format!("{intended:?}")
            });
        match class {
            Class::DeviceNormalisation if self.intended.is_some() => {
                format!("{name} of {key} in {kind}: {wanted} is spelled {actual} by the router")
            }
            Class::DeviceNormalisation => {
                format!("{name} of {key} in {kind} has been {actual} since the router confirmed the row")
            }
            Class::VersionChange => format!(
                "{name} of {key} in {kind} is {actual} where {wanted} is wanted: version {} of the router knows this field otherwise than the one before",
                self.version.unwrap_or_default()
            ),
            Class::PendingChange => format!(
                "{name} of {key} in {kind} is to become {wanted}; the router has {actual}, as it confirmed last"
            ),
            _ => format!("{name} of {key} in {kind} was changed to {actual}; {wanted} is wanted"),
        }
    }
}

/// A row that should be there and is not.
fn missing(drift: &Drift<'_>, object: &Object) -> Finding {
    let (key, kind) = (&object.key, &object.kind);
    if let Some(row) = unmarked_twin(drift.actual, object, drift.semantics) {
        let mark = Mark {
            controller: drift.controller,
            key: key.clone(),
        };
        let mut finding = Finding::new(Class::ForeignEdit, key, kind, "comment", Some("comment"));
        finding.intended = Some(mark.to_string());
        finding.deployed = drift.deployed.row(key, kind).flatten().map(|_| mark.to_string());
        finding.actual = row.get("comment").map(str::to_owned);
        finding.stands_in = is_single(object, drift.semantics).then(|| row.id.clone());
        finding.message = match finding.stands_in {
            Some(_) => format!(
                "the row {key} of {kind} has lost its mark: a row that says the same stands there without it, and the router takes no second one; put its comment back, for nnc touches no row without its mark"
            ),
            None => format!(
                "the row {key} of {kind} has lost its mark: a row that says the same stands there without it; put its comment back, or remove it, for nnc touches no row without its mark"
            ),
        };
        return finding;
    }
    let known = drift.deployed.row(key, kind);
    let class = match known {
        Some(None) => Class::PendingChange,
        _ if !drift.actual.kinds.contains_key(kind) => Class::VersionChange,
        _ => Class::LostObject,
    };
    let mut finding = Finding::new(class, key, kind, "lost", None);
    finding.intended = Some(object_text(object));
    finding.deployed = known.flatten().map(row_text);
    finding.intention = intention(object, None);
    finding.message = match class {
        Class::PendingChange => format!("the row {key} of {kind} is wanted now and was never on the router"),
        Class::VersionChange => format!("the row {key} is gone: the router has no {kind} any more"),
        _ => format!("the row {key} of {kind} is gone"),
    };
    finding
}

/// The only row without a mark that says what the object says.
fn unmarked_twin<'a>(
    actual: &'a Snapshot,
    object: &Object,
    semantics: &dyn Semantics,
) -> Option<&'a ObservedRow> {
    let says_the_same = |row: &&ObservedRow| {
        row.mark.is_none()
            && !row.dynamic
            && object.attributes.iter().all(|(name, value)| match value {
                Value::Text(text) => semantics.equal(&object.kind, name, text, row.get(name)),
                Value::Secret(_) => true,
            })
    };
    let mut twins = actual.rows(&object.kind).iter().filter(says_the_same);
    match (twins.next(), twins.next()) {
        (Some(row), None) => Some(row),
        _ => None,
    }
}

/// Whether a row without a mark stands where the object would have to be made.
pub(super) fn is_hindered(object: &Object, actual: &Snapshot, semantics: &dyn Semantics) -> bool {
    is_single(object, semantics) && unmarked_twin(actual, object, semantics).is_some()
}

/// Whether a router takes no second row that says the same: rows with names, and those of kinds where some fields
/// together are what tells rows apart.
fn is_single(object: &Object, semantics: &dyn Semantics) -> bool {
    let unique = semantics.unique(&object.kind);
    let says = |name: &&str| object.attributes.contains_key(*name);
    says(&"name") || (!unique.is_empty() && unique.iter().all(says))
}

/// A row of ours that is not intended; the `count`-th of its mark.
fn unexpected(key: &ObjectKey, kind: &Kind, count: usize, wanted: bool) -> Finding {
    let what = if count == 1 {
        "unexpected".to_owned()
    } else {
        format!("unexpected-{count}")
    };
    let mut finding = Finding::new(Class::UnexpectedObject, key, kind, &what, None);
    finding.message = if wanted {
        format!("a second row in {kind} carries the mark of {key}")
    } else {
        format!("a row in {kind} carries the mark of {key}, which is not wanted")
    };
    finding
}

/// Rows that stand in the wrong place.
fn misplaced(drift: &Drift<'_>) -> Vec<Finding> {
    let change = diff(
        drift.intended,
        drift.actual,
        drift.controller,
        &Scope::Everything,
        drift.semantics,
    );
    let moved = |action: &Action| match action {
        Action::Move { key, kind, .. } => {
            let mut finding = Finding::new(Class::Misplaced, key, kind, "misplaced", None);
            finding.message = format!(
                "the row {key} of {kind} stands in the wrong place: rows of others are in front of it, or rows of ours have changed places"
            );
            Some(finding)
        }
        _ => None,
    };
    change
        .operations
        .iter()
        .filter_map(|operation| moved(&operation.action))
        .collect()
}

fn object_text(object: &Object) -> String {
    let said = object.attributes.iter().map(|(name, value)| match value {
        Value::Text(text) => format!("{name}={text}"),
        Value::Secret(_) => format!("{name}=***"),
    });
    said.collect::<Vec<_>>().join(" ")
}

fn row_text(row: &DeployedRow) -> String {
    let said = row
        .attributes
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    said.collect::<Vec<_>>().join(" ")
}
