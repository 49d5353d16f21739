use super::TableError;
use crate::wire::{
    Action, Command, Cursor, ErrorCode as E, FlowFlags, FlowMod, Frame, Kind, Match, Version,
    decode_instructions, decode_nxm_match, pull_oxm_fields,
};

/// The flags that a switch keeps. It forgets `check_overlap` and `reset_counts`, which speak of the moment only.
pub(super) const KEPT_FLAGS: u16 =
    FlowFlags::SEND_FLOW_REM.0 | FlowFlags::NO_PACKET_COUNTS.0 | FlowFlags::NO_BYTE_COUNTS.0;

/// A flow as a switch stores it, seen where it lies: in a [`FlowSet`](super::FlowSet) or in a dump.
///
/// Table, priority and match are its key; the rest is what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredFlow<'a> {
    /// The version in whose form match and actions are.
    pub version: Version,
    /// Its table, 0 to 254.
    pub table: u8,
    /// Its priority.
    pub priority: u16,
    /// Its cookie.
    pub cookie: u64,
    /// Seconds without traffic until it goes; 0: never.
    pub idle_timeout: u16,
    /// Seconds until it goes; 0: never.
    pub hard_timeout: u16,
    /// Which flows go first when the table is full; 0 before OpenFlow 1.4.
    pub importance: u16,
    /// Its flags, of those that a switch keeps.
    pub flags: FlowFlags,
    /// The fields of its match on the wire, without header and padding.
    pub(super) matches: &'a [u8],
    /// Its instructions on the wire.
    pub(super) instructions: &'a [u8],
}

impl StoredFlow<'_> {
    /// What packets it matches.
    ///
    /// # Errors
    /// The error of the codec, for a flow from a dump that holds what this crate does not know.
    pub fn matches(&self) -> Result<Match, E> {
        decode_nxm_match(self.matches)
    }

    /// What happens to them.
    ///
    /// # Errors
    /// As [`StoredFlow::matches`].
    pub fn actions(&self) -> Result<Vec<Action>, E> {
        decode_instructions(self.instructions, self.version)
    }

    /// The modification that adds it.
    ///
    /// # Errors
    /// As [`StoredFlow::matches`].
    pub fn to_flow_mod(&self) -> Result<FlowMod, E> {
        let mut flow = FlowMod::new(Command::Add);
        flow.table = self.table;
        flow.priority = self.priority;
        flow.matches = self.matches()?;
        flow.actions = self.actions()?;
        flow.new_cookie = self.cookie;
        flow.idle_timeout = self.idle_timeout;
        flow.hard_timeout = self.hard_timeout;
        flow.importance = self.importance;
        flow.flags = self.flags;
        Ok(flow)
    }

    /// Whether the two are the same flow, whatever they do: table, priority and match.
    #[must_use]
    pub fn same_key(&self, other: &Self) -> bool {
        (self.table, self.priority, self.matches) == (other.table, other.priority, other.matches)
    }

    /// Whether everything but key and actions is the same.
    pub(super) fn same_settings(&self, other: &Self) -> bool {
        let settings = |flow: &Self| {
            (
                flow.cookie,
                flow.idle_timeout,
                flow.hard_timeout,
                flow.importance,
                flow.flags.0,
            )
        };
        settings(self) == settings(other)
    }
}

/// The flows of one part of a reply to a [`FlowStatsRequest`](crate::wire::FlowStatsRequest), as they lie there.
///
/// Reads only the frame of each flow, not its match and actions: a comparison needs these only where bytes differ.
#[derive(Debug)]
pub struct StoredFlows<'a> {
    cursor: Cursor<'a>,
    version: Version,
}

impl<'a> StoredFlows<'a> {
    /// The flows of a reply.
    ///
    /// # Errors
    /// [`TableError::Refused`] if the frame is no such reply, [`TableError::Version`] before OpenFlow 1.3.
    pub fn new(frame: &Frame<'a>) -> Result<Self, TableError> {
        if frame.kind() != Kind::FlowReply || frame.is_vendor() {
            return Err(TableError::Refused(E::OFPBRC_BAD_TYPE));
        }
        let version = frame.version()?;
        if version < Version::V1_3 {
            return Err(TableError::Version(version));
        }
        Ok(Self {
            cursor: Cursor::new(frame.body()),
            version,
        })
    }

    fn pull(&mut self) -> Result<StoredFlow<'a>, E> {
        let short = E::OFPBRC_BAD_LEN;
        let length = usize::from(self.cursor.clone().u16(short)?);
        let c = &mut Cursor::new(self.cursor.take(length, short)?);
        c.take(2, short)?;
        let new = self.version == Version::V1_5;
        if new {
            c.take(2, short)?;
        }
        let table = c.u8(short)?;
        c.u8(short)?;
        if !new {
            // Age.
            c.take(8, short)?;
        }
        let priority = c.u16(short)?;
        let idle_timeout = c.u16(short)?;
        let hard_timeout = c.u16(short)?;
        let flags = c.u16(short)?;
        let importance = c.u16(short)?;
        if !new {
            c.take(2, short)?;
        }
        let cookie = c.u64(short)?;
        if !new {
            // Packets and bytes.
            c.take(16, short)?;
        }
        let matches = pull_oxm_fields(c)?;
        if new {
            // Statistics: type, length, fields, padding.
            let length = usize::from(u16::from_be_bytes(
                c.clone().array::<4>(short).map(|[_, _, a, b]| [a, b])?,
            ));
            if length < 4 {
                return Err(short);
            }
            c.take(length.next_multiple_of(8), short)?;
        }
        Ok(StoredFlow {
            version: self.version,
            table,
            priority,
            cookie,
            idle_timeout,
            hard_timeout,
            importance: if self.version >= Version::V1_4 {
                importance
            } else {
                0
            },
            flags: FlowFlags(flags & KEPT_FLAGS),
            matches,
            instructions: c.rest(),
        })
    }
}

impl<'a> Iterator for StoredFlows<'a> {
    type Item = Result<StoredFlow<'a>, E>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.cursor.is_empty() {
            return None;
        }
        let flow = self.pull();
        if flow.is_err() {
            self.cursor = Cursor::new(&[]);
        }
        Some(flow)
    }
}
