//! One-shot faults.

use crate::provenance::Rule;
use crate::schema::Verb;

use super::reply::{Reply, Trap};
use super::{Actor, Engine, Output, Request};

/// What is to go wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// The connection ends before the command is executed.
    Drop,
    /// The command is executed, then the connection ends without an answer.
    DropAfter,
    /// The command is refused with this message.
    Trap(String),
    /// The connection answers no more.
    Hang,
    /// The router restarts.
    Reboot,
}

/// A fault that waits for the N-th write command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    /// How many write commands remain until it strikes; 1 strikes the next.
    pub(crate) remaining: u64,
}

/// What becomes of a command.
pub(crate) enum Verdict {
    /// Nothing is wrong.
    Go,
    /// Nothing more happens on this connection.
    Stop,
    /// It is answered so, without being executed.
    Instead(Vec<Reply>),
    /// It is executed, then the connection ends.
    ThenClose,
}

impl Engine {
    /// Sets the fault, in place of one that has not struck yet.
    pub(crate) fn set_fault(&mut self, fault: Option<Fault>) {
        self.fault = fault.filter(|fault| fault.remaining > 0);
    }

    /// Counts the command and says whether the fault strikes it.
    pub(crate) fn judge_fault(&mut self, actor: &Actor, request: &Request) -> Verdict {
        if self.fault.is_none() {
            return Verdict::Go;
        }
        let verb = request.path.rsplit_once('/').map_or("", |(_, verb)| verb);
        let counted = matches!(
            verb,
            "add" | "set" | "remove" | "move" | "unset" | "enable" | "disable"
        ) && self
            .schema
            .resolve(&request.path)
            .is_ok_and(|info| Verb::is_counted_write(&info.verb));
        let Some(fault) = self.fault.as_mut().filter(|_| counted) else {
            return Verdict::Go;
        };
        fault.remaining = fault.remaining.saturating_sub(1);
        if fault.remaining > 0 {
            return Verdict::Go;
        }
        let Some(fault) = self.fault.take() else {
            return Verdict::Go;
        };
        let Some(conn) = actor.conn else {
            return Verdict::Go;
        };
        match fault.kind {
            FaultKind::Drop => {
                self.output.push_back(Output::Cut { conn });
                self.disconnect(conn, self.now);
                Verdict::Stop
            }
            FaultKind::DropAfter => Verdict::ThenClose,
            FaultKind::Trap(message) => Verdict::Instead(vec![
                Reply::Trap(Trap::general(Rule::FaultInjected, message)),
                Reply::Done(None),
            ]),
            FaultKind::Hang => {
                if let Some(session) = self.sessions.get_mut(&conn) {
                    session.hung = true;
                }
                Verdict::Stop
            }
            FaultKind::Reboot => {
                self.reboot();
                Verdict::Stop
            }
        }
    }
}
