//! A router in memory.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use nnc_core::change::{Action, Anchor, Effect, Operation};
use nnc_core::identity::{ControllerId, Mark, ObjectKey};
use nnc_core::object::{Kind, ObservedRow, RowId, Rows, Snapshot};
use nnc_core::ports::*;

use super::platform::{Plain, RULES, TABLES};
use super::script::{Fault, Script};

/// How its guard behaves when the session is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GuardMode {
    /// It fires at once, and takes back everything since `begin`, whoever did it.
    AtOnce,
    /// The same, some time later.
    Later,
    /// A job on the router that takes back our rows only, some time later; it survives a restart.
    DeadMan,
}

impl GuardMode {
    pub(crate) const ALL: [Self; 3] = [Self::AtOnce, Self::Later, Self::DeadMan];
}

/// A row without its handle.
pub(crate) type Content = (Kind, Option<Mark>, BTreeMap<String, String>);

#[derive(Debug)]
struct Armed {
    saved: BTreeMap<Kind, Rows>,
    theirs: Vec<Content>,
    session: u64,
    alive: bool,
    left: u32,
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) rows: BTreeMap<Kind, Rows>,
    guard: Option<Armed>,
    next_id: usize,
    /// Rises whenever the connection is a new one.
    connection: u64,
    observed_on: u64,
    sessions: u64,
    down: u32,
    pub(crate) writes: usize,
    pub(crate) effects: usize,
    pub(crate) refused_effects: usize,
    /// How often a second connection was let in.
    pub(crate) probed: usize,
    /// Whether new connections are refused while a guard stands.
    pub(crate) shut: bool,
    /// What was called since `forget`, one entry per round trip.
    pub(crate) calls: Vec<&'static str>,
    /// A row that cannot be removed, by the text of its key.
    pub(crate) stubborn: Option<String>,
    /// What others left, unless a guard took their edits back.
    pub(crate) theirs: Vec<Content>,
    pub(crate) fired: bool,
}

#[derive(Clone)]
pub(crate) struct FakeRouter {
    pub(crate) world: Arc<Mutex<World>>,
    pub(crate) script: Arc<Script>,
    pub(crate) open: Arc<AtomicBool>,
    pub(crate) mode: GuardMode,
    pub(crate) guard_limit: usize,
    pub(crate) controller: ControllerId,
}

struct Session {
    router: FakeRouter,
    id: u64,
    ended: bool,
}

impl World {
    fn new() -> Self {
        Self {
            rows: BTreeMap::from([(RULES, Rows::default()), (TABLES, Rows::default())]),
            guard: None,
            next_id: 0,
            connection: 1,
            observed_on: 0,
            sessions: 0,
            down: 0,
            writes: 0,
            effects: 0,
            refused_effects: 0,
            probed: 0,
            shut: false,
            calls: Vec::new(),
            stubborn: None,
            theirs: Vec::new(),
            fired: false,
        }
    }

    /// The rows of `controller`, or all the others, without their handles.
    pub(crate) fn contents(&self, controller: ControllerId, own: bool) -> Vec<Content> {
        let is_own = |row: &ObservedRow| {
            row.mark
                .as_ref()
                .is_some_and(|mark| mark.controller == controller)
        };
        let rows = self
            .rows
            .iter()
            .flat_map(|(kind, rows)| rows.iter().map(move |row| (kind, row)));
        let mut contents: Vec<Content> = rows
            .filter(|(_, row)| is_own(row) == own)
            .map(|(kind, row)| (kind.clone(), row.mark.clone(), row.attributes.clone()))
            .collect();
        // The order of tables means nothing.
        contents
            .sort_by(|a, b| (&a.0, (a.0 == TABLES).then_some(a)).cmp(&(&b.0, (b.0 == TABLES).then_some(b))));
        contents
    }

    /// It cannot be reached for so many calls.
    pub(crate) fn go_down(&mut self, calls: u32) {
        self.down = calls;
    }

    /// Someone else holds the guard, until it has been asked for so often.
    pub(crate) fn hold_guard(&mut self, polls: u32) {
        self.guard = Some(Armed {
            saved: self.rows.clone(),
            theirs: self.theirs.clone(),
            session: 0,
            alive: false,
            left: polls,
        });
    }

    /// As if the rows had just been read.
    pub(crate) fn read(&mut self) -> Snapshot {
        self.observed_on = self.connection;
        self.snapshot()
    }

    pub(crate) fn fresh_id(&mut self) -> RowId {
        self.next_id += 1;
        RowId(format!("*{:X}", self.next_id))
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            kinds: self.rows.clone(),
        }
    }

    pub(crate) fn guard_stands(&self) -> bool {
        self.guard.is_some()
    }

    pub(crate) fn foreign(&mut self, kind: &Kind, front: bool, attributes: &[(&str, &str)]) {
        let row = ObservedRow {
            id: self.fresh_id(),
            attributes: attributes
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            mark: None,
            dynamic: false,
        };
        let rows = self.rows.entry(kind.clone()).or_default();
        let position = if front { 0 } else { rows.len() };
        rows.insert(position, row);
    }

    fn fire(&mut self, mode: GuardMode, controller: ControllerId) {
        let Some(guard) = self.guard.take() else { return };
        self.fired = true;
        if mode != GuardMode::DeadMan {
            self.rows = guard.saved;
            self.theirs = guard.theirs;
            return;
        }
        for (kind, saved) in guard.saved {
            let rows = self.rows.entry(kind).or_default();
            let own = |row: &ObservedRow| {
                row.mark
                    .as_ref()
                    .is_some_and(|mark| mark.controller == controller)
            };
            let mut restored: Vec<ObservedRow> = saved.iter().filter(|row| own(row)).cloned().collect();
            rows.retain(|row| !own(row));
            restored.append(rows);
            *rows = restored.into();
        }
    }

    /// The connection ends.
    pub(crate) fn disconnect(&mut self, mode: GuardMode, controller: ControllerId) {
        self.connection += 1;
        if let Some(guard) = &mut self.guard {
            guard.alive = false;
            if mode == GuardMode::AtOnce {
                self.fire(mode, controller);
            }
        }
    }

    fn reboot(&mut self, mode: GuardMode, controller: ControllerId) {
        self.connection += 1;
        match (&mut self.guard, mode) {
            (Some(guard), GuardMode::DeadMan) => guard.alive = false,
            _ => self.fire(mode, controller),
        }
        let mut next = self.next_id + 0x100;
        let guard_rows = self.guard.iter_mut().flat_map(|guard| guard.saved.values_mut());
        for rows in self.rows.values_mut().chain(guard_rows) {
            for row in rows {
                next += 1;
                row.id = RowId(format!("*{next:X}"));
            }
        }
        self.next_id = next;
    }

    fn edit(&mut self, fault: Fault, controller: ControllerId) {
        match fault {
            Fault::ForeignAdd => self.foreign(&RULES, true, &[("chain", "forward"), ("comment", "someone")]),
            _ => {
                let rows = self.rows.entry(RULES).or_default();
                if let Some(position) = rows.iter().position(|row| row.mark.is_none()) {
                    rows.remove(position);
                }
            }
        }
        self.theirs = self.contents(controller, false);
    }

    /// What a router does with one operation.
    fn perform(&mut self, operation: &Operation, controller: ControllerId) -> Answer {
        self.writes += 1;
        match self.change(operation, controller) {
            Ok(row) => Answer::Done { row },
            Err(message) => Answer::Refused { message },
        }
    }

    fn change(&mut self, operation: &Operation, controller: ControllerId) -> Result<Option<RowId>, String> {
        if let (Some(stubborn), Action::Remove { object, .. }) = (&self.stubborn, &operation.action)
            && object.key.to_string() == *stubborn
        {
            return Err("failure: not today".to_owned());
        }
        match &operation.action {
            Action::Add { object, before } => {
                let attributes: BTreeMap<String, String> = object
                    .attributes
                    .iter()
                    .filter_map(|(name, value)| Some((name.clone(), value.as_text()?.to_owned())))
                    .collect();
                if let Some(table) = attributes.get("table")
                    && !self.has_table(table)
                {
                    return Err(format!("no such table {table}"));
                }
                if let Some(name) = attributes.get("name")
                    && object.kind == TABLES
                    && self.has_table(name)
                {
                    return Err("already have such entry".to_owned());
                }
                let row = ObservedRow {
                    id: self.fresh_id(),
                    attributes,
                    mark: Some(Mark {
                        controller,
                        key: object.key.clone(),
                    }),
                    dynamic: false,
                };
                let id = row.id.clone();
                let position = self.position(&object.kind, before.as_ref(), controller)?;
                self.rows
                    .entry(object.kind.clone())
                    .or_default()
                    .insert(position, row);
                Ok(Some(id))
            }
            Action::Set {
                key,
                kind,
                row,
                values,
                ..
            } => {
                let position = self.find(kind, key, row.as_ref(), controller)?;
                let found = &mut self.rows.get_mut(kind).unwrap()[position];
                for (name, value) in values {
                    match value.as_ref().and_then(|value| value.as_text()) {
                        Some(text) => found.attributes.insert(name.clone(), text.to_owned()),
                        None => found.attributes.remove(name),
                    };
                }
                Ok(None)
            }
            Action::Remove { object, row, .. } => {
                let position = self.find(&object.kind, &object.key, row.as_ref(), controller)?;
                let name = self.rows[&object.kind][position].get("name").map(str::to_owned);
                if object.kind == TABLES
                    && self.rows[&RULES]
                        .iter()
                        .any(|rule| rule.get("table").is_some() && rule.get("table") == name.as_deref())
                {
                    return Err("failure: table is in use".to_owned());
                }
                self.rows.get_mut(&object.kind).unwrap().remove(position);
                Ok(None)
            }
            Action::Move {
                key,
                kind,
                row,
                before,
                ..
            } => {
                let position = self.find(kind, key, row.as_ref(), controller)?;
                let moved = self.rows.get_mut(kind).unwrap().remove(position);
                match self.position(kind, before.as_ref(), controller) {
                    Ok(target) => {
                        self.rows.get_mut(kind).unwrap().insert(target, moved);
                        Ok(None)
                    }
                    Err(message) => {
                        self.rows.get_mut(kind).unwrap().insert(position, moved);
                        Err(message)
                    }
                }
            }
            Action::Effect(_) => Err("an effect is no operation".to_owned()),
        }
    }

    fn has_table(&self, name: &str) -> bool {
        self.rows[&TABLES].iter().any(|row| row.get("name") == Some(name))
    }

    fn find(
        &self,
        kind: &Kind,
        key: &ObjectKey,
        id: Option<&RowId>,
        controller: ControllerId,
    ) -> Result<usize, String> {
        let wanted = Mark {
            controller,
            key: key.clone(),
        };
        self.rows[kind]
            .iter()
            .position(|row| row.mark.as_ref() == Some(&wanted) && id.is_none_or(|id| row.id == *id))
            .ok_or_else(|| "no such item".to_owned())
    }

    fn position(
        &self,
        kind: &Kind,
        before: Option<&Anchor>,
        controller: ControllerId,
    ) -> Result<usize, String> {
        let rows = &self.rows[kind];
        match before {
            None => Ok(rows.len()),
            Some(Anchor::Own(key)) => self.find(kind, key, None, controller),
            Some(Anchor::Row(id)) => rows
                .iter()
                .position(|row| row.id == *id)
                .ok_or_else(|| "no such item".to_owned()),
        }
    }
}

fn lost() -> RouterError {
    RouterError::ConnectionLost("reset by peer".to_owned())
}

impl FakeRouter {
    pub(crate) fn new(
        script: &Arc<Script>,
        mode: GuardMode,
        guard_limit: usize,
        controller: ControllerId,
    ) -> Self {
        Self {
            world: Arc::new(Mutex::new(World::new())),
            script: Arc::clone(script),
            open: Arc::default(),
            mode,
            guard_limit,
            controller,
        }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    /// One call: `work` is what the router does. `Ok(Err(..))` of `work` is the router's refusal.
    async fn call<T>(
        &self,
        what: &'static str,
        work: impl FnOnce(&mut World) -> Result<T, RouterError>,
    ) -> Result<T, RouterError> {
        let fault = self.begin_call(what)?;
        let crash = {
            let mut world = self.world();
            match fault {
                // What the clock says is nothing to the router.
                None | Some(Fault::ClockAhead | Fault::ClockBack) => return work(&mut world),
                Some(Fault::LostBefore) => {
                    world.disconnect(self.mode, self.controller);
                    return Err(lost());
                }
                Some(Fault::LostAfter) => {
                    let _done = work(&mut world);
                    world.disconnect(self.mode, self.controller);
                    return Err(lost());
                }
                Some(Fault::GoneAfter) => {
                    let _done = work(&mut world);
                    world.disconnect(self.mode, self.controller);
                    world.down = 1_000;
                    return Err(lost());
                }
                Some(Fault::Hang) => {
                    let _done = work(&mut world);
                    return Err(RouterError::Deadline(what.to_owned()));
                }
                Some(Fault::Refuse) => {
                    world.refused_effects += usize::from(what == "run");
                    return Err(RouterError::Refused("failure: injected".to_owned()));
                }
                Some(Fault::Reboot) => {
                    world.reboot(self.mode, self.controller);
                    return Err(lost());
                }
                Some(Fault::Down) => {
                    world.disconnect(self.mode, self.controller);
                    world.down = 3;
                    return Err(RouterError::Unreachable("timed out".to_owned()));
                }
                Some(fault @ (Fault::ForeignAdd | Fault::ForeignRemove)) => {
                    world.edit(fault, self.controller);
                    return work(&mut world);
                }
                Some(Fault::CrashBefore) => true,
                Some(Fault::CrashAfter) => {
                    let _done = work(&mut world);
                    true
                }
            }
        };
        if crash {
            self.script.crash();
        }
        pending().await
    }

    fn begin_call(&self, what: &'static str) -> Result<Option<Fault>, RouterError> {
        assert!(!self.script.is_dead(), "a dead controller calls {what}");
        let fault = self.script.next(what);
        let mut world = self.world();
        world.calls.push(what);
        if world.down > 0 && fault.is_none() {
            world.down -= 1;
            return Err(RouterError::Unreachable("timed out".to_owned()));
        }
        Ok(fault)
    }
}

#[async_trait]
impl RouterPort for FakeRouter {
    async fn capabilities(&self) -> Result<Capabilities, RouterError> {
        Ok(Capabilities {
            platform: "fake".to_owned(),
            version: "1".to_owned(),
            identity: "fake".to_owned(),
            machine: None,
            guard: match self.mode {
                GuardMode::DeadMan => GuardKind::DeadMan,
                _ => GuardKind::SafeMode,
            },
            guard_limit: self.guard_limit,
            window: 4,
            watch: false,
            ipv6: true,
        })
    }

    async fn platform(&self) -> Result<Arc<dyn Platform>, RouterError> {
        Ok(Arc::new(Plain))
    }

    async fn observe(&self) -> Result<Snapshot, RouterError> {
        self.call("look", |world| {
            world.observed_on = world.connection;
            Ok(world.snapshot())
        })
        .await
    }

    async fn observe_all(&self) -> Result<Snapshot, RouterError> {
        self.observe().await
    }

    async fn begin(
        &self,
        policy: GuardPolicy,
        _snapshot: &Snapshot,
    ) -> Result<Box<dyn ChangeSession>, RouterError> {
        assert!(
            self.open.load(Ordering::SeqCst),
            "a guard is armed without a durable intent"
        );
        assert!(policy.change.writes() <= self.guard_limit);
        let begun = self
            .call("begin", |world| {
                if world.observed_on != world.connection {
                    return Err(RouterError::Stale("it was restarted or reconnected".to_owned()));
                }
                if world.guard.is_some() {
                    return Err(RouterError::GuardBusy("another session".to_owned()));
                }
                world.sessions += 1;
                world.guard = Some(Armed {
                    saved: world.rows.clone(),
                    theirs: world.theirs.clone(),
                    session: world.sessions,
                    alive: true,
                    left: 3,
                });
                Ok(world.sessions)
            })
            .await;
        let id = match begun {
            Ok(id) => id,
            Err(error) => {
                // Whoever gives up on arming a guard closes the connection.
                if matches!(error, RouterError::Deadline(_)) {
                    self.world().disconnect(self.mode, self.controller);
                }
                return Err(error);
            }
        };
        Ok(Box::new(Session {
            router: self.clone(),
            id,
            ended: false,
        }))
    }

    async fn run(&self, _effect: &Effect) -> Result<(), RouterError> {
        self.call("run", |world| {
            world.effects += 1;
            Ok(())
        })
        .await
    }

    async fn probe(&self) -> Result<(), RouterError> {
        self.call("probe", |world| {
            assert!(world.guard_stands(), "a probe without a guard proves nothing");
            if world.shut {
                return Err(RouterError::Unreachable("no answer".to_owned()));
            }
            world.probed += 1;
            Ok(())
        })
        .await
    }

    async fn guard_held(&self) -> Result<Option<String>, RouterError> {
        let (mode, controller) = (self.mode, self.controller);
        self.call("guard", |world| {
            let Some(guard) = &mut world.guard else {
                return Ok(None);
            };
            if guard.alive {
                return Ok(Some("a session".to_owned()));
            }
            guard.left -= 1;
            if guard.left == 0 {
                world.fire(mode, controller);
                return Ok(None);
            }
            Ok(Some("a session that is gone".to_owned()))
        })
        .await
    }

    async fn close(&self) {}
}

impl Session {
    /// Whether the session's connection is still the router's.
    fn alive(&self) -> bool {
        !self.ended
            && self
                .router
                .world()
                .guard
                .as_ref()
                .is_some_and(|guard| guard.session == self.id && guard.alive)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.alive() {
            let (mode, controller) = (self.router.mode, self.router.controller);
            self.router.world().disconnect(mode, controller);
        }
    }
}

#[async_trait]
impl ChangeSession for Session {
    async fn apply(&mut self, round: &[&Operation]) -> Result<Receipt, RouterError> {
        if !self.alive() {
            return Err(lost());
        }
        self.router.world().calls.push("round");
        let controller = self.router.controller;
        let mut receipt = Receipt::new();
        for operation in round {
            assert!(
                self.router.open.load(Ordering::SeqCst),
                "a write without a durable intent"
            );
            let answer = self
                .router
                .call("write", |world| Ok(world.perform(operation, controller)))
                .await;
            match answer {
                Ok(answer) => receipt.push(answer),
                Err(RouterError::Refused(message)) => receipt.push(Answer::Refused { message }),
                Err(_) => {
                    receipt.resize(round.len(), Answer::Lost);
                    break;
                }
            }
        }
        Ok(receipt)
    }

    async fn observe(&mut self) -> Result<Snapshot, RouterError> {
        if !self.alive() {
            return Err(lost());
        }
        self.router.call("observe", |world| Ok(world.snapshot())).await
    }

    async fn commit(mut self: Box<Self>) -> Commit {
        if !self.alive() {
            return Commit::Lost(lost());
        }
        let result = self
            .router
            .call("commit", |world| {
                world.guard = None;
                Ok(())
            })
            .await;
        match result {
            Ok(()) => {
                self.ended = true;
                Commit::Done
            }
            Err(error @ RouterError::Refused(_)) => Commit::Refused(error),
            Err(error) => Commit::Lost(error),
        }
    }

    async fn unroll(mut self: Box<Self>) -> Result<(), RouterError> {
        if !self.alive() {
            return Err(lost());
        }
        let (mode, controller) = (self.router.mode, self.router.controller);
        self.router
            .call("unroll", |world| {
                world.fire(mode, controller);
                Ok(())
            })
            .await
    }
}
