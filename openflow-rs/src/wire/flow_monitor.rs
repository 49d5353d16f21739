//! Flow monitors: a switch tells of changes to its flows.

use super::action_decode::{APPLY, METER, decode_instructions, decode_list};
use super::cursor::{Cursor, Put};
use super::frame::put_message;
use super::legacy_match::pull_match;
use super::oxm_decode::{Rules, pull_nxm};
use super::oxm_encode::put_oxm_match;
use super::{Action, EncodeError, ErrorCode as E, FlowMod, Frame, Kind, Match, Port, Version};

/// What a switch is to tell of its flows: all, or those that match.
///
/// ```
/// use openflow_rs::wire::{FlowMonitor, Version};
///
/// let mut message = Vec::new();
/// FlowMonitor::of_changes(7).encode_to(Version::V1_4, 1, &mut message)?;
/// assert_eq!(message.len(), 40);
/// # Ok::<(), openflow_rs::wire::EncodeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowMonitor {
    /// Names the monitor on its connection.
    pub id: u32,
    /// What to tell, as the bits of OpenFlow 1.4; see the constants.
    pub flags: u16,
    /// Only flows that send here; `ANY`: all.
    pub out_port: Port,
    /// Only flows that use this group; `0xffff_ffff`: all (OpenFlow 1.4).
    pub out_group: u32,
    /// The table; 255: all.
    pub table: u8,
    /// Only flows that match as much or more.
    pub matches: Match,
    /// Whether the monitor of this id is to end (OpenFlow 1.4).
    pub ends: bool,
}

impl FlowMonitor {
    /// Tell what is there now.
    pub const INITIAL: u16 = 1;
    /// Tell of flows that are added.
    pub const ADD: u16 = 2;
    /// Tell of flows that go.
    pub const DELETE: u16 = 4;
    /// Tell of flows that are changed.
    pub const MODIFY: u16 = 8;
    /// Tell actions too.
    pub const ACTIONS: u16 = 16;
    /// Do not abbreviate what this connection itself changes.
    pub const NO_ABBREVIATION: u16 = 32;
    /// Only what this connection itself changes.
    pub const OWN: u16 = 64;

    /// Tells of all flows that are added, changed or go, but not of what is there now. What the connection itself
    /// changes is told in short.
    #[must_use]
    pub fn of_changes(id: u32) -> Self {
        Self {
            id,
            flags: Self::ADD | Self::DELETE | Self::MODIFY | Self::ACTIONS,
            out_port: Port::ANY,
            out_group: FlowMod::ANY_GROUP,
            table: 255,
            matches: Match::new(),
            ends: false,
        }
    }

    /// Appends the request (OpenFlow 1.4 and later; 1.3 with the ONF's extension). One that ends a monitor is answered
    /// from 1.4 on, but not in 1.3.
    ///
    /// # Errors
    /// [`EncodeError`].
    pub fn encode_to(&self, version: Version, xid: u32, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if version < Version::V1_3 {
            return Err(EncodeError::Version(version));
        }
        if self.ends && version == Version::V1_3 {
            return put_message(out, Kind::FlowMonitorCancel, version, xid, |out| {
                out.put_u32(self.id)
            });
        }
        put_message(out, Kind::FlowMonitorRequest, version, xid, |out| {
            out.put_u32(self.id);
            if version == Version::V1_3 {
                out.put_u16(vendor_flags(self.flags));
                out.put_u16(0);
                out.put_u32(self.out_port.to_wire32());
                out.put_u8(self.table);
                out.put_zeros(3);
                let start = out.len();
                put_oxm_match(&self.matches, version, out);
                let length = out.len() - start;
                // As Open vSwitch has it: the length of the match without its padding, before the port.
                out.set_u16(start - 10, u16::try_from(length).unwrap_or(u16::MAX));
            } else {
                out.put_u32(self.out_port.to_wire32());
                out.put_u32(self.out_group);
                out.put_u16(self.flags);
                out.put_u8(self.table);
                out.put_u8(if self.ends { 2 } else { 0 });
                put_oxm_match(&self.matches, version, out);
            }
        })
    }

    /// Reads the monitors of a request, one by one.
    pub fn decode_all<'a>(frame: &Frame<'a>) -> impl Iterator<Item = Result<Self, E>> + use<'a> {
        let frame = *frame;
        let mut c = Cursor::new(frame.body());
        std::iter::from_fn(move || {
            if c.is_empty() {
                return None;
            }
            let monitor = Self::pull(&mut c, &frame);
            if monitor.is_err() {
                c = Cursor::new(&[]);
            }
            Some(monitor)
        })
    }

    fn pull(c: &mut Cursor<'_>, frame: &Frame<'_>) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let version = frame.version()?;
        let mut monitor = Self::of_changes(c.u32(short)?);
        if version >= Version::V1_4 {
            let out_port = c.u32(short)?;
            monitor.out_group = c.u32(short)?;
            monitor.flags = c.u16(short)?;
            monitor.table = c.u8(short)?;
            monitor.ends = c.u8(short)? == 2;
            if monitor.ends {
                monitor.matches = pull_match(c, version, Rules::STRICT)?;
                return Ok(monitor);
            }
            if monitor.flags & 0xe == 0 || monitor.flags & !0x5f != 0 {
                return Err(E::OFPMOFC_BAD_FLAGS);
            }
            monitor.out_port = Port::from_wire32(out_port)?;
            monitor.matches = pull_match(c, version, Rules::STRICT)?;
            return Ok(monitor);
        }
        let flags = c.u16(short)?;
        if flags & 0xe == 0 || flags & !0x3f != 0 {
            return Err(E::OFPMOFC_BAD_FLAGS);
        }
        monitor.flags = standard_flags(flags);
        if frame.is_nicira() {
            monitor.out_port = Port(c.u16(short)?);
            let length = c.u16(short)?;
            monitor.table = c.u8(short)?;
            if c.take(5, short)?.iter().any(|byte| *byte != 0) {
                return Err(E::NXBRC_MUST_BE_ZERO);
            }
            monitor.matches = pull_nxm(c, length, Rules::STRICT)?.matches;
        } else {
            c.u16(short)?;
            let out_port = c.u32(short)?;
            monitor.table = c.u8(short)?;
            if c.take(3, short)?.iter().any(|byte| *byte != 0) {
                return Err(E::NXBRC_MUST_BE_ZERO);
            }
            monitor.out_port = Port::from_wire32(out_port)?;
            monitor.matches = pull_match(c, version, Rules::STRICT)?;
        }
        Ok(monitor)
    }
}

/// Bits of the vendors' requests and of the standard's that mean the same.
const FLAGS: [(u16, u16); 6] = [(1, 1), (2, 2), (4, 4), (8, 8), (16, 16), (32, 64)];

fn standard_flags(flags: u16) -> u16 {
    let meant = FLAGS.iter().filter(|(vendor, _)| flags & vendor != 0);
    meant.fold(0, |all, (_, standard)| all | standard)
}

fn vendor_flags(flags: u16) -> u16 {
    let meant = FLAGS.iter().filter(|(_, standard)| flags & standard != 0);
    meant.fold(0, |all, (vendor, _)| all | vendor)
}

/// What happened to a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowEvent {
    /// It was there when the monitor began.
    Initial,
    /// It was added.
    Added,
    /// It is gone: 0 idle, 1 hard timeout, 2 deleted, 3 group, 4 meter, 5 evicted.
    Removed(u16),
    /// It was changed.
    Modified,
}

/// What a monitor tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowUpdate {
    /// Something happened to a flow.
    Flow(Box<MonitoredFlow>),
    /// The connection's own message with this transaction id changed flows.
    Own(u32),
    /// Changes come faster than they can be told: what follows has gaps, until [`FlowUpdate::Resumed`].
    Paused,
    /// All changes are told again. What was missed comes as additions and removals before this.
    Resumed,
}

/// A flow as a monitor tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonitoredFlow {
    /// What happened.
    pub event: FlowEvent,
    /// Its table.
    pub table: u8,
    /// Its priority.
    pub priority: u16,
    /// Its cookie.
    pub cookie: u64,
    /// Seconds without traffic until it goes.
    pub idle_timeout: u16,
    /// Seconds until it goes.
    pub hard_timeout: u16,
    /// What it matches.
    pub matches: Match,
    /// What happens to packets, if that was asked for.
    pub actions: Vec<Action>,
}

impl FlowUpdate {
    /// Reads what a reply tells, one by one.
    pub fn decode_all<'a>(frame: &Frame<'a>) -> impl Iterator<Item = Result<Self, E>> + use<'a> {
        let frame = *frame;
        let mut c = Cursor::new(frame.body());
        std::iter::from_fn(move || {
            if c.is_empty() {
                return None;
            }
            let update = Self::pull(&mut c, &frame);
            if update.is_err() {
                c = Cursor::new(&[]);
            }
            Some(update)
        })
    }

    fn pull(c: &mut Cursor<'_>, frame: &Frame<'_>) -> Result<Self, E> {
        let (head, c) = match RawUpdate::pull(c, frame)? {
            RawUpdate::Flow(head, rest) => (head, &mut { rest }),
            RawUpdate::Own(xid) => return Ok(Self::Own(xid)),
            RawUpdate::Paused => return Ok(Self::Paused),
            RawUpdate::Resumed => return Ok(Self::Resumed),
        };
        let version = frame.version()?;
        let (matches, actions);
        if frame.is_nicira() {
            matches = pull_nxm(c, head.nxm_length, Rules::STRICT)?.matches;
            actions = decode_list(c.rest(), version, APPLY | METER, None, 0)?;
        } else {
            matches = pull_match(c, version, Rules::STRICT)?;
            actions = decode_instructions(c.rest(), version)?;
        }
        Ok(Self::Flow(Box::new(MonitoredFlow {
            event: head.event,
            table: head.table,
            priority: head.priority,
            cookie: head.cookie,
            idle_timeout: head.idle_timeout,
            hard_timeout: head.hard_timeout,
            matches,
            actions,
        })))
    }
}

/// What a monitor tells of a flow, up to its match.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UpdateHead {
    pub(crate) event: FlowEvent,
    pub(crate) table: u8,
    pub(crate) priority: u16,
    pub(crate) cookie: u64,
    pub(crate) idle_timeout: u16,
    pub(crate) hard_timeout: u16,
    /// The length of a match that is bare NXM entries.
    nxm_length: u16,
}

/// What a monitor tells, match and actions not looked at.
#[derive(Debug)]
pub(crate) enum RawUpdate<'a> {
    /// Something happened to a flow; match and actions follow.
    Flow(UpdateHead, Cursor<'a>),
    /// As [`FlowUpdate::Own`].
    Own(u32),
    /// As [`FlowUpdate::Paused`].
    Paused,
    /// As [`FlowUpdate::Resumed`].
    Resumed,
}

impl<'a> RawUpdate<'a> {
    /// Reads the next update of the body of a reply.
    pub(crate) fn pull(c: &mut Cursor<'a>, frame: &Frame<'_>) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let length = c.clone().u16(short)?;
        if length % 8 != 0 || usize::from(length) > c.len() {
            return Err(short);
        }
        let kind = c.clone().u32(short)? & 0xffff;
        let event = match (frame.is_vendor(), kind) {
            // The vendors' events lack "initial" and have no pause among them.
            (true, event @ 0..=2) => event + 1,
            (true, 3) => 4,
            (true, _) => return Err(E::NXBRC_FM_BAD_EVENT),
            (false, event @ 0..=6) => event,
            (false, _) => return Err(E::NXBRC_FM_BAD_EVENT),
        };
        if length < 8 {
            return Err(short);
        }
        let mut c = Cursor::new(c.take(usize::from(length), short)?);
        c.u32(short)?;
        let event: fn(u16) -> FlowEvent = match event {
            4..=6 if length != 8 => return Err(short),
            4 => return Ok(Self::Own(c.u32(short)?)),
            5 => return Ok(Self::Paused),
            6 => return Ok(Self::Resumed),
            0 => |_| FlowEvent::Initial,
            1 => |_| FlowEvent::Added,
            2 => FlowEvent::Removed,
            3 => |_| FlowEvent::Modified,
            _ => return Err(E::NXBRC_FM_BAD_EVENT),
        };
        let (reason, priority, idle_timeout, hard_timeout, table, cookie);
        let mut nxm_length = 0;
        if frame.is_vendor() {
            reason = c.u16(short)?;
            priority = c.u16(short)?;
            idle_timeout = c.u16(short)?;
            hard_timeout = c.u16(short)?;
            nxm_length = c.u16(short)?;
            table = c.u8(short)?;
            c.u8(short)?;
            cookie = c.u64(short)?;
            // Open vSwitch looks at it even where another match follows.
            if usize::from(nxm_length).next_multiple_of(8) > c.len() {
                return Err(short);
            }
        } else {
            table = c.u8(short)?;
            reason = u16::from(c.u8(short)?);
            idle_timeout = c.u16(short)?;
            hard_timeout = c.u16(short)?;
            priority = c.u16(short)?;
            c.u32(short)?;
            cookie = c.u64(short)?;
        }
        let event = event(reason);
        let head = UpdateHead {
            event,
            table,
            priority,
            cookie,
            idle_timeout,
            hard_timeout,
            nxm_length,
        };
        Ok(Self::Flow(head, c))
    }
}
