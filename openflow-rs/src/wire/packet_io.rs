//! Packets to and from the controller.

use super::action_decode::{APPLY, METER, decode_list};
use super::action_encode::put_actions;
use super::action_parts::pull_property;
use super::cursor::{Cursor, Put};
use super::frame::put_message;
use super::oxm_decode::{Rules, decode_entries, pull_nxm, pull_oxm_match};
use super::oxm_encode::put_oxm_match;
use super::{Action, EncodeError, ErrorCode as E, Frame, Kind, Match, Port, Slot, Version};

/// A packet that a switch hands to the controller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacketIn<'a> {
    /// What was known of it: the input port, registers, ...
    pub metadata: Match,
    /// Why: 0 no match, 1 action, 2 invalid time to live, 3 action set, 4 group, 5 packet-out.
    pub reason: u8,
    /// The table that sent it.
    pub table: u8,
    /// The cookie of the flow that sent it; all ones if not known.
    pub cookie: u64,
    /// How long the packet was.
    pub total_len: u32,
    /// Where the switch keeps it; `0xffff_ffff`: nowhere.
    pub buffer: u32,
    /// The packet, or its beginning.
    pub packet: &'a [u8],
    /// Bytes that the sending action carried.
    pub userdata: &'a [u8],
    /// How to go on, if the packet was paused.
    pub continuation: Option<Continuation>,
}

/// Where a paused packet stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Continuation {
    /// The bridge.
    pub bridge: [u8; 16],
    /// The stack, bottom first.
    pub stack: Vec<Vec<u8>>,
    /// Mirrors it was sent to.
    pub mirrors: u32,
    /// Whether the tracker saw it.
    pub conntracked: bool,
    /// What is left to do: the table and cookie of the flow, and its actions.
    pub actions: Vec<(u8, u64, Vec<Action>)>,
    /// The action set.
    pub action_set: Vec<Action>,
    /// The datapath port.
    pub odp_port: u32,
}

/// A number of `N` bytes; one of 8 is aligned, and only after one of 1 or 2 there may be more.
fn number<const N: usize>(payload: &[u8]) -> Result<u64, E> {
    let bad = E::OFPBPC_BAD_LEN;
    let bytes = if N == 8 {
        payload.get(4..).ok_or(bad)?
    } else {
        payload
    };
    if bytes.len() < N || N > 2 && bytes.len() != N {
        return Err(bad);
    }
    Ok(bytes.iter().take(N).fold(0, |n, byte| n << 8 | u64::from(*byte)))
}

fn low8(n: u64) -> u8 {
    n.to_be_bytes()[7]
}

fn low32(n: u64) -> u32 {
    u32::try_from(n & 0xffff_ffff).unwrap_or(0)
}

impl<'a> PacketIn<'a> {
    /// Reads a packet-in of any kind.
    ///
    /// # Errors
    /// The error that ovs-vswitchd answers.
    pub fn decode(frame: &Frame<'a>) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let version = frame.version()?;
        let c = &mut Cursor::new(frame.body());
        let mut pin = Self {
            metadata: Match::new(),
            reason: 0,
            table: 0,
            cookie: u64::MAX,
            total_len: 0,
            buffer: u32::MAX,
            packet: &[],
            userdata: &[],
            continuation: None,
        };
        if frame.is_vendor() && frame.name() != "NXT_PACKET_IN" {
            pin.decode_properties(c, version)?;
            return Ok(pin);
        }
        pin.buffer = c.u32(short)?;
        if frame.is_vendor() {
            pin.total_len = u32::from(c.u16(short)?);
            pin.reason = c.u8(short)?;
            pin.table = c.u8(short)?;
            pin.cookie = c.u64(short)?;
            let length = c.u16(short)?;
            c.take(6, short)?;
            pin.metadata = pull_nxm(c, length, Rules::LOOSE)?.matches;
            c.take(2, short)?;
        } else if version == Version::V1_0 {
            pin.total_len = u32::from(c.u16(short)?);
            pin.metadata
                .set_slot(Slot::InPort, u128::from(c.u16(short)?), u128::MAX);
            pin.reason = c.u8(short)?;
            c.u8(short)?;
        } else if version == Version::V1_1 {
            let port = Port::from_wire32(c.u32(short)?)?;
            c.u32(short)?;
            pin.metadata.set_slot(Slot::InPort, u128::from(port.0), u128::MAX);
            pin.total_len = u32::from(c.u16(short)?);
            pin.reason = c.u8(short)?;
            pin.table = c.u8(short)?;
        } else {
            pin.total_len = u32::from(c.u16(short)?);
            pin.reason = c.u8(short)?;
            pin.table = c.u8(short)?;
            if version >= Version::V1_3 {
                pin.cookie = c.u64(short)?;
            }
            pin.metadata = pull_oxm_match(c, Rules::LOOSE)?;
            c.take(2, short)?;
        }
        pin.packet = c.rest();
        Ok(pin)
    }

    fn decode_properties(&mut self, c: &mut Cursor<'a>, version: Version) -> Result<(), E> {
        while !c.is_empty() {
            let (kind, payload) = pull_property(c)?;
            match kind {
                0 => self.packet = payload,
                1 => self.total_len = low32(number::<4>(payload)?),
                2 => self.buffer = low32(number::<4>(payload)?),
                3 => self.table = low8(number::<1>(payload)?),
                4 => self.cookie = number::<8>(payload)?,
                5 => self.reason = low8(number::<1>(payload)?),
                6 => self.metadata = decode_entries(payload, Rules::LOOSE)?.matches,
                7 => self.userdata = payload,
                8 => {
                    // What is nested begins at the next multiple of 8.
                    let nested = payload.get(4..).unwrap_or_default();
                    self.continuation = Some(Continuation::decode(nested, version)?);
                }
                _ => {}
            }
        }
        let length = u32::try_from(self.packet.len()).unwrap_or(u32::MAX);
        if length == 0 || self.total_len != 0 && self.total_len < length {
            return Err(E::OFPBRC_BAD_LEN);
        }
        if self.total_len == 0 {
            self.total_len = length;
        }
        Ok(())
    }
}

impl Continuation {
    fn decode(bytes: &[u8], version: Version) -> Result<Self, E> {
        let c = &mut Cursor::new(bytes);
        let mut continuation = Self::default();
        let (mut table, mut cookie) = (0, 0);
        let actions = |payload: &[u8]| {
            let list = payload.get(4..).ok_or(E::OFPBPC_BAD_LEN)?;
            decode_list(list, version, APPLY | METER, None, 0)
        };
        while !c.is_empty() {
            let (kind, payload) = pull_property(c)?;
            match kind {
                0x8000 => continuation.bridge = Cursor::new(payload).array(E::OFPBPC_BAD_LEN)?,
                0x8001 if payload.len() > 128 => return Err(E::OFPBPC_BAD_LEN),
                0x8001 => continuation.stack.insert(0, payload.to_vec()),
                0x8002 => continuation.mirrors = low32(number::<4>(payload)?),
                0x8003 => continuation.conntracked = true,
                0x8004 => table = low8(number::<1>(payload)?),
                0x8005 => cookie = number::<8>(payload)?,
                0x8006 => continuation.actions.push((table, cookie, actions(payload)?)),
                0x8007 => continuation.action_set = actions(payload)?,
                0x8008 => continuation.odp_port = low32(number::<4>(payload)?),
                _ => {}
            }
        }
        Ok(continuation)
    }
}

/// A packet that a controller hands to the switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacketOut<'a> {
    /// What it is treated as: at least the input port.
    pub metadata: Match,
    /// A packet kept in the switch; `0xffff_ffff`: the packet is here.
    pub buffer: u32,
    /// What happens to it.
    pub actions: Vec<Action>,
    /// The packet.
    pub packet: &'a [u8],
}

impl<'a> PacketOut<'a> {
    /// Reads a packet-out.
    ///
    /// # Errors
    /// The error that ovs-vswitchd answers.
    pub fn decode(frame: &Frame<'a>) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let version = frame.version()?;
        let c = &mut Cursor::new(frame.body());
        let buffer = c.u32(short)?;
        let mut metadata = Match::new();
        let length;
        if version == Version::V1_5 {
            length = c.u16(short)?;
            c.u16(short)?;
            let rules = Rules {
                pipeline_only: true,
                ..Rules::LOOSE
            };
            metadata = pull_oxm_match(c, rules)?;
            if metadata.mask(Slot::InPort) == 0 {
                return Err(E::OFPBRC_BAD_PORT);
            }
        } else {
            let port = match version {
                Version::V1_0 => Port(c.u16(short)?),
                _ => Port::from_wire32(c.u32(short)?)?,
            };
            length = c.u16(short)?;
            if version != Version::V1_0 {
                c.take(6, short)?;
            }
            metadata.set_default_packet_type();
            metadata.set_slot(Slot::InPort, u128::from(port.0), u128::MAX);
        }
        let actions = decode_list_checked(c, usize::from(length), version)?;
        let port = Port(u16::try_from(metadata.value(Slot::InPort)).unwrap_or(0));
        if port >= Port::MAX && port != Port::LOCAL && port != Port::ANY && port != Port::CONTROLLER {
            return Err(E::OFPBRC_BAD_PORT);
        }
        let packet = if buffer == u32::MAX { c.rest() } else { &[] };
        Ok(Self {
            metadata,
            buffer,
            actions,
            packet,
        })
    }

    /// Appends the packet-out.
    ///
    /// # Errors
    /// [`EncodeError`].
    pub fn encode_to(&self, version: Version, xid: u32, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        put_message(out, Kind::PacketOut, version, xid, |out| {
            let mut actions = Vec::new();
            put_actions(&self.actions, version, &mut actions);
            let length = u16::try_from(actions.len()).unwrap_or(u16::MAX);
            let port = Port(u16::try_from(self.metadata.value(Slot::InPort)).unwrap_or(Port::ANY.0));
            out.put_u32(self.buffer);
            match version {
                Version::V1_0 => {
                    out.put_u16(port.0);
                    out.put_u16(length);
                }
                Version::V1_5 => {
                    out.put_u16(length);
                    out.put_u16(0);
                    put_oxm_match(&self.metadata, version, out);
                }
                _ => {
                    out.put_u32(port.to_wire32());
                    out.put_u16(length);
                    out.put_zeros(6);
                }
            }
            out.extend_from_slice(&actions);
            if self.buffer == u32::MAX {
                out.extend_from_slice(self.packet);
            }
        })
    }
}

/// Takes a list of actions of a length that the message says.
pub(super) fn decode_list_checked(
    c: &mut Cursor<'_>,
    length: usize,
    version: Version,
) -> Result<Vec<Action>, E> {
    if !length.is_multiple_of(8) {
        return Err(E::OFPBRC_BAD_LEN);
    }
    decode_list(
        c.take(length, E::OFPBRC_BAD_LEN)?,
        version,
        APPLY | METER,
        None,
        0,
    )
}
