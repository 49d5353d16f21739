//! What can be steered: a device told by its MAC address, address, network, VLAN or address list.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use crate::identity::{InvalidName, ResourceId};
use crate::mac::Mac;
use crate::model::DeviceSelectorInput;

/// What is steered.
///
/// ```
/// use nnc_core::device::Device;
/// let device: Device = "192.168.88.7/24".parse().unwrap();
/// assert_eq!(device.to_string(), "192.168.88.0/24");
/// assert_eq!("vlan:20".parse::<Device>().unwrap(), Device::Vlan(20));
/// assert!("vlan:4095".parse::<Device>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Device {
    /// The device with this MAC address.
    Mac(Mac),
    /// The device with this address.
    Address(Ipv4Addr),
    /// Every device of this network.
    Subnet(Ipv4Net),
    /// Every device of this VLAN.
    Vlan(u16),
    /// Every device on this address list of the router.
    List(String),
}

impl Device {
    /// Which of several selectors that match a packet decides: the lower, the more specific.
    pub fn rank(&self) -> u32 {
        match self {
            Self::Mac(_) => 0,
            Self::Address(_) => 1,
            // A longer prefix is more specific: /31 is 2, /0 is 33.
            Self::Subnet(network) => 2 + 31_u32.saturating_sub(u32::from(network.prefix_len())),
            Self::List(_) => 40,
            Self::Vlan(_) => 50,
        }
    }

    /// The resource that steers this device. One device has one.
    pub fn resource(&self) -> ResourceId {
        let name = match self {
            // Colons separate the parts of a mark and slashes those of a resource id.
            Self::Mac(mac) => format!("mac-{}", mac.to_string().replace(':', "-")),
            Self::Address(address) => format!("ip-{address}"),
            Self::Subnet(network) => format!("net-{}-{}", network.addr(), network.prefix_len()),
            Self::Vlan(id) => format!("vlan-{id}"),
            Self::List(name) => format!("list-{name}"),
        };
        ResourceId::of("steer", &name)
    }

    /// The device that a resource made by [`resource`](Self::resource) steers.
    pub fn of_resource(resource: &ResourceId) -> Option<Self> {
        let name = (resource.kind() == "steer").then(|| resource.name())?;
        let (kind, value) = name.split_once('-')?;
        let text = match kind {
            "mac" | "ip" => value.to_owned(),
            "net" => value.replacen('-', "/", 1),
            "vlan" | "list" => format!("{kind}:{value}"),
            _ => return None,
        };
        text.parse().ok()
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mac(mac) => mac.fmt(f),
            Self::Address(address) => address.fmt(f),
            Self::Subnet(network) => network.fmt(f),
            Self::Vlan(id) => write!(f, "vlan:{id}"),
            Self::List(name) => write!(f, "list:{name}"),
        }
    }
}

impl FromStr for Device {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let invalid = || InvalidName {
            what: "device",
            value: text.to_owned(),
            expected: "a MAC address, an IPv4 address, an IPv4 network, vlan:1..4094 or list:NAME (at most 30 of A-Z a-z 0-9 _ . - and single spaces)",
        };
        if let Some(id) = text.strip_prefix("vlan:") {
            let id: u16 = id.parse().map_err(|_| invalid())?;
            return if DeviceSelectorInput::VLAN.contains(&i64::from(id)) {
                Ok(Self::Vlan(id))
            } else {
                Err(invalid())
            };
        }
        if let Some(name) = text.strip_prefix("list:") {
            return if DeviceSelectorInput::ADDRESS_LIST.accept(name) {
                Ok(Self::List(name.to_owned()))
            } else {
                Err(invalid())
            };
        }
        if let Ok(address) = text.parse::<Ipv4Addr>() {
            let single = !address.is_unspecified()
                && !address.is_multicast()
                && !address.is_broadcast()
                && !address.is_loopback();
            return if single {
                Ok(Self::Address(address))
            } else {
                Err(invalid())
            };
        }
        if let Ok(network) = text.parse::<Ipv4Net>() {
            return match network.prefix_len() {
                0 => Err(invalid()),
                32 => network.addr().to_string().parse(),
                _ => Ok(Self::Subnet(network.trunc())),
            };
        }
        // Windows writes hyphens.
        let mac: Result<Mac, _> = text.replace('-', ":").parse();
        mac.ok()
            .filter(Mac::is_of_one_device)
            .map(Self::Mac)
            .ok_or_else(invalid)
    }
}

impl TryFrom<String> for Device {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, InvalidName> {
        text.parse()
    }
}

impl From<Device> for String {
    fn from(device: Device) -> Self {
        device.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_told_apart_and_written_one_way() {
        for (given, shown) in [
            ("02-00-00-00-00-ab", "02:00:00:00:00:AB"),
            ("192.168.88.50", "192.168.88.50"),
            ("192.168.88.50/32", "192.168.88.50"),
            ("192.168.88.50/24", "192.168.88.0/24"),
            ("vlan:20", "vlan:20"),
            ("list:My TVs", "list:My TVs"),
        ] {
            let device: Device = given.parse().unwrap();
            assert_eq!(device.to_string(), shown);
            assert_eq!(Device::of_resource(&device.resource()), Some(device));
        }
        for bad in [
            "",
            "01:00:5e:00:00:01",
            "00:00:00:00:00:00",
            "vlan:0",
            "vlan:4095",
            "list:",
            "0.0.0.0/0",
            "fe80::1",
            "tv",
            "1.2.3",
            "list:a\nb",
            "list:!a",
            "list:a  b",
            "list:a/b",
            "list:abcdefghijabcdefghijabcdefghij1",
        ] {
            assert!(bad.parse::<Device>().is_err(), "{bad:?}");
        }
    }
}
