//! Notices of flows that are gone.

use super::cursor::Cursor;
use super::flow_stats::pull_age;
use super::legacy_match::pull_match;
use super::oxm_decode::{Rules, pull_nxm};
use super::oxs::pull_oxs;
use super::{Age, ErrorCode as E, Frame, Match, Version};

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
