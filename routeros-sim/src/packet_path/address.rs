//! Sets of addresses as rules name them.

use std::net::IpAddr;

use crate::value::Prefix;

/// An address, a network or a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressSet {
    Prefix(Prefix),
    Range(IpAddr, IpAddr),
}

impl AddressSet {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(prefix) = Prefix::parse(text) {
            return Some(Self::Prefix(prefix));
        }
        let (from, to) = text.split_once('-')?;
        Some(Self::Range(from.trim().parse().ok()?, to.trim().parse().ok()?))
    }

    pub(crate) fn is_ipv4(&self) -> bool {
        match self {
            Self::Prefix(prefix) => prefix.address.is_ipv4(),
            Self::Range(from, _) => from.is_ipv4(),
        }
    }

    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        match self {
            Self::Prefix(prefix) => prefix.contains(address),
            Self::Range(from, to) => {
                from.is_ipv4() == address.is_ipv4() && *from <= address && address <= *to
            }
        }
    }
}

/// Ports and port ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PortSet(Vec<(u16, u16)>);

impl PortSet {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        text.split(',')
            .map(|part| match part.split_once('-') {
                Some((from, to)) => Some((from.trim().parse().ok()?, to.trim().parse().ok()?)),
                None => {
                    let port: u16 = part.trim().parse().ok()?;
                    Some((port, port))
                }
            })
            .collect::<Option<Vec<_>>>()
            .map(Self)
    }

    pub(crate) fn contains(&self, port: Option<u16>) -> bool {
        port.is_some_and(|port| self.0.iter().any(|(from, to)| (*from..=*to).contains(&port)))
    }
}
