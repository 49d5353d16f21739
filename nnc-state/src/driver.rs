//! Performs what the machine commands.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use nnc_core::change::{Effect, Operation};
use nnc_core::identity::ControllerId;
use nnc_core::object::Snapshot;
use nnc_core::outcome::Outcome;
use nnc_core::ports::{
    ChangeSession, Clock, Commit, EventSink, GuardPolicy, Platform, RouterError, RouterPort, UnreadSecrets,
};
use nnc_store::{IntentId, NewIntent, ResourceChange, Settlement, StoreError};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::watch;
use tokio::task::{JoinHandle, block_in_place, spawn_blocking};
use tokio::time::sleep;

use crate::bus::Reporter;
use crate::deployment::{settled_changes, settled_shared};
use crate::error::StateError;
use crate::journal::Journal;
use crate::machine::{Command, Conclusion, Event, Limits, Machine, Phase};
use crate::plan::Plan;

/// Makes a new plan from what the router has now, if the router changed since the old one was made.
/// The text of an error says why there is none.
pub type Replan = Arc<dyn Fn(&Snapshot) -> Result<Plan, String> + Send + Sync>;

/// Applies changes to one router.
#[derive(Clone)]
pub struct Engine {
    port: Arc<dyn RouterPort>,
    journal: Arc<dyn Journal>,
    clock: Arc<dyn Clock>,
    limits: Limits,
    reporter: Option<Reporter>,
    actor: Option<String>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// A change that the router has confirmed and the store has kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// How many operations were written; 0 if everything was as intended already.
    pub writes: usize,
    /// What the router showed when it was confirmed; `None` if nothing had to be written.
    pub observed: Option<Arc<Snapshot>>,
}

/// A change under way. Dropping it does not stop the change: it goes on to its end.
#[derive(Debug)]
pub struct Applying {
    progress: watch::Receiver<Phase>,
    cancel: Arc<AtomicBool>,
    task: JoinHandle<Result<Applied, StateError>>,
}

impl Applying {
    /// How far it is; a slow reader sees only the newest.
    pub fn progress(&self) -> watch::Receiver<Phase> {
        self.progress.clone()
    }

    /// Gives it up at the next safe point; what was done by then is taken back.
    pub fn cancel(&self) {
        self.canceller().cancel();
    }

    /// What gives it up, for somebody else to hold.
    pub fn canceller(&self) -> Canceller {
        Canceller(Arc::clone(&self.cancel))
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// [`StateError`] says what is true if it does not stand.
    pub async fn finish(self) -> Result<Applied, StateError> {
        match self.task.await {
            Ok(result) => result,
            Err(error) => Err(StateError::Interrupted(error.to_string())),
        }
    }
}

/// Gives up a change that is under way.
#[derive(Debug, Clone)]
pub struct Canceller(Arc<AtomicBool>);

impl Canceller {
    /// Gives it up at the next safe point; what was done by then is taken back.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Where the store works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoreThread {
    /// On one of its own, so that others in the task that asks can go on.
    Own,
    /// On that of the task which asks: nothing else is in the task, and what else the thread has to do another takes over.
    /// A thread of its own would have to be woken, and to wake this one, which takes longer than most of what it does.
    Same,
}

impl StoreThread {
    /// For a task with nothing else in it.
    fn of_own_task() -> Self {
        match Handle::current().runtime_flavor() {
            RuntimeFlavor::MultiThread => Self::Same,
            _ => Self::Own,
        }
    }
}

/// What the steps of one change share.
pub(crate) struct Steps {
    pub(crate) port: Arc<dyn RouterPort>,
    pub(crate) journal: Arc<dyn Journal>,
    pub(crate) store_thread: StoreThread,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) limits: Limits,
    pub(crate) controller: ControllerId,
    pub(crate) scope: BTreeSet<nnc_core::identity::ResourceId>,
    pub(crate) changes: Vec<ResourceChange>,
    pub(crate) new_intent: Option<NewIntent>,
    pub(crate) intent: Option<IntentId>,
    pub(crate) progress: watch::Sender<Phase>,
    pub(crate) cancel: Arc<AtomicBool>,
    pub(crate) reporter: Option<Reporter>,
    pub(crate) description: String,
}

/// What driving a machine came to.
pub(crate) struct Driven {
    pub(crate) conclusion: Conclusion,
    pub(crate) observed: Option<Arc<Snapshot>>,
    pub(crate) store_error: Option<StoreError>,
    /// Whether an intent was written down.
    pub(crate) logged: bool,
}

impl Engine {
    /// An engine for a router and its store.
    pub fn new(port: Arc<dyn RouterPort>, journal: Arc<dyn Journal>, clock: Arc<dyn Clock>) -> Self {
        Self {
            port,
            journal,
            clock,
            limits: Limits::default(),
            reporter: None,
            actor: None,
        }
    }

    /// The same, for changes that somebody wants: history tells who.
    #[must_use]
    pub fn by(self, actor: Option<String>) -> Self {
        Self { actor, ..self }
    }

    /// The same, telling each phase that a change comes to as an event `apply.<phase>` of this router.
    #[must_use]
    pub fn reporting(self, sink: Arc<dyn EventSink>, router: impl Into<String>) -> Self {
        let router = router.into();
        Self {
            reporter: Some(Reporter { sink, router }),
            ..self
        }
    }

    /// The same with other limits; those of the guard are taken from the router's capabilities.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    pub(crate) fn journal(&self) -> &Arc<dyn Journal> {
        &self.journal
    }

    pub(crate) async fn steps(&self, controller: ControllerId) -> Result<Steps, RouterError> {
        let capabilities = self.port.capabilities().await?;
        Ok(Steps {
            port: Arc::clone(&self.port),
            journal: Arc::clone(&self.journal),
            store_thread: StoreThread::Own,
            clock: Arc::clone(&self.clock),
            platform: self.port.platform().await?,
            limits: self.limits.clone().of(&capabilities),
            controller,
            scope: BTreeSet::new(),
            changes: Vec::new(),
            new_intent: None,
            intent: None,
            progress: watch::Sender::new(Phase::Draft),
            cancel: Arc::default(),
            reporter: self.reporter.clone(),
            description: String::new(),
        })
    }

    /// Starts a change in a task of its own, which keeps `lock` (the router's lock, held since before the router was
    /// observed) until the change is settled. Settle what a crash left open with [`recover`](Self::recover) first.
    ///
    /// If the router was restarted or reconnected since the plan was made, `replan` is asked once for a new one.
    pub fn apply(&self, plan: Plan, replan: Option<Replan>, lock: impl Send + 'static) -> Applying {
        let (sender, progress) = watch::channel(Phase::Draft);
        let cancel = Arc::new(AtomicBool::new(false));
        let engine = self.clone();
        let flag = Arc::clone(&cancel);
        let task = tokio::spawn(async move {
            let thread = StoreThread::of_own_task();
            let result = engine.perform(plan, replan, &sender, &flag, thread).await;
            drop(lock);
            result
        });
        Applying {
            progress,
            cancel,
            task,
        }
    }

    /// Applies a plan in this task: dropping the future stops it where it is, as a crash would, and leaves the rest to
    /// [`recover`](Self::recover). The caller holds the router's lock.
    ///
    /// # Errors
    /// [`StateError`] says what is true if the change does not stand.
    pub async fn run(
        &self,
        plan: Plan,
        replan: Option<Replan>,
        progress: &watch::Sender<Phase>,
        cancel: &Arc<AtomicBool>,
    ) -> Result<Applied, StateError> {
        self.perform(plan, replan, progress, cancel, StoreThread::Own)
            .await
    }

    async fn perform(
        &self,
        plan: Plan,
        replan: Option<Replan>,
        progress: &watch::Sender<Phase>,
        cancel: &Arc<AtomicBool>,
        thread: StoreThread,
    ) -> Result<Applied, StateError> {
        match (self.attempt(plan, progress, cancel, thread).await, replan) {
            (Err(StateError::Router(RouterError::Stale(_))), Some(replan)) => {
                let observed = self.port.observe().await?;
                let plan = replan(&observed).map_err(RouterError::Stale)?;
                self.attempt(plan, progress, cancel, thread).await
            }
            (result, _) => result,
        }
    }

    async fn attempt(
        &self,
        mut plan: Plan,
        progress: &watch::Sender<Phase>,
        cancel: &Arc<AtomicBool>,
        thread: StoreThread,
    ) -> Result<Applied, StateError> {
        if plan.is_empty() {
            return Ok(Applied {
                writes: 0,
                observed: None,
            });
        }
        let mut steps = self.steps(plan.change.controller).await?;
        // The store is asked while the machine is made.
        let open = steps.ask(|journal| journal.open_intents());
        steps.store_thread = thread;
        steps.progress = progress.clone();
        steps.cancel = Arc::clone(cancel);
        let platform = Arc::clone(&steps.platform);
        // Routers have many rows; they are not copied.
        let snapshot = Arc::new(std::mem::take(&mut plan.snapshot));
        let machine = Machine::new(&plan, Arc::clone(&snapshot), platform, steps.limits.clone());
        // The images of a change are worth nothing while an earlier one may still be led back.
        if let Some(earlier) = answered(open).await?.first() {
            return Err(StateError::Unsettled(earlier.description.clone()));
        }
        let mut machine = machine?;
        let intent = NewIntent {
            at: self.clock.now_ms(),
            description: plan.description,
            actor: self.actor.clone(),
            scope: plan.scope.clone(),
            before: machine.images().before.clone(),
            after: machine.images().after.clone(),
            effects: plan.change.effects().cloned().collect(),
            changes: plan.changes.clone(),
            reservations: plan.reservations,
        };
        steps.scope = plan.scope;
        steps.description.clone_from(&intent.description);
        steps.changes = plan.changes;
        let writes = plan.change.writes();
        if writes == 0 {
            // Nothing to say to the router: what it showed when the plan was made is the confirmation.
            return steps.remember(intent, snapshot).await;
        }
        steps.new_intent = Some(intent);
        let driven = steps.drive(&mut machine).await;
        let journal = Arc::clone(&self.journal);
        // Nobody waits for this.
        drop(spawn_blocking(move || journal.tidy()));
        outcome_of(driven).map(|observed| Applied { writes, observed })
    }
}

/// What the caller is told.
pub(crate) fn outcome_of(driven: Driven) -> Result<Option<Arc<Snapshot>>, StateError> {
    let (outcome, cause) = match (driven.conclusion, driven.store_error) {
        (Conclusion::StoreRefused, Some(error)) if driven.logged => {
            // The router may well be as intended, but no one will remember: recovery settles it.
            let reason = format!("what the router confirmed could not be written down: {error}");
            return Err(StateError::Unknown { reason });
        }
        (Conclusion::StoreRefused, Some(error)) => return Err(error.into()),
        (Conclusion::StoreRefused, None) => {
            return Err(StateError::Interrupted("the store did not answer".to_owned()));
        }
        (Conclusion::Ended { outcome, cause }, _) => (outcome, cause),
    };
    match (outcome, cause) {
        (Outcome::Confirmed, _) => Ok(driven.observed),
        (Outcome::RolledBack { .. }, Some(error)) => Err(StateError::Router(error)),
        (
            Outcome::RolledBack {
                reason,
                reverted_foreign,
            },
            None,
        ) => Err(StateError::RolledBack {
            reason,
            reverted_foreign,
        }),
        (
            Outcome::PartiallyApplied {
                reason,
                applied,
                missing,
            },
            _,
        ) => Err(StateError::PartiallyApplied {
            reason,
            applied,
            missing,
        }),
        (Outcome::Unknown { reason }, _) => Err(StateError::Unknown { reason }),
    }
}

impl Steps {
    fn report(&self, phase: &Phase) {
        if let Some(reporter) = &self.reporter {
            let resources: Vec<String> = self.scope.iter().map(ToString::to_string).collect();
            reporter.phase(self.clock.now_ms(), &self.description, &resources, phase);
        }
    }

    /// Performs commands until there are no more.
    pub(crate) async fn drive(mut self, machine: &mut Machine) -> Driven {
        let mut session: Option<Box<dyn ChangeSession>> = None;
        let mut event = Event::Start;
        let mut observed = None;
        let mut store_error = None;
        loop {
            if self.cancel.load(Ordering::Relaxed) {
                machine.cancel();
            }
            let command = machine.handle(event);
            let phase = machine.phase();
            tracing::debug!(?phase, "apply");
            let changed = self.progress.send_if_modified(|shown| {
                let changed = *shown != phase;
                *shown = phase.clone();
                changed
            });
            if changed {
                self.report(&phase);
            }
            event = match command {
                Command::Done(conclusion) => {
                    return Driven {
                        conclusion,
                        observed,
                        store_error,
                        logged: self.intent.is_some(),
                    };
                }
                Command::LogIntent => stored(self.log().await, &mut store_error),
                Command::Begin { change, snapshot } => {
                    let policy = GuardPolicy {
                        change,
                        timeout: self.limits.guard_timeout,
                    };
                    match self.port.begin(policy, &snapshot).await {
                        Ok(open) => {
                            session = Some(open);
                            Event::Begun(Ok(()))
                        }
                        Err(error) => Event::Begun(Err(error)),
                    }
                }
                Command::Apply(operations) => Event::Answered(apply(session.as_mut(), &operations).await),
                Command::Observe => {
                    let result = match session.as_mut() {
                        Some(open) => open.observe().await,
                        None => Err(no_session()),
                    };
                    Event::Observed(self.comparable(result))
                }
                Command::Probe => Event::Probed(self.port.probe().await),
                Command::Commit => Event::Committed(match session.take() {
                    Some(open) => open.commit().await,
                    None => Commit::Lost(no_session()),
                }),
                Command::Unroll => Event::Unrolled(match session.take() {
                    Some(open) => open.unroll().await,
                    None => Err(no_session()),
                }),
                Command::AskGuard => {
                    drop(session.take());
                    Event::Guard(self.port.guard_held().await)
                }
                Command::Wait(time) => {
                    sleep(time).await;
                    Event::Waited
                }
                Command::Look => Event::Observed(self.comparable(self.port.observe().await)),
                Command::Run(effect) => Event::Ran(self.run(&effect).await),
                Command::Settle {
                    outcome,
                    observed: shown,
                } => {
                    observed = Some(Arc::clone(&shown));
                    stored(self.settle(outcome, shown).await, &mut store_error)
                }
                Command::NoteUnknown(reason) => stored(self.note(reason).await, &mut store_error),
            };
        }
    }

    /// What was seen, unless the secrets of what is changed could not be compared in it.
    fn comparable(&self, seen: Result<Snapshot, RouterError>) -> Result<Arc<Snapshot>, RouterError> {
        let seen = seen?;
        UnreadSecrets::refuse(self.port.unread_secrets(), &self.scope)?;
        Ok(Arc::new(seen))
    }

    async fn run(&self, effect: &Effect) -> Result<(), RouterError> {
        self.port.run(effect).await
    }

    async fn log(&mut self) -> Result<(), StoreError> {
        if let Some(intent) = self.new_intent.take() {
            let id = self.blocking(move |journal| journal.open_intent(&intent)).await?;
            self.intent = Some(id);
        }
        Ok(())
    }

    async fn settle(&self, outcome: Outcome, observed: Arc<Snapshot>) -> Result<(), StoreError> {
        let Some(intent) = self.intent else {
            return Ok(());
        };
        let at = self.clock.now_ms();
        let (platform, controller) = (Arc::clone(&self.platform), self.controller);
        let (planned, scope) = (self.changes.clone(), self.scope.clone());
        self.blocking(move |journal| {
            let changes = settled_changes(
                &outcome,
                &planned,
                &scope,
                Some(&observed),
                controller,
                &*platform,
                |resource| journal.resource(resource),
            )?;
            let shared = settled_shared(&outcome, &scope, &observed, controller, &*platform);
            let settlement = Settlement {
                at,
                outcome,
                changes,
                shared,
            };
            journal.settle(intent, &settlement)
        })
        .await
    }

    async fn note(&self, reason: String) -> Result<(), StoreError> {
        match self.intent {
            Some(intent) => {
                self.blocking(move |journal| journal.note_phase(intent, &format!("unknown: {reason}")))
                    .await
            }
            None => Ok(()),
        }
    }

    /// Keeps what needs no write to the router.
    async fn remember(mut self, intent: NewIntent, observed: Arc<Snapshot>) -> Result<Applied, StateError> {
        self.new_intent = Some(intent);
        self.log().await?;
        let settled = self.settle(Outcome::Confirmed, Arc::clone(&observed)).await;
        settled.map_err(|error| StateError::Unknown {
            reason: format!("the change could not be written down: {error}"),
        })?;
        self.progress.send_replace(Phase::Merged);
        self.report(&Phase::Merged);
        Ok(Applied {
            writes: 0,
            observed: Some(observed),
        })
    }

    /// Has the store do something, and waits for it.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Journal) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match self.store_thread {
            StoreThread::Same => block_in_place(|| work(&*self.journal)),
            StoreThread::Own => answered(self.ask(work)).await,
        }
    }

    /// Sets the store to work, without waiting for it.
    fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Journal) -> Result<T, StoreError> + Send + 'static,
    ) -> JoinHandle<Result<T, StoreError>> {
        let journal = Arc::clone(&self.journal);
        spawn_blocking(move || work(&*journal))
    }
}

async fn answered<T>(asked: JoinHandle<Result<T, StoreError>>) -> Result<T, StoreError> {
    asked
        .await
        .unwrap_or_else(|error| Err(StoreError::Encode(format!("the store's thread ended: {error}"))))
}

fn stored(result: Result<(), StoreError>, kept: &mut Option<StoreError>) -> Event {
    match result {
        Ok(()) => Event::Stored,
        Err(error) => {
            tracing::warn!(code = error.code(), "the store refused");
            *kept = Some(error);
            Event::StoreFailed
        }
    }
}

fn no_session() -> RouterError {
    RouterError::ConnectionLost("the session is gone".to_owned())
}

async fn apply(
    session: Option<&mut Box<dyn ChangeSession>>,
    operations: &[Operation],
) -> Result<nnc_core::ports::Receipt, RouterError> {
    let round: Vec<&Operation> = operations.iter().collect();
    match session {
        Some(open) => open.apply(&round).await,
        None => Err(no_session()),
    }
}
