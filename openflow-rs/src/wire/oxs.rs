//! Statistics as a list of OXS fields (OpenFlow 1.5).

use super::cursor::Cursor;
use super::{Age, ErrorCode as E};

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
