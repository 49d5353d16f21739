use super::action_decode::decode_instructions;
use super::cursor::{Cursor, Put};
use super::frame::put_message;
use super::legacy_match::pull_match;
use super::oxm::{Rules, decode_entries, put_oxm_match};
use super::{Action, EncodeError, ErrorCode as E, FlowFlags, FlowMod, Frame, Kind, Match, Port, Version};

/// Takes an NXM match of `length` bytes and its padding.
pub(super) fn pull_nxm(c: &mut Cursor<'_>, length: u16, rules: Rules) -> Result<super::oxm::Decoded, E> {
    let padded = usize::from(length).next_multiple_of(8);
    let bytes = c.take(padded, E::OFPBMC_BAD_LEN)?;
    decode_entries(bytes.get(..usize::from(length)).ok_or(E::OFPBMC_BAD_LEN)?, rules)
}

/// A request for flows, or for their sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowStatsRequest {
    /// Sums only.
    pub aggregate: bool,
    /// The table; 255: all.
    pub table: u8,
    /// Only flows that send here; `ANY`: all.
    pub out_port: Port,
    /// Only flows that use this group; `0xffff_ffff`: all.
    pub out_group: u32,
    /// Only flows with this cookie...
    pub cookie: u64,
    /// ...under this mask.
    pub cookie_mask: u64,
    /// Only flows that match as much or more.
    pub matches: Match,
}

impl FlowStatsRequest {
    /// Asks for all flows with `cookie` under `cookie_mask`.
    #[must_use]
    pub fn by_cookie(cookie: u64, cookie_mask: u64) -> Self {
        Self {
            aggregate: false,
            table: 255,
            out_port: Port::ANY,
            out_group: FlowMod::ANY_GROUP,
            cookie,
            cookie_mask,
            matches: Match::new(),
        }
    }

    /// Appends the request (OpenFlow 1.2 and later).
    ///
    /// # Errors
    /// [`EncodeError`].
    pub fn encode_to(&self, version: Version, xid: u32, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if version < Version::V1_2 {
            return Err(EncodeError::Version(version));
        }
        let kind = if self.aggregate {
            Kind::AggregateRequest
        } else {
            Kind::FlowRequest
        };
        put_message(out, kind, version, xid, |out| {
            out.put_u8(self.table);
            out.put_zeros(3);
            out.put_u32(self.out_port.to_wire32());
            out.put_u32(self.out_group);
            out.put_zeros(4);
            out.put_u64(self.cookie);
            out.put_u64(self.cookie_mask);
            put_oxm_match(&self.matches, version, out);
        })
    }

    /// Reads a request.
    ///
    /// # Errors
    /// The error that ovs-vswitchd answers.
    pub fn decode(frame: &Frame<'_>) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let version = frame.version()?;
        let c = &mut Cursor::new(frame.body());
        let mut request = Self::by_cookie(0, 0);
        request.aggregate = frame.kind() == Kind::AggregateRequest;
        if version == Version::V1_0 && !frame.is_vendor() {
            request.matches = pull_match(c, version, Rules::STRICT)?;
            request.table = c.u8(short)?;
            c.u8(short)?;
            request.out_port = Port(c.u16(short)?);
        } else if frame.is_vendor() {
            request.out_port = Port(c.u16(short)?);
            let length = c.u16(short)?;
            request.table = c.u8(short)?;
            c.take(3, short)?;
            let decoded = pull_nxm(
                c,
                length,
                Rules {
                    cookie: true,
                    ..Rules::STRICT
                },
            )?;
            if !c.is_empty() {
                return Err(short);
            }
            request.matches = decoded.matches;
            (request.cookie, request.cookie_mask) = decoded.cookie.unwrap_or((0, 0));
        } else {
            request.table = c.u8(short)?;
            c.take(3, short)?;
            request.out_port = Port::from_wire32(c.u32(short)?)?;
            request.out_group = c.u32(short)?;
            c.take(4, short)?;
            request.cookie = c.u64(short)?;
            request.cookie_mask = c.u64(short)?;
            request.matches = pull_match(c, version, Rules::STRICT)?;
        }
        Ok(request)
    }
}

/// How long something has been there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Age {
    /// Whole seconds.
    pub seconds: u32,
    /// And nanoseconds.
    pub nanoseconds: u32,
}

/// A flow of a table, with what it has counted.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// What OXS fields count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Oxs {
    pub(super) age: Age,
    pub(super) idle_age: Option<u32>,
    pub(super) flows: u32,
    pub(super) packets: u64,
    pub(super) bytes: u64,
}

/// Takes an `ofp_stats` list with its padding (OpenFlow 1.5).
pub(super) fn pull_oxs(c: &mut Cursor<'_>) -> Result<Oxs, E> {
    let short = E::OFPBMC_BAD_LEN;
    let mut peek = *c;
    peek.u16(short)?;
    let length = usize::from(peek.u16(short)?);
    if length < 4 {
        return Err(E::OFPBMC_BAD_LEN);
    }
    let all = c.take(length.next_multiple_of(8), E::OFPBMC_BAD_LEN)?;
    let mut oxs = Oxs {
        age: Age {
            seconds: u32::MAX,
            nanoseconds: u32::MAX,
        },
        idle_age: None,
        flows: u32::MAX,
        packets: u64::MAX,
        bytes: u64::MAX,
    };
    let f = &mut Cursor::new(all.get(4..length).ok_or(short)?);
    while !f.is_empty() {
        let bad = E::OFPBMC_BAD_LEN;
        let class = f.u16(bad)?;
        let numbered = f.u8(bad)?;
        let number = numbered >> 1;
        let width = f.u8(bad)?;
        let value = &mut Cursor::new(f.take(usize::from(width), bad)?);
        let known = matches!((number, width), (0 | 1 | 4 | 5, 8) | (3, 4));
        if class != 0x8002 || numbered & 1 == 1 || !known {
            continue;
        }
        match number {
            0 => {
                oxs.age = Age {
                    seconds: value.u32(bad)?,
                    nanoseconds: value.u32(bad)?,
                }
            }
            1 => oxs.idle_age = Some(value.u32(bad)?),
            3 => oxs.flows = value.u32(bad)?,
            4 => oxs.packets = value.u64(bad)?,
            _ => oxs.bytes = value.u64(bad)?,
        }
    }
    Ok(oxs)
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
    /// The flows of a reply to [`FlowStatsRequest`].
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

    fn pull(&mut self) -> Result<FlowStats, E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut self.cursor;
        let start = c.len();
        let length = usize::from(c.u16(short)?);
        let base = match (self.version, self.nicira) {
            (Version::V1_0, false) => 88,
            (Version::V1_5, false) => 32,
            _ => 48,
        };
        // Of a fault before the actions, Open vSwitch says in OpenFlow 1.5 only that there is one.
        self.nameless_fault = base == 32;
        if start < base || length < base {
            return Err(short);
        }
        let extent = Extent {
            start,
            length,
            version: self.version,
        };
        match (self.version, self.nicira) {
            (_, true) => pull_nicira(c, &extent),
            (Version::V1_0, _) => pull_1_0(c, &extent),
            (Version::V1_5, _) => pull_1_5(c, &extent, &mut self.nameless_fault),
            _ => pull_1_1(c, &extent),
        }
    }
}

impl Iterator for FlowStatsReply<'_> {
    type Item = Result<FlowStats, E>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.cursor.is_empty() {
            return None;
        }
        let entry = self.pull();
        if entry.is_err() {
            self.cursor = Cursor::new(&[]);
        }
        Some(entry)
    }
}

/// Where an entry began, as the bytes that were left then, and its length.
struct Extent {
    start: usize,
    length: usize,
    version: Version,
}

impl Extent {
    /// The actions: what remains of the entry.
    fn actions(&self, c: &mut Cursor<'_>) -> Result<Vec<Action>, E> {
        let short = if self.version == Version::V1_0 {
            E::OFPBRC_BAD_LEN
        } else {
            E::OFPBIC_BAD_LEN
        };
        let rest = self.length.checked_sub(self.start - c.len()).ok_or(short)?;
        decode_instructions(c.take(rest, short)?, self.version)
    }
}

fn pull_age(c: &mut Cursor<'_>) -> Result<Age, E> {
    let short = E::OFPBRC_BAD_LEN;
    Ok(Age {
        seconds: c.u32(short)?,
        nanoseconds: c.u32(short)?,
    })
}

fn pull_1_1(c: &mut Cursor<'_>, extent: &Extent) -> Result<FlowStats, E> {
    let version = extent.version;
    let short = E::OFPBRC_BAD_LEN;
    let table = c.u8(short)?;
    c.u8(short)?;
    let age = pull_age(c)?;
    let priority = c.u16(short)?;
    let idle_timeout = c.u16(short)?;
    let hard_timeout = c.u16(short)?;
    let flags = c.u16(short)?;
    let importance = c.u16(short)?;
    c.u16(short)?;
    let cookie = c.u64(short)?;
    let packets = c.u64(short)?;
    let bytes = c.u64(short)?;
    let matches = pull_match(c, version, Rules::STRICT)?;
    let flags = if version >= Version::V1_3 {
        FlowFlags::from_wire(flags, version)?
    } else {
        FlowFlags::default()
    };
    let actions = extent.actions(c)?;
    let importance = if version >= Version::V1_4 { importance } else { 0 };
    Ok(FlowStats {
        table,
        priority,
        matches,
        actions,
        cookie,
        age,
        idle_timeout,
        hard_timeout,
        importance,
        flags,
        packets,
        bytes,
        idle_age: None,
        hard_age: None,
    })
}

fn pull_1_5(c: &mut Cursor<'_>, extent: &Extent, nameless_fault: &mut bool) -> Result<FlowStats, E> {
    let version = Version::V1_5;
    let short = E::OFPBRC_BAD_LEN;
    c.take(2, short)?;
    let table = c.u8(short)?;
    c.u8(short)?;
    let priority = c.u16(short)?;
    let idle_timeout = c.u16(short)?;
    let hard_timeout = c.u16(short)?;
    let flags = c.u16(short)?;
    let importance = c.u16(short)?;
    let cookie = c.u64(short)?;
    let matches = pull_match(c, version, Rules::STRICT)?;
    let flags = FlowFlags::from_wire(flags, version).inspect_err(|_| *nameless_fault = false)?;
    let oxs = pull_oxs(c)?;
    *nameless_fault = false;
    let actions = extent.actions(c)?;
    Ok(FlowStats {
        table,
        priority,
        matches,
        actions,
        cookie,
        age: oxs.age,
        idle_timeout,
        hard_timeout,
        importance,
        flags,
        packets: oxs.packets,
        bytes: oxs.bytes,
        idle_age: oxs.idle_age,
        hard_age: None,
    })
}

fn pull_1_0(c: &mut Cursor<'_>, extent: &Extent) -> Result<FlowStats, E> {
    let short = E::OFPBRC_BAD_LEN;
    let table = c.u8(short)?;
    c.u8(short)?;
    let matches = pull_match(c, Version::V1_0, Rules::STRICT)?;
    let age = pull_age(c)?;
    let priority = c.u16(short)?;
    let idle_timeout = c.u16(short)?;
    let hard_timeout = c.u16(short)?;
    c.take(6, short)?;
    let cookie = c.u64(short)?;
    let packets = c.u64(short)?;
    let bytes = c.u64(short)?;
    let actions = extent.actions(c)?;
    Ok(FlowStats {
        table,
        priority,
        matches,
        actions,
        cookie,
        age,
        idle_timeout,
        hard_timeout,
        importance: 0,
        flags: FlowFlags::default(),
        packets,
        bytes,
        idle_age: None,
        hard_age: None,
    })
}

fn pull_nicira(c: &mut Cursor<'_>, extent: &Extent) -> Result<FlowStats, E> {
    let short = E::OFPBRC_BAD_LEN;
    let table = c.u8(short)?;
    c.u8(short)?;
    let age = pull_age(c)?;
    let priority = c.u16(short)?;
    let idle_timeout = c.u16(short)?;
    let hard_timeout = c.u16(short)?;
    let length = c.u16(short)?;
    let idle_age = c.u16(short)?;
    let hard_age = c.u16(short)?;
    let cookie = c.u64(short)?;
    let packets = c.u64(short)?;
    let bytes = c.u64(short)?;
    if extent.length < 48 + usize::from(length).next_multiple_of(8) {
        return Err(short);
    }
    let matches = pull_nxm(c, length, Rules::STRICT)?.matches;
    let actions = extent.actions(c)?;
    let known = |age: u16| u32::from(age).checked_sub(1);
    Ok(FlowStats {
        table,
        priority,
        matches,
        actions,
        cookie,
        age,
        idle_timeout,
        hard_timeout,
        importance: 0,
        flags: FlowFlags::default(),
        packets,
        bytes,
        idle_age: known(idle_age),
        hard_age: known(hard_age),
    })
}

/// The sums of flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AggregateStats {
    /// Packets.
    pub packets: u64,
    /// Bytes.
    pub bytes: u64,
    /// Flows.
    pub flows: u32,
}

impl AggregateStats {
    /// Reads the sums.
    ///
    /// # Errors
    /// `OFPBRC_BAD_LEN` and its like.
    pub fn decode(frame: &Frame<'_>) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        if frame.version()? == Version::V1_5 {
            let oxs = pull_oxs(c)?;
            return Ok(Self {
                packets: oxs.packets,
                bytes: oxs.bytes,
                flows: oxs.flows,
            });
        }
        Ok(Self {
            packets: c.u64(short)?,
            bytes: c.u64(short)?,
            flows: c.u32(short)?,
        })
    }
}

/// A flow that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowRemoved {
    /// What it matched.
    pub matches: Match,
    /// Its priority.
    pub priority: u16,
    /// Its cookie.
    pub cookie: u64,
    /// Why: 0 idle, 1 hard timeout, 2 deleted, 3 group, 4 meter, 5 evicted.
    pub reason: u8,
    /// Its table; 255: not said.
    pub table: u8,
    /// How long it was there.
    pub age: Age,
    /// Its idle timeout.
    pub idle_timeout: u16,
    /// Its hard timeout.
    pub hard_timeout: u16,
    /// Packets it counted.
    pub packets: u64,
    /// Bytes it counted.
    pub bytes: u64,
}

impl FlowRemoved {
    /// Reads the notice.
    ///
    /// # Errors
    /// The error that ovs-vswitchd answers.
    pub fn decode(frame: &Frame<'_>) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let version = frame.version()?;
        let c = &mut Cursor::new(frame.body());
        let mut matches = Match::new();
        if frame.is_vendor() {
            let cookie = c.u64(short)?;
            let priority = c.u16(short)?;
            let reason = c.u8(short)?;
            let table = c.u8(short)?;
            let age = pull_age(c)?;
            let idle_timeout = c.u16(short)?;
            let length = c.u16(short)?;
            let packets = c.u64(short)?;
            let bytes = c.u64(short)?;
            let matches = pull_nxm(c, length, Rules::STRICT)?.matches;
            if !c.is_empty() {
                return Err(short);
            }
            let table = table.checked_sub(1).unwrap_or(255);
            return Ok(Self {
                matches,
                priority,
                cookie,
                reason,
                table,
                age,
                idle_timeout,
                hard_timeout: 0,
                packets,
                bytes,
            });
        }
        if version == Version::V1_0 {
            matches = pull_match(c, version, Rules::STRICT)?;
        }
        if version == Version::V1_5 {
            let table = c.u8(short)?;
            let reason = c.u8(short)?;
            let priority = c.u16(short)?;
            let idle_timeout = c.u16(short)?;
            let hard_timeout = c.u16(short)?;
            let cookie = c.u64(short)?;
            let matches = pull_match(c, version, Rules::STRICT)?;
            let oxs = pull_oxs(c)?;
            return Ok(Self {
                matches,
                priority,
                cookie,
                reason,
                table,
                age: oxs.age,
                idle_timeout,
                hard_timeout,
                packets: oxs.packets,
                bytes: oxs.bytes,
            });
        }
        let cookie = c.u64(short)?;
        let priority = c.u16(short)?;
        let reason = c.u8(short)?;
        let table = c.u8(short)?;
        let age = pull_age(c)?;
        let idle_timeout = c.u16(short)?;
        let hard_timeout = c.u16(short)?;
        let packets = c.u64(short)?;
        let bytes = c.u64(short)?;
        if version != Version::V1_0 {
            matches = pull_match(c, version, Rules::STRICT)?;
        }
        let old = version == Version::V1_0;
        Ok(Self {
            matches,
            priority,
            cookie,
            reason,
            table: if old { 255 } else { table },
            age,
            idle_timeout,
            hard_timeout: if old { 0 } else { hard_timeout },
            packets,
            bytes,
        })
    }
}
