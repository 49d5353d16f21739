// generated from schema/nnc.graphql by `cargo xtask codegen`; do not edit

use crate::decode::{Encode, Writer};
use serde::{Deserialize, Serialize};

/// Where a virtual interface is in its life. A create that was rolled back leaves no interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum VirtualInterfaceStatus {
    /// It is being made on the router.
    #[serde(rename = "CREATING")]
    Creating,
    /// The router confirmed it.
    #[serde(rename = "ACTIVE")]
    Active,
    /// It is partly there, or nobody knows, or a repair failed.
    #[serde(rename = "ERROR")]
    Error,
    /// It is being removed from the router.
    #[serde(rename = "REMOVING")]
    Removing,
}

impl VirtualInterfaceStatus {
    /// All words of the schema with their values.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("CREATING", Self::Creating),
        ("ACTIVE", Self::Active),
        ("ERROR", Self::Error),
        ("REMOVING", Self::Removing),
    ];

    /// The word of the schema.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Creating => "CREATING",
            Self::Active => "ACTIVE",
            Self::Error => "ERROR",
            Self::Removing => "REMOVING",
        }
    }
}

impl Encode for VirtualInterfaceStatus {
    fn encode(&self, out: &mut Writer) {
        out.text(self.word());
    }
}

/// How traffic goes from the virtual interface on to the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GatewayType {
    /// The service routes packets itself.
    #[serde(rename = "NONE")]
    None,
    /// A tunnel carries the packets to the service's SOCKS5 port.
    #[serde(rename = "HEV_SOCKS5_TUNNEL")]
    HevSocks5Tunnel,
}

impl GatewayType {
    /// All words of the schema with their values.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("NONE", Self::None),
        ("HEV_SOCKS5_TUNNEL", Self::HevSocks5Tunnel),
    ];

    /// The word of the schema.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::HevSocks5Tunnel => "HEV_SOCKS5_TUNNEL",
        }
    }
}

impl Encode for GatewayType {
    fn encode(&self, out: &mut Writer) {
        out.text(self.word());
    }
}

/// Whether the gateway of a virtual interface runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GatewayStatus {
    /// `STOPPED`
    #[serde(rename = "STOPPED")]
    Stopped,
    /// `STARTING`
    #[serde(rename = "STARTING")]
    Starting,
    /// `RUNNING`
    #[serde(rename = "RUNNING")]
    Running,
    /// `FAILED`
    #[serde(rename = "FAILED")]
    Failed,
}

impl GatewayStatus {
    /// All words of the schema with their values.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("STOPPED", Self::Stopped),
        ("STARTING", Self::Starting),
        ("RUNNING", Self::Running),
        ("FAILED", Self::Failed),
    ];

    /// The word of the schema.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stopped => "STOPPED",
            Self::Starting => "STARTING",
            Self::Running => "RUNNING",
            Self::Failed => "FAILED",
        }
    }
}

impl Encode for GatewayStatus {
    fn encode(&self, out: &mut Writer) {
        out.text(self.word());
    }
}

/// What happens to steered traffic when its way out is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OnFailure {
    /// It is refused.
    #[serde(rename = "CLOSED")]
    Closed,
    /// It leaves by the main table, as if it were not steered. An explicit choice.
    #[serde(rename = "OPEN")]
    Open,
}

impl OnFailure {
    /// All words of the schema with their values.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("CLOSED", Self::Closed),
        ("OPEN", Self::Open),
    ];

    /// The word of the schema.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Closed => "CLOSED",
            Self::Open => "OPEN",
        }
    }
}

impl Encode for OnFailure {
    fn encode(&self, out: &mut Writer) {
        out.text(self.word());
    }
}

/// Where a service instance is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ServiceInstanceStatus {
    /// `INSTALLED`
    #[serde(rename = "INSTALLED")]
    Installed,
    /// `STARTING`
    #[serde(rename = "STARTING")]
    Starting,
    /// `RUNNING`
    #[serde(rename = "RUNNING")]
    Running,
    /// `STOPPED`
    #[serde(rename = "STOPPED")]
    Stopped,
    /// `FAILED`
    #[serde(rename = "FAILED")]
    Failed,
}

impl ServiceInstanceStatus {
    /// All words of the schema with their values.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("INSTALLED", Self::Installed),
        ("STARTING", Self::Starting),
        ("RUNNING", Self::Running),
        ("STOPPED", Self::Stopped),
        ("FAILED", Self::Failed),
    ];

    /// The word of the schema.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Installed => "INSTALLED",
            Self::Starting => "STARTING",
            Self::Running => "RUNNING",
            Self::Stopped => "STOPPED",
            Self::Failed => "FAILED",
        }
    }
}

impl Encode for ServiceInstanceStatus {
    fn encode(&self, out: &mut Writer) {
        out.text(self.word());
    }
}

/// What a VLAN id of the pool is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum VlanAllocationState {
    /// A virtual interface uses it.
    #[serde(rename = "ALLOCATED")]
    Allocated,
    /// A change that is under way means to use it.
    #[serde(rename = "RESERVED")]
    Reserved,
    /// It was released and rests before it is used again.
    #[serde(rename = "QUARANTINED")]
    Quarantined,
    /// It is on the router under our mark, but no virtual interface is known for it.
    #[serde(rename = "ORPHAN")]
    Orphan,
}

impl VlanAllocationState {
    /// All words of the schema with their values.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("ALLOCATED", Self::Allocated),
        ("RESERVED", Self::Reserved),
        ("QUARANTINED", Self::Quarantined),
        ("ORPHAN", Self::Orphan),
    ];

    /// The word of the schema.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Allocated => "ALLOCATED",
            Self::Reserved => "RESERVED",
            Self::Quarantined => "QUARANTINED",
            Self::Orphan => "ORPHAN",
        }
    }
}

impl Encode for VlanAllocationState {
    fn encode(&self, out: &mut Writer) {
        out.text(self.word());
    }
}

/// What a router runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RouterPlatform {
    /// `ROUTEROS`
    #[serde(rename = "ROUTEROS")]
    Routeros,
    /// `OPEN_VSWITCH`
    #[serde(rename = "OPEN_VSWITCH")]
    OpenVswitch,
}

impl RouterPlatform {
    /// All words of the schema with their values.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("ROUTEROS", Self::Routeros),
        ("OPEN_VSWITCH", Self::OpenVswitch),
    ];

    /// The word of the schema.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Routeros => "ROUTEROS",
            Self::OpenVswitch => "OPEN_VSWITCH",
        }
    }
}

impl Encode for RouterPlatform {
    fn encode(&self, out: &mut Writer) {
        out.text(self.word());
    }
}

/// What a firewall rule does with a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FirewallAction {
    /// `ACCEPT`
    #[serde(rename = "ACCEPT")]
    Accept,
    /// `DROP`
    #[serde(rename = "DROP")]
    Drop,
    /// `REJECT`
    #[serde(rename = "REJECT")]
    Reject,
    /// `LOG`
    #[serde(rename = "LOG")]
    Log,
    /// `PASSTHROUGH`
    #[serde(rename = "PASSTHROUGH")]
    Passthrough,
}

impl FirewallAction {
    /// All words of the schema with their values.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("ACCEPT", Self::Accept),
        ("DROP", Self::Drop),
        ("REJECT", Self::Reject),
        ("LOG", Self::Log),
        ("PASSTHROUGH", Self::Passthrough),
    ];

    /// The word of the schema.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accept => "ACCEPT",
            Self::Drop => "DROP",
            Self::Reject => "REJECT",
            Self::Log => "LOG",
            Self::Passthrough => "PASSTHROUGH",
        }
    }
}

impl Encode for FirewallAction {
    fn encode(&self, out: &mut Writer) {
        out.text(self.word());
    }
}
