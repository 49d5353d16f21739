//! The guarded session of a router in memory.

use std::sync::atomic::Ordering;

use async_trait::async_trait;
use nnc_core::change::Operation;
use nnc_core::object::Snapshot;
use nnc_core::ports::*;

use super::router::{FakeRouter, lost};

pub(super) struct Session {
    router: FakeRouter,
    id: u64,
    ended: bool,
}

impl Session {
    pub(super) fn of(router: FakeRouter, id: u64) -> Self {
        Self {
            router,
            id,
            ended: false,
        }
    }

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
