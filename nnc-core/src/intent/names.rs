//! Names of instances, interfaces and services.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::identity::InvalidName;
use crate::model::CreateVirtualInterfaceInput;

/// The name of a service instance, such as `tor-usa`: 1 to 63 characters of `a-z 0-9 -`, the first and the
/// last no hyphen.
///
/// ```
/// use nnc_core::intent::Instance;
/// let instance: Instance = "tor-usa".parse().unwrap();
/// assert_eq!(instance.interface_name().as_str(), "nnc-tor-usa");
/// let long: Instance = "tor-united-states".parse().unwrap();
/// assert_eq!(long.interface_name().as_str().len(), 15);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Instance(String);

impl Instance {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The interface's name on the router: `nnc-<instance>` while that fits 15 characters (Linux' IFNAMSIZ - 1),
    /// else `nnc-`, the first six characters, `-` and four of a hash.
    pub fn interface_name(&self) -> InterfaceName {
        if self.0.len() <= 11 {
            return InterfaceName(format!("nnc-{}", self.0));
        }
        let hash = Sha256::digest(self.0.as_bytes());
        let digits: String = hash.iter().take(2).map(|byte| format!("{byte:02x}")).collect();
        let front: String = self.0.chars().take(6).collect();
        InterfaceName(format!("nnc-{front}-{digits}"))
    }
}

impl FromStr for Instance {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        if CreateVirtualInterfaceInput::NAME.accept(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidName {
                what: "instance name",
                value: text.to_owned(),
                expected: "1 to 63 characters of a-z 0-9 -, the first and the last no hyphen",
            })
        }
    }
}

impl TryFrom<String> for Instance {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, InvalidName> {
        text.parse()
    }
}

impl From<Instance> for String {
    fn from(instance: Instance) -> Self {
        instance.0
    }
}

impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a virtual interface on the router; at most 15 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct InterfaceName(String);

impl InterfaceName {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InterfaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A network service that can stand behind a virtual interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Service {
    /// Tor.
    Tor,
    /// sing-box.
    SingBox,
    /// Xray-core.
    Xray,
    /// MTProxy.
    Mtproxy,
    /// Psiphon.
    Psiphon,
    /// AdGuard Home.
    AdguardHome,
}

impl Service {
    /// Every service, with the name that users write.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Tor, "tor"),
        (Self::SingBox, "sing-box"),
        (Self::Xray, "xray"),
        (Self::Mtproxy, "mtproxy"),
        (Self::Psiphon, "psiphon"),
        (Self::AdguardHome, "adguard-home"),
    ];

    /// The name that users write.
    pub fn as_str(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(service, _)| *service == self)
            .map_or("", |(_, name)| name)
    }

    /// Whether it answers name queries on its own address (Tor's DNSPort, a DNS inbound, a DNS server).
    /// For the others the queries of steered devices are blocked unless a resolver is given.
    pub const fn resolves_names(self) -> bool {
        matches!(self, Self::Tor | Self::SingBox | Self::Xray | Self::AdguardHome)
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Service {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        Self::ALL
            .iter()
            .find(|(_, name)| *name == text)
            .map(|(service, _)| *service)
            .ok_or_else(|| InvalidName {
                what: "service",
                value: text.to_owned(),
                expected: "tor, sing-box, xray, mtproxy, psiphon or adguard-home",
            })
    }
}
