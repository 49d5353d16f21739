//! The flows of a switch, as it tells them.

use super::action_decode::read_instructions;
use super::cursor::Cursor;
use super::legacy_match::read_match;
use super::oxm_decode::{Rules, pull_nxm};
use super::oxs::pull_oxs;
use super::{Action, ErrorCode as E, FlowFlags, Frame, Kind, Match, Version};

/// How long something has been there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Age {
    /// Whole seconds.
    pub seconds: u32,
    /// And nanoseconds.
    pub nanoseconds: u32,
}

/// A flow of a table, with what it has counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FlowStats {
    /// Its table.
    pub table: u8,
    /// Its priority.
    pub priority: u16,
    /// What packets it matches.
    pub matches: Match,
    /// What happens to them.
    pub actions: Vec<Action>,
    /// Its cookie.
    pub cookie: u64,
    /// Since when it is there.
    pub age: Age,
    /// Seconds without traffic until it goes.
    pub idle_timeout: u16,
    /// Seconds until it goes.
    pub hard_timeout: u16,
    /// Its importance.
    pub importance: u16,
    /// Its flags.
    pub flags: FlowFlags,
    /// Packets; all ones if not known.
    pub packets: u64,
    /// Bytes; all ones if not known.
    pub bytes: u64,
    /// Seconds since the last packet, if known.
    pub idle_age: Option<u32>,
    /// Seconds since the last change, if known.
    pub hard_age: Option<u32>,
}

/// The flows of one part of a reply, read one by one.
#[derive(Debug)]
pub struct FlowStatsReply<'a> {
    cursor: Cursor<'a>,
    version: Version,
    nicira: bool,
    /// Whether the fault was one for which Open vSwitch has no error code.
    pub(crate) nameless_fault: bool,
}

impl<'a> FlowStatsReply<'a> {
    /// The flows of a reply to [`FlowStatsRequest`](super::FlowStatsRequest).
    ///
    /// # Errors
    /// `OFPBRC_BAD_TYPE` if the frame is no such reply.
    pub fn new(frame: &Frame<'a>) -> Result<Self, E> {
        if frame.kind() != Kind::FlowReply {
            return Err(E::OFPBRC_BAD_TYPE);
        }
        Ok(Self {
            cursor: Cursor::new(frame.body()),
            version: frame.version()?,
            nicira: frame.is_vendor(),
            nameless_fault: false,
        })
    }

    /// Reads the next flow in place of what is in `flow`, whose memory is used again: the fastest way through a long
    /// dump. `None` at the end. After an error the flow is of no use, and there are no more.
    ///
    /// ```
    /// use openflow_rs::wire::{FlowStats, FlowStatsReply, Frame};
    ///
    /// # fn drops(message: &[u8]) -> Result<usize, openflow_rs::wire::ErrorCode> {
    /// let mut flows = FlowStatsReply::new(&Frame::parse(message)?)?;
    /// let (mut flow, mut drops) = (FlowStats::default(), 0);
    /// while let Some(read) = flows.read_next(&mut flow) {
    ///     read?;
    ///     drops += usize::from(flow.actions.is_empty());
    /// }
    /// # Ok(drops)
    /// # }
    /// // A reply of OpenFlow 1.4 without flows.
    /// # assert_eq!(drops(&[5, 19, 0, 16, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]), Ok(0));
    /// ```
    pub fn read_next(&mut self, flow: &mut FlowStats) -> Option<Result<(), E>> {
        if self.cursor.is_empty() {
            return None;
        }
        let read = self.read(flow);
        if read.is_err() {
            self.cursor = Cursor::new(&[]);
        }
        Some(read)
    }

    fn read(&mut self, flow: &mut FlowStats) -> Result<(), E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut self.cursor;
        let start = c.len();
        let base = match (self.version, self.nicira) {
            (Version::V1_0, false) => 88,
            (Version::V1_5, false) => 32,
            _ => 48,
        };
        // Of a fault before the actions, Open vSwitch says in OpenFlow 1.5 only that there is one.
        self.nameless_fault = base == 32;
        let length = usize::from(c.u16(short)?);
        if start < base || length < base {
            return Err(short);
        }
        let extent = Extent {
            start,
            length,
            version: self.version,
        };
        // What not every version says.
        (flow.flags, flow.importance) = (FlowFlags::default(), 0);
        (flow.idle_age, flow.hard_age) = (None, None);
        match (self.version, self.nicira) {
            (_, true) => read_nicira(c, &extent, flow),
            (Version::V1_0, _) => read_1_0(c, &extent, flow),
            (Version::V1_5, _) => read_1_5(c, &extent, flow, &mut self.nameless_fault),
            _ => read_1_1(c, &extent, flow),
        }
    }
}

impl Iterator for FlowStatsReply<'_> {
    type Item = Result<FlowStats, E>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut flow = FlowStats::default();
        Some(self.read_next(&mut flow)?.map(|()| flow))
    }
}

/// Where an entry began, as the bytes that were left then, and its length.
struct Extent {
    start: usize,
    length: usize,
    version: Version,
}

impl Extent {
    /// Reads the actions, which are what remains of the entry.
    fn read_actions(&self, c: &mut Cursor<'_>, actions: &mut Vec<Action>) -> Result<(), E> {
        let short = if self.version == Version::V1_0 {
            E::OFPBRC_BAD_LEN
        } else {
            E::OFPBIC_BAD_LEN
        };
        let rest = self.length.checked_sub(self.start - c.len()).ok_or(short)?;
        read_instructions(c.take(rest, short)?, self.version, actions)
    }
}

pub(super) fn pull_age(c: &mut Cursor<'_>) -> Result<Age, E> {
    let short = E::OFPBRC_BAD_LEN;
    Ok(Age {
        seconds: c.u32(short)?,
        nanoseconds: c.u32(short)?,
    })
}

fn read_1_1(c: &mut Cursor<'_>, extent: &Extent, flow: &mut FlowStats) -> Result<(), E> {
    let version = extent.version;
    let short = E::OFPBRC_BAD_LEN;
    flow.table = c.u8(short)?;
    c.u8(short)?;
    flow.age = pull_age(c)?;
    flow.priority = c.u16(short)?;
    flow.idle_timeout = c.u16(short)?;
    flow.hard_timeout = c.u16(short)?;
    let flags = c.u16(short)?;
    let importance = c.u16(short)?;
    c.u16(short)?;
    flow.cookie = c.u64(short)?;
    flow.packets = c.u64(short)?;
    flow.bytes = c.u64(short)?;
    read_match(c, version, Rules::STRICT, &mut flow.matches)?;
    if version >= Version::V1_3 {
        flow.flags = FlowFlags::from_wire(flags, version)?;
    }
    if version >= Version::V1_4 {
        flow.importance = importance;
    }
    extent.read_actions(c, &mut flow.actions)
}

fn read_1_5(
    c: &mut Cursor<'_>,
    extent: &Extent,
    flow: &mut FlowStats,
    nameless_fault: &mut bool,
) -> Result<(), E> {
    let version = Version::V1_5;
    let short = E::OFPBRC_BAD_LEN;
    c.take(2, short)?;
    flow.table = c.u8(short)?;
    c.u8(short)?;
    flow.priority = c.u16(short)?;
    flow.idle_timeout = c.u16(short)?;
    flow.hard_timeout = c.u16(short)?;
    let flags = c.u16(short)?;
    flow.importance = c.u16(short)?;
    flow.cookie = c.u64(short)?;
    read_match(c, version, Rules::STRICT, &mut flow.matches)?;
    flow.flags = FlowFlags::from_wire(flags, version).inspect_err(|_| *nameless_fault = false)?;
    let oxs = pull_oxs(c)?;
    *nameless_fault = false;
    flow.age = oxs.age;
    flow.packets = oxs.packets;
    flow.bytes = oxs.bytes;
    flow.idle_age = oxs.idle_age;
    extent.read_actions(c, &mut flow.actions)
}

fn read_1_0(c: &mut Cursor<'_>, extent: &Extent, flow: &mut FlowStats) -> Result<(), E> {
    let short = E::OFPBRC_BAD_LEN;
    flow.table = c.u8(short)?;
    c.u8(short)?;
    read_match(c, Version::V1_0, Rules::STRICT, &mut flow.matches)?;
    flow.age = pull_age(c)?;
    flow.priority = c.u16(short)?;
    flow.idle_timeout = c.u16(short)?;
    flow.hard_timeout = c.u16(short)?;
    c.take(6, short)?;
    flow.cookie = c.u64(short)?;
    flow.packets = c.u64(short)?;
    flow.bytes = c.u64(short)?;
    extent.read_actions(c, &mut flow.actions)
}

fn read_nicira(c: &mut Cursor<'_>, extent: &Extent, flow: &mut FlowStats) -> Result<(), E> {
    let short = E::OFPBRC_BAD_LEN;
    flow.table = c.u8(short)?;
    c.u8(short)?;
    flow.age = pull_age(c)?;
    flow.priority = c.u16(short)?;
    flow.idle_timeout = c.u16(short)?;
    flow.hard_timeout = c.u16(short)?;
    let length = c.u16(short)?;
    // Both are one more than the seconds; 0: not known.
    flow.idle_age = u32::from(c.u16(short)?).checked_sub(1);
    flow.hard_age = u32::from(c.u16(short)?).checked_sub(1);
    flow.cookie = c.u64(short)?;
    flow.packets = c.u64(short)?;
    flow.bytes = c.u64(short)?;
    if extent.length < 48 + usize::from(length).next_multiple_of(8) {
        return Err(short);
    }
    flow.matches = pull_nxm(c, length, Rules::STRICT)?.matches;
    extent.read_actions(c, &mut flow.actions)
}
