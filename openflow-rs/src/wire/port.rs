use super::ErrorCode;
use std::fmt;

/// A port number, in the 16-bit numbering of OpenFlow 1.0 that Open vSwitch uses everywhere.
///
/// From OpenFlow 1.1 on, ports are 32 bits wide on the wire and the reserved ones lie at the top of that range;
/// [`Port::to_wire32`] and [`Port::from_wire32`] convert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Port(pub u16);

const RESERVED_OFFSET: u32 = 0xffff_0000;

const RESERVED: [(Port, &str); 10] = [
    (Port::UNSET, "UNSET"),
    (Port::IN_PORT, "IN_PORT"),
    (Port::TABLE, "TABLE"),
    (Port::NORMAL, "NORMAL"),
    (Port::FLOOD, "FLOOD"),
    (Port::ALL, "ALL"),
    (Port::CONTROLLER, "CONTROLLER"),
    (Port::LOCAL, "LOCAL"),
    (Port::ANY, "ANY"),
    (Port::ANY, "NONE"),
];

impl Port {
    /// The first number that is not a real port.
    pub const MAX: Self = Self(0xff00);
    /// Not in the action set (a value of `actset_output`).
    pub const UNSET: Self = Self(0xfff7);
    /// Back to where the packet came from.
    pub const IN_PORT: Self = Self(0xfff8);
    /// Through the flow tables (packet-out only).
    pub const TABLE: Self = Self(0xfff9);
    /// As a learning switch would.
    pub const NORMAL: Self = Self(0xfffa);
    /// All ports where flooding is allowed, but the input port.
    pub const FLOOD: Self = Self(0xfffb);
    /// All ports but the input port.
    pub const ALL: Self = Self(0xfffc);
    /// To the controller.
    pub const CONTROLLER: Self = Self(0xfffd);
    /// The bridge's own port.
    pub const LOCAL: Self = Self(0xfffe);
    /// No port, any port.
    pub const ANY: Self = Self(0xffff);

    /// The 32-bit number of OpenFlow 1.1 and later.
    #[must_use]
    pub fn to_wire32(self) -> u32 {
        let number = u32::from(self.0);
        if self < Self::MAX {
            number
        } else {
            number + RESERVED_OFFSET
        }
    }

    /// From the 32-bit number of OpenFlow 1.1 and later.
    ///
    /// # Errors
    /// `OFPBAC_BAD_OUT_PORT` for a number between the real and the reserved ports.
    pub fn from_wire32(number: u32) -> Result<Self, ErrorCode> {
        let reserved = number
            .checked_sub(RESERVED_OFFSET)
            .filter(|low| *low >= u32::from(Self::MAX.0));
        match reserved.or_else(|| (number < u32::from(Self::MAX.0)).then_some(number)) {
            Some(low) => Ok(Self(u16::try_from(low).unwrap_or(Self::ANY.0))),
            None => Err(ErrorCode::OFPBAC_BAD_OUT_PORT),
        }
    }

    /// The name of a reserved port.
    #[must_use]
    pub fn reserved_name(self) -> Option<&'static str> {
        RESERVED
            .iter()
            .find(|(port, _)| *port == self)
            .map(|(_, name)| *name)
    }

    /// The reserved port with this name, in any case. `NONE` and `ANY` are the same port.
    #[must_use]
    pub fn from_reserved_name(name: &str) -> Option<Self> {
        RESERVED
            .iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(name))
            .map(|(port, _)| *port)
    }

    /// Whether a packet may be sent there by an action.
    ///
    /// # Errors
    /// `OFPBAC_BAD_OUT_PORT`.
    pub(super) fn check_output(self) -> Result<(), ErrorCode> {
        let known = self < Self::MAX || (self >= Self::IN_PORT && self <= Self::LOCAL);
        if known {
            Ok(())
        } else {
            Err(ErrorCode::OFPBAC_BAD_OUT_PORT)
        }
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reserved_name() {
            Some(name) => f.write_str(name),
            None => write!(f, "{}", self.0),
        }
    }
}
