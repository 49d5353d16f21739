//! What is wanted against what the router has, and what to do about it.

use nnc_core::change::{Action, ChangeSet, Operation, Scope, diff};
use nnc_core::identity::ResourceId;
use nnc_core::intent::{Finding as Fault, Intents};
use nnc_core::object::{Object, Value};

use nnc_state::Fit;
use nnc_state::drift::{
    Accepted, Class, Drift, Finding, Sorted, accept, adopt, changed_resources, find, overlay, restore, sort,
};
use serde::Serialize;

use crate::engine;
use crate::error::{Error, ErrorKind};
use crate::resources::configuration;
use crate::router::{Observation, Reach, Router, intended};
use crate::views::Change;

/// One row, or one field of it, that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// Names the difference for [`Router::accept_differences`] and [`Router::adopt_differences`], such as
    /// `vif/tor-usa:vlan:mtu`.
    pub id: String,
    /// The resource that it belongs to.
    pub resource: String,
    /// What the row is for; empty for `unfit`.
    pub role: String,
    /// The menu; empty for `unfit`.
    pub menu: String,
    /// `missing`, `changed`, `misplaced`, `unexpected`; or `unfit` where the router has become such that what is wanted of
    /// the resource has no meaning there: what the router has of it is left as it is.
    pub difference: &'static str,
    /// Who changed what.
    pub class: Class,
    /// The stable code of the class or, for `unfit`, of what is wrong with the resource; listed in `docs/errors.md`.
    pub code: String,
    /// Where, as a JSON pointer (RFC 6901) into the deployment of the router; for `unfit`, into the intents.
    pub pointer: String,
    /// The field; `None` for a whole row.
    pub field: Option<String>,
    /// What is wanted; `None` where it is left to the router.
    pub intended: Option<String>,
    /// What the router confirmed last, where that is remembered.
    pub deployed: Option<String>,
    /// What the router shows.
    pub actual: Option<String>,
    /// What happened, for people.
    pub message: String,
    /// When it was accepted, in milliseconds since 1970; `None` if it was not.
    pub accepted_at: Option<u64>,
    /// What would put it right, as a person would type it; empty where nnc does not know.
    pub repair: String,
}

impl Difference {
    /// What is wrong with a resource as a whole: somebody took from the router what it stands on.
    fn unfit(resource: &ResourceId, finding: &Fault) -> Self {
        Self {
            id: format!("{resource}:{}", finding.code),
            resource: resource.to_string(),
            role: String::new(),
            menu: String::new(),
            difference: "unfit",
            class: Class::ForeignEdit,
            code: finding.code.clone(),
            pointer: finding.pointer.clone(),
            field: None,
            intended: None,
            deployed: None,
            actual: None,
            message: finding.message.clone(),
            accepted_at: None,
            repair: String::new(),
        }
    }
}

/// Everything that is not as wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DriftReport {
    /// What differs.
    pub differences: Vec<Difference>,
    /// What differs and was accepted.
    pub accepted: Vec<Difference>,
    /// What means the same and is only spelled otherwise by the router.
    pub respelled: Vec<Difference>,
}

/// The comparison with what it was made from.
struct Comparison {
    intents: Intents,
    seen: Observation,
    intended: Fit,
    sorted: Sorted,
}

impl Comparison {
    fn new(intents: Intents, seen: Observation) -> Result<Self, Error> {
        let intended = intended(&intents, &seen)?;
        let sorted = sorted(&intents, &intended, &seen);
        Ok(Self {
            intents,
            seen,
            intended,
            sorted,
        })
    }

    /// What leads to what is wanted.
    fn change(&self) -> ChangeSet {
        let platform = self.seen.platform.as_ref();
        let desired = overlay(
            self.intended.rows.clone(),
            &self.seen.accepted,
            &self.seen.snapshot,
            self.intents.controller,
            &self.intended.whole,
            platform,
        );
        diff(
            &restore(desired, &self.sorted.open, platform),
            &self.seen.snapshot,
            self.intents.controller,
            &Scope::Everything,
            platform,
        )
    }

    fn report(&self) -> DriftReport {
        let change = self.change();
        let view = |finding: &Finding, accepted_at| self.view(&change, finding, accepted_at);
        let unfit = self.intended.unfit.iter();
        let unfit = unfit.flat_map(|(resource, findings)| {
            findings
                .iter()
                .map(|finding| Difference::unfit(resource, finding))
        });
        DriftReport {
            differences: unfit
                .chain(self.sorted.open.iter().map(|finding| view(finding, None)))
                .collect(),
            accepted: self
                .sorted
                .accepted
                .iter()
                .map(|(finding, at)| view(finding, Some(*at)))
                .collect(),
            respelled: self
                .sorted
                .respelled
                .iter()
                .map(|finding| view(finding, None))
                .collect(),
        }
    }

    fn view(&self, change: &ChangeSet, finding: &Finding, accepted_at: Option<u64>) -> Difference {
        let parts = change
            .operations
            .iter()
            .filter_map(|operation| part_for(operation, finding));
        let repair: Vec<String> = parts
            .chain(marking(finding))
            .map(|operation| self.seen.platform.render(self.intents.controller, &operation))
            .collect();
        Difference {
            id: finding.id.clone(),
            resource: finding.key.resource.to_string(),
            role: finding.key.role.to_string(),
            menu: finding.kind.to_string(),
            difference: match (finding.class, &finding.field) {
                (Class::UnexpectedObject, _) => "unexpected",
                (Class::Misplaced, _) => "misplaced",
                (_, Some(field)) if field != "comment" => "changed",
                _ => "missing",
            },
            class: finding.class,
            code: finding.code().to_owned(),
            pointer: finding.pointer.clone(),
            field: finding.field.clone(),
            intended: finding.intended.clone(),
            deployed: finding.deployed.clone(),
            actual: finding.actual.clone(),
            message: finding.message.clone(),
            accepted_at,
            repair: repair.join("; "),
        }
    }

    /// What differs under this name, by row and field; `refusal` is the code for what differs otherwise.
    fn open(&self, id: &str, refusal: &'static str) -> Result<&Finding, Error> {
        let unfit = self.intended.unfit.iter();
        let mut unfit = unfit.flat_map(|(resource, faults)| {
            faults
                .iter()
                .map(move |fault| (Difference::unfit(resource, fault).id, fault))
        });
        if let Some((_, fault)) = unfit.find(|(unfit, _)| unfit == id) {
            let message = format!("{id} is no difference of a row: {}", fault.message);
            return Err(Error::new(ErrorKind::Conflict, refusal, message));
        }
        self.sorted
            .open
            .iter()
            .find(|finding| finding.id == id)
            .ok_or_else(|| {
                let message = format!("nothing differs under the name {id}: `nnc reconcile` lists what does");
                Error::new(ErrorKind::NotFound, "drift-not-found", message)
            })
    }
}

/// What differs by row and field, but for the rows of what does not fit the router.
fn sorted(intents: &Intents, intended: &Fit, seen: &Observation) -> Sorted {
    let drift = Drift {
        intended: &intended.rows,
        deployed: &seen.deployed,
        actual: &seen.snapshot,
        controller: intents.controller,
        semantics: seen.platform.as_ref(),
    };
    let fits = |finding: &Finding| intended.has(&finding.key.resource);
    let found = find(&drift).into_iter().filter(fits).collect();
    let mut sorted = sort(found, &seen.accepted, seen.platform.as_ref());
    // What was accepted of the others is judged once they fit again.
    sorted
        .obsolete
        .retain(|accepted| intended.has(&accepted.key.resource));
    sorted
}

/// What gives a row back its mark. Only a person can say that it is ours: it is shown, and never done.
fn marking(finding: &Finding) -> Option<Operation> {
    let row = finding.stands_in.clone()?;
    let (name, mark) = (finding.field.clone()?, finding.intended.clone()?);
    Some(Operation {
        group: finding.key.resource.clone(),
        action: Action::Set {
            key: finding.key.clone(),
            kind: finding.kind.clone(),
            row: Some(row),
            previous: [(name.clone(), finding.actual.clone().map(Value::from))].into(),
            values: [(name, Some(Value::from(mark)))].into(),
        },
        after: Vec::new(),
    })
}

/// The part of an operation that concerns a finding.
fn part_for(operation: &Operation, finding: &Finding) -> Option<Operation> {
    if operation.key() != Some(&finding.key) {
        return None;
    }
    let mut operation = operation.clone();
    match (&mut operation.action, finding.class) {
        (Action::Move { .. }, Class::Misplaced) => {}
        (Action::Move { .. }, _) | (_, Class::Misplaced) => return None,
        (Action::Set { values, previous, .. }, _) => {
            let field = finding.field.as_ref()?;
            values.retain(|name, _| name == field);
            previous.retain(|name, _| name == field);
            if values.is_empty() {
                return None;
            }
        }
        (Action::Add { .. }, Class::UnexpectedObject) | (Action::Effect(_), _) => return None,
        // A field that can only be given when a row is made needs another row.
        (Action::Add { .. } | Action::Remove { .. }, _) => {}
    }
    Some(operation)
}

impl Router {
    /// What differs between what is wanted and what the router has, without what was accepted. Writes nothing to
    /// the router.
    ///
    /// # Errors
    /// Why the router or the database could not be read.
    pub async fn reconcile(&self) -> Result<Vec<Difference>, Error> {
        Ok(self.drift().await?.differences)
    }

    /// What differs, what was accepted, and what is only spelled otherwise. What was accepted and has changed since
    /// is forgotten. Writes nothing to the router.
    ///
    /// # Errors
    /// Why the router or the database could not be read.
    pub async fn drift(&self) -> Result<DriftReport, Error> {
        let compared = self.compared().await?;
        let obsolete = compared.sorted.obsolete.clone();
        if !obsolete.is_empty() {
            self.database(move |database| Ok(database.forget_accepted(&obsolete)?))
                .await?;
        }
        Ok(compared.report())
    }

    /// Puts right what differs, rows of ours that belong to nothing included. What was accepted stays.
    ///
    /// # Errors
    /// As for [`VirtualInterfaces::create`](crate::VirtualInterfaces::create).
    pub async fn repair(&self) -> Result<Change, Error> {
        self.change("repair".to_owned(), false, Reach::Everything, |_| Ok(()))
            .await
    }

    /// Remembers that differences are accepted: they are drift no longer until they change again, and every later
    /// change leaves them alone. Writes nothing to the router. Gives what still differs.
    ///
    /// # Errors
    /// `drift-not-found`, `drift-not-acceptable`; then none is accepted. `router-busy`; or why the router or the
    /// database could not be read.
    pub async fn accept_differences(&self, ids: &[&str]) -> Result<DriftReport, Error> {
        let _lock = engine::lock(self).await?;
        let mut compared = self.compared().await?;
        let at = self.shared.clock.now_ms();
        let accepted: Vec<Accepted> = ids
            .iter()
            .map(|id| {
                accept(compared.open(id, "drift-not-acceptable")?, at)
                    .map_err(|error| Error::new(ErrorKind::Conflict, error.code(), error.to_string()))
            })
            .collect::<Result<_, Error>>()?;
        let stored = accepted.clone();
        self.database(move |database| Ok(database.accept(&stored)?))
            .await?;
        compared.seen.accepted.extend(accepted);
        Ok(Comparison::new(compared.intents, compared.seen)?.report())
    }

    /// Takes what the router shows for what is wanted, where that follows from something that a user configures:
    /// whatever else follows from it is changed with it.
    ///
    /// # Errors
    /// `drift-not-found`, `drift-not-adoptable`; otherwise as for
    /// [`VirtualInterfaces::create`](crate::VirtualInterfaces::create).
    pub async fn adopt_differences(&self, ids: &[&str]) -> Result<Change, Error> {
        let compared = self.compared().await?;
        let mut adopted = compared.intents.clone();
        let mut rows = compared.intended.rows.clone();
        for id in ids {
            let finding = compared.open(id, "drift-not-adoptable")?;
            let as_intended = rows
                .iter()
                .filter(|object| object.key == finding.key && object.kind == finding.kind)
                .any(|object| already_follows(object, finding, &compared.seen));
            if as_intended {
                // One before it in the list brought it along.
                continue;
            }
            adopted = adopt(
                &adopted,
                &rows,
                finding,
                compared.seen.platform.as_ref(),
                &compared.seen.facts,
            )
            .map_err(|error| Error::new(ErrorKind::Conflict, error.code(), error.to_string()))?;
            rows = intended(&adopted, &compared.seen)?.rows;
        }
        let (interfaces, steerings, resources) = changed_resources(&compared.intents, &adopted);
        let before = compared.intents;
        self.change(
            format!("adopt {}", ids.join(", ")),
            false,
            Reach::Draft,
            move |draft| {
                for (interface, allocation) in &interfaces {
                    let now = draft.intents.interfaces.get(&interface.instance);
                    if now != before.interfaces.get(&interface.instance) {
                        return Err(changed_meanwhile(interface.instance.as_str()));
                    }
                    draft.adopt_interface(interface.clone(), allocation.clone())?;
                }
                for steering in &steerings {
                    let now = draft.intents.steerings.get(&steering.device);
                    if now != before.steerings.get(&steering.device) {
                        return Err(changed_meanwhile(&steering.device.to_string()));
                    }
                    draft.adopt_steering(steering.clone())?;
                }
                for intent in &resources {
                    let now = draft.intents.resources.get(&intent.resource);
                    if now != before.resources.get(&intent.resource) {
                        return Err(changed_meanwhile(intent.resource.as_str()));
                    }
                    draft.put_resource(None, intent.clone(), configuration(intent))?;
                }
                Ok(())
            },
        )
        .await
    }

    async fn compared(&self) -> Result<Comparison, Error> {
        let (_, intents) = self.remembered().await?;
        let port = self.connect(false, None).await?;
        let seen = self.observe_comparable(&port).await;
        port.close().await;
        Comparison::new(intents, seen?)
    }
}

fn already_follows(object: &Object, finding: &Finding, seen: &Observation) -> bool {
    let Some(field) = &finding.field else { return false };
    let value = object.attributes.get(field).and_then(Value::as_text);
    value.is_some_and(|value| {
        seen.platform
            .equal(&finding.kind, field, value, finding.actual.as_deref())
    })
}

fn changed_meanwhile(what: &str) -> Error {
    let message = format!("{what} was changed by another call in the meantime; compare again");
    let mut error = Error::new(ErrorKind::Conflict, "drift-not-found", message);
    error.retryable = true;
    error
}
