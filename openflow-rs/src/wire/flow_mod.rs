use super::action_check::check_flow;
use super::action_encode::put_instructions;
use super::cursor::Put;
use super::oxm_encode::put_oxm_match;
use super::{Action, ErrorCode, Match, Port, Version};

/// What a flow modification does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "each says it")]
pub enum Command {
    Add = 0,
    Modify = 1,
    ModifyStrict = 2,
    Delete = 3,
    DeleteStrict = 4,
}

impl Command {
    /// From its number on the wire.
    #[must_use]
    pub fn from_wire(number: u8) -> Option<Self> {
        [
            Self::Add,
            Self::Modify,
            Self::ModifyStrict,
            Self::Delete,
            Self::DeleteStrict,
        ]
        .get(usize::from(number))
        .copied()
    }

    /// Whether it deletes flows.
    #[must_use]
    pub fn is_delete(self) -> bool {
        matches!(self, Self::Delete | Self::DeleteStrict)
    }
}

/// Flags of a flow, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct FlowFlags(pub u16);

impl FlowFlags {
    /// Say when the flow goes.
    pub const SEND_FLOW_REM: Self = Self(1);
    /// Refuse the flow if another of the same priority overlaps it.
    pub const CHECK_OVERLAP: Self = Self(2);
    /// Start counting anew (OpenFlow 1.2; implied before).
    pub const RESET_COUNTS: Self = Self(4);
    /// Do not count packets (OpenFlow 1.3).
    pub const NO_PACKET_COUNTS: Self = Self(8);
    /// Do not count bytes (OpenFlow 1.3).
    pub const NO_BYTE_COUNTS: Self = Self(16);
    /// Emergency flow (OpenFlow 1.0).
    pub const EMERGENCY: Self = Self(0x8000);

    /// Whether it has all flags of `other`.
    #[must_use]
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// With the flags of `other`.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The names of the flags in text, in the order in which they are printed.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let named = Self::NAMES.into_iter().filter(move |(flag, _)| self.has(*flag));
        named.map(|(_, name)| name)
    }

    /// The flags that have a name in text.
    pub const NAMES: [(Self, &'static str); 5] = [
        (Self::SEND_FLOW_REM, "send_flow_rem"),
        (Self::CHECK_OVERLAP, "check_overlap"),
        (Self::RESET_COUNTS, "reset_counts"),
        (Self::NO_PACKET_COUNTS, "no_packet_counts"),
        (Self::NO_BYTE_COUNTS, "no_byte_counts"),
    ];

    /// The bits that `version` knows, as they stand on the wire.
    #[must_use]
    pub fn to_wire(self, version: Version) -> u16 {
        let emergency = if version == Version::V1_0 && self.has(Self::EMERGENCY) {
            4
        } else {
            0
        };
        self.0 & Self::known(version) | emergency
    }

    fn known(version: Version) -> u16 {
        match version {
            Version::V1_0 | Version::V1_1 => 3,
            Version::V1_2 => 7,
            _ => 31,
        }
    }

    /// From the wire.
    ///
    /// # Errors
    /// `OFPFMFC_BAD_FLAGS` for bits that `version` does not know.
    pub fn from_wire(bits: u16, version: Version) -> Result<Self, ErrorCode> {
        let mut flags = Self(bits & Self::known(version));
        let mut rest = bits & !Self::known(version);
        if version == Version::V1_0 && rest & 4 != 0 {
            rest &= !4;
            flags = flags.with(Self::EMERGENCY);
        }
        if rest == 0 {
            Ok(flags)
        } else {
            Err(ErrorCode::OFPFMFC_BAD_FLAGS)
        }
    }
}

/// A flow modification: a flow to add, or which flows to change or delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowMod {
    /// What to do.
    pub command: Command,
    /// The table; 255: all, or none said.
    pub table: u8,
    /// The priority.
    pub priority: u16,
    /// What packets.
    pub matches: Match,
    /// What happens to them.
    pub actions: Vec<Action>,
    /// The cookie that the flow gets.
    pub new_cookie: u64,
    /// Whether a modification changes the cookie.
    pub modify_cookie: bool,
    /// Only flows with this cookie (not of a flow to add)...
    pub cookie: u64,
    /// ...under this mask.
    pub cookie_mask: u64,
    /// Seconds without traffic until the flow goes; 0: never.
    pub idle_timeout: u16,
    /// Seconds until the flow goes; 0: never.
    pub hard_timeout: u16,
    /// Which flows go first when the table is full (OpenFlow 1.4).
    pub importance: u16,
    /// A packet buffered in the switch; `0xffff_ffff`: none.
    pub buffer: u32,
    /// Only flows that send here; `ANY`: all.
    pub out_port: Port,
    /// Only flows that use this group; `0xffff_ffff`: all.
    pub out_group: u32,
    /// Flags.
    pub flags: FlowFlags,
}

/// Why a message cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// It would be longer than 65535 bytes.
    #[error("the message is {0} bytes long, more than the 65535 that OpenFlow allows: split it")]
    TooLong(usize),
    /// The version has no such message.
    #[error("OpenFlow {0} has no such message: use a newer version")]
    Version(Version),
}

impl EncodeError {
    /// A stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong(_) => "message-too-long",
            Self::Version(_) => "version-unsupported",
        }
    }
}

impl FlowMod {
    /// The priority of a flow that does not say one.
    pub const DEFAULT_PRIORITY: u16 = 0x8000;
    /// No buffer.
    pub const NO_BUFFER: u32 = u32::MAX;
    /// Any group.
    pub const ANY_GROUP: u32 = u32::MAX;

    /// A modification that matches everything and does nothing.
    #[must_use]
    pub fn new(command: Command) -> Self {
        Self {
            command,
            table: 255,
            priority: Self::DEFAULT_PRIORITY,
            matches: Match::new(),
            actions: Vec::new(),
            new_cookie: 0,
            modify_cookie: false,
            cookie: 0,
            cookie_mask: 0,
            idle_timeout: 0,
            hard_timeout: 0,
            importance: 0,
            buffer: Self::NO_BUFFER,
            out_port: Port::ANY,
            out_group: Self::ANY_GROUP,
            flags: FlowFlags::default(),
        }
    }

    /// Checks that the actions suit the match, as ovs-vswitchd does, and completes what depends on it.
    ///
    /// # Errors
    /// The error that ovs-vswitchd would answer.
    pub fn check(&mut self, version: Version) -> Result<(), ErrorCode> {
        super::check_actions(&mut self.actions, &self.matches, self.table, version)
    }

    /// The whole message (OpenFlow 1.2 and later).
    ///
    /// # Errors
    /// [`EncodeError`] if the version is older or the message too long.
    pub fn encode(&self, version: Version, xid: u32) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(128);
        self.encode_to(version, xid, &mut out)?;
        Ok(out)
    }

    /// Appends the whole message (OpenFlow 1.2 and later). On an error `out` is as before.
    ///
    /// # Errors
    /// As [`FlowMod::encode`].
    pub fn encode_to(&self, version: Version, xid: u32, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if version < Version::V1_2 {
            return Err(EncodeError::Version(version));
        }
        let start = out.len();
        out.extend_from_slice(&[version.to_wire(), 14, 0, 0]);
        out.put_u32(xid);
        let add = self.command == Command::Add;
        out.put_u64(if add { self.new_cookie } else { self.cookie });
        out.put_u64(self.cookie_mask);
        let is_unsaid = self.table == 255 && !self.command.is_delete();
        out.extend_from_slice(&[if is_unsaid { 0 } else { self.table }, self.command as u8]);
        out.put_u16(self.idle_timeout);
        out.put_u16(self.hard_timeout);
        out.put_u16(self.priority);
        out.put_u32(self.buffer);
        out.put_u32(self.out_port.to_wire32());
        out.put_u32(self.out_group);
        out.put_u16(self.flags.to_wire(version));
        out.put_u16(if version >= Version::V1_4 {
            self.importance
        } else {
            0
        });
        put_oxm_match(&self.matches, version, out);
        put_instructions(&self.actions, version, out);
        let length = out.len() - start;
        match u16::try_from(length) {
            Ok(length) => out.set_u16(start + 2, length),
            Err(_) => {
                out.truncate(start);
                return Err(EncodeError::TooLong(length));
            }
        }
        Ok(())
    }

    /// Whether some action does not suit the match, so that only OpenFlow 1.0 could carry the flow.
    pub(crate) fn is_inconsistent(&mut self) -> Result<bool, ErrorCode> {
        Ok(check_flow(&mut self.actions, &self.matches, self.table)?.inconsistent)
    }
}
