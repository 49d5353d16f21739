//! RouterOS as a platform of nnc: the pure side, for one version.

use std::collections::BTreeMap;

use nnc_core::blueprint::Blueprint;
use nnc_core::change::{Action, ApplyError, ChangeSet, Operation, Scope, Semantics};
use nnc_core::facts::Facts;
use nnc_core::identity::ControllerId;
use nnc_core::intent::Raised;
use nnc_core::object::{Kind, Object, ObservedRow, Snapshot, Value};
use nnc_core::ports::{GuardKind, LowerError, Platform};
use nnc_core::walk::{Lockout, Management, Model, Steered, Steering};
use routeros_commands::{CommandTree, Version, View};

use crate::generated::map::ResourceMap;
use crate::{facts, kinds, lockout, lower, raise, render, semantics, walk};

/// The rows, spellings and rules of one RouterOS version. Pure: it knows no router.
///
/// ```
/// use nnc_routeros::RouterOs;
/// let platform = RouterOs::new("7.22.3".parse().unwrap()).unwrap();
/// assert_eq!(platform.version().to_string(), "7.22.3");
/// ```
#[derive(Clone)]
pub struct RouterOs {
    view: View<'static>,
    version: Version,
}

impl std::fmt::Debug for RouterOs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RouterOs({})", self.version)
    }
}

impl RouterOs {
    /// The platform of a version.
    ///
    /// # Errors
    /// For versions older than the oldest known.
    pub fn new(version: Version) -> Result<Self, routeros_commands::Error> {
        Ok(Self {
            view: CommandTree::embedded()?.at(version)?,
            version,
        })
    }

    /// The version.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// Its major and minor number.
    fn release(&self) -> (u16, u16) {
        (self.version.major, self.version.minor)
    }

    fn takes(&self, kind: &Kind, verb: &str, attribute: &str) -> bool {
        let menu = self.view.menu(kind.as_str());
        menu.and_then(|menu| menu.verb(verb))
            .is_some_and(|verb| verb.argument(attribute).is_some())
    }
}

impl Semantics for RouterOs {
    fn equal(&self, kind: &Kind, attribute: &str, intended: &str, observed: Option<&str>) -> bool {
        match observed {
            Some(observed) => semantics::same(kind, attribute, intended, observed),
            None => semantics::default_of(kind, attribute)
                .is_some_and(|default| semantics::same(kind, attribute, intended, default)),
        }
    }

    fn stray(&self, kind: &Kind, attribute: &str, observed: &str) -> Option<Option<Value>> {
        if semantics::is_inert(attribute) || !self.writable(kind, attribute) {
            return None;
        }
        let default = semantics::default_of(kind, attribute)?;
        if semantics::same(kind, attribute, default, observed) {
            return None;
        }
        // A flag is taken away; it has no value that stands for "not given".
        let valued = !default.is_empty() && !semantics::is_flag(kind, attribute);
        Some(valued.then(|| Value::from(default)))
    }

    fn list<'r>(&self, kind: &Kind, row: &'r ObservedRow) -> Option<&'r str> {
        if semantics::is_firewall(kind) {
            return Some(row.get("chain").unwrap_or_default());
        }
        (*kind == kinds::RULE).then_some("")
    }

    fn fixed(&self, kind: &Kind, attribute: &str) -> bool {
        !self.takes(kind, "set", attribute)
    }

    fn writable(&self, kind: &Kind, attribute: &str) -> bool {
        !semantics::is_inert(attribute) && self.takes(kind, "add", attribute)
    }

    fn tier(&self, kind: &Kind, attributes: &BTreeMap<String, Value>) -> u8 {
        // A list that includes another list refers to it.
        let includes = attributes
            .get("include")
            .and_then(Value::as_text)
            .is_some_and(|lists| !lists.is_empty());
        match kind {
            kind if *kind == kinds::LIST && includes => 1,
            kind if *kind == kinds::VLAN || *kind == kinds::TABLE || *kind == kinds::LIST => 0,
            _ => 2,
        }
    }

    fn unique(&self, kind: &Kind) -> &'static [&'static str] {
        match kind {
            kind if *kind == kinds::LIST_MEMBER => &["list", "interface"],
            kind if [kinds::ADDRESS_LIST, kinds::ADDRESS_LIST6].contains(kind) => &["list", "address"],
            kind if [kinds::ADDRESS, kinds::ADDRESS6].contains(kind) => &["address", "interface"],
            _ => &[],
        }
    }

    fn referred_by<'r>(&self, kind: &Kind, attributes: &'r BTreeMap<String, Value>) -> Option<&'r str> {
        let interface = kind
            .as_str()
            .strip_prefix("/interface/")
            .is_some_and(|menu| !menu.contains('/'));
        let referred = interface || *kind == kinds::TABLE;
        attributes
            .get("name")
            .and_then(Value::as_text)
            .filter(|_| referred)
    }

    fn has_default(&self, kind: &Kind, attribute: &str) -> bool {
        semantics::default_of(kind, attribute).is_some()
    }

    fn version(&self) -> String {
        self.version.to_string()
    }

    fn knows(&self, version: &str, kind: &Kind, attribute: &str) -> Option<bool> {
        let version: Version = version.parse().ok()?;
        let mapped = ResourceMap::of_path(kind.as_str()).and_then(|map| map.property(attribute)?.property);
        if let Some(property) = mapped {
            return Some(property.known_to((version.major, version.minor)));
        }
        let view = CommandTree::embedded().ok()?.at(version).ok()?;
        let add = view.menu(kind.as_str())?.verb("add")?;
        Some(add.argument(attribute).is_some())
    }
}

impl Platform for RouterOs {
    fn lower(&self, blueprint: &Blueprint, facts: &Facts, scope: &Scope) -> Result<Vec<Object>, LowerError> {
        lower::lower(self.release(), blueprint, facts, scope)
    }

    fn parked(&self, row: &Object, guard: GuardKind) -> Option<Object> {
        let secrets = semantics::secrets_of(&row.kind);
        let mut names = secrets
            .iter()
            .filter_map(|field| Some(field.property.as_ref()?.name));
        let known = |name: &str| {
            let shown = row.attributes.get(name);
            matches!(shown, Some(secret @ Value::Secret(_)) if *secret != Value::unknown_secret())
        };
        let removable = secrets.is_empty() || (guard != GuardKind::DeadMan && names.all(known));
        if removable || !self.takes(&row.kind, "set", "disabled") {
            return None;
        }
        let mut parked = row.clone();
        parked
            .attributes
            .insert("disabled".to_owned(), Value::from("yes"));
        Some(parked)
    }

    fn raise(&self, objects: &[Object], facts: &Facts) -> Raised {
        raise::raise(objects, facts)
    }

    fn facts(&self, snapshot: &Snapshot, controller: ControllerId) -> Facts {
        facts::facts(snapshot, controller)
    }

    fn predict(&self, before: &Snapshot, change: &ChangeSet) -> Result<Snapshot, ApplyError> {
        lockout::predict(before, change)
    }

    fn lockout(&self, before: &Snapshot, after: &Snapshot, management: &Management) -> Lockout {
        lockout::judge(before, after, management)
    }

    fn unsupported(&self, operation: &Operation) -> Option<String> {
        let (kind, verb, attributes): (_, _, Vec<&String>) = match &operation.action {
            Action::Add { object, .. } => (&object.kind, "add", object.attributes.keys().collect()),
            Action::Set { kind, values, .. } => (kind, "set", values.keys().collect()),
            Action::Remove { object, .. } => (&object.kind, "remove", Vec::new()),
            Action::Move { kind, .. } => (kind, "move", Vec::new()),
            Action::Effect(_) => return None,
        };
        let known = self.view.menu(kind.as_str()).and_then(|menu| menu.verb(verb));
        let Some(verb) = known else {
            return Some(format!("RouterOS {} has no {kind} {verb}", self.version));
        };
        let unknown = attributes
            .into_iter()
            .find(|name| verb.argument(name).is_none())?;
        Some(format!("{kind} of RouterOS {} knows no {unknown}", self.version))
    }

    fn render(&self, controller: ControllerId, operation: &Operation) -> String {
        render::operation(controller, operation)
    }

    fn walk(&self, snapshot: &Snapshot) -> Model {
        walk::model(snapshot)
    }

    fn steered(&self, model: &Model, snapshot: &Snapshot, steering: &Steering<'_>) -> Steered {
        walk::steered(model, snapshot, steering)
    }
}
