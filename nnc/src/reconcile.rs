//! What is wanted against what the router has, and what to do about it.

use nnc_core::change::{Action, ChangeSet, Operation, Scope, diff};
use nnc_core::intent::Intents;
use nnc_core::object::Object;

use nnc_state::drift::{
    Accepted, Class, Drift, Finding, Sorted, accept, adopt, changed_resources, find, restore, sort,
};
use serde::Serialize;

use crate::engine;
use crate::error::{Error, ErrorKind};
use crate::resources::configuration;
use crate::router::{Observation, Reach, Router, desired, intended};
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
    /// What the row is for.
    pub role: String,
    /// The menu.
    pub menu: String,
    /// `missing`, `changed`, `misplaced` or `unexpected`.
    pub difference: &'static str,
    /// Who changed what.
    pub class: Class,
    /// The stable code of the class, listed in `docs/errors.md`.
    pub code: &'static str,
    /// Where, as a JSON pointer (RFC 6901) into the deployment of the router.
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
    intended: Vec<Object>,
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
    fn change(&self) -> Result<ChangeSet, Error> {
        let desired = restore(
            desired(&self.intents, &self.seen)?,
            &self.sorted.open,
            self.seen.platform.as_ref(),
        );
        Ok(diff(
            &desired,
            &self.seen.snapshot,
            self.intents.controller,
            &Scope::Everything,
            self.seen.platform.as_ref(),
        ))
    }

    fn report(&self) -> Result<DriftReport, Error> {
        let change = self.change()?;
        let view = |finding: &Finding, accepted_at| self.view(&change, finding, accepted_at);
        Ok(DriftReport {
            differences: self
                .sorted
                .open
                .iter()
                .map(|finding| view(finding, None))
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
        })
    }

    fn view(&self, change: &ChangeSet, finding: &Finding, accepted_at: Option<u64>) -> Difference {
        let repair: Vec<String> = change
            .operations
            .iter()
            .filter_map(|operation| part_for(operation, finding))
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
            code: finding.code(),
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

    /// What differs under this name.
    fn open(&self, id: &str) -> Result<&Finding, Error> {
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

fn sorted(intents: &Intents, intended: &[Object], seen: &Observation) -> Sorted {
    let drift = Drift {
        intended,
        deployed: &seen.deployed,
        actual: &seen.snapshot,
        controller: intents.controller,
        semantics: seen.platform.as_ref(),
    };
    sort(find(&drift), &seen.accepted, seen.platform.as_ref())
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
        compared.report()
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
                accept(compared.open(id)?, at)
                    .map_err(|error| Error::new(ErrorKind::Conflict, error.code(), error.to_string()))
            })
            .collect::<Result<_, Error>>()?;
        let stored = accepted.clone();
        self.database(move |database| Ok(database.accept(&stored)?))
            .await?;
        compared.seen.accepted.extend(accepted);
        Comparison::new(compared.intents, compared.seen)?.report()
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
        let mut rows = compared.intended.clone();
        for id in ids {
            let finding = compared.open(id)?;
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
            rows = intended(&adopted, &compared.seen)?;
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
                    draft.put_resource(None, intent.clone(), configuration(intent));
                }
                Ok(())
            },
        )
        .await
    }

    async fn compared(&self) -> Result<Comparison, Error> {
        let (_, intents) = self.remembered().await?;
        let port = self.connect(false, None).await?;
        let seen = self.observe(&port).await;
        port.close().await;
        Comparison::new(intents, seen?)
    }
}

fn already_follows(object: &Object, finding: &Finding, seen: &Observation) -> bool {
    let Some(field) = &finding.field else { return false };
    let value = object
        .attributes
        .get(field)
        .and_then(nnc_core::object::Value::as_text);
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
