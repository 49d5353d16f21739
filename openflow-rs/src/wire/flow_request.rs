//! Requests for flows, or for their sums, and the sums.

use super::cursor::{Cursor, Put};
use super::frame::put_message;
use super::legacy_match::pull_match;
use super::oxm_decode::{Rules, pull_nxm};
use super::oxm_encode::put_oxm_match;
use super::oxs::pull_oxs;
use super::{EncodeError, ErrorCode as E, FlowMod, Frame, Kind, Match, Port, Version};

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
