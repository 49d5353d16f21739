//! The way of a change through the stages.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use nnc_core::change::{Action, ChangeSet, Effect, Scope, Semantics, apply, diff};
use nnc_core::facts::Facts;
use nnc_core::identity::ResourceId;
use nnc_core::intent::{Finding, Intents};
use nnc_core::object::{Object, Snapshot};
use nnc_core::ports::{GuardKind, LowerError, Platform};
use nnc_core::walk::{Lockout, Management, Packet, Step};

use super::{Counterexample, Judged, Judgement, Report, Stage, Validated, Verdict, Weight, digest};
use crate::batch::guarded;
use crate::compare::{Image, Images};
use crate::drift::{Accepted, Deployed, Drift, find, outdated, overlay, restore, sort, unhindered};
use crate::fit::Fit;
use crate::plan::Confirmation;

/// What to do about a change that would lock the controller out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LockoutPolicy {
    /// Refuse it.
    #[default]
    Refuse,
    /// Let it happen: the user said so.
    Allow,
}

/// A change to validate.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// What is wanted, all of it.
    pub intents: &'a Intents,
    /// The resources whose rows may be changed.
    pub scope: &'a BTreeSet<ResourceId>,
    /// What the router shows.
    pub snapshot: &'a Snapshot,
    /// What that says besides our own rows.
    pub facts: &'a Facts,
    /// The differences that the user accepted: the change leaves them alone.
    pub accepted: &'a [Accepted],
    /// To repair: what the router confirmed last, which counts where neither the intents nor defaults say what a field
    /// is.
    pub restore: Option<&'a Deployed>,
    /// The platform of the router's version.
    pub platform: &'a Arc<dyn Platform>,
    /// What must happen after the change, if anything is changed.
    pub effect: Option<&'a (ResourceId, Effect)>,
    /// How the controller reaches the router.
    pub management: &'a Management,
    /// What to do if it would not do so any more.
    pub lockout: LockoutPolicy,
    /// How many operations one guard covers, and how many travel together.
    pub limits: (usize, usize),
    /// How the change will be guarded.
    pub guard: GuardKind,
}

/// Takes a change through the stages.
///
/// # Errors
/// What refuses it, by stage.
pub fn validate(request: &Request<'_>) -> Result<Validated, Box<Report>> {
    let mut course = Course::default();
    let of_schema = request.intents.check_schema(Some(request.scope));
    course.refuse_all(of_schema.into_iter().map(|finding| (Stage::Schema, finding)));
    let against_facts = request.intents.check(request.facts, Some(&judged(request)));
    course.refuse_all(
        against_facts
            .into_iter()
            .map(|finding| (Stage::of(&finding.code), finding)),
    );
    // What is sound is judged on, so that everything is told at once.
    let sound = course.sound(request.intents);
    let (desired, outdated) = match lower(&sound, request) {
        Ok(fit) => {
            let outdated = no_longer_accepted(&fit, request);
            let (desired, left) = adjusted(fit.rows, &fit.whole, request);
            course.judge_unfit(fit.unfit, request);
            for finding in left {
                course.note(Stage::Conflicts, finding);
            }
            (desired, outdated)
        }
        Err(error) => {
            course.refuse(Stage::Capability, Finding::new(error.code, "", error.message));
            return Err(Box::new(course.report(Stage::Capability)));
        }
    };
    if course.is_refused() {
        return Err(Box::new(course.report(Stage::Capability)));
    }
    let (desired, change) = parked(request, desired);
    course.refuse_all(unsupported(request.platform.as_ref(), &change));
    let predicted = match request.platform.predict(request.snapshot, &change) {
        Ok(predicted) => predicted,
        Err(error) => {
            course.refuse(Stage::Plan, Finding::new("plan-stale", "", error.to_string()));
            return Err(Box::new(course.report(Stage::Capability)));
        }
    };
    let lockout = if change.writes() == 0 {
        Lockout::Safe
    } else {
        let asked = request
            .platform
            .lockout(request.snapshot, &predicted, request.management);
        match asked {
            Lockout::CannotTell { .. } if is_shaped(&change) => Lockout::Safe,
            asked => asked,
        }
    };
    let confirmation = course.police(&lockout, request.lockout);
    if course.is_refused() {
        return Err(Box::new(course.report(Stage::Policy)));
    }
    course.plan(request, &desired, &change, predicted);
    if course.is_refused() {
        return Err(Box::new(course.report(Stage::Plan)));
    }
    let mut report = course.report(Stage::Plan);
    report.plan_hash = Some(digest::hash(&change, request.snapshot));
    Ok(Validated {
        report,
        desired,
        change,
        confirmation,
        lockout,
        outdated,
    })
}

/// Whether a change is to nothing but virtual interfaces and steering rules. Their rows are of fixed shapes that match
/// packets of steered devices and of services only, so where a way in cannot be told, they are not what cuts it; where
/// it can be told, and is theirs, the change is refused as any other.
fn is_shaped(change: &ChangeSet) -> bool {
    change
        .operations
        .iter()
        .all(|operation| matches!(operation.group.kind(), "base" | "vif" | "steer"))
}

/// The resources whose intents must fit the router: those that may be changed and, where something new is wanted, what
/// they go through. To repair one thing that goes through another says nothing new of the other.
fn judged(request: &Request<'_>) -> BTreeSet<ResourceId> {
    let mut judged = request.scope.clone();
    if request.restore.is_none() {
        judged.extend(request.intents.carriers_of(request.scope));
    }
    judged
}

fn lower(intents: &Intents, request: &Request<'_>) -> Result<Fit, LowerError> {
    // What is to be restored is told from everything that is intended.
    let scope = match request.restore {
        Some(_) => Scope::Everything,
        None => Scope::Resources(request.scope.clone()),
    };
    Fit::new(intents, request.facts, request.platform.as_ref(), &scope)
}

/// What was accepted and holds no longer. Of what does not fit that cannot be told.
fn no_longer_accepted(fit: &Fit, request: &Request<'_>) -> Vec<Accepted> {
    let mut outdated = outdated(
        &fit.rows,
        request.accepted,
        request.snapshot,
        request.intents.controller,
        &fit.whole,
        request.platform.as_ref(),
    );
    outdated.retain(|accepted| fit.has(&accepted.key.resource));
    outdated
}

/// What is intended, but for what the user accepted to be otherwise, and for what only the user can put right, which a
/// repair tells.
fn adjusted(intended: Vec<Object>, scope: &Scope, request: &Request<'_>) -> (Vec<Object>, Vec<Finding>) {
    let semantics: &dyn Semantics = request.platform.as_ref();
    let controller = request.intents.controller;
    let overlaid = |intended| {
        overlay(
            intended,
            request.accepted,
            request.snapshot,
            controller,
            scope,
            semantics,
        )
    };
    let Some(deployed) = request.restore else {
        let desired = unhindered(overlaid(intended), request.snapshot, controller, scope, semantics);
        return (desired, Vec::new());
    };
    let found = find(&Drift {
        intended: &intended,
        deployed,
        actual: request.snapshot,
        controller,
        semantics,
    });
    let open = sort(found, request.accepted, semantics).open;
    let left = open
        .iter()
        .filter(|found| found.stands_in.is_some() && request.scope.contains(&found.key.resource))
        .map(|found| Finding::new(found.code(), found.pointer.clone(), found.message.clone()))
        .collect();
    (restore(overlaid(intended), &open, semantics), left)
}

/// The change, which puts rows out of effect first that can only be removed once it stands.
fn parked(request: &Request<'_>, mut desired: Vec<Object>) -> (Vec<Object>, ChangeSet) {
    let at_once = change(request, &desired);
    let mut effects = Vec::new();
    for operation in &at_once.operations {
        let Action::Remove { object, .. } = &operation.action else {
            continue;
        };
        // A row whose successor is part of the change cannot stand beside it.
        if desired.iter().any(|other| other.key == object.key) {
            continue;
        }
        if let Some(row) = request.platform.parked(object, request.guard) {
            effects.push((
                operation.group.clone(),
                Effect::Remove {
                    controller: at_once.controller,
                    kind: row.kind.clone(),
                    key: row.key.clone(),
                },
            ));
            desired.push(row);
        }
    }
    if effects.is_empty() {
        return (desired, at_once);
    }
    let mut change = change(request, &desired);
    for (group, effect) in effects {
        change.push_effect(group, effect);
    }
    (desired, change)
}

fn change(request: &Request<'_>, desired: &[Object]) -> ChangeSet {
    let mut change = diff(
        desired,
        request.snapshot,
        request.intents.controller,
        &Scope::Resources(request.scope.clone()),
        request.platform.as_ref(),
    );
    if let Some((group, effect)) = request.effect.filter(|_| !change.is_empty()) {
        change.push_effect(group.clone(), effect.clone());
    }
    change
}

/// Operations that the version does not know.
fn unsupported(platform: &dyn Platform, change: &ChangeSet) -> Vec<(Stage, Finding)> {
    let operations = change.operations.iter().enumerate();
    operations
        .filter_map(|(index, operation)| {
            let message = platform.unsupported(operation)?;
            let pointer = format!("/plan/operations/{index}");
            Some((Stage::Capability, Finding::new("unsupported", pointer, message)))
        })
        .collect()
}

/// How far a change got, and what was found on the way.
#[derive(Default)]
struct Course {
    findings: Vec<Judged>,
}

impl Course {
    fn refuse(&mut self, stage: Stage, finding: Finding) {
        self.refuse_all([(stage, finding)]);
    }

    /// Takes findings of several stages; those of later stages on what earlier ones refused are dropped.
    fn refuse_all(&mut self, findings: impl IntoIterator<Item = (Stage, Finding)>) {
        let mut findings: Vec<(Stage, Finding)> = findings.into_iter().collect();
        findings.sort();
        for (stage, finding) in findings {
            let refused = self.findings.iter().any(|judged| {
                judged.stage < stage
                    && subject(&judged.finding).is_some_and(|known| Some(known) == subject(&finding))
            });
            if !refused {
                self.findings.push(Judged {
                    stage,
                    weight: Weight::Refusal,
                    finding,
                    counterexample: None,
                });
            }
        }
    }

    fn is_refused(&self) -> bool {
        self.findings
            .iter()
            .any(|judged| judged.weight == Weight::Refusal)
    }

    /// The intents without those that were refused, and without those that go through them.
    fn sound(&self, intents: &Intents) -> Intents {
        let mut sound = intents.clone();
        let refused: BTreeSet<&str> = self
            .findings
            .iter()
            .filter_map(|judged| subject(&judged.finding))
            .collect();
        if refused.is_empty() {
            return sound;
        }
        loop {
            let before = (sound.interfaces.len(), sound.steerings.len());
            let known: BTreeSet<_> = sound.interfaces.keys().cloned().collect();
            sound.interfaces.retain(|instance, (interface, _)| {
                let whole = interface
                    .through
                    .as_ref()
                    .is_none_or(|through| known.contains(through));
                whole && !refused.contains(format!("/virtualInterfaces/{instance}").as_str())
            });
            let known: BTreeSet<_> = sound.interfaces.keys().cloned().collect();
            sound.steerings.retain(|device, steering| {
                known.contains(&steering.via)
                    && !refused.contains(format!("/steeringRules/{device}").as_str())
            });
            if before == (sound.interfaces.len(), sound.steerings.len()) {
                return sound;
            }
        }
    }

    /// What follows from whether the controller would be locked out.
    fn police(&mut self, lockout: &Lockout, policy: LockoutPolicy) -> Confirmation {
        match (lockout, policy) {
            (Lockout::Safe, _) => Confirmation::Observed,
            (Lockout::Unsafe { reason, packet, path }, policy) => {
                let message = match policy {
                    LockoutPolicy::Refuse => format!(
                        "the change would lock this controller out: {reason}{}; leave that out, or insist with --allow-lockout",
                        path.last()
                            .map(|step| format!(" (by {})", named(step)))
                            .unwrap_or_default()
                    ),
                    LockoutPolicy::Allow => {
                        format!("the change locks this controller out, as was asked for: {reason}")
                    }
                };
                let finding = Finding::new("lockout-predicted", "", message);
                match policy {
                    LockoutPolicy::Refuse => self.refuse(Stage::Policy, finding),
                    LockoutPolicy::Allow => self.note(Stage::Policy, finding),
                }
                if let Some(last) = self.findings.last_mut() {
                    last.counterexample = Some(Counterexample {
                        packet: packet.as_ref().map(sentence).unwrap_or_default(),
                        path: path
                            .iter()
                            .map(|step| format!("{}: {}", named(step), step.effect))
                            .collect(),
                    });
                }
                Confirmation::Observed
            }
            (Lockout::CannotTell { reason }, _) => {
                let message = format!(
                    "whether the change locks this controller out cannot be told: {reason}; it stands only once a second \
                     connection is let in"
                );
                self.note(Stage::Policy, Finding::new("lockout-undecided", "", message));
                Confirmation::Reached
            }
        }
    }

    /// What the platform cannot express is refused in scope. Outside it stays as it is: a repair says so, for it was asked
    /// to put everything right.
    fn judge_unfit(&mut self, mut unfit: BTreeMap<ResourceId, Vec<Finding>>, request: &Request<'_>) {
        if request.restore.is_some() {
            unfit.extend(request.intents.faults(request.facts));
        }
        for (resource, findings) in unfit {
            if request.scope.contains(&resource) {
                self.refuse_all(findings.into_iter().map(|finding| (Stage::Capability, finding)));
            } else if request.restore.is_some() {
                for finding in findings {
                    self.note(Stage::of(&finding.code), finding);
                }
            }
        }
    }

    fn note(&mut self, stage: Stage, finding: Finding) {
        self.findings.push(Judged {
            stage,
            weight: Weight::Note,
            finding,
            counterexample: None,
        });
    }

    /// Whether the change can be put in order and under guards, and leads back.
    fn plan(
        &mut self,
        request: &Request<'_>,
        desired: &[Object],
        change: &ChangeSet,
        mut predicted: Snapshot,
    ) {
        let images = || {
            let semantics: Arc<dyn Semantics> = Arc::clone(request.platform) as _;
            let scope = request.scope.clone();
            let images = Images::new(change.controller, scope, request.snapshot, desired, semantics);
            Cow::Owned(images)
        };
        let cut = guarded(
            request.platform.as_ref(),
            images,
            Image::After,
            request.snapshot,
            change.clone(),
            request.limits,
        );
        if let Err(error) = cut {
            self.refuse(Stage::Plan, Finding::new("plan-too-large", "", error.to_string()));
        }
        if let Err(error) = apply(&change.inverse(None), &mut predicted) {
            let message = format!(
                "the way back from the change is not known: {error}; this is a defect in nnc, please report it"
            );
            self.refuse(Stage::Plan, Finding::new("plan-out-of-scope", "", message));
        }
    }

    /// `reached` is the last stage that judged anything.
    fn report(self, reached: Stage) -> Report {
        let refused = |stage: Stage| {
            let mut of_stage = self.findings.iter().filter(|judged| judged.stage == stage);
            of_stage.any(|judged| judged.weight == Weight::Refusal)
        };
        let stages = Stage::ALL
            .into_iter()
            .map(|stage| {
                let verdict = match stage {
                    stage if refused(stage) => Verdict::Refused,
                    stage if stage > reached => Verdict::NotReached,
                    _ => Verdict::Passed,
                };
                Judgement { stage, verdict }
            })
            .collect();
        Report {
            stages,
            findings: self.findings,
            plan_hash: None,
        }
    }
}

/// The intent that a finding is about: the first two parts of its pointer.
fn subject(finding: &Finding) -> Option<&str> {
    let mut parts = finding.pointer.match_indices('/').map(|(at, _)| at).skip(2);
    let end = parts.next().unwrap_or(finding.pointer.len());
    finding.pointer.get(..end).filter(|subject| !subject.is_empty())
}

fn sentence(packet: &Packet) -> String {
    let port = match packet.source_port {
        0 => "any".to_owned(),
        port => port.to_string(),
    };
    format!(
        "protocol {}, from {} port {port} to {} port {}, in by {}",
        packet.protocol, packet.source, packet.destination, packet.destination_port, packet.in_interface
    )
}

fn named(step: &Step) -> String {
    match &step.row.comment {
        Some(comment) => format!("{} \"{comment}\"", step.row.kind),
        None => format!("a row of {}", step.row.kind),
    }
}
