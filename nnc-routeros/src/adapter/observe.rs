//! Rows of menus as a [`Snapshot`].

use std::collections::BTreeMap;

use nnc_core::identity::Mark;
use nnc_core::object::{Kind, ObservedRow, RowId, Snapshot, Value};
use nnc_core::ports::RouterError;

use super::fault::is_absent;
use crate::error::Error;
use crate::kinds;
use crate::transport::{Command, Response, Row};

/// Menus that matter when a router's rules are judged as a whole, beyond [`kinds::OBSERVED`].
pub const JUDGED: [Kind; 6] = [
    Kind::new("/ip/settings"),
    Kind::new("/ipv6/settings"),
    Kind::new("/ip/dns"),
    Kind::new("/ip/dhcp-server"),
    Kind::new("/ipv6/firewall/raw"),
    Kind::new("/interface/wireguard"),
];

/// What is asked of menus that hold secrets, or rows by the ten thousand.
const WANTED: &[(&str, &[&str])] = &[
    ("/ip/firewall/address-list", LIST_ENTRY),
    ("/ipv6/firewall/address-list", LIST_ENTRY),
    (
        "/interface/wireguard",
        &[
            ".id",
            "name",
            "listen-port",
            "mtu",
            "public-key",
            "disabled",
            "running",
            "comment",
        ],
    ),
];
const LIST_ENTRY: &[&str] = &[".id", "list", "address", "disabled", "dynamic", "comment"];

/// What moves by itself and says nothing about how the router is configured.
const VOLATILE: &[&str] = &[
    "bytes",
    "packets",
    "link-downs",
    "last-link-up-time",
    "last-link-down-time",
    "expires-after",
    "uptime",
    "last-seen",
    "creation-time",
    "cache-used",
];
const VOLATILE_PREFIXES: &[&str] = &["rx-", "tx-", "fp-rx-", "fp-tx-"];

/// The command that reads a menu.
pub fn print(kind: &Kind) -> Command {
    let command = Command::print(kind.as_str());
    match WANTED.iter().find(|(menu, _)| *menu == kind.as_str()) {
        Some((_, names)) => command.proplist(names.iter().copied()),
        None => command,
    }
}

/// The command that reads a menu whose secrets will be recognised, and hidden, by a [`Lens`](super::lens::Lens).
pub(super) fn print_all(kind: &Kind) -> Command {
    Command::print(kind.as_str())
}

/// A snapshot from the answers to [`print()`], in the order of the kinds. A menu that the version lacks is absent.
///
/// # Errors
/// The first answer that is missing for another reason.
pub fn snapshot(kinds: &[Kind], answers: Vec<Result<Response, Error>>) -> Result<Snapshot, RouterError> {
    let mut snapshot = Snapshot {
        kinds: BTreeMap::new(),
    };
    let mut answers = answers.into_iter();
    for kind in kinds {
        match answers.next() {
            Some(Ok(response)) => {
                let rows = response.rows.iter().map(|row| observed(kind, row)).collect();
                snapshot.kinds.insert(kind.clone(), rows);
            }
            Some(Err(error)) if is_absent(&error) => {}
            Some(Err(error)) => return Err(error.into()),
            None => {
                return Err(RouterError::Protocol(format!(
                    "{kind} was left without an answer"
                )));
            }
        }
    }
    Ok(snapshot)
}

/// One row. Values that are no UTF-8 are shown with replacement characters: rows of ours never have any.
pub fn observed(kind: &Kind, row: &Row) -> ObservedRow {
    let mut attributes = BTreeMap::new();
    let mut id = RowId(String::new());
    for (name, value) in row {
        let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
        if name == ".id" {
            id = RowId(value.into_owned());
        } else if !name.starts_with('.') && !is_volatile(&name) {
            attributes.insert(name.into_owned(), Value::said(value));
        }
    }
    let is = |name: &str| matches!(attributes.get(name).map(String::as_str), Some("true" | "yes"));
    let dynamic = is("dynamic") || is("builtin");
    // Every interface is shown twice: where it was made, and here.
    let made_here = *kind != kinds::INTERFACE;
    let mark = attributes
        .get("comment")
        .filter(|_| made_here)
        .and_then(|comment| comment.parse::<Mark>().ok());
    ObservedRow {
        id,
        attributes: attributes.into(),
        mark,
        dynamic,
    }
}

fn is_volatile(name: &str) -> bool {
    VOLATILE.contains(&name) || VOLATILE_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;

    fn row(pairs: &[(&str, &str)]) -> Row {
        pairs.iter().copied().collect()
    }

    #[test]
    fn rows_carry_their_mark_and_no_counters() {
        let vlan = row(&[
            (".id", "*7"),
            ("name", "nnc-tor"),
            ("comment", "nnc:c0ffee12:vif/tor:vlan"),
            ("rx-byte", "17"),
            (".about", "x"),
        ]);
        let seen = observed(&kinds::VLAN, &vlan);
        assert_eq!(seen.id, RowId("*7".to_owned()));
        assert_eq!(
            seen.mark.as_ref().map(ToString::to_string).as_deref(),
            Some("nnc:c0ffee12:vif/tor:vlan")
        );
        assert_eq!(seen.attributes.keys().collect::<Vec<_>>(), ["comment", "name"]);
        assert!(!seen.dynamic);
        assert_eq!(observed(&kinds::INTERFACE, &vlan).mark, None);
        let builtin = observed(
            &kinds::LIST,
            &row(&[(".id", "*1"), ("name", "all"), ("builtin", "true")]),
        );
        assert!(builtin.dynamic);
    }

    #[test]
    fn a_missing_menu_is_absent_and_other_failures_are_not_hidden() {
        let kinds = [kinds::VLAN, kinds::NAT6];
        let empty = || Ok(Response::default());
        let refused = |message: &str| Err(Error::Refused(Refusal::new(None, message)));
        let seen = snapshot(&kinds, vec![empty(), refused("no such command prefix")]).unwrap();
        assert_eq!(seen.kinds.keys().collect::<Vec<_>>(), [&kinds::VLAN]);
        assert!(matches!(
            snapshot(&kinds, vec![empty(), refused("not enough permissions (9)")]),
            Err(RouterError::Refused(_))
        ));
        assert!(snapshot(&kinds, vec![empty()]).is_err());
    }

    #[test]
    fn no_secret_is_asked_for() {
        let wireguard = print(&Kind::new("/interface/wireguard"));
        assert!(!wireguard.proplist.is_empty());
        assert!(
            wireguard
                .proplist
                .iter()
                .all(|name| !name.contains("private") && !name.contains("preshared"))
        );
    }
}
