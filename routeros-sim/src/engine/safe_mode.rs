//! Safe mode: what is changed while it is on is taken back when its session is lost.

use crate::provenance::Rule;
use crate::value::{Fields, Name, Value, boolean};

use super::reply::{Reply, Trap};
use super::session::Transport;
use super::store::Inverse;
use super::{Actor, ConnId, Engine, Request};

/// The manual: beyond 100 actions safe mode ends, and nothing is undone.
const MAX_ACTIONS: usize = 100;

/// Safe mode while it is on.
#[derive(Debug)]
pub(crate) struct SafeMode {
    holder: ConnId,
    user: String,
    /// Inverses of everything changed since, by any session.
    inverses: Vec<Inverse>,
    actions: usize,
    /// Number of the first history action it covers.
    first_action: u32,
    /// When it is rolled back, once its session is lost.
    expires: Option<u64>,
}

impl Engine {
    /// `take`, `release`, `toggle`, `unroll`.
    pub(super) fn safe_mode_command(
        &mut self,
        actor: &Actor,
        verb: &str,
        request: &Request,
    ) -> Result<Vec<Reply>, Trap> {
        let conn = actor.conn.filter(|_| actor.transport == Transport::Api);
        let Some(conn) = conn else {
            return Err(Trap::general(
                Rule::SafeModeNeedsSession,
                "failure: safe mode needs a session",
            ));
        };
        let mine = self.safe_mode.as_ref().is_some_and(|safe| safe.holder == conn);
        match verb {
            "take" => self.take_safe_mode(conn, actor, request)?,
            "toggle" if !mine => self.take_safe_mode(conn, actor, request)?,
            "release" | "toggle" => self.safe_mode = None,
            "unroll" => self.roll_back(),
            _ => return Err(super::not_simulated(&request.path)),
        }
        Ok(vec![Reply::Done(None)])
    }

    fn take_safe_mode(&mut self, conn: ConnId, actor: &Actor, request: &Request) -> Result<(), Trap> {
        if let Some(held) = &self.safe_mode {
            if held.holder == conn {
                return Ok(());
            }
            match request.text("on-error") {
                "release" => self.safe_mode = None,
                "unroll" => self.roll_back(),
                _ => {
                    let message = format!("failure: safe mode is already taken by {}", held.user);
                    return Err(Trap::general(Rule::SafeModeHeld, message));
                }
            }
        }
        self.safe_mode = Some(SafeMode {
            holder: conn,
            user: actor.user.clone(),
            inverses: Vec::new(),
            actions: 0,
            first_action: self.history.count() + 1,
            expires: None,
        });
        Ok(())
    }

    /// An action, an undo or a redo changed what safe mode covers.
    pub(super) fn note_for_safe_mode(&mut self, inverses: &[Inverse]) {
        let Some(safe) = &mut self.safe_mode else { return };
        safe.inverses.extend_from_slice(inverses);
        safe.actions += 1;
        if safe.actions > MAX_ACTIONS {
            let _rule = Rule::SafeModeLimit;
            self.safe_mode = None;
        }
    }

    /// Takes everything back that changed since safe mode was taken.
    pub(super) fn roll_back(&mut self) {
        let Some(safe) = self.safe_mode.take() else { return };
        let mark = self.store.journal.len();
        self.store.apply_inverses(safe.inverses);
        self.store.journal.truncate(mark);
        self.history.forget_from(safe.first_action);
    }

    pub(super) fn release_safe_mode_of(&mut self, conn: ConnId) {
        if self.safe_mode.as_ref().is_some_and(|safe| safe.holder == conn) {
            self.safe_mode = None;
        }
    }

    pub(super) fn safe_mode_session_lost(&mut self, conn: ConnId) {
        let _rule = Rule::SafeModeSession;
        let delay = self.settings.safe_mode_timeout_ms;
        let Some(safe) = self.safe_mode.as_mut().filter(|safe| safe.holder == conn) else {
            return;
        };
        if delay == 0 {
            self.roll_back();
        } else {
            safe.expires = Some(self.now + delay);
        }
    }

    pub(super) fn expire_safe_mode(&mut self) {
        if self.safe_mode_deadline().is_some_and(|at| at <= self.now) {
            self.roll_back();
        }
    }

    pub(super) fn safe_mode_deadline(&self) -> Option<u64> {
        self.safe_mode.as_ref().and_then(|safe| safe.expires)
    }

    /// The record of `/safe-mode`, as a session sees it.
    pub(super) fn safe_mode_row(&self, conn: Option<ConnId>) -> Fields {
        let held = self.safe_mode.as_ref();
        let mut fields = vec![
            (Name::literal("enabled"), boolean(held.is_some())),
            (
                Name::literal("current"),
                boolean(held.is_some_and(|safe| Some(safe.holder) == conn)),
            ),
        ];
        if let Some(safe) = held {
            fields.push((
                Name::literal("user"),
                Value::copy_from_slice(safe.user.as_bytes()),
            ));
            fields.push((
                Name::literal("owner"),
                Value::from(format!("{} via api", safe.user)),
            ));
        }
        fields
    }
}
