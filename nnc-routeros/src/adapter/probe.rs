//! What a router says of itself when it is first asked. Pure.

use std::time::Duration;

use nnc_core::ports::{Capabilities, GuardKind, RouterError};

use super::fault::is_absent;
use crate::error::Error;
use crate::spelling;
use crate::transport::{Command, Response, Row, TransportKind};

/// How many writes one guard covers. RouterOS leaves safe mode silently when more than 100 actions have been
/// recorded (RouterOS manual, Console, "Safe mode"); others may be at work too.
const GUARD_LIMIT: usize = 80;

/// How many writes may be under way at once.
const WINDOW: usize = 16;

/// What is known of a router from its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Probe {
    pub(super) capabilities: Capabilities,
    /// Whether the router has the safe mode menu, whatever the transport.
    pub(super) safe_mode: bool,
    /// Whether device-mode lets jobs be scheduled.
    pub(super) scheduler: bool,
    /// How long the router was up, when it says so.
    pub(super) uptime: Option<Duration>,
}

/// Asks for version and uptime.
pub(super) fn resource() -> Command {
    Command::print("/system/resource").proplist(["version", "uptime"])
}

/// The questions, to be sent together.
pub(super) fn questions() -> Vec<Command> {
    vec![
        resource(),
        Command::print("/system/identity").proplist(["name"]),
        Command::print("/safe-mode"),
        Command::print("/system/device-mode"),
        Command::print("/ipv6/settings").proplist(["disable-ipv6"]),
        Command::print("/system/routerboard").proplist(["serial-number"]),
        Command::print("/system/license").proplist(["software-id", "system-id"]),
    ]
}

/// Reads the answers to [`questions`].
pub(super) fn read(kind: TransportKind, answers: Vec<Result<Response, Error>>) -> Result<Probe, RouterError> {
    let mut answers = answers.into_iter();
    let mut next = || {
        let missing = || Error::Unsupported {
            what: "reading what the router is",
        };
        answers
            .next()
            .unwrap_or_else(|| Err(missing()))
            .map(|response| response.rows)
    };
    let resource = next()?;
    let identity = next()?;
    let (safe_mode, device_mode, ipv6) = (optional(next())?, optional(next())?, optional(next())?);
    let machine = machine_of(optional(next())?, optional(next())?);
    let version = version_of(&resource)?;
    let safe_mode = safe_mode.is_some();
    Ok(Probe {
        capabilities: Capabilities {
            platform: "routeros".to_owned(),
            version,
            identity: field(&identity, "name").unwrap_or_default().to_owned(),
            machine,
            guard: if safe_mode && kind == TransportKind::Api {
                GuardKind::SafeMode
            } else {
                GuardKind::DeadMan
            },
            guard_limit: GUARD_LIMIT,
            window: WINDOW,
            watch: kind == TransportKind::Api,
            ipv6: ipv6.is_some_and(|rows| !matches!(field(&rows, "disable-ipv6"), Some("true" | "yes"))),
        },
        safe_mode,
        scheduler: !device_mode.is_some_and(|rows| matches!(field(&rows, "scheduler"), Some("false" | "no"))),
        uptime: uptime_of(&resource),
    })
}

/// A menu that this version may lack, or this user may not read.
fn optional(rows: Result<Vec<Row>, Error>) -> Result<Option<Vec<Row>>, RouterError> {
    match rows {
        Ok(rows) => Ok(Some(rows)),
        Err(error) if is_absent(&error) || matches!(error, Error::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What tells a machine from all others: its serial number, else the id of its licence (RouterOS manual, RouterBOARD and
/// RouterOS license keys; a CHR has a `system-id`). Virtual machines may have neither.
fn machine_of(board: Option<Vec<Row>>, license: Option<Vec<Row>>) -> Option<String> {
    let told = |rows: &Option<Vec<Row>>, name: &str| {
        let value = field(rows.as_deref()?, name)?;
        (!value.is_empty()).then(|| format!("{name} {value}"))
    };
    told(&board, "serial-number")
        .or_else(|| told(&license, "software-id"))
        .or_else(|| told(&license, "system-id"))
}

/// The version in an answer to [`resource`], without its channel: `7.22.3`.
pub(super) fn version_of(rows: &[Row]) -> Result<String, RouterError> {
    field(rows, "version")
        .and_then(|text| text.split_whitespace().next())
        .map(str::to_owned)
        .ok_or_else(|| RouterError::Protocol("the router does not tell its version".to_owned()))
}

/// The uptime in an answer to [`resource`].
pub(super) fn uptime_of(rows: &[Row]) -> Option<Duration> {
    field(rows, "uptime").and_then(spelling::duration)
}

fn field<'a>(rows: &'a [Row], name: &str) -> Option<&'a str> {
    rows.first().and_then(|row| row.get_str(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_router_without_safe_mode_is_guarded_by_a_dead_man() {
        let row = |pairs: &[(&str, &str)]| {
            Ok(Response {
                rows: vec![pairs.iter().copied().collect()],
                ret: None,
            })
        };
        let unknown = || {
            Err(Error::Refused(crate::error::Refusal::new(
                Some(0),
                "no such command prefix",
            )))
        };
        let answers = || {
            vec![
                row(&[("version", "7.15.3 (stable)"), ("uptime", "1d")]),
                row(&[("name", "attic")]),
                unknown(),
                row(&[("scheduler", "false")]),
                row(&[("disable-ipv6", "false")]),
                unknown(),
                row(&[("software-id", "ABCD-1234"), ("nlevel", "4")]),
            ]
        };
        let probe = read(TransportKind::Api, answers()).unwrap();
        assert_eq!(probe.capabilities.version, "7.15.3");
        assert_eq!(probe.capabilities.guard, GuardKind::DeadMan);
        assert!(!probe.scheduler && probe.capabilities.ipv6);
        assert_eq!(
            probe.capabilities.machine.as_deref(),
            Some("software-id ABCD-1234")
        );
        let mut board = answers();
        board[5] = row(&[("serial-number", "HD1")]);
        let board = read(TransportKind::Rest, board).unwrap();
        assert_eq!(board.capabilities.machine.as_deref(), Some("serial-number HD1"));
        let mut virtual_machine = answers();
        virtual_machine[6] = row(&[("software-id", "")]);
        assert_eq!(
            read(TransportKind::Api, virtual_machine)
                .unwrap()
                .capabilities
                .machine,
            None
        );
        let mut newer = answers();
        newer[2] = row(&[("enabled", "false")]);
        assert_eq!(
            read(TransportKind::Api, newer.clone())
                .unwrap()
                .capabilities
                .guard,
            GuardKind::SafeMode
        );
        assert_eq!(
            read(TransportKind::Rest, newer).unwrap().capabilities.guard,
            GuardKind::DeadMan
        );
        assert!(read(TransportKind::Api, vec![unknown()]).is_err());
    }
}
