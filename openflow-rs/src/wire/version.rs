use std::fmt;

/// A version of the OpenFlow protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Version {
    /// OpenFlow 1.0 (wire 0x01).
    V1_0 = 1,
    /// OpenFlow 1.1 (wire 0x02).
    V1_1 = 2,
    /// OpenFlow 1.2 (wire 0x03).
    V1_2 = 3,
    /// OpenFlow 1.3 (wire 0x04).
    V1_3 = 4,
    /// OpenFlow 1.4 (wire 0x05).
    V1_4 = 5,
    /// OpenFlow 1.5 (wire 0x06).
    V1_5 = 6,
}

impl Version {
    /// All versions, oldest first.
    pub const ALL: [Self; 6] = [
        Self::V1_0,
        Self::V1_1,
        Self::V1_2,
        Self::V1_3,
        Self::V1_4,
        Self::V1_5,
    ];

    /// The version with this wire number, 1 to 6.
    #[must_use]
    pub fn from_wire(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number).checked_sub(1)?).copied()
    }

    /// The version byte of a message header.
    #[must_use]
    pub fn to_wire(self) -> u8 {
        self as u8
    }

    /// The version with this name: `OpenFlow13`, `OpenFlow1.3` or `1.3`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let digits: String = name
            .strip_prefix("OpenFlow")
            .unwrap_or(name)
            .chars()
            .filter(|c| *c != '.')
            .collect();
        match digits.as_str() {
            "10" => Some(Self::V1_0),
            "11" => Some(Self::V1_1),
            "12" => Some(Self::V1_2),
            "13" => Some(Self::V1_3),
            "14" => Some(Self::V1_4),
            "15" => Some(Self::V1_5),
            _ => None,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.to_wire() - 1)
    }
}
