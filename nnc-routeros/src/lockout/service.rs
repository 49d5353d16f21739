//! Whether the service of management goes on listening (RouterOS manual, Services).

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use nnc_core::object::{ObservedRow, Snapshot};
use nnc_core::walk::{Lockout, Management};

use crate::kinds;

/// Attributes of a service that decide who is served; the rest is for show.
const DECIDING: &[&str] = &[
    "disabled",
    "port",
    "address",
    "vrf",
    "certificate",
    "tls-version",
    "max-sessions",
];

/// What a change to the service means; `None` where there is none.
pub(super) fn judge(before: &Snapshot, after: &Snapshot, management: &Management) -> Option<Lockout> {
    let of = |snapshot: &Snapshot| -> Option<ObservedRow> {
        let rows = snapshot.rows(&kinds::SERVICE).iter();
        // A dynamic row is a connection that is open.
        let mut rows =
            rows.filter(|row| !row.dynamic && row.get("name") == Some(management.service.as_str()));
        rows.next().cloned()
    };
    let (old, new) = match (of(before), of(after)) {
        (Some(old), Some(new)) => (old, new),
        (None, None) => return None,
        _ => {
            return Some(Lockout::unknown(
                "the service that the controller uses comes or goes",
            ));
        }
    };
    let value = |row: &ObservedRow, name: &str| row.get(name).unwrap_or_default().to_owned();
    let changed = |name: &&&str| value(&old, name) != value(&new, name);
    let mut undecided = None;
    for name in DECIDING.iter().filter(changed) {
        let text = value(&new, name);
        match *name {
            "disabled" if matches!(text.as_str(), "true" | "yes") => {
                return Some(Lockout::because(format!(
                    "the change switches the service {} off",
                    management.service
                )));
            }
            "disabled" => {}
            "port" if text == management.port.to_string() => {}
            "port" => {
                return Some(Lockout::because(format!(
                    "the change moves the service {} from port {} to {text}",
                    management.service, management.port
                )));
            }
            "address" if text.is_empty() => {}
            "address" => match management.controller {
                Some(controller) if serves(&text, controller) => {}
                Some(controller) => {
                    return Some(Lockout::because(format!(
                        "the service {} would no longer answer {controller}, only {text}",
                        management.service
                    )));
                }
                None => {
                    undecided =
                        Some("whether the service still answers the controller's address is not known");
                }
            },
            _ => undecided = Some("the change is to the certificate, the VRF or the limits of the service"),
        }
    }
    undecided.map(Lockout::unknown)
}

fn serves(list: &str, controller: IpAddr) -> bool {
    list.split(',').any(|part| {
        let network = IpNet::from_str(part.trim())
            .ok()
            .or_else(|| part.trim().parse::<IpAddr>().ok().map(IpNet::from));
        network.is_some_and(|network| network.contains(&controller))
    })
}
