//! Forgetting tracked connections, so that they are decided anew.

use std::collections::{BTreeSet, HashSet};
use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use nnc_core::mac::Mac;
use nnc_core::ports::RouterError;

use super::fault::{is_absent, is_gone};
use super::link::Live;
use crate::error::Error;
use crate::transport::{Command, Response, Row, TransportKind};

/// The tables of tracked connections.
const TRACKED: [&str; 2] = ["/ip/firewall/connection", "/ipv6/firewall/connection"];

/// Where a router remembers which address a device has: menu and property.
const NEIGHBOURS: [(&str, &str); 3] = [
    ("/ip/arp", "address"),
    ("/ipv6/neighbor", "address"),
    ("/ip/dhcp-server/lease", "address"),
];

/// How many connections one command forgets.
const BATCH: usize = 64;

/// Ports of name service, which a router answers itself and a change may redirect.
const NAME_SERVICE: [u16; 2] = [53, 853];

/// Forgets the connections from or to these networks and devices. All are forgotten if a device's addresses are
/// not known. The router's own sessions with its administrators are kept: they are not steered, and one of them
/// is this one.
pub(super) async fn flush(live: &Live, networks: &[IpNet], devices: &[Mac]) -> Result<(), RouterError> {
    let mut commands: Vec<Command> = TRACKED
        .iter()
        .map(|menu| {
            Command::print(*menu).proplist([
                ".id",
                "protocol",
                "src-address",
                "src-port",
                "dst-address",
                "dst-port",
                "reply-src-address",
                "reply-dst-address",
            ])
        })
        .collect();
    commands.push(Command::print("/ip/address").proplist(["address"]));
    if !devices.is_empty() {
        commands.extend(NEIGHBOURS.iter().map(|(menu, property)| {
            let mut command = Command::print(*menu).proplist(["mac-address", property]);
            for device in devices {
                command = command.query(format!("mac-address={device}"));
            }
            if devices.len() > 1 {
                command = command.query(format!("#{}", "|".repeat(devices.len() - 1)));
            }
            command
        }));
    }
    let mut answers = live.execute(commands).await.into_iter();
    let mut next = || rows(answers.next());
    let tracked = [next()?, next()?];
    let local: HashSet<IpAddr> = next()?
        .iter()
        .filter_map(|row| network(row.get_str("address")?))
        .map(|net| net.addr())
        .collect();
    let mut known = Vec::new();
    if !devices.is_empty() {
        for _ in NEIGHBOURS {
            known.extend(next()?);
        }
    }
    let wanted = Wanted::new(networks, devices, &known);
    for (menu, rows) in TRACKED.iter().zip(&tracked) {
        let ids: Vec<String> = rows
            .iter()
            .filter(|row| !is_administration(row, &local) && wanted.concerns(row))
            .filter_map(|row| row.get_str(".id").map(str::to_owned))
            .collect();
        forget(live, menu, &ids).await?;
    }
    Ok(())
}

/// Removes rows; those that have gone by themselves are no failure.
async fn forget(live: &Live, menu: &str, ids: &[String]) -> Result<(), RouterError> {
    let remove = |ids: &str| Command::new(menu, "remove").with(".id", ids);
    // A REST request names one row.
    let size = if live.kind() == TransportKind::Rest {
        1
    } else {
        BATCH
    };
    let batches: Vec<&[String]> = ids.chunks(size).collect();
    let results = live
        .execute(batches.iter().map(|batch| remove(&batch.join(","))).collect())
        .await;
    let mut singly = Vec::new();
    for (batch, result) in batches.iter().zip(results) {
        match result {
            Ok(_) => {}
            // One of them is gone, and with it the whole command failed.
            Err(error) if is_gone(&error) => singly.extend(batch.iter().filter(|_| batch.len() > 1)),
            Err(error) => return Err(error.into()),
        }
    }
    for result in live.execute(singly.iter().map(|id| remove(id)).collect()).await {
        match result {
            Err(error) if !is_gone(&error) => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

fn rows(answer: Option<Result<Response, Error>>) -> Result<Vec<Row>, RouterError> {
    match answer {
        Some(Ok(response)) => Ok(response.rows),
        Some(Err(error)) if is_absent(&error) => Ok(Vec::new()),
        Some(Err(error)) => Err(error.into()),
        None => Err(RouterError::Protocol(
            "a question was left without an answer".to_owned(),
        )),
    }
}

/// Whose connections are to be forgotten.
#[derive(Debug)]
enum Wanted {
    Everybody,
    Of(Vec<IpNet>, HashSet<IpAddr>),
}

impl Wanted {
    fn new(networks: &[IpNet], devices: &[Mac], known: &[Row]) -> Self {
        let mut found: BTreeSet<Mac> = BTreeSet::new();
        let mut addresses = HashSet::new();
        for row in known {
            let mac = row
                .get_str("mac-address")
                .and_then(|text| text.parse::<Mac>().ok());
            let address = row.get_str("address").and_then(address);
            if let (Some(mac), Some(address)) = (mac.filter(|mac| devices.contains(mac)), address) {
                found.insert(mac);
                addresses.insert(address);
            }
        }
        if devices.iter().all(|device| found.contains(device)) {
            Self::Of(networks.to_vec(), addresses)
        } else {
            Self::Everybody
        }
    }

    fn concerns(&self, row: &Row) -> bool {
        let Self::Of(networks, addresses) = self else {
            return true;
        };
        [
            "src-address",
            "dst-address",
            "reply-src-address",
            "reply-dst-address",
        ]
        .iter()
        .filter_map(|name| row.get_str(name).and_then(address))
        .any(|address| {
            addresses.contains(&address) || networks.iter().any(|network| network.contains(&address))
        })
    }
}

/// Whether somebody talks to the router itself, and not to ask for names.
fn is_administration(row: &Row, local: &HashSet<IpAddr>) -> bool {
    let to = row.get_str("dst-address").and_then(address);
    let from = row.get_str("reply-src-address").and_then(address);
    let port = row
        .get_str("dst-port")
        .and_then(|port| port.parse().ok())
        .or_else(|| {
            row.get_str("dst-address")
                .and_then(|text| text.parse().ok())
                .map(|socket: SocketAddr| socket.port())
        });
    row.get_str("protocol") == Some("tcp")
        && to.is_some_and(|to| local.contains(&to) && from.is_none_or(|from| from == to))
        && !port.is_some_and(|port| NAME_SERVICE.contains(&port))
}

/// An address as connections spell it: bare, or with a port behind it.
fn address(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

fn network(text: &str) -> Option<IpNet> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pairs: &[(&str, &str)]) -> Row {
        pairs.iter().copied().collect()
    }

    #[test]
    fn a_device_is_found_by_its_neighbour_entry_and_an_unknown_one_means_everybody() {
        let (known, unknown): (Mac, Mac) = (
            "02:00:00:00:00:01".parse().unwrap(),
            "02:00:00:00:00:02".parse().unwrap(),
        );
        let arp = [row(&[
            ("mac-address", "02:00:00:00:00:01"),
            ("address", "192.168.88.5"),
        ])];
        let its = row(&[
            ("src-address", "192.168.88.5:4000"),
            ("dst-address", "1.1.1.1:443"),
        ]);
        let others = row(&[
            ("src-address", "192.168.88.6:4000"),
            ("dst-address", "1.1.1.1:443"),
        ]);
        let wanted = Wanted::new(&[], &[known], &arp);
        assert!(wanted.concerns(&its) && !wanted.concerns(&others));
        assert!(Wanted::new(&[], &[known, unknown], &arp).concerns(&others));
        let network = Wanted::new(&["192.168.88.0/24".parse().unwrap()], &[], &[]);
        assert!(network.concerns(&others));
        assert!(!network.concerns(&row(&[
            ("src-address", "10.0.0.1:1"),
            ("dst-address", "10.0.0.2:2")
        ])));
        assert!(network.concerns(&row(&[
            ("src-address", "10.0.0.1:1"),
            ("reply-dst-address", "192.168.88.9:1")
        ])));
    }

    #[test]
    fn administrators_are_not_cut_off_but_questions_for_names_are_decided_anew() {
        let local: HashSet<IpAddr> = ["192.168.88.1".parse().unwrap()].into();
        let to = |address: &str, protocol| {
            row(&[
                ("protocol", protocol),
                ("dst-address", address),
                ("src-address", "192.168.88.2:5"),
            ])
        };
        assert!(is_administration(&to("192.168.88.1:8728", "tcp"), &local));
        assert!(!is_administration(&to("192.168.88.1:53", "tcp"), &local));
        assert!(!is_administration(&to("192.168.88.1:53", "udp"), &local));
        assert!(!is_administration(&to("1.1.1.1:443", "tcp"), &local));
    }
}
