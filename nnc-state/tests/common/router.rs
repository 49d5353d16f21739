//! A router in memory, as a port that fails where a script says.

use std::future::pending;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use nnc_core::change::Effect;
use nnc_core::identity::ControllerId;
use nnc_core::object::Snapshot;
use nnc_core::ports::*;

use super::platform::Plain;
use super::script::{Fault, Script};
use super::session::Session;
pub(crate) use super::world::GuardMode;
use super::world::{Armed, World};

#[derive(Clone)]
pub(crate) struct FakeRouter {
    pub(crate) world: Arc<Mutex<World>>,
    pub(crate) script: Arc<Script>,
    pub(crate) open: Arc<AtomicBool>,
    pub(crate) mode: GuardMode,
    pub(crate) guard_limit: usize,
    pub(crate) controller: ControllerId,
}

pub(super) fn lost() -> RouterError {
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
    pub(super) async fn call<T>(
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
        Ok(Box::new(Session::of(self.clone(), id)))
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
