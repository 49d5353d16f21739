//! Meters.

use super::cursor::{Cursor, Put};
use super::frame::put_message;
use super::{EncodeError, ErrorCode as E, Frame, Kind, Version};

/// What a meter does above a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// 1 drop, 2 remark the DSCP.
    pub kind: u16,
    /// The rate.
    pub rate: u32,
    /// The burst.
    pub burst: u32,
    /// How many steps the DSCP goes down.
    pub prec_level: u8,
}

/// A meter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meter {
    /// Its number.
    pub id: u32,
    /// Bit 0 kilobits, bit 1 packets, bit 2 burst, bit 3 statistics.
    pub flags: u16,
    /// Its bands.
    pub bands: Vec<Band>,
}

/// A change of meters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeterMod {
    /// 0 add, 1 modify, 2 delete.
    pub command: u16,
    /// The meter.
    pub meter: Meter,
}

pub(crate) fn pull_bands(bytes: &[u8]) -> Result<Vec<Band>, E> {
    let short = E::OFPBRC_BAD_LEN;
    let c = &mut Cursor::new(bytes);
    let mut bands = Vec::new();
    while c.len() >= 16 {
        let kind = c.u16(short)?;
        let length = c.u16(short)?;
        if length != 16 {
            return Err(short);
        }
        if kind != 1 && kind != 2 {
            return Err(E::OFPMMFC_BAD_BAND);
        }
        let (rate, burst) = (c.u32(short)?, c.u32(short)?);
        let prec_level = c.u8(short)?;
        c.take(3, short)?;
        bands.push(Band {
            kind,
            rate,
            burst,
            prec_level: if kind == 2 { prec_level } else { 0 },
        });
    }
    if c.is_empty() { Ok(bands) } else { Err(short) }
}

impl MeterMod {
    /// Reads a change.
    ///
    /// # Errors
    /// The error that ovs-vswitchd answers.
    pub fn decode(frame: &Frame<'_>) -> Result<Self, E> {
        let short = E::OFPBRC_BAD_LEN;
        let c = &mut Cursor::new(frame.body());
        let command = c.u16(short)?;
        let flags = c.u16(short)?;
        let id = c.u32(short)?;
        if command > 2 {
            return Err(E::OFPMMFC_BAD_COMMAND);
        }
        if command == 2 {
            return Ok(Self {
                command,
                meter: Meter {
                    id,
                    flags: 0,
                    bands: Vec::new(),
                },
            });
        }
        if flags & 3 == 3 {
            return Err(E::OFPMMFC_BAD_FLAGS);
        }
        Ok(Self {
            command,
            meter: Meter {
                id,
                flags,
                bands: pull_bands(c.rest())?,
            },
        })
    }

    /// Appends the change (OpenFlow 1.3 and later).
    ///
    /// # Errors
    /// [`EncodeError`].
    pub fn encode_to(&self, version: Version, xid: u32, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        put_message(out, Kind::MeterMod, version, xid, |out| {
            out.put_u16(self.command);
            out.put_u16(if self.command == 2 { 0 } else { self.meter.flags });
            out.put_u32(self.meter.id);
            for band in &self.meter.bands {
                out.put_u16(band.kind);
                out.put_u16(16);
                out.put_u32(band.rate);
                out.put_u32(band.burst);
                out.put_u8(band.prec_level);
                out.put_zeros(3);
            }
        })
    }
}
