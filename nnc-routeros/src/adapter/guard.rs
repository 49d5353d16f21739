//! What takes a change back when its controller is lost: safe mode, or a dead man.

use std::time::Duration;

use nnc_core::identity::ControllerId;
use nnc_core::object::{RowId, Snapshot};
use nnc_core::ports::{Commit, GuardKind, GuardPolicy, RouterError};
use tokio::time::Instant;

use super::fault::{is_absent, is_gone};
use super::link::Live;
use super::script::{self, GUARD_NAME};
use super::words;
use crate::error::{Error, RefusalClass};
use crate::transport::{Command, Response, Row};

/// The shortest time that a dead man is given: a change needs several exchanges.
const SHORTEST: Duration = Duration::from_secs(10);

/// How soon a dead man that is told to fire does so.
const AT_ONCE: &str = "1s";

/// How long a dead man that was told to fire is waited for, and how often it is looked at.
const FIRING: Duration = Duration::from_secs(15);
const LOOK: Duration = Duration::from_millis(500);

/// An armed guard.
#[derive(Debug)]
pub(super) enum Guard {
    /// The session holds safe mode.
    SafeMode,
    /// A scheduler entry will take the change back.
    DeadMan {
        /// The entry.
        entry: RowId,
        armed: Instant,
        timeout: Duration,
    },
}

/// How to arm a guard, prepared without asking the router anything.
#[derive(Debug)]
pub(super) struct Arming {
    kind: GuardKind,
    timeout: Duration,
    command: Command,
}

/// Looks whether somebody else's guard stands.
fn questions(safe_mode: bool) -> Vec<Command> {
    let mut commands = vec![
        Command::print("/system/scheduler")
            .proplist([".id", "name", "comment"])
            .query(format!("name={GUARD_NAME}")),
    ];
    if safe_mode {
        commands.push(Command::print("/safe-mode"));
    }
    commands
}

impl Arming {
    /// Prepares a guard of this kind.
    pub(super) fn prepare(
        kind: GuardKind,
        version: &str,
        policy: &GuardPolicy,
        snapshot: &Snapshot,
    ) -> Result<Self, RouterError> {
        let timeout = policy.timeout.max(SHORTEST);
        let command = match kind {
            // Another holder is left alone (RouterOS manual, Console, "Safe mode": hijacking).
            GuardKind::SafeMode => Command::new("/safe-mode", "take").with("on-error", "abort"),
            GuardKind::DeadMan => {
                let script = script::dead_man(&policy.change, snapshot, &words::view(version)?)?;
                Command::new("/system/scheduler", "add")
                    .with("name", GUARD_NAME)
                    .with("comment", mark(policy.change.controller))
                    // An interval counts from now on, whatever the wall clock does; the script ends the entry.
                    .with("interval", format!("{}s", timeout.as_secs()))
                    .with("policy", "read,write,test")
                    .with("on-event", script)
            }
            GuardKind::Transaction => return Err(RouterError::Unsupported("transactions".to_owned())),
        };
        Ok(Self {
            kind,
            timeout,
            command,
        })
    }

    /// What is to be sent, together.
    pub(super) fn commands(&self) -> Vec<Command> {
        let mut commands = vec![self.command.clone()];
        if self.kind == GuardKind::SafeMode {
            commands.extend(questions(false));
        }
        commands
    }

    /// Reads the answers to [`commands`](Self::commands).
    pub(super) fn armed(
        &self,
        answers: Vec<Result<Response, Error>>,
        sent: Instant,
    ) -> Result<Guard, Unarmed> {
        let mut answers = answers.into_iter();
        let missing = || Err(Error::protocol("the guard was left without an answer"));
        let arming = answers
            .next()
            .unwrap_or_else(missing)
            .map_err(|error| Unarmed::Nothing(self.refused(error)))?;
        match self.kind {
            GuardKind::SafeMode => match answers.next() {
                Some(Ok(other)) => match other.rows.first() {
                    Some(row) => Err(Unarmed::Held(
                        Guard::SafeMode,
                        RouterError::GuardBusy(describe(row)),
                    )),
                    None => Ok(Guard::SafeMode),
                },
                // A user who may not see the scheduler has no dead man there.
                Some(Err(Error::Refused(_))) | None => Ok(Guard::SafeMode),
                Some(Err(error)) => Err(Unarmed::Held(Guard::SafeMode, error.into())),
            },
            GuardKind::DeadMan | GuardKind::Transaction => {
                let entry = arming.ret_str().map(|id| RowId(id.to_owned()));
                let Some(entry) = entry else {
                    let error = RouterError::Protocol("the router gave the dead man no handle".to_owned());
                    return Err(Unarmed::Nothing(error));
                };
                Ok(Guard::DeadMan {
                    entry,
                    armed: sent,
                    timeout: self.timeout,
                })
            }
        }
    }

    fn refused(&self, error: Error) -> RouterError {
        let Error::Refused(refusal) = &error else {
            return error.into();
        };
        match (self.kind, refusal.class()) {
            (_, RefusalClass::Permission) if refusal.message().contains("device-mode") => no_scheduler(),
            (_, RefusalClass::Permission) => error.into(),
            (GuardKind::SafeMode, RefusalClass::UnknownCommand | RefusalClass::UnknownParameter) => {
                RouterError::Unsupported(format!("safe mode: {refusal}"))
            }
            (GuardKind::SafeMode, _) => RouterError::GuardBusy(refusal.to_string()),
            (_, RefusalClass::AlreadyExists) => {
                RouterError::GuardBusy(format!("a dead man ({GUARD_NAME}) stands"))
            }
            _ if refusal.message().contains("device-mode") => no_scheduler(),
            _ => error.into(),
        }
    }
}

/// Why there is no guard.
#[derive(Debug)]
pub(super) enum Unarmed {
    /// It was not armed.
    Nothing(RouterError),
    /// It was, but must be taken away again.
    Held(Guard, RouterError),
}

/// The answer of a router whose device-mode forbids jobs.
pub(super) fn no_scheduler() -> RouterError {
    RouterError::Unsupported(
        "without safe mode (RouterOS 7.18, binary API) a change is guarded by a scheduler entry, which this router's \
         device-mode forbids; allow it with /system/device-mode/update scheduler=yes, or use the binary API"
            .to_owned(),
    )
}

/// The mark of a controller's dead man.
fn mark(controller: ControllerId) -> String {
    format!("nnc:{controller}:guard:dead-man")
}

fn describe(entry: &Row) -> String {
    format!(
        "a dead man stands: {}",
        entry.get_str("comment").unwrap_or(GUARD_NAME)
    )
}

impl Guard {
    /// Refuses when the guard is about to fire: what is sent then may be taken back halfway.
    pub(super) fn check_time(&self) -> Result<(), RouterError> {
        match self {
            Self::DeadMan { armed, timeout, .. } if armed.elapsed() > *timeout / 4 * 3 => {
                Err(RouterError::Deadline(
                    "the dead man is about to fire and will take the change back".to_owned(),
                ))
            }
            _ => Ok(()),
        }
    }

    /// What disarms it.
    fn disarming(&self) -> Command {
        match self {
            Self::SafeMode => Command::new("/safe-mode", "release"),
            Self::DeadMan {
                entry,
                armed,
                timeout,
            } => {
                // An answer that comes after it fired says nothing.
                let left = timeout
                    .saturating_sub(armed.elapsed())
                    .max(Duration::from_secs(1));
                Command::new("/system/scheduler", "remove")
                    .with(".id", &entry.0)
                    .within(left.min(Duration::from_secs(30)))
            }
        }
    }

    /// Makes the change stand.
    pub(super) async fn disarm(&self, live: &Live) -> Commit {
        if let Err(error) = self.check_time() {
            return Commit::Refused(error);
        }
        match live.execute_one(self.disarming()).await {
            Ok(_) => Commit::Done,
            // It has fired: nothing stands any more, and the change is taken back.
            Err(error) if is_gone(&error) => Commit::Lost(error.into()),
            Err(error @ Error::Refused(_)) => Commit::Refused(error.into()),
            Err(error) => Commit::Lost(error.into()),
        }
    }

    /// Lets it fire now.
    pub(super) async fn fire(&self, live: &Live) -> Result<(), RouterError> {
        match self {
            Self::SafeMode => {
                live.execute_one(Command::new("/safe-mode", "unroll")).await?;
                Ok(())
            }
            Self::DeadMan { entry, .. } => {
                match live.execute_one(sooner(&entry.0)).await {
                    Err(error) if is_gone(&error) => return Ok(()),
                    other => other?,
                };
                let until = Instant::now() + FIRING;
                while Instant::now() < until {
                    tokio::time::sleep(LOOK).await;
                    if held(live, false).await?.is_none() {
                        return Ok(());
                    }
                }
                Err(RouterError::Deadline(
                    "the dead man was told to fire and has not yet".to_owned(),
                ))
            }
        }
    }

    /// Whether it ends with the connection.
    pub(super) const fn is_of_session(&self) -> bool {
        matches!(self, Self::SafeMode)
    }
}

/// Lets the dead man of a controller fire now, if there is one: nobody will come to disarm it.
pub(super) async fn hasten(live: &Live, controller: ControllerId) -> Result<(), RouterError> {
    let (entry, mark) = (live.execute(questions(false)).await.pop(), mark(controller));
    let Some(answer) = entry else { return Ok(()) };
    let rows = answer?.rows;
    let own = rows.iter().find(|row| row.get_str("comment") == Some(&mark));
    if let Some(id) = own.and_then(|row| row.get_str(".id")) {
        live.execute_one(sooner(id)).await?;
    }
    Ok(())
}

fn sooner(id: &str) -> Command {
    Command::new("/system/scheduler", "set")
        .with(".id", id)
        .with("interval", AT_ONCE)
}

/// Whose guard stands on the router, if any.
pub(super) async fn held(live: &Live, safe_mode: bool) -> Result<Option<String>, RouterError> {
    let mut answers = live.execute(questions(safe_mode)).await.into_iter();
    if let Some(answer) = answers.next()
        && let Some(row) = answer?.rows.first()
    {
        return Ok(Some(describe(row)));
    }
    match answers.next() {
        Some(Ok(response)) => Ok(response.rows.first().and_then(safe_mode_holder)),
        Some(Err(error)) if is_absent(&error) => Ok(None),
        Some(Err(error)) => Err(error.into()),
        None => Ok(None),
    }
}

fn safe_mode_holder(row: &Row) -> Option<String> {
    let on = |name| matches!(row.get_str(name), Some("true" | "yes"));
    let owner = row
        .get_str("owner")
        .or_else(|| row.get_str("user"))
        .filter(|owner| !owner.is_empty());
    let held = on("enabled") || on("current") || owner.is_some();
    held.then(|| format!("safe mode is held by {}", owner.unwrap_or("somebody")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guard_says_who_holds_it() {
        let row = |pairs: &[(&str, &str)]| pairs.iter().copied().collect::<Row>();
        assert_eq!(
            safe_mode_holder(&row(&[("enabled", "false"), ("current", "false")])),
            None
        );
        let held = safe_mode_holder(&row(&[("enabled", "true"), ("owner", "admin via api")]));
        assert_eq!(held.as_deref(), Some("safe mode is held by admin via api"));
    }

    #[test]
    fn the_dead_mans_mark_is_a_mark() {
        let mark: nnc_core::identity::Mark = mark(ControllerId::new(7)).parse().unwrap();
        assert_eq!(mark.key.to_string(), "guard:dead-man");
    }
}
